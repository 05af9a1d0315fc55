//! Which is which among sentences of the same words.
//!
//! Their own words cannot tell, so those around them do: the sentences before and behind, and for a sentence that
//! is alone in its block the blocks before and behind, or the row that a cell stands in. A place is taken only
//! where more of these are the same than anywhere else, seen from either text; the position map decides
//! between places that are surrounded by the same words, and never against what surrounds them.

use super::side::Side;
use std::collections::{HashMap, HashSet};

/// What stands around a sentence.
#[derive(Debug, PartialEq, Eq)]
struct Surroundings<'a> {
    /// Nearest by, before and behind.
    near: [Vec<&'a str>; 2],
    /// The heading above, and of a cell the head of its column.
    above: [Vec<&'a str>; 2],
}

/// How many of the surroundings of two sentences are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Likeness {
    /// Whether all that is near is.
    whole: bool,
    near: usize,
    above: usize,
}

/// Pairs old with new sentences of the same words; `mapped` says where the position map puts an old one.
/// What is in no pair cannot be told.
pub(super) fn pair(
    old: &Side,
    new: &Side,
    olds: &[usize],
    news: &[usize],
    mapped: impl Fn(usize) -> Option<usize>,
) -> Vec<(usize, usize)> {
    let around = |side, all: &[usize]| all.iter().map(|at| surroundings(side, *at)).collect::<Vec<_>>();
    let (before, after) = (around(old, olds), around(new, news));
    let mut left: Vec<(Likeness, usize, usize)> = Vec::new();
    for (at, was) in olds.iter().zip(&before) {
        let alike = news.iter().zip(&after).map(|(to, is)| (likeness(was, is), *at, *to));
        left.extend(alike.filter(|(likeness, ..)| likeness.near > 0 || likeness.whole));
    }
    let mut pairs = Vec::new();
    let mut take = |left: &mut Vec<(Likeness, usize, usize)>, chosen: Vec<(usize, usize)>| {
        let (ats, tos): (HashSet<_>, HashSet<_>) = chosen.iter().copied().unzip();
        left.retain(|(_, at, to)| !ats.contains(at) && !tos.contains(to));
        pairs.extend(chosen);
    };
    let places: HashMap<usize, usize> = olds.iter().filter_map(|at| Some((*at, mapped(*at)?))).collect();
    let best = Best::of(&left);
    let in_place = left
        .iter()
        .filter(|pair| pair.0.whole && places.get(&pair.1) == Some(&pair.2) && best.holds(pair))
        .map(|(_, at, to)| (*at, *to))
        .collect();
    take(&mut left, in_place);
    loop {
        let best = Best::of(&left);
        let clear: Vec<(usize, usize)> = left
            .iter()
            .filter(|pair| pair.0.near > 0 && best.holds(pair) && best.alone(pair))
            .map(|(_, at, to)| (*at, *to))
            .collect();
        if clear.is_empty() {
            return pairs;
        }
        take(&mut left, clear);
    }
}

/// The likeliest partners of each sentence, and how many are as likely.
struct Best {
    of_old: HashMap<usize, (Likeness, usize)>,
    of_new: HashMap<usize, (Likeness, usize)>,
}

impl Best {
    fn of(pairs: &[(Likeness, usize, usize)]) -> Self {
        let mut best = Self { of_old: HashMap::new(), of_new: HashMap::new() };
        for (likeness, at, to) in pairs {
            for (side, sentence) in [(&mut best.of_old, at), (&mut best.of_new, to)] {
                let (most, count) = side.entry(*sentence).or_insert((*likeness, 0));
                if likeness > most {
                    (*most, *count) = (*likeness, 0);
                }
                *count += usize::from(likeness == most);
            }
        }
        best
    }

    /// Whether neither of the two has a likelier partner.
    fn holds(&self, (likeness, at, to): &(Likeness, usize, usize)) -> bool {
        self.of_old[at].0 == *likeness && self.of_new[to].0 == *likeness
    }

    /// Whether, of two that hold, neither has another partner as likely.
    fn alone(&self, (_, at, to): &(Likeness, usize, usize)) -> bool {
        self.of_old[at].1 == 1 && self.of_new[to].1 == 1
    }
}

fn likeness(was: &Surroundings<'_>, is: &Surroundings<'_>) -> Likeness {
    let same = |a: &[Vec<&str>; 2], b: &[Vec<&str>; 2]| {
        a.iter().zip(b).filter(|(a, b)| a == b && !a.is_empty()).count()
    };
    Likeness {
        whole: was.near == is.near,
        near: same(&was.near, &is.near),
        above: same(&was.above, &is.above),
    }
}

fn surroundings(side: &Side, at: usize) -> Surroundings<'_> {
    let here = side.sentences[at].block;
    let block = &side.blocks[here];
    let words = |block: Option<usize>| block.map_or_else(Vec::new, |block| side.quotes(block));
    let beside = |other: Option<usize>| -> Vec<&str> {
        let other = other.and_then(|other| side.sentences.get(other)).filter(|other| other.block == here);
        other.map(|other| other.quote.as_str()).into_iter().collect()
    };
    let sentences = [beside(at.checked_sub(1)), beside(Some(at + 1))];
    let heading = words(block.heading);
    let in_text = |block: &usize| *block < side.blocks.len();
    match &block.cell {
        _ if sentences.iter().any(|beside| !beside.is_empty()) => {
            Surroundings { near: sentences, above: [heading, Vec::new()] }
        }
        // A row is known by its first cell; that cell by the next.
        Some(cell) => Surroundings {
            near: [
                words(Some(if cell.row == here { here + 1 } else { cell.row }).filter(in_text)),
                Vec::new(),
            ],
            above: [heading, words(Some(cell.column))],
        },
        None => Surroundings {
            near: [words(here.checked_sub(1)), words(Some(here + 1).filter(in_text))],
            above: [heading, Vec::new()],
        },
    }
}
