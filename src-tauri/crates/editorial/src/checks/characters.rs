//! Characters that make a text look other than it is.

use super::{Check, Evidence, Found, text::Text};
use crate::Severity;
use document::Anchor;

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

/// Whether the character at `at` hides something: inside a word or number of Latin script nothing invisible is
/// needed, but for the soft hyphen, which typesetting puts between letters.
fn hides(text: &[char], at: usize) -> bool {
    let c = text[at];
    if hides_anywhere(c) {
        return !(is_tag(c) && in_flag(text, at));
    }
    if !hides_among_latin(c) {
        return false;
    }
    let shown = |c: &&char| !hides_anywhere(**c) && !hides_among_latin(**c);
    let (before, after) = (text[..at].iter().rfind(shown), text[at..].iter().find(shown));
    let both = |test: fn(&char) -> bool| before.is_some_and(test) && after.is_some_and(test);
    both(char::is_ascii_alphanumeric) && (c != '\u{AD}' || !both(char::is_ascii_alphabetic))
}

/// Whether the tag at `at` belongs to the flag of England, Scotland or Wales, which are written with tags (Unicode
/// UTS 51).
fn in_flag(text: &[char], at: usize) -> bool {
    let Some(base) = text[..at].iter().rposition(|c| !is_tag(*c)) else { return false };
    let tags: String = text[base + 1..]
        .iter()
        .take_while(|c| is_tag(**c))
        .filter_map(|c| char::from_u32(u32::from(*c) - 0xE0000))
        .collect();
    text[base] == '\u{1F3F4}' && ["gbeng\u{7F}", "gbsct\u{7F}", "gbwls\u{7F}"].contains(&tags.as_str())
}

/// One finding for each place; characters close together are shown by one.
fn hidden(evidence: &Evidence<'_>, _: &Text) -> Vec<Found> {
    let mut found = Vec::new();
    for block in evidence.document.text_blocks() {
        let text: Vec<char> = block.text().chars().collect();
        let mut shown = 0;
        for at in 0..text.len() {
            if at < shown || !hides(&text, at) {
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
