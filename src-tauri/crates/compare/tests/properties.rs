//! What holds for every pair of documents.

#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::{blocks, document, rebuilt_new, rebuilt_old, revision};
use compare::compare;
use proptest::prelude::*;

/// White space is dealt out between runs by what comes first.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn segments_rebuild_both_texts((old, new) in revision()) {
        let comparison = compare(&old, &new);
        for s in comparison.rows.iter().flat_map(|row| &row.segments) {
            let plain = |text: &str| squeezed(text).replace(['“', '”'], "\"");
            prop_assert!(s.old_text.as_ref().is_none_or(|was| plain(was) == plain(&s.text)), "{:?}", s);
        }
        prop_assert_eq!(rebuilt_old(&comparison), blocks(&old));
        prop_assert_eq!(rebuilt_new(&comparison), blocks(&new));
    }

    #[test]
    fn segments_rebuild_texts_that_have_nothing_in_common(old in document(), new in document()) {
        let comparison = compare(&old, &new);
        prop_assert_eq!(rebuilt_old(&comparison), blocks(&old));
        prop_assert_eq!(rebuilt_new(&comparison), blocks(&new));
    }

    #[test]
    fn a_document_compared_with_itself_has_no_change(a in document()) {
        let comparison = compare(&a, &a);
        prop_assert!(comparison.changes.is_empty(), "{:?}", comparison.changes);
        prop_assert_eq!(comparison.rows.len(), a.text_blocks().len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn backwards_is_the_mirror_of_forwards((old, new) in revision()) {
        let (there, back) = (compare(&old, &new), compare(&new, &old));
        // White space is no change: on which side of a gap a space is shown may differ between the two ways.
        let marked = |c: &compare::Comparison, op: compare::Op| {
            let segments = c.rows.iter().flat_map(|row| &row.segments).filter(|s| s.op == op);
            let mut letters: Vec<char> = segments.flat_map(|s| squeezed(&s.text).chars().collect::<Vec<_>>()).collect();
            letters.sort_unstable();
            letters
        };
        prop_assert_eq!(marked(&there, compare::Op::Delete), marked(&back, compare::Op::Insert));
        prop_assert_eq!(marked(&there, compare::Op::Insert), marked(&back, compare::Op::Delete));
        let texts = |c: &compare::Comparison, flip: bool| {
            let mut out: Vec<(String, String)> = c
                .changes
                .iter()
                .map(|c| (squeezed(&c.old_text), squeezed(&c.new_text)))
                .map(|(a, b)| if flip { (b, a) } else { (a, b) })
                .collect();
            out.sort();
            out
        };
        // A passage that moved is shown where it came to stand, and its change of structure quotes what stands there.
        if there.moves.is_empty() {
            prop_assert_eq!(texts(&there, false), texts(&back, true));
        }
        prop_assert_eq!(there.moves.len(), back.moves.len());
        prop_assert_eq!(there.summary.total, back.summary.total);
    }

    #[test]
    fn positions_map_in_order_and_back((old, new) in revision()) {
        let comparison = compare(&old, &new);
        let map = comparison.map();
        for block in old.text_blocks() {
            let chars: Vec<char> = block.text().chars().collect();
            let mut last = None;
            for (at, c) in (0u32..).zip(&chars) {
                let Some(to) = map.to_new(&block.path, at, at + 1) else { continue };
                let there: Vec<char> = new.text_block(&to.span.block).unwrap().text().chars().collect();
                let plain = |c: char| match c { '“' | '”' => '"', c => c };
                prop_assert_eq!(plain(there[to.span.start as usize]), plain(*c));
                let back = map.to_old(&to.span.block, to.span.start, to.span.end).unwrap();
                prop_assert_eq!((back.span.block.as_slice(), back.span.start), (block.path.as_slice(), at));
                if !to.moved {
                    let here = (to.span.block.clone(), to.span.start);
                    prop_assert!(last.as_ref().is_none_or(|last| *last < here), "{:?} then {:?}", last, here);
                    last = Some(here);
                }
            }
        }
    }

    #[test]
    fn references_between_rows_and_changes_hold((old, new) in revision()) {
        let comparison = compare(&old, &new);
        let mut keys: Vec<&str> = comparison.changes.iter().map(|c| c.key.as_str()).collect();
        keys.sort_unstable();
        keys.dedup();
        prop_assert_eq!(keys.len(), comparison.changes.len(), "keys are distinct");
        for (n, change) in comparison.changes.iter().enumerate() {
            prop_assert_eq!(change.id as usize, n);
            prop_assert!(!change.findings.is_empty());
            prop_assert!(change.rows.iter().all(|row| (*row as usize) < comparison.rows.len()));
        }
        for (n, row) in comparison.rows.iter().enumerate() {
            prop_assert_eq!(row.id as usize, n);
            for s in &row.segments {
                prop_assert_eq!(s.change.is_some(), s.formatting.is_some() || matches!(s.op, compare::Op::Delete | compare::Op::Insert));
                if let Some(id) = s.change {
                    prop_assert!(comparison.changes[id as usize].rows.contains(&row.id));
                }
            }
        }
        let json = serde_json::to_string(&comparison).unwrap();
        prop_assert_eq!(serde_json::from_str::<compare::Comparison>(&json).unwrap(), comparison);
    }
}

/// Texts made to be slow come to an end, and to a whole answer.
#[test]
fn texts_made_to_be_slow_are_compared() {
    use document::{Block, Document, Inline};
    let paragraphs = |words: &mut dyn Iterator<Item = String>| Document {
        content: words.map(|words| Block::paragraph(vec![Inline::text(words)])).collect(),
    };
    let one = |text: String| paragraphs(&mut std::iter::once(text));
    let different = |from: usize| (from..from + 20_000).map(|n| format!("w{n}"));
    let cases = [
        (
            one(different(0).collect::<Vec<_>>().join(" ")),
            one(different(50_000).collect::<Vec<_>>().join(" ")),
        ),
        (one("dose ".repeat(100_000)), one("dose ".repeat(99_000))),
        (paragraphs(&mut different(0)), paragraphs(&mut different(10_000))),
    ];
    for (old, new) in cases {
        let comparison = compare(&old, &new);
        assert_eq!(common::rebuilt_old(&comparison), common::blocks(&old));
        assert_eq!(common::rebuilt_new(&comparison), common::blocks(&new));
    }
}
