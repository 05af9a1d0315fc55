//! Trees and proofs, against a plain reading of RFC 6962 and public vectors.

use ledger::{Frontier, Hash, Tree, verify_consistency, verify_inclusion};
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};

/// RFC 6962 section 2.1, word for word: the oracle.
fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Hash::of(b""),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            Hash::node(&root(left), &root(right))
        }
    }
}

fn path(index: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let k = leaves.len().next_power_of_two() / 2;
    let (left, right) = leaves.split_at(k);
    if index < k {
        [path(index, left), vec![root(right)]].concat()
    } else {
        [path(index - k, right), vec![root(left)]].concat()
    }
}

fn subproof(from: usize, leaves: &[Hash], whole: bool) -> Vec<Hash> {
    if from == leaves.len() {
        return if whole { Vec::new() } else { vec![root(leaves)] };
    }
    let k = leaves.len().next_power_of_two() / 2;
    let (left, right) = leaves.split_at(k);
    if from <= k {
        [subproof(from, left, whole), vec![root(right)]].concat()
    } else {
        [subproof(from - k, right, false), vec![root(left)]].concat()
    }
}

fn leaves(count: usize) -> Vec<Hash> {
    (0..count).map(|n| Hash::of(&n.to_be_bytes())).collect()
}

/// Leaves, roots and proofs of transparency-dev/merkle, `proof/verify_test.go`.
mod public {
    pub(super) const LEAVES: [&str; 8] =
        ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
    pub(super) const ROOTS: [&str; 8] = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    /// Index of the leaf (from 0), size, proof.
    pub(super) const INCLUSION: [(u64, u64, &[&str]); 5] = [
        (0, 1, &[]),
        (
            0,
            8,
            &[
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            5,
            8,
            &[
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (2, 3, &["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
        (
            1,
            5,
            &[
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ];
    /// Size before, size after, proof.
    pub(super) const CONSISTENCY: [(u64, u64, &[&str]); 5] = [
        (1, 1, &[]),
        (
            1,
            8,
            &[
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            6,
            8,
            &[
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (
            2,
            5,
            &[
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
        (
            6,
            7,
            &[
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
    ];
}

fn hashes(hex: &[&str]) -> Vec<Hash> {
    hex.iter().map(|hex| hex.parse().unwrap()).collect()
}

fn public_leaves() -> Vec<Hash> {
    let unhex = |hex: &str| -> Vec<u8> {
        (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
    };
    let leaf = |hex: &&str| Hash(Sha256::new().chain_update([0]).chain_update(unhex(hex)).finalize().into());
    public::LEAVES.iter().map(leaf).collect()
}

#[test]
fn the_public_vectors_hold() {
    let leaves = public_leaves();
    let roots = hashes(&public::ROOTS);
    let root_of = |size: u64| roots[usize::try_from(size).unwrap() - 1];
    let tree: Tree = leaves.iter().copied().collect();
    let mut frontier = Frontier::default();
    for (leaf, root) in leaves.iter().zip(&roots) {
        frontier.push(*leaf);
        assert_eq!(frontier.root(), *root);
    }
    for (index, size, proof) in public::INCLUSION {
        let proof = hashes(proof);
        assert_eq!(tree.inclusion(index, size).unwrap(), proof);
        let leaf = leaves[usize::try_from(index).unwrap()];
        assert_eq!(verify_inclusion(&leaf, index, size, &proof, &root_of(size)), Ok(()));
    }
    for (from, to, proof) in public::CONSISTENCY {
        let proof = hashes(proof);
        assert_eq!(tree.consistency(from, to).unwrap(), proof);
        assert_eq!(verify_consistency(from, &root_of(from), to, &root_of(to), &proof), Ok(()));
    }
}

#[test]
fn every_proof_of_small_trees_is_the_textbooks_and_holds() {
    let all = leaves(40);
    let tree: Tree = all.iter().copied().collect();
    let mut frontier = Frontier::default();
    for size in 0..=all.len() {
        let leaves = &all[..size];
        let now = root(leaves);
        assert_eq!(frontier.root(), now);
        assert_eq!(Frontier::from_bytes(&frontier.to_bytes()), Ok(frontier.clone()));
        assert_eq!(tree.root(size as u64), Some(now));
        for (index, leaf) in leaves.iter().enumerate() {
            let proof = tree.inclusion(index as u64, size as u64).unwrap();
            assert_eq!(proof, path(index, leaves));
            assert_eq!(verify_inclusion(leaf, index as u64, size as u64, &proof, &now), Ok(()));
        }
        for from in 0..=size {
            let proof = tree.consistency(from as u64, size as u64).unwrap();
            let before = root(&leaves[..from]);
            if from > 0 {
                assert_eq!(proof, subproof(from, leaves, true));
            }
            assert_eq!(verify_consistency(from as u64, &before, size as u64, &now, &proof), Ok(()));
        }
        if let Some(next) = all.get(size) {
            frontier.push(*next);
        }
    }
}

#[test]
fn what_is_not_in_the_tree_has_no_proof() {
    let tree: Tree = leaves(5).into_iter().collect();
    assert_eq!((tree.inclusion(5, 5), tree.inclusion(0, 6), tree.inclusion(0, 0)), (None, None, None));
    assert_eq!((tree.consistency(4, 3), tree.consistency(2, 6), tree.root(6)), (None, None, None));
    assert!(verify_inclusion(&Hash::ZERO, 0, 0, &[], &Hash::of(b"")).is_err());
    assert!(verify_consistency(1, &Hash::ZERO, 0, &Hash::ZERO, &[]).is_err());
    assert!(verify_consistency(0, &Hash::ZERO, 3, &Hash::ZERO, &[]).is_err());
    assert!(verify_consistency(u64::MAX - 1, &Hash::ZERO, u64::MAX, &Hash::ZERO, &[Hash::ZERO; 64]).is_err());
    assert!(verify_inclusion(&Hash::ZERO, u64::MAX - 1, u64::MAX, &[Hash::ZERO; 70], &Hash::ZERO).is_err());
}

#[test]
fn bytes_that_are_no_frontier_are_refused() {
    for bytes in [&[][..], &[0; 7], &[0; 9], &[1, 0, 0, 0, 0, 0, 0, 0], &[0; 40], &[255; 8 + 63 * 32]] {
        assert!(Frontier::from_bytes(bytes).is_err(), "{bytes:?}");
    }
}

/// One change to a proof or to what it is to show.
#[derive(Debug, Clone)]
enum Change {
    Flip(usize, u8),
    Drop(usize),
    Repeat(usize),
    Push,
    Index(u64),
    Size(u64),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (any::<usize>(), any::<u8>()).prop_map(|(at, bit)| Change::Flip(at, bit)),
        any::<usize>().prop_map(Change::Drop),
        any::<usize>().prop_map(Change::Repeat),
        Just(Change::Push),
        (1..8u64).prop_map(Change::Index),
        (1..8u64).prop_map(Change::Size),
    ]
}

fn flip(hash: &mut Hash, bit: u8) {
    hash.0[usize::from(bit / 8)] ^= 1 << (bit % 8);
}

/// Applies the change; false where there is nothing to change.
fn apply(change: &Change, proof: &mut Vec<Hash>, index: &mut u64, size: &mut u64) -> bool {
    match *change {
        Change::Index(by) => *index ^= by,
        Change::Size(by) => *size += by,
        Change::Push => proof.push(Hash::ZERO),
        _ if proof.is_empty() => return false,
        Change::Flip(at, bit) => {
            let at = at % proof.len();
            flip(&mut proof[at], bit);
        }
        Change::Drop(at) => drop(proof.remove(at % proof.len())),
        Change::Repeat(at) => {
            let at = at % proof.len();
            proof.insert(at, proof[at]);
        }
    }
    true
}

proptest! {
    #[test]
    fn a_changed_inclusion_proof_holds_no_more(size in 1..300usize, at in any::<usize>(), change in change()) {
        let leaves = leaves(size);
        let (at, mut size) = (at % size, size as u64);
        let tree: Tree = leaves.iter().copied().collect();
        let (mut index, root) = (at as u64, tree.root(size).unwrap());
        let mut proof = tree.inclusion(index, size).unwrap();
        prop_assert_eq!(verify_inclusion(&leaves[at], index, size, &proof, &root), Ok(()));
        if apply(&change, &mut proof, &mut index, &mut size) {
            // A path may fit a tree of another size; that the size is the one of the checkpoint is the checkpoint's part.
            let shape_only = matches!(change, Change::Size(_));
            prop_assert!(shape_only || verify_inclusion(&leaves[at], index, size, &proof, &root).is_err());
        }
    }

    #[test]
    fn a_changed_consistency_proof_holds_no_more(to in 2..300u64, from in any::<u64>(), change in change()) {
        let tree: Tree = leaves(usize::try_from(to).unwrap()).into_iter().collect();
        let (mut from, mut to) = (1 + from % (to - 1), to);
        let (old, new) = (tree.root(from).unwrap(), tree.root(to).unwrap());
        let mut proof = tree.consistency(from, to).unwrap();
        prop_assert_eq!(verify_consistency(from, &old, to, &new, &proof), Ok(()));
        prop_assert!(verify_consistency(from, &new, to, &old, &proof).is_err());
        if apply(&change, &mut proof, &mut from, &mut to) {
            let shape_only = matches!(change, Change::Size(_) | Change::Index(_));
            prop_assert!(shape_only || verify_consistency(from, &old, to, &new, &proof).is_err());
        }
    }

    #[test]
    fn any_bytes_are_a_frontier_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(frontier) = Frontier::from_bytes(&bytes) {
            prop_assert_eq!(&frontier.to_bytes(), &bytes);
        }
        let _ = ledger::Head::from_bytes(&bytes);
    }
}
