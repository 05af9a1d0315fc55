//! The log in SQLite: appending within a transaction, reading a stream.

use crate::{Result, StoreError, blobs, entry::Entry, project};
use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};
use editorial::{Event, Happened, Mark, MemberId, Role, Stream};
use ledger::{Actor, Head, SigningKey};
use rusqlite::{Connection, OptionalExtension as _, params};
use std::borrow::Cow;
use uuid::Uuid;

/// Who writes: a member acting in a role with their own key, or the desk with its.
pub(crate) struct Writer<'a> {
    pub(crate) actor: Actor,
    pub(crate) key: &'a SigningKey,
}

impl<'a> Writer<'a> {
    pub(crate) fn desk(key: &'a SigningKey) -> Self {
        Self { actor: Actor::System, key }
    }

    pub(crate) fn member(id: MemberId, name: &str, role: Role, key: &'a SigningKey) -> Self {
        let role =
            serde_json::to_value(role).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default();
        Self { actor: Actor::Member { member: id.0, name: name.to_owned(), role }, key }
    }
}

/// When and where something is written, and to which action of a person it belongs.
#[derive(Debug, Clone)]
pub(crate) struct Moment {
    pub(crate) at: DateTime<FixedOffset>,
    pub(crate) action: Uuid,
    pub(crate) station: String,
}

/// A time as the log keeps it: UTC, to the millisecond.
pub(crate) fn written(at: DateTime<FixedOffset>) -> DateTime<Utc> {
    let at = at.with_timezone(&Utc);
    DateTime::from_timestamp_millis(at.timestamp_millis()).unwrap_or(at)
}

/// The program and its version, as the log names them.
pub(crate) const APP: &str = concat!("imprimatur ", env!("CARGO_PKG_VERSION"));

pub(crate) fn head(connection: &Connection) -> Result<Head> {
    let mut select = connection.prepare_cached("SELECT state FROM head")?;
    let state: Option<Vec<u8>> = select.query_row([], |row| row.get(0)).optional()?;
    state.map_or_else(|| Ok(Head::default()), |state| Head::from_bytes(&state).map_err(StoreError::damaged))
}

/// That the last event is the one that the head was written with: what the desk signs of a log must be there.
pub(crate) fn must_end_at(connection: &Connection, head: &Head) -> Result<()> {
    let last: Option<(i64, Vec<u8>)> = connection
        .prepare_cached("SELECT seq, leaf FROM event ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (seq, leaf) = last.unwrap_or_default();
    if seq.cast_unsigned() == head.size() && (seq == 0 || leaf == head.prev().as_bytes()) {
        return Ok(());
    }
    let sentence =
        format!("its stored head counts {} events, and its last event is number {seq}", head.size());
    Err(StoreError::damaged(sentence))
}

/// Appends events within a write transaction. The head is written once, by [`Self::finish`].
pub(crate) struct Appender<'a> {
    connection: &'a Connection,
    head: Head,
    trail: project::trail::Writer<'a>,
}

impl<'a> Appender<'a> {
    pub(crate) fn new(connection: &'a Connection) -> Result<Self> {
        Ok(Self { connection, head: head(connection)?, trail: project::trail::Writer::new(connection) })
    }

    /// Events in the log, with those appended.
    pub(crate) fn size(&self) -> u64 {
        self.head.size()
    }

    pub(crate) fn append(
        &mut self,
        happened: &[Happened],
        reason: Option<&str>,
        writer: &Writer<'_>,
        moment: &Moment,
    ) -> Result<()> {
        let mut insert = self
            .connection
            .prepare_cached("INSERT INTO event (seq, body, signature, leaf) VALUES (?, ?, ?, ?)")?;
        let at = written(moment.at);
        for Happened { stream, event } in happened {
            let (kind, payload) = event.to_parts().map_err(|e| StoreError::System(e.to_string()))?;
            let event = ledger::Event {
                action: moment.action,
                actor: writer.actor.clone(),
                app: APP.to_owned(),
                at: at.to_rfc3339_opts(SecondsFormat::Millis, true),
                id: Uuid::now_v7(),
                kind,
                offset: moment.at.offset().local_minus_utc() / 60,
                payload,
                reason: reason.map(str::to_owned),
                seq: self.head.next_seq(),
                station: moment.station.clone(),
                stream: stream.to_string(),
                v: Event::VERSION,
            };
            for file in event.files() {
                blobs::must_be_kept(self.connection, file)?;
            }
            let entry =
                self.head.append(&event, writer.key).map_err(|e| StoreError::System(e.to_string()))?;
            let body = std::str::from_utf8(&entry.body).map_err(|e| StoreError::System(e.to_string()))?;
            insert.execute(params![
                entry.seq.cast_signed(),
                body,
                &entry.signature.as_bytes()[..],
                &entry.leaf.as_bytes()[..]
            ])?;
            let member = match &event.actor {
                Actor::Member { member, .. } => Some(member.to_string()),
                Actor::System => None,
            };
            self.trail.write(
                entry.seq,
                at.timestamp_millis(),
                &event.kind,
                &event.stream,
                member.as_deref(),
            )?;
        }
        Ok(())
    }

    /// Moves the head. Nothing that was appended counts without.
    pub(crate) fn finish(self) -> Result<()> {
        let mut update =
            self.connection.prepare_cached("INSERT OR REPLACE INTO head (one, state) VALUES (1, ?)")?;
        update.execute([self.head.to_bytes()])?;
        Ok(())
    }
}

/// An event as the rules read it.
pub(crate) struct Recorded {
    pub(crate) seq: u64,
    pub(crate) event: Event,
    pub(crate) mark: Mark,
    pub(crate) reason: Option<String>,
}

/// Reads a body. What cannot be read is damage: nothing is ever skipped.
pub(crate) fn recorded(body: &str) -> Result<Recorded> {
    let entry = Entry::read(body)?;
    let at = DateTime::parse_from_rfc3339(&entry.at).map_err(StoreError::damaged)?.with_timezone(&Utc);
    Ok(Recorded {
        seq: entry.seq()?,
        event: entry.event()?,
        mark: Mark { by: entry.actor.member, at },
        reason: entry.reason.map(Cow::into_owned),
    })
}

/// The stream's events after `after`, oldest first.
pub(crate) fn stream(
    connection: &Connection,
    stream: Stream,
    after: u64,
    mut each: impl FnMut(Recorded),
) -> Result<()> {
    let mut select =
        connection.prepare_cached("SELECT body FROM event WHERE stream = ? AND seq > ? ORDER BY seq")?;
    let mut rows = select.query(params![stream.to_string(), after.cast_signed()])?;
    while let Some(row) = rows.next()? {
        each(recorded(row.get_ref(0)?.as_str().map_err(StoreError::damaged)?)?);
    }
    Ok(())
}

/// The events that make the board's state: word for word the condition of the index `event_board`.
pub(crate) const OF_THE_BOARD: &str = "kind IN
    ('board.created', 'member.added', 'member.renamed', 'member.roles_changed', 'member.deactivated',
     'member.reactivated', 'member.specialities_changed', 'passphrase.changed', 'passphrase.reset',
     'key.registered', 'key.revoked', 'policy.changed', 'retractions.imported')";

/// The board's own events that make its state, after `after`: sessions and exports are left aside, however many.
pub(crate) fn board(connection: &Connection, after: u64, mut each: impl FnMut(Recorded)) -> Result<()> {
    board_bodies(connection, after, |body| {
        each(recorded(body)?);
        Ok(())
    })
}

/// The same, as they stand in the log.
pub(crate) fn board_bodies(
    connection: &Connection,
    after: u64,
    mut each: impl FnMut(&str) -> Result<()>,
) -> Result<()> {
    // The sign keeps the index of all streams out of it: the one that this condition has is far smaller.
    let sql = format!(
        "SELECT body FROM event WHERE {OF_THE_BOARD} AND +stream = 'board' AND seq > ?1 ORDER BY seq"
    );
    let mut select = connection.prepare_cached(&sql)?;
    let mut rows = select.query([after.cast_signed()])?;
    while let Some(row) = rows.next()? {
        each(row.get_ref(0)?.as_str().map_err(StoreError::damaged)?)?;
    }
    Ok(())
}
