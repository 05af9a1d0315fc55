import { expect, it } from 'vitest';
import { rangeOf, selectedIn } from './layer';

/** A page as pdf.js draws its words: a span for each run, a break where a line ends. */
function page(...lines: string[][]): HTMLElement {
  const layer = document.createElement('div');
  for (const line of lines) {
    for (const run of line) {
      const span = document.createElement('span');
      span.textContent = run;
      layer.append(span);
    }
    layer.append(document.createElement('br'));
  }
  document.body.replaceChildren(layer);
  return layer;
}

function select(layer: HTMLElement, from: [number, number], to: [number, number]) {
  const [range, selection] = [document.createRange(), getSelection()];
  const words = (run: number) => layer.querySelectorAll('span')[run]?.firstChild;
  const [first, last] = [words(from[0]), words(to[0])];
  if (first == null || last == null || selection === null) throw new Error('no such run');
  range.setStart(first, from[1]);
  range.setEnd(last, to[1]);
  selection.removeAllRanges();
  selection.addRange(range);
  return selection;
}

it('joins the lines of a quote and counts its code points', () => {
  const layer = page(['Give ', '0.5 mg 💊 of col-'], ['chicine twice'], ['a day.']);
  expect(selectedIn(layer, select(layer, [1, 0], [3, 5]))).toEqual({ quote: '0.5 mg 💊 of colchicine twice a day', start: 5, end: 39 });
});

it('takes nothing that is not on the page', () => {
  const layer = page(['Words']);
  const outside = document.createElement('p');
  outside.textContent = 'outside';
  document.body.append(outside);
  const selection = select(layer, [0, 0], [0, 2]);
  expect(selectedIn(layer, selection)?.quote).toBe('Wo');
  expect(selectedIn(outside, selection)).toBeNull();
  selection.removeAllRanges();
  expect(selectedIn(layer, selection)).toBeNull();
});

it('finds a quote again by its letters, the one nearest to where it was', () => {
  const layer = page(['A dose of 0.5 mg. '], ['Later, a dose of 0.5'], [' mg again, col-'], ['chicine.']);
  expect(rangeOf(layer, 'dose of 0.5 mg', 30)?.toString()).toBe('dose of 0.5 mg');
  expect(rangeOf(layer, 'dose of 0.5 mg', 30)?.startContainer.textContent).toBe('Later, a dose of 0.5');
  expect(rangeOf(layer, 'dose of 0.5 mg', 0)?.startContainer.textContent).toBe('A dose of 0.5 mg. ');
  expect(rangeOf(layer, 'Colchicine', null)?.toString()).toBe('col-chicine');
  expect(rangeOf(layer, 'dose of 5 mg, 0', null)).toBeNull();
  expect(rangeOf(layer, ' – ', null)).toBeNull();
});
