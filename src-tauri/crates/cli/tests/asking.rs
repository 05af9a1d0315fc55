//! What is asked for on the command line, and the sentence it is answered with where it cannot be had.
#![allow(clippy::unwrap_used, reason = "the whole crate is a test")]

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

const PASSPHRASE: &str = "imprimatur demo";
const METFORMIN: &str = "Metformin when the kidneys are weak";

fn imprimatur(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_imprimatur"));
    command.args(arguments).env("IMPRIMATUR_PASSPHRASE", PASSPHRASE).output().unwrap()
}

fn said(output: &[u8]) -> String {
    String::from_utf8(output.to_vec()).unwrap()
}

/// The sentence of a refusal with this exit code.
#[track_caller]
fn refused(code: i32, arguments: &[&str]) -> String {
    let answer = imprimatur(arguments);
    assert_eq!(answer.status.code(), Some(code), "{arguments:?}: {}", said(&answer.stderr));
    said(&answer.stderr)
}

#[track_caller]
fn done(arguments: &[&str]) -> Output {
    let answer = imprimatur(arguments);
    assert_eq!(answer.status.code(), Some(0), "{arguments:?}: {}", said(&answer.stderr));
    answer
}

fn path(folder: &Path, name: &str) -> String {
    folder.join(name).to_str().unwrap().to_owned()
}

fn demo(folder: &Path) -> String {
    let board = path(folder, "demo.board");
    done(&["demo", &board]);
    board
}

#[test]
fn a_board_is_made_with_its_administrator() {
    let folder = tempfile::tempdir().unwrap();
    let board = path(folder.path(), "team.board");
    let made = done(&["create", &board, "--name", "Advisory board", "--as", "Grace Obi"]);
    assert!(said(&made.stdout).contains("Grace Obi is its administrator"));
    assert!(said(&done(&["articles", &board]).stdout).contains("There are no articles"));
    let checked = done(&["audit", "verify", &board]);
    assert!(said(&checked.stdout).contains("sound at "));
    let again = refused(3, &["create", &board, "--name", "Another", "--as", "Grace Obi"]);
    assert!(again.contains("There is already a file"), "{again}");
    let weak = Command::new(env!("CARGO_BIN_EXE_imprimatur"))
        .args(["create", &path(folder.path(), "weak.board"), "--name", "A", "--as", "B"])
        .env("IMPRIMATUR_PASSPHRASE", "short")
        .output()
        .unwrap();
    assert!(!weak.status.success());
    assert!(!folder.path().join("weak.board").exists());
}

#[test]
fn a_passphrase_that_cannot_be_asked_for_is_said_to_belong_in_the_environment() {
    let folder = tempfile::tempdir().unwrap();
    let board = demo(folder.path());
    // In a session of its own a program has no terminal, however the tests were started.
    let answer = Command::new("setsid")
        .args(["--wait", env!("CARGO_BIN_EXE_imprimatur"), "audit", "export", &board])
        .args(["--format", "csv", "--as", "Ada Lindqvist"])
        .env_remove("IMPRIMATUR_PASSPHRASE")
        .output()
        .unwrap();
    let told = said(&answer.stderr);
    assert_eq!(answer.status.code(), Some(2), "{told}");
    assert!(told.contains("IMPRIMATUR_PASSPHRASE"), "{told}");
}

#[test]
fn what_is_written_takes_the_place_of_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let board = demo(folder.path());
    let (kept, before) = (path(folder.path(), "kept.txt"), fs::read(&board).unwrap());
    fs::write(&kept, "precious").unwrap();
    let ada = ["--as", "Ada Lindqvist"];
    for to in [&board, &kept] {
        for asked in [
            vec!["audit", "checkpoint", &board, "--out", to],
            [&["audit", "export", &board, "--format", "csv", "--to", to][..], &ada].concat(),
            [&["audit", "export", &board, "--format", "bundle", "--to", to][..], &ada].concat(),
            [&["audit", "report", &board, "--out", to][..], &ada].concat(),
            [&["certificate", &board, "Aspirin", "--out", to][..], &ada].concat(),
            [&["signatures", &board, "Aspirin", "--to", to][..], &ada].concat(),
            [&["compare", "--board", &board, METFORMIN, "1", "2", "--format", "pdf", "--out", to][..], &ada]
                .concat(),
            vec!["compare", &kept, &kept, "--format", "pdf", "--out", to],
            vec!["backup", &board, to],
        ] {
            let told = refused(3, &asked);
            assert!(told.contains(&format!("There is already a file {to}.")), "{told}");
            assert!(told.contains("Choose another name"), "{told}");
        }
    }
    assert_eq!(fs::read_to_string(&kept).unwrap(), "precious");
    assert!(fs::read(&board).unwrap() == before, "the board was written to");
    let printed = done(&["audit", "checkpoint", &board]);
    assert!(said(&printed.stdout).starts_with("imprimatur/board/"));
}

#[test]
fn a_board_is_not_read_as_a_text() {
    let folder = tempfile::tempdir().unwrap();
    let board = demo(folder.path());
    assert!(refused(2, &["check", &board]).contains("This is a board: name an article."));
    assert!(refused(2, &["compare", &board, &board]).contains("is a board: name it with --board"));
    let disguised = path(folder.path(), "copy.md");
    fs::copy(&board, &disguised).unwrap();
    let told = refused(1, &["import", &board, &disguised, "--as", "Tom Okafor"]);
    assert!(told.contains("a board or another database"), "{told}");
}

#[test]
fn a_file_that_cannot_be_checked_is_named_with_why() {
    let folder = tempfile::tempdir().unwrap();
    let pdf = path(folder.path(), "paper.pdf");
    fs::write(&pdf, b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n").unwrap();
    let told = refused(3, &["check", &pdf]);
    assert!(told.contains(&pdf) && told.contains("import the Word, HTML or text file"), "{told}");
    assert!(!told.contains("Nothing was imported"), "{told}");
    let told = refused(3, &["check", folder.path().to_str().unwrap()]);
    assert!(told.contains(&format!("Reading {}", folder.path().display())), "{told}");
}

#[test]
fn an_article_is_found_by_its_title_alone() {
    let folder = tempfile::tempdir().unwrap();
    let board = demo(folder.path());
    assert!(said(&done(&["show", &board, "weak kidneys metformin"]).stdout).contains(METFORMIN));
    let file = path(folder.path(), "other.md");
    fs::write(&file, "# Rest and water\n\nZiconotide 5 mcg is named here.\n").unwrap();
    done(&["import", &board, &file, "--as", "Tom Okafor"]);
    let told = refused(2, &["show", &board, "Ziconotide"]);
    assert!(told.contains("“Ziconotide” in its title") && told.contains(METFORMIN), "{told}");
    let export = ["audit", "export", &board, "--format", "csv", "--as", "Ada Lindqvist", "--article"];
    let told = refused(2, &[&export[..], &["Ziconotide"]].concat());
    assert!(told.contains("There is no article"), "{told}");
    fs::write(&file, "# Rest and water again\n\nDrink.\n").unwrap();
    done(&["import", &board, &file, "--as", "Tom Okafor"]);
    let told = refused(2, &["show", &board, "Rest"]);
    assert!(told.contains("Several articles") && told.contains("Rest and water again"), "{told}");
    assert!(said(&done(&["show", &board, "rest and water"]).stdout).contains("Ziconotide"));
}

#[test]
fn what_does_not_exist_is_a_wrong_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let board = demo(folder.path());
    let none = "00000000-0000-7000-8000-000000000000";
    assert!(refused(2, &["show", &board, none]).contains(&format!("no article with the identity {none}")));
    assert!(refused(2, &["sources", "used", &board, none]).contains("no source with the identity"));
    let told = refused(2, &["show", &board, "Metformin", "--revision", "99"]);
    assert!(told.contains(&format!("“{METFORMIN}” has no revision 99: it has 1 to ")), "{told}");
    let told = refused(2, &["compare", "--board", &board, "Metformin", "1", "99"]);
    assert!(told.contains("has no revision 99"), "{told}");
    let export = ["audit", "export", &board, "--format", "csv", "--as", "Ada Lindqvist"];
    let told = refused(2, &[&export[..], &["--member", "Nobody"]].concat());
    assert!(told.contains("named Nobody. There are: ") && told.contains("Tom Okafor"), "{told}");
}

#[test]
fn a_period_that_ends_before_it_begins_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let board = demo(folder.path());
    let out = path(folder.path(), "report.pdf");
    let asked =
        [vec!["audit", "export", &board, "--format", "csv"], vec!["audit", "report", &board, "--out", &out]];
    for asked in asked {
        let with = |since: &'static str, until: &'static str| {
            [&asked[..], &["--as", "Ada Lindqvist", "--since", since, "--until", until]].concat()
        };
        let told = refused(2, &with("2027-01-01", "2026-01-01"));
        assert!(told.contains("The period ends (2026-01-01) before it begins (2027-01-01)"), "{told}");
        refused(2, &with("2026-01-01", "last week"));
        done(&with("2026-01-01", "2026-01-01"));
    }
}

#[test]
fn one_is_not_spoken_of_as_many() {
    let folder = tempfile::tempdir().unwrap();
    let file = path(folder.path(), "a.md");
    fs::write(&file, "# Rest\n\nThank you.\n").unwrap();
    let told = said(&done(&["check", &file]).stdout);
    assert!(told.contains("1 finding, none of which blocks."), "{told}");
    let board = demo(folder.path());
    let out = path(folder.path(), "c.pdf");
    let answer = done(&["certificate", &board, "Aspirin", "--out", &out, "--as", "Ada Lindqvist"]);
    assert_eq!(said(&answer.stderr), format!("Wrote the certificate to {out}.\n"));
}

#[test]
fn struck_out_words_are_named_when_a_text_comes_in() {
    let folder = tempfile::tempdir().unwrap();
    let board = demo(folder.path());
    let file = path(folder.path(), "struck.md");
    fs::write(&file, "# Struck\n\nDo ~~not~~ give 5 mg.\n").unwrap();
    let answer = done(&["import", &board, &file, "--as", "Tom Okafor"]);
    let told = said(&answer.stderr);
    assert!(told.contains("Struck-out words were left out: “not”."), "{told}");
}

#[test]
fn the_copy_of_an_unsound_board_is_said_to_be_one() {
    let folder = tempfile::tempdir().unwrap();
    let board = demo(folder.path());
    let copy = path(folder.path(), "copy.board");
    let told = said(&done(&["backup", &board, &copy]).stdout);
    assert!(told.starts_with(&format!("Wrote {copy}, and verified it:")), "{told}");
    let bytes = fs::read(&board).unwrap();
    let title = bytes.windows(METFORMIN.len()).rposition(|window| window == METFORMIN.as_bytes()).unwrap();
    let mut altered = bytes;
    altered[title] = b'm';
    fs::write(&board, altered).unwrap();
    let copy = path(folder.path(), "unsound.board");
    let answer = imprimatur(&["backup", &board, &copy]);
    assert_eq!(answer.status.code(), Some(1), "{}", said(&answer.stderr));
    let told = said(&answer.stdout);
    assert!(told.starts_with(&format!("Wrote {copy}, a true copy of a board that is not sound:")), "{told}");
}

#[test]
fn checkpoints_reach_the_folder_chosen_for_them_and_what_keeps_them_from_it_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let board = demo(folder.path());
    let (data, stick) = (folder.path().join("data"), folder.path().join("stick"));
    fs::create_dir(&stick).unwrap();
    let keeping = {
        let store =
            store::Store::open(Path::new(&board), store::Cost::RECOMMENDED, chrono::Local::now().into());
        store::Keeping::of(&data.join("org.imprimatur.desk"), &store.unwrap()).unwrap()
    };
    keeping.set_elsewhere(Some(&stick)).unwrap();
    let at_this_desk = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_imprimatur"));
        command.args(arguments).env("IMPRIMATUR_PASSPHRASE", PASSPHRASE).env("XDG_DATA_HOME", &data);
        let answer = command.output().unwrap();
        assert_eq!(answer.status.code(), Some(0), "{arguments:?}: {}", said(&answer.stderr));
        said(&answer.stderr)
    };
    let there = || fs::read_dir(&stick).unwrap().count();
    let export = ["audit", "export", &board, "--format", "csv", "--as", "Ada Lindqvist"];
    let told = at_this_desk(&export);
    assert!(there() >= 2 && !told.contains("checkpoint"), "{told}");
    let before = there();
    at_this_desk(&["audit", "checkpoint", &board]);
    assert_eq!(there(), before + 1);
    fs::remove_dir_all(&stick).unwrap();
    let told = at_this_desk(&export);
    assert!(told.contains("could not be copied") && told.contains("stick"), "{told}");
}

#[test]
fn signatures_that_are_shown_are_an_export_too() {
    let folder = tempfile::tempdir().unwrap();
    let board = demo(folder.path());
    let asked = ["signatures", &board, "Aspirin", "--as", "Ada Lindqvist"];
    assert!(said(&done(&asked).stdout).contains("verified"));
    done(&[&asked[..], &["--json"]].concat());
    assert_eq!(refused(1, &["signatures", &board, "Aspirin", "--as", "Tom Okafor"]).lines().count(), 1);
    let trail =
        ["audit", "export", &board, "--format", "csv", "--as", "Ada Lindqvist", "--kind", "log.exported"];
    let rows = said(&done(&trail).stdout);
    assert_eq!(rows.lines().filter(|row| row.contains("signatures of “Aspirin")).count(), 2, "{rows}");
}

#[test]
fn a_comparison_as_a_pdf_is_for_every_member_and_is_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let (board, out) = (demo(folder.path()), path(folder.path(), "changes.pdf"));
    let asked = ["compare", "--board", &board, METFORMIN, "1", "3", "--format", "pdf"];
    let by = |name| [&asked[..], &["--out", &out, "--as", name]].concat();
    assert!(refused(2, &asked).contains("--out"));
    assert!(said(&done(&by("Tom Okafor")).stderr).contains("changes.pdf"));
    assert!(fs::read(&out).unwrap().starts_with(b"%PDF-1.7"));
    let trail = said(&done(&["audit", "export", &board, "--format", "csv", "--as", "Ada Lindqvist"]).stdout);
    assert!(trail.contains("comparison of revisions 1 and 3"), "{trail}");

    let (old, new) = (path(folder.path(), "old.md"), path(folder.path(), "new.md"));
    fs::write(&old, "Take 4.5 mg.").unwrap();
    fs::write(&new, "Take 45 mg.").unwrap();
    let files = path(folder.path(), "files.pdf");
    done(&["compare", &old, &new, "--format", "pdf", "--out", &files]);
    assert!(fs::read(&files).unwrap().starts_with(b"%PDF-1.7"));
}
