//! The program, and a second verifier written from the description alone, judge the same bundles alike.

#![allow(clippy::unwrap_used)] // A helper that fails fails its test.

use ledger::{
    Actor, Checkpoint, Event, Hash, Head, Note, SigningKey,
    bundle::{About, create},
    canonical,
};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
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
            3 => (acting(), "revision.saved", json!({ "digest": Hash::of(DOCUMENT) }), member()),
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

/// Writes the archive again, with one file changed by replacing text that must be there.
fn tampered(good: &Path, bad: &Path, name: &str, from: &str, to: &str) {
    let mut archive = zip::ZipArchive::new(File::open(good).unwrap()).unwrap();
    let mut out = zip::ZipWriter::new(File::create(bad).unwrap());
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
}

/// Files by name.
type Files = BTreeMap<String, Vec<u8>>;

/// Writes the archive again with other files, and a manifest that fits them: what the holder of the desk's key can do.
fn sealed(good: &Path, bad: &Path, change: impl FnOnce(&mut Files)) {
    let mut archive = zip::ZipArchive::new(File::open(good).unwrap()).unwrap();
    let mut files = BTreeMap::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        files.insert(file.name().unwrap().into_owned(), content);
    }
    files.remove("manifest.note");
    let mut manifest: Value = serde_json::from_slice(&files.remove("manifest.json").unwrap()).unwrap();
    change(&mut files);
    let listed = files.iter().map(|(name, content)| {
        json!({ "name": name, "sha256": Hash::of(content), "size": content.len().to_string() })
    });
    manifest["files"] = listed.collect();
    let manifest = canonical(&manifest).unwrap();
    let origin = Checkpoint::origin_of(Uuid::from_u128(1));
    let text = format!("imprimatur/bundle/v1\n{origin}\n{}\n", Hash::of(&manifest));
    let note = Note::sign(text, &origin, &desk()).unwrap().to_string();
    files.extend([("manifest.json".to_owned(), manifest), ("manifest.note".to_owned(), note.into_bytes())]);
    let mut out = zip::ZipWriter::new(File::create(bad).unwrap());
    for (name, content) in files {
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&content).unwrap();
    }
    out.finish().unwrap();
}

/// Status and output of the program.
fn program(arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_imprimatur-verify")).args(arguments).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(text).unwrap())
}

/// Which of these the second verifier finds sound; none if this machine cannot run it.
fn second(bundles: &[PathBuf]) -> Option<Vec<bool>> {
    let python = || Command::new("python3");
    let able = python().args(["-c", "import cryptography"]).output();
    if !able.is_ok_and(|output| output.status.success()) {
        eprintln!("SKIPPED: the second verifier needs python3 with the package `cryptography`");
        return None;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verify_bundle.py");
    let output = python().arg(script).args(bundles).output().unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    eprint!("{lines}{}", String::from_utf8_lossy(&output.stderr));
    Some(lines.lines().map(|line| line == "SOUND").collect())
}

fn agree(bundles: &[PathBuf], sound: bool) {
    for bundle in bundles {
        let (status, output) = program(&[bundle.to_str().unwrap()]);
        assert_eq!(status, i32::from(!sound), "{output}");
    }
    if let Some(verdicts) = second(bundles) {
        assert_eq!(verdicts, vec![sound; bundles.len()]);
    }
}

#[test]
fn good_bundles_are_sound_to_both() {
    let folder = TempDir::new().unwrap();
    let choices = [&[][..], &[4], &[5, 6, 7, 8, 9], &[4, 6, 7, 14], &[4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]];
    let bundles = choices.into_iter().zip(0..).map(|(omitted, at)| {
        let path = folder.path().join(format!("{at}.zip"));
        bundle(&path, omitted);
        path
    });
    let first_ever = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ledger/tests/golden/bundle-v1.zip");
    agree(&bundles.chain([first_ever]).collect::<Vec<_>>(), true);
}

#[test]
fn bad_bundles_are_unsound_to_both() {
    let folder = TempDir::new().unwrap();
    let good = folder.path().join("good.zip");
    bundle(&good, &[5, 6, 9]);
    let zero = "0".repeat(64);
    let document = format!("files/{}.json", Hash::of(DOCUMENT));
    let (member, desk) = (member().public().to_string(), desk().public().to_string());
    let changes = [
        ("events.jsonl", "Dr. Ada", "Dr. Eve"),
        ("events.jsonl", "\"seq\":\"4\"", "\"seq\":\"5\""),
        ("events.jsonl", "\"offset\":-300", "\"offset\":-300.0"),
        ("events.jsonl", "\"offset\":-300", "\"offset\": -300"),
        ("events.jsonl", "\"offset\":-300", "\"offset\":1440"),
        ("events.jsonl", "\"to\":\"6\"", "\"to\":\"7\""),
        ("events.jsonl", "\"subtrees\":[\"", &format!("\"subtrees\":[\"{zero}\",\"")),
        ("events.jsonl", &member, &desk),
        ("events.jsonl", "\"signature\":\"", "\"signature\":\"07"),
        ("checkpoint.note", "\n14\n", "\n13\n"),
        ("checkpoint.note", "imprimatur/board/", "imprimatur/bored/"),
        ("manifest.json", "\"asked\":{}", "\"asked\":{\"all\":true}"),
        ("manifest.json", "\"omitted\":\"3\"", "\"omitted\":\"0\""),
        ("manifest.json", "\"app\":", "\"app\": "),
        ("manifest.note", "imprimatur/bundle/v1", "imprimatur/bundle/v2"),
        ("keys.json", "\"until\":null", "\"until\":\"9\""),
        ("reports/trail.csv", "seq", "SEQ"),
        ("FORMAT.md", "The record", "A record"),
        (&document, "doc", "cod"),
    ];
    let mut bad: Vec<_> = changes
        .iter()
        .enumerate()
        .map(|(at, (name, from, to))| {
            let path = folder.path().join(format!("{at}.zip"));
            tampered(&good, &path, name, from, to);
            path
        })
        .collect();
    let bytes = fs::read(&good).unwrap();
    let odd = [
        ("truncated", bytes[..bytes.len() - 100].to_vec()),
        ("followed", [&bytes[..], b"more"].concat()),
        ("preceded", [b"more", &bytes[..]].concat()),
    ];
    for (what, bytes) in odd {
        bad.push(folder.path().join(what));
        fs::write(bad.last().unwrap(), bytes).unwrap();
    }
    agree(&bad, false);
}

#[test]
fn what_the_holder_of_the_desks_key_sealed_is_judged_alike() {
    let folder = TempDir::new().unwrap();
    let good = folder.path().join("good.zip");
    bundle(&good, &[5, 6, 9]);
    let document = format!("files/{}.json", Hash::of(DOCUMENT));
    let same = folder.path().join("same.zip");
    sealed(&good, &same, |files| assert!(files.contains_key(&document)));
    agree(&[same], true);
    let mut bad = Vec::new();
    let mut seal = |change: &dyn Fn(&mut Files)| {
        let path = folder.path().join(format!("{}.zip", bad.len()));
        sealed(&good, &path, change);
        bad.push(path);
    };
    seal(&|files| drop(files.remove(&document)));
    seal(&|files| drop(files.remove("FORMAT.md")));
    seal(&|files| drop(files.insert(format!("files/{}", Hash::of(b"x")), b"x".to_vec())));
    for name in ["../more.txt", "/more.txt", "a\\more.txt", "a/./more.txt", "more\n.txt", "MANIFEST.JSON"] {
        seal(&|files| drop(files.insert(name.to_owned(), Vec::new())));
    }
    seal(&|files| files.get_mut("checkpoint.note").unwrap().extend(b"more\n"));
    agree(&bad, false);
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
