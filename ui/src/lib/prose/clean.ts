/**
 * Pages from elsewhere, made into pages the schema can read without loss: Word's paragraphs that pretend to be
 * lists, Google's nested ones, hidden text, layout tables, footnote marks. Works on an inert document: nothing
 * in it is loaded or run.
 */

/** Characters no text may hold (control characters, the stand-in for leaves), and unseen ones that come along with a paste. */
// eslint-disable-next-line no-control-regex -- These are what is to be removed.
const UNWANTED = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u200B\u2028-\u202E\u2060-\u2069\uFEFF\uFFFC]/g;

/** Text without what no article may hold. Tabs stay; line breaks are for whoever splits the text. */
export function cleanText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(UNWANTED, '');
}

/** A page from the clipboard, ready for the schema's rules. */
export function cleanPage(html: string): string {
  // What this editor copied is clean already, and says more than a page can.
  if (html.includes('data-pm-slice')) return html;
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  dropUnseen(body);
  markCitations(body);
  for (const link of body.querySelectorAll('a[href^="#"], a:not([href])')) unwrap(link);
  nestLists(body);
  flattenTables(body);
  tagStyles(body);
  for (const title of body.querySelectorAll('p.MsoTitle')) rename(title, 'h1');
  for (const pre of body.querySelectorAll('pre')) breakLines(pre);
  cleanTexts(body);
  return body.innerHTML;
}

function dropUnseen(body: HTMLElement): void {
  const comments = document.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const found: ChildNode[] = [];
  while (comments.nextNode() !== null) found.push(comments.currentNode as Comment);
  for (const comment of found) comment.remove();
  for (const element of body.querySelectorAll<HTMLElement>('*')) {
    const name = element.localName;
    const style = element.getAttribute('style') ?? '';
    if (
      ['style', 'script', 'template', 'noscript', 'meta', 'link', 'title', 'xml', 'svg', 'math', 'button', 'input', 'select'].includes(name) ||
      element.hidden ||
      /mso-hide:\s*all|display:\s*none|visibility:\s*hidden/i.test(style) ||
      element.classList.contains('Apple-interchange-newline')
    ) {
      element.remove();
    } else if (name.includes(':')) {
      unwrap(element);
    }
  }
  // Between blocks a line break is only space.
  for (const br of body.querySelectorAll('br')) {
    const beside = [br.previousElementSibling, br.nextElementSibling];
    const loose = (br.parentElement === body || br.parentElement?.localName === 'b') && beside.some(isBlock);
    if (loose) br.remove();
  }
}

function isBlock(element: Element | null): boolean {
  return element !== null && /^(p|h[1-6]|ul|ol|table|blockquote|div|section)$/.test(element.localName);
}

/** A raised number that leads to a note or reference is a citation; other raised numbers are exponents. */
function markCitations(body: HTMLElement): void {
  for (const link of body.querySelectorAll('sup a[href*="#"], a[href*="#"]:has(> sup), a[style*="mso-footnote-id"], a[style*="mso-endnote-id"]')) {
    const text = link.textContent.trim();
    const keys = citedKeys(text);
    if (keys.length === 0) continue;
    const sup = document.createElement('sup');
    sup.dataset.keys = JSON.stringify(keys);
    sup.dataset.mark = text;
    sup.textContent = text;
    const raised = link.closest('sup');
    const alone = raised !== null && raised.textContent.trim() === text;
    (alone ? raised : link).replaceWith(sup);
  }
}

/** The labels that a printed mark names: `[2-4, 7]` gives 2, 3, 4 and 7. */
export function citedKeys(mark: string): string[] {
  const inner = /^[[(]?\s*([\d\s,;–—-]+?)\s*[\])]?$/.exec(mark)?.[1];
  if (inner === undefined) return [];
  const keys: string[] = [];
  for (const part of inner.split(/[,;]/)) {
    const range = /^\s*(\d{1,4})(?:\s*[–—-]\s*(\d{1,4}))?\s*$/.exec(part);
    if (range === null) return [];
    const first = Number(range[1]);
    const last = Number(range[2] ?? range[1]);
    if (last < first || last - first > 50) return [];
    for (let key = first; key <= last; key += 1) keys.push(String(key));
  }
  return [...new Set(keys)];
}

interface Item {
  element: Element;
  level: number;
  /** Null for a bullet, else the number of the item. */
  number: number | null;
}

/** Word marks list items by a style on paragraphs, its web edition by a level on one-item lists. */
function itemOf(element: Element): Item | null {
  const level = /mso-list:[^;"']*\blevel(\d)/i.exec(element.getAttribute('style') ?? '')?.[1];
  if (level !== undefined && /^(p|h[1-6]|div)$/.test(element.localName)) {
    const sign = [...element.querySelectorAll('span')].find((span) => /mso-list:\s*ignore/i.test(span.getAttribute('style') ?? ''));
    const printed = (sign?.textContent ?? '').trim();
    sign?.remove();
    return { element, level: Number(level), number: numberOf(printed) };
  }
  if (element.classList.contains('ListContainerWrapper')) {
    const li = element.querySelector('li');
    const list = li?.parentElement;
    if (li == null || list == null) return null;
    const number = list.localName === 'ol' ? Number(list.getAttribute('start') ?? 1) : null;
    return { element: li, level: Number(li.getAttribute('data-aria-level') ?? 1), number };
  }
  return null;
}

function numberOf(printed: string): number | null {
  const sign = /^\(?(\d{1,4}|[a-z]{1,5})[.)]/i.exec(printed)?.[1];
  if (sign === undefined) return null;
  if (/^\d/.test(sign)) return Number(sign);
  return sign.length === 1 && !/[ivxl]/i.test(sign) ? sign.toLowerCase().charCodeAt(0) - 96 : 1;
}

function nestLists(body: HTMLElement): void {
  const open: { level: number; ordered: boolean; list: HTMLElement }[] = [];
  let last: Element | null = null;
  for (const element of [...body.querySelectorAll('p, h1, h2, h3, h4, h5, h6, div')]) {
    const stands = element.isConnected ? element : null;
    const item = stands === null ? null : itemOf(element);
    if (stands === null || item === null) continue;
    // Only what follows at once goes on a list.
    if (stands.previousElementSibling !== last) open.length = 0;
    while ((open.at(-1)?.level ?? 0) > item.level) open.pop();
    const ordered = item.number !== null;
    if (open.at(-1)?.level === item.level && open.at(-1)?.ordered !== ordered) open.pop();
    let list = open.at(-1)?.level === item.level ? open.at(-1)?.list : undefined;
    if (list === undefined) {
      list = document.createElement(ordered ? 'ol' : 'ul');
      if (item.number !== null && item.number !== 1) list.setAttribute('start', String(item.number));
      const parent = open.at(-1)?.list.lastElementChild;
      if (parent != null) parent.append(list);
      else {
        stands.before(list);
        last = list;
      }
      open.push({ level: item.level, ordered, list });
    }
    const li = document.createElement('li');
    const p = document.createElement('p');
    p.append(...item.element.childNodes);
    li.append(...(p.querySelector('p') === null ? [p] : p.childNodes));
    list.append(li);
    stands.remove();
  }
}

/**
 * What styles say of words, said by tags: the window's content policy leaves a page's styles unread, and some
 * editors wrap all they copy in a <b> whose style says that it is not bold.
 */
function tagStyles(body: HTMLElement): void {
  for (const element of [...body.querySelectorAll('[style]')].reverse()) {
    const style = element.getAttribute('style') ?? '';
    const says = (property: string) => new RegExp(`(?:^|;)\\s*${property}\\s*:\\s*([^;]+)`, 'i').exec(style)?.[1]?.trim().toLowerCase() ?? '';
    element.removeAttribute('style');
    const [weight, slant, raised] = [says('font-weight'), says('font-style'), says('vertical-align')];
    if (/^h[1-6]$/.test(element.localName)) continue;
    if (/^(b|strong)$/.test(element.localName) && /^(normal|[1-4]00)$/.test(weight)) unwrap(element);
    else if (/^(i|em)$/.test(element.localName) && slant === 'normal') unwrap(element);
    else {
      if (/^(bold|bolder|[6-9]00)$/.test(weight)) wrapInner(element, 'strong');
      if (/^(italic|oblique)/.test(slant)) wrapInner(element, 'em');
      if (element.localName === 'span' && /^su(per|b)$/.test(raised)) wrapInner(element, raised === 'sub' ? 'sub' : 'sup');
    }
  }
}

/** A table in a table, and a table of one cell, is layout: its words stay. */
function flattenTables(body: HTMLElement): void {
  for (const table of [...body.querySelectorAll('table')].reverse()) {
    const cells = [...table.querySelectorAll('td, th')];
    if (table.parentElement?.closest('table') != null || cells.length <= 1) {
      table.replaceWith(
        ...cells.map((cell) => {
          const div = document.createElement('div');
          div.append(...cell.childNodes);
          return div;
        }),
      );
      continue;
    }
    for (const caption of table.querySelectorAll('caption')) {
      const p = document.createElement('p');
      p.append(...caption.childNodes);
      table.before(p);
      caption.remove();
    }
    for (const row of table.querySelectorAll('tr:not(:has(td, th))')) row.remove();
  }
}

function breakLines(pre: Element): void {
  const texts = document.createTreeWalker(pre, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  while (texts.nextNode() !== null) found.push(texts.currentNode as Text);
  for (const text of found) {
    const lines = text.data.split('\n');
    text.replaceWith(...lines.flatMap((line, at) => (at === 0 ? [line] : [document.createElement('br'), line])));
  }
}

function cleanTexts(body: HTMLElement): void {
  const texts = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode() !== null) {
    const text = texts.currentNode as Text;
    // One fixed space is meant ("5 mg"); several are indentation.
    text.data = cleanText(text.data).replace(/[ \u00A0\t\n]{2,}/g, ' ');
  }
}

function unwrap(element: Element): void {
  element.replaceWith(...element.childNodes);
}

function wrapInner(element: Element, name: string): void {
  const blocks = [...element.children].filter(isBlock);
  for (const holder of blocks.length > 0 ? blocks : [element]) {
    const wrapped = document.createElement(name);
    wrapped.append(...holder.childNodes);
    holder.append(wrapped);
  }
}

function rename(element: Element, name: string): void {
  const renamed = document.createElement(name);
  renamed.append(...element.childNodes);
  element.replaceWith(renamed);
}
