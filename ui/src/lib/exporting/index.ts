export { today, Writing } from './writing.svelte';
export { default as WritingDialog } from './WritingDialog.svelte';
