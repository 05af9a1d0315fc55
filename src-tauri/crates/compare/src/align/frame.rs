//! The sentences that hold two texts together.

use super::Unit;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Sentences of two texts that are the same, as pairs of their indices.
pub(super) struct Frame {
    /// Those that are in the same order in both, in that order.
    pub(super) chain: Vec<(usize, usize)>,
    /// Those that cross the chain, in old order.
    pub(super) strays: Vec<(usize, usize)>,
}

/// Passes a hash that is mixed already.
#[derive(Default)]
pub(crate) struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| hash.rotate_left(8) ^ u64::from(*byte));
    }
    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// A map by mixed hashes.
pub(crate) type ByHash<T> = HashMap<u64, T, BuildHasherDefault<Mixed>>;

/// Where a sentence stands, and how often.
#[derive(Default)]
struct Seen {
    olds: u32,
    old: u32,
    news: u32,
    new: u32,
}

pub(super) fn frame(olds: &[Unit], news: &[Unit]) -> Frame {
    let head = olds.iter().zip(news).take_while(|(a, b)| same(a, b)).count();
    let (rest_old, rest_new) = (&olds[head..], &news[head..]);
    let tail = rest_old.iter().rev().zip(rest_new.iter().rev()).take_while(|(a, b)| same(a, b)).count();
    let (end_old, end_new) = (olds.len() - tail, news.len() - tail);

    let mut seen: ByHash<Seen> = ByHash::default();
    seen.reserve(end_old - head);
    for (at, unit) in olds.iter().enumerate().take(end_old).skip(head) {
        let entry = seen.entry(unit.hash).or_default();
        entry.olds += 1;
        entry.old = at as u32;
    }
    for (at, unit) in news.iter().enumerate().take(end_new).skip(head) {
        if let Some(entry) = seen.get_mut(&unit.hash) {
            entry.news += 1;
            entry.new = at as u32;
        }
    }
    let (head, tail) = without_repeated(olds, news, &mut seen, (head, tail));
    let (end_old, end_new) = (olds.len() - tail, news.len() - tail);
    let mut anchors: Vec<(usize, usize)> = seen
        .values()
        .filter(|s| s.olds == 1 && s.news == 1)
        .map(|s| (s.old as usize, s.new as usize))
        .filter(|(u, v)| same(&olds[*u], &news[*v]))
        .collect();
    anchors.sort_unstable();
    // Neighbours in both texts stand or fall together: whatever crosses one crosses the other.
    let mut runs: Vec<Run> = Vec::new();
    for (at, (u, v)) in anchors.iter().enumerate() {
        let weight = u64::from(olds[*u].weight);
        match runs.last_mut() {
            Some(run) if (run.old, run.new + 1) == (u - (at - run.anchors.start), *v) => {
                run.new = *v;
                run.weight += weight;
                run.anchors.end = at + 1;
            }
            _ => runs.push(Run { old: *u, first: *v, new: *v, weight, anchors: at..at + 1 }),
        }
    }
    let kept = heaviest_chain(&runs, end_new);

    let mut chain: Vec<(usize, usize)> = (0..head).map(|at| (at, at)).collect();
    let mut strays = Vec::new();
    let mut ahead = Vec::new();
    for (run, kept) in runs.iter().zip(kept) {
        let side = if kept { &mut ahead } else { &mut strays };
        side.extend_from_slice(&anchors[run.anchors.clone()]);
    }
    ahead.push((end_old, end_new));
    let mut last = (head, head);
    for (u, v) in ahead {
        // Repeated sentences beside an anchor belong to it.
        let (mut i, mut j) = last;
        while i < u && j < v && same(&olds[i], &news[j]) {
            chain.push((i, j));
            (i, j) = (i + 1, j + 1);
        }
        let (mut low, mut high) = (u, v);
        while low > i && high > j && same(&olds[low - 1], &news[high - 1]) {
            (low, high) = (low - 1, high - 1);
        }
        chain.extend((low..u).zip(high..v));
        if u < end_old || v < end_new {
            chain.push((u, v));
        }
        last = (u + 1, v + 1);
    }
    chain.extend((end_old..olds.len()).zip(end_new..news.len()));
    strays.retain(|(u, v)| {
        let on_chain =
            |at: usize, side: fn(&(usize, usize)) -> usize| chain.binary_search_by_key(&at, side).is_ok();
        !on_chain(*u, |pair| pair.0) && !on_chain(*v, |pair| pair.1)
    });
    Frame { chain, strays }
}

/// How much of what two texts begin and end with alike holds them together: not the sentences at its inner edges that
/// stand in what lies between, too, in blocks that go on there. They belong to the rest of their block.
fn without_repeated(
    olds: &[Unit],
    news: &[Unit],
    seen: &mut ByHash<Seen>,
    (mut head, mut tail): (usize, usize),
) -> (usize, usize) {
    let mut repeated = |unit: &Unit| {
        let seen = seen.get_mut(&unit.hash).filter(|seen| seen.news > 0);
        seen.map(|seen| {
            seen.olds += 1;
            seen.news += 1;
        })
        .is_some()
    };
    let goes_on = |units: &[Unit], at: usize| units.get(at).is_some_and(|unit| !unit.first);
    while head > 0 && goes_on(olds, head) && goes_on(news, head) && repeated(&olds[head - 1]) {
        head -= 1;
    }
    while tail > 0
        && goes_on(olds, olds.len() - tail)
        && goes_on(news, news.len() - tail)
        && repeated(&olds[olds.len() - tail])
    {
        tail -= 1;
    }
    (head, tail)
}

fn same(a: &Unit, b: &Unit) -> bool {
    a.hash == b.hash && a.weight == b.weight && a.tokens.len() == b.tokens.len()
}

/// Anchors that follow each other directly in both texts.
struct Run {
    /// The first old sentence.
    old: usize,
    /// The first and the last new sentence.
    first: usize,
    new: usize,
    weight: u64,
    anchors: std::ops::Range<usize>,
}

/// Which of the runs, in old order, make up the heaviest chain that rises in both texts.
fn heaviest_chain(runs: &[Run], end: usize) -> Vec<bool> {
    if runs.is_sorted_by_key(|run| run.first) {
        return vec![true; runs.len()];
    }
    // Best weight of a chain that ends at a new sentence below an index, and the run it ends with.
    let mut best: Vec<(u64, u32)> = vec![(0, u32::MAX); end + 2];
    let mut before = vec![u32::MAX; runs.len()];
    for (at, run) in runs.iter().enumerate() {
        let mut found = (0, u32::MAX);
        let mut k = run.first + 1;
        while k > 0 {
            if best[k].0 > found.0 {
                found = best[k];
            }
            k &= k - 1;
        }
        before[at] = found.1;
        let here = (found.0 + run.weight, at as u32);
        let mut k = run.new + 2;
        while k < best.len() {
            if here.0 > best[k].0 {
                best[k] = here;
            }
            k += k & k.wrapping_neg();
        }
    }
    let mut kept = vec![false; runs.len()];
    let mut last =
        best.iter().max_by_key(|(weight, at)| (*weight, std::cmp::Reverse(*at))).map_or(u32::MAX, |b| b.1);
    while let Some(flag) = kept.get_mut(last as usize) {
        *flag = true;
        last = before[last as usize];
    }
    kept
}
