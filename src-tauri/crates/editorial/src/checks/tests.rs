use super::*;
use crate::{ClaimId, Disposition, Event, Mark, MemberId, Origin, Reference, Subject, ThreadId};
use chrono::DateTime;
use document::{Block, Inline};
use uuid::Uuid;

fn mark() -> Mark {
    Mark { by: Some(MemberId(Uuid::nil())), at: DateTime::UNIX_EPOCH }
}

fn article(references: &[&str], events: &[Event]) -> Article {
    let references = references
        .iter()
        .map(|label| Reference { label: (*label).to_owned(), text: "Entry".to_owned() })
        .collect();
    let begun =
        Event::ArticleCreated { title: "T".to_owned(), origin: Origin { references, ..Origin::default() } };
    let mut article = Article::begin(crate::ArticleId(Uuid::nil()), &begun, &mark()).unwrap();
    events.iter().for_each(|event| article.apply(event, &mark(), None));
    article
}

fn ids(document: &Document, article: &Article) -> Vec<String> {
    let (sources, rules) = (BTreeMap::new(), Rules::default());
    let found = findings(&Evidence { document, article, sources: &sources, rules: &rules });
    found.into_iter().map(|finding| finding.check).collect()
}

fn paragraph(text: &str) -> Block {
    Block::paragraph(vec![Inline::text(text)])
}

fn heading(level: u8, text: &str) -> Block {
    Block::heading(level, vec![Inline::text(text)])
}

fn disclaimed(mut content: Vec<Block>) -> Document {
    content.push(paragraph("This is not medical advice."));
    Document { content }
}

#[test]
fn an_ordinary_text_has_no_findings() {
    let cited =
        Block::paragraph(vec![Inline::text("It works"), Inline::citation(vec!["1".to_owned()], "[1]")]);
    let document = disclaimed(vec![heading(1, "One"), heading(2, "Two"), cited]);
    assert_eq!(ids(&document, &article(&["1"], &[])), Vec::<String>::new());
}

#[test]
fn hidden_characters_block() {
    for bad in ["dose \u{202E}gm 5", "zero\u{200B}width", "mark\u{FEFF}"] {
        assert_eq!(
            ids(&disclaimed(vec![paragraph(bad)]), &article(&[], &[])),
            ["hidden-characters"],
            "{bad:?}"
        );
    }
    for good in ["naïve – 5 µg ≤ 10", "क्‍ष needs its joiner"] {
        assert_eq!(
            ids(&disclaimed(vec![paragraph(good)]), &article(&[], &[])),
            Vec::<String>::new(),
            "{good:?}"
        );
    }
}

#[test]
fn a_mark_without_an_entry_dangles() {
    let cited = |key: &str| {
        disclaimed(vec![Block::paragraph(vec![
            Inline::text("It works"),
            Inline::citation(vec![key.to_owned()], "[x]"),
        ])])
    };
    assert_eq!(ids(&cited("2"), &article(&["1"], &[])), ["dangling-mark"]);
    assert_eq!(ids(&cited("1"), &article(&[], &[])), ["dangling-mark"]);
    assert_eq!(ids(&cited(&Uuid::nil().to_string()), &article(&["1"], &[])), ["dangling-mark"]);
    assert_eq!(ids(&cited("1"), &article(&["1"], &[])), Vec::<String>::new());
}

#[test]
fn a_claim_wants_a_source_and_a_check() {
    let document = disclaimed(vec![paragraph("It halves the pain.")]);
    let anchor = Anchor::new(&document, &[0], 0, 18).unwrap();
    let made = Event::ClaimMade { claim: ClaimId(Uuid::nil()), revision: 1, anchor };
    assert_eq!(ids(&document, &article(&[], &[made])), ["claim-without-source", "unverified-claim"]);
}

#[test]
fn a_blocking_discussion_blocks_until_it_is_resolved() {
    let thread = ThreadId(Uuid::nil());
    let opened = |disposition| Event::ThreadOpened {
        thread,
        revision: 1,
        on: Subject::Article,
        disposition,
        text: "Why?".to_owned(),
    };
    let document = disclaimed(vec![paragraph("Words.")]);
    let blocking = opened(Disposition::Blocking);
    assert_eq!(ids(&document, &article(&[], std::slice::from_ref(&blocking))), ["open-blocking-thread"]);
    let resolved = Event::ThreadResolved { thread, text: String::new() };
    assert_eq!(ids(&document, &article(&[], &[blocking, resolved])), Vec::<String>::new());
    assert_eq!(ids(&document, &article(&[], &[opened(Disposition::Informing)])), Vec::<String>::new());
}

#[test]
fn the_build_of_a_text_is_looked_at() {
    let without = Document { content: vec![paragraph("Words.")] };
    assert_eq!(ids(&without, &article(&[], &[])), ["missing-disclaimer"]);
    let empty = disclaimed(vec![heading(1, "One"), heading(2, "Empty"), heading(2, "Full")]);
    assert_eq!(ids(&empty, &article(&[], &[])), ["empty-section"]);
    let jump = disclaimed(vec![heading(1, "One"), heading(3, "Three")]);
    assert_eq!(ids(&jump, &article(&[], &[])), ["heading-level-jump"]);
}

#[test]
fn the_policy_says_what_blocks() {
    let document = Document { content: vec![paragraph("Words.")] };
    let rules = Rules {
        severities: [("missing-disclaimer".to_owned(), Severity::Blocking)].into(),
        ..Rules::default()
    };
    let (sources, article) = (BTreeMap::new(), article(&[], &[]));
    let found =
        findings(&Evidence { document: &document, article: &article, sources: &sources, rules: &rules });
    assert_eq!(found[0].severity, Severity::Blocking);
}
