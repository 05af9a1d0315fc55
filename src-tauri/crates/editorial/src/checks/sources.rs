//! Sources that may have been overtaken.

use super::{Check, Evidence, Found, text::Text};
use crate::Severity;
use chrono::Datelike;

pub(super) const OLD: Check = Check {
    id: "old-source",
    title: "Sources older than ten years",
    version: 1,
    severity: Severity::Advisory,
    look: old,
};

/// Years between a source and the text that cites it.
const YEARS: i32 = 10;

/// Counted to the year of the text and not to today, so that the answer does not change while nobody edits.
fn old(evidence: &Evidence<'_>, _: &Text) -> Vec<Found> {
    let Some(written) = evidence.article.head().map(|head| head.at.year()) else { return Vec::new() };
    let cited = evidence.article.cited();
    let old = cited
        .iter()
        .filter_map(|id| Some((id, evidence.sources.get(id)?)))
        .filter(|(_, source)| source.year().is_some_and(|year| written - i32::from(year) > YEARS));
    old.map(|(id, source)| {
        let claims = evidence.article.claims.values();
        let place =
            claims.filter(|claim| claim.citations.iter().any(|c| c.source == *id)).map(|claim| &claim.anchor);
        Found(
            format!("A source is more than {YEARS} years old: {}.", source.short()),
            place.min_by_key(|at| (at.block.clone(), at.start)).cloned(),
        )
    })
    .collect()
}
