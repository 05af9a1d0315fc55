//! What a verdict's signature covers.

use crate::{Article, BoardId, Finding, MemberId, Role, Verdict};
use chrono::{DateTime, SecondsFormat, Utc};
use document::Digest;
use serde::Serialize;

/// The statement a member signs, written as RFC 8785 JSON. Together with the member's public key it can be
/// verified outside the database (21 CFR 11.70); it holds printed name, time and meaning (11.50).
#[derive(Debug, Clone, Serialize)]
pub struct Statement<'a> {
    /// What this is: always `imprimatur/verdict/v1`.
    pub form: &'static str,
    /// The board.
    pub board: Option<BoardId>,
    /// The article.
    pub article: crate::ArticleId,
    /// Its title.
    pub title: &'a str,
    /// The revision.
    pub revision: u32,
    /// Digest of exactly the text.
    pub digest: Digest,
    /// Digest of the article's claims with their assessments and citations, in order of id.
    pub claims: Digest,
    /// Version of the policy the round runs under.
    pub policy: u32,
    /// Findings that stood when it was signed.
    pub findings: &'a [Finding],
    /// The revision the signer compared with.
    pub base: Option<u32>,
    /// The verdict.
    pub verdict: Verdict,
    /// What the signature means.
    pub meaning: &'static str,
    /// Why, in the signer's words.
    pub reason: &'a str,
    /// The signer.
    pub member: MemberId,
    /// The role acted in.
    pub role: Role,
    /// The signer's printed name at this time.
    pub name: &'a str,
    /// When: RFC 3339, UTC, milliseconds.
    pub at: String,
}

impl Statement<'_> {
    /// The value of `form`.
    pub const FORM: &'static str = "imprimatur/verdict/v1";

    /// The canonical bytes, as text.
    pub fn canonical(&self) -> Result<String, serde_json::Error> {
        serde_json_canonicalizer::to_string(self)
    }
}

impl Verdict {
    /// What a signature under this verdict means (21 CFR 11.50(a)(3)).
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Approve => "I have reviewed this revision and approve it for publication.",
            Self::RequestChanges => "I have reviewed this revision and request changes before publication.",
            Self::Abstain => "I give no judgement on this revision.",
        }
    }
}

impl Article {
    /// Digest of the claims with their assessments and citations: RFC 8785 JSON, in order of id.
    pub fn claims_digest(&self) -> Digest {
        let claims: Vec<_> = self.claims.values().collect();
        // Claims hold strings, small integers and lists only, all of which RFC 8785 can write.
        Digest::of(&serde_json_canonicalizer::to_vec(&claims).unwrap_or_default())
    }
}

/// Time as it is written in statements and in the log.
pub(crate) fn written(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}
