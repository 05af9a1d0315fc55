//! Exporting, rebuilding.

use crate::{
    failure::Failure,
    options::{Export, Filter, RecordFormat, Report},
    output,
    signing_in::{article, now, open, sign_in},
};
use std::{
    io::{IsTerminal as _, stderr, stdout},
    ops::ControlFlow,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use store::{ExportFormat, Progress, Session, Store, query::TrailFilter, unwatched};

pub(crate) fn export(export: &Export) -> Result<bool, Failure> {
    let mut store = open(&export.board)?;
    let filter = export.filter.read(&mut store)?;
    let format = match export.format {
        RecordFormat::Csv => ExportFormat::Csv,
        RecordFormat::Jsonl | RecordFormat::Bundle => ExportFormat::Jsonl,
    };
    if let Some(to) = &export.to {
        let session = sign_in(&mut store, export.as_member.as_deref())?;
        let mut watch = watching("exported")?;
        let exported = store.export_to(&session, to, format, &filter, now(), &mut watch)?;
        store.sign_out(session, now())?;
        eprintln!("Wrote {} events to {}.", exported.records, to.display());
    } else {
        store.export(&mut stdout().lock(), format, &filter, &mut unwatched)?;
    }
    Ok(true)
}

pub(crate) fn report(asked: &Report) -> Result<bool, Failure> {
    let mut store = open(&asked.board)?;
    let filter = asked.filter.read(&mut store)?;
    let session = sign_in(&mut store, asked.as_member.as_deref())?;
    let written = write_report(&mut store, &session, &filter, &asked.out);
    store.sign_out(session, now())?;
    let records = written?;
    eprintln!("Wrote {records} events to {}.", asked.out.display());
    Ok(true)
}

fn write_report(
    store: &mut Store,
    session: &Session,
    filter: &TrailFilter,
    out: &Path,
) -> Result<u32, Failure> {
    let by = store.board()?.name_of(session.member()).to_owned();
    let report = store.report(filter, &by)?;
    let pdf = report::pdf(&report, now()).map_err(|error| Failure::Asked(format!("No report: {error}.")))?;
    store::write_whole(out, &pdf)?;
    let records = u32::try_from(report.rows.len()).unwrap_or(u32::MAX);
    store.record_export(session, "PDF", filter, records, now())?;
    Ok(records)
}

pub(crate) fn schema() -> Result<bool, Failure> {
    output::text(store::SCHEMA)?;
    Ok(true)
}

impl Filter {
    pub(crate) fn read(&self, store: &mut Store) -> Result<TrailFilter, Failure> {
        let article = self.article.as_deref().map(|asked| article(store, asked)).transpose()?;
        let board = store.board()?;
        let known = |name: &String| {
            let lower = name.trim().to_lowercase();
            let found = board.members.values().find(|m| m.name.to_lowercase() == lower);
            found
                .map(|m| m.id)
                .ok_or_else(|| Failure::Asked(format!("There was never a member named {name}.")))
        };
        Ok(TrailFilter {
            stream: article.map(|id| format!("article/{id}")),
            member: self.member.as_ref().map(known).transpose()?,
            kind: self.kind.clone(),
            since: self.since.clone(),
            until: self.until.clone(),
            ..TrailFilter::default()
        })
    }
}

/// Tells a terminal how far the work is, and breaks it off when the person presses Ctrl+C.
fn watching(done: &str) -> Result<impl FnMut(Progress) -> ControlFlow<()>, Failure> {
    let stop = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&stop);
    ctrlc::set_handler(move || asked.store(true, Ordering::Relaxed))
        .map_err(|error| Failure::Asked(format!("Ctrl+C cannot be watched for: {error}.")))?;
    let terminal = stderr().is_terminal();
    Ok(move |progress: Progress| {
        if terminal {
            let end = if progress.done == progress.total { "\n" } else { "" };
            eprint!("\r{} of {} events {done}{end}", progress.done, progress.total);
        }
        if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
}

pub(crate) fn rebuild(board: &Path, check: bool, json: bool) -> Result<bool, Failure> {
    let mut store = open(board)?;
    let found = if check { store.check_projections()? } else { store.rebuild()? };
    if json {
        output::json(&found)?;
    } else if found.different.is_empty() {
        output::text("The projections equal what the log makes of them.")?;
    } else {
        for (table, rows) in &found.different {
            output::text(&format!(
                "{table}: {rows} rows {}",
                if check { "differ" } else { "differed, and were made anew" }
            ))?;
        }
    }
    Ok(!check || found.different.is_empty())
}
