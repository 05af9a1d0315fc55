//! Words that lost the space between them when a page was copied: "`ManagementIn`".

use super::Note;
use crate::Document;
use std::collections::HashMap;

/// Names that are written with a capital in the middle.
const NAMES: [&str; 12] = [
    "bioRxiv",
    "ClinicalTrials",
    "DailyMed",
    "DrugBank",
    "GenBank",
    "GraphPad",
    "MedlinePlus",
    "medRxiv",
    "PowerPoint",
    "ResearchGate",
    "YouTube",
    "WhatsApp",
];

/// A note that names such words, if there are any. A word that comes three times is taken for a name.
pub(super) fn note(document: &Document) -> Option<Note> {
    const SHOWN: usize = 5;
    let text = document.plain_text();
    let mut found: Vec<&str> = Vec::new();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| is_glued(word)) {
        let count = counts.entry(word).or_default();
        *count += 1;
        if *count == 1 {
            found.push(word);
        }
    }
    found.retain(|word| counts.get(word).is_some_and(|count| *count < 3) && !NAMES.contains(word));
    let quoted: Vec<String> =
        found.iter().take(SHOWN).map(|word| format!("\u{201c}{word}\u{201d}")).collect();
    match found.len() {
        0 => None,
        1 => Some(Note(format!("Two words may be run together: {}.", quoted.join("")))),
        n if n <= SHOWN => Some(Note(format!("Words may be run together: {}.", quoted.join(", ")))),
        n => Some(Note(format!("Words may be run together in {n} places, such as {}.", quoted.join(", ")))),
    }
}

/// At least three small letters, a capital, a small letter.
fn is_glued(word: &str) -> bool {
    let mut small = 0;
    let mut letters = word.chars().peekable();
    while let Some(c) = letters.next() {
        if c.is_uppercase() && small >= 3 && letters.peek().is_some_and(|next| next.is_lowercase()) {
            return true;
        }
        small = if c.is_lowercase() { small + 1 } else { 0 };
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Block, Inline};

    fn said(text: &str) -> Option<String> {
        note(&Document { content: vec![Block::paragraph(vec![Inline::text(text)])] }).map(|note| note.0)
    }

    #[test]
    fn glued_words_are_told_from_names() {
        assert!(said("For Pain ManagementIn an emergency").is_some_and(|note| note.contains("ManagementIn")));
        for fine in ["See ClinicalTrials.gov", "LoDoCo2 and PubMed and mRNA and McDonald", "in 2025 View", ""]
        {
            assert_eq!(said(fine), None, "{fine}");
        }
        assert_eq!(said("EinsteinRing EinsteinRing EinsteinRing"), None);
    }
}
