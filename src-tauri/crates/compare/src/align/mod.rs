//! Which tokens of two texts are the same, and which of them moved.
//!
//! 1. [`frame`]: sentences that stand once in either text hold the two together; the heaviest chain of
//!    them that is in the same order stays, and what crosses it has moved.
//! 2. [`refine`]: what lies between is aligned word by word, with a price on every fragment.
//! 3. [`moves`]: sentences left over on both sides that are much alike have moved and were edited.
//! 4. [`islands`]: a word or two between two large changes is given up.
//! 5. [`slide`]: an insertion that could begin at several places begins where a sentence does.
//! 6. [`cells`]: a short cell of a table that changed is shown whole.

mod cells;
mod frame;
mod islands;
mod moves;
mod refine;
mod slide;

pub(crate) use frame::ByHash;
pub(crate) use refine::Refiner;

use crate::stream::{Edge, Stream};
use std::ops::Range;

/// No partner.
pub(crate) const NONE: u32 = u32::MAX;

/// Which tokens of two texts are the same.
///
/// Pairs outside moves are in the same order in both texts; so are the pairs of each move. The tokens of
/// a move stand together in either text.
#[derive(Debug, Default)]
pub(crate) struct Alignment {
    /// The new token of each old token, or [`NONE`].
    pub(crate) to_new: Vec<u32>,
    /// The old token of each new token, or [`NONE`].
    pub(crate) to_old: Vec<u32>,
    /// The move of each old token, 0 for none.
    pub(crate) old_move: Vec<u32>,
    /// The move of each new token, 0 for none.
    pub(crate) new_move: Vec<u32>,
    /// How many moves there are.
    moves: u32,
}

impl Alignment {
    /// The same, from the new text to the old one.
    pub(crate) fn flipped(self) -> Self {
        Self {
            to_new: self.to_old,
            to_old: self.to_new,
            old_move: self.new_move,
            new_move: self.old_move,
            moves: self.moves,
        }
    }

    /// Unpairs two tokens.
    pub(crate) fn part(&mut self, i: usize, j: usize) {
        self.to_new[i] = NONE;
        self.to_old[j] = NONE;
    }

    /// Pairs of the main flow, in order.
    pub(crate) fn main_flow(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let pairs = self.to_new.iter().zip(&self.old_move).enumerate();
        pairs.filter(|(_, (j, moved))| **j != NONE && **moved == 0).map(|(i, (j, _))| (i, *j as usize))
    }

    fn join(&mut self, i: usize, j: usize) {
        self.to_new[i] = j as u32;
        self.to_old[j] = i as u32;
    }

    /// Says that a passage moved; its tokens are still to be paired.
    pub(crate) fn record_move(&mut self, from: &Range<usize>, to: &Range<usize>) {
        self.moves += 1;
        self.old_move[from.clone()].fill(self.moves);
        self.new_move[to.clone()].fill(self.moves);
    }

    /// Unpairs these tokens, and takes them out of moves.
    pub(crate) fn forget(&mut self, from: &Range<usize>, to: &Range<usize>) {
        for i in from.clone() {
            if let Some(back) = self.to_old.get_mut(self.to_new[i] as usize) {
                *back = NONE;
            }
        }
        for j in to.clone() {
            if let Some(back) = self.to_new.get_mut(self.to_old[j] as usize) {
                *back = NONE;
            }
        }
        self.to_new[from.clone()].fill(NONE);
        self.to_old[to.clone()].fill(NONE);
        self.old_move[from.clone()].fill(0);
        self.new_move[to.clone()].fill(0);
    }

    /// Joins moves that are neighbours in both texts, drops those that have lost one of their sides,
    /// unpairs what lies across moves, and numbers the moves in the order they stand in the new text.
    pub(crate) fn settle(&mut self) {
        if self.moves == 0 {
            return;
        }
        let (olds, news) = (ends(&self.old_move, self.moves), ends(&self.new_move, self.moves));
        let mut by_start: Vec<usize> = (1..=self.moves as usize).filter(|k| !olds[*k].is_empty()).collect();
        by_start.sort_unstable_by_key(|moved| olds[*moved].start);
        let mut number = vec![0; self.moves as usize + 1];
        let mut names: Vec<usize> = (0..=self.moves as usize).collect();
        for pair in by_start.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            if olds[a].end == olds[b].start && news[a].end == news[b].start && !news[b].is_empty() {
                names[b] = names[a];
            }
        }
        let mut count = 0;
        for moved in &self.new_move {
            let moved = names[*moved as usize];
            if moved != 0 && !olds[moved].is_empty() && number[moved] == 0 {
                count += 1;
                number[moved] = count;
            }
        }
        self.moves = count;
        for moved in self.old_move.iter_mut().chain(&mut self.new_move) {
            *moved = number[names[*moved as usize]];
        }
        for i in 0..self.to_new.len() {
            let Some(moved) = self.new_move.get(self.to_new[i] as usize) else { continue };
            if *moved != self.old_move[i] {
                self.to_old[self.to_new[i] as usize] = NONE;
                self.to_new[i] = NONE;
            }
        }
    }

    fn join_ranges(&mut self, old: &Range<usize>, new: &Range<usize>) {
        for (i, j) in old.clone().zip(new.clone()) {
            self.join(i, j);
        }
    }
}

/// Tokens between two pairs of sentences that hold the texts together.
#[derive(Debug, Clone)]
struct Gap {
    old: Range<usize>,
    new: Range<usize>,
}

/// A sentence, or a block without one.
#[derive(Debug, Clone)]
struct Unit {
    tokens: Range<usize>,
    hash: u64,
    /// Sum of its tokens' weights.
    weight: u32,
    /// How many of its tokens are more than punctuation.
    words: u32,
    /// Whether a block begins with it.
    first: bool,
}

/// Which tokens of two texts are the same. Deterministic and bounded; `align(b, a)` is `align(a, b)` the
/// other way round.
pub(crate) fn align(old: &Stream, new: &Stream) -> Alignment {
    if stands_first(old, new) { one_way(old, new) } else { one_way(new, old).flipped() }
}

/// Wherever two alignments are equally good, one of them is taken by position. So that the same one is
/// taken in both directions, the pair is always looked at from the same side.
pub(crate) fn stands_first(a: &Stream, b: &Stream) -> bool {
    let hashes = a.tokens.iter().map(|t| t.hash).cmp(b.tokens.iter().map(|t| t.hash));
    a.tokens.len().cmp(&b.tokens.len()).then(hashes).is_le()
}

fn one_way(old: &Stream, new: &Stream) -> Alignment {
    let (olds, news) = (units(old), units(new));
    let mut alignment = Alignment {
        to_new: vec![NONE; old.tokens.len()],
        to_old: vec![NONE; new.tokens.len()],
        old_move: vec![0; old.tokens.len()],
        new_move: vec![0; new.tokens.len()],
        moves: 0,
    };
    let frame = frame::frame(&olds, &news);
    let mut gaps = Vec::new();
    let (mut i, mut j) = (0, 0);
    for (u, v) in &frame.chain {
        let (from, to) = (&olds[*u].tokens, &news[*v].tokens);
        if i < from.start || j < to.start {
            gaps.push(Gap { old: i..from.start, new: j..to.start });
        }
        alignment.join_ranges(from, to);
        (i, j) = (from.end, to.end);
    }
    if i < old.tokens.len() || j < new.tokens.len() {
        gaps.push(Gap { old: i..old.tokens.len(), new: j..new.tokens.len() });
    }
    if gaps.is_empty() {
        return alignment;
    }
    let movers = moves::Movers::new(old, new, &olds, &news);
    movers.take_exact(&frame.strays, &mut alignment);
    let mut refiner = refine::Refiner::default();
    for gap in &gaps {
        refiner.gap(gap, old, new, &mut alignment);
    }
    let touched = movers.take_edited(&gaps, &mut refiner, &mut alignment);
    for gap in touched {
        refiner.gap(&gaps[gap], old, new, &mut alignment);
    }
    for gap in &gaps {
        islands::drown(gap, old, new, &mut alignment);
        slide::slide(gap, old, new, &mut alignment);
        cells::show_whole(gap, old, new, &mut alignment);
    }
    alignment.settle();
    alignment
}

/// The tokens of each move, by its number.
fn ends(moves: &[u32], count: u32) -> Vec<Range<usize>> {
    let mut out = vec![0..0; count as usize + 1];
    for (at, moved) in moves.iter().enumerate().filter(|(_, moved)| **moved != 0) {
        let range: &mut Range<usize> = &mut out[*moved as usize];
        if range.start == range.end {
            *range = at..at + 1;
        }
        range.end = at + 1;
    }
    out
}

fn units(stream: &Stream) -> Vec<Unit> {
    let mut out: Vec<Unit> = Vec::with_capacity(stream.tokens.len() / 12);
    for (at, token) in stream.tokens.iter().enumerate() {
        if token.edge >= Edge::Sentence || at == 0 {
            let first = token.edge != Edge::Sentence;
            out.push(Unit { tokens: at..at, hash: 0, weight: 0, words: 0, first });
        }
        if let Some(unit) = out.last_mut() {
            unit.tokens.end = at + 1;
            unit.hash = (unit.hash.rotate_left(23) ^ token.hash).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            unit.weight += token.kind.weight();
            unit.words += u32::from(token.kind != crate::stream::Kind::Punctuation);
        }
    }
    out
}
