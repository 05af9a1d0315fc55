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
fn a_body_in_another_form_is_unsound_to_both() {
    let folder = TempDir::new().unwrap();
    let good = folder.path().join("good.zip");
    bundle(&good, &[]);
    let bad: Vec<PathBuf> = [
        ("\"at\":\"2026-03-01T09:05:00.000Z\"", "\"at\":\"yesterday\""),
        ("\"at\":\"2026-03-01T09:05:00.000Z\"", "\"at\":\"2026-02-30T09:05:00.000Z\""),
        ("\"at\":\"2026-03-01T09:05:00.000Z\"", "\"at\":\"٢٠٢٦-03-01T09:05:00.000Z\""),
        ("\"offset\":-300", "\"offset\":true"),
        ("\"v\":1}", "\"v\":\"1\"}"),
        ("\"v\":1}", "\"v\":4294967296}"),
        ("\"v\":1}", "\"v\":-1}"),
        ("\"id\":\"00000000-0000-0000-0000-000000000005\"", "\"id\":\"me\""),
        (
            "\"id\":\"00000000-0000-0000-0000-000000000005\"",
            "\"id\":\"00000000-0000-0000-0000-000000000001\"",
        ),
        (
            "\"id\":\"00000000-0000-0000-0000-00000000000a\"",
            "\"id\":\"00000000-0000-0000-0000-00000000000A\"",
        ),
        ("\"role\":\"editor\"}", "\"role\":\"editor\",\"x\":1}"),
        ("\"station\":\"desk-1\"", "\"station\":7"),
        ("\"reason\":\"", "\"reason\":null,\"zzz\":\""),
    ]
    .into_iter()
    .zip(0..)
    .map(|((from, to), at)| {
        let path = folder.path().join(format!("{at}.zip"));
        signed_again(&good, &path, from, to);
        path
    })
    .collect();
    let same = folder.path().join("same.zip");
    signed_again(&good, &same, "desk-1", "desk-2");
    agree(&[same], true);
    agree(&bad, false);
}

/// A bundle of a log whose third and last event is this, with a file.
fn ending_with(path: &Path, kind: &str, payload: Value, file: Option<&[u8]>) {
    let holder = Uuid::from_u128(0xabc);
    let acting = Actor::Member { member: holder, name: "Dr. Ada".into(), role: "editor".into() };
    let registered = json!({ "member": holder, "key": member().public() });
    let created = json!({ "desk_key": desk().public() });
    let last = Event { stream: format!("article/{}", Uuid::nil()), ..event(3, acting, kind, payload) };
    let mut head = Head::default();
    let mut events = create(File::create(path).unwrap()).unwrap();
    for (event, key) in [
        (event(1, Actor::System, "board.created", created), desk()),
        (event(2, Actor::System, "key.registered", registered), desk()),
        (last, member()),
    ] {
        let entry = head.append(&event, &key).unwrap();
        events.event(&entry.body, &entry.signature).unwrap();
    }
    let mut files = events.end().unwrap();
    if let Some(mut file) = file {
        files.file(&format!("files/{}", Hash::of(file)), &mut file).unwrap();
    }
    let about = About {
        app: "imprimatur".into(),
        asked: json!({ "events": "of an article", "by": { "name": "Ada" } }),
        at: "2026-03-02T10:00:00.000Z".into(),
    };
    files.finish(about, &checkpoint(&head), &desk()).unwrap();
}

#[test]
fn a_statement_in_another_writing_is_unsound_to_both() {
    let folder = TempDir::new().unwrap();
    let said = json!({
        "article": Uuid::nil(), "at": "2026-03-01T09:03:00.000Z", "digest": "00".repeat(32),
        "key": member().public(), "member": Uuid::from_u128(0xabc), "name": "Dr. Ada", "note": "\u{e9}",
        "revision": 2, "role": "editor", "verdict": "approve",
    });
    let good = String::from_utf8(canonical(&said).unwrap()).unwrap();
    let signed = |(at, statement): (usize, String)| {
        let path = folder.path().join(format!("{at}.zip"));
        let signature = member().sign(statement.as_bytes());
        let payload = json!({ "digest": said["digest"], "revision": 2, "verdict": "approve",
            "statement": statement, "signature": signature });
        ending_with(&path, "verdict.signed", payload, None);
        path
    };
    let bad: Vec<_> = [
        ("{", "{\"digest\":\"01\","),
        ("\"verdict\":", "\"verdict\":\"request_changes\",\"verdict\":"),
        ("\"revision\":2", "\"revision\":2.0"),
        ("\"revision\":2", "\"revision\":2e0"),
        (",\"role\"", ", \"role\""),
        ("\u{e9}", "\\u00e9"),
        ("\"verdict\":\"approve\"}", "\"verdict\":\"approve\"}\n"),
    ]
    .into_iter()
    .map(|(from, to)| {
        assert!(good.contains(from), "{from}");
        good.replacen(from, to, 1)
    })
    .enumerate()
    .map(signed)
    .collect();
    agree(&bad, false);
    let good = signed((bad.len(), good));
    let (_, told) = program(&[good.to_str().unwrap()]);
    assert!(told.contains("asked for   of an article, by Ada\n"), "{told}");
    agree(&[good], true);
}

#[test]
fn a_saved_text_that_is_none_is_unsound_to_both() {
    let folder = TempDir::new().unwrap();
    let saved = |(at, text): (usize, &[u8])| {
        let path = folder.path().join(format!("{at}.zip"));
        ending_with(&path, "revision.saved", json!({ "digest": Hash::of(text) }), Some(text));
        path
    };
    let bad: [&[u8]; 6] = [
        b"\0\x01",
        b"",
        b"[]",
        b"{\"type\": \"doc\"}",
        b"{\"type\":\"text\"}",
        b"{\"type\":\"doc\",\"x\":1.5}",
    ];
    let bad: Vec<_> = bad.into_iter().enumerate().map(saved).collect();
    agree(&bad, false);
    agree(&[saved((bad.len(), DOCUMENT))], true);
}

/// Changes each body that holds the text, signs all anew as who holds every key can, and seals the bundle.
fn signed_again(good: &Path, bad: &Path, from: &str, to: &str) {
    sealed(good, bad, |files| {
        let text = String::from_utf8(files.remove("events.jsonl").unwrap()).unwrap();
        let (mut head, mut lines) = (Head::default(), Vec::new());
        for line in text.lines() {
            let body = line["{\"body\":".len()..line.len() - 144].replace(from, to);
            let key = if body.contains("{\"kind\":\"system\"}") { desk() } else { member() };
            let message = ledger::signed_message(head.next_seq(), head.prev(), body.as_bytes());
            let signature = key.sign(&message);
            head.accept(body.as_bytes(), &signature);
            lines.push(format!("{{\"body\":{body},\"signature\":\"{signature}\"}}\n"));
        }
        assert_ne!(lines.concat(), text, "{from} is in no body");
        files.insert("events.jsonl".to_owned(), lines.concat().into_bytes());
        files.insert("checkpoint.note".to_owned(), checkpoint(&head).to_string().into_bytes());
    });
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

/// An entry of an archive, byte for byte.
struct Entry {
    name: String,
    flags: u16,
    crc: u32,
    packed: Vec<u8>,
    size: u32,
    extra: Vec<u8>,
    comment: &'static str,
    mode: u32,
    system: u8,
    after: Vec<u8>,
}

/// What stands around the entries.
#[derive(Default)]
struct Around {
    before: &'static [u8],
    behind: &'static [u8],
    in_directory: &'static [u8],
    disk: u16,
}

/// Writes the archive again as its format allows and its files do not need.
fn laid_out(good: &Path, bad: &Path, change: impl FnOnce(&mut Vec<Entry>, &mut Around)) {
    let mut archive = zip::ZipArchive::new(File::open(good).unwrap()).unwrap();
    let mut entries = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index_raw(index).unwrap();
        let mut packed = Vec::new();
        file.read_to_end(&mut packed).unwrap();
        entries.push(Entry {
            name: file.name().unwrap().into_owned(),
            flags: 0,
            crc: file.crc32(),
            packed,
            size: u32::try_from(file.size()).unwrap(),
            extra: Vec::new(),
            comment: "",
            mode: 0o100_644,
            system: 3,
            after: Vec::new(),
        });
    }
    let mut around = Around::default();
    change(&mut entries, &mut around);
    let (mut out, mut directory) = (around.before.to_vec(), Vec::new());
    for entry in &entries {
        let start = u32::try_from(out.len()).unwrap();
        let packed = u32::try_from(entry.packed.len()).unwrap();
        let of = |length: usize| u16::try_from(length).unwrap().to_le_bytes();
        let common = [
            &20_u16.to_le_bytes()[..],
            &entry.flags.to_le_bytes(),
            &8_u16.to_le_bytes(),
            &[0, 0, 0x21, 0],
            &entry.crc.to_le_bytes(),
            &packed.to_le_bytes(),
            &entry.size.to_le_bytes(),
            &of(entry.name.len()),
            &of(entry.extra.len()),
        ]
        .concat();
        let parts: [&[u8]; 6] =
            [b"PK\x03\x04", &common, entry.name.as_bytes(), &entry.extra, &entry.packed, &entry.after];
        out.extend(parts.concat());
        let parts: [&[u8]; 9] = [
            b"PK\x01\x02",
            &[20, entry.system],
            &common,
            &of(entry.comment.len()),
            &[0; 4],
            &(entry.mode << 16).to_le_bytes(),
            &start.to_le_bytes(),
            entry.name.as_bytes(),
            &entry.extra,
        ];
        directory.extend(parts.concat());
        directory.extend(entry.comment.as_bytes());
    }
    out.extend(around.behind);
    directory.extend(around.in_directory);
    let start = u32::try_from(out.len()).unwrap();
    let (count, size) = (u16::try_from(entries.len()).unwrap(), u32::try_from(directory.len()).unwrap());
    out.extend(directory);
    out.extend(b"PK\x05\x06");
    for number in [around.disk, around.disk, count, count] {
        out.extend(number.to_le_bytes());
    }
    out.extend([size.to_le_bytes(), start.to_le_bytes()].concat());
    out.extend([0, 0]);
    fs::write(bad, out).unwrap();
}

/// An extra field of this kind.
fn extra(kind: u16, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap();
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), content].concat()
}

#[test]
fn an_archive_that_holds_a_byte_more_is_unsound_to_both() {
    let folder = TempDir::new().unwrap();
    let good = folder.path().join("good.zip");
    bundle(&good, &[5, 6, 9]);
    let mut written = 0;
    let mut lay = |change: &dyn Fn(&mut Vec<Entry>, &mut Around)| {
        let path = folder.path().join(format!("{written}.zip"));
        written += 1;
        laid_out(&good, &path, change);
        path
    };
    let report = |entries: &mut Vec<Entry>| {
        entries.iter().position(|entry| entry.name == "reports/trail.csv").expect("a report")
    };
    let described = |entry: &Entry| {
        let packed = u32::try_from(entry.packed.len()).unwrap();
        [&b"PK\x07\x08"[..], &entry.crc.to_le_bytes(), &packed.to_le_bytes(), &entry.size.to_le_bytes()]
            .concat()
    };
    let fit = [
        lay(&|_, _| ()),
        // As tools write that cannot go back in what they write, and as they pack a folder again.
        lay(&|entries, _| {
            for entry in entries {
                entry.flags = 8;
                entry.after = described(entry);
            }
        }),
        lay(&|entries, _| {
            entries.iter_mut().for_each(|entry| entry.extra = extra(0x5455, &[1, 0, 0, 0, 0]));
        }),
    ];
    agree(&fit, true);
    let mut bad = vec![
        lay(&|_, around| around.before = b"#!/bin/sh\n"),
        lay(&|_, around| around.behind = b"hidden"),
        lay(&|_, around| around.in_directory = b"hidden"),
        lay(&|_, around| around.disk = 1),
        lay(&|entries, _| {
            entries.push(folder_entry("events.jsonl/"));
        }),
    ];
    let changes: [fn(&mut Entry); 14] = [
        |entry| entry.after = b"hidden".to_vec(),
        |entry| (entry.flags, entry.after) = (8, Vec::new()),
        |entry| (entry.flags, entry.after) = (8, b"sixteen bytes or".to_vec()),
        |entry| (entry.flags, entry.after) = (8, b"hidden".repeat(4)),
        |entry| entry.flags = 1,
        |entry| entry.packed.extend(b"hidden behind the deflated data"),
        |entry| entry.size += 1,
        |entry| entry.extra = extra(0xcafe, b"hidden"),
        |entry| entry.extra = extra(0x5455, &[0; 64]),
        |entry| entry.comment = "hidden",
        |entry| entry.mode = 0o120_777,
        |entry| (entry.mode, entry.system) = (0o120_777, 19),
        |entry| entry.mode = 0o060_777,
        |entry| entry.mode = 0o104_755,
    ];
    for change in changes {
        bad.push(lay(&|entries, _| {
            let at = report(entries);
            change(&mut entries[at]);
        }));
    }
    // Another name by an extra field that only some tools look at.
    bad.push(lay(&|entries, _| {
        let at = report(entries);
        entries[at].extra = extra(0x7075, b"\x01\0\0\0\0../more.txt");
    }));
    agree(&bad, false);
}

fn folder_entry(name: &str) -> Entry {
    Entry {
        name: name.to_owned(),
        flags: 0,
        crc: 0,
        // Nothing, deflated.
        packed: vec![3, 0],
        size: 0,
        extra: Vec::new(),
        comment: "",
        mode: 0o040_755,
        system: 3,
        after: Vec::new(),
    }
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
