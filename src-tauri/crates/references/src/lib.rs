//! References: the files in which people keep them, read into sources.
//!
//! An entry that cannot be read costs only itself: every format is split into entries first, and each is read
//! alone. Nothing here knows a database, a window or a network.

mod draft;
mod read;
mod retractions;
mod style;

pub use read::{Bad, Entry, Format, List, MAX_BYTES, Unreadable, of_csl, read};
pub use retractions::{Listed, MAX_LIST_BYTES, Retractions};
pub use style::{Run, format, words};
