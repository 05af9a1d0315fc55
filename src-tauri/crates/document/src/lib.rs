//! The text of an article: its blocks, marks and positions, its plain text and its digest, and the
//! readers and writers of file formats.
//!
//! A [`Document`] serialises as the JSON of the window's editor (ProseMirror), so the editor reads and
//! writes it as it is; [`Document::from_json`] is the only way in, and it checks everything, whoever
//! sends it. Nothing here knows a database, a window or a clock.

mod anchor;
mod digest;
mod file;
pub mod import;
mod model;
#[cfg(feature = "testing")]
pub mod testing;
mod text;
mod validate;
pub mod write;

pub use anchor::{Anchor, normalise_quote};
pub use digest::{Digest, Digesting};
pub use file::{FileKind, FileWords, MAX_FILE_BYTES, Unfit, read_file};
pub use model::{
    Block, CellAttrs, CitationAttrs, Document, HeadingAttrs, ImageAttrs, Inline, InlineKind, LinkAttrs,
    ListItem, Mark, OrderedListAttrs, TableCell, TableRow,
};
pub use text::{BlockKind, LEAF, Section, TextBlock};
pub use validate::Invalid;
