//! What can be wrong with a board, in sentences.

use ledger::{Disagreement, Report};
use serde::{Deserialize, Serialize};
use std::fmt;
use ts_rs::TS;

/// How many faults of a kind are told; the first is what matters.
const TOLD: usize = 50;

/// What a fault is about, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Suspect {
    /// A record of the log is not as it was signed.
    Record,
    /// The log as a whole is not what the file says it is.
    Head,
    /// The log is not what a checkpoint says it was.
    Checkpoint,
    /// An event was not allowed by the rules.
    Rule,
    /// A stored key is not the one the log names.
    Key,
    /// A document or attachment is missing or another.
    Bytes,
    /// A projection or index does not follow from the log.
    Table,
    /// The database itself is damaged, or its guards were changed.
    File,
}

impl Suspect {
    /// Whether nothing can be appended that would be worth more than what is there.
    pub(super) fn spoils_the_log(self) -> bool {
        matches!(self, Self::Record | Self::Head)
    }
}

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Found {
    /// What it is about.
    pub what: Suspect,
    /// The event it is about, where it is about one.
    #[ts(type = "number | null")]
    pub seq: Option<u64>,
    /// What is wrong, in a sentence.
    pub sentence: String,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

/// Faults as they are found.
#[derive(Debug, Default)]
pub(super) struct Faults {
    found: Vec<Found>,
}

impl Faults {
    pub(super) fn add(&mut self, what: Suspect, seq: Option<u64>, sentence: impl fmt::Display) {
        let alike = self.found.iter().filter(|found| found.what == what).count();
        // Rules are gone through article by article, so that the first event may come last.
        if alike < TOLD || what == Suspect::Rule {
            self.found.push(Found { what, seq, sentence: whole(&sentence.to_string()) });
        }
    }

    /// What the check of the log found.
    pub(super) fn of_the_log(&mut self, report: &Report) {
        if let Some(bad) = &report.bad {
            self.add(Suspect::Record, Some(bad.seq), bad);
        }
        for disagreement in &report.disagreements {
            let what = match disagreement {
                Disagreement::HeadSize { .. } | Disagreement::HeadHashes => Suspect::Head,
                Disagreement::NotACheckpoint(_) | Disagreement::Checkpoint { .. } => Suspect::Checkpoint,
            };
            self.add(what, None, disagreement);
        }
    }

    /// How many there are of this kind.
    pub(super) fn about(&self, what: Suspect) -> usize {
        self.found.iter().filter(|found| found.what == what).count()
    }

    /// The first bad record.
    pub(super) fn first_bad(&self) -> Option<u64> {
        let about = |found: &&Found| matches!(found.what, Suspect::Record | Suspect::Rule);
        self.found.iter().filter(about).filter_map(|found| found.seq).min()
    }

    /// All of them, the gravest first, and of each kind the earliest event.
    pub(super) fn sorted(mut self) -> Vec<Found> {
        self.found.sort_by_key(|found| (found.what, found.seq));
        let mut rules = 0;
        self.found.retain(|found| {
            rules += usize::from(found.what == Suspect::Rule);
            found.what != Suspect::Rule || rules <= TOLD
        });
        self.found
    }
}

/// As a sentence: with a capital and a stop.
pub(crate) fn whole(text: &str) -> String {
    let mut letters = text.chars();
    let mut sentence: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    sentence.push_str(letters.as_str());
    if !sentence.ends_with(['.', '”']) {
        sentence.push('.');
    }
    sentence
}
