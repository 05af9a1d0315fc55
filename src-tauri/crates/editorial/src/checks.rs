//! Checks: automatic findings on a revision.

use crate::{Article, Rules, Severity, Source, SourceId};
use document::{Anchor, Document};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Finding {
    /// The check's stable id: `dangling-citation`.
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

/// Every finding on the text, blocking ones first, then in reading order.
pub fn findings(_evidence: &Evidence<'_>) -> Vec<Finding> {
    Vec::new()
}
