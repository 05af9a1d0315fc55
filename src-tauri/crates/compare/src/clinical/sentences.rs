//! Sentences that are new or gone as a whole: what they say of how much, how often, to whom, and what to do.

use super::facts::{Fact, Facts, kinds, term_at};
use super::lexicon::{Group, Term};
use super::quantity::{Likeness, Quantity};
use super::{Passage, days, differing, pairwise, scope, wording};
use crate::comparison::{Class, Finding};
use crate::stream::{Edge, Kind};
use std::ops::Range;

/// Words of the longest sentence that is read as an instruction.
const INSTRUCTION: usize = 20;

/// Sentences that stand on one side only.
pub(super) fn judge(old: &Passage<'_>, new: &Passage<'_>, out: &mut Vec<Finding>) {
    let here = if old.changed.is_empty() { new } else { old };
    for sentence in each(here) {
        let sentence = here.with(sentence);
        let (was, is) = if old.changed.is_empty() { (old, &sentence) } else { (&sentence, new) };
        stated(was, is, out);
    }
}

/// What one sentence states, new or gone.
fn stated(old: &Passage<'_>, new: &Passage<'_>, out: &mut Vec<Finding>) {
    let before = out.len();
    let gone = new.changed.is_empty();
    let here = if gone { old } else { new };
    let mut amount = |class: Class, what: &str, quantity: &Quantity| {
        let side = |ours: bool| ours.then_some(quantity);
        out.push(wording::amount(class, what, (old, side(gone)), (new, side(!gone))));
    };
    let kinds = kinds(here);
    let doses = if kinds.meets(Group::DOSE) { Facts::doses(here) } else { Vec::new() };
    doses.iter().for_each(|quantity| amount(Class::Dose, "dose", quantity));
    let named = here.words_changed() <= ITEM && scope::lead_in(here).is_some();
    let instructs = named || (here.words_changed() <= INSTRUCTION && advises(here));
    let facts = if instructs { Facts::of_new(here) } else { Facts::default() };
    let measured = |quantity: &&Quantity| {
        !(quantity.is_dose() || quantity.label) && (quantity.unit.is_some() || quantity.comparator.is_some())
    };
    facts.quantities.iter().filter(measured).for_each(|quantity| amount(Class::Number, "number", quantity));
    let mut list = |class: Class, what: &str, found: &[Fact]| {
        let (was, is) = if gone { (found, &[][..]) } else { (&[][..], found) };
        pairwise(class, what, was, is, old, new, out);
    };
    if doses.is_empty() && kinds.meets(Group::DOSING) {
        list(Class::Dose, "dosing", &how_often(here));
    }
    list(Class::Drug, "drug", &facts.drugs);
    let strong: Vec<Fact> = facts.population.into_iter().filter(|fact| !fact.weak).collect();
    list(Class::Population, "population", &strong);
    if out.len() == before && allows(here) {
        let how = if gone { "removed" } else { "added" };
        out.push(Finding::told(Class::Negation, format!("“{}” {how}", wording::shortened(here))));
    }
}

/// Words of the longest item of a list that says nothing but a name.
const ITEM: usize = 4;

/// Whether a short sentence says in so many words what may be done with a medicine, or that something need not be done.
fn allows(passage: &Passage<'_>) -> bool {
    let says = |group: Group| passage.changed.clone().filter_map(move |at| term_at(passage, at, group));
    passage.words_changed() <= INSTRUCTION
        && says(Group::ADVICE).any(|(_, len)| len > 1)
        && (days::is_given(passage)
            || says(Group::NEGATION).next().is_some()
            || says(Group::DOSE).next().is_some())
}

/// Whether a sentence says what may, should or is to be done.
pub(super) fn advises(passage: &Passage<'_>) -> bool {
    let range = passage.changed.clone();
    let first = range.clone().find(|at| passage.tokens[*at].kind > Kind::Punctuation);
    first.is_some_and(|at| term_at(passage, at, Group::ORDER).is_some())
        || range.into_iter().any(|at| term_at(passage, at, Group::ADVICE).is_some())
}

/// However long the texts: how much and how often, where only the new one says so, and all that sentences say which
/// took the place of nothing.
pub(super) fn in_paragraphs(old: &Passage<'_>, new: &Passage<'_>, out: &mut Vec<Finding>) {
    if old.changed.is_empty() || new.changed.is_empty() {
        judge(old, new, out);
        return;
    }
    let kinds = kinds(new);
    let doses = if kinds.meets(Group::DOSE) { Facts::doses(new) } else { Vec::new() };
    if !doses.is_empty() {
        let (_, come) = differing(&Facts::doses(old), &doses, |a, b| a.likeness(b) != Likeness::Different);
        for quantity in &come {
            out.push(wording::amount(Class::Dose, "dose", (old, None), (new, Some(quantity))));
        }
    }
    let is = if kinds.meets(Group::DOSING) { how_often(new) } else { Vec::new() };
    if !is.is_empty() {
        let (_, come) = differing(&how_often(old), &is, |a, b| a.key == b.key);
        pairwise(Class::Dose, "dosing", &[], &come, old, new, out);
    }
}

/// How often something is given, as the sentences that speak of giving say.
fn how_often(passage: &Passage<'_>) -> Vec<Fact> {
    let mut out = Vec::new();
    for sentence in each(passage) {
        let sentence = passage.with(sentence);
        let Range { start: mut at, end } = sentence.changed;
        let mut found = Vec::new();
        while at < end {
            let term = term_at(&sentence, at, Group::DOSING);
            let len = term.as_ref().map_or(1, |(_, len)| *len);
            if let Some((Term::Dosing { key, way, weak: false }, _)) = term {
                found.push(Fact { way, ..Fact::new(key, at..at + len) });
            }
            at += len;
        }
        if !found.is_empty() && days::is_given(&sentence) {
            out.append(&mut found);
        }
    }
    out
}

/// The sentences that changed, or parts of one.
fn each(passage: &Passage<'_>) -> Vec<Range<usize>> {
    let Range { start, end } = passage.changed;
    let mut out = Vec::new();
    let mut from = start;
    for to in start + 1..=end {
        if to == end || passage.tokens[to].edge >= Edge::Sentence {
            out.push(from..to);
            from = to;
        }
    }
    out
}
