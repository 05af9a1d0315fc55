//! Changes to a good board with nothing but SQLite and whatever keys lie about, each with what notices it.
//!
//! The table in the architecture page says which by which.

use crate::common::{Desk, PASSPHRASE, now, open};
use editorial::Stage;
use ledger::{Actor, Checkpoint, Event, Head, Note, SigningKey, WrappedKey};
use rusqlite::{Connection, params};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    fs,
    ops::ControlFlow,
    path::{Path, PathBuf},
};
use store::{
    Found, KeptCheckpoint, Suspect, Verification,
    query::{QueueFilter, TrailFilter},
    verify_file,
};
use tempfile::TempDir;
use uuid::Uuid;

/// A board with an approved article, one under review, a source in use and a draft, closed; and a checkpoint kept elsewhere.
struct Good {
    folder: TempDir,
    path: PathBuf,
    kept: KeptCheckpoint,
}

fn good() -> Good {
    let mut desk = Desk::new();
    let approved = desk.begin("Approved", "First words.");
    desk.approve(approved);
    let reviewed = desk.begin("Reviewed", "Other words.");
    desk.submit(reviewed);
    desk.take(reviewed);
    desk.begin("Draft", "More words.");
    let kept = desk.store.checkpoint(now()).unwrap();
    let path = desk.path();
    let Desk { folder, store, .. } = desk;
    drop(store);
    Good { folder, path, kept }
}

impl Good {
    /// A copy to be tampered with.
    fn copy(&self) -> PathBuf {
        let path = self.folder.path().join(format!("{}.board", Uuid::now_v7()));
        fs::copy(&self.path, &path).unwrap();
        path
    }

    fn note(&self) -> Note {
        Note::parse(&self.kept.note).unwrap()
    }
}

/// Opens the file as any program could, takes the guards away for the deed, and puts them back as they were.
fn tamper(path: &Path, deed: impl FnOnce(&Connection)) {
    let file = Connection::open(path).unwrap();
    let triggers: Vec<(String, String)> = file
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    for (name, _) in &triggers {
        file.execute(&format!("DROP TRIGGER {name}"), []).unwrap();
    }
    deed(&file);
    for (_, sql) in &triggers {
        file.execute(sql, []).unwrap();
    }
}

fn run(sql: &str) -> impl FnOnce(&Connection) {
    move |file| {
        for statement in sql.split(";;") {
            assert!(file.execute(statement, []).unwrap() > 0, "{statement} changed nothing");
        }
    }
}

pub(crate) fn verified(path: &Path, outside: &[Note]) -> Verification {
    verify_file(path, outside, &mut store::unwatched).unwrap()
}

/// The first fault, which must be of this kind.
pub(crate) fn noticed(path: &Path, what: Suspect) -> Found {
    let found = verified(path, &[]);
    let first = found.faults.iter().find(|fault| fault.what == what);
    assert!(!found.sound);
    first.unwrap_or_else(|| panic!("not as {what:?}: {:?}", found.faults)).clone()
}

/// Recomputes every leaf from here on, and the head, as somebody without keys can.
fn relink(file: &Connection) {
    let rows: Vec<(i64, String, [u8; 64])> = file
        .prepare("SELECT seq, body, signature FROM event ORDER BY seq")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let mut head = Head::default();
    for (seq, body, signature) in rows {
        let leaf = head.accept(body.as_bytes(), &ledger::Signature(signature));
        file.execute("UPDATE event SET leaf = ? WHERE seq = ?", params![&leaf.0[..], seq]).unwrap();
    }
    file.execute("UPDATE head SET state = ?", [head.to_bytes()]).unwrap();
}

/// Makes the projections anew, so that they give nothing away.
fn rebuild(path: &Path) {
    open(path).rebuild().unwrap();
}

/// Puts a statement into the payload of a verdict, signed.
pub(crate) fn sign(payload: &mut Value, statement: &str, key: &SigningKey) {
    payload["signature"] = json!(key.sign(statement.as_bytes()));
    payload["statement"] = json!(statement);
}

/// Somebody who has keys and appends what they like, signed as it must be.
pub(crate) struct Forger {
    pub(crate) file: Connection,
    head: Head,
    pub(crate) action: Uuid,
    /// When what it appends is said to happen.
    pub(crate) at: String,
}

/// A time after all that was done.
pub(crate) const AT: &str = "2030-01-01T00:00:00.000Z";

impl Forger {
    pub(crate) fn at(path: &Path) -> Self {
        let file = Connection::open(path).unwrap();
        let state: Vec<u8> = file.query_row("SELECT state FROM head", [], |row| row.get(0)).unwrap();
        Self { file, head: Head::from_bytes(&state).unwrap(), action: Uuid::now_v7(), at: AT.into() }
    }

    /// The desk's key, which lies open in the file.
    fn desk(&self) -> SigningKey {
        let seed: [u8; 32] = self.file.query_row("SELECT seed FROM desk_key", [], |row| row.get(0)).unwrap();
        SigningKey::from_seed(&seed)
    }

    /// A member's key, whose passphrase was stolen.
    pub(crate) fn stolen(&self, name: &str, role: &str) -> (Actor, SigningKey) {
        let member: String = self
            .file
            .query_row(
                "SELECT json_extract(body, '$.payload.member') FROM event
                 WHERE kind = 'member.added' AND json_extract(body, '$.payload.name') = ?",
                [name],
                |row| row.get(0),
            )
            .unwrap();
        let record: String = self
            .file
            .query_row("SELECT record FROM member_key WHERE member = ?", [&member], |row| row.get(0))
            .unwrap();
        let wrapped: WrappedKey = serde_json::from_str(&record).unwrap();
        let actor = Actor::Member { member: member.parse().unwrap(), name: name.into(), role: role.into() };
        (actor, wrapped.unwrap(PASSPHRASE).unwrap())
    }

    pub(crate) fn append(
        &mut self,
        by: (Actor, SigningKey),
        stream: &str,
        kind: &str,
        payload: Value,
        reason: Option<&str>,
    ) -> u64 {
        let (actor, key) = by;
        let event = Event {
            action: self.action,
            actor,
            app: "imprimatur 0.1.0".into(),
            at: self.at.clone(),
            id: Uuid::now_v7(),
            kind: kind.into(),
            offset: 0,
            payload,
            reason: reason.map(str::to_owned),
            seq: self.head.next_seq(),
            station: "elsewhere".into(),
            stream: stream.into(),
            v: 1,
        };
        let entry = self.head.append(&event, &key).unwrap();
        self.file
            .execute(
                "INSERT INTO event (seq, body, signature, leaf) VALUES (?, ?, ?, ?)",
                params![
                    entry.seq.cast_signed(),
                    String::from_utf8(entry.body).unwrap(),
                    &entry.signature.0[..],
                    &entry.leaf.0[..]
                ],
            )
            .unwrap();
        self.file.execute("UPDATE head SET state = ?", [self.head.to_bytes()]).unwrap();
        entry.seq
    }

    /// The stream and head digest of the article with this title.
    pub(crate) fn article(&self, title: &str) -> (String, String) {
        self.file
            .query_row("SELECT 'article/' || id, digest FROM article WHERE title = ?", [title], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .unwrap()
    }

    pub(crate) fn member(&self, name: &str) -> String {
        let (Actor::Member { member, .. }, _) = self.stolen(name, "") else { unreachable!() };
        member.to_string()
    }
}

#[test]
fn a_good_board_is_sound_and_agrees_with_its_checkpoint() {
    let good = good();
    let found = verified(&good.path, &[good.note()]);
    assert!(found.sound, "{:?}", found.faults);
    assert_eq!((found.events, &found.root), (good.kept.size, &good.kept.root));
    assert_eq!((found.bad, found.clock_steps), (None, 0));
}

#[test]
fn records_that_are_not_as_they_were_signed_are_named() {
    let good = good();
    let cases: &[(&str, &str, u64)] = &[
        ("edited", "UPDATE event SET body = replace(body, '\"Tom\"', '\"Tim\"') WHERE seq = 6", 6),
        ("a reason added", "UPDATE event SET body = replace(body, ',\"seq\"', ',\"reason\":\"x\",\"seq\"') WHERE seq = 9", 9),
        ("backdated", "UPDATE event SET body = replace(body, '\"at\":\"2', '\"at\":\"1') WHERE seq = 12", 12),
        ("white space added", "UPDATE event SET body = replace(body, ',\"seq\"', ', \"seq\"') WHERE seq = 6", 6),
        ("a middle one removed", "DELETE FROM event WHERE seq = 7", 7),
        ("the first removed", "DELETE FROM event WHERE seq = 1", 1),
        (
            "two exchanged",
            "UPDATE event SET seq = -seq WHERE seq IN (8, 9);;UPDATE event SET seq = 17 + seq WHERE seq < 0",
            8,
        ),
        (
            "one put in",
            "UPDATE event SET seq = -seq WHERE seq >= 10;;UPDATE event SET seq = 1 - seq WHERE seq < 0;;
             INSERT INTO event (seq, body, signature, leaf) SELECT 10, body, signature, leaf FROM event WHERE seq = 9",
            10,
        ),
        (
            "two signatures exchanged",
            "UPDATE event SET signature = (SELECT e.signature FROM event e WHERE e.seq = 17 - event.seq) WHERE seq IN (8, 9)",
            8,
        ),
        ("a signature wiped", "UPDATE event SET signature = zeroblob(64) WHERE seq = 11", 11),
        ("a leaf edited", "UPDATE event SET leaf = zeroblob(32) WHERE seq = 13", 13),
        ("the body emptied", "UPDATE event SET body = '{}' WHERE seq = 14", 14),
    ];
    for (what, sql, seq) in cases {
        let path = good.copy();
        tamper(&path, |file| {
            // The place must be free of what the table itself checks.
            file.execute_batch("PRAGMA ignore_check_constraints = ON").unwrap();
            run(sql)(file);
        });
        let fault = noticed(&path, Suspect::Record);
        assert_eq!(fault.seq, Some(*seq), "{what}: {fault}");
        // With leaves and head made anew, the signature still tells; a leaf that was edited is then as it was.
        tamper(&path, relink);
        if *what == "a leaf edited" {
            assert!(verified(&path, &[]).sound);
        } else {
            assert_eq!(noticed(&path, Suspect::Record).seq, Some(*seq), "{what}, linked anew");
        }
    }
}

#[test]
fn what_is_not_as_it_was_signed_is_not_printed_as_if_it_were() {
    let good = good();
    let report = |path: &Path| {
        let mut store = open(path);
        let by = *store.board().unwrap().members.keys().next().unwrap();
        store.report(&TrailFilter::default(), by, now(), &mut store::unwatched).unwrap()
    };
    let certificate = |path: &Path| {
        let mut store = open(path);
        let by = *store.board().unwrap().members.keys().next().unwrap();
        let queue = store.queue(by, &QueueFilter::default(), now().date_naive()).unwrap();
        let row = queue.rows.iter().find(|row| row.stage == Stage::Approved).unwrap();
        store.certificate(row.article, by, now()).map(drop)
    };
    assert_eq!((report(&good.path).faults, report(&good.path).altered.len()), (vec![], 0));
    certificate(&good.path).unwrap();

    let other_title =
        "UPDATE event SET body = replace(body, '\"Approved\"', '\"Improved\"') WHERE kind = 'article.created'
         AND body LIKE '%\"Approved\"%'";
    let edited = good.copy();
    tamper(&edited, run(other_title));
    let bad = noticed(&edited, Suspect::Record).seq.unwrap();
    let printed = report(&edited);
    assert_eq!(printed.altered, [bad].into());
    assert_eq!(printed.faults, [format!("Event {bad} is not as it was signed.")]);
    let refused = certificate(&edited).unwrap_err();
    assert!(refused.to_string().contains(&format!("event {bad} is not as it was signed")), "{refused}");

    let exchanged = good.copy();
    tamper(&exchanged, |file| {
        file.execute_batch("PRAGMA ignore_check_constraints = ON").unwrap();
        run("UPDATE event SET seq = -seq WHERE seq IN (8, 9);;UPDATE event SET seq = 17 + seq WHERE seq < 0")(
            file,
        );
    });
    assert!([8, 9].iter().all(|seq| report(&exchanged).altered.contains(seq)));
}

#[test]
fn no_checkpoint_is_made_over_events_that_are_not_there() {
    let good = good();
    let path = good.copy();
    tamper(&path, run("DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)"));
    let mut store = open(&path);
    let kept = store.checkpoints().unwrap().len();
    assert_eq!(store.checkpoint(now()).unwrap_err().code(), "damaged");
    assert_eq!(store.checkpoints().unwrap().len(), kept);
}

#[test]
fn a_tick_is_set_only_on_what_was_checked_and_holds() {
    let good = good();
    let path = good.copy();
    let outside = [good.note()];
    let sound = verified(&path, &outside);
    assert!(sound.unchecked.is_empty(), "{:?}", sound.unchecked);
    assert_eq!(sound.checked[1], "1 checkpoint kept outside this file: agreement with the log");
    tamper(&path, run("UPDATE event SET body = replace(body, '\"at\":\"2', '\"at\":\"1') WHERE seq = 12"));
    let found = verified(&path, &outside);
    assert!(found.checked[0].starts_with("11 events before event 12: "), "{:?}", found.checked);
    assert!(found.checked.iter().all(|line| !line.contains("checkpoint")), "{:?}", found.checked);
    for what in ["the events after event 12", "1 checkpoint kept outside", "rules and projections"] {
        assert!(found.unchecked.iter().any(|line| line.starts_with(what)), "{what}: {:?}", found.unchecked);
    }
    let path = good.copy();
    tamper(&path, run("UPDATE article SET title = 'Other'"));
    let found = verified(&path, &outside);
    assert!(found.checked.iter().all(|line| !line.contains("tables")), "{:?}", found.checked);
    assert!(found.checked.iter().any(|line| line.contains("allowed by the rules")), "{:?}", found.checked);
}

#[test]
fn what_stands_around_the_log_is_noticed() {
    let good = good();
    let cases: &[(&str, &str, Suspect)] = &[
        (
            "the last event removed",
            "DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)",
            Suspect::Head,
        ),
        ("the head emptied", "UPDATE head SET state = zeroblob(40)", Suspect::Head),
        ("the head garbled", "UPDATE head SET state = x'00'", Suspect::Head),
        ("the head gone", "DELETE FROM head", Suspect::Head),
        (
            "a document replaced",
            "UPDATE blob SET data = (SELECT b.data FROM blob b WHERE b.digest <> blob.digest LIMIT 1)",
            Suspect::Bytes,
        ),
        (
            "a document gone",
            "DELETE FROM blob WHERE digest = (SELECT digest FROM article LIMIT 1)",
            Suspect::Bytes,
        ),
        ("a document garbled", "UPDATE blob SET data = x'28b52ffd'", Suspect::Bytes),
        ("a stage edited", "UPDATE article SET stage = 'approved' WHERE title = 'Draft'", Suspect::Table),
        ("a title edited", "UPDATE article SET title = 'Other'", Suspect::Table),
        ("a part removed", "DELETE FROM part", Suspect::Table),
        ("the search emptied", "DELETE FROM search", Suspect::Table),
        (
            "a kept checkpoint edited",
            "UPDATE checkpoint SET note = replace(note, 'imprimatur', 'imprimatus')",
            Suspect::Checkpoint,
        ),
        (
            "a kept checkpoint renumbered",
            "UPDATE checkpoint SET size = size - 1 WHERE size > 20",
            Suspect::Checkpoint,
        ),
        ("the desk's key replaced", "UPDATE desk_key SET seed = randomblob(32)", Suspect::Key),
        (
            "a member's key with another salt",
            "UPDATE member_key SET record = json_set(record, '$.salt', '00000000000000000000000000000000')",
            Suspect::Key,
        ),
        (
            "a member's key that asks for too much memory",
            "UPDATE member_key SET record = json_set(record, '$.kdf.m', 4000000000)",
            Suspect::Key,
        ),
        (
            "members' keys exchanged",
            "UPDATE member_key SET record = (SELECT min(record) FROM member_key)",
            Suspect::Key,
        ),
        (
            "a member's key removed",
            "DELETE FROM member_key WHERE member = (SELECT max(member) FROM member_key)",
            Suspect::Key,
        ),
    ];
    for (what, sql, suspect) in cases {
        let path = good.copy();
        tamper(&path, run(sql));
        let fault = noticed(&path, *suspect);
        assert!(!fault.sentence.is_empty(), "{what}");
    }
}

#[test]
fn an_index_that_leads_elsewhere_is_noticed() {
    let good = good();
    let path = good.copy();
    let each = |sql: &str| Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    let (root, sql): (i64, String) = Connection::open(&path)
        .unwrap()
        .query_row("SELECT rootpage, sql FROM sqlite_schema WHERE name = 'part_member'", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    each("UPDATE part SET member = 'x' || member");
    each("PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'part_member'");
    each("UPDATE part SET member = substr(member, 2)");
    each(&format!(
        "PRAGMA writable_schema = ON;
         INSERT INTO sqlite_schema VALUES ('index', 'part_member', 'part', {root}, '{sql}')"
    ));
    let fault = noticed(&path, Suspect::File);
    assert!(fault.sentence.contains("part_member"), "{fault}");
}

#[test]
fn rows_beside_the_only_one_are_noticed() {
    let good = good();
    for table in ["head (one, state)", "desk_key (one, seed)"] {
        for one in [0, 2] {
            let path = good.copy();
            Connection::open(&path)
                .unwrap()
                .execute_batch(&format!(
                    "PRAGMA ignore_check_constraints = ON; INSERT INTO {table} VALUES ({one}, zeroblob(32))"
                ))
                .unwrap();
            assert!(!verified(&path, &[]).sound, "{table} {one}");
        }
    }
}

#[test]
fn bytes_that_no_event_names_are_told() {
    let good = good();
    let path = good.copy();
    open(&path).attach("a.txt", b"Attached, and then thought better of.").unwrap();
    let found = verified(&path, &[]);
    assert!(
        found.sound && found.checked.iter().any(|checked| checked.contains("1 of them named by no event"))
    );
}

#[test]
fn a_changed_schema_is_noticed() {
    let good = good();
    for sql in [
        "DROP TRIGGER event_is_never_changed",
        "DROP TRIGGER event_is_never_removed",
        "DROP TRIGGER event_comes_next",
        "DROP INDEX event_stream",
        "CREATE TABLE other (x)",
        "CREATE TRIGGER gone AFTER INSERT ON event BEGIN DELETE FROM search; END",
        "CREATE VIEW article_view AS SELECT * FROM article",
        // Names under which a trigger might hide: SQLite's own, and a table's, for which it has other names.
        "CREATE TRIGGER gone BEFORE INSERT ON checkpoint BEGIN SELECT RAISE(IGNORE); END;
         PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET name = 'sqlite_stat_gone',
             sql = replace(sql, 'TRIGGER gone', 'TRIGGER sqlite_stat_gone') WHERE name = 'gone'",
        "CREATE TRIGGER checkpoint BEFORE INSERT ON checkpoint BEGIN SELECT RAISE(IGNORE); END",
        // A query column that says something else than the body.
        "PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET sql = replace(sql, '$.kind', '$.app') WHERE name = 'event'",
    ] {
        let path = good.copy();
        let file = Connection::open(&path).unwrap();
        file.execute_batch(sql).unwrap();
        drop(file);
        noticed(&path, Suspect::File);
        let glance = open(&path).glance(None);
        assert!(glance.is_err() || !glance.unwrap().faults.is_empty(), "a quick look shows it: {sql}");
    }
}

#[test]
fn a_view_in_the_place_of_a_table_is_named_and_not_read() {
    let good = good();
    for name in ["event", "article"] {
        let path = good.copy();
        let file = Connection::open(&path).unwrap();
        // It has no end.
        let view = format!(
            "CREATE VIEW {name} AS WITH RECURSIVE x (seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM x) \
             SELECT seq, '{{}}' AS body, x'' AS signature, x'' AS leaf, 'board' AS stream FROM x"
        );
        file.execute_batch("PRAGMA writable_schema = ON").unwrap();
        let turned = "UPDATE sqlite_schema SET type = 'view', rootpage = 0, sql = ? WHERE name = ?";
        file.execute(turned, [&view, name]).unwrap();
        file.execute("DELETE FROM sqlite_schema WHERE tbl_name = ?1 AND name <> ?1", [name]).unwrap();
        drop(file);
        let found = noticed(&path, Suspect::File);
        assert!(found.to_string().contains(name), "{found}");
        let refused = store::Store::open(&path, store::Cost::FOR_TESTS_ONLY, now()).unwrap_err();
        assert_eq!(refused.code(), "damaged");
    }
}

#[test]
fn a_cut_log_an_older_copy_and_a_rewrite_are_noticed_by_a_checkpoint_kept_elsewhere_alone() {
    let good = good();
    let cut = good.copy();
    tamper(&cut, |file| {
        run("DELETE FROM event WHERE seq > (SELECT max(seq) FROM event) - 3;;DELETE FROM checkpoint")(file);
        relink(file);
    });
    rebuild(&cut);
    let mut desk = open(&good.path);
    let later = desk.board().unwrap().members.values().find(|m| m.name == "Tom").unwrap().id;
    let older = good.copy();
    let tom = desk.sign_in(later, PASSPHRASE, now()).unwrap();
    desk.sign_out(tom, now()).unwrap();
    let after = Note::parse(&desk.checkpoint(now()).unwrap().note).unwrap();
    drop(desk);
    let rewritten = good.copy();
    rewrite(&rewritten);
    for (what, path, says) in [
        ("cut", &cut, "covers more than"),
        ("rolled back", &older, "covers more than"),
        ("rewritten", &rewritten, "other events"),
    ] {
        let alone = verified(path, &[]);
        assert!(alone.sound, "{what}: nothing inside the file could tell: {:?}", alone.faults);
        let note = if what == "rewritten" { good.note() } else { after.clone() };
        let found = verified(path, &[note]);
        let fault = found.faults.first().expect(what);
        assert_eq!(fault.what, Suspect::Checkpoint, "{what}");
        assert!(fault.sentence.contains(says), "{what}: {fault}");
    }
}

#[test]
fn what_was_seen_before_is_compared_at_a_glance() {
    let good = good();
    let seen = open(&good.path).seen().unwrap();
    assert_eq!(open(&good.path).glance(Some(&seen)).unwrap().faults, []);
    let cut = good.copy();
    tamper(&cut, |file| {
        run("DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)")(file);
        file.execute("DELETE FROM checkpoint", []).unwrap();
        relink(file);
    });
    let rewritten = good.copy();
    rewrite(&rewritten);
    for path in [cut, rewritten] {
        let mut store = open(&path);
        assert_eq!(store.glance(None).unwrap().faults, []);
        assert_eq!(store.glance(Some(&seen)).unwrap().faults[0].what, Suspect::Checkpoint);
    }
    let edited = good.copy();
    tamper(
        &edited,
        run("UPDATE event SET signature = zeroblob(64) WHERE seq = (SELECT max(seq) FROM event)"),
    );
    assert_eq!(open(&edited).glance(None).unwrap().faults[0].what, Suspect::Record);
}

/// Makes every event anew with keys of one's own, statements and keys at rest included.
fn rewrite(path: &Path) {
    tamper(path, |file| {
        let bodies: Vec<String> = file
            .prepare("SELECT body FROM event ORDER BY seq")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        let desk = SigningKey::from_seed(&[1; 32]);
        let mut keys: BTreeMap<Uuid, SigningKey> = BTreeMap::new();
        let mut head = Head::default();
        for body in bodies {
            let mut event: Event = serde_json::from_str(&body).unwrap();
            let holder = event.payload["member"].as_str().and_then(|id| id.parse::<Uuid>().ok());
            match event.kind.as_str() {
                "board.created" => event.payload["desk_key"] = json!(desk.public()),
                "key.registered" => {
                    let key = SigningKey::from_seed(&ledger::random_bytes().unwrap());
                    event.payload["key"] = json!(key.public());
                    let wrapped = WrappedKey::wrap(
                        &key,
                        holder.unwrap(),
                        PASSPHRASE,
                        store::Cost::FOR_TESTS_ONLY,
                        &ledger::random_bytes().unwrap(),
                    );
                    file.execute(
                        "UPDATE member_key SET record = ? WHERE member = ?",
                        params![
                            serde_json::to_string(&wrapped.unwrap()).unwrap(),
                            holder.unwrap().to_string()
                        ],
                    )
                    .unwrap();
                    keys.insert(holder.unwrap(), key);
                }
                "revision.saved" => event.payload["message"] = json!("Another history"),
                _ => {}
            }
            let key = match &event.actor {
                Actor::System => &desk,
                Actor::Member { member, .. } => &keys[member],
            };
            if let Some(statement) = event.payload["statement"].as_str() {
                let mut statement: Value = serde_json::from_str(statement).unwrap();
                statement["key"] = json!(key.public());
                let statement = serde_json_canonicalizer::to_string(&statement).unwrap();
                sign(&mut event.payload, &statement, key);
            }
            let entry = head.append(&event, key).unwrap();
            file.execute(
                "UPDATE event SET body = ?, signature = ?, leaf = ? WHERE seq = ?",
                params![
                    String::from_utf8(entry.body).unwrap(),
                    &entry.signature.0[..],
                    &entry.leaf.0[..],
                    entry.seq.cast_signed()
                ],
            )
            .unwrap();
        }
        file.execute("UPDATE head SET state = ?", [head.to_bytes()]).unwrap();
        file.execute("UPDATE desk_key SET seed = ?", [[1u8; 32]]).unwrap();
        file.execute("DELETE FROM checkpoint", []).unwrap();
    });
    rebuild(path);
}

#[test]
fn a_signed_event_that_the_rules_never_allowed_is_named() {
    type Deed = fn(&mut Forger) -> u64;
    let deeds: &[(&str, Deed, &str)] = &[
        (
            "the desk grants a role",
            |f| {
                let payload = json!({ "member": f.member("Tom"), "old": ["editor"], "new": ["administrator", "editor"] });
                let desk = (Actor::System, f.desk());
                f.append(desk, "board", "member.roles_changed", payload, Some("Because."))
            },
            "does not do this by itself",
        ),
        (
            "an article's identity is written in another way",
            |f| {
                let (stream, _) = f.article("Draft");
                let stream = format!("article/{}", stream["article/".len()..].to_uppercase());
                let tom = f.stolen("Tom", "editor");
                f.append(tom, &stream, "article.retitled", json!({ "old": "Draft", "new": "Other" }), None)
            },
            "is written in lower case",
        ),
        (
            "the desk adds a member",
            |f| {
                let member = Uuid::now_v7();
                let desk = (Actor::System, f.desk());
                let seq = f.append(
                    desk,
                    "board",
                    "member.added",
                    json!({ "member": member, "name": "Mallory", "roles": ["administrator"] }),
                    None,
                );
                let key = SigningKey::from_seed(&[9; 32]);
                let desk = (Actor::System, f.desk());
                f.append(
                    desk,
                    "board",
                    "key.registered",
                    json!({ "member": member, "key": key.public() }),
                    None,
                );
                seq
            },
            "does not do this by itself",
        ),
        (
            "the desk gives a member another key",
            |f| {
                let payload =
                    json!({ "member": f.member("Rahul"), "key": SigningKey::from_seed(&[9; 32]).public() });
                let desk = (Actor::System, f.desk());
                f.append(desk, "board", "key.registered", payload, None)
            },
            "does not do this by itself",
        ),
        (
            "the desk approves",
            |f| {
                let (stream, digest) = f.article("Reviewed");
                let members = [f.member("Miriam"), f.member("Rahul")];
                let desk = (Actor::System, f.desk());
                f.append(
                    desk,
                    &stream,
                    "article.approved",
                    json!({ "revision": 1, "digest": digest, "members": members, "next_review": null }),
                    None,
                )
            },
            "does not do this by itself",
        ),
        (
            "a reviewer approves alone",
            |f| {
                let (stream, digest) = f.article("Reviewed");
                let members = [f.member("Miriam"), f.member("Rahul")];
                let miriam = f.stolen("Miriam", "board_member");
                f.append(
                    miriam,
                    &stream,
                    "article.approved",
                    json!({ "revision": 1, "digest": digest, "members": members, "next_review": null }),
                    None,
                )
            },
            "not those who signed",
        ),
        (
            "an editor acts as a reviewer",
            |f| {
                let (stream, _) = f.article("Reviewed");
                let tom = f.stolen("Tom", "board_member");
                let payload = json!({ "review": Uuid::now_v7(), "member": f.member("Tom"), "revision": 1, "due": null });
                f.append(tom, &stream, "review.assigned", payload, None)
            },
            "did not hold the role",
        ),
        (
            "an editor uses another's right",
            |f| {
                let (stream, _) = f.article("Reviewed");
                let tom = f.stolen("Tom", "editor");
                f.append(
                    tom,
                    &stream,
                    "article.withdrawn",
                    json!({ "from": "under_review" }),
                    Some("Because."),
                )
            },
            "does not allow this",
        ),
        (
            "an editor makes themself administrator",
            |f| {
                let tom = f.stolen("Tom", "editor");
                let payload =
                    json!({ "member": f.member("Tom"), "old": ["editor"], "new": ["administrator"] });
                f.append(tom, "board", "member.roles_changed", payload, Some("Because."))
            },
            "does not allow this",
        ),
        (
            "a text changes under review",
            |f| {
                let (stream, _) = f.article("Reviewed");
                let (_, digest) = f.article("Draft");
                let tom = f.stolen("Tom", "editor");
                let payload = json!({ "number": 2, "digest": digest, "message": "x", "words": 2, "cites": [], "claims": [], "threads": [] });
                f.append(tom, &stream, "revision.saved", payload, None)
            },
            "under review",
        ),
        (
            "an approved text changes and stays approved",
            |f| {
                let (stream, _) = f.article("Approved");
                let (_, digest) = f.article("Draft");
                let tom = f.stolen("Tom", "editor");
                let payload = json!({ "number": 2, "digest": digest, "message": "x", "words": 2, "cites": [], "claims": [], "threads": [] });
                f.append(tom, &stream, "revision.saved", payload, None)
            },
            "did not lapse",
        ),
        (
            "a number is left out",
            |f| {
                let (stream, _) = f.article("Draft");
                let (_, digest) = f.article("Reviewed");
                let tom = f.stolen("Tom", "editor");
                let payload = json!({ "number": 5, "digest": digest, "message": "x", "words": 2, "cites": [], "claims": [], "threads": [] });
                f.append(tom, &stream, "revision.saved", payload, None)
            },
            "next revision was number 2",
        ),
        (
            "the desk tells of a stranger who failed to sign in",
            |f| {
                let desk = (Actor::System, f.desk());
                let payload = json!({ "member": Uuid::now_v7(), "wait": 0 });
                f.append(desk, "board", "session.refused", payload, None)
            },
            "no such member",
        ),
        (
            "the desk tells of a migration that cannot be",
            |f| {
                let desk = (Actor::System, f.desk());
                f.append(desk, "board", "board.migrated", json!({ "from": 2, "to": 2 }), None)
            },
            "to a newer form",
        ),
        (
            "the desk tells of a backup that cannot be",
            |f| {
                let desk = (Actor::System, f.desk());
                let payload = json!({ "from": "x.board", "size": 4000, "root": "00" });
                f.append(desk, "board", "board.restored", payload, None)
            },
            "cannot have held 4000 events",
        ),
        (
            "an event of a kind that does not exist",
            |f| {
                let ada = f.stolen("Ada", "administrator");
                f.append(ada, "board", "board.whitewashed", json!({}), None)
            },
            "unknown variant",
        ),
        (
            "a member under another name",
            |f| {
                let (_, key) = f.stolen("Tom", "editor");
                let member = f.member("Tom").parse().unwrap();
                let actor = Actor::Member { member, name: "Miriam".into(), role: "editor".into() };
                let (stream, _) = f.article("Draft");
                f.append(
                    (actor, key),
                    &stream,
                    "article.retitled",
                    json!({ "old": "Draft", "new": "Other" }),
                    None,
                )
            },
            "their name was Tom",
        ),
    ];
    let good = good();
    for (what, deed, says) in deeds {
        let path = good.copy();
        let mut forger = Forger::at(&path);
        let seq = deed(&mut forger);
        drop(forger);
        let fault = noticed(&path, Suspect::Rule);
        assert_eq!(fault.seq, Some(seq), "{what}: {fault}");
        assert!(fault.sentence.contains(says), "{what}: {fault}");
        // Chain, tree and signatures are as good as ever: nothing but the rules tells.
        let found = verified(&path, &[good.note()]);
        assert!(
            !found
                .faults
                .iter()
                .any(|fault| matches!(fault.what, Suspect::Record | Suspect::Head | Suspect::Checkpoint)),
            "{what}"
        );
        assert_eq!(found.bad, Some(seq), "{what}");
    }
}

#[test]
fn a_clock_that_goes_back_is_told_and_is_no_fault() {
    let mut desk = Desk::new();
    let yesterday = now() - chrono::Duration::days(1);
    let tom = desk.tom.member();
    desk.store.sign_in(tom, PASSPHRASE, yesterday).unwrap();
    let found = desk.store.verify().unwrap();
    assert!(found.sound, "{:?}", found.faults);
    assert_eq!((found.clock_steps, found.clock.len()), (1, 1));
    assert_eq!(found.clock[0].seq, found.events);
    assert!(found.clock[0].to < found.clock[0].from);
}

#[test]
fn a_verification_can_be_stopped_and_says_how_far_it_is() {
    let good = good();
    let mut parts = Vec::new();
    verify_file(&good.path, &[], &mut |far| {
        parts.push(far.part);
        ControlFlow::Continue(())
    })
    .unwrap();
    parts.dedup();
    assert_eq!(parts, [store::Part::Events, store::Part::Articles, store::Part::Bytes]);
    let stopped = verify_file(&good.path, &[], &mut |far| match far.part {
        store::Part::Events => ControlFlow::Continue(()),
        _ => ControlFlow::Break(()),
    });
    assert_eq!(stopped.unwrap_err().code(), "broken_off");
}

#[test]
fn a_checkpoint_of_another_board_is_told_apart() {
    let good = good();
    let other =
        Checkpoint { origin: Checkpoint::origin_of(Uuid::now_v7()), size: 3, root: ledger::Hash::ZERO };
    let note = other.sign(&SigningKey::from_seed(&[3; 32])).unwrap();
    let found = verified(&good.path, &[note]);
    assert!(found.faults[0].sentence.contains("another log"), "{:?}", found.faults);
}
