//! What the rules need to know of a board before they decide.

use crate::{Result, blobs, project, state::State, store::compare_revisions};
use compare::Comparison;
use document::Document;
use editorial::{Article, Command, MemberId, Source, SourceId};
use rusqlite::Connection;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// What the rules need to know, gathered within the transaction that will write what they decide.
#[derive(Default)]
pub(crate) struct Facts {
    pub(crate) article: Option<Arc<Article>>,
    pub(crate) head: Option<Document>,
    pub(crate) sources: BTreeMap<SourceId, Source>,
    pub(crate) source_uses: usize,
    pub(crate) citing: Vec<Arc<Article>>,
    pub(crate) twin: Option<SourceId>,
    pub(crate) comparison: Option<Comparison>,
}

impl Facts {
    pub(crate) fn gather(
        connection: &Connection,
        state: &mut State,
        member: MemberId,
        command: &Command,
    ) -> Result<Self> {
        let mut facts = Self::default();
        let mut sources = BTreeSet::new();
        sources.extend(command.source());
        if let Some(id) = command.article() {
            let article = state.article(connection, id)?;
            if needs_head(command) {
                facts.head =
                    article.head().map(|head| blobs::document(connection, head.digest)).transpose()?;
                sources.extend(article.cited());
            }
            facts.comparison = match command {
                Command::AcknowledgeChange { from, to, .. }
                | Command::OpenThread { on: editorial::NewSubject::Change { from, to, .. }, .. } => {
                    Some(compare_revisions(connection, &article, *from, *to)?)
                }
                Command::MarkRead { .. }
                | Command::SignVerdict { verdict: editorial::Verdict::Approve, .. } => {
                    match (article.base_for(member), article.head()) {
                        (Some(base), Some(head)) => {
                            Some(compare_revisions(connection, &article, base, head.number)?)
                        }
                        _ => None,
                    }
                }
                _ => None,
            };
            facts.article = Some(article);
        }
        if let Command::ChangeSource { source, .. } = command {
            for id in project::sources::standing_on(connection, *source)? {
                facts.citing.push(state.article(connection, id)?);
            }
        }
        match command {
            Command::CreateArticle { document, .. } | Command::SaveRevision { document, .. } => {
                if let Ok(document) = Document::from_json(document) {
                    sources.extend(SourceId::in_text(&document));
                }
            }
            Command::AddSource { details } | Command::ChangeSource { details, .. } => {
                if let Ok(details) = details.clone().checked() {
                    let but = command.source();
                    facts.twin = project::sources::twin(connection, &details, but)?;
                    sources.extend(facts.twin);
                }
            }
            Command::RemoveSource { source } => {
                facts.source_uses = project::sources::uses(connection, *source)?;
            }
            _ => {}
        }
        for source in sources {
            if let Some(details) = project::sources::details(connection, source)? {
                facts.sources.insert(source, details);
            }
        }
        Ok(facts)
    }
}

/// Reading the head text takes time; only these look at it.
fn needs_head(command: &Command) -> bool {
    matches!(
        command,
        Command::SaveRevision { .. }
            | Command::Submit { .. }
            | Command::WaiveFinding { .. }
            | Command::RestoreFinding { .. }
            | Command::SignVerdict { .. }
            | Command::MarkRead { .. }
            | Command::AcknowledgeChange { .. }
            | Command::MakeClaim { .. }
            | Command::ReattachClaim { .. }
            | Command::OpenThread { .. }
    )
}
