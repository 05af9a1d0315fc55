import { EditorState, type Transaction } from 'prosemirror-state';
import { EditorView } from 'prosemirror-view';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { idsAt, idsBetween, lay, overlays, positionOf } from './overlay';
import { toPosition } from './positions';
import { reading } from './reading';
import { read } from './schema';

const p = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] });
const doc = read({ type: 'doc', content: [p('Take 1.2 mg at once.'), p('Then 0.6 mg.'), p('No more.')] });
let view: EditorView;

beforeEach(() => {
  view = new EditorView(document.body, { state: EditorState.create({ doc, plugins: [overlays({}, (id) => unfolded.push(id))] }) });
});
afterEach(() => {
  view.destroy();
  unfolded.length = 0;
});
const unfolded: string[] = [];
const at = (block: number, offset: number) => toPosition(view.state.doc, { block: [block], offset }) ?? -1;
const drawn = (selector: string) => [...view.dom.querySelectorAll(selector)].map((element) => element.textContent);

test('highlights are drawn where the desk says, and found again by place, innermost first', () => {
  lay(view, {
    highlights: [
      { id: 'sentence', span: { block: [0], start: 0, end: 20 }, look: 'claim unverified', label: 'Unverified' },
      { id: 'dose', span: { block: [0], start: 5, end: 11 }, look: 'thread' },
      { id: 'nowhere', span: { block: [7], start: 0, end: 1 }, look: 'thread' },
    ],
    active: 'dose',
  });
  expect(drawn('.thread.active')).toEqual(['1.2 mg']);
  expect(view.dom.querySelector('.claim')?.getAttribute('title')).toBe('Unverified');
  expect(idsAt(view.state, at(0, 7))).toEqual(['dose', 'sentence']);
  expect(idsAt(view.state, at(1, 2))).toEqual([]);
  expect(idsBetween(view.state, at(0, 0), at(2, 1))).toEqual(['sentence', 'dose']);
  expect(positionOf(view.state, 'dose')).toBe(at(0, 5));
  expect(positionOf(view.state, 'nowhere')).toBeNull();
});

test('ghosts show what is not there and are no part of the text', () => {
  lay(view, {
    ghosts: [{ id: 'old', at: { block: [1], offset: 5 }, content: [{ type: 'text', text: '6 mg', marks: [{ type: 'strong' }] }], look: 'deleted' }],
    ghostBlocks: [
      { id: 'gone', before: 1, blocks: [p('Gone.')], look: 'deleted' },
      { id: 'last', before: null, blocks: [p('Last.')], look: 'deleted' },
    ],
  });
  expect(drawn('.ghost')).toEqual(['Gone.', '6 mg', 'Last.']);
  expect(view.dom.querySelector('.ghost strong')?.textContent).toBe('6 mg');
  expect(view.state.doc.eq(doc)).toBe(true);
});

test('folds hide blocks behind a line that unfolds them', () => {
  lay(view, { folds: [{ id: 'f', from: 0, to: 2, label: '2 unchanged paragraphs' }] });
  expect(drawn('.folded')).toHaveLength(2);
  view.dom.querySelector<HTMLButtonElement>('.fold')?.click();
  expect(unfolded).toEqual(['f']);
});

test('what is laid over goes along with the text as it is edited', () => {
  lay(view, { highlights: [{ id: 'dose', span: { block: [0], start: 5, end: 11 }, look: 'thread' }] });
  view.dispatch(view.state.tr.insertText('Please. ', 1));
  expect(drawn('.thread')).toEqual(['1.2 mg']);
  lay(view, {});
  expect(drawn('.thread')).toEqual([]);
});

test('a text that is only read is not changed by anything', () => {
  let state = EditorState.create({ doc, plugins: [reading(() => true)] });
  const attempt = (tr: Transaction) => (state = state.apply(tr));
  attempt(state.tr.insertText('x', 1));
  attempt(state.tr.delete(1, 5));
  expect(state.doc.eq(doc)).toBe(true);
});
