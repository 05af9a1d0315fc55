//! Word by word: the alignment of a gap that shows the least and chops the least.
//!
//! Every token kept is worth its [weight](crate::stream::Kind::weight), every run of changes costs
//! [`PRICE`]. The best alignment under that measure is found exactly, on the runs of equal tokens alone:
//! a run that is worth less than a fragment costs cannot be part of it unless it lies at the gap's edge,
//! so the few that are worth it are chained like the sentences of the frame.

use super::frame::ByHash;
use super::{Alignment, Gap};
use crate::stream::{Kind, Stream};
use std::ops::Range;

/// What a run of changes costs, in the unit of token weights.
const PRICE: i64 = 22;
/// Pairs of equal tokens looked at per token of the gap. Beyond it the commonest words are not looked at
/// by themselves, only beside rarer ones.
const PAIRS_PER_TOKEN: usize = 24;
/// Points of equal runs kept per token of the gap.
const POINTS_PER_TOKEN: usize = 24;

/// A pair of equal tokens that a chain may go through.
#[derive(Debug, Clone, Copy)]
struct Point {
    i: u32,
    j: u32,
}

impl Point {
    /// By its old token, then by its new one, as one number.
    const fn place(self) -> u64 {
        (self.i as u64) << 32 | self.j as u64
    }
}

/// Aligns gaps; keeps its memory between them.
#[derive(Debug, Default)]
pub(crate) struct Refiner {
    old: Vec<u32>,
    new: Vec<u32>,
    a: Vec<(u64, Kind)>,
    b: Vec<(u64, Kind)>,
    /// The first new word of each slot, and the next one of the same slot after each; from 1, 0 for none.
    heads: Vec<u32>,
    next: Vec<u32>,
    covered: Vec<u32>,
    points: Vec<Point>,
    /// The best of them, while they are picked.
    picked: Vec<Point>,
    value: Vec<i64>,
    before: Vec<u32>,
    best: Vec<(i64, u32)>,
}

impl Refiner {
    /// Aligns what has not moved in the gap, anew.
    pub(super) fn gap(&mut self, gap: &Gap, old: &Stream, new: &Stream, alignment: &mut Alignment) {
        self.old.clear();
        self.new.clear();
        self.old.extend(gap.old.clone().filter(|i| alignment.old_move[*i] == 0).map(|i| i as u32));
        self.new.extend(gap.new.clone().filter(|j| alignment.new_move[*j] == 0).map(|j| j as u32));
        for i in &self.old {
            alignment.to_new[*i as usize] = super::NONE;
        }
        for j in &self.new {
            alignment.to_old[*j as usize] = super::NONE;
        }
        self.run(old, new);
        for point in &self.points {
            alignment.join(self.old[point.i as usize] as usize, self.new[point.j as usize] as usize);
        }
    }

    /// Aligns two ranges of tokens; the pairs, in order.
    pub(super) fn ranges<'a>(
        &'a mut self,
        gap: &Gap,
        old: &Stream,
        new: &Stream,
    ) -> impl Iterator<Item = (usize, usize)> + 'a {
        self.old.clear();
        self.new.clear();
        self.old.extend(gap.old.clone().map(|i| i as u32));
        self.new.extend(gap.new.clone().map(|j| j as u32));
        self.run(old, new);
        self.points.iter().map(|p| (self.old[p.i as usize] as usize, self.new[p.j as usize] as usize))
    }

    /// Pairs the words of one cell of a table with those of another: all, or the longer runs of a long one.
    pub(crate) fn cell(
        &mut self,
        from: &Range<usize>,
        to: &Range<usize>,
        old: &Stream,
        new: &Stream,
        alignment: &mut Alignment,
    ) {
        let same = |i: usize, j: usize| old.tokens[i].hash == new.tokens[j].hash;
        let unchanged = from.len() == to.len() && from.clone().zip(to.clone()).all(|(i, j)| same(i, j));
        if !unchanged && from.len().max(to.len()) <= super::cells::SHORT {
            return;
        }
        let gap = Gap { old: from.clone(), new: to.clone() };
        for (i, j) in self.ranges(&gap, old, new) {
            alignment.join(i, j);
        }
    }

    /// Leaves the best chain of points for `self.old` and `self.new` in `self.points`.
    fn run(&mut self, old: &Stream, new: &Stream) {
        self.points.clear();
        if self.old.is_empty() || self.new.is_empty() {
            return;
        }
        let token = |stream: &Stream, at: &u32| {
            let token = &stream.tokens[*at as usize];
            (token.hash, token.kind)
        };
        self.a.clear();
        self.b.clear();
        self.a.extend(self.old.iter().map(|i| token(old, i)));
        self.b.extend(self.new.iter().map(|j| token(new, j)));
        self.collect_points();
        self.chain();
    }

    fn collect_points(&mut self) {
        let (a, b) = (&self.a, &self.b);
        let (n, m) = (a.len(), b.len());
        let head = a.iter().zip(b).take_while(|(a, b)| a.0 == b.0).count();
        let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a.0 == b.0).count();
        self.points.extend((0..head as u32).map(|k| Point { i: k, j: k }));
        // On their own diagonal, head and tail are one.
        let from = if n == m { tail.min(n - head) } else { tail };
        self.points.extend((1..=from as u32).map(|k| Point { i: n as u32 - k, j: m as u32 - k }));
        if (n == m && head == n) || head == n.min(m) || tail == n.min(m) {
            return self.points.sort_unstable_by_key(|point| point.place());
        }

        let slots = m.next_power_of_two();
        self.heads.clear();
        self.heads.resize(slots, 0);
        self.next.clear();
        self.next.resize(m, 0);
        for (j, (hash, kind)) in b.iter().enumerate().rev() {
            if *kind >= Kind::Word {
                let head = &mut self.heads[*hash as usize & (slots - 1)];
                self.next[j] = *head;
                *head = j as u32 + 1;
            }
        }
        let commonest = self.commonest(n + m);
        // Up to which old token each diagonal has been looked at.
        self.covered.clear();
        self.covered.resize(n + m, 0);
        let limit = (n + m) * POINTS_PER_TOKEN + 4096;
        'all: for i in 0..n {
            if a[i].1 < Kind::Word {
                continue;
            }
            if commonest < usize::MAX && self.places(a[i].0).count() > commonest {
                continue;
            }
            let mut place = self.heads[a[i].0 as usize & (slots - 1)] as usize;
            while place > 0 {
                let j = place - 1;
                place = self.next[j] as usize;
                if b[j].0 != a[i].0 {
                    continue;
                }
                let diagonal = j + n - i;
                if self.covered[diagonal] as usize > i {
                    continue;
                }
                let back = (1..=i.min(j))
                    .take_while(|k| i - k >= self.covered[diagonal] as usize && a[i - k].0 == b[j - k].0)
                    .count();
                let ahead = (1..(n - i).min(m - j)).take_while(|k| a[i + k].0 == b[j + k].0).count();
                let (start, end) = (i - back, i + ahead + 1);
                self.covered[diagonal] = end as u32;
                let worth: i64 = a[start..end].iter().map(|(_, kind)| i64::from(kind.weight())).sum();
                let first = j - back;
                // Those at the edges are there already.
                let at_edge = (start == 0 && first == 0) || (end == n && first + (end - start) == m);
                if worth > PRICE && !at_edge {
                    let run = (start as u32..end as u32).zip(first as u32..);
                    self.points.extend(run.map(|(i, j)| Point { i, j }));
                    if self.points.len() > limit {
                        break 'all;
                    }
                }
            }
        }
        self.points.sort_unstable_by_key(|point| point.place());
    }

    /// Where a word stands in the new text, in order.
    fn places(&self, hash: u64) -> impl Iterator<Item = usize> + '_ {
        let first = self.heads[hash as usize & (self.heads.len() - 1)] as usize;
        std::iter::successors(Some(first), |place| Some(self.next[place.checked_sub(1)?] as usize))
            .take_while(|place| *place > 0)
            .map(|place| place - 1)
            .filter(move |j| self.b[*j].0 == hash)
    }

    /// How often a word may stand in the new text to be looked for by itself.
    fn commonest(&self, tokens: usize) -> usize {
        let budget = tokens * PAIRS_PER_TOKEN + 100_000;
        // Small gaps cannot exceed the budget.
        if self.a.len().saturating_mul(self.b.len()) <= budget {
            return usize::MAX;
        }
        let mut known: ByHash<usize> = ByHash::default();
        for (hash, _) in self.b.iter().filter(|(_, kind)| *kind >= Kind::Word) {
            *known.entry(*hash).or_default() += 1;
        }
        let mut counts: Vec<usize> = self.a.iter().filter_map(|(hash, _)| known.get(hash).copied()).collect();
        counts.sort_unstable();
        let mut pairs = 0usize;
        for count in counts {
            pairs += count;
            if pairs > budget {
                return count.saturating_sub(1);
            }
        }
        usize::MAX
    }

    /// Reduces the points, sorted, to the best chain of them.
    fn chain(&mut self) {
        let (n, m) = (self.a.len(), self.b.len());
        let points = &self.points;
        self.value.clear();
        self.before.clear();
        self.best.clear();
        self.best.resize(m + 1, (i64::MIN, u32::MAX));
        // The points of the row before, to find the neighbour on the diagonal.
        let mut row_before = 0..0;
        let mut at = 0;
        while at < points.len() {
            let i = points[at].i;
            let row = at..at + points[at..].iter().take_while(|p| p.i == i).count();
            let mut behind = if row_before.end > row_before.start && points[row_before.start].i + 1 == i {
                row_before.clone()
            } else {
                0..0
            };
            for point in &points[row.clone()] {
                let j = point.j;
                let (mut value, mut from) = if i == 0 && j == 0 { (0, u32::MAX) } else { (-PRICE, u32::MAX) };
                let mut k = j as usize;
                while k > 0 {
                    let (best, by) = self.best[k];
                    if by != u32::MAX && best - PRICE > value {
                        (value, from) = (best - PRICE, by);
                    }
                    k &= k - 1;
                }
                while behind.start < behind.end && points[behind.start].j + 1 < j {
                    behind.start += 1;
                }
                if behind.start < behind.end
                    && points[behind.start].j + 1 == j
                    && self.value[behind.start] >= value
                {
                    (value, from) = (self.value[behind.start], behind.start as u32);
                }
                self.value.push(value + i64::from(self.a[i as usize].1.weight()));
                self.before.push(from);
            }
            for point in row.clone() {
                let (value, mut k) = (self.value[point], points[point].j as usize + 1);
                while k <= m {
                    if value > self.best[k].0 {
                        self.best[k] = (value, point as u32);
                    }
                    k += k & k.wrapping_neg();
                }
            }
            at = row.end;
            row_before = row;
        }
        let mut last = u32::MAX;
        let mut most = -PRICE;
        for (at, point) in points.iter().enumerate() {
            let at_end = point.i as usize + 1 == n && point.j as usize + 1 == m;
            let value = self.value[at] - if at_end { 0 } else { PRICE };
            if value > most || (at_end && value == most) {
                (most, last) = (value, at as u32);
            }
        }
        self.picked.clear();
        while let Some(point) = points.get(last as usize) {
            self.picked.push(*point);
            last = self.before[last as usize];
        }
        self.picked.reverse();
        std::mem::swap(&mut self.points, &mut self.picked);
    }
}
