//! Exporting, verifying, rebuilding, backing up.

use crate::{
    failure::Failure,
    options::{Export, RecordFormat},
    output,
    signing_in::{article, now, open, sign_in},
};
use std::{fmt::Write as _, io::stdout, path::Path};
use store::{ExportFormat, query::TrailFilter};

pub(crate) fn export(export: &Export) -> Result<bool, Failure> {
    let mut store = open(&export.board)?;
    let stream = export
        .article
        .as_deref()
        .map(|asked| article(&store, asked).map(|id| format!("article/{id}")))
        .transpose()?;
    let filter = TrailFilter {
        stream,
        since: export.since.clone(),
        until: export.until.clone(),
        ..TrailFilter::default()
    };
    let format = match export.format {
        RecordFormat::Csv => ExportFormat::Csv,
        RecordFormat::Jsonl => ExportFormat::Jsonl,
    };
    if let Some(to) = &export.to {
        let session = sign_in(&mut store, export.as_member.as_deref())?;
        let exported = store.export_to(&session, to, format, &filter, now())?;
        store.sign_out(session, now())?;
        eprintln!("Wrote {} events to {}.", exported.records, to.display());
    } else {
        store.export(&mut stdout().lock(), format, &filter)?;
    }
    Ok(true)
}

pub(crate) fn verify(board: &Path, json: bool) -> Result<bool, Failure> {
    let found = open(board)?.verify()?;
    if json {
        output::json(&found)?;
        return Ok(found.sound);
    }
    let mut text = String::new();
    for checked in &found.checked {
        let _ = writeln!(text, "checked {checked}");
    }
    if found.clock_steps > 0 {
        let _ = writeln!(text, "note: the workstation's clock went back {} times", found.clock_steps);
    }
    for fault in &found.faults {
        let _ = writeln!(text, "FAULT: {fault}");
    }
    let _ = writeln!(
        text,
        "{} at {} events, root {}",
        if found.sound { "sound" } else { "NOT SOUND" },
        found.events,
        found.root
    );
    output::text(&text)?;
    Ok(found.sound)
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

pub(crate) fn backup(board: &Path, to: &Path) -> Result<bool, Failure> {
    open(board)?.back_up(to)?;
    output::text(&format!("Wrote {}.", to.display()))?;
    Ok(true)
}
