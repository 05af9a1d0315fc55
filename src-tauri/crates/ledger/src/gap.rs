//! Events left out of an excerpt of the log, and what stands for them in the tree.

use crate::Hash;

/// A run of events that were left out: the roots of the subtrees that they fill, instead of their leaves.
///
/// The run is cut into the largest complete subtrees that it holds, from left to right; how many there are and how large
/// each is follows from where the run begins and ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The number of the last event left out.
    pub to: u64,
    /// The roots, from left to right.
    pub subtrees: Vec<Hash>,
    /// The leaf of the last event left out: `prev` of the next.
    pub last: Hash,
}

/// The heights of the largest complete subtrees that fill the leaves from `start` up to `end`, from left to right.
pub(crate) fn heights(mut start: u64, end: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let height = end.checked_sub(start)?.checked_ilog2()?.min(start.trailing_zeros());
        start += 1 << height;
        Some(height)
    })
}

/// Gathers the leaves of a run into its subtrees.
#[derive(Debug)]
pub(crate) struct GapBuilder {
    /// How many leaves stand before the next one, those before the run included.
    end: u64,
    subtrees: Vec<(u32, Hash)>,
    last: Hash,
}

impl GapBuilder {
    /// A run that begins after so many leaves.
    pub(crate) fn after(size: u64) -> Self {
        Self { end: size, subtrees: Vec::new(), last: Hash::ZERO }
    }

    pub(crate) fn push(&mut self, leaf: Hash) {
        let (mut height, mut node) = (0, leaf);
        // The node in hand is a right child if its place among those of its height is odd; its sibling is then the last
        // subtree, unless that lies before the run.
        while let Some((_, left)) =
            self.subtrees.pop_if(|(below, _)| *below == height && (self.end >> height) & 1 == 1)
        {
            node = Hash::node(&left, &node);
            height += 1;
        }
        self.subtrees.push((height, node));
        self.end += 1;
        self.last = leaf;
    }

    pub(crate) fn finish(self) -> Gap {
        let subtrees = self.subtrees.into_iter().map(|(_, root)| root).collect();
        Gap { to: self.end, subtrees, last: self.last }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Frontier, Head};

    fn leaf(number: u64) -> Hash {
        Hash::of(&number.to_be_bytes())
    }

    #[test]
    fn a_gap_stands_for_its_leaves_in_every_place() {
        for end in 1..=40 {
            let mut whole = Frontier::default();
            (0..end).for_each(|number| whole.push(leaf(number)));
            for start in 0..end {
                let mut gap = GapBuilder::after(start);
                (start..end).for_each(|number| gap.push(leaf(number)));
                let mut head = Head::default();
                (0..start).for_each(|number| head.push(leaf(number)));
                assert!(head.skip(&gap.finish(), |_| ()));
                assert_eq!((head.frontier(), *head.prev()), (&whole, leaf(end - 1)), "{start}..{end}");
            }
        }
    }

    #[test]
    fn a_gap_that_does_not_fit_is_refused() {
        let gap = |to, subtrees| Gap { to, subtrees: vec![Hash::ZERO; subtrees], last: Hash::ZERO };
        for (to, subtrees) in [(3, 1), (3, 3), (2, 0), (0, 1), (1, 1), (u64::MAX, 64), (1 << 54, 1)] {
            let mut head = Head::default();
            head.push(leaf(0));
            assert!(!head.skip(&gap(to, subtrees), |_| ()), "{to} {subtrees}");
        }
    }
}
