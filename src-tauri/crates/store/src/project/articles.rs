//! What lists, search and where-used need to know of an article.

use super::{sources, trail};
use crate::{Result, StoreError, blobs};
use chrono::SecondsFormat;
use editorial::{Article, ArticleId, Event, MemberId, ReviewState, Stream};
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, BTreeSet};

/// Which tables beside `article` and `part` an event can change.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Parts {
    text: bool,
    citations: bool,
}

impl Parts {
    pub(crate) const ALL: Self = Self { text: true, citations: true };

    /// A source it cites became another, or stands otherwise.
    pub(crate) fn rests_anew(&mut self) {
        self.citations = true;
    }

    pub(crate) fn add(&mut self, event: &Event) {
        match event {
            Event::ArticleCreated { .. } | Event::ArticleRetitled { .. } => self.text = true,
            Event::RevisionSaved { .. } => *self = Self::ALL,
            Event::CitationAdded { .. }
            | Event::CitationRemoved { .. }
            | Event::ClaimRemoved { .. }
            | Event::ClaimReattached { .. } => self.citations = true,
            _ => {}
        }
    }
}

/// Writes the article's rows. `kept` is where documents are kept: the same connection, but for a rebuild.
pub(crate) fn write(
    connection: &Connection,
    kept: &Connection,
    article: &Article,
    parts: Parts,
) -> Result<()> {
    write_article(connection, article)?;
    write_parts(connection, article)?;
    if parts.citations {
        write_used(connection, article)?;
    }
    if parts.text {
        write_search(connection, kept, article)?;
    }
    Ok(())
}

fn write_article(connection: &Connection, article: &Article) -> Result<()> {
    let time = |at: chrono::DateTime<chrono::Utc>| at.to_rfc3339_opts(SecondsFormat::Millis, true);
    let head = article.head();
    let due = article.reviews.iter().filter(|r| r.state == ReviewState::Open).filter_map(|r| r.due).min();
    let mut upsert = connection.prepare_cached(
        "INSERT INTO article (id, title, stage, stage_since, touched, revision, digest, words, claims, unverified,
                              threads, approvals, lapsed, due, next_review, policy, doubted)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
         ON CONFLICT (id) DO UPDATE SET title = ?2, stage = ?3, stage_since = ?4, touched = ?5, revision = ?6,
             digest = ?7, words = ?8, claims = ?9, unverified = ?10, threads = ?11, approvals = ?12, lapsed = ?13,
             due = ?14, next_review = ?15, policy = ?16, doubted = ?17",
    )?;
    upsert.execute(params![
        article.id.to_string(),
        article.title,
        word(article.stage),
        time(article.stage_since),
        time(article.touched),
        head.map_or(0, |head| head.number),
        head.map(|head| head.digest.to_string()),
        head.map_or(0, |head| head.words),
        article.claims.len() as i64,
        article.unverified().count() as i64,
        article.open_threads().count() as i64,
        article.approvers().len() as i64,
        article.lapsed,
        due.map(|due| due.to_string()),
        article.approval.as_ref().and_then(|a| a.next_review).map(|day| day.to_string()),
        article.policy,
        doubted(connection, article)?,
    ])?;
    Ok(())
}

/// How many of the sources it rests on no longer stand, or are in doubt.
fn doubted(connection: &Connection, article: &Article) -> Result<i64> {
    let mut cited = BTreeSet::new();
    for source in article.cited() {
        cited.insert(sources::resolved(connection, source)?);
    }
    let mut select = connection
        .prepare_cached("SELECT 1 FROM source WHERE id = ? AND standing IN ('retraction', 'concern')")?;
    let mut doubted = 0;
    for source in cited {
        doubted += i64::from(select.exists([source.to_string()])?);
    }
    Ok(doubted)
}

/// A closed vocabulary's word as it stands in the log and in the tables.
pub(crate) fn word(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

#[derive(Default)]
struct Part {
    wrote: bool,
    review: Option<&'static str>,
    again: bool,
    due: Option<String>,
    judged: Option<u32>,
    answers: u32,
}

fn write_parts(connection: &Connection, article: &Article) -> Result<()> {
    let parts = parts(article);
    // A row written as it was would cost a page of the disk all the same.
    let mut upsert = connection.prepare_cached(
        "INSERT INTO part (article, member, wrote, review, due, judged, answers, again)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (article, member)
         DO UPDATE SET wrote = ?3, review = ?4, due = ?5, judged = ?6, answers = ?7, again = ?8
         WHERE (wrote, review, due, judged, answers, again) IS NOT (?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for (member, part) in parts {
        upsert.execute(params![
            article.id.to_string(),
            member.to_string(),
            part.wrote,
            part.review,
            part.due,
            part.judged,
            part.answers,
            part.again
        ])?;
    }
    Ok(())
}

/// Everyone who ever had a part in the article. A part never goes away, it only becomes empty.
fn parts(article: &Article) -> BTreeMap<MemberId, Part> {
    let mut parts: BTreeMap<MemberId, Part> = BTreeMap::new();
    for member in article.authors.keys() {
        parts.entry(*member).or_default().wrote = true;
    }
    for review in &article.reviews {
        let part = parts.entry(review.member).or_default();
        if review.round == article.round {
            part.review = match review.state {
                ReviewState::Open => Some("open"),
                ReviewState::Signed => Some("signed"),
                ReviewState::Recused => Some("recused"),
                ReviewState::Closed | ReviewState::Replaced => part.review,
            };
            part.due =
                (review.state == ReviewState::Open).then(|| review.due.map(|due| due.to_string())).flatten();
        }
    }
    for verdict in &article.verdicts {
        let part = parts.entry(verdict.by).or_default();
        part.judged = Some(verdict.revision);
        // What they signed has changed beside the text: the review is theirs again.
        part.again = verdict.round == article.round && verdict.outdated.is_some();
    }
    for thread in article.threads.values() {
        let last = thread.entries.last().and_then(|e| e.by);
        for speaker in &thread.speakers {
            let part = parts.entry(*speaker).or_default();
            part.answers += u32::from(thread.open && last != Some(*speaker));
        }
    }
    for part in parts.values_mut().filter(|part| part.wrote) {
        let unanswered = |t: &&editorial::Thread| t.entries.len() == 1;
        part.answers = part.answers.max(article.open_threads().filter(unanswered).count() as u32);
    }
    parts
}

/// The articles under review that the member has signed in the present round.
pub(crate) fn signed_by(connection: &Connection, member: MemberId) -> Result<Vec<ArticleId>> {
    found(
        connection,
        "SELECT a.id FROM part p JOIN article a ON a.id = p.article
         WHERE p.member = ? AND p.review = 'signed' AND a.stage = 'under_review' ORDER BY a.id",
        &member.to_string(),
    )
}

/// The articles that a query by one identity answers with.
pub(super) fn found(connection: &Connection, sql: &str, of: &str) -> Result<Vec<ArticleId>> {
    let mut select = connection.prepare_cached(sql)?;
    let mut rows = select.query([of])?;
    let mut articles = Vec::new();
    while let Some(row) = rows.next()? {
        articles.push(row.get::<_, String>(0)?.parse().map_err(StoreError::damaged)?);
    }
    Ok(articles)
}

fn write_used(connection: &Connection, article: &Article) -> Result<()> {
    let id = article.id.to_string();
    connection.prepare_cached("DELETE FROM used WHERE article = ?")?.execute([&id])?;
    let mut insert = connection
        .prepare_cached("INSERT OR IGNORE INTO used (source, article, claim, quote) VALUES (?, ?, ?, ?)")?;
    for claim in article.claims.values() {
        for citation in &claim.citations {
            insert.execute(params![
                sources::resolved(connection, citation.source)?.to_string(),
                id,
                claim.id.to_string(),
                claim.anchor.quote
            ])?;
        }
    }
    for source in article.head().into_iter().flat_map(|head| &head.cites) {
        insert.execute(params![sources::resolved(connection, *source)?.to_string(), id, "", ""])?;
    }
    Ok(())
}

fn write_search(connection: &Connection, kept: &Connection, article: &Article) -> Result<()> {
    let row = trail::number(connection, &Stream::Article(article.id).to_string())?;
    connection.prepare_cached("DELETE FROM search WHERE rowid = ?")?.execute([row])?;
    let body = match article.head() {
        Some(head) => blobs::document(kept, head.digest)?.plain_text(),
        None => String::new(),
    };
    connection
        .prepare_cached("INSERT INTO search (rowid, article, title, body) VALUES (?, ?, ?, ?)")?
        .execute(params![row, article.id.to_string(), article.title, body])?;
    Ok(())
}
