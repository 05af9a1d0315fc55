import { DOMParser, type Node } from 'prosemirror-model';
import { describe, expect, test } from 'vitest';
import { citedKeys, cleanPage, cleanText } from './clean';
import { schema } from './schema';

/** What a page becomes, in a short notation: blocks by name, marks around words. */
function pasted(html: string): string {
  const page = document.createElement('div');
  page.innerHTML = cleanPage(html);
  return DOMParser.fromSchema(schema).parse(page).children.map(shown).join(' ');
}

function shown(node: Node): string {
  if (node.isText) return node.marks.reduce((text, mark) => `${mark.type.name}<${text}>`, node.text ?? '');
  if (node.type.name === 'citation') return `cite(${(node.attrs.keys as string[]).join(',')}|${String(node.attrs.mark)})`;
  if (node.type.name === 'image') return `image(${String(node.attrs.digest)}|${String(node.attrs.alt)})`;
  if (node.isLeaf) return node.type.name;
  const name = node.type.name === 'heading' ? `h${String(node.attrs.level)}` : node.type.name;
  const order = node.type.name === 'ordered_list' && node.attrs.order !== 1 ? `@${String(node.attrs.order)}` : '';
  return `${name}${order}(${node.children.map(shown).join(node.isTextblock ? '' : ' ')})`;
}

describe('from Word', () => {
  const item = (level: number, sign: string, text: string) =>
    `<p class=MsoListParagraphCxSpMiddle style='margin-left:36pt;text-indent:-18pt;mso-list:l0 level${level} lfo1'>` +
    `<![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>${sign}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>${text}<o:p></o:p></p>`;

  test('paragraphs that look like a list are one', () => {
    expect(pasted(`<p class=MsoNormal>Before</p>${item(1, '·', 'One')}${item(2, 'o', 'Under')}${item(1, '·', 'Two')}<p class=MsoNormal>After</p>`)).toBe(
      'paragraph(Before) bullet_list(list_item(paragraph(One) bullet_list(list_item(paragraph(Under)))) list_item(paragraph(Two))) paragraph(After)',
    );
  });

  test('numbered ones keep their first number', () => {
    expect(pasted(item(1, '3.', 'Three') + item(1, '4.', 'Four'))).toBe(
      'ordered_list@3(list_item(paragraph(Three)) list_item(paragraph(Four)))',
    );
  });

  test('a list of another kind at the same level is another list', () => {
    expect(pasted(item(1, '·', 'Point') + item(1, '1)', 'Step'))).toBe(
      'bullet_list(list_item(paragraph(Point))) ordered_list(list_item(paragraph(Step)))',
    );
  });

  test('lists with a paragraph between them are two', () => {
    expect(pasted(`${item(1, '·', 'One')}<p>Between</p>${item(1, '·', 'Two')}`)).toBe(
      'bullet_list(list_item(paragraph(One))) paragraph(Between) bullet_list(list_item(paragraph(Two)))',
    );
  });

  test('styles, comments, hidden text and the office tags go, the title is a heading', () => {
    expect(
      pasted(
        `<html><head><style>p{color:red}</style></head><body><!--[if gte mso 9]><xml>x</xml><![endif]--><p class=MsoTitle>Gout</p>` +
          `<p class=MsoNormal><span style='display:none;mso-hide:all'>secret</span><b style='mso-bidi-font-weight:normal'>Take</b> <i>one</i><o:p>&nbsp;</o:p></p></body></html>`,
      ),
    ).toBe('h1(Gout) paragraph(strong<Take> em<one>\u00A0)');
  });

  test('footnote marks are citations', () => {
    expect(pasted(`<p>Safe<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"><span class=MsoFootnoteReference>[1]</span></a>.</p>`)).toBe(
      'paragraph(Safecite(1|[1]).)',
    );
  });

  test('lists of its web edition, which come one item each, are joined', () => {
    const one = (text: string, level = 1) =>
      `<div class="ListContainerWrapper"><ul class="BulletListStyle1"><li data-aria-level="${level}"><p class="Paragraph">${text}</p></li></ul></div>`;
    expect(pasted(one('One') + one('Under', 2) + one('Two'))).toBe(
      'bullet_list(list_item(paragraph(One) bullet_list(list_item(paragraph(Under)))) list_item(paragraph(Two)))',
    );
  });
});

describe('from Google Docs', () => {
  test('the bold that is none, styled spans, and lists beside their items', () => {
    expect(
      pasted(
        `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><h2 dir="ltr"><span>Dose</span></h2><br />` +
          `<p dir="ltr"><span style="font-weight:700">0.5 mg</span><span style="font-style:italic;font-weight:400"> daily</span><span style="font-size:0.6em;vertical-align:super">2</span></p>` +
          `<ul><li dir="ltr"><p><span>One</span></p></li><ul><li><p><span>Under</span></p></li></ul></ul></b><br class="Apple-interchange-newline">`,
      ),
    ).toBe(
      'h2(Dose) paragraph(strong<0.5 mg>em< daily>superscript<2>) bullet_list(list_item(paragraph(One) bullet_list(list_item(paragraph(Under)))))',
    );
  });
});

describe('from the web', () => {
  test('links to scripts and into the page are only words', () => {
    expect(pasted(`<p><a href="javascript:alert(1)">a</a><a href="#top">b</a><a href="https://c.org">c</a></p>`)).toBe('paragraph(ablink<c>)');
  });

  test('raised numbers that lead to a reference are citations, exponents are not', () => {
    expect(pasted(`<p>Less pain<sup class="reference"><a href="#cite_note-3">[3]</a></sup> by 10<sup>6</sup> m<sup>2</sup><a href="/x#r4"><sup>4–6</sup></a></p>`)).toBe(
      'paragraph(Less paincite(3|[3]) by 10superscript<6> msuperscript<2>cite(4,5,6|4–6))',
    );
  });

  test('pictures are their description, and nothing is fetched', () => {
    expect(pasted(`<p>a<img src="https://x.org/a.png" alt="A curve">b<img src="https://x.org/pixel.gif"></p>`)).toBe('paragraph(aimage(null|A curve)b)');
  });

  test('layout tables are taken apart, tables of data stay with their caption', () => {
    expect(pasted('<table><tr><td><p>Only</p></td></tr></table>')).toBe('paragraph(Only)');
    expect(
      pasted('<table><caption>Doses</caption><thead><tr><th>Age</th><th>mg</th></tr></thead><tr><td>5</td><td><table><tr><td>in</td><td>side</td></tr></table></td></tr></table>'),
    ).toBe(
      'paragraph(Doses) table(table_row(table_header(paragraph(Age)) table_header(paragraph(mg))) table_row(table_cell(paragraph(5)) table_cell(paragraph(in) paragraph(side))))',
    );
  });

  test('lines of code keep their ends', () => {
    expect(pasted('<pre>a\nb</pre>')).toBe('paragraph(ahard_breakb)');
  });

  test('scripts, buttons and event handlers leave nothing', () => {
    expect(pasted('<p onclick="x()">a</p><script>alert(1)</script><button>Share</button>')).toBe('paragraph(a)');
  });
});

test('what the editor copied itself is left alone', () => {
  const html = '<p data-pm-slice="1 1 []"><a href="#dose">x</a></p>';
  expect(cleanPage(html)).toBe(html);
});

test('no text keeps characters the model refuses', () => {
  expect(cleanText('a\u0007b\uFFFCc\u202Ed\u00ADe\u200Bf\tg\r\nh')).toBe('abcdef\tg\nh');
});

test.each([
  ['[2-4]', ['2', '3', '4']],
  ['3', ['3']],
  ['(1, 3; 7–9)', ['1', '3', '7', '8', '9']],
  ['[a]', []],
  ['2.5', []],
  ['9-2', []],
  ['', []],
])('the mark %j cites %j', (mark, keys) => {
  expect(citedKeys(mark)).toEqual(keys);
});
