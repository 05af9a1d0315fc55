//! Replaying an article's events.

use super::{History, Past, Upset, invalid};
use crate::{
    AnchorState, Article, ArticleId, Board, Claim, ClaimId, Coverage, Event, Finding, Judgement, Lapse, Mark,
    Member, MemberId, Refusal, ReviewState, Right, Role, SourceDigest, SourceId, Stage, Statement, Subject,
    Thread, ThreadId, Verdict,
    decide::{Case, given, may, standing},
    read_sections,
    statement::written,
};
use document::{Anchor, Digest, Document};
use serde::Deserialize;
use std::{collections::BTreeSet, rc::Rc};
use uuid::Uuid;

/// Whether a signature (hexadecimal) is by a key (hexadecimal) over these bytes. The rules know no cryptography.
pub type Verifies<'a> = &'a dyn Fn(&str, &[u8], &str) -> bool;

/// An article while its events are gone through.
pub struct ArticleReplay<'a> {
    id: ArticleId,
    history: &'a History,
    verifies: Verifies<'a>,
    texts: Texts<'a>,
    article: Option<Article>,
    /// What must come next, in the same action.
    owed: Option<(Uuid, Owed)>,
    /// The last event taken in.
    last: u64,
}

impl std::fmt::Debug for ArticleReplay<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ArticleReplay")
            .field("id", &self.id)
            .field("last", &self.last)
            .finish_non_exhaustive()
    }
}

/// What text a digest stands for.
pub type Texts<'a> = &'a dyn Fn(Digest) -> Result<Rc<Document>, NoText>;

/// Why there is no text for a digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoText {
    /// Nothing with this digest is at hand.
    Absent,
    /// What has this digest is no text of ours.
    Other,
}

/// An event that another brings with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owed {
    Lapse { revision: u32 },
    Approval,
    Changes,
    Submission,
    Successor,
    Outdating,
}

/// What was learnt of an article at the end of its events.
#[derive(Debug)]
pub struct Replayed {
    /// The article as its events made it; none if its first event does not begin one.
    pub article: Option<Article>,
    /// An event that was due and did not come, as a fault of the last one.
    pub missing: Option<(u64, Refusal)>,
}

impl<'a> ArticleReplay<'a> {
    /// The replay of an article, on the ground of the whole board's history.
    pub fn new(id: ArticleId, history: &'a History, verifies: Verifies<'a>, texts: Texts<'a>) -> Self {
        Self { id, history, verifies, texts, article: None, owed: None, last: 0 }
    }

    /// Takes in the article's next event, whether it was allowed or not, and says why it was not.
    pub fn step(&mut self, past: &Past<'_>) -> Result<(), Refusal> {
        let board = self.history.before(past.seq);
        let allowed = self.upset_answered(past).and_then(|()| self.allowed(past, &board));
        let mark = Mark { by: past.actor.map(|actor| actor.member), at: past.at };
        match &mut self.article {
            Some(article) => article.apply(past.event, &mark, past.reason),
            none => *none = Article::begin(self.id, past.event, &mark),
        }
        self.owed = self.owes(past, &board);
        self.last = past.seq;
        allowed
    }

    /// The article at the end, and what is missing from its events.
    pub fn end(self) -> Replayed {
        let unanswered = self.upset(u64::MAX).map(|upset| (upset.seq, unanswered(upset)));
        let missing = self.owed.map(|(_, owed)| (self.last, unpaid(owed))).or(unanswered);
        Replayed { article: self.article, missing }
    }

    /// What happened to a source since the article's last event, and before this one, that signatures on it do not
    /// outlast.
    fn upset(&self, before: u64) -> Option<Upset> {
        let article = self.article.as_ref()?;
        let stands = match article.stage {
            Stage::Approved => true,
            Stage::UnderReview => !article.approvers().is_empty(),
            _ => false,
        };
        let mut upsets = article.cited().into_iter().filter(|_| stands);
        upsets.find_map(|source| self.history.upset(source, self.last, before))
    }

    /// Whether signatures that stood on a source end with what became of it, in the same action.
    fn upset_answered(&self, past: &Past<'_>) -> Result<(), Refusal> {
        let Some(upset) = self.upset(past.seq) else { return Ok(()) };
        let ends = matches!(
            past.event,
            Event::ApprovalLapsed { why: Some(Lapse::Source), .. } | Event::SignaturesOutdated { .. }
        );
        if ends && upset.action == past.action { Ok(()) } else { Err(unanswered(upset)) }
    }

    /// The sources that were taken out of the library between the last event and `before` although the article cited
    /// them, by the numbers of those events.
    pub fn torn_out(&self, before: u64) -> Vec<u64> {
        let cited = self.article.as_ref().map(Article::cited).unwrap_or_default();
        cited.into_iter().flat_map(|source| self.history.removals(source, self.last, before)).collect()
    }

    /// What this event, just taken in, brings with it.
    fn owes(&self, past: &Past<'_>, board: &Board) -> Option<(Uuid, Owed)> {
        let article = self.article.as_ref()?;
        let owed = match past.event {
            Event::RevisionSaved { number, .. } if article.stage == Stage::Approved => {
                Owed::Lapse { revision: number.saturating_sub(1) }
            }
            Event::ArticleRetitled { .. } if article.stage == Stage::Approved => {
                Owed::Lapse { revision: article.head()?.number }
            }
            Event::ApprovalLapsed { why: Some(Lapse::NextReview), .. } => Owed::Submission,
            Event::ReviewReplaced { .. } => Owed::Successor,
            Event::ClaimMade { .. }
            | Event::ClaimReattached { .. }
            | Event::ClaimRemoved { .. }
            | Event::CitationAdded { .. }
            | Event::CitationChanged { .. }
            | Event::CitationRemoved { .. }
                if article.stage == Stage::UnderReview && !article.approvers().is_empty() =>
            {
                Owed::Outdating
            }
            Event::VerdictSigned { verdict: Verdict::RequestChanges, .. } => Owed::Changes,
            Event::VerdictSigned { verdict: Verdict::Approve, .. } if board.wanting(article).is_empty() => {
                Owed::Approval
            }
            _ => return None,
        };
        Some((past.action, owed))
    }

    fn allowed(&self, past: &Past<'_>, board: &Board) -> Result<(), Refusal> {
        let owed = match (self.owed, past.event) {
            (Some((action, owed)), event) => {
                let pays = match (owed, event) {
                    (Owed::Lapse { revision: due }, Event::ApprovalLapsed { revision, .. }) => {
                        due == *revision
                    }
                    (Owed::Approval, Event::ArticleApproved { .. })
                    | (Owed::Submission, Event::ArticleSubmitted { .. })
                    | (Owed::Successor, Event::ReviewAssigned { .. })
                    | (Owed::Outdating, Event::SignaturesOutdated { .. })
                    | (Owed::Changes, Event::ArticleChangesRequested { .. }) => true,
                    _ => false,
                };
                if !pays || action != past.action {
                    return Err(unpaid(owed));
                }
                true
            }
            _ => false,
        };
        let Some(article) = &self.article else {
            past.with_right(board, Right::Write)?;
            let Event::ArticleCreated { title, .. } = past.event else {
                return Err(Refusal::invalid("An article begins by being created."));
            };
            return given(title, "An article needs a title.").map(drop);
        };
        let (history, verifies, texts) = (self.history, self.verifies, self.texts);
        let step = Step { past, board, article, history, verifies, texts, last: self.last };
        match past.event {
            // This follows from another event, and from nothing else.
            Event::ArticleChangesRequested { .. } if !owed => {
                Err(Refusal::invalid("Nothing brought this about."))
            }
            Event::ApprovalLapsed { .. } if owed => step.past.with_right(board, Right::Write).map(drop),
            Event::ApprovalLapsed { revision, why } => step.lapse(*revision, *why),
            Event::SignaturesOutdated { members, .. } => step.outdating(members, owed),
            Event::ArticleChangesRequested { revision } => step.follows_verdict(*revision),
            Event::ArticleApproved { revision, digest, members, next_review } => {
                step.quorum(*revision, *digest, members)?;
                let due = board.rules_for(article).next_review(past.at);
                invalid(*next_review == due, || "The policy sets another day for the next review.")?;
                if owed { Ok(()) } else { Err(Refusal::invalid("No verdict brought this about.")) }
            }
            Event::ArticleRetitled { .. }
            | Event::RevisionSaved { .. }
            | Event::ArticleSubmitted { .. }
            | Event::ArticleTakenBack { .. } => step.writing(),
            Event::ReviewAssigned { .. }
            | Event::ReviewReplaced { .. }
            | Event::ReviewRecused { .. }
            | Event::SectionsRead { .. }
            | Event::SectionsUnread { .. }
            | Event::ReadingFinished { .. }
            | Event::ChangeAcknowledged { .. }
            | Event::FindingWaived { .. }
            | Event::FindingRestored { .. }
            | Event::VerdictSigned { .. }
            | Event::ArticleWithdrawn { .. } => step.reviewing(),
            Event::ThreadOpened { .. }
            | Event::ThreadReplied { .. }
            | Event::ThreadResolved { .. }
            | Event::ThreadReopened { .. } => step.discussing(),
            Event::SuggestionAccepted { .. } | Event::SuggestionDeclined { .. } => step.suggesting(),
            Event::ClaimMade { .. }
            | Event::ClaimAssessed { .. }
            | Event::ClaimReattached { .. }
            | Event::ClaimRemoved { .. }
            | Event::CandidateDismissed { .. }
            | Event::CitationAdded { .. }
            | Event::CitationChanged { .. }
            | Event::CitationRemoved { .. } => step.annotating(),
            _ => Err(unexpected()),
        }
    }
}

fn unanswered(upset: Upset) -> Refusal {
    Refusal::missing(format!(
        "Event {} changed a source that was signed for, and the signatures went on counting.",
        upset.seq
    ))
}

fn unpaid(owed: Owed) -> Refusal {
    Refusal::missing(match owed {
        Owed::Lapse { .. } => {
            "The text of an approved article changed, and its approval did not lapse at once."
        }
        Owed::Approval => "The quorum had signed, and the article did not become approved at once.",
        Owed::Submission => {
            "The approval ended for a next review, and the article was not handed in at once."
        }
        Owed::Successor => "A reviewer was replaced, and nobody took their place at once.",
        Owed::Outdating => "Claims or citations changed, and the signatures on them went on counting.",
        Owed::Changes => "A verdict asked for changes, and the article did not go back at once.",
    })
}

/// An event of an article that exists, with what it is judged by.
struct Step<'a> {
    past: &'a Past<'a>,
    board: &'a Board,
    article: &'a Article,
    history: &'a History,
    verifies: Verifies<'a>,
    texts: Texts<'a>,
    /// The article's event before.
    last: u64,
}

impl<'a> Step<'a> {
    fn case(&self, right: Right) -> Result<Case<'a>, Refusal> {
        Ok(Case { article: self.article, member: self.past.with_right(self.board, right)? })
    }

    fn writing(&self) -> Result<(), Refusal> {
        let article = self.article;
        let case = self.case(Right::Write)?;
        match self.past.event {
            Event::ArticleRetitled { old, new } => {
                may::revise(case)?;
                given(new, "An article needs a title.")?;
                invalid(*old == article.title, || "The article had another title before.")
            }
            Event::RevisionSaved { number, digest, message, claims, threads, cites, .. } => {
                may::revise(case)?;
                given(message, "A revision needs a message.")?;
                let next = article.revisions.len() + 1;
                invalid(*number as usize == next, || format!("The next revision was number {next}."))?;
                let same = article.head().is_some_and(|head| head.digest == *digest);
                invalid(!same, || "The text was the same as before.")?;
                let carried: BTreeSet<ClaimId> = claims.iter().map(|claim| claim.id).collect();
                let all: BTreeSet<ClaimId> = article.claims.keys().copied().collect();
                invalid(carried == all && claims.len() == all.len(), || "Not every claim was carried over.")?;
                let carried: BTreeSet<ThreadId> = threads.iter().map(|thread| thread.id).collect();
                let in_text = article.threads.values().filter(|thread| thread.anchor().is_some());
                invalid(
                    carried == in_text.map(|t| t.id).collect(),
                    || "Not every discussion was carried over.",
                )?;
                let text = match (self.texts)(*digest) {
                    Ok(text) => text,
                    Err(NoText::Absent) => return Ok(()),
                    Err(NoText::Other) => return Err(Refusal::invalid("What was saved is no text.")),
                };
                let marks = SourceId::in_text(&text);
                invalid(marks == *cites, || "The text has other citation marks.")?;
                claims.iter().try_for_each(|to| {
                    landed(&text, &self.claim(to.id)?.anchor, (to.state, &to.anchor), "a claim")
                })?;
                threads.iter().try_for_each(|to| {
                    let from = article.threads.get(&to.id).and_then(Thread::anchor);
                    let from = from.ok_or_else(|| Refusal::unknown("There was no such discussion."))?;
                    landed(&text, from, (to.state, &to.anchor), "a discussion")
                })
            }
            Event::ArticleSubmitted { revision, digest, policy, note, findings } => {
                may::submit(case)?;
                invalid(
                    article.stage != Stage::Approved,
                    || "The article was approved, and its approval had not ended.",
                )?;
                self.at_head(*revision, *digest)?;
                given(note, "A note to the reviewers was due.")?;
                invalid(*policy == self.board.policy.version, || "Another policy was in force.")?;
                unblocked(findings)
            }
            Event::ArticleTakenBack { revision } => {
                may::take_back(case)?;
                self.past.reason()?;
                may::at_head(article, *revision).map(drop)
            }
            _ => Err(unexpected()),
        }
    }

    fn reviewing(&self) -> Result<(), Refusal> {
        let (article, past) = (self.article, self.past);
        match past.event {
            Event::ReviewAssigned { review, member, revision, .. } => {
                let by = past.actor.map(|actor| actor.member);
                let taken = by == Some(*member) && self.case(Right::Review).is_ok();
                if taken {
                    may::take_review(self.case(Right::Review)?)?;
                } else {
                    let case = self.case(Right::Assign)?;
                    may::in_review(case)?;
                    let who = self.board.members.get(member);
                    let who = who.ok_or_else(|| Refusal::unknown("There was no such member."))?;
                    may::eligible(article, who, false)?;
                    let busy = article.open_review(*member).is_some() || self.signed_in_round(*member);
                    invalid(!busy, || format!("{} had this review already.", who.name))?;
                }
                let known = article.reviews.iter().any(|r| r.id == *review);
                invalid(!known, || "This review was there before.")?;
                may::at_head(article, *revision).map(drop)
            }
            Event::ReviewReplaced { review, member, .. } => {
                may::replace(self.case(Right::Assign)?)?;
                past.reason()?;
                let open = |r: &crate::Review| {
                    r.id == *review && r.state == ReviewState::Open && r.member == *member
                };
                invalid(article.reviews.iter().any(open), || "There was no such open review.")
            }
            Event::SectionsRead { revision, sections } => {
                may::read(self.case(Right::Review)?)?;
                let there = self.sections(may::at_head(article, *revision)?.digest);
                let there = there.is_none_or(|there| sections.iter().all(|section| there.contains(section)));
                invalid(there && !sections.is_empty(), || "The text had no such section.")
            }
            Event::ReadingFinished { revision } => {
                let case = self.case(Right::Review)?;
                may::read(case)?;
                let there = self.sections(may::at_head(article, *revision)?.digest).unwrap_or_default();
                let read = there.iter().all(|section| article.has_read(case.member.id, section));
                invalid(read, || "The member had not read all of it.")
            }
            Event::SectionsUnread { revision, sections } => {
                let case = self.case(Right::Review)?;
                may::read(case)?;
                let read = sections.iter().all(|section| article.has_read(case.member.id, section));
                invalid(read && !sections.is_empty(), || "The member had not read this.")?;
                may::at_head(article, *revision).map(drop)
            }
            Event::ReviewRecused { review, member } => {
                let case = self.case(Right::Review)?;
                past.reason()?;
                let open = |r: &&crate::Review| r.id == *review && r.state == ReviewState::Open;
                let found = article.reviews.iter().find(open);
                let found = found.ok_or_else(|| Refusal::unknown("There was no such open review."))?;
                invalid(
                    found.member == case.member.id && found.member == *member,
                    || "Only the reviewer can step aside.",
                )
            }
            Event::ChangeAcknowledged { from, to, .. } => {
                may::acknowledge(self.case(Right::Review)?)?;
                invalid(from < to && article.revision(*to).is_some(), || "There were no such revisions.")
            }
            Event::FindingWaived { revision, finding, .. } => {
                may::waive(self.case(Right::Waive)?)?;
                past.reason()?;
                invalid(!article.waivers.contains_key(finding), || "The finding was waived before.")?;
                may::at_head(article, *revision).map(drop)
            }
            Event::FindingRestored { revision, finding, .. } => {
                may::waive(self.case(Right::Waive)?)?;
                past.reason()?;
                invalid(article.waivers.contains_key(finding), || "The finding was not waived.")?;
                may::at_head(article, *revision).map(drop)
            }
            Event::VerdictSigned { review, revision, digest, verdict, statement, signature } => {
                let case = self.case(Right::Review)?;
                may::sign(case)?;
                self.at_head(*revision, *digest)?;
                let open = article.open_review(case.member.id);
                invalid(open.is_some_and(|r| r.id == *review), || "The verdict ends another's review.")?;
                if *verdict != Verdict::Approve {
                    past.reason()?;
                }
                self.statement(case.member, (*revision, *digest, *verdict), statement)?;
                let key = case.member.key.as_deref().unwrap_or_default();
                invalid(
                    (self.verifies)(key, statement.as_bytes(), signature),
                    || "The signature is not by the member's key over the statement.",
                )
            }
            Event::ArticleWithdrawn { from } => {
                may::withdraw(self.case(Right::Withdraw)?)?;
                past.reason()?;
                invalid(*from == article.stage, || format!("The article was {}.", article.stage.label()))
            }
            _ => Err(unexpected()),
        }
    }

    /// Whether the statement says what the event says, and that nothing blocked.
    fn statement(
        &self,
        by: &Member,
        (revision, digest, verdict): (u32, Digest, Verdict),
        statement: &str,
    ) -> Result<(), Refusal> {
        let unlike =
            |what: &str| Refusal::invalid(format!("The signed statement says something else of {what}."));
        let said: serde_json::Value = serde_json::from_str(statement)
            .map_err(|_| Refusal::invalid("The signed statement cannot be read."))?;
        let canonical = serde_json_canonicalizer::to_string(&said).ok();
        invalid(
            canonical.as_deref() == Some(statement),
            || "The signed statement is not in canonical form.",
        )?;
        let role = self.past.actor.map_or("", |actor| actor.role);
        let expected = serde_json::json!({
            "form": Statement::FORM, "board": self.board.id, "article": self.article.id, "title": self.article.title,
            "revision": revision, "digest": digest, "policy": self.article.policy, "verdict": verdict,
            "meaning": verdict.meaning(), "reason": self.past.reason.unwrap_or_default(), "member": by.id,
            "role": role, "name": by.name, "at": written(self.past.at), "key": by.key,
            "claims": self.article.claims_digest(), "sources": self.source_digests(),
        });
        for (name, value) in expected.as_object().into_iter().flatten() {
            if said.get(name) != Some(value) {
                return Err(unlike(name));
            }
        }
        let told: Told = serde_json::from_str(statement).map_err(|_| unlike("what was found and seen"))?;
        let members = said.as_object().map_or(0, serde_json::Map::len);
        invalid(
            members == expected.as_object().map_or(0, serde_json::Map::len) + Told::MEMBERS,
            || "The signed statement holds more than a statement does.",
        )?;
        let findings = &told.findings;
        let waived = |found: &Finding| {
            found.waived.is_none() || found.waived.as_ref() == self.article.waivers.get(&found.key)
        };
        invalid(
            findings.iter().all(waived),
            || "The signed statement tells of a waiver that was not given.",
        )?;
        let read = told.coverage.read.iter().all(|section| self.article.has_read(by.id, section));
        invalid(read, || "The signed statement tells of sections that were not read.")?;
        if told.coverage.acknowledged != self.article.acknowledged_since(by.id, told.base) {
            return Err(unlike("the changes taken note of"));
        }
        if verdict == Verdict::Approve {
            unblocked(findings)?;
            // Who judged an earlier revision compares with that one.
            let needed = self.article.base_for(by.id);
            if needed.is_some() && said.get("base") != Some(&serde_json::json!(needed)) {
                return Err(unlike("base"));
            }
        }
        Ok(())
    }

    /// What the article cites, as it stood just before.
    fn source_digests(&self) -> Vec<SourceDigest> {
        let stood = |source| SourceDigest { source, digest: self.history.digest(source, self.past.seq) };
        self.article.cited().into_iter().map(stood).collect()
    }

    fn follows_verdict(&self, revision: u32) -> Result<(), Refusal> {
        let by = self.past.with_right(self.board, Right::Review)?;
        let last = self.article.verdicts.last();
        let follows = last
            .is_some_and(|v| v.by == by.id && v.revision == revision && v.verdict == Verdict::RequestChanges);
        invalid(follows, || "No verdict brought this about.")
    }

    /// The members of an approval are those, and all of those, who signed exactly this text in this round.
    fn quorum(&self, revision: u32, digest: Digest, members: &[MemberId]) -> Result<(), Refusal> {
        let article = self.article;
        let by = self.past.with_right(self.board, Right::Review)?;
        invalid(article.stage == Stage::UnderReview, || {
            format!("The article was not under review, but {}.", article.stage.label())
        })?;
        self.at_head(revision, digest)?;
        let signers = self.board.approvers(article);
        let named: BTreeSet<MemberId> = members.iter().copied().collect();
        invalid(
            named.len() == members.len() && named == signers,
            || "The members named are not those who signed this text.",
        )?;
        invalid(signers.contains(&by.id), || "Whoever completed the approval did not sign.")?;
        if let Some(wanting) = self.board.wanting(article).into_iter().next() {
            return Err(Refusal::missing(wanting));
        }
        let author = members.iter().find(|member| article.wrote(**member));
        author.map_or(Ok(()), |author| {
            Err(Refusal::not_allowed(format!(
                "{} wrote a part of this article, and cannot approve it.",
                self.board.name_of(*author)
            )))
        })
    }

    /// An approval ends without a change of the text where a source that it stands on changed, or for the next review.
    fn lapse(&self, revision: u32, why: Option<Lapse>) -> Result<(), Refusal> {
        let right = match why {
            Some(Lapse::NextReview) => Right::Write,
            Some(Lapse::Source) if self.source_changed() => Right::Annotate,
            _ => return Err(Refusal::invalid("Nothing brought this about.")),
        };
        self.past.with_right(self.board, right)?;
        let stage = self.article.stage;
        invalid(stage == Stage::Approved, || {
            format!("The article was not approved, but {}.", stage.label())
        })?;
        may::at_head(self.article, revision).map(drop)
    }

    /// Whether this action did something to a source that the article cites, since the event before, that signatures do
    /// not outlast.
    fn source_changed(&self) -> bool {
        let (action, seq) = (self.past.action, self.past.seq);
        let upset = |source| self.history.upset_by(action, source, self.last, seq);
        self.article.cited().into_iter().any(upset) || self.history.is_torn(seq)
    }

    fn outdating(&self, members: &[MemberId], owed: bool) -> Result<(), Refusal> {
        let stage = self.article.stage;
        invalid(stage == Stage::UnderReview, || {
            format!("The article was not under review, but {}.", stage.label())
        })?;
        let named: BTreeSet<MemberId> = members.iter().copied().collect();
        // Who changes members may be no administrator afterwards.
        let before = self.history.before_change_by(self.past.action, self.past.seq);
        if let Some(before) = before
            && self.past.with_right(&before, Right::KeepMembers).is_ok()
        {
            let changed = standing::signers_changed(self.article, &before, self.board);
            return invalid(
                !named.is_empty() && named == changed,
                || "The members named are not those of the signers who became others.",
            );
        }
        invalid(owed || self.source_changed(), || "Nothing brought this about.")?;
        self.past.with_right(self.board, Right::Annotate)?;
        invalid(
            !named.is_empty() && named == self.article.approvers(),
            || "The members named are not those who signed this text.",
        )
    }

    fn annotating(&self) -> Result<(), Refusal> {
        let article = self.article;
        let case = if matches!(self.past.event, Event::ClaimAssessed { .. }) {
            let case = self.case(Right::Review)?;
            may::assess(case)?;
            case
        } else {
            let case = self.case(Right::Annotate)?;
            may::annotate(case)?;
            case
        };
        match self.past.event {
            Event::ClaimMade { claim, revision, anchor } => {
                invalid(!article.claims.contains_key(claim), || "This claim was there before.")?;
                self.in_head(*revision, anchor, "a claim")
            }
            Event::ClaimAssessed { claim, old, new, .. } => {
                let found = self.claim(*claim)?;
                let mine = found.assessments.iter().find(|a| a.by == case.member.id);
                let before = mine.map_or(Judgement::Unverified, |a| a.judgement);
                invalid(before == *old, || format!("The member had judged the claim {}.", before.label()))?;
                match new {
                    Judgement::Disputed => self.past.reason().map(drop),
                    Judgement::Verified => invalid(
                        !found.citations.is_empty(),
                        || "A claim without a source cannot be verified.",
                    ),
                    Judgement::Unverified => Ok(()),
                }
            }
            Event::ClaimReattached { claim, revision, old, new } => {
                invalid(self.claim(*claim)?.anchor == *old, || "The claim sat elsewhere before.")?;
                self.in_head(*revision, new, "a claim")
            }
            Event::ClaimRemoved { claim, quote } => {
                let found = self.claim(*claim)?;
                if !found.citations.is_empty() || !found.assessments.is_empty() {
                    self.past.reason()?;
                }
                invalid(found.anchor.quote == *quote, || "The claim had other words.")
            }
            Event::CandidateDismissed { quote } => {
                invalid(!article.dismissed.contains(quote), || "The passage was dismissed before.")
            }
            Event::CitationAdded { claim, citation, source, .. } => {
                let found = self.claim(*claim)?;
                let known = found.citations.iter().any(|c| c.id == *citation);
                invalid(!known, || "This citation was there before.")?;
                self.in_library(*source)
            }
            Event::CitationChanged { claim, citation, old, .. } => {
                let found = self.citation(*claim, *citation)?;
                invalid(found.terms == *old, || "The citation said something else before.")
            }
            Event::CitationRemoved { claim, citation, source } => {
                let found = self.citation(*claim, *citation)?;
                invalid(found.source == *source, || "The citation was of another source.")
            }
            _ => Err(unexpected()),
        }
    }

    fn discussing(&self) -> Result<(), Refusal> {
        let case = self.case(Right::Discuss)?;
        may::discuss(case)?;
        let thread = |id: &ThreadId| -> Result<&Thread, Refusal> {
            let found = self.article.threads.get(id);
            found.ok_or_else(|| Refusal::unknown("There was no such discussion."))
        };
        match self.past.event {
            Event::ThreadOpened { thread, revision, on, text, suggestion, .. } => {
                invalid(!self.article.threads.contains_key(thread), || "This discussion was there before.")?;
                match suggestion {
                    Some(words) => suggestible(case, on, words)?,
                    None => given(text, "A discussion is about something.").map(drop)?,
                }
                match on {
                    Subject::Claim { claim } => drop(self.claim(*claim)?),
                    Subject::Text { anchor } | Subject::Change { anchor: Some(anchor), .. } => {
                        self.in_head(*revision, anchor, "a discussion")?;
                    }
                    Subject::Article | Subject::Change { anchor: None, .. } => {}
                }
                may::at_head(self.article, *revision).map(drop)
            }
            Event::ThreadReplied { thread: id, text } => {
                given(text, "An answer says something.")?;
                invalid(thread(id)?.open, || "The discussion was resolved.")
            }
            Event::ThreadResolved { thread: id, text, revision } => {
                let found = thread(id)?;
                let later =
                    |number: &u32| *number > found.revision && self.article.revision(*number).is_some();
                invalid(revision.as_ref().is_none_or(later), || {
                    format!("There was no such revision after number {}, on which it began.", found.revision)
                })?;
                if found.entries.first().and_then(|entry| entry.by) != Some(case.member.id) {
                    given(text, "Somebody else opened this discussion: what settled it was due.")?;
                }
                invalid(found.open, || "The discussion was resolved before.")
            }
            Event::ThreadReopened { thread: id } => invalid(!thread(id)?.open, || "The discussion was open."),
            _ => Err(unexpected()),
        }
    }

    fn suggesting(&self) -> Result<(), Refusal> {
        let case = self.case(Right::Write)?;
        may::discuss(case)?;
        let undecided = |id: &ThreadId| -> Result<&crate::Suggestion, Refusal> {
            let found = self.article.threads.get(id).filter(|thread| thread.open);
            let suggestion = found.and_then(|thread| thread.suggestion.as_ref());
            let suggestion = suggestion.filter(|suggestion| suggestion.accepted.is_none());
            suggestion.ok_or_else(|| Refusal::unknown("There was no such suggestion to decide on."))
        };
        match self.past.event {
            Event::SuggestionAccepted { thread, quote, suggestion } => {
                may::revise(case)?;
                let found = undecided(thread)?;
                invalid(
                    found.quote == *quote && found.text == *suggestion,
                    || "The suggestion was another wording.",
                )
            }
            Event::SuggestionDeclined { thread, suggestion } => {
                self.past.reason()?;
                let found = undecided(thread)?;
                invalid(found.text == *suggestion, || "The suggestion was another wording.")
            }
            _ => Err(unexpected()),
        }
    }

    /// The digests of a text's sections, where it is at hand.
    fn sections(&self, text: Digest) -> Option<Vec<Digest>> {
        let text = (self.texts)(text).ok()?;
        Some(read_sections(&text).into_iter().map(|section| section.digest).collect())
    }

    fn at_head(&self, revision: u32, digest: Digest) -> Result<(), Refusal> {
        let head = may::at_head(self.article, revision)?;
        invalid(head.digest == digest, || "The digest is not that of the text.")
    }

    /// Whether this is the head, and the passage stands in it.
    fn in_head(&self, revision: u32, anchor: &Anchor, what: &str) -> Result<(), Refusal> {
        let head = may::at_head(self.article, revision)?;
        (self.texts)(head.digest).map_or(Ok(()), |text| stands_in(&text, anchor, what))
    }

    fn signed_in_round(&self, member: MemberId) -> bool {
        self.article
            .verdicts
            .iter()
            .any(|v| v.by == member && v.round == self.article.round && v.outdated.is_none())
    }

    fn claim(&self, claim: ClaimId) -> Result<&Claim, Refusal> {
        self.article.claims.get(&claim).ok_or_else(|| Refusal::unknown("There was no such claim."))
    }

    fn citation(&self, claim: ClaimId, citation: crate::CitationId) -> Result<&crate::Citation, Refusal> {
        let found = self.claim(claim)?.citations.iter().find(|c| c.id == citation);
        found.ok_or_else(|| Refusal::unknown("There was no such citation."))
    }

    fn in_library(&self, source: SourceId) -> Result<(), Refusal> {
        if self.history.has_source(source, self.past.seq) {
            return Ok(());
        }
        Err(Refusal::unknown("The source was not in the library."))
    }
}

/// What a statement says beside what follows from the record.
#[derive(Deserialize)]
struct Told {
    base: Option<u32>,
    #[allow(
        dead_code,
        reason = "read so that it is one: which checks ran is known to the program that ran them"
    )]
    checks: Vec<ToldCheck>,
    findings: Vec<Finding>,
    coverage: Coverage,
}

impl Told {
    /// How many members of a statement it reads.
    const MEMBERS: usize = 4;
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "read so that it is one")]
struct ToldCheck {
    id: String,
    version: u32,
}

/// Whether what sat in the text before sits in this one as it is said.
fn landed(
    text: &Document,
    before: &Anchor,
    (state, anchor): (AnchorState, &Anchor),
    what: &str,
) -> Result<(), Refusal> {
    let same = before.quote == anchor.quote;
    match state {
        AnchorState::Orphaned => Ok(()),
        AnchorState::Intact | AnchorState::Moved if !same => {
            Err(Refusal::invalid(format!("The words of {what} changed, and were called intact.")))
        }
        _ => stands_in(text, anchor, what),
    }
}

/// Whether the words of an anchor stand where it says.
fn stands_in(text: &Document, anchor: &Anchor, what: &str) -> Result<(), Refusal> {
    let there = Anchor::new(text, &anchor.block, anchor.start, anchor.end);
    invalid(there.is_some_and(|there| there.quote == anchor.quote), || {
        format!("The words of {what} do not stand where it says.")
    })
}

/// A suggestion is another wording of a passage, by one who writes or reviews.
fn suggestible(case: Case<'_>, on: &Subject, words: &str) -> Result<(), Refusal> {
    let roles = &case.member.roles;
    invalid(
        roles.contains(&Role::BoardMember) || roles.contains(&Role::Editor),
        || "Whoever suggested it was neither board member nor editor.",
    )?;
    match on {
        Subject::Text { anchor } | Subject::Change { anchor: Some(anchor), .. } => {
            invalid(words != anchor.quote, || "The wording suggested was the one that stood there.")
        }
        _ => Err(Refusal::missing("A suggestion is about a passage.")),
    }
}

fn unblocked(findings: &[Finding]) -> Result<(), Refusal> {
    let blocking = findings.iter().find(|finding| finding.blocks());
    blocking.map_or(Ok(()), |finding| {
        Err(Refusal::missing(format!("A check blocked this: {}", finding.sentence)))
    })
}

fn unexpected() -> Refusal {
    Refusal::invalid("This does not happen to an article.")
}
