//! Two windows on one file.

use crate::common::{Desk, PASSPHRASE, begin, enter, now, open};
use std::thread;
use store::Store;

const EACH: usize = 40;

#[test]
fn two_windows_writing_at_once_lose_and_corrupt_nothing() {
    let desk = Desk::new();
    let path = desk.path();
    let write = |window: usize| {
        let path = path.clone();
        thread::spawn(move || {
            let mut store = open(&path);
            let tom = enter(&mut store, "Tom");
            for n in 0..EACH {
                begin(&mut store, &tom, &format!("Window {window}, article {n}"), "Some words.");
            }
        })
    };
    for window in [write(1), write(2)] {
        window.join().unwrap();
    }
    let mut store = desk.store;
    assert_eq!(store.titles("window", 1000).unwrap().len(), 2 * EACH);
    let found = store.verify().unwrap();
    assert!(found.sound, "{:?}", found.faults);
}

#[test]
fn a_window_sees_what_another_wrote_and_builds_on_it() {
    let mut desk = Desk::new();
    let article = desk.begin("Shared", "One.");
    let mut other = open(&desk.path());
    let tom = enter(&mut other, "Tom");
    save(&mut other, &tom, article, 1, "Two.").unwrap();
    let outdated = save(&mut desk.store, &desk.tom, article, 1, "Three.").unwrap_err();
    assert_eq!(outdated.code(), "outdated");
    save(&mut desk.store, &desk.tom, article, 2, "Three.").unwrap();
    assert_eq!(other.article(article).unwrap().revisions.len(), 3);
}

#[test]
fn wrong_passphrases_are_recorded_and_slowed_down() {
    let mut desk = Desk::new();
    let miriam = desk.miriam.member();
    for _ in 0..3 {
        assert_eq!(desk.store.sign_in(miriam, "guess", now()).unwrap_err().code(), "wrong_passphrase");
    }
    assert_eq!(desk.store.sign_in(miriam, PASSPHRASE, now()).unwrap_err().code(), "wait");
    let later = now() + chrono::Duration::minutes(6);
    desk.store.sign_in(miriam, PASSPHRASE, later).unwrap();
    let filter = store::query::TrailFilter { kind: Some("session.refused".to_owned()), ..Default::default() };
    assert_eq!(desk.store.trail(&filter).unwrap().total, 3);
}

fn save(
    store: &mut Store,
    tom: &store::Session,
    article: editorial::ArticleId,
    base: u32,
    text: &str,
) -> store::Result<store::Outcome> {
    let document = crate::common::document(text);
    let command = editorial::Command::SaveRevision { article, base, document, message: "Change".to_owned() };
    store.dispatch(tom, &command, None, now())
}
