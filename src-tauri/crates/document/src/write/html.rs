//! HTML.

use super::{
    Printed,
    runs::{Token, tokens},
};
use crate::{
    Block, CellAttrs, Inline, InlineKind, ListItem, Mark, TableCell, TableRow, import::image::ATTACHMENT,
};

pub(super) fn write(content: &[Block], printed: &Printed) -> String {
    let mut out = String::new();
    for each in content {
        block(&mut out, each, printed);
        out.push('\n');
    }
    out
}

/// One block, without line feeds.
pub(super) fn block(out: &mut String, block: &Block, printed: &Printed) {
    match block {
        Block::Heading { attrs, content } => {
            let name = format!("h{}", attrs.level.clamp(1, 6));
            element(out, &name, "", |out| inlines(out, content, printed));
        }
        Block::Paragraph { content } => element(out, "p", "", |out| inlines(out, content, printed)),
        Block::BulletList { content } => element(out, "ul", "", |out| items(out, content, printed)),
        Block::OrderedList { attrs, content } => {
            let start = if attrs.order == 1 { String::new() } else { format!(" start=\"{}\"", attrs.order) };
            element(out, "ol", &start, |out| items(out, content, printed));
        }
        Block::Blockquote { content } => element(out, "blockquote", "", |out| blocks(out, content, printed)),
        Block::Table { content } => table(out, content, printed),
    }
}

fn blocks(out: &mut String, content: &[Block], printed: &Printed) {
    for each in content {
        block(out, each, printed);
    }
}

/// The blocks of an item or a cell; a paragraph that stands alone needs no element of its own.
fn contained(out: &mut String, content: &[Block], printed: &Printed) {
    match content {
        [Block::Paragraph { content }] => inlines(out, content, printed),
        _ => blocks(out, content, printed),
    }
}

fn items(out: &mut String, items: &[ListItem], printed: &Printed) {
    for item in items {
        element(out, "li", "", |out| contained(out, &item.content, printed));
    }
}

fn table(out: &mut String, content: &[TableRow], printed: &Printed) {
    let is_header =
        |row: &&TableRow| row.content.iter().all(|cell| matches!(cell, TableCell::TableHeader { .. }));
    // A head may not cut through a cell that reaches down into the body.
    let head = content.iter().take_while(is_header).count();
    let whole = content
        .iter()
        .take(head)
        .enumerate()
        .all(|(n, row)| row.content.iter().all(|cell| n + cell.attrs().rowspan as usize <= head));
    let (head, body) = content.split_at(if whole { head } else { 0 });
    element(out, "table", "", |out| {
        for (name, part) in [("thead", head), ("tbody", body)] {
            if !part.is_empty() {
                element(out, name, "", |out| part.iter().for_each(|row| table_row(out, row, printed)));
            }
        }
    });
}

fn table_row(out: &mut String, row: &TableRow, printed: &Printed) {
    element(out, "tr", "", |out| {
        for cell in &row.content {
            let name = match cell {
                TableCell::TableCell { .. } => "td",
                TableCell::TableHeader { .. } => "th",
            };
            let CellAttrs { colspan, rowspan } = cell.attrs();
            let span = |name: &str, span: u32| match span {
                1 => String::new(),
                span => format!(" {name}=\"{span}\""),
            };
            let attributes = span("colspan", colspan) + &span("rowspan", rowspan);
            element(out, name, &attributes, |out| contained(out, cell.content(), printed));
        }
    });
}

fn inlines(out: &mut String, content: &[Inline], printed: &Printed) {
    for token in tokens(content) {
        match token {
            Token::Open(mark) => open(out, mark),
            Token::Close(mark) => close(out, mark),
            Token::Text(text) => escape(out, text),
            Token::Break => out.push_str("<br>"),
            Token::Leaf(leaf) => self::leaf(out, leaf, printed),
        }
    }
}

pub(super) fn open(out: &mut String, mark: &Mark) {
    out.push('<');
    out.push_str(name(mark));
    if let Mark::Link { attrs } = mark {
        attribute(out, "href", &attrs.href);
    }
    out.push('>');
}

pub(super) fn close(out: &mut String, mark: &Mark) {
    out.push_str("</");
    out.push_str(name(mark));
    out.push('>');
}

fn name(mark: &Mark) -> &'static str {
    match mark {
        Mark::Link { .. } => "a",
        Mark::Em => "em",
        Mark::Strong => "strong",
        Mark::Superscript => "sup",
        Mark::Subscript => "sub",
    }
}

fn leaf(out: &mut String, leaf: &InlineKind, printed: &Printed) {
    match leaf {
        InlineKind::Image { attrs } => {
            out.push_str("<img");
            if let Some(digest) = attrs.digest {
                attribute(out, "src", &format!("{ATTACHMENT}{digest}"));
            }
            attribute(out, "alt", &attrs.alt);
            out.push('>');
        }
        InlineKind::Citation { attrs } => {
            element(out, "span", " class=\"citation\"", |out| escape(out, &printed.mark(attrs)));
        }
        InlineKind::Text { .. } | InlineKind::HardBreak => {}
    }
}

fn element(out: &mut String, name: &str, attributes: &str, content: impl FnOnce(&mut String)) {
    out.push('<');
    out.push_str(name);
    out.push_str(attributes);
    out.push('>');
    content(out);
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape(out, value);
    out.push('"');
}

/// Text that is nothing but text, in an element or an attribute.
fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{A0}' => out.push_str("&nbsp;"),
            '\n' | '\r' => out.push_str("&#10;"),
            c => out.push(c),
        }
    }
}
