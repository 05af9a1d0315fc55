/**
 * What can be done now. Every screen and panel says what it offers with {@link useActions}; the command
 * palette lists it, the shortcut sheet shows its keys, and one listener runs it. So no action can have a
 * shortcut that the sheet does not know, and none is out of reach of the keyboard.
 */
import { untrack, type Component } from 'svelte';
import { matches, passesTyping } from './keys';

export interface Action {
  /** Stable, for tests and for the list's keys. */
  id: string;
  /** A verb and its object: "Save as a revision…". */
  title: string;
  /** The heading it is listed under. */
  group: string;
  /** Shortcuts: chords (`mod+k`) or sequences (`g q`). The first is the one shown. */
  keys?: string[];
  /** Further words by which the palette finds it. */
  words?: string;
  icon?: Component;
  /** Why it cannot be done now; it is then listed with the reason and does nothing. */
  off?: string | null;
  /** Left out of the palette: movements that only make sense as keys. */
  keysOnly?: boolean;
  /** The keys are handled where the focus is (an editor, a list); here they are only made known. */
  elsewhere?: boolean;
  run: () => void;
}

const WAIT_FOR_SECOND_KEY = 1200;

interface Source {
  list: () => Action[];
}

class Actions {
  // Kept beside the state: a component that goes reads the state as it was before the one that comes wrote it.
  #offered: readonly Source[] = [];
  #sources = $state.raw<readonly Source[]>([]);
  #modals = 0;
  #begun = '';
  #begunAt = 0;

  /** All that is offered, the latest source first. Of two with one id the later one stands. */
  readonly all: Action[] = $derived.by(() => {
    const seen = new Set<string>();
    return this.#sources
      .toReversed()
      .flatMap((source) => source.list())
      .filter((action) => !seen.has(action.id) && seen.add(action.id));
  });

  offer(list: () => Action[]): () => void {
    const source = { list };
    this.#put([...this.#offered, source]);
    return () => this.#put(this.#offered.filter((other) => other !== source));
  }

  #put(sources: readonly Source[]): void {
    this.#offered = sources;
    this.#sources = sources;
  }

  /** While a modal is open, the keys belong to it. */
  holdKeys(): () => void {
    this.#modals += 1;
    return () => {
      this.#modals -= 1;
    };
  }

  readonly onkeydown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || this.#modals > 0) return;
    if (['Control', 'Shift', 'Alt', 'Meta'].includes(event.key)) return;
    const typing = isTyping(event.target);
    const begun = event.timeStamp - this.#begunAt < WAIT_FOR_SECOND_KEY ? this.#begun : '';
    this.#begun = '';
    for (const action of this.all) {
      if (action.elsewhere === true) continue;
      for (const keys of action.keys ?? []) {
        const [first = '', second] = keys.split(' ');
        if (typing && !passesTyping(first)) continue;
        if (second === undefined ? begun !== '' || !matches(event, first) : begun !== first || !matches(event, second)) {
          if (second !== undefined && begun === '' && matches(event, first)) {
            this.#begun = first;
            this.#begunAt = event.timeStamp;
          }
          continue;
        }
        this.#begun = '';
        event.preventDefault();
        if (typeof action.off !== 'string') action.run();
        return;
      }
    }
    if (this.#begun !== '') event.preventDefault();
  };
}

export const actions = new Actions();

/** Actions under their headings: those of the screen first, those that are always there last. */
export function byGroup(list: readonly Action[]): [string, Action[]][] {
  const groups = new Map<string, Action[]>();
  for (const action of list) groups.set(action.group, [...(groups.get(action.group) ?? []), action]);
  const last = ['Go', 'Window'];
  return [...groups].sort(([a], [b]) => last.indexOf(a) - last.indexOf(b));
}

/** Whether single keys belong to what has the focus. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('[data-popup]') !== null) return true;
  if (target.isContentEditable) return target.closest('[aria-readonly="true"]') === null;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Offers actions for as long as the component stands. The list may depend on state. */
export function useActions(list: () => Action[]): void {
  $effect.pre(() => untrack(() => actions.offer(list)));
}
