//! What a report on paper is made of.

use super::{Condition, ResetKeys, Teller, TrailFilter, TrailRow};
use crate::{
    CheckpointReason, ExportNote, Found, KeptCheckpoint, Part, Result, Store, StoreError, Watch, checkpoints,
    entry::Entry,
    log,
    prove::{SignedEvents, not_as_signed, whole},
    watch::look,
};
use chrono::{DateTime, FixedOffset, Utc};
use document::Digest;
use editorial::{Article, Board, Event, Finding, MemberId, Refusal, Stage, Stream};
use rusqlite::TransactionBehavior;
use serde::Deserialize;
use std::collections::BTreeSet;

/// The record, or a part of it, to be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Name of the board.
    pub board: String,
    /// Title of the article that it is about, where it is about one.
    pub article: Option<String>,
    /// Where that article stands when the report is made, in words.
    pub standing: Option<String>,
    /// What was asked for, in words.
    pub asked: String,
    /// Printed name of who asked.
    pub by: String,
    /// The events, oldest first.
    pub rows: Vec<TrailRow>,
    /// The verdicts signed among them, oldest first.
    pub signatures: Vec<Manifestation>,
    /// What the log was when the report was made.
    pub checkpoint: KeptCheckpoint,
    /// The numbers of the events above that are not as they were signed.
    pub altered: BTreeSet<u64>,
    /// Why the record does not hold, in sentences; empty where each event above is as it was signed and nothing else is known.
    pub faults: Vec<String>,
}

/// A signature as 21 CFR 11.50 wants it shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifestation {
    /// Its event.
    pub seq: u64,
    /// Printed name of the signer, as it was then.
    pub name: String,
    /// The role signed in.
    pub role: String,
    /// When: RFC 3339, UTC.
    pub at: String,
    /// The signer's local time then, in minutes east of UTC.
    pub offset: i32,
    /// The verdict in a word.
    pub verdict: String,
    /// What the signature means, as it was signed.
    pub meaning: String,
    /// Why.
    pub reason: String,
    /// Title of the article.
    pub title: String,
    /// The revision.
    pub revision: u32,
    /// SHA-256 of its text, hexadecimal.
    pub digest: String,
    /// SHA-256 of the claims with their citations, hexadecimal.
    pub claims: String,
    /// Version of the policy it was signed under, with how many approvals that asked for.
    pub under: String,
    /// The revision the signer compared with, if with any.
    pub base: Option<u32>,
    /// How many sections the text had.
    pub sections: u32,
    /// How many of them the signer had marked as read.
    pub read: usize,
    /// How many clinical changes since `base` the signer had taken note of.
    pub acknowledged: usize,
    /// What the checks found of the text when it was signed, a sentence each, with how grave it was, and of what was
    /// waived, by whom, when and why.
    pub findings: Vec<String>,
    /// Why it does not count now; none where it does.
    pub past: Option<String>,
    /// What a reader must know beside it, a sentence each.
    pub remarks: Vec<String>,
    /// SHA-256 of the statement that was signed, hexadecimal.
    pub statement: String,
    /// The signature over the statement, hexadecimal.
    pub signature: String,
}

#[derive(Deserialize)]
struct Signed {
    meaning: String,
    title: String,
    claims: String,
    policy: u32,
    base: Option<u32>,
    coverage: Seen,
    findings: Vec<Finding>,
}

#[derive(Deserialize)]
struct Seen {
    sections: u32,
    read: Vec<Digest>,
    acknowledged: Vec<String>,
}

/// A report is laid out in memory, up to thirty kilobytes for each event: beyond this, which keeps it under 200 MB, a period
/// or an article must be chosen.
const LONGEST: u64 = 5_000;

/// Events between two looks at the watch.
const LOOK: u64 = 256;

impl Report {
    /// What the record is to say of it.
    pub fn note(&self) -> ExportNote {
        let records = self.rows.len() as u64;
        ExportNote::new("PDF", self.asked.clone(), records).showing(self.checkpoint.clone())
    }

    /// Says on it what is known to be wrong with the record, beside what was found in making it.
    pub fn doubt(&mut self, alarm: &[Found]) {
        self.faults.splice(0..0, alarm.iter().map(ToString::to_string));
    }
}

impl Store {
    /// What a report on the events that fit the filter is made of, as they stand at one moment; `by` is who asks for it.
    pub fn report(
        &mut self,
        filter: &TrailFilter,
        by: MemberId,
        now: DateTime<FixedOffset>,
        watch: &mut Watch<'_>,
    ) -> Result<Report> {
        let condition = Condition::of(filter)?;
        let total = self.count(&condition)?;
        if total > LONGEST {
            return Err(Refusal::invalid(format!(
                "A report holds at most {LONGEST} events, and this one would hold {total}: choose an article or a \
                 shorter period, or export CSV."
            ))
            .into());
        }
        let asked = self.asked(filter)?;
        let view = self.connection.transaction_with_behavior(TransactionBehavior::Deferred)?;
        self.state.see(log::head(&view)?.size());
        let board = self.state.board(&view)?;
        let keys = ResetKeys::read(&view)?;
        let at = now.with_timezone(&Utc);
        let checkpoint = checkpoints::make(&view, &self.desk_key, CheckpointReason::Export, at)?;
        let mut teller = Teller::new(&view, &board);
        let mut signed_events = SignedEvents::of(&view)?;
        let (mut rows, mut signatures, mut altered) = (Vec::new(), Vec::new(), BTreeSet::new());
        let mut select = view.prepare(&condition.bodies())?;
        let mut read = select.query(condition.parameters().as_slice())?;
        while let Some(row) = read.next()? {
            let body = row.get_ref(0)?.as_str().map_err(StoreError::damaged)?;
            let told = teller.row(body)?;
            let (signature, leaf): (Vec<u8>, Vec<u8>) = (row.get(1)?, row.get(2)?);
            let as_signed = signed_events.holds(told.seq, body, &signature, &leaf)?;
            if !as_signed {
                altered.insert(told.seq);
            }
            if let ("verdict.signed", Ok(Stream::Article(id))) = (told.kind.as_str(), told.stream.parse()) {
                let article = self.state.article(&view, id)?;
                let shown = manifestation(body, &told, &board, &article, &keys)?;
                signatures.extend(shown.map(|mut shown| {
                    if !as_signed {
                        shown.remarks.insert(0, whole(&not_as_signed(told.seq)));
                    }
                    shown
                }));
            }
            rows.push(told);
            let done = rows.len() as u64;
            if done.is_multiple_of(LOOK) {
                look(watch, Part::Events, done, total.max(done))?;
            }
        }
        let article = filter.stream.as_deref().filter(|stream| stream.starts_with("article/"));
        let standing = match article.map(str::parse) {
            Some(Ok(Stream::Article(id))) => Some(standing(&board, &*self.state.article(&view, id)?)),
            _ => None,
        };
        Ok(Report {
            board: board.name.clone(),
            article: article.map(|stream| teller.title(stream).map(str::to_owned)).transpose()?,
            standing,
            asked,
            by: board.name_of(by).to_owned(),
            rows,
            signatures,
            checkpoint,
            faults: altered.iter().map(|seq| whole(&not_as_signed(*seq))).collect(),
            altered,
        })
    }
}

/// Where an article stands, since when, and by whose signatures.
fn standing(board: &Board, article: &Article) -> String {
    let at = article.stage_since.format("%Y-%m-%d %H:%M:%S UTC");
    let stage = article.stage.label();
    match article.approval.as_ref().filter(|_| article.stage == Stage::Approved) {
        Some(approval) => {
            let by: Vec<&str> = approval.members.iter().map(|member| board.name_of(*member)).collect();
            format!(
                "{stage} at revision {} since {at}, by {}, under {}",
                approval.revision,
                by.join(", "),
                board.policy_told(article.policy)
            )
        }
        None => format!("{stage} at revision {} since {at}", article.head().map_or(0, |head| head.number)),
    }
}

pub(super) fn manifestation(
    body: &str,
    told: &TrailRow,
    board: &Board,
    article: &Article,
    keys: &ResetKeys,
) -> Result<Option<Manifestation>> {
    let Event::VerdictSigned { revision, digest, verdict, statement, signature, .. } =
        Entry::read(body)?.event()?
    else {
        return Ok(None);
    };
    let known = article.verdicts.iter().find(|known| known.signature == signature);
    let signed: Signed = serde_json::from_str(&statement).map_err(StoreError::damaged)?;
    Ok(Some(Manifestation {
        seq: told.seq,
        name: told.who.clone(),
        role: told.role.clone(),
        at: told.at.clone(),
        offset: told.offset,
        verdict: verdict.label().to_owned(),
        meaning: signed.meaning,
        reason: told.reason.clone().unwrap_or_default(),
        title: signed.title,
        revision,
        digest: digest.to_string(),
        claims: signed.claims,
        under: board.policy_told(signed.policy),
        base: signed.base,
        sections: signed.coverage.sections,
        read: signed.coverage.read.len(),
        acknowledged: signed.coverage.acknowledged.len(),
        findings: signed.findings.iter().map(|finding| found(finding, board)).collect(),
        past: known.and_then(|known| article.past(known)),
        remarks: known.map(|known| keys.remarks(board, article, known)).unwrap_or_default(),
        statement: Digest::of(statement.as_bytes()).to_string(),
        signature,
    }))
}

/// What was found, and of which words: “a claim is not verified” says little where there are five. How grave it was stands
/// behind it, and who let it stand.
fn found(finding: &Finding, board: &Board) -> String {
    let of = finding.place.as_ref().map(|place| place.quote.trim()).filter(|quote| !quote.is_empty());
    let of = of.filter(|quote| !finding.sentence.contains(*quote)).map(|quote| format!(" “{quote}”"));
    let waived = finding.waived.as_ref().map(|waiver| {
        let (by, at) = (board.name_of(waiver.by), waiver.at.format("%Y-%m-%d %H:%M:%S UTC"));
        format!(", waived by {by} on {at} at revision {}: “{}”", waiver.revision, waiver.reason)
    });
    let (of, waived) = (of.unwrap_or_default(), waived.unwrap_or_default());
    format!("{}{of} ({}{waived})", finding.sentence, finding.severity.label())
}
