//! The body of an event, and the bytes that are signed for it.

use crate::{
    Hash, Signature,
    canonical::{NotCanonical, serialize_sorted},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// What every signed message of an event begins with.
pub const CONTEXT: &[u8] = b"imprimatur/event/v1\n";

/// The longest body, in bytes. Payloads hold digests, not documents.
pub const MAX_BODY: usize = 16 * 1024 * 1024;

/// Minutes.
const DAY: u32 = 24 * 60;

/// One thing that happened: who did what, to what, when, why, and where.
///
/// The fields are declared in the order of their names, because serialising this structure *is* its canonical form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// The action of the user that this event belongs to; shared by all events of that action.
    pub action: Uuid,
    /// Who did it.
    pub actor: Actor,
    /// The program and its version, for example `imprimatur 0.1.0`.
    pub app: String,
    /// When, in UTC: RFC 3339 with milliseconds and `Z`, as in `2026-03-01T09:30:00.000Z`.
    pub at: String,
    /// Identity of this event (version 7).
    pub id: Uuid,
    /// What happened: a word of the closed vocabulary, as in `article.submitted`.
    pub kind: String,
    /// The actor's local time at `at`, in minutes east of UTC; less than a day.
    pub offset: i32,
    /// What the kind says about it.
    #[serde(serialize_with = "serialize_sorted")]
    pub payload: Value,
    /// Why, where the rules ask for a reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The place in the log: the first event is 1. A string in JSON.
    #[serde(with = "number")]
    pub seq: u64,
    /// The workstation.
    pub station: String,
    /// What it happened to: `article/…`, `source/…` or `board`.
    pub stream: String,
    /// The version of the payload's form.
    pub v: u32,
}

/// Who acts: a member, with the name and role at that moment, or the desk itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Actor {
    /// A member of the board; signs with the member's own key.
    Member {
        /// Identity of the member.
        member: Uuid,
        /// Printed name at that time.
        name: String,
        /// The role acted in.
        role: String,
    },
    /// The program on its own account; signs with the desk's key.
    System,
}

impl Event {
    /// The bytes that are signed and stored: RFC 8785 JSON.
    pub fn canonical(&self) -> Result<Vec<u8>, NotCanonical> {
        if !is_timestamp(&self.at) {
            return Err(NotCanonical::because("the time is not RFC 3339 in UTC with milliseconds"));
        }
        if self.offset.unsigned_abs() >= DAY {
            return Err(NotCanonical::because("the local time is a day or more away from UTC"));
        }
        let body = serde_json::to_vec(self)?;
        if body.len() > MAX_BODY {
            return Err(NotCanonical::because("longer than 16 MiB"));
        }
        Ok(body)
    }

    /// The digests of the documents and files that the event names: what it says cannot be read without them.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        let pointers: &[&str] = match self.kind.as_str() {
            "revision.saved" => &["/digest"],
            "article.created" => &["/origin/attachment"],
            "source.file_attached" => &["/file/digest", "/file/text"],
            "retractions.imported" => &["/index"],
            _ => &[],
        };
        pointers.iter().filter_map(|pointer| self.payload.pointer(pointer)?.as_str())
    }

    /// The digest of the text that the event saved, if it did.
    pub(crate) fn text(&self) -> Option<&str> {
        if self.kind == "revision.saved" { self.payload.get("digest")?.as_str() } else { None }
    }

    /// Reads a body, which must be in canonical form.
    pub fn from_canonical(body: &[u8]) -> Result<Self, NotCanonical> {
        let event: Self = serde_json::from_slice(body)?;
        if event.canonical()? == body {
            Ok(event)
        } else {
            Err(NotCanonical::because("written in another form"))
        }
    }
}

/// The message a signature of an event is made over: [`CONTEXT`] || seq || prev || body.
pub fn signed_message(seq: u64, prev: &Hash, body: &[u8]) -> Vec<u8> {
    [CONTEXT, &seq.to_be_bytes(), &prev.0, body].concat()
}

/// The leaf of an event in the tree, which is also the next event's `prev`:
/// SHA-256(0x00 || length of the message as u32 || message || signature).
pub fn leaf(message: &[u8], signature: &Signature) -> Hash {
    let length = message.len() as u32;
    let leaf = Sha256::new()
        .chain_update([0])
        .chain_update(length.to_be_bytes())
        .chain_update(message)
        .chain_update(signature.as_bytes());
    Hash(leaf.finalize().into())
}

/// Whether the text is a time of the calendar as `YYYY-MM-DDThh:mm:ss.mmmZ`. Such texts sort as their times do.
pub fn is_timestamp(text: &str) -> bool {
    let form = b"0000-00-00T00:00:00.000Z";
    let fits = |(have, want): (&u8, &u8)| if *want == b'0' { have.is_ascii_digit() } else { have == want };
    if text.len() != form.len() || !text.as_bytes().iter().zip(form).all(fits) {
        return false;
    }
    let number =
        |range| text.get(range).and_then(|digits: &str| digits.parse::<u32>().ok()).unwrap_or(u32::MAX);
    let year = number(0..4).cast_signed();
    chrono::NaiveDate::from_ymd_opt(year, number(5..7), number(8..10)).is_some()
        && number(11..13) < 24
        && number(14..16) < 60
        && number(17..19) < 60
}

/// 64-bit numbers as strings, for `#[serde(with)]`.
pub(crate) mod number {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    #[allow(clippy::trivially_copy_pass_by_ref)] // The shape serde asks for.
    pub(crate) fn serialize<S: Serializer>(value: &u64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}
