//! A document as text: its text blocks with their paths, its sections, its words.

use crate::{Block, Document, Inline, InlineKind};

/// Stands in a block's text for an inline leaf that is not a line break (a citation mark, an image);
/// one code point, as in the editor it is one position.
pub const LEAF: char = '\u{FFFC}';

/// What kind of block holds a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A heading of this level.
    Heading(u8),
    /// A paragraph outside lists and tables.
    Paragraph,
    /// A paragraph of a list item, at this depth (1 for an outermost list).
    ListItem(u8),
    /// A paragraph in a cell of a table.
    Cell,
}

/// A heading or paragraph, wherever it stands.
#[derive(Debug, Clone)]
pub struct TextBlock<'a> {
    /// Child indices from the document down to the block: `[4]`, `[5, 2, 0]` (list, item, paragraph),
    /// `[7, 1, 0, 0]` (table, row, cell, paragraph).
    pub path: Vec<u32>,
    /// What kind it is.
    pub kind: BlockKind,
    /// Its runs.
    pub inlines: &'a [Inline],
}

impl TextBlock<'_> {
    /// The text positions are counted in: words as they are, `\n` for a line break, [`LEAF`] for other leaves.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for inline in self.inlines {
            match &inline.kind {
                InlineKind::Text { text } => out.push_str(text),
                InlineKind::HardBreak => out.push('\n'),
                InlineKind::Image { .. } | InlineKind::Citation { .. } => out.push(LEAF),
            }
        }
        out
    }
}

/// A heading and what stands below it up to the next heading of the same or a higher level; the text
/// before the first heading is a section without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The heading's words; empty for the text before the first heading.
    pub title: String,
    /// The heading's level; 0 for the text before the first heading.
    pub level: u8,
    /// Index of the first top-level block (the heading itself).
    pub from: u32,
    /// Index after its last top-level block before the next heading of any level.
    pub to: u32,
}

impl Document {
    /// Every heading and paragraph, in reading order.
    pub fn text_blocks(&self) -> Vec<TextBlock<'_>> {
        let mut out = Vec::new();
        walk(&self.content, &mut Vec::new(), Where::Body, &mut out);
        out
    }

    /// The text block at this path.
    pub fn text_block(&self, path: &[u32]) -> Option<TextBlock<'_>> {
        self.text_blocks().into_iter().find(|block| block.path == path)
    }

    /// The words, a line per text block, leaves left out: for search, word counts and quick looks.
    pub fn plain_text(&self) -> String {
        let mut out = String::new();
        for block in self.text_blocks() {
            out.extend(block.text().chars().filter(|c| *c != LEAF));
            out.push('\n');
        }
        out
    }

    /// Words separated by white space.
    pub fn word_count(&self) -> usize {
        self.plain_text().split_whitespace().count()
    }

    /// The sections, by headings at the top level; every top-level block belongs to exactly one.
    pub fn sections(&self) -> Vec<Section> {
        let mut out: Vec<Section> = Vec::new();
        for (at, block) in (0u32..).zip(&self.content) {
            if let Block::Heading { attrs, content } = block {
                let title =
                    TextBlock { path: vec![at], kind: BlockKind::Heading(attrs.level), inlines: content }
                        .text();
                out.push(Section {
                    title: title.replace(LEAF, "").trim().to_owned(),
                    level: attrs.level,
                    from: at,
                    to: at + 1,
                });
            } else if let Some(section) = out.last_mut() {
                section.to = at + 1;
            } else {
                out.push(Section { title: String::new(), level: 0, from: 0, to: at + 1 });
            }
        }
        out
    }
}

#[derive(Clone, Copy)]
enum Where {
    Body,
    List(u8),
    Table,
}

fn walk<'a>(blocks: &'a [Block], path: &mut Vec<u32>, place: Where, out: &mut Vec<TextBlock<'a>>) {
    for (at, block) in (0u32..).zip(blocks) {
        path.push(at);
        match block {
            Block::Heading { attrs, content } => {
                out.push(TextBlock {
                    path: path.clone(),
                    kind: BlockKind::Heading(attrs.level),
                    inlines: content,
                });
            }
            Block::Paragraph { content } => {
                let kind = match place {
                    Where::Body => BlockKind::Paragraph,
                    Where::List(depth) => BlockKind::ListItem(depth),
                    Where::Table => BlockKind::Cell,
                };
                out.push(TextBlock { path: path.clone(), kind, inlines: content });
            }
            Block::BulletList { content } | Block::OrderedList { content, .. } => {
                let inner = match place {
                    Where::List(depth) => Where::List(depth.saturating_add(1)),
                    Where::Body | Where::Table => Where::List(1),
                };
                for (n, item) in (0u32..).zip(content) {
                    path.push(n);
                    walk(&item.content, path, inner, out);
                    path.pop();
                }
            }
            Block::Blockquote { content } => walk(content, path, place, out),
            Block::Table { content } => {
                for (r, row) in (0u32..).zip(content) {
                    path.push(r);
                    for (c, cell) in (0u32..).zip(&row.content) {
                        path.push(c);
                        walk(cell.content(), path, Where::Table, out);
                        path.pop();
                    }
                    path.pop();
                }
            }
        }
        path.pop();
    }
}
