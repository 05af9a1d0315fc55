//! Sections as they are read: each has a digest of its own, so that a read mark outlives every change but its own.

use document::{Digest, Document, Section};

/// A section of a text with the digest that read marks name it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadSection {
    /// Where it stands and what it is called.
    pub section: Section,
    /// SHA-256 of the RFC 8785 JSON of its blocks.
    pub digest: Digest,
}

/// The sections of a text. Two that say the same have the same digest: who read one has read the other.
pub fn read_sections(document: &Document) -> Vec<ReadSection> {
    document
        .sections()
        .into_iter()
        .map(|section| {
            let blocks: Vec<_> =
                document.content.iter().take(section.to as usize).skip(section.from as usize).collect();
            // Blocks hold strings, small integers, lists and objects only, all of which RFC 8785 can write.
            let digest = Digest::of(&serde_json_canonicalizer::to_vec(&blocks).unwrap_or_default());
            ReadSection { section, digest }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use document::{Block, Inline};

    fn text(blocks: Vec<Block>) -> Document {
        Document { content: blocks }
    }
    fn heading(words: &str) -> Block {
        Block::heading(2, vec![Inline::text(words)])
    }
    fn paragraph(words: &str) -> Block {
        Block::paragraph(vec![Inline::text(words)])
    }

    #[test]
    fn a_change_makes_its_own_section_another_and_leaves_the_rest_alone() {
        let old = read_sections(&text(vec![
            paragraph("Before."),
            heading("Dose"),
            paragraph("5 mg daily."),
            heading("Harms"),
            paragraph("Rare."),
        ]));
        let new = read_sections(&text(vec![
            paragraph("Before."),
            heading("Harms"),
            paragraph("Rare."),
            heading("Dose"),
            paragraph("50 mg daily."),
        ]));
        let digest = |sections: &[ReadSection], title: &str| {
            sections.iter().find(|s| s.section.title == title).unwrap().digest
        };
        assert_eq!(digest(&old, ""), digest(&new, ""));
        assert_eq!(digest(&old, "Harms"), digest(&new, "Harms"));
        assert_ne!(digest(&old, "Dose"), digest(&new, "Dose"));
    }
}
