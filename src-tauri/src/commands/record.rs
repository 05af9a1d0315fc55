//! The record: the trail, the board, exports.

use crate::{app::App, error::WireError};
use store::query::{BoardView, EventView, Trail, TrailFilter};

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

pub(crate) fn board(app: &App) -> Result<BoardView, WireError> {
    let mut desk = app.desk();
    let (store, _) = desk.reader()?;
    Ok(store.board_view()?)
}
