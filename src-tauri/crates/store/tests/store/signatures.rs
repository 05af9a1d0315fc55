//! Signatures outside the database, and what they stand on.

use crate::common::{Desk, PASSPHRASE, now, sign, take};
use editorial::{
    ArticleId, CitationTerms, ClaimId, Command, Judgement, Lapse, Relation, SourceId, Stage, Verdict,
};
use std::{
    io::Write as _,
    path::Path,
    process::{Command as Program, Stdio},
};

/// An article with a claim and its source, with the board.
pub(crate) fn substantiated(desk: &mut Desk) -> (ArticleId, ClaimId, SourceId) {
    let article = desk.begin("One", "The dose is 5 mg daily.\nIt is safe.");
    let details =
        serde_json::from_value(serde_json::json!({ "kind": "report", "title": "A report" })).unwrap();
    let made = |outcome: store::Outcome| outcome.made.unwrap();
    let source = desk.store.dispatch(&desk.tom, &Command::AddSource { details }, None, now()).map(made);
    let source = source.unwrap().parse().unwrap();
    let claim = Command::MakeClaim { article, revision: 1, block: vec![0], start: 0, end: 22 };
    let claim = desk.store.dispatch(&desk.tom, &claim, None, now()).map(made).unwrap().parse().unwrap();
    let cite = Command::AddCitation { article, claim, source, terms: terms("p 3") };
    desk.store.dispatch(&desk.tom, &cite, None, now()).unwrap();
    desk.submit(article);
    (article, claim, source)
}

fn terms(locator: &str) -> CitationTerms {
    CitationTerms { locator: locator.to_owned(), ..CitationTerms::new(Relation::Supports) }
}

pub(crate) fn approve(desk: &mut Desk, article: ArticleId) {
    for session in [&desk.miriam, &desk.rahul] {
        take(&mut desk.store, session, article).unwrap();
        sign(&mut desk.store, session, article, Verdict::Approve).unwrap();
    }
    assert_eq!(desk.store.article(article).unwrap().stage, Stage::Approved);
}

#[test]
fn another_implementation_verifies_every_signature_and_misses_no_changed_bit() {
    let able = Program::new("python3").args(["-c", "import cryptography"]).output();
    if !able.is_ok_and(|output| output.status.success()) {
        eprintln!("SKIPPED: the second verifier needs python3 with the package `cryptography`");
        return;
    }
    let mut desk = Desk::new();
    let (article, ..) = substantiated(&mut desk);
    approve(&mut desk, article);
    let signatures = desk.store.signatures(article).unwrap();
    assert_eq!(signatures.len(), 2);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verify_signatures.py");
    let mut python =
        Program::new("python3").arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let json = serde_json::to_vec(&signatures).unwrap();
    python.stdin.take().unwrap().write_all(&json).unwrap();
    let output = python.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "SOUND 0\nSOUND 0\n");
}

#[test]
fn a_statement_says_everything_that_an_approval_rests_on() {
    let mut desk = Desk::new();
    let (article, ..) = substantiated(&mut desk);
    approve(&mut desk, article);
    let signed = &desk.store.signatures(article).unwrap()[0];
    assert_eq!((&signed.fault, &signed.past), (&None, &None));
    let statement: serde_json::Value = serde_json::from_str(&signed.statement).unwrap();
    let head = desk.store.article(article).unwrap().head().unwrap().digest.to_string();
    let board = desk.store.board().unwrap();
    assert_eq!(statement["form"], "imprimatur/verdict/v1");
    assert_eq!(statement["board"], board.id.unwrap().to_string());
    assert_eq!(statement["article"], article.to_string());
    assert_eq!((&statement["revision"], &statement["digest"]), (&1.into(), &head.into()));
    assert_eq!(statement["claims"].as_str().unwrap().len(), 64);
    assert_eq!(statement["sources"].as_array().unwrap().len(), 1);
    assert_eq!(statement["sources"][0]["digest"].as_str().unwrap().len(), 64);
    assert_eq!((&statement["policy"], &statement["base"]), (&1.into(), &serde_json::Value::Null));
    assert!(statement["checks"].as_array().unwrap().iter().all(|check| check["version"].as_u64() > Some(0)));
    assert!(statement["findings"].as_array().unwrap().iter().any(|f| f["check"] == "unverified-claim"));
    assert_eq!(statement["coverage"], serde_json::json!({ "acknowledged": [], "read": [], "sections": 1 }));
    assert_eq!((&statement["verdict"], &statement["role"]), (&"approve".into(), &"board_member".into()));
    assert_eq!((&statement["name"], &statement["reason"]), (&"Miriam".into(), &"Because.".into()));
    assert_eq!(statement["meaning"], Verdict::Approve.meaning());
    assert_eq!(statement["key"], signed.public_key);
    assert!(statement["at"].as_str().unwrap().ends_with('Z'));
}

#[test]
fn a_signature_is_shown_as_faulty_where_its_statement_was_written_anew() {
    let mut desk = Desk::new();
    let (article, ..) = substantiated(&mut desk);
    take(&mut desk.store, &desk.miriam, article).unwrap();
    sign(&mut desk.store, &desk.miriam, article, Verdict::Approve).unwrap();
    let forger = rusqlite::Connection::open(desk.path()).unwrap();
    forger.execute_batch("DROP TRIGGER event_is_never_changed").unwrap();
    forger
        .execute("UPDATE event SET body = replace(body, '\\\"title\\\":\\\"One\\\"', '\\\"title\\\":\\\"Two\\\"') WHERE kind = 'verdict.signed'", [])
        .unwrap();
    drop(forger);
    let mut store = crate::common::open(&desk.path());
    assert!(store.signatures(article).unwrap()[0].fault.is_some());
    assert!(!store.verify().unwrap().sound);
}

#[test]
fn claims_and_citations_that_change_make_earlier_approvals_of_the_round_count_no_longer() {
    let mut desk = Desk::new();
    let (article, claim, _) = substantiated(&mut desk);
    take(&mut desk.store, &desk.miriam, article).unwrap();
    take(&mut desk.store, &desk.rahul, article).unwrap();
    sign(&mut desk.store, &desk.miriam, article, Verdict::Approve).unwrap();

    // A colleague's judgement takes nothing away.
    let verify = Command::AssessClaim {
        article,
        claim,
        judgement: Judgement::Verified,
        certainty: None,
        reason: String::new(),
    };
    desk.store.dispatch(&desk.rahul, &verify, None, now()).unwrap();
    assert_eq!(desk.store.article(article).unwrap().approvers().len(), 1);

    let citation = desk.store.article(article).unwrap().claims[&claim].citations[0].id;
    let change = Command::ChangeCitation { article, claim, citation, terms: terms("p 4") };
    desk.store.dispatch(&desk.tom, &change, None, now()).unwrap();
    let view = desk.store.article(article).unwrap();
    assert!(view.approvers().is_empty());
    assert_eq!(view.verdicts[0].outdated.as_deref(), Some("a citation was changed"));
    let past = desk.store.signatures(article).unwrap()[0].past.clone();
    assert_eq!(past.as_deref(), Some("a citation was changed"));

    // One signature more does not make the quorum of two; the first signer has the review again.
    sign(&mut desk.store, &desk.rahul, article, Verdict::Approve).unwrap();
    assert_eq!(desk.store.article(article).unwrap().stage, Stage::UnderReview);
    let filter = store::query::QueueFilter::default();
    let today = now().date_naive();
    let waits = desk.store.queue(desk.miriam.member(), &filter, today).unwrap().rows[0].waiting;
    assert_eq!(waits, Some(store::query::Waiting::ReviewAgain));
    sign(&mut desk.store, &desk.miriam, article, Verdict::Approve).unwrap();
    assert_eq!(desk.store.article(article).unwrap().stage, Stage::Approved);
    assert!(desk.store.check_projections().unwrap().different.is_empty());
}

#[test]
fn nobody_signs_other_claims_than_they_saw() {
    let mut desk = Desk::new();
    let (article, claim, _) = substantiated(&mut desk);
    take(&mut desk.store, &desk.miriam, article).unwrap();
    let seen = desk.store.article_view(desk.miriam.member(), article, None).unwrap();
    let citation = seen.claims[0].citations[0].id;
    let change = Command::ChangeCitation { article, claim, citation, terms: terms("p 4") };
    desk.store.dispatch(&desk.tom, &change, None, now()).unwrap();
    let stale = Command::SignVerdict {
        article,
        revision: 1,
        digest: seen.revisions[0].digest,
        evidence: Some(seen.evidence),
        verdict: Verdict::Approve,
        base: None,
        reason: String::new(),
    };
    let refused = desk.store.dispatch(&desk.miriam, &stale, Some(PASSPHRASE), now()).unwrap_err();
    assert_eq!(refused.code(), "outdated");
}

#[test]
fn an_approval_lapses_when_a_source_it_rests_on_changes() {
    let mut desk = Desk::new();
    let (article, _, source) = substantiated(&mut desk);
    approve(&mut desk, article);
    let details =
        serde_json::from_value(serde_json::json!({ "kind": "report", "title": "A report, retracted" }))
            .unwrap();
    desk.store.dispatch(&desk.tom, &Command::ChangeSource { source, details }, None, now()).unwrap();
    let view = desk.store.article(article).unwrap();
    assert_eq!((view.stage, view.lapsed, view.lapse), (Stage::Draft, Some(1), Some(Lapse::Source)));
    assert!(view.approval.is_none());
    let past = desk.store.signatures(article).unwrap()[0].past.clone();
    assert_eq!(past.as_deref(), Some("a cited source has changed"));
    let stream = Some(format!("article/{article}"));
    let filter =
        store::query::TrailFilter { stream, kind: Some("approval.lapsed".to_owned()), ..Default::default() };
    let row = desk.store.trail(&filter).unwrap().rows.remove(0);
    let changed = format!(
        "ended the approval of revision 1: a cited source has changed (event {}: changed the source ",
        row.seq - 1
    );
    assert!(row.told.starts_with(&changed), "{}", row.told);
    assert!(row.told.contains(" title from “"), "{}", row.told);
    assert!(row.told.ends_with(" to “A report, retracted”)"), "{}", row.told);
    assert!(desk.store.check_projections().unwrap().different.is_empty());
}

#[test]
fn what_changes_nothing_leaves_an_approval_alone_and_a_next_review_ends_it() {
    let mut desk = Desk::new();
    let (article, ..) = substantiated(&mut desk);
    approve(&mut desk, article);
    assert_eq!(desk.save(article, "The dose is 5 mg daily.\nIt is safe.").unwrap_err().code(), "no_change");
    assert_eq!(desk.store.article(article).unwrap().stage, Stage::Approved);
    let due = desk.store.article(article).unwrap().approval.clone().unwrap().next_review.unwrap();
    let filter = store::query::QueueFilter::default();
    for (day, waits) in [(due.pred_opt().unwrap(), None), (due, Some(store::query::Waiting::DueAgain))] {
        for member in [desk.miriam.member(), desk.tom.member()] {
            let row = desk.store.queue(member, &filter, day).unwrap().rows.remove(0);
            assert_eq!((row.waiting, row.due), (waits, Some(due.to_string())));
        }
    }
    desk.submit(article);
    let view = desk.store.article(article).unwrap();
    assert_eq!((view.stage, view.lapse, view.round), (Stage::Submitted, Some(Lapse::NextReview), 2));
    assert!(view.approval.is_none() && view.approvers().is_empty());
}

#[test]
fn what_was_found_is_told_with_how_grave_it_was_and_who_let_it_stand() {
    let mut desk = Desk::new();
    let (article, ..) = substantiated(&mut desk);
    let found = desk.store.findings(article).unwrap();
    let finding = found.iter().find(|found| found.check == "unverified-claim").unwrap().key.clone();
    let waive = Command::WaiveFinding { article, revision: 1, finding, reason: "I know it.".to_owned() };
    desk.store.dispatch(&desk.miriam, &waive, None, now()).unwrap();
    approve(&mut desk, article);
    let filter = store::query::TrailFilter::default();
    let report = desk.store.report(&filter, desk.ada.member(), now(), &mut store::unwatched).unwrap();
    let told = &report.signatures[0].findings;
    assert_eq!(told.len(), found.len());
    let ends = |end: &str| told.iter().any(|line| line.ends_with(end));
    assert!(ends(" at revision 1: “I know it.”)") && ends(" (advisory)"), "{told:?}");
    assert!(told.iter().any(|line| line.contains("(advisory, waived by Miriam on 20")), "{told:?}");
}
