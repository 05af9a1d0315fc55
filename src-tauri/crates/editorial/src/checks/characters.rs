//! Characters that make a text look other than it is.

use super::{Check, Evidence, Found, text::Text};
use crate::Severity;
use document::Anchor;

pub(super) const HIDDEN: Check = Check {
    id: "hidden-characters",
    title: "Invisible characters and reversed text",
    says: "Characters without width, and marks that turn the order of reading round: they make a text read otherwise than it is.",
    version: 2,
    severity: Severity::Blocking,
    look: hidden,
};

/// How much of the text around it shows where the character stands.
const AROUND: usize = 10;

/// Bidirectional controls (Unicode UAX 9, as in CVE-2021-42574), characters without width, and tags, which carry
/// text nobody sees. Joiners, which some scripts need, and the marks and soft hyphens of ordinary typesetting are
/// left alone.
fn hides(c: char) -> bool {
    matches!(c,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}'
        | '\u{180E}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

fn hidden(evidence: &Evidence<'_>, _: &Text) -> Vec<Found> {
    let mut found = Vec::new();
    for block in evidence.document.text_blocks() {
        let text: Vec<char> = block.text().chars().collect();
        let Some(at) = text.iter().position(|c| hides(*c)) else { continue };
        let (start, end) = (at.saturating_sub(AROUND), (at + AROUND).min(text.len()));
        let code = u32::from(text[at]);
        found.push(Found(
            format!("The text holds a hidden character (U+{code:04X}), which can make it read otherwise than it is."),
            Anchor::within(&text, &block.path, start as u32, end as u32),
        ));
    }
    found
}
