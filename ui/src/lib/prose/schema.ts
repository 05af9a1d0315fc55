/**
 * The article's text as ProseMirror knows it: node for node and mark for mark the model of the `document`
 * crate, so that the JSON crosses as it is. What that model refuses (scripts behind links, nested tables,
 * control characters) is kept out here by the schema, by `clean.ts` and by `guard.ts`.
 */
import { Schema, type Attrs, type DOMOutputSpec, type Node } from 'prosemirror-model';

/** A document, block or inline node as it crosses to the desk. */
export type Json = Record<string, unknown>;

/** Stands in a block's text for an inline leaf that is not a line break; one code point. */
export const LEAF = '\uFFFC';

const DIGEST = /^[0-9a-f]{64}$/;

/** Where a link may lead: never to a script or a file of the reader's machine. */
export function allowedAddress(href: string): boolean {
  return /^\s*(https?:\/\/|mailto:|#)/i.test(href);
}

function keysOf(element: HTMLElement): string[] {
  try {
    const keys: unknown = JSON.parse(element.dataset.keys ?? '');
    return Array.isArray(keys) ? keys.filter((key): key is string => typeof key === 'string' && key !== '') : [];
  } catch {
    return [];
  }
}

function reach(element: HTMLElement): Attrs {
  const times = (name: string, most: number) =>
    Math.min(most, Math.max(1, Math.trunc(Number(element.getAttribute(name) ?? 1)) || 1));
  return { colspan: times('colspan', 100), rowspan: times('rowspan', 1000) };
}

function cell(tag: 'td' | 'th'): (node: Node) => DOMOutputSpec {
  return ({ attrs: { colspan, rowspan } }) => [
    tag,
    {
      ...(colspan === 1 ? {} : { colspan: String(colspan) }),
      ...(rowspan === 1 ? {} : { rowspan: String(rowspan) }),
    },
    0,
  ];
}

const span = { colspan: { default: 1, validate: 'number' }, rowspan: { default: 1, validate: 'number' } };

export const schema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    // `flow` is what may stand in a table's cell: every block but a table.
    paragraph: {
      group: 'block flow',
      content: 'inline*',
      parseDOM: [{ tag: 'p' }],
      toDOM: () => ['p', 0],
    },
    heading: {
      group: 'block flow',
      content: 'inline*',
      defining: true,
      attrs: { level: { validate: 'number' } },
      parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level } })),
      toDOM: ({ attrs }) => [`h${String(attrs.level)}`, 0],
    },
    bullet_list: {
      group: 'block flow',
      content: 'list_item+',
      parseDOM: [{ tag: 'ul' }],
      toDOM: () => ['ul', 0],
    },
    ordered_list: {
      group: 'block flow',
      content: 'list_item+',
      attrs: { order: { default: 1, validate: 'number' } },
      parseDOM: [
        {
          tag: 'ol',
          getAttrs: (list) => ({ order: Math.max(0, Math.trunc(Number(list.getAttribute('start') ?? 1)) || 1) }),
        },
      ],
      toDOM: ({ attrs: { order } }) => ['ol', order === 1 ? {} : { start: String(order) }, 0],
    },
    list_item: {
      content: 'paragraph block*',
      defining: true,
      parseDOM: [{ tag: 'li' }],
      toDOM: () => ['li', 0],
    },
    blockquote: {
      group: 'block flow',
      content: 'block+',
      defining: true,
      parseDOM: [{ tag: 'blockquote' }],
      toDOM: () => ['blockquote', 0],
    },
    table: {
      group: 'block',
      content: 'table_row+',
      isolating: true,
      tableRole: 'table',
      parseDOM: [{ tag: 'table' }],
      toDOM: () => ['table', ['tbody', 0]],
    },
    table_row: {
      content: '(table_cell | table_header)*',
      tableRole: 'row',
      parseDOM: [{ tag: 'tr' }],
      toDOM: () => ['tr', 0],
    },
    table_cell: {
      content: 'flow+',
      attrs: span,
      isolating: true,
      tableRole: 'cell',
      parseDOM: [{ tag: 'td', getAttrs: reach }],
      toDOM: cell('td'),
    },
    table_header: {
      content: 'flow+',
      attrs: span,
      isolating: true,
      tableRole: 'header_cell',
      parseDOM: [{ tag: 'th', getAttrs: reach }],
      toDOM: cell('th'),
    },
    text: { group: 'inline' },
    hard_break: {
      group: 'inline',
      inline: true,
      selectable: false,
      leafText: () => '\n',
      parseDOM: [{ tag: 'br' }],
      toDOM: () => ['br'],
    },
    image: {
      group: 'inline',
      inline: true,
      attrs: { digest: { default: null }, alt: { default: '', validate: 'string' } },
      leafText: () => LEAF,
      parseDOM: [
        {
          tag: 'img',
          // Only the board's own attachments are shown; of other pictures what they are said to show remains.
          getAttrs: (img) => {
            const alt = (img.getAttribute('alt') ?? '').trim();
            const digest = img.dataset.digest ?? '';
            if (DIGEST.test(digest)) return { digest, alt };
            return alt === '' ? false : { digest: null, alt };
          },
        },
      ],
      toDOM: ({ attrs: { digest, alt } }) => [
        'img',
        { alt: String(alt), ...(typeof digest === 'string' ? { 'data-digest': digest } : {}) },
      ],
    },
    citation: {
      group: 'inline',
      inline: true,
      attrs: { keys: {}, mark: { default: '', validate: 'string' } },
      leafText: () => LEAF,
      parseDOM: [
        {
          tag: 'sup[data-keys]',
          priority: 80,
          getAttrs: (sup) => {
            const keys = keysOf(sup);
            return keys.length === 0 ? false : { keys, mark: sup.dataset.mark ?? '' };
          },
        },
      ],
      toDOM: ({ attrs }) => {
        const keys = attrs.keys as string[];
        const mark = attrs.mark as string;
        return ['sup', { 'data-keys': JSON.stringify(keys), 'data-mark': mark }, mark === '' ? `[${keys.join(', ')}]` : mark];
      },
    },
  },
  // The order of the marks is the model's.
  marks: {
    link: {
      attrs: { href: { validate: 'string' } },
      inclusive: false,
      parseDOM: [
        {
          tag: 'a[href]',
          getAttrs: (a) => {
            const href = (a.getAttribute('href') ?? '').trim();
            return allowedAddress(href) ? { href } : false;
          },
        },
      ],
      toDOM: ({ attrs }) => ['a', { href: String(attrs.href), rel: 'noreferrer' }, 0],
    },
    em: {
      parseDOM: [{ tag: 'em' }, { tag: 'i' }, { tag: 'cite' }],
      toDOM: () => ['em', 0],
    },
    strong: {
      parseDOM: [{ tag: 'strong' }, { tag: 'b' }],
      toDOM: () => ['strong', 0],
    },
    superscript: {
      parseDOM: [{ tag: 'sup' }],
      toDOM: () => ['sup', 0],
    },
    subscript: {
      parseDOM: [{ tag: 'sub' }],
      toDOM: () => ['sub', 0],
    },
  },
});

/** Reads a document as it crossed; throws where it is not of this schema. */
export function read(json: Json): Node {
  const node = schema.nodeFromJSON(json);
  node.check();
  return node;
}

/** The document as it crosses. */
export function write(doc: Node): Json {
  return doc.toJSON() as Json;
}

/** A text nobody has written yet. */
export function emptyDoc(): Json {
  return { type: 'doc', content: [{ type: 'paragraph' }] };
}
