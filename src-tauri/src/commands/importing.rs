//! Importing an article: what was recognised is shown first, and nothing is kept until it is confirmed.

use crate::{
    app::{App, now},
    error::WireError,
};
use document::{
    Digest,
    import::{self, Furniture, Imported},
};
use editorial::{Command, Origin, Reference};
use serde::Serialize;
use std::{fs, path::Path};
use store::Outcome;
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

fn read(path: &str) -> Result<(String, Vec<u8>, Imported), WireError> {
    let name =
        Path::new(path).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let size = fs::metadata(path).map(|metadata| metadata.len());
    let unreadable = |error: std::io::Error| {
        WireError::new("file", format!("{name} cannot be read: {error}."))
            .hint("Choose another file. Nothing was imported.")
    };
    if size.map_err(unreadable)? > import::MAX_BYTES as u64 {
        return Err(refused(&import::ImportError::TooLarge));
    }
    let bytes = fs::read(path).map_err(unreadable)?;
    let imported = import::read(&name, &bytes).map_err(|error| refused(&error))?;
    Ok((name, bytes, imported))
}

fn refused(error: &import::ImportError) -> WireError {
    WireError::new("import", error.to_string()).hint("Nothing was imported, and the file is as it was.")
}

fn title(imported: &Imported, file: &str) -> String {
    imported.metadata.title.clone().unwrap_or_else(|| {
        Path::new(file).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
    })
}

fn references(imported: &Imported) -> Vec<Reference> {
    let listed = imported.metadata.references.iter();
    listed.map(|r| Reference { label: r.label.clone(), text: r.text.clone() }).collect()
}

pub(crate) fn preview_import(app: &App, path: String) -> Result<ImportPreview, WireError> {
    app.desk().signed_in()?;
    let (file, bytes, imported) = read(&path)?;
    let blocks = imported.document.text_blocks();
    let citations = blocks
        .iter()
        .flat_map(|block| block.inlines)
        .filter(|inline| matches!(inline.kind, document::InlineKind::Citation { .. }))
        .count();
    Ok(ImportPreview {
        digest: Digest::of(&bytes),
        title: title(&imported, &file),
        file,
        last_updated: imported.metadata.last_updated.clone(),
        stage: imported.metadata.stage_of_origin.clone(),
        references: references(&imported),
        notes: imported.notes.iter().map(|note| note.0.clone()).collect(),
        words: imported.document.word_count(),
        citations,
        document: serde_json::to_value(&imported.document).map_err(|_| WireError::internal())?,
        furniture: imported.furniture,
    })
}

pub(crate) fn import_article(
    app: &App,
    path: String,
    digest: String,
    title: String,
) -> Result<Outcome, WireError> {
    let (file, bytes, imported) = read(&path)?;
    if Digest::of(&bytes).to_string() != digest {
        return Err(WireError::new("outdated", "The file has changed since it was shown.")
            .hint("Look at it again. Nothing was imported."));
    }
    let mut desk = app.desk();
    let (store, session) = desk.signed_in()?;
    for image in &imported.images {
        store.attach(image.media_type, &image.bytes)?;
    }
    let origin = Origin {
        attachment: Some(store.attach(&file, &bytes)?),
        file,
        last_updated: imported.metadata.last_updated.clone().unwrap_or_default(),
        stage: imported.metadata.stage_of_origin.clone().unwrap_or_default(),
        references: references(&imported),
    };
    let document = serde_json::to_value(&imported.document).map_err(|_| WireError::internal())?;
    let command = Command::CreateArticle { title, origin, document };
    Ok(store.dispatch(session, &command, None, now())?)
}
