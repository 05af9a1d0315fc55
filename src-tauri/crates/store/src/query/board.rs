//! The board's members, policy and rights.

use super::Teller;
use crate::{Result, Store, StoreError, log};
use chrono::NaiveDate;
use editorial::{Board, CheckInfo, Event, MemberId, Policy, Right, Role};
use serde::Serialize;
use std::collections::BTreeMap;
use ts_rs::TS;

/// The board's members, policy and rights.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct BoardView {
    /// Its name.
    pub name: String,
    /// Everyone who was ever a member, active ones first, by name.
    pub members: Vec<MemberView>,
    /// The policy in force.
    pub policy: Policy,
    /// Every version of the policy, newest first.
    pub policies: Vec<PolicyView>,
    /// Who may do what.
    pub rights: Vec<RightView>,
    /// Every check there is; the policy says what those do that it names.
    pub checks: Vec<CheckInfo>,
    /// Where the file is.
    pub path: String,
    /// Whether it can only be read here.
    pub read_only: bool,
    /// Number of events in the log.
    #[ts(type = "number")]
    pub events: u64,
    /// Merkle root of the log, hexadecimal.
    pub root: String,
}

/// A version of the policy, with who made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PolicyView {
    /// Text, rules and number.
    pub policy: Policy,
    /// When it came into force: RFC 3339, UTC.
    pub at: String,
    /// Printed name of who made it.
    pub who: String,
    /// Why; empty for the first.
    pub reason: String,
}

/// A member in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct MemberView {
    /// Who.
    pub id: MemberId,
    /// Printed name.
    pub name: String,
    /// Roles.
    pub roles: Vec<Role>,
    /// Whether they may sign in.
    pub active: bool,
    /// First digits of their public key.
    pub key: String,
    /// Medical specialities.
    pub specialities: Vec<String>,
    /// Whether an administrator set their passphrase and they have not chosen their own since.
    pub temporary: bool,
    /// Reviews open.
    pub reviews: u32,
    /// Those of them that are overdue.
    pub overdue: u32,
    /// Discussions that wait for their answer.
    pub answers: u32,
}

/// A right and who has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RightView {
    /// The right.
    pub right: Right,
    /// In words.
    pub label: String,
    /// The roles that have it.
    pub roles: Vec<Role>,
}

impl Store {
    /// The board's members, policy and rights.
    pub fn board_view(&mut self, today: NaiveDate) -> Result<BoardView> {
        let board = self.board()?;
        let head = self.head()?;
        let mut open: BTreeMap<String, (u32, u32, u32)> = BTreeMap::new();
        {
            let mut select = self.connection.prepare_cached(
                "SELECT p.member, sum(p.review = 'open' AND a.stage = 'under_review'),
                        sum(p.review = 'open' AND a.stage = 'under_review' AND p.due < ?), sum(p.answers)
                 FROM part p JOIN article a ON a.id = p.article WHERE a.stage <> 'withdrawn' GROUP BY p.member",
            )?;
            let mut rows = select.query([today.to_string()])?;
            let number = |row: &rusqlite::Row<'_>, at| -> Result<u32> {
                Ok(row.get::<_, Option<u32>>(at)?.unwrap_or(0))
            };
            while let Some(row) = rows.next()? {
                open.insert(row.get(0)?, (number(row, 1)?, number(row, 2)?, number(row, 3)?));
            }
        }
        let mut members: Vec<MemberView> = board
            .members
            .values()
            .map(|m| (m, open.get(&m.id.to_string()).copied().unwrap_or_default()))
            .map(|(m, (reviews, overdue, answers))| MemberView {
                id: m.id,
                name: m.name.clone(),
                roles: m.roles.iter().copied().collect(),
                active: m.active,
                key: m.key.as_deref().and_then(|key| key.get(..16)).unwrap_or_default().to_owned(),
                specialities: m.specialities.iter().cloned().collect(),
                temporary: m.temporary,
                reviews,
                overdue,
                answers,
            })
            .collect();
        members.sort_by_key(|m| (!m.active, m.name.to_lowercase()));
        let rights = Right::ALL
            .iter()
            .map(|right| RightView {
                right: *right,
                label: right.label().to_owned(),
                roles: right.roles().to_vec(),
            })
            .collect();
        Ok(BoardView {
            name: board.name.clone(),
            members,
            policy: board.policy.clone(),
            policies: self.policies(&board)?,
            rights,
            checks: editorial::checks(),
            path: self.path().display().to_string(),
            read_only: self.read_only(),
            events: head.size(),
            root: head.root().to_string(),
        })
    }
}

impl Store {
    /// Every version of the policy, newest first.
    fn policies(&self, board: &Board) -> Result<Vec<PolicyView>> {
        let of_the_board = log::OF_THE_BOARD;
        let mut select = self.connection.prepare_cached(&format!(
            "SELECT body FROM event WHERE {of_the_board} AND kind = 'policy.changed' ORDER BY seq DESC"
        ))?;
        let mut rows = select.query([])?;
        let mut teller = Teller::new(&self.connection, board);
        let mut policies = Vec::new();
        while let Some(row) = rows.next()? {
            let body = row.get_ref(0)?.as_str().map_err(StoreError::damaged)?;
            if let Event::PolicyChanged { version, text, new, .. } = log::recorded(body)?.event {
                let told = teller.row(body)?;
                policies.push(PolicyView {
                    policy: Policy { version, text, rules: new },
                    at: told.at,
                    who: told.who,
                    reason: told.reason.unwrap_or_default(),
                });
            }
        }
        Ok(policies)
    }
}
