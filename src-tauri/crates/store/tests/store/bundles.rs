//! What a board exports as a bundle, others can check.

use crate::common::{Desk, now};
use ledger::{
    Checkpoint, Hash, Head, Note, Signature, SigningKey,
    bundle::{About, create, verify_bundle},
};
use rusqlite::Connection;
use serde_json::Value;
use std::{collections::BTreeSet, fs::File, io::Read as _, ops::ControlFlow, path::Path, process::Command};
use store::{CheckpointReason, Part, Suspect, query::TrailFilter, unwatched, verify_bundle_file};

/// A board with two articles, one of them approved; the first is exported alone, then everything.
fn exported() -> (Desk, Vec<std::path::PathBuf>) {
    let mut desk = Desk::new();
    let approved = desk.begin("Approved", "First words.");
    desk.approve(approved);
    desk.begin("Other", "Other words.");
    let names = ["one.zip", "all.zip"].map(|name| desk.folder.path().join(name));
    for (path, article) in names.iter().zip([Some(approved), None]) {
        desk.bundle(path, article);
    }
    (desk, names.to_vec())
}

/// Whether the verifier in Python, written from the description of the format, finds these sound; none where it cannot run.
pub(crate) fn second(bundles: &[std::path::PathBuf]) -> Option<Vec<bool>> {
    let able = Command::new("python3").args(["-c", "import cryptography"]).output();
    if !able.is_ok_and(|output| output.status.success()) {
        eprintln!("SKIPPED: the second verifier needs python3 with the package `cryptography`");
        return None;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../verifier/tests/verify_bundle.py");
    let output = Command::new("python3").arg(script).args(bundles).output().unwrap();
    Some(String::from_utf8(output.stdout).unwrap().lines().map(|line| line == "SOUND").collect())
}

/// A bundle as any exporter with the desk's key can make one, of the events for which `holds` says so of stream and kind.
pub(crate) fn excerpt(board: &Path, path: &Path, asked: Value, holds: impl Fn(&str, &str) -> bool) {
    let view = Connection::open(board).unwrap();
    let seed: [u8; 32] = view.query_row("SELECT seed FROM desk_key", [], |row| row.get(0)).unwrap();
    let desk = SigningKey::from_seed(&seed);
    let state: Vec<u8> = view.query_row("SELECT state FROM head", [], |row| row.get(0)).unwrap();
    let created: String = view
        .query_row("SELECT json_extract(body, '$.id') FROM event WHERE seq = 1", [], |row| row.get(0))
        .unwrap();
    let origin = Checkpoint::origin_of(created.parse().unwrap());
    let note = Checkpoint::of(&Head::from_bytes(&state).unwrap(), origin).sign(&desk).unwrap();
    let mut events = create(File::create(path).unwrap()).unwrap();
    let mut select =
        view.prepare("SELECT stream, kind, body, signature, leaf FROM event ORDER BY seq").unwrap();
    let mut rows = select.query([]).unwrap();
    let mut named = BTreeSet::new();
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
    files.finish(about, &note, &desk).unwrap();
}

#[test]
fn every_verifier_finds_a_bundle_sound() {
    let (mut desk, bundles) = exported();
    let kept: Vec<Note> =
        desk.store.checkpoints().unwrap().iter().map(|kept| Note::parse(&kept.note).unwrap()).collect();
    for path in &bundles {
        let found = verify_bundle_file(path, &[], &mut unwatched).unwrap();
        assert!(found.sound, "{:?}", found.faults);
        let verdict =
            verify_bundle(File::open(path).unwrap(), &[], |_, _| ControlFlow::Continue(())).unwrap();
        assert!(verdict.is_sound(), "{verdict:?}");
        assert!(store::is_bundle(path));
    }
    // An excerpt can be compared with a checkpoint made before, here that of the approval.
    let early = &kept[kept.len() - 1..];
    assert_eq!(desk.store.checkpoints().unwrap().last().unwrap().why, CheckpointReason::Approval);
    let found = verify_bundle_file(&bundles[0], early, &mut unwatched).unwrap();
    assert!(found.sound, "{:?}", found.faults);
    if let Some(verdicts) = second(&bundles) {
        assert_eq!(verdicts, [true, true]);
    }
    assert!(desk.store.verify().unwrap().sound);
}

#[test]
fn a_bundle_is_recorded_with_its_digest_and_leaves_a_checkpoint() {
    let (mut desk, bundles) = exported();
    let filter = TrailFilter { kind: Some("log.exported".to_owned()), ..TrailFilter::default() };
    let trail = desk.store.trail(&filter).unwrap();
    assert_eq!(trail.total, 2);
    for (row, path) in trail.rows.iter().rev().zip(&bundles) {
        let body: Value = serde_json::from_str(&desk.store.event(row.seq).unwrap().body).unwrap();
        let digest = document::Digest::of_reader(&mut File::open(path).unwrap()).unwrap();
        assert_eq!(body["payload"]["digest"], digest.to_string());
        assert_eq!(body["payload"]["format"], "bundle");
        let kept = desk.store.checkpoints().unwrap();
        assert!(kept.iter().any(|kept| kept.size == row.seq && kept.why == CheckpointReason::Export));
        assert!(kept.iter().any(|kept| kept.size == row.seq - 1), "the one in the bundle");
    }
}

#[test]
fn an_excerpt_is_told_to_be_one() {
    let (_desk, bundles) = exported();
    let told = |path: &Path| {
        let found = verify_bundle_file(path, &[], &mut unwatched).unwrap();
        assert!(found.sound, "{:?}", found.faults);
        found.checked[0].contains("and not that it is all there is")
    };
    assert_eq!([told(&bundles[0]), told(&bundles[1])], [true, false]);
}

#[test]
fn one_article_comes_with_what_it_rests_on_and_without_the_others() {
    let (_desk, bundles) = exported();
    let mut zip = zip::ZipArchive::new(File::open(&bundles[0]).unwrap()).unwrap();
    let mut events = String::new();
    zip.by_name("events.jsonl").unwrap().read_to_string(&mut events).unwrap();
    assert!(events.contains("\"title\":\"Approved\"") && !events.contains("\"title\":\"Other\""));
    for kind in ["board.created", "member.added", "key.registered", "policy.changed", "article.approved"] {
        assert!(events.contains(kind), "{kind}");
    }
    assert!(!events.contains("session.started"));
    let mut told = String::new();
    zip.by_name("reports/trail.txt").unwrap().read_to_string(&mut told).unwrap();
    assert!(told.contains("Miriam, board member signed “approve” on revision 1"), "{told}");
    let texts = zip.file_names().filter(|name| name.as_ref().unwrap().starts_with("reports/texts/")).count();
    assert_eq!(texts, 1);
}

#[test]
fn one_article_comes_with_the_lists_of_retractions_that_it_was_held_against() {
    let mut desk = Desk::new();
    let list = desk.folder.path().join("list.csv");
    let import = |desk: &mut Desk, day: u32| {
        let rows = format!(
            "Title,RetractionDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature\n\
             A,1/{day}/2022 0:00,10.1000/a,0,Retraction\n"
        );
        std::fs::write(&list, rows).unwrap();
        desk.store.import_retractions(&desk.tom, &list, now()).unwrap();
    };
    import(&mut desk, 1);
    import(&mut desk, 2);
    let article = desk.begin("One", "Words.");
    for day in [3, 4, 5] {
        import(&mut desk, day);
    }
    let path = desk.folder.path().join("one.zip");
    desk.bundle(&path, Some(article));
    let mut days = Vec::new();
    verify_bundle(File::open(&path).unwrap(), &[], |event, _| {
        if event.kind == "retractions.imported" {
            days.push(event.payload["as_of"].as_str().unwrap().to_owned());
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(days, ["2022-01-02", "2022-01-05"]);
    let found = verify_bundle_file(&path, &[], &mut unwatched).unwrap();
    assert!(found.sound, "{:?}", found.faults);
    if let Some(verdicts) = second(&[path]) {
        assert_eq!(verdicts, [true]);
    }
}

#[test]
fn only_who_may_audit_exports_a_bundle_and_a_stopped_one_leaves_nothing() {
    let mut desk = Desk::new();
    desk.begin("One", "Words.");
    let path = desk.folder.path().join("x.zip");
    let before = desk.store.head().unwrap();
    let prepare = |desk: &mut Desk, watch: &mut store::Watch<'_>| {
        desk.store.prepare_bundle(desk.tom.member(), &path, None, now(), watch)
    };
    let prepared = prepare(&mut desk, &mut unwatched).unwrap();
    let refused = desk.store.hand_out(&desk.tom, prepared, now());
    assert_eq!(refused.unwrap_err().code(), "not_allowed");
    let stopped = prepare(&mut desk, &mut |_| ControlFlow::Break(()));
    assert_eq!(stopped.unwrap_err().code(), "broken_off");
    assert_eq!(desk.store.head().unwrap(), before);
    assert!(!path.exists());
    let left: Vec<_> =
        std::fs::read_dir(desk.folder.path()).unwrap().map(|f| f.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| name.to_string_lossy().starts_with("team.board")), "{left:?}");
}

#[test]
fn the_check_of_a_bundle_can_be_stopped() {
    let (_desk, bundles) = exported();
    for part in [Part::Events, Part::Articles] {
        let stopped = verify_bundle_file(&bundles[0], &[], &mut |far| {
            if far.part == part { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!(stopped.unwrap_err().code(), "broken_off");
    }
}

#[test]
fn a_bad_bundle_is_named_so() {
    let (desk, bundles) = exported();
    let bytes = std::fs::read(&bundles[1]).unwrap();
    let mut wrong = 0;
    for part in 1..12 {
        let mut bad = bytes.clone();
        let at = bytes.len() * part / 12;
        bad[at] ^= 1;
        let path = desk.folder.path().join("bad.zip");
        std::fs::write(&path, bad).unwrap();
        let found = verify_bundle_file(&path, &[], &mut unwatched);
        wrong += usize::from(!found.is_ok_and(|found| found.sound));
    }
    assert!(wrong >= 10, "{wrong} of 11 were noticed");
    let other = Desk::new();
    let note = {
        let mut store = other.store;
        Note::parse(&store.checkpoint(now()).unwrap().note).unwrap()
    };
    let found = verify_bundle_file(&bundles[1], &[note], &mut unwatched).unwrap();
    assert_eq!(found.faults[0].what, Suspect::Checkpoint);
}
