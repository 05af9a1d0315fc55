/**
 * A text that can be read, selected and walked through with the cursor, by mouse and keyboard alike, and never
 * changed. The page stays editable as far as the browser knows, since only then is there a cursor.
 */
import { Plugin } from 'prosemirror-state';

export function reading(onenter: (position: number) => boolean): Plugin {
  return new Plugin({
    filterTransaction: (tr) => !tr.docChanged,
    props: {
      handlePaste: () => true,
      handleDrop: () => true,
      handleTextInput: () => true,
      handleDOMEvents: {
        beforeinput: (_, event) => {
          event.preventDefault();
          return true;
        },
        dragstart: (_, event) => {
          event.preventDefault();
          return true;
        },
      },
      handleKeyDown: (view, event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return false;
        if (event.key === 'Enter') return onenter(view.state.selection.from);
        if (event.key === ' ') {
          scrollerOf(view.dom)?.scrollBy({ top: (event.shiftKey ? -0.85 : 0.85) * innerHeight });
          return true;
        }
        return ['Backspace', 'Delete'].includes(event.key);
      },
    },
  });
}

/** What scrolls an element: the nearest above it that can. */
export function scrollerOf(element: HTMLElement): HTMLElement | null {
  for (let above = element.parentElement; above !== null; above = above.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(above).overflowY)) return above;
  }
  return null;
}
