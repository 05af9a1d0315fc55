//! The document model. Its serde form is the JSON of the editor's schema, node for node.

use crate::Digest;
use serde::{Deserialize, Serialize};

/// One text of an article.
///
/// Invariants, held by [`Document::from_json`] and by every reader in this crate: at least one block;
/// neighbouring texts with equal marks are one text; marks are sorted and distinct; no empty text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename = "doc")]
pub struct Document {
    /// The blocks, in reading order.
    #[serde(default)]
    pub content: Vec<Block>,
}

/// A block of the text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Block {
    /// A heading of level 1 to 6.
    Heading {
        /// Its level.
        attrs: HeadingAttrs,
        /// Its text.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        content: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph {
        /// Its text.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        content: Vec<Inline>,
    },
    /// A bullet list.
    BulletList {
        /// At least one item.
        content: Vec<ListItem>,
    },
    /// An ordered list.
    OrderedList {
        /// The number of its first item.
        attrs: OrderedListAttrs,
        /// At least one item.
        content: Vec<ListItem>,
    },
    /// A block quote.
    Blockquote {
        /// At least one block.
        content: Vec<Block>,
    },
    /// A table. Rows are counted after spanning cells are spread out; all rows are equally wide.
    Table {
        /// At least one row.
        content: Vec<TableRow>,
    },
}

/// Attributes of a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct HeadingAttrs {
    /// 1 (the article's own) to 6.
    pub level: u8,
}

/// Attributes of an ordered list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OrderedListAttrs {
    /// The number of the first item.
    pub order: u32,
}

/// An item of a list: a paragraph, then any blocks (nested lists among them).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "type", rename = "list_item")]
pub struct ListItem {
    /// The first is a paragraph.
    pub content: Vec<Block>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "type", rename = "table_row")]
pub struct TableRow {
    /// The cells that begin in this row (a cell spanning from a row above is not repeated).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<TableCell>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum TableCell {
    /// A cell of data.
    TableCell {
        /// How far it reaches.
        attrs: CellAttrs,
        /// At least one block, no table among them.
        content: Vec<Block>,
    },
    /// A heading cell.
    TableHeader {
        /// How far it reaches.
        attrs: CellAttrs,
        /// At least one block, no table among them.
        content: Vec<Block>,
    },
}

/// How far a cell reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CellAttrs {
    /// Columns, at least 1.
    pub colspan: u32,
    /// Rows, at least 1.
    pub rowspan: u32,
}

impl Default for CellAttrs {
    fn default() -> Self {
        Self { colspan: 1, rowspan: 1 }
    }
}

impl TableCell {
    /// The cell's blocks.
    pub fn content(&self) -> &[Block] {
        match self {
            Self::TableCell { content, .. } | Self::TableHeader { content, .. } => content,
        }
    }

    /// The cell's blocks, to change.
    pub fn content_mut(&mut self) -> &mut Vec<Block> {
        match self {
            Self::TableCell { content, .. } | Self::TableHeader { content, .. } => content,
        }
    }

    /// How far the cell reaches.
    pub fn attrs(&self) -> CellAttrs {
        match self {
            Self::TableCell { attrs, .. } | Self::TableHeader { attrs, .. } => *attrs,
        }
    }
}

/// A run of text or a leaf within a block's text, with its marks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Inline {
    /// What it is.
    #[serde(flatten)]
    pub kind: InlineKind,
    /// Sorted, each at most once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
}

/// What an inline node is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum InlineKind {
    /// Words; never empty.
    Text {
        /// The words.
        text: String,
    },
    /// A line break inside a block.
    HardBreak,
    /// An image, kept as an attachment.
    Image {
        /// Which image.
        attrs: ImageAttrs,
    },
    /// A citation mark.
    Citation {
        /// What it points at.
        attrs: CitationAttrs,
    },
}

/// Attributes of an image.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ImageAttrs {
    /// SHA-256 of the attachment's bytes; `None` for an image that was referred to but not brought in.
    pub digest: Option<Digest>,
    /// What it shows, for those who cannot see it.
    pub alt: String,
}

/// Attributes of a citation mark.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CitationAttrs {
    /// What is cited, in order: the id of a source in the board's library (a uuid), or the label that
    /// the text of origin gave its reference ("3"). `[2-4]` holds "2", "3" and "4". Never empty.
    pub keys: Vec<String>,
    /// The mark as the text of origin printed it (`[2-4]`, `3`, `(3)`, `[^a]`); empty for a mark placed
    /// at the desk, which is shown by its number in order of first citation.
    pub mark: String,
}

/// A mark on a run of text. The order is the editor's, and marks are sorted by it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Mark {
    /// A link to a `http`, `https` or `mailto` address or to a `#fragment`.
    Link {
        /// Where to.
        attrs: LinkAttrs,
    },
    /// Emphasis.
    Em,
    /// Strong.
    Strong,
    /// Superscript.
    Superscript,
    /// Subscript.
    Subscript,
}

/// Attributes of a link.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LinkAttrs {
    /// The address.
    pub href: String,
}

impl Inline {
    /// Plain words.
    pub fn text(text: impl Into<String>) -> Self {
        Self { kind: InlineKind::Text { text: text.into() }, marks: Vec::new() }
    }

    /// Words with marks (sorted here).
    pub fn marked(text: impl Into<String>, mut marks: Vec<Mark>) -> Self {
        marks.sort();
        marks.dedup();
        Self { kind: InlineKind::Text { text: text.into() }, marks }
    }

    /// A citation mark.
    pub fn citation(keys: Vec<String>, mark: impl Into<String>) -> Self {
        Self {
            kind: InlineKind::Citation { attrs: CitationAttrs { keys, mark: mark.into() } },
            marks: Vec::new(),
        }
    }

    /// A line break.
    pub fn hard_break() -> Self {
        Self { kind: InlineKind::HardBreak, marks: Vec::new() }
    }
}

impl Block {
    /// A paragraph of these runs.
    pub fn paragraph(content: Vec<Inline>) -> Self {
        Self::Paragraph { content }
    }

    /// A heading of `level` (clamped to 1..=6) of these runs.
    pub fn heading(level: u8, content: Vec<Inline>) -> Self {
        Self::Heading { attrs: HeadingAttrs { level: level.clamp(1, 6) }, content }
    }
}

impl Default for Document {
    /// An article nobody has written yet: one empty paragraph.
    fn default() -> Self {
        Self { content: vec![Block::paragraph(Vec::new())] }
    }
}

impl Document {
    /// Brings the invariants about: merges neighbouring texts with equal marks, drops empty texts,
    /// sorts marks and leaves one link of several, gives an empty document, quote, cell or item its
    /// paragraph, removes empty lists and tables.
    pub fn normalise(&mut self) {
        normalise_blocks(&mut self.content);
        if self.content.is_empty() {
            *self = Self::default();
        }
    }
}

fn normalise_blocks(blocks: &mut Vec<Block>) {
    for block in blocks.iter_mut() {
        match block {
            Block::Heading { content, .. } | Block::Paragraph { content } => normalise_inlines(content),
            Block::BulletList { content } | Block::OrderedList { content, .. } => {
                for item in content.iter_mut() {
                    normalise_blocks(&mut item.content);
                    if !matches!(item.content.first(), Some(Block::Paragraph { .. })) {
                        item.content.insert(0, Block::paragraph(Vec::new()));
                    }
                }
            }
            Block::Blockquote { content } => {
                normalise_blocks(content);
                if content.is_empty() {
                    content.push(Block::paragraph(Vec::new()));
                }
            }
            Block::Table { content } => {
                for cell in content.iter_mut().flat_map(|row| row.content.iter_mut()) {
                    normalise_blocks(cell.content_mut());
                    if cell.content().is_empty() {
                        cell.content_mut().push(Block::paragraph(Vec::new()));
                    }
                }
            }
        }
    }
    blocks.retain(|block| match block {
        Block::BulletList { content } | Block::OrderedList { content, .. } => !content.is_empty(),
        Block::Table { content } => content.iter().any(|row| !row.content.is_empty()),
        _ => true,
    });
}

fn normalise_inlines(inlines: &mut Vec<Inline>) {
    let mut out: Vec<Inline> = Vec::with_capacity(inlines.len());
    for mut inline in inlines.drain(..) {
        inline.marks.sort();
        inline.marks.dedup_by(|a, b| a == b || matches!((a, b), (Mark::Link { .. }, Mark::Link { .. })));
        if let InlineKind::Text { text } = &inline.kind {
            if text.is_empty() {
                continue;
            }
            if let Some(Inline { kind: InlineKind::Text { text: before }, marks }) = out.last_mut()
                && *marks == inline.marks
            {
                before.push_str(text);
                continue;
            }
        }
        out.push(inline);
    }
    *inlines = out;
}
