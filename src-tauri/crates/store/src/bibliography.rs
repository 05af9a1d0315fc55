//! Files of references: read, compared with the library, shown, and then imported.

use crate::{EndedApproval, Result, Session, Store, StoreError, project};
use chrono::{DateTime, FixedOffset};
use editorial::{Command, Source, SourceId};
use references::{Format, List};
use serde::Serialize;
use std::path::Path;
use ts_rs::TS;

/// A file of references, or what was pasted of one, before anything of it is in the library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReferencePreview {
    /// The file's name.
    pub file: String,
    /// What it is.
    pub format: Format,
    /// The format's name.
    pub format_name: &'static str,
    /// Its entries, in its order.
    pub entries: Vec<ReferenceEntry>,
    /// What the person should know of the whole.
    pub notes: Vec<String>,
}

/// An entry of a file of references.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReferenceEntry {
    /// Its place in the file, from 1.
    pub number: u32,
    /// The line it begins on.
    pub line: u32,
    /// What it says; none if it cannot be read.
    pub source: Option<Source>,
    /// What is wrong with it, in a sentence.
    pub bad: Option<String>,
    /// The source of the library that is the same work.
    pub known: Option<SourceId>,
    /// The number of an earlier entry that is the same work.
    pub repeats: Option<u32>,
    /// What was left out of it.
    pub notes: Vec<String>,
}

/// A source of the library that learned from another record of the work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompletedSource {
    /// A line to tell it from others.
    pub short: String,
    /// The identifiers it has now and had not, as people read them.
    pub added: Vec<String>,
    /// The approvals that stood on it.
    pub ended: Vec<EndedApproval>,
}

impl ReferenceEntry {
    /// The source, if it is new to the library.
    pub fn fresh(&self) -> Option<&Source> {
        self.source.as_ref().filter(|_| self.known.is_none() && self.repeats.is_none())
    }
}

/// Reads a file of references.
pub fn read_references(path: &Path) -> Result<(String, Vec<u8>)> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let failed = |error| StoreError::File { doing: format!("Reading {name}"), error };
    if std::fs::metadata(path).map_err(failed)?.len() > references::MAX_BYTES as u64 {
        return Err(StoreError::References(references::Unreadable::TooLarge));
    }
    let bytes = std::fs::read(path).map_err(failed)?;
    Ok((name, bytes))
}

impl Store {
    /// What these bytes hold, and which of it the library has already. Nothing is kept.
    pub fn preview_references(&self, file: &str, bytes: &[u8]) -> Result<ReferencePreview> {
        let List { format, entries, notes } = references::read(bytes).map_err(StoreError::References)?;
        let mut shown: Vec<ReferenceEntry> = Vec::with_capacity(entries.len());
        for entry in entries {
            let (source, bad) = match entry.what {
                Ok(source) => (Some(source), None),
                Err(bad) => (None, Some(bad.to_string())),
            };
            let (mut known, mut repeats) = (None, None);
            let mut notes = entry.notes;
            if let Some(source) = &source {
                known = project::sources::twin(&self.connection, source, None)?;
                if let Some(own) = self.details_of(known)? {
                    let lacking = own.identifiers.lacking(&source.identifiers);
                    if !lacking.is_empty() {
                        notes.push(format!("Its record in the library lacks {}.", lacking.join(", ")));
                    }
                }
                let earlier = shown.iter().find(|e| e.source.as_ref().is_some_and(|s| s.is_twin_of(source)));
                repeats = earlier.map(|e| e.number);
            }
            let (number, line) = (entry.number, entry.line);
            shown.push(ReferenceEntry { number, line, source, bad, known, repeats, notes });
        }
        Ok(ReferencePreview {
            file: file.to_owned(),
            format,
            format_name: format.label(),
            entries: shown,
            notes,
        })
    }

    /// Gives the source of the library that is this work what only this record knows, if an identifier is among it:
    /// a retraction is found by identifiers, and signatures that stand on a source are not ended for less. Nothing
    /// that is known is overwritten.
    pub fn complete_source(
        &mut self,
        session: &Session,
        record: &Source,
        now: DateTime<FixedOffset>,
    ) -> Result<Option<CompletedSource>> {
        let known = project::sources::twin(&self.connection, record, None)?;
        let (Some(source), Some(own)) = (known, self.details_of(known)?) else { return Ok(None) };
        let added = own.identifiers.lacking(&record.identifiers);
        if added.is_empty() {
            return Ok(None);
        }
        let standing = self.approvals_on(&[source])?;
        let command = Command::ChangeSource { source, details: own.filled_from(record) };
        self.dispatch(session, &command, None, now)?;
        Ok(Some(CompletedSource { short: own.short(), added, ended: self.ended(standing)? }))
    }

    fn details_of(&self, source: Option<SourceId>) -> Result<Option<Source>> {
        source.map(|id| project::sources::details(&self.connection, id)).transpose().map(Option::flatten)
    }
}
