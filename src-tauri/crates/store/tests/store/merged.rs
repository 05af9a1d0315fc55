//! Bundles of an article whose sources were merged, with those made before they held the sources that were merged into
//! the cited ones.

use crate::{
    common::{Desk, now, sign, take},
    signatures::{approve, substantiated},
};
use editorial::{Command, SourceId, Stage, Verdict};
use ledger::{
    Hash, Note, Signature, SigningKey,
    bundle::{About, create, verify_bundle},
};
use rusqlite::Connection;
use serde_json::json;
use std::{
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
    if let Some(verdicts) = crate::bundles::second(bundles) {
        assert_eq!(verdicts, vec![true; bundles.len()]);
    }
}

/// A bundle as any exporter with the desk's key can make one, of the events for which `holds` says so of stream and kind.
pub(crate) fn excerpt(
    board: &Path,
    path: &Path,
    asked: serde_json::Value,
    holds: impl Fn(&str, &str) -> bool,
) {
    let view = Connection::open(board).unwrap();
    let one = |sql: &str| -> String { view.query_row(sql, [], |row| row.get(0)).unwrap() };
    let seed: [u8; 32] = view.query_row("SELECT seed FROM desk_key", [], |row| row.get(0)).unwrap();
    let last = "SELECT max(seq) FROM event";
    let size: i64 = view.query_row(last, [], |row| row.get(0)).unwrap();
    let note = one(&format!("SELECT note FROM checkpoint WHERE size = {size}"));
    let mut events = create(File::create(path).unwrap()).unwrap();
    let mut select =
        view.prepare("SELECT stream, kind, body, signature, leaf FROM event ORDER BY seq").unwrap();
    let mut rows = select.query([]).unwrap();
    let mut named = std::collections::BTreeSet::new();
    while let Some(row) = rows.next().unwrap() {
        let (stream, kind, body): (String, String, String) =
            (row.get(0).unwrap(), row.get(1).unwrap(), row.get(2).unwrap());
        if holds(&stream, &kind) {
            events.event(body.as_bytes(), &Signature(row.get(3).unwrap())).unwrap();
            let read: ledger::Event = serde_json::from_str(&body).unwrap();
            named.extend(read.files().map(str::to_owned));
        } else {
            events.omit(Hash(row.get(4).unwrap()));
        }
    }
    let mut files = events.end().unwrap();
    for digest in named {
        let packed: Vec<u8> =
            view.query_row("SELECT data FROM blob WHERE digest = ?", [&digest], |row| row.get(0)).unwrap();
        let bytes = zstd::decode_all(packed.as_slice()).unwrap();
        files.file(&format!("files/{digest}"), &mut bytes.as_slice()).unwrap();
    }
    let about = About { app: "imprimatur".into(), asked, at: "2026-03-02T10:00:00.000Z".into() };
    files.finish(about, &Note::parse(&note).unwrap(), &SigningKey::from_seed(&seed)).unwrap();
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
    let mut there = std::collections::BTreeSet::new();
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
    desk.store.checkpoint(now()).unwrap();
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
