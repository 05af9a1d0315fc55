//! What became of a source after it was published: retractions, corrections, expressions of concern.

use super::Source;
use crate::NoticeKind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A notice about a source, as a list of them had it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "SourceNotice")]
pub struct Notice {
    /// What it says.
    pub kind: NoticeKind,
    /// When it appeared: `YYYY-MM-DD`; empty if the list did not say.
    pub date: String,
    /// DOI of the notice; empty if it has none.
    pub doi: String,
    /// Why, in the words of the list.
    pub reasons: Vec<String>,
    /// The list it was found in.
    pub list: String,
    /// The day of the newest notice in that list.
    pub as_of: String,
}

impl Notice {
    /// Whether another says the same of the source.
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.kind == other.kind
            && self.date == other.date
            && (self.doi == other.doi || self.doi.is_empty() || other.doi.is_empty())
    }
}

impl Source {
    /// The gravest notice that stands: a reinstatement ends what was said before it.
    pub fn standing(&self) -> Option<&Notice> {
        let reinstated = self
            .notices
            .iter()
            .filter(|n| n.kind == NoticeKind::Reinstatement)
            .map(|n| n.date.as_str())
            .max();
        self.notices
            .iter()
            .filter(|n| {
                n.kind != NoticeKind::Reinstatement && reinstated.is_none_or(|day| n.date.as_str() > day)
            })
            .min_by_key(|n| n.kind)
    }

    /// Whether nothing may rest on it any more.
    pub fn is_retracted(&self) -> bool {
        self.standing().is_some_and(|notice| notice.kind == NoticeKind::Retraction)
    }
}
