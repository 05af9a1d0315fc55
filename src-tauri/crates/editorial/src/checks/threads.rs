//! Discussions that must be settled.

use super::{Check, Evidence, Found, quoted, text::Text};
use crate::{Disposition, Severity};

pub(super) const OPEN_BLOCKING: Check = Check {
    id: "open-blocking-thread",
    title: "Blocking discussions that are open",
    says: "A discussion marked as blocking is not resolved.",
    version: 1,
    severity: Severity::Blocking,
    look: open_blocking,
};
pub(super) const OPEN: Check = Check {
    id: "open-thread",
    title: "Discussions that are open",
    says: "A discussion that informs is not resolved.",
    version: 1,
    severity: Severity::Advisory,
    look: open,
};

/// How much of the discussion is quoted.
const QUOTED: usize = 60;

fn open_blocking(evidence: &Evidence<'_>, _: &Text) -> Vec<Found> {
    open_threads(evidence, Disposition::Blocking, "A blocking discussion is open")
}

fn open(evidence: &Evidence<'_>, _: &Text) -> Vec<Found> {
    open_threads(evidence, Disposition::Informing, "A discussion is open")
}

fn open_threads(evidence: &Evidence<'_>, disposition: Disposition, what: &str) -> Vec<Found> {
    let open = evidence.article.open_threads().filter(|thread| thread.disposition == disposition);
    open.map(|thread| {
        let suggested = thread.suggestion.as_ref().map_or("", |suggestion| suggestion.text.as_str());
        let said = thread.entries.first().map_or("", |entry| entry.text.as_str());
        let first = if said.is_empty() { suggested } else { said };
        let words: String = first.chars().take(QUOTED).collect();
        let more = if first.chars().count() > QUOTED { "…" } else { "" };
        Found(format!("{what}: {}", quoted(&format!("{words}{more}"))), thread.anchor().cloned())
    })
    .collect()
}
