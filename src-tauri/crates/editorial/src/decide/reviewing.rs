//! Reviews, verdicts, withdrawal.

use super::{Case, Context, given, may, writing};
use crate::{
    CheckInfo, CheckRun, Command, Coverage, Event, Finding, MemberId, Refusal, Review, ReviewId, ReviewState,
    Revision, Role, Severity, Statement, Verdict, checks, read_sections, statement::written,
};
use chrono::{Days, NaiveDate};

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
            let due = default_due(case, context);
            Ok(vec![assigned(case.member.id, *revision, due, context)])
        }
        Command::AssignReview { revision, member, due, .. } => {
            may::in_review(case)?;
            may::at_head(article, *revision)?;
            let due = may_take(case, *member, *due, context)?;
            Ok(vec![assigned(*member, *revision, due, context)])
        }
        Command::ReplaceReviewer { review, member, due, reason, .. } => {
            may::replace(case)?;
            given(reason, "Say why the reviewer is replaced.")?;
            let open = |r: &&Review| r.id == *review && r.state == ReviewState::Open;
            let found = article.reviews.iter().find(open);
            let found = found.ok_or_else(|| Refusal::unknown("There is no such open review."))?;
            let due = may_take(case, *member, *due, context)?;
            Ok(vec![
                Event::ReviewReplaced { review: *review, member: found.member, by: *member },
                assigned(*member, found.revision, due, context),
            ])
        }
        Command::Recuse { review, reason, .. } => {
            let found = may::recuse(case)?;
            if found.id != *review {
                return Err(Refusal::not_allowed("Only the reviewer can step aside."));
            }
            given(reason, "Say what the conflict of interest is.")?;
            Ok(vec![Event::ReviewRecused { review: *review, member: found.member }])
        }
        Command::SignVerdict { revision, digest, evidence, verdict, base, reason, .. } => {
            let head = may::sign(case).and_then(|()| may::at_head(article, *revision))?;
            if head.digest != *digest {
                return Err(Refusal::outdated(
                    "The text you looked at is not the text of this revision: open it again.",
                ));
            }
            if evidence.is_some_and(|seen| seen != article.evidence_digest(context.sources)) {
                return Err(Refusal::outdated(
                    "Claims, citations or sources changed while you were looking: look at them again, then sign.",
                ));
            }
            sign(case, role, (head, *verdict, *base, reason.trim()), context)
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

/// Whether this member can be given the review, and by when it is due.
fn may_take(
    case: Case<'_>,
    member: MemberId,
    due: Option<NaiveDate>,
    context: &Context<'_>,
) -> Result<Option<NaiveDate>, Refusal> {
    let article = case.article;
    let who = context.board.members.get(&member);
    let who = who.ok_or_else(|| Refusal::unknown("There is no such member."))?;
    may::eligible(article, who, false)?;
    if article.open_review(member).is_some() {
        return Err(Refusal::no_change(format!("{} has this review already.", who.name)));
    }
    if article.verdicts.iter().any(|v| v.by == member && v.round == article.round && v.outdated.is_none()) {
        return Err(Refusal::no_change(format!("{} has signed a verdict in this round.", who.name)));
    }
    if due.is_some_and(|due| due < context.now.date_naive()) {
        return Err(Refusal::invalid("The due date is in the past."));
    }
    Ok(due.or_else(|| default_due(case, context)))
}

fn assigned(member: MemberId, revision: u32, due: Option<NaiveDate>, context: &mut Context<'_>) -> Event {
    Event::ReviewAssigned { review: ReviewId((context.new_id)()), member, revision, due }
}

fn default_due(case: Case<'_>, context: &Context<'_>) -> Option<NaiveDate> {
    let days = context.board.rules_for(case.article).review_days;
    if days == 0 { None } else { context.now.date_naive().checked_add_days(Days::new(days.into())) }
}

fn sign(
    case: Case<'_>,
    role: Role,
    (head, verdict, base, reason): (&Revision, Verdict, Option<u32>, &str),
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let (article, member) = (case.article, case.member);
    match verdict {
        Verdict::RequestChanges => drop(given(reason, "Say what must change.")?),
        Verdict::Abstain => drop(given(reason, "Say why you abstain.")?),
        Verdict::Approve => {}
    }
    let found = writing::found(case, context);
    if verdict == Verdict::Approve {
        may::no_blocking(&found)?;
        compared(case, base, context)?;
    }
    let open = article.open_review(member.id).ok_or_else(|| Refusal::missing("Take the review first."))?;
    let (revision, digest) = (head.number, head.digest);
    let statement = Statement {
        form: Statement::FORM,
        board: context.board.id,
        article: article.id,
        title: &article.title,
        revision,
        digest,
        claims: article.claims_digest(),
        sources: article.source_digests(context.sources),
        policy: article.policy,
        checks: ran(case, context),
        findings: &found,
        base,
        coverage: coverage(case, base, context),
        verdict,
        meaning: verdict.meaning(),
        reason,
        member: member.id,
        role,
        name: &member.name,
        key: context.key,
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
            let board = context.board;
            let mut approvers = board.approvers(article);
            approvers.insert(member.id);
            let rules = board.rules_for(article);
            if rules.wanting(approvers.iter().filter_map(|id| board.members.get(id))).is_empty() {
                let next_review = rules.next_review(context.now);
                let members = approvers.into_iter().collect();
                events.push(Event::ArticleApproved { revision, digest, members, next_review });
            }
        }
        Verdict::Abstain => {}
    }
    Ok(events)
}

/// The checks that the policy of the round asks.
fn ran(case: Case<'_>, context: &Context<'_>) -> Vec<CheckRun> {
    let severities = &context.board.rules_for(case.article).severities;
    let asked = |c: &CheckInfo| severities.get(c.id).copied().unwrap_or(c.severity) != Severity::Off;
    checks().into_iter().filter(asked).map(|c| CheckRun { id: c.id, version: c.version }).collect()
}

/// Who looked at an earlier revision approves only after comparing with it and taking note of every
/// clinical change since.
fn compared(case: Case<'_>, base: Option<u32>, context: &Context<'_>) -> Result<(), Refusal> {
    let Some(needed) = case.article.base_for(case.member.id) else { return Ok(()) };
    match context.comparison {
        Some(comparison) if base == Some(needed) => {
            let left = case.article.unacknowledged(case.member.id, needed, comparison).len();
            may::acknowledged(Some(needed), left)
        }
        _ => Err(Refusal::missing(format!(
            "Look first at what changed since revision {needed}, your last look."
        ))),
    }
}

fn coverage(case: Case<'_>, base: Option<u32>, context: &Context<'_>) -> Coverage {
    let sections = context.head.map(read_sections).unwrap_or_default();
    Coverage {
        sections: u32::try_from(sections.len()).unwrap_or(u32::MAX),
        read: sections
            .into_iter()
            .map(|section| section.digest)
            .filter(|digest| case.article.has_read(case.member.id, digest))
            .collect(),
        acknowledged: case.article.acknowledged_since(case.member.id, base),
    }
}
