//! The word lists, read once.

use crate::align::ByHash;
use crate::comparison::Class;
use crate::stream::{Edge, Kind, Literal, Shape, Stream, Token, hash_bytes, hash_word, says_lower};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What a term says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Term {
    Unit(Unit),
    /// How often, by which route, in which form; ways to say the same thing in other words are counted.
    Dosing {
        key: u32,
        way: u8,
        weak: bool,
    },
    /// Days of the week, a bit for each.
    Days(u8),
    /// Says that something is given.
    Giving,
    /// Stands beside an amount, and names no drug.
    Ordinary,
    Comparator(u32),
    /// A weak one turns the word beside it alone, and says nothing among many words that are new.
    Negation {
        weak: bool,
    },
    /// Holds a word of negation, and denies nothing: "not only".
    Idiom,
    /// One of two opposites.
    Pole {
        pair: u32,
        left: bool,
    },
    Drug(u32),
    /// One of a family of things: something else is said where another takes its place.
    Sibling {
        family: u8,
        member: u32,
    },
    /// Whom the statement is about; a weak one says so only where another takes its place.
    Population {
        key: u32,
        weak: bool,
    },
    /// Degree of certainty; a weak one says something only where another takes its place.
    Certainty {
        degree: u32,
        weak: bool,
    },
    Warning {
        weak: bool,
    },
    /// Begins a clause that may stand at the front of its sentence or at its end.
    Opening,
    /// Says under which condition something is done.
    Condition,
    /// Says what may or should be done.
    Advice,
    /// Says what to do, where a sentence begins with it.
    Order,
    Label,
    Month,
    Number(f64),
    /// "First": says something only where another takes its place.
    Ordinal(u32),
    /// A word before Roman numbers.
    Stage,
    Roman(f64),
}

/// Kinds of terms, a bit for each, so that a word is known not to begin one before anything is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Group(u32);

impl Group {
    /// What is looked for only where every term is.
    const OTHER: Self = Self(1);
    pub(super) const UNIT: Self = Self(1 << 1);
    /// A unit that makes a dose.
    pub(super) const DOSE: Self = Self(1 << 2);
    pub(super) const DOSING: Self = Self(1 << 3);
    pub(super) const DAYS: Self = Self(1 << 4);
    pub(super) const GIVING: Self = Self(1 << 5);
    pub(super) const ORDINARY: Self = Self(1 << 6);
    pub(super) const COMPARATOR: Self = Self(1 << 7);
    pub(super) const NEGATION: Self = Self(1 << 8);
    pub(super) const DRUG: Self = Self(1 << 9);
    pub(super) const LABEL: Self = Self(1 << 10);
    pub(super) const MONTH: Self = Self(1 << 11);
    pub(super) const NUMBER: Self = Self(1 << 12);
    pub(super) const STAGE: Self = Self(1 << 13);
    pub(super) const ROMAN: Self = Self(1 << 14);
    pub(super) const ORDINAL: Self = Self(1 << 15);
    pub(super) const OPENING: Self = Self(1 << 16);
    pub(super) const CONDITION: Self = Self(1 << 17);
    pub(super) const ADVICE: Self = Self(1 << 18);
    pub(super) const ORDER: Self = Self(1 << 19);
    pub(super) const WARNING: Self = Self(1 << 20);
    pub(super) const POPULATION: Self = Self(1 << 21);
    pub(super) const CERTAINTY: Self = Self(1 << 22);
    pub(super) const SIBLING: Self = Self(1 << 23);
    pub(super) const IDIOM: Self = Self(1 << 24);
    pub(super) const NONE: Self = Self(0);
    const ALL: Self = Self(u32::MAX);

    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// All other kinds.
    pub(super) const fn others(self) -> Self {
        Self(!self.0)
    }

    pub(super) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl Term {
    /// Whether it is of one of these kinds.
    pub(super) const fn is(&self, group: Group) -> bool {
        self.group().meets(group)
    }

    const fn group(&self) -> Group {
        match self {
            Self::Unit(unit) if unit.dose => Group::UNIT.or(Group::DOSE),
            Self::Unit(_) => Group::UNIT,
            Self::Dosing { .. } => Group::DOSING,
            Self::Days(_) => Group::DAYS,
            Self::Giving => Group::GIVING,
            Self::Ordinary => Group::ORDINARY,
            Self::Comparator(_) => Group::COMPARATOR,
            Self::Negation { .. } => Group::NEGATION,
            Self::Idiom => Group::IDIOM,
            Self::Drug(_) => Group::DRUG,
            Self::Label => Group::LABEL,
            Self::Month => Group::MONTH,
            Self::Number(_) => Group::NUMBER,
            Self::Stage => Group::STAGE,
            Self::Roman(_) => Group::ROMAN,
            Self::Ordinal(_) => Group::ORDINAL,
            Self::Opening => Group::OPENING,
            Self::Condition => Group::CONDITION,
            Self::Advice => Group::ADVICE,
            Self::Order => Group::ORDER,
            Self::Warning { .. } => Group::WARNING,
            Self::Population { .. } => Group::POPULATION,
            Self::Certainty { .. } => Group::CERTAINTY,
            Self::Sibling { .. } => Group::SIBLING,
            Self::Pole { .. } => Group::OTHER,
        }
    }
}

/// A unit of a quantity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Unit {
    pub(super) dimension: u32,
    /// Its size in the dimension's smallest common unit.
    pub(super) size: f64,
    /// Whether a quantity in it is a dose.
    pub(super) dose: bool,
    /// Whether it measures a substance rather than a volume or a form: milligrams, international units.
    pub(super) weighs: bool,
}

/// A term of several words: the hashes of those after the first.
#[derive(Debug)]
struct Phrase {
    rest: Vec<u64>,
    terms: Vec<Term>,
}

/// The terms that begin with one word, the longest first.
#[derive(Debug, Default)]
struct Phrases {
    all: Vec<Phrase>,
    /// How many of them have more than one word.
    long: usize,
    /// A bit for each of their second words, by its hash: most words that follow fail here.
    seconds: [u64; 4],
}

impl Phrases {
    fn push(&mut self, rest: Vec<u64>, term: Term) {
        if let Some(phrase) = self.all.iter_mut().find(|phrase| phrase.rest == rest) {
            return phrase.terms.push(term);
        }
        if let Some(second) = rest.first() {
            let (part, bit) = Self::bit(*second);
            self.seconds[part] |= bit;
            self.long += 1;
        }
        let at = self.all.partition_point(|phrase| phrase.rest.len() >= rest.len());
        self.all.insert(at, Phrase { rest, terms: vec![term] });
    }

    /// Those that may go on with this word.
    fn before(&self, second: u64) -> &[Phrase] {
        let (part, bit) = Self::bit(second);
        let goes_on = self.seconds[part] & bit != 0;
        &self.all[if goes_on { 0 } else { self.long }..]
    }

    const fn bit(word: u64) -> (usize, u64) {
        ((word >> 8) as usize % 4, 1 << ((word >> 10) % 64))
    }
}

/// Places in [`Lexicon::firsts`]; with some two thousand words, one in eight of the others passes.
const FIRSTS: usize = 1 << 14;

/// All lists.
#[derive(Default)]
pub(super) struct Lexicon {
    by_first: ByHash<Phrases>,
    /// What the terms are that begin with a word, by the end of its hash: most words of a text fail here, before
    /// anything is looked up.
    firsts: Vec<u32>,
    /// Units whose letters count in their very case, by the hash of those.
    exact: ByHash<Unit>,
    /// The class of each family.
    families: Vec<Class>,
    /// The endings that only names of drugs have, by their last three letters.
    endings: BTreeMap<u32, Vec<&'static str>>,
}

pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);

const UNITS: &str = include_str!("../../lexicon/units.txt");
const DOSING: &str = include_str!("../../lexicon/dosing.txt");
const COMPARATORS: &str = include_str!("../../lexicon/comparators.txt");
const POLARITY: &str = include_str!("../../lexicon/polarity.txt");
const DRUGS: &str = include_str!("../../lexicon/drugs.txt");
const POPULATION: &str = include_str!("../../lexicon/population.txt");
const CERTAINTY: &str = include_str!("../../lexicon/certainty.txt");
const WARNINGS: &str = include_str!("../../lexicon/warnings.txt");
const SIBLINGS: &str = include_str!("../../lexicon/siblings.txt");
const CLAUSES: &str = include_str!("../../lexicon/clauses.txt");
const LABELS: &str = include_str!("../../lexicon/labels.txt");

impl Lexicon {
    fn read() -> Self {
        let mut lexicon = Self { firsts: vec![0; FIRSTS], ..Self::default() };
        let mut names: BTreeMap<String, u32> = BTreeMap::new();
        let mut name = |kind: &str, key: &str| {
            let next = names.len() as u32;
            *names.entry(format!("{kind} {key}")).or_insert(next)
        };
        for (_, key, terms) in lines(UNITS) {
            let Some((dimension, size)) = key.split_once(' ') else { continue };
            let Ok(size) = size.trim().parse() else { continue };
            let dose = dimension.ends_with('*');
            let weighs = matches!(dimension, "mass*" | "activity*" | "amount*");
            let unit = Unit { dimension: name("unit", dimension), size, dose, weighs };
            for term in terms {
                match term.strip_prefix('=') {
                    Some(exact) => {
                        lexicon.exact.insert(hash_word(exact.as_bytes()), unit);
                        lexicon.firsts[place(hash_lower(exact))] |= Term::Unit(unit).group().0;
                    }
                    None => lexicon.add(term, Term::Unit(unit)),
                }
            }
        }
        for (section, key, terms) in lines(DOSING) {
            match section {
                "day" => {
                    terms.for_each(|term| lexicon.add(term, Term::Days(key.parse().unwrap_or_default())));
                }
                "giving" => terms.for_each(|term| lexicon.add(term, Term::Giving)),
                _ => {
                    let key = name("dosing", &format!("{section} {key}"));
                    let mut way = 0;
                    // A bar in a term ends one way of saying it, and begins the next.
                    for term in terms.flat_map(|term| term.split_inclusive('|')) {
                        let (name, weak) = strength(term.trim_end_matches('|').trim());
                        lexicon.add(name, Term::Dosing { key, way, weak });
                        way += u8::from(term.ends_with('|'));
                    }
                }
            }
        }
        for (_, key, terms) in lines(COMPARATORS) {
            let key = name("comparator", key);
            terms.for_each(|term| lexicon.add(term, Term::Comparator(key)));
        }
        for (section, key, terms) in lines(POLARITY) {
            if section == "idiom" {
                terms.for_each(|term| lexicon.add(term, Term::Idiom));
            } else if section == "negation" {
                terms.for_each(|term| {
                    let (name, weak) = strength(term);
                    lexicon.add(name, Term::Negation { weak });
                });
            } else if let Some((left, right)) = key.split_once('|') {
                let pair = name("pair", key);
                for (side, terms) in [(true, left), (false, right)] {
                    for term in terms.split(',') {
                        lexicon.add(term.trim(), Term::Pole { pair, left: side });
                    }
                }
            }
        }
        for (section, key, terms) in lines(DRUGS) {
            if section == "endings" {
                for ending in key.split(',').map(str::trim) {
                    lexicon.endings.entry(last_three(ending)).or_default().push(ending);
                }
            } else if section == "ordinary" {
                key.split(',').for_each(|word| lexicon.add(word.trim(), Term::Ordinary));
            } else {
                let key = name("drug", key);
                terms.for_each(|term| lexicon.add(term, Term::Drug(key)));
            }
        }
        for (_, key, terms) in lines(POPULATION) {
            let key = name("population", key);
            terms.for_each(|term| {
                let (name, weak) = strength(term);
                lexicon.add(name, Term::Population { key, weak });
            });
        }
        for (_, key, terms) in lines(CERTAINTY) {
            let degree = name("certainty", key);
            terms.for_each(|term| {
                let (name, weak) = strength(term);
                lexicon.add(name, Term::Certainty { degree, weak });
            });
        }
        for (_, _, terms) in lines(WARNINGS) {
            terms.for_each(|term| {
                let (name, weak) = strength(term);
                lexicon.add(name, Term::Warning { weak });
            });
        }
        for (section, key, terms) in lines(SIBLINGS) {
            let family = lexicon.families.len() as u8;
            lexicon.families.push(class(section));
            let mut at = 0;
            // A bar in a term ends one member, and begins the next.
            for term in terms.flat_map(|term| term.split_inclusive('|')) {
                let member = name("sibling", &format!("{key} {at}"));
                lexicon.add(term.trim_end_matches('|').trim(), Term::Sibling { family, member });
                at += u32::from(term.ends_with('|'));
            }
        }
        for (section, _, terms) in lines(CLAUSES) {
            let term = match section {
                "opening" => Term::Opening,
                "condition" => Term::Condition,
                "advice" => Term::Advice,
                _ => Term::Order,
            };
            terms.for_each(|name| lexicon.add(name, term));
        }
        for (section, key, terms) in lines(LABELS) {
            let term = match section {
                "month" => Term::Month,
                "number" => Term::Number(key.parse().unwrap_or_default()),
                "ordinal" => Term::Ordinal(key.parse().unwrap_or_default()),
                "stage" => Term::Stage,
                "roman" => Term::Roman(key.parse().unwrap_or_default()),
                _ => Term::Label,
            };
            terms.for_each(|name| lexicon.add(name, term));
        }
        lexicon
    }

    fn add(&mut self, text: &str, term: Term) {
        let mut stream = Stream::default();
        stream.read(text, 0, Shape::Block(Edge::Block), &mut Literal);
        let mut words: Vec<u64> = stream.tokens.iter().map(|token| folded(text, token)).collect();
        self.add_words(&words, term);
        // "Slow release" is written "slow-release" before a noun.
        let letters = stream.tokens.iter().all(|token| token.kind > Kind::Punctuation);
        if letters && (2..=3).contains(&words.len()) {
            words.insert(1, hash_bytes(b"-"));
            self.add_words(&words, term);
        }
    }

    fn add_words(&mut self, words: &[u64], term: Term) {
        let Some((&first, rest)) = words.split_first() else { return };
        let rest = rest.to_vec();
        self.firsts[place(first)] |= term.group().0;
        self.by_first.entry(first).or_default().push(rest, term);
    }

    /// Whether any term begins with this word.
    pub(super) fn begins(&self, word: u64) -> bool {
        self.may_begin(word, Group::ALL) && self.by_first.contains_key(&word)
    }

    /// Whether a term of these kinds may begin with this word. Few words pass with which none does.
    pub(super) fn may_begin(&self, word: u64, group: Group) -> bool {
        self.kinds(word).meets(group)
    }

    /// The kinds of terms that may begin with this word.
    pub(super) fn kinds(&self, word: u64) -> Group {
        Group(self.firsts[place(word)])
    }

    /// The unit that is written so, where upper and lower case tell it from another.
    pub(super) fn exactly(&self, word: u64) -> Option<Unit> {
        self.exact.get(&word).copied()
    }

    /// The terms that begin with the first of these words, the longest first: what each says, and how many
    /// words it takes. Words beyond the last are 0.
    pub(super) fn all(
        &self,
        first: u64,
        word: impl Fn(usize) -> u64,
    ) -> impl Iterator<Item = (&[Term], usize)> {
        let known = if self.may_begin(first, Group::ALL) { self.by_first.get(&first) } else { None };
        let second = known.filter(|phrases| phrases.long > 0).map_or(0, |_| word(1));
        let phrases = known.map_or(&[][..], |phrases| phrases.before(second));
        let found = phrases.iter().filter(move |phrase| match phrase.rest.as_slice() {
            [] => true,
            [next, rest @ ..] => *next == second && (2..).zip(rest).all(|(k, rest)| word(k) == *rest),
        });
        found.map(|phrase| (phrase.terms.as_slice(), phrase.rest.len() + 1))
    }

    /// The class of what is said otherwise where one of a family takes another's place.
    pub(super) fn class_of(&self, family: u8) -> Class {
        self.families.get(usize::from(family)).copied().unwrap_or(Class::Wording)
    }

    /// Whether a word ends as only names of drugs do.
    pub(super) fn ends_like_a_drug(&self, word: &str) -> bool {
        let ends = |ending: &&str| {
            let end = word.get(word.len().wrapping_sub(ending.len())..);
            end.is_some_and(|end| end.eq_ignore_ascii_case(ending))
        };
        word.len() >= 7 && self.endings.get(&last_three(word)).is_some_and(|all| all.iter().any(ends))
    }
}

/// The last three letters of a word, without regard to case, as a number.
fn last_three(word: &str) -> u32 {
    word.bytes().rev().take(3).fold(0, |last, byte| (last << 8) | u32::from(byte.to_ascii_lowercase()))
}

/// Where a word is in [`Lexicon::firsts`].
const fn place(word: u64) -> usize {
    word as usize % FIRSTS
}

/// The lines of a list: section, what stands before the colon, the terms after it.
fn lines(
    list: &'static str,
) -> impl Iterator<Item = (&'static str, &'static str, std::vec::IntoIter<&'static str>)> {
    let mut section = "";
    list.lines().skip(1).filter_map(move |line| {
        let line = line.trim();
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            section = name;
            return None;
        }
        if line.is_empty() || line.starts_with('#') {
            return None;
        }
        let (key, terms) = line.split_once(':').unwrap_or((line, ""));
        let terms: Vec<&str> = terms.split(',').map(str::trim).filter(|term| !term.is_empty()).collect();
        Some((section, key.trim(), terms.into_iter()))
    })
}

/// The class that a section of the families is called by.
fn class(section: &str) -> Class {
    match section {
        "dose" => Class::Dose,
        "negation" => Class::Negation,
        "warning" => Class::Warning,
        "drug" => Class::Drug,
        "number" => Class::Number,
        "population" => Class::Population,
        _ => Class::Certainty,
    }
}

/// A term without its mark of weakness, and whether it has one. A single `~` is a term itself.
fn strength(term: &str) -> (&str, bool) {
    term.strip_prefix('~').filter(|name| !name.is_empty()).map_or((term, false), |name| (name, true))
}

/// The hash of a word without regard to case.
pub(super) fn hash_lower(word: &str) -> u64 {
    let mut buffer = [0u8; 24];
    match buffer.get_mut(..word.len()) {
        Some(lower) if word.is_ascii() => {
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            hash_word(lower)
        }
        _ => hash_word(word.to_lowercase().as_bytes()),
    }
}

/// The hash of a token, without regard to case where it is a word.
#[inline]
pub(super) fn folded(text: &str, token: &Token) -> u64 {
    if !token.kind.is_word() || says_lower(token.hash) {
        token.hash
    } else {
        hash_lower(&text[token.bytes()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_lists_have_the_same_version() {
        for list in [
            UNITS,
            DOSING,
            COMPARATORS,
            POLARITY,
            DRUGS,
            POPULATION,
            CERTAINTY,
            WARNINGS,
            SIBLINGS,
            CLAUSES,
            LABELS,
        ] {
            assert_eq!(list.lines().next(), Some(super::super::LEXICON_VERSION));
        }
    }

    #[test]
    fn the_longest_term_is_found() {
        let words = ["twice", "a", "day", "with"].map(hash_lower);
        let (terms, len) = LEXICON.all(words[0], |k| words[k]).next().unwrap();
        assert!(matches!(terms, [Term::Dosing { .. }]));
        assert_eq!(len, 3);
    }
}
