//! The library of sources, their identifiers, and where they are used.

use crate::{Result, StoreError};
use editorial::{ArticleId, Event, Source, SourceId};
use rusqlite::{Connection, OptionalExtension as _, params};

/// Takes in what happened to a source.
pub(crate) fn apply(connection: &Connection, id: SourceId, event: &Event) -> Result<()> {
    match event {
        Event::SourceAdded { details } | Event::SourceChanged { new: details, .. } => {
            write(connection, id, details)
        }
        Event::SourceRemoved { .. } => remove(connection, id),
        _ => Ok(()),
    }
}

pub(crate) fn write(connection: &Connection, id: SourceId, details: &Source) -> Result<()> {
    let json = serde_json::to_string(details).map_err(|e| StoreError::System(e.to_string()))?;
    let id = id.to_string();
    connection
        .prepare_cached(
            "INSERT INTO source (id, title, twin, details) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (id) DO UPDATE SET title = ?2, twin = ?3, details = ?4",
        )?
        .execute(params![id, details.title, details.twin_key(), json])?;
    connection.prepare_cached("DELETE FROM identifier WHERE source = ?")?.execute([&id])?;
    let mut insert = connection.prepare_cached("INSERT INTO identifier (source, value) VALUES (?, ?)")?;
    for value in identifying(details) {
        insert.execute(params![id, value])?;
    }
    Ok(())
}

fn remove(connection: &Connection, id: SourceId) -> Result<()> {
    connection.prepare_cached("DELETE FROM identifier WHERE source = ?")?.execute([id.to_string()])?;
    connection.prepare_cached("DELETE FROM source WHERE id = ?")?.execute([id.to_string()])?;
    Ok(())
}

pub(crate) fn details(connection: &Connection, id: SourceId) -> Result<Option<Source>> {
    let mut select = connection.prepare_cached("SELECT details FROM source WHERE id = ?")?;
    let json: Option<String> = select.query_row([id.to_string()], |row| row.get(0)).optional()?;
    json.map(|json| serde_json::from_str(&json).map_err(StoreError::damaged)).transpose()
}

/// A source that shares an identifier with these details, or title and year.
pub(crate) fn twin(
    connection: &Connection,
    details: &Source,
    but: Option<SourceId>,
) -> Result<Option<SourceId>> {
    let but = but.map(|id| id.to_string()).unwrap_or_default();
    let mut by_identifier =
        connection.prepare_cached("SELECT source FROM identifier WHERE value = ? AND source <> ?")?;
    for value in identifying(details) {
        let found: Option<String> =
            by_identifier.query_row(params![value, but], |row| row.get(0)).optional()?;
        if let Some(found) = found {
            return Ok(found.parse().ok());
        }
    }
    let mut by_title = connection.prepare_cached("SELECT id FROM source WHERE twin = ? AND id <> ?")?;
    let found: Option<String> =
        by_title.query_row(params![details.twin_key(), but], |row| row.get(0)).optional()?;
    Ok(found.and_then(|found| found.parse().ok()))
}

/// The articles that cite the source and have signatures that may stand on it: those with the board, and approved ones.
pub(crate) fn standing_on(connection: &Connection, id: SourceId) -> Result<Vec<ArticleId>> {
    let mut select = connection.prepare_cached(
        "SELECT DISTINCT a.id FROM used u JOIN article a ON a.id = u.article
         WHERE u.source = ? AND a.stage IN ('under_review', 'approved') ORDER BY a.id",
    )?;
    let mut rows = select.query([id.to_string()])?;
    let mut articles = Vec::new();
    while let Some(row) = rows.next()? {
        articles.push(row.get::<_, String>(0)?.parse().map_err(StoreError::damaged)?);
    }
    Ok(articles)
}

/// In how many articles the source is cited.
pub(crate) fn uses(connection: &Connection, id: SourceId) -> Result<usize> {
    let mut select =
        connection.prepare_cached("SELECT count(DISTINCT article) FROM used WHERE source = ?")?;
    let uses: i64 = select.query_row([id.to_string()], |row| row.get(0))?;
    Ok(usize::try_from(uses).unwrap_or(0))
}

/// The identifiers by which two records are known to be the same work.
fn identifying(details: &Source) -> Vec<String> {
    let i = &details.identifiers;
    let mut values: Vec<String> = [
        ("doi", &i.doi),
        ("pmid", &i.pmid),
        ("pmcid", &i.pmcid),
        ("nct", &i.nct),
        ("set-id", &i.set_id),
        ("isbn", &i.isbn),
        ("url", &i.url),
    ]
    .into_iter()
    .filter(|(name, value)| {
        !value.is_empty() && (*name != "isbn" || details.kind != editorial::SourceKind::Chapter)
    })
    .map(|(name, value)| format!("{name}:{value}"))
    .collect();
    values.dedup();
    values
}
