//! `BibTeX` and `BibLaTeX`. The library that reads them gives a whole file up for one bad entry, so that it gets one
//! entry at a time, with the abbreviations that the file defines.

use super::{Bad, Found, split, tex};
use crate::draft::Draft;
use biblatex::{Bibliography, ChunksExt, Entry, EntryType, Person, Type};
use editorial::{Author, SourceKind};

/// Whether a line begins an entry.
pub(super) fn begins(line: &str) -> bool {
    let Some(rest) = line.trim_start().strip_prefix('@') else { return false };
    let name = rest.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    name.len() < rest.len() && name.trim_start().starts_with(['{', '('])
}

pub(super) fn read(text: &str) -> Vec<Found> {
    let (mut strings, mut found) = (String::new(), Vec::new());
    let pieces = entries(text);
    for (line, piece) in pieces.iter().copied() {
        let kind: String = piece.chars().skip(1).take_while(char::is_ascii_alphabetic).collect();
        match kind.to_ascii_lowercase().as_str() {
            "comment" | "preamble" => {}
            "string" => {
                // A definition that cannot be read would spoil every entry after it.
                if Bibliography::parse(piece).is_ok() {
                    strings.push_str(piece);
                    strings.push('\n');
                }
            }
            _ => found.push(Found { line, draft: one(&strings, piece, &pieces) }),
        }
    }
    found
}

/// The entries, each with its line: from an `@` that begins a line to the brace that closes it, or else, where none
/// does, to the next such `@`.
fn entries(text: &str) -> Vec<(u32, &str)> {
    let mut starts: Vec<usize> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if begins(line) {
            starts.push(at + line.len() - line.trim_start().len());
        }
        at += line.len();
    }
    let mut pieces: Vec<(usize, &str)> = Vec::new();
    let mut end_of_last = 0;
    for (n, start) in starts.iter().copied().enumerate() {
        // An `@` inside an entry that is closed properly is a part of its text.
        if start < end_of_last {
            continue;
        }
        let next = starts.get(n + 1).copied().unwrap_or(text.len());
        let end = closed(&text[start..]).map_or(next, |length| start + length);
        pieces.push((start, &text[start..end]));
        end_of_last = end;
    }
    split::numbered(text, pieces)
}

/// Length of the entry that a text begins with, if its braces close before another entry seems to begin.
fn closed(text: &str) -> Option<usize> {
    let (mut depth, mut escaped) = (0u32, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            // An entry behind this one that takes its closing brace away: this one was never closed.
            '\n' if depth > 0 => {
                let rest = text.get(at + 1..).unwrap_or_default();
                if rest.starts_with('@') && begins(rest.lines().next().unwrap_or_default()) {
                    return None;
                }
            }
            _ => {}
        }
    }
    None
}

fn one(strings: &str, piece: &str, all: &[(u32, &str)]) -> Result<Draft, Bad> {
    let read = Bibliography::parse(&format!("{strings}{piece}")).map_err(|error| {
        let what = error.kind.to_string();
        Bad(format!("Its BibTeX is broken: {}.", what.trim_end_matches('.')))
    })?;
    let entry = read.iter().next().ok_or_else(|| Bad("There is no entry in it.".to_owned()))?;
    let Some(of) = entry.get("crossref").map(ChunksExt::format_verbatim) else { return Ok(draft(entry)) };
    // What the entry leaves to another one of the file is read together with it.
    let other = all.iter().find(|(_, other)| key(other) == Some(of.trim()) && *other != piece);
    let both = other.and_then(|(_, other)| Bibliography::parse(&format!("{strings}{piece}\n{other}")).ok());
    if let Some(whole) = both.as_ref().and_then(|both| both.get(&entry.key)) {
        return Ok(draft(whole));
    }
    let mut alone = draft(entry);
    alone.remarks.push(format!("It refers to “{of}” for the rest, which cannot be read in this file."));
    Ok(alone)
}

/// The key that an entry is referred to by.
fn key(piece: &str) -> Option<&str> {
    Some(piece.split_once(['{', '('])?.1.split_once(',')?.0.trim())
}

fn draft(entry: &Entry) -> Draft {
    let first = |keys: &[&str]| {
        let found = keys.iter().filter_map(|key| {
            let chunks = entry.get(key)?;
            Some(match *key {
                "doi" | "url" | "eprint" => tex::address(&chunks.format_verbatim()),
                _ => tex::words(chunks),
            })
        });
        found.map(|text| text.trim().to_owned()).find(|text| !text.is_empty()).unwrap_or_default()
    };
    let people = |key: &str| -> Vec<Author> {
        let read = entry.get(key).and_then(|chunks| Vec::<Person>::from_chunks(chunks).ok());
        let read = read.unwrap_or_default();
        // "and others" says that the list goes on.
        let more = read.last().is_some_and(|person| person.name == "others" && person.given_name.is_empty());
        let named = read.iter().filter_map(author);
        named.chain(more.then(Author::others)).collect()
    };
    let kind = kind(&entry.entry_type, &first(&["type", "entrysubtype"]));
    let chapter = kind == Some(SourceKind::Chapter);
    let title = match first(&["subtitle"]) {
        sub if sub.is_empty() => first(&["title"]),
        sub => format!("{}: {sub}", first(&["title"])),
    };
    let mut draft = Draft {
        kind,
        title,
        container: if chapter {
            first(&["booktitle", "maintitle"])
        } else {
            first(&["journaltitle", "journal", "booktitle", "series", "organization"])
        },
        container_short: first(&["shortjournal", "journalabbr"]),
        issued: first(&["date"]),
        volume: first(&["volume"]),
        issue: first(&["number", "issue"]),
        pages: first(&["pages", "eid"]).replace("--", "-"),
        publisher: first(&["publisher", "institution", "school", "organization", "howpublished"]),
        place: first(&["location", "address"]),
        edition: first(&["edition"]),
        accessed: first(&["urldate"]),
        doi: first(&["doi"]),
        pmid: first(&["pmid"]),
        pmcid: first(&["pmcid", "pmc"]),
        url: first(&["url"]),
        numbers: vec![first(&["isbn"])],
        authors: people("author"),
        editors: people("editor"),
        ..Draft::default()
    };
    if draft.issued.is_empty() {
        draft.issued = [first(&["year"]), first(&["month"]), first(&["day"])].join(" ");
    }
    match (first(&["eprinttype", "archiveprefix"]).to_ascii_lowercase().as_str(), first(&["eprint"])) {
        ("pubmed" | "pmid", id) => draft.pmid = id,
        ("pmcid" | "pmc", id) => draft.pmcid = id,
        _ => {}
    }
    for key in ["note", "annotation", "annote", "howpublished"] {
        draft.glean(&first(&[key]));
    }
    if let Some(at) = draft.publisher.find("http") {
        let address: String = draft.publisher.split_off(at);
        let address = address.split(|c: char| c.is_whitespace() || c == '}').next().unwrap_or_default();
        if draft.url.is_empty() {
            address.clone_into(&mut draft.url);
        }
        draft.publisher.clear();
    }
    draft
}

fn author(person: &Person) -> Option<Author> {
    let joined = |a: &str, b: &str| {
        [a, b].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ")
    };
    let family = joined(&person.prefix, &person.name);
    let given = match person.suffix.as_str() {
        "" => person.given_name.clone(),
        suffix => format!("{}, {suffix}", person.given_name),
    };
    (!family.is_empty() && family != "others").then_some(Author { family, given })
}

fn kind(kind: &EntryType, note: &str) -> Option<SourceKind> {
    Some(match kind {
        EntryType::Article | EntryType::Periodical | EntryType::InProceedings => SourceKind::JournalArticle,
        EntryType::Book
        | EntryType::MvBook
        | EntryType::Collection
        | EntryType::MvCollection
        | EntryType::Reference
        | EntryType::Booklet
        | EntryType::Manual
        | EntryType::Proceedings => SourceKind::Book,
        EntryType::InBook | EntryType::InCollection | EntryType::InReference | EntryType::BookInBook => {
            SourceKind::Chapter
        }
        EntryType::Report | EntryType::TechReport if note.to_lowercase().contains("guideline") => {
            SourceKind::Guideline
        }
        EntryType::Report
        | EntryType::TechReport
        | EntryType::Thesis
        | EntryType::PhdThesis
        | EntryType::MastersThesis
        | EntryType::Unpublished => SourceKind::Report,
        EntryType::Online => SourceKind::WebPage,
        EntryType::Dataset => SourceKind::Dataset,
        _ => return None,
    })
}
