//! The library of sources.

use crate::{Result, Store, StoreError, project, query::queue};
use editorial::{
    ArticleId, Claim, ClaimId, Judgement, Notice, Relation, RetractionList, Source, SourceId, Stage,
};
use references::Run;
use rusqlite::params;
use serde::Serialize;
use std::collections::BTreeMap;
use ts_rs::TS;
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// A source in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SourceRow {
    /// Which.
    pub id: SourceId,
    /// What is known of it.
    pub details: Source,
    /// The gravest notice that stands against it.
    pub standing: Option<Notice>,
    /// In how many articles it is cited.
    pub articles: u32,
    /// For how many claims.
    pub claims: u32,
    /// Where the words were found in its file, where they are not all in what is known of it: the page, and its words
    /// with `[` and `]` around each.
    pub found: Option<(u32, String)>,
}

/// A source with where it is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SourceView {
    /// Which.
    pub id: SourceId,
    /// What is known of it.
    pub details: Source,
    /// The gravest notice that stands against it.
    pub standing: Option<Notice>,
    /// As the board prints references.
    pub reference: Vec<Run>,
    /// Where it is used.
    pub uses: Vec<Use>,
    /// The list of retractions that the library was last compared with.
    pub retractions: Option<RetractionList>,
    /// Sources that were merged into it: each can be parted from it again.
    pub merged: Vec<MergedSource>,
    /// Sources that might be the same work.
    pub alike: Vec<(SourceId, Source)>,
}

/// A source that was merged into another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct MergedSource {
    /// Which.
    pub id: SourceId,
    /// Its title.
    pub title: String,
}

/// A place where a source is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Use {
    /// The article.
    pub article: ArticleId,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub stage: Stage,
    /// The claim; `None` for a citation in the text itself.
    pub claim: Option<ClaimId>,
    /// The claim's words.
    pub quote: String,
    /// What the source says of the claim.
    pub relation: Option<Relation>,
    /// What the members' judgements of the claim come to.
    pub judgement: Option<Judgement>,
    /// Whether the claim would rest on nothing without this source: no other that stands supports it.
    pub falls: bool,
}

/// Sources that might be one work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AlikeSources {
    /// One of them.
    pub a: SourceRow,
    /// The other.
    pub b: SourceRow,
}

/// In lower case and without accents, as people type when they search.
fn folded(text: &str) -> String {
    text.nfd().filter(|c| !is_combining_mark(*c)).collect::<String>().to_lowercase()
}

/// All words of a source that a search looks through.
fn searched(source: &Source) -> String {
    let people = source.authors.iter().chain(&source.editors).flat_map(|a| [&a.family, &a.given]);
    let i = &source.identifiers;
    let fields = [
        &source.title,
        &source.container,
        &source.container_short,
        &source.issued,
        &source.publisher,
        &i.doi,
        &i.pmid,
        &i.pmcid,
        &i.nct,
        &i.set_id,
        &i.isbn,
        &i.url,
    ];
    let words: Vec<&str> =
        fields.into_iter().chain(people).map(String::as_str).chain([source.kind.label()]).collect();
    folded(&words.join("\n"))
}

impl Store {
    /// The sources that hold all these words in title, people, container, publisher, date, kind or identifiers, or on
    /// a page of their file; by title.
    pub fn sources(&self, text: &str) -> Result<Vec<SourceRow>> {
        let words: Vec<String> = folded(text).split_whitespace().map(str::to_owned).collect();
        let mut select = self.connection.prepare_cached(
            "SELECT s.id, s.details, count(DISTINCT u.article), count(DISTINCT nullif(u.claim, ''))
             FROM source s LEFT JOIN used u ON u.source = s.id GROUP BY s.id ORDER BY s.title COLLATE NOCASE, s.id",
        )?;
        let mut in_files = self.in_files(text)?;
        let mut rows = select.query([])?;
        let mut sources = Vec::new();
        while let Some(row) = rows.next()? {
            let json: String = row.get(1)?;
            let details: Source = serde_json::from_str(&json).map_err(StoreError::damaged)?;
            let known = searched(&details);
            let id: String = row.get(0)?;
            let told = words.iter().all(|word| known.contains(word.as_str()));
            let found = in_files.remove(&id).filter(|_| !told);
            if told || found.is_some() {
                sources.push(SourceRow {
                    id: id.parse().map_err(StoreError::damaged)?,
                    found,
                    standing: details.standing().cloned(),
                    details,
                    articles: row.get(2)?,
                    claims: row.get(3)?,
                });
            }
        }
        Ok(sources)
    }

    /// The sources whose file holds all these words on one page: the page that fits best, and its words.
    fn in_files(&self, text: &str) -> Result<BTreeMap<String, (u32, String)>> {
        let (find, mut found) = (queue::find(text), BTreeMap::new());
        if find.is_empty() {
            return Ok(found);
        }
        let mut select = self.connection.prepare_cached(
            "SELECT source, page, snippet(source_text, 2, '[', ']', '…', 14) FROM source_text
             WHERE source_text MATCH ? ORDER BY rank LIMIT 2000",
        )?;
        let mut rows = select.query([find])?;
        while let Some(row) = rows.next()? {
            found.entry(row.get(0)?).or_insert((row.get(1)?, row.get(2)?));
        }
        Ok(found)
    }

    /// A source with where it is used; for one that was merged, the one that stands in its place.
    pub fn source(&mut self, id: SourceId) -> Result<SourceView> {
        let id = project::sources::resolved(&self.connection, id)?;
        let details =
            project::sources::details(&self.connection, id)?.ok_or(StoreError::Unknown("source"))?;
        let board = self.board()?;
        let mut reference = references::format(&[&details], board.policy.rules.reference_style);
        Ok(SourceView {
            id,
            standing: details.standing().cloned(),
            reference: reference.pop().unwrap_or_default(),
            uses: self.uses(id)?,
            retractions: board.retractions.clone(),
            merged: self.merged_into(id)?,
            alike: self
                .sources("")?
                .into_iter()
                .filter(|row| row.id != id && row.details.resembles(&details))
                .map(|row| (row.id, row.details))
                .collect(),
            details,
        })
    }

    /// Where a source is used, by title of the article and place in it: what would fall if it were retracted.
    fn uses(&mut self, id: SourceId) -> Result<Vec<Use>> {
        let mut articles = Vec::new();
        for article in project::sources::articles_on(&self.connection, id)? {
            articles.push(self.article(article)?);
        }
        articles.sort_by_key(|article| (article.title.to_lowercase(), article.id));
        let mut uses = Vec::new();
        for article in articles {
            let of = |claim, quote: &str, relation, judgement, falls| Use {
                article: article.id,
                title: article.title.clone(),
                stage: article.stage,
                claim,
                quote: quote.to_owned(),
                relation,
                judgement,
                falls,
            };
            let mut in_text = false;
            for cited in article.head().into_iter().flat_map(|head| &head.cites) {
                in_text |= project::sources::resolved(&self.connection, *cited)? == id;
            }
            if in_text {
                uses.push(of(None, "", None, None, false));
            }
            let mut claims: Vec<&Claim> = article.claims.values().collect();
            claims.sort_by(|a, b| (&a.anchor.block, a.anchor.start).cmp(&(&b.anchor.block, b.anchor.start)));
            for claim in claims {
                let (mut relation, mut others) = (None, false);
                for citation in &claim.citations {
                    let stands = project::sources::resolved(&self.connection, citation.source)?;
                    let supports =
                        matches!(citation.terms.relation, Relation::Supports | Relation::PartlySupports);
                    if stands == id {
                        relation = relation.or(Some(citation.terms.relation));
                    } else if supports {
                        let other = project::sources::details(&self.connection, stands)?;
                        others |= other.is_some_and(|other| !other.is_retracted());
                    }
                }
                if let Some(relation) = relation {
                    let rests = matches!(relation, Relation::Supports | Relation::PartlySupports);
                    let quote = &claim.anchor.quote;
                    uses.push(of(
                        Some(claim.id),
                        quote,
                        Some(relation),
                        Some(claim.judgement()),
                        rests && !others,
                    ));
                }
            }
        }
        Ok(uses)
    }

    fn merged_into(&self, id: SourceId) -> Result<Vec<MergedSource>> {
        let mut select = self
            .connection
            .prepare_cached("SELECT source, title FROM merged WHERE target = ? ORDER BY title, source")?;
        let mut rows = select.query([id.to_string()])?;
        let mut merged = Vec::new();
        while let Some(row) = rows.next()? {
            let id = row.get::<_, String>(0)?.parse().map_err(StoreError::damaged)?;
            merged.push(MergedSource { id, title: row.get(1)? });
        }
        Ok(merged)
    }

    /// Pairs of sources that might be one work.
    pub fn alike_sources(&self) -> Result<Vec<AlikeSources>> {
        let mut rows = self.sources("")?;
        // Years at most one apart: in this order, those that need not be compared are passed over together.
        rows.sort_by_key(|row| row.details.year());
        let undated = rows.iter().take_while(|row| row.details.year().is_none()).count();
        let mut pairs = Vec::new();
        for (n, a) in rows.iter().enumerate() {
            let near = |b: &&SourceRow| {
                n < undated || b.details.year().is_none_or(|year| year <= a.details.year().unwrap_or(0) + 1)
            };
            for b in rows.iter().skip(n + 1).take_while(near).filter(|b| a.details.resembles(&b.details)) {
                pairs.push(AlikeSources { a: a.clone(), b: b.clone() });
            }
        }
        Ok(pairs)
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
