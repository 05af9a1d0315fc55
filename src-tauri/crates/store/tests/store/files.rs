//! Files that are no boards, are damaged, or come from another time.

use crate::common::{Desk, document, enter, now, open};
use editorial::Command;
use rusqlite::Connection;
use std::fs;
use store::{Cost, Founder, Store, StoreError, query::TrailFilter, verify_file};

fn refusal(path: &std::path::Path) -> StoreError {
    Store::open(path, Cost::FOR_TESTS_ONLY, now()).unwrap_err()
}

#[test]
fn a_file_that_is_not_a_board_is_named_so_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.board");
    assert_eq!(refusal(&path).code(), "no_file");
    for bytes in [b"".as_slice(), b"hello", &[0; 4096]] {
        fs::write(&path, bytes).unwrap();
        assert_eq!(refusal(&path).code(), "not_a_board");
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
    fs::remove_file(&path).unwrap();
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE other (x)").unwrap();
    assert_eq!(refusal(&path).code(), "not_a_board");
}

#[test]
fn many_files_come_in_at_once_and_a_bad_one_keeps_no_other_out() {
    let mut desk = Desk::new();
    let names = ["one.md", "picture.txt", "two.txt", "missing.md", "three.html"];
    let paths: Vec<_> = names.iter().map(|name| desk.folder.path().join(name)).collect();
    fs::write(&paths[0], "# One\n\nWords about gout.\n").unwrap();
    fs::write(&paths[1], b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").unwrap();
    fs::write(&paths[2], "Words about gout.\n").unwrap();
    fs::write(&paths[4], "<h1>Three</h1><p>Words about gout.</p>").unwrap();
    let answers = desk.store.import_files(&desk.tom, &paths, now()).unwrap();
    let codes: Vec<_> = answers.iter().map(|answer| answer.as_ref().err().map(StoreError::code)).collect();
    assert_eq!(codes, [None, Some("import"), None, Some("file"), None]);
    assert_eq!(desk.store.titles("", 10).unwrap().len(), 3);
    let refused = desk.store.import_files(&desk.miriam, &paths[..1], now()).unwrap();
    assert_eq!(refused[0].as_ref().unwrap_err().code(), "not_allowed");
    let found = desk.store.verify().unwrap();
    assert!(found.sound, "{:?}", found.faults);
}

#[test]
fn an_existing_file_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.board");
    fs::write(&path, b"precious").unwrap();
    let founder = Founder { name: "Ada", roles: &[], passphrase: "a quiet sunday night" };
    let made = Store::create(&path, "Team", founder, Cost::FOR_TESTS_ONLY, now());
    assert_eq!(made.unwrap_err().code(), "file_exists");
    assert_eq!(fs::read(&path).unwrap(), b"precious");
}

#[test]
fn a_board_that_could_not_be_made_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let founder = Founder { name: "Ada", roles: &[], passphrase: "short" };
    let made = Store::create(&folder.path().join("x.board"), "Team", founder, Cost::FOR_TESTS_ONLY, now());
    assert_eq!(made.unwrap_err().code(), "weak_passphrase");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_newer_file_is_refused_and_left_alone() {
    let desk = Desk::new();
    let path = desk.path();
    drop(desk.store);
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let error = refusal(&path);
    assert_eq!(error.code(), "newer");
    assert!(error.to_string().contains("99"), "{error}");
}

#[test]
fn a_form_that_no_board_has_is_told_in_a_sentence() {
    let desk = Desk::new();
    let path = desk.path();
    drop(desk.store);
    for form in [-5, i32::MIN] {
        Connection::open(&path).unwrap().pragma_update(None, "user_version", form).unwrap();
        let looked = verify_file(&path, &[], &mut store::unwatched).unwrap_err();
        for error in [refusal(&path), looked] {
            assert_eq!(error.code(), "damaged");
            assert!(
                error.to_string().contains(&format!("its form is {form}, which no board has")),
                "{error}"
            );
        }
    }
}

/// Makes a board's file what the first form was, when a text had whichever row was free.
pub(crate) fn first_form(path: &std::path::Path) {
    Connection::open(path)
        .unwrap()
        .execute_batch(
            "CREATE INDEX article_touched ON article (touched);
             UPDATE search SET rowid = rowid + 7; UPDATE source_text SET rowid = rowid + 7;
             PRAGMA user_version = 1;",
        )
        .unwrap();
}

#[test]
fn an_older_file_is_brought_to_the_newest_form_with_a_copy_beside_it() {
    let mut desk = Desk::new();
    desk.begin("Another", "Other words.");
    let article = desk.begin("One", "First words.");
    let path = desk.path();
    drop(desk.store);
    for (base, copy) in [(1, "team.form-1.backup"), (2, "team.form-1-2.backup")] {
        let copy = path.with_file_name(copy);
        first_form(&path);
        assert!(verify_file(&path, &[], &mut store::unwatched).unwrap().sound);
        let mut migrated = open(&path);
        assert_eq!(migrated.titles("first", 10).unwrap().len(), 1);
        let entry = migrated.trail(&TrailFilter::default()).unwrap().rows.remove(0);
        assert_eq!(entry.kind, "board.migrated");
        let (document, message) = (document(&format!("First words, {base} times.")), "More".to_owned());
        let save = Command::SaveRevision { article, base, document, message };
        let tom = enter(&mut migrated, "Tom");
        migrated.dispatch(&tom, &save, None, now()).unwrap();
        assert!(migrated.verify().unwrap().sound);
        let form = |path| -> u32 {
            Connection::open(path)
                .unwrap()
                .pragma_query_value(None, "user_version", |row| row.get(0))
                .unwrap()
        };
        assert_eq!((form(&copy), form(&path)), (1, 3));
    }
}

#[test]
fn damage_is_an_error_and_never_a_panic() {
    let mut desk = Desk::new();
    for n in 0..30 {
        desk.begin(&format!("Article {n}"), &"Words to fill a page or two. ".repeat(40));
    }
    let path = desk.path();
    let Desk { folder, store, .. } = desk;
    drop(store);
    let good = fs::read(&path).unwrap();
    let mut noticed = 0;
    for step in 0..40 {
        let mut bad = good.clone();
        let at = 4096 + (step * 7919) % (bad.len() - 4200);
        bad[at..at + 64].fill(0xA5);
        let victim = folder.path().join("damaged.board");
        fs::write(&victim, &bad).unwrap();
        let outcome = Store::open(&victim, Cost::FOR_TESTS_ONLY, now()).and_then(|mut store| store.verify());
        noticed += usize::from(!matches!(outcome, Ok(found) if found.sound));
    }
    assert!(noticed > 10, "only {noticed} of 40 damaged files were noticed");
}

#[test]
fn the_log_refuses_to_be_changed() {
    let desk = Desk::new();
    let path = desk.path();
    drop(desk.store);
    let other = Connection::open(&path).unwrap();
    for sql in [
        "UPDATE event SET body = '{}' WHERE seq = 2",
        "DELETE FROM event WHERE seq = 2",
        "INSERT OR REPLACE INTO event (seq, body, signature, leaf) VALUES (2, '{}', zeroblob(64), zeroblob(32))",
        "INSERT INTO event (seq, body, signature, leaf) VALUES (999, '{}', zeroblob(64), zeroblob(32))",
    ] {
        assert!(other.execute(sql, []).is_err(), "{sql}");
    }
}

#[test]
fn a_backup_is_a_board() {
    let mut desk = Desk::new();
    desk.begin("One", "First words.");
    let copy = desk.folder.path().join("copy.board");
    desk.store.back_up(&copy).unwrap();
    assert_eq!(desk.store.back_up(&copy).unwrap_err().code(), "file_exists");
    assert_eq!(open(&copy).titles("", 10).unwrap(), desk.store.titles("", 10).unwrap());
}

#[test]
fn a_damaged_projection_is_made_anew() {
    let mut desk = Desk::new();
    desk.begin("One", "First words.");
    let path = desk.path();
    Connection::open(&path).unwrap().execute("DELETE FROM search", []).unwrap();
    assert!(!desk.store.check_projections().unwrap().different.is_empty());
    desk.store.rebuild().unwrap();
    assert!(desk.store.check_projections().unwrap().different.is_empty());
    assert_eq!(desk.store.titles("first", 10).unwrap().len(), 1);
}

#[test]
fn a_file_put_in_the_place_of_an_open_board_is_read_as_what_it_is() {
    let (mut desk, other) = (Desk::new(), Desk::new());
    let (path, moved) = (desk.path(), desk.folder.path().join("moved.board"));
    let events = other.store.head().unwrap().size();
    other.store.back_up(&desk.folder.path().join("other.board")).unwrap();
    desk.begin("One", "Words.");
    let written = desk.store.head().unwrap().size();
    fs::rename(&path, &moved).unwrap();
    fs::rename(desk.folder.path().join("other.board"), &path).unwrap();
    let Desk { folder: _folder, store, .. } = desk;
    drop(store);
    for ending in ["-wal", "-shm"] {
        assert!(!path.with_file_name(format!("{}{ending}", path.file_name().unwrap().display())).exists());
    }
    for (path, events) in [(&path, events), (&moved, written)] {
        let found = verify_file(path, &[], &mut store::unwatched).unwrap();
        assert!(found.sound && found.events == events, "{}: {:?}", path.display(), found.faults);
    }
}
