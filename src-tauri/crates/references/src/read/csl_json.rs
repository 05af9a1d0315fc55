//! CSL-JSON, as Zotero, Mendeley and registries write it: one item, a list of them, or a list under `items`.

use super::{Bad, Found, split};
use crate::draft::{Draft, body};
use editorial::{Author, SourceKind};
use serde_json::{Map, Value};

pub(super) fn read(text: &str) -> Vec<Found> {
    items(text)
        .into_iter()
        .map(|(line, piece)| {
            let draft = serde_json::from_str::<Value>(piece)
                .map_err(|error| {
                    let at = line + error.line().max(1) as u32 - 1;
                    Bad(format!("Its JSON is broken at line {at}."))
                })
                .and_then(|value| match value {
                    Value::Object(item) => Ok(of_item(&item)),
                    _ => Err(Bad("It is not an object.".to_owned())),
                });
            Found { line, draft }
        })
        .collect()
}

/// The objects of a list, each cut out alone, so that a broken one costs only itself.
fn items(text: &str) -> Vec<(u32, &str)> {
    let wrapped = text.trim_start().starts_with('{');
    let list = text.find('[').filter(|at| {
        let head = &text[..*at];
        !wrapped || head.trim_end().trim_end_matches(':').trim_end().ends_with("\"items\"")
    });
    let pieces = match list {
        Some(at) => {
            let mut pieces = objects(text, at + 1);
            pieces.extend(others(text, at + 1, &pieces));
            pieces.sort_by_key(|(start, _)| *start);
            pieces
        }
        None => objects(text, 0),
    };
    split::numbered(text, pieces)
}

/// The values of a list that are no objects: they are told, and counted as entries of the file.
fn others<'a>(text: &'a str, from: usize, objects: &[(usize, &str)]) -> Vec<(usize, &'a str)> {
    let mut found = Vec::new();
    let mut at = from;
    let bounds = objects.iter().map(|(start, piece)| (*start, start + piece.len()));
    for (start, end) in bounds.chain([(text.len(), text.len())]) {
        let gap = text.get(at..start).unwrap_or_default();
        let list_ends = gap.find(']');
        let mut offset = 0;
        for piece in gap[..list_ends.unwrap_or(gap.len())].split(',') {
            let value = piece.trim();
            if serde_json::from_str::<Value>(value).is_ok() {
                found.push((at + offset + piece.len() - piece.trim_start().len(), value));
            }
            offset += piece.len() + 1;
        }
        if list_ends.is_some() {
            break;
        }
        at = end;
    }
    found
}

fn objects(text: &str, from: usize) -> Vec<(usize, &str)> {
    let (mut pieces, mut depth, mut quoted, mut escaped, mut start) = (Vec::new(), 0u32, false, false, None);
    for (at, c) in text.char_indices().skip_while(|(at, _)| *at < from) {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            // A string never runs over the end of its line: one that does was not closed.
            '\n' => quoted = false,
            _ if quoted => {}
            '{' => {
                if depth == 0 {
                    start = Some(at);
                }
                depth += 1;
            }
            '}' => {
                depth = depth.saturating_sub(1);
                if let Some(begin) = start.take_if(|_| depth == 0) {
                    pieces.push((begin, &text[begin..=at]));
                }
            }
            _ => {}
        }
    }
    if let Some(begin) = start {
        pieces.push((begin, &text[begin..]));
    }
    pieces
}

/// What an item of CSL-JSON says.
pub(crate) fn of_item(item: &Map<String, Value>) -> Draft {
    let first = |keys: &[&str]| {
        keys.iter()
            .filter_map(|key| item.get(*key))
            .map(words)
            .find(|text| !text.is_empty())
            .unwrap_or_default()
    };
    let kind = kind(&first(&["type"]), &first(&["genre"]));
    let mut draft = Draft {
        kind,
        title: first(&["title"]),
        container: first(&["container-title", "collection-title", "event-title"]),
        container_short: first(&["container-title-short", "journalAbbreviation", "short-container-title"]),
        issued: ["issued", "published-print", "published-online", "published"]
            .iter()
            .filter_map(|key| item.get(*key))
            .map(date)
            .find(|text| !text.is_empty())
            .unwrap_or_default(),
        accessed: item.get("accessed").map(date).unwrap_or_default(),
        volume: first(&["volume"]),
        issue: first(&["issue", "number"]),
        pages: first(&["page", "number-of-article", "article-number"]),
        publisher: first(&["publisher"]),
        place: first(&["publisher-place", "publisher-location"]),
        edition: first(&["edition"]),
        doi: first(&["DOI"]),
        pmid: first(&["PMID"]),
        pmcid: first(&["PMCID"]),
        url: first(&["URL"]),
        authors: item.get("author").map(people).unwrap_or_default(),
        editors: item.get("editor").map(people).unwrap_or_default(),
        ..Draft::default()
    };
    draft.numbers.extend(item.get("ISBN").map(words));
    draft.glean(&first(&["note"]));
    draft
}

/// A string, a number, or the first of a list of them.
fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Array(list) => list.first().map(words).unwrap_or_default(),
        _ => String::new(),
    }
}

/// Parts of a date ([[2021, "5", 17]]), or the words that stand for one.
fn date(value: &Value) -> String {
    let parts = value.get("date-parts").and_then(|parts| parts.get(0)).and_then(Value::as_array);
    if let Some(parts) = parts.filter(|parts| parts.iter().any(|part| !words(part).is_empty())) {
        return parts.iter().map(words).collect::<Vec<_>>().join("-");
    }
    ["raw", "literal"]
        .iter()
        .filter_map(|key| value.get(*key))
        .map(words)
        .next()
        .unwrap_or_else(|| words(value))
}

fn people(value: &Value) -> Vec<Author> {
    let each = value.as_array().into_iter().flatten().filter_map(|person| {
        let part = |key: &str| person.get(key).map(words).unwrap_or_default();
        let literal = [part("literal"), part("name")].into_iter().find(|name| !name.is_empty());
        if let Some(literal) = literal {
            return body(&literal);
        }
        let particles = [part("dropping-particle"), part("non-dropping-particle"), part("family")];
        let family = particles.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        let given = match part("suffix") {
            suffix if suffix.is_empty() => part("given"),
            suffix => format!("{}, {suffix}", part("given")),
        };
        (!family.is_empty() || !given.is_empty()).then_some(Author { family, given })
    });
    each.collect()
}

fn kind(kind: &str, genre: &str) -> Option<SourceKind> {
    Some(match kind {
        "report" | "standard" if genre.to_lowercase().contains("guideline") => SourceKind::Guideline,
        "article-journal"
        | "article-magazine"
        | "article-newspaper"
        | "article"
        | "paper-conference"
        | "review"
        | "journal-article"
        | "proceedings-article"
        | "posted-content" => SourceKind::JournalArticle,
        "book" | "monograph" | "edited-book" | "reference-book" | "collection" => SourceKind::Book,
        "chapter" | "entry" | "entry-encyclopedia" | "entry-dictionary" | "book-chapter" | "book-section"
        | "reference-entry" => SourceKind::Chapter,
        "standard" => SourceKind::Guideline,
        "report" | "thesis" | "bill" | "legislation" | "regulation" | "document" | "manuscript"
        | "dissertation" | "report-component" => SourceKind::Report,
        "webpage" | "post" | "post-weblog" => SourceKind::WebPage,
        "dataset" | "database" => SourceKind::Dataset,
        _ => return None,
    })
}
