//! Proving that nothing was altered: the log against itself and against checkpoints, every event against the rules, the kept
//! bytes against their digests, the projections against a rebuild.

mod bundle;
mod faults;
mod glance;
mod guards;
mod rules;
mod signed;
mod whole;

pub use bundle::{is_bundle, verify_bundle_file};
pub(crate) use faults::whole;
pub use faults::{Found, Suspect};
pub use glance::{Glance, Seen};
pub(crate) use signed::{SignedEvents, not_as_signed};

use crate::{Result, Session, Store, StoreError, Watch, file, project, query::TrailFilter, unwatched};
use chrono::{DateTime, FixedOffset};
use editorial::Event;
use ledger::Note;
use rusqlite::{Connection, TransactionBehavior, types::Value};
use serde::Serialize;
use std::path::Path;
use ts_rs::TS;

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Verification {
    /// Whether everything holds.
    pub sound: bool,
    /// The log's identity, as its checkpoints name it; empty if it has no beginning.
    pub origin: String,
    /// Events in the log.
    #[ts(type = "number")]
    pub events: u64,
    /// Merkle root over them, hexadecimal.
    pub root: String,
    /// What was checked and holds, and how much of it.
    pub checked: Vec<String>,
    /// What was not checked, and why: no fault, but nothing to rest on either.
    pub unchecked: Vec<String>,
    /// What is wrong, the gravest first.
    pub faults: Vec<Found>,
    /// The first bad record.
    #[ts(type = "number | null")]
    pub bad: Option<u64>,
    /// How often the workstation's clock went back: recorded as it was, and no fault.
    #[ts(type = "number")]
    pub clock_steps: u64,
    /// The first of these.
    pub clock: Vec<ClockBack>,
}

/// A place where the clock went back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ClockBack {
    /// The event with the earlier time.
    #[ts(type = "number")]
    pub seq: u64,
    /// The time of the event before.
    pub from: String,
    /// Its own.
    pub to: String,
}

/// The last verification on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct LastVerified {
    /// When: RFC 3339, UTC.
    pub at: String,
    /// Printed name of who did it.
    pub who: String,
    /// Whether everything held.
    pub sound: bool,
    /// How many events there were.
    pub events: u32,
}

/// What a rebuild found different from what stood there: table and number of rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Rebuilt {
    /// Tables that differ, with the number of rows that do.
    pub different: Vec<(String, u32)>,
}

/// Checks a board's file, whoever else has it open, and changes nothing in it. `outside` are checkpoints that were kept
/// elsewhere, which the log must agree with. A file too damaged to be opened as a board is an error.
pub fn verify_file(path: &Path, outside: &[Note], watch: &mut Watch<'_>) -> Result<Verification> {
    verify_against(path, &Witnesses { notes: outside.to_vec(), ..Witnesses::default() }, watch)
}

/// What was kept of a board outside its file, for the log to agree with.
#[derive(Debug, Default)]
pub(crate) struct Witnesses {
    /// Checkpoints.
    pub(crate) notes: Vec<Note>,
    /// What was last seen of the log.
    pub(crate) seen: Option<Seen>,
    /// What should be among these and could not be read, in sentences.
    pub(crate) unread: Vec<String>,
}

/// The same, against all that was kept outside.
pub(crate) fn verify_against(
    path: &Path,
    outside: &Witnesses,
    watch: &mut Watch<'_>,
) -> Result<Verification> {
    let mut connection = file::look_at(path)?;
    let view = connection.transaction_with_behavior(TransactionBehavior::Deferred)?;
    whole::verify(&view, outside, watch)
}

impl Store {
    /// Checks everything that can be checked from the file alone, of one moment.
    pub fn verify(&mut self) -> Result<Verification> {
        let view = self.connection.transaction_with_behavior(TransactionBehavior::Deferred)?;
        whole::verify(&view, &Witnesses::default(), &mut unwatched)
    }

    /// Verifies for a member, and records what was found.
    pub fn verify_for(&mut self, session: &Session, now: DateTime<FixedOffset>) -> Result<Verification> {
        let found = self.verify()?;
        self.verified(session, &found, now)?;
        Ok(found)
    }

    /// Records what a member's verification found. A log in which a record is bad is not written on.
    pub fn verified(
        &mut self,
        session: &Session,
        found: &Verification,
        now: DateTime<FixedOffset>,
    ) -> Result<()> {
        if self.read_only() || found.faults.iter().any(|fault| fault.what.spoils_the_log()) {
            return Ok(());
        }
        let event = Event::LogVerified {
            size: u32::try_from(found.events).unwrap_or(u32::MAX),
            root: found.root.clone(),
            ok: found.sound,
            found: found.faults.first().map(ToString::to_string),
        };
        self.record(event, Some(session), now)
    }

    /// The last verification on record, if there is one.
    pub fn last_verified(&mut self) -> Result<Option<LastVerified>> {
        let filter =
            TrailFilter { kind: Some("log.verified".to_owned()), limit: 1, ..TrailFilter::default() };
        let Some(row) = self.trail(&filter)?.rows.into_iter().next() else { return Ok(None) };
        let recorded = crate::log::recorded(&self.event(row.seq)?.body)?;
        Ok(match recorded.event {
            Event::LogVerified { size, ok, .. } => {
                Some(LastVerified { at: row.at, who: row.who, sound: ok, events: size })
            }
            _ => None,
        })
    }

    /// Compares the projections with what the log makes of them.
    pub fn check_projections(&mut self) -> Result<Rebuilt> {
        let view = self.connection.transaction_with_behavior(TransactionBehavior::Deferred)?;
        let fresh = file::aside()?;
        project::all(&view, &fresh)?;
        Ok(Rebuilt { different: different(&view, &fresh)? })
    }

    /// Throws the projections away and makes them anew from the log.
    pub fn rebuild(&mut self) -> Result<Rebuilt> {
        if self.read_only() {
            return Err(StoreError::ReadOnly);
        }
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let fresh = file::aside()?;
        project::all(&transaction, &fresh)?;
        let different = different(&transaction, &fresh)?;
        for (table, _) in project::TABLES.iter().rev() {
            transaction.execute(&format!("DELETE FROM {table}"), [])?;
        }
        project::all(&transaction, &transaction)?;
        transaction.commit()?;
        self.state.forget();
        Ok(Rebuilt { different })
    }
}

/// The tables in which two sets of projections differ.
fn different(view: &Connection, fresh: &Connection) -> Result<Vec<(String, u32)>> {
    let mut different = Vec::new();
    for (table, sql) in project::TABLES {
        let count = rows_that_differ(view, fresh, sql)?;
        if count > 0 {
            different.push(((*table).to_owned(), count));
        }
    }
    Ok(different)
}

/// Both queries are in the same order, so that one pass finds what only one of them has.
fn rows_that_differ(a: &Connection, b: &Connection, sql: &str) -> Result<u32> {
    let (mut a, mut b) = (a.prepare(sql)?, b.prepare(sql)?);
    let columns = a.column_count();
    let read = |row: &rusqlite::Row<'_>| -> rusqlite::Result<Vec<Value>> {
        (0..columns).map(|c| row.get(c)).collect()
    };
    let (mut a, mut b) = (a.query_map([], read)?, b.query_map([], read)?);
    let mut count = 0;
    loop {
        match (a.next().transpose()?, b.next().transpose()?) {
            (None, None) => return Ok(count),
            (a, b) => count += u32::from(a != b),
        }
    }
}
