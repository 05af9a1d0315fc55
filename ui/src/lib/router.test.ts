import { describe, expect, test } from 'vitest';
import { addressOf, parse, type Choice, type Place } from './router.svelte';

const ID = '018f2c1e-0000-7000-8000-000000000001';

describe('every place has an address that leads back to it', () => {
  test.each<[string, Place, Choice]>([
    ['#/welcome', { at: 'welcome' }, {}],
    ['#/queue?stage=approved&q=acute+gout', { at: 'queue' }, { stage: 'approved', q: 'acute gout' }],
    [`#/article/${ID}`, { at: 'article', id: ID }, {}],
    [`#/article/${ID}?claim=c1`, { at: 'article', id: ID }, { claim: 'c1' }],
    [`#/article/${ID}/edit`, { at: 'edit', id: ID }, {}],
    [`#/article/${ID}/compare/3..5`, { at: 'compare', id: ID, from: 3, to: 5 }, {}],
    [`#/article/${ID}/revision/3`, { at: 'revision', id: ID, revision: 3 }, {}],
    [`#/article/${ID}/trail`, { at: 'article-trail', id: ID }, {}],
    ['#/sources', { at: 'sources' }, {}],
    [`#/source/${ID}`, { at: 'source', id: ID }, {}],
    ['#/trail', { at: 'trail' }, {}],
    ['#/board', { at: 'board' }, {}],
  ])('%s', (address, place, choice) => {
    expect(parse(address)).toEqual({ place, choice });
    expect(addressOf(place, choice)).toBe(address);
  });
});

test('no address is the queue', () => {
  expect(parse('').place).toEqual({ at: 'queue' });
  expect(parse('#/').place).toEqual({ at: 'queue' });
});

test.each(['#/elsewhere', '#/article', '#/article/x', `#/article/${ID}/compare/3`, `#/article/${ID}/compare/0..2`, `#/article/${ID}/compare/1..2..3`, `#/article/${ID}/revision/x`, `#/article/${ID}/edit/y`, '#/queue/x', `#/article/${ID}/compare/1..2/more`])(
  '%s leads nowhere, and says so',
  (address) => {
    expect(parse(address).place).toEqual({ at: 'nowhere', address });
    expect(addressOf(parse(address).place)).toBe(address);
  },
);

test('an empty choice is none', () => {
  expect(addressOf({ at: 'queue' }, { q: '' })).toBe('#/queue');
});

test('a broken escape does not break the window', () => {
  expect(parse('#/source/%E0%A4%A').place.at).toBe('nowhere');
});
