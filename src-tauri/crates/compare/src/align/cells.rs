//! A short cell of a table that changed is read as a whole: before and after, not letter soup.

use super::{Alignment, Gap, NONE};
use crate::stream::{Edge, Kind, Stream, Token};
use std::ops::Range;

/// Cells of at most this many tokens are shown whole.
pub(super) const SHORT: usize = 8;

/// Unpairs what a short, changed cell kept, in the tables of a gap.
pub(super) fn show_whole(gap: &Gap, old: &Stream, new: &Stream, alignment: &mut Alignment) {
    let starts = gap.new.start.saturating_sub(SHORT + 1)..gap.new.end;
    for at in starts.filter(|at| matches!(new.tokens[*at].edge, Edge::Cell | Edge::Row)) {
        let to = cell(&new.tokens, at);
        if to.is_empty() || to.len() > SHORT {
            continue;
        }
        let kept = || to.clone().filter(|j| alignment.to_old[*j] != NONE);
        let Some(first) = kept().next() else { continue };
        let from = cell(&old.tokens, alignment.to_old[first] as usize);
        let one_to_one = kept().all(|j| from.contains(&(alignment.to_old[j] as usize)));
        let lost = from.clone().filter(|i| alignment.to_new[*i] == NONE).count();
        let unchanged = lost == 0 && kept().count() == to.len();
        if from.len() > SHORT || !one_to_one || unchanged {
            continue;
        }
        let back_to = |i: usize| alignment.to_new[i] == NONE || to.contains(&(alignment.to_new[i] as usize));
        if from.clone().all(back_to) {
            alignment.to_new[from].fill(NONE);
            alignment.to_old[to].fill(NONE);
        }
    }
}

/// The tokens of the cell around `at`, without the mark that parts it from the one before; nothing
/// outside tables.
fn cell(tokens: &[Token], at: usize) -> Range<usize> {
    let begins = |token: &Token| token.edge != Edge::None;
    let start = (0..=at).rev().take(SHORT + 2).find(|k| begins(&tokens[*k]));
    let Some(start) = start.filter(|k| matches!(tokens[*k].edge, Edge::Cell | Edge::Row)) else {
        return at..at;
    };
    let end = (at + 1..tokens.len()).take(SHORT + 2).find(|k| begins(&tokens[*k])).unwrap_or(tokens.len());
    let first = &tokens[start];
    let parted = first.kind == Kind::Punctuation && first.hash == PIPE;
    (start + usize::from(parted)).min(end)..end
}

const PIPE: u64 = crate::stream::hash_bytes(b"|");
