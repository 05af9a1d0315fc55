//! Sentences of a block's text.

/// The sentences of one text block's text (see `document::TextBlock::text`), as ranges of code points.
pub fn sentences(_text: &str) -> Vec<std::ops::Range<usize>> {
    Vec::new()
}
