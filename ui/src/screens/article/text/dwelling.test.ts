import { expect, it } from 'vitest';
import { Dwelling, timeFor, type Sight } from './dwelling';

const section = (digest: string, words: number, inSight = true, ended = true): Sight => ({ digest, words, inSight, ended });
/** Looks once a second for so many seconds. */
function watch(dwelling: Dwelling, sights: Sight[], from: number, seconds: number): string[] {
  let read: string[] = [];
  for (let at = 0; at <= seconds; at += 1) read = dwelling.look(sights, (from + at) * 1000);
  return read;
}

it('takes a section for read after its words had their time, and not before', () => {
  const dwelling = new Dwelling();
  const sights = [section('short', 8), section('long', 80)];
  expect(watch(dwelling, sights, 0, 1)).toEqual([]);
  expect(watch(dwelling, sights, 1, 1)).toEqual(['short']);
  expect(watch(dwelling, sights, 2, 8)).toEqual(['short', 'long']);
});

it('asks for the end to have been seen', () => {
  const dwelling = new Dwelling();
  expect(watch(dwelling, [section('a', 8, true, false)], 0, 30)).toEqual([]);
  expect(watch(dwelling, [section('a', 8)], 30, 0)).toEqual(['a']);
});

it('counts neither what is out of sight nor the time the window slept', () => {
  const dwelling = new Dwelling();
  expect(watch(dwelling, [section('a', 8, false)], 0, 30)).toEqual([]);
  dwelling.look([section('b', 800)], 100_000);
  expect(dwelling.look([section('b', 800)], 900_000)).toEqual([]);
});

it('asks for no more time than half a minute', () => {
  expect(timeFor(100_000)).toBe(30_000);
  expect(timeFor(1)).toBe(1500);
});
