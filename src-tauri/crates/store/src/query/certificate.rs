//! What the certificate of an approved article is made of.

use super::{Condition, Manifestation, ResetKeys, Teller, TrailFilter, report::manifestation};
use crate::{
    CheckpointReason, ExportNote, KeptCheckpoint, Result, Store, StoreError, checkpoints,
    prove::{SignedEvents, not_as_signed},
};
use chrono::{DateTime, FixedOffset, NaiveDate, SecondsFormat, Utc};
use editorial::{ArticleId, MemberId, Refusal, Stage, Stream, Verdict};

/// That an article is approved, to be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Name of the board.
    pub board: String,
    /// The article.
    pub article: ArticleId,
    /// Its title.
    pub title: String,
    /// The revision that is approved.
    pub revision: u32,
    /// SHA-256 of its text, hexadecimal.
    pub digest: String,
    /// Its length in words.
    pub words: u32,
    /// SHA-256 of its claims with their citations, hexadecimal, as it was signed.
    pub claims_digest: String,
    /// How many claims.
    pub claims: usize,
    /// How many citations they have.
    pub citations: usize,
    /// How many sources claims and text cite.
    pub sources: usize,
    /// When the approval was complete: RFC 3339, UTC.
    pub approved: String,
    /// When the article comes back for review.
    pub next_review: Option<NaiveDate>,
    /// The version of the policy that it was approved under, with how many approvals that asked for.
    pub under: String,
    /// The signatures that the approval is made of, oldest first, each of which verifies.
    pub signatures: Vec<Manifestation>,
    /// What was asked for, in words.
    pub asked: String,
    /// Printed name of who asked.
    pub by: String,
    /// What the log was when the certificate was made.
    pub checkpoint: KeptCheckpoint,
}

impl Certificate {
    /// What the record is to say of it.
    pub fn note(&self) -> ExportNote {
        let records = self.signatures.len() as u64;
        ExportNote::new("PDF", self.asked.clone(), records).showing(self.checkpoint.clone())
    }
}

impl Store {
    /// What the certificate of an approved article is made of; `by` is who asks for it. An article that is not approved,
    /// or no longer, has none.
    pub fn certificate(
        &mut self,
        id: ArticleId,
        by: MemberId,
        now: DateTime<FixedOffset>,
    ) -> Result<Certificate> {
        let (board, article) = (self.board()?, self.article(id)?);
        let uncertain = || Refusal::missing("Only an article that is approved has a certificate.");
        let approval = article.approval.as_ref().filter(|_| article.stage == Stage::Approved);
        let approval = approval.ok_or_else(uncertain)?;
        let revision = article.revision(approval.revision).ok_or_else(uncertain)?;
        let counts = |signature: &str| {
            article.verdicts.iter().any(|v| {
                v.signature == signature
                    && v.round == article.round
                    && v.verdict == Verdict::Approve
                    && v.digest == approval.digest
                    && v.outdated.is_none()
                    && approval.members.contains(&v.by)
            })
        };
        if let Some(fault) = self
            .signatures(id)?
            .into_iter()
            .filter(|signed| counts(&signed.signature))
            .find_map(|signed| signed.fault)
        {
            return Err(StoreError::damaged(fault));
        }
        let asked = self.asked_of(&format!("certificate of revision {}", revision.number), id)?;
        let filter = TrailFilter { stream: Some(Stream::Article(id).to_string()), ..TrailFilter::default() };
        let condition = Condition::of(&filter)?;
        let keys = ResetKeys::read(&self.connection)?;
        let mut teller = Teller::new(&self.connection, &board);
        let mut select = self.connection.prepare(&condition.bodies())?;
        let mut read = select.query(condition.parameters().as_slice())?;
        let mut signed_events = SignedEvents::of(&self.connection)?;
        let mut signatures = Vec::new();
        while let Some(row) = read.next()? {
            let body = row.get_ref(0)?.as_str().map_err(StoreError::damaged)?;
            let told = teller.row(body)?;
            let (signature, leaf): (Vec<u8>, Vec<u8>) = (row.get(1)?, row.get(2)?);
            if !signed_events.holds(told.seq, body, &signature, &leaf)? {
                return Err(StoreError::damaged(not_as_signed(told.seq)));
            }
            if told.kind != "verdict.signed" {
                continue;
            }
            signatures.extend(
                manifestation(body, &told, &board, &article, &keys)?
                    .filter(|signed| counts(&signed.signature)),
            );
        }
        if signatures.len() != approval.members.len() || signatures.is_empty() {
            return Err(StoreError::damaged(
                "the approval does not stand on a signature of each of its members",
            ));
        }
        let claims_digest = article.claims_digest().to_string();
        if signatures.iter().any(|signed| signed.claims != claims_digest) {
            return Err(StoreError::damaged("the signatures are on other claims than the article's"));
        }
        let at = now.with_timezone(&Utc);
        Ok(Certificate {
            board: board.name.clone(),
            article: id,
            title: article.title.clone(),
            revision: revision.number,
            digest: revision.digest.to_string(),
            words: revision.words,
            claims_digest,
            claims: article.claims.len(),
            citations: article.claims.values().map(|claim| claim.citations.len()).sum(),
            sources: article.cited().len(),
            approved: approval.at.to_rfc3339_opts(SecondsFormat::Millis, true),
            next_review: approval.next_review,
            under: board.policy_told(article.policy),
            signatures,
            asked,
            by: board.name_of(by).to_owned(),
            checkpoint: checkpoints::make(&self.connection, &self.desk_key, CheckpointReason::Export, at)?,
        })
    }
}
