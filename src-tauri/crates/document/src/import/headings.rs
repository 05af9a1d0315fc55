//! Headings that a file only draws: strong lines between paragraphs, as Word's users make them.

use super::{furniture, text};
use crate::{Block, InlineKind, Mark};

/// Makes headings of level 2 of short, wholly strong paragraphs that others follow, where the text has no
/// heading but its title.
pub(super) fn promote(blocks: &mut [Block]) {
    let has_headings =
        blocks.iter().any(|block| matches!(block, Block::Heading { attrs, .. } if attrs.level > 1));
    if has_headings {
        return;
    }
    let drawn: Vec<bool> = blocks.iter().map(is_drawn).collect();
    for (n, block) in blocks.iter_mut().enumerate() {
        let leads = drawn.get(n + 1) == Some(&false);
        if let Block::Paragraph { content } = block
            && leads
            && drawn.get(n) == Some(&true)
        {
            let mut content = std::mem::take(content);
            for inline in &mut content {
                inline.marks.retain(|mark| *mark != Mark::Strong);
            }
            *block = Block::heading(2, content);
        }
    }
}

fn is_drawn(block: &Block) -> bool {
    let Block::Paragraph { content } = block else { return false };
    let strong = content.iter().all(|inline| match &inline.kind {
        InlineKind::Text { text } => inline.marks.contains(&Mark::Strong) || text.trim().is_empty(),
        _ => false,
    });
    let words = super::clean::words_of(content);
    strong && text::is_short(&words, 14) && !furniture::is_furniture(&words)
}
