//! Markdown.
//!
//! Its signs are used where nothing around them can be misread, HTML everywhere else: for super- and
//! subscript, for emphasis that begins or ends inside a word, for tables with spans or blocks in their cells.

use super::{
    Printed, html,
    runs::{Token, tokens},
    text::indented,
};
use crate::{Block, Inline, InlineKind, ListItem, Mark, TableCell, TableRow, import::image::ATTACHMENT};

pub(super) fn write(content: &[Block], printed: &Printed) -> String {
    let mut out = blocks(content, printed);
    out.push('\n');
    out
}

fn blocks(content: &[Block], printed: &Printed) -> String {
    let mut out = String::new();
    let mut before: Option<&Block> = None;
    // Lists that follow each other are told apart by their marker.
    let mut other_marker = false;
    for each in content {
        let adjacent = matches!(
            (before, each),
            (Some(Block::BulletList { .. }), Block::BulletList { .. })
                | (Some(Block::OrderedList { .. }), Block::OrderedList { .. })
        );
        other_marker = adjacent && !other_marker;
        match (before, each) {
            (None, _) => {}
            (Some(Block::Blockquote { .. }), Block::Blockquote { .. }) => out.push_str("\n\n<!-- -->\n\n"),
            _ => out.push_str("\n\n"),
        }
        out.push_str(&block(each, other_marker, printed));
        before = Some(each);
    }
    out
}

fn block(block: &Block, other_marker: bool, printed: &Printed) -> String {
    match block {
        Block::Heading { attrs, content } => {
            let signs = "#".repeat(usize::from(attrs.level.clamp(1, 6)));
            format!("{signs} {}", inlines(content, Where::Heading, printed))
        }
        Block::Paragraph { content } => inlines(content, Where::Paragraph, printed),
        Block::BulletList { content } => {
            let marker = if other_marker { "* " } else { "- " };
            items(content, |_| marker.to_owned(), printed)
        }
        Block::OrderedList { attrs, content } => {
            let sign = if other_marker { ')' } else { '.' };
            items(content, |n| format!("{}{sign} ", u64::from(attrs.order) + n), printed)
        }
        Block::Blockquote { content } => {
            let text = blocks(content, printed);
            let lines = text
                .split('\n')
                .map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") });
            lines.collect::<Vec<_>>().join("\n")
        }
        Block::Table { content } => pipe_table(content, printed).unwrap_or_else(|| {
            let mut out = String::new();
            html::block(&mut out, block, printed);
            out
        }),
    }
}

fn items(items: &[ListItem], marker: impl Fn(u64) -> String, printed: &Printed) -> String {
    let tight = items.iter().all(|item| item.content.len() == 1);
    let items = (0..).zip(items).map(|(n, item)| indented(&marker(n), &blocks(&item.content, printed)));
    items.collect::<Vec<_>>().join(if tight { "\n" } else { "\n\n" })
}

/// A table of one head row and plain cells.
fn pipe_table(rows: &[TableRow], printed: &Printed) -> Option<String> {
    let mut out = String::new();
    for (n, row) in rows.iter().enumerate() {
        out.push('|');
        for cell in &row.content {
            let header = matches!(cell, TableCell::TableHeader { .. });
            let [Block::Paragraph { content }] = cell.content() else { return None };
            if cell.attrs() != crate::CellAttrs::default() || header != (n == 0) {
                return None;
            }
            out.push(' ');
            out.push_str(&inlines(content, Where::Cell, printed));
            out.push_str(" |");
        }
        if n == 0 {
            out.push_str("\n|");
            out.push_str(&" --- |".repeat(row.content.len()));
        }
        if n + 1 < rows.len() {
            out.push('\n');
        }
    }
    Some(out)
}

#[derive(Clone, Copy, PartialEq)]
enum Where {
    Heading,
    Paragraph,
    Cell,
}

fn inlines(content: &[Inline], place: Where, printed: &Printed) -> String {
    let tokens = tokens(content);
    let mut out = String::new();
    // How each open mark was opened, so that it is closed alike.
    let mut signs: Vec<bool> = Vec::new();
    for (n, token) in tokens.iter().enumerate() {
        match token {
            Token::Open(mark) => {
                let sign = by_sign(&tokens, n, mark);
                signs.push(sign);
                match mark {
                    Mark::Em if sign => out.push('*'),
                    Mark::Strong if sign => out.push_str("**"),
                    Mark::Link { .. } if sign => out.push('['),
                    mark => html::open(&mut out, mark),
                }
            }
            Token::Close(mark) => match (mark, signs.pop()) {
                (Mark::Em, Some(true)) => out.push('*'),
                (Mark::Strong, Some(true)) => out.push_str("**"),
                (Mark::Link { attrs }, Some(true)) => {
                    out.push_str("](");
                    out.push_str(&attrs.href);
                    out.push(')');
                }
                (mark, _) => html::close(&mut out, mark),
            },
            Token::Text(text) => {
                let begins_line = out.is_empty() || out.ends_with('\n');
                let text = if begins_line { text.trim_start_matches([' ', '\t']) } else { text };
                let behind_mark = matches!(tokens.get(n.wrapping_sub(1)), Some(Token::Leaf(_)));
                escape(&mut out, text, begins_line && place != Where::Cell, behind_mark);
            }
            Token::Break if place == Where::Paragraph => out.push_str("\\\n"),
            Token::Break => out.push_str("<br>"),
            Token::Leaf(InlineKind::Image { attrs }) => {
                out.push_str("![");
                escape(&mut out, &attrs.alt, false, false);
                out.push_str("](");
                if let Some(digest) = attrs.digest {
                    out.push_str(ATTACHMENT);
                    out.push_str(&digest.to_string());
                }
                out.push(')');
            }
            Token::Leaf(InlineKind::Citation { attrs }) => citation(&mut out, &printed.mark(attrs)),
            Token::Leaf(_) => {}
        }
    }
    if place == Where::Heading && out.ends_with('#') {
        out.insert(out.len() - 1, '\\');
    }
    out
}

/// Whether the mark that opens at `at` can be written by Markdown's sign.
fn by_sign(tokens: &[Token<'_>], at: usize, mark: &Mark) -> bool {
    let close =
        tokens.iter().skip(at).position(|token| matches!(token, Token::Close(other) if other == &mark));
    let Some(close) = close.map(|after| at + after) else { return false };
    match mark {
        Mark::Link { attrs } => {
            let safe = |c: char| c.is_ascii_alphanumeric() || "/:?#=%.-_~@,+".contains(c);
            attrs.href.chars().all(safe)
        }
        Mark::Em | Mark::Strong => {
            let begins = match at.checked_sub(1).and_then(|before| tokens.get(before)) {
                None | Some(Token::Break) => true,
                Some(Token::Text(text)) => text.ends_with([' ', '(']),
                _ => false,
            };
            let ends = match tokens.get(close + 1) {
                None | Some(Token::Break) => true,
                Some(Token::Text(text)) => text.starts_with([' ', '.', ',', ';', ':', '!', '?', ')']),
                _ => false,
            };
            let first = |token: &Token<'_>| matches!(token, Token::Text(text) if text.starts_with(char::is_alphanumeric));
            let last = |token: &Token<'_>| matches!(token, Token::Text(text) if text.ends_with(char::is_alphanumeric));
            begins && ends && tokens.get(at + 1).is_some_and(first) && tokens.get(close - 1).is_some_and(last)
        }
        Mark::Superscript | Mark::Subscript => false,
    }
}

/// A mark as it is printed; brackets and numbers need no escape.
fn citation(out: &mut String, mark: &str) {
    let plain = |c: char| c.is_alphanumeric() || "[](),;:-–./ @^".contains(c);
    if mark.chars().all(plain) && mark.starts_with('[') == mark.ends_with(']') {
        out.push_str(mark);
    } else {
        escape(out, mark, false, false);
    }
}

/// Text that is nothing but text. `behind_mark` is text right behind `[3]`, which a bracket or a colon would
/// turn into a link or a definition.
fn escape(out: &mut String, text: &str, begins_line: bool, behind_mark: bool) {
    if begins_line && let Some(at) = opener(text) {
        out.push_str(&text[..at]);
        out.push('\\');
        return escape(out, &text[at..], false, false);
    }
    let mut before = out.chars().next_back();
    let mut rest = text.chars().peekable();
    let mut first = true;
    while let Some(c) = rest.next() {
        let next = rest.peek().copied();
        let within_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let special = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' | '^' | '|' => true,
            '_' => !(within_word(before) && within_word(next)),
            '&' => next.is_none_or(|c| c.is_ascii_alphanumeric() || c == '#'),
            '!' => next.is_none(),
            '(' | ':' => first && behind_mark,
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
        first = false;
    }
}

/// Where in a line's beginning a backslash keeps it from opening a block.
fn opener(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    if "#>-+=:".contains(first) {
        return Some(0);
    }
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    ((1..=9).contains(&digits) && text[digits..].starts_with(['.', ')'])).then_some(digits)
}
