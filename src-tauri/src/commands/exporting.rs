//! What leaves a board: the trail, reports, certificates, bundles, tables, signatures. One is written at a time.

use crate::{
    app::{App, now},
    error::WireError,
};
use editorial::{ArticleId, MemberId};
use report::ReportError;
use std::{io::Write as _, path::Path};
use store::{
    ExportFormat, ExportNote, Exported, Prepared, Progress, Store, StoreError, Watch, query::TrailFilter,
};

/// Has whoever is signed in export. The file is written over a connection of its own, so that the desk can be worked at
/// meanwhile; it gets its name once the desk has recorded it.
fn export(
    app: &App,
    prepare: impl FnOnce(&mut Store, MemberId, &mut Watch<'_>) -> Result<Prepared, WireError>,
) -> Result<Exported, WireError> {
    let (board, by) = {
        let mut desk = app.desk();
        let (store, session) = desk.signed_in()?;
        store.may_export(session)?;
        (store.path().to_owned(), session.member())
    };
    let work = app.work.begin("An export is being written already.")?;
    let mut beside = Store::open(&board, app.cost, now())?;
    let prepared = prepare(&mut beside, by, &mut |progress| work.step(progress))?;
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
    export(app, |store, _, watch| Ok(store.prepare_trail(Path::new(&path), format, &filter, watch)?))
}

pub(crate) fn export_report(app: &App, path: String, filter: TrailFilter) -> Result<Exported, WireError> {
    export(app, |store, by, watch| {
        let report = store.report(&filter, by, now(), watch)?;
        paper(&path, report::pdf(&report, now(), watch), report.note())
    })
}

pub(crate) fn export_certificate(app: &App, id: ArticleId, path: String) -> Result<Exported, WireError> {
    export(app, |store, by, _| {
        let certificate = store.certificate(id, by, now())?;
        paper(&path, report::certificate(&certificate, now()), certificate.note())
    })
}

pub(crate) fn export_comparison_pdf(
    app: &App,
    id: ArticleId,
    from: u32,
    to: u32,
    path: String,
) -> Result<Exported, WireError> {
    export(app, |store, by, watch| {
        let compared = report::Compared::revisions(store, id, from, to, by)?;
        paper(&path, report::comparison(&compared, now(), watch), compared.note())
    })
}

fn paper(path: &str, pdf: Result<Vec<u8>, ReportError>, note: ExportNote) -> Result<Prepared, WireError> {
    let pdf = pdf.map_err(|error| match error {
        ReportError::BrokenOff => StoreError::BrokenOff.into(),
        other => {
            tracing::error!(error = %other, "no report");
            WireError::internal()
        }
    })?;
    Ok(Prepared::write(Path::new(path), |file| {
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
    export(app, |store, by, watch| Ok(store.prepare_bundle(by, Path::new(&path), article, now(), watch)?))
}

pub(crate) fn export_reconciliation(app: &App, id: ArticleId, path: String) -> Result<Exported, WireError> {
    export(app, |store, _, _| Ok(store.prepare_reconciliation(id, Path::new(&path))?))
}

pub(crate) fn export_signatures(app: &App, id: ArticleId, path: String) -> Result<Exported, WireError> {
    export(app, |store, _, _| Ok(store.prepare_signatures(id, Path::new(&path))?))
}

pub(crate) fn export_progress(app: &App) -> Result<Option<Progress>, WireError> {
    Ok(app.work.far())
}

pub(crate) fn break_export_off(app: &App) -> Result<(), WireError> {
    app.work.break_off();
    Ok(())
}
