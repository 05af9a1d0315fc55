//! The library of sources.

use super::{Context, Happened, standing};
use crate::{Command, Event, Refusal, Source, SourceId, Stream};

pub(super) fn decide(command: &Command, context: &mut Context<'_>) -> Result<Vec<Happened>, Refusal> {
    let (source, event) = match command {
        Command::AddSource { details } => {
            let details = details.clone().checked()?;
            no_twin(context, None)?;
            (SourceId((context.new_id)()), Event::SourceAdded { details })
        }
        Command::ChangeSource { source, details } => {
            let old = known(context, *source)?.clone();
            let new = details.clone().checked()?;
            if old == new {
                return Err(Refusal::no_change("The source already says this."));
            }
            no_twin(context, Some(*source))?;
            (*source, Event::SourceChanged { old, new })
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
            (*source, Event::SourceRemoved { title: details.title.clone() })
        }
        _ => return Err(Refusal::unknown("This is not about the library.")),
    };
    let upset = match &event {
        Event::SourceChanged { new, .. } => {
            standing::source_changed(context, &format!("what is known of {} changed", new.short()))
        }
        _ => Vec::new(),
    };
    let mut events = vec![Happened { stream: Stream::Source(source), event }];
    events.extend(upset);
    Ok(events)
}

fn known<'a>(context: &Context<'a>, source: SourceId) -> Result<&'a Source, Refusal> {
    context.sources.get(&source).ok_or_else(|| Refusal::unknown("There is no such source in the library."))
}

fn no_twin(context: &Context<'_>, but: Option<SourceId>) -> Result<(), Refusal> {
    match context.twin {
        Some(twin) if Some(twin) != but => {
            let name = context.sources.get(&twin).map_or_else(String::new, |s| format!(": {}", s.short()));
            Err(Refusal::invalid(format!("The library already has this source{name}.")))
        }
        _ => Ok(()),
    }
}
