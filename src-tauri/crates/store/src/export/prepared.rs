//! The one way by which anything of a board is handed out: who may, what the record says of it, and when a file gets
//! its name.

use super::{Exported, Written};
use crate::{KeptCheckpoint, Result, Session, Store, StoreError, checkpoints, place, store::holds};
use chrono::{DateTime, FixedOffset};
use document::Digest;
use editorial::{Event, Right};
use std::{
    fs::File,
    io::ErrorKind,
    path::{Path, PathBuf},
};
use tempfile::NamedTempFile;

/// An export that lies whole beside its place. [`Store::hand_out`] records it and gives it its name; dropped, it leaves
/// nothing behind.
#[derive(Debug)]
#[must_use = "an export that is not handed out is no file"]
pub struct Prepared {
    file: NamedTempFile,
    path: PathBuf,
    over: Over,
    note: ExportNote,
}

/// What may give way to a file that is written. Never a board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Over {
    /// The name must be free.
    Nothing,
    /// Whoever chose the name was asked about the file that has it.
    WhatIsThere,
}

impl Over {
    fn may(self, path: &Path) -> Result<()> {
        match self {
            Self::Nothing => place::for_a_new_file(path),
            Self::WhatIsThere => place::for_another_file(path),
        }
    }
}

/// What an export shows, on which depends who may have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// The record: it takes the right to audit.
    Record,
    /// What every member reads on the screen, and could print.
    Text,
}

/// What the record says of an export.
#[derive(Debug, Clone)]
pub struct ExportNote {
    shows: Shows,
    /// Its form, in a word.
    format: String,
    /// What was asked for, in words.
    asked: String,
    /// How many records it holds.
    records: u32,
    /// SHA-256 of the file.
    digest: Option<Digest>,
    /// The checkpoint that it shows, which the board keeps as well.
    checkpoint: Option<KeptCheckpoint>,
}

impl ExportNote {
    /// So many records, in this form, of what was asked for.
    pub fn new(format: &str, asked: String, records: u64) -> Self {
        let records = u32::try_from(records).unwrap_or(u32::MAX);
        let (shows, format) = (Shows::Record, format.to_owned());
        Self { shows, format, asked, records, digest: None, checkpoint: None }
    }

    /// Shows only what every member reads.
    #[must_use]
    pub fn of_text(self) -> Self {
        Self { shows: Shows::Text, ..self }
    }

    /// Shows this checkpoint.
    #[must_use]
    pub fn showing(self, checkpoint: KeptCheckpoint) -> Self {
        Self { checkpoint: Some(checkpoint), ..self }
    }
}

impl Prepared {
    /// Writes the file aside, beside its place. It will take the place of a file that is there, unless that is a board or
    /// belongs to one.
    pub fn write(path: &Path, write: impl FnOnce(&mut Written<'_>) -> Result<ExportNote>) -> Result<Self> {
        let over = Over::WhatIsThere;
        let (file, note) = aside(path, over, |file| {
            let mut written = Written::new(file);
            let note = write(&mut written)?;
            let digest = written.digest().map_err(|error| place::failed(path, error))?;
            Ok(ExportNote { digest: Some(digest), ..note })
        })?;
        Ok(Self { file, path: path.to_owned(), over, note })
    }

    /// Was written although this was known to be wrong with the record: the event of the export says so.
    pub fn doubted(mut self, fault: &str) -> Self {
        self.note.asked = format!("{}; the record did not hold: {fault}", self.note.asked);
        self
    }

    /// Takes the place of no file: there must be none when it gets its name.
    pub fn as_new(self) -> Self {
        Self { over: Over::Nothing, ..self }
    }
}

impl Store {
    /// Whether the member may export this at all: to be asked before anything is written.
    pub fn may_export(&mut self, session: &Session, shows: Shows) -> Result<()> {
        let board = self.board()?;
        holds(&board, session)?;
        if shows == Shows::Record {
            board.role_of(session.member, Right::Audit)?;
        }
        Ok(())
    }

    /// Records an export, and gives the file its name. There is no file that the record does not tell of, unless the
    /// board can only be read.
    pub fn hand_out(
        &mut self,
        session: &Session,
        prepared: Prepared,
        now: DateTime<FixedOffset>,
    ) -> Result<Exported> {
        let Prepared { file, path, over, note } = prepared;
        over.may(&path)?;
        let exported = self.record_export(session, note, now)?;
        named(file, &path, over)?;
        Ok(exported)
    }

    /// Records an export that is no file. Where the board can only be read nothing can be recorded, and the answer says
    /// so: whoever was given a copy to inspect must be able to read it with our means and not only with others.
    pub fn record_export(
        &mut self,
        session: &Session,
        note: ExportNote,
        now: DateTime<FixedOffset>,
    ) -> Result<Exported> {
        self.may_export(session, note.shows)?;
        let ExportNote { shows: _, format, asked, records, digest, checkpoint } = note;
        let recorded = !self.read_only();
        if recorded {
            if let Some(checkpoint) = checkpoint {
                self.writable()?;
                checkpoints::put(&self.connection, &checkpoint)?;
            }
            self.record(Event::LogExported { format, asked, records, digest }, Some(session), now)?;
        }
        Ok(Exported { records, recorded })
    }
}

/// Writes a file beside its place, and onto the disk.
pub(super) fn aside<T>(
    path: &Path,
    over: Over,
    write: impl FnOnce(&mut File) -> Result<T>,
) -> Result<(NamedTempFile, T)> {
    let failed = |error| place::failed(path, error);
    over.may(path)?;
    let place = place::aside(path);
    let mut aside = tempfile::Builder::new()
        .prefix(place.file_name().unwrap_or_default())
        .rand_bytes(0)
        .tempfile_in(place::folder(path))
        .map_err(failed)?;
    let written = write(aside.as_file_mut())?;
    aside.as_file().sync_all().map_err(failed)?;
    Ok((aside, written))
}

/// Gives a file that is whole its name.
pub(super) fn named(file: NamedTempFile, path: &Path, over: Over) -> Result<()> {
    over.may(path)?;
    let named = match over {
        Over::Nothing => file.persist_noclobber(path),
        Over::WhatIsThere => file.persist(path),
    };
    named.map(drop).map_err(|error| match error.error.kind() {
        ErrorKind::AlreadyExists => StoreError::FileExists(path.to_owned()),
        _ => place::failed(path, error.error),
    })
}
