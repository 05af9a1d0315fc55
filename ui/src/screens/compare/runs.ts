/** A row's text as runs to draw: all of it in one line, or what stood on one side. */
import type { Elsewhere, Row, Segment } from '$lib/bindings';
import type { Json } from '$lib/prose/schema';

/** Which text is drawn: both in one, or one of the two. */
export type Side = 'both' | 'old' | 'new';

export interface Run {
  /** `moved`: it came here; `away`: it stood here and moved. */
  how: 'same' | 'insert' | 'delete' | 'moved' | 'away' | 'restyled';
  content: Json[];
  change: number | null;
  /** Whether a clinical finding is about these words. */
  clinical: boolean;
  /** How its formatting changed. */
  says: string | null;
  /** Where it stands now, if it moved away. */
  elsewhere: Elsewhere | null;
}

const MARKS: Record<string, string> = { strong: 'strong', emphasis: 'em', superscript: 'superscript', subscript: 'subscript' };

/** The mark that the desk names so. */
function markNamed(name: string): Json | null {
  if (name.startsWith('link to ')) return { type: 'link', attrs: { href: name.slice('link to '.length) } };
  const type = MARKS[name];
  return type === undefined ? null : { type };
}

function sameMark(a: Json, b: Json): boolean {
  return a.type === b.type && JSON.stringify(a.attrs) === JSON.stringify(b.attrs);
}

/** The nodes as they were: the desk gives them as they are, and says how that differs. */
function asItWas({ content, old_text, formatting }: Segment): Json[] {
  let nodes: Json[] = content;
  if (old_text !== null) {
    const marks = content.find(({ type }) => type === 'text')?.marks;
    nodes = old_text === '' ? [] : [{ type: 'text', text: old_text, ...(marks === undefined ? {} : { marks }) }];
  }
  if (formatting === null) return nodes;
  const of = (names: string[]) => names.map(markNamed).filter((mark) => mark !== null);
  const [added, removed] = [of(formatting.added), of(formatting.removed)];
  return nodes.map((node) => {
    const marks = ((node.marks ?? []) as Json[]).filter((mark) => !added.some((other) => sameMark(mark, other)));
    return { ...node, marks: [...marks, ...removed] };
  });
}

function restyling({ formatting }: Segment): string | null {
  if (formatting === null) return null;
  const parts = [
    ...formatting.removed.map((name) => `${name} removed`),
    ...formatting.added.map((name) => `${name} added`),
  ];
  return `Formatting: ${parts.join(', ')}`;
}

function howOf(segment: Segment): Run['how'] {
  if (segment.op === 'delete') return 'delete';
  if (segment.op === 'insert') return 'insert';
  if (segment.op === 'moved_away') return 'away';
  if (segment.formatting !== null) return 'restyled';
  return segment.move_id === null ? 'same' : 'moved';
}

/** Whether all the text of a row came from elsewhere: then nothing of the row stands in the old text here. */
export function arrived({ segments }: Row): boolean {
  const from = segments.filter(({ old }) => old !== null);
  return from.length > 0 && from.every(({ op, move_id }) => move_id !== null && op !== 'moved_away');
}

function stands(segment: Segment, side: Side, here: boolean): boolean {
  const { op, move_id } = segment;
  switch (side) {
    case 'both':
      return true;
    case 'old':
      // What came from elsewhere is shown as it was only where the whole row came.
      return op !== 'insert' && (move_id === null || op === 'moved_away' || here);
    case 'new':
      // What was lost on the way has no other place to be seen as lost.
      return op === 'equal' || op === 'insert' || (op === 'delete' && move_id !== null && !here);
  }
}

/** Rows that may be parts of a paragraph. */
const CUT: ReadonlySet<Row['kind']> = new Set(['split', 'merged', 'moved_from', 'moved_to']);

/** The runs of a row on a side, neighbours of one fate joined. */
export function runsOf(row: Row, side: Side): Run[] {
  const here = arrived(row);
  const runs: Run[] = [];
  for (const segment of row.segments) {
    if (!stands(segment, side, here)) continue;
    const content = side === 'old' ? asItWas(segment) : (segment.content as Json[]);
    if (content.length === 0) continue;
    const run: Run = { how: howOf(segment), content, change: segment.change, clinical: segment.clinical, says: restyling(segment), elsewhere: segment.elsewhere };
    for (const part of run.how === 'same' || run.how === 'away' ? [content] : parted(content)) {
      const next: Run = blank(part) && content !== part ? { ...SAME, content: part } : { ...run, content: part };
      const last = runs.at(-1);
      if (last !== undefined && alike(last, next)) last.content = [...last.content, ...part];
      else runs.push(next);
    }
  }
  if (CUT.has(row.kind)) begun(runs);
  return runs;
}

const SAME = { how: 'same', change: null, clinical: false, says: null, elsewhere: null } as const;

/** Whether two runs read as one. Text that moved away is named where the first of its runs stood. */
function alike(a: Run, b: Run): boolean {
  return a.how === b.how && a.change === b.change && a.clinical === b.clinical && a.says === b.says && b.elsewhere === null;
}

function blank(content: Json[]): boolean {
  return content.every((node) => node.type === 'text' && String(node.text).trim() === '');
}

/** White space at either end set apart, so that what is marked begins and ends with a word. */
function parted(content: Json[]): Json[][] {
  if (blank(content)) return [content];
  const [first, last] = [content[0], content.at(-1)];
  const ahead = first?.type === 'text' ? (/^\s+/u.exec(String(first.text))?.[0] ?? '') : '';
  const behind = last?.type === 'text' ? (/\s+$/u.exec(String(last.text))?.[0] ?? '') : '';
  const middle = content
    .map((node, at) => {
      if (node.type !== 'text') return node;
      const text = String(node.text);
      return { ...node, text: text.slice(at === 0 ? ahead.length : 0, at === content.length - 1 ? text.length - behind.length : undefined) };
    })
    .filter((node) => node.type !== 'text' || node.text !== '');
  const space = (text: string) => (text === '' ? [] : [[{ type: 'text', text }]]);
  return [...space(ahead), middle, ...space(behind)];
}

/** A part that was cut out of a paragraph begins with its first word, not with the space before it. */
function begun(runs: Run[]): void {
  while (runs[0] !== undefined) {
    const [node, ...rest] = runs[0].content;
    if (node !== undefined && node.type !== 'text') return;
    const text = typeof node?.text === 'string' ? node.text.trimStart() : '';
    runs[0].content = text === '' ? rest : [{ ...node, text }, ...rest];
    if (text !== '') return;
    if (rest.length === 0) runs.shift();
  }
}

/** The text of a row on a side. */
export function textOf(row: Row, side: 'old' | 'new'): string {
  const here = arrived(row);
  return row.segments
    .filter((segment) => stands(segment, side, here) && !(side === 'new' && segment.op === 'delete'))
    .map(({ text, old_text }) => (side === 'old' ? (old_text ?? text) : text))
    .join('');
}
