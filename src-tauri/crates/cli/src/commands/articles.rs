//! Listing and printing articles.

use crate::{
    failure::Failure,
    options::TextFormat,
    output,
    signing_in::{article, known_revision, open},
};
use document::write;
use serde::Serialize;
use std::{fmt::Write as _, path::Path};

#[derive(Serialize)]
struct Row {
    article: editorial::ArticleId,
    title: String,
    stage: editorial::Stage,
    /// The revision whose approval no longer stands.
    lapsed: Option<u32>,
    revision: u32,
    words: u32,
    claims: usize,
    unverified: usize,
    open_threads: usize,
}

pub(crate) fn list(board: &Path, json: bool) -> Result<bool, Failure> {
    let mut store = open(board)?;
    let mut rows = Vec::new();
    for (id, title) in store.titles("", u32::MAX)? {
        let article = store.article(id)?;
        rows.push(Row {
            article: id,
            title,
            stage: article.stage,
            lapsed: article.lapsed,
            revision: article.head().map_or(0, |head| head.number),
            words: article.head().map_or(0, |head| head.words),
            claims: article.claims.len(),
            unverified: article.unverified().count(),
            open_threads: article.open_threads().count(),
        });
    }
    if json {
        output::json(&rows)?;
        return Ok(true);
    }
    let mut text = String::new();
    for row in &rows {
        let stage = row.stage.label();
        let _ = writeln!(
            text,
            "{}  {stage:17}  r{:<3} {:>6} words  {}",
            row.article, row.revision, row.words, row.title
        );
        if let Some(lapsed) = row.lapsed {
            let _ = writeln!(
                text,
                "{:36}  approved at revision {lapsed}, now at {}: NOT APPROVED",
                "", row.revision
            );
        }
    }
    output::text(if rows.is_empty() { "There are no articles on this board." } else { &text })?;
    Ok(true)
}

pub(crate) fn show(
    board: &Path,
    asked: &str,
    revision: Option<u32>,
    format: TextFormat,
) -> Result<bool, Failure> {
    let mut store = open(board)?;
    let id = article(&store, asked)?;
    let found = store.article(id)?;
    let revision = revision.or(found.head().map(|head| head.number)).unwrap_or(1);
    known_revision(&found, revision)?;
    // JSON is the text as it was signed; what is read by people has its references behind it.
    let document = match format {
        TextFormat::Json => store.revision_document(id, revision)?.1,
        TextFormat::Markdown | TextFormat::Text | TextFormat::Html => store.printed(id, revision)?,
    };
    let labels = store.labels(id, &document)?;
    let label = |key: &str| labels.get(key).cloned();
    match format {
        TextFormat::Markdown => output::text(&write::markdown_with(&document, &label))?,
        TextFormat::Text => output::text(&write::text_with(&document, &label))?,
        TextFormat::Html => output::text(&write::html_with(&document, &label))?,
        TextFormat::Json => output::json(&document)?,
    }
    Ok(true)
}
