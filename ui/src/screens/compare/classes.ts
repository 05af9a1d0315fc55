/** The words and signs of the classes of change. All that can hurt a patient has one tone; its sign tells it apart. */
import type { Component } from 'svelte';
import Ban from '@lucide/svelte/icons/ban';
import FlaskConical from '@lucide/svelte/icons/flask-conical';
import Gauge from '@lucide/svelte/icons/gauge';
import Hash from '@lucide/svelte/icons/hash';
import ListTree from '@lucide/svelte/icons/list-tree';
import MoveVertical from '@lucide/svelte/icons/move-vertical';
import Pill from '@lucide/svelte/icons/pill';
import Quote from '@lucide/svelte/icons/quote';
import TextCursor from '@lucide/svelte/icons/text-cursor';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import Type from '@lucide/svelte/icons/type';
import Users from '@lucide/svelte/icons/users';
import type { Change, ChangeFinding, Class } from '$lib/bindings';
import type { Tone } from '$lib/words';

export const CLASSES: Record<Class, { label: string; tone: Tone; icon: Component }> = {
  dose: { label: 'Dose', tone: 'red', icon: Pill },
  negation: { label: 'Negation', tone: 'red', icon: Ban },
  warning: { label: 'Warning', tone: 'red', icon: TriangleAlert },
  drug: { label: 'Drug', tone: 'red', icon: FlaskConical },
  number: { label: 'Number', tone: 'red', icon: Hash },
  population: { label: 'Population', tone: 'red', icon: Users },
  certainty: { label: 'Certainty', tone: 'red', icon: Gauge },
  citation: { label: 'Citation', tone: 'red', icon: Quote },
  reference: { label: 'Reference', tone: 'grey', icon: Quote },
  wording: { label: 'Wording', tone: 'grey', icon: TextCursor },
  moved: { label: 'Moved', tone: 'violet', icon: MoveVertical },
  structure: { label: 'Structure', tone: 'grey', icon: ListTree },
  formatting: { label: 'Formatting', tone: 'grey', icon: Type },
};

const CLINICAL: readonly Class[] = ['dose', 'negation', 'warning', 'drug', 'number', 'population', 'certainty', 'citation'];

/** What a change is about: all that is clinical in it, or else its one class. */
export function classesOf(change: Change): Class[] {
  const found = new Set(change.findings.map((finding) => finding.class).filter((name) => CLINICAL.includes(name)));
  return change.clinical && found.size > 0 ? CLINICAL.filter((name) => found.has(name)) : [change.class];
}

/** What is clinical in a change, each in the words of the comparison. */
export function clinicalIn(change: Change): ChangeFinding[] {
  return change.findings.filter((finding) => CLINICAL.includes(finding.class));
}

/** The classes of a change in words: "Dose, number". */
export function classWords(change: Change): string {
  const [first = '', ...more] = classesOf(change).map((name) => CLASSES[name].label);
  return [first, ...more.map((word) => word.toLowerCase())].join(', ');
}

/** Words for a line: white space folded, leaves named, the middle left out where there are too many. */
export function inLine(text: string, most = 120): string {
  const words = text.replaceAll('\uFFFC', '[…]').replace(/\s+/gu, ' ').trim();
  if (words.length <= most) return words;
  const half = Math.floor(most / 2);
  return `${words.slice(0, half).replace(/\s+\S*$/u, '')} … ${words.slice(-half).replace(/^\S*\s+/u, '')}`;
}

/** Whether a change has words that are gone or new, and not only a place, a kind or a look. */
export function hasWords({ class: name }: Change): boolean {
  return name !== 'moved' && name !== 'structure' && name !== 'formatting';
}

/** A change as it is said: class, and what became what. */
export function spoken(change: Change): string {
  if (change.clinical || !hasWords(change)) return `${classWords(change)}: ${change.description}`;
  const [was, is] = [inLine(change.old_text), inLine(change.new_text)];
  const what = was === '' ? `added “${is}”` : is === '' ? `removed “${was}”` : `“${was}” became “${is}”`;
  return `${classWords(change)}: ${what}`;
}
