//! What a check of a log can find.

use crate::{Head, KeyId, NoteError, Registry, RegistryFault};
use uuid::Uuid;

/// What a check of a log found.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Where the log stands, recomputed from its events; where `bad` is set, somewhere near the record before it.
    pub head: Head,
    /// Identity of the event that created the board.
    pub created: Option<Uuid>,
    /// The keys, derived from the events.
    pub registry: Registry,
    /// The first record that is not as it was signed.
    pub bad: Option<BadRecord>,
    /// Where the log as a whole is not what was expected.
    pub disagreements: Vec<Disagreement>,
    /// How often the clock went back. To be looked at, and no fault: clocks are set.
    pub clock_steps: u64,
    /// The first hundred of these.
    pub first_clock_steps: Vec<ClockStep>,
}

impl Report {
    /// Whether every record is as it was signed, and the log all that was expected.
    pub fn is_sound(&self) -> bool {
        self.bad.is_none() && self.disagreements.is_empty()
    }
}

/// A record that is not as it was signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("event {seq}: {}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
pub struct BadRecord {
    /// Its place in the log.
    pub seq: u64,
    /// All that is wrong with it.
    pub faults: Vec<Fault>,
}

/// What is wrong with a record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Another number stands in its place: it was removed, or others were put in or exchanged.
    #[error("missing or out of order: number {found} stands in its place")]
    OutOfOrder {
        /// The number that stands there.
        found: u64,
    },
    /// The body is no event in canonical form.
    #[error("the body is not an event in canonical form: {0}")]
    Body(String),
    /// The body was made for another place.
    #[error("the body says that it is number {says}")]
    OtherSeq {
        /// The number in the body.
        says: u64,
    },
    /// Events are named by their identities, and each has its own.
    #[error("its identity is that of an earlier event")]
    KnownId,
    /// The stored leaf is not that of the message and signature.
    #[error("the stored leaf is not the hash of what was signed")]
    Leaf,
    /// Not 64 bytes.
    #[error("the signature is none: it has {length} bytes")]
    SignatureLength {
        /// How many bytes there are.
        length: usize,
    },
    /// Not made by this key over this message.
    #[error("the signature is not by key {0} over this event in this place")]
    Signature(KeyId),
    /// The statement that a verdict holds, or the signature under it.
    #[error("{0}")]
    Statement(&'static str),
    /// The actor had no valid key.
    #[error("the actor had no valid key at this point")]
    NoKey,
    /// What stands for events left out does not fit the tree.
    #[error("what stands for the events left out from here does not fit")]
    Gap,
    /// What it says about keys cannot be.
    #[error(transparent)]
    Registry(#[from] RegistryFault),
}

/// Where the log as a whole is not what was expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Disagreement {
    /// The stored head counts other events than there are.
    #[error("the stored head counts {stored} events, but the log holds {found}")]
    HeadSize {
        /// What the head counts.
        stored: u64,
        /// What there is.
        found: u64,
    },
    /// The stored head has the right size, but other hashes.
    #[error("the stored head is not that of the events")]
    HeadHashes,
    /// A checkpoint cannot be read.
    #[error("a checkpoint cannot be read: {0}")]
    NotACheckpoint(NoteError),
    /// A checkpoint does not fit.
    #[error("the checkpoint over {size} events {fault}")]
    Checkpoint {
        /// The size the checkpoint claims.
        size: u64,
        /// What does not fit.
        fault: CheckpointFault,
    },
}

/// Why a checkpoint does not fit a log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointFault {
    /// It was made for another log.
    #[error("is of another log: {origin}")]
    OtherLog {
        /// The log it was made for.
        origin: String,
    },
    /// It covers events that are not there: the log was cut, or rolled back.
    #[error("covers more than the {found} events that are there")]
    LogIsShorter {
        /// How many there are.
        found: u64,
    },
    /// It ends among events that were left out of this excerpt, so that it cannot be compared.
    #[error("ends among events that are left out here, and cannot be compared")]
    WithinGap,
    /// The events it covers were others: the log was rewritten, or forked.
    #[error("was made over other events than these")]
    OtherRoot,
    /// The desk of this log did not sign it.
    #[error("is not by this log's desk: {0}")]
    Signature(NoteError),
}

/// A place where the clock went back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockStep {
    /// The event with the earlier time.
    pub seq: u64,
    /// The time of the event before.
    pub from: String,
    /// Its own time.
    pub to: String,
}
