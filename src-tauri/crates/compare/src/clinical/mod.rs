//! What in a change can hurt a patient.
//!
//! A change is looked at within its sentences: the facts that it touches in the old text (quantities,
//! negations, names of drugs, …) are held against those it touches in the new one.

mod amounts;
mod cells;
mod citing;
mod days;
mod facts;
mod lexicon;
mod names;
mod order;
mod polarity;
mod quantity;
mod scope;
mod sentences;
mod wording;

use crate::comparison::{Class, Finding};
use crate::stream::{Edge, Kind, Literal, Shape, Stream, Token};
use facts::{Fact, Facts};
use lexicon::LEXICON;
use order::Order;
use quantity::Quantity;
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
        || was.poles.iter().any(|a| is.poles.iter().any(|b| polarity::opposite(a, b)))
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
        polarity::negation_beside_what_stays(old, new, &mut out);
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
    if out.iter().any(|finding| finding.class == Class::Negation) && polarity::denies_the_same(old, new) {
        out.retain(|finding| !matches!(finding.class, Class::Negation | Class::Warning));
    }
    out.sort_by_key(|finding: &Finding| finding.class);
    out.dedup();
    out
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
        amounts::quantities(sides, out);
        amounts::unit_for_unit(sides, out);
        scope::judge(sides, out);
        amounts::name_for_name(sides, out);
        warning_removed(was, Some(is), old, out);
        if size <= REWRITING {
            amounts::dosing(sides, out);
            amounts::ordinals(sides, out);
            polarity::polarity(sides, out);
            drugs(sides, out);
            who_and_how_sure(sides, out);
            citing::citations(old, new, out);
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

/// Whether any of the facts says something by itself.
fn says_so(facts: &[Fact]) -> bool {
    facts.iter().any(|fact| !fact.weak)
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
