//! A few unchanged words inside a rewritten sentence are not worth a reader's eye.

use super::{Alignment, Gap, NONE};
use crate::stream::{Kind, Stream};

/// How many times heavier than an unchanged run the changes on both its sides are, to swallow it.
const TIMES: u32 = 8;
/// Runs of this weight and more are left alone.
const CAP: u32 = 27;

/// What is between two pairs of the main flow, or a run of such pairs.
struct Run {
    equal: bool,
    /// Weight of its tokens on both sides; of one side where they are equal.
    weight: u32,
    /// Holds a number, a negation or a citation.
    telling: bool,
    old: std::ops::Range<usize>,
}

/// Unpairs short runs of common words between two large changes of a gap.
pub(super) fn drown(gap: &Gap, old: &Stream, new: &Stream, alignment: &mut Alignment) {
    if gap.old.is_empty() || gap.new.is_empty() {
        return;
    }
    let mut runs = runs(gap, old, new, alignment);
    while let Some(at) = (1..runs.len().saturating_sub(1)).find(|at| {
        let run = &runs[*at];
        let around = runs[at - 1].weight.min(runs[at + 1].weight);
        run.equal && !run.telling && run.weight < CAP && run.weight * TIMES < around
    }) {
        let tokens = runs[at].old.clone();
        for i in tokens {
            if alignment.old_move[i] == 0 && alignment.to_new[i] != NONE {
                alignment.to_old[alignment.to_new[i] as usize] = NONE;
                alignment.to_new[i] = NONE;
            }
        }
        let weight = runs[at - 1].weight + 2 * runs[at].weight + runs[at + 1].weight;
        runs[at - 1].weight = weight;
        runs.drain(at..at + 2);
    }
}

fn runs(gap: &Gap, old: &Stream, new: &Stream, alignment: &Alignment) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    let (mut i, mut j) = (gap.old.start, gap.new.start);
    let mut add = |equal: bool, weight: u32, telling: bool, at: usize| match out.last_mut() {
        Some(run) if run.equal == equal => {
            run.weight += weight;
            run.telling |= telling;
            run.old.end = at + 1;
        }
        _ => out.push(Run { equal, weight, telling, old: at..at + 1 }),
    };
    while i < gap.old.end || j < gap.new.end {
        if i < gap.old.end && (alignment.old_move[i] != 0 || alignment.to_new[i] == NONE) {
            if alignment.old_move[i] == 0 {
                add(false, old.tokens[i].kind.weight(), false, i);
            }
            i += 1;
        } else if j < gap.new.end && (alignment.new_move[j] != 0 || alignment.to_old[j] == NONE) {
            if alignment.new_move[j] == 0 {
                add(false, new.tokens[j].kind.weight(), false, i);
            }
            j += 1;
        } else if i < gap.old.end && j < gap.new.end {
            let kind = old.tokens[i].kind;
            add(true, kind.weight(), kind >= Kind::Image, i);
            (i, j) = (i + 1, j + 1);
        } else {
            break;
        }
    }
    out
}
