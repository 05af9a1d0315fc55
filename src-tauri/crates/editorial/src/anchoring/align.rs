//! Which sentence of the new text is which of the old one.
//!
//! Sentences resemble each other by the weight of the words they share, rare words weighing more. A reworded
//! sentence is taken for the old one where it resembles it clearly more than any other new sentence does (or
//! nearly as much, and the position map points to it), and no other old sentence claims it more. Thresholds are
//! measured on real histories ([`super::measure_anchors`]): a wrong partner costs more than an orphan.

use super::{
    repeated,
    side::{Sentence, Side},
};
use compare::PositionMap;
use std::{cmp::Ordering, collections::HashMap, ops::Range};

/// What became of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    /// The same words stand there.
    Same(usize),
    /// It was reworded, or split over these sentences of one block.
    Edited(Range<usize>),
    /// It is gone; these resemble it.
    Gone(Vec<usize>),
}

/// Words that stand in more sentences than this do not make two sentences look closer at each other.
const COMMON: usize = 50;
/// How many resembling sentences are looked at closely.
const CLOSE: usize = 12;
/// Sentences of fewer words resemble too many.
const FEWEST_WORDS: usize = 4;
/// The least resemblance of a reworded sentence: twice the shared weight by the weight of both; and where the map
/// points to it.
const ALIKE: f32 = 0.34;
const ALIKE_IN_PLACE: f32 = 0.3;
/// How much less the next best must resemble it; and where the map points to the best.
const CLEARLY: f32 = 0.7;
const CLEARLY_IN_PLACE: f32 = 0.9;
/// What part of the weight shared with the best must not be shared with another.
const HELD: f32 = 0.9;
/// What part of the old sentence's weight makes it wholly there, whatever was added around it.
const CONTAINED: f32 = 0.85;
/// How much more another old sentence may resemble the new one (two were merged).
const RIVAL: f32 = 1.5;
/// What is worth offering for an orphan.
const OFFERED: f32 = 0.2;
/// Shares of the old and of the new sentence's weight that make a neighbour the other half of a split.
const HALF_OF_OLD: f32 = 0.12;
const HALF_OF_NEW: f32 = 0.4;
/// How little a sentence, and how much its neighbour, resembles the other half of two that were rewritten together.
const MIXED: f32 = 0.1;
const MIXED_NEIGHBOUR: f32 = 0.2;
/// A sentence that resembles its partner more than this was not mixed with another.
const UNMIXED: f32 = 0.75;

/// What became of each sentence of the old text.
pub(super) fn align(old: &Side, new: &Side, map: &PositionMap) -> Vec<Fate> {
    let mut fates = same(old, new, map);
    edited(old, new, map, &mut fates);
    fates
}

/// Pairs sentences of the same words: one with the only other, and those that stand more than once by what is
/// around them ([`repeated`]). The others are gone, and every place that is left is offered.
fn same(old: &Side, new: &Side, map: &PositionMap) -> Vec<Fate> {
    let mut places: HashMap<&str, (Vec<usize>, Vec<usize>)> = HashMap::new();
    for (at, sentence) in old.sentences.iter().enumerate() {
        places.entry(&sentence.quote).or_default().0.push(at);
    }
    for (at, sentence) in new.sentences.iter().enumerate() {
        if let Some(places) = places.get_mut(sentence.quote.as_str()) {
            places.1.push(at);
        }
    }
    let mut fates = vec![Fate::Gone(Vec::new()); old.sentences.len()];
    for (olds, mut news) in places.into_values() {
        if let ([at], [to]) = (olds.as_slice(), news.as_slice()) {
            fates[*at] = Fate::Same(*to);
            continue;
        }
        let place = |at| mapped(old, new, map, at).filter(|to| to.len() == 1).map(|to| to.start);
        for (at, to) in repeated::pair(old, new, &olds, &news, place) {
            fates[at] = Fate::Same(to);
            news.retain(|new| *new != to);
        }
        for at in olds {
            if matches!(fates[at], Fate::Gone(_)) {
                fates[at] = Fate::Gone(news.iter().copied().take(CLOSE).collect());
            }
        }
    }
    fates
}

/// The new sentences that hold what the map kept of an old one.
fn mapped(old: &Side, new: &Side, map: &PositionMap, at: usize) -> Option<Range<usize>> {
    let sentence = &old.sentences[at];
    let path = &old.blocks[sentence.block].path;
    let to = map.to_new(path, sentence.statement.start as u32, sentence.statement.end as u32)?;
    let block = new.block(&to.span.block)?;
    Some(new.sentences_at(block, &(to.span.start as usize..to.span.end as usize)))
}

/// An old and a new sentence, and the weight of the words they share.
#[derive(Debug, Clone, Copy)]
struct Pair {
    new: usize,
    shared: f32,
    /// 0 to 1.
    alike: f32,
}

fn edited(old: &Side, new: &Side, map: &PositionMap, fates: &mut [Fate]) {
    let words = Words::of(old, new);
    let mut free = vec![true; new.sentences.len()];
    for fate in fates.iter() {
        if let Fate::Same(to) = fate {
            free[*to] = false;
        }
    }
    let index = words.index(&free);
    let lost: Vec<usize> = (0..fates.len())
        .filter(|at| matches!(&fates[*at], Fate::Gone(like) if like.is_empty()))
        .filter(|at| words.old[*at].len() >= FEWEST_WORDS)
        .collect();
    let pairs: Vec<Vec<Pair>> = lost.iter().map(|at| words.pairs(*at, &index)).collect();
    let claims = Claims::of(&lost, &pairs, new.sentences.len());
    for (at, pairs) in lost.into_iter().zip(pairs) {
        let Some(best) = pairs.first().copied() else { continue };
        let wording = numberless(&old.sentences[at]);
        let says_so = |pair: &&Pair| numberless(&new.sentences[pair.new]) == wording;
        if let (false, Some(namesake)) = (says_so(&&best), pairs.iter().find(says_so)) {
            // What its numbers are now may stand in a sentence about something else.
            let theirs = numberless(&new.sentences[best.new]);
            let alone = pairs.iter().filter(says_so).count() == 1;
            fates[at] = if alone && claims.any(best.new, |other| numberless(&old.sentences[other]) == theirs)
            {
                Fate::Edited(namesake.new..namesake.new + 1)
            } else {
                offered(&pairs)
            };
            continue;
        }
        let place = mapped(old, new, map, at);
        let in_place = place.as_ref().is_some_and(|place| place.contains(&best.new));
        // What another old sentence claims more is that one's, not a second place for this one.
        let second = pairs[1..]
            .iter()
            .find(|pair| claims.rival(at, pair.new) <= pair.alike && !next_to(new, best.new, pair.new))
            .map_or(0.0, |pair| pair.alike);
        let contained = best.shared >= CONTAINED * words.old_weight[at];
        let alike = contained || best.alike >= if in_place { ALIKE_IN_PLACE } else { ALIKE };
        // A longer sentence may hold as much of it and look less like it.
        let held_elsewhere =
            |pair: &Pair| pair.shared >= HELD * best.shared && !next_to(new, best.new, pair.new);
        let clearly = if in_place || contained {
            second <= CLEARLY_IN_PLACE * best.alike
        } else {
            second <= CLEARLY * best.alike && !pairs[1..].iter().any(held_elsewhere)
        };
        let unclaimed = contained || claims.rival(at, best.new) <= RIVAL * best.alike;
        fates[at] = if alike && clearly && unclaimed {
            let mut rest = left_over(&words.old[at], &words.new[best.new]);
            let mut run = best.new..best.new + 1;
            for half in [best.new.wrapping_sub(1), best.new + 1] {
                if half >= new.sentences.len() || !free[half] || !next_to(new, best.new, half) {
                    continue;
                }
                let shared = words.shared(&rest, &words.new[half]);
                let holds_the_rest = shared >= HALF_OF_OLD * words.old_weight[at]
                    && shared >= HALF_OF_NEW * words.new_weight[half];
                let names_it = half < best.new
                    && points_back(&new.sentences[best.new])
                    && !points_back(&old.sentences[at])
                    && claims.rival(at, half) < ALIKE_IN_PLACE;
                let mapped_there = in_place && place.as_ref().is_some_and(|place| place.contains(&half));
                if holds_the_rest || mapped_there || names_it || claims.mixed(old, at, best.new, half) {
                    rest = left_over(&rest, &words.new[half]);
                    run = run.start.min(half)..run.end.max(half + 1);
                }
            }
            Fate::Edited(run)
        } else {
            offered(&pairs)
        };
    }
}

fn offered(pairs: &[Pair]) -> Fate {
    Fate::Gone(pairs.iter().filter(|pair| pair.alike >= OFFERED).map(|pair| pair.new).collect())
}

/// A sentence's words without its numbers: what it says them of.
fn numberless(sentence: &Sentence) -> Vec<&str> {
    let words = sentence.words.iter().map(String::as_str);
    words.filter(|word| !word.starts_with(|c: char| c.is_ascii_digit() || c == '.')).collect()
}

/// How much each new sentence resembles the old ones that may claim it.
struct Claims(Vec<Vec<(f32, usize)>>);

impl Claims {
    fn of(lost: &[usize], pairs: &[Vec<Pair>], new: usize) -> Self {
        let mut claims = vec![Vec::new(); new];
        for (at, pairs) in lost.iter().zip(pairs) {
            for pair in pairs {
                claims[pair.new].push((pair.alike, *at));
            }
        }
        Self(claims)
    }

    /// How much another old sentence than `at` resembles a new one at most.
    fn rival(&self, at: usize, new: usize) -> f32 {
        self.0[new].iter().filter(|(_, other)| *other != at).map(|(alike, _)| *alike).fold(0.0, f32::max)
    }

    /// Whether any of the old sentences that resemble a new one is such.
    fn any(&self, new: usize, such: impl Fn(usize) -> bool) -> bool {
        self.0[new].iter().any(|(_, other)| such(*other))
    }

    fn of_one(&self, at: usize, new: usize) -> f32 {
        self.0[new].iter().find(|(_, other)| *other == at).map_or(0.0, |(alike, _)| *alike)
    }

    /// Whether the old sentence and a neighbour of it were rewritten together into these two new ones, so that
    /// what it said may stand in either.
    fn mixed(&self, old: &Side, at: usize, best: usize, half: usize) -> bool {
        let alike = self.of_one(at, best);
        alike < UNMIXED
            && self.of_one(at, half) >= MIXED
            && [at.wrapping_sub(1), at + 1].into_iter().any(|other| {
                other < old.sentences.len()
                    && next_to(old, at, other)
                    && self.of_one(other, best).min(self.of_one(other, half)) >= MIXED_NEIGHBOUR
            })
    }
}

/// Whether a sentence begins with a word for what the one before it names: where the old sentence named it itself,
/// it was split there.
fn points_back(sentence: &Sentence) -> bool {
    let first = sentence.words.first().map_or("", String::as_str);
    ["they", "it", "this", "these", "those", "he", "she", "such"].contains(&first)
}

/// Whether two sentences stand next to each other in one block.
fn next_to(side: &Side, a: usize, b: usize) -> bool {
    a.abs_diff(b) == 1 && side.sentences[a].block == side.sentences[b].block
}

/// The words of both texts as numbers, sorted within each sentence, with what each weighs.
struct Words {
    old: Vec<Vec<u32>>,
    new: Vec<Vec<u32>>,
    weight: Vec<f32>,
    old_weight: Vec<f32>,
    new_weight: Vec<f32>,
}

impl Words {
    fn of(old: &Side, new: &Side) -> Self {
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let mut holders: Vec<u32> = Vec::new();
        let mut read: Vec<Vec<u32>> = Vec::with_capacity(old.sentences.len() + new.sentences.len());
        for sentence in old.sentences.iter().chain(&new.sentences) {
            let mut ids: Vec<u32> = Vec::with_capacity(sentence.words.len());
            for word in &sentence.words {
                let next = numbers.len() as u32;
                ids.push(*numbers.entry(word).or_insert(next));
            }
            ids.sort_unstable();
            holders.resize(numbers.len(), 0);
            distinct(&ids).for_each(|id| holders[id as usize] += 1);
            read.push(ids);
        }
        let new = read.split_off(old.sentences.len());
        let old = read;
        let all = (old.len() + new.len()) as f32;
        let weight: Vec<f32> = holders.iter().map(|with| (1.0 + all / *with as f32).ln()).collect();
        let weigh = |ids: &Vec<u32>| ids.iter().map(|id| weight[*id as usize]).sum::<f32>();
        let (old_weight, new_weight) = (old.iter().map(weigh).collect(), new.iter().map(weigh).collect());
        Self { old, new, weight, old_weight, new_weight }
    }

    /// The free new sentences that hold each word.
    fn index(&self, free: &[bool]) -> HashMap<u32, Vec<usize>> {
        let mut index: HashMap<u32, Vec<usize>> = HashMap::new();
        for (at, ids) in self.new.iter().enumerate().filter(|(at, _)| free[*at]) {
            distinct(ids).for_each(|id| index.entry(id).or_default().push(at));
        }
        index
    }

    /// The new sentences most like an old one, most alike first.
    fn pairs(&self, at: usize, index: &HashMap<u32, Vec<usize>>) -> Vec<Pair> {
        let mut found: HashMap<usize, f32> = HashMap::new();
        for id in distinct(&self.old[at]) {
            for new in index.get(&id).filter(|holders| holders.len() <= COMMON).into_iter().flatten() {
                *found.entry(*new).or_default() += self.weight[id as usize];
            }
        }
        let mut pairs: Vec<Pair> =
            found.into_iter().map(|(new, shared)| self.pair(at, new, shared)).collect();
        sort(&mut pairs);
        pairs.truncate(CLOSE);
        for pair in &mut pairs {
            *pair = self.pair(at, pair.new, self.shared(&self.old[at], &self.new[pair.new]));
        }
        sort(&mut pairs);
        pairs
    }

    fn pair(&self, at: usize, new: usize, shared: f32) -> Pair {
        Pair {
            new,
            shared,
            alike: 2.0 * shared / (self.old_weight[at] + self.new_weight[new]).max(f32::EPSILON),
        }
    }

    /// The weight of the words that two sentences share.
    fn shared(&self, a: &[u32], b: &[u32]) -> f32 {
        let mut shared = 0.0;
        merge(a, b, |id, in_both| shared += if in_both { self.weight[id as usize] } else { 0.0 });
        shared
    }
}

fn sort(pairs: &mut [Pair]) {
    pairs.sort_by(|a, b| b.alike.total_cmp(&a.alike).then(a.new.cmp(&b.new)));
}

fn distinct(sorted: &[u32]) -> impl Iterator<Item = u32> + '_ {
    sorted.chunk_by(|a, b| a == b).map(|same| same[0])
}

/// The words of `a` that are not in `b`.
fn left_over(a: &[u32], b: &[u32]) -> Vec<u32> {
    let mut out = Vec::new();
    merge(a, b, |id, in_both| {
        if !in_both {
            out.push(id);
        }
    });
    out
}

/// Each word of `a`, and whether `b` has it too, word for word.
fn merge(a: &[u32], b: &[u32], mut each: impl FnMut(u32, bool)) {
    let mut b = b.iter().peekable();
    for id in a {
        while b.next_if(|other| *other < id).is_some() {}
        let in_both = b.peek().is_some_and(|other| (*other).cmp(id) == Ordering::Equal);
        if in_both {
            b.next();
        }
        each(*id, in_both);
    }
}
