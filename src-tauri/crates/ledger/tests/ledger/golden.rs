//! What was once written stays readable for ever.
//!
//! These files were written by the first version and are never written again. A later form gets files of its own beside
//! them; that the present writer still makes the same bytes is asserted only as long as the form is the present one.

use crate::logs::{Log, acting, event, key, member};
use ledger::{Actor, Checkpoint, Entry, Event, Expected, Note, SigningKey, bundle::verify_bundle, verify};
use serde_json::json;
use std::{convert::Infallible, io::Cursor, ops::ControlFlow};

/// One record to a line: leaf, signature, body.
const LOG_V1: &str = include_str!("../golden/log-v1.txt");
const CHECKPOINT_V1: &str = include_str!("../golden/checkpoint-v1.note");
const BUNDLE_V1: &[u8] = include_bytes!("../golden/bundle-v1.zip");

/// The root of the first log, as it was then.
const ROOT_V1: &str = "2adbd26188d59cc386fa56cf6eb066e4c1ee795aeafd971e82632d2eaf3af6f6";

fn golden() -> Vec<Entry> {
    let entries = LOG_V1.lines().zip(1..).map(|(line, seq)| {
        let mut parts = line.splitn(3, ' ');
        let mut part = || parts.next().unwrap();
        let (leaf, signature) = (part().parse().unwrap(), part().parse().unwrap());
        Entry { seq, body: part().into(), signature, leaf }
    });
    entries.collect()
}

#[test]
fn the_first_log_is_sound() {
    let expected = Expected { head: None, checkpoints: vec![Note::parse(CHECKPOINT_V1).unwrap()] };
    let records = golden().into_iter().map(|entry| Ok::<_, Infallible>(entry.into()));
    let report = verify(records, &expected, |_| ()).unwrap();
    assert!(report.is_sound(), "{report:?}");
    assert_eq!((report.head.size(), report.head.root().to_string()), (12, ROOT_V1.to_owned()));
    assert_eq!(report.clock_steps, 1);
    assert_eq!(report.registry.keys_of(member(1)).len(), 2);
}

#[test]
fn the_first_bundle_is_sound() {
    let verdict = verify_bundle(Cursor::new(BUNDLE_V1), &[Note::parse(CHECKPOINT_V1).unwrap()], |_, _| {
        ControlFlow::Continue(())
    });
    let verdict = verdict.unwrap();
    assert!(verdict.is_sound(), "{verdict:?}");
    assert_eq!((verdict.manifest.events, verdict.manifest.omitted), (9, 3));
    assert_eq!(verdict.report.head.root().to_string(), ROOT_V1);
}

#[test]
fn the_present_writer_still_makes_the_same_bytes() {
    let log = written();
    assert_eq!(log.entries, golden());
    assert_eq!(checkpoint(&log).to_string(), CHECKPOINT_V1);
}

fn signer(event: &Event) -> SigningKey {
    match event.actor {
        Actor::System => key(100),
        Actor::Member { .. } if event.seq > 6 => key(3),
        Actor::Member { .. } => key(1),
    }
}

/// The log as it was first written.
fn written() -> Log {
    let mut log = Log::new();
    log.acts(1, 1);
    log.push(
        acting(1),
        "article.revised",
        json!({ "claims": [{ "anchor": [0, -1], "quote": "4.5 mg “daily”\u{2028}" }], "digest": ledger::Hash::of(b"x") }),
        &key(1),
    );
    log.registers(2, 2);
    log.push(acting(1), "key.registered", json!({ "key": key(3).public(), "member": member(1) }), &key(1));
    log.acts(1, 3);
    log.revokes(2, 2);
    let mut back = event(9, acting(1), "article.noted", json!({}));
    back.at = "2026-02-28T23:59:59.999Z".into();
    back.offset = -570;
    log.entries.push(log.head.append(&back, &signer(&back)).unwrap());
    log.acts(1, 3);
    log.acts(1, 3);
    log.acts(1, 3);
    log
}

fn checkpoint(log: &Log) -> Note {
    Checkpoint::of(&log.head, Checkpoint::origin_of(log.events()[0].id)).sign(&log.desk).unwrap()
}
