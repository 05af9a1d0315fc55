//! The library of sources.

use crate::{
    app::{App, now},
    error::WireError,
};
use editorial::{Source, SourceId};
use lookup::{Asked, Network, Trouble};
use serde::Serialize;
use std::path::Path;
use store::{
    FileShown, Outcome, ReferencePreview, RetractionsFound,
    query::{AlikeSources, SourceRow, SourceView},
    read_references,
};
use ts_rs::TS;

/// What a list of retractions said of the library.
#[derive(Debug, Serialize, TS)]
pub(crate) struct RetractionsImported {
    found: RetractionsFound,
    outcome: Outcome,
}

pub(crate) fn sources(app: &App, text: String) -> Result<Vec<SourceRow>, WireError> {
    let mut desk = app.desk();
    let (store, _) = desk.reader()?;
    Ok(store.sources(&text)?)
}

pub(crate) fn source(app: &App, id: SourceId) -> Result<SourceView, WireError> {
    let mut desk = app.desk();
    let (store, _) = desk.reader()?;
    Ok(store.source(id)?)
}

pub(crate) fn preview_references(
    app: &App,
    path: Option<String>,
    text: Option<String>,
) -> Result<ReferencePreview, WireError> {
    let mut desk = app.desk();
    let (store, _) = desk.reader()?;
    let (name, bytes) = match path {
        Some(path) => read_references(Path::new(&path))?,
        None => ("the clipboard".to_owned(), text.unwrap_or_default().into_bytes()),
    };
    Ok(store.preview_references(&name, &bytes)?)
}

pub(crate) fn alike_sources(app: &App) -> Result<Vec<AlikeSources>, WireError> {
    let mut desk = app.desk();
    let (store, _) = desk.reader()?;
    Ok(store.alike_sources()?)
}

pub(crate) fn import_retractions(app: &App, path: String) -> Result<RetractionsImported, WireError> {
    let mut desk = app.desk();
    let (store, session) = desk.signed_in()?;
    let (found, outcome) = store.import_retractions(session, Path::new(&path), now())?;
    Ok(RetractionsImported { found, outcome })
}

pub(crate) fn attach_file(app: &App, source: SourceId, path: String) -> Result<Outcome, WireError> {
    let mut desk = app.desk();
    let (store, session) = desk.signed_in()?;
    Ok(store.attach_file(session, source, Path::new(&path), now())?.1)
}

pub(crate) fn source_file(app: &App, source: SourceId) -> Result<FileShown, WireError> {
    let mut desk = app.desk();
    let (store, _) = desk.reader()?;
    Ok(store.source_file(source)?)
}

/// The desk is not held while the network is waited for.
pub(crate) fn look_up(app: &App, identifier: String) -> Result<Option<Source>, WireError> {
    let asked = Asked::read(&identifier).map_err(trouble)?;
    {
        let mut desk = app.desk();
        let (store, member) = desk.reader()?;
        editorial::may_look_up(&*store.board()?, member).map_err(store::StoreError::from)?;
    }
    let found = lookup::look_up(&Network, &asked).map_err(trouble)?;
    let mut desk = app.desk();
    let (store, session) = desk.signed_in()?;
    let title = found.as_ref().map(|source| source.title.clone());
    store.record_look_up(session, (asked.service(), asked.words()), title, now())?;
    Ok(found)
}

fn trouble(trouble: Trouble) -> WireError {
    let error = WireError::new("look_up", trouble.to_string());
    match trouble {
        Trouble::NoIdentifier => error,
        Trouble::Unreachable(_) | Trouble::Odd(_) => {
            error.hint("Everything else works without it: fill the fields by hand, or import a file.")
        }
    }
}
