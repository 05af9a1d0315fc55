//! What happens to signatures when something that they cover changes.

use super::{Context, Happened};
use crate::{Article, Board, Event, Lapse, Member, MemberId, Stage, Stream};
use std::collections::BTreeSet;

/// The events that follow when the claims, citations or sources of an article change: an approval that stood on
/// them lapses, and approvals of a round that goes on no longer count. Whoever decides a change of what is signed
/// for appends these.
pub(super) fn upset(article: &Article, why: Lapse, what: &str) -> Vec<Event> {
    match article.stage {
        Stage::Approved => article
            .head()
            .map(|head| Event::ApprovalLapsed { revision: head.number, why: Some(why) })
            .into_iter()
            .collect(),
        Stage::UnderReview => {
            let members: Vec<_> = article.approvers().into_iter().collect();
            if members.is_empty() {
                return Vec::new();
            }
            vec![Event::SignaturesOutdated { members, what: what.to_owned() }]
        }
        _ => Vec::new(),
    }
}

/// The members whose approvals of the round are not worth what they were when signed: they lost the right to review, or
/// gained or lost a role or speciality that the round asks for.
pub(super) fn signers_changed(article: &Article, before: &Board, after: &Board) -> BTreeSet<MemberId> {
    let worth = |board: &Board, id: MemberId| {
        let counts = |member: &&Member| super::eligible(article, member).is_ok();
        let member = board.members.get(&id).filter(counts);
        member.map(|member| board.rules_for(article).wanting([member]))
    };
    article.approvers().into_iter().filter(|id| worth(before, *id) != worth(after, *id)).collect()
}

/// What these events of the board bring to the rounds that the member has signed in. A member who is another than the one
/// who signed signs again, so that a quorum is only ever completed by a signature, which approves.
pub(super) fn members_changed(events: &[Event], context: &Context<'_>) -> Vec<Happened> {
    let mut after = context.board.clone();
    events.iter().for_each(|event| after.apply(event));
    context
        .concerned
        .iter()
        .filter(|article| article.stage == Stage::UnderReview)
        .filter_map(|article| {
            let members: Vec<MemberId> =
                signers_changed(article, context.board, &after).into_iter().collect();
            let who = after.name_of(*members.first()?);
            let what = format!("what {who} may do or stands for on the board changed");
            let event = Event::SignaturesOutdated { members, what };
            Some(Happened { stream: Stream::Article(article.id), event })
        })
        .collect()
}

/// The same for every article that cites the source of the command.
pub(super) fn source_changed(context: &Context<'_>, what: &str) -> Vec<Happened> {
    context
        .concerned
        .iter()
        .flat_map(|article| {
            upset(article, Lapse::Source, what)
                .into_iter()
                .map(|event| Happened { stream: Stream::Article(article.id), event })
        })
        .collect()
}
