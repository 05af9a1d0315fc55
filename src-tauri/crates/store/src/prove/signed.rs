//! Whether single events are as they were signed: what is asked of those that are looked at or handed out one by one. That none
//! is missing, and that they were allowed, only a verification of the whole log can tell.

use crate::{Result, StoreError, log};
use ledger::{Actor, Event, Hash, PublicKey, Registry, Signature, leaf, signed_message};
use rusqlite::{Connection, OptionalExtension as _, params};

/// The events of a log, one by one and in their order.
pub(crate) struct SignedEvents<'a> {
    view: &'a Connection,
    registry: Registry,
    /// The number of the last one that was looked at.
    last: u64,
}

impl<'a> SignedEvents<'a> {
    pub(crate) fn of(view: &'a Connection) -> Result<Self> {
        Ok(Self { view, registry: registry(view)?, last: 0 })
    }

    /// Whether the event that says it is number `seq` was signed so, there. A later call asks for a later event: what comes again
    /// stands in the place of another.
    pub(crate) fn holds(&mut self, seq: u64, body: &str, signature: &[u8], leaf: &[u8]) -> Result<bool> {
        let comes_later = seq > self.last;
        self.last = self.last.max(seq);
        if !comes_later {
            return Ok(false);
        }
        let before = stored_leaf(self.view, seq - 1)?.unwrap_or(Hash::ZERO);
        let found = as_signed(&self.registry, &before, body, signature, leaf);
        Ok(found.is_some() && found == stored_leaf(self.view, seq)?)
    }
}

/// What is said of one that is not.
pub(crate) fn not_as_signed(seq: u64) -> String {
    format!("event {seq} is not as it was signed")
}

/// The leaf of an event that is as it was signed after the leaf `before`; none of one that is not.
pub(super) fn as_signed(
    registry: &Registry,
    before: &Hash,
    body: &str,
    signature: &[u8],
    stored: &[u8],
) -> Option<Hash> {
    let event: Event = serde_json::from_str(body).ok()?;
    let signature = Signature(signature.try_into().ok()?);
    let message = signed_message(event.seq, before, body.as_bytes());
    let leaf = leaf(&message, &signature);
    let holds = leaf.as_bytes()[..] == *stored && held(registry, &event)?.verify(&message, &signature);
    holds.then_some(leaf)
}

/// The keys, as the log names them.
pub(super) fn registry(view: &Connection) -> Result<Registry> {
    let mut registry = Registry::default();
    log::board_bodies(view, 0, |body| {
        let event: Event = serde_json::from_str(body).map_err(StoreError::damaged)?;
        registry.apply(&event).map_err(StoreError::damaged)
    })?;
    Ok(registry)
}

/// The key that was valid for the event's actor.
fn held(registry: &Registry, event: &Event) -> Option<PublicKey> {
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

pub(super) fn stored_leaf(view: &Connection, seq: u64) -> Result<Option<Hash>> {
    let found: Option<[u8; 32]> = view
        .prepare_cached("SELECT leaf FROM event WHERE seq = ?")?
        .query_row(params![seq.cast_signed()], |row| row.get(0))
        .optional()?;
    Ok(found.map(Hash))
}
