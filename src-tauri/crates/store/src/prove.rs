//! Proving that nothing was altered: the log against itself, the kept bytes against their digests, the
//! projections against a rebuild.

use crate::{Result, Session, Store, StoreError, blobs, file, project};
use chrono::{DateTime, FixedOffset};
use document::Digest;
use editorial::Event;
use ledger::{Expected, Record};
use rusqlite::{Connection, TransactionBehavior, types::Value};
use serde::Serialize;
use std::collections::BTreeSet;
use ts_rs::TS;

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Verification {
    /// Whether everything holds.
    pub sound: bool,
    /// Events in the log.
    #[ts(type = "number")]
    pub events: u64,
    /// Merkle root over them, hexadecimal.
    pub root: String,
    /// What was checked, and how much of it.
    pub checked: Vec<String>,
    /// What is wrong, the gravest first.
    pub faults: Vec<String>,
    /// The first bad record.
    #[ts(type = "number | null")]
    pub bad: Option<u64>,
    /// How often the workstation's clock went back: recorded as it was, and no fault.
    #[ts(type = "number")]
    pub clock_steps: u64,
}

/// What a rebuild found different from what stood there: table and number of rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Rebuilt {
    /// Tables that differ, with the number of rows that do.
    pub different: Vec<(String, u32)>,
}

impl Store {
    /// Checks everything that can be checked from the file alone, of one moment.
    pub fn verify(&mut self) -> Result<Verification> {
        let view = self.connection.transaction_with_behavior(TransactionBehavior::Deferred)?;
        let mut named = BTreeSet::new();
        let expected = Expected { head: Some(crate::log::head(&view)?), checkpoints: Vec::new() };
        let report = {
            let mut select = view.prepare("SELECT seq, body, signature, leaf FROM event ORDER BY seq")?;
            let records = select.query_map([], |row| {
                Ok(Record {
                    seq: row.get::<_, i64>(0)?.cast_unsigned(),
                    body: row.get::<_, String>(1)?.into_bytes(),
                    signature: row.get(2)?,
                    leaf: Some(row.get(3)?),
                })
            })?;
            ledger::verify(records, &expected, |event| named.extend(digests(event)))?
        };
        let mut faults = Vec::new();
        if let Some(bad) = &report.bad {
            faults.push(bad.to_string());
        }
        faults.extend(report.disagreements.iter().map(ToString::to_string));
        let mut kept = BTreeSet::new();
        let mut blobs = 0;
        blobs::each(&view, |digest, bytes| {
            blobs += 1;
            kept.insert(digest);
            if let Err(error) = bytes {
                faults.push(error.to_string());
            }
        })?;
        let missing: Vec<_> = named.difference(&kept).collect();
        faults.extend(
            missing.iter().map(|digest| format!("The bytes that the log names {digest} are missing.")),
        );
        match different(&view) {
            Ok(different) => faults.extend(different.iter().map(|(table, rows)| {
                format!("The table “{table}” differs from the log in {rows} rows: rebuild it.")
            })),
            Err(error) => faults.push(error.to_string()),
        }
        let events = report.head.size();
        Ok(Verification {
            sound: faults.is_empty(),
            events,
            root: report.head.root().to_string(),
            checked: vec![
                format!("{events} events: canonical form, chain, tree, signatures, keys"),
                format!("{blobs} documents and attachments: their digests"),
                format!("{} tables: equal to a rebuild from the log", project::TABLES.len()),
            ],
            faults,
            bad: report.bad.as_ref().map(|bad| bad.seq),
            clock_steps: report.clock_steps,
        })
    }

    /// Verifies for a member, and records what was found.
    pub fn verify_for(&mut self, session: &Session, now: DateTime<FixedOffset>) -> Result<Verification> {
        let found = self.verify()?;
        if !self.read_only() && found.bad.is_none() {
            let event = Event::LogVerified {
                size: u32::try_from(found.events).unwrap_or(u32::MAX),
                root: found.root.clone(),
                ok: found.sound,
                found: found.faults.first().cloned(),
            };
            self.record(event, Some(session), now)?;
        }
        Ok(found)
    }

    /// Compares the projections with what the log makes of them.
    pub fn check_projections(&mut self) -> Result<Rebuilt> {
        let view = self.connection.transaction_with_behavior(TransactionBehavior::Deferred)?;
        Ok(Rebuilt { different: different(&view)? })
    }

    /// Throws the projections away and makes them anew from the log.
    pub fn rebuild(&mut self) -> Result<Rebuilt> {
        if self.read_only() {
            return Err(StoreError::ReadOnly);
        }
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let different = different(&transaction)?;
        for (table, _) in project::TABLES.iter().rev() {
            transaction.execute(&format!("DELETE FROM {table}"), [])?;
        }
        project::all(&transaction, &transaction)?;
        transaction.commit()?;
        self.state.forget();
        Ok(Rebuilt { different })
    }

    /// Copies the board as it stands to a new file, by SQLite's backup way, and checks the copy.
    pub fn back_up(&self, to: &std::path::Path) -> Result<()> {
        file::back_up(&self.connection, to)?;
        let copy = Connection::open(to)?;
        let answer: String = copy.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if answer == "ok" {
            Ok(())
        } else {
            Err(StoreError::damaged(format!("the copy is not whole: {answer}")))
        }
    }
}

/// The digests of documents and attachments that an event names.
fn digests(event: &ledger::Event) -> Vec<Digest> {
    let at = match event.kind.as_str() {
        "revision.saved" => &event.payload["digest"],
        "article.created" => &event.payload["origin"]["attachment"],
        _ => return Vec::new(),
    };
    at.as_str().and_then(|digest| digest.parse().ok()).into_iter().collect()
}

fn different(view: &Connection) -> Result<Vec<(String, u32)>> {
    let fresh = file::aside()?;
    project::all(view, &fresh)?;
    let mut different = Vec::new();
    for (table, sql) in project::TABLES {
        let count = rows_that_differ(view, &fresh, sql)?;
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
