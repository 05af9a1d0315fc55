//! Bundles, whole and in excerpt, sound and tampered with.

use crate::logs::{Log, acting, key, member};
use ledger::{
    Checkpoint, CheckpointFault, Disagreement, Event, Fault, Hash, Note,
    bundle::{
        About, BundleError, FORMAT, Manifest, Problem, Verdict, create, verify_bundle,
        verify_bundle_with_texts,
    },
};
use proptest::prelude::*;
use serde_json::json;
use std::{
    io::{self, Cursor, Read as _, Write},
    ops::ControlFlow,
    sync::LazyLock,
};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

const DOCUMENT: &[u8] = "{\"type\":\"doc\"}".as_bytes();

/// A log whose events speak of a document, among others.
static LOG: LazyLock<Log> = LazyLock::new(|| {
    let mut log = Log::of(9);
    let payload = json!({ "revision": 1, "of": [{ "digest": Hash::of(DOCUMENT) }] });
    log.push(acting(1), "article.revised", payload, &key(1));
    log.registers(2, 2);
    log.acts(2, 2);
    log.acts(1, 1);
    log.revokes(2, 2);
    for _ in 0..5 {
        log.acts(1, 1);
    }
    log
});

fn origin(log: &Log) -> String {
    Checkpoint::origin_of(log.events()[0].id)
}

fn checkpoint(log: &Log) -> Note {
    Checkpoint::of(&log.head, origin(log)).sign(&log.desk).unwrap()
}

fn about() -> About {
    About {
        app: "imprimatur 0.1.0".into(),
        asked: json!({ "by": member(1) }),
        at: "2026-03-02T10:00:00.000Z".into(),
    }
}

/// A bundle of those events of the log for which `keep` holds, and of its document.
fn bundle(log: &Log, keep: impl Fn(&Event) -> bool) -> Vec<u8> {
    let mut events = create(Cursor::new(Vec::new())).unwrap();
    for (entry, event) in log.entries.iter().zip(log.events()) {
        if keep(&event) {
            events.event(&entry.body, &entry.signature).unwrap();
        } else {
            events.omit(entry.leaf);
        }
    }
    let mut files = events.end().unwrap();
    files.file(&format!("files/{}.json", Hash::of(DOCUMENT)), &mut &*DOCUMENT).unwrap();
    files.file("reports/trail.csv", &mut &b"seq,kind\n"[..]).unwrap();
    files.finish(about(), &checkpoint(log), &log.desk).unwrap().into_inner()
}

fn needed(event: &Event) -> bool {
    event.kind.starts_with("key.") || event.kind == "board.created" || event.kind == "article.revised"
}

fn checked(bundle: &[u8]) -> Verdict {
    verify_bundle(Cursor::new(bundle), &[], |_, _| ControlFlow::Continue(())).unwrap()
}

/// Files by name, in order.
type Files = Vec<(String, Vec<u8>)>;

fn unpacked(bundle: &[u8]) -> Files {
    let mut zip = ZipArchive::new(Cursor::new(bundle)).unwrap();
    let mut files = Vec::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        files.push((file.name().unwrap().into_owned(), content));
    }
    files
}

fn packed(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    packed_with(files, |_| ())
}

/// The same, and what is added then.
fn packed_with(files: &[(String, Vec<u8>)], add: impl FnOnce(&mut ZipWriter<Cursor<Vec<u8>>>)) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    add(&mut zip);
    zip.finish().unwrap().into_inner()
}

/// The bundle with one file changed and, as a forger without the desk's key would, its digest in the manifest too.
fn changed(bundle: &[u8], name: &str, change: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut files = unpacked(bundle);
    let (_, content) = files.iter_mut().find(|(at, _)| at == name).unwrap();
    change(content);
    if name == "manifest.json" {
        return packed(&files);
    }
    let (sha256, size) = (Hash::of(content), content.len() as u64);
    let (_, manifest) = files.iter_mut().find(|(at, _)| at == "manifest.json").unwrap();
    let mut listed: Manifest = serde_json::from_slice(manifest).unwrap();
    if let Some(file) = listed.files.iter_mut().find(|file| file.name == name) {
        (file.sha256, file.size) = (sha256, size);
        *manifest = ledger::canonical(&listed).unwrap();
    }
    packed(&files)
}

/// Replaces text that must be there.
fn replace(from: &str, to: &str) -> impl FnOnce(&mut Vec<u8>) {
    move |content| {
        let text = String::from_utf8(content.clone()).unwrap();
        assert!(text.contains(from), "{from}");
        *content = text.replacen(from, to, 1).into_bytes();
    }
}

/// A disk that takes so many bytes and is full then. It must be left alone after that, unless somebody between keeps bytes back.
struct Disk {
    there: Cursor<Vec<u8>>,
    room: usize,
    kept_back: bool,
    full: bool,
}

impl Write for Disk {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        assert!(!self.full || self.kept_back, "it was written to after it was full");
        self.full = self.there.get_ref().len() + bytes.len() > self.room;
        if self.full { Err(io::ErrorKind::StorageFull.into()) } else { self.there.write(bytes) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl io::Seek for Disk {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.there.seek(to)
    }
}

#[test]
fn a_full_disk_is_told_as_one_and_left_alone() {
    // What is kept back fails only when it is written out, in the middle of anything.
    for (room, kept_back) in (0..9000).step_by(211).flat_map(|room| [(room, 0), (room, 500), (room, 8192)]) {
        let disk = Disk { there: Cursor::default(), room, kept_back: kept_back > 0, full: false };
        let disk = io::BufWriter::with_capacity(kept_back, disk);
        let write = || -> Result<(), BundleError> {
            let mut events = create(disk)?;
            for entry in &LOG.entries {
                events.event(&entry.body, &entry.signature)?;
            }
            let mut files = events.end()?;
            files.file(&format!("files/{}.json", Hash::of(DOCUMENT)), &mut &*DOCUMENT)?;
            let mut written = files.finish(about(), &checkpoint(&LOG), &LOG.desk)?;
            Ok(written.flush()?)
        };
        let failed = write().unwrap_err();
        assert!(
            matches!(&failed, BundleError::Io(e) if e.kind() == io::ErrorKind::StorageFull),
            "{failed:?}"
        );
    }
}

#[test]
fn a_bundle_of_everything_is_sound() {
    let bundle = bundle(&LOG, |_| true);
    let mut seen = Vec::new();
    let verdict = verify_bundle(Cursor::new(&bundle), &[checkpoint(&LOG)], |event, of| {
        seen.push((event.seq, of));
        ControlFlow::Continue(())
    })
    .unwrap();
    assert!(verdict.is_sound(), "{verdict:?}");
    assert_eq!(verdict.report.head, LOG.head);
    assert_eq!((verdict.manifest.events, verdict.manifest.omitted), (LOG.head.size(), 0));
    assert_eq!(verdict.manifest.asked, json!({ "by": member(1) }));
    assert_eq!(seen.len() as u64, LOG.head.size());
    assert_eq!(seen.last(), Some(&(LOG.head.size(), LOG.head.size())));
    let names: Vec<_> = unpacked(&bundle).into_iter().map(|(name, _)| name).collect();
    let document = format!("files/{}.json", Hash::of(DOCUMENT));
    assert_eq!(
        names,
        [
            "events.jsonl",
            document.as_str(),
            "reports/trail.csv",
            "checkpoint.note",
            "FORMAT.md",
            "keys.json",
            "manifest.json",
            "manifest.note"
        ]
    );
}

#[test]
fn an_excerpt_is_sound_and_smaller() {
    let whole = bundle(&LOG, |_| true);
    let excerpt = bundle(&LOG, needed);
    let verdict = checked(&excerpt);
    assert!(verdict.is_sound(), "{verdict:?}");
    assert_eq!(verdict.report.head, LOG.head);
    assert_eq!((verdict.manifest.events, verdict.manifest.omitted), (5, LOG.head.size() - 5));
    assert!(excerpt.len() < whole.len());
}

/// Of every choice of events a bundle can be made, and it comes to the same root.
#[test]
fn whatever_is_left_out_the_root_is_the_same() {
    let log = Log::of(4);
    for choice in 0..1_u32 << 4 {
        let excerpt =
            bundle_without_document(&log, |event| event.seq <= 2 || (choice >> (event.seq - 3)) & 1 == 1);
        let verdict = checked(&excerpt);
        assert!(verdict.is_sound(), "{choice:b}: {verdict:?}");
        assert_eq!(verdict.report.head, log.head);
    }
}

fn bundle_without_document(log: &Log, keep: impl Fn(&Event) -> bool) -> Vec<u8> {
    let mut events = create(Cursor::new(Vec::new())).unwrap();
    for (entry, event) in log.entries.iter().zip(log.events()) {
        if keep(&event) {
            events.event(&entry.body, &entry.signature).unwrap();
        } else {
            events.omit(entry.leaf);
        }
    }
    let files = events.end().unwrap();
    files.finish(about(), &checkpoint(log), &log.desk).unwrap().into_inner()
}

#[test]
fn a_checkpoint_from_elsewhere_is_compared() {
    let mut log = Log::of(4);
    let early = checkpoint(&log);
    for _ in 0..4 {
        log.acts(1, 1);
    }
    let against = |bundle: &[u8], note: &Note| {
        let verdict =
            verify_bundle(Cursor::new(bundle), std::slice::from_ref(note), |_, _| ControlFlow::Continue(()))
                .unwrap();
        verdict.report.disagreements
    };
    let whole = bundle_without_document(&log, |_| true);
    assert_eq!(against(&whole, &early), []);
    // In an excerpt the place must be marked.
    let excerpt = |marked: bool| {
        let mut events = create(Cursor::new(Vec::new())).unwrap();
        for (entry, event) in log.entries.iter().zip(log.events()) {
            if event.seq <= 2 {
                events.event(&entry.body, &entry.signature).unwrap();
            } else {
                events.omit(entry.leaf);
            }
            if marked && event.seq == 6 {
                events.mark().unwrap();
            }
        }
        events.end().unwrap().finish(about(), &checkpoint(&log), &log.desk).unwrap().into_inner()
    };
    assert_eq!(against(&excerpt(true), &early), []);
    let fault = |fault| [Disagreement::Checkpoint { size: 6, fault }];
    assert_eq!(against(&excerpt(false), &early), fault(CheckpointFault::WithinGap));
    let other = Checkpoint { origin: origin(&log), size: 6, root: Hash::ZERO }.sign(&log.desk).unwrap();
    assert_eq!(against(&whole, &other), fault(CheckpointFault::OtherRoot));
    assert_eq!(against(&excerpt(true), &other), fault(CheckpointFault::OtherRoot));
    let late = Checkpoint { origin: origin(&log), size: 11, root: Hash::ZERO }.sign(&log.desk).unwrap();
    let shorter = CheckpointFault::LogIsShorter { found: 10 };
    assert_eq!(against(&whole, &late), [Disagreement::Checkpoint { size: 11, fault: shorter }]);
}

#[test]
fn a_changed_event_is_named() {
    let good = bundle(&LOG, |_| true);
    let bad = checked(&changed(&good, "events.jsonl", replace("naïve", "naive"))).report.bad.unwrap();
    assert_eq!((bad.seq, bad.faults), (3, vec![Fault::Signature(key(1).public().id())]));
    let dropped = changed(&good, "events.jsonl", |content| {
        let text = String::from_utf8(content.clone()).unwrap();
        let lines: Vec<_> =
            text.split_inclusive('\n').enumerate().filter(|(at, _)| *at != 5).map(|(_, l)| l).collect();
        *content = lines.concat().into_bytes();
    });
    let bad = checked(&dropped).report.bad.unwrap();
    assert_eq!(bad.seq, 6);
    assert!(bad.faults.contains(&Fault::OtherSeq { says: 7 }));
}

#[test]
fn a_changed_gap_is_noticed() {
    let good = bundle(&LOG, needed);
    let wrong = |from: &str, to: &str| checked(&changed(&good, "events.jsonl", replace(from, to)));
    let text = String::from_utf8(unpacked(&good)[0].1.clone()).unwrap();
    let gap = text.lines().find(|line| line.starts_with("{\"gap\"")).unwrap();
    let last = &gap["{\"gap\":{\"last\":\"".len()..][..64];
    let subtree = &gap[gap.find('[').unwrap() + 2..][..64];
    let zero = "0".repeat(64);
    // The next event's signature is over `last`; the root is over the subtrees.
    assert!(matches!(wrong(last, &zero).report.bad.unwrap().faults[..], [Fault::Signature(_)]));
    let size = LOG.head.size();
    let other_root = Disagreement::Checkpoint { size, fault: CheckpointFault::OtherRoot };
    assert_eq!(wrong(subtree, &zero).report.disagreements, [other_root]);
    assert_eq!(wrong(&format!("\"{subtree}\","), "").report.bad.unwrap().faults, [Fault::Gap]);
    assert_eq!(
        wrong("\"to\":\"11\"", "\"to\":\"9007199254740993\"").report.bad.unwrap().faults,
        [Fault::Gap]
    );
    for (from, to) in
        [("\"to\":\"11\"", "\"to\":\"011\""), ("\"to\":\"11\"", "\"to\":\"2\""), ("{\"gap\":", "{ \"gap\":")]
    {
        let broken = changed(&good, "events.jsonl", replace(from, to));
        let error = verify_bundle(Cursor::new(broken), &[], |_, _| ControlFlow::Continue(())).unwrap_err();
        assert!(matches!(error, BundleError::Line(3)), "{error}");
    }
}

#[test]
fn changed_files_are_named() {
    let good = bundle(&LOG, |_| true);
    let document = format!("files/{}.json", Hash::of(DOCUMENT));
    let problems = |bundle: &[u8]| checked(bundle).problems;
    let unsigned = || Problem::Signature(ledger::NoteError::Forged);
    // With the manifest made to fit, its signature no longer does.
    assert_eq!(problems(&changed(&good, "reports/trail.csv", replace("seq", "SEQ"))), [unsigned()]);
    let misnamed = problems(&changed(&good, &document, replace("doc", "DOC")));
    assert_eq!(misnamed, [unsigned(), Problem::Misnamed(document.clone())]);
    let keys = problems(&changed(&good, "keys.json", replace("\"until\":null", "\"until\":\"9\"")));
    assert_eq!(keys, [Problem::Keys, unsigned()]);
    // Without, the digest.
    let edit = |name: &str, change: fn(&mut Files, usize)| {
        let mut files = unpacked(&good);
        let at = files.iter().position(|(at, _)| at == name).unwrap();
        change(&mut files, at);
        problems(&packed(&files))
    };
    let truncated = edit("reports/trail.csv", |files, at| files[at].1.truncate(3));
    assert_eq!(truncated, [Problem::Changed("reports/trail.csv".into())]);
    let removed = edit("reports/trail.csv", |files, at| drop(files.remove(at)));
    assert_eq!(removed, [Problem::Missing("reports/trail.csv".into())]);
    let added = edit("FORMAT.md", |files, _| files.push(("more.txt".into(), vec![])));
    assert_eq!(added, [Problem::Unlisted("more.txt".into())]);
    let other_text = edit("FORMAT.md", |files, at| files[at].1.push(b' '));
    assert_eq!(other_text, [Problem::Changed("FORMAT.md".into())]);
}

#[test]
fn a_document_of_no_event_is_not_vouched_for() {
    let log = Log::of(3);
    let mut events = create(Cursor::new(Vec::new())).unwrap();
    for entry in &log.entries {
        events.event(&entry.body, &entry.signature).unwrap();
    }
    let mut files = events.end().unwrap();
    let name = format!("files/{}", Hash::of(b"x"));
    files.file(&name, &mut &b"x"[..]).unwrap();
    let bundle = files.finish(about(), &checkpoint(&log), &log.desk).unwrap().into_inner();
    assert_eq!(checked(&bundle).problems, [Problem::NotVouched(name)]);
}

#[test]
fn a_document_that_an_event_names_is_there() {
    let mut log = Log::of(3);
    let text = Hash::of(DOCUMENT);
    log.push(acting(1), "revision.saved", json!({ "digest": text }), &key(1));
    let bundle = |with: bool| {
        let mut events = create(Cursor::new(Vec::new())).unwrap();
        for entry in &log.entries {
            events.event(&entry.body, &entry.signature).unwrap();
        }
        let mut files = events.end().unwrap();
        if with {
            files.file(&format!("files/{text}"), &mut &DOCUMENT[..]).unwrap();
        }
        files.finish(about(), &checkpoint(&log), &log.desk).unwrap().into_inner()
    };
    assert!(checked(&bundle(true)).is_sound());
    assert_eq!(checked(&bundle(false)).problems, [Problem::Missing(format!("files/{text}"))]);
    let mut texts = Vec::new();
    verify_bundle_with_texts(
        Cursor::new(bundle(true)),
        &[],
        |_, _| ControlFlow::Continue(()),
        |digest, bytes| texts.push((digest, bytes.to_vec())),
    )
    .unwrap();
    assert_eq!(texts, [(text, DOCUMENT.to_vec())]);
}

#[test]
fn a_text_that_an_event_saved_is_the_canonical_form_of_a_document() {
    for other in [&b"\0\x01 a picture"[..], b"{ \"type\":\"doc\"}", b"{\"type\":\"paragraph\"}"] {
        let mut log = Log::of(3);
        let (name, seq) = (format!("files/{}", Hash::of(other)), log.head.next_seq());
        log.push(acting(1), "revision.saved", json!({ "digest": Hash::of(other) }), &key(1));
        let mut events = create(Cursor::new(Vec::new())).unwrap();
        for entry in &log.entries {
            events.event(&entry.body, &entry.signature).unwrap();
        }
        let mut files = events.end().unwrap();
        files.file(&name, &mut &other[..]).unwrap();
        let bundle = files.finish(about(), &checkpoint(&log), &log.desk).unwrap().into_inner();
        assert_eq!(checked(&bundle).problems, [Problem::NotText { name, seq }]);
    }
}

#[test]
fn an_archive_holds_nothing_else() {
    let good = bundle(&LOG, |_| true);
    let judged = |bytes: &[u8]| verify_bundle(Cursor::new(bytes), &[], |_, _| ControlFlow::Continue(()));
    for odd in [[&good[..], b"more"].concat(), [b"more", &good[..]].concat()] {
        assert!(matches!(judged(&odd), Err(BundleError::Ambiguous)));
    }
    let mut remarked = good.clone();
    remarked.truncate(good.len() - 2);
    remarked.extend(b"\x04\0more");
    assert!(matches!(judged(&remarked), Err(BundleError::Ambiguous)));
    let with = |name: &str| packed(&[unpacked(&good), vec![(name.to_owned(), Vec::new())]].concat());
    assert!(matches!(judged(&with("MANIFEST.json")), Err(BundleError::Ambiguous)));
    for name in ["../more.txt", "/more.txt", "a\\more.txt", "a/./more.txt", "more\n.txt"] {
        let problems = judged(&with(name)).unwrap().problems;
        assert!(problems.contains(&Problem::NotPlain(name.to_owned())), "{name}: {problems:?}");
    }
    let (files, options) = (unpacked(&good), SimpleFileOptions::default());
    let folder = packed_with(&files, |zip| zip.add_directory("folder", options).unwrap());
    assert!(judged(&folder).unwrap().is_sound());
    let link = packed_with(&files, |zip| zip.add_symlink("link", "/etc/passwd", options).unwrap());
    let problems = judged(&link).unwrap().problems;
    assert!(problems.contains(&Problem::NotPlain("link".to_owned())), "{problems:?}");
}

#[test]
fn a_check_is_stopped_by_who_looks_on() {
    let stopped = verify_bundle(Cursor::new(bundle(&LOG, |_| true)), &[], |_, _| ControlFlow::Break(()));
    assert!(matches!(stopped, Err(BundleError::Stopped)));
}

#[test]
fn what_does_not_belong_cannot_be_written() {
    let log = Log::of(3);
    let mut events = create(Cursor::new(Vec::new())).unwrap();
    let [first, second, ..] = &log.entries[..] else { panic!() };
    assert!(matches!(events.event(b"{}", &first.signature), Err(BundleError::Event { seq: 1, .. })));
    events.event(&first.body, &first.signature).unwrap();
    events.event(&second.body, &second.signature).unwrap();
    let mut files = events.end().unwrap();
    for name in [
        "manifest.json",
        "events.jsonl",
        "",
        "/x",
        "../x",
        "a/../b",
        "a//b",
        "a b",
        ".hidden",
        "é",
        "files/abc",
    ] {
        let error = files.file(name, &mut &b"x"[..]).unwrap_err();
        assert!(matches!(error, BundleError::Name(_)), "{name}: {error}");
    }
    let error = files.finish(about(), &checkpoint(&log), &log.desk).unwrap_err();
    assert!(matches!(error, BundleError::Checkpoint));
}

#[test]
fn a_checkpoint_or_manifest_of_another_hand_is_noticed() {
    let good = bundle(&LOG, |_| true);
    let forged = Checkpoint::of(&LOG.head, origin(&LOG)).sign(&key(5)).unwrap().to_string();
    let verdict = checked(&changed(&good, "checkpoint.note", |content| *content = forged.into_bytes()));
    let fault = CheckpointFault::Signature(ledger::NoteError::NotSigned);
    assert_eq!(verdict.report.disagreements, [Disagreement::Checkpoint { size: LOG.head.size(), fault }]);
    let shorter = Log { entries: LOG.entries[..15].to_vec(), head: LOG.head.clone(), desk: LOG.desk.clone() };
    let cut = changed(&good, "events.jsonl", |content| {
        let text = String::from_utf8(content.clone()).unwrap();
        *content = text.split_inclusive('\n').take(shorter.entries.len()).collect::<String>().into_bytes();
    });
    let verdict = checked(&cut);
    assert!(verdict.problems.contains(&Problem::CheckpointSize { says: LOG.head.size(), found: 15 }));
    assert!(verdict.problems.contains(&Problem::Count { what: "events", says: LOG.head.size(), found: 15 }));
}

#[test]
fn a_manifest_in_another_form_is_refused() {
    let good = bundle(&LOG, needed);
    for (from, to) in [
        ("\"app\":", "\"app\": "),
        ("imprimatur/bundle/v1", "imprimatur/bundle/v2"),
        ("\"events\":\"5\"", "\"events\":5"),
        ("\"name\":\"FORMAT.md\"", "\"name\":\"zORMAT.md\""),
        ("\"omitted\":", "\"more\":1,\"omitted\":"),
        ("2026-03-02T10:00:00.000Z", "2026-03-02"),
    ] {
        let broken = changed(&good, "manifest.json", replace(from, to));
        let error = verify_bundle(Cursor::new(broken), &[], |_, _| ControlFlow::Continue(())).unwrap_err();
        assert!(matches!(error, BundleError::Malformed { name: "manifest.json", .. }), "{error}");
    }
}

#[test]
fn a_bundle_describes_its_own_form() {
    let good = bundle(&LOG, needed);
    let (_, format) = unpacked(&good).into_iter().find(|(name, _)| name == "FORMAT.md").unwrap();
    assert_eq!(String::from_utf8(format).unwrap(), FORMAT);
}

static GOOD: LazyLock<Vec<u8>> = LazyLock::new(|| bundle(&LOG, needed));

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Every byte of the archive is of some file, or of the archive's own bookkeeping, where a change may mean nothing.
    #[test]
    fn any_single_bit_is_noticed_or_changes_no_file(at in any::<proptest::sample::Index>(), bit in 0..8u8) {
        let mut bundle = GOOD.clone();
        let at = at.index(bundle.len());
        bundle[at] ^= 1 << bit;
        let verdict = verify_bundle(Cursor::new(&bundle), &[], |_, _| ControlFlow::Continue(()));
        if verdict.is_ok_and(|verdict| verdict.is_sound()) {
            prop_assert_eq!(unpacked(&bundle), unpacked(&GOOD));
        }
    }

    #[test]
    fn any_bytes_are_judged_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(verify_bundle(Cursor::new(bytes), &[], |_, _| ControlFlow::Continue(())).is_err());
    }

    #[test]
    fn any_lines_are_judged_without_panic(lines in "(\\{\"body\":.{0,200}|\\{\"gap\":.{0,40}|.{0,40})\n{0,2}") {
        let broken = changed(&GOOD, "events.jsonl", |content| *content = lines.into_bytes());
        let verdict = verify_bundle(Cursor::new(broken), &[], |_, _| ControlFlow::Continue(()));
        prop_assert!(!verdict.is_ok_and(|verdict| verdict.is_sound()));
    }
}
