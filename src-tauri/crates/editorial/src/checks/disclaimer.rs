//! The warning to the reader.

use super::{Check, Evidence, Found, text::Text};
use crate::{
    Severity,
    prose::{Part, is_disclaimer},
};

pub(super) const MISSING: Check = Check {
    id: "missing-disclaimer",
    title: "No disclaimer",
    says: "Nothing in the text tells readers that it does not replace professional advice.",
    version: 3,
    severity: Severity::Advisory,
    look: missing,
};

fn missing(_: &Evidence<'_>, text: &Text) -> Vec<Found> {
    let disclaims = text.sentences.iter().any(|s| s.part == Part::Disclaimer || is_disclaimer(&s.tokens));
    if disclaims { Vec::new() } else { vec![Found("The text has no disclaimer.".to_owned(), None)] }
}
