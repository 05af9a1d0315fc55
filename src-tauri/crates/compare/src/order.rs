//! The best pairing of two short lists that keeps their order.

/// Lists whose lengths multiply to more than this are not paired.
const LIMIT: usize = 250_000;

/// Pairs members of two lists, in order, so that the scores add up to the most. A score of zero or less
/// is no pair. Nothing is paired where the lists are too long to look at every pair.
pub(crate) fn in_order(n: usize, m: usize, score: impl Fn(usize, usize) -> f64) -> Vec<(usize, usize)> {
    if n.saturating_mul(m) > LIMIT {
        return Vec::new();
    }
    let at = |i: usize, j: usize| i * (m + 1) + j;
    let mut best = vec![0.0f64; (n + 1) * (m + 1)];
    let mut pairs = vec![false; (n + 1) * (m + 1)];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            let skip = best[at(i + 1, j)].max(best[at(i, j + 1)]);
            let worth = score(i, j);
            let take = best[at(i + 1, j + 1)] + worth;
            let pair = worth > 0.0 && take >= skip;
            pairs[at(i, j)] = pair;
            best[at(i, j)] = if pair { take } else { skip };
        }
    }
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while i < n && j < m {
        if pairs[at(i, j)] {
            out.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[at(i + 1, j)] >= best[at(i, j + 1)] {
            i += 1;
        } else {
            j += 1;
        }
    }
    out
}

/// How much of two sorted lists is common to both, from 0 to 1; 1 where both are empty.
pub(crate) fn dice(a: &[u64], b: &[u64]) -> f64 {
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    let (mut i, mut j, mut common) = (0, 0, 0usize);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, common) = (i + 1, j + 1, common + 1),
        }
    }
    2.0 * common as f64 / (a.len() + b.len()) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_pairs_in_order_are_taken() {
        let (a, b) = ("kitten", "sitting");
        let pairs = in_order(6, 7, |i, j| f64::from(u8::from(a.as_bytes()[i] == b.as_bytes()[j])));
        assert_eq!(pairs, [(1, 1), (2, 2), (3, 3), (5, 5)]);
    }

    #[test]
    fn dice_counts_repeats() {
        assert!((dice(&[1, 1, 2], &[1, 2, 2]) - 2.0 / 3.0).abs() < 1e-9);
    }
}
