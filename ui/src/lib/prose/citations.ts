/**
 * Citation marks: how they are numbered and drawn. Sources cited at the desk are numbered in order of first
 * citation, after the numbers that the text of origin uses itself; those keep their labels.
 */
import type { Node } from 'prosemirror-model';
import { Plugin, PluginKey, type EditorState } from 'prosemirror-state';
import { Decoration, DecorationSet, type EditorView, type NodeView } from 'prosemirror-view';
import { schema } from './schema';

/** What is known of a key: a line that names it, empty where nothing is known; and whether it is in question. */
export interface Cited {
  title: string;
  /** Retracted, or otherwise in question. */
  flagged?: boolean;
  /** The source it stands for, where that is another: sources that were merged are one, and have one number. */
  source?: string | null;
  /** The reference as it is printed. */
  reference?: string;
}
export type Describe = (key: string) => Cited | null;

/** Plain values only: two chips that say the same are then the same to ProseMirror, and nothing is drawn again. */
interface Chip {
  label: string;
  title: string;
  dangling: boolean;
  flagged: boolean;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const key = new PluginKey<{ describe: Describe; set: DecorationSet }>('citations');

/** The keys that a text cites, in order of first citation. */
export function citedIn(doc: Node): string[] {
  const keys = new Set<string>();
  doc.descendants((node) => {
    if (node.type === schema.nodes.citation) for (const cited of node.attrs.keys as string[]) keys.add(cited);
    return !node.isLeaf;
  });
  return [...keys];
}

/** The label of every key. */
export function labelsOf(doc: Node, describe: Describe = () => null): Map<string, string> {
  const keys = citedIn(doc);
  let next = Math.max(0, ...keys.filter((cited) => /^\d{1,9}$/.test(cited)).map(Number));
  const numbers = new Map<string, string>();
  const numberOf = (source: string): string => {
    const number = numbers.get(source) ?? String((next += 1));
    numbers.set(source, number);
    return number;
  };
  return new Map(keys.map((cited) => [cited, UUID.test(cited) ? numberOf(describe(cited)?.source ?? cited) : cited]));
}

/** The label of every key, with what is known of the sources. */
export function labelsIn(state: EditorState): Map<string, string> {
  return labelsOf(state.doc, key.getState(state)?.describe);
}

/** Labels in a row, runs of three and more drawn together: 2, 3, 4, 7 gives `2–4,7`. */
export function joined(labels: readonly string[]): string {
  const parts: string[] = [];
  for (let at = 0; at < labels.length; ) {
    let last = at;
    while (last + 1 < labels.length && Number(labels[last + 1]) === Number(labels[last]) + 1) last += 1;
    if (last - at >= 2) {
      parts.push(`${labels[at] ?? ''}–${labels[last] ?? ''}`);
      at = last + 1;
    } else {
      parts.push(labels[at] ?? '');
      at += 1;
    }
  }
  return parts.join(',');
}

function named(title = ''): string {
  return title === '' ? 'Not in the list of references.' : title;
}

function drawn(doc: Node, describe: Describe): DecorationSet {
  const labels = labelsOf(doc, describe);
  const chips: Decoration[] = [];
  doc.descendants((node, position) => {
    if (node.type === schema.nodes.citation) {
      const keys = node.attrs.keys as string[];
      const known = keys.map((cited) => describe(cited));
      const shown = keys.map((cited) => labels.get(cited) ?? cited);
      const chip: Chip = {
        label: joined([...new Set(shown)]),
        title: shown.map((label, at) => `${label}. ${named(known[at]?.title)}`).join('\n'),
        dangling: known.some((cited) => cited === null || cited.title === ''),
        flagged: known.some((cited) => cited?.flagged === true),
      };
      chips.push(Decoration.node(position, position + node.nodeSize, {}, { ...chip }));
    }
    return !node.isLeaf;
  });
  return DecorationSet.create(doc, chips);
}

/** Keeps the labels of all citation marks right while the text changes. */
export function citations(describe: Describe): Plugin {
  return new Plugin({
    key,
    state: {
      init: (_, { doc }) => ({ describe, set: drawn(doc, describe) }),
      apply: (tr, before) => {
        const now = (tr.getMeta(key) as Describe | undefined) ?? before.describe;
        return tr.docChanged || now !== before.describe ? { describe: now, set: drawn(tr.doc, now) } : before;
      },
    },
    props: {
      decorations: (state: EditorState) => key.getState(state)?.set,
      nodeViews: { citation: (node, _view, _position, decorations) => new CitationView(node, decorations) },
    },
  });
}

/** Label and printed reference of each of these keys for which one is known, by number, none twice. */
export function referencesOf(state: EditorState, keys: readonly string[]): { label: string; reference: string }[] {
  const labels = labelsIn(state);
  const known = key.getState(state)?.describe;
  const found = new Map<string, string>();
  for (const cited of keys) {
    const reference = known?.(cited)?.reference;
    if (reference !== undefined) found.set(labels.get(cited) ?? cited, reference);
  }
  return [...found].map(([label, reference]) => ({ label, reference })).sort((a, b) => Number(a.label) - Number(b.label));
}

/** Tells the view what is known of the keys now. */
export function describeCitations(view: EditorView, describe: Describe): void {
  if (key.getState(view.state)?.describe !== describe) view.dispatch(view.state.tr.setMeta(key, describe).setMeta('addToHistory', false));
}

class CitationView implements NodeView {
  readonly dom = document.createElement('sup');

  constructor(node: Node, decorations: readonly Decoration[]) {
    this.dom.className = 'citation';
    this.#draw(node, decorations);
  }

  update(node: Node, decorations: readonly Decoration[]): boolean {
    if (node.type !== schema.nodes.citation) return false;
    this.#draw(node, decorations);
    return true;
  }

  #draw(node: Node, decorations: readonly Decoration[]): void {
    const chip = decorations.map((decoration) => decoration.spec as Partial<Chip>).find((spec) => spec.label !== undefined);
    this.dom.textContent = chip?.label ?? (node.attrs.keys as string[]).join(',');
    this.dom.title = chip?.title ?? '';
    this.dom.dataset.keys = JSON.stringify(node.attrs.keys);
    this.dom.classList.toggle('dangling', chip?.dangling ?? false);
    this.dom.classList.toggle('flagged', chip?.flagged ?? false);
  }

  ignoreMutation(): boolean {
    return true;
  }
}
