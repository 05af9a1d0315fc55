//! What [`compare`](crate::compare) returns: rows to draw, changes to walk through, counts to show.

use document::Inline;
use serde::{Deserialize, Serialize};

/// What changed between two documents.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Comparison {
    /// Text blocks of both documents in reading order, aligned. Every text block of either document has
    /// at least one row; a row's `id` is its index.
    pub rows: Vec<Row>,
    /// What moved; a move's `id` is its index plus one.
    pub moves: Vec<Move>,
    /// Tables of either document, with their rows and columns aligned.
    pub tables: Vec<Table>,
    /// The changes in reading order; a change's `id` is its index.
    pub changes: Vec<Change>,
    /// The clinical changes by id, as they are listed: the gravest first, each sort in reading order.
    pub clinical: Vec<u32>,
    /// Counts of the changes.
    pub summary: Summary,
}

/// A span of a text block, in Unicode code points of its text (see [`document::TextBlock::text`]).
/// Where `start` equals `end` it is a place between two code points.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Span {
    /// Path of the text block.
    pub block: Vec<u32>,
    /// First code point.
    pub start: u32,
    /// Code point after the last.
    pub end: u32,
}

/// One text block beside its counterpart, or one that has none.
///
/// A block that was split has a row for each of its parts, all with the same `old`; one that was merged
/// has a row for each part, all with the same `new`. The segments say which part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Row {
    /// Index in [`Comparison::rows`].
    pub id: u32,
    /// What happened to the block.
    pub kind: RowKind,
    /// The block in the old document.
    pub old: Option<BlockRef>,
    /// The block in the new document.
    pub new: Option<BlockRef>,
    /// The move that brought the whole row here, or took it away.
    pub move_id: Option<u32>,
    /// Index in [`Comparison::tables`], for a paragraph in a cell.
    pub table: Option<u32>,
    /// The text, run by run. The segments of all rows of a block, joined in row order, are its text.
    pub segments: Vec<Segment>,
    /// Changes of the block itself (level, kind, nesting), by id.
    pub changes: Vec<u32>,
    /// What is said above it.
    pub note: Option<Note>,
}

/// What is said above a block, in one line: where its text came from, and what else became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(rename = "RowNote"))]
pub struct Note {
    /// "Moved here from “Dosage”, further up, and edited".
    pub text: String,
    /// The changes it tells of, by id.
    pub changes: Vec<u32>,
    /// The rows where text stood that stands here now.
    pub from: Vec<u32>,
}

/// Where text stands that stood here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Elsewhere {
    /// The row where it stands now.
    pub row: Option<u32>,
    /// "Moved to “Dosage”, further down, unchanged: “Start with 1.5 mg at bedtime …”".
    pub text: String,
}

/// What happened to a text block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// Nothing.
    Equal,
    /// The words are the same; their formatting, or the block's kind, level or nesting, is not.
    Restyled,
    /// Words changed.
    Changed,
    /// The block is new.
    Inserted,
    /// The block is gone.
    Removed,
    /// The block stood here, and stands elsewhere now.
    MovedFrom,
    /// The block stands here, and stood elsewhere; its inner changes are in the segments.
    MovedTo,
    /// A part of an old block that is several new ones.
    Split,
    /// A part of a new block that was several old ones.
    Merged,
}

/// A text block, and what it is in its document.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct BlockRef {
    /// Its path (see [`document::TextBlock::path`]).
    pub path: Vec<u32>,
    /// What it is.
    pub role: Role,
    /// How many block quotes it stands in.
    pub quoted: u8,
}

/// What a text block is in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(rename = "BlockRole"))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Role {
    /// A heading.
    Heading {
        /// 1 to 6.
        level: u8,
    },
    /// A paragraph outside lists and tables.
    Paragraph,
    /// A paragraph of a list item.
    ListItem {
        /// 1 for an outermost list.
        depth: u8,
        /// Whether the list is numbered.
        ordered: bool,
        /// Whether it is the item's first paragraph, which carries the bullet.
        first: bool,
    },
    /// A paragraph in a cell of a table.
    Cell {
        /// Row of the table, from 0.
        row: u32,
        /// Column of the table, from 0, with spanning cells spread out.
        column: u32,
        /// Whether the cell is a heading.
        header: bool,
    },
}

/// What happened to a run of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Op {
    /// It stands in both; has `old` and `new`.
    Equal,
    /// It is gone; has `old` only.
    Delete,
    /// It is new; has `new` only.
    Insert,
    /// It stood here and moved; has `old` only. Where it stands now, the same move holds it again, run
    /// by run, and says what changed on the way.
    MovedAway,
}

/// A run of text within a row.
///
/// The segments with `new`, joined, are the new text. The segments with `old`, joined, are the old text,
/// when those with a `move_id` that are not `moved_away` are left out (they stand in the old text where
/// the `moved_away` segment is).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Segment {
    /// What happened to it.
    pub op: Op,
    /// Its text: the new text where it stands in the new document, else the old one. Citation marks and
    /// images are U+FFFC, line breaks `\n`.
    pub text: String,
    /// The old text, where an equal segment's white space or quotation marks differ from it.
    pub old_text: Option<String>,
    /// Where it stands in the old document.
    pub old: Option<Span>,
    /// Where it stands in the new document.
    pub new: Option<Span>,
    /// The text once more as the editor's inline nodes, to draw marks, citations and images.
    #[cfg_attr(feature = "bindings", ts(type = "Array<Record<string, unknown>>"))]
    pub content: Vec<Inline>,
    /// How the formatting of an equal segment changed.
    pub formatting: Option<Formatting>,
    /// The move it belongs to.
    pub move_id: Option<u32>,
    /// The change it belongs to.
    pub change: Option<u32>,
    /// Whether these are the words that a clinical finding is about; what only changed beside them is not.
    pub clinical: bool,
    /// What stands in place of text that moved away: where to, and its first words. Of runs side by side that went to
    /// one place, the first has it.
    pub elsewhere: Option<Elsewhere>,
}

/// How formatting changed: names of marks ("strong", "emphasis", "superscript", "subscript", "link to …").
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Formatting {
    /// Marks it has now and had not.
    pub added: Vec<String>,
    /// Marks it had and has no more.
    pub removed: Vec<String>,
}

/// Text that moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Move {
    /// Index in [`Comparison::moves`] plus one.
    pub id: u32,
    /// Where it stood, a span per text block.
    pub old: Vec<Span>,
    /// Where it stands, a span per text block.
    pub new: Vec<Span>,
    /// Whether its words changed on the way.
    pub edited: bool,
}

/// A table beside its counterpart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Table {
    /// Path of the table in the old document.
    pub old: Option<Vec<u32>>,
    /// Path of the table in the new document.
    pub new: Option<Vec<u32>>,
    /// Its rows, in reading order.
    pub rows: Vec<Line>,
    /// Its columns, in reading order.
    pub columns: Vec<Line>,
}

/// A row or column of a table beside its counterpart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Line {
    /// What happened to it.
    pub kind: LineKind,
    /// Its index in the old table.
    pub old: Option<u32>,
    /// Its index in the new table.
    pub new: Option<u32>,
}

/// What happened to a row or column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// It stands in both; its cells may have changed.
    Kept,
    /// It is new.
    Inserted,
    /// It is gone.
    Removed,
    /// It stands in both, in another order; listed where it stands now.
    Moved,
}

/// What a change is about. The first eight can hurt a patient and are acknowledged one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// A dose, unit, frequency, route, range or comparator.
    Dose,
    /// A "not" gained or lost, or an opposite.
    Negation,
    /// A contraindication or warning that is gone.
    Warning,
    /// The name of a drug.
    Drug,
    /// A number that is not a dose.
    Number,
    /// Whom the statement is about.
    Population,
    /// How sure the statement is.
    Certainty,
    /// A citation of a statement that stays.
    Citation,
    /// A date, or a number that names something: a figure, a page, an address.
    Reference,
    /// Words.
    Wording,
    /// Text at another place.
    Moved,
    /// A block's kind, level or nesting; a row or column of a table; an image.
    Structure,
    /// Formatting or a link.
    Formatting,
}

impl Class {
    /// Whether a reviewer must acknowledge changes of this class.
    pub const fn clinical(self) -> bool {
        (self as u8) <= (Self::Citation as u8)
    }

    /// Its name, to stand over changes of it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dose => "Dose",
            Self::Negation => "Negation",
            Self::Warning => "Warning",
            Self::Drug => "Drug",
            Self::Number => "Number",
            Self::Population => "Population",
            Self::Certainty => "Certainty",
            Self::Citation => "Citation",
            Self::Reference => "Reference",
            Self::Wording => "Wording",
            Self::Moved => "Moved",
            Self::Structure => "Structure",
            Self::Formatting => "Formatting",
        }
    }
}

/// One change, as a person walks through them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Change {
    /// Index in [`Comparison::changes`].
    pub id: u32,
    /// Names the change by its content: the same change in another comparison has the same key, so that an
    /// acknowledgement can be recorded against it. 32 hexadecimal digits; distinct within a comparison.
    pub key: String,
    /// The rows that show it.
    pub rows: Vec<u32>,
    /// The gravest class of its findings.
    pub class: Class,
    /// Whether it must be acknowledged.
    pub clinical: bool,
    /// Whether all that is clinical in it is only written differently (1000 mcg for 1 mg).
    pub equivalent: bool,
    /// One line: "naltrexone 4.5 mg → 45 mg".
    pub description: String,
    /// Everything found in it, gravest first. Never empty.
    pub findings: Vec<Finding>,
    /// The words that are gone.
    pub old_text: String,
    /// The words that are new.
    pub new_text: String,
    /// Where in the old document; an empty span at the place where the new words are missing.
    pub old: Option<Span>,
    /// Where in the new document; an empty span at the place where the old words are missing.
    pub new: Option<Span>,
    /// The sentences of the old text it stands in.
    pub old_sentence: String,
    /// The sentences of the new text it stands in.
    pub new_sentence: String,
    /// The sentence it stands in, its words of both texts marked: enough to judge it without the text around. Parts
    /// that are no part of it are left out of a long sentence, with "…" in their place.
    pub excerpt: Vec<Phrase>,
    /// The move it is part of.
    pub move_id: Option<u32>,
}

/// Some words of the sentence that a change stands in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Phrase {
    /// Whether they stay (`equal`), are gone (`delete`) or new (`insert`).
    pub op: Op,
    /// The words, white space folded, citations as they are printed.
    pub text: String,
    /// See [`Segment::clinical`].
    pub clinical: bool,
}

/// One thing found in a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(rename = "ChangeFinding"))]
pub struct Finding {
    /// What it is about.
    pub class: Class,
    /// One line: "naltrexone 4.5 mg → 45 mg".
    pub description: String,
    /// The drug that an amount is of, where one is named beside it.
    pub of: Option<String>,
    /// What became what: "4.5 mg", "45 mg". Either is empty where that came or went; both where the line says all.
    pub was: String,
    /// See `was`.
    pub is: String,
    /// Whether both sides mean the same (1000 mcg, 1 mg).
    pub equivalent: bool,
}

impl Finding {
    /// What is said in one line alone.
    pub(crate) const fn told(class: Class, description: String) -> Self {
        Self { class, description, of: None, was: String::new(), is: String::new(), equivalent: false }
    }

    /// What became what. `what` names it where no drug does: "dose", "number".
    pub(crate) fn became(
        class: Class,
        what: &str,
        of: Option<String>,
        was: &str,
        is: &str,
        equivalent: bool,
    ) -> Self {
        let name = of.as_deref().unwrap_or(what);
        let space = if name.is_empty() { "" } else { " " };
        let description = match (was.is_empty(), is.is_empty()) {
            (false, false) => {
                format!("{name}{space}{was} → {is}{}", if equivalent { " (the same amount)" } else { "" })
            }
            (false, true) => format!("{name}{space}{was} removed"),
            _ => format!("{name}{space}{is} added"),
        };
        Self { class, description, of, was: was.to_owned(), is: is.to_owned(), equivalent }
    }
}

/// Counts of the changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Summary {
    /// Changes per class, gravest first; classes without changes are left out. A change of several
    /// clinical classes counts once in each.
    pub counts: Vec<Count>,
    /// Changes that must be acknowledged.
    pub clinical: u32,
    /// All changes.
    pub total: u32,
    /// "2 doses, 1 negation, 14 wording"; "No changes" where there are none.
    pub sentence: String,
    /// What the list of clinical changes does not promise, in one sentence; empty where nothing changed.
    pub caution: String,
}

/// How many changes of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Count {
    /// The class.
    pub class: Class,
    /// How many.
    pub count: u32,
}
