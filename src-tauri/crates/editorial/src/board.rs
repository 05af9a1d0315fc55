//! The board: its members and its policy, folded from the board's own events.

use crate::{Article, BoardId, Event, MemberId, ReferenceStyle, Right, Role, Severity, Stage};
use chrono::{DateTime, Months, NaiveDate, Utc};
use document::Digest;
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
    /// Every version of the policy, oldest first; the last is the one in force.
    pub policies: Vec<Policy>,
    /// The list of retractions that the library was last compared with.
    pub retractions: Option<RetractionList>,
}

/// A list of retractions, as it was when the library was compared with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RetractionList {
    /// What it is called.
    pub list: String,
    /// The day of its newest notice: a work that is retracted later is not in it.
    pub as_of: String,
    /// How many notices it holds.
    pub records: u32,
    /// Its short form, kept as an attachment.
    #[ts(type = "string")]
    pub index: Digest,
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
    /// Every public key they ever had, oldest first: what they signed stays verifiable after a reset.
    pub keys: Vec<String>,
    /// Medical specialities, as the policy names them.
    pub specialities: BTreeSet<String>,
    /// Whether an administrator set their passphrase and they have not chosen their own since.
    pub temporary: bool,
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
#[serde(default)]
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
    /// Specialities that must each be among those who approve.
    pub specialities: BTreeSet<String>,
    /// Roles, beside that of a board member, that must each be among those who approve.
    pub roles: BTreeSet<Role>,
    /// Minutes without a touch after which the desk locks; 0 for never.
    pub idle_minutes: u32,
    /// Days between backups that the desk makes by itself; 0 for none.
    pub backup_days: u32,
    /// How many of these backups are kept.
    pub backup_keep: u32,
    /// The style in which references are printed.
    #[serde(default)]
    pub reference_style: ReferenceStyle,
    /// Whether members may look sources up at Crossref, PubMed and openFDA: the only use of the network there is.
    #[serde(default)]
    pub lookup: bool,
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
            specialities: BTreeSet::new(),
            roles: BTreeSet::new(),
            idle_minutes: 15,
            backup_days: 7,
            backup_keep: 4,
            reference_style: ReferenceStyle::Ama,
            lookup: false,
        }
    }
}

impl Rules {
    /// The day on which an article that is approved at this moment comes back for review.
    pub fn next_review(&self, approved: DateTime<Utc>) -> Option<NaiveDate> {
        let months = Some(self.next_review_months).filter(|months| *months > 0)?;
        approved.date_naive().checked_add_months(Months::new(months))
    }

    /// What is still wanting for an approval by these members, a sentence each; nothing when the quorum is met.
    pub fn wanting<'a>(&self, approvers: impl IntoIterator<Item = &'a Member>) -> Vec<String> {
        let approvers: Vec<&Member> = approvers.into_iter().collect();
        let mut wanting = Vec::new();
        match (self.quorum as usize).saturating_sub(approvers.len()) {
            0 => {}
            1 => wanting.push("One more board member must approve.".to_owned()),
            more => wanting.push(format!("{more} more board members must approve.")),
        }
        for speciality in &self.specialities {
            let has =
                |m: &&Member| m.specialities.iter().any(|s| s.to_lowercase() == speciality.to_lowercase());
            if !approvers.iter().any(has) {
                wanting.push(format!(
                    "Somebody of the speciality {speciality} must be among those who approve."
                ));
            }
        }
        for role in &self.roles {
            if !approvers.iter().any(|m| m.roles.contains(role)) {
                wanting.push(format!(
                    "Somebody with the role {} must be among those who approve.",
                    role.label()
                ));
            }
        }
        wanting
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
                let member = Member {
                    id: *member,
                    name: name.clone(),
                    roles: roles.clone(),
                    active: true,
                    key: None,
                    keys: Vec::new(),
                    specialities: BTreeSet::new(),
                    temporary: false,
                };
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
            Event::MemberSpecialitiesChanged { member, new, .. } => {
                self.change(*member, |m| m.specialities.clone_from(new));
            }
            Event::PassphraseReset { member } => self.change(*member, |m| m.temporary = true),
            Event::PassphraseChanged { member } => self.change(*member, |m| m.temporary = false),
            Event::KeyRegistered { member, key } => self.change(*member, |m| {
                m.key = Some(key.clone());
                m.keys.push(key.clone());
            }),
            Event::KeyRevoked { member, key } => self.change(*member, |m| {
                if m.key.as_ref() == Some(key) {
                    m.key = None;
                }
            }),
            Event::PolicyChanged { version, text, new, .. } => {
                self.policy = Policy { version: *version, text: text.clone(), rules: new.clone() };
                self.policies.push(self.policy.clone());
            }
            Event::RetractionsImported { list, as_of, records, index, .. } => {
                self.retractions = Some(RetractionList {
                    list: list.clone(),
                    as_of: as_of.clone(),
                    records: *records,
                    index: *index,
                });
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

    /// The rules that hold for the article now: while it is with the board, those its round began under.
    pub fn rules_for(&self, article: &Article) -> &Rules {
        match article.stage {
            Stage::Submitted | Stage::UnderReview => self.rules_of_round(article),
            _ => &self.policy.rules,
        }
    }

    /// The rules that the article's latest round began under.
    fn rules_of_round(&self, article: &Article) -> &Rules {
        &self.version(article.policy).unwrap_or(&self.policy).rules
    }

    fn version(&self, version: u32) -> Option<&Policy> {
        self.policies.iter().find(|policy| policy.version == version)
    }

    /// How many approvals the article needs, or needed where it is approved.
    pub fn quorum(&self, article: &Article) -> u32 {
        match article.stage {
            Stage::Approved => self.rules_of_round(article).quorum,
            _ => self.rules_for(article).quorum,
        }
    }

    /// A version of the policy with how many approvals it asked for; and, where the one in force asks for another number,
    /// that too: a quorum may be lowered for one article and raised again.
    pub fn policy_told(&self, version: u32) -> String {
        let many = |quorum: u32| format!("{quorum} approval{}", if quorum == 1 { "" } else { "s" });
        let named = format!("version {version} of the editorial policy");
        let Some(then) = self.version(version) else { return named };
        let asked = format!("{named}, which asked for {}", many(then.rules.quorum));
        if then.rules.quorum == self.policy.rules.quorum {
            return asked;
        }
        format!(
            "{asked}; version {}, now in force, asks for {}",
            self.policy.version, self.policy.rules.quorum
        )
    }

    /// Those whose approvals of the head text count: they signed what stands now, and could still be its reviewers. Of an
    /// approved article, those whose signatures approved it.
    pub fn approvers(&self, article: &Article) -> BTreeSet<MemberId> {
        if let Some(approval) = article.approval.as_ref().filter(|_| article.stage == Stage::Approved) {
            return approval.members.iter().copied().collect();
        }
        let eligible = |id: &MemberId| {
            self.members.get(id).is_some_and(|member| crate::decide::eligible(article, member).is_ok())
        };
        article.approvers().into_iter().filter(eligible).collect()
    }

    /// What is still wanting for the article's approval.
    pub fn wanting(&self, article: &Article) -> Vec<String> {
        if article.stage == Stage::Approved {
            return Vec::new();
        }
        let approvers = self.approvers(article);
        self.rules_for(article).wanting(approvers.iter().filter_map(|id| self.members.get(id)))
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
