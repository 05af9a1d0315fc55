//! The program, and a second verifier written from the description alone, judge the same bundles alike.

#![allow(clippy::unwrap_used)] // A helper that fails fails its test.

use ledger::{
    Actor, Checkpoint, Event, Hash, Head, Signature, SigningKey,
    bundle::{About, create},
};
use serde_json::{Value, json};
use std::{
    fs::{self, File},
    io::{Read as _, Write as _},
    path::{Path, PathBuf},
    process::Command,
};
use tempfile::TempDir;
use uuid::Uuid;

const DOCUMENT: &[u8] = b"{\"type\":\"doc\"}";

fn desk() -> SigningKey {
    SigningKey::from_seed(&[100; 32])
}

fn member() -> SigningKey {
    SigningKey::from_seed(&[1; 32])
}

fn event(seq: u64, actor: Actor, kind: &str, payload: Value) -> Event {
    Event {
        action: Uuid::from_u128(1),
        actor,
        app: "imprimatur 0.1.0".into(),
        at: format!("2026-03-01T09:{seq:02}:00.000Z"),
        id: Uuid::from_u128(u128::from(seq)),
        kind: kind.into(),
        offset: -300,
        payload,
        reason: (seq % 4 == 3).then(|| "\"quoted\" \\ \u{7f} \u{1f} \u{2028} 😂".into()),
        seq,
        station: "desk-1".into(),
        stream: "board".into(),
        v: 1,
    }
}

/// A bundle of a log of 14 events, without those of `omitted`.
fn bundle(path: &Path, omitted: &[u64]) -> Head {
    let holder = Uuid::from_u128(0xabc);
    let acting = || Actor::Member { member: holder, name: "Dr. Ada".into(), role: "editor".into() };
    let mut head = Head::default();
    let mut events = create(File::create(path).unwrap()).unwrap();
    for seq in 1..=14 {
        let (actor, kind, payload, key) = match seq {
            1 => (Actor::System, "board.created", json!({ "desk_key": desk().public() }), desk()),
            2 => (
                Actor::System,
                "key.registered",
                json!({ "member": holder, "key": member().public() }),
                desk(),
            ),
            3 => (acting(), "article.revised", json!({ "of": [{ "digest": Hash::of(DOCUMENT) }] }), member()),
            // Names whose order by code point and by UTF-16 differ.
            _ => {
                (acting(), "article.noted", json!({ "\u{fb33}": seq, "😂": -1, "é": [null, true] }), member())
            }
        };
        let entry = head.append(&event(seq, actor, kind, payload), &key).unwrap();
        if omitted.contains(&seq) {
            events.omit(entry.leaf);
        } else {
            events.event(&entry.body, &entry.signature).unwrap();
        }
    }
    let mut files = events.end().unwrap();
    files.file(&format!("files/{}.json", Hash::of(DOCUMENT)), &mut &*DOCUMENT).unwrap();
    files.file("reports/trail.csv", &mut &b"seq\n"[..]).unwrap();
    let about = About { app: "imprimatur".into(), asked: json!({}), at: "2026-03-02T10:00:00.000Z".into() };
    files.finish(about, &checkpoint(&head), &desk()).unwrap();
    head
}

fn checkpoint(head: &Head) -> ledger::Note {
    Checkpoint::of(head, Checkpoint::origin_of(Uuid::from_u128(1))).sign(&desk()).unwrap()
}

/// The archive again, with one file changed by replacing text that must be there.
fn tampered(folder: &Path, good: &Path, name: &str, from: &str, to: &str) -> PathBuf {
    let mut archive = zip::ZipArchive::new(File::open(good).unwrap()).unwrap();
    let bad = folder.join("bad.zip");
    let mut out = zip::ZipWriter::new(File::create(&bad).unwrap());
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let at = file.name().unwrap().into_owned();
        let mut content = String::new();
        file.read_to_string(&mut content).unwrap();
        if at == name {
            assert!(content.contains(from), "{name}: {from}");
            content = content.replacen(from, to, 1);
        }
        out.start_file(at, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(content.as_bytes()).unwrap();
    }
    out.finish().unwrap();
    bad
}

/// Status and output of the program.
fn program(arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_imprimatur-verify")).args(arguments).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(text).unwrap())
}

/// Whether the second verifier finds it sound; none if this machine cannot run it.
fn second(bundle: &Path) -> Option<bool> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verify_bundle.py");
    let python = |arguments: &[&str]| Command::new("python3").args(arguments).output().ok();
    if !python(&["-c", "import cryptography"]).is_some_and(|output| output.status.success()) {
        eprintln!("SKIPPED: the second verifier needs python3 with the package `cryptography`");
        return None;
    }
    let output = python(&[script.to_str().unwrap(), bundle.to_str().unwrap()])?;
    eprint!("{}", String::from_utf8_lossy(&output.stdout));
    Some(output.status.success())
}

fn agree(bundle: &Path, sound: bool) {
    let (status, output) = program(&[bundle.to_str().unwrap()]);
    assert_eq!(status, i32::from(!sound), "{output}");
    if let Some(verdict) = second(bundle) {
        assert_eq!(verdict, sound);
    }
}

#[test]
fn good_bundles_are_sound_to_both() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("good.zip");
    for omitted in [&[][..], &[4], &[5, 6, 7, 8, 9], &[4, 6, 7, 14], &[4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]]
    {
        bundle(&path, omitted);
        agree(&path, true);
    }
}

#[test]
fn bad_bundles_are_unsound_to_both() {
    let folder = TempDir::new().unwrap();
    let good = folder.path().join("good.zip");
    let head = bundle(&good, &[5, 6, 9]);
    let zero = "0".repeat(64);
    let other = Signature([7; 64]).to_string();
    let entry = fs::read(&good).unwrap();
    let document = format!("files/{}.json", Hash::of(DOCUMENT));
    let key = member().public().to_string();
    for (name, from, to) in [
        ("events.jsonl", "Dr. Ada", "Dr. Eve"),
        ("events.jsonl", "\"seq\":\"4\"", "\"seq\":\"5\""),
        ("events.jsonl", "\"offset\":-300", "\"offset\":-300.0"),
        ("events.jsonl", "\"offset\":-300", "\"offset\": -300"),
        ("events.jsonl", "\"to\":\"6\"", "\"to\":\"7\""),
        ("events.jsonl", "\"subtrees\":[\"", &format!("\"subtrees\":[\"{zero}\",\"")),
        ("events.jsonl", key.as_str(), desk().public().to_string().as_str()),
        ("events.jsonl", "\"signature\":\"", &format!("\"signature\":\"{}", &other[..2])),
        ("checkpoint.note", "\n14\n", "\n13\n"),
        ("checkpoint.note", "imprimatur/board/", "imprimatur/bored/"),
        ("manifest.json", "\"asked\":{}", "\"asked\":{\"all\":true}"),
        ("manifest.json", "\"omitted\":\"3\"", "\"omitted\":\"0\""),
        ("manifest.json", "\"app\":", "\"app\": "),
        ("manifest.note", "imprimatur/bundle/v1", "imprimatur/bundle/v2"),
        ("keys.json", "\"until\":null", "\"until\":\"9\""),
        ("reports/trail.csv", "seq", "SEQ"),
        ("FORMAT.md", "The record", "A record"),
        (document.as_str(), "doc", "cod"),
    ] {
        let bad = tampered(folder.path(), &good, name, from, to);
        eprintln!("{name}: {from} -> {to}");
        agree(&bad, false);
    }
    let truncated = folder.path().join("truncated.zip");
    fs::write(&truncated, &entry[..entry.len() - 100]).unwrap();
    agree(&truncated, false);
    assert_eq!(head.size(), 14);
}

#[test]
fn it_compares_with_what_was_kept_elsewhere() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("good.zip");
    let head = bundle(&path, &[]);
    let path = path.to_str().unwrap();
    let kept = folder.path().join("kept.note");
    // As mail might have changed it.
    fs::write(&kept, checkpoint(&head).to_string().replace('\n', "\r\n")).unwrap();
    assert_eq!(program(&[path, "--checkpoint", kept.to_str().unwrap()]).0, 0);
    let other = Checkpoint { origin: Checkpoint::origin_of(Uuid::from_u128(1)), size: 9, root: Hash::ZERO };
    fs::write(&kept, other.sign(&desk()).unwrap().to_string()).unwrap();
    let (status, output) = program(&[path, "--checkpoint", kept.to_str().unwrap()]);
    assert!(status == 1 && output.contains("made over other events"), "{output}");
    assert_eq!(program(&[path, "--key", &desk().public().to_string()]).0, 0);
    let (status, output) = program(&[path, "--key", &member().public().to_string()]);
    assert!(status == 1 && output.contains("another than the one given"), "{output}");
}

#[test]
fn what_cannot_be_looked_at_is_said() {
    assert_eq!(program(&[]).0, 2);
    assert_eq!(program(&["no-such-file"]).0, 2);
    assert_eq!(program(&["a", "b"]).0, 2);
    assert_eq!(program(&["a", "--what"]).0, 2);
    assert_eq!(program(&["a", "--key", "zz"]).0, 2);
    let (status, output) = program(&["--format"]);
    assert!(status == 0 && output.contains("imprimatur/event/v1"));
}
