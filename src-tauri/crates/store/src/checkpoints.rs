//! Checkpoints: what the log claimed to be at certain moments, signed by the desk.
//!
//! One is made with every approval and every export, within the same transaction, and whenever somebody asks. Those kept in
//! the file expose a log that was cut and not made over; one kept elsewhere exposes that, too.

use crate::{
    Result, Store, StoreError,
    export::{self, Over},
    log,
};
use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};
use ledger::{Checkpoint, Note, SigningKey};
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::Serialize;
use std::path::Path;
use ts_rs::TS;

/// Why a checkpoint was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CheckpointReason {
    /// An article was approved.
    Approval,
    /// Records were exported.
    Export,
    /// Somebody asked for it.
    Asked,
}

impl CheckpointReason {
    fn word(self) -> &'static str {
        match self {
            Self::Approval => "approval",
            Self::Export => "export",
            Self::Asked => "asked",
        }
    }

    fn read(word: &str) -> Self {
        match word {
            "approval" => Self::Approval,
            "export" => Self::Export,
            _ => Self::Asked,
        }
    }
}

/// A checkpoint that is kept in the board's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct KeptCheckpoint {
    /// How many events it covers.
    #[ts(type = "number")]
    pub size: u64,
    /// When it was made: RFC 3339, UTC.
    pub at: String,
    /// Why.
    pub why: CheckpointReason,
    /// The Merkle root it claims, hexadecimal.
    pub root: String,
    /// The signed note, to be kept elsewhere.
    pub note: String,
}

impl Store {
    /// Makes a checkpoint of the log as it stands and keeps it, where the file can be written.
    pub fn checkpoint(&mut self, now: DateTime<FixedOffset>) -> Result<KeptCheckpoint> {
        let at = now.with_timezone(&Utc);
        if self.read_only() {
            return make(&self.connection, &self.desk_key, CheckpointReason::Asked, at);
        }
        self.writable()?;
        let transaction =
            self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let made = keep(&transaction, &self.desk_key, CheckpointReason::Asked, at)?;
        transaction.commit()?;
        Ok(made)
    }

    /// The checkpoints kept in the file, the newest first.
    pub fn checkpoints(&self) -> Result<Vec<KeptCheckpoint>> {
        let mut select =
            self.connection.prepare("SELECT size, at, why, note FROM checkpoint ORDER BY size DESC")?;
        let mut rows = select.query([])?;
        let mut kept = Vec::new();
        while let Some(row) = rows.next()? {
            kept.push(read(row)?);
        }
        Ok(kept)
    }
}

impl KeptCheckpoint {
    /// Writes the note to a file, in place of one that is there.
    pub fn save(&self, to: &Path) -> Result<()> {
        export::write(to, self.note.as_bytes(), Over::WhatIsThere)
    }

    /// Writes the note to a file that is not there yet.
    pub fn save_new(&self, to: &Path) -> Result<()> {
        export::write(to, self.note.as_bytes(), Over::Nothing)
    }
}

/// Reads a checkpoint that was kept in a file. Mail and editors change the ends of lines; what was signed has none but newlines.
pub fn read_checkpoint(path: &Path) -> Result<Note> {
    let doing = || format!("Reading {}", path.display());
    let text = std::fs::read_to_string(path).map_err(|error| StoreError::File { doing: doing(), error })?;
    Note::parse(&text.replace("\r\n", "\n")).map_err(|error| StoreError::File {
        doing: doing(),
        error: std::io::Error::new(std::io::ErrorKind::InvalidData, error.to_string()),
    })
}

/// The log's identity, as notes name it; none before the first event.
pub(crate) fn origin(connection: &Connection) -> Result<Option<String>> {
    let body: Option<String> =
        connection.query_row("SELECT body FROM event WHERE seq = 1", [], |row| row.get(0)).optional()?;
    let Some(body) = body else { return Ok(None) };
    let first: ledger::Event = serde_json::from_str(&body).map_err(StoreError::damaged)?;
    Ok(Some(Checkpoint::origin_of(first.id)))
}

/// Makes a checkpoint of the log as this connection sees it.
pub(crate) fn make(
    connection: &Connection,
    desk: &SigningKey,
    why: CheckpointReason,
    at: DateTime<Utc>,
) -> Result<KeptCheckpoint> {
    let head = log::head(connection)?;
    log::must_end_at(connection, &head)?;
    let origin = origin(connection)?.ok_or_else(|| StoreError::damaged("its log has no beginning"))?;
    let note =
        Checkpoint::of(&head, origin).sign(desk).map_err(|error| StoreError::System(error.to_string()))?;
    Ok(KeptCheckpoint {
        size: head.size(),
        at: at.to_rfc3339_opts(SecondsFormat::Millis, true),
        why,
        root: head.root().to_string(),
        note: note.to_string(),
    })
}

/// Makes a checkpoint and keeps it, within the caller's transaction. One of the same size that is there stays.
pub(crate) fn keep(
    connection: &Connection,
    desk: &SigningKey,
    why: CheckpointReason,
    at: DateTime<Utc>,
) -> Result<KeptCheckpoint> {
    let made = make(connection, desk, why, at)?;
    put(connection, &made)?;
    Ok(made)
}

pub(crate) fn put(connection: &Connection, made: &KeptCheckpoint) -> Result<()> {
    connection
        .prepare_cached("INSERT OR IGNORE INTO checkpoint (size, at, why, note) VALUES (?, ?, ?, ?)")?
        .execute(params![made.size.cast_signed(), made.at, made.why.word(), made.note])?;
    Ok(())
}

fn read(row: &rusqlite::Row<'_>) -> Result<KeptCheckpoint> {
    let (why, note): (String, String) = (row.get(2)?, row.get(3)?);
    let claimed = Note::parse(&note).and_then(|note| Checkpoint::claimed(&note));
    Ok(KeptCheckpoint {
        size: row.get::<_, i64>(0)?.cast_unsigned(),
        at: row.get(1)?,
        why: CheckpointReason::read(&why),
        root: claimed.map(|checkpoint| checkpoint.root.to_string()).unwrap_or_default(),
        note,
    })
}
