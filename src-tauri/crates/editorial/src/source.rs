//! Sources: what substantiates claims. The fields follow CSL-JSON's meaning under our names.

mod identifiers;

pub use identifiers::{Identifiers, InvalidIdentifier};

use crate::{Refusal, SourceKind, Tier};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is known of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Source {
    /// Its kind.
    pub kind: SourceKind,
    /// What kind of evidence it is, as far as anybody has said. A guideline and a drug label are their own kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional = nullable)]
    pub tier: Option<Tier>,
    /// Its title; never empty.
    pub title: String,
    /// Who wrote it, in order.
    #[serde(default)]
    pub authors: Vec<Author>,
    /// The journal, book or site it appeared in.
    #[serde(default)]
    pub container: String,
    /// When it appeared: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; empty if unknown.
    #[serde(default)]
    pub issued: String,
    /// Volume.
    #[serde(default)]
    pub volume: String,
    /// Issue.
    #[serde(default)]
    pub issue: String,
    /// Pages or article number.
    #[serde(default)]
    pub pages: String,
    /// Publisher or issuing body.
    #[serde(default)]
    pub publisher: String,
    /// Numbers and addresses it is known by.
    #[serde(default)]
    pub identifiers: Identifiers,
}

/// Somebody who wrote a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Author {
    /// Family name, or the whole name of a body.
    pub family: String,
    /// Given names or initials; empty for a body.
    #[serde(default)]
    pub given: String,
}

impl Source {
    /// Trims every field, normalises the identifiers and checks what must hold.
    pub fn checked(mut self) -> Result<Self, Refusal> {
        let fold = |text: &mut String| *text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for field in [
            &mut self.title,
            &mut self.container,
            &mut self.issued,
            &mut self.volume,
            &mut self.issue,
            &mut self.pages,
            &mut self.publisher,
        ] {
            fold(field);
        }
        for author in &mut self.authors {
            fold(&mut author.family);
            fold(&mut author.given);
        }
        self.authors.retain(|author| !author.family.is_empty() || !author.given.is_empty());
        if self.title.is_empty() {
            return Err(Refusal::missing("A source needs a title."));
        }
        if !self.issued.is_empty() && !is_partial_date(&self.issued) {
            return Err(Refusal::invalid(
                "A source's date is a year, a year and month, or a day: 2021, 2021-05, 2021-05-17.",
            ));
        }
        self.tier = self.tier.or(match self.kind {
            SourceKind::Guideline => Some(Tier::Guideline),
            SourceKind::DrugLabel => Some(Tier::DrugLabel),
            _ => None,
        });
        self.identifiers = self.identifiers.normalised().map_err(|e| Refusal::invalid(e.to_string()))?;
        Ok(self)
    }

    /// The year it appeared in.
    pub fn year(&self) -> Option<u16> {
        self.issued.get(..4).and_then(|year| year.parse().ok())
    }

    /// Title and year folded for comparing: two sources with the same are thought to be one.
    pub fn twin_key(&self) -> String {
        let mut key: String = self.title.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
        key.push('|');
        key.extend(self.year().map(|year| year.to_string()));
        key
    }

    /// A line to tell it from others: "Miller et al., Gout flares, 2021".
    pub fn short(&self) -> String {
        let who = match self.authors.as_slice() {
            [] => None,
            [one] => Some(one.family.clone()),
            [first, second] => Some(format!("{} and {}", first.family, second.family)),
            [first, ..] => Some(format!("{} et al.", first.family)),
        };
        [who, Some(self.title.clone()), self.year().map(|year| year.to_string())]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(", ")
    }
}

fn is_partial_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
    match parts.as_slice() {
        [y] => digits(y, 4),
        [y, m] => digits(y, 4) && digits(m, 2) && ("01"..="12").contains(m),
        [_, _, _] => chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok() && text.len() == 10,
        _ => false,
    }
}
