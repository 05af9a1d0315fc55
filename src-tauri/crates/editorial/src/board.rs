//! The board: its members and its policy, folded from the board's own events.

use crate::{BoardId, Event, MemberId, Right, Role, Severity};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use ts_rs::TS;

/// The board as its events made it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Board {
    /// Its identity; `None` before the first event.
    pub id: Option<BoardId>,
    /// Its name.
    pub name: String,
    /// Everyone who was ever a member.
    pub members: BTreeMap<MemberId, Member>,
    /// The editorial policy in force.
    pub policy: Policy,
}

/// A person who can sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Member {
    /// Who.
    pub id: MemberId,
    /// Printed name.
    pub name: String,
    /// Roles held.
    pub roles: BTreeSet<Role>,
    /// Whether they may sign in.
    pub active: bool,
    /// Their public key in force, hexadecimal.
    pub key: Option<String>,
}

/// The editorial policy.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Policy {
    /// 1 for the first; 0 before there is one.
    pub version: u32,
    /// The text for readers.
    pub text: String,
    /// The rules the desk keeps.
    pub rules: Rules,
}

/// The rules of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Rules {
    /// How many board members must approve the same text; at least 1.
    pub quorum: u32,
    /// Days a reviewer has; 0 for no due date.
    pub review_days: u32,
    /// Months until an approved article comes back for review; 0 for never.
    pub next_review_months: u32,
    /// Severity of each check by its id; a check not named has its own.
    pub severities: BTreeMap<String, Severity>,
    /// A source older than so many years is named by a check; 0 for never.
    #[serde(default = "source_years")]
    pub source_years: u32,
    /// Whether board members (beside administrators) may withdraw an article.
    pub board_members_withdraw: bool,
}

/// Guidelines are commonly revised, and reviews updated, well within this.
fn source_years() -> u32 {
    10
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            quorum: 2,
            review_days: 14,
            next_review_months: 24,
            severities: BTreeMap::new(),
            source_years: source_years(),
            board_members_withdraw: true,
        }
    }
}

impl Board {
    /// Folds an event in. Events of other streams leave the board as it is.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::BoardCreated { board, name, .. } => {
                self.id = Some(*board);
                self.name.clone_from(name);
            }
            Event::MemberAdded { member, name, roles } => {
                let member =
                    Member { id: *member, name: name.clone(), roles: roles.clone(), active: true, key: None };
                self.members.insert(member.id, member);
            }
            Event::MemberRenamed { member, new, .. } => {
                self.change(*member, |m| m.name.clone_from(new));
            }
            Event::MemberRolesChanged { member, new, .. } => {
                self.change(*member, |m| m.roles.clone_from(new));
            }
            Event::MemberDeactivated { member } => self.change(*member, |m| m.active = false),
            Event::MemberReactivated { member } => self.change(*member, |m| m.active = true),
            Event::KeyRegistered { member, key } => self.change(*member, |m| m.key = Some(key.clone())),
            Event::KeyRevoked { member, key } => self.change(*member, |m| {
                if m.key.as_ref() == Some(key) {
                    m.key = None;
                }
            }),
            Event::PolicyChanged { version, text, new, .. } => {
                self.policy = Policy { version: *version, text: text.clone(), rules: new.clone() };
            }
            _ => {}
        }
    }

    fn change(&mut self, member: MemberId, change: impl FnOnce(&mut Member)) {
        if let Some(member) = self.members.get_mut(&member) {
            change(member);
        }
    }

    /// The printed name of a member, for sentences.
    pub fn name_of(&self, member: MemberId) -> &str {
        self.members.get(&member).map_or("someone unknown", |m| m.name.as_str())
    }

    /// Active administrators.
    pub fn administrators(&self) -> usize {
        self.members.values().filter(|m| m.active && m.roles.contains(&Role::Administrator)).count()
    }
}

impl Member {
    /// The role in which this member may use a right, if any.
    pub fn role_for(&self, right: Right) -> Option<Role> {
        right.roles().iter().copied().find(|role| self.active && self.roles.contains(role))
    }
}
