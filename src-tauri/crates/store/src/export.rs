//! Exporting the trail: CSV (RFC 4180) and JSON Lines.
//!
//! Events stream from one moment's view of the log to the file in constant memory. What is written to a file is
//! written beside it, and takes its name when it is whole and the record tells of it.

mod csv;
mod jsonl;
mod prepared;
mod written;

pub use csv::{COLUMNS, plain};
pub(crate) use csv::{safe, visible};
pub use jsonl::SCHEMA;
pub(crate) use prepared::Over;
pub use prepared::{ExportNote, Prepared, Shows};
use prepared::{aside, named};
pub use written::Written;

use crate::{
    Part, Result, Session, Store, StoreError, Watch, file,
    query::{Condition, Teller, TrailFilter},
    unwatched,
    watch::look,
};
use chrono::{DateTime, FixedOffset};
use editorial::{ArticleId, Board, Names as _, Stream};
use rusqlite::{Connection, TransactionBehavior};
use serde::{Deserialize, Serialize};
use std::{io::Write, path::Path};
use ts_rs::TS;

/// The form of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// Comma-separated values: what the screen shows and more, a line per event.
    Csv,
    /// JSON Lines: the signed body of each event, verbatim, with its signature and leaf.
    Jsonl,
}

impl ExportFormat {
    /// Its name, as the record has it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Jsonl => "JSON Lines",
        }
    }
}

/// What an export wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct Exported {
    /// Number of events written; of a table, its rows.
    pub records: u32,
    /// Whether the record tells of it. It does not where the board can only be read.
    pub recorded: bool,
}

/// Bytes that are handed over together.
const WRITTEN_AT_ONCE: usize = 1 << 18;

/// Events between two looks at the watch.
const LOOK: u64 = 2048;

impl Store {
    /// Writes the events that fit the filter, oldest first, beside the file that they are meant for. It may be another
    /// store of the same board that hands them out, so that one that is worked at is not kept busy by the writing.
    pub fn prepare_trail(
        &mut self,
        path: &Path,
        format: ExportFormat,
        filter: &TrailFilter,
        watch: &mut Watch<'_>,
    ) -> Result<Prepared> {
        let asked = self.asked(filter)?;
        Prepared::write(path, |file| {
            let mut done = 0;
            self.export(file, format, filter, watch, &mut done)?;
            Ok(ExportNote::new(format.label(), asked, done))
        })
    }

    /// Writes the events that fit the filter, oldest first, to where they cannot be taken back from, as standard output.
    /// So they are recorded even where whoever reads them has had enough before the end.
    pub fn export_into(
        &mut self,
        session: &Session,
        to: &mut dyn Write,
        format: ExportFormat,
        filter: &TrailFilter,
        now: DateTime<FixedOffset>,
    ) -> Result<Exported> {
        self.may_export(session, Shows::Record)?;
        let (asked, mut done) = (self.asked(filter)?, 0);
        let written = self.export(to, format, filter, &mut unwatched, &mut done);
        let exported = self.record_export(session, ExportNote::new(format.label(), asked, done), now)?;
        written.map(|()| exported)
    }

    /// What a filter asks for, in words with the identities beside them.
    pub(crate) fn asked(&mut self, filter: &TrailFilter) -> Result<String> {
        let board = self.board()?;
        asked(&self.connection, &board, filter)
    }

    /// What was asked for of one article, in words: "signatures of “Title” (article/…)".
    pub fn asked_of(&mut self, what: &str, article: ArticleId) -> Result<String> {
        let stream = Some(Stream::Article(article).to_string());
        Ok(format!("{what} {}", self.asked(&TrailFilter { stream, ..TrailFilter::default() })?))
    }

    /// Writes the events as they stand at one moment, in constant memory, and counts them.
    fn export(
        &mut self,
        to: &mut dyn Write,
        format: ExportFormat,
        filter: &TrailFilter,
        watch: &mut Watch<'_>,
        done: &mut u64,
    ) -> Result<()> {
        file::cache(&self.connection, file::PASSING_CACHE)?;
        let written = self.write_events(to, format, filter, watch, done);
        file::cache(&self.connection, file::CACHE)?;
        written
    }

    fn write_events(
        &mut self,
        to: &mut dyn Write,
        format: ExportFormat,
        filter: &TrailFilter,
        watch: &mut Watch<'_>,
        done: &mut u64,
    ) -> Result<()> {
        let board = self.board()?;
        let condition = Condition::of(filter)?;
        let total = self.count(&condition)?;
        let view = self.connection.transaction_with_behavior(TransactionBehavior::Deferred)?;
        let mut select = view.prepare(&condition.bodies())?;
        let mut rows = select.query(condition.parameters().as_slice())?;
        let mut teller = Teller::new(&view, &board);
        let failed = |error| StoreError::File { doing: "Writing the export".to_owned(), error };
        let mut lines = Vec::with_capacity(2 * WRITTEN_AT_ONCE);
        if format == ExportFormat::Csv {
            csv::header(&mut lines);
        }
        while let Some(row) = rows.next()? {
            let body = row.get_ref(0)?.as_str().map_err(StoreError::damaged)?;
            let signature = row.get_ref(1)?.as_blob().map_err(StoreError::damaged)?;
            let leaf = row.get_ref(2)?.as_blob().map_err(StoreError::damaged)?;
            match format {
                ExportFormat::Csv => csv::line(&mut lines, &mut teller, body, signature, leaf)?,
                ExportFormat::Jsonl => jsonl::line(&mut lines, body, signature, leaf),
            }
            if lines.len() >= WRITTEN_AT_ONCE {
                to.write_all(&lines).map_err(failed)?;
                lines.clear();
            }
            *done += 1;
            if done.is_multiple_of(LOOK) {
                look(watch, Part::Events, *done, total.max(*done))?;
            }
        }
        to.write_all(&lines).and_then(|()| to.flush()).map_err(failed)?;
        Ok(())
    }
}

/// Writes these bytes as a file that is not there yet: whole, or not at all.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<()> {
    write(path, bytes, Over::Nothing)
}

/// Writes these bytes as a file: whole, or not at all.
pub(crate) fn write(path: &Path, bytes: &[u8], over: Over) -> Result<()> {
    let doing = || "Writing the file".to_owned();
    let write = |file: &mut std::fs::File| {
        file.write_all(bytes).map_err(|error| StoreError::File { doing: doing(), error })
    };
    let (file, ()) = aside(path, over, write)?;
    named(file, path, over)
}

fn asked(connection: &Connection, board: &Board, filter: &TrailFilter) -> Result<String> {
    let mut teller = Teller::new(connection, board);
    let mut parts = Vec::new();
    if let Some(stream) = &filter.stream {
        let title = teller.title(stream)?;
        parts.push(if title.is_empty() {
            format!("of {stream}")
        } else {
            format!("of “{title}” ({stream})")
        });
    }
    if let Some(member) = filter.member {
        parts.push(format!("by {} ({member})", teller.member(member)));
    }
    parts.extend(filter.kind.as_ref().map(|kind| format!("of kind {kind}")));
    parts.extend(filter.since.as_ref().map(|since| format!("since {since}")));
    parts.extend(filter.until.as_ref().map(|until| format!("until {until}")));
    Ok(if parts.is_empty() { "everything".to_owned() } else { parts.join(", ") })
}

/// Appends bytes as lower-case hexadecimal digits.
fn hex(to: &mut Vec<u8>, bytes: &[u8]) {
    let digit = |half: u8| half + if half < 10 { b'0' } else { b'a' - 10 };
    let from = to.len();
    to.resize(from + 2 * bytes.len(), 0);
    for (pair, byte) in to[from..].chunks_exact_mut(2).zip(bytes) {
        pair.copy_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
    }
}
