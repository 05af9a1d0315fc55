//! The whole job at the desk, once and in order: from an empty folder to an approved article, and its record.

use crate::{
    launch::Home,
    window::{By, Window, css},
};
use chrono::Local;
use std::{
    fs,
    path::{Path, PathBuf},
};
use store::{COLUMNS, Cost, Store};

const FOUNDER: (&str, &str) = ("Ines Albarracin", "seven lanterns over the quay");
const REVIEWER: (&str, &str) = ("Dr. Tomas Ferreira", "a slow barge carries plums");
const SOURCE: &str = "Colchicine in patients with chronic coronary disease";

#[test]
fn an_article_goes_from_a_file_to_its_approval_and_stays() {
    let home = Home::new();
    let [board, trail] = ["hearts.board", "trail.csv"].map(|name| home.path(name));
    let window = home.launch().answers(&[text(&board), text(&article()), text(&trail)]).start();

    found_the_board(&window);
    appoint_a_reviewer(&window);
    import_the_article(&window);
    make_a_claim(&window);
    cite_a_source(&window);
    submit(&window, 1, "The doses are from the labels, the numbers from the trials.");

    change_places(&window, REVIEWER);
    request_changes(&window);

    change_places(&window, FOUNDER);
    revise(&window);
    submit(&window, 2, "Blood counts are asked for every 3 months now.");

    change_places(&window, REVIEWER);
    compare_with_the_last_look(&window);
    approve(&window);

    change_places(&window, FOUNDER);
    export_the_trail(&window, &trail);
    window.close();

    let window = home.launch().board(&board).start();
    sign_in(&window, FOUNDER);
    find_everything_again(&window);
    window.close();

    the_record_holds(&board);
}

fn found_the_board(window: &Window) {
    window.click("welcome-create");
    window.fill("board-name", "Heart and Vessel Board");
    window.fill("member-name", FOUNDER.0);
    // Whoever writes an article may not review it.
    window.click("role-board_member");
    window.fill("new-passphrase", FOUNDER.1);
    window.fill("new-passphrase-again", FOUNDER.1);
    window.click("create-go");
    window.see_text("empty", "No articles yet");
}

fn appoint_a_reviewer(window: &Window) {
    window.click("rail-board");
    window.click("member-add");
    window.fill("member-name", REVIEWER.0);
    window.click("role-board_member");
    window.fill("new-passphrase", REVIEWER.1);
    window.fill("new-passphrase-again", REVIEWER.1);
    window.click("dialog-go");
    window.gone("add-member");
    window.see_text("board", REVIEWER.0);

    window.click("policy-change");
    window.fill("policy-quorum", "1");
    window.fill("reason", "The board has one reviewer until spring.");
    window.press("Ctrl+Enter");
    window.gone("change-policy-dialog");
    window.see_text("policy-version", "version 2");
    window.see_text("rules", "One board member approves the same text");
}

fn import_the_article(window: &Window) {
    window.click("rail-queue");
    window.click("import-article");
    window.see_text("import-updated", "14 Mar 2025");
    window.see_text("import-text", "Low-dose colchicine lowers the risk of heart attack");
    let title = window.script("return document.querySelector('[data-testid=\"import-title\"]').value");
    assert_eq!(title, "Is low-dose colchicine useful for preventing heart attacks and strokes?");
    assert!(window.count("furniture") > 0, "page furniture is recognised");
    window.click("import-go");
    stands(window, "draft", 1);
    window.see("banner-pending");
}

fn make_a_claim(window: &Window) {
    window.click(choice("filter-proposed"));
    window.see("accept");
    assert!(window.count("proposal") > 5, "passages are proposed as claims");
    window.click("accept");
    window.see_text(choice("filter-all"), "1");
    window.click(choice("filter-all"));
    window.click(css("[data-testid=claim] button"));
    window.see_text("claim-card", "Nothing is cited for it yet.");
}

fn cite_a_source(window: &Window) {
    window.click("cite");
    window.click("source-picker");
    window.fill("source-picker", SOURCE);
    window.click("source-new");
    window.fill("source-issued", "2020-11-05");
    window.fill("source-authors", "Nilsen, Astrid\nOkoro, Femi");
    window.click("source-save");
    window.gone("source-form");
    window.fill("locator", "Table 2");
    window.fill("quote", "The primary outcome occurred in 6.8% of patients.");
    window.click("citation-save");
    window.see_text("citation", SOURCE);
    window.see_text("claim", "1 cited");
}

fn submit(window: &Window, revision: u32, note: &str) {
    window.click("main-submit");
    window.see_text("dialog-submit", &format!("Submit revision {revision}?"));
    window.fill("reason", note);
    window.click("confirm");
    stands(window, "submitted", revision);
}

fn request_changes(window: &Window) {
    window.click("main-take-review");
    stands(window, "under_review", 1);
    window.click("main-verdict");
    window.click(choice("verdict-request_changes"));
    window.fill("verdict-reason", "Ask for a blood count every 3 months, not every 6.");
    window.fill("verdict-passphrase", REVIEWER.1);
    window.click("sign");
    stands(window, "changes_requested", 1);
    window.see_text("signed", "Your verdict is signed and recorded.");
}

fn revise(window: &Window) {
    window.see_text("banner-changes", "Ask for a blood count every 3 months, not every 6.");
    window.click("edit");
    window.click("editor");
    window.press("Ctrl+F");
    window.fill("find-text", "every 6 months");
    window.see_text("find-count", "of 1");
    window.press("Enter");
    window.see_text("find-count", "1 of 1");
    window.press("Escape");
    window.type_keys("every 3 months");
    window.see(css("[data-testid=edit-kept][data-kept=true]"));
    window.see_text("editor", "liver enzymes before treatment and every 3 months");
    window.click("edit-save");
    window.fill("edit-message", "Ask for blood counts every 3 months");
    window.click("edit-save-confirm");
    stands(window, "changes_requested", 2);
    window.see(css("[data-testid=claim][data-state=intact]"));
}

fn compare_with_the_last_look(window: &Window) {
    window.click("tab-review");
    window.click("compare-since");
    window.see(css("[data-testid=compare][data-from=\"1\"][data-to=\"2\"]"));
    window.see_text("clinical", "clinical change");
    let clinical = window.count("clinical-change");
    assert!(clinical > 0, "an interval of monitoring is clinical");
    for done in 1..=clinical {
        window.click("acknowledge");
        window.see_text("progress", &format!("{done} of {clinical} acknowledged"));
    }
    window.click("to-article");
}

fn approve(window: &Window) {
    window.click("main-take-review");
    stands(window, "under_review", 2);
    window.click("main-verdict");
    window.see_text("what-is-signed", "All clinical changes since revision 1 acknowledged");
    window.click(choice("verdict-approve"));
    window.fill("verdict-passphrase", REVIEWER.1);
    window.click("sign");
    stands(window, "approved", 2);
    window.see_text("banner-approved", "Approved at revision 2");
}

fn export_the_trail(window: &Window, file: &Path) {
    window.click("rail-trail");
    window.see_text("trail-list", "signed “approve” on revision 2");
    window.click("export");
    window.click("export-csv");
    window.see_text("toast", "written to trail.csv");
    let written = fs::read_to_string(file).expect("the exported trail");
    assert_eq!(written.lines().next(), Some(COLUMNS.join(",").as_str()));
    for (kind, times) in [("article.created", 1), ("claim.made", 1), ("verdict.signed", 2)] {
        let found = written.lines().filter(|line| line.contains(kind)).count();
        assert_eq!(found, times, "{kind} in\n{written}");
    }
}

fn find_everything_again(window: &Window) {
    window.click("queue-row");
    stands(window, "approved", 2);
    window.see_text("banner-approved", REVIEWER.0);
    window.see_text("claim", "1 cited");
    window.click("tab-history");
    window.see_text("revisions", "Ask for blood counts every 3 months");
    assert_eq!(window.count("revision"), 2);
    window.click("tab-review");
    window.see_text("signatures", "not every 6");
}

/// What the command line's `audit verify` and `rebuild --check` ask.
fn the_record_holds(board: &Path) {
    let mut store = Store::open(board, Cost::FOR_TESTS_ONLY, Local::now().fixed_offset()).expect("a board");
    let verified = store.verify().expect("a verification");
    assert!(verified.sound, "{:?}", verified.faults);
    assert_eq!(store.check_projections().expect("a rebuild").different, []);
}

fn change_places(window: &Window, next: (&str, &str)) {
    window.click("lock");
    sign_in(window, next);
}

fn sign_in(window: &Window, (name, passphrase): (&str, &str)) {
    window.click(choice(&format!("member-{name}")));
    window.fill("passphrase", passphrase);
    window.click("sign-in-go");
    window.see("lock");
}

/// Waits until the article on the screen has this stage and revision.
fn stands(window: &Window, stage: &str, revision: u32) {
    window.see(css(&format!("[data-testid=article][data-stage={stage}][data-revision=\"{revision}\"]")));
}

/// A radio button by what can be seen of it: its label.
fn choice(testid: &str) -> By {
    By::XPath(format!("//label[.//*[@data-testid='{testid}']]"))
}

fn article() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src-tauri/crates/document/tests/articles/colchicine.txt")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path of text")
}
