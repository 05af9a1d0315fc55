//! Arbitrary documents, for property tests here and in other crates.

use crate::{
    Block, CellAttrs, CitationAttrs, Digest, Document, ImageAttrs, Inline, InlineKind, LinkAttrs, ListItem,
    Mark, OrderedListAttrs, TableCell, TableRow,
};
use proptest::{collection::vec, option, prelude::*, sample::select};

/// Any valid document: every kind of block and inline, nested, with texts of any characters.
pub fn document() -> impl Strategy<Value = Document> {
    vec(block(&any_inlines().boxed(), 3), 1..8).prop_map(normal)
}

/// Documents that Markdown can express: no empty paragraphs, no white space that would fold away, no numbers
/// that a reader could take for citation marks; those there are stand in brackets.
pub fn plain_document() -> impl Strategy<Value = Document> {
    vec(block(&plain_inlines().boxed(), 3), 1..8).prop_map(normal)
}

fn normal(content: Vec<Block>) -> Document {
    let mut document = Document { content };
    document.normalise();
    document
}

type Inlines = BoxedStrategy<Vec<Inline>>;

fn block(inlines: &Inlines, depth: u32) -> BoxedStrategy<Block> {
    let one_line = inlines.clone().prop_map(|inlines| {
        inlines.into_iter().filter(|inline| inline.kind != InlineKind::HardBreak).collect()
    });
    let text = prop_oneof![
        4 => inlines.clone().prop_map(Block::paragraph),
        1 => (1..=6u8, one_line).prop_map(|(level, content)| Block::heading(level, content)),
    ];
    if depth == 0 {
        return text.boxed();
    }
    let item = (inlines.clone(), vec(below(inlines, depth), 0..3)).prop_map(|(first, mut content)| {
        content.insert(0, Block::paragraph(first));
        ListItem { content }
    });
    let items = vec(item, 1..4);
    prop_oneof![
        6 => text,
        1 => items.clone().prop_map(|content| Block::BulletList { content }),
        1 => (0..200u32, items).prop_map(|(order, content)| Block::OrderedList {
            attrs: OrderedListAttrs { order },
            content,
        }),
        1 => vec(below(inlines, depth), 1..3).prop_map(|content| Block::Blockquote { content }),
        1 => table(inlines),
    ]
    .boxed()
}

fn below(inlines: &Inlines, depth: u32) -> BoxedStrategy<Block> {
    block(inlines, depth - 1)
}

/// At least two cells; spans are made by joining the cells of a grid, first along rows, then down columns.
fn table(inlines: &Inlines) -> impl Strategy<Value = Block> + use<> {
    let simple = inlines.clone().prop_map(|content| vec![Block::paragraph(content)]);
    let list = vec(inlines.clone(), 1..3).prop_map(|items| {
        let item = |content| ListItem { content: vec![Block::paragraph(content)] };
        vec![Block::BulletList { content: items.into_iter().map(item).collect() }]
    });
    let content = prop_oneof![4 => simple, 1 => list];
    (2..4usize, 1..4usize, any::<bool>(), any::<bool>()).prop_flat_map(move |(wide, high, spans, heads)| {
        let cell = (content.clone(), any::<bool>(), any::<bool>());
        vec(vec(cell, wide), high).prop_map(move |grid| {
            let rows = grid.into_iter().enumerate().map(|(n, row)| {
                let mut cells: Vec<TableCell> = Vec::new();
                for (content, header, joined) in row {
                    match cells.last_mut().filter(|_| spans && joined) {
                        Some(TableCell::TableCell { attrs, .. } | TableCell::TableHeader { attrs, .. }) => {
                            attrs.colspan += 1;
                        }
                        None if (heads && n == 0) || (!heads && header) => {
                            cells.push(TableCell::TableHeader { attrs: CellAttrs::default(), content });
                        }
                        None => cells.push(TableCell::TableCell { attrs: CellAttrs::default(), content }),
                    }
                }
                TableRow { content: cells }
            });
            let mut rows: Vec<TableRow> = rows.collect();
            // The first column of the last two rows becomes one cell where both are one column wide.
            if spans && let [.., upper, lower] = rows.as_mut_slice() {
                let narrow = |row: &TableRow| row.content.len() > 1 && row.content[0].attrs().colspan == 1;
                if narrow(upper) && narrow(lower) {
                    lower.content.remove(0);
                    let (TableCell::TableCell { attrs, .. } | TableCell::TableHeader { attrs, .. }) =
                        &mut upper.content[0];
                    attrs.rowspan = 2;
                }
            }
            // A table of one cell is no table.
            if rows.iter().map(|row| row.content.len()).sum::<usize>() < 2 {
                let extra = TableCell::TableCell {
                    attrs: rows[0].content[0].attrs(),
                    content: vec![Block::paragraph(vec![Inline::text("more")])],
                };
                rows.push(TableRow { content: vec![extra] });
            }
            Block::Table { content: rows }
        })
    })
}

fn marks() -> impl Strategy<Value = Vec<Mark>> {
    let link =
        select(vec!["https://example.org/a?b=c&d=e", "mailto:a@example.org", "http://example.org/(x)"]);
    let mark = prop_oneof![
        2 => Just(Mark::Em),
        2 => Just(Mark::Strong),
        1 => Just(Mark::Superscript),
        1 => Just(Mark::Subscript),
        1 => link.prop_map(|href| Mark::Link { attrs: LinkAttrs { href: href.to_owned() } }),
    ];
    let mark = vec(mark, 0..3).prop_map(|mut marks| {
        marks.sort();
        marks.dedup_by(|a, b| matches!((&a, &b), (Mark::Link { .. }, Mark::Link { .. })) || a == b);
        marks
    });
    prop_oneof![2 => Just(Vec::new()), 1 => mark]
}

fn image() -> impl Strategy<Value = InlineKind> {
    (option::of(any::<u8>()), select(vec!["", "A dose curve", "a * b ] < c", "\"quoted\" & more"])).prop_map(
        |(seed, alt)| InlineKind::Image {
            attrs: ImageAttrs { digest: seed.map(|seed| Digest::of(&[seed])), alt: alt.to_owned() },
        },
    )
}

fn any_inlines() -> impl Strategy<Value = Vec<Inline>> {
    let text = "[^\\p{Cc}\u{FFFC}]{1,12}".prop_map(|text| InlineKind::Text { text });
    let words = plain_word().prop_map(|text| InlineKind::Text { text });
    let citation = (vec("[0-9a-z]{1,3}", 1..4), "(\\[[0-9]{1,2}\\]|[0-9]|)")
        .prop_map(|(keys, mark)| InlineKind::Citation { attrs: CitationAttrs { keys, mark } });
    let kind = prop_oneof![
        4 => text,
        4 => words,
        1 => Just(InlineKind::HardBreak),
        1 => image(),
        1 => citation,
    ];
    vec((kind, marks()).prop_map(|(kind, marks)| Inline { kind, marks }), 0..8)
}

/// Words with every sign that means something in Markdown or HTML.
fn plain_word() -> impl Strategy<Value = String> {
    let tricky = vec![
        "*",
        "**",
        "_",
        "_a_",
        "a_b",
        "#",
        "##",
        ">",
        "-",
        "+",
        "=",
        "===",
        "---",
        "***",
        "1990.",
        "1990)",
        "`code`",
        "```",
        "~",
        "~~a~~",
        "^",
        "x^y^",
        "|",
        "a|b",
        "|-|",
        "\\",
        "\\*",
        "<b>",
        "</p>",
        "<!--",
        "&amp;",
        "&",
        "&#65;",
        "[x]",
        "[a](b)",
        "![a]",
        "!",
        "a!",
        "http://example.org",
        ":",
        "::",
        "^[",
        "]",
        "(",
        ")",
        "\"",
        "'",
        "{a}",
        "$",
        "%",
        "@a",
        "naïve",
        "µg",
        "Δ",
        "日本",
        "≥",
        "·",
    ];
    prop_oneof![3 => "[a-z]{2,8}", 1 => select(tricky).prop_map(str::to_owned)]
}

fn plain_inlines() -> impl Strategy<Value = Vec<Inline>> {
    let word = plain_word().prop_map(|text| InlineKind::Text { text });
    let citation = (1..10u32).prop_map(|n| InlineKind::Citation {
        attrs: CitationAttrs { keys: vec![n.to_string()], mark: format!("[{n}]") },
    });
    let kind = prop_oneof![12 => word, 1 => Just(InlineKind::HardBreak), 1 => image(), 1 => citation];
    // A word first, so that no paragraph is empty or taken for something else.
    ("[a-z]{2,8}", vec((kind, marks(), prop::bool::weighted(0.7)), 0..8)).prop_map(|(first, rest)| {
        let mut out = vec![Inline::text(first)];
        for (kind, marks, space) in rest {
            let Some(before) = out.last().cloned() else { continue };
            let at_break = |kind: &InlineKind| *kind == InlineKind::HardBreak;
            if at_break(&kind) {
                if !at_break(&before.kind) {
                    out.push(Inline { kind, marks: Vec::new() });
                }
                continue;
            }
            if space && !at_break(&before.kind) {
                // A space bears the marks that both its neighbours bear.
                let shared = before.marks.iter().filter(|mark| marks.contains(mark)).cloned().collect();
                out.push(Inline { kind: InlineKind::Text { text: " ".to_owned() }, marks: shared });
            }
            out.push(Inline { kind, marks });
        }
        if out.last().is_some_and(|last| last.kind == InlineKind::HardBreak) {
            out.pop();
        }
        out
    })
}
