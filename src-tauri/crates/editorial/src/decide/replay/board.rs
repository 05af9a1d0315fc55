//! Replaying the board's own events and those of the library.

use super::{Past, invalid};
use crate::{
    Board, Event, MemberId, Refusal, Right, Role, Shelf, Source, SourceId, Stream,
    decide::{boards, given, library, may},
};
use document::Digest;
use std::{
    collections::{BTreeMap, BTreeSet},
    iter,
    sync::Arc,
};
use uuid::Uuid;

/// The board and its library at every point of the log.
#[derive(Debug, Default)]
pub struct History {
    /// The board after each event that changed it, with that event's number and action.
    boards: Vec<(u64, Uuid, Arc<Board>)>,
    /// The action that founded the board.
    founding: Option<Uuid>,
    /// The member who was added by the event before, and by which action: a key is due to them.
    keyless: Option<(Uuid, MemberId)>,
    /// A member who was given a key by another, and by which action: the reset of their passphrase must come next.
    unreset: Option<(Uuid, u64, MemberId)>,
    sources: BTreeMap<SourceId, Life>,
    merges: Vec<Merge>,
    /// The events before which a source may have been left out that was merged into one that is here.
    torn: BTreeSet<u64>,
}

/// An event that changed what is signed of a source.
#[derive(Debug, Clone, Copy)]
pub(super) struct Upset {
    pub(super) seq: u64,
    pub(super) action: Uuid,
}

/// A source that another one has stood for since.
#[derive(Debug)]
struct Merge {
    seq: u64,
    action: Uuid,
    into: SourceId,
}

/// A source from some event on.
#[derive(Debug)]
struct Version {
    seq: u64,
    /// Of what the library knew of it; none where it was not in the library.
    digest: Option<Digest>,
    merged: Option<SourceId>,
    /// The action, where signatures do not outlast it.
    upset: Option<Uuid>,
}

/// A source's presence in the library.
#[derive(Debug, Default)]
struct Life {
    shelf: Shelf,
    /// The events that put it in (true) or took it out.
    turns: Vec<(u64, bool)>,
    versions: Vec<Version>,
}

impl Life {
    /// As it was just before this event.
    fn before(&self, seq: u64) -> Option<&Version> {
        self.versions[..self.versions.partition_point(|version| version.seq < seq)].last()
    }
}

impl History {
    /// The board just before this event.
    pub fn before(&self, seq: u64) -> Arc<Board> {
        self.last_change(seq).map_or_else(Arc::default, |(.., board)| Arc::clone(board))
    }

    /// The last of the events ahead of this one that changed the board.
    fn last_change(&self, seq: u64) -> Option<&(u64, Uuid, Arc<Board>)> {
        self.boards[..self.boards.partition_point(|(at, ..)| *at < seq)].last()
    }

    /// The board before the last change of it ahead of this event, where that was of this action.
    pub(super) fn before_change_by(&self, action: Uuid, seq: u64) -> Option<Arc<Board>> {
        let (at, ..) = self.last_change(seq).filter(|(_, by, _)| *by == action)?;
        Some(self.before(*at))
    }

    /// The board after all events taken in.
    pub fn board(&self) -> Arc<Board> {
        self.before(u64::MAX)
    }

    /// Whether the source was in the library just before this event.
    pub(super) fn has_source(&self, source: SourceId, seq: u64) -> bool {
        let turns = self.sources.get(&source).map_or(&[][..], |life| life.turns.as_slice());
        turns.iter().rev().find(|(at, _)| *at < seq).is_some_and(|(_, there)| *there)
    }

    /// The events between these two that took the source out of the library.
    pub(super) fn removals(&self, source: SourceId, after: u64, before: u64) -> impl Iterator<Item = u64> {
        let turns = self.sources.get(&source).map_or(&[][..], |life| life.turns.as_slice());
        turns.iter().filter(move |(at, there)| !there && *at > after && *at < before).map(|(at, _)| *at)
    }

    /// The source and those that stood for it, one after the other, just before this event.
    fn chain(&self, source: SourceId, seq: u64) -> impl Iterator<Item = (SourceId, &Life)> {
        let next = move |id: &SourceId| self.sources.get(id)?.before(seq)?.merged;
        // Two sources merged into each other, one after the other was parted, could make a ring.
        iter::successors(Some(source), next).take(64).filter_map(|id| Some((id, self.sources.get(&id)?)))
    }

    /// Digest of what the library knew of the source, or of the one that stood for it, just before this event.
    pub(super) fn digest(&self, source: SourceId, seq: u64) -> Option<Digest> {
        self.chain(source, seq).last()?.1.before(seq)?.digest
    }

    /// The first event between these two after which signatures on the source do not stand.
    pub(super) fn upset(&self, source: SourceId, after: u64, before: u64) -> Option<Upset> {
        let upset = |version: &Version| version.upset.map(|action| Upset { seq: version.seq, action });
        self.chain(source, after + 1)
            .flat_map(|(_, life)| &life.versions)
            .filter(|version| version.seq > after && version.seq < before)
            .filter_map(upset)
            .min_by_key(|upset| upset.seq)
    }

    /// Whether an action did something to the source between these two events that signatures on it do not outlast, or
    /// merged another into it, which ends them as well.
    pub(super) fn upset_by(&self, action: Uuid, source: SourceId, after: u64, before: u64) -> bool {
        let within = |seq: u64| seq > after && seq < before;
        self.chain(source, after + 1).any(|(id, life)| {
            let merged = |merge: &Merge| merge.into == id && merge.action == action && within(merge.seq);
            let upset = |version: &Version| version.upset == Some(action) && within(version.seq);
            life.versions.iter().any(upset) || self.merges.iter().any(merged)
        })
    }

    /// Bears that what stood just before these events is not at hand, although it may be a merge that they follow from:
    /// for excerpts that do not hold the sources that were merged into those in them.
    pub fn bear(&mut self, torn: BTreeSet<u64>) {
        self.torn = torn;
    }

    /// Whether this event may follow from a merge that is not at hand.
    pub(super) fn is_torn(&self, seq: u64) -> bool {
        self.torn.contains(&seq)
    }

    /// An event that was due at the end and did not come, as a fault of the one that it was due after.
    pub fn missing(&self) -> Option<(u64, Refusal)> {
        self.unreset.map(|(_, seq, _)| (seq, no_reset()))
    }

    /// Takes in an event of the board or of a source, whether it was allowed or not, and says why it was not. Events
    /// come in the order of the log; those of articles are left aside.
    pub fn step(&mut self, past: &Past<'_>) -> Result<(), Refusal> {
        match past.stream {
            Stream::Article(_) => Ok(()),
            Stream::Board => {
                let before = self.board();
                let allowed = self.of_board(past, &before);
                let mut after = Arc::clone(&before);
                Arc::make_mut(&mut after).apply(past.event);
                if after != before {
                    self.boards.push((past.seq, past.action, after));
                }
                allowed
            }
            Stream::Source(id) => {
                let allowed = self.of_source(past, id);
                self.take_source(past, id);
                allowed
            }
        }
    }

    fn of_board(&mut self, past: &Past<'_>, board: &Board) -> Result<(), Refusal> {
        let keyless = self.keyless.take();
        if let Some((action, _, member)) = self.unreset.take() {
            let resets = matches!(past.event, Event::PassphraseReset { member: of } if *of == member);
            if !resets || action != past.action {
                return Err(no_reset());
            }
        }
        let founding = self.founding == Some(past.action) && past.actor.is_none();
        match past.event {
            Event::BoardCreated { .. } => {
                self.founding = Some(past.action);
                past.by_the_desk()
            }
            Event::MemberAdded { member, name, roles } => {
                self.keyless = Some((past.action, *member));
                if founding && board.members.is_empty() {
                    return invalid(
                        roles.contains(&Role::Administrator),
                        || "The first member must be an administrator.",
                    );
                }
                past.with_right(board, Right::KeepMembers)?;
                given(name, "A member needs a name.")?;
                invalid(!roles.is_empty(), || "A member needs a role.")?;
                invalid(!board.members.contains_key(member), || "This member was there before.")?;
                unlike_others(board, *member, name)
            }
            Event::MemberRenamed { member, old, new } => {
                past.with_right(board, Right::KeepMembers)?;
                let who = known(board, *member)?;
                invalid(who.name == *old, || format!("The member was not named {old}, but {}.", who.name))?;
                given(new, "A member needs a name.")?;
                unlike_others(board, *member, new)
            }
            Event::MemberRolesChanged { member, old, new } => {
                past.with_right(board, Right::KeepMembers)?;
                past.reason()?;
                let who = known(board, *member)?;
                invalid(who.roles == *old, || format!("{} had other roles before.", who.name))?;
                invalid(!new.is_empty(), || "A member keeps at least one role.")?;
                if new.contains(&Role::Administrator) {
                    Ok(())
                } else {
                    boards::stays_administered(board, who)
                }
            }
            Event::MemberDeactivated { member } => {
                let by = past.with_right(board, Right::KeepMembers)?;
                past.reason()?;
                let who = known(board, *member)?;
                invalid(who.active, || format!("{} was not active.", who.name))?;
                invalid(who.id != by.id, || "Another administrator must deactivate a member.")?;
                boards::stays_administered(board, who)
            }
            Event::MemberReactivated { member } => {
                past.with_right(board, Right::KeepMembers)?;
                past.reason()?;
                let who = known(board, *member)?;
                invalid(!who.active, || format!("{} was active.", who.name))
            }
            Event::KeyRegistered { member, .. } => {
                let first = keyless == Some((past.action, *member));
                let own = past.actor.is_some_and(|actor| actor.member == *member);
                if !first && !own {
                    self.unreset = Some((past.action, past.seq, *member));
                }
                if founding && first { Ok(()) } else { keeps_key(past, board, *member) }
            }
            Event::KeyRevoked { member, .. } => keeps_key(past, board, *member),
            Event::PolicyChanged { version, old, new, .. } => {
                let policy = &board.policy;
                if !(founding && policy.version == 0) {
                    past.with_right(board, Right::KeepPolicy)?;
                    past.reason()?;
                    invalid(old.as_ref() == Some(&policy.rules), || "The policy had other rules before.")?;
                }
                invalid(*version == policy.version + 1, || "The version of the policy is not the next.")?;
                // Not by the bounds of today, and the checks of today: a check may be gone.
                invalid(new.quorum >= 1, || "A text is approved by somebody.")
            }
            Event::SessionStarted { member } => {
                let (who, _) = past.member(board)?;
                invalid(who.id == *member, || "Nobody signs in as somebody else.")
            }
            // A member who was deactivated meanwhile still leaves; where their key was taken away, the desk tells it.
            Event::SessionEnded { member, .. } => invalid(
                past.actor.is_none_or(|a| a.member == *member),
                || "Nobody signs out as somebody else.",
            ),
            Event::MemberSpecialitiesChanged { member, old, .. } => {
                past.with_right(board, Right::KeepMembers)?;
                let who = known(board, *member)?;
                invalid(who.specialities == *old, || format!("{} had other specialities before.", who.name))
            }
            Event::PassphraseReset { member } => {
                let by = past.with_right(board, Right::KeepMembers)?;
                past.reason()?;
                invalid(known(board, *member)?.id != by.id, || "Nobody resets their own passphrase.")
            }
            Event::PassphraseChanged { member } => {
                let (who, _) = past.member(board)?;
                invalid(who.id == *member, || "Nobody changes another's passphrase.")
            }
            // Exports take the right to audit now, which they did not always.
            Event::LogExported { .. } => past.member(board).map(drop),
            Event::RetractionsImported { list, .. } => {
                past.with_right(board, Right::Annotate)?;
                given(list, "A list has a name.").map(drop)
            }
            Event::SourceLookedUp { .. } => {
                may::may_look_up(board, past.with_right(board, Right::Annotate)?.id)
            }
            Event::LogVerified { .. } | Event::LogAccepted { .. } => {
                past.with_right(board, Right::Audit).map(drop)
            }
            Event::SessionRefused { member, .. } => {
                past.by_the_desk()?;
                known(board, *member).map(drop)
            }
            Event::BoardMigrated { from, to } => {
                past.by_the_desk()?;
                invalid(from < to, || "A file is brought to a newer form, never to an older one.")
            }
            Event::BoardRestored { size, .. } => {
                past.by_the_desk()?;
                let before = past.seq.saturating_sub(1);
                invalid(u64::from(*size) <= before, || {
                    format!("The backup cannot have held {size} events: there were {before}.")
                })
            }
            _ => Err(Refusal::invalid("This does not happen to a board.")),
        }
    }

    fn of_source(&self, past: &Past<'_>, id: SourceId) -> Result<(), Refusal> {
        let board = self.board();
        past.with_right(&board, Right::Annotate)?;
        let known = self.sources.get(&id);
        let shelf = known.map(|life| &life.shelf);
        let present = || {
            let details = shelf.and_then(Shelf::in_library);
            details.ok_or_else(|| Refusal::unknown("The source was not in the library."))
        };
        match past.event {
            Event::SourceAdded { details, .. } => {
                invalid(known.is_none(), || "This source was there before.")?;
                invalid(
                    details.notices.is_empty() && details.file.is_none(),
                    || "Notices and files come by events of their own.",
                )
            }
            Event::SourceChanged { old, .. } => {
                invalid(present()? == old, || "The source said something else before.")
            }
            Event::SourceRemoved { title } => {
                invalid(present()?.title == *title, || "The source had another title.")
            }
            Event::SourceMerged { into, title } => {
                past.reason()?;
                invalid(present()?.title == *title, || "The source had another title.")?;
                invalid(*into != id, || "A source was merged with itself.")?;
                invalid(
                    self.sources.get(into).is_some_and(|life| life.shelf.in_library().is_some()),
                    || "The source that stands for this one was not in the library.",
                )
            }
            Event::SourceMergeUndone { from } => {
                past.reason()?;
                let merged = shelf.and_then(|shelf| shelf.merged);
                invalid(merged == Some(*from), || "This source was not merged into that one.")
            }
            Event::SourceNoticed { notice } => invalid(
                !present()?.notices.iter().any(|known| known.is_same_as(notice)),
                || "This notice was there before.",
            ),
            Event::SourceFileAttached { file } => {
                invalid(present()?.file.as_ref() != Some(file), || "The source had this file before.")
            }
            Event::SourceFileRemoved { digest, .. } => invalid(
                present()?.file.as_ref().is_some_and(|file| file.digest == *digest),
                || "The source had no such file.",
            ),
            _ => Err(Refusal::invalid("This does not happen to a source.")),
        }
    }

    fn take_source(&mut self, past: &Past<'_>, id: SourceId) {
        let life = self.sources.entry(id).or_default();
        life.shelf.apply(past.event);
        let upset = library::upsets(past.event).then_some(past.action);
        life.versions.push(Version {
            seq: past.seq,
            digest: life.shelf.in_library().map(Source::digest),
            merged: life.shelf.merged,
            upset,
        });
        match past.event {
            Event::SourceAdded { .. } => life.turns.push((past.seq, true)),
            Event::SourceRemoved { .. } => life.turns.push((past.seq, false)),
            Event::SourceMerged { into, .. } => {
                self.merges.push(Merge { seq: past.seq, action: past.action, into: *into });
            }
            _ => {}
        }
    }

    /// Every source that ever was in the library, as its events made it.
    pub fn shelves(&self) -> impl Iterator<Item = (SourceId, &Shelf)> {
        self.sources.iter().map(|(id, life)| (*id, &life.shelf))
    }
}

fn no_reset() -> Refusal {
    Refusal::missing("A member was given a key by another, and their passphrase was not reset at once.")
}

fn known(board: &Board, member: MemberId) -> Result<&crate::Member, Refusal> {
    board.members.get(&member).ok_or_else(|| Refusal::unknown("There was no such member."))
}

/// A key is given and taken by who keeps the members, or by the member themselves.
fn keeps_key(past: &Past<'_>, board: &Board, member: MemberId) -> Result<(), Refusal> {
    known(board, member)?;
    let (who, _) = past.member(board)?;
    if who.id == member { Ok(()) } else { past.with_right(board, Right::KeepMembers).map(drop) }
}

fn unlike_others(board: &Board, member: MemberId, name: &str) -> Result<(), Refusal> {
    let alike =
        |m: &crate::Member| m.id != member && m.active && m.name.to_lowercase() == name.to_lowercase();
    invalid(!board.members.values().any(alike), || format!("There was another member named {name}."))
}
