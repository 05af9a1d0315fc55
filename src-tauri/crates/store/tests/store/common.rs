//! A board with members of every role, made cheaply.

use chrono::{DateTime, FixedOffset, Local};
use editorial::{ArticleId, Command, MemberId, Origin, Role};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use store::{Cost, Founder, Session, Store};
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

/// A document of one paragraph a line.
pub(crate) fn document(text: &str) -> Value {
    let paragraph =
        |line: &str| json!({ "type": "paragraph", "content": [{ "type": "text", "text": line }] });
    json!({ "type": "doc", "content": text.lines().map(paragraph).collect::<Vec<_>>() })
}
