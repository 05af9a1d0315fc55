//! The log in short, for filters: see the table `trail`.

use crate::{Result, StoreError, entry::Entry};
use chrono::DateTime;
use rusqlite::{Connection, OptionalExtension as _, params};
use std::collections::HashMap;

/// Writes rows of the trail, and remembers the numbers of the words it has met.
pub(crate) struct Writer<'a> {
    connection: &'a Connection,
    words: HashMap<String, i64>,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(connection: &'a Connection) -> Self {
        Self { connection, words: HashMap::new() }
    }

    /// `at` in milliseconds since 1970.
    pub(crate) fn write(
        &mut self,
        seq: u64,
        at: i64,
        kind: &str,
        stream: &str,
        member: Option<&str>,
    ) -> Result<()> {
        let (kind, stream) = (self.word(kind)?, self.word(stream)?);
        let member = member.map(|member| self.word(member)).transpose()?;
        let mut insert = self
            .connection
            .prepare_cached("INSERT INTO trail (seq, at, kind, stream, member) VALUES (?, ?, ?, ?, ?)")?;
        insert.execute(params![seq.cast_signed(), at, kind, stream, member])?;
        Ok(())
    }

    fn word(&mut self, text: &str) -> Result<i64> {
        if let Some(id) = self.words.get(text) {
            return Ok(*id);
        }
        let id = match known(self.connection, text)? {
            Some(id) => id,
            None => {
                self.connection.prepare_cached("INSERT INTO word (text) VALUES (?)")?.execute([text])?;
                self.connection.last_insert_rowid()
            }
        };
        self.words.insert(text.to_owned(), id);
        Ok(id)
    }
}

fn known(connection: &Connection, word: &str) -> Result<Option<i64>> {
    let mut select = connection.prepare_cached("SELECT id FROM word WHERE text = ?")?;
    Ok(select.query_row([word], |row| row.get(0)).optional()?)
}

/// The number of a stream that the log has met.
pub(crate) fn number(connection: &Connection, stream: &str) -> Result<i64> {
    Ok(known(connection, stream)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?)
}

/// Writes the trail of the log in `log` into `to`, whose trail is empty.
pub(crate) fn all(log: &Connection, to: &Connection) -> Result<()> {
    let mut writer = Writer::new(to);
    let mut select = log.prepare("SELECT body FROM event ORDER BY seq")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let entry = Entry::read(row.get_ref(0)?.as_str().map_err(StoreError::damaged)?)?;
        let at = DateTime::parse_from_rfc3339(&entry.at).map_err(StoreError::damaged)?.timestamp_millis();
        let member = entry.actor.member.map(|member| member.to_string());
        writer.write(entry.seq()?, at, &entry.kind, &entry.stream, member.as_deref())?;
    }
    Ok(())
}
