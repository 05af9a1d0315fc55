//! The record: the trail, the board, exports.

use crate::{
    app::{App, now},
    commands::require,
    error::WireError,
    work::Share,
};
use editorial::Right;
use std::path::Path;
use store::{
    ExportFormat, Exported, Session, Store,
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

pub(crate) fn board(app: &App) -> Result<BoardView, WireError> {
    let mut desk = app.desk();
    let (store, _) = desk.reader()?;
    Ok(store.board_view(now().date_naive())?)
}

/// Exporting and verifying change nothing, so no command of the domain asks for the right to.
pub(crate) fn auditor(store: &mut Store, session: &Session) -> Result<(), WireError> {
    let only = "Only a compliance member or an administrator may do this.";
    require(store, session.member(), Right::Audit, only)
}

/// The file is written over a connection of its own, so that the desk can be worked at meanwhile.
pub(crate) fn export_trail(
    app: &App,
    path: String,
    format: ExportFormat,
    filter: TrailFilter,
) -> Result<Exported, WireError> {
    let board = {
        let mut desk = app.desk();
        let (store, session) = desk.signed_in()?;
        auditor(store, session)?;
        store.path().to_owned()
    };
    let work = app.work.begin()?;
    let mut beside = Store::open(&board, app.cost, now())?;
    let exported = beside.write_to(Path::new(&path), format, &filter, &mut |progress| work.step(progress))?;
    let mut desk = app.desk();
    let (store, session) = desk.signed_in()?;
    store.record_export(session, format.label(), &filter, exported.records, now())?;
    Ok(exported)
}

pub(crate) fn export_report(app: &App, path: String, filter: TrailFilter) -> Result<Exported, WireError> {
    let mut desk = app.desk();
    let (store, session) = desk.signed_in()?;
    auditor(store, session)?;
    let by = store.board()?.name_of(session.member()).to_owned();
    let report = store.report(&filter, &by)?;
    let pdf = report::pdf(&report, now()).map_err(|error| {
        tracing::error!(%error, "no report");
        WireError::internal()
    })?;
    store::write_whole(Path::new(&path), &pdf)?;
    let records = u32::try_from(report.rows.len()).unwrap_or(u32::MAX);
    store.record_export(session, "PDF", &filter, records, now())?;
    Ok(Exported { records })
}

pub(crate) fn export_progress(app: &App) -> Result<Option<Share>, WireError> {
    Ok(app.work.share())
}

pub(crate) fn break_export_off(app: &App) -> Result<(), WireError> {
    app.work.break_off();
    Ok(())
}
