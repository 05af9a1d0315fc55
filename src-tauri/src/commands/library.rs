//! The library of sources.

use crate::{app::App, error::WireError};
use editorial::SourceId;
use store::query::{SourceRow, SourceView};

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
