//! Beginning, revising, submitting and taking back.

use super::{Case, Context, Happened, given, may};
use crate::{
    Anchored, Article, ArticleId, Command, Event, Evidence, Finding, Lapse, Origin, Refusal, SourceId, Stage,
    Stream, anchoring::Reanchorer, findings,
};
use document::{Document, InlineKind};
use std::collections::BTreeSet;

pub(super) fn create(
    title: &str,
    origin: &Origin,
    document: &serde_json::Value,
    context: &mut Context<'_>,
) -> super::Outcome {
    let title = given(title, "An article needs a title.")?.to_owned();
    let document = read(document)?;
    let stream = Stream::Article(ArticleId((context.new_id)()));
    let mut events =
        vec![Happened { stream, event: Event::ArticleCreated { title, origin: origin.clone() } }];
    if document.word_count() == 0 {
        return Ok((events, None));
    }
    let message = if origin.file.is_empty() {
        "First text".to_owned()
    } else {
        format!("Imported from {}", origin.file)
    };
    events.push(Happened {
        stream,
        event: Event::RevisionSaved {
            number: 1,
            digest: document.digest(),
            message,
            words: words(&document),
            cites: cites(&document, context)?,
            claims: Vec::new(),
            threads: Vec::new(),
        },
    });
    Ok((events, Some(document)))
}

pub(super) fn save(
    case: Case<'_>,
    base: u32,
    document: &serde_json::Value,
    message: &str,
    context: &Context<'_>,
) -> Result<(Vec<Event>, Document), Refusal> {
    may::revise(case)?;
    let article = case.article;
    let head = article.head();
    if base != head.map_or(0, |head| head.number) {
        return Err(Refusal::outdated(format!(
            "Your text was written on revision {base}, and the article is now at revision {}. Your working copy is kept.",
            head.map_or(0, |head| head.number)
        )));
    }
    let document = read(document)?;
    let digest = document.digest();
    if head.is_some_and(|head| head.digest == digest) {
        return Err(Refusal::no_change(format!(
            "The text is the same as revision {base}: no revision was made."
        )));
    }
    if document.word_count() == 0 {
        return Err(Refusal::missing("There is no text to save yet."));
    }
    let message = given(message, "Say in a few words what this revision changes.")?.to_owned();
    let (claims, threads) = carried(article, context.head, &document);
    let mut events = vec![Event::RevisionSaved {
        number: base + 1,
        digest,
        message,
        words: words(&document),
        cites: cites(&document, context)?,
        claims,
        threads,
    }];
    if article.stage == Stage::Approved {
        events.push(Event::ApprovalLapsed { revision: base, why: Some(Lapse::Text) });
    }
    Ok((events, document))
}

pub(super) fn decide(
    command: &Command,
    case: Case<'_>,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let article = case.article;
    match command {
        Command::RetitleArticle { title, .. } => {
            may::retitle(case)?;
            let new = given(title, "An article needs a title.")?.to_owned();
            if new == article.title {
                return Err(Refusal::no_change("The article already has this title."));
            }
            let mut events = vec![Event::ArticleRetitled { old: article.title.clone(), new }];
            if article.stage == Stage::Approved {
                let why = Some(Lapse::Title);
                events
                    .extend(article.head().map(|head| Event::ApprovalLapsed { revision: head.number, why }));
            }
            Ok(events)
        }
        Command::Submit { revision, note, .. } => {
            may::submit(case)?;
            let head = may::at_head(article, *revision)?;
            given(note, "Write a note to the reviewers.")?;
            let found = found(case, context);
            may::no_blocking(&found)?;
            let lapse = (article.stage == Stage::Approved)
                .then_some(Event::ApprovalLapsed { revision: head.number, why: Some(Lapse::NextReview) });
            let submitted = Event::ArticleSubmitted {
                revision: head.number,
                digest: head.digest,
                policy: context.board.policy.version,
                note: note.trim().to_owned(),
                findings: found,
            };
            Ok(lapse.into_iter().chain([submitted]).collect())
        }
        Command::TakeBack { reason, .. } => {
            may::take_back(case)?;
            given(reason, "Say why you take it back.")?;
            let revision = article.head().map_or(0, |head| head.number);
            Ok(vec![Event::ArticleTakenBack { revision }])
        }
        _ => Err(Refusal::unknown("This is not about writing.")),
    }
}

/// The findings on the head text as it stands.
pub(super) fn found(case: Case<'_>, context: &Context<'_>) -> Vec<Finding> {
    let Some(document) = context.head else { return Vec::new() };
    findings(&Evidence {
        document,
        article: case.article,
        sources: context.sources,
        rules: context.board.rules_for(case.article),
    })
}

fn read(document: &serde_json::Value) -> Result<Document, Refusal> {
    Document::from_json(document).map_err(|e| Refusal::invalid(format!("The text cannot be read: {e}.")))
}

fn words(document: &Document) -> u32 {
    u32::try_from(document.word_count()).unwrap_or(u32::MAX)
}

/// The sources cited in the text; a mark that names a source the library lacks is refused.
fn cites(document: &Document, context: &Context<'_>) -> Result<BTreeSet<SourceId>, Refusal> {
    let cites = SourceId::in_text(document);
    if cites.iter().any(|source| !context.sources.contains_key(source)) {
        return Err(Refusal::unknown("The text cites a source that is not in the library."));
    }
    Ok(cites)
}

impl SourceId {
    /// The sources that a text's citation marks name. Keys that are labels of the text's own list of
    /// references are not among them.
    pub fn in_text(document: &Document) -> BTreeSet<Self> {
        document
            .text_blocks()
            .iter()
            .flat_map(|block| block.inlines)
            .filter_map(|inline| match &inline.kind {
                InlineKind::Citation { attrs } => Some(&attrs.keys),
                _ => None,
            })
            .flatten()
            .filter_map(|key| key.parse().ok())
            .collect()
    }
}

type Carried = (Vec<Anchored<crate::ClaimId>>, Vec<Anchored<crate::ThreadId>>);

/// Carries every claim and every anchored thread over to the new text.
fn carried(article: &Article, old: Option<&Document>, new: &Document) -> Carried {
    let Some(old) = old.filter(|_| !article.claims.is_empty() || !article.threads.is_empty()) else {
        return (Vec::new(), Vec::new());
    };
    let comparison = compare::compare(old, new);
    let reanchorer = Reanchorer::new(old, new, &comparison);
    let claims = article
        .claims
        .values()
        .map(|claim| {
            let landing = reanchorer.land(&claim.anchor);
            Anchored {
                id: claim.id,
                state: landing.state,
                anchor: landing.anchor,
                candidates: landing.candidates,
            }
        })
        .collect();
    let threads = article
        .threads
        .values()
        .filter_map(|thread| {
            let landing = reanchorer.land(thread.anchor()?);
            Some(Anchored {
                id: thread.id,
                state: landing.state,
                anchor: landing.anchor,
                candidates: landing.candidates,
            })
        })
        .collect();
    (claims, threads)
}
