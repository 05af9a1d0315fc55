//! Citation marks that lead nowhere.

use super::{Check, Evidence, Found, text::Text};
use crate::{
    Severity, SourceId,
    prose::{Part, parts},
};
use document::{Anchor, BlockKind, Document, InlineKind, LEAF, TextBlock};

pub(super) const DANGLING: Check = Check {
    id: "dangling-mark",
    title: "Citation marks that lead nowhere",
    says: "A citation mark names no source of the library and no entry of the article's list of references.",
    version: 5,
    severity: Severity::Advisory,
    look: dangling,
};

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
                            all.push((key.clone(), place(&text, &block, at)));
                        }
                    }
                    1
                }
            };
        }
    }
    all
}

/// A mark with the word before it, as it has no words of its own; where it opens the block, with the word after it.
fn place(text: &[char], block: &TextBlock<'_>, at: u32) -> Option<Anchor> {
    let mark = at as usize;
    let of_word = |c: &char| !c.is_whitespace() && *c != LEAF;
    let start = text[..mark]
        .iter()
        .rposition(|c| c.is_alphanumeric())
        .map(|last| text[..last].iter().rposition(|c| !of_word(c)).map_or(0, |before| before + 1));
    let (start, end) = start.map_or_else(
        || {
            let word = text[mark..].iter().position(of_word).map_or(mark, |from| mark + from);
            let length = text[word..].iter().take_while(|c| of_word(c)).count();
            (mark, word + length)
        },
        |start| (start, mark + 1),
    );
    Anchor::within(text, &block.path, start as u32, end as u32)
}

/// Whether a key is the source's own identifier, which finds it without any list: `doi:10.1000/182`.
fn names_a_source(key: &str) -> bool {
    let kinds =
        ["doi", "pmid", "pubmed", "pmc", "pmcid", "isbn", "url", "https", "http", "arxiv", "clinicaltrials"];
    key.split_once(':')
        .is_some_and(|(kind, id)| !id.is_empty() && kinds.contains(&kind.to_lowercase().as_str()))
}

/// How many entries a list of references has that stands in the text itself, under a title of its own.
fn entries_in_text(document: &Document) -> usize {
    let numbered = |block: &TextBlock<'_>| {
        let text = block.text();
        text.trim_start_matches('[').starts_with(|c: char| c.is_ascii_digit())
    };
    parts(document)
        .into_iter()
        .filter(|(block, part)| {
            *part == Part::References && (matches!(block.kind, BlockKind::ListItem(_)) || numbered(block))
        })
        .count()
}

/// A mark is tied when each of its keys is a source of the library, an identifier or a label of the article's list of references.
/// Where there is no list at all, that is one finding and not one for every mark.
fn dangling(evidence: &Evidence<'_>, _: &Text) -> Vec<Found> {
    let references = &evidence.article.origin.references;
    let in_text = if references.is_empty() { entries_in_text(evidence.document) } else { 0 };
    let tied = |key: &str| match key.parse::<SourceId>() {
        Ok(source) => evidence.sources.contains_key(&source),
        Err(_) => {
            names_a_source(key)
                || references.iter().any(|reference| reference.label == key)
                || key.parse().is_ok_and(|number: usize| (1..=in_text).contains(&number))
        }
    };
    let loose: Vec<_> = cited(evidence.document).into_iter().filter(|(key, _)| !tied(key)).collect();
    if references.is_empty() && in_text == 0 {
        let keys: Vec<&str> = loose.iter().map(|(key, _)| key.as_str()).collect();
        let (marks, lead) = if keys.len() == 1 { ("mark", "leads") } else { ("marks", "lead") };
        return loose
            .first()
            .map(|(_, place)| {
                let says = format!(
                    "The citation {marks} {} {lead} nowhere: there is no list of references.",
                    listed(&keys)
                );
                Found(says, place.clone())
            })
            .into_iter()
            .collect();
    }
    loose
        .into_iter()
        .map(|(key, place)| {
            Found(
                format!("The citation mark {key} leads nowhere: the list of references has no such entry."),
                place,
            )
        })
        .collect()
}

/// The keys as they are said: `1 to 3 and 7`.
fn listed(keys: &[&str]) -> String {
    let number = |at: usize| keys.get(at).and_then(|key| key.parse::<u64>().ok());
    let mut said: Vec<String> = Vec::new();
    let mut at = 0;
    while at < keys.len() {
        let mut last = at;
        while number(last).is_some_and(|n| n.checked_add(1).is_some() && number(last + 1) == Some(n + 1)) {
            last += 1;
        }
        if last > at + 1 {
            said.push(format!("{} to {}", keys[at], keys[last]));
            at = last + 1;
        } else {
            said.push(keys[at].to_owned());
            at += 1;
        }
    }
    match said.as_slice() {
        [most @ .., last] if !most.is_empty() => format!("{} and {last}", most.join(", ")),
        _ => said.concat(),
    }
}
