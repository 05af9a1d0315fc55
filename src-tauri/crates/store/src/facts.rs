//! What the rules need to know of a board before they decide.

use crate::{Result, blobs, project, state::State, store::compare_revisions};
use compare::Comparison;
use document::Document;
use editorial::{Article, Board, Command, MemberId, Notice, NoticeKind, Source, SourceId};
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
    pub(crate) concerned: Vec<Arc<Article>>,
    pub(crate) twins: Vec<Option<SourceId>>,
    pub(crate) notices: Vec<Vec<Notice>>,
    pub(crate) merged: Option<SourceId>,
    pub(crate) comparison: Option<Comparison>,
}

impl Facts {
    pub(crate) fn gather(
        connection: &Connection,
        state: &mut State,
        member: MemberId,
        command: &Command,
        board: &Board,
    ) -> Result<Self> {
        let mut facts = Self::default();
        let (mut sources, mut library) = (BTreeSet::new(), BTreeSet::new());
        // A citation may name a source that was merged; what changes a source must name it itself.
        if command.article().is_some() { &mut sources } else { &mut library }.extend(command.source());
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
        let mut standing = BTreeSet::new();
        for source in changed(connection, command)? {
            standing.extend(project::sources::standing_on(connection, source)?);
        }
        for id in standing {
            facts.concerned.push(state.article(connection, id)?);
        }
        match command {
            Command::ChangeRoles { member, .. }
            | Command::ChangeSpecialities { member, .. }
            | Command::DeactivateMember { member, .. } => {
                for id in project::articles::signed_by(connection, *member)? {
                    facts.concerned.push(state.article(connection, id)?);
                }
            }
            _ => {}
        }
        if let Command::UnmergeSource { source, .. } = command {
            // What stands on it is known under the source that stands for it.
            let stands = project::sources::resolved(connection, *source)?;
            for id in project::sources::standing_on(connection, stands)? {
                let article = state.article(connection, id)?;
                for cited in article.cited() {
                    if project::sources::means(connection, cited, *source)? {
                        facts.concerned.push(article);
                        break;
                    }
                }
            }
        }
        match command {
            Command::CreateArticle { document, .. } | Command::SaveRevision { document, .. } => {
                if let Ok(document) = Document::from_json(document) {
                    sources.extend(SourceId::in_text(&document));
                }
            }
            Command::AddSource { details } | Command::ChangeSource { details, .. } => {
                facts.about(connection, board, std::slice::from_ref(details), command.source())?;
            }
            Command::ImportSources { sources: given, .. } => facts.about(connection, board, given, None)?,
            Command::MergeSources { other, .. } => {
                library.insert(*other);
            }
            Command::UnmergeSource { source, .. } => {
                facts.merged = project::sources::merged_into(connection, *source)?;
            }
            Command::ImportRetractions { list, as_of, records, index, notices } => {
                crate::retractions::says(connection, *index, (list, as_of, *records), notices)?;
                library.extend(notices.keys());
            }
            Command::RemoveSource { source } => {
                facts.source_uses = project::sources::uses(connection, *source)?;
            }
            _ => {}
        }
        library.extend(facts.twins.iter().flatten());
        for source in library {
            if let Some(details) = project::sources::details(connection, source)? {
                facts.sources.insert(source, details);
            }
        }
        for source in sources {
            if let Some(details) = project::sources::cited(connection, source)? {
                facts.sources.insert(source, details);
            }
        }
        Ok(facts)
    }

    /// For each of these, what the library has of it already and what the latest list of retractions says of it;
    /// nothing for what the rules will refuse.
    fn about(
        &mut self,
        connection: &Connection,
        board: &Board,
        given: &[Source],
        but: Option<SourceId>,
    ) -> Result<()> {
        let known = crate::retractions::kept(connection, board)?;
        for details in given {
            let (mut twin, mut notices) = (None, Vec::new());
            if let Ok(details) = details.clone().checked() {
                twin = project::sources::twin(connection, &details, but)?;
                notices = known.as_ref().map(|list| list.about(&details)).unwrap_or_default();
            }
            self.twins.push(twin);
            self.notices.push(notices);
        }
        Ok(())
    }
}

/// The sources whose change touches what was signed.
fn changed(connection: &Connection, command: &Command) -> Result<Vec<SourceId>> {
    let grave = |notice: &Notice| matches!(notice.kind, NoticeKind::Retraction | NoticeKind::Concern);
    Ok(match command {
        Command::ChangeSource { source, .. }
        | Command::AttachFile { source, .. }
        | Command::RemoveFile { source } => vec![*source],
        Command::MergeSources { keep, other, .. } => vec![*keep, *other],
        Command::ImportRetractions { notices, .. } => {
            let mut sources = Vec::new();
            for (source, found) in notices {
                // Another desk may have taken in the same list meanwhile.
                let known = project::sources::details(connection, *source)?.map(|details| details.notices);
                let new = |n: &Notice| !known.iter().flatten().any(|known| known.is_same_as(n));
                if found.iter().any(|notice| grave(notice) && new(notice)) {
                    sources.push(*source);
                }
            }
            sources
        }
        _ => Vec::new(),
    })
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
