//! Small logs to check and to damage.

use ledger::{Actor, BOARD_CREATED, Entry, Event, Head, KEY_REGISTERED, KEY_REVOKED, Record, SigningKey};
use serde_json::{Value, json};
use uuid::Uuid;

/// A log in the making.
#[derive(Clone)]
pub(crate) struct Log {
    pub(crate) head: Head,
    pub(crate) entries: Vec<Entry>,
    pub(crate) desk: SigningKey,
}

/// A key that depends on nothing but this number.
pub(crate) fn key(number: u8) -> SigningKey {
    SigningKey::from_seed(&[number; 32])
}

pub(crate) fn member(number: u8) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + u128::from(number))
}

pub(crate) fn acting(number: u8) -> Actor {
    Actor::Member { member: member(number), name: format!("Dr. {number}"), role: "editor".into() }
}

/// An event with all that it needs, at one minute per number.
pub(crate) fn event(seq: u64, actor: Actor, kind: &str, payload: Value) -> Event {
    Event {
        action: Uuid::from_u128(u128::from(seq) << 64 | 0x7000_8000_0000_0000_0000),
        actor,
        app: "imprimatur 0.1.0".into(),
        at: format!("2026-03-{:02}T{:02}:{:02}:00.000Z", 1 + seq / 1440 % 28, seq / 60 % 24, seq % 60),
        id: Uuid::from_u128(u128::from(seq) << 64 | 0x7000_8000_0000_0000_0001),
        kind: kind.into(),
        offset: 60,
        payload,
        reason: seq.is_multiple_of(3).then(|| "asked for by the “board”".into()),
        seq,
        station: "desk-1".into(),
        stream: "board".into(),
        v: 1,
    }
}

impl Log {
    /// A board with a desk, and one member with key 1.
    pub(crate) fn new() -> Self {
        let desk = key(100);
        let mut log = Self { head: Head::default(), entries: Vec::new(), desk: desk.clone() };
        log.system(BOARD_CREATED, json!({ "title": "Board", "desk_key": desk.public() }));
        log.system(KEY_REGISTERED, json!({ "member": member(1), "key": key(1).public() }));
        log
    }

    pub(crate) fn push(&mut self, actor: Actor, kind: &str, payload: Value, key: &SigningKey) {
        let event = event(self.head.next_seq(), actor, kind, payload);
        self.entries.push(self.head.append(&event, key).unwrap());
    }

    pub(crate) fn system(&mut self, kind: &str, payload: Value) {
        let desk = self.desk.clone();
        self.push(Actor::System, kind, payload, &desk);
    }

    /// Something a member does, signed with the key of this number.
    pub(crate) fn acts(&mut self, member: u8, with: u8) {
        let payload = json!({ "text": "naïve 😂 \u{fb33} \n", "n": self.head.size() });
        self.push(acting(member), "article.noted", payload, &key(with));
    }

    pub(crate) fn registers(&mut self, holder: u8, new: u8) {
        self.system(KEY_REGISTERED, json!({ "member": member(holder), "key": key(new).public() }));
    }

    pub(crate) fn revokes(&mut self, holder: u8, old: u8) {
        self.system(KEY_REVOKED, json!({ "member": member(holder), "key": key(old).public() }));
    }

    /// With so many events of member 1.
    pub(crate) fn of(events: usize) -> Self {
        let mut log = Self::new();
        for _ in 0..events {
            log.acts(1, 1);
        }
        log
    }

    pub(crate) fn records(&self) -> Vec<Record> {
        self.entries.iter().cloned().map(Record::from).collect()
    }

    /// The same events with everything rebuilt after a change: what a forger does who holds these keys.
    pub(crate) fn rebuilt(events: &[Event], key: impl Fn(&Event) -> SigningKey) -> Vec<Record> {
        let mut head = Head::default();
        let mut append = |event: &Event| head.append(event, &key(event)).unwrap().into();
        events.iter().map(&mut append).collect()
    }

    pub(crate) fn events(&self) -> Vec<Event> {
        self.entries.iter().map(|entry| Event::from_canonical(&entry.body).unwrap()).collect()
    }
}
