//! Citation marks that lead nowhere.

use super::{Check, Evidence, Found, text::Text};
use crate::{Severity, SourceId};
use document::{Anchor, Document, InlineKind};

pub(super) const DANGLING: Check = Check {
    id: "dangling-mark",
    title: "Citation marks that lead nowhere",
    says: "A citation mark names no source of the library and no entry of the article's list of references.",
    version: 4,
    severity: Severity::Advisory,
    look: dangling,
};

/// The words before a mark show where it stands: it has none of its own.
const BEFORE: u32 = 40;

/// Every key that a mark of the text cites, at its first mark, in reading order.
pub(super) fn cited(document: &Document) -> Vec<(String, Option<Anchor>)> {
    let mut all: Vec<(String, Option<Anchor>)> = Vec::new();
    for block in document.text_blocks() {
        let (text, mut at): (Vec<char>, u32) = (block.text().chars().collect(), 0);
        for inline in block.inlines {
            at += match &inline.kind {
                InlineKind::Text { text } => text.chars().count() as u32,
                InlineKind::HardBreak | InlineKind::Image { .. } => 1,
                InlineKind::Citation { attrs } => {
                    for key in &attrs.keys {
                        if !all.iter().any(|(known, _)| known == key) {
                            let place = Anchor::within(&text, &block.path, at.saturating_sub(BEFORE), at + 1);
                            all.push((key.clone(), place));
                        }
                    }
                    1
                }
            };
        }
    }
    all
}

/// Whether a key is the source's own identifier, which finds it without any list: `doi:10.1000/182`.
fn names_a_source(key: &str) -> bool {
    let kinds =
        ["doi", "pmid", "pubmed", "pmc", "pmcid", "isbn", "url", "https", "http", "arxiv", "clinicaltrials"];
    key.split_once(':')
        .is_some_and(|(kind, id)| !id.is_empty() && kinds.contains(&kind.to_lowercase().as_str()))
}

/// A mark is tied when each of its keys is a source of the library, an identifier or a label of the article's list of references.
/// Where there is no list at all, that is one finding and not one for every mark.
fn dangling(evidence: &Evidence<'_>, _: &Text) -> Vec<Found> {
    let references = &evidence.article.origin.references;
    let tied = |key: &str| match key.parse::<SourceId>() {
        Ok(source) => evidence.sources.contains_key(&source),
        Err(_) => names_a_source(key) || references.iter().any(|reference| reference.label == key),
    };
    let loose: Vec<_> = cited(evidence.document).into_iter().filter(|(key, _)| !tied(key)).collect();
    match loose.as_slice() {
        [(first, place), (second, _)] if references.is_empty() => vec![Found(
            format!("The citation marks {first} and {second} lead nowhere: there is no list of references."),
            place.clone(),
        )],
        [(first, place), .., (last, _)] if references.is_empty() => vec![Found(
            format!(
                "{} citation marks, {first} to {last}, lead nowhere: there is no list of references.",
                loose.len()
            ),
            place.clone(),
        )],
        [(one, place)] if references.is_empty() => vec![Found(
            format!("The citation mark {one} leads nowhere: there is no list of references."),
            place.clone(),
        )],
        _ => loose
            .into_iter()
            .map(|(key, place)| {
                Found(
                    format!(
                        "The citation mark {key} leads nowhere: the list of references has no such entry."
                    ),
                    place,
                )
            })
            .collect(),
    }
}
