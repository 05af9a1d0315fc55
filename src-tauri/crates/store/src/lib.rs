//! The log and everything derived from it, in one SQLite file: a board.
//!
//! [`Store::dispatch`] is the only door through which anything changes: rules, log and projections in one
//! transaction. Queries (in `query/`) only read. Nothing outside this crate knows SQL, and nothing in it knows a rule.

mod blobs;
mod demo;
mod entry;
mod error;
mod export;
mod facts;
mod file;
mod importing;
mod log;
mod project;
mod prove;
pub mod query;
mod reconciliation;
mod session;
mod signatures;
mod state;
mod store;
#[cfg(feature = "testing")]
pub mod testing;
mod together;
mod working;

pub use blobs::LARGEST_ATTACHMENT;
pub use demo::{DEMO_MEMBER, DEMO_PASSPHRASE};
pub use error::{Result, StoreError};
pub use export::{COLUMNS, ExportFormat, Exported, Progress, SCHEMA, Watch, plain, unwatched, write_whole};
pub use importing::FileRead;
pub use prove::{Rebuilt, Verification};
pub use reconciliation::{RECONCILIATION_COLUMNS, ThreadRow};
pub use session::{Cost, SHORTEST_PASSPHRASE, Session};
pub use signatures::ExportedSignature;
pub use store::{Founder, Outcome, Store, Topic};
pub use together::Together;
pub use working::{Owner, WorkingCopies, WorkingCopy};
