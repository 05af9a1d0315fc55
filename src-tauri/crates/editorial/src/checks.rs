//! Checks: automatic findings on a revision, each in a file of its own with its id and version.
//!
//! Only what is exact blocks by default; what depends on judgement advises. The policy may say otherwise for each.

mod characters;
mod claims;
mod marks;
mod structure;
mod threads;

use crate::{Article, Rules, Severity, Source, SourceId};
use document::{Anchor, Document};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
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
    version: u32,
    severity: Severity,
    look: fn(&Evidence<'_>) -> Vec<Found>,
}

/// What a check answers: the sentence, and the place if there is one.
struct Found(String, Option<Anchor>);

const CHECKS: &[Check] = &[
    characters::HIDDEN,
    threads::OPEN_BLOCKING,
    marks::DANGLING,
    claims::ORPHANED,
    claims::WITHOUT_SOURCE,
    claims::UNVERIFIED,
    structure::DISCLAIMER,
    structure::EMPTY_SECTION,
    structure::LEVEL_JUMP,
];

/// Every finding on the text, blocking ones first, then in the order of the checks.
pub fn findings(evidence: &Evidence<'_>) -> Vec<Finding> {
    let mut all: Vec<Finding> = Vec::new();
    for check in CHECKS {
        let severity = evidence.rules.severities.get(check.id).copied().unwrap_or(check.severity);
        all.extend((check.look)(evidence).into_iter().map(|Found(sentence, place)| Finding {
            check: check.id.to_owned(),
            version: check.version,
            severity,
            sentence,
            place,
        }));
    }
    all.sort_by_key(|finding| finding.severity);
    all
}

#[cfg(test)]
mod tests;
