//! The record: the trail, the board, exports.

use crate::{
    app::{App, now},
    error::WireError,
};
use editorial::Right;
use std::path::Path;
use store::{
    ExportFormat, Exported, Session, Store, Verification,
    query::{BoardView, EventView, Notice, Trail, TrailFilter},
};

pub(crate) fn trail(app: &App, filter: TrailFilter) -> Result<Trail, WireError> {
    let mut desk = app.desk();
    let (store, _) = desk.reader()?;
    Ok(store.trail(&filter)?)
}

pub(crate) fn event(app: &App, seq: u64) -> Result<EventView, WireError> {
    let mut desk = app.desk();
    let (store, _) = desk.reader()?;
    Ok(store.event(seq)?)
}

pub(crate) fn notices(app: &App) -> Result<Vec<Notice>, WireError> {
    let mut desk = app.desk();
    let (store, member) = desk.reader()?;
    Ok(store.notices(member)?)
}

pub(crate) fn board(app: &App) -> Result<BoardView, WireError> {
    let mut desk = app.desk();
    let (store, _) = desk.reader()?;
    Ok(store.board_view(now().date_naive())?)
}

/// Exporting and verifying change nothing, so no command of the domain asks for the right to.
fn auditor(store: &mut Store, session: &Session) -> Result<(), WireError> {
    let board = store.board()?;
    let may = board.members.get(&session.member()).and_then(|m| m.role_for(Right::Audit)).is_some();
    if may {
        return Ok(());
    }
    Err(WireError::new("not_allowed", "Only a compliance member or an administrator may do this."))
}

pub(crate) fn export_trail(
    app: &App,
    path: String,
    format: ExportFormat,
    filter: TrailFilter,
) -> Result<Exported, WireError> {
    let mut desk = app.desk();
    let (store, session) = desk.signed_in()?;
    auditor(store, session)?;
    Ok(store.export_to(session, Path::new(&path), format, &filter, now())?)
}

pub(crate) fn verify_board(app: &App) -> Result<Verification, WireError> {
    let mut desk = app.desk();
    let (store, session) = desk.signed_in()?;
    auditor(store, session)?;
    Ok(store.verify_for(session, now())?)
}
