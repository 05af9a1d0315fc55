//! A board with members of every role, made cheaply.

use chrono::{DateTime, FixedOffset, Local};
use editorial::{ArticleId, Command, MemberId, Origin, Role, Verdict};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use store::{Cost, ExportFormat, Exported, Founder, Session, Store, Watch, query::TrailFilter, unwatched};
use tempfile::TempDir;

pub(crate) const PASSPHRASE: &str = "a quiet sunday night";

pub(crate) fn now() -> DateTime<FixedOffset> {
    Local::now().fixed_offset()
}

/// A board in a folder of its own: Ada administers, Tom edits, Miriam and Rahul review.
pub(crate) struct Desk {
    pub(crate) folder: TempDir,
    pub(crate) store: Store,
    pub(crate) ada: Session,
    pub(crate) tom: Session,
    pub(crate) miriam: Session,
    pub(crate) rahul: Session,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let founder = Founder { name: "Ada", roles: &[Role::Compliance], passphrase: PASSPHRASE };
        let mut store =
            Store::create(&folder.path().join("team.board"), "Team", founder, Cost::FOR_TESTS_ONLY, now())
                .unwrap();
        let ada = enter(&mut store, "Ada");
        for (name, role) in
            [("Tom", Role::Editor), ("Miriam", Role::BoardMember), ("Rahul", Role::BoardMember)]
        {
            let command = Command::AddMember { name: name.to_owned(), roles: [role].into() };
            store.dispatch(&ada, &command, Some(PASSPHRASE), now()).unwrap();
        }
        let [tom, miriam, rahul] = ["Tom", "Miriam", "Rahul"].map(|name| enter(&mut store, name));
        Self { folder, store, ada, tom, miriam, rahul }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("team.board")
    }

    /// Has Miriam take the review of the article's head.
    pub(crate) fn take(&mut self, article: ArticleId) {
        let revision = self.store.article(article).unwrap().head().unwrap().number;
        self.store.dispatch(&self.miriam, &Command::TakeReview { article, revision }, None, now()).unwrap();
    }

    /// Submits the article's head as Tom and has Miriam and Rahul approve it.
    pub(crate) fn approve(&mut self, article: ArticleId) {
        self.submit(article);
        self.take(article);
        let revision = self.store.article(article).unwrap().head().unwrap().number;
        self.store.dispatch(&self.rahul, &Command::TakeReview { article, revision }, None, now()).unwrap();
        for reviewer in [&self.miriam, &self.rahul] {
            let sign = verdict(&mut self.store, reviewer, article, Verdict::Approve);
            self.store.dispatch(reviewer, &sign, Some(PASSPHRASE), now()).unwrap();
        }
    }

    /// Exports as Ada, to a file.
    pub(crate) fn export_to(
        &mut self,
        path: &Path,
        format: ExportFormat,
        filter: &TrailFilter,
        watch: &mut Watch<'_>,
    ) -> store::Result<Exported> {
        let prepared = self.store.prepare_trail(path, format, filter, watch)?;
        self.store.hand_out(&self.ada, prepared, now())
    }

    /// Exports a bundle as Ada.
    pub(crate) fn bundle(&mut self, path: &Path, article: Option<ArticleId>) -> Exported {
        let by = self.ada.member();
        let prepared = self.store.prepare_bundle(by, path, article, now(), &mut unwatched).unwrap();
        self.store.hand_out(&self.ada, prepared, now()).unwrap()
    }

    pub(crate) fn begin(&mut self, title: &str, text: &str) -> ArticleId {
        begin(&mut self.store, &self.tom, title, text)
    }
}

pub(crate) fn open(path: &Path) -> Store {
    Store::open(path, Cost::FOR_TESTS_ONLY, now()).unwrap()
}

pub(crate) fn enter(store: &mut Store, name: &str) -> Session {
    let member = member(store, name);
    store.sign_in(member, PASSPHRASE, now()).unwrap()
}

pub(crate) fn member(store: &mut Store, name: &str) -> MemberId {
    store.board().unwrap().members.values().find(|m| m.name == name).unwrap().id
}

pub(crate) fn begin(store: &mut Store, editor: &Session, title: &str, text: &str) -> ArticleId {
    let command = Command::CreateArticle {
        title: title.to_owned(),
        origin: Origin::default(),
        document: document(text),
    };
    store.dispatch(editor, &command, None, now()).unwrap().made.unwrap().parse().unwrap()
}

/// A verdict on the head, by somebody who saw everything.
pub(crate) fn verdict(store: &mut Store, by: &Session, article: ArticleId, verdict: Verdict) -> Command {
    let view = store.article(article).unwrap();
    let head = view.head().unwrap();
    let (revision, digest, base) = (head.number, head.digest, view.base_for(by.member()));
    let reason = if verdict == Verdict::Approve { String::new() } else { "Because.".to_owned() };
    Command::SignVerdict { article, revision, digest, evidence: None, verdict, base, reason }
}

/// A document of one paragraph a line.
pub(crate) fn document(text: &str) -> Value {
    let paragraph =
        |line: &str| json!({ "type": "paragraph", "content": [{ "type": "text", "text": line }] });
    json!({ "type": "doc", "content": text.lines().map(paragraph).collect::<Vec<_>>() })
}

impl Desk {
    /// Adds a member, signed in.
    pub(crate) fn add(&mut self, name: &str, roles: &[Role]) -> Session {
        let command = Command::AddMember { name: name.to_owned(), roles: roles.iter().copied().collect() };
        self.store.dispatch(&self.ada, &command, Some(PASSPHRASE), now()).unwrap();
        enter(&mut self.store, name)
    }

    /// Hands the head in.
    pub(crate) fn submit(&mut self, article: ArticleId) {
        let revision = self.store.article(article).unwrap().head().unwrap().number;
        let submit = Command::Submit { article, revision, note: "Please.".to_owned() };
        self.store.dispatch(&self.tom, &submit, None, now()).unwrap();
    }

    /// Saves the next revision.
    pub(crate) fn save(&mut self, article: ArticleId, text: &str) -> store::Result<store::Outcome> {
        let base = self.store.article(article).unwrap().head().unwrap().number;
        let save =
            Command::SaveRevision { article, base, document: document(text), message: "Change".to_owned() };
        self.store.dispatch(&self.tom, &save, None, now())
    }
}

/// Takes the review of the head.
pub(crate) fn take(
    store: &mut Store,
    session: &Session,
    article: ArticleId,
) -> store::Result<store::Outcome> {
    let revision = store.article(article).unwrap().head().unwrap().number;
    store.dispatch(session, &Command::TakeReview { article, revision }, None, now())
}

/// Signs a verdict on the head as it is shown now.
pub(crate) fn sign(
    store: &mut Store,
    session: &Session,
    article: ArticleId,
    verdict: Verdict,
) -> store::Result<store::Outcome> {
    let view = store.article_view(session.member(), article, None).unwrap();
    let head = view.revisions.last().unwrap();
    let command = Command::SignVerdict {
        article,
        revision: head.number,
        digest: head.digest,
        evidence: Some(view.evidence),
        verdict,
        base: view.mine.base,
        reason: "Because.".to_owned(),
    };
    store.dispatch(session, &command, Some(PASSPHRASE), now())
}
