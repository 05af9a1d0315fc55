//! Characters that make a text look other than it is.

use super::{Check, Evidence, Found};
use crate::Severity;
use document::Anchor;

pub(super) const HIDDEN: Check =
    Check { id: "hidden-characters", version: 1, severity: Severity::Blocking, look: hidden };

/// Bidirectional controls (Unicode UAX 9, as in CVE-2021-42574) and characters without width. Zero-width joiners
/// are left alone: some scripts need them.
fn hides(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

fn hidden(evidence: &Evidence<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for block in evidence.document.text_blocks() {
        let text: Vec<char> = block.text().chars().collect();
        let Some(at) = text.iter().position(|c| hides(*c)) else { continue };
        let span =
            u32::try_from(at.saturating_sub(10)).ok().zip(u32::try_from((at + 10).min(text.len())).ok());
        let place = span.and_then(|(start, end)| Anchor::within(&text, &block.path, start, end));
        let code = u32::from(text[at]);
        found.push(Found(
            format!("The text holds a hidden character (U+{code:04X}), which can make it read otherwise than it is."),
            place,
        ));
    }
    found
}
