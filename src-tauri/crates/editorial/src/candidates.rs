//! Proposals for claims, found in the text.

use document::{Anchor, Document};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A sentence that looks as if it needed substantiation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Candidate {
    /// The sentence, without its trailing citation marks and final stop.
    pub anchor: Anchor,
    /// What makes it checkable, in words: "a dose", "a percentage", "a comparison", "a citation mark".
    pub reasons: Vec<String>,
    /// The higher, the more it needs substantiation.
    pub score: u32,
    /// Keys of the citation marks in it.
    pub keys: Vec<String>,
}

/// The candidates of a text, in reading order.
pub fn candidates(_document: &Document) -> Vec<Candidate> {
    Vec::new()
}
