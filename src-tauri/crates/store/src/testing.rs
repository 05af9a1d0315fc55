//! Boards of any size, made through the same door as everything else: for measuring.

use crate::{Cost, Founder, Result, Session, Store, StoreError, Together};
use chrono::{DateTime, Duration, FixedOffset};
use editorial::{
    ArticleId, Certainty, CitationTerms, ClaimId, Command, Disposition, Judgement, NewSubject, Origin,
    Relation, Role, Source, SourceId, SourceKind, ThreadId, Verdict,
};
use serde_json::{Value, json};
use std::path::Path;

/// The passphrase of every member.
pub const PASSPHRASE: &str = "a crowd of members";

/// A board with members of every role, all of them signed in.
#[derive(Debug)]
pub struct Crowd {
    /// The board.
    pub store: Store,
    /// Administers, and may export.
    pub ada: Session,
    /// Write.
    pub editors: Vec<Session>,
    /// Review.
    pub reviewers: Vec<Session>,
    /// What everything is cited from.
    source: SourceId,
    at: DateTime<FixedOffset>,
    pace: Duration,
}

impl Crowd {
    /// A new board at `path` whose history begins at `at`; between two actions lies a `pace`.
    pub fn new(path: &Path, at: DateTime<FixedOffset>, pace: Duration) -> Result<Self> {
        let founder = Founder { name: "Ada", roles: &[Role::Compliance], passphrase: PASSPHRASE };
        let mut store = Store::create(path, "A crowd", founder, Cost::FOR_TESTS_ONLY, at)?;
        let ada = enter(&mut store, "Ada", at)?;
        let mut join = |name: String, role: Role| -> Result<Session> {
            let command = Command::AddMember { name: name.clone(), roles: [role].into() };
            store.dispatch(&ada, &command, Some(PASSPHRASE), at)?;
            enter(&mut store, &name, at)
        };
        let editors = (1..=4).map(|n| join(format!("Editor {n}"), Role::Editor)).collect::<Result<_>>()?;
        let reviewers =
            (1..=8).map(|n| join(format!("Reviewer {n}"), Role::BoardMember)).collect::<Result<_>>()?;
        let editors: Vec<Session> = editors;
        let add = Command::AddSource { details: the_source() };
        let source = made(store.dispatch(&editors[0], &add, None, at)?)?;
        Ok(Self { store, ada, editors, reviewers, source, at, pace })
    }

    /// A board that stands already, to be read.
    pub fn open(path: &Path, now: DateTime<FixedOffset>) -> Result<Self> {
        let mut store = Store::open(path, Cost::FOR_TESTS_ONLY, now)?;
        let ada = enter(&mut store, "Ada", now)?;
        let editors = vec![enter(&mut store, "Editor 1", now)?];
        let reviewers = vec![enter(&mut store, "Reviewer 1", now)?];
        let source = store.sources("")?.first().ok_or(StoreError::Unknown("source"))?.id;
        Ok(Self { store, ada, editors, reviewers, source, at: now, pace: Duration::zero() })
    }

    /// An article whose text has so many words, with a claim in every paragraph of a hundred words, some of them
    /// assessed, and a second revision under review that changes one paragraph in four.
    pub fn long_article(&mut self, words: usize) -> Result<ArticleId> {
        let (at, pace, source) = (self.at, self.pace, self.source);
        let (editor, first) = (&self.editors[0], &self.reviewers[0]);
        let paragraphs = words.div_ceil(100);
        let article = self.store.together(at, |desk| {
            let article = create(desk, editor, "A long article", &paragraphs_of(paragraphs, 0))?;
            for block in 0..paragraphs as u32 {
                let claim =
                    Command::MakeClaim { article, revision: 1, block: vec![block], start: 0, end: 24 };
                let claim: ClaimId = made(desk.dispatch(editor, &claim)?)?;
                if block % 3 > 0 {
                    verify(desk, (editor, first), article, claim, source)?;
                }
            }
            submit(desk, editor, article, 1)?;
            desk.dispatch(first, &Command::TakeReview { article, revision: 1 })?;
            Ok(article)
        })?;
        self.at += pace;
        self.sign(0, article, Verdict::RequestChanges)?;
        let (editor, first) = (&self.editors[0], &self.reviewers[0]);
        self.store.together(self.at, |desk| {
            let document = paragraphs_of(paragraphs, 1);
            let save =
                Command::SaveRevision { article, base: 1, document, message: "Second thoughts".to_owned() };
            desk.dispatch(editor, &save)?;
            submit(desk, editor, article, 2)?;
            desk.dispatch(first, &Command::TakeReview { article, revision: 2 })
        })?;
        Ok(article)
    }

    /// Lives of articles in every stage, until there are so many articles or so many events. `each` is told the
    /// size of the log now and then.
    pub fn grow(
        &mut self,
        articles: u64,
        events: u64,
        chatter: u64,
        mut each: impl FnMut(u64),
    ) -> Result<()> {
        for number in 0..articles {
            if number % 100 == 0 {
                let size = self.store.head()?.size();
                each(size);
                if size >= events {
                    break;
                }
            }
            self.life(number, chatter)?;
        }
        Ok(())
    }

    /// About twenty events and as many more as there is chatter.
    fn life(&mut self, number: u64, chatter: u64) -> Result<()> {
        let pick = |of: usize, salt: u64| (number.wrapping_mul(0x9E37_79B9) >> salt) as usize % of;
        let editor = &self.editors[pick(self.editors.len(), 3)];
        let one = pick(self.reviewers.len(), 5);
        let two = (one + 1) % self.reviewers.len();
        let (first, second) = (&self.reviewers[one], &self.reviewers[two]);
        let (began, at, pace, source) = (self.at, &mut self.at, self.pace, self.source);
        let mut wait = |desk: &mut Together<'_>| {
            *at += pace;
            desk.next_action(*at);
        };
        let title = format!("Article {number} on {}", SUBJECTS[pick(SUBJECTS.len(), 7)]);
        let article = self.store.together(began, |desk| {
            let article = create(desk, editor, &title, &paragraphs_of(3, number + 2))?;
            for block in 0..3 {
                wait(desk);
                let claim =
                    Command::MakeClaim { article, revision: 1, block: vec![block], start: 0, end: 24 };
                let claim: ClaimId = made(desk.dispatch(editor, &claim)?)?;
                wait(desk);
                verify(desk, (editor, first), article, claim, source)?;
            }
            let thread = Command::OpenThread {
                article,
                revision: 1,
                on: NewSubject::Article,
                disposition: Disposition::Informing,
                text: "Is the second figure still that of the label?".to_owned(),
                suggestion: None,
            };
            let thread: ThreadId = made(desk.dispatch(second, &thread)?)?;
            for n in 0..chatter {
                wait(desk);
                let text = format!("Looked at it again ({n}): the figure stands as it was published.");
                let who = if n % 2 == 0 { editor } else { second };
                desk.dispatch(who, &Command::ReplyThread { article, thread, text })?;
            }
            if !number.is_multiple_of(5) {
                submit(desk, editor, article, 1)?;
            }
            if number % 5 > 1 {
                wait(desk);
                desk.dispatch(first, &Command::TakeReview { article, revision: 1 })?;
                desk.dispatch(second, &Command::TakeReview { article, revision: 1 })?;
            }
            Ok(article)
        })?;
        match number % 5 {
            3 => self.sign(one, article, Verdict::RequestChanges),
            4 if number % 10 == 4 => {
                self.sign(one, article, Verdict::Approve)?;
                self.sign(two, article, Verdict::Approve)
            }
            _ => Ok(()),
        }
    }

    fn sign(&mut self, reviewer: usize, article: ArticleId, verdict: Verdict) -> Result<()> {
        self.at += self.pace;
        let session = &self.reviewers[reviewer];
        let view = self.store.article(article)?;
        let head = view.head().ok_or(StoreError::Unknown("revision"))?;
        let command = Command::SignVerdict {
            article,
            revision: head.number,
            digest: head.digest,
            verdict,
            base: view.base_for(session.member()),
            evidence: None,
            reason: "For the reasons given in the discussion.".to_owned(),
        };
        self.store.dispatch(session, &command, Some(PASSPHRASE), self.at).map(drop)
    }
}

const SUBJECTS: [&str; 6] =
    ["gout", "statins in the old", "iron before surgery", "asthma at night", "shingles", "warfarin and food"];

fn the_source() -> Source {
    Source {
        container: "Journal of Measured Things".to_owned(),
        issued: "2021".to_owned(),
        volume: "12".to_owned(),
        pages: "1-9".to_owned(),
        ..Source::new(SourceKind::JournalArticle, "Half the dose, and what became of it")
    }
}

fn enter(store: &mut Store, name: &str, now: DateTime<FixedOffset>) -> Result<Session> {
    let board = store.board()?;
    let member = board.members.values().find(|m| m.name == name).ok_or(StoreError::Unknown("member"))?.id;
    store.sign_in(member, PASSPHRASE, now)
}

fn made<T: std::str::FromStr>(outcome: crate::Outcome) -> Result<T> {
    let made = outcome.made.and_then(|made| made.parse().ok());
    made.ok_or_else(|| StoreError::System("a command made nothing".to_owned()))
}

fn create(desk: &mut Together<'_>, editor: &Session, title: &str, text: &Value) -> Result<ArticleId> {
    let command =
        Command::CreateArticle { title: title.to_owned(), origin: Origin::default(), document: text.clone() };
    made(desk.dispatch(editor, &command)?)
}

fn submit(desk: &mut Together<'_>, editor: &Session, article: ArticleId, revision: u32) -> Result<()> {
    let note = "Please look at the figures and the table.".to_owned();
    desk.dispatch(editor, &Command::Submit { article, revision, note }).map(drop)
}

/// Cites the source for the claim, and verifies it.
fn verify(
    desk: &mut Together<'_>,
    (editor, reviewer): (&Session, &Session),
    article: ArticleId,
    claim: ClaimId,
    source: SourceId,
) -> Result<()> {
    let terms = CitationTerms {
        locator: "Table 2".to_owned(),
        quote: "a daily dose helped".to_owned(),
        ..CitationTerms::new(Relation::Supports)
    };
    desk.dispatch(editor, &Command::AddCitation { article, claim, source, terms })?;
    let (judgement, certainty) = (Judgement::Verified, Some(Certainty::Moderate));
    let assess = Command::AssessClaim { article, claim, judgement, certainty, reason: String::new() };
    desk.dispatch(reviewer, &assess).map(drop)
}

/// Paragraphs of a hundred words; those of another edition differ in every fourth.
fn paragraphs_of(count: usize, edition: u64) -> Value {
    let paragraph = |nth: usize| {
        let seed = nth as u64 * 31 + if nth.is_multiple_of(4) { edition * 17 } else { edition / 2 * 17 };
        let sentence = |n: u64| {
            let (dose, part) = ((seed + n) % 90 + 10, (seed * 7 + n * 13) % 60 + 20);
            format!(
                "In trial {seed}.{n} a daily dose of {dose} mg helped {part}% of patients with this condition, \
                 and those over sixty were not treated with more than half of it."
            )
        };
        let text = (0..4).map(sentence).collect::<Vec<_>>().join(" ");
        json!({ "type": "paragraph", "content": [{ "type": "text", "text": text }] })
    };
    json!({ "type": "doc", "content": (0..count).map(paragraph).collect::<Vec<_>>() })
}
