//! Reviews, verdicts, withdrawal.

use super::{Case, Context, given, may, writing};
use crate::{
    Command, Event, Finding, MemberId, Refusal, ReviewId, ReviewState, Role, Statement, Verdict,
    statement::written,
};
use chrono::{Days, Months, NaiveDate};
use document::Digest;

pub(super) fn decide(
    command: &Command,
    case: Case<'_>,
    role: Role,
    context: &mut Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let article = case.article;
    match command {
        Command::TakeReview { revision, .. } => {
            may::take_review(case)?;
            may::at_head(article, *revision)?;
            let due = default_due(context);
            Ok(vec![assigned(case.member.id, *revision, due, context)])
        }
        Command::AssignReview { revision, member, due, .. } => {
            may::in_review(case)?;
            may::at_head(article, *revision)?;
            let who = context
                .board
                .members
                .get(member)
                .ok_or_else(|| Refusal::unknown("There is no such member."))?;
            may::eligible(article, who, false)?;
            if article.open_review(*member).is_some() {
                return Err(Refusal::no_change(format!("{} has this review already.", who.name)));
            }
            if article.verdicts.iter().any(|v| v.by == *member && v.round == article.round) {
                return Err(Refusal::no_change(format!("{} has signed a verdict in this round.", who.name)));
            }
            if due.is_some_and(|due| due < context.now.date_naive()) {
                return Err(Refusal::invalid("The due date is in the past."));
            }
            let due = due.or_else(|| default_due(context));
            Ok(vec![assigned(*member, *revision, due, context)])
        }
        Command::Recuse { review, reason, .. } => {
            given(reason, "Say what the conflict of interest is.")?;
            let open = |r: &&crate::Review| r.id == *review && r.state == ReviewState::Open;
            let found = article
                .reviews
                .iter()
                .find(open)
                .ok_or_else(|| Refusal::unknown("There is no such open review."))?;
            if found.member != case.member.id {
                return Err(Refusal::not_allowed("Only the reviewer can step aside."));
            }
            Ok(vec![Event::ReviewRecused { review: *review, member: found.member }])
        }
        Command::AcknowledgeChange { from, to, change, .. } => {
            let known = context.comparison.and_then(|c| c.changes.iter().find(|c| c.key == *change));
            let known =
                known.ok_or_else(|| Refusal::unknown("There is no such change between these revisions."))?;
            let mark = (case.member.id, *from, *to, change.clone());
            if article.acknowledged.contains(&mark) {
                return Err(Refusal::no_change("You have taken note of this change."));
            }
            Ok(vec![Event::ChangeAcknowledged {
                from: *from,
                to: *to,
                change: change.clone(),
                what: known.description.clone(),
            }])
        }
        Command::WaiveFinding { revision, finding, reason, .. } => {
            may::waive(case)?;
            may::at_head(article, *revision)?;
            given(reason, "Say why it may stand.")?;
            let found = found_one(case, finding, context)?;
            if found.waived.is_some() {
                return Err(Refusal::no_change("This finding is waived already."));
            }
            Ok(vec![Event::FindingWaived {
                revision: *revision,
                finding: found.key,
                check: found.check,
                version: found.version,
                severity: found.severity,
                sentence: found.sentence,
                quote: found.place.map(|place| place.quote).unwrap_or_default(),
            }])
        }
        Command::RestoreFinding { revision, finding, reason, .. } => {
            may::waive(case)?;
            may::at_head(article, *revision)?;
            given(reason, "Say why it may stand no longer.")?;
            let found = found_one(case, finding, context)?;
            if found.waived.is_none() {
                return Err(Refusal::no_change("This finding is not waived."));
            }
            let Finding { key: finding, check, sentence, .. } = found;
            Ok(vec![Event::FindingRestored { revision: *revision, finding, check, sentence }])
        }
        Command::SignVerdict { revision, digest, verdict, base, reason, .. } => {
            sign(case, role, (*revision, *digest, *verdict, *base, reason.trim()), context)
        }
        Command::Withdraw { reason, .. } => {
            may::withdraw(case)?;
            given(reason, "Say why the article is withdrawn.")?;
            Ok(vec![Event::ArticleWithdrawn { from: article.stage }])
        }
        _ => Err(Refusal::unknown("This is not about reviewing.")),
    }
}

fn found_one(case: Case<'_>, key: &str, context: &Context<'_>) -> Result<Finding, Refusal> {
    let found = writing::found(case, context).into_iter().find(|finding| finding.key == key);
    found.ok_or_else(|| Refusal::unknown("The checks find no such thing on this revision."))
}

fn assigned(member: MemberId, revision: u32, due: Option<NaiveDate>, context: &mut Context<'_>) -> Event {
    Event::ReviewAssigned { review: ReviewId((context.new_id)()), member, revision, due }
}

fn default_due(context: &Context<'_>) -> Option<NaiveDate> {
    let days = context.board.policy.rules.review_days;
    if days == 0 { None } else { context.now.date_naive().checked_add_days(Days::new(days.into())) }
}

fn sign(
    case: Case<'_>,
    role: Role,
    (revision, digest, verdict, base, reason): (u32, Digest, Verdict, Option<u32>, &str),
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let (article, member) = (case.article, case.member);
    may::sign(case)?;
    let head = may::at_head(article, revision)?;
    if head.digest != digest {
        return Err(Refusal::outdated(
            "The text you looked at is not the text of this revision: open it again.",
        ));
    }
    if verdict == Verdict::RequestChanges {
        given(reason, "Say what must change.")?;
    }
    if verdict == Verdict::Abstain {
        given(reason, "Say why you abstain.")?;
    }
    let found = writing::found(case, context);
    if verdict == Verdict::Approve {
        writing::no_blocking(&found)?;
        seen(case, base, context)?;
    }
    let open = article.open_review(member.id).ok_or_else(|| Refusal::missing("Take the review first."))?;
    let statement = Statement {
        form: Statement::FORM,
        board: context.board.id,
        article: article.id,
        title: &article.title,
        revision,
        digest,
        claims: article.claims_digest(),
        policy: article.policy,
        findings: &found,
        base,
        verdict,
        meaning: verdict.meaning(),
        reason,
        member: member.id,
        role,
        name: &member.name,
        at: written(context.now),
    };
    let statement = statement
        .canonical()
        .map_err(|e| Refusal::invalid(format!("The statement cannot be written: {e}.")))?;
    let signature = (context.sign)(statement.as_bytes());
    let mut events =
        vec![Event::VerdictSigned { review: open.id, revision, digest, verdict, statement, signature }];
    match verdict {
        Verdict::RequestChanges => events.push(Event::ArticleChangesRequested { revision }),
        Verdict::Approve => {
            let mut approvers = article.approvers();
            approvers.insert(member.id);
            let rules = &context.board.policy.rules;
            if approvers.len() >= rules.quorum as usize {
                let next_review = (rules.next_review_months > 0)
                    .then(|| {
                        context.now.date_naive().checked_add_months(Months::new(rules.next_review_months))
                    })
                    .flatten();
                let members = approvers.into_iter().collect();
                events.push(Event::ArticleApproved { revision, digest, members, next_review });
            }
        }
        Verdict::Abstain => {}
    }
    Ok(events)
}

/// Who judged an earlier revision approves only after comparing with it and taking note of every
/// clinical change since.
fn seen(case: Case<'_>, base: Option<u32>, context: &Context<'_>) -> Result<(), Refusal> {
    let article = case.article;
    let Some(needed) = article.base_for(case.member.id) else { return Ok(()) };
    let head = article.head().map_or(0, |head| head.number);
    if base != Some(needed) {
        return Err(Refusal::missing(format!(
            "Look first at what changed since revision {needed}, which you judged."
        )));
    }
    let Some(comparison) = context.comparison else {
        return Err(Refusal::missing(format!(
            "Look first at what changed since revision {needed}, which you judged."
        )));
    };
    let left = comparison
        .changes
        .iter()
        .filter(|change| change.clinical)
        .filter(|c| !article.acknowledged.contains(&(case.member.id, needed, head, c.key.clone())))
        .count();
    match left {
        0 => Ok(()),
        1 => Err(Refusal::missing("A clinical change is not acknowledged yet.")),
        left => Err(Refusal::missing(format!("{left} clinical changes are not acknowledged yet."))),
    }
}
