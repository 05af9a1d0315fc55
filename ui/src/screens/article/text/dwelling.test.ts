import { expect, it } from 'vitest';
import { Dwelling, timeFor, type Sight } from './dwelling';

const section = (digest: string, words: number, inSight = true, ended = true): Sight => ({ digest, words, inSight, ended });
/** Looks once a second for so many seconds, touching something each time unless nobody is there. */
function watch(dwelling: Dwelling, sights: Sight[], from: number, seconds: number, { touching = true, before = true } = {}): string[] {
  let read: string[] = [];
  for (let at = from; at <= from + seconds; at += 1) {
    if (touching) dwelling.touch(at * 1000);
    read = dwelling.look(sights, at * 1000, before);
  }
  return read;
}

it('takes a section for read after its words had their time, and not before', () => {
  const dwelling = new Dwelling();
  const sights = [section('title', 3), section('long', 100)];
  expect(watch(dwelling, sights, 0, 3)).toEqual([]);
  expect(watch(dwelling, sights, 4, 0)).toEqual(['title']);
  expect(watch(dwelling, sights, 5, 4)).toEqual(['title']);
  expect(watch(dwelling, sights, 10, 0)).toEqual(['title', 'long']);
});

it('asks for the end to have been seen', () => {
  const dwelling = new Dwelling();
  expect(watch(dwelling, [section('a', 8, true, false)], 0, 30)).toEqual([]);
  expect(watch(dwelling, [section('a', 8)], 30, 0)).toEqual(['a']);
});

it('counts neither what is out of sight nor the time the window slept', () => {
  const dwelling = new Dwelling();
  expect(watch(dwelling, [section('a', 8, false)], 0, 30)).toEqual([]);
  watch(dwelling, [section('b', 800)], 100, 0);
  expect(watch(dwelling, [section('b', 800)], 900, 0)).toEqual([]);
});

it('counts no time in which another window was worked in', () => {
  const dwelling = new Dwelling();
  expect(watch(dwelling, [section('a', 8)], 0, 60, { before: false })).toEqual([]);
  expect(watch(dwelling, [section('a', 8)], 61, 3)).toEqual([]);
  expect(watch(dwelling, [section('a', 8)], 65, 0)).toEqual(['a']);
});

it('counts half a minute after the last touch, and no more', () => {
  const dwelling = new Dwelling();
  dwelling.touch(0);
  expect(watch(dwelling, [section('short', 290), section('long', 310)], 0, 300, { touching: false })).toEqual(['short']);
  expect(watch(dwelling, [section('long', 310)], 301, 0)).toEqual([]);
  expect(watch(dwelling, [section('long', 310)], 302, 0)).toEqual(['long']);
});

it('counts nothing before the first touch', () => {
  const dwelling = new Dwelling();
  expect(watch(dwelling, [section('a', 8)], 0, 20, { touching: false })).toEqual([]);
});

it('asks for more time the more words there are', () => {
  expect(timeFor(1)).toBe(4000);
  expect(timeFor(600)).toBe(60_000);
  expect(timeFor(6000)).toBe(600_000);
});
