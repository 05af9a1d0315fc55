//! What a text is made of, from blocks down to sentences, and how three versions of each become one.

use super::{Merger, document_of, sentences, settle};
use crate::stream::hash_bytes;
use document::{Block, Document, Inline, InlineKind, LEAF, ListItem, TableCell, TableRow};
use std::hash::Hash;

/// A member of a sequence that is merged.
pub(super) trait Part: Clone + Eq + Hash {
    /// The hashes of its words, sorted: what it is recognised by.
    fn words(&self) -> Vec<u64>;
    /// Whether it can be what the other became.
    fn is_kin(&self, other: &Self) -> bool;
    /// Merges three versions of it by what they are made of; `None` where that cannot be done.
    fn within(base: &Self, mine: &Self, theirs: &Self, merger: &mut Merger<'_>) -> Option<Self>;
    /// Such parts as a document, to be shown.
    fn document(parts: &[Self]) -> Document;
    /// Its text, where it is a heading.
    fn heading(&self) -> Option<String> {
        None
    }
}

fn words_of(text: &str) -> Vec<u64> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut out: Vec<u64> = words.map(|word| hash_bytes(word.to_lowercase().as_bytes())).collect();
    out.sort_unstable();
    out
}

fn text_of(inlines: &[Inline]) -> String {
    inlines
        .iter()
        .map(|inline| match &inline.kind {
            InlineKind::Text { text } => text.clone(),
            InlineKind::HardBreak => "\n".to_owned(),
            InlineKind::Image { .. } | InlineKind::Citation { .. } => LEAF.to_string(),
        })
        .collect()
}

/// Of three values that are no sequence: the one that changed, or nothing where both did.
fn changed<T: Clone + PartialEq>(base: &T, mine: &T, theirs: &T) -> Option<T> {
    let [base, mine, theirs] = [base, mine, theirs].map(std::slice::from_ref);
    settle(base, mine, theirs).and_then(<[T]>::first).cloned()
}

/// What a text block is: the level of a heading, or none.
fn level(block: &Block) -> Option<u8> {
    match block {
        Block::Heading { attrs, .. } => Some(attrs.level),
        _ => None,
    }
}

impl Part for Block {
    fn words(&self) -> Vec<u64> {
        let document = Document { content: vec![self.clone()] };
        let text: Vec<String> = document.text_blocks().iter().map(document::TextBlock::text).collect();
        words_of(&text.join(" "))
    }

    fn is_kin(&self, other: &Self) -> bool {
        let is_text = |block: &Self| matches!(block, Self::Heading { .. } | Self::Paragraph { .. });
        std::mem::discriminant(self) == std::mem::discriminant(other) || (is_text(self) && is_text(other))
    }

    fn within(base: &Self, mine: &Self, theirs: &Self, merger: &mut Merger<'_>) -> Option<Self> {
        Some(match (base, mine, theirs) {
            (
                Self::Heading { content: b, .. } | Self::Paragraph { content: b },
                Self::Heading { content: m, .. } | Self::Paragraph { content: m },
                Self::Heading { content: t, .. } | Self::Paragraph { content: t },
            ) => {
                let level = changed(&level(base), &level(mine), &level(theirs))?;
                let [b, m, t] = [b, m, t].map(|inlines| Sentence::all(inlines));
                let content = Sentence::joined(&merger.parts(&b, &m, &t));
                match level {
                    Some(level) => Self::heading(level, content),
                    None => Self::paragraph(content),
                }
            }
            (
                Self::BulletList { content: b },
                Self::BulletList { content: m },
                Self::BulletList { content: t },
            ) => Self::BulletList { content: merger.parts(b, m, t) },
            (
                Self::OrderedList { attrs, content: b },
                Self::OrderedList { attrs: my, content: m },
                Self::OrderedList { attrs: their, content: t },
            ) => Self::OrderedList { attrs: changed(attrs, my, their)?, content: merger.parts(b, m, t) },
            (
                Self::Blockquote { content: b },
                Self::Blockquote { content: m },
                Self::Blockquote { content: t },
            ) => Self::Blockquote { content: merger.parts(b, m, t) },
            (Self::Table { content: b }, Self::Table { content: m }, Self::Table { content: t }) => {
                // A column put in by one has no place in the rows of the other.
                let wide = b.first().map(|row| row.content.len())?;
                let even = |row: &TableRow| {
                    row.content.len() == wide
                        && row.content.iter().all(|c| c.attrs().colspan == 1 && c.attrs().rowspan == 1)
                };
                if ![b, m, t].into_iter().flatten().all(even) {
                    return None;
                }
                Self::Table { content: merger.parts(b, m, t) }
            }
            _ => return None,
        })
    }

    fn document(parts: &[Self]) -> Document {
        document_of(parts.to_vec())
    }

    fn heading(&self) -> Option<String> {
        match self {
            Self::Heading { content, .. } => Some(text_of(content).replace(LEAF, "")),
            _ => None,
        }
    }
}

impl Part for ListItem {
    fn words(&self) -> Vec<u64> {
        let mut words: Vec<u64> = self.content.iter().flat_map(Part::words).collect();
        words.sort_unstable();
        words
    }

    fn is_kin(&self, _: &Self) -> bool {
        true
    }

    fn within(base: &Self, mine: &Self, theirs: &Self, merger: &mut Merger<'_>) -> Option<Self> {
        Some(Self { content: merger.parts(&base.content, &mine.content, &theirs.content) })
    }

    fn document(parts: &[Self]) -> Document {
        document_of(vec![Block::BulletList { content: parts.to_vec() }])
    }
}

impl Part for TableRow {
    fn words(&self) -> Vec<u64> {
        let mut words: Vec<u64> =
            self.content.iter().flat_map(|cell| cell.content().iter().flat_map(Part::words)).collect();
        words.sort_unstable();
        words
    }

    fn is_kin(&self, other: &Self) -> bool {
        self.content.len() == other.content.len()
    }

    fn within(base: &Self, mine: &Self, theirs: &Self, merger: &mut Merger<'_>) -> Option<Self> {
        let cells = base.content.iter().zip(&mine.content).zip(&theirs.content);
        let merged = cells.map(|((base, mine), theirs)| {
            let mut cell: TableCell = changed(&kind(base), &kind(mine), &kind(theirs))?;
            *cell.content_mut() = merger.parts(base.content(), mine.content(), theirs.content());
            Some(cell)
        });
        Some(Self { content: merged.collect::<Option<Vec<_>>>()? })
    }

    fn document(parts: &[Self]) -> Document {
        document_of(vec![Block::Table { content: parts.to_vec() }])
    }
}

/// A cell without its words.
fn kind(cell: &TableCell) -> TableCell {
    let mut cell = cell.clone();
    cell.content_mut().clear();
    cell
}

/// A sentence with the white space after it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Sentence(Vec<Inline>);

impl Sentence {
    /// The sentences of a text block.
    fn all(inlines: &[Inline]) -> Vec<Self> {
        let ranges = sentences(&text_of(inlines));
        ranges
            .into_iter()
            .map(|range| {
                let mut at = 0;
                let mut out = Vec::new();
                for inline in inlines {
                    let from = at;
                    at += text_of(std::slice::from_ref(inline)).chars().count();
                    let (low, high) = (range.start.max(from), range.end.min(at));
                    if low >= high {
                        continue;
                    }
                    out.push(match &inline.kind {
                        InlineKind::Text { text } => Inline {
                            kind: InlineKind::Text {
                                text: text.chars().skip(low - from).take(high - low).collect(),
                            },
                            marks: inline.marks.clone(),
                        },
                        _ => inline.clone(),
                    });
                }
                Self(out)
            })
            .collect()
    }

    /// Sentences as the inlines of one block. Those that stood last in their own text are parted by a space.
    fn joined(sentences: &[Self]) -> Vec<Inline> {
        let mut out: Vec<Inline> = Vec::new();
        for sentence in sentences {
            let space = |inline: Option<&Inline>, edge: fn(&str) -> bool| match inline.map(|i| &i.kind) {
                Some(InlineKind::Text { text }) => edge(text),
                Some(InlineKind::HardBreak) | None => true,
                Some(_) => false,
            };
            let ends = space(out.last(), |text| text.ends_with(char::is_whitespace));
            let begins = space(sentence.0.first(), |text| text.starts_with(char::is_whitespace));
            if !(ends || begins) {
                out.push(Inline::text(" "));
            }
            out.extend(sentence.0.iter().cloned());
        }
        out
    }
}

impl Part for Sentence {
    fn words(&self) -> Vec<u64> {
        words_of(&text_of(&self.0))
    }

    fn is_kin(&self, _: &Self) -> bool {
        true
    }

    fn within(_: &Self, _: &Self, _: &Self, _: &mut Merger<'_>) -> Option<Self> {
        None
    }

    fn document(parts: &[Self]) -> Document {
        document_of(vec![Block::paragraph(Self::joined(parts))])
    }
}
