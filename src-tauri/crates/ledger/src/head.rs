//! The head of the log, and the one way to append to it.

use crate::{
    DamagedFrontier, Event, Frontier, Hash, NotCanonical, Signature, SigningKey,
    event::{leaf, signed_message},
    gap::{Gap, heights},
};

/// The longest log of which an excerpt is believed; no log comes near it, and no arithmetic near its limits.
const MAX_SIZE: u64 = 1 << 53;

/// Where the log stands: what the next event must build on.
///
/// Appending changes this value alone; to store the entry and the head together is the caller's part. Keep a copy and
/// replace the stored head only in the transaction that stores the entry, so that a failed insert leaves nothing behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    prev: Hash,
    frontier: Frontier,
}

/// One event as the log keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its place; the first is 1.
    pub seq: u64,
    /// The canonical bytes of the [`Event`], to be stored verbatim.
    pub body: Vec<u8>,
    /// The actor's signature over [`signed_message`].
    pub signature: Signature,
    /// Its leaf in the tree, and the next entry's `prev`.
    pub leaf: Hash,
}

/// Why an event was not appended. The head is unchanged.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// The event was made for another place in the log.
    #[error("the event says it is number {event}, but the next is {next}")]
    NotNext {
        /// What the event says.
        event: u64,
        /// What the head expects.
        next: u64,
    },
    /// The event has no canonical form.
    #[error(transparent)]
    NotCanonical(#[from] NotCanonical),
}

impl Default for Head {
    fn default() -> Self {
        Self { prev: Hash::ZERO, frontier: Frontier::default() }
    }
}

impl Head {
    /// The number of events; also the `seq` of the last.
    pub fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// The `seq` the next event must carry.
    pub fn next_seq(&self) -> u64 {
        self.size() + 1
    }

    /// The leaf of the last event; 32 zero bytes before the first.
    pub fn prev(&self) -> &Hash {
        &self.prev
    }

    /// The edge of the tree.
    pub fn frontier(&self) -> &Frontier {
        &self.frontier
    }

    /// The root of the tree over all events.
    pub fn root(&self) -> Hash {
        self.frontier.root()
    }

    /// Canonicalises and signs an event as the next one.
    pub fn append(&mut self, event: &Event, key: &SigningKey) -> Result<Entry, AppendError> {
        let seq = self.next_seq();
        if event.seq != seq {
            return Err(AppendError::NotNext { event: event.seq, next: seq });
        }
        let body = event.canonical()?;
        let message = signed_message(seq, &self.prev, &body);
        let signature = key.sign(&message);
        let leaf = leaf(&message, &signature);
        self.push(leaf);
        Ok(Entry { seq, body, signature, leaf })
    }

    /// Takes the next entry as it was signed elsewhere, and gives its leaf. Checks nothing: that is the verifier's part.
    pub fn accept(&mut self, body: &[u8], signature: &Signature) -> Hash {
        let leaf = leaf(&signed_message(self.next_seq(), &self.prev, body), signature);
        self.push(leaf);
        leaf
    }

    /// Passes over events that were left out; false if what stands for them does not fit.
    pub(crate) fn skip(&mut self, gap: &Gap, mut each: impl FnMut(&Self)) -> bool {
        let heights: Vec<_> = heights(self.size(), gap.to).collect();
        if gap.to > MAX_SIZE || heights.is_empty() || heights.len() != gap.subtrees.len() {
            return false;
        }
        self.prev = gap.last;
        heights.into_iter().zip(&gap.subtrees).all(|(height, root)| {
            let fits = self.frontier.push_subtree(height, *root);
            each(self);
            fits
        })
    }

    pub(crate) fn push(&mut self, leaf: Hash) {
        self.prev = leaf;
        self.frontier.push(leaf);
    }

    /// `prev` (32 bytes), then the [`Frontier`]; for the one row that keeps the head.
    pub fn to_bytes(&self) -> Vec<u8> {
        [&self.prev.0[..], &self.frontier.to_bytes()].concat()
    }

    /// Reads what [`Self::to_bytes`] wrote.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DamagedFrontier> {
        let (prev, frontier) = bytes.split_first_chunk().ok_or(DamagedFrontier)?;
        let head = Self { prev: Hash(*prev), frontier: Frontier::from_bytes(frontier)? };
        if head.size() == 0 && head.prev != Hash::ZERO { Err(DamagedFrontier) } else { Ok(head) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Actor, random_bytes};
    use serde_json::json;
    use uuid::Uuid;

    fn event(seq: u64) -> Event {
        Event {
            action: Uuid::from_u128(1),
            actor: Actor::System,
            app: "imprimatur 0.1.0".into(),
            at: "2026-03-01T09:30:00.000Z".into(),
            id: Uuid::from_u128(u128::from(seq)),
            kind: "board.created".into(),
            offset: 60,
            payload: json!({ "title": "β-blockers", "n": 3 }),
            reason: None,
            seq,
            station: "desk".into(),
            stream: "board".into(),
            v: 1,
        }
    }

    #[test]
    fn an_appended_event_verifies_and_moves_the_head() {
        let key = SigningKey::from_seed(&random_bytes().unwrap());
        let mut head = Head::default();
        for seq in 1..=20 {
            let before = head.clone();
            let entry = head.append(&event(seq), &key).unwrap();
            let message = signed_message(seq, before.prev(), &entry.body);
            assert!(key.public().verify(&message, &entry.signature));
            assert_eq!((head.size(), *head.prev()), (seq, entry.leaf));
            assert_eq!(Head::from_bytes(&head.to_bytes()), Ok(head.clone()));
            let mut replica = before;
            assert_eq!(replica.accept(&entry.body, &entry.signature), entry.leaf);
            assert_eq!(replica, head);
        }
    }

    #[test]
    fn an_event_made_for_another_place_is_refused_and_changes_nothing() {
        let key = SigningKey::from_seed(&[7; 32]);
        let mut head = Head::default();
        assert!(matches!(head.append(&event(2), &key), Err(AppendError::NotNext { event: 2, next: 1 })));
        assert_eq!(head, Head::default());
    }
}
