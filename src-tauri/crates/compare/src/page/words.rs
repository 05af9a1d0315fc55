//! Text as HTML.

use crate::comparison::{Op, Segment};
use document::{Inline, InlineKind, Mark};

/// The text of a segment with its marks, citations and images.
pub(super) fn content(out: &mut String, segment: &Segment) {
    // A space that only the old text has parts the words before it from those that went.
    if segment.text.is_empty() && segment.old_text.is_some() {
        out.push(' ');
    }
    for inline in &segment.content {
        let mut close = Vec::new();
        for mark in &inline.marks {
            let (open, end) = match mark {
                // A page that may be handed on leads nowhere by itself; where a link led is said.
                Mark::Link { attrs } => {
                    out.push_str("<span title=\"");
                    escape(out, &attrs.href);
                    ("\">", "</span>")
                }
                Mark::Em => ("<em>", "</em>"),
                Mark::Strong => ("<strong>", "</strong>"),
                Mark::Superscript => ("<sup>", "</sup>"),
                Mark::Subscript => ("<sub>", "</sub>"),
            };
            out.push_str(open);
            close.push(end);
        }
        match &inline.kind {
            InlineKind::Text { text } => escape(out, text),
            InlineKind::HardBreak => out.push_str(if segment.op == Op::Equal { "<br>" } else { "↵<br>" }),
            InlineKind::Citation { .. } => {
                out.push_str("<sup>");
                escape(out, &leaf(inline).unwrap_or_default());
                out.push_str("</sup>");
            }
            InlineKind::Image { .. } => escape(out, &leaf(inline).unwrap_or_default()),
        }
        close.iter().rev().for_each(|end| out.push_str(end));
    }
}

/// What is shown for a citation or an image; nothing for text.
pub(super) fn leaf(inline: &Inline) -> Option<String> {
    match &inline.kind {
        InlineKind::Citation { attrs } if attrs.mark.is_empty() => Some(attrs.keys.join(",")),
        InlineKind::Citation { attrs } => Some(attrs.mark.clone()),
        InlineKind::Image { attrs } => Some(format!("[image: {}]", attrs.alt)),
        InlineKind::Text { .. } | InlineKind::HardBreak => None,
    }
}

/// Text that is nothing but text, in an element or an attribute.
pub(super) fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            document::LEAF => out.push('▯'),
            c => out.push(c),
        }
    }
}
