//! Checks: automatic findings on a revision, each in a file of its own with its id and version.
//!
//! Only what is exact blocks by default; what depends on judgement advises, and says nothing where it doubts: a
//! check that cries wolf is not read. The policy may say otherwise for each.

mod absolutes;
mod characters;
mod claims;
mod disclaimer;
mod doses;
mod marks;
mod percentages;
mod readability;
mod references;
mod sources;
mod structure;
mod text;
mod threads;

use crate::{Article, Rules, Severity, Source, SourceId};
use document::{Anchor, Document};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use text::Text;
use ts_rs::TS;

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Finding {
    /// The check's stable id: `dangling-mark`.
    pub check: String,
    /// The check's version; it grows whenever the check may answer otherwise than before.
    pub version: u32,
    /// Whether it stops a submission and an approval, by policy.
    pub severity: Severity,
    /// What is wrong, in one plain sentence.
    pub sentence: String,
    /// Where, when it is at one place.
    pub place: Option<Anchor>,
}

/// What the checks look at.
#[derive(Debug, Clone, Copy)]
pub struct Evidence<'a> {
    /// The text.
    pub document: &'a Document,
    /// The article's claims, threads and list of references.
    pub article: &'a Article,
    /// The library, for the sources the article cites.
    pub sources: &'a BTreeMap<SourceId, Source>,
    /// The policy's rules.
    pub rules: &'a Rules,
}

/// A check: what it is called and how it looks.
struct Check {
    id: &'static str,
    title: &'static str,
    version: u32,
    severity: Severity,
    look: fn(&Evidence<'_>, &Text) -> Vec<Found>,
}

/// What a check answers: the sentence, and the place if there is one.
struct Found(String, Option<Anchor>);

const CHECKS: &[Check] = &[
    characters::HIDDEN,
    threads::OPEN_BLOCKING,
    marks::DANGLING,
    references::UNCITED,
    sources::OLD,
    claims::ORPHANED,
    claims::WITHOUT_SOURCE,
    claims::UNVERIFIED,
    doses::ABOVE_MAXIMUM,
    doses::TRANSPOSED,
    percentages::IMPOSSIBLE,
    absolutes::ABSOLUTE,
    disclaimer::MISSING,
    structure::EMPTY_SECTION,
    structure::LEVEL_JUMP,
    readability::HARD,
];

/// A check, for those who decide whether it blocks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CheckInfo {
    /// Its stable id.
    pub id: &'static str,
    /// What it looks for, in a few words.
    pub title: &'static str,
    /// Its severity where the policy names none.
    pub severity: Severity,
}

/// Every check there is.
pub fn checks() -> Vec<CheckInfo> {
    CHECKS
        .iter()
        .map(|check| CheckInfo { id: check.id, title: check.title, severity: check.severity })
        .collect()
}

/// Every finding on the text, blocking ones first, then in reading order, those without a place first.
pub fn findings(evidence: &Evidence<'_>) -> Vec<Finding> {
    let text = Text::of(evidence.document);
    let mut all: Vec<Finding> = Vec::new();
    for check in CHECKS {
        let severity = evidence.rules.severities.get(check.id).copied().unwrap_or(check.severity);
        all.extend((check.look)(evidence, &text).into_iter().map(|Found(sentence, place)| Finding {
            check: check.id.to_owned(),
            version: check.version,
            severity,
            sentence,
            place,
        }));
    }
    all.sort_by(|a, b| {
        let place = |finding: &Finding| finding.place.as_ref().map(|at| (at.block.clone(), at.start));
        (a.severity, place(a)).cmp(&(b.severity, place(b)))
    });
    all
}

#[cfg(test)]
mod tests;
