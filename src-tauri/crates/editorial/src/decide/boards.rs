//! Members and policy.

use super::{Context, given};
use crate::{Board, Command, Event, Member, MemberId, Refusal, Role, Rules, checks, printed_name};
use std::collections::BTreeSet;

pub(super) fn decide(
    command: &Command,
    actor: &Member,
    context: &mut Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let board = context.board;
    match command {
        Command::AddMember { name, roles } => {
            let name = printed_name(name)?;
            if roles.is_empty() {
                return Err(Refusal::missing("Choose at least one role."));
            }
            board.name_is_free(&name, None)?;
            let key = context
                .new_key
                .clone()
                .ok_or_else(|| Refusal::missing("A new member needs a passphrase."))?;
            let member = MemberId((context.new_id)());
            Ok(vec![
                Event::MemberAdded { member, name, roles: roles.clone() },
                Event::KeyRegistered { member, key },
            ])
        }
        Command::RenameMember { member, name } => {
            let (who, new) = (known(context, *member)?, printed_name(name)?);
            if who.name == new {
                return Err(Refusal::no_change(format!("The member is already named {new}.")));
            }
            board.name_is_free(&new, Some(*member))?;
            Ok(vec![Event::MemberRenamed { member: *member, old: who.name.clone(), new }])
        }
        Command::ChangeRoles { member, roles, reason } => {
            let who = known(context, *member)?;
            given(reason, "Say why the roles change.")?;
            if roles.is_empty() {
                return Err(Refusal::missing(
                    "A member keeps at least one role; deactivate them to end their access.",
                ));
            }
            if who.roles == *roles {
                return Err(Refusal::no_change(format!("{} already has these roles.", who.name)));
            }
            if !roles.contains(&Role::Administrator) {
                stays_administered(board, who)?;
            }
            Ok(vec![Event::MemberRolesChanged {
                member: *member,
                old: who.roles.clone(),
                new: roles.clone(),
            }])
        }
        Command::ChangeSpecialities { member, specialities } => {
            let who = known(context, *member)?;
            let new: BTreeSet<String> =
                specialities.iter().map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()).collect();
            if who.specialities == new {
                return Err(Refusal::no_change(format!("{} already has these specialities.", who.name)));
            }
            Ok(vec![Event::MemberSpecialitiesChanged { member: *member, old: who.specialities.clone(), new }])
        }
        Command::ResetPassphrase { member, reason } => {
            let who = known(context, *member)?;
            given(reason, "Say why the passphrase is reset.")?;
            if who.id == actor.id {
                return Err(Refusal::invalid(
                    "Change your own passphrase instead: your key stays the same then.",
                ));
            }
            if !who.active {
                return Err(Refusal::missing(format!("{} is not active: reactivate them first.", who.name)));
            }
            let key = context.new_key.clone().ok_or_else(|| Refusal::missing("Give the new passphrase."))?;
            let revoked = who.key.clone().map(|key| Event::KeyRevoked { member: *member, key });
            Ok(revoked
                .into_iter()
                .chain([
                    Event::KeyRegistered { member: *member, key },
                    Event::PassphraseReset { member: *member },
                ])
                .collect())
        }
        Command::DeactivateMember { member, reason } => {
            let who = known(context, *member)?;
            given(reason, "Say why the member leaves.")?;
            if !who.active {
                return Err(Refusal::no_change(format!("{} is not active.", who.name)));
            }
            stays_administered(board, who)?;
            if who.id == actor.id {
                return Err(Refusal::not_allowed("Another administrator must deactivate you."));
            }
            Ok(vec![Event::MemberDeactivated { member: *member }])
        }
        Command::ReactivateMember { member, reason } => {
            let who = known(context, *member)?;
            given(reason, "Say why the member comes back.")?;
            if who.active {
                return Err(Refusal::no_change(format!("{} is active.", who.name)));
            }
            // Somebody may have got the name meanwhile.
            board.name_is_free(&who.name, Some(*member))?;
            Ok(vec![Event::MemberReactivated { member: *member }])
        }
        Command::ChangePolicy { text, rules, reason } => {
            given(reason, "Say why the policy changes.")?;
            let rules = &checked(rules)?;
            let policy = &board.policy;
            if policy.version > 0 && policy.text == text.trim() && policy.rules == *rules {
                return Err(Refusal::no_change("The policy already says this."));
            }
            Ok(vec![Event::PolicyChanged {
                version: policy.version + 1,
                text: text.trim().to_owned(),
                old: (policy.version > 0).then(|| policy.rules.clone()),
                new: rules.clone(),
            }])
        }
        _ => Err(Refusal::unknown("This is not about the board.")),
    }
}

fn known<'a>(context: &Context<'a>, member: MemberId) -> Result<&'a Member, Refusal> {
    context.board.members.get(&member).ok_or_else(|| Refusal::unknown("There is no such member."))
}

pub(super) fn stays_administered(board: &Board, without: &Member) -> Result<(), Refusal> {
    let last = without.active && without.roles.contains(&Role::Administrator) && board.administrators() == 1;
    if last {
        return Err(Refusal::not_allowed(format!(
            "{} is the last administrator: make another one first.",
            without.name
        )));
    }
    Ok(())
}

fn checked(rules: &Rules) -> Result<Rules, Refusal> {
    if !(1..=20).contains(&rules.quorum) {
        return Err(Refusal::invalid("Between 1 and 20 board members must approve."));
    }
    if rules.source_years > 100 {
        return Err(Refusal::invalid("A source is old after at most 100 years; 0 for never."));
    }
    let unknown = rules.severities.keys().find(|id| !checks().iter().any(|check| check.id == id.as_str()));
    if let Some(unknown) = unknown {
        return Err(Refusal::unknown(format!("There is no check called {unknown}.")));
    }
    if rules.backup_days > 365 || rules.backup_keep > 100 || (rules.backup_days > 0 && rules.backup_keep == 0)
    {
        return Err(Refusal::invalid(
            "Backups come at least once in 365 days, and 1 to 100 of them are kept.",
        ));
    }
    if rules.review_days > 365 || rules.next_review_months > 120 {
        return Err(Refusal::invalid("A review takes at most 365 days, and comes back within 120 months."));
    }
    if rules.idle_minutes > 480 {
        return Err(Refusal::invalid("The desk locks after at most 480 minutes."));
    }
    let specialities: BTreeSet<String> =
        rules.specialities.iter().map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()).collect();
    Ok(Rules { specialities, ..rules.clone() })
}
