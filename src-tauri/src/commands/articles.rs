//! Articles: the queue, the text, what changed, working copies; and the one command that changes state.

use crate::{
    app::{App, Desk, now},
    error::WireError,
};
use chrono::{Local, Utc};
use compare::{Choice, Comparison, Conflict};
use document::Document;
use editorial::{ArticleId, Candidate, Command, Finding};
use serde::{Deserialize, Serialize};
use store::{
    Outcome, Owner, ThreadRow, WorkingCopy,
    query::{ArticleView, Queue, QueueFilter},
};
use ts_rs::TS;

/// A document as the editor's JSON. It is checked where it is kept.
#[derive(Debug, Deserialize, TS)]
#[serde(transparent)]
#[ts(type = "Record<string, unknown>")]
pub(crate) struct EditorJson(serde_json::Value);

/// Two texts of an article and what changed between them.
#[derive(Debug, Serialize, TS)]
pub(crate) struct Compared {
    /// The older text, as the editor's JSON.
    #[ts(type = "Record<string, unknown>")]
    old: serde_json::Value,
    /// The newer text.
    #[ts(type = "Record<string, unknown>")]
    new: serde_json::Value,
    /// What changed.
    comparison: Comparison,
}

/// My unsaved text and a newer revision brought together, on the revision that both grew from.
#[derive(Debug, Serialize, TS)]
pub(crate) struct Merging {
    /// The revision both grew from; 0 for an empty article.
    base: u32,
    /// The newest revision.
    head: u32,
    /// The merged text, as the editor's JSON.
    #[ts(type = "Record<string, unknown>")]
    document: serde_json::Value,
    /// What both changed.
    conflicts: Vec<Conflict>,
    /// What I changed.
    mine: Comparison,
    /// What the newest revision changed.
    theirs: Comparison,
}

/// An article found by its title.
#[derive(Debug, Serialize, TS)]
pub(crate) struct Title {
    article: ArticleId,
    title: String,
}

pub(crate) fn dispatch(app: &App, command: Command, secret: Option<String>) -> Result<Outcome, WireError> {
    let mut desk = app.desk();
    let (store, session) = desk.signed_in()?;
    Ok(store.dispatch(session, &command, secret.as_deref(), now())?)
}

pub(crate) fn queue(app: &App, filter: QueueFilter) -> Result<Queue, WireError> {
    let mut desk = app.desk();
    let (store, member) = desk.reader()?;
    Ok(store.queue(member, &filter, Local::now().date_naive())?)
}

pub(crate) fn titles(app: &App, text: String) -> Result<Vec<Title>, WireError> {
    let mut desk = app.desk();
    let (store, _) = desk.reader()?;
    Ok(store.titles(&text, 20)?.into_iter().map(|(article, title)| Title { article, title }).collect())
}

pub(crate) fn article(app: &App, id: ArticleId, revision: Option<u32>) -> Result<ArticleView, WireError> {
    let mut desk = app.desk();
    let (store, member) = desk.reader()?;
    Ok(store.article_view(member, id, revision)?)
}

pub(crate) fn candidates(app: &App, id: ArticleId) -> Result<Vec<Candidate>, WireError> {
    let mut desk = app.desk();
    let (store, _) = desk.reader()?;
    Ok(store.candidates(id)?)
}

pub(crate) fn findings(app: &App, id: ArticleId) -> Result<Vec<Finding>, WireError> {
    let mut desk = app.desk();
    let (store, _) = desk.reader()?;
    Ok(store.findings(id)?)
}

pub(crate) fn reconciliation(app: &App, id: ArticleId) -> Result<Vec<ThreadRow>, WireError> {
    let mut desk = app.desk();
    let (store, _) = desk.reader()?;
    Ok(store.reconciliation(id)?)
}

pub(crate) fn comparison(app: &App, id: ArticleId, from: u32, to: u32) -> Result<Compared, WireError> {
    let mut desk = app.desk();
    let (store, _) = desk.reader()?;
    let json = |document| serde_json::to_value(&document).map_err(|_| WireError::internal());
    let (old, new) = (store.revision_document(id, from)?.1, store.revision_document(id, to)?.1);
    Ok(Compared { comparison: compare::compare(&old, &new), old: json(old)?, new: json(new)? })
}

pub(crate) fn merging(app: &App, article: ArticleId, choices: Vec<Choice>) -> Result<Merging, WireError> {
    let mut desk = app.desk();
    let owner = owner(&mut desk, article)?;
    let copy = app.working(&mut desk, |working| working.get(owner))?;
    let copy = copy.ok_or_else(|| WireError::new("unknown", "There is no unsaved text."))?;
    let mine = Document::from_json(&copy.document)
        .map_err(|error| WireError::new("invalid", format!("The unsaved text cannot be read: {error}.")))?;
    let (store, _) = desk.reader()?;
    let head = store.article(article)?.head().map_or(0, |head| head.number);
    let mut text = |number: u32| match number {
        0 => Ok(Document::default()),
        number => store.revision_document(article, number).map(|(_, document)| document),
    };
    let (base, theirs) = (text(copy.base)?, text(head)?);
    let merged = compare::merge(&base, &mine, &theirs, &choices);
    Ok(Merging {
        base: copy.base,
        head,
        document: serde_json::to_value(&merged.document).map_err(|_| WireError::internal())?,
        conflicts: merged.conflicts,
        mine: compare::compare(&base, &mine),
        theirs: compare::compare(&base, &theirs),
    })
}

fn owner(desk: &mut Desk, article: ArticleId) -> Result<Owner, WireError> {
    let (store, member) = desk.reader()?;
    let board = store.board()?.id.ok_or_else(WireError::internal)?;
    Ok(Owner { board, article, member })
}

pub(crate) fn working_copy(app: &App, article: ArticleId) -> Result<Option<WorkingCopy>, WireError> {
    let mut desk = app.desk();
    let owner = owner(&mut desk, article)?;
    app.working(&mut desk, |working| working.get(owner))
}

pub(crate) fn keep_working_copy(
    app: &App,
    article: ArticleId,
    base: u32,
    document: EditorJson,
) -> Result<(), WireError> {
    let mut desk = app.desk();
    let owner = owner(&mut desk, article)?;
    app.working(&mut desk, |working| working.keep(owner, base, &document.0, Utc::now()))
}

pub(crate) fn discard_working_copy(app: &App, article: ArticleId) -> Result<(), WireError> {
    let mut desk = app.desk();
    let owner = owner(&mut desk, article)?;
    app.working(&mut desk, |working| working.discard(owner))
}
