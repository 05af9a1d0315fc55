//! A quick look at a board when it is opened: its head, its tail, its guards, and what this machine saw of it before.
//!
//! It takes no longer on a long log than on a short one, and does not replace a verification: what was changed in the middle
//! it does not see.

use super::{
    faults::{Faults, Found, Suspect},
    guards,
    signed::{as_signed, not_as_signed, registry, stored_leaf},
};
use crate::{Result, Store, StoreError, checkpoints, log};
use ledger::{Checkpoint, Hash, Head, Note, Registry};
use rusqlite::{Connection, OptionalExtension as _};
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use ts_rs::TS;

/// How many of the last events are looked at.
const TAIL: u64 = 64;

/// What a quick look found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Glance {
    /// Events in the log, as its head counts them.
    #[ts(type = "number")]
    pub events: u64,
    /// What is wrong, the gravest first.
    pub faults: Vec<Found>,
}

/// What somebody saw of a log: its size, and the hash that its last event and all before it come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The log's identity.
    pub origin: String,
    /// How many events there were.
    pub size: u64,
    /// The leaf of the last one, hexadecimal.
    pub leaf: String,
}

impl Store {
    /// What the log is now, to be compared at a later [`Store::glance`].
    pub fn seen(&self) -> Result<Seen> {
        let head = log::head(&self.connection)?;
        let origin = checkpoints::origin(&self.connection)?;
        Ok(Seen {
            origin: origin.ok_or_else(|| StoreError::damaged("its log has no beginning"))?,
            size: head.size(),
            leaf: head.prev().to_string(),
        })
    }

    /// In what the log is not one that goes on from what was seen, if it does not.
    pub(crate) fn departs_from(&self, seen: &Seen) -> Result<Vec<Found>> {
        let mut faults = Faults::default();
        as_before(&self.connection, seen, &mut faults)?;
        Ok(faults.sorted())
    }

    /// A quick look. `seen` is what was seen of this log before, if anything was.
    pub fn glance(&mut self, seen: Option<&Seen>) -> Result<Glance> {
        let view = self.connection.transaction()?;
        let mut faults = Faults::default();
        let head = log::head(&view)?;
        guards::schema(&view, &mut faults)?;
        let registry = registry(&view)?;
        tail(&view, &head, &registry, &mut faults)?;
        last_checkpoint(&view, &head, &registry, &mut faults)?;
        if let Some(seen) = seen {
            as_before(&view, seen, &mut faults)?;
        }
        Ok(Glance { events: head.size(), faults: faults.sorted() })
    }
}

/// The last events: chain, signatures, and that the head is theirs.
fn tail(view: &Connection, head: &Head, registry: &Registry, faults: &mut Faults) -> Result<()> {
    let count: i64 = view.query_row("SELECT count(*) FROM event", [], |row| row.get(0))?;
    if count.cast_unsigned() != head.size() {
        let sentence = format!("the stored head counts {} events, but the log holds {count}", head.size());
        faults.add(Suspect::Head, None, sentence);
        return Ok(());
    }
    let from = head.size().saturating_sub(TAIL);
    let mut before = stored_leaf(view, from)?.unwrap_or(Hash::ZERO);
    let mut select =
        view.prepare("SELECT seq, body, signature, leaf FROM event WHERE seq > ? ORDER BY seq")?;
    let mut rows = select.query([from.cast_signed()])?;
    let mut next = from;
    while let Some(row) = rows.next()? {
        next += 1;
        let seq = row.get::<_, i64>(0)?.cast_unsigned();
        let (body, signature, stored): (String, Vec<u8>, Vec<u8>) = (row.get(1)?, row.get(2)?, row.get(3)?);
        match as_signed(registry, &before, &body, &signature, &stored).filter(|_| seq == next) {
            Some(leaf) => before = leaf,
            None => {
                faults.add(Suspect::Record, Some(next), not_as_signed(next));
                return Ok(());
            }
        }
    }
    if before != *head.prev() {
        faults.add(Suspect::Head, None, "the stored head is not that of the last event");
    }
    Ok(())
}

fn last_checkpoint(view: &Connection, head: &Head, registry: &Registry, faults: &mut Faults) -> Result<()> {
    let text: Option<String> = view
        .query_row("SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1", [], |row| row.get(0))
        .optional()?;
    let (Some(text), Some(desk)) = (text, registry.desk()) else { return Ok(()) };
    match Note::parse(&text).and_then(|note| Checkpoint::verify(&note, desk)) {
        Err(error) => faults.add(Suspect::Checkpoint, None, format!("the last kept checkpoint: {error}")),
        Ok(made) if made.size > head.size() => {
            let sentence = format!(
                "the last kept checkpoint covers {} events, and the log holds {}: events are missing",
                made.size,
                head.size()
            );
            faults.add(Suspect::Checkpoint, None, sentence);
        }
        Ok(made) if made.size == head.size() && made.root != head.root() => {
            faults.add(Suspect::Checkpoint, None, "the last kept checkpoint was made over other events");
        }
        Ok(_) => {}
    }
    Ok(())
}

/// Every leaf covers all events before it, so that one equal leaf stands for as much.
pub(super) fn as_before(view: &Connection, seen: &Seen, faults: &mut Faults) -> Result<()> {
    let mut sentence = match stored_leaf(view, seen.size)? {
        _ if checkpoints::origin(view)?.as_ref() != Some(&seen.origin) => {
            "this is another board than the one seen here before".to_owned()
        }
        None => format!(
            "this machine has seen {} events of this board before, and they are not all there: an older copy was put \
             back, or the log was cut",
            seen.size
        ),
        Some(leaf) if leaf.to_string() != seen.leaf => format!(
            "the first {} events are others than this machine has seen before: the log was rewritten",
            seen.size
        ),
        Some(_) => return Ok(()),
    };
    if let Some(told) = restored(view)? {
        let _ = write!(sentence, ". {told}");
    }
    faults.add(Suspect::Checkpoint, None, sentence);
    Ok(())
}

/// What the log itself tells of the last time that the board was made of a backup.
fn restored(view: &Connection) -> Result<Option<String>> {
    let body: Option<String> = view
        .query_row(
            "SELECT body FROM event WHERE stream = 'board' AND kind = 'board.restored' ORDER BY seq DESC LIMIT 1",
            [],
            |row| row.get(0),
        )
        .optional()?;
    let Some(recorded) = body.map(|body| log::recorded(&body)).transpose()? else { return Ok(None) };
    let (seq, day) = (recorded.seq, recorded.mark.at.format("%-d %B %Y"));
    Ok(match recorded.event {
        editorial::Event::BoardRestored { from, .. } => {
            Some(format!("Its own log tells that it was put back from “{from}” on {day} (event {seq})"))
        }
        _ => None,
    })
}
