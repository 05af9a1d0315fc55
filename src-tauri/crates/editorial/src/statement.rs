//! What a verdict's signature covers, and what an approval stands on.

use crate::{Article, BoardId, CitationTerms, ClaimId, Finding, MemberId, Role, Source, SourceId, Verdict};
use chrono::{DateTime, SecondsFormat, Utc};
use document::{Anchor, Digest};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

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
    /// Digest of the article's claims with their citations: [`Article::claims_digest`].
    pub claims: Digest,
    /// Every source that the claims and the text cite, with the digest of all that the library knows of it.
    pub sources: Vec<SourceDigest>,
    /// Version of the policy the round runs under.
    pub policy: u32,
    /// The checks that ran, with their versions.
    pub checks: Vec<CheckRun>,
    /// Findings that stood when it was signed.
    pub findings: &'a [Finding],
    /// The revision the signer compared with.
    pub base: Option<u32>,
    /// What of it the signer had seen.
    pub coverage: Coverage,
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
    /// The signer's public key, hexadecimal: the signature is made with its other half.
    pub key: &'a str,
    /// When: RFC 3339, UTC, milliseconds.
    pub at: String,
}

/// A source as it stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceDigest {
    /// Which.
    pub source: SourceId,
    /// [`Source::digest`] of what the library knows of it; none where it is not in the library.
    pub digest: Option<Digest>,
}

/// A check that ran.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckRun {
    /// Its stable id.
    pub id: &'static str,
    /// Its version.
    pub version: u32,
}

/// What a signer had seen of the text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// How many sections the text has.
    pub sections: u32,
    /// Those marked as read by the signer, by the digest of each.
    pub read: Vec<Digest>,
    /// Clinical changes since the base that the signer took note of, by key.
    pub acknowledged: Vec<String>,
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

/// What is signed of a claim: its place, its words and its citations. Members' judgements are not: that a colleague
/// verifies a claim takes nobody's approval away.
#[derive(Serialize)]
struct SignedClaim<'a> {
    id: ClaimId,
    anchor: &'a Anchor,
    citations: Vec<SignedCitation<'a>>,
}

#[derive(Serialize)]
struct SignedCitation<'a> {
    source: SourceId,
    terms: &'a CitationTerms,
}

#[derive(Serialize)]
struct SignedEvidence {
    claims: Digest,
    sources: Vec<SourceDigest>,
}

impl Article {
    /// Digest of the claims with their citations: RFC 8785 JSON, in order of id, without members that are empty.
    pub fn claims_digest(&self) -> Digest {
        let claims: Vec<_> = self
            .claims
            .values()
            .map(|claim| SignedClaim {
                id: claim.id,
                anchor: &claim.anchor,
                citations: claim
                    .citations
                    .iter()
                    .map(|c| SignedCitation { source: c.source, terms: &c.terms })
                    .collect(),
            })
            .collect();
        digest(&claims)
    }

    /// Every source that a claim or the head text cites, as it stands in the library.
    pub fn source_digests(&self, sources: &BTreeMap<SourceId, Source>) -> Vec<SourceDigest> {
        self.cited()
            .into_iter()
            .map(|source| SourceDigest { source, digest: sources.get(&source).map(Source::digest) })
            .collect()
    }

    /// Digest of claims, citations and sources together: what a signer is shown beside the text.
    pub fn evidence_digest(&self, sources: &BTreeMap<SourceId, Source>) -> Digest {
        digest(&SignedEvidence { claims: self.claims_digest(), sources: self.source_digests(sources) })
    }
}

impl Source {
    /// SHA-256 of all that is known of it, as [`Article::claims_digest`] is written.
    pub fn digest(&self) -> Digest {
        digest(self)
    }
}

/// What is digested holds strings, small integers, lists and objects only, all of which RFC 8785 can write.
fn digest(value: &impl Serialize) -> Digest {
    let said = serde_json::to_value(value).map(said).unwrap_or_default();
    Digest::of(&serde_json_canonicalizer::to_vec(&said).unwrap_or_default())
}

/// Without members that say nothing, so that one that is added to a form later changes no digest of what lacks it.
fn said(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let said = members.into_iter().map(|(name, value)| (name, said(value)));
            Value::Object(said.filter(|(_, value)| !is_empty(value)).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(said).collect()),
        other => other,
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Time as it is written in statements and in the log.
pub(crate) fn written(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}
