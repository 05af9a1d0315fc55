//! Characters that make a text look other than it is.

use super::{Check, Evidence, Found, text::Text};
use crate::Severity;
use document::Anchor;
use std::ops::Range;

pub(super) const HIDDEN: Check = Check {
    id: "hidden-characters",
    title: "Invisible characters and reversed text",
    says: "Characters without width, and marks that turn the order of reading round: they make a text read otherwise than it is.",
    version: 3,
    severity: Severity::Blocking,
    look: hidden,
};

/// How much of the text around it shows where the character stands.
const AROUND: usize = 10;

/// Bidirectional controls (Unicode UAX 9, as in CVE-2021-42574), characters without width, and tags, which carry
/// text nobody sees.
fn hides_anywhere(c: char) -> bool {
    matches!(c,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}'
        | '\u{180E}' | '\u{FFF9}'..='\u{FFFB}')
        || is_tag(c)
}

fn is_tag(c: char) -> bool {
    matches!(c, '\u{E0000}'..='\u{E007F}')
}

/// Joiners, marks of direction, fillers, empty vowels and variation selectors, which some scripts need, and soft
/// hyphens.
fn hides_among_latin(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{200C}'
            ..='\u{200F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FFA0}'
    )
}

/// A row of invisible characters, between what can be seen on either side.
struct Row<'a> {
    text: &'a [char],
    at: Range<usize>,
}

impl Row<'_> {
    /// The place of the first that hides something. Inside a word or number of Latin script nothing invisible is
    /// needed, but for the soft hyphen, which typesetting puts between letters.
    fn first_hiding(&self) -> Option<usize> {
        let before = self.at.start.checked_sub(1).and_then(|at| self.text.get(at));
        let after = self.text.get(self.at.end);
        let both = |test: fn(&char) -> bool| before.is_some_and(test) && after.is_some_and(test);
        let (in_latin, in_word) = (both(char::is_ascii_alphanumeric), both(char::is_ascii_alphabetic));
        self.at.clone().find(|at| match self.text[*at] {
            c if is_tag(c) => !in_flag(self.text, *at),
            c if hides_anywhere(c) => true,
            c => in_latin && !(c == '\u{AD}' && in_word),
        })
    }
}

fn rows(text: &[char]) -> Vec<Row<'_>> {
    let invisible = |at: &usize| hides_anywhere(text[*at]) || hides_among_latin(text[*at]);
    let mut out: Vec<Row<'_>> = Vec::new();
    for at in (0..text.len()).filter(invisible) {
        match out.last_mut() {
            Some(row) if row.at.end == at => row.at.end += 1,
            _ => out.push(Row { text, at: at..at + 1 }),
        }
    }
    out
}

/// How many tags the flag of a country within a country has, with the one that ends it.
const TAGS_OF_FLAG: usize = 6;

/// Whether the tag at `at` belongs to the flag of England, Scotland or Wales, which are written with tags (Unicode
/// UTS 51).
fn in_flag(text: &[char], at: usize) -> bool {
    let nearest = at.saturating_sub(TAGS_OF_FLAG);
    let Some(base) = text[nearest..at].iter().rposition(|c| !is_tag(*c)).map(|base| nearest + base) else {
        return false;
    };
    let tags: String = text[base + 1..]
        .iter()
        .take(TAGS_OF_FLAG)
        .filter_map(|c| u32::from(*c).checked_sub(0xE0000).and_then(char::from_u32))
        .collect();
    text[base] == '\u{1F3F4}' && ["gbeng\u{7F}", "gbsct\u{7F}", "gbwls\u{7F}"].contains(&tags.as_str())
}

/// One finding for each place; characters close together are shown by one.
fn hidden(evidence: &Evidence<'_>, _: &Text) -> Vec<Found> {
    let mut found = Vec::new();
    for block in evidence.document.text_blocks() {
        let text: Vec<char> = block.text().chars().collect();
        let mut shown = 0;
        for at in rows(&text).iter().filter_map(Row::first_hiding) {
            if at < shown {
                continue;
            }
            let (start, end) = (at.saturating_sub(AROUND), (at + AROUND).min(text.len()));
            let code = u32::from(text[at]);
            found.push(Found(
                format!("The text holds a hidden character (U+{code:04X}), which can make it read otherwise than it is."),
                Anchor::within(&text, &block.path, start as u32, end as u32),
            ));
            shown = end;
        }
    }
    found
}
