//! A log as it was written once must be read for ever: `golden/log-1.zip` is the whole log of a small board, in the form of
//! the first version, and `golden/log-1.txt` what its events said. Neither is ever made anew. A form that changes gets a
//! second log beside the first.

use crate::common::{Desk, PASSPHRASE, document, member, now, verdict};
use editorial::{
    ArticleId, Certainty, CitationTerms, ClaimId, Command, Disposition, Judgement, MemberId, Names,
    NewSubject, Relation, Rules, SourceId, ThreadId, Verdict,
};
use serde_json::json;
use std::{collections::BTreeSet, fmt::Write as _, fs, fs::File, ops::ControlFlow, path::PathBuf};
use store::{ExportFormat, query::TrailFilter, restore, unwatched, verify_bundle_file};

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}

/// Names as they are written where nobody is known.
struct Nobody;

impl Names for Nobody {
    fn member(&self, _: MemberId) -> String {
        "somebody".to_owned()
    }

    fn source(&self, _: SourceId) -> String {
        "a source".to_owned()
    }

    fn claim(&self, _: ClaimId) -> Option<String> {
        None
    }

    fn thread(&self, _: ThreadId) -> Option<String> {
        None
    }

    fn done_to_sources(&self) -> Vec<String> {
        Vec::new()
    }
}

/// The events of a bundle, a line each, as this program tells them; and their kinds.
fn told(bundle: &PathBuf) -> (String, BTreeSet<String>) {
    let (mut lines, mut kinds) = (String::new(), BTreeSet::new());
    ledger::bundle::verify_bundle(File::open(bundle).unwrap(), &[], |read, _| {
        let event = editorial::Event::from_parts(&read.kind, read.v, &read.payload).unwrap();
        writeln!(lines, "{} {} {}", read.seq, read.kind, event.told(None, &Nobody)).unwrap();
        kinds.insert(read.kind.clone());
        ControlFlow::Continue(())
    })
    .unwrap();
    (lines, kinds)
}

#[test]
fn the_log_of_the_first_version_is_read_for_ever() {
    let log = file("log-1.zip");
    let found = verify_bundle_file(&log, &[], &mut store::unwatched).unwrap();
    assert!(found.sound, "{:?}", found.faults);
    let (lines, kinds) = told(&log);
    assert_eq!(lines, fs::read_to_string(file("log-1.txt")).unwrap());
    for kind in [
        "approval.lapsed",
        "article.approved",
        "article.changes_requested",
        "article.created",
        "article.retitled",
        "article.submitted",
        "article.taken_back",
        "article.withdrawn",
        "board.created",
        "board.restored",
        "candidate.dismissed",
        "citation.added",
        "citation.changed",
        "citation.removed",
        "claim.assessed",
        "claim.made",
        "claim.reattached",
        "claim.removed",
        "key.registered",
        "log.exported",
        "log.verified",
        "member.added",
        "member.deactivated",
        "member.reactivated",
        "member.renamed",
        "member.roles_changed",
        "policy.changed",
        "review.assigned",
        "review.recused",
        "revision.saved",
        "session.ended",
        "session.refused",
        "session.started",
        "source.added",
        "source.changed",
        "source.removed",
        "thread.opened",
        "thread.replied",
        "thread.reopened",
        "thread.resolved",
        "verdict.signed",
    ] {
        assert!(kinds.contains(kind), "{kind} is not in the golden log");
    }
}

#[derive(Clone, Copy)]
enum Who {
    Ada,
    Tom,
    Miriam,
    Rahul,
}

fn act(desk: &mut Desk, who: Who, command: &Command) -> String {
    let by = match who {
        Who::Ada => &desk.ada,
        Who::Tom => &desk.tom,
        Who::Miriam => &desk.miriam,
        Who::Rahul => &desk.rahul,
    };
    let secret = command.asks_passphrase().then_some(PASSPHRASE);
    desk.store.dispatch(by, command, secret, now()).unwrap().made.unwrap_or_default()
}

fn sign(desk: &mut Desk, who: Who, article: ArticleId, what: Verdict) {
    let by = if matches!(who, Who::Miriam) { &desk.miriam } else { &desk.rahul };
    let command = verdict(&mut desk.store, by, article, what);
    act(desk, who, &command);
}

/// Makes the golden files where there are none: `cargo test -p store golden::make -- --ignored`.
#[test]
#[ignore = "made once"]
fn make() {
    assert!(!file("log-1.zip").exists(), "a golden log is never made anew");
    let mut desk = Desk::new();
    let d = &mut desk;
    let because = || "Because it was so.".to_owned();
    let (tom, rahul) = (member(&mut d.store, "Tom"), member(&mut d.store, "Rahul"));
    let rules = Rules { review_days: 7, ..Rules::default() };
    act(d, Who::Ada, &Command::ChangePolicy { text: "Two sign.".into(), rules, reason: because() });
    act(d, Who::Ada, &Command::RenameMember { member: rahul, name: "Dr. Rahul".into() });
    let roles = [editorial::Role::Editor, editorial::Role::Compliance].into();
    act(d, Who::Ada, &Command::ChangeRoles { member: tom, roles, reason: because() });
    act(d, Who::Ada, &Command::DeactivateMember { member: tom, reason: because() });
    act(d, Who::Ada, &Command::ReactivateMember { member: tom, reason: because() });
    assert!(d.store.sign_in(tom, "not the passphrase", now()).is_err());

    let details = |title: &str| {
        serde_json::from_value::<editorial::Source>(
            json!({ "kind": "guideline", "title": title, "issued": "2024" }),
        )
        .unwrap()
    };
    let source: SourceId =
        act(d, Who::Tom, &Command::AddSource { details: details("Gout in general practice") })
            .parse()
            .unwrap();
    let spare: SourceId =
        act(d, Who::Tom, &Command::AddSource { details: details("A leaflet") }).parse().unwrap();
    act(d, Who::Tom, &Command::ChangeSource { source: spare, details: details("A leaflet, revised") });
    act(d, Who::Tom, &Command::RemoveSource { source: spare });

    let text = "Gout flares often begin at night.\nRest and cooling ease the pain.";
    let article = d.begin("Gout", text);
    act(d, Who::Tom, &Command::RetitleArticle { article, title: "Gout at night".into() });
    act(d, Who::Tom, &Command::DismissCandidate { article, quote: "Rest and cooling ease the pain.".into() });
    let claim =
        |block: u32, end: u32| Command::MakeClaim { article, revision: 1, block: vec![block], start: 0, end };
    let first = act(d, Who::Tom, &claim(0, 33)).parse().unwrap();
    let second = act(d, Who::Tom, &claim(1, 4)).parse().unwrap();
    act(d, Who::Tom, &Command::RemoveClaim { article, claim: second, reason: because() });
    act(
        d,
        Who::Tom,
        &Command::ReattachClaim { article, claim: first, revision: 1, block: vec![0], start: 0, end: 11 },
    );
    let terms = |locator: &str| CitationTerms {
        locator: locator.into(),
        quote: "at night".into(),
        ..CitationTerms::new(Relation::Supports)
    };
    let cite = |locator: &str| Command::AddCitation { article, claim: first, source, terms: terms(locator) };
    let citation = act(d, Who::Tom, &cite("p. 3")).parse().unwrap();
    act(d, Who::Tom, &Command::ChangeCitation { article, claim: first, citation, terms: terms("p. 4") });
    act(d, Who::Tom, &Command::RemoveCitation { article, claim: first, citation });
    act(d, Who::Tom, &cite("p. 5"));
    let judge = Command::AssessClaim {
        article,
        claim: first,
        judgement: Judgement::Verified,
        certainty: Some(Certainty::Moderate),
        reason: because(),
    };
    act(d, Who::Miriam, &judge);
    let open = Command::OpenThread {
        article,
        revision: 1,
        on: NewSubject::Article,
        disposition: Disposition::Informing,
        text: "Who is it for?".into(),
        suggestion: None,
    };
    let thread = act(d, Who::Miriam, &open).parse().unwrap();
    act(d, Who::Tom, &Command::ReplyThread { article, thread, text: "For patients.".into() });
    act(
        d,
        Who::Tom,
        &Command::ResolveThread { article, thread, text: "Said so in the title.".into(), revision: None },
    );
    act(d, Who::Tom, &Command::ReopenThread { article, thread, reason: because() });
    act(d, Who::Tom, &Command::ResolveThread { article, thread, text: "Settled.".into(), revision: None });

    d.submit(article);
    act(d, Who::Tom, &Command::TakeBack { article, reason: because() });
    d.submit(article);
    act(d, Who::Ada, &Command::AssignReview { article, revision: 1, member: rahul, due: None });
    let review = d.store.article(article).unwrap().reviews[0].id;
    act(d, Who::Rahul, &Command::Recuse { article, review, reason: because() });
    d.take(article);
    sign(d, Who::Miriam, article, Verdict::RequestChanges);
    let document = document("Gout flares often begin at night.\nCooling eases the pain.");
    act(
        d,
        Who::Tom,
        &Command::SaveRevision { article, base: 1, document: document.clone(), message: "Shorter".into() },
    );
    d.approve(article);
    let after = crate::common::document("Gout flares often begin at night.\nCooling eases pain.");
    act(
        d,
        Who::Tom,
        &Command::SaveRevision { article, base: 2, document: after, message: "Shorter still".into() },
    );
    d.submit(article);
    act(d, Who::Ada, &Command::Withdraw { article, reason: because() });
    let csv = d.folder.path().join("trail.csv");
    d.export_to(&csv, ExportFormat::Csv, &TrailFilter::default(), &mut unwatched).unwrap();
    d.store.verify_for(&d.ada, now()).unwrap();

    let (copy, again) = (d.folder.path().join("copy.board"), d.folder.path().join("again.board"));
    d.store.back_up(&copy).unwrap();
    restore(&copy, &again, store::Cost::FOR_TESTS_ONLY, now(), &mut store::unwatched).unwrap();
    let mut store = crate::common::open(&again);
    let ada = crate::common::enter(&mut store, "Ada");
    let tom = crate::common::enter(&mut store, "Tom");
    store.sign_out(tom, now()).unwrap();
    fs::create_dir_all(file("")).unwrap();
    let bundle = store.prepare_bundle(ada.member(), &file("log-1.zip"), None, now(), &mut unwatched).unwrap();
    store.hand_out(&ada, bundle, now()).unwrap();
    fs::write(file("log-1.txt"), told(&file("log-1.zip")).0).unwrap();
}
