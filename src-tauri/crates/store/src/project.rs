//! Projections: tables derived from the log, for lists, search and where-used.
//!
//! Each is a function of an article's or source's state, so that writing them after a command and
//! rebuilding them from the log cannot differ.

pub(crate) mod articles;
pub(crate) mod sources;
pub(crate) mod trail;

use crate::{Result, log, state::State};
use editorial::{ArticleId, Event, SourceId, Stream};
use rusqlite::Connection;

/// The tables, each with the order in which two copies of it are compared.
pub(crate) const TABLES: &[(&str, &str)] = &[
    ("article", "SELECT * FROM article ORDER BY id"),
    ("part", "SELECT * FROM part ORDER BY article, member"),
    ("source", "SELECT * FROM source ORDER BY id"),
    ("identifier", "SELECT * FROM identifier ORDER BY value, source"),
    ("used", "SELECT * FROM used ORDER BY source, article, claim"),
    ("word", "SELECT * FROM word ORDER BY id"),
    ("trail", "SELECT * FROM trail ORDER BY seq"),
    ("search", "SELECT article, title, body FROM search ORDER BY article"),
];

/// Writes all projections from the log in `log` into `to`, whose tables are empty.
pub(crate) fn all(log: &Connection, to: &Connection) -> Result<()> {
    trail::all(log, to)?;
    let mut state = State::default();
    for id in ids(log, "article/")? {
        let article = state.article(log, ArticleId(id))?;
        articles::write(to, log, &article, articles::Parts::ALL)?;
    }
    for id in ids(log, "source/")? {
        let (id, mut last) = (SourceId(id), None);
        log::stream(log, Stream::Source(id), 0, |recorded| match recorded.event {
            Event::SourceAdded { details } | Event::SourceChanged { new: details, .. } => {
                last = Some(details);
            }
            Event::SourceRemoved { .. } => last = None,
            _ => {}
        })?;
        if let Some(details) = last {
            sources::write(to, id, &details)?;
        }
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
