//! Random members ask for random things, in any order.

use crate::common::{Desk, PASSPHRASE, document, now};
use editorial::{
    ArticleId, CitationTerms, Command, Disposition, Judgement, NewSubject, Relation, ReviewState, Role,
    Stage, Verdict,
};
use proptest::{collection::vec, prelude::*};
use store::{Session, query::TrailFilter};

/// What somebody tries: who, what, and three numbers to choose with.
type Attempt = (u8, u8, u8, u8);

fn command(desk: &mut Desk, article: ArticleId, (_, what, a, b): Attempt) -> Option<Command> {
    let view = desk.store.article(article).unwrap();
    let head = view.head()?;
    let (revision, digest) = (head.number, head.digest);
    // Now and then somebody works on what they saw before.
    let seen = if b % 5 == 0 { revision.saturating_sub(1).max(1) } else { revision };
    let claim = || view.claims.keys().nth(usize::from(a) % view.claims.len().max(1)).copied();
    let thread = || view.threads.keys().nth(usize::from(a) % view.threads.len().max(1)).copied();
    let reason = if b % 3 == 0 { String::new() } else { "Because.".to_owned() };
    Some(match what % 29 {
        0 | 1 => Command::SaveRevision {
            article,
            base: seen,
            document: document(&format!(
                "The dose is {a} mg daily.\nIt is not safe in {b} of them.\nWord{}.",
                a ^ b
            )),
            message: "Change".to_owned(),
        },
        2 | 3 => Command::Submit { article, revision: seen, note: "Please.".to_owned() },
        4 => Command::TakeBack { article, reason },
        5 | 6 => Command::TakeReview { article, revision: seen },
        7 => {
            let board = desk.store.board().unwrap();
            let member = *board.members.keys().nth(usize::from(a) % board.members.len())?;
            Command::AssignReview { article, revision: seen, member, due: None }
        }
        8 => {
            let review = view.reviews.iter().rev().nth(usize::from(a) % 2)?.id;
            Command::Recuse { article, review, reason }
        }
        9..=12 => Command::SignVerdict {
            article,
            revision: seen,
            digest: view.revision(seen).map_or(digest, |r| r.digest),
            evidence: None,
            verdict: if a % 4 == 0 { Verdict::ALL[usize::from(b) % 3] } else { Verdict::Approve },
            base: (b % 2 == 0).then(|| revision.saturating_sub(1)).filter(|base| *base > 0),
            reason,
        },
        13 if a % 8 == 0 => Command::Withdraw { article, reason },
        13 | 14 => {
            Command::MakeClaim { article, revision: seen, block: vec![u32::from(a % 3)], start: 0, end: 8 }
        }
        15 => Command::AssessClaim {
            article,
            claim: claim()?,
            judgement: Judgement::ALL[usize::from(b) % 3],
            certainty: None,
            reason,
        },
        16 => Command::AddCitation {
            article,
            claim: claim()?,
            source: desk.store.sources("").unwrap().first()?.id,
            terms: CitationTerms::new(Relation::Supports),
        },
        17 => Command::OpenThread {
            article,
            revision: seen,
            on: NewSubject::Text { block: vec![0], start: 4, end: 8 },
            disposition: Disposition::ALL[usize::from(a) % 2],
            text: "Why?".to_owned(),
            suggestion: (a > 128).then(|| "otherwise".to_owned()),
        },
        18 => Command::ResolveThread { article, thread: thread()?, text: reason, revision: None },
        19 => {
            let board = desk.store.board().unwrap();
            let member = *board.members.keys().nth(usize::from(a) % board.members.len())?;
            let review = view.reviews.iter().rev().nth(usize::from(b) % 2)?.id;
            Command::ReplaceReviewer { article, review, member, due: None, reason }
        }
        20 => {
            let reader = desk.store.board().unwrap().members.keys().next().copied()?;
            let sections = desk.store.article_view(reader, article, None).unwrap().sections;
            let sections = sections.iter().map(|s| s.digest).collect();
            if a % 3 == 0 {
                Command::MarkUnread { article, revision: seen, sections }
            } else {
                Command::MarkRead { article, revision: seen, sections }
            }
        }
        21 => {
            let claim = view.claims.values().nth(usize::from(a) % view.claims.len().max(1))?;
            let terms = CitationTerms { locator: format!("p {b}"), ..claim.citations.first()?.terms.clone() };
            Command::ChangeCitation { article, claim: claim.id, citation: claim.citations.first()?.id, terms }
        }
        22 => {
            let mut source = desk.store.sources("").unwrap().remove(0);
            source.details.pages = format!("{a}");
            Command::ChangeSource { source: source.id, details: source.details }
        }
        23 => Command::RetitleArticle { article, title: format!("Title {a}") },
        24 if a % 4 == 0 => {
            let policy = desk.store.board().unwrap().policy.clone();
            let rules = editorial::Rules { quorum: 1 + u32::from(b % 3), ..policy.rules };
            Command::ChangePolicy { text: policy.text, rules, reason }
        }
        25 if a % 4 == 0 => {
            let board = desk.store.board().unwrap();
            let member = *board.members.keys().nth(usize::from(b) % board.members.len())?;
            let roles = if b % 2 == 0 { [Role::Editor].into() } else { [Role::BoardMember].into() };
            match a % 3 {
                0 => Command::DeactivateMember { member, reason },
                1 => Command::ReactivateMember { member, reason },
                _ => Command::ChangeRoles { member, roles, reason },
            }
        }
        26 => Command::AcceptSuggestion { article, thread: thread()? },
        27 => Command::DeclineSuggestion { article, thread: thread()?, reason },
        _ => {
            let (from, to) = (view.base_for(desk.miriam.member())?, revision);
            let comparison = desk.store.comparison(article, from, to).unwrap();
            let change = comparison.changes.iter().find(|change| change.clinical)?.key.clone();
            Command::AcknowledgeChange { article, from, to, change }
        }
    })
}

fn attempt(desk: &mut Desk, elena: &Session, article: ArticleId, attempt: Attempt) {
    let Some(command) = command(desk, article, attempt) else { return };
    let session = [&desk.tom, &desk.miriam, &desk.rahul, &desk.ada, elena][usize::from(attempt.0) % 5];
    let roles = desk.store.board().unwrap().members[&session.member()].roles.clone();
    let before = desk.store.head().unwrap().size();
    // A refusal is an answer; anything else is a defect.
    match desk.store.dispatch(session, &command, Some(PASSPHRASE), now()) {
        Ok(_) => {
            let allowed = command.right().roles().iter().any(|role| roles.contains(role));
            assert!(allowed, "with {roles:?} nobody may {command:?}");
            assert!(desk.store.head().unwrap().size() > before, "{command:?} left no event");
        }
        Err(store::StoreError::Refused(_)) => {
            assert_eq!(desk.store.head().unwrap().size(), before, "a refusal changed something");
        }
        Err(other) => panic!("{command:?}: {other}"),
    }
}

/// 21 CFR 11.10(f) and (g) in one place: the quorum of distinct, eligible, unrecused members signed this very text.
fn approved_by_the_rules(desk: &mut Desk, article: ArticleId) {
    let view = desk.store.article(article).unwrap();
    if view.stage != Stage::Approved {
        assert!(view.approval.is_none());
        let wanting = desk.store.board().unwrap().wanting(&view);
        assert!(
            view.stage != Stage::UnderReview || !wanting.is_empty(),
            "a quorum was met, and approved nothing"
        );
        return;
    }
    let (board, head) = (desk.store.board().unwrap(), view.head().unwrap());
    let approval = view.approval.as_ref().unwrap();
    assert_eq!((approval.revision, approval.digest), (head.number, head.digest));
    // What the statements say was signed, not what the fold made of them.
    let (claims, title) = (view.claims_digest().to_string(), view.title.clone());
    let signed: std::collections::BTreeSet<_> = view
        .verdicts
        .iter()
        .filter(|v| v.verdict == Verdict::Approve && v.round == view.round && v.digest == head.digest)
        .filter(|v| {
            let said: serde_json::Value = serde_json::from_str(&v.statement).unwrap();
            let sources = said["sources"].as_array().unwrap();
            let stands = |source: &serde_json::Value| {
                let id = source["source"].as_str().unwrap().parse().unwrap();
                source["digest"] == desk.store.source(id).unwrap().details.digest().to_string()
            };
            said["claims"] == claims && said["title"] == title && sources.iter().all(stands)
        })
        .map(|v| v.by)
        .collect();
    let rules = &board.policies.iter().find(|p| p.version == view.policy).unwrap().rules;
    assert!(signed.len() >= rules.quorum as usize);
    assert!(approval.members.len() >= rules.quorum as usize);
    for member in &approval.members {
        assert!(signed.contains(member), "counted an approval of something else");
        assert!(!view.wrote(*member), "an author approved");
        let recused = |r: &editorial::Review| {
            r.member == *member && r.round == view.round && r.state == ReviewState::Recused
        };
        assert!(!view.reviews.iter().any(recused), "a recused member approved");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn nobody_gets_round_the_rules_and_a_rebuild_changes_nothing(
        attempts in vec(any::<Attempt>(), 30..90),
    ) {
        let mut desk = Desk::new();
        let elena = desk.add("Elena", &[Role::BoardMember, Role::Editor]);
        let article = desk.begin("One", "The dose is 5 mg daily.\nIt is safe.\nWord.");
        let details = serde_json::from_value(serde_json::json!({ "kind": "report", "title": "A report" })).unwrap();
        desk.store.dispatch(&desk.tom, &Command::AddSource { details }, None, now()).unwrap();
        let mut log = leaves(&desk, 0);
        for tried in attempts {
            attempt(&mut desk, &elena, article, tried);
            log.extend(leaves(&desk, log.len()));
            approved_by_the_rules(&mut desk, article);
        }
        prop_assert_eq!(&leaves(&desk, 0), &log, "an event was lost or changed");
        // What the activity makes of the kinds of events alone is what the fold makes of the events.
        let activity = desk.store.activity(&TrailFilter::default(), now().to_utc()).unwrap();
        let stage = desk.store.article(article).unwrap().stage;
        prop_assert_eq!(activity.stays.last().map(|stay| (stay.stage, stay.still)), Some((stage, true)));
        prop_assert_eq!(
            activity.days.iter().map(|day| u64::from(day.events)).sum::<u64>(),
            desk.store.head().unwrap().size()
        );
        let different = desk.store.check_projections().unwrap().different;
        prop_assert!(different.is_empty(), "{different:?}");
        let found = desk.store.verify().unwrap();
        prop_assert!(found.sound, "{:?}", found.faults);
    }
}

/// The leaves of the log after the first so many, read from the file itself.
fn leaves(desk: &Desk, after: usize) -> Vec<Vec<u8>> {
    let file = rusqlite::Connection::open(desk.path()).unwrap();
    let mut select = file.prepare("SELECT leaf FROM event WHERE seq > ? ORDER BY seq").unwrap();
    select.query_map([after as i64], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// The random walk above would be worth little if it never got there.
#[test]
fn the_straight_way_leads_to_an_approval_and_a_revision_ends_it() {
    let mut desk = Desk::new();
    let article = desk.begin("One", "The dose is 5 mg daily.");
    let digest = desk.store.article(article).unwrap().head().unwrap().digest;
    let submit = Command::Submit { article, revision: 1, note: "Please.".to_owned() };
    desk.store.dispatch(&desk.tom, &submit, None, now()).unwrap();
    let sign = Command::SignVerdict {
        article,
        revision: 1,
        digest,
        evidence: None,
        verdict: Verdict::Approve,
        base: None,
        reason: String::new(),
    };
    for session in [&desk.miriam, &desk.rahul] {
        desk.store.dispatch(session, &Command::TakeReview { article, revision: 1 }, None, now()).unwrap();
        assert_eq!(desk.store.dispatch(session, &sign, None, now()).unwrap_err().code(), "missing");
        assert_eq!(
            desk.store.dispatch(session, &sign, Some("wrong"), now()).unwrap_err().code(),
            "wrong_passphrase"
        );
        desk.store.dispatch(session, &sign, Some(PASSPHRASE), now()).unwrap();
    }
    let view = desk.store.article(article).unwrap();
    assert_eq!(view.stage, Stage::Approved);
    for verdict in &view.verdicts {
        let board = desk.store.board().unwrap();
        let key: ledger::PublicKey = board.members[&verdict.by].key.as_deref().unwrap().parse().unwrap();
        let signature = verdict.signature.parse().unwrap();
        assert!(key.verify(verdict.statement.as_bytes(), &signature));
        assert!(
            !key.verify(verdict.statement.replace("\"revision\":1", "\"revision\":2").as_bytes(), &signature)
        );
    }
    let same = Command::SaveRevision {
        article,
        base: 1,
        document: document("The dose is 5 mg daily."),
        message: "Nothing".to_owned(),
    };
    assert_eq!(desk.store.dispatch(&desk.tom, &same, None, now()).unwrap_err().code(), "no_change");
    assert_eq!(desk.store.article(article).unwrap().stage, Stage::Approved);
    let other = Command::SaveRevision {
        article,
        base: 1,
        document: document("The dose is 50 mg daily."),
        message: "Dose".to_owned(),
    };
    desk.store.dispatch(&desk.tom, &other, None, now()).unwrap();
    let view = desk.store.article(article).unwrap();
    assert_eq!((view.stage, view.lapsed, view.approval.is_none()), (Stage::Draft, Some(1), true));
}
