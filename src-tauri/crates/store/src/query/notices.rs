//! What others did lately that concerns a member.

use super::Teller;
use crate::{Result, Store, StoreError, log};
use editorial::{Article, ArticleId, Board, Event, MemberId, ReviewState, Role, Stream, ThreadId};
use serde::Serialize;
use ts_rs::TS;

/// Something that concerns me.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Notice {
    /// Its place in the log.
    #[ts(type = "number")]
    pub seq: u64,
    /// When: RFC 3339, UTC.
    pub at: String,
    /// Printed name of who did it.
    pub who: String,
    /// What happened, as a clause that follows the name.
    pub told: String,
    /// In which article.
    pub article: ArticleId,
    /// Its title.
    pub title: String,
    /// In which of its discussions.
    pub thread: Option<ThreadId>,
}

/// How many events are looked through, newest first.
const LOOKED: u32 = 400;
/// How many notices are answered.
const MOST: usize = 40;

impl Store {
    /// What others did that concerns the member, newest first, out of the latest events of articles.
    pub fn notices(&mut self, member: MemberId) -> Result<Vec<Notice>> {
        let board = self.board()?;
        let bodies: Vec<String> = self
            .connection
            .prepare_cached(
                "SELECT body FROM event WHERE kind IN
                    ('review.assigned', 'review.replaced', 'review.recused', 'verdict.signed', 'article.submitted',
                     'article.approved', 'article.changes_requested', 'article.withdrawn', 'article.taken_back',
                     'approval.lapsed', 'signatures.outdated',
                     'thread.opened', 'thread.replied', 'thread.resolved', 'thread.reopened')
                 ORDER BY seq DESC LIMIT ?",
            )?
            .query_map([LOOKED], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let mut notices = Vec::new();
        for body in bodies {
            let recorded = log::recorded(&body)?;
            if recorded.mark.by == Some(member) {
                continue;
            }
            let read: ledger::Event = serde_json::from_str(&body).map_err(StoreError::damaged)?;
            let Ok(Stream::Article(id)) = read.stream.parse::<Stream>() else { continue };
            let article = self.article(id)?;
            if !concerns(&recorded.event, &article, &board, member) {
                continue;
            }
            let row = Teller::new(&self.connection, &board).row(&body)?;
            let thread = thread_of(&recorded.event);
            notices.push(Notice {
                seq: row.seq,
                at: row.at,
                who: row.who,
                told: row.told,
                article: id,
                title: row.title,
                thread,
            });
            if notices.len() == MOST {
                break;
            }
        }
        Ok(notices)
    }
}

fn thread_of(event: &Event) -> Option<ThreadId> {
    match event {
        Event::ThreadOpened { thread, .. }
        | Event::ThreadReplied { thread, .. }
        | Event::ThreadResolved { thread, .. }
        | Event::SuggestionAccepted { thread, .. }
        | Event::SuggestionDeclined { thread, .. }
        | Event::ThreadReopened { thread } => Some(*thread),
        _ => None,
    }
}

fn concerns(event: &Event, article: &Article, board: &Board, me: MemberId) -> bool {
    let reviewing = article.reviews.iter().any(|r| {
        r.member == me && matches!(r.state, ReviewState::Open | ReviewState::Signed | ReviewState::Closed)
    });
    let has = |role: Role| board.members.get(&me).is_some_and(|member| member.roles.contains(&role));
    match event {
        Event::ReviewAssigned { member, .. } | Event::ReviewReplaced { member, .. } => *member == me,
        Event::SignaturesOutdated { members, .. } => members.contains(&me),
        Event::ReviewRecused { .. } => has(Role::Administrator),
        Event::ArticleSubmitted { .. } => has(Role::BoardMember) && !article.wrote(me),
        Event::ThreadOpened { .. } => article.wrote(me),
        Event::ThreadReplied { thread, .. }
        | Event::ThreadResolved { thread, .. }
        | Event::SuggestionAccepted { thread, .. }
        | Event::SuggestionDeclined { thread, .. }
        | Event::ThreadReopened { thread } => {
            let mut entries = article.threads.get(thread).into_iter().flat_map(|t| &t.entries);
            article.wrote(me) || entries.any(|entry| entry.by == Some(me))
        }
        _ => article.wrote(me) || reviewing,
    }
}
