//! Documents at random, and what a comparison says the two texts were.

#![allow(dead_code, missing_docs, clippy::unwrap_used)]

pub(crate) mod text;

use compare::{Comparison, Op, Segment};
use document::{Block, CellAttrs, Document, Inline, ListItem, Mark, OrderedListAttrs, TableCell, TableRow};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// A document's text blocks by path.
pub(crate) fn blocks(document: &Document) -> BTreeMap<Vec<u32>, String> {
    document.text_blocks().into_iter().map(|b| (b.path.clone(), b.text())).collect()
}

/// The old text blocks that the rows tell of, from segments alone.
pub(crate) fn rebuilt_old(comparison: &Comparison) -> BTreeMap<Vec<u32>, String> {
    let mut out = BTreeMap::new();
    for row in &comparison.rows {
        if let Some(old) = &row.old {
            out.entry(old.path.clone()).or_insert_with(String::new);
        }
        for s in &row.segments {
            if let Some(span) = &s.old
                && (s.move_id.is_none() || s.op == Op::MovedAway)
            {
                add(&mut out, s, &span.block, span.start, s.old_text.as_ref().unwrap_or(&s.text));
            }
        }
    }
    out
}

/// The new text blocks that the rows tell of.
pub(crate) fn rebuilt_new(comparison: &Comparison) -> BTreeMap<Vec<u32>, String> {
    let mut out = BTreeMap::new();
    for row in &comparison.rows {
        if let Some(new) = &row.new {
            out.entry(new.path.clone()).or_insert_with(String::new);
        }
        for s in &row.segments {
            if let Some(span) = &s.new {
                add(&mut out, s, &span.block, span.start, &s.text);
            }
        }
    }
    out
}

fn add(out: &mut BTreeMap<Vec<u32>, String>, s: &Segment, block: &[u32], start: u32, text: &str) {
    let known = out.entry(block.to_vec()).or_default();
    assert_eq!(known.chars().count(), start as usize, "{s:?} follows what came before it");
    known.push_str(text);
}

/// Words that look alike often enough for anything to happen.
fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        6 => prop::sample::select(vec![
            "the", "dose", "is", "not", "4.5", "mg", "patients", "with", "pain", "and", "naltrexone",
            "should", "be", "taken", "daily", "twice", "in", "adults", "“so”", "\"so\"", "μg", "≤", "5",
        ]).prop_map(str::to_owned),
        1 => "[a-z]{1,6}",
        1 => prop::sample::select(vec![". A", ", ", "  ", "\u{a0}", "?!", "é\u{301}", "🙂", "…"]).prop_map(str::to_owned),
    ];
    prop::collection::vec(word, 1..25).prop_map(|words| words.join(" "))
}

fn inlines() -> impl Strategy<Value = Vec<Inline>> {
    let mark = prop::sample::select(vec![Mark::Em, Mark::Strong, Mark::Superscript]);
    let inline = prop_oneof![
        5 => words().prop_map(Inline::text),
        2 => (words(), mark).prop_map(|(text, mark)| Inline::marked(text, vec![mark])),
        1 => (1..5u8).prop_map(|n| Inline::citation(vec![n.to_string()], format!("[{n}]"))),
        1 => Just(Inline::hard_break()),
    ];
    prop::collection::vec(inline, 0..5)
}

fn block() -> impl Strategy<Value = Block> {
    let text = prop_oneof![
        4 => inlines().prop_map(Block::paragraph),
        1 => (1..4u8, inlines()).prop_map(|(level, content)| Block::heading(level, content)),
    ];
    let item = (inlines(), prop::option::of(inlines()))
        .prop_map(|(first, nested)| {
            let mut content = vec![Block::paragraph(first)];
            content.extend(nested.map(|nested| Block::BulletList {
                content: vec![ListItem { content: vec![Block::paragraph(nested)] }],
            }));
            ListItem { content }
        })
        .boxed();
    let table = (1..4usize, 1..4usize).prop_flat_map(|(rows, columns)| {
        let cell = inlines().prop_map(|content| TableCell::TableCell {
            attrs: CellAttrs::default(),
            content: vec![Block::paragraph(content)],
        });
        let row = prop::collection::vec(cell, columns).prop_map(|content| TableRow { content });
        prop::collection::vec(row, rows).prop_map(|content| Block::Table { content })
    });
    prop_oneof![
        6 => text.clone(),
        2 => prop::collection::vec(item.clone(), 1..4).prop_map(|content| Block::BulletList { content }),
        1 => prop::collection::vec(item, 1..4)
            .prop_map(|content| Block::OrderedList { attrs: OrderedListAttrs { order: 1 }, content }),
        1 => prop::collection::vec(text, 1..3).prop_map(|content| Block::Blockquote { content }),
        1 => table,
    ]
}

/// Any document.
pub(crate) fn document() -> impl Strategy<Value = Document> {
    prop::collection::vec(block(), 0..7).prop_map(|content| {
        let mut document = Document { content };
        document.normalise();
        document
    })
}

/// A document and what became of it: blocks dropped, doubled, swapped, put in.
pub(crate) fn revision() -> impl Strategy<Value = (Document, Document)> {
    (
        document(),
        prop::collection::vec(
            (0..5u8, any::<prop::sample::Index>(), any::<prop::sample::Index>(), block()),
            0..5,
        ),
    )
        .prop_map(|(old, edits)| {
            let mut new = old.clone();
            for (what, from, to, block) in edits {
                let len = new.content.len();
                if len == 0 {
                    break;
                }
                let (from, to) = (from.index(len), to.index(len));
                match what {
                    0 => drop(new.content.remove(from)),
                    1 => new.content.insert(from, block),
                    2 => new.content[from] = block,
                    3 => {
                        let moved = new.content.remove(from);
                        new.content.insert(to.min(new.content.len()), moved);
                    }
                    _ => new.content.swap(from, to),
                }
            }
            new.normalise();
            (old, new)
        })
}
