//! Exporting the trail as CSV (RFC 4180) and JSON Lines.

use crate::{
    Result, Session, Store, StoreError,
    query::{Condition, Teller, TrailFilter, TrailRow},
};
use chrono::{DateTime, Duration, FixedOffset, SecondsFormat};
use editorial::Event;
use rusqlite::TransactionBehavior;
use serde::{Deserialize, Serialize};
use std::{
    io::{BufWriter, Write},
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

/// What an export wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct Exported {
    /// Number of events written.
    pub records: u32,
}

/// Columns of the CSV, in order. They do not change; new ones come at the end.
///
/// A value that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a carriage
/// return) or that begins with `'` gets one `'` before it: take one leading `'` away to have it back.
pub const COLUMNS: &[&str] = &[
    "seq",
    "at_utc",
    "at_local",
    "member",
    "name",
    "role",
    "kind",
    "stream",
    "title",
    "told",
    "reason",
    "action",
    "event",
    "station",
    "app",
    "payload",
    "signature",
    "leaf",
];

impl Store {
    /// Writes the events that fit the filter, oldest first, to a new file; a failed export leaves none.
    pub fn export_to(
        &mut self,
        session: &Session,
        path: &Path,
        format: ExportFormat,
        filter: &TrailFilter,
        now: DateTime<FixedOffset>,
    ) -> Result<Exported> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let failed = |error| StoreError::File { doing: format!("Writing {name}"), error };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut aside = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
        let exported = self.export(&mut aside, format, filter)?;
        aside.as_file().sync_all().map_err(failed)?;
        aside.persist(path).map_err(|e| failed(e.error))?;
        if !self.read_only() {
            let format = match format {
                ExportFormat::Csv => "CSV",
                ExportFormat::Jsonl => "JSON Lines",
            };
            let event = Event::LogExported {
                format: format.to_owned(),
                asked: asked(filter),
                records: exported.records,
                digest: None,
            };
            self.record(event, Some(session), now)?;
        }
        Ok(exported)
    }

    /// Writes the events that fit the filter, oldest first, as they stand at one moment, in constant memory.
    pub fn export(
        &mut self,
        to: &mut dyn Write,
        format: ExportFormat,
        filter: &TrailFilter,
    ) -> Result<Exported> {
        let board = self.board()?;
        let view = self.connection.transaction_with_behavior(TransactionBehavior::Deferred)?;
        let condition = Condition::of(filter);
        let sql = format!("SELECT body, signature, leaf FROM event WHERE {} ORDER BY seq", condition.sql);
        let mut select = view.prepare(&sql)?;
        let mut rows = select.query(condition.parameters().as_slice())?;
        let mut teller = Teller::new(&view, &board);
        let failed = |error| StoreError::File { doing: "Writing the export".to_owned(), error };
        let mut to = BufWriter::new(to);
        let mut records = 0;
        match format {
            ExportFormat::Jsonl => {
                while let Some(row) = rows.next()? {
                    let (body, signature, leaf) = columns(row)?;
                    writeln!(to, r#"{{"event":{body},"signature":"{signature}","leaf":"{leaf}"}}"#)
                        .map_err(failed)?;
                    records += 1;
                }
            }
            ExportFormat::Csv => {
                let mut csv =
                    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut to);
                csv.write_record(COLUMNS).map_err(|e| failed(e.into()))?;
                while let Some(row) = rows.next()? {
                    let (body, signature, leaf) = columns(row)?;
                    let fields = fields(&teller.row(body)?, body, signature, leaf)?;
                    csv.write_record(fields.iter().map(|field| safe(field))).map_err(|e| failed(e.into()))?;
                    records += 1;
                }
                csv.flush().map_err(failed)?;
            }
        }
        to.flush().map_err(failed)?;
        Ok(Exported { records })
    }
}

fn columns<'a>(row: &'a rusqlite::Row<'_>) -> Result<(&'a str, String, String)> {
    let bytes =
        |column| -> Result<String> { Ok(hex(row.get_ref(column)?.as_blob().map_err(StoreError::damaged)?)) };
    Ok((row.get_ref(0)?.as_str().map_err(StoreError::damaged)?, bytes(1)?, bytes(2)?))
}

fn fields(told: &TrailRow, body: &str, signature: String, leaf: String) -> Result<[String; 18]> {
    let event: ledger::Event = serde_json::from_str(body).map_err(StoreError::damaged)?;
    let at = DateTime::parse_from_rfc3339(&told.at).map_err(StoreError::damaged)?;
    let local = (at + Duration::minutes(told.offset.into())).naive_utc();
    let offset = FixedOffset::east_opt(told.offset * 60).map(|offset| offset.to_string()).unwrap_or_default();
    let local = format!("{}{offset}", local.format("%Y-%m-%dT%H:%M:%S%.3f"));
    let utc = at.to_rfc3339_opts(SecondsFormat::Millis, true);
    Ok([
        told.seq.to_string(),
        utc,
        local,
        told.member.map(|member| member.to_string()).unwrap_or_default(),
        told.who.clone(),
        told.role.clone(),
        told.kind.clone(),
        told.stream.clone(),
        told.title.clone(),
        told.told.clone(),
        told.reason.clone().unwrap_or_default(),
        event.action.to_string(),
        event.id.to_string(),
        event.station,
        event.app,
        event.payload.to_string(),
        signature,
        leaf,
    ])
}

/// See [`COLUMNS`].
pub(crate) fn safe(field: &str) -> String {
    if field.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']) {
        format!("'{field}")
    } else {
        field.to_owned()
    }
}

fn asked(filter: &TrailFilter) -> String {
    let parts: Vec<String> = [
        filter.stream.as_ref().map(|stream| format!("of {stream}")),
        filter.member.map(|member| format!("by {member}")),
        filter.kind.as_ref().map(|kind| format!("of kind {kind}")),
        filter.since.as_ref().map(|since| format!("since {since}")),
        filter.until.as_ref().map(|until| format!("until {until}")),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() { "everything".to_owned() } else { parts.join(", ") }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
