//! A round of review in the real window: three reviewers, a recusal, a request for changes, what changed since the
//! last look, an approval by quorum, and an edit that ends it.

use crate::{
    launch::Home,
    window::{By, Window, css},
};
use chrono::Local;
use editorial::{ArticleId, Command, Origin, Role};
use serde_json::{Value, json};
use std::path::Path;
use store::{Cost, Founder, Store};

const PASSPHRASE: &str = "nine herons in the reeds";
const MEMBERS: [(&str, Role); 4] = [
    ("Tom", Role::Editor),
    ("Miriam", Role::BoardMember),
    ("Rahul", Role::BoardMember),
    ("Elena", Role::BoardMember),
];

#[test]
fn a_round_ends_in_an_approval_by_quorum_and_an_edit_ends_that() {
    let home = Home::new();
    let file = home.path("round.board");
    let article = prepare(&file);
    let place = format!("#/article/{article}");
    let window = home.launch().board(&file).start();

    enter(&window, "Elena", &place);
    window.click("main-take-review");
    window.click("tab-review");
    window.click("do-recuse");
    window.fill("reason", "I advise the maker of this medicine.");
    window.click("confirm");
    window.see_text("reviewers", "Recused");

    enter(&window, "Miriam", &place);
    window.click("main-take-review");
    window.click("tab-review");
    window.see_text("reading-progress", "of 3");
    for _ in 0..3 {
        window.press("r");
    }
    window.see_text("reading-progress", "3 of 3");
    window.click("main-verdict");
    window.see_text("what-is-signed", "You have read all 3 sections");
    assert_eq!(window.count(css("[data-testid=verdict-form] input:checked")), 0, "nothing is preselected");
    window.click(choice("verdict-request_changes"));
    window.fill("verdict-reason", "The dose is that of the acute attack.");
    window.fill("verdict-passphrase", PASSPHRASE);
    window.click("sign");
    stands(&window, "changes_requested", 1);

    revise(&window, article, 1, "1 mg");
    let note = json!({ "command": { "do": "submit", "article": article, "revision": 2, "note": "The dose is corrected." }, "secret": null });
    window.call("dispatch", &note).expect("a submission");

    enter(&window, "Miriam", "#/queue");
    window.see_text("waiting", "Review again");
    window.go(&place);
    window.see_text("banner-since", "Since your last look, at revision 1");
    window.click("main-take-review");
    window.click("main-verdict");
    window.see_text("against", "clinical change since revision 1");
    window.see_text("what-is-signed", "You have not read 1 of 3 sections: “Dose”");
    window.press("Escape");
    window.click("since-link");
    window.see(css("[data-testid=compare][data-from=\"1\"][data-to=\"2\"]"));
    window.see_text("clinical", "clinical change");
    for done in 1..=window.count("clinical-change") {
        window.click("acknowledge");
        window.see_text("progress", &format!("{done} of"));
    }
    window.click("to-article");
    approve(&window);
    window.see_text("approvals", "1 of 2");
    window.see_text("wanting", "One more board member must approve.");

    enter(&window, "Rahul", &place);
    window.see_text("notices", "");
    window.click("main-take-review");
    window.see_text("banner-first", "You have not read this article before");
    window.press("l");
    window.see_text("compare", "none of its changes is yours to acknowledge");
    assert_eq!(window.attribute("compare", "data-from").as_deref(), Some("1"));
    window.press("o");
    approve(&window);
    stands(&window, "approved", 2);
    window.see_text("banner-approved", "Approved at revision 2");

    revise(&window, article, 2, "2 mg");
    enter(&window, "Rahul", &place);
    stands(&window, "draft", 3);
    window.see_text("banner-lapsed", "Approved at revision 2, now at 3: not approved.");
    window.gone("seal");
    window.go("#/queue");
    window.see_text("lapsed", "Not approved");
    window.close();

    let mut store = Store::open(&file, Cost::FOR_TESTS_ONLY, Local::now().fixed_offset()).expect("a board");
    let verified = store.verify().expect("a verification");
    assert!(verified.sound, "{:?}", verified.faults);
    let signatures = store.signatures(article).expect("signatures");
    assert_eq!(signatures.len(), 3);
    assert!(signatures.iter().all(|signed| signed.fault.is_none() && signed.past.is_some()));
}

fn approve(window: &Window) {
    window.click("main-verdict");
    window.click(choice("verdict-approve"));
    window.fill("verdict-passphrase", PASSPHRASE);
    window.click("sign");
    window.see_text("signed", "Your verdict is signed and recorded.");
}

/// Saves the next revision as Tom; editing by hand is another test's.
fn revise(window: &Window, article: ArticleId, base: u32, dose: &str) {
    window.sign_in("Tom", PASSPHRASE);
    let command = Command::SaveRevision { article, base, document: text(dose), message: "Dose".to_owned() };
    window.call("dispatch", &json!({ "command": command, "secret": null })).expect("a revision");
}

fn enter(window: &Window, name: &str, place: &str) {
    window.sign_in(name, PASSPHRASE);
    window.go(place);
}

/// A board with a submitted article; the policy asks for two approvals.
fn prepare(file: &Path) -> ArticleId {
    let now = || Local::now().fixed_offset();
    let founder = Founder { name: "Ada", roles: &[], passphrase: PASSPHRASE };
    let mut store = Store::create(file, "Rounds", founder, Cost::FOR_TESTS_ONLY, now()).expect("a board");
    let enter = |store: &mut Store, name: &str| {
        let board = store.board().expect("a board");
        let member = board.members.values().find(|m| m.name == name).expect("a member").id;
        store.sign_in(member, PASSPHRASE, now()).expect("a session")
    };
    let ada = enter(&mut store, "Ada");
    for (name, role) in MEMBERS {
        let add = Command::AddMember { name: name.to_owned(), roles: [role].into() };
        store.dispatch(&ada, &add, Some(PASSPHRASE), now()).expect("a member");
    }
    let tom = enter(&mut store, "Tom");
    let create = Command::CreateArticle {
        title: "Colchicine".to_owned(),
        origin: Origin::default(),
        document: text("5 mg"),
    };
    let made = store.dispatch(&tom, &create, None, now()).expect("an article").made.expect("its identity");
    let article = made.parse().expect("an identity");
    let submit = Command::Submit { article, revision: 1, note: "Please look at the dose.".to_owned() };
    store.dispatch(&tom, &submit, None, now()).expect("a submission");
    article
}

fn text(dose: &str) -> Value {
    let words = |text: &str| json!([{ "type": "text", "text": text }]);
    let heading = |text: &str| json!({ "type": "heading", "attrs": { "level": 2 }, "content": words(text) });
    let paragraph = |text: &str| json!({ "type": "paragraph", "content": words(text) });
    json!({ "type": "doc", "content": [
        paragraph("Colchicine is an old medicine for gout."),
        heading("Dose"),
        paragraph(&format!("The first dose is {dose}, taken at once.")),
        heading("Harms"),
        paragraph("Diarrhoea is common and mostly passes."),
    ] })
}

/// Waits until the article on the screen has this stage and revision.
fn stands(window: &Window, stage: &str, revision: u32) {
    window.see(css(&format!("[data-testid=article][data-stage={stage}][data-revision=\"{revision}\"]")));
}

/// A radio button by what can be seen of it: its label.
fn choice(testid: &str) -> By {
    By::XPath(format!("//label[.//*[@data-testid='{testid}']]"))
}
