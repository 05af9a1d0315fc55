//! The board and its articles as their events make them, kept between commands and caught up from the log.

use crate::{Result, StoreError, log};
use editorial::{Article, ArticleId, Board, Stream};
use rusqlite::Connection;
use std::{collections::HashMap, sync::Arc};

/// How many articles are kept at once.
const KEPT: usize = 256;

#[derive(Default)]
pub(crate) struct State {
    board: Arc<Board>,
    board_seq: u64,
    articles: HashMap<ArticleId, (u64, Arc<Article>)>,
}

impl State {
    /// The board as of the connection's present view of the log.
    pub(crate) fn board(&mut self, connection: &Connection) -> Result<Arc<Board>> {
        let mut last = self.board_seq;
        let board = &mut self.board;
        log::board(connection, self.board_seq, |recorded| {
            last = recorded.seq;
            Arc::make_mut(board).apply(&recorded.event);
        })?;
        self.board_seq = last;
        Ok(Arc::clone(&self.board))
    }

    /// The article as of the connection's present view of the log.
    pub(crate) fn article(&mut self, connection: &Connection, id: ArticleId) -> Result<Arc<Article>> {
        let (mut seq, mut article) = match self.articles.remove(&id) {
            Some((seq, article)) => (seq, Some(article)),
            None => (0, None),
        };
        let mut headless = false;
        log::stream(connection, Stream::Article(id), seq, |recorded| {
            seq = recorded.seq;
            match &mut article {
                Some(article) => {
                    Arc::make_mut(article).apply(&recorded.event, &recorded.mark, recorded.reason.as_deref());
                }
                None => match Article::begin(id, &recorded.event, &recorded.mark) {
                    Some(begun) => article = Some(Arc::new(begun)),
                    None => headless = true,
                },
            }
        })?;
        if headless {
            return Err(StoreError::damaged(format!("the article {id} has no beginning")));
        }
        let article = article.ok_or(StoreError::Unknown("article"))?;
        if self.articles.len() >= KEPT {
            self.articles.clear();
        }
        self.articles.insert(id, (seq, Arc::clone(&article)));
        Ok(article)
    }

    /// Forgets everything: after a failed transaction what was caught up within it may never have happened.
    pub(crate) fn forget(&mut self) {
        *self = Self::default();
    }
}
