//! Passphrases and keys: wrong, changed, reset, tampered with; and a clock that goes back.

use crate::common::{Desk, PASSPHRASE, enter, now, open, sign, take};
use chrono::Duration;
use editorial::{Command, Stage, Verdict};
use rusqlite::Connection;
use store::query::TrailFilter;

fn told(desk: &mut Desk, kind: &str) -> Vec<String> {
    let filter = TrailFilter { kind: Some(kind.to_owned()), ..TrailFilter::default() };
    desk.store.trail(&filter).unwrap().rows.into_iter().map(|row| row.told).collect()
}

#[test]
fn delays_grow_and_are_recorded_and_a_clock_set_back_shortens_none() {
    let mut desk = Desk::new();
    let (miriam, start) = (desk.miriam.member(), now());
    for _ in 0..3 {
        assert_eq!(desk.store.sign_in(miriam, "guess", start).unwrap_err().code(), "wrong_passphrase");
    }
    assert_eq!(
        told(&mut desk, "session.refused"),
        [
            "refused a wrong passphrase of Miriam; the next try waits 2 seconds",
            "refused a wrong passphrase of Miriam",
            "refused a wrong passphrase of Miriam",
        ]
    );
    let back = start - Duration::days(400);
    assert_eq!(desk.store.sign_in(miriam, PASSPHRASE, back).unwrap_err().code(), "wait");
    desk.store.sign_in(miriam, PASSPHRASE, start + Duration::seconds(2)).unwrap();
}

#[test]
fn a_clock_set_back_is_recorded_as_it_was_and_found_by_verifying() {
    let mut desk = Desk::new();
    let tom = desk.tom.member();
    desk.store.sign_in(tom, PASSPHRASE, now() - Duration::days(30)).unwrap();
    let found = desk.store.verify().unwrap();
    assert!(found.sound, "{:?}", found.faults);
    assert_eq!(found.clock_steps, 1);
}

#[test]
fn wrong_passphrases_at_signing_count_like_those_at_signing_in() {
    let mut desk = Desk::new();
    let article = desk.begin("One", "The dose is 5 mg daily.");
    desk.submit(article);
    take(&mut desk.store, &desk.miriam, article).unwrap();
    let digest = desk.store.article(article).unwrap().head().unwrap().digest;
    let command = Command::SignVerdict {
        article,
        revision: 1,
        digest,
        evidence: None,
        verdict: Verdict::Approve,
        base: None,
        reason: String::new(),
    };
    for _ in 0..3 {
        let refused = desk.store.dispatch(&desk.miriam, &command, Some("guess"), now()).unwrap_err();
        assert_eq!(refused.code(), "wrong_passphrase");
    }
    let refused = desk.store.dispatch(&desk.miriam, &command, Some(PASSPHRASE), now()).unwrap_err();
    assert_eq!(refused.code(), "wait");
    assert!(desk.store.article(article).unwrap().verdicts.is_empty());
}

#[test]
fn a_member_changes_their_passphrase_and_keeps_their_key() {
    let mut desk = Desk::new();
    let key = desk.store.board().unwrap().members[&desk.miriam.member()].key.clone();
    let mut change = |old: &str, new: &str| {
        desk.store.change_passphrase(&desk.miriam, old, new, now()).map_err(|error| error.code())
    };
    assert_eq!(change("guess", "another quiet night"), Err("wrong_passphrase"));
    assert_eq!(change(PASSPHRASE, "short"), Err("weak_passphrase"));
    assert_eq!(change(PASSPHRASE, PASSPHRASE), Err("no_change"));
    assert_eq!(change(PASSPHRASE, "another quiet night"), Ok(()));
    let miriam = desk.miriam.member();
    assert_eq!(desk.store.sign_in(miriam, PASSPHRASE, now()).unwrap_err().code(), "wrong_passphrase");
    desk.store.sign_in(miriam, "another quiet night", now()).unwrap();
    assert_eq!(desk.store.board().unwrap().members[&miriam].key, key);
    assert_eq!(told(&mut desk, "passphrase.changed"), ["chose another passphrase"]);
}

#[test]
fn a_reset_makes_a_new_key_ends_old_sessions_and_leaves_old_signatures_valid() {
    let mut desk = Desk::new();
    let article = desk.begin("One", "The dose is 5 mg daily.");
    desk.submit(article);
    take(&mut desk.store, &desk.miriam, article).unwrap();
    sign(&mut desk.store, &desk.miriam, article, Verdict::Approve).unwrap();
    let miriam = desk.miriam.member();
    let reset = Command::ResetPassphrase { member: miriam, reason: "Forgotten.".to_owned() };
    assert_eq!(
        desk.store.dispatch(&desk.tom, &reset, Some("for the time being"), now()).unwrap_err().code(),
        "not_allowed"
    );
    assert_eq!(
        desk.store.dispatch(&desk.ada, &reset, Some("short"), now()).unwrap_err().code(),
        "weak_passphrase"
    );
    desk.store.dispatch(&desk.ada, &reset, Some("for the time being"), now()).unwrap();

    // The session that was open in another window can do nothing more, not even sign out in its own name.
    let thread = Command::OpenThread {
        article,
        revision: 1,
        on: editorial::NewSubject::Article,
        disposition: editorial::Disposition::Informing,
        text: "Still here?".to_owned(),
        suggestion: None,
    };
    assert_eq!(desk.store.dispatch(&desk.miriam, &thread, None, now()).unwrap_err().code(), "key_replaced");
    assert_eq!(desk.store.sign_in(miriam, PASSPHRASE, now()).unwrap_err().code(), "wrong_passphrase");

    let again = desk.store.sign_in(miriam, "for the time being", now()).unwrap();
    let board = desk.store.board().unwrap();
    assert_eq!(board.members[&miriam].keys.len(), 2);
    assert!(desk.store.signatures(article).unwrap()[0].fault.is_none());

    // An administrator knows this passphrase: nothing is signed with it.
    let next = desk.begin("Two", "The dose is 5 mg daily.");
    desk.submit(next);
    take(&mut desk.store, &again, next).unwrap();
    assert!(desk.store.article_view(miriam, next, None).unwrap().may.approve.is_some());
    let digest = desk.store.article(next).unwrap().head().unwrap().digest;
    let approve = Command::SignVerdict {
        article: next,
        revision: 1,
        digest,
        evidence: None,
        verdict: Verdict::Approve,
        base: None,
        reason: String::new(),
    };
    let refused = desk.store.dispatch(&again, &approve, Some("for the time being"), now()).unwrap_err();
    assert_eq!(refused.code(), "missing");
    desk.store.change_passphrase(&again, "for the time being", PASSPHRASE, now()).unwrap();
    sign(&mut desk.store, &again, next, Verdict::Approve).unwrap();

    let (miriam, store) = (desk.miriam, &mut desk.store);
    store.sign_out(miriam, now()).unwrap();
    let found = store.verify().unwrap();
    assert!(found.sound, "{:?}", found.faults);
}

#[test]
fn nobody_gets_in_with_a_key_that_was_tampered_with_in_the_file() {
    let desk = Desk::new();
    let (miriam, tom) = (desk.miriam.member().to_string(), desk.tom.member().to_string());
    let record = |file: &Connection, member: &str| -> String {
        file.query_row("SELECT record FROM member_key WHERE member = ?", [member], |row| row.get(0)).unwrap()
    };
    let put = |file: &Connection, record: &str| {
        file.execute("UPDATE member_key SET record = ?1 WHERE member = ?2", [record, &miriam]).unwrap();
    };
    let attempt = || open(&desk.path()).sign_in(desk.miriam.member(), PASSPHRASE, now()).map(drop);
    let file = Connection::open(desk.path()).unwrap();
    let good = record(&file, &miriam);

    put(&file, &record(&file, &tom));
    assert_eq!(attempt().unwrap_err().code(), "damaged", "another member's key, and its passphrase");
    put(&file, "{}");
    assert_eq!(attempt().unwrap_err().code(), "damaged");
    for (at, byte) in good.char_indices().filter(|(_, c)| c.is_ascii_hexdigit()).step_by(7) {
        let other = if byte == '1' { "2" } else { "1" };
        let mut changed = good.clone();
        changed.replace_range(at..=at, other);
        put(&file, &changed);
        if let Err(error) = attempt() {
            assert!(["damaged", "wrong_passphrase", "wait"].contains(&error.code()), "{error}");
        } else {
            // What was changed is no part of the key: then it is still the one the log registers.
            assert_eq!(enter(&mut open(&desk.path()), "Miriam").member(), desk.miriam.member());
        }
        file.execute("DELETE FROM refused", []).unwrap();
    }
    put(&file, &good);
    attempt().unwrap();
}

#[test]
fn a_key_that_the_log_does_not_register_opens_nothing() {
    // The other board's member is given this board's identity, so that the record itself is in order.
    let (desk, other) = (Desk::new(), Desk::new());
    let file = Connection::open(desk.path()).unwrap();
    let theirs = Connection::open(other.path()).unwrap();
    let record: String = theirs
        .query_row(
            "SELECT record FROM member_key WHERE member = ?",
            [other.miriam.member().to_string()],
            |row| row.get(0),
        )
        .unwrap();
    let miriam = desk.miriam.member().to_string();
    let record = record.replace(&other.miriam.member().to_string(), &miriam);
    file.execute("UPDATE member_key SET record = ?1 WHERE member = ?2", [&record, &miriam]).unwrap();
    let refused = open(&desk.path()).sign_in(desk.miriam.member(), PASSPHRASE, now()).unwrap_err();
    assert!(["damaged", "wrong_passphrase"].contains(&refused.code()), "{refused}");
    let mut desk = desk;
    let article = desk.begin("One", "The dose is 5 mg daily.");
    assert_eq!(desk.store.article(article).unwrap().stage, Stage::Draft);
}
