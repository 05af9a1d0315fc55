//! Names of drugs that no list knows: what stands beside an amount, and is no ordinary word.

use super::Passage;
use super::facts::{quantity_at, unit_at};
use super::lexicon::LEXICON;
use crate::stream::Kind;

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
