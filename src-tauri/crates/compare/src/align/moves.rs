//! Passages that stand elsewhere now.

use super::frame::ByHash;
use super::refine::Refiner;
use super::{Alignment, Gap, NONE, Unit};
use crate::stream::{Edge, Kind, Stream};
use std::ops::Range;

/// Fewer words than this do not move by themselves, but for an item of a list or a row of a table.
const WORDS: u32 = 5;
/// Share of their rare words that an edited passage must have in common with where it came from.
const ALIKE: f64 = 0.6;
/// Words in more sentences than this tell nothing of where a sentence came from.
const POSTINGS: u32 = 12;

/// Finds moves and records them.
pub(super) struct Movers<'a> {
    old: &'a Stream,
    new: &'a Stream,
    olds: &'a [Unit],
    news: &'a [Unit],
}

/// Consecutive sentences of both texts.
struct Passage {
    olds: Range<usize>,
    news: Range<usize>,
}

impl<'a> Movers<'a> {
    pub(super) fn new(old: &'a Stream, new: &'a Stream, olds: &'a [Unit], news: &'a [Unit]) -> Self {
        Self { old, new, olds, news }
    }

    /// Records passages that moved word for word: pairs of sentences in old order, none on the chain.
    pub(super) fn take_exact(&self, strays: &[(usize, usize)], alignment: &mut Alignment) {
        let free_old = |alignment: &Alignment, u: usize| alignment.to_new[self.olds[u].tokens.start] == NONE;
        let free_new = |alignment: &Alignment, v: usize| alignment.to_old[self.news[v].tokens.start] == NONE;
        let same = |u: usize, v: usize| {
            let (a, b) = (&self.olds[u], &self.news[v]);
            a.hash == b.hash && a.tokens.len() == b.tokens.len()
        };
        let mut passages: Vec<Passage> = Vec::new();
        for (u, v) in strays {
            if passages.last().is_some_and(|p| p.olds.contains(u) || p.news.contains(v)) {
                continue;
            }
            let mut passage = Passage { olds: *u..*u + 1, news: *v..*v + 1 };
            let least = passages.last().map_or(0, |p| p.olds.end);
            while passage.olds.start > least
                && passage.news.start > 0
                && free_old(alignment, passage.olds.start - 1)
                && free_new(alignment, passage.news.start - 1)
                && same(passage.olds.start - 1, passage.news.start - 1)
                && !passages.iter().any(|p| p.news.contains(&(passage.news.start - 1)))
            {
                passage.olds.start -= 1;
                passage.news.start -= 1;
            }
            while passage.olds.end < self.olds.len()
                && passage.news.end < self.news.len()
                && free_old(alignment, passage.olds.end)
                && free_new(alignment, passage.news.end)
                && same(passage.olds.end, passage.news.end)
                && !passages.iter().any(|p| p.news.contains(&passage.news.end))
            {
                passage.olds.end += 1;
                passage.news.end += 1;
            }
            passages.push(passage);
        }
        for passage in passages {
            let passage = self.without_empty_ends(passage);
            let words: u32 = self.olds[passage.olds.clone()].iter().map(|unit| unit.words).sum();
            let item = self.old.tokens[self.olds[passage.olds.start].tokens.start].edge >= Edge::Item;
            if words >= WORDS || (item && words > 0) {
                let (from, to) = (tokens(self.olds, &passage.olds), tokens(self.news, &passage.news));
                alignment.record_move(&from, &to);
                alignment.join_ranges(&from, &to);
            }
        }
    }

    /// The passage from its first sentence with a word to its last: an empty paragraph beside it has not moved.
    fn without_empty_ends(&self, mut passage: Passage) -> Passage {
        let empty = |u: usize| self.olds[u].words == 0;
        while passage.olds.len() > 1 && empty(passage.olds.start) {
            passage.olds.start += 1;
            passage.news.start += 1;
        }
        while passage.olds.len() > 1 && empty(passage.olds.end - 1) {
            passage.olds.end -= 1;
            passage.news.end -= 1;
        }
        passage
    }

    /// Records passages that moved and were edited on the way; the gaps they were taken from.
    pub(super) fn take_edited(
        &self,
        gaps: &[Gap],
        refiner: &mut Refiner,
        alignment: &mut Alignment,
    ) -> Vec<usize> {
        let olds = left_over(self.olds, self.old, &alignment.to_new, &alignment.old_move);
        let news = left_over(self.news, self.new, &alignment.to_old, &alignment.new_move);
        if olds.is_empty() || news.is_empty() {
            return Vec::new();
        }
        let rarity = Rarity::of(self, &olds, &news);
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        let mut taken = vec![false; self.news.len()];
        for (u, v) in rarity.pairs(self, &olds) {
            if !taken[v] && self.alike_in_order(u, v, refiner) {
                taken[v] = true;
                pairs.push((u, v));
            }
        }
        let mut touched = Vec::new();
        let mut at = 0;
        while at < pairs.len() {
            let (u, v) = pairs[at];
            let mut passage = Passage { olds: u..u + 1, news: v..v + 1 };
            at += 1;
            while pairs.get(at) == Some(&(passage.olds.end, passage.news.end)) {
                passage.olds.end += 1;
                passage.news.end += 1;
                at += 1;
            }
            let (from, to) = (tokens(self.olds, &passage.olds), tokens(self.news, &passage.news));
            for gap in [gap_at(gaps, from.start, |g| &g.old), gap_at(gaps, to.start, |g| &g.new)] {
                touched.extend(gap);
            }
            alignment.forget(&from, &to);
            alignment.record_move(&from, &to);
            for (u, v) in passage.olds.zip(passage.news) {
                let gap = Gap { old: self.olds[u].tokens.clone(), new: self.news[v].tokens.clone() };
                for (i, j) in refiner.ranges(&gap, self.old, self.new) {
                    alignment.join(i, j);
                }
            }
        }
        touched.sort_unstable();
        touched.dedup();
        touched
    }

    /// Whether most of two sentences is the same in the same order.
    fn alike_in_order(&self, u: usize, v: usize, refiner: &mut Refiner) -> bool {
        let (a, b) = (&self.olds[u], &self.news[v]);
        let gap = Gap { old: a.tokens.clone(), new: b.tokens.clone() };
        let kept: u32 =
            refiner.ranges(&gap, self.old, self.new).map(|(i, _)| self.old.tokens[i].kind.weight()).sum();
        f64::from(2 * kept) >= ALIKE * f64::from(a.weight + b.weight)
    }
}

fn tokens(units: &[Unit], range: &Range<usize>) -> Range<usize> {
    units[range.start].tokens.start..units[range.end - 1].tokens.end
}

fn gap_at(gaps: &[Gap], token: usize, side: fn(&Gap) -> &Range<usize>) -> Option<usize> {
    let at = gaps.partition_point(|gap| side(gap).end <= token);
    gaps.get(at).filter(|gap| side(gap).contains(&token)).map(|_| at)
}

/// The sentences of which most has no partner.
fn left_over(units: &[Unit], stream: &Stream, across: &[u32], moves: &[u32]) -> Vec<usize> {
    let is_left = |unit: &Unit| {
        if unit.words < WORDS || moves[unit.tokens.start] != 0 {
            return false;
        }
        let kept: u32 = unit
            .tokens
            .clone()
            .filter(|at| across[*at] != NONE)
            .map(|at| stream.tokens[at].kind.weight())
            .sum();
        kept * 2 < unit.weight
    };
    (0..units.len()).filter(|at| is_left(&units[*at])).collect()
}

/// In how many of the sentences left over each word stands.
struct Rarity {
    words: ByHash<Places>,
    /// For each word of the new text its sentence, and where the same word's next is among these, from 1.
    postings: Vec<(u32, u32)>,
    /// Of each new sentence left over, the weight of its words.
    weights: ByHash<f64>,
}

/// Where a word stands.
#[derive(Default)]
struct Places {
    /// How often in either text.
    count: u32,
    /// How often in the new text.
    news: u32,
    /// The first of these among the postings, from 1; 0 for none.
    first: u32,
}

impl Rarity {
    fn of(movers: &Movers<'_>, olds: &[usize], news: &[usize]) -> Self {
        let mut words: ByHash<Places> = ByHash::default();
        let mut postings = Vec::new();
        for u in olds {
            for hash in content(movers.old, &movers.olds[*u]) {
                words.entry(hash).or_default().count += 1;
            }
        }
        for v in news {
            for hash in content(movers.new, &movers.news[*v]) {
                let places = words.entry(hash).or_default();
                places.count += 1;
                places.news += 1;
                postings.push((*v as u32, places.first));
                places.first = postings.len() as u32;
            }
        }
        let mut rarity = Self { words, postings, weights: ByHash::default() };
        for v in news {
            let sum = content(movers.new, &movers.news[*v]).map(|hash| weight(rarity.words.get(&hash))).sum();
            rarity.weights.insert(*v as u64, sum);
        }
        rarity
    }

    /// The new sentences in which a word stands, each as often.
    fn sentences(&self, places: &Places) -> impl Iterator<Item = u32> + '_ {
        let at = |place: u32| self.postings.get((place as usize).wrapping_sub(1));
        std::iter::successors(at(places.first), move |(_, next)| at(*next)).map(|(sentence, _)| *sentence)
    }

    /// For each old sentence the new one most like it, where it is alike enough; in old order.
    fn pairs(&self, movers: &Movers<'_>, olds: &[usize]) -> Vec<(usize, usize)> {
        let mut out = Vec::new();
        let mut shared: ByHash<f64> = ByHash::default();
        for u in olds {
            shared.clear();
            let mut all = 0.0;
            for hash in content(movers.old, &movers.olds[*u]) {
                let places = self.words.get(&hash);
                let weight = weight(places);
                all += weight;
                if let Some(places) = places.filter(|places| places.news <= POSTINGS) {
                    for v in self.sentences(places) {
                        *shared.entry(u64::from(v)).or_default() += weight;
                    }
                }
            }
            let dice =
                |v: u64, common: f64| 2.0 * common / (all + self.weights.get(&v).copied().unwrap_or(0.0));
            let best = shared
                .iter()
                .map(|(v, common)| (dice(*v, *common), *v))
                .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            if let Some((alike, v)) = best
                && alike >= ALIKE
            {
                out.push((*u, v as usize));
            }
        }
        out
    }
}

/// What a word that stands there weighs.
fn weight(places: Option<&Places>) -> f64 {
    1.0 / f64::from(places.map_or(1, |places| places.count).max(1)).sqrt()
}

/// The words of a sentence that say something, each as often as it stands there.
fn content<'a>(stream: &'a Stream, unit: &'a Unit) -> impl Iterator<Item = u64> + 'a {
    stream.tokens[unit.tokens.clone()].iter().filter(|t| t.kind >= Kind::Word).map(|t| t.hash)
}
