//! Every command by every role, through the rules themselves.

use super::*;
use crate::{
    Board, BoardId, CitationTerms, Context, Disposition, Event, Judgement, Media, MemberId, NewSubject,
    Origin, RefusalCode, Relation, Rules, Source, SourceFile, Verdict, decide,
};
use chrono::DateTime;
use document::Digest;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Who may do what: editor, board member, compliance, administrator. Written down apart from the code's own table.
const TABLE: &str = "
    add_member           . . . A
    rename_member        . . . A
    change_roles         . . . A
    change_specialities  . . . A
    reset_passphrase     . . . A
    deactivate_member    . . . A
    reactivate_member    . . . A
    change_policy        . . . A
    create_article       E . . .
    retitle_article      E . . .
    save_revision        E . . .
    submit               E . . .
    take_back            E . . .
    take_review          . B . .
    assign_review        . . . A
    replace_reviewer     . . . A
    mark_read            . B . .
    mark_unread          . B . .
    recuse               . B . .
    acknowledge_change   . B . .
    waive_finding        . B C .
    restore_finding      . B C .
    sign_verdict         . B . .
    withdraw             . B . A
    make_claim           E B . .
    assess_claim         . B . .
    reattach_claim       E B . .
    remove_claim         E B . .
    dismiss_candidate    E B . .
    add_citation         E B . .
    change_citation      E B . .
    remove_citation      E B . .
    open_thread          E B C .
    reply_thread         E B C .
    resolve_thread       E B C .
    accept_suggestion    E . . .
    decline_suggestion   E . . .
    reopen_thread        E B C .
    add_source           E B . .
    import_sources       E B . .
    change_source        E B . .
    merge_sources        E B . .
    unmerge_source       E B . .
    attach_file          E B . .
    remove_file          E B . .
    import_retractions   E B . .
    remove_source        E B . .
";

fn samples() -> Vec<Command> {
    let id = Uuid::from_u128(7);
    let (article, member) = (crate::ArticleId(id), MemberId(id));
    let (claim, thread, source) = (crate::ClaimId(id), crate::ThreadId(id), crate::SourceId(id));
    let (review, citation, digest) = (crate::ReviewId(id), crate::CitationId(id), Digest::of(b"text"));
    let words = || "words".to_owned();
    let document = serde_json::json!({ "type": "doc" });
    let details: Source =
        serde_json::from_value(serde_json::json!({ "kind": "report", "title": "A" })).unwrap();
    let terms = CitationTerms::new(Relation::Supports);
    let block = vec![0];
    vec![
        Command::AddMember { name: words(), roles: BTreeSet::new() },
        Command::RenameMember { member, name: words() },
        Command::ChangeRoles { member, roles: BTreeSet::new(), reason: words() },
        Command::ChangeSpecialities { member, specialities: BTreeSet::new() },
        Command::ResetPassphrase { member, reason: words() },
        Command::DeactivateMember { member, reason: words() },
        Command::ReactivateMember { member, reason: words() },
        Command::ChangePolicy { text: words(), rules: Rules::default(), reason: words() },
        Command::CreateArticle { title: words(), origin: Origin::default(), document: document.clone() },
        Command::RetitleArticle { article, title: words() },
        Command::SaveRevision { article, base: 0, document, message: words() },
        Command::Submit { article, revision: 1, note: words() },
        Command::TakeBack { article, reason: words() },
        Command::TakeReview { article, revision: 1 },
        Command::AssignReview { article, revision: 1, member, due: None },
        Command::ReplaceReviewer { article, review, member, due: None, reason: words() },
        Command::MarkRead { article, revision: 1, sections: Vec::new() },
        Command::MarkUnread { article, revision: 1, sections: Vec::new() },
        Command::Recuse { article, review, reason: words() },
        Command::AcknowledgeChange { article, from: 1, to: 2, change: words() },
        Command::WaiveFinding { article, revision: 1, finding: words(), reason: words() },
        Command::RestoreFinding { article, revision: 1, finding: words(), reason: words() },
        Command::SignVerdict {
            article,
            revision: 1,
            digest,
            evidence: None,
            verdict: Verdict::Approve,
            base: None,
            reason: words(),
        },
        Command::Withdraw { article, reason: words() },
        Command::MakeClaim { article, revision: 1, block: block.clone(), start: 0, end: 1 },
        Command::AssessClaim {
            article,
            claim,
            judgement: Judgement::Verified,
            certainty: None,
            reason: words(),
        },
        Command::ReattachClaim { article, claim, revision: 1, block, start: 0, end: 1 },
        Command::RemoveClaim { article, claim, reason: words() },
        Command::DismissCandidate { article, quote: words() },
        Command::AddCitation { article, claim, source, terms: terms.clone() },
        Command::ChangeCitation { article, claim, citation, terms },
        Command::RemoveCitation { article, claim, citation },
        Command::OpenThread {
            article,
            revision: 1,
            on: NewSubject::Article,
            disposition: Disposition::Blocking,
            text: words(),
            suggestion: None,
        },
        Command::ReplyThread { article, thread, text: words() },
        Command::ResolveThread { article, thread, text: words(), revision: None },
        Command::AcceptSuggestion { article, thread },
        Command::DeclineSuggestion { article, thread, reason: words() },
        Command::ReopenThread { article, thread, reason: words() },
        Command::AddSource { details: details.clone() },
        Command::ImportSources { from: words(), sources: vec![details.clone()] },
        Command::ChangeSource { source, details },
        Command::MergeSources { keep: source, other: crate::SourceId(Uuid::from_u128(8)), reason: words() },
        Command::UnmergeSource { source, reason: words() },
        Command::AttachFile {
            source,
            file: SourceFile { name: words(), digest, media: Media::Text, size: 1, pages: 0, text: None },
        },
        Command::RemoveFile { source },
        Command::ImportRetractions {
            list: words(),
            as_of: "2026-01-01".to_owned(),
            records: 1,
            index: digest,
            notices: BTreeMap::new(),
        },
        Command::RemoveSource { source },
    ]
}

fn name_of(command: &Command) -> String {
    serde_json::to_value(command).unwrap()["do"].as_str().unwrap().to_owned()
}

/// The names of all commands there are, as the reader of commands lists them.
fn every_name() -> BTreeSet<String> {
    let error = serde_json::from_value::<Command>(serde_json::json!({ "do": "?" })).unwrap_err().to_string();
    let quoted = error.split('`').skip(1).step_by(2);
    quoted.filter(|name| *name != "?").map(str::to_owned).collect()
}

/// Whether the rules let a member with just these roles come as far as the command itself.
fn let_in(command: &Command, roles: &[Role], active: bool) -> bool {
    let actor = MemberId(Uuid::from_u128(1));
    let mut board = Board::default();
    board.apply(&Event::BoardCreated {
        board: BoardId(Uuid::nil()),
        name: "Board".to_owned(),
        desk_key: String::new(),
    });
    let roles = roles.iter().copied().collect();
    board.apply(&Event::MemberAdded { member: actor, name: "Somebody".to_owned(), roles });
    if !active {
        board.apply(&Event::MemberDeactivated { member: actor });
    }
    let answer = decide(
        command,
        &mut Context {
            now: DateTime::UNIX_EPOCH,
            actor,
            board: &board,
            article: None,
            head: None,
            sources: &BTreeMap::new(),
            source_uses: 0,
            concerned: &[],
            merged: None,
            notices: &[],
            twins: &[],
            comparison: None,
            new_key: None,
            new_id: &mut Uuid::nil,
            key: "",
            sign: &|_| String::new(),
        },
    );
    !answer.is_err_and(|refusal| refusal.code == RefusalCode::NotAllowed)
}

#[test]
fn every_command_has_a_line_and_a_sample() {
    let lines: BTreeSet<String> =
        TABLE.split_whitespace().filter(|word| word.len() > 1).map(str::to_owned).collect();
    assert_eq!(lines, every_name());
    assert_eq!(samples().iter().map(name_of).collect::<BTreeSet<_>>(), every_name());
}

#[test]
fn each_role_may_send_exactly_the_commands_of_its_column() {
    const COLUMNS: [(Role, &str); 4] =
        [(Role::Editor, "E"), (Role::BoardMember, "B"), (Role::Compliance, "C"), (Role::Administrator, "A")];
    for command in samples() {
        let name = name_of(&command);
        let line = TABLE.lines().find(|line| line.split_whitespace().next() == Some(&name)).unwrap();
        for (role, letter) in COLUMNS {
            let said = line.split_whitespace().skip(1).any(|cell| cell == letter);
            assert_eq!(let_in(&command, &[role], true), said, "{name} by {role:?}");
            assert!(!let_in(&command, &[role], false), "{name} by an inactive {role:?}");
        }
        assert!(let_in(&command, Role::ALL, true), "{name} by somebody with every role");
        assert!(!let_in(&command, &[], true), "{name} by somebody with no role");
    }
}
