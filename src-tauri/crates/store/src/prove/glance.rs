//! A quick look at a board when it is opened: its head, its tail, its guards, and what this machine saw of it before.
//!
//! It takes no longer on a long log than on a short one, and does not replace a verification: what was changed in the middle
//! it does not see.

use super::{
    faults::{Faults, Found, Suspect},
    guards,
};
use crate::{Result, Store, StoreError, checkpoints, log};
use ledger::{Actor, Checkpoint, Event, Hash, Head, Note, Registry, Signature, leaf, signed_message};
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};
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

fn registry(view: &Connection) -> Result<Registry> {
    let mut registry = Registry::default();
    log::board_bodies(view, 0, |body| {
        let event: Event = serde_json::from_str(body).map_err(StoreError::damaged)?;
        registry.apply(&event).map_err(StoreError::damaged)
    })?;
    Ok(registry)
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
        let signature: Option<[u8; 64]> = signature.try_into().ok();
        let message = signed_message(seq, &before, body.as_bytes());
        let good = signature.map(Signature).is_some_and(|signature| {
            let leaf = leaf(&message, &signature);
            before = leaf;
            let key = serde_json::from_str::<Event>(&body).ok().and_then(|event| held(registry, &event));
            seq == next
                && leaf.as_bytes()[..] == stored
                && key.is_some_and(|key| key.verify(&message, &signature))
        });
        if !good {
            faults.add(Suspect::Record, Some(next), format!("event {next} is not as it was signed"));
            return Ok(());
        }
    }
    if before != *head.prev() {
        faults.add(Suspect::Head, None, "the stored head is not that of the last event");
    }
    Ok(())
}

/// The key that was valid for the event's actor.
fn held(registry: &Registry, event: &Event) -> Option<ledger::PublicKey> {
    match event.actor {
        Actor::System => registry.desk().copied(),
        Actor::Member { member, .. } => {
            let valid = |span: &&ledger::KeySpan| {
                span.after < event.seq && span.until.is_none_or(|until| event.seq <= until)
            };
            registry.keys_of(member).iter().find(valid).map(|span| span.key)
        }
    }
}

fn stored_leaf(view: &Connection, seq: u64) -> Result<Option<Hash>> {
    let found: Option<[u8; 32]> = view
        .prepare_cached("SELECT leaf FROM event WHERE seq = ?")?
        .query_row(params![seq.cast_signed()], |row| row.get(0))
        .optional()?;
    Ok(found.map(Hash))
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
fn as_before(view: &Connection, seen: &Seen, faults: &mut Faults) -> Result<()> {
    let sentence = match stored_leaf(view, seen.size)? {
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
    faults.add(Suspect::Checkpoint, None, sentence);
    Ok(())
}
