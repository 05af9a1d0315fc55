//! The log and everything derived from it, in one SQLite file: a board.
//!
//! [`Store::dispatch`] is the only door through which anything changes: rules, log and projections in one
//! transaction. Queries (in `query/`) only read. Nothing outside this crate knows SQL, and nothing in it knows a rule.

mod backup;
mod bibliography;
mod blobs;
mod bundle;
mod checkpoints;
mod demo;
mod entry;
mod error;
mod export;
mod facts;
mod file;
mod importing;
mod keeping;
mod log;
mod place;
mod project;
mod prove;
pub mod query;
mod reconciliation;
mod retractions;
mod session;
mod signatures;
mod source_file;
mod state;
mod store;
#[cfg(feature = "testing")]
pub mod testing;
mod together;
#[cfg(test)]
mod trouble;
mod watch;
mod working;

pub use backup::{back_up_file, restore};
pub use bibliography::{CompletedSource, ReferenceEntry, ReferencePreview, read_references};
pub use blobs::LARGEST_ATTACHMENT;
pub use checkpoints::{CheckpointReason, KeptCheckpoint, read_checkpoint};
pub use demo::{DEMO_MEMBER, DEMO_PASSPHRASE};
pub use error::{Result, StoreError};
pub use export::{
    COLUMNS, ExportFormat, ExportNote, Exported, Prepared, SCHEMA, Shows, Written, plain, write_new,
};
pub use importing::{FileImported, FileRead};
pub use keeping::{Backup, Keeping};
pub use place::{for_a_board, for_a_new_file};
pub use prove::{
    ClockBack, Found, Glance, LastVerified, Rebuilt, Seen, Suspect, Verification, is_bundle,
    verify_bundle_file, verify_file,
};
pub use reconciliation::{RECONCILIATION_COLUMNS, ThreadRow};
pub use retractions::{EndedApproval, RetractionsFound};
pub use session::{Cost, SHORTEST_PASSPHRASE, Session};
pub use signatures::ExportedSignature;
pub use source_file::FileShown;
pub use store::{Founder, Outcome, Store, Topic};
pub use together::Together;
pub use watch::{Part, Progress, Watch, unwatched};
pub use working::{Owner, WorkingCopies, WorkingCopy};
