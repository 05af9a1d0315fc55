//! Exporting the trail: CSV (RFC 4180) and JSON Lines.
//!
//! Events stream from one moment's view of the log to the file in constant memory. What is written to a file is
//! written beside it and takes its name when it is whole.

mod csv;
mod jsonl;

pub(crate) use csv::safe;
pub use csv::{COLUMNS, plain};
pub use jsonl::SCHEMA;

use crate::{
    Result, Session, Store, StoreError,
    query::{Condition, Teller, TrailFilter},
};
use chrono::{DateTime, FixedOffset};
use editorial::{Board, Event, Names as _};
use rusqlite::{Connection, TransactionBehavior};
use serde::{Deserialize, Serialize};
use std::{
    io::{BufWriter, Write},
    ops::ControlFlow,
    path::Path,
};
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
    /// Number of events written.
    pub records: u32,
}

/// How far a long piece of work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Events done.
    pub done: u64,
    /// Events to do.
    pub total: u64,
}

/// Is told now and then how far the work is, and may break it off.
pub type Watch<'a> = dyn FnMut(Progress) -> ControlFlow<()> + 'a;

/// A [`Watch`] that lets everything run to its end.
pub fn unwatched(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Events between two looks at the watch.
const LOOK: u64 = 2048;

impl Store {
    /// Writes the events that fit the filter, oldest first, to a file; a failed or broken off export leaves none, and
    /// leaves a file that was there before as it was. The export is an event, which says what was asked and how many
    /// records it came to.
    pub fn export_to(
        &mut self,
        session: &Session,
        path: &Path,
        format: ExportFormat,
        filter: &TrailFilter,
        now: DateTime<FixedOffset>,
        watch: &mut Watch<'_>,
    ) -> Result<Exported> {
        let exported = self.write_to(path, format, filter, watch)?;
        self.record_export(session, format.label(), filter, exported.records, now)?;
        Ok(exported)
    }

    /// As [`Self::export_to`], but leaves the recording to another: [`Self::record_export`] on a store that is not
    /// kept busy by the writing.
    pub fn write_to(
        &mut self,
        path: &Path,
        format: ExportFormat,
        filter: &TrailFilter,
        watch: &mut Watch<'_>,
    ) -> Result<Exported> {
        whole_or_not_at_all(path, |file| self.export(file, format, filter, watch))
    }

    /// Records that a member exported what fits the filter. Where the board can only be read, nothing is recorded.
    pub fn record_export(
        &mut self,
        session: &Session,
        format: &str,
        filter: &TrailFilter,
        records: u32,
        now: DateTime<FixedOffset>,
    ) -> Result<()> {
        if self.read_only() {
            return Ok(());
        }
        let board = self.board()?;
        let asked = asked(&self.connection, &board, filter)?;
        let event = Event::LogExported { format: format.to_owned(), asked, records, digest: None };
        self.record(event, Some(session), now)
    }

    /// Writes the events that fit the filter, oldest first, as they stand at one moment, in constant memory.
    pub fn export(
        &mut self,
        to: &mut dyn Write,
        format: ExportFormat,
        filter: &TrailFilter,
        watch: &mut Watch<'_>,
    ) -> Result<Exported> {
        let board = self.board()?;
        let condition = Condition::of(filter)?;
        let total = self.count(&condition)?;
        let view = self.connection.transaction_with_behavior(TransactionBehavior::Deferred)?;
        let mut select = view.prepare(&condition.bodies())?;
        let mut rows = select.query(condition.parameters().as_slice())?;
        let mut teller = Teller::new(&view, &board);
        let failed = |error| StoreError::File { doing: "Writing the export".to_owned(), error };
        let mut to = BufWriter::with_capacity(1 << 16, to);
        let mut line = Vec::with_capacity(4096);
        if format == ExportFormat::Csv {
            csv::header(&mut line);
        }
        let mut done = 0;
        while let Some(row) = rows.next()? {
            let body = row.get_ref(0)?.as_str().map_err(StoreError::damaged)?;
            let signature = row.get_ref(1)?.as_blob().map_err(StoreError::damaged)?;
            let leaf = row.get_ref(2)?.as_blob().map_err(StoreError::damaged)?;
            match format {
                ExportFormat::Csv => csv::line(&mut line, &mut teller, body, signature, leaf)?,
                ExportFormat::Jsonl => jsonl::line(&mut line, body, signature, leaf),
            }
            to.write_all(&line).map_err(failed)?;
            line.clear();
            done += 1;
            if done % LOOK == 0 && watch(Progress { done, total: total.max(done) }).is_break() {
                return Err(StoreError::BrokenOff);
            }
        }
        to.write_all(&line).and_then(|()| to.flush()).map_err(failed)?;
        Ok(Exported { records: u32::try_from(done).unwrap_or(u32::MAX) })
    }
}

/// Writes a file aside, and gives it its name when it is whole and on the disk.
fn whole_or_not_at_all<T>(path: &Path, write: impl FnOnce(&mut std::fs::File) -> Result<T>) -> Result<T> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let failed = |error| StoreError::File { doing: format!("Writing {name}"), error };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut aside = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    let written = write(aside.as_file_mut())?;
    aside.as_file().sync_all().map_err(failed)?;
    aside.persist(path).map_err(|e| failed(e.error))?;
    Ok(written)
}

/// Writes these bytes as a file: whole, or not at all.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    whole_or_not_at_all(path, |file| {
        file.write_all(bytes)
            .map_err(|error| StoreError::File { doing: "Writing the file".to_owned(), error })
    })
}

/// What a filter asks for, in words with the identities beside them.
pub(crate) fn asked(connection: &Connection, board: &Board, filter: &TrailFilter) -> Result<String> {
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
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    to.extend(bytes.iter().flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]));
}
