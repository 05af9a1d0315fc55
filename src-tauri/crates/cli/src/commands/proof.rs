//! What proves that nothing was altered, and what keeps a board from being lost: checkpoints, verification, bundles, backups.

use super::exporting::to_file;
use crate::{
    failure::Failure,
    keeping::copy_elsewhere,
    options::{Export, Verify},
    output::{self, counted},
    signing_in::{article, now, open},
    watching::watching,
};
use std::{fmt::Write as _, path::Path};
use store::{Cost, Verification};

pub(crate) fn checkpoint(board: &Path, out: Option<&Path>) -> Result<bool, Failure> {
    if let Some(file) = out {
        store::for_a_new_file(file)?;
    }
    let mut store = open(board)?;
    let made = store.checkpoint(now())?;
    copy_elsewhere(&store);
    match out {
        Some(file) => {
            made.save_new(file)?;
            eprintln!(
                "Wrote the checkpoint over {} to {}.",
                counted(made.size, "event", "events"),
                file.display()
            );
        }
        None => output::text(&made.note)?,
    }
    Ok(true)
}

pub(crate) fn verify(asked: &Verify) -> Result<bool, Failure> {
    let outside = asked
        .checkpoints
        .iter()
        .map(|file| store::read_checkpoint(file))
        .collect::<store::Result<Vec<_>>>()?;
    let found = if store::is_bundle(&asked.file) {
        store::verify_bundle_file(&asked.file, &outside, &mut watching()?)?
    } else {
        store::verify_file(&asked.file, &outside, &mut watching()?)?
    };
    if asked.json {
        output::json(&found)?;
    } else {
        output::text(&told(&found))?;
    }
    Ok(found.sound)
}

pub(crate) fn bundle(export: &Export) -> Result<bool, Failure> {
    let wrong = |what: &str| Err(Failure::Asked(what.to_owned()));
    let Some(to) = &export.to else {
        return wrong("A bundle is written to a file: say which with --to, and who exports with --as.");
    };
    let filter = &export.filter;
    if [&filter.member, &filter.kind, &filter.since, &filter.until].iter().any(|part| part.is_some()) {
        return wrong(
            "A bundle holds the whole record, or with --article all of one article, and not other parts.",
        );
    }
    let mut store = open(&export.board)?;
    let only = filter.article.as_deref().map(|asked| article(&store, asked)).transpose()?;
    to_file(&mut store, export.as_member.as_deref(), to, |store, session| {
        Ok(store.prepare_bundle(session.member(), to, only, now(), &mut watching()?)?)
    })
}

pub(crate) fn backup(board: &Path, to: &Path) -> Result<bool, Failure> {
    let found = store::back_up_file(board, to, &mut watching()?)?;
    let what = if found.sound { "and verified it" } else { "a true copy of a board that is not sound" };
    output::text(&format!("Wrote {}, {what}:\n{}", to.display(), told(&found)))?;
    Ok(found.sound)
}

pub(crate) fn restore(backup: &Path, to: &Path) -> Result<bool, Failure> {
    let found = store::restore(backup, to, Cost::RECOMMENDED, now(), &mut watching()?)?;
    if found.sound {
        output::text(&format!("Made {} of {}.", to.display(), counted(found.events, "event", "events")))?;
    } else {
        output::text(&format!("Nothing was made, because the backup does not hold:\n{}", told(&found)))?;
    }
    Ok(found.sound)
}

/// A verification for reading.
fn told(found: &Verification) -> String {
    let mut text = String::new();
    for checked in &found.checked {
        let _ = writeln!(text, "checked {checked}");
    }
    for unchecked in &found.unchecked {
        let _ = writeln!(text, "NOT checked: {unchecked}");
    }
    if found.clock_steps > 0 {
        let _ = writeln!(
            text,
            "note: the workstation's clock went back {}",
            counted(found.clock_steps, "time", "times")
        );
        for step in &found.clock {
            let _ = writeln!(text, "note: event {} is of {}, after {}", step.seq, step.to, step.from);
        }
    }
    if let Some(bad) = found.bad {
        let _ = writeln!(text, "the first bad record is event {bad}");
    }
    for fault in &found.faults {
        let _ = writeln!(text, "FAULT: {fault}");
    }
    let sound = if found.sound { "sound" } else { "NOT SOUND" };
    let _ = writeln!(text, "{sound} at {}, root {}", counted(found.events, "event", "events"), found.root);
    text
}
