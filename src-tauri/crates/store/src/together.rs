//! Commands carried out in one transaction.
//!
//! The one place where rules, log and projections meet. Projections of articles are written when all is done, once
//! for each article, so that a thousand commands cost what a thousand commands are and not a thousand transactions.

use crate::{
    Cost, Outcome, Result, Session, StoreError, Topic, blobs,
    facts::Facts,
    log::{self, Appender, Moment, Writer},
    project, session,
    state::State,
    store::holds,
};
use chrono::{DateTime, FixedOffset, Utc};
use document::Digest;
use editorial::{Article, ArticleId, Command, Context, Event, Happened, Mark, Stream, decide};
use ledger::SigningKey;
use rusqlite::Connection;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use uuid::Uuid;

/// A board within a transaction: what it is asked to do happens altogether or not at all.
pub struct Together<'a> {
    connection: &'a Connection,
    state: &'a mut State,
    appender: Appender<'a>,
    moment: Moment,
    cost: Cost,
    /// Articles whose projections wait to be written, with the tables that are concerned.
    touched: BTreeMap<ArticleId, project::articles::Parts>,
    /// Whether an article was approved.
    approved: bool,
}

impl std::fmt::Debug for Together<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Together").field("moment", &self.moment).finish_non_exhaustive()
    }
}

impl<'a> Together<'a> {
    pub(crate) fn new(
        connection: &'a Connection,
        state: &'a mut State,
        moment: Moment,
        cost: Cost,
    ) -> Result<Self> {
        let appender = Appender::new(connection)?;
        state.see(appender.size());
        Ok(Self { connection, state, appender, moment, cost, touched: BTreeMap::new(), approved: false })
    }

    /// Does what a member asks for, or says why not. Commands that ask for a passphrase are not taken here.
    pub fn dispatch(&mut self, session: &Session, command: &Command) -> Result<Outcome> {
        if command.asks_passphrase()
            || matches!(command, Command::AddMember { .. } | Command::ResetPassphrase { .. })
        {
            return Err(editorial::Refusal::invalid("This is asked for by itself, with a passphrase.").into());
        }
        self.carry_out(session, command, None, None)
    }

    /// What follows is another action, at another time.
    pub fn next_action(&mut self, now: DateTime<FixedOffset>) {
        self.moment.at = now;
        self.moment.action = Uuid::now_v7();
    }

    /// An article as it stands.
    pub fn article(&mut self, id: ArticleId) -> Result<Arc<Article>> {
        self.state.article(self.connection, id)
    }

    /// Keeps a file under its digest, for an article or source that will name it.
    pub fn attach(&mut self, name: &str, bytes: &[u8]) -> Result<Digest> {
        blobs::attach(self.connection, name, bytes)
    }

    pub(crate) fn carry_out(
        &mut self,
        session: &Session,
        command: &Command,
        secret: Option<&str>,
        new_key: Option<&SigningKey>,
    ) -> Result<Outcome> {
        if matches!(
            command,
            Command::RemoveSource { .. }
                | Command::ChangeSource { .. }
                | Command::MergeSources { .. }
                | Command::UnmergeSource { .. }
                | Command::ImportRetractions { .. }
                | Command::AttachFile { .. }
                | Command::RemoveFile { .. }
                | Command::ChangeRoles { .. }
                | Command::ChangeSpecialities { .. }
                | Command::DeactivateMember { .. }
        ) {
            // Where a source is used, and what a member has signed, is read from the projections.
            self.write_projections()?;
        }
        let board = self.state.board(self.connection)?;
        holds(&board, session)?;
        let public = session.key.public().to_string();
        let facts = Facts::gather(self.connection, self.state, session.member, command, &board)?;
        let decision = decide(
            command,
            &mut Context {
                now: self.moment.at.with_timezone(&Utc),
                actor: session.member,
                board: &board,
                article: facts.article.as_deref(),
                head: facts.head.as_ref(),
                sources: &facts.sources,
                source_uses: facts.source_uses,
                concerned: &facts.concerned,
                twins: &facts.twins,
                notices: &facts.notices,
                merged: facts.merged,
                comparison: facts.comparison.as_ref(),
                new_key: new_key.map(|key| key.public().to_string()),
                new_id: &mut Uuid::now_v7,
                key: &public,
                sign: &|bytes| session.key.sign(bytes).to_string(),
            },
        )?;
        // The article is folded on in place, which it can only be when nobody else holds it.
        drop(facts);
        if let Some(document) = &decision.document {
            blobs::keep(self.connection, blobs::Kind::Document, "", &document.canonical())?;
        }
        if let (Some(key), Some(secret)) = (new_key, secret)
            && let Some(member) = decision.events.iter().find_map(|h| match h.event {
                Event::MemberAdded { member, .. } | Event::PassphraseReset { member } => Some(member),
                _ => None,
            })
        {
            session::keep_key(self.connection, member, key, secret, self.cost)?;
            session::forget_failures(self.connection, member)?;
        }
        let who = board.members.get(&session.member).ok_or(StoreError::Unknown("member"))?;
        let writer = Writer::member(who.id, &who.name, decision.role, &session.key);
        let reason = decision.reason.as_deref();
        self.appender.append(&decision.events, reason, &writer, &self.moment)?;
        let mark = Mark { by: Some(who.id), at: log::written(self.moment.at) };
        drop(board);
        self.state.appended(&decision.events, &mark, reason);
        self.approved |= decision.events.iter().any(|h| matches!(h.event, Event::ArticleApproved { .. }));
        self.touch(&decision.events)?;
        Ok(Outcome { made: made(&decision.events), stale: stale(&decision.events) })
    }

    fn touch(&mut self, happened: &[Happened]) -> Result<()> {
        for Happened { stream, event } in happened {
            if let Stream::Article(id) = stream {
                self.touched.entry(*id).or_default().add(event);
            }
        }
        for id in project::sources_touched(self.connection, happened)? {
            self.touched.entry(id).or_default().rests_anew();
        }
        Ok(())
    }

    fn write_projections(&mut self) -> Result<()> {
        for (id, parts) in std::mem::take(&mut self.touched) {
            let article = self.state.article(self.connection, id)?;
            project::articles::write(self.connection, self.connection, &article, parts)?;
        }
        Ok(())
    }

    /// Writes what is left to write, and says whether an article was approved.
    pub(crate) fn finish(mut self) -> Result<bool> {
        self.write_projections()?;
        self.appender.finish()?;
        Ok(self.approved)
    }
}

fn made(events: &[Happened]) -> Option<String> {
    let first = events.first()?;
    Some(match (&first.event, first.stream) {
        (Event::ArticleCreated { .. }, Stream::Article(id)) => id.to_string(),
        (Event::SourceAdded { .. }, Stream::Source(id)) => id.to_string(),
        (Event::ClaimMade { claim, .. }, _) => claim.to_string(),
        (Event::ThreadOpened { thread, .. }, _) => thread.to_string(),
        (Event::CitationAdded { citation, .. }, _) => citation.to_string(),
        (Event::MemberAdded { member, .. }, _) => member.to_string(),
        (Event::RevisionSaved { number, .. }, _) => number.to_string(),
        _ => return None,
    })
}

fn stale(events: &[Happened]) -> Vec<Topic> {
    let mut topics = BTreeSet::from([Topic::Trail]);
    for happened in events {
        match happened.stream {
            Stream::Article(_) => topics.extend([Topic::Article, Topic::Queue, Topic::Sources]),
            Stream::Source(_) => topics.extend([Topic::Sources, Topic::Article, Topic::Queue]),
            Stream::Board => topics.extend([Topic::Board, Topic::Article, Topic::Queue]),
        }
    }
    topics.into_iter().collect()
}
