//! Two texts of an article in, what changed out: blocks aligned, moved, split and merged, words refined,
//! clinical changes named, and a map of positions in both directions.
//!
//! [`compare`] takes two documents; [`plain`] takes two plain texts and is what the engine is measured by.
//! Both stand on the same core: a [`stream`](stream::Stream) of tokens per text, an
//! [alignment](align::Alignment) of the two, and whatever is shown derived from that alignment.
//! Everything here is a pure function of its two arguments, and bounded in time and memory.

mod align;
mod article;
mod changes;
mod clinical;
mod comparison;
mod counterparts;
mod map;
mod merge;
mod notes;
mod order;
mod page;
mod places;
pub mod plain;
mod rows;
mod stream;
mod tables;

pub use clinical::LEXICON_VERSION;
pub use comparison::{
    BlockRef, Change, Class, Comparison, Count, Elsewhere, Finding, Formatting, Line, LineKind, Move, Note,
    Op, Phrase, Role, Row, RowKind, Segment, Span, Summary, Table,
};
pub use map::{Mapped, PositionMap};
pub use merge::{Choice, Conflict, Merged, merge};
pub use page::{Heading, page};
pub use places::{Cells, Ends, Place};

use document::Document;

/// What changed from `old` to `new`.
///
/// Deterministic. Time grows with the length of the texts and the size of the changes, never with a
/// power of either that an awkward text could exploit.
pub fn compare(old: &Document, new: &Document) -> Comparison {
    let entries = changes::Entries::of(old, new);
    let (old, new) = (article::Article::of(old), article::Article::of(new));
    let aligned = counterparts::aligned(&old, &new);
    let mut comparison = rows::rows(&old, &new, &aligned);
    tables::name(&mut comparison, &old, &new, &aligned.tables);
    changes::list(&mut comparison, &old, &new, &entries);
    notes::write(&mut comparison);
    comparison
}
