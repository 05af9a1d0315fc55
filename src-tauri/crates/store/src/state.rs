//! The board and its articles as their events make them, kept between commands and caught up from the log.

use crate::{Result, StoreError, log};
use editorial::{Article, ArticleId, Board, Happened, Mark, Stream};
use rusqlite::Connection;
use std::{collections::HashMap, sync::Arc};

/// How many articles are kept at once.
const KEPT: usize = 256;

#[derive(Default)]
pub(crate) struct State {
    /// Size of the log as it was last seen: what is kept as of this size needs no catching up.
    size: u64,
    board: Kept<Board>,
    articles: HashMap<ArticleId, Kept<Article>>,
}

/// Something folded from the log.
#[derive(Default)]
struct Kept<T> {
    /// The last event in it.
    seq: u64,
    /// The size of the log at which it was known to be whole.
    as_of: u64,
    folded: Arc<T>,
}

impl State {
    /// Takes note of how large the log is.
    pub(crate) fn see(&mut self, size: u64) {
        self.size = size;
    }

    /// The board as of the connection's present view of the log.
    pub(crate) fn board(&mut self, connection: &Connection) -> Result<Arc<Board>> {
        let kept = &mut self.board;
        if kept.as_of != self.size || self.size == 0 {
            log::board(connection, kept.seq, |recorded| {
                kept.seq = recorded.seq;
                Arc::make_mut(&mut kept.folded).apply(&recorded.event);
            })?;
            kept.as_of = self.size;
        }
        Ok(Arc::clone(&kept.folded))
    }

    /// The article as of the connection's present view of the log.
    pub(crate) fn article(&mut self, connection: &Connection, id: ArticleId) -> Result<Arc<Article>> {
        if let Some(kept) = self.articles.get(&id)
            && kept.as_of == self.size
        {
            return Ok(Arc::clone(&kept.folded));
        }
        let (mut seq, mut article) = match self.articles.remove(&id) {
            Some(kept) => (kept.seq, Some(kept.folded)),
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
        self.keep(id, Kept { seq, as_of: self.size, folded: Arc::clone(&article) });
        Ok(article)
    }

    fn keep(&mut self, id: ArticleId, article: Kept<Article>) {
        if self.articles.len() >= KEPT {
            self.articles.clear();
        }
        self.articles.insert(id, article);
    }

    /// Folds in what was just appended, from the event after the size last seen on. What nobody else holds is folded
    /// in place.
    pub(crate) fn appended(&mut self, happened: &[Happened], mark: &Mark, reason: Option<&str>) {
        let before = self.size;
        self.size += happened.len() as u64;
        for kept in self.articles.values_mut().filter(|kept| kept.as_of == before) {
            kept.as_of = self.size;
        }
        let board_is_current = self.board.as_of == before;
        for (seq, Happened { stream, event }) in (before + 1..).zip(happened) {
            match stream {
                Stream::Article(id) => {
                    if let Some(kept) = self.articles.get_mut(id).filter(|kept| kept.as_of == self.size) {
                        Arc::make_mut(&mut kept.folded).apply(event, mark, reason);
                        kept.seq = seq;
                    } else if let Some(begun) = Article::begin(*id, event, mark) {
                        self.keep(*id, Kept { seq, as_of: self.size, folded: Arc::new(begun) });
                    }
                }
                Stream::Board if board_is_current => {
                    Arc::make_mut(&mut self.board.folded).apply(event);
                    self.board.seq = seq;
                }
                _ => {}
            }
        }
        if board_is_current {
            self.board.as_of = self.size;
        }
    }

    /// Forgets everything: after a failed transaction what was caught up within it may never have happened.
    pub(crate) fn forget(&mut self) {
        *self = Self::default();
    }
}
