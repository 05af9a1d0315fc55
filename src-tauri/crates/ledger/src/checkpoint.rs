//! Checkpoints as of C2SP (<https://c2sp.org/tlog-checkpoint>): the size and root of the log at a moment, as a signed
//! note. Kept outside the database, a checkpoint exposes a log that was rewritten, cut or forked.

use crate::{Hash, Head, Note, NoteError, PublicKey, SigningKey, note::check_name};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use uuid::Uuid;

/// What a log claims: that its first `size` events have this root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The identity of the log; also the name of the key that signs for it.
    pub origin: String,
    /// How many events it covers.
    pub size: u64,
    /// The root of the tree over them.
    pub root: Hash,
}

impl Checkpoint {
    /// The origin of a board's log: `imprimatur/board/` and the identity of the event that created the board.
    pub fn origin_of(created: Uuid) -> String {
        format!("imprimatur/board/{created}")
    }

    /// What the head of a log claims.
    pub fn of(head: &Head, origin: String) -> Self {
        Self { origin, size: head.size(), root: head.root() }
    }

    /// Signs it; the note's `to_string` is what to keep.
    pub fn sign(&self, key: &SigningKey) -> Result<Note, NoteError> {
        let root = BASE64_STANDARD.encode(self.root.0);
        Note::sign(format!("{}\n{}\n{root}\n", self.origin, self.size), &self.origin, key)
    }

    /// Reads the text of a note as a checkpoint. Lines of other logs' extensions are ignored, as the form demands.
    pub fn from_text(text: &str) -> Result<Self, NoteError> {
        let text = text.strip_suffix('\n').ok_or(NoteError::Malformed("it ends within a line"))?;
        let mut lines = text.split('\n');
        let mut line = || lines.next().filter(|line| !line.is_empty());
        let origin = line().ok_or(NoteError::Malformed("no origin"))?.to_owned();
        check_name(&origin)?;
        let size = line()
            .and_then(|digits| digits.parse().ok().filter(|size: &u64| size.to_string() == digits))
            .ok_or(NoteError::Malformed("no size"))?;
        let root = line()
            .and_then(|encoded| BASE64_STANDARD.decode(encoded).ok())
            .and_then(|root| root.try_into().ok())
            .ok_or(NoteError::Malformed("no root"))?;
        if lines.any(str::is_empty) {
            return Err(NoteError::Malformed("an empty line"));
        }
        Ok(Self { origin, size, root: Hash(root) })
    }

    /// What a note claims, signed or not.
    pub fn claimed(note: &Note) -> Result<Self, NoteError> {
        Self::from_text(note.unverified_text())
    }

    /// The checkpoint of a note, if this key signed it under the checkpoint's own origin.
    pub fn verify(note: &Note, key: &PublicKey) -> Result<Self, NoteError> {
        let claimed = Self::claimed(note)?;
        note.verify(&claimed.origin, key)?;
        Ok(claimed)
    }
}
