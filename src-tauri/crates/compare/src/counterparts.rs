//! Two documents aligned: their tokens, their tables, and the blocks that took each other's place.

use crate::align::{Alignment, align, stands_first};
use crate::article::Article;
use crate::order::{dice, in_order};
use crate::stream::Kind;
use crate::tables::{self, Pairing};
use std::collections::BTreeMap;

/// Of two blocks, at least this share of the lighter one's weight is the same, or nothing is.
const KEPT: f64 = 0.2;
/// Blocks without a run of words in common are still one and the other if this share of their words is.
const ALIKE: f64 = 0.3;

/// Two documents aligned.
#[derive(Debug)]
pub(crate) struct Aligned {
    pub(crate) alignment: Alignment,
    pub(crate) tables: Vec<Pairing>,
    /// Blocks of which nothing stayed in the main flow and that took each other's place, by the old one.
    pub(crate) counterparts: BTreeMap<u32, u32>,
}

/// Aligns two documents. From new to old is from old to new the other way round.
pub(crate) fn aligned(old: &Article, new: &Article) -> Aligned {
    if stands_first(&old.stream, &new.stream) { one_way(old, new) } else { one_way(new, old).flipped() }
}

fn one_way(old: &Article, new: &Article) -> Aligned {
    let mut alignment = align(&old.stream, &new.stream);
    part_strangers(old, new, &mut alignment);
    let tables = tables::align(old, new, &mut alignment);
    let mut counterparts = counterparts(old, new, &alignment);
    counterparts.extend(tables.iter().flat_map(|pairing| pairing.cells(old, new)));
    Aligned { alignment, tables, counterparts }
}

impl Aligned {
    fn flipped(self) -> Self {
        Self {
            alignment: self.alignment.flipped(),
            tables: self.tables.into_iter().map(Pairing::flipped).collect(),
            counterparts: self.counterparts.into_iter().map(|(old, new)| (new, old)).collect(),
        }
    }
}

/// Unpairs what two blocks have in common by chance.
fn part_strangers(old: &Article, new: &Article, alignment: &mut Alignment) {
    let weight = |article: &Article, at: u32| -> u32 {
        article.stream.tokens[article.blocks[at as usize].tokens.clone()]
            .iter()
            .map(|t| t.kind.weight())
            .sum()
    };
    let mut kept: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    for (i, j) in alignment.main_flow() {
        *kept.entry((old.block_of[i], new.block_of[j])).or_default() += old.stream.tokens[i].kind.weight();
    }
    kept.retain(|(from, to), kept| {
        f64::from(*kept) < KEPT * f64::from(weight(old, *from).min(weight(new, *to)))
    });
    if kept.is_empty() {
        return;
    }
    let pairs: Vec<(usize, usize)> = alignment.main_flow().collect();
    for (i, j) in pairs {
        if kept.contains_key(&(old.block_of[i], new.block_of[j])) {
            alignment.part(i, j);
        }
    }
}

/// Between two pairs of the main flow, the blocks that nothing was kept of and that are still alike, or
/// alone of their kind.
fn counterparts(old: &Article, new: &Article, alignment: &Alignment) -> BTreeMap<u32, u32> {
    let mut out = BTreeMap::new();
    let mut met: (Vec<bool>, Vec<bool>) = (vec![false; old.blocks.len()], vec![false; new.blocks.len()]);
    let free = |article: &Article, at: u32, moves: &[u32]| {
        moves[article.blocks[at as usize].tokens.clone()].iter().all(|moved| *moved == 0)
    };
    let mut ends: Vec<(u32, u32)> = Vec::new();
    for (i, j) in alignment.main_flow() {
        let pair = (old.block_of[i], new.block_of[j]);
        met.0[pair.0 as usize] = true;
        met.1[pair.1 as usize] = true;
        if ends.last() != Some(&pair) {
            ends.push(pair);
        }
    }
    ends.push((old.blocks.len() as u32, new.blocks.len() as u32));
    let (mut i, mut j) = (0, 0);
    for (to_i, to_j) in ends {
        let olds: Vec<u32> =
            (i..to_i).filter(|b| !met.0[*b as usize] && free(old, *b, &alignment.old_move)).collect();
        let news: Vec<u32> =
            (j..to_j).filter(|b| !met.1[*b as usize] && free(new, *b, &alignment.new_move)).collect();
        (i, j) = (to_i, to_j);
        if olds.is_empty() || news.is_empty() {
            continue;
        }
        let (from, to): (Vec<_>, Vec<_>) = (
            olds.iter().map(|b| Face::of(old, *b)).collect(),
            news.iter().map(|b| Face::of(new, *b)).collect(),
        );
        let alone = |face: &Face| {
            let alike = |faces: &[Face]| faces.iter().filter(|f| f.role == face.role).count();
            alike(&from) == 1 && alike(&to) == 1
        };
        for (a, b) in in_order(olds.len(), news.len(), |a, b| from[a].likeness(&to[b], alone(&from[a]))) {
            out.insert(olds[a], news[b]);
        }
    }
    out
}

/// What a block is recognised by.
struct Face {
    role: std::mem::Discriminant<crate::Role>,
    table: bool,
    words: Vec<u64>,
}

impl Face {
    fn of(article: &Article, at: u32) -> Self {
        let laid = &article.blocks[at as usize];
        let tokens = article.stream.tokens[laid.tokens.clone()].iter();
        let mut words: Vec<u64> = tokens.filter(|t| t.kind >= Kind::Word).map(|t| t.hash).collect();
        words.sort_unstable();
        Self { role: std::mem::discriminant(&laid.place.role), table: laid.table.is_some(), words }
    }

    fn likeness(&self, other: &Self, alone: bool) -> f64 {
        if self.role != other.role || self.table || other.table {
            return 0.0;
        }
        if self.words.is_empty() || other.words.is_empty() {
            return if self.words.is_empty() && other.words.is_empty() { 0.1 } else { 0.0 };
        }
        let alike = dice(&self.words, &other.words);
        if alike >= ALIKE || alone { alike.max(0.01) } else { 0.0 }
    }
}
