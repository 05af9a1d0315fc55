//! A member checks thirty claims against their sources in one sitting, by keyboard.

use crate::{
    boards::{PASSPHRASE, founded, made, now, open},
    launch::Home,
    window::{Window, css},
};
use editorial::{
    ArticleId, Author, Certainty, CitationTerms, ClaimId, Command, Judgement, Origin, Relation, Role, Source,
    SourceKind, Tier,
};
use serde_json::json;
use std::{fs, path::Path};

const CLAIMS: usize = 30;

#[test]
fn thirty_claims_are_checked_without_the_mouse() {
    let home = Home::new();
    let board = home.path("team.board");
    let article = prepared(&board);
    let window = home.launch().board(&board).start();
    window.sign_in("Miriam", PASSPHRASE);
    window.go(&format!("#/article/{article}"));
    window.see("column");

    window.press("Shift+C");
    window.see_text("checking-left", "30 unverified");
    for left in (0..CLAIMS).rev() {
        window.see_text("passages", "was measured in arm");
        match left {
            // The first with a certainty, by its first letter; the last is disputed.
            29 => {
                window.press("v");
                window.see("assess-form");
                window.press("Shift+Tab");
                window.type_keys("m");
                window.press("Tab");
                window.press("Ctrl+Enter");
            }
            0 => {
                window.press("x");
                window.see("assess-form");
                window.type_keys("The source gives another number.");
                window.press("Ctrl+Enter");
            }
            _ => {
                window.press("v");
                window.see("assess-form");
                window.press("Ctrl+Enter");
            }
        }
        let told = if left == 0 { "every one is judged".to_owned() } else { format!("{left} unverified") };
        window.see_text("checking-left", &told);
        window.gone("assess-form");
    }
    window.press("Escape");
    window.see(css("[data-testid=claims]"));
    drop::<Window>(window);

    let mut store = open(&board);
    let claims = store.article(article).expect("the article").claims.clone();
    let judged = |judgement| claims.values().filter(|claim| claim.judgement() == judgement).count();
    assert_eq!((judged(Judgement::Verified), judged(Judgement::Disputed)), (CLAIMS - 1, 1));
    let certain = |claim: &&editorial::Claim| claim.assessments[0].certainty == Some(Certainty::Moderate);
    assert_eq!(claims.values().filter(certain).count(), 1);
}

#[test]
fn what_was_verified_on_a_retracted_source_is_to_be_checked_again() {
    let home = Home::new();
    let board = home.path("team.board");
    let article = prepared(&board);
    {
        let mut store = open(&board);
        let ada = store.board().expect("the board").members.keys().next().copied().expect("a founder");
        let ada = store.sign_in(ada, PASSPHRASE, now()).expect("a session");
        let list = home.path("retractions.csv");
        fs::write(&list, RETRACTIONS).expect("a list");
        store.import_retractions(&ada, &list, now()).expect("the list is read");
    }
    let window = home.launch().board(&board).start();
    window.sign_in("Miriam", PASSPHRASE);
    window.go(&format!("#/article/{article}?view=checking"));
    window.see_text("checking-place", "Claim 1 of 30");
    window.press("v");
    window.see("assess-form");
    window.press("Ctrl+Enter");
    window.see_text("checking-left", "29 unverified, 1 with a source in doubt");
    window.press("Shift+U");
    window.see_text("checking-claim", "Verified on a retracted source");
    window.press("Escape");
    window.see(css("[data-testid=claims]"));
    window.see_text("filter-doubted", "");
    assert_eq!(window.count(css(".prose .claim.verified:not(.doubted)")), 0);
    assert_eq!(window.count(css(".prose .claim.verified.doubted")), 1);
    assert_eq!(window.count("filter-verified"), 0);
}

const RETRACTIONS: &str = "Record ID,Title,RetractionDate,RetractionDOI,OriginalPaperDOI,OriginalPaperPubMedID,\
    RetractionNature,Reason,\n1,A,11/5/2021 0:00,10.1000/notice,10.1000/thirty,0,Retraction,+Error in Data;,\n";

fn sentence(n: usize) -> String {
    format!("In arm {n} the drug lowered pain by {} of 100 points.", n + 10)
}

/// A board with an article of thirty claims, each with its source passage.
fn prepared(board: &Path) -> ArticleId {
    let (mut store, ada) = founded(board);
    let member = Command::AddMember { name: "Miriam".to_owned(), roles: [Role::BoardMember].into() };
    store.dispatch(&ada, &member, Some(PASSPHRASE), now()).expect("a member");
    let paragraphs: Vec<_> = (0..CLAIMS)
        .map(|n| json!({ "type": "paragraph", "content": [{ "type": "text", "text": sentence(n) }] }))
        .collect();
    let document = json!({ "type": "doc", "content": paragraphs });
    let title = "Pain in thirty arms".to_owned();
    let article: ArticleId =
        made(&mut store, &ada, &Command::CreateArticle { title, origin: Origin::default(), document });
    let mut details = Source::new(SourceKind::JournalArticle, "Thirty arms of one trial");
    details.tier = Some(Tier::Trial);
    details.authors = vec![Author { family: "Winter".to_owned(), given: "L".to_owned() }];
    details.container = "The Joint Review".into();
    details.issued = "2024".into();
    details.identifiers.doi = "10.1000/thirty".into();
    let source = made(&mut store, &ada, &Command::AddSource { details });
    for n in 0..CLAIMS {
        let end = u32::try_from(sentence(n).chars().count()).expect("a short sentence") - 1;
        let block = vec![u32::try_from(n).expect("a small number")];
        let claim: ClaimId =
            made(&mut store, &ada, &Command::MakeClaim { article, revision: 1, block, start: 0, end });
        let terms = CitationTerms {
            locator: format!("Table {n}"),
            quote: format!("A mean fall of {} was measured in arm {n}.", n + 10),
            ..CitationTerms::new(Relation::Supports)
        };
        store
            .dispatch(&ada, &Command::AddCitation { article, claim, source, terms }, None, now())
            .expect("a citation");
    }
    article
}
