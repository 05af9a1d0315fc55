/**
 * The parts that every screen is made of, over bits-ui where there is behaviour to get right.
 *
 * - Whatever cannot be done says why: `off` on buttons and menu lines holds the reason.
 * - A state is drawn by its badge, a refusal by `ErrorNote`, an empty place by `EmptyState`: one look each.
 * - A part that opens from something takes a `trigger` snippet, which spreads the props it is given.
 * - Layout words (`row`, `stack`, `push`, `cut`, `quiet`, `title`…) stand in styles/parts.css.
 */
export { default as AnchorBadge } from './AnchorBadge.svelte';
export { default as Avatar } from './Avatar.svelte';
export { default as Badge } from './Badge.svelte';
export { default as Banner } from './Banner.svelte';
export { default as Button } from './Button.svelte';
export { default as Checkbox } from './Checkbox.svelte';
export { default as Combobox } from './Combobox.svelte';
export { default as ConfirmDialog } from './ConfirmDialog.svelte';
export { default as Dialog } from './Dialog.svelte';
export { default as Digest } from './Digest.svelte';
export { default as EmptyState } from './EmptyState.svelte';
export { default as ErrorNote } from './ErrorNote.svelte';
export { default as Field } from './Field.svelte';
export { default as FormDialog } from './FormDialog.svelte';
export { default as IconButton } from './IconButton.svelte';
export { default as JudgementBadge } from './JudgementBadge.svelte';
export { default as Kbd } from './Kbd.svelte';
export { default as Menu, type MenuLine } from './Menu.svelte';
export { default as Popover } from './Popover.svelte';
export { default as Progress } from './Progress.svelte';
export { default as Segmented } from './Segmented.svelte';
export { default as Select } from './Select.svelte';
export { default as Spinner } from './Spinner.svelte';
export { default as Splitter } from './Splitter.svelte';
export { default as StageBadge } from './StageBadge.svelte';
export { default as StageStepper } from './StageStepper.svelte';
export { default as Tabs } from './Tabs.svelte';
export { default as TextArea } from './TextArea.svelte';
export { default as TextField } from './TextField.svelte';
export { default as TierBadge } from './TierBadge.svelte';
export { default as Time } from './Time.svelte';
export { default as Toaster } from './Toaster.svelte';
export { default as Tooltip } from './Tooltip.svelte';
export { default as VirtualList } from './VirtualList.svelte';
