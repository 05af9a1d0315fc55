//! The build of the text.

use super::{Check, Evidence, Found, text::Text};
use crate::Severity;
use document::{Anchor, Block, BlockKind, Document};

pub(super) const EMPTY_SECTION: Check = Check {
    id: "empty-section",
    title: "Sections that say nothing",
    says: "A heading with nothing below it.",
    version: 1,
    severity: Severity::Advisory,
    look: empty_section,
};
pub(super) const LEVEL_JUMP: Check = Check {
    id: "heading-level-jump",
    title: "Headings that skip a level",
    says: "A heading of the third level right below one of the first, and the like.",
    version: 1,
    severity: Severity::Advisory,
    look: level_jump,
};

/// A section holds nothing when its heading is followed by a heading of the same or a higher level, or by nothing.
fn empty_section(evidence: &Evidence<'_>, _: &Text) -> Vec<Found> {
    let sections = evidence.document.sections();
    let mut found = Vec::new();
    for (at, section) in sections.iter().enumerate() {
        let deeper = sections.get(at + 1).is_some_and(|next| next.level > section.level);
        let body = evidence.document.content.get(section.from as usize + 1..section.to as usize);
        let says = |block: &Block| match block {
            Block::Paragraph { content } => !content.is_empty(),
            _ => true,
        };
        if section.level > 0 && !deeper && !body.unwrap_or_default().iter().any(says) {
            let place = whole(evidence.document, &[section.from]);
            found.push(Found(format!("The section “{}” is empty.", section.title), place));
        }
    }
    found
}

fn level_jump(evidence: &Evidence<'_>, _: &Text) -> Vec<Found> {
    let mut above = 0;
    let mut found = Vec::new();
    for block in evidence.document.text_blocks() {
        let BlockKind::Heading(level) = block.kind else { continue };
        if above > 0 && level > above + 1 {
            let place = whole(evidence.document, &block.path);
            found.push(Found(format!("A heading of level {level} follows one of level {above}."), place));
        }
        above = level;
    }
    found
}

fn whole(document: &Document, path: &[u32]) -> Option<Anchor> {
    let text: Vec<char> = document.text_block(path)?.text().chars().collect();
    Anchor::within(&text, path, 0, text.len() as u32)
}
