import { EditorState } from 'prosemirror-state';
import { expect, test } from 'vitest';
import { countWords, find, replace, type Search } from './find';
import { schema } from './schema';

const text = (words: string, ...marks: string[]) => schema.text(words, marks.map((name) => schema.mark(name)));
const p = (...inlines: Parameters<typeof schema.node>[2][]) => schema.node('paragraph', null, inlines as never);
const cite = schema.node('citation', { keys: ['1'], mark: '' });

const doc = schema.node('doc', null, [
  schema.node('heading', { level: 1 }, [text('Dose and DOSES')]),
  p(text('The 𝛼-do'), text('se', 'strong'), text(' is'), cite, text(' 0.5 mg; overdose harms. It’s a  dose.')),
  schema.node('bullet_list', null, [schema.node('list_item', null, [p(text('dose')), p(text('(dose)'))])]),
]);

const found = (search: Partial<Search> & { text: string }) =>
  find(doc, { exact: false, whole: false, ...search }).map(({ from, to }) => doc.textBetween(from, to));

test('words are found in any case, in every block, across marks', () => {
  expect(found({ text: 'dose' })).toEqual(['Dose', 'DOSE', 'dose', 'dose', 'dose', 'dose', 'dose']);
});

test('capitals and whole words are told apart when asked', () => {
  expect(found({ text: 'Dose', exact: true })).toEqual(['Dose']);
  expect(found({ text: 'dose', whole: true })).toEqual(['Dose', 'dose', 'dose', 'dose', 'dose']);
  expect(found({ text: '-do', whole: true })).toEqual([]);
});

test('signs mean themselves', () => {
  expect(found({ text: '0.5 mg; o' })).toEqual(['0.5 mg; o']);
  expect(found({ text: '(dose)' })).toEqual(['(dose)']);
  expect(found({ text: '.*' })).toEqual([]);
});

test('white space and quotation marks match their kin', () => {
  expect(found({ text: "it's a dose" })).toEqual(['It’s a  dose']);
});

test('nothing is found for nothing', () => {
  expect(found({ text: '  ' })).toEqual([]);
});

test('replacing keeps marks and leaves, and is one step', () => {
  const state = EditorState.create({ doc });
  const hits = find(doc, { text: 'dose', exact: false, whole: true });
  const after = state.apply(replace(state, hits, 'amount'));
  expect(after.doc.textContent).toBe('amount and DOSESThe 𝛼-amount is\uFFFC 0.5 mg; overdose harms. It’s a  amount.amount(amount)');
  expect(after.doc.child(1).childCount).toBe(3);
  expect(after.doc.child(1).child(0).marks).toEqual([]);
});

test('replacing by nothing deletes, by refused characters leaves them out', () => {
  const state = EditorState.create({ doc });
  const hits = find(doc, { text: 'overdose', exact: false, whole: true });
  expect(state.apply(replace(state, hits, '')).doc.child(1).textContent).toContain('mg;  harms');
  expect(state.apply(replace(state, hits, 'a\u0000b\nc')).doc.child(1).textContent).toContain('mg; ab c harms');
});

test('words are counted as the desk counts them', () => {
  expect(countWords(doc)).toBe(15);
});
