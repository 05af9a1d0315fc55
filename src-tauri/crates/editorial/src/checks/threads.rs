//! Discussions that must be settled.

use super::{Check, Evidence, Found};
use crate::{Disposition, Severity};

pub(super) const OPEN_BLOCKING: Check =
    Check { id: "open-blocking-thread", version: 1, severity: Severity::Blocking, look: open_blocking };

fn open_blocking(evidence: &Evidence<'_>) -> Vec<Found> {
    let blocking =
        evidence.article.open_threads().filter(|thread| thread.disposition == Disposition::Blocking);
    blocking
        .map(|thread| {
            let first = thread.entries.first().map_or("", |entry| entry.text.as_str());
            let words: String = first.chars().take(60).collect();
            Found(format!("A blocking discussion is open: “{words}”."), thread.anchor().cloned())
        })
        .collect()
}
