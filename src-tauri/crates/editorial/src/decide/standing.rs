//! What happens to signatures when something that they cover changes.

use super::{Context, Happened};
use crate::{Article, Event, Lapse, Stage, Stream};

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

/// The same for every article that cites the source of the command.
pub(super) fn source_changed(context: &Context<'_>, what: &str) -> Vec<Happened> {
    context
        .citing
        .iter()
        .flat_map(|article| {
            upset(article, Lapse::Source, what)
                .into_iter()
                .map(|event| Happened { stream: Stream::Article(article.id), event })
        })
        .collect()
}
