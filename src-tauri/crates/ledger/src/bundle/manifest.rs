//! What a bundle holds and why it was made.

use super::{BundleError, FORMAT_NAME, MANIFEST};
use crate::{Hash, KeyId, Note, NoteError, PublicKey, Registry, SigningKey, canonical, event::is_timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

/// What only the exporter knows about a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The program and its version.
    pub app: String,
    /// What was asked for: the filters, who asked, the event that records the export.
    pub asked: Value,
    /// When, as in an event.
    pub at: String,
}

/// What a bundle holds. Written in canonical form, and signed by the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The program and its version.
    pub app: String,
    /// What was asked for.
    pub asked: Value,
    /// When it was made.
    pub at: String,
    /// How many events it holds.
    #[serde(with = "crate::event::number")]
    pub events: u64,
    /// Every other file, in the order of their names.
    pub files: Vec<FileEntry>,
    /// [`FORMAT_NAME`].
    pub format: String,
    /// How many events it leaves out.
    #[serde(with = "crate::event::number")]
    pub omitted: u64,
    /// The log it is of.
    pub origin: String,
}

/// One file of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// Its name in the archive.
    pub name: String,
    /// SHA-256 of its content.
    pub sha256: Hash,
    /// Its length in bytes.
    #[serde(with = "crate::event::number")]
    pub size: u64,
}

impl Manifest {
    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, BundleError> {
        canonical(self).map_err(|error| BundleError::malformed(MANIFEST, error))
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self, BundleError> {
        let manifest: Self =
            serde_json::from_slice(bytes).map_err(|error| BundleError::malformed(MANIFEST, error))?;
        if manifest.format != FORMAT_NAME {
            return Err(BundleError::malformed(MANIFEST, "of a form that is not known here"));
        }
        if !is_timestamp(&manifest.at) {
            return Err(BundleError::malformed(
                MANIFEST,
                "its time is not RFC 3339 in UTC with milliseconds",
            ));
        }
        if !manifest.files.is_sorted_by(|a, b| a.name < b.name) {
            return Err(BundleError::malformed(MANIFEST, "its files are not in the order of their names"));
        }
        if manifest.to_bytes()? != bytes {
            return Err(BundleError::malformed(MANIFEST, "not in canonical form"));
        }
        Ok(manifest)
    }

    pub(super) fn sign(&self, key: &SigningKey) -> Result<Note, BundleError> {
        Note::sign(self.note_text()?, &self.origin, key)
            .map_err(|error| BundleError::malformed(MANIFEST, error))
    }

    /// Whether the note is the signature of this key under this manifest.
    pub(super) fn verify(&self, note: &Note, key: &PublicKey) -> Result<(), NoteError> {
        let text =
            self.note_text().map_err(|_| NoteError::Malformed("the manifest has no canonical form"))?;
        if note.verify(&self.origin, key)? == text { Ok(()) } else { Err(NoteError::Forged) }
    }

    fn note_text(&self) -> Result<String, BundleError> {
        Ok(format!("{FORMAT_NAME}\n{}\n{}\n", self.origin, Hash::of(&self.to_bytes()?)))
    }
}

/// The keys as a file for people: all of it can be, and is, derived from the events again.
#[derive(Serialize)]
pub(super) struct KeysFile<'a> {
    desk: Option<HeldKey<'a>>,
    members: Vec<MemberKeys<'a>>,
}

#[derive(Serialize)]
struct MemberKeys<'a> {
    keys: Vec<HeldKey<'a>>,
    member: Uuid,
}

#[derive(Serialize)]
struct HeldKey<'a> {
    after: String,
    id: KeyId,
    key: &'a PublicKey,
    until: Option<String>,
}

impl<'a> KeysFile<'a> {
    pub(super) fn of(registry: &'a Registry) -> Self {
        let desk = registry.desk().map(|key| HeldKey { after: "0".into(), id: key.id(), key, until: None });
        let members = registry.members().map(|(member, spans)| {
            let keys = spans.iter().map(|span| HeldKey {
                after: span.after.to_string(),
                id: span.key.id(),
                key: &span.key,
                until: span.until.map(|seq| seq.to_string()),
            });
            MemberKeys { keys: keys.collect(), member }
        });
        Self { desk, members: members.collect() }
    }
}
