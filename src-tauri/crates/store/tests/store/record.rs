//! The trail pages and filters, and what is done together is one.

use crate::common::{Desk, now};
use editorial::Command;
use store::query::TrailFilter;

#[test]
fn the_trail_filters_and_pages_without_gap_or_overlap() {
    let mut desk = Desk::new();
    for n in 0..30 {
        desk.begin(&format!("Article {n}"), "Words.");
    }
    let (mut before, mut seen) = (0, Vec::new());
    loop {
        let filter =
            TrailFilter { before, limit: 7, kind: Some("article".to_owned()), ..TrailFilter::default() };
        let page = desk.store.trail(&filter).unwrap();
        assert_eq!(page.total, if before == 0 { 30 } else { 0 });
        let Some(last) = page.rows.last() else { break };
        before = last.seq;
        seen.extend(page.rows.into_iter().map(|row| row.seq));
    }
    assert_eq!(seen.len(), 30);
    assert!(seen.windows(2).all(|pair| pair[0] > pair[1]));
}

#[test]
fn a_source_in_use_cannot_be_removed() {
    let mut desk = Desk::new();
    let details = serde_json::from_value(serde_json::json!({
        "kind": "journal_article", "title": "Gout flares", "issued": "2021"
    }))
    .unwrap();
    let add = |desk: &mut Desk| {
        desk.store.dispatch(&desk.tom, &Command::AddSource { details: Clone::clone(&details) }, None, now())
    };
    let source = add(&mut desk).unwrap().made.unwrap();
    assert_eq!(add(&mut desk).unwrap_err().code(), "invalid", "a twin is refused");
    let cite = serde_json::json!({ "type": "doc", "content": [{ "type": "paragraph", "content": [
        { "type": "text", "text": "It hurts" },
        { "type": "citation", "attrs": { "keys": [source], "mark": "" } },
    ] }] });
    let article = desk.begin("One", "Words.");
    let save = Command::SaveRevision { article, base: 1, document: cite, message: "Cite".to_owned() };
    desk.store.dispatch(&desk.tom, &save, None, now()).unwrap();
    let id = source.parse().unwrap();
    assert_eq!(desk.store.source(id).unwrap().uses.len(), 1);
    let remove = Command::RemoveSource { source: id };
    assert_eq!(desk.store.dispatch(&desk.tom, &remove, None, now()).unwrap_err().code(), "not_allowed");
}

#[test]
fn what_is_done_together_is_done_altogether_or_not_at_all() {
    let mut desk = Desk::new();
    let article = desk.begin("One", "Words.");
    let before = desk.store.head().unwrap().size();
    let dismiss = Command::DismissCandidate { article, quote: "A".to_owned() };
    let retitle = |title: &str| Command::RetitleArticle { article, title: title.to_owned() };
    let tom = &desk.tom;
    let refused = desk.store.together(now(), |together| {
        together.dispatch(tom, &dismiss)?;
        together.dispatch(tom, &retitle(""))
    });
    assert_eq!(refused.unwrap_err().code(), "missing");
    assert_eq!(desk.store.head().unwrap().size(), before);
    assert!(desk.store.article(article).unwrap().dismissed.is_empty());
    desk.store
        .together(now(), |together| {
            together.dispatch(tom, &dismiss)?;
            together.dispatch(tom, &retitle("Two"))
        })
        .unwrap();
    let actions: Vec<serde_json::Value> = [before + 1, before + 2]
        .map(|seq| serde_json::from_str(&desk.store.event(seq).unwrap().body).unwrap())
        .map(|body: serde_json::Value| body["action"].clone())
        .into();
    assert_eq!(actions[0], actions[1]);
    assert_eq!(desk.store.check_projections().unwrap().different, []);
}

#[test]
fn periods_are_days_or_times_and_nothing_else() {
    let mut desk = Desk::new();
    let mut count = |since: Option<&str>, until: Option<&str>| {
        let or = |text: Option<&str>| text.map(str::to_owned);
        let filter = TrailFilter { since: or(since), until: or(until), ..TrailFilter::default() };
        desk.store.trail(&filter).map(|trail| trail.total)
    };
    let today = now().to_utc().date_naive();
    let (day, before) = (today.to_string(), today.pred_opt().unwrap().to_string());
    let all = count(None, None).unwrap();
    assert_eq!(count(Some("yesterday"), None).unwrap_err().code(), "invalid");
    assert_eq!(count(Some(&before), Some(&day)).unwrap(), all);
    assert_eq!(count(None, Some(&before)).unwrap(), 0);
    assert_eq!(count(Some("2999-01-31T00:00:00+02:00"), None).unwrap(), 0);
    assert_eq!(count(None, Some("2999-01-31T00:00:00+02:00")).unwrap(), all);
}
