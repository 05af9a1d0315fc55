//! Whether the record holds: said in the window, and cried out when it does not.

use crate::{launch::Home, window::css};
use chrono::Local;
use serde_json::{Value, json};
use std::{fs, path::Path};
use store::{Cost, DEMO_PASSPHRASE, Store, verify_bundle_file};

const ADMINISTRATOR: &str = "Ada Lindqvist";

#[test]
fn the_record_is_verified_kept_and_exported_in_the_window() {
    let home = Home::new();
    let (board, note, bundle) = (home.path("demo.board"), home.path("kept.note"), home.path("record.zip"));
    demo(&board);
    let again = home.path("again.board");
    let launch = home.launch().board(&board);
    let stick = home.path("stick");
    fs::create_dir(&stick).expect("a folder");
    let answers = [text(&note), text(&stick), text(&bundle), text(&board), text(&again)];
    let window = launch.answers(&answers).start();
    window.sign_in(ADMINISTRATOR, DEMO_PASSPHRASE);
    window.see_text("proof-sign", "Not verified yet");
    window.go("#/trail");
    window.click("verify");
    window.see_text("verified", "Sound");
    window.press("Escape");
    window.see_text("proof-sign", "Verified");

    window.go("#/board");
    window.click("checkpoint-save");
    window.see_text("checkpoints", "on demand");
    window.click("elsewhere-choose");
    window.see_text("elsewhere", text(&stick));
    let copies: Vec<_> = fs::read_dir(&stick).expect("the folder").collect();
    assert!(copies.len() > 1, "the approval's checkpoint and the one asked for");
    window.click("backup-now");
    window.see_text("backups", "backup-");
    window.go("#/trail");
    window.click("bundle");
    window.see_text("trail", "as bundle (everything)");
    let kept = store::read_checkpoint(&note).expect("a checkpoint");
    let found = verify_bundle_file(&bundle, &[kept], &mut store::unwatched).expect("a bundle");
    assert!(found.sound, "{:?}", found.faults);

    window.go("#/board");
    window.click("restore");
    window.see("sign-in");
    assert!(again.exists());
}

#[test]
fn an_approved_article_has_a_certificate_and_signatures_to_hand_out() {
    let home = Home::new();
    let (board, paper, json) = (home.path("demo.board"), home.path("paper.pdf"), home.path("signed.json"));
    demo(&board);
    let window = home.launch().board(&board).answers(&[text(&paper), text(&json)]).start();
    window.sign_in("Tom Okafor", DEMO_PASSPHRASE);
    window.go("#/queue?stage=approved");
    let article = window.attribute("queue-row", "data-article").expect("an approved article");
    let refused = window.call("export_certificate", &json!({ "id": article, "path": text(&paper) }));
    assert_eq!(refused.unwrap_err()["code"], "not_allowed");
    window.click("lock");
    window.sign_in(ADMINISTRATOR, DEMO_PASSPHRASE);
    // Only what the person chose may be written, whatever the window names.
    let victim = home.path("precious.pdf");
    fs::write(&victim, "precious").expect("a file");
    let refused = window.call("export_certificate", &json!({ "id": article, "path": text(&victim) }));
    assert_eq!(refused.unwrap_err()["code"], "not_chosen");
    assert_eq!(fs::read_to_string(&victim).expect("the file"), "precious");
    window.go(&format!("#/article/{article}"));
    window.click("tab-review");
    window.click("certificate");
    window.see_text("toast", "paper.pdf");
    window.click("export-signatures");
    window.see_text(css("[data-testid=toast]:last-child"), "signed.json");
    assert!(fs::read(&paper).expect("a certificate").starts_with(b"%PDF-"));
    let signed: Value = serde_json::from_slice(&fs::read(&json).expect("signatures")).expect("JSON");
    assert!(signed.as_array().is_some_and(|all| all.len() == 2 && all[0]["fault"].is_null()));
    window.go("#/trail");
    window.see_text("trail", "2 records as JSON (signatures of");
    window.see_text("trail", "as PDF (certificate of revision 1");
}

#[test]
fn an_older_copy_put_back_is_cried_out_until_it_is_accepted() {
    let home = Home::new();
    let (board, older) = (home.path("demo.board"), home.path("older.board"));
    demo(&board);
    fs::copy(&board, &older).expect("a copy");
    let window = home.launch().board(&board).start();
    window.sign_in(ADMINISTRATOR, DEMO_PASSPHRASE);
    window.see("queue-row");
    let home = window.close();
    for ending in ["-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{ending}", text(&board)));
    }
    fs::copy(&older, &board).expect("the older copy put back");

    let window = home.launch().board(&board).start();
    window.see("sign-in-alarm");
    window.sign_in(ADMINISTRATOR, DEMO_PASSPHRASE);
    window.see_text("alarm-dialog", "an older copy was put back");
    window.click("alarm-understood");
    window.see_text("alarm", "does not hold");
    window.see_text("proof-sign", "Does not hold");
    // Verifying takes nothing back that this machine has seen.
    window.go("#/trail");
    window.click("verify");
    window.see_text("faults", "than this machine has seen before");
    window.see_text("proof-sign", "Does not hold");
    let window = window.close().launch().board(&board).start();
    window.see("sign-in-alarm");
    window.sign_in(ADMINISTRATOR, DEMO_PASSPHRASE);
    window.see_text("alarm-dialog", "than this machine has seen before");
    window.click("alarm-accept");
    window.click(css("[data-testid=accept-dialog] [data-testid=confirm]"));
    window.gone("alarm");
    window.go("#/trail");
    window.see_text("trail", "as it is, of which was found");
}

#[test]
fn another_board_in_the_place_of_one_is_cried_out_until_it_is_accepted() {
    let home = Home::new();
    let (board, other) = (home.path("work.board"), home.path("other.board"));
    demo(&board);
    demo(&other);
    let window = home.launch().board(&board).start();
    window.see("sign-in");
    let home = window.close();
    for ending in ["-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{ending}", text(&board)));
    }
    fs::rename(&other, &board).expect("another board in its place");

    let window = home.launch().board(&board).start();
    window.see("sign-in-alarm");
    window.sign_in(ADMINISTRATOR, DEMO_PASSPHRASE);
    window.see_text("alarm-dialog", "This is another board");
    window.click("alarm-understood");
    window.go("#/trail");
    window.click("verify");
    window.see_text("faults", "This is another board");
    let window = window.close().launch().board(&board).start();
    window.sign_in(ADMINISTRATOR, DEMO_PASSPHRASE);
    window.click("alarm-accept");
    window.click(css("[data-testid=accept-dialog] [data-testid=confirm]"));
    window.gone("alarm");
    let window = window.close().launch().board(&board).start();
    window.sign_in(ADMINISTRATOR, DEMO_PASSPHRASE);
    window.see("queue-row");
    assert_eq!(window.count("alarm"), 0);
}

#[test]
fn a_board_whose_file_is_lost_is_put_back_from_the_first_screen() {
    let home = Home::new();
    let board = home.path("work.board");
    demo(&board);
    let window = home.launch().board(&board).start();
    window.sign_in(ADMINISTRATOR, DEMO_PASSPHRASE);
    window.go("#/board");
    window.click("backup-now");
    window.see_text("backups", "backup-");
    let home = window.close();
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{ending}", text(&board)));
    }
    let window = home.launch().answers(&[text(&board)]).start();
    window.see_text("recent", "No longer at");
    window.click("recent-restore");
    window.see("sign-in");
    assert!(board.exists());
}

#[test]
fn what_is_written_of_a_record_that_does_not_hold_says_so() {
    let home = Home::new();
    let (board, table, paper) = (home.path("demo.board"), home.path("trail.csv"), home.path("trail.pdf"));
    demo(&board);
    alter(&board);
    let window = home.launch().board(&board).answers(&[text(&table), text(&paper)]).start();
    window.sign_in(ADMINISTRATOR, DEMO_PASSPHRASE);
    window.go("#/trail");
    window.click("verify");
    window.see_text("faults", "not the hash of what was signed");
    let checked = window.see_text("checked", " before event ");
    assert!(!checked.contains("checkpoint"), "{checked}");
    window.see_text("unchecked", "rules and projections");
    let path =
        window.call("choose_file", &json!({ "purpose": "export_csv", "suggested": null })).expect("a name");
    window
        .call("export_trail", &json!({ "path": path, "format": "csv", "filter": filter() }))
        .expect("a table");
    let path =
        window.call("choose_file", &json!({ "purpose": "export_pdf", "suggested": null })).expect("a name");
    window.call("export_report", &json!({ "path": path, "filter": filter() })).expect("a report");
    window.see_text("trail", "the record did not hold");
    assert!(fs::read(&paper).expect("a report").starts_with(b"%PDF-"));
}

/// Backdates an entry where its bytes lie in the file.
fn alter(board: &Path) {
    let mut bytes = fs::read(board).expect("a board");
    let find =
        |bytes: &[u8], what: &str| bytes.windows(what.len()).position(|found| found == what.as_bytes());
    let kind = find(&bytes, "\"kind\":\"claim.made\"").expect("an entry");
    let start = kind.saturating_sub(200);
    let at = find(&bytes[start..kind], "\"at\":\"2").expect("its time");
    bytes[start + at + 6] = b'1';
    fs::write(board, bytes).expect("an altered entry");
}

fn filter() -> Value {
    json!({ "stream": null, "member": null, "kind": null, "since": null, "until": null, "before": 0, "limit": 0 })
}

fn demo(file: &Path) {
    Store::demo(file, Cost::FOR_TESTS_ONLY, Local::now().fixed_offset()).expect("a demo board");
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path of text")
}
