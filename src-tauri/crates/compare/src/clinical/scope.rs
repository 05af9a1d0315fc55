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
    if new.words_changed() == 0 {
        member_of_warning(old, out);
    }
    // The end of a sentence may have changed with what follows it.
    let (old, new) = (&bare(old), &bare(new));
    connective(old, new, out);
    condition(old, new, out);
    watched_for(old, new, out);
}

/// A change without the marks at its end.
fn bare<'a>(passage: &Passage<'a>) -> Passage<'a> {
    let Range { start, end } = passage.changed;
    let says = |at: &usize| passage.tokens[*at].kind > Kind::Punctuation;
    let end = (start..end).rev().find(says).map_or(start, |at| at + 1);
    passage.with(start..end)
}

/// Words of a change that is about the "and" or "or" in it, at most.
const JOINED: usize = 4;

/// "And" that became "or" between conditions or drugs.
fn connective(old: &Passage<'_>, new: &Passage<'_>, out: &mut Vec<Finding>) {
    let joins = |passage: &Passage<'_>| {
        let words = passage.changed.clone().map(|at| passage.word(at).to_lowercase());
        let mut found = words.filter(|word| matches!(word.as_str(), "and" | "or"));
        found.next().filter(|_| passage.changed.len() <= JOINED && found.next().is_none())
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
    let mut before = passage.sentences().start..passage.changed.start;
    before.any(|at| matches!(passage.word(at), "if" | "If" | "when" | "When" | "unless" | "Unless"))
        || passage.sentences().any(|at| matches!(passage.word(at), "needed" | "required" | "must" | "enough"))
}

/// The one word that changed, where it says what is asked about or looked for.
fn watched<'a>(passage: &Passage<'a>) -> Option<&'a str> {
    let Range { start, end } = passage.changed;
    let sentence = passage.sentences().start;
    let said = (start.saturating_sub(WATCHED).max(sentence)..start).find(|at| {
        let word = passage.word(*at).to_lowercase();
        matches!(
            (word.as_str(), passage.word(at + 1)),
            ("ask" | "asked", "about")
                | ("look" | "watch" | "check" | "test" | "tested" | "screen" | "screened", "for")
                | ("signs" | "symptoms", "of")
        )
    });
    let one = end == start + 1 && passage.tokens[start].kind >= Kind::Word;
    said.filter(|said| one && said + 1 < start).map(|_| passage.word(start))
}

/// What is asked about or looked for, where it is something else now: "look for signs of bleeding".
fn watched_for(old: &Passage<'_>, new: &Passage<'_>, out: &mut Vec<Finding>) {
    let (Some(was), Some(is)) = (watched(old), watched(new)) else { return };
    let stem = |word: &str| word.to_lowercase().chars().take(4).collect::<String>();
    if stem(was) != stem(is) {
        out.push(finding(Class::Warning, "looked for:", was, is, false));
    }
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
    let conditional =
        term_at(here, first, Group::CONDITION).is_some() || (narrows(here, first) && ordered(here));
    if conditional && here.keeps_words() && advises(here) {
        let (was, is) = (old.quote(&old.changed), new.quote(&new.changed));
        out.push(finding(Class::Certainty, "condition", &was, &is, false));
    }
}

/// Whether a clause that begins here narrows what is to be done: "until the pain stops", "after an ECG".
fn narrows(passage: &Passage<'_>, at: usize) -> bool {
    let begins = matches!(
        passage.word(at),
        "after" | "until" | "with" | "without" | "before" | "when" | "while" | "under" | "within" | "unless"
    );
    begins && passage.changed.len() > 1
}

/// Whether the sentence of a change says first what is to be done.
pub(super) fn ordered(passage: &Passage<'_>) -> bool {
    let mut sentence = passage.sentences();
    let first = sentence.find(|at| passage.tokens[*at].kind > Kind::Punctuation);
    first.is_some_and(|at| term_at(passage, at, Group::ORDER).is_some())
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

/// Tokens between what says that something is looked for and what that is, at most.
const WATCHED: usize = 6;

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
