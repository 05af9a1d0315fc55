//! Whether every event of a log was allowed by the rules at its point: roles held then, stages, quorums, who wrote what.
//!
//! A valid signature shows who wrote an event, and not that the desk would have let them: who holds a key (the desk's lies
//! open in the file) can append what no rule allows. A replay goes through the events again, with the guards of the
//! commands and the state folded up to that point. It runs none of the algorithms whose results events carry (checks,
//! comparisons, where claims were re-anchored).
//!
//! The board's own events come first ([`History`]); then each article's, alone ([`ArticleReplay`]), so that no more than one
//! article need be held at a time.

mod article;
mod board;

pub use article::{ArticleReplay, NoText, Replayed, Texts, Verifies};
pub use board::History;
use board::Upset;

use super::may;
use crate::{Board, Event, Member, MemberId, Refusal, Right, Role, Stream};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// An event as it stands in the log.
#[derive(Debug, Clone, Copy)]
pub struct Past<'a> {
    /// Its place.
    pub seq: u64,
    /// The action of a person that it belongs to.
    pub action: Uuid,
    /// Who acted; none for the desk itself.
    pub actor: Option<PastActor<'a>>,
    /// When.
    pub at: DateTime<Utc>,
    /// What it happened to.
    pub stream: Stream,
    /// What happened.
    pub event: &'a Event,
    /// Why.
    pub reason: Option<&'a str>,
}

/// Who the event says acted.
#[derive(Debug, Clone, Copy)]
pub struct PastActor<'a> {
    /// The member.
    pub member: MemberId,
    /// Their printed name then.
    pub name: &'a str,
    /// The role they acted in.
    pub role: &'a str,
}

impl Past<'_> {
    /// The actor as the board knew them, if they were an active member of that name who held the role.
    fn member<'b>(&self, board: &'b Board) -> Result<(&'b Member, Role), Refusal> {
        let actor = self.actor.ok_or_else(|| Refusal::not_allowed("The desk does not do this by itself."))?;
        let member = board.members.get(&actor.member);
        let member = member.ok_or_else(|| Refusal::unknown("Whoever did this was no member."))?;
        if !member.active {
            return Err(Refusal::not_allowed(format!("{} was not active.", member.name)));
        }
        if member.name != actor.name {
            return Err(Refusal::invalid(format!(
                "The event calls the member {}, and their name was {}.",
                actor.name, member.name
            )));
        }
        let held = member.roles.iter().find(|role| word(**role) == actor.role);
        let role = held.ok_or_else(|| {
            Refusal::not_allowed(format!("{} did not hold the role “{}”.", member.name, actor.role))
        })?;
        Ok((member, *role))
    }

    /// The actor, if their role had this right.
    fn with_right<'b>(&self, board: &'b Board, right: Right) -> Result<&'b Member, Refusal> {
        let (member, role) = self.member(board)?;
        if !right.roles().contains(&role) {
            return Err(Refusal::not_allowed(format!(
                "The role “{}” does not allow this: {}.",
                role.label(),
                right.label().to_lowercase()
            )));
        }
        if right == Right::Withdraw && role != Role::Administrator {
            // By policy, a board member may not.
            let alone = Member { roles: [role].into(), ..member.clone() };
            may::role(right, &alone, board)?;
        }
        Ok(member)
    }

    fn by_the_desk(&self) -> Result<(), Refusal> {
        if self.actor.is_none() {
            return Ok(());
        }
        Err(Refusal::not_allowed("Only the desk itself does this."))
    }

    /// The reason that the rules ask for here.
    fn reason(&self) -> Result<&str, Refusal> {
        match self.reason {
            Some(reason) if !reason.trim().is_empty() => Ok(reason),
            _ => Err(Refusal::missing("A reason was due.")),
        }
    }
}

/// A role as the log writes it.
fn word(role: Role) -> &'static str {
    match role {
        Role::Editor => "editor",
        Role::BoardMember => "board_member",
        Role::Compliance => "compliance",
        Role::Administrator => "administrator",
    }
}

fn invalid<T>(truth: bool, otherwise: impl FnOnce() -> T) -> Result<(), Refusal>
where
    T: Into<String>,
{
    if truth { Ok(()) } else { Err(Refusal::invalid(otherwise())) }
}
