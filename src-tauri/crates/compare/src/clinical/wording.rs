//! What was found, in words: the phrase that says it, and not the bare letters that differ.

use super::Passage;
use super::names;
use super::quantity::{Likeness, Quantity};
use crate::comparison::{Class, Finding};
use crate::stream::Edge;
use std::ops::Range;

/// What became what.
pub(super) fn finding(class: Class, what: &str, old: &str, new: &str, equivalent: bool) -> Finding {
    Finding::became(class, what, None, old, new, equivalent)
}

/// What became of an amount, with the drug it is of where all sides name the same beside it.
pub(super) fn amount(
    class: Class,
    what: &str,
    (old, was): (&Passage<'_>, Option<&Quantity>),
    (new, is): (&Passage<'_>, Option<&Quantity>),
) -> Finding {
    let of = |passage: &Passage<'_>, quantity: &Quantity| names::beside(passage, &quantity.tokens);
    let (before, after) = (was.map(|was| of(old, was)), is.map(|is| of(new, is)));
    let name = match (before.flatten(), after.flatten()) {
        (Some(before), Some(after)) => before.eq_ignore_ascii_case(&after).then_some(after),
        (before, after) if was.is_none() || is.is_none() => before.or(after),
        _ => None,
    };
    let quote = |passage: &Passage<'_>, quantity: Option<&Quantity>| {
        quantity.map(|quantity| passage.quote(&quantity.tokens)).unwrap_or_default()
    };
    let equivalent = was.zip(is).is_some_and(|(was, is)| was.likeness(is) == Likeness::Equivalent);
    Finding::became(class, what, name, &quote(old, was), &quote(new, is), equivalent)
}

/// A "not" that only one side has, with the words beside it, and those of the other side where they are the same.
pub(super) fn negation(
    here: &Passage<'_>,
    not: &Range<usize>,
    there: &Passage<'_>,
    removed: bool,
) -> Finding {
    let is_word = |at: &usize| here.tokens.get(*at).is_some_and(|token| token.kind.is_word());
    let before = not.start.checked_sub(1).filter(|at| is_word(at) && !begins(here, not.start));
    let after = Some(not.end).filter(|at| is_word(at) && !begins(here, *at));
    let with = here.quote(&(before.unwrap_or(not.start)..after.map_or(not.end, |at| at + 1)));
    let hash = |at: Option<usize>| at.map(|at| here.hash(at));
    let without = after.and_then(|_| {
        let words: Vec<u64> = hash(before).into_iter().chain(hash(after)).collect();
        find(there, &words).or_else(|| find(there, &words[words.len() - 1..]))
    });
    let without = without.map(|tokens| there.quote(&tokens)).unwrap_or_default();
    let how = if removed { "removed" } else { "added" };
    let (was, is) = if removed { (with, without) } else { (without, with) };
    let description = match (was.is_empty(), is.is_empty()) {
        (false, false) => format!("{was} → {is}"),
        _ => format!("“{}” {how}", here.quote(not)),
    };
    Finding { was, is, ..Finding::told(Class::Negation, description) }
}

/// Where these words stand together at the change.
fn find(passage: &Passage<'_>, words: &[u64]) -> Option<Range<usize>> {
    let Range { start, end } = passage.changed;
    (start.saturating_sub(words.len())..=end)
        .map(|at| at..at + words.len())
        .find(|range| range.clone().map(|at| passage.hash(at)).eq(words.iter().copied()))
}

fn begins(passage: &Passage<'_>, at: usize) -> bool {
    passage.tokens.get(at).is_none_or(|token| token.edge != Edge::None)
}

/// Words of what is quoted, at most.
const QUOTED: usize = 12;

/// What changed, cut where it is long.
pub(super) fn shortened(passage: &Passage<'_>) -> String {
    let text = passage.quote(&passage.changed);
    let words: Vec<&str> = text.split(' ').collect();
    if words.len() > QUOTED { format!("{} …", words[..QUOTED].join(" ")) } else { text }
}
