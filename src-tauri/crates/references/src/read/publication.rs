//! What the publication types of `PubMed` say of a work.

use editorial::{SourceKind, Tier};

/// What the person is told of a work that was retracted.
pub(super) const RETRACTED: &str = "RETRACTED: PubMed marks it so. See the retraction before you cite it.";
/// What the person is told of a work that its editors doubt.
pub(super) const CONCERN: &str =
    "UNDER AN EXPRESSION OF CONCERN: PubMed marks it so. See the notice before you cite it.";

/// The publication types of a record, in any case.
pub(super) struct Types(Vec<String>);

impl Types {
    pub(super) fn new<'a>(given: impl Iterator<Item = &'a str>) -> Self {
        Self(given.map(str::to_lowercase).collect())
    }

    pub(super) fn any(&self, names: &[&str]) -> bool {
        self.0.iter().any(|kind| names.contains(&kind.as_str()))
    }

    /// What kind of work the types name; most say only what it reports.
    pub(super) fn kind(&self) -> Option<SourceKind> {
        if self.any(&["practice guideline", "guideline"]) {
            Some(SourceKind::Guideline)
        } else if self.any(&["dataset"]) {
            Some(SourceKind::Dataset)
        } else {
            None
        }
    }

    /// What kind of evidence it is. A meta-analysis of trials is often given both types, and is no trial itself.
    pub(super) fn tier(&self) -> Option<Tier> {
        if self.kind().is_some() {
            None
        } else if self.any(&["systematic review", "meta-analysis", "network meta-analysis"]) {
            Some(Tier::SystematicReview)
        } else if self.any(&["randomized controlled trial", "controlled clinical trial"]) {
            Some(Tier::Trial)
        } else if self.any(&["observational study"]) {
            Some(Tier::Observational)
        } else {
            None
        }
    }
}
