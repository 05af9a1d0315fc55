//! The log as evidence: what an event is, byte for byte, and how anyone can check that none was changed.
//!
//! - [`Event`]: the body of an event and its canonical bytes; [`Head::append`] signs it and makes an [`Entry`].
//! - [`Frontier`]: the growing RFC 6962 tree over the entries' leaves. A leaf is also the next entry's `prev`, so
//!   chain and tree cannot part, and it covers the signature, so that none can be stripped or exchanged.
//! - [`SigningKey`], [`PublicKey`], [`Signature`]: ed25519, verified strictly; [`WrappedKey`]: a key under a passphrase;
//!   [`Registry`]: whose key was valid when, derived from the log.
//! - [`Checkpoint`], [`Note`]: the log's size and root in a signed note, to be kept elsewhere.
//! - [`Tree`], [`verify_inclusion`], [`verify_consistency`]: proofs about single events and about growth.
//! - [`verify`]: checks a whole log and names the first bad record.
//! - [`bundle`]: one file with a log or an excerpt, its documents, and all that is needed to check them.
//!
//! All forms are written down in `FORMAT.md` ([`bundle::FORMAT`]), fully enough to write another verifier.
//!
//! This crate knows no database, no clock and no member but by identity: times and randomness are arguments
//! ([`random_bytes`] alone asks the system). The log is tamper-evident, not tamper-proof: whoever holds all keys can
//! rewrite all of it, and only a checkpoint kept elsewhere shows that.

pub mod bundle;
mod bytes;
mod canonical;
mod checkpoint;
mod event;
mod frontier;
mod gap;
mod hash;
mod head;
mod keys;
mod note;
mod proof;
mod registry;
mod report;
mod statement;
mod verify;
mod wrapped;

pub use bytes::Malformed;
pub use canonical::{MAX_DEPTH, NotCanonical, canonical};
pub use checkpoint::Checkpoint;
pub use event::{Actor, CONTEXT, Event, MAX_BODY, is_timestamp, leaf, signed_message};
pub use frontier::{DamagedFrontier, Frontier};
pub use gap::Gap;
pub use hash::Hash;
pub use head::{AppendError, Entry, Head};
pub use keys::{KeyId, NoRandomness, PublicKey, Signature, SigningKey, random_bytes};
pub use note::{Note, NoteError, verifier_key};
pub use proof::{NotProven, Tree, verify_consistency, verify_inclusion};
pub use registry::{BOARD, BOARD_CREATED, KEY_REGISTERED, KEY_REVOKED, KeySpan, Registry, RegistryFault};
pub use report::{BadRecord, CheckpointFault, ClockStep, Disagreement, Fault, Report};
pub use statement::VERDICT_SIGNED;
pub use verify::{Expected, Record, verify};
pub use wrapped::{Kdf, WrapError, WrappedKey};
