//! What a reader must know beside a signature.

use crate::{Result, entry::Entry, log};
use chrono::DateTime;
use editorial::{Article, Board, Event, SignedVerdict};
use rusqlite::Connection;
use std::collections::HashMap;

/// The keys that came by a reset of somebody else: until the member chose a passphrase of their own, that person could
/// have signed with them.
pub(crate) struct ResetKeys(HashMap<String, Reset>);

struct Reset {
    event: u64,
    at: String,
    by: String,
}

impl ResetKeys {
    pub(crate) fn read(connection: &Connection) -> Result<Self> {
        let mut keys = HashMap::new();
        let mut registered = None;
        log::board_bodies(connection, 0, |body| {
            let entry = Entry::read(body)?;
            match (&*entry.kind, registered.take()) {
                ("key.registered", _) => registered = Some((entry.action.into_owned(), body.to_owned())),
                ("passphrase.reset", Some((action, body))) if action == entry.action => {
                    let entry = Entry::read(&body)?;
                    if let Event::KeyRegistered { key, .. } = entry.event()? {
                        let by = entry.actor.name.as_deref().unwrap_or_default().to_owned();
                        let reset = Reset { event: entry.seq()?, at: entry.at.into_owned(), by };
                        keys.insert(key, reset);
                    }
                }
                _ => {}
            }
            Ok(())
        })?;
        Ok(Self(keys))
    }

    /// The remarks on a signature, a sentence each.
    pub(crate) fn remarks(&self, board: &Board, article: &Article, signed: &SignedVerdict) -> Vec<String> {
        let said: serde_json::Value = serde_json::from_str(&signed.statement).unwrap_or_default();
        let key = said["key"].as_str().and_then(|key| self.0.get(key)).map(Reset::told);
        let aside = article.stepped_aside(signed.by, board.name_of(signed.by), signed.round);
        key.into_iter().chain(aside).collect()
    }
}

impl Reset {
    fn told(&self) -> String {
        let day = DateTime::parse_from_rfc3339(&self.at)
            .map_or_else(|_| self.at.clone(), |at| at.format("%-d %B %Y, %H:%M:%S UTC").to_string());
        format!("Signed with a key registered on {day} by a reset of {} (event {}).", self.by, self.event)
    }
}
