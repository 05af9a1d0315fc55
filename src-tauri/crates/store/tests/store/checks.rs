//! What the checks find stops a submission, unless somebody who may waives it or the policy says otherwise.

use crate::common::{Desk, document, now};
use editorial::{ArticleId, Command, Finding, Rules, Severity};
use store::{Session, Store, StoreError};

const TEXT: &str = "It always works.\nThis is not medical advice.";

fn policy(desk: &mut Desk, check: &str, severity: Severity) -> Result<(), String> {
    let rules = Rules { severities: [(check.to_owned(), severity)].into(), ..Rules::default() };
    let command = Command::ChangePolicy { text: String::new(), rules, reason: "Stricter.".to_owned() };
    ask(&mut desk.store, &desk.ada, &command)
}

fn found(desk: &mut Desk, article: ArticleId) -> Option<Finding> {
    let found = desk.store.findings(article).unwrap();
    found.into_iter().find(|finding| finding.check == "absolute-words")
}

fn ask(store: &mut Store, who: &Session, command: &Command) -> Result<(), String> {
    match store.dispatch(who, command, None, now()) {
        Ok(_) => Ok(()),
        Err(StoreError::Refused(refusal)) => Err(refusal.sentence),
        Err(other) => panic!("{other}"),
    }
}

fn save(desk: &mut Desk, article: ArticleId, base: u32, text: &str) {
    let document = document(text);
    let command = Command::SaveRevision { article, base, document, message: "Change".to_owned() };
    ask(&mut desk.store, &desk.tom, &command).unwrap();
}

#[test]
fn a_waived_finding_blocks_no_longer_while_its_words_stand() {
    let mut desk = Desk::new();
    let article = desk.begin("Gout", TEXT);
    policy(&mut desk, "absolute-words", Severity::Blocking).unwrap();
    let finding = found(&mut desk, article).unwrap().key;
    let submit = |revision| Command::Submit { article, revision, note: "Please.".to_owned() };
    let waive = |revision, finding: &str, reason: &str| Command::WaiveFinding {
        article,
        revision,
        finding: finding.to_owned(),
        reason: reason.to_owned(),
    };
    assert!(ask(&mut desk.store, &desk.tom, &submit(1)).unwrap_err().starts_with("A check blocks this"));

    let quoted = waive(1, &finding, "It quotes the patient.");
    assert_eq!(
        ask(&mut desk.store, &desk.tom, &quoted).unwrap_err(),
        "Only a board member or compliance staff may do this."
    );
    assert!(ask(&mut desk.store, &desk.miriam, &waive(1, &finding, " ")).is_err());
    assert!(ask(&mut desk.store, &desk.miriam, &waive(1, "0123456789abcdef", "Why not.")).is_err());
    ask(&mut desk.store, &desk.miriam, &quoted).unwrap();
    let waived = found(&mut desk, article).unwrap().waived.unwrap();
    assert_eq!((waived.by, waived.reason.as_str()), (desk.miriam.member(), "It quotes the patient."));
    assert!(ask(&mut desk.store, &desk.miriam, &quoted).is_err());

    save(&mut desk, article, 1, "Something before it.\nIt always works.\nThis is not medical advice.");
    assert!(found(&mut desk, article).unwrap().waived.is_some());
    save(&mut desk, article, 2, "It always works well.\nThis is not medical advice.");
    assert!(found(&mut desk, article).unwrap().waived.is_none());
    save(&mut desk, article, 3, TEXT);
    assert!(found(&mut desk, article).unwrap().waived.is_some());

    let restore =
        Command::RestoreFinding { article, revision: 4, finding, reason: "It quotes nobody.".to_owned() };
    ask(&mut desk.store, &desk.miriam, &restore).unwrap();
    assert!(ask(&mut desk.store, &desk.tom, &submit(4)).is_err());
    let finding = found(&mut desk, article).unwrap().key;
    ask(&mut desk.store, &desk.miriam, &waive(4, &finding, "So be it.")).unwrap();
    ask(&mut desk.store, &desk.tom, &submit(4)).unwrap();
    assert!(desk.store.check_projections().unwrap().different.is_empty());
}

#[test]
fn the_policy_turns_a_check_off() {
    let mut desk = Desk::new();
    let article = desk.begin("Gout", TEXT);
    assert!(found(&mut desk, article).is_some());
    policy(&mut desk, "absolute-words", Severity::Off).unwrap();
    assert!(found(&mut desk, article).is_none());
    assert!(policy(&mut desk, "no-such-check", Severity::Off).is_err());
}
