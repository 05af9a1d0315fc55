//! Comparing: nobody approves past a clinical change they have not acknowledged; a wording suggested on a change
//! gets into the text; two texts that grew from one are brought together.

use crate::{
    boards::demo_board,
    launch::Home,
    window::{By, Window, css},
};
use serde_json::{Value, json};
use std::{fs, path::Path};
use store::{DEMO_MEMBER, DEMO_PASSPHRASE};

const EDITOR: &str = "Tom Okafor";
const OTHER_EDITOR: &str = "Dr. Elena Rossi";

#[test]
fn nobody_approves_before_every_clinical_change_is_acknowledged() {
    let home = Home::new();
    let page = home.path("changes.html");
    let window = home.launch().board(&demo_board(&home)).answers(&[text(&page)]).start();
    window.sign_in(DEMO_MEMBER, DEMO_PASSPHRASE);
    let article = under_review(&window);
    window.click("main-take-review");
    let view = ask(&window, "article", &json!({ "id": article, "revision": null }));
    let (head, base) = (&view["head"], &view["mine"]["base"]);
    let digest = &view["revisions"].as_array().unwrap().last().unwrap()["digest"];
    let approve = json!({ "command": { "do": "sign_verdict", "article": article, "revision": head, "digest": digest,
        "verdict": "approve", "base": base, "reason": "" }, "secret": DEMO_PASSPHRASE });
    let refused = |window: &Window| {
        let refusal = window.call("dispatch", &approve).unwrap_err();
        let sentence = refusal["message"].as_str().unwrap().to_owned();
        assert!(sentence.contains("not acknowledged yet"), "{sentence}");
    };
    refused(&window);

    window.go(&format!("#/article/{article}/compare/{base}..{head}"));
    window.see_text("clinical", "clinical change");
    let clinical = window.count("clinical-change");
    assert!(clinical > 1, "the demo board has several");
    for done in 1..=clinical {
        refused(&window);
        window.press("Shift+N");
        window.press("a");
        window.see_text("progress", &format!("{done} of {clinical} acknowledged"));
    }

    window.click("save");
    window.click("save-page");
    window.see_text("toast", "written to changes.html");
    let written = fs::read_to_string(&page).expect("the page");
    assert!(written.contains(&format!("{clinical} clinical changes")), "{written}");
    assert_eq!(written.matches("✓ acknowledged").count(), clinical);

    window.click("to-article");
    window.click("main-verdict");
    window.click(choice("verdict-approve"));
    let blocked = window.count("against") > 0;
    // What else the policy asks for is another matter: the changes no longer stand in the way.
    if blocked {
        assert!(!window.see("against").contains("not acknowledged yet"));
    }
}

#[test]
fn a_comparison_leaves_the_board_as_a_pdf_that_the_record_tells_of() {
    let home = Home::new();
    let paper = home.path("changes.pdf");
    let window = home.launch().board(&demo_board(&home)).answers(&[text(&paper)]).start();
    window.sign_in(DEMO_MEMBER, DEMO_PASSPHRASE);
    let article = under_review(&window);
    window.go(&format!("#/article/{article}/compare/1..3"));
    window.click("save");
    window.click("save-pdf");
    window.see_text("toast", "written to changes.pdf");
    assert!(fs::read(&paper).expect("the paper").starts_with(b"%PDF-1.7"));
    change_places(&window, "Ada Lindqvist");
    let trail = ask(&window, "trail", &json!({ "filter": {} }));
    let rows = trail["rows"].as_array().expect("rows");
    let told = |row: &Value| row["told"].as_str().unwrap().contains("comparison of revisions 1 and 3");
    assert_eq!(rows.iter().find(|row| told(row)).expect("the export")["who"], DEMO_MEMBER);
}

#[test]
fn a_wording_suggested_on_a_change_gets_into_the_text() {
    let home = Home::new();
    let window = home.launch().board(&demo_board(&home)).start();
    window.sign_in(DEMO_MEMBER, DEMO_PASSPHRASE);
    let article = under_review(&window);
    window.click("main-take-review");
    let view = ask(&window, "article", &json!({ "id": article, "revision": null }));
    let (head, base) = (view["head"].clone(), view["mine"]["base"].clone());
    window.go(&format!("#/article/{article}/compare/{base}..{head}"));
    window.see_text("clinical", "clinical change");
    window.press("Shift+N");
    window.see("became");
    window.press("Shift+S");
    window.see_text("discuss-dialog", "It should read");
    window.fill("suggestion-text", "The nurse asks about the kidneys before every refill.");
    window.click("thread-send");
    window.see_text("toast", "Your wording is suggested.");

    let digest = view["revisions"].as_array().unwrap().last().unwrap()["digest"].clone();
    let ask_for_changes = json!({ "command": { "do": "sign_verdict", "article": article, "revision": head, "digest": digest,
        "verdict": "request_changes", "base": base, "reason": "See my wording." }, "secret": DEMO_PASSPHRASE });
    ask(&window, "dispatch", &ask_for_changes);

    change_places(&window, EDITOR);
    window.go(&format!("#/article/{article}/edit"));
    window.see_text("edit-threads", "Suggested wording");
    window
        .click(By::XPath("//li[@data-testid='thread'][contains(., 'Suggested wording')]/button".to_owned()));
    window.see_text("suggestion", "The nurse asks about the kidneys before every refill.");
    window.click("suggestion-accept");
    window.see_text("editor", "The nurse asks about the kidneys before every refill.");
    window.see(css("[data-testid=edit-kept][data-kept=true]"));
    let threads = ask(&window, "article", &json!({ "id": article, "revision": null }))["threads"].clone();
    let settled =
        threads.as_array().unwrap().iter().filter(|thread| thread["suggestion"]["accepted"] == true);
    assert_eq!(settled.count(), 1, "{threads:#}");
}

#[test]
fn two_texts_that_grew_from_one_are_brought_together() {
    let home = Home::new();
    let window = home.launch().board(&demo_board(&home)).start();
    window.sign_in(EDITOR, DEMO_PASSPHRASE);
    let create = json!({ "command": { "do": "create_article", "title": "Two desks",
        "origin": { "file": "", "attachment": null, "last_updated": "", "stage": "", "references": [] },
        "document": document(&["Take 5 mg at night.", "Store it in a dry place.", "Ask before driving."]) }, "secret": null });
    let article = ask(&window, "dispatch", &create)["made"].as_str().expect("an article").to_owned();
    let mine = document(&["Take 10 mg at night.", "Store it in a cool, dry place.", "Ask before driving."]);
    ask(&window, "keep_working_copy", &json!({ "article": article, "base": 1, "document": mine }));

    change_places(&window, OTHER_EDITOR);
    let theirs = document(&[
        "Take 5 mg in the morning.",
        "Store it in a dry place.",
        "Ask your doctor before driving.",
    ]);
    let save = json!({ "command": { "do": "save_revision", "article": article, "base": 1, "document": theirs,
        "message": "In the morning" }, "secret": null });
    ask(&window, "dispatch", &save);

    change_places(&window, EDITOR);
    window.go(&format!("#/article/{article}/edit"));
    window.see_text("edit-overtaken", "Revision 2 was saved meanwhile");
    window.click("edit-merge");
    window.see_text("merge", "1 place you both changed");
    assert_eq!(window.count("conflict"), 1);
    assert_eq!(window.attribute("merge-done", "aria-disabled").as_deref(), Some("true"));
    window.click(css("[data-testid=conflict] [data-testid=segment-theirs]"));
    window.click("merge-done");
    window.see(css("[data-testid=edit][data-base=\"2\"]"));
    window.see_text("editor", "Take 5 mg in the morning.");
    window.see_text("editor", "Store it in a cool, dry place.");
    window.see_text("editor", "Ask your doctor before driving.");
    window.click("edit-save");
    window.fill("edit-message", "Both together");
    window.click("edit-save-confirm");
    window.see(css("[data-testid=article][data-revision=\"3\"]"));
}

fn ask(window: &Window, command: &str, arguments: &Value) -> Value {
    window.call(command, arguments).unwrap_or_else(|error| panic!("{command}: {error}"))
}

fn document(lines: &[&str]) -> Value {
    let paragraph =
        |line: &&str| json!({ "type": "paragraph", "content": [{ "type": "text", "text": line }] });
    json!({ "type": "doc", "content": lines.iter().map(paragraph).collect::<Vec<_>>() })
}

/// Opens the article that waits for the demo board's reviewer.
fn under_review(window: &Window) -> String {
    window.go("#/queue?stage=under_review");
    let article = window.attribute("queue-row", "data-article").expect("an article under review");
    window.click("queue-row");
    window.see("main-take-review");
    article
}

fn change_places(window: &Window, name: &str) {
    window.click("lock");
    window.sign_in(name, DEMO_PASSPHRASE);
}

/// A radio button by what can be seen of it: its label.
fn choice(testid: &str) -> By {
    By::XPath(format!("//label[.//*[@data-testid='{testid}']]"))
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path of text")
}
