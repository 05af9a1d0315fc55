//! A small notation for documents, and comparisons drawn as text.

use compare::{Comparison, LineKind, Op, Role, Row, Segment};
use document::{
    Block, CellAttrs, Document, Inline, InlineKind, ListItem, Mark, OrderedListAttrs, TableCell, TableRow,
};
use std::fmt::Write as _;

/// Reads `# heading`, `- item`, `1. item` (nested by two spaces), `> quote`, `| a | b |`, paragraphs by
/// line; `**strong**`, `*emphasis*`, `[3]` for a citation.
pub(crate) fn doc(text: &str) -> Document {
    let mut content: Vec<Block> = Vec::new();
    for line in text.lines() {
        let trimmed = line.trim_start();
        let depth = (line.len() - trimmed.len()) / 2;
        if trimmed.is_empty() {
            continue;
        }
        if let Some(rest) = trimmed.strip_prefix('#') {
            let level = 1 + rest.chars().take_while(|c| *c == '#').count();
            content.push(Block::heading(level as u8, inlines(rest.trim_start_matches('#').trim())));
        } else if let Some(rest) = trimmed.strip_prefix("- ") {
            item(&mut content, depth, false, inlines(rest));
        } else if let Some(rest) = trimmed.strip_prefix("1. ") {
            item(&mut content, depth, true, inlines(rest));
        } else if let Some(rest) = trimmed.strip_prefix("> ") {
            content.push(Block::Blockquote { content: vec![Block::paragraph(inlines(rest))] });
        } else if let Some(rest) = trimmed.strip_prefix('|') {
            let cells = rest.trim_end_matches('|').split('|').map(|cell| TableCell::TableCell {
                attrs: CellAttrs::default(),
                content: vec![Block::paragraph(inlines(cell.trim()))],
            });
            let row = TableRow { content: cells.collect() };
            match content.last_mut() {
                Some(Block::Table { content }) => content.push(row),
                _ => content.push(Block::Table { content: vec![row] }),
            }
        } else {
            content.push(Block::paragraph(inlines(trimmed)));
        }
    }
    let mut document = Document { content };
    document.normalise();
    document.validate().unwrap();
    document
}

fn item(blocks: &mut Vec<Block>, depth: usize, ordered: bool, text: Vec<Inline>) {
    if depth > 0
        && let Some(Block::BulletList { content } | Block::OrderedList { content, .. }) = blocks.last_mut()
        && let Some(last) = content.last_mut()
    {
        return item(&mut last.content, depth - 1, ordered, text);
    }
    let new = ListItem { content: vec![Block::paragraph(text)] };
    match (blocks.last_mut(), ordered) {
        (Some(Block::BulletList { content }), false) | (Some(Block::OrderedList { content, .. }), true) => {
            content.push(new);
        }
        (_, false) => blocks.push(Block::BulletList { content: vec![new] }),
        (_, true) => {
            blocks.push(Block::OrderedList { attrs: OrderedListAttrs { order: 1 }, content: vec![new] });
        }
    }
}

fn inlines(text: &str) -> Vec<Inline> {
    let mut out = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        if let Some((key, after)) = rest.strip_prefix('[').and_then(|r| r.split_once(']')) {
            out.push(Inline::citation(key.split(',').map(str::to_owned).collect(), format!("[{key}]")));
            rest = after;
        } else if let Some((strong, after)) = rest.strip_prefix("**").and_then(|r| r.split_once("**")) {
            out.push(Inline::marked(strong, vec![Mark::Strong]));
            rest = after;
        } else if let Some((em, after)) = rest.strip_prefix('*').and_then(|r| r.split_once('*')) {
            out.push(Inline::marked(em, vec![Mark::Em]));
            rest = after;
        } else {
            let end = rest
                .char_indices()
                .skip(1)
                .find(|(_, c)| matches!(c, '[' | '*'))
                .map_or(rest.len(), |(at, _)| at);
            out.push(Inline::text(&rest[..end]));
            rest = &rest[end..];
        }
    }
    out
}

/// A comparison as text: summary, rows with their runs, tables, changes.
pub(crate) fn draw(comparison: &Comparison) -> String {
    let mut out = format!("{}\n\n", comparison.summary.sentence);
    for row in &comparison.rows {
        draw_row(row, &mut out);
    }
    for table in &comparison.tables {
        let lines = |lines: &[compare::Line]| {
            let one = |line: &compare::Line| {
                let at = |n: Option<u32>| n.map_or("-".to_owned(), |n| n.to_string());
                let mark = match line.kind {
                    LineKind::Kept => "=",
                    LineKind::Inserted => "+",
                    LineKind::Removed => "-",
                    LineKind::Moved => "~",
                };
                format!("{mark}{}:{}", at(line.old), at(line.new))
            };
            lines.iter().map(one).collect::<Vec<_>>().join(" ")
        };
        let _ = writeln!(
            out,
            "table {:?} → {:?}: rows {}; columns {}",
            table.old,
            table.new,
            lines(&table.rows),
            lines(&table.columns)
        );
    }
    out.push('\n');
    for change in &comparison.changes {
        let _ = writeln!(
            out,
            "{}{:?}{} @{:?}: {}",
            if change.clinical { "! " } else { "" },
            change.class,
            if change.equivalent { " (equivalent)" } else { "" },
            change.rows,
            change.description
        );
    }
    out
}

fn draw_row(row: &Row, out: &mut String) {
    let place = |block: &Option<compare::BlockRef>| {
        block.as_ref().map_or("-".to_owned(), |b| {
            let role = match b.role {
                Role::Heading { level } => format!("h{level}"),
                Role::Paragraph => "p".to_owned(),
                Role::ListItem { depth, ordered, .. } => {
                    format!("{}{depth}", if ordered { "ol" } else { "ul" })
                }
                Role::Cell { row, column, .. } => format!("r{row}c{column}"),
            };
            format!("{}{role}", if b.quoted > 0 { ">" } else { "" })
        })
    };
    let (old, new) = (place(&row.old), place(&row.new));
    let place = if old == new { old } else { format!("{old}→{new}") };
    let _ = write!(out, "{:?} {place}", row.kind);
    if let Some(id) = row.move_id {
        let _ = write!(out, " #{id}");
    }
    out.push_str(": ");
    for segment in &row.segments {
        draw_segment(segment, out);
    }
    out.push('\n');
}

fn draw_segment(segment: &Segment, out: &mut String) {
    let text: String = segment
        .content
        .iter()
        .map(|inline| match &inline.kind {
            InlineKind::Text { text } => text.clone(),
            InlineKind::HardBreak => "⏎".to_owned(),
            InlineKind::Image { attrs } => format!("<{}>", attrs.alt),
            InlineKind::Citation { attrs } => format!("[{}]", attrs.keys.join(",")),
        })
        .collect();
    let (open, close) = match segment.op {
        Op::Equal if segment.formatting.is_some() => ("{*", "*}"),
        Op::Equal => ("", ""),
        Op::Delete => ("{-", "-}"),
        Op::Insert => ("{+", "+}"),
        Op::MovedAway => ("{<", "<}"),
    };
    let moved = match (segment.move_id, segment.op) {
        (Some(id), Op::Equal) => format!("{{#{id} {text}}}"),
        _ => text,
    };
    let _ = write!(out, "{open}{moved}{close}");
}
