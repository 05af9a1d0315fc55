/** The board's library of sources, wherever it is needed: the screen of sources, and citing a claim. */
export * from './source';
export { default as SourceForm } from './SourceForm.svelte';
export { default as SourcePicker } from './SourcePicker.svelte';
