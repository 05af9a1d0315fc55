//! What happened: the closed vocabulary of the log.
//!
//! An event carries the results of algorithms (where a claim was re-anchored, which checks failed), so
//! that a replay never runs an algorithm that has changed since. A variant's meaning never changes; a
//! payload that must change gets a new version, and the old one is lifted when read.

use crate::{
    AnchorState, ArticleId, BoardId, Certainty, CitationId, ClaimId, Disposition, Finding, Judgement, Lapse,
    MemberId, Notice, Origin, Relation, ReviewId, Role, Rules, Severity, Source, SourceFile, SourceId, Stage,
    ThreadId, Verdict,
};
use chrono::{DateTime, NaiveDate, Utc};
use document::{Anchor, Digest};
use serde::{
    Deserialize, Serialize,
    de::{DeserializeSeed, Error as _, IntoDeserializer as _, MapAccess, value::MapAccessDeserializer},
};
use serde_json::{Value, value::RawValue};
use std::{collections::BTreeSet, fmt, str::FromStr};

/// The stream an event belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stream {
    /// The board itself: members, policy, sessions, exports.
    Board,
    /// One article.
    Article(ArticleId),
    /// One source.
    Source(SourceId),
}

impl fmt::Display for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Board => f.write_str("board"),
            Self::Article(id) => write!(f, "article/{id}"),
            Self::Source(id) => write!(f, "source/{id}"),
        }
    }
}

impl FromStr for Stream {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let unknown = || format!("{text:?} is not a stream");
        match text.split_once('/') {
            None if text == "board" => Ok(Self::Board),
            Some(("article", id)) => id.parse().map(Self::Article).map_err(|_| unknown()),
            Some(("source", id)) => id.parse().map(Self::Source).map_err(|_| unknown()),
            _ => Err(unknown()),
        }
    }
}

/// Who did it, in which role, and when: what the envelope knows that the rules need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The member; `None` for the desk itself.
    pub by: Option<MemberId>,
    /// When.
    pub at: DateTime<Utc>,
}

/// What a revision did to an anchor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchored<Id> {
    /// Whose anchor.
    pub id: Id,
    /// How it came through.
    pub state: AnchorState,
    /// Where it is now; for an orphan, where it was last.
    pub anchor: Anchor,
    /// Where else the same words stand, when that is why it is orphaned.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Anchor>,
}

/// Something that happened. The tag is the envelope's `kind`, the content its `payload`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload")]
#[allow(missing_docs, reason = "the fields say what they are; the variants are documented")]
#[allow(clippy::large_enum_variant, reason = "events are read, folded and dropped one at a time")]
pub enum Event {
    /// The board came to be. `desk_key` is the public key that signs the desk's own events.
    #[serde(rename = "board.created")]
    BoardCreated { board: BoardId, name: String, desk_key: String },
    /// A member joined.
    #[serde(rename = "member.added")]
    MemberAdded { member: MemberId, name: String, roles: BTreeSet<Role> },
    /// A member's printed name changed.
    #[serde(rename = "member.renamed")]
    MemberRenamed { member: MemberId, old: String, new: String },
    /// A member's roles changed.
    #[serde(rename = "member.roles_changed")]
    MemberRolesChanged { member: MemberId, old: BTreeSet<Role>, new: BTreeSet<Role> },
    /// A member's specialities changed.
    #[serde(rename = "member.specialities_changed")]
    MemberSpecialitiesChanged { member: MemberId, old: BTreeSet<String>, new: BTreeSet<String> },
    /// A member left; they stay named in the record.
    #[serde(rename = "member.deactivated")]
    MemberDeactivated { member: MemberId },
    /// A member came back.
    #[serde(rename = "member.reactivated")]
    MemberReactivated { member: MemberId },
    /// A member's public key became valid.
    #[serde(rename = "key.registered")]
    KeyRegistered { member: MemberId, key: String },
    /// A member's public key stopped being valid.
    #[serde(rename = "key.revoked")]
    KeyRevoked { member: MemberId, key: String },
    /// A member chose another passphrase; the key stays the same.
    #[serde(rename = "passphrase.changed")]
    PassphraseChanged { member: MemberId },
    /// An administrator gave a member a passphrase, and with it a new key.
    #[serde(rename = "passphrase.reset")]
    PassphraseReset { member: MemberId },
    /// The editorial policy has a new version.
    #[serde(rename = "policy.changed")]
    PolicyChanged { version: u32, text: String, old: Option<Rules>, new: Rules },
    /// A member signed in.
    #[serde(rename = "session.started")]
    SessionStarted { member: MemberId },
    /// Somebody failed to give this member's passphrase; the next try had to wait so many seconds.
    #[serde(rename = "session.refused")]
    SessionRefused {
        member: MemberId,
        #[serde(default)]
        wait: u32,
    },
    /// A member signed out, or the desk was locked; `idle` where nobody had touched it for the policy's time.
    #[serde(rename = "session.ended")]
    SessionEnded {
        member: MemberId,
        #[serde(default)]
        idle: bool,
    },
    /// Records were exported. `asked` says which, in the words of the filter.
    #[serde(rename = "log.exported")]
    LogExported { format: String, asked: String, records: u32, digest: Option<Digest> },
    /// The log was verified by a member.
    #[serde(rename = "log.verified")]
    LogVerified { size: u32, root: String, ok: bool, found: Option<String> },
    /// The file was brought to a newer form.
    #[serde(rename = "board.migrated")]
    BoardMigrated { from: u32, to: u32 },
    /// A member took the log for the one to go on with although this machine had seen another course of it; `found` says
    /// what was wrong, of so many events.
    #[serde(rename = "log.accepted")]
    LogAccepted { size: u32, found: String },
    /// The board was put back from a backup, which held so many events with this root.
    #[serde(rename = "board.restored")]
    BoardRestored { from: String, size: u32, root: String },

    /// An article was begun or imported.
    #[serde(rename = "article.created")]
    ArticleCreated { title: String, origin: Origin },
    /// An article's title changed.
    #[serde(rename = "article.retitled")]
    ArticleRetitled { old: String, new: String },
    /// A text of the article was saved for good. `cites` are the sources cited in the text itself.
    #[serde(rename = "revision.saved")]
    RevisionSaved {
        number: u32,
        digest: Digest,
        message: String,
        words: u32,
        cites: BTreeSet<SourceId>,
        claims: Vec<Anchored<ClaimId>>,
        threads: Vec<Anchored<ThreadId>>,
    },
    /// An approval stopped standing, because what was signed changed or is reviewed again.
    #[serde(rename = "approval.lapsed")]
    ApprovalLapsed {
        revision: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Lapse>,
    },
    /// Approvals of a round that goes on no longer count: the claims, citations or sources they were signed on
    /// changed. `what` says which, in words.
    #[serde(rename = "signatures.outdated")]
    SignaturesOutdated { members: Vec<MemberId>, what: String },
    /// The article was handed to the board.
    #[serde(rename = "article.submitted")]
    ArticleSubmitted { revision: u32, digest: Digest, policy: u32, note: String, findings: Vec<Finding> },
    /// The editor took the article back.
    #[serde(rename = "article.taken_back")]
    ArticleTakenBack { revision: u32 },
    /// A member got the task of reviewing the revision, by taking it or by assignment; the first one
    /// moves the article from Submitted to Under Review.
    #[serde(rename = "review.assigned")]
    ReviewAssigned { review: ReviewId, member: MemberId, revision: u32, due: Option<NaiveDate> },
    /// A reviewer stepped aside for a conflict of interest.
    #[serde(rename = "review.recused")]
    ReviewRecused { review: ReviewId, member: MemberId },
    /// A reviewer was replaced by another.
    #[serde(rename = "review.replaced")]
    ReviewReplaced { review: ReviewId, member: MemberId, by: MemberId },
    /// A reviewer read these sections, by the digest of each.
    #[serde(rename = "sections.read")]
    SectionsRead { revision: u32, sections: Vec<Digest> },
    /// A reviewer took the marks of these sections away again.
    #[serde(rename = "sections.unread")]
    SectionsUnread { revision: u32, sections: Vec<Digest> },
    /// With this the reviewer has read all of the revision and taken note of every clinical change since their last look.
    #[serde(rename = "reading.finished")]
    ReadingFinished { revision: u32 },
    /// A reviewer took note of a clinical change between two revisions.
    #[serde(rename = "change.acknowledged")]
    ChangeAcknowledged { from: u32, to: u32, change: String, what: String },
    /// A finding of a check may stand; the reason says why. `finding` is its key.
    #[serde(rename = "finding.waived")]
    FindingWaived {
        revision: u32,
        finding: String,
        check: String,
        version: u32,
        severity: Severity,
        sentence: String,
        quote: String,
    },
    /// A finding may stand no longer.
    #[serde(rename = "finding.restored")]
    FindingRestored { revision: u32, finding: String, check: String, sentence: String },
    /// A verdict was signed: `statement` is the canonical JSON that `signature` (hex) covers.
    #[serde(rename = "verdict.signed")]
    VerdictSigned {
        review: ReviewId,
        revision: u32,
        digest: Digest,
        verdict: Verdict,
        statement: String,
        signature: String,
    },
    /// The quorum signed the same text.
    #[serde(rename = "article.approved")]
    ArticleApproved { revision: u32, digest: Digest, members: Vec<MemberId>, next_review: Option<NaiveDate> },
    /// The board asked for changes.
    #[serde(rename = "article.changes_requested")]
    ArticleChangesRequested { revision: u32 },
    /// The article was taken out for good.
    #[serde(rename = "article.withdrawn")]
    ArticleWithdrawn { from: Stage },

    /// A passage became a claim.
    #[serde(rename = "claim.made")]
    ClaimMade { claim: ClaimId, revision: u32, anchor: Anchor },
    /// A claim was judged by the event's member.
    #[serde(rename = "claim.assessed")]
    ClaimAssessed { claim: ClaimId, old: Judgement, new: Judgement, certainty: Option<Certainty> },
    /// A claim was anchored by hand.
    #[serde(rename = "claim.reattached")]
    ClaimReattached { claim: ClaimId, revision: u32, old: Anchor, new: Anchor },
    /// A passage is no claim after all.
    #[serde(rename = "claim.removed")]
    ClaimRemoved { claim: ClaimId, quote: String },
    /// A proposed claim was dismissed, and is not proposed again.
    #[serde(rename = "candidate.dismissed")]
    CandidateDismissed { quote: String },
    /// A source was cited for a claim.
    #[serde(rename = "citation.added")]
    CitationAdded {
        citation: CitationId,
        claim: ClaimId,
        source: SourceId,
        relation: Relation,
        locator: String,
        quote: String,
        note: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        passage: Option<Passage>,
    },
    /// A citation changed.
    #[serde(rename = "citation.changed")]
    CitationChanged { citation: CitationId, claim: ClaimId, old: CitationTerms, new: CitationTerms },
    /// A citation was taken away.
    #[serde(rename = "citation.removed")]
    CitationRemoved { citation: CitationId, claim: ClaimId, source: SourceId },

    /// A discussion began; `on` is what it is about, `suggestion` what the passage should read instead.
    #[serde(rename = "thread.opened")]
    ThreadOpened {
        thread: ThreadId,
        revision: u32,
        on: Subject,
        disposition: Disposition,
        text: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        suggestion: Option<String>,
    },
    /// Somebody answered.
    #[serde(rename = "thread.replied")]
    ThreadReplied { thread: ThreadId, text: String },
    /// A discussion was closed; `revision` is the one whose change settled it, if one did.
    #[serde(rename = "thread.resolved")]
    ThreadResolved {
        thread: ThreadId,
        text: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        revision: Option<u32>,
    },
    /// An editor took a suggested wording over into their text, which settles the discussion.
    #[serde(rename = "suggestion.accepted")]
    SuggestionAccepted { thread: ThreadId, quote: String, suggestion: String },
    /// An editor turned a suggested wording down, which settles the discussion. The reason is the envelope's.
    #[serde(rename = "suggestion.declined")]
    SuggestionDeclined { thread: ThreadId, suggestion: String },
    /// A discussion was opened again.
    #[serde(rename = "thread.reopened")]
    ThreadReopened { thread: ThreadId },

    /// A source came into the library; `from` is the file it was imported from.
    #[serde(rename = "source.added")]
    SourceAdded {
        details: Source,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<String>,
    },
    /// What is known of a source changed.
    #[serde(rename = "source.changed")]
    SourceChanged { old: Source, new: Source },
    /// Two sources were found to be one work: `into` stands wherever this one is cited.
    #[serde(rename = "source.merged")]
    SourceMerged { into: SourceId, title: String },
    /// They were two after all.
    #[serde(rename = "source.merge_undone")]
    SourceMergeUndone { from: SourceId },
    /// A notice says that the source was retracted, doubted, corrected or reinstated.
    #[serde(rename = "source.notice_added")]
    SourceNoticed { notice: Notice },
    /// A source got its file.
    #[serde(rename = "source.file_attached")]
    SourceFileAttached { file: SourceFile },
    /// A source's file was taken away from it.
    #[serde(rename = "source.file_removed")]
    SourceFileRemoved { name: String, digest: Digest },
    /// The library was compared with a list of retractions. `as_of` is the day of the newest notice in the list, which
    /// is kept as `index` in a short form, so that sources that come later are compared with it too.
    #[serde(rename = "retractions.imported")]
    RetractionsImported { list: String, as_of: String, records: u32, index: Digest, found: u32 },
    /// A source was looked up over the network.
    #[serde(rename = "source.looked_up")]
    SourceLookedUp { service: String, asked: String, found: Option<String> },
    /// A source that nothing used was taken out.
    #[serde(rename = "source.removed")]
    SourceRemoved { title: String },
}

/// What may be changed of a citation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CitationTerms {
    /// What the source says of the claim.
    pub relation: Relation,
    /// Where in the source: a page, a section, a table.
    pub locator: String,
    /// The source's words.
    pub quote: String,
    /// A remark.
    pub note: String,
    /// Where the words stand in the source's file.
    #[serde(default)]
    pub passage: Option<Passage>,
}

impl CitationTerms {
    /// A citation of which nothing is known yet but what the source says of the claim.
    pub fn new(relation: Relation) -> Self {
        Self { relation, locator: String::new(), quote: String::new(), note: String::new(), passage: None }
    }
}

/// A passage of a source's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Passage {
    /// SHA-256 of the file: of another, the page would say nothing.
    #[ts(type = "string")]
    pub file: Digest,
    /// The page, from 1; 1 for a file without pages.
    pub page: u32,
    /// Code points before the passage on its page, as the window draws the page's words.
    pub start: u32,
    /// Code points before its end.
    pub end: u32,
}

/// What a thread is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Subject {
    /// The article as a whole.
    Article,
    /// A passage of the text.
    Text {
        /// Which.
        anchor: Anchor,
    },
    /// A claim.
    Claim {
        /// Which.
        claim: ClaimId,
    },
    /// A change between two revisions; the anchor is where it shows in the newer one, if it does.
    Change {
        /// The base.
        from: u32,
        /// The newer revision.
        to: u32,
        /// The change's key in the comparison.
        change: String,
        /// The change in words.
        what: String,
        /// Where it shows.
        anchor: Option<Anchor>,
    },
}

impl Event {
    /// The event's kind and payload, as the envelope holds them.
    pub fn to_parts(&self) -> serde_json::Result<(String, Value)> {
        let mut value = serde_json::to_value(self)?;
        let payload = value.get_mut("payload").map(Value::take).unwrap_or_default();
        let kind = value.get("kind").and_then(Value::as_str).unwrap_or_default().to_owned();
        Ok((kind, payload))
    }

    /// The event of this kind and payload, of which nothing may be left over: what is passed over could say anything.
    /// Only version 1 of any payload exists so far.
    pub fn from_parts(kind: &str, version: u32, payload: &Value) -> Result<Self, String> {
        if version != Self::VERSION {
            return Err(format!("version {version} of {kind} was written by a newer program"));
        }
        let event: Self = serde_json::from_value(serde_json::json!({ "kind": kind, "payload": payload }))
            .map_err(|e| e.to_string())?;
        let (_, understood) = event.to_parts().map_err(|e| e.to_string())?;
        match left_over(payload, &understood) {
            Some(member) => Err(format!("In such an event nothing is said under “{member}”.")),
            None => Ok(event),
        }
    }

    /// The event of this kind, whose payload is read where it lies.
    pub fn read(kind: &str, version: u32, payload: &RawValue) -> Result<Self, String> {
        if version != Self::VERSION {
            return Err(format!("version {version} was written by a newer program"));
        }
        Self::deserialize(MapAccessDeserializer::new(Parts::Both(kind, payload))).map_err(|e| e.to_string())
    }

    /// The version of the payloads written now.
    pub const VERSION: u32 = 1;
}

/// A member of what was said that is not in what was understood of it. One that is empty says nothing.
fn left_over<'a>(said: &'a Value, understood: &Value) -> Option<&'a str> {
    let says = |value: &Value| match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        _ => true,
    };
    match (said, understood) {
        (Value::Object(said), Value::Object(understood)) => {
            said.iter().find_map(|(name, value)| match understood.get(name) {
                Some(known) => left_over(value, known),
                None => says(value).then_some(name.as_str()),
            })
        }
        (Value::Array(said), Value::Array(understood)) => {
            said.iter().zip(understood).find_map(|(said, understood)| left_over(said, understood))
        }
        _ => None,
    }
}

/// What is left to read of a kind and its payload, as the map that [`Event`] is read from.
enum Parts<'a> {
    Both(&'a str, &'a RawValue),
    Payload(&'a RawValue),
    Nothing,
}

impl<'a> MapAccess<'a> for Parts<'a> {
    type Error = serde_json::Error;

    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, seed: K) -> serde_json::Result<Option<K::Value>> {
        let key = match self {
            Self::Both(..) => "kind",
            Self::Payload(_) => "payload",
            Self::Nothing => return Ok(None),
        };
        seed.deserialize(key.into_deserializer()).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> serde_json::Result<V::Value> {
        match std::mem::replace(self, Self::Nothing) {
            Self::Both(kind, payload) => {
                *self = Self::Payload(payload);
                seed.deserialize(kind.into_deserializer())
            }
            Self::Payload(payload) => seed.deserialize(payload),
            Self::Nothing => Err(serde_json::Error::custom("nothing is left to read")),
        }
    }
}
