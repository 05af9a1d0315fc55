//! Plain text.

use super::Printed;
use crate::{Block, Inline, InlineKind};

pub(super) fn write(content: &[Block], printed: &Printed) -> String {
    let mut out = blocks(content, printed);
    out.push('\n');
    out
}

fn blocks(content: &[Block], printed: &Printed) -> String {
    content.iter().map(|each| block(each, printed)).collect::<Vec<_>>().join("\n\n")
}

fn block(block: &Block, printed: &Printed) -> String {
    match block {
        Block::Heading { content, .. } | Block::Paragraph { content } => inlines(content, printed),
        Block::BulletList { content } => {
            let items = content.iter().map(|item| indented("• ", &blocks(&item.content, printed)));
            items.collect::<Vec<_>>().join("\n")
        }
        Block::OrderedList { attrs, content } => {
            let items = (u64::from(attrs.order)..)
                .zip(content)
                .map(|(number, item)| indented(&format!("{number}. "), &blocks(&item.content, printed)));
            items.collect::<Vec<_>>().join("\n")
        }
        Block::Blockquote { content } => indented("  ", &blocks(content, printed)),
        Block::Table { content } => {
            let rows = content.iter().map(|row| {
                let cells = row.content.iter().map(|cell| {
                    blocks(cell.content(), printed).split_whitespace().collect::<Vec<_>>().join(" ")
                });
                cells.collect::<Vec<_>>().join("\t")
            });
            rows.collect::<Vec<_>>().join("\n")
        }
    }
}

fn inlines(inlines: &[Inline], printed: &Printed) -> String {
    let mut out = String::new();
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text { text } => out.push_str(text),
            InlineKind::HardBreak => out.push('\n'),
            InlineKind::Image { attrs } => out.push_str(&attrs.alt),
            InlineKind::Citation { attrs } => out.push_str(&printed.mark(attrs)),
        }
    }
    out
}

/// The lines of a text behind a marker, aligned below each other.
pub(super) fn indented(marker: &str, text: &str) -> String {
    let indent = " ".repeat(marker.chars().count());
    let mut out = String::with_capacity(text.len() + marker.len());
    for (n, line) in text.split('\n').enumerate() {
        if n > 0 {
            out.push('\n');
        }
        if n == 0 {
            out.push_str(marker);
        } else if !line.is_empty() {
            out.push_str(&indent);
        }
        out.push_str(line);
    }
    out
}
