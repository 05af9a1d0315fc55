//! `imprimatur check` and `imprimatur anchors` as they are run.
#![allow(clippy::unwrap_used, reason = "the whole crate is a test")]

use serde_json::Value;
use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

fn imprimatur(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_imprimatur")).args(arguments).output().unwrap()
}

fn written(folder: &Path, name: &str, text: &str) -> String {
    let file = folder.join(name);
    fs::write(&file, text).unwrap();
    file.to_str().unwrap().to_owned()
}

#[test]
fn a_file_is_checked_without_a_board() {
    let folder = tempfile::tempdir().unwrap();
    let file = written(
        folder.path(),
        "gout.md",
        "# Gout\n\nColchicine 0.5 mg twice daily halves the flares [1]. It cures gout. Thank you.\n",
    );
    let answer = imprimatur(&["check", &file, "--json"]);
    assert_eq!(answer.status.code(), Some(0));
    let checked: Value = serde_json::from_slice(&answer.stdout).unwrap();
    let mut keys: Vec<&String> = checked.as_object().unwrap().keys().collect();
    keys.sort();
    assert_eq!(keys, ["claims", "findings"]);
    let first = &checked["claims"][0];
    assert_eq!(first["quote"], "Colchicine 0.5 mg twice daily halves the flares");
    assert_eq!(first["keys"], serde_json::json!(["1"]));
    assert_eq!(first["claim"], Value::Null);
    let found: Vec<&str> =
        checked["findings"].as_array().unwrap().iter().map(|f| f["check"].as_str().unwrap()).collect();
    assert_eq!(found, ["missing-disclaimer", "dangling-mark", "absolute-words"]);
    assert_eq!(imprimatur(&["check", &file]).status.code(), Some(0));
}

#[test]
fn what_blocks_is_a_no() {
    let folder = tempfile::tempdir().unwrap();
    let file = written(folder.path(), "gout.md", "The dose is \u{202E}gm 5\u{202C} here.\n");
    let answer = imprimatur(&["check", &file]);
    assert_eq!(answer.status.code(), Some(1));
    assert!(String::from_utf8(answer.stdout).unwrap().contains("hidden-characters"));
    assert_eq!(imprimatur(&["check", "no-such-file.md"]).status.code(), Some(3));
}

#[test]
fn an_article_of_a_board_is_checked_with_its_claims() {
    let folder = tempfile::tempdir().unwrap();
    let board = folder.path().join("demo.board");
    let board = board.to_str().unwrap();
    assert!(imprimatur(&["demo", board]).status.success());
    let checked: Value =
        serde_json::from_slice(&imprimatur(&["check", board, "Metformin", "--json"]).stdout).unwrap();
    let claims = checked["claims"].as_array().unwrap();
    let states: Vec<&str> = claims.iter().filter_map(|claim| claim["claim"]["state"].as_str()).collect();
    assert_eq!(states.len(), 7);
    assert_eq!(states.last(), Some(&"orphaned"));
    assert!(claims.iter().any(|claim| claim["claim"].is_null()));
    let orphaned = |finding: &Value| finding["check"] == "orphaned-claim";
    assert!(checked["findings"].as_array().unwrap().iter().any(orphaned));
}

#[test]
fn anchors_are_measured_by_their_citation_keys() {
    let folder = tempfile::tempdir().unwrap();
    let flares = "Colchicine at 0.5 mg twice daily prevents flares for six months [@winter].";
    written(folder.path(), "1.old.md", &format!("{flares} It is cheap and old [@sato].\n"));
    written(folder.path(), "1.new.md", &format!("It is old [@sato]. {flares}\n"));
    let answer = imprimatur(&["anchors", folder.path().to_str().unwrap(), "--misses"]);
    let told = String::from_utf8(answer.stdout).unwrap();
    let line = |what: &str| told.lines().find(|line| line.contains(what)).unwrap().to_owned();
    assert!(line("the same words").contains(" 1  100.00 % right"), "{told}");
    assert!(line("were edited").contains(" 1 "), "{told}");
    assert_eq!(imprimatur(&["anchors", "."]).status.code(), Some(2));
}
