//! The library of sources, their identifiers, and where they are used.

use super::{
    articles::{self, word},
    trail,
};
use crate::{Result, StoreError, blobs, log};
use editorial::{ArticleId, Shelf, Source, SourceId, Stream};
use rusqlite::{Connection, OptionalExtension as _, params};

/// Rows of `source_text` for each source: more than a file has pages.
const PAGES: i64 = 1 << 20;

/// Writes what the log in `log` makes of a source.
pub(crate) fn write_from(connection: &Connection, log: &Connection, id: SourceId) -> Result<()> {
    let mut shelf = Shelf::default();
    log::stream(log, Stream::Source(id), 0, |recorded| shelf.apply(&recorded.event))?;
    write(connection, log, id, &shelf)
}

/// Writes the rows of a source. `kept` is where bytes are kept: the same connection, but for a rebuild.
pub(crate) fn write(connection: &Connection, kept: &Connection, id: SourceId, shelf: &Shelf) -> Result<()> {
    let key = id.to_string();
    for sql in ["DELETE FROM identifier WHERE source = ?", "DELETE FROM merged WHERE source = ?"] {
        connection.prepare_cached(sql)?.execute([&key])?;
    }
    let rows = trail::number(connection, &Stream::Source(id).to_string())? * PAGES;
    connection
        .prepare_cached("DELETE FROM source_text WHERE rowid BETWEEN ? AND ?")?
        .execute([rows, rows + PAGES - 1])?;
    if let Some(details) = shelf.in_library() {
        write_details(connection, id, details)?;
        return write_text(connection, kept, id, details, rows);
    }
    connection.prepare_cached("DELETE FROM source WHERE id = ?")?.execute([&key])?;
    if let (Some(details), Some(target)) = (&shelf.details, shelf.merged) {
        connection
            .prepare_cached("INSERT INTO merged (source, target, title) VALUES (?, ?, ?)")?
            .execute(params![key, target.to_string(), details.title])?;
    }
    Ok(())
}

fn write_details(connection: &Connection, id: SourceId, details: &Source) -> Result<()> {
    let json = serde_json::to_string(details).map_err(|e| StoreError::System(e.to_string()))?;
    let id = id.to_string();
    connection
        .prepare_cached(
            "INSERT INTO source (id, title, twin, standing, details) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (id) DO UPDATE SET title = ?2, twin = ?3, standing = ?4, details = ?5",
        )?
        .execute(params![
            id,
            details.title,
            details.twin_key(),
            details.standing().map(|n| word(n.kind)),
            json
        ])?;
    let mut insert =
        connection.prepare_cached("INSERT OR IGNORE INTO identifier (source, value) VALUES (?, ?)")?;
    for value in details.identifying() {
        insert.execute(params![id, value])?;
    }
    Ok(())
}

/// The words of its file, page by page, as they were read when it was attached, in the rows after this one.
fn write_text(
    connection: &Connection,
    kept: &Connection,
    id: SourceId,
    details: &Source,
    rows: i64,
) -> Result<()> {
    let Some(text) = details.file.as_ref().and_then(|file| file.text) else { return Ok(()) };
    let bytes = blobs::read(kept, text)?
        .ok_or_else(|| StoreError::damaged("the words of a source's file are missing"))?;
    let pages: Vec<String> = serde_json::from_slice(&bytes).map_err(StoreError::damaged)?;
    let mut insert = connection
        .prepare_cached("INSERT INTO source_text (rowid, source, page, body) VALUES (?, ?, ?, ?)")?;
    for (page, body) in (1..PAGES).zip(pages) {
        if !body.trim().is_empty() {
            insert.execute(params![rows + page, id.to_string(), page, body])?;
        }
    }
    Ok(())
}

/// The source that stands where this one is cited: itself, or the one it was merged into.
pub(crate) fn resolved(connection: &Connection, id: SourceId) -> Result<SourceId> {
    follow(connection, id, |_| false)
}

/// Whether a source is the other, or was merged into it, maybe over others.
pub(crate) fn means(connection: &Connection, id: SourceId, other: SourceId) -> Result<bool> {
    Ok(follow(connection, id, |at| at == other)? == other)
}

/// Goes from a source to what it was merged into, and on from there, up to the last or to one that is looked for.
fn follow(connection: &Connection, mut id: SourceId, found: impl Fn(SourceId) -> bool) -> Result<SourceId> {
    // Two sources merged into each other, one after the other was parted, could make a ring.
    for _ in 0..64 {
        if found(id) {
            break;
        }
        match merged_into(connection, id)? {
            Some(target) => id = target,
            None => break,
        }
    }
    Ok(id)
}

/// The source that one was merged into, itself and not what became of that one.
pub(crate) fn merged_into(connection: &Connection, id: SourceId) -> Result<Option<SourceId>> {
    let mut select = connection.prepare_cached("SELECT target FROM merged WHERE source = ?")?;
    let target: Option<String> = select.query_row([id.to_string()], |row| row.get(0)).optional()?;
    Ok(target.and_then(|target| target.parse().ok()))
}

/// The articles that rest on a source.
pub(crate) fn articles_on(connection: &Connection, id: SourceId) -> Result<Vec<ArticleId>> {
    articles::found(connection, "SELECT DISTINCT article FROM used WHERE source = ?", &id.to_string())
}

/// What is known of the source that stands where this one is cited.
pub(crate) fn cited(connection: &Connection, id: SourceId) -> Result<Option<Source>> {
    details(connection, resolved(connection, id)?)
}

/// What is known of a source of the library.
pub(crate) fn details(connection: &Connection, id: SourceId) -> Result<Option<Source>> {
    let mut select = connection.prepare_cached("SELECT details FROM source WHERE id = ?")?;
    let json: Option<String> = select.query_row([id.to_string()], |row| row.get(0)).optional()?;
    json.map(|json| serde_json::from_str(&json).map_err(StoreError::damaged)).transpose()
}

/// A source that seems to be the same work, by [`Source::is_twin_of`].
pub(crate) fn twin(
    connection: &Connection,
    details: &Source,
    but: Option<SourceId>,
) -> Result<Option<SourceId>> {
    let but = but.map(|id| id.to_string()).unwrap_or_default();
    let mut by_identifier =
        connection.prepare_cached("SELECT source FROM identifier WHERE value = ? AND source <> ?")?;
    for value in details.identifying() {
        let found: Option<String> =
            by_identifier.query_row(params![value, but], |row| row.get(0)).optional()?;
        if let Some(found) = found {
            return Ok(found.parse().ok());
        }
    }
    let mut by_title =
        connection.prepare_cached("SELECT id, details FROM source WHERE twin = ? AND id <> ?")?;
    let mut rows = by_title.query(params![details.twin_key(), but])?;
    while let Some(row) = rows.next()? {
        let other: Source = serde_json::from_str(&row.get::<_, String>(1)?).map_err(StoreError::damaged)?;
        if other.is_twin_of(details) {
            return Ok(row.get::<_, String>(0)?.parse().ok());
        }
    }
    Ok(None)
}

/// The articles that cite the source and have signatures that may stand on it: those with the board, and approved ones.
pub(crate) fn standing_on(connection: &Connection, id: SourceId) -> Result<Vec<ArticleId>> {
    articles::found(
        connection,
        "SELECT DISTINCT a.id FROM used u JOIN article a ON a.id = u.article
         WHERE u.source = ? AND a.stage IN ('under_review', 'approved') ORDER BY a.id",
        &id.to_string(),
    )
}

/// In how many articles the source is cited.
pub(crate) fn uses(connection: &Connection, id: SourceId) -> Result<usize> {
    let mut select =
        connection.prepare_cached("SELECT count(DISTINCT article) FROM used WHERE source = ?")?;
    let uses: i64 = select.query_row([id.to_string()], |row| row.get(0))?;
    Ok(usize::try_from(uses).unwrap_or(0))
}
