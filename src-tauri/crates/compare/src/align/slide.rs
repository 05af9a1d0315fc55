//! An insertion or deletion that could begin at several places begins where a reader expects it.

use super::{Alignment, Gap, NONE};
use crate::stream::{Edge, Kind, Stream, Token};

/// Slides the pure insertions and deletions of a gap.
pub(super) fn slide(gap: &Gap, old: &Stream, new: &Stream, alignment: &mut Alignment) {
    let Alignment { to_new, to_old, old_move, new_move, .. } = alignment;
    one_side(&gap.new, new, to_old, to_new, new_move, old_move);
    one_side(&gap.old, old, to_new, to_old, old_move, new_move);
}

/// Slides runs of tokens of one text that have no partner, where the other text has nothing there.
fn one_side(
    range: &std::ops::Range<usize>,
    stream: &Stream,
    across: &mut [u32],
    back: &mut [u32],
    moves: &[u32],
    other_moves: &[u32],
) {
    let tokens = &stream.tokens;
    let mut at = range.start;
    while at < range.end {
        if across[at] != NONE || moves[at] != 0 {
            at += 1;
            continue;
        }
        let start = at;
        while at < range.end && across[at] == NONE && moves[at] == 0 {
            at += 1;
        }
        let len = at - start;
        // The partners on both sides must be neighbours, so that nothing was replaced.
        let before =
            start.checked_sub(1).filter(|k| moves[*k] == 0).map(|k| across[k]).filter(|p| *p != NONE);
        let after = across.get(at).filter(|p| **p != NONE && moves[at] == 0).copied();
        if let (Some(before), Some(after)) = (before, after)
            && before + 1 != after
        {
            continue;
        }
        let free = |k: usize| moves[k] == 0 && across[k] != NONE && other_moves[across[k] as usize] == 0;
        let mut left = 0;
        if before.is_some() {
            while start > left
                && free(start - left - 1)
                && tokens[start - left - 1].hash == tokens[start + len - left - 1].hash
                && (left == 0 || across[start - left - 1] + 1 == across[start - left])
            {
                left += 1;
            }
        }
        let mut right = 0;
        if after.is_some() {
            while at + right < tokens.len()
                && free(at + right)
                && tokens[start + right].hash == tokens[at + right].hash
                && (right == 0 || across[at + right - 1] + 1 == across[at + right])
            {
                right += 1;
            }
        }
        let score = |shift: isize| {
            let first = start.wrapping_add_signed(shift);
            boundary(tokens, first) + boundary(tokens, first + len)
        };
        let best = (-(left as isize)..=right as isize)
            .max_by_key(|shift| (score(*shift), -shift.abs(), -*shift))
            .unwrap_or(0);
        if best < 0 {
            for k in 0..best.unsigned_abs() {
                let (from, to) = (start - k - 1, start + len - k - 1);
                shift_pair(across, back, from, to);
            }
        } else {
            for k in 0..best.unsigned_abs() {
                shift_pair(across, back, at + k, start + k);
            }
            at += best.unsigned_abs();
        }
    }
}

fn shift_pair(across: &mut [u32], back: &mut [u32], from: usize, to: usize) {
    let partner = across[from];
    across[from] = NONE;
    across[to] = partner;
    back[partner as usize] = to as u32;
}

/// How good a place this is for a change to begin or end: before this token.
fn boundary(tokens: &[Token], at: usize) -> u32 {
    let Some(token) = tokens.get(at) else { return 6 };
    let after = at.checked_sub(1).and_then(|k| tokens.get(k));
    match token.edge {
        Edge::Row | Edge::Item | Edge::Block => 6,
        Edge::Sentence | Edge::Cell => 5,
        Edge::None => {
            let spaced = after.is_some_and(|before| before.end() < token.start);
            let marked = after.is_some_and(|before| before.kind == Kind::Punctuation);
            u32::from(spaced) + 2 * u32::from(marked && spaced)
        }
    }
}
