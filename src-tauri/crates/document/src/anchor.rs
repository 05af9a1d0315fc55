//! Where a claim or a thread sits in a text: the W3C Web Annotation model's `TextQuoteSelector` and
//! `TextPositionSelector` in one.

use crate::{Document, LEAF};
use serde::{Deserialize, Serialize};

/// A span within one text block.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Anchor {
    /// Path of the text block (see [`crate::TextBlock::path`]).
    pub block: Vec<u32>,
    /// First code point of the block's text that belongs to the span.
    pub start: u32,
    /// Code point after the last one; greater than `start`.
    pub end: u32,
    /// The span's words, leaves left out and white space folded.
    pub quote: String,
    /// Up to 32 code points before it in the block, folded likewise.
    pub prefix: String,
    /// Up to 32 code points after it in the block, folded likewise.
    pub suffix: String,
}

const CONTEXT: usize = 32;

impl Anchor {
    /// The anchor of code points `start..end` of the text block at `block`, or `None` where there is no
    /// such block, no such span, or no word in it.
    pub fn new(document: &Document, block: &[u32], start: u32, end: u32) -> Option<Self> {
        let text: Vec<char> = document.text_block(block)?.text().chars().collect();
        Self::within(&text, block, start, end)
    }

    /// As [`Self::new`], for a block whose text is at hand.
    pub fn within(text: &[char], block: &[u32], start: u32, end: u32) -> Option<Self> {
        let (from, to) = (start as usize, end as usize);
        if from >= to || to > text.len() {
            return None;
        }
        let fold = |chars: &[char]| normalise_quote(&chars.iter().collect::<String>());
        let quote = fold(&text[from..to]);
        if quote.is_empty() {
            return None;
        }
        Some(Self {
            block: block.to_vec(),
            start,
            end,
            quote,
            prefix: fold(&text[from.saturating_sub(CONTEXT)..from]),
            suffix: fold(&text[to..text.len().min(to + CONTEXT)]),
        })
    }
}

/// Leaves left out, runs of white space folded to one space, ends trimmed. Nothing else: minus signs,
/// hyphens and comparators are meaning.
pub fn normalise_quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace()).map(|w| w.replace(LEAF, "")).filter(|w| !w.is_empty())
    {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&word);
    }
    out
}
