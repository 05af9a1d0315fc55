//! On which days of the week something is given.

use super::Passage;
use super::facts::{Fact, term_at, touches};
use super::lexicon::{Group, Term};
use crate::stream::Edge;
use std::ops::Range;

/// The lists of days that a change touches: "Monday, Wednesday and Friday", "Monday to Friday". Lists of the same days
/// have the same key.
pub(super) fn read(passage: &Passage<'_>, range: &Range<usize>) -> Vec<Fact> {
    let mut out = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let Some((days, len)) = days_at(passage, at) else {
            at += 1;
            continue;
        };
        let list = list(passage, at, days, len);
        at = list.tokens.end;
        if touches(&passage.changed, &list.tokens) {
            out.push(list);
        }
    }
    out
}

fn days_at(passage: &Passage<'_>, at: usize) -> Option<(u8, usize)> {
    match term_at(passage, at, Group::DAYS)? {
        (Term::Days(days), len) => Some((days, len)),
        _ => None,
    }
}

/// The list that begins with these days.
fn list(passage: &Passage<'_>, start: usize, days: u8, len: usize) -> Fact {
    let (mut all, mut last, mut end) = (days, days, start + len);
    loop {
        let through = matches!(passage.word(end), "to" | "through" | "until" | "-" | "–" | "—");
        let mut next = end;
        while matches!(passage.word(next), "," | "and" | "&" | "or" | "on") {
            next += 1;
        }
        if through {
            next += 1;
        }
        let Some((days, len)) = days_at(passage, next).filter(|_| next > end) else { break };
        all |= if through { span(last, days) } else { days };
        (last, end) = (days, next + len);
    }
    Fact::new(u32::from(all), start..end)
}

/// The days from one to another, over the end of the week where the second comes before the first.
fn span(from: u8, to: u8) -> u8 {
    let (from, to) = (from.trailing_zeros(), to.trailing_zeros());
    (0..7).filter(|day| (day + 7 - from) % 7 <= (to + 7 - from) % 7).fold(0, |days, day| days | 1 << day)
}

/// Whether the sentences of a change, or its row of a table, speak of something given.
pub(super) fn is_given(passage: &Passage<'_>) -> bool {
    let begins = |at: &usize| passage.tokens.get(*at).is_none_or(|token| token.edge >= Edge::Sentence);
    let Range { start, end } = passage.changed;
    let from = (0..=start.min(passage.tokens.len())).rev().find(begins).unwrap_or(0);
    let to = (end.max(from + 1)..passage.tokens.len()).find(begins).unwrap_or(passage.tokens.len());
    let says = Group::GIVING.or(Group::DRUG).or(Group::DOSE);
    (from..to).any(|at| term_at(passage, at, says).is_some())
}

#[cfg(test)]
mod tests {
    use super::span;

    #[test]
    fn days_run_over_the_end_of_the_week() {
        let (monday, friday, sunday) = (1, 16, 64);
        assert_eq!([span(monday, friday), span(friday, monday), span(sunday, sunday)], [31, 113, 64]);
    }
}
