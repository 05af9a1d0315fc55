//! Discussions that must be settled.

use super::{Check, Evidence, Found, text::Text};
use crate::{Disposition, Severity};

pub(super) const OPEN_BLOCKING: Check = Check {
    id: "open-blocking-thread",
    title: "Blocking discussions that are open",
    version: 1,
    severity: Severity::Blocking,
    look: open_blocking,
};

/// How much of the discussion is quoted.
const QUOTED: usize = 60;

fn open_blocking(evidence: &Evidence<'_>, _: &Text) -> Vec<Found> {
    let blocking =
        evidence.article.open_threads().filter(|thread| thread.disposition == Disposition::Blocking);
    blocking
        .map(|thread| {
            let first = thread.entries.first().map_or("", |entry| entry.text.as_str());
            let words: String = first.chars().take(QUOTED).collect();
            let more = if first.chars().count() > QUOTED { "…" } else { "" };
            Found(format!("A blocking discussion is open: “{words}{more}”."), thread.anchor().cloned())
        })
        .collect()
}
