//! Entries of the list of references that no mark cites.

use super::{Check, Evidence, Found, marks, text::Text};
use crate::Severity;

pub(super) const UNCITED: Check = Check {
    id: "uncited-reference",
    title: "References never cited",
    says: "An entry of the list of references is cited nowhere in the text.",
    version: 1,
    severity: Severity::Advisory,
    look: uncited,
};

fn uncited(evidence: &Evidence<'_>, _: &Text) -> Vec<Found> {
    let cited = marks::cited(evidence.document);
    let labels = evidence.article.origin.references.iter().map(|reference| reference.label.as_str());
    let never: Vec<&str> = labels.filter(|label| !cited.iter().any(|(key, _)| key == label)).collect();
    match never.as_slice() {
        [] => Vec::new(),
        [one] => vec![Found(format!("Reference {one} is never cited."), None)],
        [most @ .., last] => {
            vec![Found(format!("References {} and {last} are never cited.", most.join(", ")), None)]
        }
    }
}
