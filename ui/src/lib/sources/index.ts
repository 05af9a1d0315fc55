/** The board's library of sources, wherever it is needed: the screen of sources, and citing a claim. */
export * from './source';
export { default as Alike } from './Alike.svelte';
export { default as ImportReferences } from './ImportReferences.svelte';
export { default as MergeDialog } from './MergeDialog.svelte';
export { default as SourceForm } from './SourceForm.svelte';
export { default as SourcePicker } from './SourcePicker.svelte';
export { default as Standing } from './Standing.svelte';
