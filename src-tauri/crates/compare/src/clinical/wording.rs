//! What was found, in words: the phrase that says it, and not the bare letters that differ.

use super::Passage;
use super::names;
use super::quantity::{Likeness, Quantity};
use crate::comparison::{Class, Finding};
use crate::stream::{Edge, Kind};
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

/// Words of a change that is shown whole where a "not" came or went, at most.
const SHORT: usize = 4;

/// A "not" that only one side has, with the words beside it, and what the other side has there. It is shown up to the
/// next word that says something: "must not be crushed", and not "not be".
pub(super) fn negation(
    here: &Passage<'_>,
    not: &Range<usize>,
    there: &Passage<'_>,
    removed: bool,
) -> Finding {
    let short = |passage: &Passage<'_>| passage.changed.len() <= SHORT;
    let replaced = !there.changed.is_empty() && short(here) && short(there);
    let (with, without) = if replaced {
        let side = |passage: &Passage<'_>| passage.quote(&reaching(passage, passage.changed.clone()));
        (side(here), side(there))
    } else {
        let before = not.start.checked_sub(1).filter(|at| is_word(here, *at) && !begins(here, not.start));
        let all = reaching(here, before.unwrap_or(not.start)..not.end);
        let words = all.clone().filter(|at| !not.contains(at)).map(|at| here.hash(at)).collect::<Vec<_>>();
        let without = find(there, &words).map(|tokens| there.quote(&tokens));
        (here.quote(&all), without.unwrap_or_default())
    };
    let how = if removed { "removed" } else { "added" };
    let description = match (with.is_empty(), without.is_empty()) {
        (false, false) if removed => format!("{with} → {without}"),
        (false, false) => format!("{without} → {with}"),
        _ => format!("“{with}” {how}"),
    };
    let (was, is) = if removed { (with, without) } else { (without, with) };
    Finding { was, is, ..Finding::told(Class::Negation, description) }
}

fn is_word(passage: &Passage<'_>, at: usize) -> bool {
    passage.tokens.get(at).is_some_and(|token| token.kind.is_word())
}

/// These tokens and those behind them up to the first that says something, within the sentence.
fn reaching(passage: &Passage<'_>, tokens: Range<usize>) -> Range<usize> {
    let mut end = tokens.end;
    while is_word(passage, end) && !begins(passage, end) && end < tokens.end + SHORT {
        end += 1;
        if passage.tokens[end - 1].kind > Kind::Stop {
            break;
        }
    }
    tokens.start..end
}

/// Where these words stand together at the change.
fn find(passage: &Passage<'_>, words: &[u64]) -> Option<Range<usize>> {
    let Range { start, end } = passage.changed;
    (start.saturating_sub(words.len())..=end)
        .map(|at| at..at + words.len())
        .find(|range| !words.is_empty() && range.clone().map(|at| passage.hash(at)).eq(words.iter().copied()))
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
