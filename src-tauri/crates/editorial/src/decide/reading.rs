//! Reading: sections marked as read, clinical changes taken note of, and when a revision has been read to the end.

use super::{Case, Context, may};
use crate::{Command, Event, Refusal, read_sections};
use document::Digest;
use std::collections::BTreeSet;

pub(super) fn decide(
    command: &Command,
    case: Case<'_>,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let (article, member) = (case.article, case.member.id);
    let mut events = match command {
        Command::MarkRead { revision, sections, .. } => {
            may::read(case)?;
            let head = may::at_head(article, *revision)?;
            let there = digests(context);
            let asked: BTreeSet<&Digest> = sections.iter().collect();
            let fresh: Vec<Digest> = there
                .iter()
                .filter(|digest| asked.contains(digest) && !article.has_read(member, digest))
                .copied()
                .collect();
            if fresh.is_empty() {
                return Err(Refusal::no_change("You have read this already."));
            }
            vec![Event::SectionsRead { revision: head.number, sections: fresh }]
        }
        Command::MarkUnread { revision, sections, .. } => {
            may::read(case)?;
            let head = may::at_head(article, *revision)?;
            let asked: BTreeSet<Digest> = sections.iter().copied().collect();
            let read: Vec<Digest> =
                asked.into_iter().filter(|digest| article.has_read(member, digest)).collect();
            if read.is_empty() {
                return Err(Refusal::no_change("You have not marked this as read."));
            }
            return Ok(vec![Event::SectionsUnread { revision: head.number, sections: read }]);
        }
        Command::AcknowledgeChange { from, to, change, .. } => {
            may::acknowledge(case)?;
            let known = context.comparison.and_then(|c| c.changes.iter().find(|c| c.key == *change));
            let known =
                known.ok_or_else(|| Refusal::unknown("There is no such change between these revisions."))?;
            if article.acknowledged.contains(&(member, *from, *to, change.clone())) {
                return Err(Refusal::no_change("You have taken note of this change."));
            }
            vec![Event::ChangeAcknowledged {
                from: *from,
                to: *to,
                change: change.clone(),
                what: known.description.clone(),
            }]
        }
        _ => return Err(Refusal::unknown("This is not about reading.")),
    };
    events.extend(finished(case, &events, context));
    Ok(events)
}

/// Whether, after these events, the member has read all sections and taken note of every clinical change.
fn finished(case: Case<'_>, events: &[Event], context: &Context<'_>) -> Option<Event> {
    let (article, member) = (case.article, case.member.id);
    let head = article.head()?.number;
    if article.finished.contains(&(member, head)) {
        return None;
    }
    let (mut read, mut noted) = (Vec::new(), None);
    for event in events {
        match event {
            Event::SectionsRead { sections, .. } => read.extend(sections),
            Event::ChangeAcknowledged { from, to, change, .. } => noted = Some((*from, *to, change.as_str())),
            _ => {}
        }
    }
    let all =
        digests(context).iter().all(|digest| read.contains(&digest) || article.has_read(member, digest));
    let taken = match article.base_for(member) {
        None => true,
        // The comparison is the one with the last look only where the acknowledgement was made in it.
        Some(base) if noted.is_none_or(|(from, to, _)| (from, to) == (base, head)) => {
            let left = context.comparison.map(|comparison| article.unacknowledged(member, base, comparison));
            left.is_some_and(|left| left.iter().all(|c| noted.is_some_and(|(.., key)| key == c.key)))
        }
        Some(_) => false,
    };
    (all && taken).then_some(Event::ReadingFinished { revision: head })
}

fn digests(context: &Context<'_>) -> Vec<Digest> {
    let sections = context.head.map(read_sections).unwrap_or_default();
    let mut seen = BTreeSet::new();
    sections.into_iter().map(|section| section.digest).filter(|digest| seen.insert(*digest)).collect()
}
