/** The keys and the typed shorthands of the editor; what is told of them in the shortcut sheet stands beside them. */
import { baseKeymap, chainCommands } from 'prosemirror-commands';
import { redo, undo } from 'prosemirror-history';
import { inputRules, textblockTypeInputRule, undoInputRule, wrappingInputRule } from 'prosemirror-inputrules';
import { keymap } from 'prosemirror-keymap';
import { splitListItem } from 'prosemirror-schema-list';
import type { Command, Plugin } from 'prosemirror-state';
import { goToNextCell } from 'prosemirror-tables';
import type { Action } from '$lib/actions.svelte';
import * as commands from './commands';
import { schema } from './schema';

const { nodes } = schema;

/** A key, what it does, and the words for it. */
const KEYS: [string, Command, string][] = [
  ['mod+b', commands.strong, 'Bold'],
  ['mod+i', commands.em, 'Italic'],
  ['mod+.', commands.superscript, 'Superscript'],
  ['mod+,', commands.subscript, 'Subscript'],
  ['mod+alt+0', commands.paragraph, 'Paragraph'],
  ['mod+alt+1', commands.heading(1), 'Heading 1'],
  ['mod+alt+2', commands.heading(2), 'Heading 2'],
  ['mod+alt+3', commands.heading(3), 'Heading 3'],
  ['mod+alt+4', commands.heading(4), 'Heading 4'],
  ['mod+shift+7', commands.toggleList(nodes.ordered_list), 'Numbered list'],
  ['mod+shift+8', commands.toggleList(nodes.bullet_list), 'Bullet list'],
  ['mod+shift+9', commands.toggleQuote, 'Quotation'],
  ['tab', chainCommands(commands.nextCell, commands.indent), 'Deeper into the list, next cell'],
  ['shift+tab', chainCommands(goToNextCell(-1), commands.outdent), 'Out of the list, previous cell'],
  ['shift+enter', commands.lineBreak, 'Line break'],
  ['mod+z', undo, 'Undo'],
  ['mod+shift+z', redo, 'Redo'],
];

/** As ProseMirror writes keys: `Mod-Shift-8`. */
function written(keys: string): string {
  return keys
    .split('+')
    .map((part) => (part.length === 1 ? part : part.charAt(0).toUpperCase() + part.slice(1)))
    .join('-');
}

export function keys(): Plugin[] {
  return [
    keymap({
      ...Object.fromEntries(KEYS.map(([key, command]) => [written(key), command])),
      'Mod-y': redo,
      Backspace: undoInputRule,
      Enter: splitListItem(nodes.list_item),
    }),
    keymap(baseKeymap),
  ];
}

/** The editor's keys for the shortcut sheet. */
export const WRITING: Action[] = [
  ...KEYS.map(([key, , title]) => ({ id: `write-${key}`, title, keys: [key] })),
  { id: 'write-cite', title: 'Cite a source', keys: ['['] },
].map((action) => ({ ...action, group: 'Writing', elsewhere: true, run: () => undefined }));

/** `# `, `- `, `1. ` and `> ` at the beginning of a block. Signs within a text are never exchanged: they are meaning. */
export function shorthands(): Plugin {
  return inputRules({
    rules: [
      textblockTypeInputRule(/^(#{1,4})\s$/, nodes.heading, (match) => ({ level: match[1]?.length ?? 1 })),
      wrappingInputRule(/^\s*[-•*]\s$/, nodes.bullet_list),
      wrappingInputRule(
        /^(\d{1,3})\.\s$/,
        nodes.ordered_list,
        (match) => ({ order: Number(match[1]) }),
        (match, list) => list.childCount + Number(list.attrs.order) === Number(match[1]),
      ),
      wrappingInputRule(/^\s*>\s$/, nodes.blockquote),
    ],
  });
}
