//! What the window says when something cannot be done, and that nothing is done then.

use crate::{boards::demo_board, launch::Home, window::css};
use chrono::Local;
use serde_json::json;
use std::{fs, path::Path};
use store::{Cost, DEMO_MEMBER, DEMO_PASSPHRASE, Store};

const EDITOR: &str = "Tom Okafor";

#[test]
fn a_move_against_the_rules_is_off_and_says_why() {
    let home = Home::new();
    let window = home.launch().board(&demo_board(&home)).start();
    window.sign_in(DEMO_MEMBER, DEMO_PASSPHRASE);
    window.go("#/queue?stage=under_review");
    let article = window.attribute("queue-row", "data-article").expect("an article under review");
    window.click("queue-row");

    window.click("main-take-review");
    window.click("main-verdict");
    window.see_text("against", "not acknowledged yet");
    assert!(window.attribute("verdict-approve", "disabled").is_some(), "approving is off");
    assert_eq!(window.attribute("sign", "aria-disabled").as_deref(), Some("true"));
    window.click("not-now");
    let said = window.see("off-submit");

    let submit = json!({ "do": "submit", "article": article, "revision": 1, "note": "Past the button." });
    let refusal = window.call("dispatch", &json!({ "command": submit, "secret": null })).unwrap_err();
    let sentence = refusal["message"].as_str().expect("a sentence");
    assert!(said.contains(sentence), "the window says “{said}”, the desk “{sentence}”");
    window.see(css("[data-testid=article][data-stage=under_review]"));
}

#[test]
fn a_file_that_is_no_board_is_said_to_be_none() {
    let home = Home::new();
    let file = home.path("shopping.board");
    fs::write(&file, "Apples, pears, a lamp.").expect("a file");
    let window = home.launch().answers(&[text(&file)]).start();
    window.click("welcome-open");
    window.see_text(css("[data-testid=error][data-code=not_a_board]"), "shopping.board is not a board.");
    window.see("welcome-create");
    assert_eq!(fs::read(&file).expect("the file"), b"Apples, pears, a lamp.");
}

#[test]
fn a_damaged_board_is_said_to_be_damaged() {
    let home = Home::new();
    let file = demo_board(&home);
    let mut bytes = fs::read(&file).expect("a board");
    // The first page tells that it is a board; all that follows is lost.
    bytes[4096..].fill(0xA5);
    fs::write(&file, bytes).expect("a damaged board");
    let window = home.launch().answers(&[text(&file)]).start();
    window.click("welcome-open");
    window.see_text(css("[data-testid=error][data-code=damaged]"), "The file is damaged");
    window.see("welcome-create");
}

#[test]
fn a_file_that_cannot_be_read_as_an_article_is_not_imported() {
    let home = Home::new();
    let (picture, empty) = (home.path("picture.txt"), home.path("empty.txt"));
    fs::write(&picture, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").expect("a picture");
    fs::write(&empty, "").expect("an empty file");
    let launch = home.launch().board(&demo_board(&home));
    let window = launch.answers(&[text(&picture), text(&empty)]).start();
    window.sign_in(EDITOR, DEMO_PASSPHRASE);
    let before = window.see("queue-total");

    window.click("import-article");
    window.see_text("error", "This is an image, which cannot be imported.");
    assert_eq!(window.attribute("import-go", "aria-disabled").as_deref(), Some("true"));
    window.click("import-other");
    window.see_text("error", "The file holds no text.");

    window.click("rail-queue");
    assert_eq!(window.see("queue-total"), before);
}

#[test]
fn what_one_window_writes_another_shows() {
    let (home, other) = (Home::new(), Home::new());
    let board = demo_board(&home);
    let (first, second) = (home.launch().board(&board).start(), other.launch().board(&board).start());
    first.sign_in(EDITOR, DEMO_PASSPHRASE);
    second.sign_in(DEMO_MEMBER, DEMO_PASSPHRASE);
    second.see("queue-row");

    first.click("new-article");
    first.fill("new-title", "Is magnesium useful for leg cramps?");
    first.click("new-go");
    first.see("editor");

    second.see_text("queue-list", "Is magnesium useful for leg cramps?");
    drop((first, second));
    let verified = open(&board).verify().expect("a verification");
    assert!(verified.sound, "{:?}", verified.faults);
}

fn open(board: &Path) -> Store {
    Store::open(board, Cost::FOR_TESTS_ONLY, Local::now().fixed_offset()).expect("a board")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path of text")
}

#[test]
fn a_member_is_chosen_with_the_arrow_keys_alone() {
    let home = Home::new();
    let window = home.launch().board(&demo_board(&home)).start();
    window.see("sign-in");
    let chosen = "return document.querySelector('[name=member]:checked')?.dataset.testid";
    while window.script(chosen) != format!("member-{DEMO_MEMBER}") {
        let before = window.script(chosen);
        window.press("Down");
        window.until("another member", |window| match window.script(chosen) {
            now if now == before => Err(format!("it is still {now}")),
            _ => Ok(()),
        });
    }
    window.press("Tab");
    window.type_keys(DEMO_PASSPHRASE);
    window.press("Enter");
    window.see("queue-row");
}
