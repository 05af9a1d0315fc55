/**
 * Places in the words of a drawn page: offsets count code points of its text nodes, in their order. A quote is found
 * again by its letters alone, because extractors differ in spaces and hyphens.
 */

/** A place in a page: the node and the offset in it, in UTF-16 units. */
interface Place {
  node: Text;
  offset: number;
}

function nodesOf(layer: Element): Text[] {
  const walker = document.createTreeWalker(layer, NodeFilter.SHOW_TEXT);
  const nodes: Text[] = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) nodes.push(node as Text);
  return nodes;
}

/** Code points, one by one. */
const pointsOf = (text: string): string[] => Array.from(text);
const points = (text: string): number => pointsOf(text).length;

/** Code points of the layer's words before the place where a range begins or ends. */
function offsetOf(nodes: readonly Text[], container: Node, offset: number): number {
  let before = 0;
  for (const node of nodes) {
    if (node === container) return before + points(node.data.slice(0, offset));
    const position = container.compareDocumentPosition(node);
    const behind = container.nodeType === Node.TEXT_NODE ? (position & Node.DOCUMENT_POSITION_FOLLOWING) !== 0 : isBehind(container, offset, node);
    if (behind) return before;
    before += points(node.data);
  }
  return before;
}

/** Whether a node stands at or behind the child with this index of an element. */
function isBehind(container: Node, index: number, node: Node): boolean {
  const child = container.childNodes[index];
  if (child !== undefined) return child === node || (child.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING) === 0;
  return !container.contains(node) && (container.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}

/** The words of a range, with the lines of the page joined: a space between them, a hyphen at their end taken out. */
function wordsOf(nodes: readonly Text[], range: Range): string {
  let words = '';
  let line: Element | null = null;
  for (const node of nodes) {
    if (!range.intersectsNode(node)) continue;
    const from = node === range.startContainer ? range.startOffset : 0;
    const to = node === range.endContainer ? range.endOffset : node.data.length;
    const part = node.data.slice(from, to);
    if (part === '') continue;
    const broken = line !== null && line !== node.parentElement && brokenBetween(line, node);
    if (broken && /\p{Ll}-$/u.test(words) && /^\p{Ll}/u.test(part)) words = words.slice(0, -1);
    else if (broken) words += ' ';
    words += part;
    line = node.parentElement;
  }
  return words.replace(/\s+/gu, ' ').trim();
}

function brokenBetween(line: Element, node: Text): boolean {
  for (let next = line.nextSibling; next !== null; next = next.nextSibling) {
    if (next.nodeName === 'BR') return true;
    if (next.contains(node)) return false;
  }
  return false;
}

/** What is selected in a layer; null where nothing is, or where it reaches beyond the page. */
export function selectedIn(layer: Element, selection: Selection | null): { quote: string; start: number; end: number } | null {
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!layer.contains(range.startContainer) || !layer.contains(range.endContainer)) return null;
  const nodes = nodesOf(layer);
  const quote = wordsOf(nodes, range);
  if (quote === '') return null;
  return {
    quote,
    start: offsetOf(nodes, range.startContainer, range.startOffset),
    end: offsetOf(nodes, range.endContainer, range.endOffset),
  };
}

/** The letters and digits of a text, in lower case, and where each stands in it (in UTF-16 units). */
function lettersOf(text: string): { letters: string; at: number[] } {
  let letters = '';
  const at: number[] = [];
  let place = 0;
  for (const c of text) {
    for (const letter of c.normalize('NFKC').toLowerCase()) {
      if (/[\p{L}\p{N}%<>=±µ.,]/u.test(letter) && !/[.,]/.test(letter)) {
        letters += letter;
        at.push(...new Array<number>(letter.length).fill(place));
      }
    }
    place += c.length;
  }
  return { letters, at };
}

/** The range of a quote in a layer: where it was, if its words still stand there, else where its letters are found. */
export function rangeOf(layer: Element, quote: string, start: number | null): Range | null {
  const nodes = nodesOf(layer);
  const text = nodes.map((node) => node.data).join('');
  const wanted = lettersOf(quote).letters;
  if (wanted === '') return null;
  const { letters, at } = lettersOf(text);
  const units = start === null ? 0 : pointsOf(text).slice(0, start).join('').length;
  const hits: number[] = [];
  for (let hit = letters.indexOf(wanted); hit !== -1; hit = letters.indexOf(wanted, hit + 1)) hits.push(hit);
  const nearest = hits.sort((a, b) => Math.abs((at[a] ?? 0) - units) - Math.abs((at[b] ?? 0) - units))[0];
  if (nearest === undefined) return null;
  const from = placeAt(nodes, at[nearest] ?? 0);
  const last = placeAt(nodes, at[nearest + wanted.length - 1] ?? 0);
  if (from === null || last === null) return null;
  const range = document.createRange();
  range.setStart(from.node, from.offset);
  range.setEnd(last.node, Math.min(last.node.data.length, last.offset + 1));
  return range;
}

/** A line of words on a page, in percent of the page's width and height. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Where the words of a range stand on their page. */
export function boxesOf(range: Range, layer: Element): Box[] {
  const page = layer.getBoundingClientRect();
  return [...range.getClientRects()]
    .filter(({ width, height }) => width > 0 && height > 0)
    .map(({ left, top, width, height }) => ({
      left: (100 * (left - page.left)) / page.width,
      top: (100 * (top - page.top)) / page.height,
      width: (100 * width) / page.width,
      height: (100 * height) / page.height,
    }));
}

function placeAt(nodes: readonly Text[], units: number): Place | null {
  let before = 0;
  for (const node of nodes) {
    if (units < before + node.data.length) return { node, offset: units - before };
    before += node.data.length;
  }
  return null;
}
