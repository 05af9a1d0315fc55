//! Verifying an exported bundle, with the rules.

use super::{
    Verification,
    faults::{Faults, Suspect},
    rules::{self, Scan},
    whole::clock_of,
};
use crate::{Part, Progress, Result, StoreError, Watch, bundle::WITH_MERGED};
use document::Digest;
use ledger::{Hash, Note};
use rusqlite::{Connection, params};
use serde_json::Value;
use std::{
    cell::RefCell,
    fs::File,
    io::{BufReader, Read as _},
    path::Path,
};

/// Whether the file begins as a bundle does.
pub fn is_bundle(path: &Path) -> bool {
    let mut start = [0; 4];
    File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok() && start == *b"PK\x03\x04"
}

/// Checks a bundle: all that `imprimatur-verify` does, and that every event in it was allowed by the rules.
pub fn verify_bundle_file(path: &Path, outside: &[Note], watch: &mut Watch<'_>) -> Result<Verification> {
    let doing = || format!("Reading {}", path.display());
    let file = File::open(path).map_err(|error| StoreError::File { doing: doing(), error })?;
    // Articles are replayed one by one, as in a board: their events and texts are laid aside where they can be found again.
    let aside = Connection::open("")?;
    aside.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;
         CREATE TABLE event (seq INTEGER PRIMARY KEY, stream TEXT, body TEXT);
         CREATE INDEX event_stream ON event (stream, seq);
         CREATE TABLE text (digest TEXT PRIMARY KEY, bytes BLOB);",
    )?;
    let mut scan = Scan::default();
    let laid: RefCell<Result<()>> = RefCell::new(Ok(()));
    let lay = |deed: &dyn Fn() -> Result<()>| {
        let mut laid = laid.borrow_mut();
        if laid.is_ok() {
            *laid = deed();
        }
    };
    let verdict = ledger::bundle::verify_bundle_with_texts(
        BufReader::new(file),
        outside,
        |event, of| {
            scan.take(event);
            if event.stream.starts_with("article/") {
                lay(&|| lay_event(&aside, event));
            }
            watch(Progress { part: Part::Events, done: event.seq, of })
        },
        |digest, bytes| lay(&|| lay_text(&aside, digest, bytes)),
    )
    .map_err(|error| match error {
        ledger::bundle::BundleError::Stopped => StoreError::BrokenOff,
        ledger::bundle::BundleError::Io(error) => StoreError::File { doing: doing(), error },
        error => StoreError::Damaged(error.to_string()),
    })?;
    laid.into_inner()?;
    let mut faults = Faults::default();
    faults.of_the_log(&verdict.report);
    for problem in &verdict.problems {
        faults.add(Suspect::File, None, problem);
    }
    let (manifest, report) = (verdict.manifest, verdict.report);
    let excerpt =
        if manifest.omitted > 0 { "; what is here is proven, and not that it is all there is" } else { "" };
    let mut checked = vec![
        format!(
            "{} events here, {} left out: form, chain, tree, signatures, keys{excerpt}",
            manifest.events, manifest.omitted
        ),
        format!("{} files: their digests, and the desk's signature", manifest.files.len()),
    ];
    if report.bad.is_none() {
        for found in std::mem::take(&mut scan.faults).sorted() {
            faults.add(found.what, found.seq, &found.sentence);
        }
        if manifest.asked.get("sources").and_then(Value::as_str) != Some(WITH_MERGED) {
            scan.history.bear(std::mem::take(&mut scan.torn));
        }
        let text = |digest: Digest| {
            let sql = "SELECT bytes FROM text WHERE digest = ?";
            aside.prepare_cached(sql).ok()?.query_row([digest.to_string()], |row| row.get(0)).ok()
        };
        rules::articles(&aside, &scan, &text, None, &mut faults, watch)?;
        checked.push(format!("{} events: each allowed by the rules at its point", manifest.events));
    }
    let bad = faults.first_bad();
    let faults = faults.sorted();
    let (head, clock_steps, clock) = clock_of(report);
    Ok(Verification {
        sound: faults.is_empty(),
        origin: manifest.origin,
        events: head.size(),
        root: head.root().to_string(),
        checked,
        unchecked: Vec::new(),
        faults,
        bad,
        clock_steps,
        clock,
    })
}

fn lay_text(aside: &Connection, digest: Hash, bytes: &[u8]) -> Result<()> {
    aside
        .prepare_cached("INSERT OR REPLACE INTO text (digest, bytes) VALUES (?, ?)")?
        .execute(params![digest.to_string(), bytes])?;
    Ok(())
}

fn lay_event(aside: &Connection, event: &ledger::Event) -> Result<()> {
    let body = serde_json::to_string(event).map_err(StoreError::damaged)?;
    aside
        .prepare_cached("INSERT OR REPLACE INTO event (seq, stream, body) VALUES (?, ?, ?)")?
        .execute(params![event.seq.cast_signed(), event.stream, body])?;
    Ok(())
}
