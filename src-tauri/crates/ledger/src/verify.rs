//! Checking a whole log: one pass, signatures on all cores, and of each event no more in memory than its identity.

use crate::{
    BadRecord, Checkpoint, CheckpointFault, ClockStep, Disagreement, Entry, Event, Fault, Hash, Head,
    NotCanonical, Note, PublicKey, Registry, Report, Signature,
    event::{CONTEXT, leaf, signed_message},
    gap::Gap,
    statement,
};
use std::{
    collections::{BTreeMap, HashSet},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
    thread,
};
use uuid::Uuid;

/// How many records a thread is given at once.
const BATCH: usize = 64;

/// How many of the clock's steps back are listed; all are counted.
const LISTED_STEPS: usize = 100;

/// Where the body begins in a signed message.
const BODY_AT: usize = CONTEXT.len() + 8 + 32;

/// One row of a log as it was found. Nothing about it is believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The place it claims.
    pub seq: u64,
    /// The bytes of the event.
    pub body: Vec<u8>,
    /// The signature; 64 bytes if it is one.
    pub signature: Vec<u8>,
    /// The leaf that was stored beside it, where one was.
    pub leaf: Option<Vec<u8>>,
}

impl From<Entry> for Record {
    fn from(entry: Entry) -> Self {
        let Entry { seq, body, signature, leaf } = entry;
        Self { seq, body, signature: signature.0.to_vec(), leaf: Some(leaf.0.to_vec()) }
    }
}

/// What a log or an excerpt of one is made of.
pub(crate) enum Item {
    Event(Record),
    Gap(Gap),
}

/// What the log is expected to agree with.
#[derive(Debug, Clone, Default)]
pub struct Expected {
    /// The head that was stored beside the log.
    pub head: Option<Head>,
    /// Checkpoints, best those that were kept elsewhere.
    pub checkpoints: Vec<Note>,
}

/// Checks a log, from its first record to the last or to the first bad one.
///
/// `each` is called in order with every event as it is read, so that whoever must see them all (to replay rules, to collect
/// digests) need not read them twice. Signatures are checked a little later, so what `each` learns counts only if the
/// report is sound. An error of the iterator ends the check and is handed on.
pub fn verify<E>(
    records: impl IntoIterator<Item = Result<Record, E>>,
    expected: &Expected,
    each: impl FnMut(&Event),
) -> Result<Report, E> {
    verify_items(records.into_iter().map(|record| record.map(Item::Event)), expected, each)
}

/// The same for an excerpt.
pub(crate) fn verify_items<E>(
    items: impl IntoIterator<Item = Result<Item, E>>,
    expected: &Expected,
    mut each: impl FnMut(&Event),
) -> Result<Report, E> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let faults = Faults::default();
    let (send, receive) = mpsc::sync_channel::<Vec<Job>>(2 * threads);
    let receive = Mutex::new(receive);
    let mut walk = Walk::new(expected);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let next = || receive.lock().unwrap_or_else(PoisonError::into_inner).recv();
                while let Ok(batch) = next() {
                    for job in batch {
                        job.check(&faults);
                    }
                }
            });
        }
        // Moved in, so that it is dropped at the end of the walk and the threads run out of work.
        let send = send;
        let mut batch = Vec::with_capacity(BATCH);
        for item in items {
            match item? {
                Item::Event(record) => batch.extend(walk.step(record, &faults, &mut each)),
                Item::Gap(gap) => walk.skip(&gap, &faults),
            }
            if faults.any_up_to(walk.seq) {
                break;
            }
            if batch.len() == BATCH && send.send(std::mem::take(&mut batch)).is_err() {
                break;
            }
        }
        // Whoever receives lives until the sender is dropped, so the last batch arrives.
        let _ = send.send(batch);
        Ok(())
    })?;
    Ok(walk.report(expected, faults.first()))
}

/// The faults found so far, by whichever thread.
struct Faults {
    /// The lowest number of a bad record.
    first: AtomicU64,
    found: Mutex<Vec<(u64, Fault)>>,
}

impl Default for Faults {
    fn default() -> Self {
        Self { first: AtomicU64::new(u64::MAX), found: Mutex::default() }
    }
}

impl Faults {
    fn add(&self, seq: u64, fault: Fault) {
        self.first.fetch_min(seq, Ordering::Relaxed);
        self.found.lock().unwrap_or_else(PoisonError::into_inner).push((seq, fault));
    }

    fn any_up_to(&self, seq: u64) -> bool {
        self.first.load(Ordering::Relaxed) <= seq
    }

    fn first(self) -> Option<BadRecord> {
        let seq = self.first.into_inner();
        let mut found = self.found.into_inner().unwrap_or_else(PoisonError::into_inner);
        found.retain(|(at, _)| *at == seq);
        let faults: Vec<_> = found.into_iter().map(|(_, fault)| fault).collect();
        (!faults.is_empty()).then_some(BadRecord { seq, faults })
    }
}

/// What can be checked of a record by itself, on any thread: the canonical form and the signature.
struct Job {
    seq: u64,
    event: Event,
    message: Vec<u8>,
    signature: Signature,
    key: Option<PublicKey>,
}

impl Job {
    fn check(&self, faults: &Faults) {
        if faults.any_up_to(self.seq - 1) {
            return;
        }
        match self.event.canonical() {
            Ok(canonical) if self.message.get(BODY_AT..) == Some(&canonical) => {}
            Ok(_) => faults.add(self.seq, Fault::Body("written in another form".to_owned())),
            Err(NotCanonical(error)) => faults.add(self.seq, Fault::Body(error.to_string())),
        }
        match &self.key {
            None => faults.add(self.seq, Fault::NoKey),
            Some(key) if !key.verify(&self.message, &self.signature) => {
                faults.add(self.seq, Fault::Signature(key.id()));
            }
            Some(key) => {
                if let Some(fault) = statement::fault(&self.event, key) {
                    faults.add(self.seq, Fault::Statement(fault));
                }
            }
        }
    }
}

/// The part of the check that goes from one record to the next.
struct Walk {
    /// The number of the last record looked at.
    seq: u64,
    head: Head,
    registry: Registry,
    created: Option<Uuid>,
    /// The identities of the events so far.
    ids: HashSet<Uuid>,
    /// The roots at the sizes that checkpoints name, as far as they were reached.
    roots: BTreeMap<u64, Option<Hash>>,
    /// The time of the last event.
    at: String,
    clock_steps: u64,
    first_clock_steps: Vec<ClockStep>,
}

impl Walk {
    fn new(expected: &Expected) -> Self {
        let head = Head::default();
        let sizes = expected.checkpoints.iter().filter_map(|note| Checkpoint::claimed(note).ok());
        let mut roots: BTreeMap<_, _> = sizes.map(|checkpoint| (checkpoint.size, None)).collect();
        roots.insert(0, Some(head.root()));
        Self {
            seq: 0,
            head,
            registry: Registry::default(),
            created: None,
            ids: HashSet::new(),
            roots,
            at: String::new(),
            clock_steps: 0,
            first_clock_steps: Vec::new(),
        }
    }

    /// Fits a record to those before it; what remains to be checked of it is handed back.
    fn step(&mut self, record: Record, faults: &Faults, each: &mut impl FnMut(&Event)) -> Option<Job> {
        let seq = self.head.next_seq();
        self.seq = seq;
        if record.seq != seq {
            faults.add(seq, Fault::OutOfOrder { found: record.seq });
            return None;
        }
        let Ok(signature) = record.signature.as_slice().try_into().map(Signature) else {
            faults.add(seq, Fault::SignatureLength { length: record.signature.len() });
            return None;
        };
        let message = signed_message(seq, self.head.prev(), &record.body);
        let leaf = leaf(&message, &signature);
        if record.leaf.is_some_and(|stored| stored != leaf.0) {
            faults.add(seq, Fault::Leaf);
        }
        let event: Event = match serde_json::from_slice(&record.body) {
            Ok(event) => event,
            Err(error) => {
                faults.add(seq, Fault::Body(error.to_string()));
                return None;
            }
        };
        if event.seq != seq {
            faults.add(seq, Fault::OtherSeq { says: event.seq });
        }
        if !self.ids.insert(event.id) {
            faults.add(seq, Fault::KnownId);
        }
        self.head.push(leaf);
        if let Some(root) = self.roots.get_mut(&seq) {
            *root = Some(self.head.root());
        }
        self.watch_clock(&event);
        let key = self.signer(&event, faults);
        each(&event);
        Some(Job { seq, event, message, signature, key })
    }

    fn skip(&mut self, gap: &Gap, faults: &Faults) {
        self.seq = self.head.next_seq();
        let fits = self.head.skip(gap, |head| {
            if let Some(root) = self.roots.get_mut(&head.size()) {
                *root = Some(head.root());
            }
        });
        if !fits {
            faults.add(self.seq, Fault::Gap);
        }
    }

    /// The key the event must be signed with. The first event brings its own.
    fn signer(&mut self, event: &Event, faults: &Faults) -> Option<PublicKey> {
        let before = self.registry.signer(&event.actor).copied();
        if let Err(fault) = self.registry.apply(event) {
            faults.add(self.seq, fault.into());
        }
        if self.seq > 1 {
            return before;
        }
        self.created = Some(event.id);
        self.registry.signer(&event.actor).copied()
    }

    fn watch_clock(&mut self, event: &Event) {
        // Times are of one length and form, so that they compare as texts do.
        let before = std::mem::replace(&mut self.at, event.at.clone());
        if self.at < before {
            self.clock_steps += 1;
            if self.first_clock_steps.len() < LISTED_STEPS {
                let step = ClockStep { seq: self.seq, from: before, to: self.at.clone() };
                self.first_clock_steps.push(step);
            }
        }
    }

    fn report(self, expected: &Expected, bad: Option<BadRecord>) -> Report {
        let mut disagreements = Vec::new();
        if let (Some(stored), None) = (&expected.head, &bad) {
            if stored.size() != self.head.size() {
                disagreements.push(Disagreement::HeadSize { stored: stored.size(), found: self.head.size() });
            } else if *stored != self.head {
                disagreements.push(Disagreement::HeadHashes);
            }
        }
        for note in &expected.checkpoints {
            match Checkpoint::claimed(note) {
                Err(error) => disagreements.push(Disagreement::NotACheckpoint(error)),
                // What a checkpoint says of events behind a bad record cannot be told.
                Ok(claimed) if bad.as_ref().is_some_and(|bad| bad.seq <= claimed.size) => {}
                Ok(claimed) => {
                    let size = claimed.size;
                    let fault = self.fault_of(note, claimed);
                    disagreements.extend(fault.map(|fault| Disagreement::Checkpoint { size, fault }));
                }
            }
        }
        Report {
            head: self.head,
            created: self.created,
            registry: self.registry,
            bad,
            disagreements,
            clock_steps: self.clock_steps,
            first_clock_steps: self.first_clock_steps,
        }
    }

    fn fault_of(&self, note: &Note, claimed: Checkpoint) -> Option<CheckpointFault> {
        if self.created.map(Checkpoint::origin_of).is_some_and(|origin| origin != claimed.origin) {
            return Some(CheckpointFault::OtherLog { origin: claimed.origin });
        }
        match self.roots.get(&claimed.size).copied().flatten() {
            None if claimed.size < self.head.size() => Some(CheckpointFault::WithinGap),
            None => Some(CheckpointFault::LogIsShorter { found: self.head.size() }),
            Some(root) if root != claimed.root => Some(CheckpointFault::OtherRoot),
            Some(_) => {
                let desk = self.registry.desk()?;
                note.verify(&claimed.origin, desk).err().map(CheckpointFault::Signature)
            }
        }
    }
}
