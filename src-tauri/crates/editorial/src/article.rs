//! An article, folded from its own events.

mod fold;
mod stages;

use crate::{
    AnchorState, ArticleId, Certainty, CitationId, CitationTerms, ClaimId, Disposition, Judgement, Lapse,
    MemberId, ReviewId, SourceId, Stage, Subject, ThreadId, Verdict,
};
use chrono::{DateTime, NaiveDate, Utc};
use compare::{Change, Comparison};
use document::{Anchor, Digest};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use ts_rs::TS;

/// Where an article came from, as recognised at import and confirmed by the editor.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Origin {
    /// Name of the imported file; empty for an article begun at the desk.
    pub file: String,
    /// Digest of the file, kept as an attachment.
    #[ts(type = "string | null")]
    pub attachment: Option<Digest>,
    /// "Last updated" as the file said, an ISO date; empty if it did not.
    pub last_updated: String,
    /// The stage the file said it was in; empty if it did not.
    pub stage: String,
    /// The file's list of references.
    pub references: Vec<Reference>,
}

/// An entry of a list of references.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Reference {
    /// The label that citation marks use: "3".
    pub label: String,
    /// The entry's words.
    pub text: String,
}

/// An article as its events made it.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    /// Who it is.
    pub id: ArticleId,
    /// Its title.
    pub title: String,
    /// Where it came from.
    pub origin: Origin,
    /// Who began it.
    pub by: Option<MemberId>,
    /// Who wrote any part of it, and the most telling of what they wrote.
    pub authors: BTreeMap<MemberId, Written>,
    /// Whose suggested wordings were taken over since the last text: they are part of the next one.
    pub taken_over: BTreeSet<MemberId>,
    /// When it began.
    pub at: DateTime<Utc>,
    /// Where it stands.
    pub stage: Stage,
    /// Since when.
    pub stage_since: DateTime<Utc>,
    /// When anything last happened to it.
    pub touched: DateTime<Utc>,
    /// Its texts, oldest first; the number of each is its place, from 1.
    pub revisions: Vec<Revision>,
    /// Its claims.
    pub claims: BTreeMap<ClaimId, Claim>,
    /// Proposals that were dismissed, by their quote.
    pub dismissed: BTreeSet<String>,
    /// Its discussions.
    pub threads: BTreeMap<ThreadId, Thread>,
    /// Every submission opens a round; 0 before the first.
    pub round: u32,
    /// The note of the latest submission.
    pub note: String,
    /// The policy version the latest round runs under.
    pub policy: u32,
    /// Tasks of all rounds, oldest first.
    pub reviews: Vec<Review>,
    /// Who stepped aside in which round, oldest first.
    pub recusals: Vec<Recusal>,
    /// Every signed verdict, oldest first.
    pub verdicts: Vec<SignedVerdict>,
    /// The approval that stands.
    pub approval: Option<Approval>,
    /// The revision whose approval no longer stands, if there ever was one.
    pub lapsed: Option<u32>,
    /// Findings that may stand, by [`crate::Finding::key`].
    pub waivers: BTreeMap<String, Waiver>,
    /// Why it no longer stands.
    pub lapse: Option<Lapse>,
    /// Clinical changes taken note of: (member, from, to, key of the change).
    pub acknowledged: BTreeSet<(MemberId, u32, u32, String)>,
    /// Sections each member has read, by digest: a section that changes is unread again by itself.
    pub read: BTreeMap<MemberId, BTreeSet<Digest>>,
    /// Revisions that members have read to the end.
    pub finished: BTreeSet<(MemberId, u32)>,
    /// How and why it was withdrawn.
    pub withdrawal: Option<Withdrawal>,
}

/// What somebody wrote of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Written {
    /// A text.
    Text,
    /// A title.
    Title,
    /// A wording that an editor took over.
    Wording,
}

/// How an article was taken out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Withdrawal {
    /// By whom.
    pub by: Option<MemberId>,
    /// When.
    #[ts(type = "string")]
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
    /// Where it stood before.
    pub from: Stage,
}

/// Who said that a finding may stand, and why. It holds while the finding stays the same, in whichever revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Waiver {
    /// Who.
    pub by: MemberId,
    /// When.
    #[ts(type = "string")]
    pub at: DateTime<Utc>,
    /// On which revision.
    pub revision: u32,
    /// Why.
    pub reason: String,
}

/// One immutable text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Revision {
    /// From 1.
    pub number: u32,
    /// Digest of the document.
    #[ts(type = "string")]
    pub digest: Digest,
    /// The editor's message.
    pub message: String,
    /// Words.
    pub words: u32,
    /// Who saved it.
    pub by: Option<MemberId>,
    /// When.
    #[ts(type = "string")]
    pub at: DateTime<Utc>,
    /// Sources cited in the text itself.
    pub cites: BTreeSet<SourceId>,
}

/// A statement of fact in the text that needs substantiation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Claim {
    /// Which.
    pub id: ClaimId,
    /// Where it sits in the head revision; for an orphan, where it was.
    pub anchor: Anchor,
    /// How it came through the latest revision; whose words changed stays changed until somebody judges it.
    pub state: AnchorState,
    /// The revision that brought it into this state.
    #[serde(default)]
    pub since: u32,
    /// For a changed claim: the words it had when it was last judged or made.
    pub before: Option<String>,
    /// For an orphan: where it might belong.
    pub candidates: Vec<Anchor>,
    /// Who made it.
    pub by: Option<MemberId>,
    /// When.
    #[ts(type = "string")]
    pub at: DateTime<Utc>,
    /// The latest judgement of each member, oldest first.
    pub assessments: Vec<Assessment>,
    /// Its citations, oldest first.
    pub citations: Vec<Citation>,
}

/// A member's judgement of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Assessment {
    /// Whose.
    pub by: MemberId,
    /// When.
    #[ts(type = "string")]
    pub at: DateTime<Utc>,
    /// The judgement.
    pub judgement: Judgement,
    /// Certainty of the evidence.
    pub certainty: Option<Certainty>,
    /// Why.
    pub reason: String,
}

/// The link between a claim and a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Citation {
    /// Which.
    pub id: CitationId,
    /// What is cited.
    pub source: SourceId,
    /// Relation, locator, quote and note.
    pub terms: CitationTerms,
    /// Who cited it.
    pub by: Option<MemberId>,
    /// When.
    #[ts(type = "string")]
    pub at: DateTime<Utc>,
}

/// A discussion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Thread {
    /// Which.
    pub id: ThreadId,
    /// What it is about.
    pub on: Subject,
    /// The revision it was opened on.
    pub revision: u32,
    /// How its anchor came through the latest revision.
    pub state: AnchorState,
    /// Whether it must be resolved before approval.
    pub disposition: Disposition,
    /// Whether it is open.
    pub open: bool,
    /// What its passage should read instead.
    pub suggestion: Option<Suggestion>,
    /// What was said, oldest first; never empty.
    pub entries: Vec<Entry>,
    /// Who has said something.
    #[serde(skip)]
    pub speakers: BTreeSet<MemberId>,
}

/// A wording proposed for the passage that a discussion is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Suggestion {
    /// The words it should read; empty to take the passage out.
    pub text: String,
    /// The words that stood there when it was made.
    pub quote: String,
    /// Whether an editor took it over (`true`) or turned it down; none while nobody has decided.
    pub accepted: Option<bool>,
}

/// Something said in a discussion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Entry {
    /// By whom.
    pub by: Option<MemberId>,
    /// When.
    #[ts(type = "string")]
    pub at: DateTime<Utc>,
    /// "opened", "replied", "resolved", "accepted", "declined" or "reopened".
    pub what: String,
    /// For "resolved": the revision whose change settled it, if one did.
    pub revision: Option<u32>,
    /// The words.
    pub text: String,
}

/// One member's task on one revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Review {
    /// Which.
    pub id: ReviewId,
    /// Whose task.
    pub member: MemberId,
    /// On which revision.
    pub revision: u32,
    /// In which round.
    pub round: u32,
    /// By when.
    #[ts(type = "string | null")]
    pub due: Option<NaiveDate>,
    /// Since when.
    #[ts(type = "string")]
    pub at: DateTime<Utc>,
    /// How far it is.
    pub state: ReviewState,
}

/// How far a review is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReviewState {
    /// Waiting for the member's verdict.
    Open,
    /// Ended in a verdict.
    Signed,
    /// The member stepped aside.
    Recused,
    /// The task went to another member.
    Replaced,
    /// The round ended without it.
    Closed,
}

/// That a member stepped aside for a conflict of interest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recusal {
    /// Who.
    pub member: MemberId,
    /// In which round.
    pub round: u32,
    /// What the conflict was.
    pub reason: String,
}

/// A verdict with its signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SignedVerdict {
    /// The review it ends.
    pub review: ReviewId,
    /// The round it belongs to.
    pub round: u32,
    /// Who signed.
    pub by: MemberId,
    /// When.
    #[ts(type = "string")]
    pub at: DateTime<Utc>,
    /// What was judged.
    pub revision: u32,
    /// Digest of exactly what was judged.
    #[ts(type = "string")]
    pub digest: Digest,
    /// The verdict.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
    /// The canonical statement that was signed (RFC 8785 JSON).
    pub statement: String,
    /// The signature over the statement's bytes, hexadecimal.
    pub signature: String,
    /// Why it no longer counts in its round, in words: claims, citations or sources it covers have changed.
    pub outdated: Option<String>,
}

/// An approval that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Approval {
    /// Of which revision.
    pub revision: u32,
    /// Of exactly which text.
    #[ts(type = "string")]
    pub digest: Digest,
    /// Whose signatures made the quorum.
    pub members: Vec<MemberId>,
    /// When.
    #[ts(type = "string")]
    pub at: DateTime<Utc>,
    /// When the article comes back for review.
    #[ts(type = "string | null")]
    pub next_review: Option<NaiveDate>,
}

impl Article {
    /// The newest text.
    pub fn head(&self) -> Option<&Revision> {
        self.revisions.last()
    }

    /// The text with this number.
    pub fn revision(&self, number: u32) -> Option<&Revision> {
        self.revisions.get(usize::try_from(number).ok()?.checked_sub(1)?)
    }

    /// Whether the member wrote any part of it: a text, a title, or a wording that was taken over.
    pub fn wrote(&self, member: MemberId) -> bool {
        self.authors.contains_key(&member)
    }

    /// The recusals of a member in rounds before this one, a sentence each: a conflict of interest may go on.
    pub fn stepped_aside(&self, member: MemberId, name: &str, before: u32) -> Vec<String> {
        let theirs = self.recusals.iter().filter(|r| r.member == member && r.round < before);
        theirs.map(|r| format!("{name} recused in round {}: “{}”", r.round, r.reason)).collect()
    }

    /// Why a signed verdict does not count for what the article is now, as a clause; none where it does.
    pub fn past(&self, signed: &SignedVerdict) -> Option<String> {
        match self.head() {
            Some(head) if head.digest != signed.digest => {
                Some(format!("signed at revision {}, now at {}", signed.revision, head.number))
            }
            _ => signed
                .outdated
                .clone()
                .or_else(|| (signed.round != self.round).then(|| "signed in an earlier round".to_owned())),
        }
    }

    /// The member's open task in the present round.
    pub fn open_review(&self, member: MemberId) -> Option<&Review> {
        self.reviews
            .iter()
            .find(|r| r.round == self.round && r.member == member && r.state == ReviewState::Open)
    }

    /// The revision before the head that the member last judged or read to the end: their last look, and what their
    /// comparison starts from. It stays the same while the head does.
    pub fn base_for(&self, member: MemberId) -> Option<u32> {
        let head = self.head()?.number;
        let judged = self.verdicts.iter().filter(|v| v.by == member).map(|v| v.revision);
        let read = self.finished.iter().filter(|(by, _)| *by == member).map(|(_, revision)| *revision);
        judged.chain(read).filter(|revision| *revision < head).max()
    }

    /// Members who signed an approval of the head text in the present round, with the claims, citations and sources
    /// that it has now. Whether each counts is for [`Board::approvers`](crate::Board::approvers).
    pub fn approvers(&self) -> BTreeSet<MemberId> {
        let Some(head) = self.head() else { return BTreeSet::new() };
        self.verdicts
            .iter()
            .filter(|v| v.round == self.round && v.digest == head.digest && v.verdict == Verdict::Approve)
            .filter(|v| v.outdated.is_none())
            .map(|v| v.by)
            .collect()
    }

    /// Clinical changes of the comparison of `from` with the head that the member has not taken note of.
    pub fn unacknowledged<'a>(
        &self,
        member: MemberId,
        from: u32,
        comparison: &'a Comparison,
    ) -> Vec<&'a Change> {
        let head = self.head().map_or(0, |head| head.number);
        let noted = |c: &&Change| {
            // A change keeps its key from one comparison to the next: who took note of it need not again.
            let mut acknowledged = self.acknowledged.iter();
            acknowledged
                .any(|(by, since, to, key)| *by == member && *since == from && *to <= head && *key == c.key)
        };
        comparison.changes.iter().filter(|change| change.clinical && !noted(change)).collect()
    }

    /// Clinical changes since this revision that the member took note of, by key.
    pub fn acknowledged_since(&self, member: MemberId, base: Option<u32>) -> Vec<String> {
        let head = self.head().map_or(0, |head| head.number);
        let noted = |(by, from, to, _): &&(MemberId, u32, u32, String)| {
            *by == member && Some(*from) == base && *to <= head
        };
        let mut noted: Vec<String> =
            self.acknowledged.iter().filter(noted).map(|(.., key)| key.clone()).collect();
        noted.dedup();
        noted
    }

    /// Whether the member has read this section as it stands.
    pub fn has_read(&self, member: MemberId, section: &Digest) -> bool {
        self.read.get(&member).is_some_and(|read| read.contains(section))
    }

    /// Discussions that are open.
    pub fn open_threads(&self) -> impl Iterator<Item = &Thread> {
        self.threads.values().filter(|thread| thread.open)
    }

    /// Claims nobody has verified, or that are disputed.
    pub fn unverified(&self) -> impl Iterator<Item = &Claim> {
        self.claims.values().filter(|claim| claim.judgement() != Judgement::Verified)
    }

    /// Every source that a claim or the head text cites.
    pub fn cited(&self) -> BTreeSet<SourceId> {
        let in_text = self.head().into_iter().flat_map(|head| head.cites.iter().copied());
        self.claims
            .values()
            .flat_map(|claim| claim.citations.iter().map(|c| c.source))
            .chain(in_text)
            .collect()
    }
}

impl Claim {
    /// What the members' judgements come to: disputed if any disputes or they disagree, else verified if
    /// any verified it, else unverified.
    pub fn judgement(&self) -> Judgement {
        let said = |judgement| self.assessments.iter().any(|a| a.judgement == judgement);
        if said(Judgement::Disputed) {
            Judgement::Disputed
        } else if said(Judgement::Verified) {
            Judgement::Verified
        } else {
            Judgement::Unverified
        }
    }
}

impl Thread {
    /// Where it sits in the text, if it does.
    pub fn anchor(&self) -> Option<&Anchor> {
        match &self.on {
            Subject::Text { anchor } => Some(anchor),
            Subject::Change { anchor, .. } => anchor.as_ref(),
            Subject::Article | Subject::Claim { .. } => None,
        }
    }
}
