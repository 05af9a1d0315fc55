//! Sources that may have been overtaken.

use super::{Check, Evidence, Found, text::Text};
use crate::Severity;
use chrono::Datelike;

pub(super) const OLD: Check = Check {
    id: "old-source",
    title: "Sources older than the policy's years",
    says: "A cited source is older than the policy's years, counted to the day of the revision.",
    version: 2,
    severity: Severity::Advisory,
    look: old,
};

/// Counted to the year of the text and not to today, so that the answer does not change while nobody edits.
fn old(evidence: &Evidence<'_>, _: &Text) -> Vec<Found> {
    let years = i32::try_from(evidence.rules.source_years).unwrap_or(i32::MAX);
    if years == 0 {
        return Vec::new();
    }
    let Some(written) = evidence.article.head().map(|head| head.at.year()) else { return Vec::new() };
    let cited = evidence.article.cited();
    let old = cited
        .iter()
        .filter_map(|id| Some((id, evidence.sources.get(id)?)))
        .filter(|(_, source)| source.year().is_some_and(|year| written - i32::from(year) > years));
    old.map(|(id, source)| {
        let claims = evidence.article.claims.values();
        let place =
            claims.filter(|claim| claim.citations.iter().any(|c| c.source == *id)).map(|claim| &claim.anchor);
        Found(
            format!("A source is more than {years} years old: {}.", source.short()),
            place.min_by_key(|at| (at.block.clone(), at.start)).cloned(),
        )
    })
    .collect()
}
