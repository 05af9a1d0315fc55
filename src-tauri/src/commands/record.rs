//! The record: the trail, the board.

use crate::{
    app::{App, now},
    commands::require,
    error::WireError,
    messages,
};
use editorial::Right;
use store::{
    Session, Store,
    query::{Activity, BoardView, EventView, Notice, Trail, TrailFilter},
};

pub(crate) fn trail(app: &App, filter: TrailFilter) -> Result<Trail, WireError> {
    let mut desk = app.desk();
    let (store, _) = desk.reader()?;
    Ok(store.trail(&filter)?)
}

pub(crate) fn activity(app: &App, filter: TrailFilter) -> Result<Activity, WireError> {
    let mut desk = app.desk();
    let (store, _) = desk.reader()?;
    Ok(store.activity(&filter, now().to_utc())?)
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

pub(crate) fn desktop_shows(_: &App) -> Result<bool, WireError> {
    Ok(messages::available())
}

/// The desk is let go before the desktop is asked: it may be slow to answer.
pub(crate) fn show_on_desktop(app: &App, after: u64) -> Result<bool, WireError> {
    let notices = notices(app)?;
    Ok(messages::message(&notices, after).is_none_or(|message| messages::show(&message)))
}

pub(crate) fn board(app: &App) -> Result<BoardView, WireError> {
    let mut desk = app.desk();
    let (store, _) = desk.reader()?;
    Ok(store.board_view(now().date_naive())?)
}

/// Verifying changes nothing, so no command of the domain asks for the right to.
pub(crate) fn auditor(store: &mut Store, session: &Session) -> Result<(), WireError> {
    let only = "Only a compliance member or an administrator may do this.";
    require(store, session.member(), Right::Audit, only)
}
