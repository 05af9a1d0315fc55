//! The domain: articles, revisions, claims, sources, threads, reviews, policy, members.
//!
//! [`decide()`] is a pure function of history, policy and command: it answers with events, or with a
//! [`Refusal`] that says in one plain sentence what is missing. It reads no clock, no database and no
//! randomness: they are arguments. Folding events gives [`Board`] and [`Article`] back, years later, without
//! running any algorithm again. Nothing here knows SQL, files or a window.

mod anchoring;
mod article;
mod board;
mod candidates;
mod checks;
mod command;
mod decide;
mod event;
mod ids;
mod printed_name;
mod prose;
mod refusal;
mod rights;
mod sections;
mod sentences;
mod source;
mod statement;
mod telling;
mod words;

pub use anchoring::{AnchorFigures, Landing, Miss, Reanchorer, Share, measure_anchors, reanchor};
pub use article::{
    Approval, Article, Assessment, Citation, Claim, Entry, Origin, Recusal, Reference, Review, ReviewState,
    Revision, SignedVerdict, Suggestion, Thread, Waiver, Withdrawal, Written,
};
pub use board::{Board, Member, Policy, RetractionList, Rules};
pub use candidates::{Candidate, candidates};
pub use checks::{CheckInfo, Evidence, Finding, checks, findings, findings_of_text};
pub use command::{Command, NewSubject};
pub use decide::replay::{ArticleReplay, History, NoText, Past, PastActor, Replayed, Texts, Verifies};
pub use decide::{Context, Decision, Happened, Permissions, Seen, decide, may_look_up, permissions};
pub use event::{Anchored, CitationTerms, Event, Mark, Passage, Stream, Subject};
pub use ids::{ArticleId, BoardId, CitationId, ClaimId, MemberId, ReviewId, SourceId, ThreadId};
pub use printed_name::printed_name;
pub use refusal::{Refusal, RefusalCode};
pub use rights::Right;
pub use sections::{ReadSection, read_sections};
pub use sentences::sentences;
pub use source::{
    Author, Identifiers, InvalidIdentifier, Notice, Shelf, Source, SourceFile, is_partial_date,
};
pub use statement::{CheckRun, Coverage, SourceDigest, Statement};
pub use telling::Names;
pub use words::{
    AnchorState, Certainty, Disposition, Judgement, Lapse, Media, NoticeKind, ReferenceStyle, Relation, Role,
    Severity, SourceKind, Stage, Tier, Verdict,
};
