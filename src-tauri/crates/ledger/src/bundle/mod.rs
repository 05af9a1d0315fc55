//! One file that holds a log, or an excerpt of one, with all that is needed to check it.
//!
//! Its form is written down in `FORMAT.md` of this crate, which every bundle carries within itself.
//! [`create`] writes one, [`verify_bundle`] checks one; both stream, whatever the length of the log.

mod container;
mod digesting;
mod lines;
mod manifest;
mod read;
mod until;
mod write;

pub use manifest::{About, FileEntry, Manifest};
pub use read::{Problem, Verdict, verify_bundle, verify_bundle_with_texts};
pub use write::{EventsWriter, FilesWriter, create};

/// The description of all that is signed, hashed and bundled.
pub const FORMAT: &str = include_str!("../../FORMAT.md");

/// The version of the form, as it stands in the manifest.
pub const FORMAT_NAME: &str = "imprimatur/bundle/v1";

const MANIFEST: &str = "manifest.json";
const MANIFEST_NOTE: &str = "manifest.note";
const CHECKPOINT: &str = "checkpoint.note";
const EVENTS: &str = "events.jsonl";
const KEYS: &str = "keys.json";
const FORMAT_FILE: &str = "FORMAT.md";

/// Where the files stand that events vouch for, each under its digest.
const VOUCHED: &str = "files/";

/// Why a bundle could not be written, or not be read as one.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// Reading or writing failed.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// Not a ZIP archive, or a damaged or ambiguous one.
    #[error("not a sound ZIP archive: {0}")]
    Zip(#[source] zip::result::ZipError),
    /// Two tools could see different content in this archive, or something that neither looks at.
    #[error(
        "the archive is damaged or ambiguous: it holds two entries of one name, entries that overlap, or something beside its entries"
    )]
    Ambiguous,
    /// A file that every bundle has is missing or too long.
    #[error("the file {0} is missing, or longer than it may be")]
    Missing(&'static str),
    /// A file that every bundle has is not in its form.
    #[error("the file {name} cannot be read: {reason}")]
    Malformed {
        /// The file.
        name: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// A line of the events is neither an event nor a gap.
    #[error("line {0} of events.jsonl is neither an event nor a gap")]
    Line(u64),
    /// What was to be written is not an event that may stand here.
    #[error("event {seq} cannot be bundled: {reason}")]
    Event {
        /// Its place.
        seq: u64,
        /// Why not.
        reason: String,
    },
    /// A name that a file in a bundle cannot have, or content that does not fit it.
    #[error("a bundle cannot hold this file under the name {0:?}")]
    Name(String),
    /// Whoever looked on had it stopped.
    #[error("the check was stopped")]
    Stopped,
    /// The checkpoint to be bundled is not that of the events written.
    #[error("the checkpoint is not that of the events written")]
    Checkpoint,
}

impl From<zip::result::ZipError> for BundleError {
    fn from(error: zip::result::ZipError) -> Self {
        match error {
            zip::result::ZipError::Io(error) => Self::Io(error),
            other => Self::Zip(other),
        }
    }
}

impl BundleError {
    fn malformed(name: &'static str, reason: impl std::fmt::Display) -> Self {
        Self::Malformed { name, reason: reason.to_string() }
    }
}

/// Whether a file of the exporter's choice may have this name.
fn is_free_name(name: &str) -> bool {
    let reserved = [MANIFEST, MANIFEST_NOTE, CHECKPOINT, EVENTS, KEYS, FORMAT_FILE];
    is_name(name) && !reserved.contains(&name)
}

/// Whether a file can have this name and is unpacked, by whatever tool, where it belongs.
fn is_name(name: &str) -> bool {
    let segment = |segment: &str| {
        segment.starts_with(|c: char| c.is_ascii_alphanumeric())
            && segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
    };
    name.len() <= 200 && name.split('/').all(segment)
}

/// The digest that a file events vouch for is named by: `files/<digest>` or `files/<digest>.<ending>`.
fn named_digest(name: &str) -> Option<&str> {
    let file = name.strip_prefix(VOUCHED)?;
    Some(file.split_once('.').map_or(file, |(digest, _)| digest))
}
