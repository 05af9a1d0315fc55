//! Rounds: who reviews, what the policy asks, what is read, what waits, what is said.

use crate::common::{Desk, document, now, sign, take};
use chrono::Days;
use editorial::{ArticleId, Command, Disposition, NewSubject, ReviewState, Role, Rules, Stage, Verdict};
use store::query::{QueueFilter, Waiting};

fn submitted(desk: &mut Desk, text: &str) -> ArticleId {
    let article = desk.begin("One", text);
    desk.submit(article);
    article
}

fn rule(desk: &mut Desk, change: impl FnOnce(&mut Rules)) {
    let policy = desk.store.board().unwrap().policy.clone();
    let mut rules = policy.rules;
    change(&mut rules);
    let command = Command::ChangePolicy { text: policy.text, rules, reason: "Agreed.".to_owned() };
    desk.store.dispatch(&desk.ada, &command, None, now()).unwrap();
}

#[test]
fn specialities_and_roles_that_the_policy_asks_for_must_be_among_those_who_approve() {
    let mut desk = Desk::new();
    rule(&mut desk, |rules| {
        rules.specialities = ["Nephrology".to_owned()].into();
        rules.roles = [Role::Compliance].into();
    });
    let clara = desk.add("Clara", &[Role::BoardMember, Role::Compliance]);
    let speciality = Command::ChangeSpecialities {
        member: clara.member(),
        specialities: ["nephrology".to_owned()].into(),
    };
    desk.store.dispatch(&desk.ada, &speciality, None, now()).unwrap();
    let article = submitted(&mut desk, "The dose is 5 mg daily.");
    for session in [&desk.miriam, &desk.rahul] {
        take(&mut desk.store, session, article).unwrap();
        sign(&mut desk.store, session, article, Verdict::Approve).unwrap();
    }
    let view = desk.store.article_view(clara.member(), article, None).unwrap();
    assert_eq!(view.stage, Stage::UnderReview);
    assert_eq!(
        view.wanting,
        [
            "Somebody of the speciality Nephrology must be among those who approve.",
            "Somebody with the role compliance must be among those who approve.",
        ]
    );
    take(&mut desk.store, &clara, article).unwrap();
    sign(&mut desk.store, &clara, article, Verdict::Approve).unwrap();
    assert_eq!(desk.store.article(article).unwrap().stage, Stage::Approved);
}

#[test]
fn a_round_goes_on_by_the_policy_it_began_under() {
    let mut desk = Desk::new();
    let article = submitted(&mut desk, "The dose is 5 mg daily.");
    rule(&mut desk, |rules| rules.quorum = 1);
    take(&mut desk.store, &desk.miriam, article).unwrap();
    sign(&mut desk.store, &desk.miriam, article, Verdict::Approve).unwrap();
    let view = desk.store.article_view(desk.tom.member(), article, None).unwrap();
    assert_eq!((view.stage, view.policy, view.quorum), (Stage::UnderReview, 1, 2));
    take(&mut desk.store, &desk.rahul, article).unwrap();
    sign(&mut desk.store, &desk.rahul, article, Verdict::Approve).unwrap();
    let statement = desk.store.signatures(article).unwrap()[1].statement.clone();
    assert!(statement.contains("\"policy\":1"));

    let next = submitted(&mut desk, "The dose is 6 mg daily.");
    take(&mut desk.store, &desk.miriam, next).unwrap();
    sign(&mut desk.store, &desk.miriam, next, Verdict::Approve).unwrap();
    assert_eq!(desk.store.article(next).unwrap().stage, Stage::Approved);
    let versions = desk.store.board_view(now().date_naive()).unwrap().policies;
    let read: Vec<_> =
        versions.iter().map(|v| (v.policy.version, v.who.as_str(), v.reason.as_str())).collect();
    assert_eq!(read, [(2, "Ada", "Agreed."), (1, "The desk", "")]);
    assert_eq!(versions[1].policy.rules.quorum, 2);
}

#[test]
fn an_approval_by_somebody_who_left_makes_no_quorum() {
    let mut desk = Desk::new();
    let article = submitted(&mut desk, "The dose is 5 mg daily.");
    take(&mut desk.store, &desk.miriam, article).unwrap();
    sign(&mut desk.store, &desk.miriam, article, Verdict::Approve).unwrap();
    let leave = Command::DeactivateMember { member: desk.miriam.member(), reason: "Retired.".to_owned() };
    desk.store.dispatch(&desk.ada, &leave, None, now()).unwrap();
    take(&mut desk.store, &desk.rahul, article).unwrap();
    sign(&mut desk.store, &desk.rahul, article, Verdict::Approve).unwrap();
    assert_eq!(desk.store.article(article).unwrap().stage, Stage::UnderReview);
    let board = desk.store.board().unwrap();
    assert_eq!(board.members[&desk.miriam.member()].name, "Miriam");
}

#[test]
fn who_gave_the_title_or_a_wording_that_stands_in_the_text_does_not_approve_it() {
    let mut desk = Desk::new();
    let rossi = desk.add("Rossi", &[Role::BoardMember, Role::Editor]);
    let article = desk.begin("One", "The dose is 5 mg daily.\nIt is safe.");
    let retitle = Command::RetitleArticle { article, title: "Take 100 000 IU".to_owned() };
    desk.store.dispatch(&rossi, &retitle, None, now()).unwrap();
    let suggest = Command::OpenThread {
        article,
        revision: 1,
        on: NewSubject::Text { block: vec![0], start: 12, end: 16 },
        disposition: Disposition::Informing,
        text: String::new(),
        suggestion: Some("50 mg".to_owned()),
    };
    let thread =
        desk.store.dispatch(&desk.rahul, &suggest, None, now()).unwrap().made.unwrap().parse().unwrap();
    assert!(!desk.store.article(article).unwrap().wrote(desk.rahul.member()), "only suggested");
    desk.store.dispatch(&desk.tom, &Command::AcceptSuggestion { article, thread }, None, now()).unwrap();
    desk.save(article, "The dose is 50 mg daily.\nIt is safe.").unwrap();
    desk.submit(article);
    let why = |desk: &mut Desk, session: &store::Session| {
        take(&mut desk.store, session, article).unwrap_err().to_string()
    };
    assert_eq!(why(&mut desk, &rossi), "You gave this article a title, so you cannot review it.");
    let rahul = crate::common::enter(&mut desk.store, "Rahul");
    assert_eq!(
        why(&mut desk, &rahul),
        "Your suggested wording is part of this text, so you cannot review it."
    );
    take(&mut desk.store, &desk.miriam, article).unwrap();
    let found = desk.store.verify().unwrap();
    assert!(found.sound, "{:?}", found.faults);
    assert!(desk.store.check_projections().unwrap().different.is_empty());
}

#[test]
fn who_wrote_the_text_does_not_judge_its_claims() {
    let mut desk = Desk::new();
    let rossi = desk.add("Rossi", &[Role::BoardMember, Role::Editor]);
    let article = crate::common::begin(&mut desk.store, &rossi, "One", "The dose is 5 mg daily.");
    let claim = Command::MakeClaim { article, revision: 1, block: vec![0], start: 0, end: 8 };
    let claim = desk.store.dispatch(&rossi, &claim, None, now()).unwrap().made.unwrap().parse().unwrap();
    let judgement = editorial::Judgement::Disputed;
    let reason = "Too high.".to_owned();
    let assess = Command::AssessClaim { article, claim, judgement, certainty: None, reason };
    let refused = desk.store.dispatch(&rossi, &assess, None, now()).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "You wrote a part of this article: another member must judge its claims."
    );
    let may = desk.store.article_view(rossi.member(), article, None).unwrap().may;
    assert_eq!(may.assess, Some(refused.to_string()));
    desk.store.dispatch(&desk.miriam, &assess, None, now()).unwrap();
}

#[test]
fn a_signer_who_becomes_another_signs_again_so_that_a_round_can_always_end() {
    let mut desk = Desk::new();
    rule(&mut desk, |rules| rules.specialities = ["Nephrology".to_owned()].into());
    let article = submitted(&mut desk, "The dose is 5 mg daily.");
    let miriam = desk.miriam.member();
    let reason = || "Leave.".to_owned();
    let special =
        |of: &str| Command::ChangeSpecialities { member: miriam, specialities: [of.to_owned()].into() };
    for session in [&desk.miriam, &desk.rahul] {
        take(&mut desk.store, session, article).unwrap();
        sign(&mut desk.store, session, article, Verdict::Approve).unwrap();
    }
    let changes = [
        special("Nephrology"),
        Command::DeactivateMember { member: miriam, reason: reason() },
        Command::ReactivateMember { member: miriam, reason: reason() },
        special("Cardiology"),
        Command::ChangeRoles { member: miriam, roles: [Role::Editor].into(), reason: reason() },
        Command::ChangeRoles { member: miriam, roles: [Role::BoardMember].into(), reason: reason() },
        special("Nephrology"),
    ];
    let mut outdated = 0;
    for change in changes {
        desk.store.dispatch(&desk.ada, &change, None, now()).unwrap();
        let view = desk.store.article_view(desk.tom.member(), article, None).unwrap();
        assert!(!view.wanting.is_empty(), "{change:?}: the quorum is met, and nothing approves");
        outdated += usize::from(view.approvals == 1);
    }
    assert_eq!(outdated, 7, "Rahul's goes on counting");
    let signed = desk.store.article(article).unwrap().verdicts[0].clone();
    assert_eq!(signed.outdated.as_deref(), Some("what Miriam may do or stands for on the board changed"));
    let miriam = crate::common::enter(&mut desk.store, "Miriam");
    sign(&mut desk.store, &miriam, article, Verdict::Approve).unwrap();
    assert_eq!(desk.store.article(article).unwrap().stage, Stage::Approved);
    let found = desk.store.verify().unwrap();
    assert!(found.sound, "{:?}", found.faults);
}

#[test]
fn printed_names_tell_people_apart_also_when_somebody_comes_back() {
    let mut desk = Desk::new();
    let add = |name: &str| Command::AddMember { name: name.to_owned(), roles: [Role::BoardMember].into() };
    let because = || "Leave.".to_owned();
    for name in ["Mir\u{456}am", "Miri\u{200b}am", " MIRIAM "] {
        let secret = Some(crate::common::PASSPHRASE);
        assert_eq!(desk.store.dispatch(&desk.ada, &add(name), secret, now()).unwrap_err().code(), "invalid");
    }
    let rahul = desk.rahul.member();
    let leave = Command::DeactivateMember { member: rahul, reason: because() };
    desk.store.dispatch(&desk.ada, &leave, None, now()).unwrap();
    desk.store.dispatch(&desk.ada, &add("Rahul"), Some(crate::common::PASSPHRASE), now()).unwrap();
    let back = Command::ReactivateMember { member: rahul, reason: because() };
    assert_eq!(desk.store.dispatch(&desk.ada, &back, None, now()).unwrap_err().code(), "invalid");
    let rename = Command::RenameMember { member: rahul, name: "Rahul  Mehta".to_owned() };
    desk.store.dispatch(&desk.ada, &rename, None, now()).unwrap();
    desk.store.dispatch(&desk.ada, &back, None, now()).unwrap();
    assert_eq!(desk.store.board().unwrap().members[&rahul].name, "Rahul Mehta");
    let found = desk.store.verify().unwrap();
    assert!(found.sound, "{:?}", found.faults);
}

#[test]
fn what_a_reader_must_know_stands_beside_the_signatures() {
    let mut desk = Desk::new();
    let article = submitted(&mut desk, "The dose is 5 mg daily.");
    take(&mut desk.store, &desk.miriam, article).unwrap();
    let review = desk.store.article(article).unwrap().reviews[0].id;
    let recuse = Command::Recuse { article, review, reason: "I own the company.".to_owned() };
    desk.store.dispatch(&desk.miriam, &recuse, None, now()).unwrap();
    take(&mut desk.store, &desk.rahul, article).unwrap();
    sign(&mut desk.store, &desk.rahul, article, Verdict::RequestChanges).unwrap();
    desk.save(article, "The dose is 4 mg daily.").unwrap();

    rule(&mut desk, |rules| rules.quorum = 1);
    desk.submit(article);
    rule(&mut desk, |rules| rules.quorum = 2);
    let (miriam, secret) = (desk.miriam.member(), "another quiet night");
    let reset = Command::ResetPassphrase { member: miriam, reason: "Forgotten.".to_owned() };
    desk.store.dispatch(&desk.ada, &reset, Some(secret), now()).unwrap();
    let mut session = desk.store.sign_in(miriam, secret, now()).unwrap();
    desk.store.change_passphrase(&session, secret, crate::common::PASSPHRASE, now()).unwrap();
    session = crate::common::enter(&mut desk.store, "Miriam");
    take(&mut desk.store, &session, article).unwrap();
    let aside = "Miriam recused in round 1: “I own the company.”";
    assert_eq!(desk.store.article_view(miriam, article, None).unwrap().mine.recused, [aside]);
    sign(&mut desk.store, &session, article, Verdict::Approve).unwrap();

    let view = desk.store.article_view(miriam, article, None).unwrap();
    assert_eq!((view.stage, view.quorum, view.approvals), (Stage::Approved, 1, 1));
    assert!(view.wanting.is_empty(), "{:?}", view.wanting);
    let under =
        "version 2 of the editorial policy, which asked for 1 approval; version 3, now in force, asks for 2";
    assert_eq!(view.under, under);
    let remarks = &view.remarks[&view.verdicts[0].signature];
    assert!(remarks[0].starts_with("Signed with a key registered on "), "{remarks:?}");
    assert!(remarks[0].contains(" by a reset of Ada (event "), "{remarks:?}");
    assert_eq!(remarks[1..], [aside]);
    assert_eq!(desk.store.signatures(article).unwrap()[1].remarks, *remarks);
    let certificate = desk.store.certificate(article, desk.ada.member(), now()).unwrap();
    assert_eq!((certificate.under.as_str(), &certificate.signatures[0].remarks), (under, remarks));
    let filter = store::query::TrailFilter {
        stream: Some(editorial::Stream::Article(article).to_string()),
        ..Default::default()
    };
    let report = desk.store.report(&filter, desk.ada.member(), now(), &mut store::unwatched).unwrap();
    let standing = report.standing.unwrap();
    assert!(standing.starts_with("Approved at revision 2 since ") && standing.ends_with(under), "{standing}");
    let past: Vec<_> = report.signatures.iter().map(|s| s.past.as_deref()).collect();
    assert_eq!(past, [Some("signed at revision 1, now at 2"), None]);
    assert_eq!(report.signatures[1].remarks, *remarks);
    // Who leaves afterwards has approved all the same.
    let leave = Command::DeactivateMember { member: miriam, reason: "Retired.".to_owned() };
    desk.store.dispatch(&desk.ada, &leave, None, now()).unwrap();
    let view = desk.store.article_view(desk.tom.member(), article, None).unwrap();
    assert_eq!((view.approvals, view.wanting.len()), (1, 0));
}

#[test]
fn the_last_administrator_stays() {
    let mut desk = Desk::new();
    let ada = desk.ada.member();
    let leave = Command::DeactivateMember { member: ada, reason: "Tired.".to_owned() };
    let demote =
        Command::ChangeRoles { member: ada, roles: [Role::Editor].into(), reason: "Tired.".to_owned() };
    for command in [leave, demote] {
        assert_eq!(desk.store.dispatch(&desk.ada, &command, None, now()).unwrap_err().code(), "not_allowed");
    }
}

#[test]
fn a_reviewer_is_replaced_and_what_they_said_stays() {
    let mut desk = Desk::new();
    let article = submitted(&mut desk, "The dose is 5 mg daily.");
    take(&mut desk.store, &desk.miriam, article).unwrap();
    let thread = Command::OpenThread {
        article,
        revision: 1,
        on: NewSubject::Article,
        disposition: Disposition::Informing,
        text: "Daily?".to_owned(),
        suggestion: None,
    };
    desk.store.dispatch(&desk.miriam, &thread, None, now()).unwrap();
    let review = desk.store.article(article).unwrap().reviews[0].id;
    let replace = |member, reason: &str| Command::ReplaceReviewer {
        article,
        review,
        member,
        due: None,
        reason: reason.to_owned(),
    };
    let rahul = desk.rahul.member();
    let tries = [
        (&desk.miriam, replace(rahul, "Ill.")),
        (&desk.ada, replace(rahul, " ")),
        (&desk.ada, replace(desk.tom.member(), "Ill.")),
    ];
    for (session, command) in tries {
        desk.store.dispatch(session, &command, None, now()).unwrap_err();
    }
    desk.store.dispatch(&desk.ada, &replace(rahul, "Ill."), None, now()).unwrap();
    let view = desk.store.article(article).unwrap();
    let states: Vec<_> = view.reviews.iter().map(|r| (r.member, r.state)).collect();
    assert_eq!(states, [(desk.miriam.member(), ReviewState::Replaced), (rahul, ReviewState::Open)]);
    assert_eq!(view.threads.values().next().unwrap().entries[0].by, Some(desk.miriam.member()));
    let refused = sign(&mut desk.store, &desk.miriam, article, Verdict::Approve).unwrap_err();
    assert_eq!(refused.code(), "missing");
    assert!(desk.store.check_projections().unwrap().different.is_empty());
}

#[test]
fn a_section_stays_read_until_it_changes_and_the_last_look_is_the_text_read_to_the_end() {
    let mut desk = Desk::new();
    let text = |dose: &str| {
        let heading = |words: &str| serde_json::json!({ "type": "heading", "attrs": { "level": 2 }, "content": [{ "type": "text", "text": words }] });
        let mut doc = document(&format!("It is taken daily.\nThe dose is {dose} mg.\nIt is rarely harmful."));
        let content = doc["content"].as_array_mut().unwrap();
        content.insert(1, heading("Dose"));
        content.insert(3, heading("Harms"));
        doc
    };
    let create = Command::CreateArticle {
        title: "One".to_owned(),
        origin: editorial::Origin::default(),
        document: text("5"),
    };
    let article: ArticleId =
        desk.store.dispatch(&desk.tom, &create, None, now()).unwrap().made.unwrap().parse().unwrap();
    desk.submit(article);
    let sections = |desk: &mut Desk| {
        let view = desk.store.article_view(desk.miriam.member(), article, None).unwrap();
        view.sections
    };
    let unread = |desk: &mut Desk| -> Vec<String> {
        sections(desk).into_iter().filter(|s| !s.read).map(|s| s.title).collect()
    };
    let mark = |desk: &mut Desk, titles: &[&str], revision: u32| {
        let read = sections(desk).into_iter().filter(|s| titles.contains(&s.title.as_str()));
        let command = Command::MarkRead { article, revision, sections: read.map(|s| s.digest).collect() };
        desk.store.dispatch(&desk.miriam, &command, None, now())
    };
    let base = |desk: &mut Desk| desk.store.article(article).unwrap().base_for(desk.miriam.member());
    take(&mut desk.store, &desk.miriam, article).unwrap();
    assert_eq!(unread(&mut desk), ["", "Dose", "Harms"]);
    mark(&mut desk, &["", "Dose"], 1).unwrap();
    assert_eq!(mark(&mut desk, &["", "Dose"], 1).unwrap_err().code(), "no_change");
    assert_eq!(unread(&mut desk), ["Harms"]);
    assert!(desk.store.article(article).unwrap().finished.is_empty());
    mark(&mut desk, &["Harms"], 1).unwrap();
    let finished =
        |desk: &mut Desk| desk.store.article_view(desk.miriam.member(), article, None).unwrap().mine.finished;
    assert!(finished(&mut desk));
    let take_back = |desk: &mut Desk, title: &str| {
        let marked = sections(desk).into_iter().filter(|s| s.title == title).map(|s| s.digest).collect();
        let command = Command::MarkUnread { article, revision: 1, sections: marked };
        desk.store.dispatch(&desk.miriam, &command, None, now())
    };
    take_back(&mut desk, "Dose").unwrap();
    assert_eq!(take_back(&mut desk, "Dose").unwrap_err().code(), "no_change");
    assert_eq!((unread(&mut desk), finished(&mut desk)), (vec!["Dose".to_owned()], false));
    mark(&mut desk, &["Dose"], 1).unwrap();
    assert!(finished(&mut desk), "read to the end once more");
    assert!(desk.store.verify().unwrap().sound);

    // Somebody else sends it back; Miriam gave no verdict, and yet has looked at revision 1.
    take(&mut desk.store, &desk.rahul, article).unwrap();
    sign(&mut desk.store, &desk.rahul, article, Verdict::RequestChanges).unwrap();
    let save = |base: u32, dose: &str| Command::SaveRevision {
        article,
        base,
        document: text(dose),
        message: "Dose".to_owned(),
    };
    desk.store.dispatch(&desk.tom, &save(1, "50"), None, now()).unwrap();
    desk.submit(article);
    assert_eq!((unread(&mut desk), base(&mut desk)), (vec!["Dose".to_owned()], Some(1)));

    // To have read it to the end is also to have taken note of the dose.
    take(&mut desk.store, &desk.miriam, article).unwrap();
    mark(&mut desk, &["Dose"], 2).unwrap();
    assert!(!desk.store.article(article).unwrap().finished.contains(&(desk.miriam.member(), 2)));
    assert_eq!(sign(&mut desk.store, &desk.miriam, article, Verdict::Approve).unwrap_err().code(), "missing");
    let view = desk.store.article_view(desk.miriam.member(), article, None).unwrap();
    assert_eq!(
        view.may.approve.as_deref(),
        Some("A clinical change since revision 1 is not acknowledged yet.")
    );
    let comparison = desk.store.comparison(article, 1, 2).unwrap();
    let change = comparison.changes.iter().find(|c| c.clinical).unwrap().key.clone();
    let note = Command::AcknowledgeChange { article, from: 1, to: 2, change };
    desk.store.dispatch(&desk.miriam, &note, None, now()).unwrap();
    assert!(desk.store.article(article).unwrap().finished.contains(&(desk.miriam.member(), 2)));
    sign(&mut desk.store, &desk.miriam, article, Verdict::Approve).unwrap();
    let statement = &desk.store.signatures(article).unwrap()[1].statement;
    let coverage = &serde_json::from_str::<serde_json::Value>(statement).unwrap()["coverage"];
    assert_eq!((&coverage["sections"], coverage["read"].as_array().unwrap().len()), (&3.into(), 3));
    assert_eq!(coverage["acknowledged"].as_array().unwrap().len(), 1);
}

#[test]
fn what_waits_says_what_must_be_done_now_and_the_coordinator_sees_how_much() {
    let mut desk = Desk::new();
    let article = submitted(&mut desk, "The dose is 5 mg daily.");
    let waits = |desk: &mut Desk, member, day| {
        desk.store.queue(member, &QueueFilter::default(), day).unwrap().rows[0].waiting
    };
    let (today, miriam, tom) = (now().date_naive(), desk.miriam.member(), desk.tom.member());
    assert_eq!(waits(&mut desk, miriam, today), Some(Waiting::Take));
    take(&mut desk.store, &desk.miriam, article).unwrap();
    assert_eq!(waits(&mut desk, miriam, today), Some(Waiting::Review));
    let row = desk.store.queue(miriam, &QueueFilter::default(), today).unwrap().rows.remove(0);
    assert_eq!((row.approvals, row.quorum), (0, 2));
    let late = today + Days::new(15);
    assert_eq!(waits(&mut desk, miriam, late), Some(Waiting::Overdue));
    let ask = Command::OpenThread {
        article,
        revision: 1,
        on: NewSubject::Article,
        disposition: Disposition::Blocking,
        text: "Daily?".to_owned(),
        suggestion: None,
    };
    desk.store.dispatch(&desk.miriam, &ask, None, now()).unwrap();
    assert_eq!(waits(&mut desk, tom, today), Some(Waiting::Answer));
    let load = |desk: &mut Desk, day| {
        let members = desk.store.board_view(day).unwrap().members;
        let count = |name: &str| {
            let member = members.iter().find(|m| m.name == name).unwrap();
            (member.reviews, member.overdue, member.answers)
        };
        (count("Miriam"), count("Tom"))
    };
    assert_eq!(load(&mut desk, today), ((1, 0, 0), (0, 0, 1)));
    assert_eq!(load(&mut desk, late), ((1, 1, 0), (0, 0, 1)));

    sign(&mut desk.store, &desk.miriam, article, Verdict::RequestChanges).unwrap();
    let told: Vec<_> = desk.store.notices(tom).unwrap().into_iter().map(|n| n.told).collect();
    assert_eq!(
        told,
        [
            "sent revision 1 back for changes",
            "signed “request changes” on revision 1",
            "opened a discussion on the article: Daily?"
        ]
    );
    assert!(desk.store.notices(miriam).unwrap().iter().all(|n| n.who != "Miriam"));
}

#[test]
fn discussions_make_a_table_with_answers_and_what_settled_them() {
    let mut desk = Desk::new();
    let article = submitted(&mut desk, "The dose is 5 mg daily.");
    take(&mut desk.store, &desk.miriam, article).unwrap();
    let open = Command::OpenThread {
        article,
        revision: 1,
        on: NewSubject::Text { block: vec![0], start: 12, end: 16 },
        disposition: Disposition::Blocking,
        text: "=Is this right?".to_owned(),
        suggestion: None,
    };
    let thread =
        desk.store.dispatch(&desk.miriam, &open, None, now()).unwrap().made.unwrap().parse().unwrap();
    let reply = Command::ReplyThread { article, thread, text: "No: 4 mg.".to_owned() };
    desk.store.dispatch(&desk.tom, &reply, None, now()).unwrap();
    sign(&mut desk.store, &desk.miriam, article, Verdict::RequestChanges).unwrap();
    let resolve =
        |revision, text: &str| Command::ResolveThread { article, thread, text: text.to_owned(), revision };
    let refused = desk.store.dispatch(&desk.tom, &resolve(Some(2), "Done."), None, now()).unwrap_err();
    assert_eq!(refused.code(), "invalid");
    desk.save(article, "The dose is 4 mg daily.").unwrap();
    let silent = desk.store.dispatch(&desk.tom, &resolve(Some(2), ""), None, now()).unwrap_err();
    assert_eq!(silent.code(), "missing");
    desk.store.dispatch(&desk.tom, &resolve(Some(2), "Corrected."), None, now()).unwrap();
    let rows = desk.store.reconciliation(article).unwrap();
    let row = &rows[0];
    assert_eq!(
        (row.opened_by.as_str(), row.resolved_by.as_str(), row.resolved_in),
        ("Miriam", "Tom", Some(2))
    );
    assert_eq!(
        (row.answers.len(), row.resolution.as_str(), row.disposition.as_str()),
        (1, "Corrected.", "blocking")
    );
    let path = desk.folder.path().join("discussions.csv");
    let prepared = desk.store.prepare_reconciliation(article, &path).unwrap();
    assert_eq!(desk.store.hand_out(&desk.ada, prepared, now()).unwrap().records, 1);
    let mut csv = csv::Reader::from_path(&path).unwrap();
    assert_eq!(csv.headers().unwrap().iter().collect::<Vec<_>>(), store::RECONCILIATION_COLUMNS);
    let record = csv.records().next().unwrap().unwrap();
    assert_eq!(&record[6], "'=Is this right?", "no formula for a spreadsheet");
    assert!(record[7].starts_with("Tom (") && record[7].ends_with(": No: 4 mg."));
}

#[test]
fn a_withdrawal_is_immediate_and_says_why() {
    let mut desk = Desk::new();
    let article = submitted(&mut desk, "The dose is 5 mg daily.");
    let withdraw = |reason: &str| Command::Withdraw { article, reason: reason.to_owned() };
    assert_eq!(desk.store.dispatch(&desk.miriam, &withdraw(" "), None, now()).unwrap_err().code(), "missing");
    rule(&mut desk, |rules| rules.board_members_withdraw = false);
    assert_eq!(
        desk.store.dispatch(&desk.miriam, &withdraw("Unsafe."), None, now()).unwrap_err().code(),
        "not_allowed"
    );
    desk.store.dispatch(&desk.ada, &withdraw("Unsafe."), None, now()).unwrap();
    let view = desk.store.article_view(desk.tom.member(), article, None).unwrap();
    let withdrawal = view.withdrawal.unwrap();
    assert_eq!((withdrawal.reason.as_str(), withdrawal.by), ("Unsafe.", Some(desk.ada.member())));
    assert_eq!(withdrawal.from, Stage::Submitted);
    let may = view.may;
    for left in
        [may.revise, may.submit, may.sign_verdict, may.approve, may.annotate, may.discuss, may.withdraw]
    {
        assert!(left.is_some());
    }
}

#[test]
fn who_recused_is_asked_for_nothing_more_in_the_round() {
    let mut desk = Desk::new();
    let article = submitted(&mut desk, "The dose is 5 mg daily.");
    take(&mut desk.store, &desk.miriam, article).unwrap();
    let review = desk.store.article(article).unwrap().reviews[0].id;
    let recuse = |reason: &str| Command::Recuse { article, review, reason: reason.to_owned() };
    assert_eq!(
        desk.store.dispatch(&desk.rahul, &recuse("Mine."), None, now()).unwrap_err().code(),
        "missing"
    );
    assert_eq!(desk.store.dispatch(&desk.miriam, &recuse(""), None, now()).unwrap_err().code(), "missing");
    desk.store.dispatch(&desk.miriam, &recuse("I own shares."), None, now()).unwrap();
    assert_eq!(take(&mut desk.store, &desk.miriam, article).unwrap_err().code(), "not_allowed");
    assert_eq!(
        sign(&mut desk.store, &desk.miriam, article, Verdict::Approve).unwrap_err().code(),
        "not_allowed"
    );
    let assign = Command::AssignReview { article, revision: 1, member: desk.miriam.member(), due: None };
    assert_eq!(desk.store.dispatch(&desk.ada, &assign, None, now()).unwrap_err().code(), "not_allowed");
    assert_eq!(
        desk.store.queue(desk.miriam.member(), &QueueFilter::default(), now().date_naive()).unwrap().waiting,
        0
    );
}

#[test]
fn an_administrator_who_has_signed_may_give_up_their_roles() {
    let mut desk = Desk::new();
    let elena = desk.add("Elena", &[Role::Administrator, Role::BoardMember]);
    let [first, second] = ["The dose is 5 mg daily.", "It is safe."].map(|text| submitted(&mut desk, text));
    for article in [first, second] {
        take(&mut desk.store, &elena, article).unwrap();
        sign(&mut desk.store, &elena, article, Verdict::Approve).unwrap();
    }
    let roles = Command::ChangeRoles {
        member: elena.member(),
        roles: [Role::Editor].into(),
        reason: "Tired.".into(),
    };
    desk.store.dispatch(&elena, &roles, None, now()).unwrap();
    for article in [first, second] {
        assert!(desk.store.article(article).unwrap().approvers().is_empty());
    }
    let found = desk.store.verify().unwrap();
    assert!(found.sound, "{:?}", found.faults);
    let path = desk.folder.path().join("first.zip");
    desk.bundle(&path, Some(first));
    let found = store::verify_bundle_file(&path, &[], &mut store::unwatched).unwrap();
    assert!(found.sound, "{:?}", found.faults);
}
