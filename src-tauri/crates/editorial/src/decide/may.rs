//! What a member may do with an article now, and if not, why: the guards that the rules pass through
//! and that the window shows.

use super::Case;
use crate::{
    Article, Board, Finding, Member, MemberId, Refusal, Review, ReviewState, Revision, Right, Role, Stage,
    Written,
};
use serde::Serialize;
use ts_rs::TS;

/// What a member may do with an article now: `None` where they may, else the sentence that says why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[allow(missing_docs)] // Named after the commands.
pub struct Permissions {
    pub revise: Option<String>,
    pub retitle: Option<String>,
    pub submit: Option<String>,
    pub take_back: Option<String>,
    pub take_review: Option<String>,
    pub assign_review: Option<String>,
    pub replace_reviewer: Option<String>,
    pub recuse: Option<String>,
    pub mark_read: Option<String>,
    pub acknowledge: Option<String>,
    /// Any verdict at all.
    pub sign_verdict: Option<String>,
    /// The verdict that approves.
    pub approve: Option<String>,
    pub withdraw: Option<String>,
    pub annotate: Option<String>,
    pub assess: Option<String>,
    pub discuss: Option<String>,
    pub waive: Option<String>,
}

/// What has to be looked up before it can be said whether the head may be submitted or approved.
#[derive(Debug, Clone, Copy, Default)]
pub struct Seen<'a> {
    /// Findings on the head text.
    pub findings: &'a [Finding],
    /// Clinical changes since the member's last look that they have not taken note of.
    pub unacknowledged: usize,
}

/// The permissions of a member on an article.
pub fn permissions(board: &Board, article: &Article, member: &Member, seen: Seen<'_>) -> Permissions {
    let case = Case { article, member };
    let check = |right: Right, guard: &dyn Fn(Case<'_>) -> Result<(), Refusal>| {
        role(right, member, board).and_then(|_| guard(case)).err().map(|refusal| refusal.sentence)
    };
    Permissions {
        revise: check(Right::Write, &revise),
        retitle: check(Right::Write, &retitle),
        submit: check(Right::Write, &|case| submit(case).and_then(|()| no_blocking(seen.findings))),
        take_back: check(Right::Write, &take_back),
        take_review: check(Right::Review, &take_review),
        assign_review: check(Right::Assign, &in_review),
        replace_reviewer: check(Right::Assign, &replace),
        recuse: check(Right::Review, &|case| recuse(case).map(drop)),
        mark_read: check(Right::Review, &read),
        acknowledge: check(Right::Review, &acknowledge),
        sign_verdict: check(Right::Review, &sign),
        approve: check(Right::Review, &|case| {
            sign(case)?;
            no_blocking(seen.findings)?;
            acknowledged(article.base_for(member.id), seen.unacknowledged)
        }),
        withdraw: check(Right::Withdraw, &withdraw),
        annotate: check(Right::Annotate, &annotate),
        assess: check(Right::Review, &assess),
        discuss: check(Right::Discuss, &discuss),
        waive: check(Right::Waive, &waive),
    }
}

/// Whether a member may look a source up over the network.
pub fn may_look_up(board: &Board, member: MemberId) -> Result<(), Refusal> {
    board.role_of(member, Right::Annotate)?;
    if board.policy.rules.lookup {
        return Ok(());
    }
    Err(Refusal::not_allowed(
        "Look-up over the network is off: an administrator can turn it on in the policy.",
    ))
}

impl Board {
    /// The role in which this member may use the right now.
    pub fn role_of(&self, member: MemberId, right: Right) -> Result<Role, Refusal> {
        let member = self.members.get(&member).filter(|m| m.active);
        role(right, member.ok_or_else(|| Refusal::not_allowed("Sign in as an active member first."))?, self)
    }
}

/// The role in which the member may use the right.
pub(super) fn role(right: Right, member: &Member, board: &Board) -> Result<Role, Refusal> {
    if let Some(role) = member.role_for(right) {
        let by_policy = right != Right::Withdraw
            || role == Role::Administrator
            || board.policy.rules.board_members_withdraw;
        if by_policy {
            return Ok(role);
        }
        if member.roles.contains(&Role::Administrator) {
            return Ok(Role::Administrator);
        }
        return Err(Refusal::not_allowed("By the editorial policy, only administrators withdraw articles."));
    }
    let who: Vec<&str> = right.roles().iter().map(|role| one(*role)).collect();
    Err(Refusal::not_allowed(format!("Only {} may do this.", who.join(" or "))))
}

fn one(role: Role) -> &'static str {
    match role {
        Role::Editor => "an editor",
        Role::BoardMember => "a board member",
        Role::Compliance => "compliance staff",
        Role::Administrator => "an administrator",
    }
}

pub(super) fn at_head(article: &Article, revision: u32) -> Result<&Revision, Refusal> {
    let head = article
        .head()
        .ok_or_else(|| Refusal::missing("The article has no text yet: save a revision first."))?;
    if head.number != revision {
        return Err(Refusal::outdated(format!(
            "You are looking at revision {revision}, and the article is now at revision {}: look at that one first.",
            head.number
        )));
    }
    Ok(head)
}

pub(super) fn revise(case: Case<'_>) -> Result<(), Refusal> {
    match case.article.stage {
        Stage::Draft | Stage::ChangesRequested | Stage::Approved => Ok(()),
        Stage::Submitted => {
            Err(Refusal::wrong_stage("The article is submitted: take it back to change its text."))
        }
        Stage::UnderReview => Err(Refusal::wrong_stage(
            "The article is under review: its text can change when a reviewer requests changes.",
        )),
        Stage::Withdrawn => Err(withdrawn()),
    }
}

/// A title is part of what is read and signed: it changes when the text may.
pub(super) fn retitle(case: Case<'_>) -> Result<(), Refusal> {
    revise(case)
}

pub(super) fn submit(case: Case<'_>) -> Result<(), Refusal> {
    match case.article.stage {
        // An approved one is handed in again for its next review; the approval ends with it.
        Stage::Draft | Stage::ChangesRequested | Stage::Approved => {}
        Stage::Submitted | Stage::UnderReview => {
            return Err(Refusal::wrong_stage("The article is already with the board."));
        }
        Stage::Withdrawn => return Err(withdrawn()),
    }
    let head = case.article.head().ok_or_else(|| Refusal::missing("Save a revision first."))?;
    let asked = case.article.verdicts.iter().rev().find(|v| v.verdict == crate::Verdict::RequestChanges);
    if case.article.stage == Stage::ChangesRequested && asked.is_some_and(|v| v.digest == head.digest) {
        return Err(Refusal::missing("Changes were requested: save a revision that answers them first."));
    }
    Ok(())
}

pub(super) fn take_back(case: Case<'_>) -> Result<(), Refusal> {
    match case.article.stage {
        Stage::Submitted => Ok(()),
        Stage::UnderReview => Err(Refusal::wrong_stage("A reviewer has begun: ask them to request changes.")),
        _ => Err(Refusal::wrong_stage("The article is not submitted.")),
    }
}

pub(super) fn in_review(case: Case<'_>) -> Result<(), Refusal> {
    match case.article.stage {
        Stage::Submitted | Stage::UnderReview => Ok(()),
        stage => {
            Err(Refusal::wrong_stage(format!("The article is not with the board: it is {}.", stage.label())))
        }
    }
}

/// Whether a member may be a reviewer of the head text at all: who wrote any part of it does not approve it.
pub(super) fn eligible(article: &Article, member: &Member, you: bool) -> Result<(), Refusal> {
    let who =
        |yours: &str, theirs: &str| if you { yours.to_owned() } else { format!("{} {theirs}", member.name) };
    if !member.active || !member.roles.contains(&Role::BoardMember) {
        return Err(Refusal::not_allowed(who("Only a board member reviews.", "is no active board member.")));
    }
    if let Some(what) = article.authors.get(&member.id) {
        let (yours, theirs) = match what {
            Written::Text => (
                "You wrote a part of this article, so you cannot review it.",
                "wrote a part of this article, and cannot review it.",
            ),
            Written::Title => (
                "You gave this article a title, so you cannot review it.",
                "gave this article a title, and cannot review it.",
            ),
            Written::Wording => (
                "Your suggested wording is part of this text, so you cannot review it.",
                "suggested a wording that is part of this text, and cannot review it.",
            ),
        };
        return Err(Refusal::not_allowed(who(yours, theirs)));
    }
    let recused =
        |r: &Review| r.member == member.id && r.round == article.round && r.state == ReviewState::Recused;
    if article.reviews.iter().any(recused) {
        return Err(Refusal::not_allowed(who(
            "You recused yourself from this round.",
            "recused from this round.",
        )));
    }
    Ok(())
}

pub(super) fn take_review(case: Case<'_>) -> Result<(), Refusal> {
    in_review(case)?;
    eligible(case.article, case.member, true)?;
    if case.article.open_review(case.member.id).is_some() {
        return Err(Refusal::no_change("The review is already yours."));
    }
    let signed = |v: &crate::SignedVerdict| {
        v.by == case.member.id && v.round == case.article.round && v.outdated.is_none()
    };
    if case.article.verdicts.iter().any(signed) {
        return Err(Refusal::no_change("You have signed your verdict on this revision."));
    }
    Ok(())
}

pub(super) fn sign(case: Case<'_>) -> Result<(), Refusal> {
    if case.article.stage != Stage::UnderReview {
        return in_review(case).and_then(|()| Err(Refusal::missing("Take the review first.")));
    }
    eligible(case.article, case.member, true)?;
    if case.article.open_review(case.member.id).is_none() {
        take_review(case)?;
        return Err(Refusal::missing("Take the review first."));
    }
    if case.member.temporary {
        return Err(Refusal::missing(
            "An administrator knows your passphrase: choose one of your own first, then sign with it.",
        ));
    }
    Ok(())
}

pub(super) fn no_blocking(found: &[Finding]) -> Result<(), Refusal> {
    let blocking: Vec<&Finding> = found.iter().filter(|finding| finding.blocks()).collect();
    match blocking.as_slice() {
        [] => Ok(()),
        [one] => Err(Refusal::missing(format!("A check blocks this: {}", one.sentence))),
        [first, rest @ ..] => Err(Refusal::missing(format!(
            "{} checks block this. The first: {}",
            rest.len() + 1,
            first.sentence
        ))),
    }
}

/// Who looked at an earlier revision approves only after taking note of every clinical change since.
pub(super) fn acknowledged(base: Option<u32>, left: usize) -> Result<(), Refusal> {
    let since = base.unwrap_or(0);
    match left {
        0 => Ok(()),
        1 => Err(Refusal::missing(format!(
            "A clinical change since revision {since} is not acknowledged yet."
        ))),
        left => Err(Refusal::missing(format!(
            "{left} clinical changes since revision {since} are not acknowledged yet."
        ))),
    }
}

/// Read marks are for those who may judge the text.
pub(super) fn read(case: Case<'_>) -> Result<(), Refusal> {
    in_review(case)?;
    eligible(case.article, case.member, true)
}

pub(super) fn acknowledge(case: Case<'_>) -> Result<(), Refusal> {
    in_review(case)?;
    eligible(case.article, case.member, true)
}

/// The open review to step aside from.
pub(super) fn recuse(case: Case<'_>) -> Result<&Review, Refusal> {
    case.article.open_review(case.member.id).ok_or_else(|| Refusal::missing("You have no open review of it."))
}

pub(super) fn replace(case: Case<'_>) -> Result<(), Refusal> {
    in_review(case)?;
    let open = |r: &Review| r.round == case.article.round && r.state == ReviewState::Open;
    if case.article.reviews.iter().any(open) {
        return Ok(());
    }
    Err(Refusal::missing("No review is open: assign a reviewer instead."))
}

pub(super) fn withdraw(case: Case<'_>) -> Result<(), Refusal> {
    match case.article.stage {
        Stage::Draft => Err(Refusal::wrong_stage("A draft is not withdrawn: it was never with the board.")),
        Stage::Withdrawn => Err(Refusal::no_change("The article is withdrawn.")),
        _ => Ok(()),
    }
}

/// Claims and citations stand still while an approval stands on them.
pub(super) fn annotate(case: Case<'_>) -> Result<(), Refusal> {
    match case.article.stage {
        Stage::Approved => Err(Refusal::wrong_stage(
            "The article is approved with these claims and citations: a new revision opens it again.",
        )),
        Stage::Withdrawn => Err(withdrawn()),
        _ => Ok(()),
    }
}

/// Nobody judges the claims of their own text.
pub(super) fn assess(case: Case<'_>) -> Result<(), Refusal> {
    annotate(case)?;
    if case.article.wrote(case.member.id) {
        return Err(Refusal::not_allowed(
            "You wrote a part of this article: another member must judge its claims.",
        ));
    }
    Ok(())
}

/// Nobody waives what is found in their own text; and what was signed with its findings stands as it was signed.
pub(super) fn waive(case: Case<'_>) -> Result<(), Refusal> {
    match case.article.stage {
        Stage::Approved => Err(Refusal::wrong_stage(
            "The article is approved with these findings: a new revision opens it again.",
        )),
        Stage::Withdrawn => Err(withdrawn()),
        _ if case.article.wrote(case.member.id) => Err(Refusal::not_allowed(
            "You wrote a part of this article: another member must waive what is found in it.",
        )),
        _ => Ok(()),
    }
}

pub(super) fn discuss(case: Case<'_>) -> Result<(), Refusal> {
    if case.article.stage == Stage::Withdrawn { Err(withdrawn()) } else { Ok(()) }
}

fn withdrawn() -> Refusal {
    Refusal::wrong_stage("The article is withdrawn.")
}
