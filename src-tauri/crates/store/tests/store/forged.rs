//! What somebody with a member's own key could append beside the desk, each with what names it.

use crate::{
    bundles::excerpt,
    common::{self, Desk, sign as sign_verdict, take},
    signatures::{approve, substantiated},
    tamper::{AT, Forger, noticed, sign, verified},
};
use document::{Digest, Document};
use editorial::Verdict;
use ledger::{Actor, SigningKey};
use rusqlite::params;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use store::{Suspect, unwatched, verify_bundle_file};
use uuid::Uuid;

/// What is appended: the number of the event that is to be named.
type Deed = fn(&mut Forger) -> u64;

/// Does each deed to a copy of its own, and sees it named by these words, in the board and in a bundle of it.
fn each(path: &Path, deeds: &[(&str, Deed, Suspect, &str)]) {
    assert!(verified(path, &[]).sound);
    for (what, deed, suspect, says) in deeds {
        let copy: PathBuf = path.with_file_name(format!("{}.board", Uuid::now_v7()));
        std::fs::copy(path, &copy).unwrap();
        let mut forger = Forger::at(&copy);
        let seq = deed(&mut forger);
        drop(forger);
        let fault = noticed(&copy, *suspect);
        assert!(fault.sentence.contains(says), "{what}: {fault}");
        assert_eq!(fault.seq, Some(seq), "{what}: {fault}");
        let bundle = copy.with_extension("zip");
        excerpt(&copy, &bundle, json!({}), |_, _| true);
        let found = verify_bundle_file(&bundle, &[], &mut unwatched).unwrap();
        assert_eq!(found.faults.iter().find(|found| found.what == *suspect), Some(&fault), "{what}");
    }
}

fn reviewer(f: &Forger) -> (Actor, SigningKey) {
    f.stolen("Rahul", "board_member")
}

/// Appends Rahul's approval, with Miriam's statement made his and then changed.
fn approves(f: &mut Forger, change: impl FnOnce(&mut Value)) -> u64 {
    approval(f, change, |text| text)
}

/// The same, with the statement written otherwise.
fn approves_in(f: &mut Forger, writing: impl FnOnce(String) -> String) -> u64 {
    approval(f, |_| (), writing)
}

fn approval(f: &mut Forger, change: impl FnOnce(&mut Value), writing: impl FnOnce(String) -> String) -> u64 {
    let (stream, digest) = f.article("One");
    let one = |kind: &str, path: &str| -> String {
        let sql = "SELECT json_extract(body, ?) FROM event WHERE kind = ? ORDER BY seq DESC LIMIT 1";
        f.file.query_row(sql, params![path, kind], |row| row.get(0)).unwrap()
    };
    let mut statement: Value = serde_json::from_str(&one("verdict.signed", "$.payload.statement")).unwrap();
    let review = one("review.assigned", "$.payload.review");
    let rahul = reviewer(f);
    statement["member"] = json!(f.member("Rahul"));
    statement["name"] = json!("Rahul");
    statement["key"] = json!(rahul.1.public());
    statement["at"] = json!(AT);
    statement["coverage"]["read"] = json!([]);
    change(&mut statement);
    let mut payload = json!({ "review": review, "revision": 1, "digest": digest, "verdict": "approve" });
    sign(&mut payload, &writing(serde_json_canonicalizer::to_string(&statement).unwrap()), &rahul.1);
    f.append(rahul, &stream, "verdict.signed", payload, Some("Because."))
}

/// The only claim as it was made, called intact.
fn claimed(f: &Forger) -> Value {
    let made = "SELECT json_extract(body, '$.payload') FROM event WHERE kind = 'claim.made'";
    let made: String = f.file.query_row(made, [], |row| row.get(0)).unwrap();
    let made: Value = serde_json::from_str(&made).unwrap();
    json!([{ "id": made["claim"], "state": "intact", "anchor": made["anchor"] }])
}

/// Keeps these bytes, and appends a revision of which they are the text.
fn saves(f: &mut Forger, text: &[u8]) -> u64 {
    let ((stream, _), tom) = (f.article("One"), f.stolen("Tom", "editor"));
    let digest = Digest::of(text).to_string();
    let sql = "INSERT OR IGNORE INTO blob (digest, kind, name, size, data) VALUES (?, 'document', '', ?, ?)";
    let packed = zstd::encode_all(text, 1).unwrap();
    f.file.execute(sql, params![digest, text.len() as i64, packed]).unwrap();
    let payload = json!({ "number": 2, "digest": digest, "message": "x", "words": 8, "cites": [],
        "claims": claimed(f), "threads": [] });
    f.append(tom, &stream, "revision.saved", payload, None)
}

#[test]
fn a_statement_that_does_not_say_what_is_on_record_is_named() {
    let mut desk = Desk::new();
    let (article, ..) = substantiated(&mut desk);
    take(&mut desk.store, &desk.miriam, article).unwrap();
    sign_verdict(&mut desk.store, &desk.miriam, article, Verdict::Approve).unwrap();
    take(&mut desk.store, &desk.rahul, article).unwrap();
    let path = desk.path();
    drop(desk.store);
    each(
        &path,
        &[
            ("as it must be", |f| approves(f, |_| ()), Suspect::Rule, "did not become approved at once"),
            (
                "a section read that the text does not have",
                |f| {
                    let ((stream, _), by) = (f.article("One"), reviewer(f));
                    let payload = json!({ "revision": 1, "sections": ["00".repeat(32)] });
                    f.append(by, &stream, "sections.read", payload, None)
                },
                Suspect::Rule,
                "no such section",
            ),
            (
                "a text read to the end of which nothing was read",
                |f| {
                    let ((stream, _), by) = (f.article("One"), reviewer(f));
                    f.append(by, &stream, "reading.finished", json!({ "revision": 1 }), None)
                },
                Suspect::Rule,
                "had not read all of it",
            ),
            (
                "a discussion settled by a revision that nobody saved",
                |f| {
                    let ((stream, _), thread) = (f.article("One"), Uuid::now_v7());
                    let opened = json!({ "thread": thread, "revision": 1, "on": { "type": "article" },
                        "disposition": "informing", "text": "A question." });
                    f.append(reviewer(f), &stream, "thread.opened", opened, None);
                    let payload = json!({ "thread": thread, "text": "", "revision": 777 });
                    f.append(reviewer(f), &stream, "thread.resolved", payload, None)
                },
                Suspect::Rule,
                "no such revision after",
            ),
            (
                "more said than the kind of event says",
                |f| {
                    let (stream, _) = f.article("One");
                    let opened = json!({ "thread": Uuid::now_v7(), "revision": 1,
                        "on": { "type": "article", "but": ["only", { "half": 1 }] },
                        "disposition": "informing", "text": "A question." });
                    f.append(reviewer(f), &stream, "thread.opened", opened, None)
                },
                Suspect::Rule,
                "nothing is said under “but”",
            ),
            (
                "other claims",
                |f| approves(f, |s| s["claims"] = json!("00".repeat(32))),
                Suspect::Rule,
                "something else of claims",
            ),
            ("no sources", |f| approves(f, |s| s["sources"] = json!([])), Suspect::Rule, "else of sources"),
            (
                "another source",
                |f| approves(f, |s| s["sources"][0]["digest"] = json!("00".repeat(32))),
                Suspect::Rule,
                "else of sources",
            ),
            (
                "a condition",
                |f| approves(f, |s| s["condition"] = json!("Only with half the dose.")),
                Suspect::Rule,
                "holds more",
            ),
            (
                "a waiver that nobody gave",
                |f| {
                    approves(f, |s| {
                        let waived = json!({ "by": Uuid::nil(), "at": AT, "revision": 1, "reason": "Yes." });
                        s["findings"][0]["waived"] = waived;
                    })
                },
                Suspect::Rule,
                "waiver that was not given",
            ),
            (
                "sections that were not read",
                |f| approves(f, |s| s["coverage"]["read"] = json!(["00".repeat(32)])),
                Suspect::Rule,
                "were not read",
            ),
            (
                "changes not taken note of",
                |f| approves(f, |s| s["coverage"]["acknowledged"] = json!(["dose"])),
                Suspect::Rule,
                "changes taken note of",
            ),
            (
                "a member twice",
                |f| approves_in(f, |text| text.replacen('{', "{\"digest\":\"00\",", 1)),
                Suspect::Record,
                "not in canonical form",
            ),
            (
                "white space",
                |f| approves_in(f, |text| text.replacen(',', ", ", 1)),
                Suspect::Record,
                "not in canonical form",
            ),
            (
                "another's name",
                |f| approves(f, |s| s["name"] = json!("The Pope")),
                Suspect::Record,
                "something else than the event",
            ),
            (
                "another text",
                |f| approves(f, |s| s["digest"] = json!("00".repeat(32))),
                Suspect::Record,
                "something else than the event",
            ),
        ],
    );
}

#[test]
fn a_statement_that_nobody_signed_is_named_without_the_rules() {
    let mut desk = Desk::new();
    let (article, ..) = substantiated(&mut desk);
    take(&mut desk.store, &desk.rahul, article).unwrap();
    let path = desk.path();
    drop(desk.store);
    each(
        &path,
        &[
            (
                "none",
                |f| {
                    let ((stream, digest), by) = (f.article("One"), reviewer(f));
                    let payload = json!({ "review": Uuid::nil(), "revision": 1, "digest": digest, "verdict": "approve" });
                    f.append(by, &stream, "verdict.signed", payload, None)
                },
                Suspect::Record,
                "holds no statement",
            ),
            (
                "unsigned",
                |f| {
                    let ((stream, digest), by) = (f.article("One"), reviewer(f));
                    let payload = json!({ "review": Uuid::nil(), "revision": 1, "digest": digest, "verdict": "approve",
                        "statement": "{}", "signature": "00".repeat(64) });
                    f.append(by, &stream, "verdict.signed", payload, None)
                },
                Suspect::Record,
                "not by the key of its actor",
            ),
        ],
    );
}

#[test]
fn nothing_gets_round_an_approval_or_a_key() {
    let mut desk = Desk::new();
    let (article, ..) = substantiated(&mut desk);
    approve(&mut desk, article);
    desk.begin("Draft", "Everybody should take 5 g of aspirin a day.");
    let path = desk.path();
    drop(desk.store);
    each(
        &path,
        &[
            (
                "a key given in the stream of an article",
                |f| {
                    let ((stream, _), tom) = (f.article("One"), f.stolen("Tom", "editor"));
                    let key = SigningKey::from_seed(&[9; 32]).public();
                    let payload = json!({ "member": f.member("Ada"), "key": key });
                    f.append(tom, &stream, "key.registered", payload, None)
                },
                Suspect::Rule,
                "does not happen to an article",
            ),
            (
                "a policy changed in the stream of an article",
                |f| {
                    let ((stream, _), tom) = (f.article("One"), f.stolen("Tom", "editor"));
                    let rules = json!(editorial::Rules { quorum: 1, ..editorial::Rules::default() });
                    let payload = json!({ "version": 2, "text": "Trust me.", "old": null, "new": rules });
                    f.append(tom, &stream, "policy.changed", payload, Some("Because."))
                },
                Suspect::Rule,
                "does not happen to an article",
            ),
            (
                "a key given without a reset",
                |f| {
                    let ada = f.stolen("Ada", "administrator");
                    let key = SigningKey::from_seed(&[9; 32]).public();
                    let payload = json!({ "member": f.member("Miriam"), "key": key });
                    f.append(ada, "board", "key.registered", payload, None)
                },
                Suspect::Rule,
                "passphrase was not reset at once",
            ),
            (
                "an approved text handed in as if it were none",
                |f| {
                    let ((stream, digest), tom) = (f.article("One"), f.stolen("Tom", "editor"));
                    let payload = json!({ "revision": 1, "digest": digest, "policy": 1, "note": "Again.", "findings": [] });
                    f.append(tom, &stream, "article.submitted", payload, None)
                },
                Suspect::Rule,
                "its approval had not ended",
            ),
            (
                "a source changed under an approval",
                |f| {
                    let (id, details): (String, String) = f
                        .file
                        .query_row("SELECT id, details FROM source", [], |row| Ok((row.get(0)?, row.get(1)?)))
                        .unwrap();
                    let old: Value = serde_json::from_str(&details).unwrap();
                    let mut new = old.clone();
                    new["title"] = json!("A novel");
                    let tom = f.stolen("Tom", "editor");
                    let payload = json!({ "old": old, "new": new });
                    f.append(tom, &format!("source/{id}"), "source.changed", payload, None)
                },
                Suspect::Rule,
                "signatures went on counting",
            ),
            (
                "an approval ended for a source that did not change",
                |f| {
                    let ((stream, _), tom) = (f.article("One"), f.stolen("Tom", "editor"));
                    let payload = json!({ "revision": 1, "why": "source" });
                    f.append(tom, &stream, "approval.lapsed", payload, None)
                },
                Suspect::Rule,
                "Nothing brought this about",
            ),
            (
                "an approval ended in the name of a change of a source that the article does not cite",
                |f| {
                    let ((stream, _), tom) = (f.article("One"), f.stolen("Tom", "editor"));
                    let other = format!("source/{}", Uuid::now_v7());
                    let details = |title: &str| json!({ "kind": "report", "title": title });
                    let added = json!({ "details": details("A novel"), "from": null });
                    f.append(tom.clone(), &other, "source.added", added, None);
                    let changed = json!({ "old": details("A novel"), "new": details("Another novel") });
                    f.append(tom.clone(), &other, "source.changed", changed, None);
                    let payload = json!({ "revision": 1, "why": "source" });
                    f.append(tom, &stream, "approval.lapsed", payload, None)
                },
                Suspect::Rule,
                "Nothing brought this about",
            ),
            ("a text that is none", |f| saves(f, b"\0\x01 a picture"), Suspect::Rule, "is no text"),
            (
                "a text in another writing",
                |f| saves(f, b"{\"type\":\"doc\", \"content\":[{\"type\":\"paragraph\"}]}"),
                Suspect::Rule,
                "is no text",
            ),
            (
                "a discussion of words that no text holds",
                |f| {
                    let ((stream, _), tom) = (f.article("One"), f.stolen("Tom", "editor"));
                    let anchor = json!({ "block": [0], "start": 0, "end": 3, "quote": "take 500 mg",
                        "prefix": "", "suffix": "" });
                    let payload = json!({ "thread": Uuid::now_v7(), "revision": 1, "disposition": "informing",
                        "on": { "type": "text", "anchor": anchor }, "text": "Agreed by all." });
                    f.append(tom, &stream, "thread.opened", payload, None)
                },
                Suspect::Rule,
                "The words of a discussion do not stand where it says",
            ),
            (
                "claims called intact in a text that holds none of them",
                |f| {
                    let text = common::document("Everybody should take 5 g of aspirin a day.");
                    let text = Document::from_json(&text).unwrap().canonical();
                    saves(f, &text)
                },
                Suspect::Rule,
                "do not stand where it says",
            ),
        ],
    );
}
