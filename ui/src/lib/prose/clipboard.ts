/** What goes to the clipboard and what comes from it. */
import type { Fragment } from 'prosemirror-model';
import { Plugin } from 'prosemirror-state';
import { cleanPage, cleanText } from './clean';
import { fitting } from './guard';
import { schema } from './schema';

/** Blocks as lines; citation marks as they were printed, images as their description. */
export function plainText(content: Fragment): string {
  return content.textBetween(0, content.size, '\n\n', (leaf) => {
    if (leaf.type === schema.nodes.hard_break) return '\n';
    return String(leaf.attrs.mark ?? leaf.attrs.alt ?? '');
  });
}

export function clipboard(): Plugin {
  return new Plugin({
    props: {
      clipboardTextSerializer: (slice) => plainText(slice.content),
      transformPastedHTML: (html) => cleanPage(html),
      transformPastedText: (text) => cleanText(text),
      transformPasted: (slice, view) => fitting(slice, view.state.selection.$from),
    },
  });
}
