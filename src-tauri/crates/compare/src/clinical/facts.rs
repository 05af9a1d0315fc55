//! What a passage says that matters: quantities, negations, names, and whether a change touches it.

use super::Passage;
use super::lexicon::{LEXICON, Term, Unit, hash_lower};
use super::quantity::{Quantity, number};
use crate::stream::{Edge, Kind};
use std::ops::Range;

/// Words looked at before and after a change.
const AROUND: usize = 6;

/// A term found in a passage.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fact {
    pub(super) key: u32,
    pub(super) tokens: Range<usize>,
    pub(super) weak: bool,
    pub(super) left: bool,
}

/// The facts that a change touches.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) quantities: Vec<Quantity>,
    pub(super) dosing: Vec<Fact>,
    pub(super) negations: Vec<Fact>,
    pub(super) poles: Vec<Fact>,
    pub(super) warnings: Vec<Fact>,
    pub(super) drugs: Vec<Fact>,
    pub(super) population: Vec<Fact>,
    pub(super) certainty: Vec<Fact>,
}

impl Facts {
    /// All facts.
    pub(super) fn of(passage: &Passage<'_>) -> Self {
        let sentences = passage.sentences();
        let near = passage.changed.start.saturating_sub(AROUND)..passage.changed.end + AROUND;
        let near = near.start.max(sentences.start)..near.end.min(sentences.end);
        let mut facts = Self::default();
        facts.read_terms(passage, &near);
        facts.read_quantities(passage, &near);
        facts
    }

    /// The keys of whom and how surely the sentences speak, changed or not.
    pub(super) fn keys_of_sentences(passage: &Passage<'_>) -> Vec<u32> {
        let sentences = passage.sentences();
        let mut facts = Self::default();
        facts.read_terms(&passage.with(sentences.clone()), &sentences);
        facts.population.iter().chain(&facts.certainty).map(|fact| fact.key).collect()
    }

    /// Quantities alone.
    pub(super) fn numbers(passage: &Passage<'_>) -> Self {
        let mut facts = Self::default();
        facts.read_quantities(passage, &passage.changed.clone());
        facts
    }

    fn read_terms(&mut self, passage: &Passage<'_>, range: &Range<usize>) {
        let words: Vec<u64> = range.clone().map(|at| passage.hash(at)).collect();
        let mut at = range.start;
        while at < range.end {
            let word = passage.word(at);
            let found = LEXICON.longest(&words[at - range.start..]);
            let len = found.map_or(1, |(_, len)| len);
            let tokens = at..at + len;
            at += len;
            let touched = touches(&passage.changed, &tokens);
            let fact = |key: u32| Fact { key, tokens: tokens.clone(), weak: false, left: false };
            if !touched {
                continue;
            }
            let contracted = is_contracted(word);
            if contracted {
                self.negations.push(fact(0));
            }
            let Some((terms, _)) = found else {
                if LEXICON.ends_like_a_drug(word) {
                    self.drugs.push(fact(hash_lower(word) as u32 | 0x8000_0000));
                }
                continue;
            };
            // "May 2020" is no modality.
            let month = word.starts_with('M')
                && passage.tokens.get(tokens.end).is_some_and(|t| t.kind == Kind::Number);
            for term in terms {
                match *term {
                    Term::Population { key, weak } => self.population.push(Fact { weak, ..fact(key) }),
                    Term::Certainty { degree, weak } if !month => {
                        self.certainty.push(Fact { weak, ..fact(degree) });
                    }
                    Term::Negation if !contracted => self.negations.push(fact(0)),
                    Term::Pole { pair, left } => self.poles.push(Fact { left, ..fact(pair) }),
                    Term::Drug(key) => self.drugs.push(fact(key)),
                    Term::Warning { weak } => self.warnings.push(Fact { weak, ..fact(0) }),
                    Term::Dosing { key, weak } => self.dosing.push(Fact { weak, ..fact(key) }),
                    _ => {}
                }
            }
            // A warning of several words holds its own negation, and what else it says.
            if len > 1 {
                let negations = (tokens.start..tokens.end).filter(|k| {
                    matches!(passage.tokens[*k].kind, Kind::Negation)
                        && !terms.contains(&Term::Negation)
                        && terms.iter().any(|term| matches!(term, Term::Warning { .. }))
                        && touches(&passage.changed, &(*k..k + 1))
                });
                self.negations.extend(negations.map(|k| Fact {
                    key: 0,
                    tokens: k..k + 1,
                    weak: false,
                    left: false,
                }));
            }
        }
    }

    fn read_quantities(&mut self, passage: &Passage<'_>, range: &Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            // Of most words no list knows anything.
            if passage.tokens.get(at).is_some_and(|token| token.kind != Kind::Number)
                && !LEXICON.begins(passage.hash(at))
            {
                at += 1;
                continue;
            }
            // "Two times a day" is how often, and no number of its own.
            let dosing = term_at(passage, at, |term| matches!(term, Term::Dosing { .. }));
            if let Some((_, len)) = dosing.filter(|(_, len)| *len > 1) {
                at += len;
                continue;
            }
            let Some(mut quantity) = quantity_at(passage, at, range) else {
                at += 1;
                continue;
            };
            at = quantity.tokens.end.max(at + 1);
            if touches(&passage.changed, &quantity.tokens) {
                quantity.label |= is_label(passage, &quantity);
                self.quantities.push(quantity);
            }
        }
    }
}

/// Whether a token says "not", and is no part of "no more than".
pub(super) fn negates(passage: &Passage<'_>, at: usize) -> bool {
    let Some(token) = passage.tokens.get(at) else { return false };
    let says = token.kind == Kind::Negation
        || (token.kind >= Kind::Stop && is_contracted(passage.word(at)))
        || term_at(passage, at, |term| *term == Term::Negation).is_some_and(|(_, len)| len == 1);
    let covers = |from: usize| {
        term_at(passage, from, |term| matches!(term, Term::Comparator(_)))
            .is_some_and(|(_, len)| from + len > at)
    };
    says && !(at.saturating_sub(2)..=at).any(covers)
}

/// Whether a word ends in "n't".
fn is_contracted(word: &str) -> bool {
    let ends = |end: &str| {
        let from = word.len().checked_sub(end.len());
        from.and_then(|from| word.get(from..)).is_some_and(|last| last.eq_ignore_ascii_case(end))
    };
    ends("n't") || ends("n’t")
}

/// Whether a change touches these tokens: holds one of them, or stands between two.
fn touches(changed: &Range<usize>, tokens: &Range<usize>) -> bool {
    if changed.is_empty() {
        tokens.start < changed.start && changed.start < tokens.end
    } else {
        tokens.start < changed.end && changed.start < tokens.end
    }
}

/// The value of the number that begins at a token: digits, or a word for one that a unit follows.
fn value_at(passage: &Passage<'_>, at: usize) -> Option<f64> {
    let token = passage.tokens.get(at)?;
    match token.kind {
        Kind::Number => number(passage.word(at)),
        Kind::Word | Kind::Stop => match term_at(passage, at, |term| matches!(term, Term::Number(_)))? {
            (Term::Number(value), _) => Some(value),
            _ => None,
        },
        _ => None,
    }
}

/// The longest term at a token that says such a thing.
fn term_at(passage: &Passage<'_>, at: usize, wanted: impl Fn(&Term) -> bool) -> Option<(Term, usize)> {
    if at >= passage.tokens.len() || !LEXICON.begins(passage.hash(at)) {
        return None;
    }
    let mut words = [0; 5];
    let len = passage.tokens.len().saturating_sub(at).min(words.len());
    for (k, word) in words.iter_mut().enumerate().take(len) {
        *word = passage.hash(at + k);
    }
    LEXICON
        .all(&words[..len])
        .find_map(|(terms, len)| terms.iter().find(|term| wanted(term)).map(|term| (*term, len)))
}

fn quantity_at(passage: &Passage<'_>, at: usize, range: &Range<usize>) -> Option<Quantity> {
    let mut comparator = None;
    let mut first = at;
    if let Some((Term::Comparator(key), len)) =
        term_at(passage, at, |term| matches!(term, Term::Comparator(_)))
    {
        comparator = Some(key);
        first = at + len;
    }
    let spelt = passage.tokens.get(first).is_some_and(|token| token.kind != Kind::Number);
    let mut values = vec![value_at(passage, first)?];
    if first > range.start
        && first == at
        && matches!(passage.word(first - 1), "-" | "−")
        && touching(passage, first - 1)
        && !(first >= 2 && touching(passage, first - 2))
        && let Some(value) = values.first_mut()
    {
        *value = -*value;
    }
    let mut end = first + 1;
    let mut unit = unit_at(passage, end);
    // "1-3 mg", "1 to 3 mg", "1 mg to 3 mg".
    let joint = end + unit.map_or(0, |(_, len)| len);
    if matches!(passage.word(joint), "-" | "–" | "—" | "to" | "−")
        && let Some(high) = value_at(passage, joint + 1)
    {
        values.push(high);
        end = joint + 2;
        unit = unit_at(passage, end).or(unit.map(|(unit, _)| (unit, 0)));
    }
    if spelt && unit.is_none() && values.first().is_some_and(|value| *value <= 1.0) {
        return None;
    }
    end += unit.map_or(0, |(_, len)| len);
    let mut per = 0;
    while unit.is_some()
        && matches!(passage.word(end), "/" | "per")
        && passage
            .tokens
            .get(end + 1)
            .is_some_and(|token| token.kind >= Kind::Word || token.kind == Kind::Stop)
    {
        per ^= hash_lower(match passage.word(end + 1) {
            "d" | "d." => "day",
            "h" | "hr" => "hour",
            "wk" => "week",
            word => word,
        })
        .rotate_left(7);
        end += 2;
    }
    if comparator.is_none()
        && let Some((Term::Comparator(key), len)) =
            term_at(passage, end, |term| matches!(term, Term::Comparator(_)))
        && matches!(passage.word(end), "or")
    {
        comparator = Some(key);
        end += len;
    }
    let start = if first == at { first } else { at };
    Some(Quantity {
        tokens: start..end,
        values,
        comparator,
        unit: unit.map(|(unit, _)| unit),
        per,
        label: false,
    })
}

fn unit_at(passage: &Passage<'_>, at: usize) -> Option<(Unit, usize)> {
    let hyphen = usize::from(matches!(passage.word(at), "-") && at > 0 && touching(passage, at - 1));
    match term_at(passage, at + hyphen, |term| matches!(term, Term::Unit(_)))? {
        (Term::Unit(unit), len) => Some((unit, len + hyphen)),
        _ => None,
    }
}

/// Whether no white space stands between a token and the next.
fn touching(passage: &Passage<'_>, at: usize) -> bool {
    matches!((passage.tokens.get(at), passage.tokens.get(at + 1)), (Some(a), Some(b)) if a.end() == b.start)
}

/// Whether a number is a date, or names a figure, a section, an address.
fn is_label(passage: &Passage<'_>, quantity: &Quantity) -> bool {
    let Range { start, end } = quantity.tokens;
    if quantity.unit.is_some() || quantity.comparator.is_some() {
        return false;
    }
    let says = |at: usize, term: &Term| term_at(passage, at, |found| found == term).is_some();
    let before = |back: usize| start.checked_sub(back);
    let whole = quantity.values.iter().all(|value| value.fract() == 0.0);
    let labelled = before(1).is_some_and(|at| says(at, &Term::Label))
        || before(2).is_some_and(|at| {
            let between = passage.word(at + 1);
            let figures = between.bytes().all(|byte| byte.is_ascii_digit());
            says(at, &Term::Label) && (matches!(between, "." | ":" | "#") || figures)
        });
    let by_month = (before(1).is_some_and(|at| says(at, &Term::Month)) || says(end, &Term::Month))
        && quantity.values.iter().all(|value| (1.0..=31.0).contains(value));
    let year = whole
        && passage.word(start).len() == 4
        && quantity.values.iter().all(|value| (1900.0..2100.0).contains(value));
    labelled
        || (whole && by_month)
        || year
        || is_counter(passage, start, end)
        || in_name(passage, start)
        || in_address(passage, start)
}

/// Whether a number counts the items of a list: "1.", "2)", "(3)".
fn is_counter(passage: &Passage<'_>, start: usize, end: usize) -> bool {
    let begins = passage.tokens.get(start).is_some_and(|token| token.edge >= Edge::Block);
    let closed = passage.word(end) == ")" && touching(passage, end - 1);
    let opened = start.checked_sub(1).is_some_and(|at| passage.word(at) == "(");
    (begins && (closed || passage.word(end) == "."))
        || (closed && (opened || end == start + 1) && end - start == 1)
}

/// Whether a number is part of a name: "SARS-CoV-2", "IL-6".
fn in_name(passage: &Passage<'_>, start: usize) -> bool {
    let Some(hyphen) = start.checked_sub(1) else { return false };
    let letter = hyphen.checked_sub(1).and_then(|at| passage.tokens.get(at));
    matches!(passage.word(hyphen), "-" | "–" | "_" | "~")
        && touching(passage, hyphen)
        && letter.is_some_and(|token| token.kind >= Kind::Stop && token.kind != Kind::Number)
        && touching(passage, hyphen - 1)
}

/// Whether a token is part of a web address, a DOI or a citation key.
fn in_address(passage: &Passage<'_>, at: usize) -> bool {
    let low = (0..at).rev().take(60).take_while(|k| touching(passage, *k)).last().unwrap_or(at);
    let high = (at..passage.tokens.len())
        .take(60)
        .take_while(|k| touching(passage, *k))
        .last()
        .map_or(at, |k| k + 1);
    (low..=high).any(|k| {
        matches!(passage.word(k), "http" | "https" | "www" | "doi" | "pmid" | "arxiv" | "@" | "html")
    })
}
