//! Sources that may have been overtaken.

use super::{Check, Evidence, Found, text::Text};
use crate::{NoticeKind, Severity, SourceId};
use chrono::Datelike;
use document::Anchor;

pub(super) const OLD: Check = Check {
    id: "old-source",
    title: "Sources older than the policy's years",
    says: "A cited source is older than the policy's years, counted to the day of the revision.",
    version: 2,
    severity: Severity::Advisory,
    look: old,
};

pub(super) const RETRACTED: Check = Check {
    id: "retracted-source",
    title: "Sources that were retracted or are in doubt",
    says: "A cited source was retracted, or its editors have doubts, as of the list of retractions that was last imported.",
    version: 1,
    severity: Severity::Blocking,
    look: retracted,
};

/// As of the list of retractions that the library was last compared with: what is not in it may be retracted still.
fn retracted(evidence: &Evidence<'_>, _: &Text) -> Vec<Found> {
    let cited = evidence.article.cited();
    let sources = cited.iter().filter_map(|id| Some((id, evidence.sources.get(id)?)));
    let doubted = sources.filter_map(|(id, source)| {
        let notice = source.standing().filter(|notice| notice.kind != NoticeKind::Correction)?;
        Some((id, source, notice))
    });
    doubted
        .map(|(id, source, notice)| {
            Found(
                format!("A source is {} (as of {}): {}.", notice.kind.label(), notice.as_of, source.short()),
                first_claim(evidence, *id),
            )
        })
        .collect()
}

/// Where the first claim stands that cites a source.
fn first_claim(evidence: &Evidence<'_>, source: SourceId) -> Option<Anchor> {
    let claims = evidence.article.claims.values();
    let places =
        claims.filter(|claim| claim.citations.iter().any(|c| c.source == source)).map(|claim| &claim.anchor);
    places.min_by_key(|at| (at.block.clone(), at.start)).cloned()
}

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
        Found(
            format!("A source is more than {years} years old: {}.", source.short()),
            first_claim(evidence, *id),
        )
    })
    .collect()
}
