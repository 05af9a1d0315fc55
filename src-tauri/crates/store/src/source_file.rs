//! The files that sources carry: attached under their digest, and shown.

use crate::{Outcome, Result, Session, Store, StoreError, blobs, project};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::{DateTime, FixedOffset};
use document::{FileKind, MAX_FILE_BYTES, Unfit, read_file};
use editorial::{Command, Media, SourceFile, SourceId};
use serde::Serialize;
use std::path::Path;
use ts_rs::TS;

/// The file of a source, to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct FileShown {
    /// What is known of it.
    pub file: SourceFile,
    /// The bytes of a PDF, in Base64; empty for other files, which are shown as their words.
    pub base64: String,
    /// Its words, page by page.
    pub pages: Vec<String>,
}

impl Store {
    /// Gives a source its file. What the file is, its content says.
    pub fn attach_file(
        &mut self,
        session: &Session,
        source: SourceId,
        path: &Path,
        now: DateTime<FixedOffset>,
    ) -> Result<(SourceFile, Outcome)> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let failed = |error| StoreError::File { doing: format!("Reading {name}"), error };
        if std::fs::metadata(path).map_err(failed)?.len() > MAX_FILE_BYTES as u64 {
            return Err(StoreError::Unfit(Unfit::TooLarge));
        }
        let bytes = std::fs::read(path).map_err(failed)?;
        let read = read_file(&bytes).map_err(StoreError::Unfit)?;
        let words = read.pages.iter().any(|page| !page.trim().is_empty());
        let json = serde_json::to_vec(&read.pages).map_err(|e| StoreError::System(e.to_string()))?;
        let file = SourceFile {
            digest: self.attach(&name, &bytes)?,
            text: words.then(|| self.attach(&format!("{name} (its words)"), &json)).transpose()?,
            media: match read.kind {
                FileKind::Pdf => Media::Pdf,
                FileKind::Html => Media::Html,
                FileKind::Text => Media::Text,
            },
            size: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
            pages: if read.kind == FileKind::Pdf { read.pages.len() as u32 } else { 0 },
            name,
        };
        let command = Command::AttachFile { source, file: file.clone() };
        let outcome = self.dispatch(session, &command, None, now)?;
        Ok((file, outcome))
    }

    /// The file of a source.
    pub fn source_file(&self, source: SourceId) -> Result<FileShown> {
        let details =
            project::sources::cited(&self.connection, source)?.ok_or(StoreError::Unknown("source"))?;
        let file = details.file.ok_or(StoreError::Unknown("file of the source"))?;
        let missing = || StoreError::damaged("the file of a source is missing");
        let base64 = match file.media {
            Media::Pdf => STANDARD.encode(blobs::read(&self.connection, file.digest)?.ok_or_else(missing)?),
            Media::Html | Media::Text => String::new(),
        };
        let pages = match file.text {
            Some(text) => {
                let bytes = blobs::read(&self.connection, text)?.ok_or_else(missing)?;
                serde_json::from_slice(&bytes).map_err(StoreError::damaged)?
            }
            None => Vec::new(),
        };
        Ok(FileShown { file, base64, pages })
    }
}
