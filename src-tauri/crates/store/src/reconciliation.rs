//! Every discussion of an article with its answers and what settled it, as one table.

use crate::{ExportNote, Prepared, Result, Store, StoreError, export::safe};
use chrono::SecondsFormat;
use editorial::{Article, ArticleId, Board, Entry, Subject, Thread};
use serde::Serialize;
use std::{io::Write, path::Path};
use ts_rs::TS;

/// A discussion as a line of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ThreadRow {
    /// Its place in the table, from 1, oldest first.
    pub number: u32,
    /// What it is about.
    pub on: String,
    /// The revision it began at.
    pub revision: u32,
    /// "blocking" or "informing".
    pub disposition: String,
    /// Printed name of who began it.
    pub opened_by: String,
    /// When: RFC 3339, UTC.
    pub opened_at: String,
    /// What was asked.
    pub comment: String,
    /// What was answered, a line each: "name (time): words".
    pub answers: Vec<String>,
    /// "open" or "resolved".
    pub state: String,
    /// Printed name of who settled it; empty while it is open.
    pub resolved_by: String,
    /// When; empty while it is open.
    pub resolved_at: String,
    /// What settled it, in words.
    pub resolution: String,
    /// The revision whose change settled it.
    pub resolved_in: Option<u32>,
}

/// Columns of the CSV, in order. They do not change; new ones come at the end. Fields that a spreadsheet would take for
/// a formula are written as in the [trail's](crate::COLUMNS).
pub const RECONCILIATION_COLUMNS: &[&str] = &[
    "number",
    "on",
    "revision",
    "disposition",
    "opened_by",
    "opened_at_utc",
    "comment",
    "answers",
    "state",
    "resolved_by",
    "resolved_at_utc",
    "resolution",
    "resolved_in_revision",
];

impl Store {
    /// Every discussion of the article, oldest first.
    pub fn reconciliation(&mut self, id: ArticleId) -> Result<Vec<ThreadRow>> {
        let (board, article) = (self.board()?, self.article(id)?);
        Ok((1..).zip(article.threads.values()).map(|(n, thread)| row(n, thread, &article, &board)).collect())
    }

    /// Writes the table as CSV (RFC 4180).
    pub fn write_reconciliation(&mut self, id: ArticleId, to: &mut dyn Write) -> Result<u32> {
        let rows = self.reconciliation(id)?;
        let failed = |error: csv::Error| StoreError::File {
            doing: "Writing the table of discussions".to_owned(),
            error: error.into(),
        };
        let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(to);
        csv.write_record(RECONCILIATION_COLUMNS).map_err(failed)?;
        for row in &rows {
            let fields = [
                row.number.to_string(),
                row.on.clone(),
                row.revision.to_string(),
                row.disposition.clone(),
                row.opened_by.clone(),
                row.opened_at.clone(),
                row.comment.clone(),
                row.answers.join("\n"),
                row.state.clone(),
                row.resolved_by.clone(),
                row.resolved_at.clone(),
                row.resolution.clone(),
                row.resolved_in.map(|number| number.to_string()).unwrap_or_default(),
            ];
            csv.write_record(fields.iter().map(|field| safe(field))).map_err(failed)?;
        }
        csv.flush().map_err(|error| failed(error.into()))?;
        Ok(u32::try_from(rows.len()).unwrap_or(u32::MAX))
    }

    /// Writes the table, as CSV, beside the file that it is meant for.
    pub fn prepare_reconciliation(&mut self, id: ArticleId, path: &Path) -> Result<Prepared> {
        let asked = self.asked_of("discussions", id)?;
        Prepared::write(path, |file| {
            let rows = self.write_reconciliation(id, file)?;
            Ok(ExportNote::new("CSV", asked, rows.into()))
        })
    }
}

fn row(number: u32, thread: &Thread, article: &Article, board: &Board) -> ThreadRow {
    let name = |entry: &Entry| entry.by.map_or("The desk", |by| board.name_of(by)).to_owned();
    let time = |entry: &Entry| entry.at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let first = thread.entries.first();
    let settled =
        (!thread.open).then(|| thread.entries.iter().rev().find(|entry| entry.what == "resolved")).flatten();
    let answers = thread.entries.iter().skip(1).filter(|entry| settled.is_none_or(|last| *entry != last));
    ThreadRow {
        number,
        on: match &thread.on {
            Subject::Article => "the article".to_owned(),
            Subject::Text { anchor } => format!("“{}”", anchor.quote),
            Subject::Claim { claim } => match article.claims.get(claim) {
                Some(claim) => format!("claim “{}”", claim.anchor.quote),
                None => "a claim since removed".to_owned(),
            },
            Subject::Change { from, to, what, .. } => format!("change from revision {from} to {to}: {what}"),
        },
        revision: thread.revision,
        disposition: thread.disposition.label().to_owned(),
        opened_by: first.map(name).unwrap_or_default(),
        opened_at: first.map(time).unwrap_or_default(),
        comment: first.map(|entry| entry.text.clone()).unwrap_or_default(),
        answers: answers
            .map(|entry| {
                let what = if entry.what == "replied" { String::new() } else { format!(", {}", entry.what) };
                format!("{} ({}{what}): {}", name(entry), time(entry), entry.text)
            })
            .collect(),
        state: if thread.open { "open" } else { "resolved" }.to_owned(),
        resolved_by: settled.map(name).unwrap_or_default(),
        resolved_at: settled.map(time).unwrap_or_default(),
        resolution: settled.map(|entry| entry.text.clone()).unwrap_or_default(),
        resolved_in: settled.and_then(|entry| entry.revision),
    }
}
