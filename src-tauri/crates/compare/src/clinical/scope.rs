//! To what a sentence applies: the members of a list that is warned of, conditions, "and" and "or".

use super::facts::{negates, term_at};
use super::lexicon::{Group, Term};
use super::wording::finding;
use super::{Passage, REWRITING, Sides, warns};
use crate::comparison::{Class, Finding};
use crate::stream::{Edge, Kind, Literal, Shape, Stream};
use std::ops::Range;

pub(super) fn judge(Sides { old, new, size, .. }: Sides<'_>, out: &mut Vec<Finding>) {
    if size > REWRITING {
        return;
    }
    connective(old, new, out);
    condition(old, new, out);
    if new.changed.is_empty() {
        member_of_warning(old, out);
    }
}

/// "And" that became "or" between conditions or drugs.
fn connective(old: &Passage<'_>, new: &Passage<'_>, out: &mut Vec<Finding>) {
    let joins = |passage: &Passage<'_>| {
        let word = passage.word(passage.changed.start).to_lowercase();
        (passage.changed.len() == 1).then_some(word).filter(|word| matches!(word.as_str(), "and" | "or"))
    };
    let (Some(was), Some(is)) = (joins(old), joins(new)) else { return };
    if was == is {
        return;
    }
    let around = |passage: &Passage<'_>, group: Group| {
        let sentences = passage.sentences();
        let Range { start, end } = passage.changed;
        let near = start.saturating_sub(5).max(sentences.start)..(end + 4).min(sentences.end);
        near.into_iter().any(|at| term_at(passage, at, group).is_some())
    };
    let class = if around(old, Group::DRUG) {
        Class::Drug
    } else if around(old, Group::POPULATION) {
        Class::Population
    } else if around(old, Group::DOSE.or(Group::WARNING).or(Group::DOSING)) || in_condition(old) {
        Class::Negation
    } else {
        return;
    };
    let with = |passage: &Passage<'_>| {
        let sentences = passage.sentences();
        let Range { start, end } = passage.changed;
        passage.quote(&(start.saturating_sub(1).max(sentences.start)..(end + 1).min(sentences.end)))
    };
    out.push(finding(class, "joined otherwise", &with(old), &with(new), false));
}

/// Whether a change stands behind an "if" of its sentence.
fn in_condition(passage: &Passage<'_>) -> bool {
    let before = passage.sentences().start..passage.changed.start;
    before
        .into_iter()
        .any(|at| matches!(passage.word(at), "if" | "If" | "when" | "When" | "unless" | "Unless"))
}

/// A condition that came or went, in a sentence that says what to do.
fn condition(old: &Passage<'_>, new: &Passage<'_>, out: &mut Vec<Finding>) {
    let here = match (old.changed.is_empty(), new.changed.is_empty()) {
        (false, true) => old,
        (true, false) => new,
        _ => return,
    };
    let joins = |at: usize| matches!(here.word(at), "and" | "or" | "but");
    let first = here.changed.clone().find(|at| here.tokens[*at].kind > Kind::Punctuation && !joins(*at));
    let Some(first) = first else { return };
    if whom(here, first) && advises(here) {
        let (was, is) = (old.quote(&old.changed), new.quote(&new.changed));
        out.push(finding(Class::Population, "whom", &was, &is, false));
        return;
    }
    let conditional = term_at(here, first, Group::CONDITION).is_some();
    if conditional && here.keeps_words() && advises(here) {
        let (was, is) = (old.quote(&old.changed), new.quote(&new.changed));
        out.push(finding(Class::Certainty, "condition", &was, &is, false));
    }
}

/// Whether a clause that begins here says which of the people named before it are meant.
fn whom(passage: &Passage<'_>, at: usize) -> bool {
    let people = |at: usize| {
        term_at(passage, at, Group::POPULATION).is_some()
            || matches!(passage.word(at), "patients" | "people" | "those" | "persons" | "anyone")
    };
    let says_which = matches!(
        passage.word(at),
        "who"
            | "whose"
            | "with"
            | "without"
            | "past"
            | "on"
            | "over"
            | "under"
            | "aged"
            | "taking"
            | "having"
            | "needing"
            | "receiving"
    );
    says_which && at.checked_sub(1).is_some_and(people)
}

/// Whether a sentence says what to give or to do.
fn advises(passage: &Passage<'_>) -> bool {
    let says = Group::GIVING.or(Group::DRUG).or(Group::DOSE).or(Group::WARNING);
    let sentences = passage.sentences();
    let orders = term_at(passage, sentences.start, Group::ORDER).is_some();
    orders || sentences.into_iter().any(|at| term_at(passage, at, says).is_some())
}

/// "Do not give it in asthma, heart block or shock": one that went is warned of no more.
fn member_of_warning(old: &Passage<'_>, out: &mut Vec<Finding>) {
    let Range { start, end } = old.changed;
    if start == end || out.iter().any(|finding| finding.class == Class::Warning) {
        return;
    }
    let parts = |at: usize| matches!(old.word(at), "," | ";" | "and" | "or" | "nor");
    let says = (start..end).any(|at| old.tokens[at].kind >= Kind::Word);
    if !says || !(parts(start) || parts(end - 1)) {
        return;
    }
    let begin = old.sentences().start;
    let warns = |at: usize| matches!(term_at(old, at, Group::WARNING), Some((Term::Warning { weak: false }, len)) if at + len <= start);
    let forbids =
        |at: usize| negates(old, at) && (at..start).any(|k| term_at(old, k, Group::GIVING).is_some());
    if (begin..start).any(|at| warns(at) || forbids(at)) {
        let member = old.quote(&old.changed);
        let member = member.trim_matches(|c: char| matches!(c, ',' | ';' | ' '));
        out.push(Finding::told(Class::Warning, format!("no longer warned of: “{member}”")));
    }
}

/// Tokens looked back over for what a list stands below.
const FAR: usize = 600;

/// The line above a list that says what its items are: "May be given together:".
pub(super) fn lead_in<'a>(passage: &Passage<'a>) -> Option<&'a str> {
    let edge = |at: usize| passage.tokens.get(at).map_or(Edge::None, |token| token.edge);
    let start = passage.changed.start;
    let own = (start.saturating_sub(FAR)..=start).rev().find(|at| edge(*at) >= Edge::Block)?;
    if edge(own) != Edge::Item {
        return None;
    }
    let begin = |at: usize| passage.tokens.get(at).map_or(0, |token| token.start as usize);
    let block = (own.saturating_sub(FAR)..own).rev().find(|at| edge(*at) == Edge::Block);
    let item = block.and_then(|block| (block + 1..=own).find(|at| edge(*at) == Edge::Item));
    let first = if block.is_some() { item.unwrap_or(own) } else { 0 };
    let above = passage.text.get(block.map_or(0, begin)..begin(first))?;
    above.trim_end().lines().next_back().filter(|line| line.ends_with(':') || line.starts_with('#'))
}

/// Whether a line says what to do with the items of the list below it: "Before discharge check:".
pub(super) fn orders(line: &str) -> bool {
    let mut stream = Stream::default();
    stream.read(line, 0, Shape::Block(Edge::Block), &mut Literal);
    let passage =
        Passage { text: line, tokens: &stream.tokens, changed: 0..stream.tokens.len(), in_warnings: false };
    line.ends_with(':') && passage.changed.clone().any(|at| term_at(&passage, at, Group::ORDER).is_some())
}

/// Whether a line warns or forbids.
pub(super) fn warns_of(line: &str) -> bool {
    let mut stream = Stream::default();
    stream.read(line, 0, Shape::Block(Edge::Block), &mut Literal);
    warns(line, &stream.tokens)
}
