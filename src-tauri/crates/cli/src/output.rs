//! Answers on standard output, and remarks beside them on standard error.

use crate::failure::Failure;
use document::import::Note;
use serde::Serialize;
use std::{
    io::{Write, stdout},
    path::Path,
};

pub(crate) fn text(text: &str) -> Result<(), Failure> {
    let mut out = stdout().lock();
    out.write_all(text.as_bytes())?;
    if !text.ends_with('\n') {
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}

/// `1 event`, `2 events`.
pub(crate) fn counted(count: impl TryInto<u64>, one: &str, many: &str) -> String {
    // A count that is more than 64 bits hold cannot be of anything.
    let count = count.try_into().unwrap_or(u64::MAX);
    format!("{count} {}", if count == 1 { one } else { many })
}

pub(crate) fn json(value: &impl Serialize) -> Result<(), Failure> {
    text(&serde_json::to_string_pretty(value)?)
}

/// What the reader of a file has to say of it.
pub(crate) fn notes(file: &Path, notes: &[Note]) {
    for note in notes {
        eprintln!("{}: {}", file.display(), note.0);
    }
}
