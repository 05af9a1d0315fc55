/**
 * An article's text: one schema, one drawing, for reading, editing, comparing and picking a passage.
 *
 * - `Prose` reads, `Editor` writes. Both take the text as the desk sends it and speak in the desk's positions
 *   (block path and code points); ProseMirror's stay within this folder.
 * - What lies over a text (claims, threads, changes, folds) is an `Overlay`, given whole and drawn anew.
 * - `drawNodes` gives the DOM of single nodes where there is no editor, such as the rows of a comparison.
 */
export { default as CitationPicker, type SourceOption } from './CitationPicker.svelte';
export { base64Of } from './attached';
export { citedIn, joined, labelsOf, type Cited, type Describe } from './citations';
export { default as Editor } from './Editor.svelte';
export { countWords } from './find';
export {
  drawNodes,
  type BlockLook,
  type Fold,
  type Ghost,
  type GhostBlocks,
  type Highlight,
  type Look,
  type Overlay,
} from './overlay';
export type { Point, Span } from './positions';
export { default as Prose, type Passage } from './Prose.svelte';
export { emptyDoc, read, write, type Json } from './schema';
