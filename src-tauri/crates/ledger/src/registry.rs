//! Whose key was valid when: derived from the log itself, and valid by sequence, not by time.

use crate::{Actor, Event, PublicKey};
use serde::Deserialize;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The stream in which keys are given and taken. What is said of them in any other counts for nothing.
pub const BOARD: &str = "board";
/// The kind of the first event; its payload holds the desk's public key as `desk_key`.
pub const BOARD_CREATED: &str = "board.created";
/// The kind that gives a member a key; its payload holds `member` and the public key as `key`.
pub const KEY_REGISTERED: &str = "key.registered";
/// The kind that takes a member's key away; its payload holds `member` and the public key as `key`.
pub const KEY_REVOKED: &str = "key.revoked";

/// The keys of the desk and of the members, as of some event of the log.
///
/// A member has at most one valid key: registering another ends the one before. Whether the actor was allowed to
/// register or revoke is a question of the domain's rules, and not asked here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Registry {
    desk: Option<PublicKey>,
    members: BTreeMap<Uuid, Vec<KeySpan>>,
}

/// From when until when a key was valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeySpan {
    /// The public key.
    pub key: PublicKey,
    /// The event that registered it: it signs events after this one.
    pub after: u64,
    /// The event that revoked or replaced it: the last it may have signed.
    pub until: Option<u64>,
}

/// An event about keys that cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegistryFault {
    /// The payload lacks what its kind promises.
    #[error("its payload does not name a key as it must: {0}")]
    Payload(String),
    /// The board is created once, by the first event, and by the desk.
    #[error("the log must begin with the desk creating the board, and only there")]
    Created,
    /// A key belongs to one holder, once.
    #[error("it registers a key that was registered before")]
    KnownKey,
    /// Only a valid key can be revoked.
    #[error("it revokes a key that its member does not hold")]
    NotHeld,
}

#[derive(Deserialize)]
struct Created {
    desk_key: PublicKey,
}

#[derive(Deserialize)]
struct MemberKey {
    member: Uuid,
    key: PublicKey,
}

fn payload<'de, T: Deserialize<'de>>(event: &'de Event) -> Result<T, RegistryFault> {
    T::deserialize(&event.payload).map_err(|error| RegistryFault::Payload(error.to_string()))
}

impl Registry {
    /// Takes in what an event says about keys. The first event must create the board; it is signed with the key that it
    /// names, all others with the key that [`Self::signer`] gives before the event is taken in.
    pub fn apply(&mut self, event: &Event) -> Result<(), RegistryFault> {
        if (event.kind == BOARD_CREATED) != (event.seq == 1) {
            return Err(RegistryFault::Created);
        }
        if event.stream != BOARD && event.seq > 1 {
            return Ok(());
        }
        match event.kind.as_str() {
            BOARD_CREATED if event.actor != Actor::System || event.stream != BOARD => {
                Err(RegistryFault::Created)
            }
            BOARD_CREATED => {
                self.desk = Some(payload::<Created>(event)?.desk_key);
                Ok(())
            }
            KEY_REGISTERED => {
                let MemberKey { member, key } = payload(event)?;
                if self.desk == Some(key) || self.members.values().flatten().any(|span| span.key == key) {
                    return Err(RegistryFault::KnownKey);
                }
                let spans = self.members.entry(member).or_default();
                if let Some(former) = spans.last_mut() {
                    former.until.get_or_insert(event.seq);
                }
                spans.push(KeySpan { key, after: event.seq, until: None });
                Ok(())
            }
            KEY_REVOKED => {
                let MemberKey { member, key } = payload(event)?;
                let held = self.members.get_mut(&member).and_then(|spans| spans.last_mut());
                let held = held.filter(|span| span.key == key && span.until.is_none());
                held.ok_or(RegistryFault::NotHeld)?.until = Some(event.seq);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// The desk's key; none before the board was created.
    pub fn desk(&self) -> Option<&PublicKey> {
        self.desk.as_ref()
    }

    /// The key with which this actor must sign now.
    pub fn signer(&self, actor: &Actor) -> Option<&PublicKey> {
        match actor {
            Actor::System => self.desk(),
            Actor::Member { member, .. } => {
                self.keys_of(*member).last().filter(|span| span.until.is_none()).map(|span| &span.key)
            }
        }
    }

    /// All keys a member ever had, oldest first.
    pub fn keys_of(&self, member: Uuid) -> &[KeySpan] {
        self.members.get(&member).map_or(&[], Vec::as_slice)
    }

    /// Every member who ever had a key, with all of them.
    pub fn members(&self) -> impl Iterator<Item = (Uuid, &[KeySpan])> {
        self.members.iter().map(|(member, spans)| (*member, spans.as_slice()))
    }
}
