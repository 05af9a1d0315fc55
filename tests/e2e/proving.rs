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
    window.go("#/board");
    window.see("alarm");
    window.click("alarm-open");
    window.click("alarm-accept");
    window.click(css("[data-testid=accept-dialog] [data-testid=confirm]"));
    window.gone("alarm");
    window.go("#/trail");
    window.see_text("trail", "as it is, of which was found");
}

fn demo(file: &Path) {
    Store::demo(file, Cost::FOR_TESTS_ONLY, Local::now().fixed_offset()).expect("a demo board");
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path of text")
}
