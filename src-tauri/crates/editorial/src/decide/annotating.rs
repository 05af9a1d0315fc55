//! Claims, assessments and citations.

use super::{Case, Context, given, may, standing};
use crate::{CitationId, CitationTerms, Claim, ClaimId, Command, Event, Judgement, Lapse, Refusal, SourceId};
use document::{Anchor, normalise_quote};

pub(super) fn decide(
    command: &Command,
    case: Case<'_>,
    context: &mut Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::AssessClaim { .. } => may::assess(case)?,
        _ => may::annotate(case)?,
    }
    let mut events = annotated(command, case, context)?;
    // An approval covers claims and citations, so that whoever signed before sees them again.
    let what = match events.first() {
        Some(Event::ClaimMade { .. }) => "a claim was made",
        Some(Event::ClaimReattached { .. }) => "a claim was attached elsewhere",
        Some(Event::ClaimRemoved { .. }) => "a claim was removed",
        Some(Event::CitationAdded { .. }) => "a citation was added",
        Some(Event::CitationChanged { .. }) => "a citation was changed",
        Some(Event::CitationRemoved { .. }) => "a citation was taken away",
        _ => return Ok(events),
    };
    events.extend(standing::upset(case.article, Lapse::Text, what));
    Ok(events)
}

fn annotated(command: &Command, case: Case<'_>, context: &mut Context<'_>) -> Result<Vec<Event>, Refusal> {
    let article = case.article;
    match command {
        Command::MakeClaim { revision, block, start, end, .. } => {
            may::at_head(article, *revision)?;
            let anchor = passage(context, block, *start, *end)?;
            if article.claims.values().any(|c| {
                c.anchor.block == anchor.block && c.anchor.start == anchor.start && c.anchor.end == anchor.end
            }) {
                return Err(Refusal::no_change("This passage is a claim already."));
            }
            Ok(vec![Event::ClaimMade { claim: ClaimId((context.new_id)()), revision: *revision, anchor }])
        }
        Command::AssessClaim { claim, judgement, certainty, reason, .. } => {
            let found = claim_of(case, *claim)?;
            if *judgement == Judgement::Disputed {
                given(reason, "Say what is wrong with the claim.")?;
            }
            if *judgement == Judgement::Verified && found.citations.is_empty() {
                return Err(Refusal::missing("A claim without a source cannot be verified: cite one first."));
            }
            let mine = found.assessments.iter().find(|a| a.by == case.member.id);
            let old = mine.map_or(Judgement::Unverified, |a| a.judgement);
            if old == *judgement
                && mine.and_then(|a| a.certainty) == *certainty
                && mine.map_or("", |a| a.reason.as_str()) == reason.trim()
            {
                return Err(Refusal::no_change(format!("You already judged this claim {}.", old.label())));
            }
            Ok(vec![Event::ClaimAssessed { claim: *claim, old, new: *judgement, certainty: *certainty }])
        }
        Command::ReattachClaim { claim, revision, block, start, end, .. } => {
            let found = claim_of(case, *claim)?;
            may::at_head(article, *revision)?;
            let new = passage(context, block, *start, *end)?;
            Ok(vec![Event::ClaimReattached {
                claim: *claim,
                revision: *revision,
                old: found.anchor.clone(),
                new,
            }])
        }
        Command::RemoveClaim { claim, reason, .. } => {
            let found = claim_of(case, *claim)?;
            if !found.citations.is_empty() || !found.assessments.is_empty() {
                given(reason, "The claim has been worked on: say why it is removed.")?;
            }
            Ok(vec![Event::ClaimRemoved { claim: *claim, quote: found.anchor.quote.clone() }])
        }
        Command::DismissCandidate { quote, .. } => {
            let quote = normalise_quote(given(quote, "Say which passage is dismissed.")?);
            if article.dismissed.contains(&quote) {
                return Err(Refusal::no_change("This passage is dismissed already."));
            }
            Ok(vec![Event::CandidateDismissed { quote }])
        }
        Command::AddCitation { claim, source, terms, .. } => {
            claim_of(case, *claim)?;
            known(context, *source)?;
            let CitationTerms { relation, locator, quote, note, passage } = trimmed(terms);
            let citation = CitationId((context.new_id)());
            Ok(vec![Event::CitationAdded {
                citation,
                claim: *claim,
                source: *source,
                relation,
                locator,
                quote,
                note,
                passage,
            }])
        }
        Command::ChangeCitation { claim, citation, terms, .. } => {
            let old = citation_of(case, *claim, *citation)?.terms.clone();
            let new = trimmed(terms);
            if old == new {
                return Err(Refusal::no_change("The citation already says this."));
            }
            Ok(vec![Event::CitationChanged { citation: *citation, claim: *claim, old, new }])
        }
        Command::RemoveCitation { claim, citation, .. } => {
            let source = citation_of(case, *claim, *citation)?.source;
            Ok(vec![Event::CitationRemoved { citation: *citation, claim: *claim, source }])
        }
        _ => Err(Refusal::unknown("This is not about claims.")),
    }
}

/// The anchor of a passage of the head text.
pub(super) fn passage(context: &Context<'_>, block: &[u32], start: u32, end: u32) -> Result<Anchor, Refusal> {
    let head = context.head.ok_or_else(|| Refusal::missing("The article has no text yet."))?;
    Anchor::new(head, block, start, end).ok_or_else(|| {
        Refusal::invalid("Select some words within one paragraph, heading, list item or cell.")
    })
}

fn claim_of(case: Case<'_>, claim: ClaimId) -> Result<&Claim, Refusal> {
    case.article.claims.get(&claim).ok_or_else(|| Refusal::unknown("There is no such claim."))
}

fn citation_of(case: Case<'_>, claim: ClaimId, citation: CitationId) -> Result<&crate::Citation, Refusal> {
    let found = claim_of(case, claim)?.citations.iter().find(|c| c.id == citation);
    found.ok_or_else(|| Refusal::unknown("There is no such citation."))
}

fn known(context: &Context<'_>, source: SourceId) -> Result<(), Refusal> {
    let known = context.sources.contains_key(&source);
    if known { Ok(()) } else { Err(Refusal::unknown("There is no such source in the library.")) }
}

fn trimmed(terms: &CitationTerms) -> CitationTerms {
    CitationTerms {
        relation: terms.relation,
        locator: terms.locator.trim().to_owned(),
        quote: terms.quote.trim().to_owned(),
        note: terms.note.trim().to_owned(),
        passage: terms.passage.clone().filter(|passage| passage.page > 0 && passage.start < passage.end),
    }
}
