//! What a person asks for.

use crate::{
    ArticleId, Certainty, CitationId, CitationTerms, ClaimId, Disposition, Judgement, MemberId, Notice,
    Origin, ReviewId, Role, Rules, Source, SourceFile, SourceId, ThreadId, Verdict,
};
use chrono::NaiveDate;
use document::{Anchor, Digest};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use ts_rs::TS;

/// A request to change something. Every one passes the same dispatch point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "do", rename_all = "snake_case")]
#[allow(missing_docs)] // The fields say what they are; the variants are documented.
pub enum Command {
    /// Add a member; their passphrase is given beside the command and never enters it.
    AddMember { name: String, roles: BTreeSet<Role> },
    /// Change a member's printed name.
    RenameMember { member: MemberId, name: String },
    /// Change a member's roles.
    ChangeRoles { member: MemberId, roles: BTreeSet<Role>, reason: String },
    /// Change a member's specialities.
    ChangeSpecialities { member: MemberId, specialities: BTreeSet<String> },
    /// Give a member who lost theirs a new passphrase, which is given beside the command, and a new key.
    ResetPassphrase { member: MemberId, reason: String },
    /// End a member's access.
    DeactivateMember { member: MemberId, reason: String },
    /// Give access back.
    ReactivateMember { member: MemberId, reason: String },
    /// Make a new version of the editorial policy.
    ChangePolicy { text: String, rules: Rules, reason: String },

    /// Begin an article. The text becomes revision 1 unless it is empty.
    CreateArticle {
        title: String,
        origin: Origin,
        #[ts(type = "unknown")]
        document: serde_json::Value,
    },
    /// Change an article's title.
    RetitleArticle { article: ArticleId, title: String },
    /// Make a text the next revision. `base` is the revision it was written on.
    SaveRevision {
        article: ArticleId,
        base: u32,
        #[ts(type = "unknown")]
        document: serde_json::Value,
        message: String,
    },
    /// Hand the head revision to the board.
    Submit { article: ArticleId, revision: u32, note: String },
    /// Take a submission back.
    TakeBack { article: ArticleId, reason: String },
    /// Take the review of the head revision.
    TakeReview { article: ArticleId, revision: u32 },
    /// Give the review to a member.
    AssignReview {
        article: ArticleId,
        revision: u32,
        member: MemberId,
        #[ts(type = "string | null")]
        due: Option<NaiveDate>,
    },
    /// Give a reviewer's task to another member. What the first one said stays.
    ReplaceReviewer {
        article: ArticleId,
        review: ReviewId,
        member: MemberId,
        #[ts(type = "string | null")]
        due: Option<NaiveDate>,
        reason: String,
    },
    /// Say that these sections of the head text, by the digest of each, have been read.
    MarkRead {
        article: ArticleId,
        revision: u32,
        #[ts(type = "string[]")]
        sections: Vec<Digest>,
    },
    /// Say that these sections, marked as read, are to be read again.
    MarkUnread {
        article: ArticleId,
        revision: u32,
        #[ts(type = "string[]")]
        sections: Vec<Digest>,
    },
    /// Step aside.
    Recuse { article: ArticleId, review: ReviewId, reason: String },
    /// Take note of a clinical change.
    AcknowledgeChange { article: ArticleId, from: u32, to: u32, change: String },
    /// Say that a finding of a check on the head revision may stand. `finding` is its key.
    WaiveFinding { article: ArticleId, revision: u32, finding: String, reason: String },
    /// Say that a waived finding may stand no longer.
    RestoreFinding { article: ArticleId, revision: u32, finding: String, reason: String },
    /// Sign a verdict on exactly this text, having compared it with `base`. `evidence` is the digest of claims,
    /// citations and sources that was shown; where it is given and they differ by now, nothing is signed. Asks for
    /// the passphrase again.
    SignVerdict {
        article: ArticleId,
        revision: u32,
        #[ts(type = "string")]
        digest: Digest,
        #[ts(type = "string | null")]
        evidence: Option<Digest>,
        verdict: Verdict,
        base: Option<u32>,
        reason: String,
    },
    /// Take an article out for good.
    Withdraw { article: ArticleId, reason: String },

    /// Make a passage of the head revision a claim.
    MakeClaim { article: ArticleId, revision: u32, block: Vec<u32>, start: u32, end: u32 },
    /// Judge a claim.
    AssessClaim {
        article: ArticleId,
        claim: ClaimId,
        judgement: Judgement,
        certainty: Option<Certainty>,
        reason: String,
    },
    /// Anchor a claim by hand.
    ReattachClaim { article: ArticleId, claim: ClaimId, revision: u32, block: Vec<u32>, start: u32, end: u32 },
    /// Remove a claim.
    RemoveClaim { article: ArticleId, claim: ClaimId, reason: String },
    /// Say that a proposed claim is none.
    DismissCandidate { article: ArticleId, quote: String },
    /// Cite a source for a claim.
    AddCitation { article: ArticleId, claim: ClaimId, source: SourceId, terms: CitationTerms },
    /// Change a citation.
    ChangeCitation { article: ArticleId, claim: ClaimId, citation: CitationId, terms: CitationTerms },
    /// Take a citation away.
    RemoveCitation { article: ArticleId, claim: ClaimId, citation: CitationId },

    /// Begin a discussion. `suggestion` is what the passage should read instead; empty to take it out.
    OpenThread {
        article: ArticleId,
        revision: u32,
        on: NewSubject,
        disposition: Disposition,
        text: String,
        #[serde(default)]
        suggestion: Option<String>,
    },
    /// Answer in a discussion.
    ReplyThread { article: ArticleId, thread: ThreadId, text: String },
    /// Close a discussion, saying what settled it, and in which revision if it was a change of the text.
    ResolveThread { article: ArticleId, thread: ThreadId, text: String, revision: Option<u32> },
    /// Take a suggested wording over; it is then in the editor's text.
    AcceptSuggestion { article: ArticleId, thread: ThreadId },
    /// Turn a suggested wording down.
    DeclineSuggestion { article: ArticleId, thread: ThreadId, reason: String },
    /// Open a discussion again.
    ReopenThread { article: ArticleId, thread: ThreadId, reason: String },

    /// Put a source in the library.
    AddSource { details: Source },
    /// Put the sources of a file in the library; those it has already are left out. `from` names the file.
    ImportSources { from: String, sources: Vec<Source> },
    /// Change what is known of a source.
    ChangeSource { source: SourceId, details: Source },
    /// Make one of two sources that are the same work: `keep` stands wherever `other` is cited.
    MergeSources { keep: SourceId, other: SourceId, reason: String },
    /// Part two sources that were merged.
    UnmergeSource { source: SourceId, reason: String },
    /// Give a source its file, whose bytes are kept already.
    AttachFile { source: SourceId, file: SourceFile },
    /// Take its file away from a source.
    RemoveFile { source: SourceId },
    /// Take note of what a list of retractions says of the library's sources.
    ImportRetractions {
        list: String,
        as_of: String,
        records: u32,
        #[ts(type = "string")]
        index: Digest,
        notices: BTreeMap<SourceId, Vec<Notice>>,
    },
    /// Take a source that nothing uses out of the library.
    RemoveSource { source: SourceId },
}

/// What a new thread is about, as a person points at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
#[allow(missing_docs)] // As above.
pub enum NewSubject {
    /// The article as a whole.
    Article,
    /// A passage.
    Text { block: Vec<u32>, start: u32, end: u32 },
    /// A claim.
    Claim { claim: ClaimId },
    /// A change between two revisions, with the place where it shows in the newer one.
    Change { from: u32, to: u32, change: String, anchor: Option<Anchor> },
}

impl Command {
    /// The article the command is about; none for those about the board, its sources, or a new article.
    pub fn article(&self) -> Option<ArticleId> {
        match self {
            Self::AddMember { .. }
            | Self::RenameMember { .. }
            | Self::ChangeRoles { .. }
            | Self::ChangeSpecialities { .. }
            | Self::ResetPassphrase { .. }
            | Self::DeactivateMember { .. }
            | Self::ReactivateMember { .. }
            | Self::ChangePolicy { .. }
            | Self::CreateArticle { .. }
            | Self::AddSource { .. }
            | Self::ImportSources { .. }
            | Self::ChangeSource { .. }
            | Self::MergeSources { .. }
            | Self::UnmergeSource { .. }
            | Self::AttachFile { .. }
            | Self::RemoveFile { .. }
            | Self::ImportRetractions { .. }
            | Self::RemoveSource { .. } => None,
            Self::RetitleArticle { article, .. }
            | Self::SaveRevision { article, .. }
            | Self::Submit { article, .. }
            | Self::TakeBack { article, .. }
            | Self::TakeReview { article, .. }
            | Self::AssignReview { article, .. }
            | Self::ReplaceReviewer { article, .. }
            | Self::MarkRead { article, .. }
            | Self::MarkUnread { article, .. }
            | Self::Recuse { article, .. }
            | Self::AcknowledgeChange { article, .. }
            | Self::WaiveFinding { article, .. }
            | Self::RestoreFinding { article, .. }
            | Self::SignVerdict { article, .. }
            | Self::Withdraw { article, .. }
            | Self::MakeClaim { article, .. }
            | Self::AssessClaim { article, .. }
            | Self::ReattachClaim { article, .. }
            | Self::RemoveClaim { article, .. }
            | Self::DismissCandidate { article, .. }
            | Self::AddCitation { article, .. }
            | Self::ChangeCitation { article, .. }
            | Self::RemoveCitation { article, .. }
            | Self::OpenThread { article, .. }
            | Self::ReplyThread { article, .. }
            | Self::ResolveThread { article, .. }
            | Self::AcceptSuggestion { article, .. }
            | Self::DeclineSuggestion { article, .. }
            | Self::ReopenThread { article, .. } => Some(*article),
        }
    }

    /// The source in the library the command needs to exist.
    pub fn source(&self) -> Option<SourceId> {
        match self {
            Self::ChangeSource { source, .. }
            | Self::MergeSources { keep: source, .. }
            | Self::AttachFile { source, .. }
            | Self::RemoveFile { source }
            | Self::RemoveSource { source }
            | Self::AddCitation { source, .. } => Some(*source),
            _ => None,
        }
    }
}
