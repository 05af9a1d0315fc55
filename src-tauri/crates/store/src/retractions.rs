//! Comparing the library with a list of retractions, and keeping the list for the sources that come later.

use crate::{Outcome, Result, Session, Store, StoreError, blobs, project};
use chrono::{DateTime, FixedOffset};
use document::Digest;
use editorial::{ArticleId, Board, Command, Notice, SourceId, Stage};
use references::Retractions;
use rusqlite::Connection;
use serde::Serialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};
use ts_rs::TS;

/// What a list of retractions says of the library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RetractionsFound {
    /// The day of the newest notice in the list.
    pub as_of: String,
    /// How many notices it holds.
    pub records: u32,
    /// The sources it speaks of that it did not speak of before, with what it says.
    pub sources: Vec<(SourceId, String, Vec<Notice>)>,
    /// The approvals that ended, because they stood on such a source.
    pub ended: Vec<EndedApproval>,
    /// What the person should know of the file: rows that could not be read, by their line.
    pub notes: Vec<String>,
}

/// An approval that stands no more, because a source it stood on changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct EndedApproval {
    /// The article.
    pub article: ArticleId,
    /// Its title.
    pub title: String,
    /// The revision that was approved.
    pub revision: u32,
}

impl Store {
    /// Compares every source of the library with a list of retractions.
    pub fn import_retractions(
        &mut self,
        session: &Session,
        path: &Path,
        now: DateTime<FixedOffset>,
    ) -> Result<(RetractionsFound, Outcome)> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let failed = |error| StoreError::File { doing: format!("Reading {name}"), error };
        if std::fs::metadata(path).map_err(failed)?.len() > references::MAX_LIST_BYTES as u64 {
            return Err(StoreError::References(references::Unreadable::TooLarge));
        }
        let (list, notes) =
            Retractions::read(&std::fs::read(path).map_err(failed)?).map_err(StoreError::References)?;
        let mut found = RetractionsFound {
            as_of: list.as_of.clone(),
            records: u32::try_from(list.notices.len()).unwrap_or(u32::MAX),
            sources: Vec::new(),
            ended: Vec::new(),
            notes,
        };
        let mut notices = BTreeMap::new();
        for row in self.sources("")? {
            let mut new = list.about(&row.details);
            new.retain(|notice| !row.details.notices.iter().any(|known| known.is_same_as(notice)));
            if !new.is_empty() {
                found.sources.push((row.id, row.details.short(), new.clone()));
                notices.insert(row.id, new);
            }
        }
        let short = serde_json::to_vec(&list).map_err(|e| StoreError::System(e.to_string()))?;
        let standing = self.approvals_on(&found.sources.iter().map(|(id, ..)| *id).collect::<Vec<_>>())?;
        let command = Command::ImportRetractions {
            index: self.attach(&format!("{name} (in short)"), &short)?,
            list: list.list,
            as_of: list.as_of,
            records: found.records,
            notices,
        };
        let outcome = self.dispatch(session, &command, None, now)?;
        found.ended = self.ended(standing)?;
        Ok((found, outcome))
    }

    /// The approvals that stand on any of these sources.
    pub(crate) fn approvals_on(&mut self, sources: &[SourceId]) -> Result<Vec<EndedApproval>> {
        let mut articles = BTreeSet::new();
        for source in sources {
            articles.extend(project::sources::standing_on(&self.connection, *source)?);
        }
        let mut approvals = Vec::new();
        for id in articles {
            let article = self.article(id)?;
            if let Some(head) = article.head().filter(|_| article.stage == Stage::Approved) {
                approvals.push(EndedApproval {
                    article: id,
                    title: article.title.clone(),
                    revision: head.number,
                });
            }
        }
        Ok(approvals)
    }

    /// Those of these approvals that stand no more.
    pub(crate) fn ended(&mut self, approvals: Vec<EndedApproval>) -> Result<Vec<EndedApproval>> {
        let mut ended = Vec::new();
        for approval in approvals {
            if self.article(approval.article)?.stage != Stage::Approved {
                ended.push(approval);
            }
        }
        Ok(ended)
    }
}

/// Refuses what is said of a list where the list, as it is kept, says something else.
pub(crate) fn says(
    connection: &Connection,
    index: Digest,
    (list, as_of, records): (&str, &str, u32),
    notices: &BTreeMap<SourceId, Vec<Notice>>,
) -> Result<()> {
    let refused = || editorial::Refusal::invalid("This is not what the list of retractions says.");
    let bytes = blobs::read(connection, index)?.ok_or_else(refused)?;
    let kept: Retractions = serde_json::from_slice(&bytes).map_err(|_| refused())?;
    if (kept.list.as_str(), kept.as_of.as_str(), kept.notices.len()) != (list, as_of, records as usize) {
        return Err(refused().into());
    }
    for (source, said) in notices {
        let details = project::sources::details(connection, *source)?.ok_or_else(refused)?;
        let listed = kept.about(&details);
        if said.iter().any(|notice| !listed.contains(notice)) {
            return Err(refused().into());
        }
    }
    Ok(())
}

/// The list that the library was last compared with.
pub(crate) fn kept(connection: &Connection, board: &Board) -> Result<Option<Retractions>> {
    let Some(list) = &board.retractions else { return Ok(None) };
    let bytes = blobs::read(connection, list.index)?
        .ok_or_else(|| StoreError::damaged("the list of retractions is missing"))?;
    serde_json::from_slice(&bytes).map(Some).map_err(StoreError::damaged)
}
