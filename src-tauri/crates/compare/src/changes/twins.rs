//! Words that are gone in one place and new in another, with no link between: a sentence cut where a paragraph
//! was parted, or one that moved and was edited too much to be known again. They are judged beside each other,
//! as if they stood in one change.

use super::{Lister, set_findings};
use crate::clinical::{self, Passage};
use crate::comparison::{Change, Class, Comparison, Finding, Op, Row, RowKind, Segment};
use crate::stream::Kind;
use std::collections::BTreeMap;

/// Share of their words that two such changes have in common.
const ALIKE: f64 = 0.5;
/// Fewer words than this in common are chance.
const COMMON: usize = 2;
/// A word in more insertions than this tells nothing.
const POSTINGS: usize = 12;
/// Longer stretches are read as they are.
const LONGEST: usize = 80;

/// What is gone in one place and new in another, as two changes.
pub(super) type Twins = Vec<(usize, usize)>;

/// Judges every such pair anew. What is clinical in it stands with the new words.
pub(super) fn judge(comparison: &Comparison, lister: &mut Lister<'_>) -> Twins {
    let mut pairs = at_the_seams(comparison, &lister.changes);
    for (gone, come) in alike(lister) {
        if pairs.iter().all(|(a, b)| *a != gone && *b != come) {
            pairs.push((gone, come));
        }
    }
    for &(gone, come) in &pairs {
        let (Some(was), Some(is)) = (lister.changes.get(gone), lister.changes.get(come)) else { continue };
        let (old, new) = (lister.old.passage(was.old.as_ref()), lister.new.passage(is.new.as_ref()));
        let found = clinical::findings(&old, &new);
        let wording = |change: &Change| {
            Finding::told(Class::Wording, super::describe::wording(&change.old_text, &change.new_text))
        };
        let (gone_says, come_says) = (vec![wording(was)], vec![wording(is)]);
        set_findings(&mut lister.changes[gone], gone_says);
        set_findings(&mut lister.changes[come], if found.is_empty() { come_says } else { found });
    }
    pairs
}

/// Whether a change is of words that are only gone, or only new.
fn one_sided(change: &Change, gone: bool) -> bool {
    let (words, other) =
        if gone { (&change.old_text, &change.new_text) } else { (&change.new_text, &change.old_text) };
    let whole = if gone { &change.old } else { &change.new };
    let of_words = change.class.clinical() || matches!(change.class, Class::Wording | Class::Reference);
    let in_table = change.findings.iter().any(|finding| finding.class == Class::Structure);
    of_words
        && !in_table
        && other.is_empty()
        && !words.trim().is_empty()
        && whole.as_ref().is_some_and(|s| s.end > s.start)
}

/// Where a paragraph was parted or joined: words gone on one side of the seam, and new on the other.
fn at_the_seams(comparison: &Comparison, changes: &[Change]) -> Twins {
    let seam = |a: &Row, b: &Row| {
        matches!(a.kind, RowKind::Split | RowKind::Merged)
            && a.kind == b.kind
            && (a.old == b.old || a.new == b.new)
    };
    let changed = |segment: Option<&Segment>| {
        let segment = segment.filter(|s| matches!(s.op, Op::Delete | Op::Insert))?;
        segment.change.map(|change| change as usize)
    };
    comparison
        .rows
        .windows(2)
        .filter_map(|rows| match rows {
            [a, b] if seam(a, b) => Some((changed(a.segments.last())?, changed(b.segments.first())?)),
            _ => None,
        })
        .filter_map(|(a, b)| {
            let (one, other) = (changes.get(a)?, changes.get(b)?);
            if one_sided(one, true) && one_sided(other, false) {
                Some((a, b))
            } else if one_sided(one, false) && one_sided(other, true) {
                Some((b, a))
            } else {
                None
            }
        })
        .collect()
}

/// Words gone in one place that are much like words new in another.
fn alike(lister: &Lister<'_>) -> Twins {
    let of = |gone: bool| -> Vec<(usize, Vec<u64>)> {
        let one_sided = lister.changes.iter().enumerate().filter(|(_, change)| one_sided(change, gone));
        let with_words = one_sided.map(|(at, change)| {
            let passage = if gone {
                lister.old.passage(change.old.as_ref())
            } else {
                lister.new.passage(change.new.as_ref())
            };
            (at, words(&passage))
        });
        with_words.filter(|(_, words)| (COMMON..=LONGEST).contains(&words.len())).collect()
    };
    let (gone, come) = (of(true), of(false));
    let mut postings: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (k, (_, words)) in come.iter().enumerate() {
        for word in words {
            let found = postings.entry(*word).or_default();
            if found.last() != Some(&k) {
                found.push(k);
            }
        }
    }
    let mut taken = vec![false; come.len()];
    let mut out = Vec::new();
    for (at, words) in &gone {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for word in words {
            for k in postings.get(word).filter(|found| found.len() <= POSTINGS).into_iter().flatten() {
                *shared.entry(*k).or_default() += 1;
            }
        }
        let best = shared
            .into_iter()
            .filter(|(k, _)| !taken[*k])
            .map(|(k, common)| (crate::order::dice(words, &come[k].1), common, k))
            .filter(|(alike, common, _)| *alike >= ALIKE && *common >= COMMON)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.2.cmp(&a.2)));
        if let Some((_, _, k)) = best {
            taken[k] = true;
            out.push((*at, come[k].0));
        }
    }
    out
}

/// The words of a changed passage, sorted.
fn words(passage: &Passage<'_>) -> Vec<u64> {
    let tokens = &passage.tokens[passage.changed.clone()];
    let mut out: Vec<u64> = tokens.iter().filter(|t| t.kind >= Kind::Stop).map(|t| t.hash).collect();
    out.sort_unstable();
    out
}
