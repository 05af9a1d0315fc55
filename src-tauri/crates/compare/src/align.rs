//! Which tokens of two texts are the same, and which of them moved.

use crate::stream::Stream;
use similar::{Algorithm, DiffOp, capture_diff_slices};

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
}

pub(crate) fn align(old: &Stream, new: &Stream) -> Alignment {
    let hashes = |stream: &Stream| stream.tokens.iter().map(|t| t.hash).collect::<Vec<_>>();
    let (a, b) = (hashes(old), hashes(new));
    let mut out = Alignment {
        to_new: vec![NONE; a.len()],
        to_old: vec![NONE; b.len()],
        old_move: vec![0; a.len()],
        new_move: vec![0; b.len()],
    };
    for op in capture_diff_slices(Algorithm::Histogram, &a, &b) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            for k in 0..len {
                out.to_new[old_index + k] = (new_index + k) as u32;
                out.to_old[new_index + k] = (old_index + k) as u32;
            }
        }
    }
    out
}
