//! Three-way merging.

#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::text::doc;
use compare::{Choice, merge};
use document::Document;
use proptest::prelude::*;

fn texts(document: &Document) -> Vec<String> {
    document.text_blocks().iter().map(document::TextBlock::text).collect()
}

const BASE: &str = "# Low dose naltrexone
Naltrexone blocks opioid receptors. Most people sleep better within two months.
## How to take it
Start with 1.5 mg at bedtime. The usual target is 4.5 mg once daily.
- Swallow it whole
- Keep it dry
| Week | Dose |
| 1 | 1.5 mg |
| 2 | 3 mg |
Vivid dreams are common.";

#[test]
fn what_each_changed_alone_is_in_the_merged_text() {
    let mine =
        BASE.replace("1.5 mg at bedtime", "1 mg at bedtime").replace("Keep it dry", "Keep it cool and dry");
    let theirs = BASE
        .replace("Most people sleep", "Some people sleep")
        .replace("is 4.5 mg once", "is 3 mg once")
        .replace("| 2 | 3 mg |", "| 2 | 2 mg |\n| 3 | 3 mg |")
        .replace("Vivid dreams are common.", "Vivid dreams are common.\nTell your doctor.");
    let merged = merge(&doc(BASE), &doc(&mine), &doc(&theirs), &[]);
    assert_eq!(merged.conflicts, []);
    let both = mine
        .replace("Most people sleep", "Some people sleep")
        .replace("is 4.5 mg once", "is 3 mg once")
        .replace("| 2 | 3 mg |", "| 2 | 2 mg |\n| 3 | 3 mg |")
        .replace("Vivid dreams are common.", "Vivid dreams are common.\nTell your doctor.");
    assert_eq!(merged.document, doc(&both));
}

#[test]
fn one_sentence_that_both_changed_is_chosen_by_hand() {
    let mine = BASE.replace("4.5 mg once daily", "9 mg once daily");
    let theirs = BASE.replace("4.5 mg once daily", "4.5 mg twice daily");
    let asked = |choice: &[Choice]| merge(&doc(BASE), &doc(&mine), &doc(&theirs), choice);
    let merged = asked(&[]);
    assert_eq!(merged.conflicts.len(), 1);
    let conflict = &merged.conflicts[0];
    assert_eq!(conflict.under, "How to take it");
    assert_eq!(texts(&conflict.base), ["The usual target is 4.5 mg once daily."]);
    assert_eq!(texts(&conflict.mine), ["The usual target is 9 mg once daily."]);
    assert_eq!(texts(&conflict.theirs), ["The usual target is 4.5 mg twice daily."]);
    assert_eq!(merged.document, doc(&mine));
    assert_eq!(asked(&[Choice::Theirs]).document, doc(&theirs));
    assert_eq!(asked(&[Choice::Base]).document, doc(BASE));
    let both = BASE.replace(
        "The usual target is 4.5 mg once daily.",
        "The usual target is 9 mg once daily. The usual target is 4.5 mg twice daily.",
    );
    assert_eq!(asked(&[Choice::Both]).document, doc(&both));
    assert!(
        [Choice::Theirs, Choice::Base, Choice::Both]
            .iter()
            .all(|c| asked(&[*c]).conflicts == merged.conflicts)
    );
}

#[test]
fn where_a_conflict_stands_is_the_same_for_all_choices() {
    let mine = BASE.replace("## How to take it", "## Taking it").replace("Vivid dreams", "Strange dreams");
    let theirs =
        BASE.replace("## How to take it", "## How it is taken").replace("Vivid dreams", "Bad dreams");
    let asked = |choice| merge(&doc(BASE), &doc(&mine), &doc(&theirs), &[choice]).conflicts;
    assert_eq!(asked(Choice::Mine).len(), 2);
    for choice in [Choice::Theirs, Choice::Both, Choice::Base] {
        assert_eq!(asked(choice), asked(Choice::Mine));
    }
}

#[test]
fn what_one_took_out_and_the_other_changed_is_chosen_by_hand() {
    let mine = BASE.replace("\nVivid dreams are common.", "");
    let theirs = BASE.replace("dreams are common", "dreams are rare");
    let merged = merge(&doc(BASE), &doc(&mine), &doc(&theirs), &[Choice::Theirs]);
    assert_eq!(merged.conflicts.len(), 1);
    assert_eq!(merged.document, doc(&theirs));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 96 } else { 512 }))]

    #[test]
    fn a_text_that_only_one_changed_is_that_one((base, other) in common::revision()) {
        for merged in [merge(&base, &base, &other, &[]), merge(&base, &other, &base, &[]), merge(&base, &other, &other, &[])] {
            prop_assert_eq!(&merged.document, &other);
            prop_assert!(merged.conflicts.is_empty());
        }
    }

    #[test]
    fn nothing_that_either_wrote_is_lost(
        (base, mine) in common::revision(),
        (_, strange) in common::revision(),
        choices in prop::collection::vec(prop::sample::select(vec![Choice::Mine, Choice::Theirs, Choice::Both, Choice::Base]), 0..4),
    ) {
        let mut theirs = base.clone();
        theirs.content.splice(theirs.content.len() / 2.., strange.content);
        theirs.normalise();
        let merged = merge(&base, &mine, &theirs, &choices);
        prop_assert!(merged.document.validate().is_ok());
        let kept = |text: &str| {
            let mut all = vec![&merged.document];
            all.extend(merged.conflicts.iter().flat_map(|c| [&c.mine, &c.theirs]));
            let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let wanted = folded(text);
            all.iter().any(|document| texts(document).iter().any(|one| folded(one).contains(&wanted)))
        };
        let words = |document: &Document| -> Vec<String> {
            texts(document).iter().flat_map(|text| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect()
        };
        let known = words(&base);
        for word in words(&mine).into_iter().chain(words(&theirs)).filter(|word| !known.contains(word)) {
            prop_assert!(kept(&word), "{} is lost", word);
        }
        prop_assert_eq!(&merge(&base, &mine, &theirs, &[]).conflicts, &merged.conflicts);
    }
}
