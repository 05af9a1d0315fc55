//! Names beside an amount: the drug it is of, also where no list knows it.

use super::Passage;
use super::facts::{quantity_at, term_at, unit_at};
use super::lexicon::{Group, LEXICON};
use crate::stream::{Edge, Kind};
use std::ops::Range;

/// Letters of the shortest name taken for one.
const SHORTEST: usize = 5;

/// The two names where one word took the place of another, and both are of something measured out: "Xyzzol 5 mg",
/// "5 mg of Xyzzol".
pub(super) fn replaced<'a>(old: &Passage<'a>, new: &Passage<'a>) -> Option<(&'a str, &'a str)> {
    let was = name(old)?;
    let is = name(new)?;
    (!was.eq_ignore_ascii_case(is)).then_some((was, is))
}

/// The one word that changed, where it names what an amount is of.
fn name<'a>(passage: &Passage<'a>) -> Option<&'a str> {
    let at = passage.changed.start;
    let token = passage.tokens.get(at).filter(|_| passage.changed.len() == 1)?;
    let word = passage.word(at);
    let plain = ["ly", "ing", "ed", "tion", "ness"].iter().any(|end| word.ends_with(end));
    let unknown = matches!(token.kind, Kind::Word | Kind::LongWord)
        && word.len() >= SHORTEST
        && !plain
        && !LEXICON.begins(passage.hash(at));
    (unknown && (amount_after(passage, at) || amount_before(passage, at))).then_some(word)
}

fn amount_after(passage: &Passage<'_>, at: usize) -> bool {
    let after = at + 1..passage.tokens.len();
    quantity_at(passage, at + 1, &after).is_some_and(|quantity| quantity.is_dose())
}

/// "5 mg of", and no volume: "250 ml of broth" is no dose of a drug called broth.
fn amount_before(passage: &Passage<'_>, at: usize) -> bool {
    let unit = at.checked_sub(if at > 0 && passage.word(at - 1) == "of" { 2 } else { 1 });
    let number = unit.and_then(|at| at.checked_sub(1)).and_then(|at| passage.tokens.get(at));
    let measured =
        unit.and_then(|at| unit_at(passage, at)).is_some_and(|(unit, len)| unit.weighs && len == 1);
    measured && number.is_some_and(|token| token.kind == Kind::Number)
}

/// Words between a drug and its amount, at most.
const BETWEEN: usize = 8;

/// The drug that an amount is of: "metformin 500 mg", "metformin is given at 500 mg",
/// "500 mg of metformin".
pub(super) fn beside(passage: &Passage<'_>, amount: &Range<usize>) -> Option<String> {
    let drug = |at: usize| term_at(passage, at, Group::DRUG).map(|(_, len)| at..at + len);
    let begins = |at: usize| passage.tokens.get(at).is_none_or(|token| token.edge != Edge::None);
    let of = passage.word(amount.end) == "of";
    let behind = || if begins(amount.end) { None } else { drug(amount.end + usize::from(of)) };
    let ahead = || {
        let mut end = amount.start;
        for _ in 0..BETWEEN {
            if begins(end) {
                return None;
            }
            let at = end.checked_sub(1)?;
            let named = (at.saturating_sub(3)..=at).filter_map(drug).find(|tokens| tokens.end == end);
            if named.is_some() {
                return named;
            }
            let light = passage.tokens.get(at).is_some_and(|token| token.kind == Kind::Stop)
                || term_at(passage, at, SAYS_LITTLE).is_some();
            if !light {
                return None;
            }
            end = at;
        }
        None
    };
    let found = if of { behind().or_else(ahead) } else { ahead().or_else(behind) };
    found.map(|tokens| passage.quote(&tokens))
}

/// "At a usual dose of": says nothing of what the amount is of.
const SAYS_LITTLE: Group = Group::ORDINARY.or(Group::GIVING).or(Group::COMPARATOR).or(Group::DOSING);
