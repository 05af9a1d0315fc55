//! Importing a file as an article: the text, what was recognised around it, and the file itself as an attachment.

use crate::{Outcome, Result, Session, Store, StoreError, Together};
use chrono::{DateTime, FixedOffset};
use document::import::{self, Imported, Note};
use editorial::{Command, Origin, Reference};
use std::path::{Path, PathBuf};

/// A file read for importing.
#[derive(Debug)]
pub struct FileRead {
    /// The file's name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What was read of it.
    pub imported: Imported,
}

/// An article made of a file.
#[derive(Debug)]
pub struct FileImported {
    /// The article made.
    pub outcome: Outcome,
    /// What its reader left out or guessed.
    pub notes: Vec<Note>,
}

impl FileRead {
    /// Reads a file. Nothing is kept yet.
    pub fn read(path: &Path) -> Result<Self> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let failed = |error| StoreError::File { doing: format!("Reading {name}"), error };
        if std::fs::metadata(path).map_err(failed)?.len() > import::MAX_BYTES as u64 {
            return Err(StoreError::Import(import::ImportError::TooLarge));
        }
        let bytes = std::fs::read(path).map_err(failed)?;
        let imported = import::read(&name, &bytes).map_err(StoreError::Import)?;
        Ok(Self { name, bytes, imported })
    }

    /// The title recognised, or the file's name.
    pub fn title(&self) -> String {
        let stem = || Path::new(&self.name).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        self.imported.metadata.title.clone().or_else(stem).unwrap_or_default()
    }

    /// The entries of its list of references.
    pub fn references(&self) -> Vec<Reference> {
        let listed = self.imported.metadata.references.iter();
        listed.map(|r| Reference { label: r.label.clone(), text: r.text.clone() }).collect()
    }
}

impl Store {
    /// Makes articles of files, in one transaction. A file that cannot be read, or that the rules refuse, is answered with
    /// why and keeps no other out; where the board itself fails, nothing comes in.
    pub fn import_files(
        &mut self,
        session: &Session,
        paths: &[PathBuf],
        now: DateTime<FixedOffset>,
    ) -> Result<Vec<Result<FileImported>>> {
        self.together(now, |together| {
            let mut answers = Vec::with_capacity(paths.len());
            for path in paths {
                together.next_action(now);
                let imported = FileRead::read(path).and_then(|file| {
                    let outcome = together.import(session, &file, &file.title())?;
                    Ok(FileImported { outcome, notes: file.imported.notes })
                });
                match imported {
                    Ok(_) | Err(StoreError::Refused(_) | StoreError::Import(_) | StoreError::File { .. }) => {
                        answers.push(imported);
                    }
                    Err(other) => return Err(other),
                }
            }
            Ok(answers)
        })
    }

    /// Makes an article of a file that was read and shown.
    pub fn import(
        &mut self,
        session: &Session,
        file: &FileRead,
        title: &str,
        now: DateTime<FixedOffset>,
    ) -> Result<Outcome> {
        self.together(now, |together| together.import(session, file, title))
    }
}

impl Together<'_> {
    fn import(&mut self, session: &Session, file: &FileRead, title: &str) -> Result<Outcome> {
        for image in &file.imported.images {
            self.attach(image.media_type, &image.bytes)?;
        }
        let metadata = &file.imported.metadata;
        let origin = Origin {
            file: file.name.clone(),
            attachment: Some(self.attach(&file.name, &file.bytes)?),
            last_updated: metadata.last_updated.clone().unwrap_or_default(),
            stage: metadata.stage_of_origin.clone().unwrap_or_default(),
            references: file.references(),
        };
        let document =
            serde_json::to_value(&file.imported.document).map_err(|e| StoreError::System(e.to_string()))?;
        let command = Command::CreateArticle { title: title.to_owned(), origin, document };
        self.dispatch(session, &command)
    }
}
