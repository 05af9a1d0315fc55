//! Proofs of RFC 6962 (section 2.1): that a leaf is in a tree, and that one tree continues another.
//!
//! Leaves are counted from 0 here, as in the RFC: the event with `seq` n is leaf n - 1.

use crate::Hash;

/// A whole tree in memory, to take proofs from: 64 bytes a leaf.
#[derive(Debug, Clone)]
pub struct Tree {
    /// The complete subtrees by height: `levels[0]` are the leaves, `levels[k]` the roots over 2^k of them.
    levels: Vec<Vec<Hash>>,
}

/// The proof does not show what it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the proof does not hold")]
pub struct NotProven;

impl FromIterator<Hash> for Tree {
    fn from_iter<I: IntoIterator<Item = Hash>>(leaves: I) -> Self {
        let mut levels: Vec<Vec<Hash>> = vec![leaves.into_iter().collect()];
        while let Some(below) = levels.last().filter(|below| below.len() > 1) {
            levels.push(below.as_chunks().0.iter().map(|[left, right]| Hash::node(left, right)).collect());
        }
        Self { levels }
    }
}

impl Tree {
    /// The number of leaves.
    pub fn size(&self) -> u64 {
        self.levels.first().map_or(0, |leaves| leaves.len() as u64)
    }

    /// The root over the first `size` leaves; none if there are fewer.
    pub fn root(&self, size: u64) -> Option<Hash> {
        if size == 0 {
            return Some(Hash::of(b""));
        }
        (size <= self.size()).then(|| self.range(0, size))?
    }

    /// The root over the leaves from `start` up to `end`, where `start` is a multiple of the power of two that spans them.
    fn range(&self, start: u64, end: u64) -> Option<Hash> {
        let length = end.checked_sub(start).filter(|length| *length > 0)?;
        if length.is_power_of_two() {
            let height = length.trailing_zeros();
            return self.levels.get(height as usize)?.get((start >> height) as usize).copied();
        }
        let middle = start + split(length);
        Some(Hash::node(&self.range(start, middle)?, &self.range(middle, end)?))
    }

    /// The proof that leaf `index` is in the tree of the first `size` leaves; none if it is not.
    pub fn inclusion(&self, index: u64, size: u64) -> Option<Vec<Hash>> {
        if index >= size || size > self.size() {
            return None;
        }
        let (mut start, mut end, mut proof) = (0, size, Vec::new());
        while end - start > 1 {
            let middle = start + split(end - start);
            let sibling = if index < middle { (middle, end) } else { (start, middle) };
            proof.push(self.range(sibling.0, sibling.1)?);
            (start, end) = if index < middle { (start, middle) } else { (middle, end) };
        }
        proof.reverse();
        Some(proof)
    }

    /// The proof that the tree of the first `to` leaves continues that of the first `from`; none if it does not.
    pub fn consistency(&self, from: u64, to: u64) -> Option<Vec<Hash>> {
        if from > to || to > self.size() {
            return None;
        }
        if from == 0 || from == to {
            return Some(Vec::new());
        }
        let (mut start, mut end, mut proof) = (0, to, Vec::new());
        while end != from {
            let middle = start + split(end - start);
            let sibling = if from <= middle { (middle, end) } else { (start, middle) };
            proof.push(self.range(sibling.0, sibling.1)?);
            (start, end) = if from <= middle { (start, middle) } else { (middle, end) };
        }
        // Where the old tree is itself a complete subtree at the left edge, its root is known to who checks.
        if start > 0 {
            proof.push(self.range(start, end)?);
        }
        proof.reverse();
        Some(proof)
    }
}

/// The largest power of two smaller than `length`.
fn split(length: u64) -> u64 {
    1 << (length - 1).ilog2()
}

/// Checks that `leaf` is number `index` of the `size` leaves under `root`.
pub fn verify_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), NotProven> {
    if index >= size {
        return Err(NotProven);
    }
    let (mut at, mut last, mut node) = (index, size - 1, *leaf);
    for sibling in proof {
        if last == 0 {
            return Err(NotProven);
        }
        if at & 1 == 1 || at == last {
            node = Hash::node(sibling, &node);
            // At the right edge of an incomplete tree a node has no sibling for some levels.
            let alone = at.trailing_zeros();
            (at, last) = (at >> alone, last >> alone);
        } else {
            node = Hash::node(&node, sibling);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    if last == 0 && node == *root { Ok(()) } else { Err(NotProven) }
}

/// Checks that the tree of `to` leaves under `new` continues that of `from` leaves under `old`.
pub fn verify_consistency(
    from: u64,
    old: &Hash,
    to: u64,
    new: &Hash,
    proof: &[Hash],
) -> Result<(), NotProven> {
    if from == to || from == 0 {
        let holds = proof.is_empty()
            && from <= to
            && (from != to || old == new)
            && (from != 0 || *old == Hash::of(b""));
        return if holds { Ok(()) } else { Err(NotProven) };
    }
    if from > to {
        return Err(NotProven);
    }
    let (mut at, mut last) = (from - 1, to - 1);
    let complete = at.trailing_ones();
    (at, last) = (at >> complete, last >> complete);
    // If the old tree is complete, it is the first node itself.
    let mut siblings = proof.iter();
    let first = if at == 0 { old } else { siblings.next().ok_or(NotProven)? };
    let (mut old_node, mut new_node) = (*first, *first);
    for sibling in siblings {
        if last == 0 {
            return Err(NotProven);
        }
        if at & 1 == 1 || at == last {
            old_node = Hash::node(sibling, &old_node);
            new_node = Hash::node(sibling, &new_node);
            let alone = at.trailing_zeros();
            (at, last) = (at >> alone, last >> alone);
        } else {
            new_node = Hash::node(&new_node, sibling);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    if last == 0 && old_node == *old && new_node == *new { Ok(()) } else { Err(NotProven) }
}
