//! Sources written as references, by a CSL engine and two styles of our own.
//!
//! The styles that the engine brings along are not used: its Vancouver prints no authors, and its AMA runs editors
//! into their label. Ours know the kinds of sources there are and nothing else, and are held by examples.

use editorial::{Author, ReferenceStyle, Source, SourceKind};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, ElemChild, ElemChildren,
    citationberg::{
        FontStyle, IndependentStyle,
        json::{DateValue, Item, LiteralName, NameItem, NameValue, Value},
    },
};
use serde::Serialize;
use std::{collections::BTreeMap, sync::LazyLock};
use ts_rs::TS;

/// A piece of a reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(rename = "ReferenceRun")]
pub struct Run {
    /// Its words.
    pub text: String,
    /// Whether they are set in italics.
    pub italic: bool,
}

static AMA: LazyLock<Option<IndependentStyle>> =
    LazyLock::new(|| IndependentStyle::from_xml(include_str!("../styles/ama.csl")).ok());
static VANCOUVER: LazyLock<Option<IndependentStyle>> =
    LazyLock::new(|| IndependentStyle::from_xml(include_str!("../styles/vancouver.csl")).ok());

/// The sources as references, in their order and without numbers.
pub fn format(sources: &[&Source], style: ReferenceStyle) -> Vec<Vec<Run>> {
    let rules = match style {
        ReferenceStyle::Ama => AMA.as_ref(),
        ReferenceStyle::Vancouver => VANCOUVER.as_ref(),
    };
    let Some(rules) = rules else {
        return sources.iter().map(|source| vec![plain(source.short())]).collect();
    };
    let items: Vec<Item> = sources.iter().enumerate().map(|(n, source)| item(n, source)).collect();
    let mut driver = BibliographyDriver::new();
    for item in &items {
        driver.citation(CitationRequest::from_items(vec![CitationItem::with_entry(item)], rules, &[]));
    }
    let rendered = driver.finish(BibliographyRequest { style: rules, locale: None, locale_files: &[] });
    let mut by_key: BTreeMap<String, Vec<Run>> = BTreeMap::new();
    for entry in rendered.bibliography.into_iter().flat_map(|list| list.items) {
        let mut runs = Vec::new();
        gather(&entry.content, &mut runs);
        punctuate(&mut runs);
        if let Some(source) = entry.key.parse::<usize>().ok().and_then(|n| sources.get(n)) {
            hyphenate(&mut runs, &source.pages);
        }
        by_key.insert(entry.key, runs);
    }
    let all = sources.iter().enumerate();
    all.map(|(n, source)| by_key.remove(&n.to_string()).unwrap_or_else(|| vec![plain(source.short())]))
        .collect()
}

/// The words of a reference.
pub fn words(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

fn plain(text: String) -> Run {
    Run { text, italic: false }
}

fn gather(children: &ElemChildren, runs: &mut Vec<Run>) {
    for child in &children.0 {
        match child {
            ElemChild::Text(text) | ElemChild::Link { text, .. } => {
                let italic = text.formatting.font_style == FontStyle::Italic;
                match runs.last_mut() {
                    Some(last) if last.italic == italic => last.text.push_str(&text.text),
                    _ => runs.push(Run { text: text.text.clone(), italic }),
                }
            }
            ElemChild::Elem(element) => gather(&element.children, runs),
            ElemChild::Markup(text) => runs.push(plain(text.clone())),
            ElemChild::Transparent { .. } => {}
        }
    }
}

/// The engine prints ranges of pages with a dash; both styles ask for a hyphen. Pages stand behind title and journal, so
/// that the last such range is theirs.
fn hyphenate(runs: &mut [Run], pages: &str) {
    for range in pages.split([',', ';', ' ']) {
        let Some((start, _)) = range.split_once('-') else { continue };
        let printed = format!("{start}–");
        let found = runs.iter_mut().rev().find_map(|run| run.text.rfind(&printed).map(|at| (run, at)));
        if let Some((run, at)) = found {
            run.text.replace_range(at..at + printed.len(), &format!("{start}-"));
        }
    }
}

/// No full stop follows a question mark. A reference ends in a full stop, unless it ends in an address, which a stop
/// would spoil.
fn punctuate(runs: &mut [Run]) {
    let mut before = '\0';
    for run in runs.iter_mut() {
        if matches!(before, '?' | '!' | '.') && run.text.starts_with('.') {
            run.text.remove(0);
        }
        for (double, single) in [("?.", "?"), ("!.", "!"), ("..", ".")] {
            run.text = run.text.replace(double, single);
        }
        before = run.text.chars().next_back().unwrap_or(before);
    }
    let address =
        words(runs).rsplit(' ').next().is_some_and(|last| last.contains("://") || last.starts_with("doi:"));
    if let Some(last) = runs.last_mut().filter(|last| !address && !last.text.ends_with(['.', '?', '!'])) {
        last.text.push('.');
    }
}

/// A source as an item of CSL-JSON.
fn item(n: usize, source: &Source) -> Item {
    let mut fields = BTreeMap::new();
    let mut set = |key: &str, text: &str| {
        if !text.is_empty() {
            fields.insert(key.to_owned(), Value::String(text.to_owned()));
        }
    };
    let i = &source.identifiers;
    let in_journal = matches!(source.kind, SourceKind::JournalArticle | SourceKind::Guideline);
    let kind = match source.kind {
        SourceKind::JournalArticle => "article-journal",
        SourceKind::Guideline if source.container.is_empty() => "report",
        SourceKind::Guideline => "article-journal",
        SourceKind::DrugLabel => "legislation",
        SourceKind::Book => "book",
        SourceKind::Chapter => "chapter",
        SourceKind::Report => "report",
        SourceKind::WebPage => "webpage",
        SourceKind::Dataset => "dataset",
    };
    let address = if i.url.is_empty() && source.kind == SourceKind::DrugLabel && !i.set_id.is_empty() {
        format!("https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid={}", i.set_id)
    } else if in_journal && !i.doi.is_empty() {
        String::new()
    } else {
        i.url.clone()
    };
    set("id", &n.to_string());
    set("type", kind);
    set("title", &source.title);
    let short = if source.container_short.is_empty() { &source.container } else { &source.container_short };
    set("container-title", if kind == "article-journal" { short } else { &source.container });
    set("volume", &source.volume);
    set("issue", &source.issue);
    set("page", &source.pages);
    set("publisher", &source.publisher);
    set("publisher-place", &source.place);
    set("edition", &edition(&source.edition));
    set("DOI", &i.doi);
    set("PMID", &i.pmid);
    set("URL", &address);
    for (key, people) in [("author", &source.authors), ("editor", &source.editors)] {
        if !people.is_empty() {
            fields.insert(key.to_owned(), Value::Names(people.iter().map(name).collect()));
        }
    }
    for (key, day) in [("issued", &source.issued), ("accessed", &source.accessed)] {
        if let Some(date) = date(day) {
            fields.insert(key.to_owned(), Value::Date(date));
        }
    }
    Item(fields)
}

fn name(author: &Author) -> NameValue {
    if author.given.is_empty() {
        return NameValue::Literal(LiteralName { literal: author.family.clone() });
    }
    let (given, suffix) = match author.given.split_once(',') {
        Some((given, suffix)) => (given.trim(), Some(suffix.trim().to_owned())),
        None => (author.given.as_str(), None),
    };
    // Given whole, "de la Fuente" would be taken apart and sorted under Fuente.
    let (particle, family) = match author.family.split_once(' ') {
        Some((first, rest)) => (Some(first.to_owned()), rest.to_owned()),
        None => (None, author.family.clone()),
    };
    NameValue::Item(NameItem {
        family,
        given: Some(initials(given)),
        non_dropping_particle: particle,
        dropping_particle: None,
        suffix,
        comma_suffix: Some(false),
    })
}

/// Both styles print initials without full stops or hyphens: "Anne-Marie B." is "AMB".
fn initials(given: &str) -> String {
    let already = given.chars().all(char::is_uppercase) && given.chars().count() <= 4;
    if already {
        return given.to_owned();
    }
    given
        .split(|c: char| c.is_whitespace() || matches!(c, '-' | '.' | '‐'))
        .filter_map(|part| part.chars().next())
        .flat_map(char::to_uppercase)
        .collect()
}

/// "3" is "3rd ed"; words stay as they are, and gain "ed" where it is missing.
fn edition(given: &str) -> String {
    let text = given.trim().trim_end_matches('.');
    if text.is_empty() {
        return String::new();
    }
    if let Ok(number) = text.parse::<u32>() {
        if number == 1 {
            return String::new();
        }
        let ending = match (number % 100, number % 10) {
            (11..=13, _) => "th",
            (_, 1) => "st",
            (_, 2) => "nd",
            (_, 3) => "rd",
            _ => "th",
        };
        return format!("{number}{ending} ed");
    }
    let lower = text.to_lowercase();
    match lower.strip_suffix(" edition") {
        Some(head) => format!("{} ed", text.get(..head.len()).unwrap_or(text)),
        None if lower.ends_with(" ed") => text.to_owned(),
        None => format!("{text} ed"),
    }
}

fn date(day: &str) -> Option<DateValue> {
    let parts: Vec<i32> = day.split('-').filter_map(|part| part.parse().ok()).collect();
    if parts.is_empty() {
        return None;
    }
    serde_json::from_value(serde_json::json!({ "date-parts": [parts] })).ok()
}
