//! What a new text does to an anchor.

use crate::AnchorState;
use compare::Comparison;
use document::{Anchor, Document};

/// Where an anchor landed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Landing {
    /// How it came through.
    pub state: AnchorState,
    /// Where it is now; for an orphan, where it was.
    pub anchor: Anchor,
    /// For an orphan: where else it might belong.
    pub candidates: Vec<Anchor>,
}

/// Carries an anchor from `old` to `new` by their comparison.
pub fn reanchor(anchor: &Anchor, _old: &Document, _new: &Document, _comparison: &Comparison) -> Landing {
    Landing { state: AnchorState::Orphaned, anchor: anchor.clone(), candidates: Vec::new() }
}

/// Carries many anchors between the same two texts.
#[derive(Debug)]
pub struct Reanchorer<'a> {
    old: &'a Document,
    new: &'a Document,
    comparison: &'a Comparison,
}

impl<'a> Reanchorer<'a> {
    /// Made once per pair of texts.
    pub fn new(old: &'a Document, new: &'a Document, comparison: &'a Comparison) -> Self {
        Self { old, new, comparison }
    }

    /// Carries one anchor.
    pub fn land(&self, anchor: &Anchor) -> Landing {
        reanchor(anchor, self.old, self.new, self.comparison)
    }
}
