//! Which part of an article a block belongs to, by the headings above it.

use super::{Phrases, tokens};
use document::{BlockKind, Document, LEAF, TextBlock};
use std::sync::LazyLock;

/// A part of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// What the article says.
    Body,
    /// The list of references.
    References,
    /// What the reader is warned of.
    Disclaimer,
    /// About the article and its authors, not its subject.
    Aside,
}

/// Titles of sections that are not body text.
static TITLES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(include_str!("titles.txt")));
/// Sentences that warn the reader.
static DISCLAIMERS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(include_str!("disclaimers.txt")));

/// A title longer than this speaks of its subject: "References to pain in the older literature on gout".
const LONGEST_TITLE: usize = 6;

/// Every text block with the part it belongs to, in reading order.
///
/// A part lasts until the next heading of its level or a higher one; a short paragraph that says no more than
/// such a title ("References:") opens it too, until the next heading. A heading that stands over all of the text is its
/// title, and what it is about: an article on abbreviations is no list of them.
pub(crate) fn parts(document: &Document) -> Vec<(TextBlock<'_>, Part)> {
    let mut current: Option<(u8, Part)> = None;
    let mut out = Vec::new();
    let blocks = document.text_blocks();
    let over_all = opens_with_title(&blocks);
    for (at, block) in blocks.into_iter().enumerate() {
        let level = match block.kind {
            BlockKind::Heading(level) => Some(level),
            BlockKind::Paragraph => None,
            BlockKind::ListItem(_) | BlockKind::Cell => {
                out.push((block, current.map_or(Part::Body, |(_, part)| part)));
                continue;
            }
        };
        if current.is_some_and(|(of, _)| level.is_some_and(|level| level <= of)) {
            current = None;
        }
        if (level.is_some() || current.is_none())
            && let Some(part) = titled(&block.text(), level.is_some())
            && !(at == 0 && over_all && part == Part::Aside)
        {
            current = Some((level.unwrap_or(u8::MAX), part));
        }
        out.push((block, current.map_or(Part::Body, |(_, part)| part)));
    }
    out
}

/// Whether the text opens with a heading above all others.
fn opens_with_title(blocks: &[TextBlock<'_>]) -> bool {
    let level = |block: &TextBlock<'_>| match block.kind {
        BlockKind::Heading(level) => Some(level),
        _ => None,
    };
    let Some((title, rest)) = blocks.split_first().and_then(|(first, rest)| Some((level(first)?, rest)))
    else {
        return false;
    };
    rest.iter().filter_map(level).all(|level| level > title)
}

fn titled(text: &str, heading: bool) -> Option<Part> {
    let words: Vec<char> = text.chars().filter(|c| *c != LEAF).collect();
    let tokens: Vec<_> =
        tokens(&words, 0).into_iter().filter(|token| token.kind == super::Kind::Word).collect();
    if tokens.len() > LONGEST_TITLE || text.trim_end().ends_with('.') {
        return None;
    }
    TITLES.find(&tokens).find_map(|(label, range)| match label {
        "references" if range.len() == tokens.len() => Some(Part::References),
        "disclaimer" => Some(Part::Disclaimer),
        "aside" if range.start == 0 && (heading || range.len() == tokens.len()) => Some(Part::Aside),
        _ => None,
    })
}

/// Whether a sentence warns the reader instead of saying something of its subject.
pub(crate) fn is_disclaimer(sentence: &[super::Token]) -> bool {
    DISCLAIMERS.any(sentence)
}
