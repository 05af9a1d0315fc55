//! Importing an article: what was recognised is shown first, and nothing is kept until it is confirmed.

use crate::{
    app::{App, now},
    error::WireError,
};
use document::{Digest, import::Furniture};
use editorial::Reference;
use serde::Serialize;
use std::path::Path;
use store::{FileRead, Outcome};
use ts_rs::TS;

/// What a file holds, for the person to confirm.
#[derive(Debug, Serialize, TS)]
pub(crate) struct ImportPreview {
    /// The file's name.
    file: String,
    /// SHA-256 of the file: what is confirmed is what was shown.
    #[ts(type = "string")]
    digest: Digest,
    /// The title recognised, or the file's name.
    title: String,
    /// The day of the last update that the file states.
    last_updated: Option<String>,
    /// The stage that the file states.
    stage: Option<String>,
    /// The entries of its list of references.
    references: Vec<Reference>,
    /// What was taken for page furniture and left out of the text.
    furniture: Vec<Furniture>,
    /// What the person should know.
    notes: Vec<String>,
    /// Words in the text.
    words: usize,
    /// Citation marks recognised in it.
    citations: usize,
    /// The text, as the editor's JSON.
    #[ts(type = "Record<string, unknown>")]
    document: serde_json::Value,
}

pub(crate) fn preview_import(app: &App, path: String) -> Result<ImportPreview, WireError> {
    app.desk().signed_in()?;
    let file = FileRead::read(Path::new(&path))?;
    let imported = &file.imported;
    let blocks = imported.document.text_blocks();
    let citations = blocks
        .iter()
        .flat_map(|block| block.inlines)
        .filter(|inline| matches!(inline.kind, document::InlineKind::Citation { .. }))
        .count();
    Ok(ImportPreview {
        digest: Digest::of(&file.bytes),
        title: file.title(),
        last_updated: imported.metadata.last_updated.clone(),
        stage: imported.metadata.stage_of_origin.clone(),
        references: file.references(),
        notes: imported.notes.iter().map(|note| note.0.clone()).collect(),
        words: imported.document.word_count(),
        citations,
        document: serde_json::to_value(&imported.document).map_err(|_| WireError::internal())?,
        furniture: imported.furniture.clone(),
        file: file.name,
    })
}

pub(crate) fn import_article(
    app: &App,
    path: String,
    digest: String,
    title: String,
) -> Result<Outcome, WireError> {
    let file = FileRead::read(Path::new(&path))?;
    if Digest::of(&file.bytes).to_string() != digest {
        return Err(WireError::new("outdated", "The file has changed since it was shown.")
            .hint("Look at it again. Nothing was imported."));
    }
    let mut desk = app.desk();
    let (store, session) = desk.signed_in()?;
    Ok(store.import(session, &file, &title, now())?)
}
