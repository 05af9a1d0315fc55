//! The right edge of the RFC 6962 tree: all that is needed to append to it and to know its root.

use crate::Hash;

/// The roots of the complete subtrees that make up a tree of `size` leaves, largest (leftmost) first.
///
/// There is one for every bit set in `size`, so a million events need at most twenty hashes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frontier {
    size: u64,
    subtrees: Vec<Hash>,
}

/// Bytes that are not a frontier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the stored edge of the tree is damaged")]
pub struct DamagedFrontier;

impl Frontier {
    /// The number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf at the right.
    pub fn push(&mut self, leaf: Hash) {
        self.merge(0, leaf);
    }

    /// Adds a complete subtree of 2^`height` leaves at the right; false if the tree's edge is not where one can begin.
    pub(crate) fn push_subtree(&mut self, height: u32, root: Hash) -> bool {
        let fits = self.size.trailing_zeros() >= height && self.size.checked_add(1 << height).is_some();
        if fits {
            self.merge(height, root);
        }
        fits
    }

    fn merge(&mut self, height: u32, mut node: Hash) {
        // Every 1 of the size from this height upwards, without a 0 between, is a subtree as large as the one in hand.
        for _ in 0..(self.size >> height).trailing_ones() {
            if let Some(left) = self.subtrees.pop() {
                node = Hash::node(&left, &node);
            }
        }
        self.subtrees.push(node);
        self.size += 1 << height;
    }

    /// The root of the tree; of an empty tree, SHA-256 of nothing.
    pub fn root(&self) -> Hash {
        let mut smaller = self.subtrees.iter().rev();
        match smaller.next() {
            None => Hash::of(b""),
            Some(last) => smaller.fold(*last, |right, left| Hash::node(left, &right)),
        }
    }

    /// The size (8 bytes, big endian), then the subtrees (32 bytes each), largest first.
    pub fn to_bytes(&self) -> Vec<u8> {
        let subtrees = self.subtrees.iter().flat_map(|hash| hash.0);
        self.size.to_be_bytes().into_iter().chain(subtrees).collect()
    }

    /// Reads what [`Self::to_bytes`] wrote.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DamagedFrontier> {
        let (size, rest) = bytes.split_first_chunk().ok_or(DamagedFrontier)?;
        let size = u64::from_be_bytes(*size);
        let (subtrees, tail) = rest.as_chunks::<32>();
        if !tail.is_empty() || subtrees.len() != size.count_ones() as usize {
            return Err(DamagedFrontier);
        }
        Ok(Self { size, subtrees: subtrees.iter().copied().map(Hash).collect() })
    }
}
