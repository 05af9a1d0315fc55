//! What leaves a board: the trail, reports, certificates, bundles, tables, signatures. One is written at a time.

use crate::{
    app::{App, now},
    error::WireError,
};
use chrono::Local;
use compare::Heading;
use editorial::{ArticleId, MemberId};
use report::ReportError;
use std::{io::Write as _, path::Path};
use store::{
    ExportFormat, ExportNote, Exported, Prepared, Progress, Shows, Store, StoreError, Watch,
    query::TrailFilter,
};

/// Has whoever is signed in export. The file is written over a connection of its own, so that the desk can be worked at
/// meanwhile; it gets its name once the desk has recorded it.
fn export(
    app: &App,
    shows: Shows,
    path: &str,
    prepare: impl FnOnce(&mut Store, &Path, MemberId, &mut Watch<'_>) -> Result<Prepared, WireError>,
) -> Result<Exported, WireError> {
    let (board, by) = {
        let mut desk = app.desk();
        let (store, session) = desk.signed_in()?;
        store.may_export(session, shows)?;
        (store.path().to_owned(), session.member())
    };
    let path = app.chosen.take(path)?;
    let work = app.work.begin("An export is being written already.")?;
    let mut beside = Store::open(&board, app.cost, now())?;
    let mut prepared = prepare(&mut beside, &path, by, &mut |progress| work.step(progress))?;
    if let Some(fault) = app.proofs.known().alarm.first() {
        prepared = prepared.doubted(&fault.sentence);
    }
    let mut desk = app.desk();
    let (store, session) = desk.signed_in()?;
    if store.path() != board || session.member() != by {
        let gone = "Whoever asked for the export is no longer at this board. No file was written.";
        return Err(WireError::new("signed_out", gone));
    }
    Ok(store.hand_out(session, prepared, now())?)
}

pub(crate) fn export_trail(
    app: &App,
    path: String,
    format: ExportFormat,
    filter: TrailFilter,
) -> Result<Exported, WireError> {
    export(app, Shows::Record, &path, |store, path, _, watch| {
        Ok(store.prepare_trail(path, format, &filter, watch)?)
    })
}

pub(crate) fn export_report(app: &App, path: String, filter: TrailFilter) -> Result<Exported, WireError> {
    export(app, Shows::Record, &path, |store, path, by, watch| {
        let mut report = store.report(&filter, by, now(), watch)?;
        report.doubt(&app.proofs.known().alarm);
        paper(path, report::pdf(&report, now(), watch), report.note())
    })
}

pub(crate) fn export_certificate(app: &App, id: ArticleId, path: String) -> Result<Exported, WireError> {
    export(app, Shows::Record, &path, |store, path, by, _| {
        if let Some(fault) = app.proofs.known().alarm.first() {
            let sentence =
                format!("No certificate is made while the record does not hold: {}", fault.sentence);
            return Err(WireError::new("not_sound", sentence));
        }
        let certificate = store.certificate(id, by, now())?;
        paper(path, report::certificate(&certificate, now()), certificate.note())
    })
}

pub(crate) fn export_comparison_pdf(
    app: &App,
    id: ArticleId,
    from: u32,
    to: u32,
    path: String,
) -> Result<Exported, WireError> {
    export(app, Shows::Text, &path, |store, path, by, watch| {
        let compared = report::Compared::revisions(store, id, from, to, by)?;
        paper(path, report::comparison(&compared, now(), watch), compared.note())
    })
}

/// The comparison as a page of its own.
pub(crate) fn export_comparison(
    app: &App,
    id: ArticleId,
    from: u32,
    to: u32,
    path: String,
) -> Result<Exported, WireError> {
    export(app, Shows::Text, &path, |store, path, by, _| {
        let view = store.article_view(by, id, Some(to))?;
        let side = |number: u32| match view.revisions.iter().find(|revision| revision.number == number) {
            Some(revision) => {
                let by = revision.by.and_then(|by| view.names.get(&by)).map(|name| format!(", {name}"));
                let at = revision.at.with_timezone(&Local).format("%-d %B %Y, %H:%M");
                format!("revision {number}, {at}{}", by.unwrap_or_default())
            }
            None => format!("revision {number}"),
        };
        let (old, new) = (side(from), side(to));
        let mine = !view.mine.wrote && view.mine.base == Some(from) && view.head == to;
        let acknowledged = mine.then_some(view.mine.acknowledged.as_slice());
        let heading = Heading { title: &view.title, old: &old, new: &new, acknowledged };
        let comparison = store.comparison(id, from, to)?;
        let page = compare::page(&comparison, &heading);
        let asked = store.asked_of(&format!("comparison of revisions {from} and {to}"), id)?;
        Ok(Prepared::write(path, |file| {
            file.write_all(page.as_bytes())
                .map_err(|error| StoreError::File { doing: "Writing the page".to_owned(), error })?;
            Ok(ExportNote::new("HTML", asked, comparison.changes.len() as u64).of_text())
        })?)
    })
}

fn paper(path: &Path, pdf: Result<Vec<u8>, ReportError>, note: ExportNote) -> Result<Prepared, WireError> {
    let pdf = pdf.map_err(|error| match error {
        ReportError::BrokenOff => StoreError::BrokenOff.into(),
        other => {
            tracing::error!(error = %other, "no report");
            WireError::internal()
        }
    })?;
    Ok(Prepared::write(path, |file| {
        file.write_all(&pdf)
            .map_err(|error| StoreError::File { doing: "Writing the PDF".to_owned(), error })?;
        Ok(note)
    })?)
}

pub(crate) fn export_bundle(
    app: &App,
    path: String,
    article: Option<ArticleId>,
) -> Result<Exported, WireError> {
    export(app, Shows::Record, &path, |store, path, by, watch| {
        Ok(store.prepare_bundle(by, path, article, now(), watch)?)
    })
}

pub(crate) fn export_reconciliation(app: &App, id: ArticleId, path: String) -> Result<Exported, WireError> {
    export(app, Shows::Record, &path, |store, path, _, _| Ok(store.prepare_reconciliation(id, path)?))
}

pub(crate) fn export_signatures(app: &App, id: ArticleId, path: String) -> Result<Exported, WireError> {
    export(app, Shows::Record, &path, |store, path, _, _| Ok(store.prepare_signatures(id, path)?))
}

pub(crate) fn export_progress(app: &App) -> Result<Option<Progress>, WireError> {
    Ok(app.work.far())
}

pub(crate) fn break_export_off(app: &App) -> Result<(), WireError> {
    app.work.break_off();
    Ok(())
}
