//! A claim whose words are gone from the text is attached again by hand.

use crate::{
    boards::{FOUNDER, PASSPHRASE, founded, made, now, open},
    launch::Home,
    window::{Window, css},
};
use editorial::{AnchorState, ArticleId, ClaimId, Command, Origin};
use serde_json::{Value, json};

const CLAIM: &str = "Colchicine prevents gout flares during the first six months";

#[test]
fn an_orphaned_claim_is_attached_again_in_two_clicks() {
    let home = Home::new();
    let board = home.path("team.board");
    let (mut store, ada) = founded(&board);
    let create = Command::CreateArticle {
        title: "Pain".to_owned(),
        origin: Origin::default(),
        document: document(&[&told("six"), "Diarrhoea is its most common side effect by far."]),
    };
    let article: ArticleId = made(&mut store, &ada, &create);
    let end = u32::try_from(CLAIM.chars().count()).expect("a short sentence");
    let claim: ClaimId =
        made(&mut store, &ada, &Command::MakeClaim { article, revision: 1, block: vec![0], start: 0, end });
    // Two sentences are as near to it as can be, and neither says the same.
    let save = Command::SaveRevision {
        article,
        base: 1,
        document: document(&[
            "It is an old drug indeed.",
            &told("three"),
            "Diarrhoea is its most common side effect by far.",
            "The kidneys are looked at before the first tablet is taken.",
            &told("nine"),
        ]),
        message: "Told twice".to_owned(),
    };
    store.dispatch(&ada, &save, None, now()).expect("a revision");
    drop(store);

    let window = home.launch().board(&board).start();
    window.sign_in(FOUNDER, PASSPHRASE);
    window.go(&format!("#/article/{article}"));
    window.click(css("[data-testid=claim][data-state=orphaned] button"));
    window.see_text("reattach", "It may belong here");
    assert_eq!(window.count("candidate-place"), 2);
    window.click(css("[data-testid=reattach] .place:nth-of-type(2) [data-testid=candidate-place]"));
    window.click("attach");
    window.gone("reattach");
    drop::<Window>(window);

    let store = open(&board).article(article).expect("the article");
    let attached = &store.claims[&claim];
    assert_eq!((attached.state, attached.anchor.block.as_slice()), (AnchorState::Changed, [4].as_slice()));
    assert_eq!(format!("{}.", attached.anchor.quote), told("nine"));
}

/// The claim's sentence, with this many months.
fn told(months: &str) -> String {
    format!("{} at 0.5 mg twice daily.", CLAIM.replace("six", months))
}

fn document(lines: &[&str]) -> Value {
    let paragraph =
        |line: &&str| json!({ "type": "paragraph", "content": [{ "type": "text", "text": line }] });
    json!({ "type": "doc", "content": lines.iter().map(paragraph).collect::<Vec<_>>() })
}
