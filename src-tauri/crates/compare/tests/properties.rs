//! What holds for every pair of documents.

#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::{blocks, document, rebuilt_new, rebuilt_old, revision};
use compare::compare;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn segments_rebuild_both_texts((old, new) in revision()) {
        let comparison = compare(&old, &new);
        prop_assert_eq!(rebuilt_old(&comparison), blocks(&old));
        prop_assert_eq!(rebuilt_new(&comparison), blocks(&new));
    }

    #[test]
    fn segments_rebuild_texts_that_have_nothing_in_common(old in document(), new in document()) {
        let comparison = compare(&old, &new);
        prop_assert_eq!(rebuilt_old(&comparison), blocks(&old));
        prop_assert_eq!(rebuilt_new(&comparison), blocks(&new));
    }

    #[test]
    fn a_document_compared_with_itself_has_no_change(a in document()) {
        let comparison = compare(&a, &a);
        prop_assert!(comparison.changes.is_empty(), "{:?}", comparison.changes);
        prop_assert_eq!(comparison.rows.len(), a.text_blocks().len());
    }
}
