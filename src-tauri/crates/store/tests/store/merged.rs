//! Bundles of an article whose sources were merged, with those made before they held the sources that were merged into
//! the cited ones.

use crate::{
    bundles::{excerpt, second},
    common::{Desk, now, sign, take},
    signatures::{approve, substantiated},
};
use editorial::{Command, SourceId, Stage, Verdict};
use ledger::bundle::verify_bundle;
use serde_json::json;
use std::{
    collections::BTreeSet,
    fs::File,
    ops::ControlFlow,
    path::{Path, PathBuf},
};
use store::{Verification, unwatched, verify_bundle_file};

impl Desk {
    /// Adds a source to the library.
    fn another(&mut self, title: &str) -> SourceId {
        let details = serde_json::from_value(json!({ "kind": "report", "title": title })).unwrap();
        let added = self.store.dispatch(&self.tom, &Command::AddSource { details }, None, now()).unwrap();
        added.made.unwrap().parse().unwrap()
    }

    fn merge(&mut self, keep: SourceId, other: SourceId) {
        let merge = Command::MergeSources { keep, other, reason: "One work.".to_owned() };
        self.store.dispatch(&self.tom, &merge, None, now()).unwrap();
    }
}

fn judged(path: &Path) -> Verification {
    verify_bundle_file(path, &[], &mut unwatched).unwrap()
}

fn sound_to_every_verifier(bundles: &[PathBuf]) {
    for path in bundles {
        let found = judged(path);
        assert!(found.sound, "{:?}", found.faults);
        let verdict =
            verify_bundle(File::open(path).unwrap(), &[], |_, _| ControlFlow::Continue(())).unwrap();
        assert!(verdict.is_sound(), "{verdict:?}");
    }
    if let Some(verdicts) = second(bundles) {
        assert_eq!(verdicts, vec![true; bundles.len()]);
    }
}

#[test]
fn an_approval_that_ended_with_a_merge_is_sound_in_a_bundle_of_the_article() {
    let mut desk = Desk::new();
    let (article, _, cited) = substantiated(&mut desk);
    approve(&mut desk, article);
    let [other, third] = ["The report", "That report"].map(|title| desk.another(title));
    desk.merge(other, third);
    desk.merge(cited, other);
    assert_eq!(desk.store.article(article).unwrap().stage, Stage::Draft);
    assert!(desk.store.verify().unwrap().sound);
    let path = desk.folder.path().join("one.zip");
    desk.bundle(&path, Some(article));
    let streams: Vec<String> = [cited, other, third].iter().map(|id| format!("source/{id}")).collect();
    let mut there = BTreeSet::new();
    verify_bundle(File::open(&path).unwrap(), &[], |event, _| {
        there.insert(event.stream.clone());
        ControlFlow::Continue(())
    })
    .unwrap();
    assert!(streams.iter().all(|stream| there.contains(stream)), "{there:?}");
    sound_to_every_verifier(&[path]);
}

#[test]
fn a_round_that_a_merge_upset_is_sound_in_a_bundle_of_the_article() {
    let mut desk = Desk::new();
    let (article, _, cited) = substantiated(&mut desk);
    take(&mut desk.store, &desk.miriam, article).unwrap();
    sign(&mut desk.store, &desk.miriam, article, Verdict::Approve).unwrap();
    let other = desk.another("The report");
    desk.merge(cited, other);
    assert!(desk.store.article(article).unwrap().approvers().is_empty());
    assert!(desk.store.verify().unwrap().sound);
    let path = desk.folder.path().join("one.zip");
    desk.bundle(&path, Some(article));
    sound_to_every_verifier(&[path]);
}

#[test]
fn a_bundle_from_before_merged_sources_were_in_it_is_sound() {
    let mut desk = Desk::new();
    let (article, _, cited) = substantiated(&mut desk);
    approve(&mut desk, article);
    let other = desk.another("The report");
    desk.merge(cited, other);
    let left_out = format!("source/{other}");
    let old = desk.folder.path().join("old.zip");
    excerpt(&desk.path(), &old, json!({}), |stream, _| stream != left_out);
    sound_to_every_verifier(&[old]);
    // One that says that they are in it leaves nothing to be believed.
    let new = desk.folder.path().join("new.zip");
    let asked = json!({ "sources": "cited, and merged with these" });
    excerpt(&desk.path(), &new, asked, |stream, _| stream != left_out);
    let faults = judged(&new).faults;
    assert!(faults[0].sentence.contains("Nothing brought this about"), "{faults:?}");
}
