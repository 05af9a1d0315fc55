//! A wording suggested by a reviewer: made, carried over, declined, accepted.

use crate::common::{Desk, document, now};
use editorial::{AnchorState, ArticleId, Command, Disposition, NewSubject, RefusalCode, Thread, ThreadId};
use store::{Session, Store, StoreError};

fn suggest(store: &mut Store, by: &Session, article: ArticleId, words: &str) -> Result<ThreadId, StoreError> {
    let command = Command::OpenThread {
        article,
        revision: 1,
        on: NewSubject::Text { block: vec![0], start: 5, end: 10 },
        disposition: Disposition::Blocking,
        text: String::new(),
        suggestion: Some(words.to_owned()),
    };
    let outcome = store.dispatch(by, &command, None, now())?;
    Ok(outcome.made.unwrap().parse().unwrap())
}

fn thread(store: &mut Store, article: ArticleId, thread: ThreadId) -> Thread {
    store.article(article).unwrap().threads[&thread].clone()
}

fn refused(result: Result<store::Outcome, StoreError>) -> RefusalCode {
    match result {
        Err(StoreError::Refused(refusal)) => refusal.code,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_suggestion_is_carried_over_and_settled_by_an_editor() {
    let mut desk = Desk::new();
    let article = desk.begin("Doses", "Take 45 mg at night, with water.\nStore it in a dry place.");
    let Desk { mut store, tom, miriam, folder: _folder, .. } = desk;
    let made = suggest(&mut store, &miriam, article, "4.5  mg").unwrap();
    let suggestion = thread(&mut store, article, made).suggestion.unwrap();
    assert_eq!((suggestion.text.as_str(), suggestion.quote.as_str()), ("4.5 mg", "45 mg"));
    assert_eq!(suggestion.accepted, None);

    let save = Command::SaveRevision {
        article,
        base: 1,
        document: document("Before food.\nTake 45 mg at night, with water.\nStore it in a dry place."),
        message: "A line above".to_owned(),
    };
    store.dispatch(&tom, &save, None, now()).unwrap();
    let carried = thread(&mut store, article, made);
    assert_eq!(carried.anchor().unwrap().block, [1]);
    assert!(matches!(carried.state, AnchorState::Intact | AnchorState::Moved));

    let decline =
        |reason: &str| Command::DeclineSuggestion { article, thread: made, reason: reason.to_owned() };
    assert_eq!(refused(store.dispatch(&miriam, &decline("No."), None, now())), RefusalCode::NotAllowed);
    assert_eq!(refused(store.dispatch(&tom, &decline(" "), None, now())), RefusalCode::Missing);
    store.dispatch(&tom, &decline("The label says 45."), None, now()).unwrap();
    let declined = thread(&mut store, article, made);
    assert!(!declined.open);
    assert_eq!(declined.suggestion.unwrap().accepted, Some(false));
    assert_eq!(declined.entries.last().unwrap().text, "The label says 45.");

    let reopen = Command::ReopenThread { article, thread: made, reason: "It does not.".to_owned() };
    store.dispatch(&miriam, &reopen, None, now()).unwrap();
    let accept = Command::AcceptSuggestion { article, thread: made };
    store.dispatch(&tom, &accept, None, now()).unwrap();
    let accepted = thread(&mut store, article, made);
    assert!(!accepted.open);
    assert_eq!(accepted.suggestion.unwrap().accepted, Some(true));
    assert_eq!(refused(store.dispatch(&tom, &accept, None, now())), RefusalCode::NoChange);
    let found = store.verify().unwrap();
    assert!(found.sound, "{:?}", found.faults);
}

#[test]
fn a_suggestion_that_changes_nothing_or_points_nowhere_is_refused() {
    let mut desk = Desk::new();
    let article = desk.begin("Doses", "Take 45 mg at night, with water.");
    let Desk { mut store, miriam, ada, folder: _folder, .. } = desk;
    let code = |result: Result<ThreadId, StoreError>| match result {
        Err(StoreError::Refused(refusal)) => refusal.code,
        other => panic!("{other:?}"),
    };
    assert_eq!(code(suggest(&mut store, &miriam, article, "45 mg")), RefusalCode::NoChange);
    assert_eq!(code(suggest(&mut store, &ada, article, "4.5 mg")), RefusalCode::NotAllowed);
    let nowhere = Command::OpenThread {
        article,
        revision: 1,
        on: NewSubject::Article,
        disposition: Disposition::Informing,
        text: String::new(),
        suggestion: Some("Otherwise.".to_owned()),
    };
    assert_eq!(refused(store.dispatch(&miriam, &nowhere, None, now())), RefusalCode::Missing);
}
