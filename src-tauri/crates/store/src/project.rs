//! Projections: tables derived from the log, for lists, search and where-used.
//!
//! Each is a function of an article's or source's state, so that writing them after a command and
//! rebuilding them from the log cannot differ.

pub(crate) mod articles;
pub(crate) mod sources;
pub(crate) mod trail;

use crate::{Result, state::State};
use editorial::{ArticleId, Event, Happened, SourceId, Stream};
use rusqlite::Connection;
use std::collections::BTreeSet;

/// The tables, each with the order in which two copies of it are compared.
pub(crate) const TABLES: &[(&str, &str)] = &[
    ("article", "SELECT * FROM article ORDER BY id"),
    ("part", "SELECT * FROM part ORDER BY article, member"),
    ("source", "SELECT * FROM source ORDER BY id"),
    ("identifier", "SELECT * FROM identifier ORDER BY value, source"),
    ("merged", "SELECT * FROM merged ORDER BY source"),
    ("source_text", "SELECT source, page, body FROM source_text ORDER BY source, page"),
    ("used", "SELECT * FROM used ORDER BY source, article, claim"),
    ("word", "SELECT * FROM word ORDER BY id"),
    ("trail", "SELECT * FROM trail ORDER BY seq"),
    ("search", "SELECT article, title, body FROM search ORDER BY article"),
];

/// Writes the sources that these events touched. Answers with the articles that rest on those whose standing or identity
/// changed: their rows are to be written too. What articles use is read from the tables, so these must be current.
pub(crate) fn sources_touched(connection: &Connection, happened: &[Happened]) -> Result<BTreeSet<ArticleId>> {
    let mut resting = BTreeSet::new();
    let mut moved = BTreeSet::new();
    let mut touched = BTreeSet::new();
    for Happened { stream, event } in happened {
        let Stream::Source(id) = stream else { continue };
        touched.insert(*id);
        match event {
            Event::SourceMerged { into, .. } => moved.extend([*id, *into]),
            Event::SourceMergeUndone { from } => moved.extend([*id, *from]),
            Event::SourceNoticed { .. } | Event::SourceChanged { .. } => {
                moved.insert(*id);
            }
            _ => {}
        }
    }
    for id in &moved {
        resting.extend(sources::articles_on(connection, sources::resolved(connection, *id)?)?);
    }
    for id in touched {
        sources::write_from(connection, connection, id)?;
    }
    Ok(resting)
}

/// Writes all projections from the log in `log` into `to`, whose tables are empty. Sources come first: an article's
/// rows know how they stand.
pub(crate) fn all(log: &Connection, to: &Connection) -> Result<()> {
    trail::all(log, to)?;
    for id in ids(log, "source/")? {
        sources::write_from(to, log, SourceId(id))?;
    }
    let mut state = State::default();
    for id in ids(log, "article/")? {
        let article = state.article(log, ArticleId(id))?;
        articles::write(to, log, &article, articles::Parts::ALL)?;
    }
    Ok(())
}

/// The identities of all streams that begin so.
fn ids(connection: &Connection, prefix: &str) -> Result<Vec<uuid::Uuid>> {
    let mut select = connection
        .prepare("SELECT DISTINCT stream FROM event WHERE stream >= ?1 AND stream < ?2 ORDER BY stream")?;
    let mut rows = select.query([prefix, &prefix.replace('/', "0")])?;
    let mut ids = Vec::new();
    while let Some(row) = rows.next()? {
        let stream: String = row.get(0)?;
        let id = stream.strip_prefix(prefix).and_then(|id| id.parse().ok());
        ids.push(id.ok_or_else(|| crate::StoreError::damaged(format!("{stream} is not a stream")))?);
    }
    Ok(ids)
}
