//! Working copies: editors' unsaved texts, private to this machine, in a file of their own beside no board.
//!
//! They are no events and no part of a board: a board that is mailed takes nobody's unsaved text along, and a
//! board that cannot be written does not endanger one.

use crate::{Result, StoreError};
use chrono::{DateTime, SecondsFormat, Utc};
use document::Document;
use editorial::{ArticleId, BoardId, MemberId};
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::Serialize;
use std::{path::Path, time::Duration};
use ts_rs::TS;

/// The file of this machine's working copies.
#[derive(Debug)]
pub struct WorkingCopies {
    connection: Connection,
}

/// Whose working copy of what.
#[derive(Debug, Clone, Copy)]
pub struct Owner {
    /// The board.
    pub board: BoardId,
    /// The article.
    pub article: ArticleId,
    /// The editor.
    pub member: MemberId,
}

/// An editor's unsaved text.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct WorkingCopy {
    /// The revision it was written on; 0 before the first.
    pub base: u32,
    /// The text, as the editor's JSON.
    #[ts(type = "Record<string, unknown>")]
    pub document: serde_json::Value,
    /// When it was last kept: RFC 3339.
    pub at: String,
}

impl WorkingCopies {
    /// Opens the file, making it if there is none.
    pub fn open(path: &Path) -> Result<Self> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.execute_batch(
            "CREATE TABLE IF NOT EXISTS working_copy (
                board TEXT NOT NULL, article TEXT NOT NULL, member TEXT NOT NULL,
                base INTEGER NOT NULL, document TEXT NOT NULL, at TEXT NOT NULL,
                PRIMARY KEY (board, article, member)
            ) STRICT, WITHOUT ROWID",
        )?;
        Ok(Self { connection })
    }

    /// Keeps a text. It is checked as every document is.
    pub fn keep(
        &self,
        owner: Owner,
        base: u32,
        document: &serde_json::Value,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let document =
            Document::from_json(document).map_err(|e| editorial::Refusal::invalid(e.to_string()))?;
        let json = serde_json::to_string(&document).map_err(|e| StoreError::System(e.to_string()))?;
        let Owner { board, article, member } = owner;
        self.connection
            .prepare_cached("INSERT OR REPLACE INTO working_copy VALUES (?, ?, ?, ?, ?, ?)")?
            .execute(params![
                board.to_string(),
                article.to_string(),
                member.to_string(),
                base,
                json,
                now.to_rfc3339_opts(SecondsFormat::Millis, true)
            ])?;
        Ok(())
    }

    /// The text kept, if there is one.
    pub fn get(&self, owner: Owner) -> Result<Option<WorkingCopy>> {
        let Owner { board, article, member } = owner;
        let found: Option<(u32, String, String)> = self
            .connection
            .prepare_cached(
                "SELECT base, document, at FROM working_copy WHERE board = ? AND article = ? AND member = ?",
            )?
            .query_row(params![board.to_string(), article.to_string(), member.to_string()], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .optional()?;
        found
            .map(|(base, json, at)| {
                let document = serde_json::from_str(&json).map_err(StoreError::damaged)?;
                Ok(WorkingCopy { base, document, at })
            })
            .transpose()
    }

    /// Throws the text away.
    pub fn discard(&self, owner: Owner) -> Result<()> {
        let Owner { board, article, member } = owner;
        self.connection.execute(
            "DELETE FROM working_copy WHERE board = ? AND article = ? AND member = ?",
            params![board.to_string(), article.to_string(), member.to_string()],
        )?;
        Ok(())
    }
}
