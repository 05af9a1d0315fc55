//! Checks: automatic findings on a revision, each in a file of its own with its id and version.
//!
//! Only what is exact blocks by default; what depends on judgement advises, and says nothing where it doubts: a
//! check that cries wolf is not read. The policy may say otherwise for each.

mod absolutes;
mod alternatives;
mod characters;
mod claims;
mod disclaimer;
mod doses;
mod marks;
mod offlabel;
mod percentages;
mod readability;
mod references;
mod sources;
mod structure;
mod text;
mod threads;

use crate::{Article, ArticleId, Event, Mark, Origin, Rules, Severity, Source, SourceId, Waiver};
use chrono::{DateTime, Utc};
use document::{Anchor, Digest, Document};
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
    /// What tells it from others, now and in later revisions: it stays the same as long as the check and its version,
    /// what it says, and the words of the sentence it stands in do.
    #[serde(default)]
    pub key: String,
    /// Who said that it may stand, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional = nullable)]
    pub waived: Option<Waiver>,
}

impl Finding {
    /// Whether it stops a submission and an approval.
    pub fn blocks(&self) -> bool {
        self.severity == Severity::Blocking && self.waived.is_none()
    }
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
    says: &'static str,
    version: u32,
    severity: Severity,
    look: fn(&Evidence<'_>, &Text) -> Vec<Found>,
}

/// What a check answers: the sentence, and the place if there is one.
struct Found(String, Option<Anchor>);

const CHECKS: &[Check] = &[
    characters::HIDDEN,
    threads::OPEN_BLOCKING,
    threads::OPEN,
    marks::DANGLING,
    references::UNCITED,
    sources::RETRACTED,
    sources::OLD,
    claims::ORPHANED,
    claims::WITHOUT_SOURCE,
    claims::UNVERIFIED,
    doses::ABOVE_MAXIMUM,
    doses::TRANSPOSED,
    doses::SLIPPED_UNIT,
    doses::DAILY_OR_WEEKLY,
    percentages::IMPOSSIBLE,
    absolutes::ABSOLUTE,
    offlabel::UNSAID,
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
    /// The same in a sentence.
    pub says: &'static str,
    /// Its version; it grows whenever the check may answer otherwise than before.
    pub version: u32,
    /// Its severity where the policy names none.
    pub severity: Severity,
}

/// Every check there is.
pub fn checks() -> Vec<CheckInfo> {
    CHECKS
        .iter()
        .map(|check| CheckInfo {
            id: check.id,
            title: check.title,
            says: check.says,
            version: check.version,
            severity: check.severity,
        })
        .collect()
}

/// Every finding on the text: blocking ones first, waived ones last, each in reading order, those without a place
/// first.
pub fn findings(evidence: &Evidence<'_>) -> Vec<Finding> {
    let text = Text::of(evidence.document);
    let mut all: Vec<Finding> = Vec::new();
    for check in CHECKS {
        let severity = evidence.rules.severities.get(check.id).copied().unwrap_or(check.severity);
        if severity == Severity::Off {
            continue;
        }
        all.extend((check.look)(evidence, &text).into_iter().map(|Found(sentence, place)| {
            let key = key(check, &sentence, place.as_ref().and_then(|at| text.sentence_at(at)).as_deref());
            let waived = evidence.article.waivers.get(&key).cloned();
            Finding {
                check: check.id.to_owned(),
                version: check.version,
                severity,
                sentence,
                place,
                key,
                waived,
            }
        }));
    }
    all.sort_by(|a, b| {
        let place = |finding: &Finding| finding.place.as_ref().map(|at| (at.block.clone(), at.start));
        (a.waived.is_some(), a.severity, place(a)).cmp(&(b.waived.is_some(), b.severity, place(b)))
    });
    all
}

/// A quotation that ends a sentence: a stop it brings along is the sentence's too.
fn quoted(words: &str) -> String {
    let stop = if words.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    format!("“{words}”{stop}")
}

/// How much of a digest tells the findings of one article apart.
const KEY: usize = 16;

fn key(check: &Check, sentence: &str, stands_in: Option<&str>) -> String {
    // The reading level of a whole text is another with every revision: what is waived is that it is high.
    let measure = check.id == readability::HARD.id && stands_in.is_none();
    let said = if measure { check.title } else { sentence };
    let whole = [check.id, &check.version.to_string(), said, stands_in.unwrap_or_default()].join("\n");
    let mut digest = Digest::of(whole.as_bytes()).to_string();
    digest.truncate(KEY);
    digest
}

/// What the checks find on a text that is no article of a board yet, by the rules of a new board.
pub fn findings_of_text(document: &Document, origin: Origin, at: DateTime<Utc>) -> Vec<Finding> {
    let mark = Mark { by: None, at };
    let created = Event::ArticleCreated { title: String::new(), origin };
    let id = ArticleId(uuid::Uuid::nil());
    Article::begin(id, &created, &mark).map_or_else(Vec::new, |article| {
        let (sources, rules) = (BTreeMap::new(), Rules::default());
        findings(&Evidence { document, article: &article, sources: &sources, rules: &rules })
    })
}

#[cfg(test)]
mod tests;
