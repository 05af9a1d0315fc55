//! The library of sources.

use crate::{Result, Store, StoreError, project, query::queue};
use editorial::{ArticleId, ClaimId, Source, SourceId};
use rusqlite::params;
use serde::Serialize;
use ts_rs::TS;

/// A source in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SourceRow {
    /// Which.
    pub id: SourceId,
    /// What is known of it.
    pub details: Source,
    /// In how many articles it is cited.
    pub articles: u32,
    /// For how many claims.
    pub claims: u32,
}

/// A source with where it is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SourceView {
    /// Which.
    pub id: SourceId,
    /// What is known of it.
    pub details: Source,
    /// Where it is used.
    pub uses: Vec<Use>,
}

/// A place where a source is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Use {
    /// The article.
    pub article: ArticleId,
    /// Its title.
    pub title: String,
    /// The claim; `None` for a citation in the text itself.
    pub claim: Option<ClaimId>,
    /// The claim's words.
    pub quote: String,
}

impl Store {
    /// The sources whose title, author, container, year or identifier holds all these words, by title.
    pub fn sources(&self, text: &str) -> Result<Vec<SourceRow>> {
        let words: Vec<String> = text.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let mut select = self.connection.prepare_cached(
            "SELECT s.id, s.details, count(DISTINCT u.article), count(DISTINCT nullif(u.claim, ''))
             FROM source s LEFT JOIN used u ON u.source = s.id GROUP BY s.id ORDER BY s.title COLLATE NOCASE, s.id",
        )?;
        let mut rows = select.query([])?;
        let mut sources = Vec::new();
        while let Some(row) = rows.next()? {
            let json: String = row.get(1)?;
            let lower = json.to_lowercase();
            if words.iter().all(|word| lower.contains(word.as_str())) {
                sources.push(SourceRow {
                    id: row.get::<_, String>(0)?.parse().map_err(StoreError::damaged)?,
                    details: serde_json::from_str(&json).map_err(StoreError::damaged)?,
                    articles: row.get(2)?,
                    claims: row.get(3)?,
                });
            }
        }
        Ok(sources)
    }

    /// A source with where it is used.
    pub fn source(&self, id: SourceId) -> Result<SourceView> {
        let details =
            project::sources::details(&self.connection, id)?.ok_or(StoreError::Unknown("source"))?;
        let mut select = self.connection.prepare_cached(
            "SELECT u.article, a.title, u.claim, u.quote FROM used u JOIN article a ON a.id = u.article
             WHERE u.source = ? ORDER BY a.title COLLATE NOCASE, u.claim",
        )?;
        let mut rows = select.query(params![id.to_string()])?;
        let mut uses = Vec::new();
        while let Some(row) = rows.next()? {
            uses.push(Use {
                article: row.get::<_, String>(0)?.parse().map_err(StoreError::damaged)?,
                title: row.get(1)?,
                claim: row.get::<_, String>(2)?.parse().ok(),
                quote: row.get(3)?,
            });
        }
        Ok(SourceView { id, details, uses })
    }

    /// Titles of articles that hold these words, for finding one by name.
    pub fn titles(&self, text: &str, limit: u32) -> Result<Vec<(ArticleId, String)>> {
        let find = queue::find(text);
        let mut found = Vec::new();
        let mut push = |row: &rusqlite::Row<'_>| -> Result<()> {
            found.push((row.get::<_, String>(0)?.parse().map_err(StoreError::damaged)?, row.get(1)?));
            Ok(())
        };
        if find.is_empty() {
            let mut select = self
                .connection
                .prepare_cached("SELECT id, title FROM article ORDER BY touched DESC LIMIT ?")?;
            let mut rows = select.query([limit])?;
            while let Some(row) = rows.next()? {
                push(row)?;
            }
        } else {
            let mut select = self.connection.prepare_cached(
                "SELECT article, title FROM search WHERE search MATCH ? ORDER BY bm25(search, 0, 8, 1) LIMIT ?",
            )?;
            let mut rows = select.query(params![find, limit])?;
            while let Some(row) = rows.next()? {
                push(row)?;
            }
        }
        Ok(found)
    }
}
