//! What only stands elsewhere in its sentence: harmless where all that belongs to it stands there too.

use super::Passage;
use super::facts::{Fact, Facts, term_at};
use super::lexicon::Group;
use crate::stream::Kind;
use std::ops::Range;

/// Words of the longest sentence looked at.
const LONGEST: usize = 80;

/// Whether two sentences are the same words, and a clause of one that stood at the end begins the other: "If it hurts,
/// stop", "Stop if it hurts".
pub(super) fn turned_round(old: &Passage<'_>, new: &Passage<'_>) -> bool {
    let (olds, news) = (words(old), words(new));
    if olds.len() != news.len() || !(3..=LONGEST).contains(&olds.len()) {
        return false;
    }
    let hashes = |passage: &Passage<'_>, words: &[usize]| -> Vec<u64> {
        words.iter().map(|at| passage.hash(*at)).collect()
    };
    let (was, is) = (hashes(old, &olds), hashes(new, &news));
    let opens = |passage: &Passage<'_>, at: usize| term_at(passage, at, Group::OPENING).is_some();
    let parted = |words: &[usize], at: usize| words[at] > words[at - 1] + 1;
    (1..was.len()).any(|cut| {
        let rest = was.len() - cut;
        was[cut..] == is[..rest]
            && was[..cut] == is[rest..]
            && (opens(old, olds[0]) || opens(new, news[0]) || (parted(&olds, cut) && parted(&news, rest)))
    })
}

/// The words and marks of its sentences, without those that part clauses.
fn words(passage: &Passage<'_>) -> Vec<usize> {
    let sentences = passage.sentences();
    let last = sentences.end;
    let parts = |at: &usize| {
        matches!(passage.word(*at), "," | ";" | ":") || (passage.word(*at) == "." && at + 1 == last)
    };
    sentences.filter(|at| !parts(at)).collect()
}

/// Leaves out facts that only stand elsewhere in the sentence. Where two took each other's places, they must stand in
/// one enumeration: what is said between them belongs to one of them.
pub(super) fn without_transposed(
    mut gone: Vec<Fact>,
    mut come: Vec<Fact>,
    old: &Passage<'_>,
    new: &Passage<'_>,
) -> (Vec<Fact>, Vec<Fact>) {
    if gone.is_empty() && come.is_empty() {
        return (gone, come);
    }
    let (was, is) = (Facts::of_sentences(old), Facts::of_sentences(new));
    let count = |facts: &[Fact], fact: &Fact| facts.iter().filter(|f| f.key == fact.key).count();
    let exchanged = match (gone.as_slice(), come.as_slice()) {
        ([out], [in_]) => was.iter().filter(|fact| fact.key == in_.key).any(|other| {
            let (a, b) = if other.tokens.start < out.tokens.start { (other, out) } else { (out, other) };
            !lists(old, a.tokens.end..b.tokens.start)
        }),
        _ => false,
    };
    if !exchanged {
        gone.retain(|fact| count(&is, fact) < count(&was, fact));
        come.retain(|fact| count(&was, fact) < count(&is, fact));
    }
    (gone, come)
}

/// Whether nothing stands between two members of an enumeration but what joins them.
fn lists(passage: &Passage<'_>, between: Range<usize>) -> bool {
    passage.tokens.get(between).is_some_and(|tokens| tokens.iter().all(|token| token.kind <= Kind::Stop))
}
