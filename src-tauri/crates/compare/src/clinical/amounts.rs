//! How much and how often: quantities, their units, and names that differ in a number.

use super::facts::{self, Fact, Facts};
use super::quantity::{Likeness, Quantity};
use super::wording::{self, finding};
use super::{Passage, REMARK, Sides, days, differing, pairwise, says_so};
use crate::comparison::{Class, Finding};
use std::ops::Range;

pub(super) fn quantities(sides: Sides<'_>, out: &mut Vec<Finding>) {
    let Sides { was, is, old, new, size } = sides;
    let (mut gone, mut come) = differing(&was.quantities, &is.quantities, |a, b| {
        a.likeness(b) == Likeness::Same && a.label == b.label
    });
    // A sign or a point came or went, and the number it was part of stayed.
    match (gone.as_slice(), come.as_slice()) {
        ([one], []) if one.tokens.end > old.changed.end => come.extend(facts::quantity_at_seam(new)),
        ([], [one]) if one.tokens.end > new.changed.end => gone.extend(facts::quantity_at_seam(old)),
        _ => {}
    }
    // "≥ 65 years" and "65 years or older": the change touches what says so on one side, and borders on it on the other.
    if gone.is_empty() != come.is_empty() {
        let (before, after) = (facts::bordering(old), facts::bordering(new));
        let count = |all: &[Quantity], one: &Quantity| {
            all.iter().filter(|other| other.likeness(one) == Likeness::Same).count()
        };
        gone.retain(|quantity| count(&after, quantity) < count(&before, quantity));
        come.retain(|quantity| count(&before, quantity) < count(&after, quantity));
        // "5 mg" and "5 mg or more": the words that came make another amount of what stands beside them.
        let beside = |all: &[Quantity], one: &Quantity| {
            let same = |other: &&Quantity| {
                other.values == one.values && other.unit == one.unit && other.likeness(one) != Likeness::Same
            };
            all.iter().find(same).cloned()
        };
        match (gone.as_slice(), come.as_slice()) {
            ([one], []) => come.extend(beside(&after, one)),
            ([], [one]) => gone.extend(beside(&before, one)),
            _ => {}
        }
    }
    for at in 0..gone.len().max(come.len()) {
        let (a, b) = (gone.get(at), come.get(at));
        // "At least four hours" and "four hours or more".
        if a.zip(b).is_some_and(|(a, b)| a.likeness(b) == Likeness::Same && a.label == b.label) {
            continue;
        }
        // Nothing is named by a whole number now and by a part of one then.
        let as_whole = a.zip(b).is_none_or(|(a, b)| a.is_whole() == b.is_whole());
        let label = as_whole && [a, b].into_iter().flatten().all(|quantity| quantity.label);
        let dose = [a, b].into_iter().flatten().any(Quantity::is_dose);
        let unit_changed = matches!((a.and_then(|a| a.unit), b.and_then(|b| b.unit)), (Some(a), Some(b))
            if a.dimension != b.dimension || a.size.total_cmp(&b.size).is_ne());
        let one_for_one = a.is_some() && b.is_some();
        let (class, what) = match (label, dose || unit_changed) {
            (true, _) => (Class::Reference, "number"),
            (_, true) => (Class::Dose, "dose"),
            _ => (Class::Number, "number"),
        };
        // Numbers come and go with the words about them; amounts do not, nor what is measured beside few of them.
        let measured = [a, b].into_iter().flatten().all(|q| q.unit.is_some() || q.comparator.is_some());
        let remark = size <= REMARK || (measured && sides.remarks(a.is_some(), b.is_some()));
        if !one_for_one && (label || !(dose || remark)) {
            continue;
        }
        out.push(wording::amount(class, what, (old, a), (new, b)));
    }
}

/// A unit that stands by itself and became another, as in the heading of a column: "Dose (mg)".
pub(super) fn unit_for_unit(Sides { was, is, old, new, .. }: Sides<'_>, out: &mut Vec<Finding>) {
    if was.quantities.is_empty()
        && is.quantities.is_empty()
        && let (Some(gone), Some(come)) = (facts::unit_alone(old), facts::unit_alone(new))
        && gone != come
    {
        let equivalent = false;
        out.push(finding(
            Class::Dose,
            "unit",
            &old.quote(&old.changed),
            &new.quote(&new.changed),
            equivalent,
        ));
    }
}

/// A name that differs in its digits alone: "T3" and "T4", "CYP3A4" and "CYP2D6".
pub(super) fn name_for_name(Sides { old, new, .. }: Sides<'_>, out: &mut Vec<Finding>) {
    if old.changed.len() != 1 || new.changed.len() != 1 {
        return;
    }
    let (was, is) = (old.word(old.changed.start), new.word(new.changed.start));
    let letters = |word: &str| -> String { word.chars().filter(|c| c.is_alphabetic()).collect() };
    // "Child-Pugh A": a letter is a degree, too.
    let graded = |passage: &Passage<'_>| {
        let letter = matches!(passage.word(passage.changed.start).as_bytes(), [b'A'..=b'Z']);
        letter && facts::is_staged(passage, passage.changed.start)
    };
    if was != is && graded(old) && graded(new) {
        out.push(finding(Class::Number, "grade", was, is, false));
    }
    let both =
        |word: &str| word.contains(|c: char| c.is_ascii_digit()) && word.starts_with(char::is_alphabetic);
    let alike = letters(was).chars().next() == letters(is).chars().next();
    if both(was) && both(is) && alike && !was.eq_ignore_ascii_case(is) {
        out.push(finding(Class::Number, "name", was, is, false));
    }
}

pub(super) fn dosing(sides: Sides<'_>, out: &mut Vec<Finding>) {
    let Sides { was, is, old, new, .. } = sides;
    let told = |gone: &[Fact], come: &[Fact]| {
        let alone = gone.is_empty() || come.is_empty();
        !alone || sides.remarks(says_so(gone), says_so(come))
    };
    let (mut gone, mut come) = differing(&was.dosing, &is.dosing, |a, b| a.key == b.key && a.way == b.way);
    if gone.is_empty() != come.is_empty() {
        // "Every 12 hours" and "12-hourly": the change touches what says so on one side, and borders on it on the other.
        let (before, after) = (Facts::of_sentences(old).dosing, Facts::of_sentences(new).dosing);
        let count = |facts: &[Fact], fact: &Fact, changed: &Range<usize>| {
            let here = |f: &&Fact| f.tokens.start <= changed.end && changed.start <= f.tokens.end;
            facts.iter().filter(here).filter(|f| f.key == fact.key && f.way == fact.way).count()
        };
        let counts = |fact: &Fact| (count(&before, fact, &old.changed), count(&after, fact, &new.changed));
        gone.retain(|fact| counts(fact).1 < counts(fact).0);
        come.retain(|fact| counts(fact).0 < counts(fact).1);
    }
    if told(&gone, &come) {
        pairwise(Class::Dose, "dosing", &gone, &come, old, new, out);
    }
    let (gone, come) = differing(&was.days, &is.days, |a, b| a.key == b.key);
    if told(&gone, &come) && (days::is_given(old) || days::is_given(new)) {
        pairwise(Class::Dose, "days", &gone, &come, old, new, out);
    }
}

/// "The first dose" that is the second now.
pub(super) fn ordinals(Sides { was, is, old, new, .. }: Sides<'_>, out: &mut Vec<Finding>) {
    let (gone, come) = differing(&was.ordinals, &is.ordinals, |a, b| a.key == b.key);
    if gone.len() == come.len() {
        pairwise(Class::Number, "number", &gone, &come, old, new, out);
    }
}
