//! The library of sources.

use super::{Context, Happened, given, standing};
use crate::{Command, Event, Notice, NoticeKind, Refusal, Source, SourceId, Stream};
use std::collections::BTreeMap;

pub(super) fn decide(command: &Command, context: &mut Context<'_>) -> Result<Vec<Happened>, Refusal> {
    match command {
        Command::AddSource { details } => {
            let details = bare(details.clone()).checked()?;
            no_twin(context, None)?;
            let source = SourceId((context.new_id)());
            Ok(on(source, added(details, None, context.notices.first())))
        }
        Command::ImportSources { from, sources } => import(from, sources, context),
        Command::ChangeSource { source, details } => change(*source, details, context),
        Command::MergeSources { keep, other, reason } => merge(*keep, *other, reason, context),
        Command::UnmergeSource { source, reason } => {
            given(reason, "Say why they are two works after all.")?;
            let from = context
                .merged
                .ok_or_else(|| Refusal::no_change("This source is not merged into another."))?;
            let mut happened = on(*source, vec![Event::SourceMergeUndone { from }]);
            // Whoever signed while the two were one had the other before them.
            let what = "two works that one of its sources stood for were parted";
            happened.extend(standing::source_changed(context, what));
            Ok(happened)
        }
        Command::AttachFile { source, file } => {
            let details = known(context, *source)?;
            if details.file.as_ref() == Some(file) {
                return Err(Refusal::no_change("The source carries this file already."));
            }
            let mut happened = on(*source, vec![Event::SourceFileAttached { file: file.clone() }]);
            happened
                .extend(standing::source_changed(context, &format!("{} got another file", details.short())));
            Ok(happened)
        }
        Command::RemoveFile { source } => {
            let details = known(context, *source)?;
            let file =
                details.file.as_ref().ok_or_else(|| Refusal::no_change("The source carries no file."))?;
            let removed = Event::SourceFileRemoved { name: file.name.clone(), digest: file.digest };
            let mut happened = on(*source, vec![removed]);
            happened.extend(standing::source_changed(context, &format!("{} lost its file", details.short())));
            Ok(happened)
        }
        Command::ImportRetractions { list, as_of, records, index, notices } => {
            let mut events = notice(notices, context);
            let found = events.len() as u32;
            if events.iter().any(|h| upsets(&h.event)) {
                let what = "a source was retracted or is under an expression of concern";
                events.extend(standing::source_changed(context, what));
            }
            let event = Event::RetractionsImported {
                list: given(list, "Say which list it is.")?.to_owned(),
                as_of: as_of.clone(),
                records: *records,
                index: *index,
                found,
            };
            events.push(Happened { stream: Stream::Board, event });
            Ok(events)
        }
        Command::RemoveSource { source } => {
            let details = known(context, *source)?;
            if context.source_uses > 0 {
                let articles = if context.source_uses == 1 { "an article" } else { "articles" };
                return Err(Refusal::not_allowed(format!(
                    "The source is cited in {articles} ({}): take those citations away first.",
                    context.source_uses
                )));
            }
            Ok(on(*source, vec![Event::SourceRemoved { title: details.title.clone() }]))
        }
        _ => Err(Refusal::unknown("This is not about the library.")),
    }
}

/// Whether signatures that stand on a source do not outlast what this event makes of it.
pub(super) fn upsets(event: &Event) -> bool {
    match event {
        Event::SourceChanged { .. }
        | Event::SourceMerged { .. }
        | Event::SourceMergeUndone { .. }
        | Event::SourceFileAttached { .. }
        | Event::SourceFileRemoved { .. } => true,
        Event::SourceNoticed { notice } => {
            matches!(notice.kind, NoticeKind::Retraction | NoticeKind::Concern)
        }
        _ => false,
    }
}

fn on(source: SourceId, events: Vec<Event>) -> Vec<Happened> {
    events.into_iter().map(|event| Happened { stream: Stream::Source(source), event }).collect()
}

/// Without what only events of their own may bring.
fn bare(details: Source) -> Source {
    Source { notices: Vec::new(), file: None, ..details }
}

fn added(details: Source, from: Option<String>, notices: Option<&Vec<Notice>>) -> Vec<Event> {
    let noticed = notices.into_iter().flatten().map(|notice| Event::SourceNoticed { notice: notice.clone() });
    [Event::SourceAdded { details, from }].into_iter().chain(noticed).collect()
}

/// What the library has already, and what the file has twice, is left out: importing a file again changes nothing.
fn import(from: &str, sources: &[Source], context: &mut Context<'_>) -> Result<Vec<Happened>, Refusal> {
    let from = given(from, "Say where the sources come from.")?.to_owned();
    let mut fresh: Vec<(usize, Source)> = Vec::new();
    for (n, source) in sources.iter().enumerate() {
        let details = bare(source.clone()).checked()?;
        let known = context.twins.get(n).copied().flatten().is_some();
        if !known && !fresh.iter().any(|(_, other)| other.is_twin_of(&details)) {
            fresh.push((n, details));
        }
    }
    if fresh.is_empty() {
        return Err(Refusal::no_change("The library has all of these sources already."));
    }
    let mut happened = Vec::new();
    for (n, details) in fresh {
        let source = SourceId((context.new_id)());
        happened.extend(on(source, added(details, Some(from.clone()), context.notices.get(n))));
    }
    Ok(happened)
}

fn change(source: SourceId, details: &Source, context: &Context<'_>) -> Result<Vec<Happened>, Refusal> {
    let old = known(context, source)?.clone();
    let new = Source { notices: old.notices.clone(), file: old.file.clone(), ..details.clone().checked()? };
    if old == new {
        return Err(Refusal::no_change("The source already says this."));
    }
    no_twin(context, Some(source))?;
    // An identifier that was wrong before may be one that a list knows.
    let found = context.notices.first().into_iter().flatten();
    let noticed: Vec<Event> = found
        .filter(|notice| !old.notices.iter().any(|known| known.is_same_as(notice)))
        .map(|notice| Event::SourceNoticed { notice: notice.clone() })
        .collect();
    let upset = standing::source_changed(context, &format!("what is known of {} changed", new.short()));
    let changed = Event::SourceChanged { old, new };
    let mut happened = on(source, [changed].into_iter().chain(noticed).collect());
    happened.extend(upset);
    Ok(happened)
}

/// The one that stays learns what only the other knew. Texts and citations stay as they were signed: it is the other
/// source that from now on means this one.
fn merge(
    keep: SourceId,
    other: SourceId,
    reason: &str,
    context: &Context<'_>,
) -> Result<Vec<Happened>, Refusal> {
    if keep == other {
        return Err(Refusal::invalid("A source cannot be merged with itself."));
    }
    given(reason, "Say how they are known to be one work.")?;
    let (old, lost) = (known(context, keep)?, known(context, other)?);
    let new = old.filled_from(lost);
    let mut happened = on(other, vec![Event::SourceMerged { into: keep, title: lost.title.clone() }]);
    if new != *old {
        happened.extend(on(keep, vec![Event::SourceChanged { old: old.clone(), new }]));
    }
    happened.extend(standing::source_changed(context, "two of its sources were found to be one work"));
    Ok(happened)
}

fn notice(notices: &BTreeMap<SourceId, Vec<Notice>>, context: &Context<'_>) -> Vec<Happened> {
    let mut happened = Vec::new();
    for (source, found) in notices {
        let Some(details) = context.sources.get(source) else { continue };
        let mut known = details.notices.clone();
        for notice in found {
            if !known.iter().any(|other| other.is_same_as(notice)) {
                known.push(notice.clone());
                happened.extend(on(*source, vec![Event::SourceNoticed { notice: notice.clone() }]));
            }
        }
    }
    happened
}

fn known<'a>(context: &Context<'a>, source: SourceId) -> Result<&'a Source, Refusal> {
    context.sources.get(&source).ok_or_else(|| Refusal::unknown("There is no such source in the library."))
}

fn no_twin(context: &Context<'_>, but: Option<SourceId>) -> Result<(), Refusal> {
    match context.twins.first().copied().flatten() {
        Some(twin) if Some(twin) != but => {
            let name = context.sources.get(&twin).map_or_else(String::new, |s| format!(": {}", s.short()));
            Err(Refusal::invalid(format!("The library already has this source{name}.")))
        }
        _ => Ok(()),
    }
}
