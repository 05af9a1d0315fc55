//! Discussions.

use super::{Case, Context, annotating, given, may};
use crate::{Command, Event, NewSubject, Refusal, Subject, Thread, ThreadId};

pub(super) fn decide(
    command: &Command,
    case: Case<'_>,
    context: &mut Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    may::discuss(case)?;
    match command {
        Command::OpenThread { revision, on, disposition, text, .. } => {
            may::at_head(case.article, *revision)?;
            let text = given(text, "Write what it is about.")?.to_owned();
            let on = subject(case, on, context)?;
            Ok(vec![Event::ThreadOpened {
                thread: ThreadId((context.new_id)()),
                revision: *revision,
                on,
                disposition: *disposition,
                text,
            }])
        }
        Command::ReplyThread { thread, text, .. } => {
            let found = thread_of(case, *thread)?;
            if !found.open {
                return Err(Refusal::missing("The discussion is resolved: open it again to answer."));
            }
            let text = given(text, "Write an answer.")?.to_owned();
            Ok(vec![Event::ThreadReplied { thread: *thread, text }])
        }
        Command::ResolveThread { thread, text, revision, .. } => {
            let found = thread_of(case, *thread)?;
            if !found.open {
                return Err(Refusal::no_change("The discussion is resolved."));
            }
            let opener = found.entries.first().and_then(|entry| entry.by);
            if opener != Some(case.member.id) {
                given(text, "Say what settled it: somebody else opened this discussion.")?;
            }
            if revision
                .is_some_and(|number| number <= found.revision || case.article.revision(number).is_none())
            {
                return Err(Refusal::invalid(format!(
                    "The discussion began at revision {}: only a later revision can have settled it.",
                    found.revision
                )));
            }
            let text = text.trim().to_owned();
            Ok(vec![Event::ThreadResolved { thread: *thread, text, revision: *revision }])
        }
        Command::ReopenThread { thread, .. } => {
            if thread_of(case, *thread)?.open {
                return Err(Refusal::no_change("The discussion is open."));
            }
            Ok(vec![Event::ThreadReopened { thread: *thread }])
        }
        _ => Err(Refusal::unknown("This is not about discussions.")),
    }
}

fn subject(case: Case<'_>, on: &NewSubject, context: &Context<'_>) -> Result<Subject, Refusal> {
    Ok(match on {
        NewSubject::Article => Subject::Article,
        NewSubject::Text { block, start, end } => {
            Subject::Text { anchor: annotating::passage(context, block, *start, *end)? }
        }
        NewSubject::Claim { claim } => {
            if !case.article.claims.contains_key(claim) {
                return Err(Refusal::unknown("There is no such claim."));
            }
            Subject::Claim { claim: *claim }
        }
        NewSubject::Change { from, to, change, anchor } => {
            let known = context.comparison.and_then(|c| c.changes.iter().find(|c| c.key == *change));
            let known =
                known.ok_or_else(|| Refusal::unknown("There is no such change between these revisions."))?;
            let anchor = match anchor {
                Some(a) if case.article.head().is_some_and(|head| head.number == *to) => {
                    Some(annotating::passage(context, &a.block, a.start, a.end)?)
                }
                _ => None,
            };
            Subject::Change {
                from: *from,
                to: *to,
                change: change.clone(),
                what: known.description.clone(),
                anchor,
            }
        }
    })
}

fn thread_of(case: Case<'_>, thread: ThreadId) -> Result<&Thread, Refusal> {
    case.article.threads.get(&thread).ok_or_else(|| Refusal::unknown("There is no such discussion."))
}
