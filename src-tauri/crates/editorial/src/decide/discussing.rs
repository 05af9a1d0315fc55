//! Discussions.

use super::{Case, Context, annotating, given, may};
use crate::{Command, Event, NewSubject, Refusal, Role, Subject, Suggestion, Thread, ThreadId};

pub(super) fn decide(
    command: &Command,
    case: Case<'_>,
    context: &mut Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    may::discuss(case)?;
    match command {
        Command::OpenThread { revision, on, disposition, text, suggestion, .. } => {
            may::at_head(case.article, *revision)?;
            let on = subject(case, on, context)?;
            let suggestion = suggestion.as_deref().map(|words| suggested(case, &on, words)).transpose()?;
            // A suggestion speaks for itself.
            let text = match suggestion {
                Some(_) => text.trim(),
                None => given(text, "Write what it is about.")?,
            };
            let text = text.to_owned();
            Ok(vec![Event::ThreadOpened {
                thread: ThreadId((context.new_id)()),
                revision: *revision,
                on,
                disposition: *disposition,
                text,
                suggestion,
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
        Command::AcceptSuggestion { thread, .. } => {
            may::revise(case)?;
            let suggestion = undecided(case, *thread)?;
            let (quote, suggestion) = (suggestion.quote.clone(), suggestion.text.clone());
            Ok(vec![Event::SuggestionAccepted { thread: *thread, quote, suggestion }])
        }
        Command::DeclineSuggestion { thread, reason, .. } => {
            let suggestion = undecided(case, *thread)?.text.clone();
            given(reason, "Say why the wording is not taken over.")?;
            Ok(vec![Event::SuggestionDeclined { thread: *thread, suggestion }])
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

/// The wording that somebody proposes for a passage of the head text.
fn suggested(case: Case<'_>, on: &Subject, words: &str) -> Result<String, Refusal> {
    if !(case.member.roles.contains(&Role::BoardMember) || case.member.roles.contains(&Role::Editor)) {
        return Err(Refusal::not_allowed("Only a board member or an editor suggests another wording."));
    }
    let (Subject::Text { anchor } | Subject::Change { anchor: Some(anchor), .. }) = on else {
        return Err(Refusal::missing("Select the words that should read otherwise."));
    };
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if words == anchor.quote {
        return Err(Refusal::no_change("These are the words that stand there."));
    }
    Ok(words)
}

/// A suggestion that nobody has decided on yet.
fn undecided(case: Case<'_>, thread: ThreadId) -> Result<&Suggestion, Refusal> {
    let thread = thread_of(case, thread)?;
    let suggestion =
        thread.suggestion.as_ref().ok_or_else(|| Refusal::missing("This discussion suggests no wording."))?;
    if !thread.open || suggestion.accepted.is_some() {
        return Err(Refusal::no_change("This suggestion is settled: open the discussion again first."));
    }
    Ok(suggestion)
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
