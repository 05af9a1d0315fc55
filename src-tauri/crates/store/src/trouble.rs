//! What happens when the disk is full, the file is locked, or it is gone: a clear error, and no damage.

#![allow(clippy::unwrap_used, reason = "tests")]

use crate::{Cost, Founder, Owner, Session, Store, StoreError, WorkingCopies};
use chrono::{DateTime, FixedOffset, Local};
use editorial::{ArticleId, Command, MemberId, Origin, Role};
use rusqlite::Connection;
use std::time::Duration;
use tempfile::TempDir;
use uuid::Uuid;

const PASSPHRASE: &str = "a quiet sunday night";

fn now() -> DateTime<FixedOffset> {
    Local::now().fixed_offset()
}

fn desk() -> (TempDir, Store, Session) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("team.board");
    let founder = Founder { name: "Ada", roles: &[Role::Editor], passphrase: PASSPHRASE };
    let mut store = Store::create(&path, "Team", founder, Cost::FOR_TESTS_ONLY, now()).unwrap();
    let ada = *store.board().unwrap().members.keys().next().unwrap();
    let ada = store.sign_in(ada, PASSPHRASE, now()).unwrap();
    (folder, store, ada)
}

fn document(words: usize) -> serde_json::Value {
    // Words that do not compress away.
    let word = || Uuid::from_bytes(*ledger::random_bytes().unwrap()).to_string();
    let text: Vec<String> = (0..words).map(|_| word()).collect();
    serde_json::json!({ "type": "doc", "content": [
        { "type": "paragraph", "content": [{ "type": "text", "text": text.join(" ") }] }
    ] })
}

fn begin(store: &mut Store, ada: &Session, words: usize) -> crate::Result<crate::Outcome> {
    let command = Command::CreateArticle {
        title: "An article".to_owned(),
        origin: Origin::default(),
        document: document(words),
    };
    store.dispatch(ada, &command, None, now())
}

#[test]
fn a_full_disk_is_said_so_and_damages_nothing() {
    let (folder, mut store, ada) = desk();
    begin(&mut store, &ada, 10).unwrap();
    let before = store.head().unwrap();
    let pages: u32 = store.connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    store.connection.query_row(&format!("PRAGMA max_page_count = {}", pages + 2), [], |_| Ok(())).unwrap();
    let error = begin(&mut store, &ada, 5000).unwrap_err();
    assert_eq!(error.code(), "disk_full");
    assert!(error.hint().unwrap().contains("working copy is kept"));
    assert_eq!(store.head().unwrap(), before, "nothing was written");
    assert!(store.verify().unwrap().sound);
    // The working copy is elsewhere, and keeps what could not be saved.
    let copies = WorkingCopies::open(&folder.path().join("copies.sqlite")).unwrap();
    let owner = Owner {
        board: store.board().unwrap().id.unwrap(),
        article: ArticleId(Uuid::nil()),
        member: MemberId(Uuid::nil()),
    };
    copies.keep(owner, 1, &document(10), now().to_utc()).unwrap();
    assert!(copies.get(owner).unwrap().is_some());
    // With room again, the work goes on.
    store.connection.query_row("PRAGMA max_page_count = 1000000", [], |_| Ok(())).unwrap();
    begin(&mut store, &ada, 5000).unwrap();
    assert!(store.verify().unwrap().sound);
}

#[test]
fn a_locked_file_is_said_so_and_damages_nothing() {
    let (_folder, mut store, ada) = desk();
    store.connection.busy_timeout(Duration::from_millis(20)).unwrap();
    let other = Connection::open(store.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let before = store.head().unwrap();
    assert_eq!(begin(&mut store, &ada, 10).unwrap_err().code(), "busy");
    assert!(matches!(store.checkpoint(now()), Err(StoreError::Busy)));
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(store.head().unwrap(), before);
    begin(&mut store, &ada, 10).unwrap();
    assert!(store.verify().unwrap().sound);
}

#[test]
fn nothing_is_written_to_a_file_that_was_removed_or_replaced() {
    let (folder, mut store, ada) = desk();
    let (path, elsewhere) = (store.path().to_owned(), folder.path().join("moved.board"));
    std::fs::rename(&path, &elsewhere).unwrap();
    let error = begin(&mut store, &ada, 10).unwrap_err();
    assert_eq!(error.code(), "gone");
    assert!(error.hint().unwrap().contains("working copy is kept"));
    // Another file in its place is another file.
    std::fs::copy(&elsewhere, &path).unwrap();
    assert_eq!(begin(&mut store, &ada, 10).unwrap_err().code(), "gone");
    assert_eq!(store.attach("x.txt", b"x").unwrap_err().code(), "gone");
    // Put back, it is used on.
    std::fs::rename(&elsewhere, &path).unwrap();
    begin(&mut store, &ada, 10).unwrap();
    assert!(store.verify().unwrap().sound);
}
