//! The reference list: what the marks of the text stand for. An entry that another paper took the place of, below a mark
//! that stayed, changes what a claim rests on; a mark that was renumbered along with its entry changes nothing. Volumes
//! and pages of an entry are no figures of the text.

use super::side::Side;
use super::{Draft, Lister, describe, set_findings};
use crate::comparison::{Change, Class, Comparison, Finding, Op, Segment, Span};
use crate::stream::hash_bytes;
use document::{Document, InlineKind, import};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Share of their words that two entries for one paper have in common.
const ALIKE: f64 = 0.4;

/// The reference lists of both texts.
pub(crate) struct Entries {
    old: List,
    new: List,
}

/// A reference list: its top-level blocks, and its entries by their labels.
#[derive(Default)]
struct List {
    blocks: Range<usize>,
    by_label: BTreeMap<String, String>,
}

impl List {
    fn of(document: &Document) -> Self {
        let Some((blocks, entries)) = import::reference_list(document) else { return Self::default() };
        Self { blocks, by_label: entries.into_iter().map(|entry| (entry.label, entry.text)).collect() }
    }

    fn holds(&self, span: Option<&Span>) -> bool {
        let block = span.and_then(|span| span.block.first());
        block.is_some_and(|block| self.blocks.contains(&(*block as usize)))
    }
}

/// Whether two entries name one paper.
fn alike(a: &str, b: &str) -> bool {
    let words = |text: &str| {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let mut words: Vec<u64> = words.map(|word| hash_bytes(word.to_lowercase().as_bytes())).collect();
        words.sort_unstable();
        words
    };
    crate::order::dice(&words(a), &words(b)) >= ALIKE
}

/// Whether a text is the entry of a paper, and no note with something to say.
fn is_paper(text: &str) -> bool {
    let year = |word: &str| word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    let mut numbers = text.split(|c: char| !c.is_ascii_digit());
    let lower = text.to_lowercase();
    numbers.any(year) || ["doi", "http", "pmid"].iter().any(|mark| lower.contains(mark))
}

fn keys<'a>(segments: impl IntoIterator<Item = &'a Segment>) -> Vec<String> {
    let inlines = segments.into_iter().flat_map(|segment| &segment.content);
    let keys = inlines.filter_map(|inline| match &inline.kind {
        InlineKind::Citation { attrs } => Some(attrs.keys.clone()),
        _ => None,
    });
    keys.flatten().collect()
}

impl Entries {
    pub(crate) fn of(old: &Document, new: &Document) -> Self {
        Self { old: List::of(old), new: List::of(new) }
    }

    pub(super) fn judge(&self, comparison: &mut Comparison, lister: &mut Lister<'_>) {
        self.renumbered(comparison, &mut lister.changes);
        for at in 0..lister.changes.len() {
            self.within(at, lister);
        }
        self.exchanged(comparison, lister);
    }

    /// Marks that were renumbered along with their entries.
    fn renumbered(&self, comparison: &Comparison, changes: &mut [Change]) {
        let mut marks: BTreeMap<u32, (Vec<String>, Vec<String>)> = BTreeMap::new();
        for segment in comparison.rows.iter().flat_map(|row| &row.segments) {
            let Some(change) = segment.change else { continue };
            let (gone, come) = marks.entry(change).or_default();
            match segment.op {
                Op::Delete => gone.append(&mut keys([segment])),
                Op::Insert => come.append(&mut keys([segment])),
                Op::Equal | Op::MovedAway => {}
            }
        }
        let same = |(was, is): (&String, &String)| {
            was == is
                || self.old.by_label.get(was).zip(self.new.by_label.get(is)).is_some_and(|(a, b)| alike(a, b))
        };
        for change in changes {
            let Some((gone, come)) = marks.get(&change.id) else { continue };
            let (one, other): (BTreeSet<_>, BTreeSet<_>) = (gone.iter().collect(), come.iter().collect());
            let stays = !gone.is_empty()
                && gone.len() == come.len()
                && (one == other || gone.iter().zip(come).all(same));
            if !stays || !change.findings.iter().any(|finding| finding.class == Class::Citation) {
                continue;
            }
            let mut findings = std::mem::take(&mut change.findings);
            for finding in findings.iter_mut().filter(|finding| finding.class == Class::Citation) {
                finding.class = Class::Reference;
                finding.description.push_str(" (the same entries)");
            }
            findings.sort_by_key(|finding| finding.class);
            set_findings(change, findings);
        }
    }

    /// What changed within the entry of a paper is no figure, drug or "not" of the text.
    fn within(&self, at: usize, lister: &mut Lister<'_>) {
        let change = &lister.changes[at];
        let (was, is) = (change.old.as_ref(), change.new.as_ref());
        let inside = (was.is_none() || self.old.holds(was)) && (is.is_none() || self.new.holds(is));
        let text = |side: &Side<'_>, span: Option<&Span>| {
            let block = span.and_then(|span| side.block(&span.block));
            block.map(|block| block.quote(&block.changed)).unwrap_or_default()
        };
        let of_words = change.class < Class::Wording;
        if !(of_words && inside && (was.is_some() || is.is_some())) {
            return;
        }
        if is_paper(&text(&lister.old, was)) || is_paper(&text(&lister.new, is)) {
            let description = describe::wording(&change.old_text, &change.new_text);
            set_findings(&mut lister.changes[at], vec![Finding::told(Class::Reference, description)]);
        }
    }

    /// Entries that others took the place of, while the text has their marks as before.
    fn exchanged(&self, comparison: &mut Comparison, lister: &mut Lister<'_>) {
        let others = self.old.by_label.iter().filter_map(|(label, was)| {
            let is = self.new.by_label.get(label)?;
            (!alike(was, is)).then_some((label, was, is))
        });
        let others: Vec<(&String, &String, &String)> = others.collect();
        if others.is_empty() {
            return;
        }
        let kept = comparison.rows.iter().flat_map(|row| &row.segments).filter(|s| s.op == Op::Equal);
        let kept: BTreeSet<String> = keys(kept).into_iter().collect();
        let told: Vec<_> = others.into_iter().filter(|(label, ..)| kept.contains(*label)).collect();
        let Some((_, was, is)) = told.first() else { return };
        let place = |side: &Side<'_>, list: &List, entry: &str| side.find(&list.blocks, entry);
        let spans = (place(&lister.old, &self.old, was), place(&lister.new, &self.new, is));
        let on = |row: &&mut crate::Row| {
            row.new.as_ref().map(|block| &block.path) == spans.1.as_ref().map(|span| &span.block)
        };
        let Some(row) = comparison.rows.iter_mut().find(on) else { return };
        let one = |(label, was, is): &(&String, &String, &String)| {
            format!("[{label}] stood for {}, stands for {}", describe::short(was), describe::short(is))
        };
        let list = |side: fn(&(&String, &String, &String)) -> String| {
            told.iter().map(side).collect::<Vec<_>>().join("\n")
        };
        let change = lister.add(Draft {
            rows: vec![row.id],
            old_text: list(|(label, was, _)| format!("[{label}] {was}")),
            new_text: list(|(label, _, is)| format!("[{label}] {is}")),
            spans,
            ..Draft::of(Class::Citation, told.iter().map(one).collect::<Vec<_>>().join("; "))
        });
        row.changes.push(change);
    }
}
