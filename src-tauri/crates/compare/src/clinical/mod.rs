//! What in a change can hurt a patient.
//!
//! A change is looked at within its sentences: the facts that it touches in the old text (quantities,
//! negations, names of drugs, …) are held against those it touches in the new one.

mod cells;
mod days;
mod facts;
mod lexicon;
mod names;
mod order;
mod quantity;
mod scope;
mod sentences;
mod wording;

use crate::comparison::{Class, Finding};
use crate::stream::{Edge, Kind, Literal, Shape, Stream, Token};
use facts::{Fact, Facts};
use lexicon::LEXICON;
use order::Order;
use quantity::{Likeness, Quantity};
use std::collections::BTreeSet;
use std::ops::Range;
use wording::finding;

/// The version that all word lists declare; raised with every change of one of them.
pub const LEXICON_VERSION: &str = "version 7";

/// Up to this many words a side, a fact that comes or goes alone is what the change is about.
const REMARK: usize = 5;
/// Beyond this many words a side, a change is a rewriting, and only what is plain in it counts.
const REWRITING: usize = 14;
/// Beyond this many words a side, a change is read as new text and not held against the old.
const PARAGRAPH: usize = 45;

/// One side of a change.
#[derive(Debug, Clone)]
pub(crate) struct Passage<'a> {
    pub(crate) text: &'a str,
    pub(crate) tokens: &'a [Token],
    /// The tokens that changed; empty at the place where the other side's stand.
    pub(crate) changed: Range<usize>,
    /// Whether everything it stands below is a warning ("Contraindications").
    pub(crate) in_warnings: bool,
}

impl<'a> Passage<'a> {
    /// The tokens of the sentences it stands in.
    pub(crate) fn sentences(&self) -> Range<usize> {
        let begins = |token: &Token| token.edge >= Edge::Sentence || token.edge == Edge::Cell;
        let Range { start, end } = self.changed;
        let (first, last) = (start.min(self.tokens.len()), end.max(start).min(self.tokens.len()));
        // A place between two sentences belongs to neither.
        let empty_between = start == end && self.tokens.get(start).is_none_or(begins);
        if empty_between {
            return first..first;
        }
        let from = (0..=first).rev().find(|k| self.tokens.get(*k).is_some_and(begins)).unwrap_or(0);
        let to = (last.max(from + 1)..self.tokens.len()).find(|k| begins(&self.tokens[*k]));
        from..to.unwrap_or(self.tokens.len())
    }

    /// The end of a sentence that began before the change, whole sentences, and the beginning of one that
    /// goes on after it. A change within one sentence is the first of these where the sentence began
    /// before it, else the last.
    fn parts(&self) -> [Range<usize>; 3] {
        let Range { start, end } = self.changed;
        let begins = |at: usize| self.tokens.get(at).is_none_or(|token| token.edge >= Edge::Sentence);
        let mut edges = (start..end).filter(|at| begins(*at));
        let Some(first) = edges.next() else {
            return if begins(start) {
                [start..start, start..start, start..end]
            } else {
                [start..end, end..end, end..end]
            };
        };
        let last = if begins(end) { end } else { edges.next_back().unwrap_or(first) };
        [start..first, first..last, last..end]
    }

    fn with(&self, changed: Range<usize>) -> Self {
        Self { changed, ..*self }
    }

    /// Whether any word of its sentences is unchanged.
    fn keeps_words(&self) -> bool {
        let kept = |at: usize| !self.changed.contains(&at) && self.tokens[at].kind >= Kind::Stop;
        self.sentences().any(kept)
    }

    fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| &self.text[token.bytes()])
    }

    /// The hash of a word without regard to case; zero beyond the last.
    #[inline]
    fn hash(&self, at: usize) -> u64 {
        self.tokens.get(at).map_or(0, |token| lexicon::folded(self.text, token))
    }

    /// Whether whole sentences changed, and nothing beside them.
    fn is_whole_sentence(&self) -> bool {
        let begins = |at: usize| self.tokens.get(at).is_none_or(|token| token.edge >= Edge::Sentence);
        !self.changed.is_empty() && begins(self.changed.start) && begins(self.changed.end)
    }

    fn words_changed(&self) -> usize {
        self.tokens[self.changed.clone()].iter().filter(|token| token.kind != Kind::Punctuation).count()
    }

    /// The text of these tokens, white space folded.
    pub(crate) fn quote(&self, tokens: &Range<usize>) -> String {
        let tokens = self.tokens.get(tokens.clone()).unwrap_or_default();
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
            return String::new();
        };
        let text = &self.text[first.start as usize..last.end() as usize];
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Whether these tokens speak of a warning or contraindication.
pub(crate) fn warns(text: &str, tokens: &[Token]) -> bool {
    let passage = Passage { text, tokens, changed: 0..tokens.len(), in_warnings: false };
    !Facts::of(&passage).warnings.is_empty()
}

/// Whether these tokens begin with what is to be done.
pub(crate) fn orders(text: &str, tokens: &[Token]) -> bool {
    let passage = Passage { text, tokens, changed: 0..tokens.len(), in_warnings: false };
    facts::term_at(&passage, 0, lexicon::Group::ORDER).is_some()
}

/// Whether the tokens of a passage begin with a unit that makes a dose.
pub(crate) fn begins_with_unit(passage: &Passage<'_>) -> bool {
    facts::unit_at(passage, passage.changed.start).is_some_and(|(unit, _)| unit.dose)
}

/// What the numbers of a passage are: amounts, or numbers of another kind; nothing where it has none.
pub(crate) fn figures(passage: &Passage<'_>) -> Option<Class> {
    let quantities = Facts::numbers(passage).quantities;
    let kind = |quantity: &Quantity| if quantity.is_dose() { Class::Dose } else { Class::Number };
    quantities.iter().filter(|quantity| !quantity.label).map(kind).min()
}

/// Whether a text that stood below one heading, or what led in to its list, and stands below another applies otherwise
/// now: to another group or drug, where it says what to do, or the other way round, whatever it says.
pub(crate) fn applies_otherwise(
    headings: (&Passage<'_>, &Passage<'_>),
    texts: (&Passage<'_>, &Passage<'_>),
) -> bool {
    let (was, is) = (Facts::of_new(headings.0), Facts::of_new(headings.1));
    if was.negations.is_empty() != is.negations.is_empty()
        || was.poles.iter().any(|a| is.poles.iter().any(|b| opposite(a, b)))
    {
        return true;
    }
    let keys = |facts: &[Fact]| facts.iter().map(|fact| fact.key).collect::<BTreeSet<_>>();
    let (before, after) = (keys(&was.drugs), keys(&is.drugs));
    // The title of an article names its drug, too.
    let drug = !before.is_empty() && !after.is_empty() && before != after;
    (drug || keys(&was.population) != keys(&is.population)) && (instructs(texts.0) || instructs(texts.1))
}

/// Whether a text says what to do, to whom or how much.
fn instructs(passage: &Passage<'_>) -> bool {
    let facts = Facts::of_new(passage);
    facts.quantities.iter().any(|quantity| !quantity.label)
        || !facts.dosing.is_empty()
        || !facts.drugs.is_empty()
        || !facts.negations.is_empty()
        || sentences::advises(passage)
}

/// What is clinical in a change, gravest first; nothing where it is wording alone.
pub(crate) fn findings(old: &Passage<'_>, new: &Passage<'_>) -> Vec<Finding> {
    if let Some(found) = cells::judge(old, new) {
        return found;
    }
    let (old, new) = &without_common_ends(old, new);
    let mut out = Vec::new();
    for (old_part, new_part) in beside(old.parts(), new.parts()) {
        if !(old_part.is_empty() && new_part.is_empty()) {
            judge(&old.with(old_part), &new.with(new_part), &mut out);
        }
    }
    if !out.iter().any(|finding| finding.class == Class::Negation) {
        negation_beside_what_stays(old, new, &mut out);
    }
    if !out.iter().any(|finding| finding.class == Class::Negation) {
        out.extend(order::denied_instead(old, new));
    }
    match order::of(old, new) {
        Order::Turned => out.clear(),
        Order::Exchanged(left, right) if out.is_empty() => out.extend(order::exchange(old, &left, &right)),
        Order::Other if out.is_empty() => out.extend(order::reversed(old, new)),
        _ => {}
    }
    if out.iter().any(|finding| finding.class == Class::Negation) && denies_the_same(old, new) {
        out.retain(|finding| !matches!(finding.class, Class::Negation | Class::Warning));
    }
    out.sort_by_key(|finding: &Finding| finding.class);
    out.dedup();
    out
}

/// "Not visible" that became "invisible", or the other way round, and little beside it.
fn denies_the_same(old: &Passage<'_>, new: &Passage<'_>) -> bool {
    let denied = |passage: &Passage<'_>| {
        let mut range = passage.changed.clone();
        range
            .find(|at| facts::negates(passage, *at))
            .map(|at| at + 1)
            .filter(|at| passage.changed.contains(at))
    };
    let same = |here: &Passage<'_>, there: &Passage<'_>| {
        let Some(at) = denied(here) else { return false };
        let word = here.word(at);
        let prefixed = |k: usize| there.word(k).len() > word.len() && turned(word, there.word(k));
        there.changed.clone().any(prefixed) && denied(there).is_none()
    };
    let few = old.words_changed().max(new.words_changed()) <= REMARK;
    few && (same(old, new) || same(new, old))
}

/// What is clinical in the difference of two short texts that stand by themselves.
pub(crate) fn of_texts(old: &str, new: &str) -> Vec<Finding> {
    let read = |text: &str| {
        let mut stream = Stream::default();
        stream.read(text, 0, Shape::Block(Edge::Block), &mut Literal);
        stream.tokens
    };
    let (was, is) = (read(old), read(new));
    let all = |text, tokens| Passage { text, tokens, changed: 0..0, in_warnings: false };
    let (old, new) = (all(old, was.as_slice()), all(new, is.as_slice()));
    findings(&old.with(0..was.len()), &new.with(0..is.len()))
}

/// What differs in two passages: a short cell of a table is shown whole, and judged by what changed in it.
fn without_common_ends<'a>(old: &Passage<'a>, new: &Passage<'a>) -> (Passage<'a>, Passage<'a>) {
    let (was, is) = (&old.tokens[old.changed.clone()], &new.tokens[new.changed.clone()]);
    let same = |(a, b): &(&Token, &Token)| a.hash == b.hash;
    let head = was.iter().zip(is).take_while(same).count();
    if head == was.len() && head == is.len() {
        return (old.clone(), new.clone());
    }
    let tail = was[head..].iter().rev().zip(is[head..].iter().rev()).take_while(same).count();
    let rest = |passage: &Passage<'a>| passage.with(passage.changed.start + head..passage.changed.end - tail);
    (rest(old), rest(new))
}

/// The parts of both sides to be held against each other. Where each side has but one, they are one another's,
/// though a sentence that lost its capital seems to begin elsewhere.
fn beside(old: [Range<usize>; 3], new: [Range<usize>; 3]) -> [(Range<usize>, Range<usize>); 3] {
    let only = |parts: &[Range<usize>; 3]| {
        let mut filled = (0..3).filter(|k| !parts[*k].is_empty());
        filled.next().filter(|_| filled.next().is_none())
    };
    let at = only(&old).zip(only(&new)).filter(|(a, b)| a != b);
    let [a, b, c] = old;
    let [x, y, z] = new;
    match at {
        Some((was, is)) => {
            let old = [a, b, c].into_iter().nth(was).unwrap_or_default();
            let new = [x, y, z].into_iter().nth(is).unwrap_or_default();
            [(old, new), (0..0, 0..0), (0..0, 0..0)]
        }
        None => [(a, x), (b, y), (c, z)],
    }
}

/// However much changed: a "not" at the very edge of it turns what stays beside it.
fn negation_beside_what_stays(old: &Passage<'_>, new: &Passage<'_>, out: &mut Vec<Finding>) {
    let negates = facts::negates;
    let begins = |p: &Passage<'_>| !p.changed.is_empty() && negates(p, p.changed.start);
    let ends = |p: &Passage<'_>| !p.changed.is_empty() && negates(p, p.changed.end - 1);
    let all = |p: &Passage<'_>| p.changed.clone().filter(|at| negates(p, *at)).count();
    // "Is not to be" that became "must not be" denies the same.
    if all(old) == all(new) {
        return;
    }
    for (here, there, removed) in [(old, new, true), (new, old, false)] {
        if (begins(here) || ends(here)) && !(begins(there) || ends(there)) {
            let at = if begins(here) { here.changed.start } else { here.changed.end - 1 };
            out.push(wording::negation(here, &(at..at + 1), there, removed));
        }
    }
}

/// Both sides of a change and what is clinical in each.
#[derive(Clone, Copy)]
struct Sides<'a> {
    was: &'a Facts,
    is: &'a Facts,
    old: &'a Passage<'a>,
    new: &'a Passage<'a>,
    /// Words changed on the side that has more of them.
    size: usize,
}

impl Sides<'_> {
    /// Whether the change is about what only one side says: that side says little beside it.
    fn remarks(&self, gone: bool, come: bool) -> bool {
        let little = |passage: &Passage<'_>| passage.words_changed() <= REMARK;
        (gone && little(self.old)) || (come && little(self.new))
    }
}

fn judge(old: &Passage<'_>, new: &Passage<'_>, out: &mut Vec<Finding>) {
    let (gone, come) = (old.words_changed(), new.words_changed());
    let size = gone.max(come);
    if size > PARAGRAPH {
        warnings_in_sentences(old, new, out);
        sentences::in_paragraphs(old, new, out);
        return;
    }
    if old.changed.is_empty() && !new.keeps_words() {
        sentences::judge(old, new, out);
    } else if new.changed.is_empty() && !old.keeps_words() {
        warning_removed(&Facts::of(old), None, old, out);
        sentences::judge(old, new, out);
    } else {
        let (was, is) = (&Facts::of(old), &Facts::of(new));
        let sides = Sides { was, is, old, new, size };
        quantities(sides, out);
        unit_for_unit(sides, out);
        scope::judge(sides, out);
        name_for_name(sides, out);
        warning_removed(was, Some(is), old, out);
        if size <= REWRITING {
            dosing(sides, out);
            ordinals(sides, out);
            polarity(sides, out);
            drugs(sides, out);
            who_and_how_sure(sides, out);
            citations(old, new, out);
            siblings(sides, out);
        } else {
            drug_for_drug(sides, out);
        }
    }
}

/// However long the text that went: a sentence of it that warned is missed, unless the new one warns too.
fn warnings_in_sentences(old: &Passage<'_>, new: &Passage<'_>, out: &mut Vec<Finding>) {
    let strong = |passage: &Passage<'_>| Facts::of(passage).warnings.iter().any(|fact| !fact.weak);
    if old.changed.is_empty() || (!new.changed.is_empty() && strong(new)) {
        return;
    }
    let begins = |at: usize| old.tokens.get(at).is_none_or(|token| token.edge >= Edge::Sentence);
    let mut from = old.changed.start;
    for to in old.changed.start + 1..=old.changed.end {
        if to == old.changed.end || begins(to) {
            let sentence = old.with(from..to);
            let facts = Facts::of(&sentence);
            if facts.warnings.iter().any(|fact| !fact.weak) {
                warning_removed(&facts, None, &sentence, out);
            }
            from = to;
        }
    }
}

/// Leaves what is on both sides out of both.
fn differing<T: Clone>(was: &[T], is: &[T], same: impl Fn(&T, &T) -> bool) -> (Vec<T>, Vec<T>) {
    let mut left = Vec::new();
    let mut right = is.to_vec();
    for fact in was {
        match right.iter().position(|other| same(fact, other)) {
            Some(at) => drop(right.remove(at)),
            None => left.push(fact.clone()),
        }
    }
    (left, right)
}

fn quantities(sides: Sides<'_>, out: &mut Vec<Finding>) {
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
fn unit_for_unit(Sides { was, is, old, new, .. }: Sides<'_>, out: &mut Vec<Finding>) {
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
fn name_for_name(Sides { old, new, .. }: Sides<'_>, out: &mut Vec<Finding>) {
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

fn dosing(sides: Sides<'_>, out: &mut Vec<Finding>) {
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

/// Whether any of the facts says something by itself.
fn says_so(facts: &[Fact]) -> bool {
    facts.iter().any(|fact| !fact.weak)
}

/// "The first dose" that is the second now.
fn ordinals(Sides { was, is, old, new, .. }: Sides<'_>, out: &mut Vec<Finding>) {
    let (gone, come) = differing(&was.ordinals, &is.ordinals, |a, b| a.key == b.key);
    if gone.len() == come.len() {
        pairwise(Class::Number, "number", &gone, &come, old, new, out);
    }
}

/// A finding for each pair of facts, or for one that has no other.
fn pairwise(
    class: Class,
    what: &str,
    gone: &[Fact],
    come: &[Fact],
    old: &Passage<'_>,
    new: &Passage<'_>,
    out: &mut Vec<Finding>,
) {
    let quote = |passage: &Passage<'_>, fact: Option<&Fact>| {
        fact.map(|fact| passage.quote(&fact.tokens)).unwrap_or_default()
    };
    for at in 0..gone.len().max(come.len()) {
        let (was, is) = (gone.get(at), come.get(at));
        let equivalent = matches!((was, is), (Some(was), Some(is)) if was.key == is.key && was.way != is.way);
        out.push(finding(class, what, &quote(old, was), &quote(new, is), equivalent));
    }
}

fn polarity(Sides { was, is, old, new, .. }: Sides<'_>, out: &mut Vec<Finding>) {
    let counted = |facts: &Facts, passage: &Passage<'_>| {
        let few = passage.words_changed() <= REMARK;
        facts.negations.iter().filter(|fact| few || !fact.weak).count()
    };
    let (gone, come) = (counted(was, old), counted(is, new));
    if gone != come {
        let (facts, here, there) = if gone > come { (was, old, new) } else { (is, new, old) };
        if let Some(fact) = facts.negations.last() {
            out.push(wording::negation(here, &fact.tokens, there, gone > come));
        }
    }
    let (gone, come) = differing(&was.poles, &is.poles, |a, b| a.key == b.key && a.left == b.left);
    for a in &gone {
        if let Some(b) = come.iter().find(|b| opposite(a, b)) {
            let (a, b) = (old.quote(&a.tokens), new.quote(&b.tokens));
            if !out.iter().any(|finding| finding.was.contains(&a) && finding.is.contains(&b)) {
                out.push(finding(Class::Negation, "opposite", &a, &b, false));
            }
        }
    }
    if !old.changed.is_empty() && !new.changed.is_empty() {
        let telling = |passage: &Passage<'_>, at: &usize| passage.tokens[*at].kind >= Kind::Word;
        for a in old.changed.clone().filter(|a| telling(old, a)) {
            for b in new.changed.clone().filter(|b| telling(new, b) && turned(old.word(a), new.word(*b))) {
                out.push(finding(Class::Negation, "opposite", old.word(a), new.word(b), false));
            }
        }
    }
    out.dedup();
}

const fn opposite(a: &Fact, b: &Fact) -> bool {
    a.key == b.key && a.left != b.left
}

/// Whether one word is the other with a prefix that turns its meaning.
fn turned(a: &str, b: &str) -> bool {
    // Nearly all words part here: what follows the prefix is the same.
    let last = |word: &str| word.bytes().last().map(|byte| byte.to_ascii_lowercase());
    if last(a) != last(b) {
        return false;
    }
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    let (short, long) = if a.len() < b.len() { (&a, &b) } else { (&b, &a) };
    let after =
        |prefix: &str| long.strip_prefix(prefix).is_some_and(|rest| rest.trim_start_matches('-') == short);
    // "Form" and "inform" are no opposites.
    let describes = ["able", "ible", "uble", "ent", "ant", "ate", "ive", "ous", "ory", "ical", "ular"];
    let describes = || short.len() >= 6 && describes.iter().any(|end| short.ends_with(end));
    let prefixed = (short.len() >= 4 && ["un", "non", "anti", "contra"].iter().any(|prefix| after(prefix)))
        || (["in", "im", "ir", "il", "dis"].iter().any(|prefix| after(prefix)) && describes());
    let swapped = [
        ("hyper", "hypo"),
        ("pre", "post"),
        ("intra", "extra"),
        ("over", "under"),
        ("tachy", "brady"),
        ("uni", "bi"),
        ("dis", "re"),
        ("ab", "ad"),
        ("inter", "intra"),
    ];
    let ends = |x: &str, y: &str| {
        a.strip_suffix(x).is_some_and(|rest| rest.len() >= 3 && b.strip_suffix(y) == Some(rest))
    };
    if ends("less", "ful") || ends("ful", "less") {
        return true;
    }
    prefixed
        || swapped.iter().any(|(x, y)| {
            [(x, y), (y, x)].iter().any(|(x, y)| {
                let rest = a.strip_prefix(**x).filter(|rest| rest.len() >= 3);
                rest.is_some() && rest == b.strip_prefix(**y)
            })
        })
}

fn warning_removed(was: &Facts, is: Option<&Facts>, old: &Passage<'_>, out: &mut Vec<Finding>) {
    let words = old.words_changed();
    // "Never freeze it" warns as "do not" did.
    let still = is.is_some_and(|is| !is.warnings.is_empty() || (words < 3 && !is.negations.is_empty()));
    // A weak sign of a warning is one in a short sentence, or below a heading that says so.
    let signs = was.warnings.iter().any(|fact| !fact.weak || words <= 2 * REWRITING);
    let below = old.in_warnings && is.is_none();
    // A word or two are no warning, unless it was they that warned: "avoid", "contraindicated".
    let whole = |fact: &Fact| old.changed.start <= fact.tokens.start && fact.tokens.end <= old.changed.end;
    let lone = words < 3 && !was.warnings.iter().any(|fact| !fact.weak && whole(fact));
    let led = |by: fn(&str) -> bool| is.is_none() && scope::lead_in(old).is_some_and(by);
    let below = below || led(scope::warns_of) || (old.is_whole_sentence() && led(scope::orders));
    // "Renal failure" says enough where it was an item of its own.
    let item = below && old.is_whole_sentence();
    if still || (lone && !item) || !(signs || below) {
        return;
    }
    let description = format!("warning removed: “{}”", wording::shortened(old));
    out.push(Finding::told(Class::Warning, description));
}

fn drugs(sides: Sides<'_>, out: &mut Vec<Finding>) {
    let Sides { was, is, old, new, .. } = sides;
    let (gone, come) = differing(&was.drugs, &is.drugs, |a, b| a.key == b.key);
    if was.drugs.is_empty()
        && is.drugs.is_empty()
        && let Some((was, is)) = names::replaced(old, new)
    {
        out.push(finding(Class::Drug, "drug", was, is, false));
    }
    if gone.is_empty() != come.is_empty() {
        let (passage, fact, other) = match (gone.first(), come.first()) {
            (Some(fact), _) => (old, fact, new),
            (_, Some(fact)) => (new, fact, old),
            _ => return,
        };
        let name = passage.quote(&fact.tokens).to_lowercase();
        let misspelt = other.changed.clone().any(|at| distance(&other.word(at).to_lowercase(), &name) <= 2);
        if misspelt || !sides.remarks(come.is_empty(), gone.is_empty()) {
            return;
        }
    }
    pairwise(Class::Drug, "drug", &gone, &come, old, new, out);
}

/// One of a family of things in the place of another, where no other rule has told it.
fn siblings(sides: Sides<'_>, out: &mut Vec<Finding>) {
    let Sides { was, is, old, new, .. } = sides;
    let (gone, come) = differing(&was.siblings, &is.siblings, |a, b| a.key == b.key);
    for a in &gone {
        let Some(b) = come.iter().find(|b| b.way == a.way) else { continue };
        let (was, is) = (old.quote(&a.tokens), new.quote(&b.tokens));
        let told = |finding: &Finding| finding.was.contains(&was) && finding.is.contains(&is);
        if !out.iter().any(told) {
            out.push(finding(LEXICON.class_of(a.way), "", &was, &is, false));
        }
    }
    // How urgent something is may be said on one side only.
    let urgent = |fact: &&Fact| LEXICON.class_of(fact.way) == Class::Warning;
    let (a, b) = (gone.iter().find(urgent), come.iter().find(urgent));
    let one_sided = a.is_some() != b.is_some() && sides.remarks(a.is_some(), b.is_some());
    if one_sided && scope::ordered(old) && scope::ordered(new) {
        let quote = |passage: &Passage<'_>, fact: Option<&Fact>| {
            fact.map(|fact| passage.quote(&fact.tokens)).unwrap_or_default()
        };
        out.push(finding(Class::Warning, "urgency", &quote(old, a), &quote(new, b), false));
    }
}

/// In a rewritten sentence: the one drug it names, where it names another now.
fn drug_for_drug(Sides { was, is, old, new, .. }: Sides<'_>, out: &mut Vec<Finding>) {
    let (gone, come) = differing(&was.drugs, &is.drugs, |a, b| a.key == b.key);
    if let ([_], [_]) = (gone.as_slice(), come.as_slice()) {
        pairwise(Class::Drug, "drug", &gone, &come, old, new, out);
    }
}

/// How many letters to change, add or drop from one word to the other; at most 3 is told.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 2 || a.len().max(b.len()) > 40 {
        return 3;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let here = (before + usize::from(x != y)).min(row[j] + 1).min(row[j + 1] + 1);
            before = row[j + 1];
            row[j + 1] = here;
        }
    }
    row[b.len()].min(3)
}

fn who_and_how_sure(sides: Sides<'_>, out: &mut Vec<Finding>) {
    let Sides { was, is, old, new, size } = sides;
    let (gone, come) = differing(&was.population, &is.population, |a, b| a.key == b.key);
    let (gone, come) = order::without_transposed(gone, come, old, new);
    let replaced = !(gone.is_empty() || come.is_empty());
    if replaced || sides.remarks(says_so(&gone), says_so(&come)) {
        pairwise(Class::Population, "population", &gone, &come, old, new, out);
    }

    let (gone, come) = differing(&was.certainty, &is.certainty, |a, b| a.key == b.key);
    let (gone, come) = order::without_transposed(gone, come, old, new);
    let replaced = !gone.is_empty() && !come.is_empty();
    // Where one word takes the place of another ("can", "will"), even weak ones say how sure it is.
    let word_for_word = replaced && size <= 1;
    if word_for_word || (says_so(&gone) || says_so(&come)) && (replaced || size <= REMARK) {
        pairwise(Class::Certainty, "certainty", &gone, &come, old, new, out);
    }
}

fn citations(old: &Passage<'_>, new: &Passage<'_>, out: &mut Vec<Finding>) {
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
