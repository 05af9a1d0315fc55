/** What goes to the clipboard and what comes from it. */
import type { Fragment } from 'prosemirror-model';
import { Plugin, type EditorState } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { joined, labelsIn, referencesOf } from './citations';
import { cleanPage, cleanText } from './clean';
import { fitting } from './guard';
import { schema } from './schema';

/** Blocks as lines; citation marks as they were printed or are numbered, images as their description. */
export function plainText(content: Fragment, labels: ReadonlyMap<string, string> = new Map()): string {
  return content.textBetween(0, content.size, '\n\n', (leaf) => {
    if (leaf.type === schema.nodes.hard_break) return '\n';
    if (leaf.type === schema.nodes.citation && leaf.attrs.mark === '') {
      return `[${joined((leaf.attrs.keys as string[]).map((key) => labels.get(key) ?? key))}]`;
    }
    return String(leaf.attrs.mark ?? leaf.attrs.alt ?? '');
  });
}

/** What was selected, with the references that its marks point at behind it. */
function copied(content: Fragment, state: EditorState): string {
  const keys: string[] = [];
  content.descendants((node) => {
    if (node.type === schema.nodes.citation) keys.push(...(node.attrs.keys as string[]));
  });
  const list = referencesOf(state, keys).map(({ label, reference }) => `${label}. ${reference}`);
  const text = plainText(content, labelsIn(state));
  return list.length === 0 ? text : `${text}\n\nReferences\n${list.join('\n')}`;
}

/** Keeps an image for a text that will name it by the digest that is answered; null when it could not be kept. */
export type KeepImage = (file: File) => Promise<string | null>;

/** Puts images where they were pasted, once they are kept. */
async function putIn(view: EditorView, files: File[], keep: KeepImage): Promise<void> {
  for (const file of files) {
    const digest = await keep(file);
    if (digest === null || view.isDestroyed) continue;
    const image = schema.nodes.image.create({ digest, alt: file.name.replace(/^image\.\w+$|\.\w+$/, '') });
    view.dispatch(view.state.tr.replaceSelectionWith(image, false).scrollIntoView());
  }
}

/** `keep` is for where a text is written. */
export function clipboard(keep?: KeepImage): Plugin {
  return new Plugin({
    props: {
      clipboardTextSerializer: (slice, view) => copied(slice.content, view.state),
      transformPastedHTML: (html) => cleanPage(html),
      transformPastedText: (text) => cleanText(text),
      handlePaste: (view, event) => {
        const images = [...(event.clipboardData?.files ?? [])].filter(({ type }) => type.startsWith('image/'));
        // Word and browsers add a picture of the text they copy: then the text is what is meant.
        if (keep === undefined || images.length === 0 || event.clipboardData?.getData('text/html') !== '') return false;
        void putIn(view, images, keep);
        return true;
      },
      transformPasted: (slice, view) => fitting(slice, view.state.selection.$from),
    },
  });
}
