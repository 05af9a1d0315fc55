/**
 * Screens are places with addresses. An address is the part behind `#`; what a screen shows and could be
 * shown again (a filter, a chosen claim) belongs in it, so that back, forward and bookmarks work.
 */

import { untrack } from 'svelte';

/** Every place of the window. */
export type Place =
  | { at: 'welcome' }
  | { at: 'queue' }
  | { at: 'article'; id: string }
  | { at: 'edit'; id: string }
  | { at: 'compare'; id: string; from: number; to: number }
  | { at: 'revision'; id: string; revision: number }
  | { at: 'article-trail'; id: string }
  | { at: 'sources' }
  | { at: 'source'; id: string }
  | { at: 'trail' }
  | { at: 'board' }
  | { at: 'nowhere'; address: string };

/** What is chosen within a place: `?claim=…&only=changes`. */
export type Choice = Readonly<Record<string, string>>;

function number(text: string | undefined): number | null {
  return text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}

/** Whether a part of an address may name something of the board: everything there is named by a UUID. */
function names(part: string): boolean {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(part);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Reads an address such as `#/article/x/compare/3..5?only=changes`. */
export function parse(address: string): { place: Place; choice: Choice } {
  const [path = '', asked = ''] = address.replace(/^#/, '').split('?', 2);
  const choice = Object.fromEntries(new URLSearchParams(asked));
  return { place: placeOf(path.split('/').filter(Boolean).map(decoded), address), choice };
}

function placeOf(parts: string[], address: string): Place {
  const [head, id, kind, rest] = parts;
  const nowhere: Place = { at: 'nowhere', address };
  if (parts.length > 4) return nowhere;
  if (id === undefined) {
    if (head === undefined) return { at: 'queue' };
    if (['welcome', 'queue', 'sources', 'trail', 'board'].includes(head)) {
      return { at: head as 'welcome' | 'queue' | 'sources' | 'trail' | 'board' };
    }
    return nowhere;
  }
  if (!names(id)) return nowhere;
  if (head === 'source' && kind === undefined) return { at: 'source', id };
  if (head !== 'article') return nowhere;
  if (kind === undefined) return { at: 'article', id };
  if (kind === 'edit' && rest === undefined) return { at: 'edit', id };
  if (kind === 'trail' && rest === undefined) return { at: 'article-trail', id };
  if (kind === 'revision') {
    const revision = number(rest);
    return revision === null ? nowhere : { at: 'revision', id, revision };
  }
  if (kind === 'compare') {
    const [first, second, more] = (rest ?? '').split('..');
    const [from, to] = [number(first), number(second)];
    return from === null || to === null || more !== undefined ? nowhere : { at: 'compare', id, from, to };
  }
  return nowhere;
}

/** The address of a place, for links. */
export function addressOf(place: Place, choice: Choice = {}): string {
  const asked = new URLSearchParams(Object.entries(choice).filter(([, value]) => value !== '')).toString();
  return `#${pathOf(place)}${asked === '' ? '' : `?${asked}`}`;
}

function pathOf(place: Place): string {
  const article = (id: string) => `/article/${encodeURIComponent(id)}`;
  switch (place.at) {
    case 'article':
      return article(place.id);
    case 'edit':
      return `${article(place.id)}/edit`;
    case 'compare':
      return `${article(place.id)}/compare/${place.from}..${place.to}`;
    case 'revision':
      return `${article(place.id)}/revision/${place.revision}`;
    case 'article-trail':
      return `${article(place.id)}/trail`;
    case 'source':
      return `/source/${encodeURIComponent(place.id)}`;
    case 'nowhere':
      return place.address.replace(/^#/, '');
    case 'welcome':
    case 'queue':
    case 'sources':
    case 'trail':
    case 'board':
      return `/${place.at}`;
  }
}

class Router {
  #now = $state.raw(parse(location.hash));

  get place(): Place {
    return this.#now.place;
  }
  get choice(): Choice {
    return this.#now.choice;
  }

  constructor() {
    addEventListener('hashchange', () => {
      this.#now = parse(location.hash);
    });
  }

  /** Goes to a place; `replace` leaves no step to go back to. */
  go(place: Place, choice: Choice = {}, { replace = false } = {}): void {
    const address = addressOf(place, choice);
    if (address === location.hash) return;
    if (replace) {
      history.replaceState(null, '', address);
    } else {
      history.pushState(null, '', address);
    }
    this.#now = parse(address);
  }

  /** Changes what is chosen here. A choice is no step of its own unless asked to be. */
  choose(change: Choice, { replace = true } = {}): void {
    this.go(this.place, { ...this.choice, ...change }, { replace });
  }

  back(): void {
    history.back();
  }
  forward(): void {
    history.forward();
  }
}

export const router = new Router();

const offsets = new Map<string, number>();

/** Keeps how far an element is scrolled, by address: coming back to a place finds it as it was left. */
export function keepScroll(name: string): (element: HTMLElement) => () => void {
  return (element) => {
    const key = `${name} ${addressOf(untrack(() => router.place))}`;
    const frame = requestAnimationFrame(() => {
      element.scrollTop = offsets.get(key) ?? 0;
    });
    const note = () => offsets.set(key, element.scrollTop);
    element.addEventListener('scroll', note, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener('scroll', note);
    };
  };
}
