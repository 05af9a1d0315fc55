//! Answers on standard output.

use crate::failure::Failure;
use serde::Serialize;
use std::io::{Write, stdout};

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
