//! A board that may be read and not written: in a folder of somebody else's, or marked so.

use crate::{
    common::{Desk, begin, enter, open},
    files::first_form,
};
use std::{
    fs::{self, Permissions},
    os::unix::{
        fs::{MetadataExt as _, PermissionsExt as _},
        process::CommandExt as _,
    },
    path::{Path, PathBuf},
    process::Command,
};
use store::{
    Cost, ExportFormat, Store,
    query::{QueueFilter, TrailFilter},
};

const BOARD: &str = "READABLE_TEST_BOARD";
/// `nobody`: permissions mean nothing to an administrator of the machine, whom tests in containers run as.
const NOBODY: u32 = 65_534;

/// Reads the board it is told of, and is refused to write.
#[test]
#[ignore = "the reader of the tests below"]
fn reader() {
    let path = PathBuf::from(std::env::var_os(BOARD).unwrap());
    let mut store = open(&path);
    assert!(store.read_only());
    let tom = enter(&mut store, "Tom");
    assert_eq!(store.titles("", 10).unwrap().len(), 1);
    let filter = QueueFilter::default();
    let queue = store.queue(tom.member(), &filter, chrono::Utc::now().date_naive()).unwrap();
    let article = queue.rows[0].article;
    assert!(store.article_view(tom.member(), article, None).is_ok());
    assert!(store.verify().unwrap().sound);
    let command = editorial::Command::RetitleArticle { article, title: "Other".into() };
    let refused = store.dispatch(&tom, &command, None, crate::common::now()).unwrap_err();
    assert_eq!(refused.code(), "read_only");
    assert!(store.attach("x", b"bytes").is_err());
    // An inspector with a copy exports it by our means, and is told that its record cannot tell of it.
    let (ada, all, mut out) = (enter(&mut store, "Ada"), TrailFilter::default(), Vec::new());
    let csv = ExportFormat::Csv;
    assert!(store.export_into(&tom, &mut out, csv, &all, crate::common::now()).is_err());
    let exported = store.export_into(&ada, &mut out, csv, &all, crate::common::now()).unwrap();
    assert!(exported.records > 0 && !exported.recorded && !out.is_empty());
    println!("all was read");
}

/// Finds the board it is told of to be older, with no way to make it newer.
#[test]
#[ignore = "the reader of the last test below"]
fn reader_of_an_older_form() {
    let path = PathBuf::from(std::env::var_os(BOARD).unwrap());
    let refused = Store::open(&path, Cost::FOR_TESTS_ONLY, crate::common::now()).unwrap_err();
    assert_eq!(refused.code(), "older_read_only");
    println!("all was read");
}

/// Finds the last changes to lie beside the board it is told of, where they cannot be read, and nowhere to write.
#[test]
#[ignore = "the reader of the test of changes beside a board"]
fn reader_of_half_a_board() {
    let path = PathBuf::from(std::env::var_os(BOARD).unwrap());
    let opened = Store::open(&path, Cost::FOR_TESTS_ONLY, crate::common::now()).map(drop);
    let verified = store::verify_file(&path, &[], &mut store::unwatched).map(drop);
    for refused in [opened, verified] {
        let refused = refused.unwrap_err();
        assert_eq!(refused.code(), "pending");
        assert!(refused.to_string().contains("half.board-wal"), "{refused}");
    }
    let whole = path.with_file_name("whole.board");
    let backup = store::back_up_file(&whole, &path.with_file_name("b.board"), &mut store::unwatched);
    let demo = Store::demo(&path.with_file_name("d.board"), Cost::FOR_TESTS_ONLY, crate::common::now());
    for refused in [backup.map(drop), demo.map(drop)] {
        let refused = refused.unwrap_err();
        assert_eq!(refused.code(), "protected", "{refused}");
        assert!(!refused.to_string().contains("unfinished"), "{refused}");
    }
    println!("all was read");
}

/// Marks a board and its folder, and lets somebody read it to whom the marks apply.
fn read(reader: &str, file: u32, folder: u32) {
    let mut desk = Desk::new();
    begin(&mut desk.store, &desk.tom, "Gout", "Colchicine 0.5 mg.");
    let board = desk.path();
    let Desk { folder: place, store, .. } = desk;
    drop(store);
    if reader == "reader_of_an_older_form" {
        first_form(&board);
    }
    read_marked(reader, place.path(), &board, file, folder);
}

fn read_marked(reader: &str, place: &Path, board: &Path, file: u32, folder: u32) {
    let program = place.join("reader");
    fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    let before = fs::read(board).unwrap();
    fs::set_permissions(board, Permissions::from_mode(file)).unwrap();
    fs::set_permissions(place, Permissions::from_mode(folder)).unwrap();

    let mut command = Command::new(&program);
    command.args([&format!("readable::{reader}"), "--exact", "--ignored", "--nocapture"]).env(BOARD, board);
    if fs::metadata("/proc/self").unwrap().uid() == 0 {
        command.uid(NOBODY).gid(NOBODY);
    }
    let done = command.output().unwrap();
    fs::set_permissions(place, Permissions::from_mode(0o700)).unwrap();
    let said = String::from_utf8_lossy(&done.stdout) + String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success() && said.contains("all was read"), "{said}");
    assert_eq!(fs::read(board).unwrap(), before);
}

#[test]
fn a_board_is_not_read_without_the_changes_that_lie_beside_it() {
    let mut desk = Desk::new();
    let article = begin(&mut desk.store, &desk.tom, "Gout", "Colchicine 0.5 mg.");
    let place = tempfile::tempdir().unwrap();
    let (half, whole) = (place.path().join("half.board"), place.path().join("whole.board"));
    desk.submit(article);
    desk.store.back_up(&whole).unwrap();
    // As after a crash: the withdrawal of what could hurt somebody is in the second file alone.
    let withdraw = editorial::Command::Withdraw { article, reason: "The dose is wrong.".to_owned() };
    desk.store.dispatch(&desk.ada, &withdraw, None, crate::common::now()).unwrap();
    fs::copy(desk.path(), &half).unwrap();
    let wal = |board: &Path| board.with_extension("board-wal");
    fs::copy(wal(&desk.path()), wal(&half)).unwrap();
    fs::set_permissions(wal(&half), Permissions::from_mode(0o444)).unwrap();
    fs::set_permissions(&whole, Permissions::from_mode(0o444)).unwrap();
    read_marked("reader_of_half_a_board", place.path(), &half, 0o444, 0o555);
    // Where the folder can be written, nothing is lost.
    let events = desk.store.head().unwrap().size();
    assert_eq!(store::verify_file(&half, &[], &mut store::unwatched).unwrap().events, events);
}

#[test]
fn a_file_marked_as_readable_is_for_reading() {
    read("reader", 0o444, 0o777);
}

#[test]
fn a_board_in_a_folder_of_somebody_else_is_for_reading() {
    read("reader", 0o444, 0o555);
}

#[test]
fn an_older_board_that_cannot_be_written_says_so() {
    read("reader_of_an_older_form", 0o444, 0o555);
}
