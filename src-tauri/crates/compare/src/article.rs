//! A document laid out for comparison: its text blocks one after another in one text, with their tokens,
//! places and formatting.

use crate::comparison::{BlockRef, Role, Span};
use crate::stream::{Edge, Kind, Reading, Shape, Stream, Token, hash_bytes};
use document::{Block, Document, Inline, InlineKind, LEAF, Mark};
use std::ops::Range;

/// A document laid out.
#[derive(Debug, Default)]
pub(crate) struct Article {
    pub(crate) text: String,
    pub(crate) stream: Stream,
    pub(crate) blocks: Vec<Laid>,
    /// The block of each token.
    pub(crate) block_of: Vec<u32>,
    /// Paths of the tables, in reading order.
    pub(crate) tables: Vec<Vec<u32>>,
}

/// A text block laid out.
#[derive(Debug)]
pub(crate) struct Laid {
    pub(crate) place: BlockRef,
    /// Index in [`Article::tables`].
    pub(crate) table: Option<u32>,
    /// Its row and column in the table, with spanning cells spread out.
    pub(crate) cell: Option<(u32, u32)>,
    /// Its bytes in the whole text.
    pub(crate) bytes: Range<usize>,
    /// Its tokens.
    pub(crate) tokens: Range<usize>,
    /// Its runs and where each begins, in bytes of the whole text.
    runs: Vec<(usize, Inline)>,
    /// Code points before each byte of the block; empty for a block of ASCII.
    points: Vec<u32>,
}

impl Article {
    pub(crate) fn of(document: &Document) -> Self {
        let mut article = Self::default();
        article.walk(&document.content, &mut Vec::new(), Place::default());
        article
    }

    /// The code point span of bytes `range` of block `at`.
    pub(crate) fn span(&self, at: u32, range: Range<usize>) -> Span {
        let laid = &self.blocks[at as usize];
        Span { block: laid.place.path.clone(), start: laid.point(range.start), end: laid.point(range.end) }
    }

    /// The inline nodes of bytes `range` of block `at`, cut to it.
    pub(crate) fn content(&self, at: u32, range: &Range<usize>) -> Vec<Inline> {
        let laid = &self.blocks[at as usize];
        let first = laid.runs.partition_point(|(start, _)| *start <= range.start).saturating_sub(1);
        let mut out = Vec::new();
        for (n, (start, inline)) in laid.runs.iter().enumerate().skip(first) {
            if *start >= range.end {
                break;
            }
            let end = laid.runs.get(n + 1).map_or(laid.bytes.end, |(next, _)| *next);
            let (from, to) = (range.start.max(*start), range.end.min(end));
            if from >= to {
                continue;
            }
            let kind = match &inline.kind {
                InlineKind::Text { .. } => InlineKind::Text { text: self.text[from..to].to_owned() },
                leaf => leaf.clone(),
            };
            out.push(Inline { kind, marks: inline.marks.clone() });
        }
        out
    }

    /// The marks at byte `at` of block `block`, and the byte after the last that has them.
    pub(crate) fn marks(&self, block: u32, at: usize) -> (&[Mark], usize) {
        let laid = &self.blocks[block as usize];
        let next = laid.runs.partition_point(|(start, _)| *start <= at);
        let end = laid.runs.get(next).map_or(laid.bytes.end, |(start, _)| *start);
        (next.checked_sub(1).and_then(|n| laid.runs.get(n)).map_or(&[], |(_, run)| &run.marks), end)
    }

    fn walk(&mut self, blocks: &[Block], path: &mut Vec<u32>, place: Place) {
        for (at, block) in (0u32..).zip(blocks) {
            path.push(at);
            match block {
                Block::Heading { attrs, content } => {
                    self.lay(path, place, Role::Heading { level: attrs.level }, content);
                }
                Block::Paragraph { content } => {
                    let role = match place.inside {
                        Inside::Body => Role::Paragraph,
                        Inside::List { depth, ordered } => Role::ListItem { depth, ordered, first: at == 0 },
                        Inside::Cell { row, column, header } => Role::Cell { row, column, header },
                    };
                    self.lay(path, place, role, content);
                }
                Block::BulletList { content } | Block::OrderedList { content, .. } => {
                    let depth = match place.inside {
                        Inside::List { depth, .. } => depth.saturating_add(1),
                        Inside::Body | Inside::Cell { .. } => 1,
                    };
                    let ordered = matches!(block, Block::OrderedList { .. });
                    for (n, item) in (0u32..).zip(content) {
                        path.push(n);
                        let inside = Inside::List { depth, ordered };
                        self.walk(&item.content, path, Place { inside, ..place });
                        path.pop();
                    }
                }
                Block::Blockquote { content } => {
                    self.walk(content, path, Place { quoted: place.quoted.saturating_add(1), ..place });
                }
                Block::Table { content } => {
                    let table = Some(self.tables.len() as u32);
                    self.tables.push(path.clone());
                    let columns = columns(content);
                    for (row, (cells, columns)) in (0u32..).zip(content.iter().zip(columns)) {
                        path.push(row);
                        for (n, (cell, column)) in (0u32..).zip(cells.content.iter().zip(columns)) {
                            path.push(n);
                            let header = matches!(cell, document::TableCell::TableHeader { .. });
                            let inside = Inside::Cell { row, column, header };
                            self.walk(
                                cell.content(),
                                path,
                                Place { inside, table, cell: Some((row, column)), ..place },
                            );
                            path.pop();
                        }
                        path.pop();
                    }
                }
            }
            path.pop();
        }
    }

    fn lay(&mut self, path: &[u32], place: Place, role: Role, content: &[Inline]) {
        let start = self.text.len();
        let mut runs = Vec::with_capacity(content.len());
        let mut leaves = Vec::new();
        for inline in content {
            runs.push((self.text.len(), inline.clone()));
            match &inline.kind {
                InlineKind::Text { text } => self.text.push_str(text),
                InlineKind::HardBreak => self.text.push('\n'),
                InlineKind::Citation { attrs } => {
                    leaves.push((Kind::Citation, hash_bytes(attrs.keys.join("\u{1f}").as_bytes())));
                    self.text.push(LEAF);
                }
                InlineKind::Image { attrs } => {
                    let digest = attrs.digest.map(|digest| digest.to_string()).unwrap_or_default();
                    leaves.push((Kind::Image, hash_bytes(format!("{digest}\u{1e}{}", attrs.alt).as_bytes())));
                    self.text.push(LEAF);
                }
            }
        }
        let end = self.text.len();
        let first = self.stream.tokens.len();
        let edge = match place.table {
            None if matches!(role, Role::ListItem { first: true, .. }) => Edge::Item,
            None => Edge::Block,
            Some(table) => {
                let row = ..=self.tables[table as usize].len();
                let before = self.blocks.last().filter(|before| before.table == Some(table));
                if before.is_some_and(|before| before.place.path[row] == path[row]) {
                    Edge::Cell
                } else {
                    Edge::Row
                }
            }
        };
        let text = &self.text[start..end];
        self.stream.read(text, start as u32, Shape::Block(edge), &mut Leaves(leaves.into_iter()));
        if self.stream.tokens.len() == first {
            // A block without words has one token, so that it takes part in the alignment like any other.
            self.stream.tokens.push(Token {
                hash: 0,
                start: end as u32,
                len: 0,
                kind: Kind::Punctuation,
                edge,
            });
        }
        let points = if text.is_ascii() { Vec::new() } else { points(text) };
        self.block_of.resize(self.stream.tokens.len(), self.blocks.len() as u32);
        self.blocks.push(Laid {
            place: BlockRef { path: path.to_vec(), role, quoted: place.quoted },
            table: place.table,
            cell: place.cell,
            bytes: start..end,
            tokens: first..self.stream.tokens.len(),
            runs,
            points,
        });
        // Blocks are parted, so that no token and no range of bytes reaches from one into the next.
        self.text.push('\n');
    }
}

impl Laid {
    /// The code point of the block that begins at a byte of the whole text.
    pub(crate) fn point(&self, byte: usize) -> u32 {
        let at = byte - self.bytes.start;
        self.points.get(at).copied().unwrap_or(at as u32)
    }

    /// The byte at which code point `point` of the block begins.
    pub(crate) fn byte(&self, point: u32) -> usize {
        let at = if self.points.is_empty() {
            point as usize
        } else {
            self.points.partition_point(|before| *before < point)
        };
        self.bytes.start + at.min(self.bytes.len())
    }
}

#[derive(Clone, Copy, Default)]
struct Place {
    inside: Inside,
    quoted: u8,
    table: Option<u32>,
    cell: Option<(u32, u32)>,
}

#[derive(Clone, Copy, Default)]
enum Inside {
    #[default]
    Body,
    List {
        depth: u8,
        ordered: bool,
    },
    Cell {
        row: u32,
        column: u32,
        header: bool,
    },
}

/// Tells leaves apart by what they point at, in the order they stand in the block.
struct Leaves(std::vec::IntoIter<(Kind, u64)>);

impl Reading for Leaves {
    fn leaf(&mut self, mark: char) -> Option<(Kind, u64)> {
        if mark == LEAF { self.0.next() } else { None }
    }
    const FOLD_QUOTES: bool = true;
}

/// Code points before each byte.
fn points(text: &str) -> Vec<u32> {
    let mut out = Vec::with_capacity(text.len() + 1);
    let mut count = 0;
    for c in text.chars() {
        out.extend(std::iter::repeat_n(count, c.len_utf8()));
        count += 1;
    }
    out.push(count);
    out
}

/// The column each cell begins in, row by row, with spanning cells spread out.
fn columns(rows: &[document::TableRow]) -> Vec<Vec<u32>> {
    let mut reaching: Vec<u32> = Vec::new();
    let mut out = Vec::with_capacity(rows.len());
    for row in rows {
        let mut column = 0usize;
        let mut starts = Vec::with_capacity(row.content.len());
        for cell in &row.content {
            while reaching.get(column).is_some_and(|rows| *rows > 0) {
                column += 1;
            }
            starts.push(column as u32);
            let (wide, high) = (cell.attrs().colspan.clamp(1, 1000) as usize, cell.attrs().rowspan.max(1));
            if reaching.len() < column + wide {
                reaching.resize(column + wide, 0);
            }
            reaching[column..column + wide].fill(high);
            column += wide;
        }
        reaching.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
        out.push(starts);
    }
    out
}
