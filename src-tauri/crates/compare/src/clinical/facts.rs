//! What a passage says that matters: quantities, negations, names, and whether a change touches it.

use super::lexicon::{Group, LEXICON, Term, Unit, hash_lower};
use super::quantity::{Quantity, number, raised};
use super::{Passage, days};
use crate::stream::{Edge, Kind};
use std::ops::Range;

/// What a quantity may begin with, and what is skipped where one is looked for.
const COUNTING: Group = Group::NUMBER.or(Group::ROMAN).or(Group::COMPARATOR).or(Group::DOSING);

/// What says how a sentence is built, and hides no other term that is shorter.
const CLAUSES: Group = Group::OPENING.or(Group::CONDITION).or(Group::ADVICE).or(Group::ORDER);

/// More words than any quantity has from its first to its unit.
const LONGEST_QUANTITY: usize = 24;

/// Words looked at before and after a change.
const AROUND: usize = 6;

/// A term found in a passage.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fact {
    pub(super) key: u32,
    pub(super) tokens: Range<usize>,
    pub(super) weak: bool,
    pub(super) left: bool,
    /// Which way of saying the same thing it is.
    pub(super) way: u8,
}

impl Fact {
    pub(super) const fn new(key: u32, tokens: Range<usize>) -> Self {
        Self { key, tokens, weak: false, left: false, way: 0 }
    }
}

/// The facts that a change touches.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) quantities: Vec<Quantity>,
    pub(super) dosing: Vec<Fact>,
    /// On which days of the week.
    pub(super) days: Vec<Fact>,
    /// Whether a day stands in the change or before it.
    near_days: bool,
    pub(super) negations: Vec<Fact>,
    pub(super) poles: Vec<Fact>,
    pub(super) warnings: Vec<Fact>,
    pub(super) drugs: Vec<Fact>,
    pub(super) population: Vec<Fact>,
    pub(super) certainty: Vec<Fact>,
    pub(super) ordinals: Vec<Fact>,
    /// Members of families; the way is the family.
    pub(super) siblings: Vec<Fact>,
}

impl Facts {
    /// All facts.
    pub(super) fn of(passage: &Passage<'_>) -> Self {
        let sentences = passage.sentences();
        let near = passage.changed.start.saturating_sub(AROUND)..passage.changed.end + AROUND;
        let near = near.start.max(sentences.start)..near.end.min(sentences.end);
        let mut facts = Self::default();
        facts.read_terms(passage, &near);
        facts.read_quantities(passage, &near, |_| true);
        // "125 ml per hour" is a rate, and no time at which something is given.
        let rates = facts.quantities.iter().filter(|quantity| quantity.per != 0);
        let rates: Vec<Range<usize>> = rates.map(|quantity| quantity.tokens.clone()).collect();
        facts.certainty.retain(|fact| {
            !facts.quantities.iter().any(|quantity| quantity.tokens.contains(&fact.tokens.start))
        });
        facts.dosing.retain(|fact| !rates.iter().any(|rate| rate.contains(&fact.tokens.start)));
        if facts.near_days {
            facts.days = days::read(passage, &near);
        }
        facts
    }

    /// The terms of the sentences, changed or not.
    pub(super) fn of_sentences(passage: &Passage<'_>) -> Self {
        let sentences = passage.sentences();
        let mut facts = Self::default();
        facts.read_terms(&passage.with(sentences.clone()), &sentences);
        facts
    }

    /// What sentences that are new as a whole say of how much and how often.
    pub(super) fn of_new(passage: &Passage<'_>) -> Self {
        let mut facts = Self::default();
        let range = passage.changed.clone();
        facts.read_terms(passage, &range);
        facts.read_quantities(passage, &range, |_| true);
        facts
    }

    /// The doses alone.
    pub(super) fn doses(passage: &Passage<'_>) -> Vec<Quantity> {
        let mut facts = Self::default();
        facts.read_quantities(passage, &passage.changed, Quantity::is_dose);
        facts.quantities
    }

    /// Quantities alone.
    pub(super) fn numbers(passage: &Passage<'_>) -> Self {
        let mut facts = Self::default();
        facts.read_quantities(passage, &passage.changed, |_| true);
        facts
    }

    fn read_terms(&mut self, passage: &Passage<'_>, range: &Range<usize>) {
        let mut at = range.start;
        // What begins after the change is not touched by it.
        while at < range.end.min(passage.changed.end) {
            let says = |terms: &[Term]| terms.iter().any(|term| term.is(CLAUSES.others()));
            let hash = passage.hash(at);
            let known = LEXICON.may_begin(hash, CLAUSES.others());
            let found = if known {
                terms_at(passage, at, hash, range.end).find(|(terms, _)| says(terms))
            } else {
                None
            };
            let len = found.map_or(1, |(_, len)| len);
            let tokens = at..at + len;
            at += len;
            let named = found.map_or(&[][..], |(terms, _)| terms);
            if known && !named.iter().any(|term| term.is(Group::SIBLING)) {
                tokens.clone().for_each(|at| self.sibling_at(passage, at));
            }
            self.near_days |= named.iter().any(|term| matches!(term, Term::Days(_)));
            let touched = touches(&passage.changed, &tokens);
            let fact = |key: u32| Fact::new(key, tokens.clone());
            if !touched {
                continue;
            }
            let word = passage.word(tokens.start);
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
            // "May 2020" is no modality, nor is "in May".
            let month = word == "May"
                && (passage.tokens[tokens.start].edge == Edge::None
                    || passage.tokens.get(tokens.end).is_some_and(|t| t.kind == Kind::Number));
            for term in terms {
                match *term {
                    Term::Population { key, weak } => self.population.push(Fact { weak, ..fact(key) }),
                    Term::Certainty { degree, weak } if !month => {
                        self.certainty.push(Fact { weak, ..fact(degree) });
                    }
                    Term::Negation { weak } if !contracted => self.negations.push(Fact { weak, ..fact(0) }),
                    Term::Pole { pair, left } => self.poles.push(Fact { left, ..fact(pair) }),
                    Term::Drug(key) => self.drugs.push(fact(key)),
                    Term::Warning { weak } => self.warnings.push(Fact { weak, ..fact(0) }),
                    Term::Sibling { family, member } => {
                        self.siblings.push(Fact { way: family, ..fact(member) });
                    }
                    Term::Ordinal(key) => self.ordinals.push(fact(key)),
                    Term::Dosing { key, way, weak } if roman_at(passage, tokens.start).is_none() => {
                        // "4 g a week" is no week in passing.
                        let amount = tokens.start > 0 && unit_at(passage, tokens.start - 1).is_some();
                        self.dosing.push(Fact { weak: weak && !amount, way, ..fact(key) });
                    }
                    _ => {}
                }
            }
            // A warning of several words holds its own negation, and what else it says.
            if len > 1 {
                let negations = (tokens.start..tokens.end).filter(|k| {
                    matches!(passage.tokens[*k].kind, Kind::Negation)
                        && !terms.iter().any(|term| term.is(Group::NEGATION))
                        && terms.iter().any(|term| matches!(term, Term::Warning { .. }))
                        && touches(&passage.changed, &(*k..k + 1))
                });
                self.negations.extend(negations.map(|k| Fact::new(0, k..k + 1)));
            }
        }
    }

    /// A member of a family that is part of a longer term: "ambulance", where "call an ambulance" is one.
    fn sibling_at(&mut self, passage: &Passage<'_>, at: usize) {
        if let Some((Term::Sibling { family, member }, len)) = term_at(passage, at, Group::SIBLING)
            && touches(&passage.changed, &(at..at + len))
        {
            self.siblings.push(Fact { way: family, ..Fact::new(member, at..at + len) });
        }
    }

    fn read_quantities(
        &mut self,
        passage: &Passage<'_>,
        range: &Range<usize>,
        wanted: impl Fn(&Quantity) -> bool,
    ) {
        let mut at = range.start;
        // A sign and a point may stand before the number that is read with them; what begins later is not touched.
        while at < range.end.min(passage.changed.end + 2) {
            // Of most words no list knows anything.
            if passage.tokens.get(at).is_some_and(|token| token.kind != Kind::Number)
                && !LEXICON.may_begin(passage.hash(at), COUNTING)
            {
                at += 1;
                continue;
            }
            // "Two times a day" is how often, "3rd" is which, and neither a number of its own.
            let told = term_at(passage, at, Group::DOSING.or(Group::ORDINAL));
            if let Some((_, len)) = told.filter(|(_, len)| *len > 1) {
                at += len;
                continue;
            }
            let Some(mut quantity) = quantity_at(passage, at, range) else {
                at += 1;
                continue;
            };
            at = quantity.tokens.end.max(at + 1);
            if wanted(&quantity) && touches(&passage.changed, &quantity.tokens) {
                quantity.label |= is_label(passage, &quantity);
                self.quantities.push(quantity);
            }
        }
    }
}

/// The quantities that stand right at a change, touched by it or not.
pub(super) fn bordering(passage: &Passage<'_>) -> Vec<Quantity> {
    let sentences = passage.sentences();
    let Range { start, end } = passage.changed;
    let near = start.saturating_sub(AROUND).max(sentences.start)..(end + AROUND).min(sentences.end);
    let mut facts = Facts::default();
    facts.read_quantities(&passage.with(near.clone()), &near, |_| true);
    facts.quantities.retain(|quantity| quantity.tokens.start <= end && start <= quantity.tokens.end);
    facts.quantities
}

/// The kinds of terms that may begin in a change, or right behind it, where the unit of its last number stands.
pub(super) fn kinds(passage: &Passage<'_>) -> Group {
    let Range { start, end } = passage.changed;
    let tokens = start..passage.tokens.len().min(end + LONGEST_QUANTITY);
    let telling = tokens.filter(|at| passage.tokens[*at].kind > Kind::Punctuation);
    telling.fold(Group::NONE, |kinds, at| kinds.or(LEXICON.kinds(passage.hash(at))))
}

/// Whether a token says "not", and is no part of "no more than".
pub(super) fn negates(passage: &Passage<'_>, at: usize) -> bool {
    let Some(token) = passage.tokens.get(at) else { return false };
    let says = token.kind == Kind::Negation
        || (token.kind >= Kind::Stop && is_contracted(passage.word(at)))
        || matches!(term_at(passage, at, Group::NEGATION), Some((Term::Negation { weak: false }, 1)));
    let covers = |from: usize| {
        term_at(passage, from, Group::COMPARATOR.or(Group::IDIOM)).is_some_and(|(_, len)| from + len > at)
    };
    says && !(at.saturating_sub(2)..=at).any(covers)
}

/// Whether a word ends in "n't".
fn is_contracted(word: &str) -> bool {
    let ends = |end: &str| {
        let from = word.len().checked_sub(end.len());
        from.and_then(|from| word.get(from..)).is_some_and(|last| last.eq_ignore_ascii_case(end))
    };
    matches!(word.as_bytes(), [.., b't' | b'T']) && (ends("n't") || ends("n’t"))
}

/// Whether a change touches these tokens: holds one of them, or stands between two.
pub(super) fn touches(changed: &Range<usize>, tokens: &Range<usize>) -> bool {
    if changed.is_empty() {
        tokens.start < changed.start && changed.start < tokens.end
    } else {
        tokens.start < changed.end && changed.start < tokens.end
    }
}

/// The value of the number that begins at a token, and how many tokens it takes: digits, with a fraction or a power, or
/// words for one.
fn value_at(passage: &Passage<'_>, at: usize) -> Option<(f64, usize)> {
    let token = passage.tokens.get(at)?;
    match token.kind {
        Kind::Number => {
            let value = number(passage.word(at))?;
            let joined = touching(passage, at) && touching(passage, at + 1);
            let further = passage.tokens.get(at + 2).filter(|token| joined && token.kind == Kind::Number);
            let further = further.and_then(|_| number(passage.word(at + 2)));
            if touching(passage, at)
                && let Some(power) = raised(passage.word(at + 1))
            {
                return Some((value.powf(power), 2));
            }
            if let Some((rest, len)) = rest_at(passage, at) {
                return Some((value * rest.0 + rest.1, len));
            }
            Some(match (passage.word(at + 1), further) {
                ("^", Some(power)) => (value.powf(power), 3),
                // "1/2 tablet", and neither a blood pressure nor a date.
                ("/", Some(whole)) if value < whole && whole <= 16.0 && !touching(passage, at + 2) => {
                    (value / whole, 3)
                }
                _ => (value, 1),
            })
        }
        Kind::Word | Kind::Stop => match term_at(passage, at, Group::NUMBER) {
            Some((Term::Number(value), len)) => Some((value, len)),
            _ => roman_at(passage, at).map(|value| (value, 1)),
        },
        _ => None,
    }
}

/// What follows a whole number and is part of it, as a factor and a sum, with the tokens of all: a fraction
/// ("1 1/2", "1½"), or three digits after a space ("100 000").
fn rest_at(passage: &Passage<'_>, at: usize) -> Option<((f64, f64), usize)> {
    let whole = |at: usize, digits: std::ops::RangeInclusive<usize>| {
        let word = passage.word(at);
        let is_number = digits.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| number(word)).flatten()
    };
    let follows = |at: usize| passage.tokens.get(at).is_some_and(|token| token.edge == Edge::None);
    whole(at, 1..=3)?;
    if !follows(at + 1) {
        return None;
    }
    if !touching(passage, at)
        && let Some(thousands) = whole(at + 1, 3..=3)
    {
        return Some(((1000.0, thousands), 2));
    }
    if let Some((Term::Number(part), 1)) = term_at(passage, at + 1, Group::NUMBER)
        && part < 1.0
        && !passage.word(at + 1).is_ascii()
    {
        return Some(((1.0, part), 2));
    }
    let (over, under) = (whole(at + 1, 1..=2)?, whole(at + 3, 1..=2)?);
    let is_fraction = passage.word(at + 2) == "/" && touching(passage, at + 1) && touching(passage, at + 2);
    (is_fraction && !touching(passage, at) && over < under).then_some(((1.0, over / under), 4))
}

/// The value of a Roman number that says which stage: "stage II", "stage II–III".
fn roman_at(passage: &Passage<'_>, at: usize) -> Option<f64> {
    let word = passage.word(at);
    let (Term::Roman(value), 1) = term_at(passage, at, Group::ROMAN)? else {
        return None;
    };
    let before = at.checked_sub(1)?;
    let staged = is_staged(passage, at);
    let joined = matches!(passage.word(before), "-" | "–" | "—" | "/" | "to" | "and" | "or" | ",");
    let follows = || before.checked_sub(1).is_some_and(|first| roman_at(passage, first).is_some());
    (word.bytes().all(|byte| byte.is_ascii_uppercase()) && (staged || (joined && follows()))).then_some(value)
}

/// Whether a word says which stage, class or kind: "grade II", "class B".
pub(super) fn is_staged(passage: &Passage<'_>, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| term_at(passage, before, Group::STAGE).is_some())
}

/// What stands right before a number and is part of it: a point without a nought before it, and a sign. The value
/// with them, and the first token.
fn with_sign(passage: &Passage<'_>, value: f64, first: usize, from: usize) -> (f64, usize) {
    let stands_free = |at: usize| {
        at == from
            || !touching(passage, at - 1)
            || matches!(
                passage.word(at - 1),
                "(" | "[" | "=" | "<" | ">" | "≤" | "≥" | "," | ":" | ";" | "~" | "±"
            )
    };
    let before = |at: usize, marks: &[&str]| {
        at > from && touching(passage, at - 1) && marks.contains(&passage.word(at - 1))
    };
    let (mut value, mut start) = (value, first);
    let signed = |at: usize| before(at, &["-", "−"]) && stands_free(at - 1);
    if before(start, &["."]) && (stands_free(start - 1) || signed(start - 1)) {
        let digits = passage.word(first).bytes().filter(u8::is_ascii_digit).count();
        value /= 10f64.powi(i32::try_from(digits).unwrap_or(0));
        start -= 1;
    }
    if signed(start) {
        value = -value;
        start -= 1;
    }
    (value, start)
}

/// Names the unit that the changed words are, or hold in brackets: "Dose (mg)". Nothing where it makes no dose.
pub(super) fn unit_alone(passage: &Passage<'_>) -> Option<u64> {
    let Range { start, end } = passage.changed;
    let is = |mark: &'static str| move |at: &usize| passage.word(*at) == mark;
    let bracketed = || {
        let opened = (start..end).find(is("("))? + 1;
        Some(opened..(opened..end).find(is(")"))?)
    };
    let dose = |tokens: &Range<usize>| unit_at(passage, tokens.start).is_some_and(|(unit, _)| unit.dose);
    let name = |tokens: Range<usize>| unit_name(passage, &tokens).filter(|_| dose(&tokens));
    name(start..end).or_else(|| name(bracketed()?))
}

/// Names the unit that these tokens are: "mg", "mmol/L", "micrograms per kg".
pub(super) fn unit_name(passage: &Passage<'_>, tokens: &Range<usize>) -> Option<u64> {
    unit_at(passage, tokens.start)?;
    let mut name = 0u64;
    let mut at = tokens.start;
    while at < tokens.end {
        let (part, len) = match passage.word(at) {
            "/" | "per" => (1, 1),
            word => match unit_at(passage, at) {
                Some((unit, len)) => (unit.size.to_bits() ^ u64::from(unit.dimension), len),
                None if passage.tokens[at].kind == Kind::Number || !word.is_ascii() => (hash_lower(word), 1),
                None => return None,
            },
        };
        name = name.rotate_left(7) ^ part;
        at += len;
    }
    (at == tokens.end).then_some(name)
}

/// The quantity that begins where a passage has nothing: what is left of one that lost its sign or its point.
pub(super) fn quantity_at_seam(passage: &Passage<'_>) -> Option<Quantity> {
    let at = passage.changed.start;
    passage.changed.is_empty().then(|| quantity_at(passage, at, &(at..at + AROUND)))?
}

/// The terms that begin at a token, whose hash is given, and do not go beyond `end`, the longest first, and how many
/// words each takes.
fn terms_at<'a>(
    passage: &'a Passage<'_>,
    at: usize,
    hash: u64,
    end: usize,
) -> impl Iterator<Item = (&'static [Term], usize)> + 'a {
    LEXICON.all(hash, move |k| if at + k < end { passage.hash(at + k) } else { 0 })
}

/// The longest term at a token that is of one of these kinds.
pub(super) fn term_at(passage: &Passage<'_>, at: usize, group: Group) -> Option<(Term, usize)> {
    let hash = passage.hash(at);
    if !LEXICON.may_begin(hash, group) {
        return None;
    }
    terms_at(passage, at, hash, passage.tokens.len())
        .find_map(|(terms, len)| terms.iter().find(|term| term.is(group)).map(|term| (*term, len)))
}

pub(super) fn quantity_at(passage: &Passage<'_>, at: usize, range: &Range<usize>) -> Option<Quantity> {
    let mut comparator = None;
    let mut first = at;
    let mut repeated = false;
    if let Some((Term::Comparator(key), len)) = term_at(passage, at, Group::COMPARATOR) {
        repeated = passage.word(at).eq_ignore_ascii_case("every");
        comparator = Some(key);
        first = at + len;
    }
    let spelt = passage.tokens.get(first).is_some_and(|token| token.kind != Kind::Number);
    let (value, len) = value_at(passage, first)?;
    let (value, signed) = if spelt { (value, first) } else { with_sign(passage, value, first, range.start) };
    let mut values = vec![value];
    let mut end = first + len;
    // A unit stands in the sentence, item or cell of its number.
    let goes_on = |at: usize| passage.tokens.get(at).is_some_and(|token| token.edge == Edge::None);
    let unit_at = |at: usize| if goes_on(at) { unit_at(passage, at) } else { None };
    let mut unit = unit_at(end);
    // "1-3 mg", "1 to 3 mg", "1 mg to 3 mg".
    let joint = end + unit.map_or(0, |(_, len)| len);
    if matches!(passage.word(joint), "-" | "–" | "—" | "to" | "−")
        && goes_on(joint)
        && let Some((high, len)) = value_at(passage, joint + 1)
    {
        values.push(high);
        end = joint + 1 + len;
        unit = unit_at(end).or(unit.map(|(unit, _)| (unit, 0)));
    }
    let one = values.first().is_some_and(|value| (*value - 1.0).abs() < f64::EPSILON);
    // "One in ten" is a share, and "one of them" no number.
    let of_many = passage.word(end) == "in" && value_at(passage, end + 1).is_some();
    if spelt && unit.is_none() && one && !of_many && roman_at(passage, first).is_none() {
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
            "h" | "hr" | "hrs" => "hour",
            "min" => "minute",
            "wk" => "week",
            word => word,
        })
        .rotate_left(7);
        end += 2;
    }
    if comparator.is_none()
        && let Some((Term::Comparator(key), len)) = term_at(passage, end, Group::COMPARATOR)
        && matches!(passage.word(end), "or" | "and")
    {
        comparator = Some(key);
        end += len;
    }
    let start = if first == at { signed } else { at };
    // "Every 36 hours" is how often something is given.
    let unit = unit.map(|(unit, _)| Unit { dose: unit.dose || repeated, ..unit });
    Some(Quantity { tokens: start..end, values, comparator, unit, per, label: false })
}

pub(super) fn unit_at(passage: &Passage<'_>, at: usize) -> Option<(Unit, usize)> {
    let hyphen = usize::from(matches!(passage.word(at), "-") && at > 0 && touching(passage, at - 1));
    match term_at(passage, at + hyphen, Group::UNIT)? {
        (Term::Unit(unit), len) => {
            let exact = passage.tokens.get(at + hyphen).and_then(|token| LEXICON.exactly(token.hash));
            Some((exact.unwrap_or(unit), len + hyphen))
        }
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
    let says = |at: usize, group: Group| term_at(passage, at, group).is_some();
    let before = |back: usize| start.checked_sub(back);
    let whole = quantity.values.iter().all(|value| value.fract() == 0.0);
    let labelled = before(1).is_some_and(|at| says(at, Group::LABEL))
        || before(2).is_some_and(|at| {
            let between = passage.word(at + 1);
            let figures = between.bytes().all(|byte| byte.is_ascii_digit());
            says(at, Group::LABEL) && (matches!(between, "." | ":" | "#") || figures)
        });
    let by_month = (before(1).is_some_and(|at| says(at, Group::MONTH)) || says(end, Group::MONTH))
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
    let enclosed = (0..start).rev().take(40).find(|at| matches!(passage.word(*at), "(" | ")"));
    let enclosed = enclosed.is_some_and(|at| passage.word(at) == "(");
    (begins && (closed || passage.word(end) == ".")) || (closed && (opened || !enclosed) && end == start + 1)
}

/// Whether a number is part of a name: "SARS-CoV-2", "IL-6".
fn in_name(passage: &Passage<'_>, start: usize) -> bool {
    let Some(hyphen) = start.checked_sub(1) else { return false };
    let letter = hyphen.checked_sub(1).and_then(|at| passage.tokens.get(at));
    // "U-100" is how strong an insulin is.
    let strength = hyphen.checked_sub(1).is_some_and(|at| passage.word(at).eq_ignore_ascii_case("u"));
    !strength
        && matches!(passage.word(hyphen), "-" | "–" | "_" | "~")
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
    // "doi 10.1000/182": what it is may stand before it.
    (low.saturating_sub(1)..=high).any(|k| {
        matches!(passage.word(k), "http" | "https" | "www" | "doi" | "pmid" | "arxiv" | "@" | "html")
    })
}
