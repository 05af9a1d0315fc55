//! Citations that a change holds: marks, and papers by author and year.

use super::wording::finding;
use super::{Passage, differing};
use crate::comparison::{Class, Finding};
use crate::stream::Kind;
use std::ops::Range;

pub(super) fn citations(old: &Passage<'_>, new: &Passage<'_>, out: &mut Vec<Finding>) {
    let leaves = |passage: &Passage<'_>| -> Vec<u64> {
        let tokens = passage.tokens[passage.changed.clone()].iter();
        tokens.filter(|token| token.kind == Kind::Citation).map(|token| token.hash).collect()
    };
    let (gone, come) = differing(&leaves(old), &leaves(new), |a, b| a == b);
    if gone.is_empty() {
        if let (Some(was), Some(is)) = (within_paper(old), within_paper(new)) {
            out.push(finding(Class::Citation, "citation", &was, &is, false));
        }
        if names_paper(old) && !names_paper(new) {
            out.push(Finding::told(Class::Citation, "citation removed".to_owned()));
        }
        return;
    }
    let description = if come.is_empty() { "citation removed" } else { "citation changed" };
    out.push(Finding::told(Class::Citation, description.to_owned()));
}

/// Tokens of an author and year in brackets, at most.
const PAPER: usize = 12;

/// The author and year whose brackets a change lies in ("(Smith et al., 2010)"), or the name with whose others it stands
/// ("Smith and colleagues").
fn within_paper(passage: &Passage<'_>) -> Option<String> {
    let Range { start, end } = passage.changed;
    let word = |at: usize| passage.word(at);
    let named = |at: usize| word(at).starts_with(char::is_uppercase);
    let others = matches!((word(end), word(end + 1)), ("and", "colleagues" | "co") | ("et", "al"));
    if others && end == start + 1 && named(start) {
        return Some(word(start).to_owned());
    }
    let opened = (start.saturating_sub(PAPER)..start).rev().find(|at| matches!(word(*at), "(" | ")"))?;
    let closed = (end..end + PAPER).find(|at| matches!(word(*at), "(" | ")" | ""))?;
    let says = (start..end).any(|at| named(at) || is_year(word(at)));
    let telling = says
        && (start..end).all(|at| named(at) || is_year(word(at)) || passage.tokens[at].kind <= Kind::Stop);
    let paper = word(opened) == "(" && word(closed) == ")" && is_year(word(closed - 1)) && named(opened + 1);
    (paper && telling && start < end).then(|| passage.quote(&(opened + 1..closed)))
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && (word.starts_with("19") || word.starts_with("20"))
}

/// Whether a change holds author and year in brackets: "(Smith 2010)".
fn names_paper(passage: &Passage<'_>) -> bool {
    let Range { start, end } = passage.changed;
    let opened = |at: usize| (start..at).any(|k| passage.word(k) == "(");
    let named = |at: usize| (start..at).any(|k| passage.word(k).starts_with(char::is_uppercase));
    let year = |at: usize| is_year(passage.word(at)) && passage.word(at + 1) == ")";
    (start..end).any(|at| passage.tokens[at].kind == Kind::Number && year(at) && opened(at) && named(at))
}
