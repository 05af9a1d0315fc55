//! The XML that `EndNote` exports, styled runs of text included.

use super::{Found, split, xml::Element};
use crate::draft::{Draft, person};
use editorial::SourceKind;

pub(super) fn read(text: &str) -> Vec<Found> {
    split::elements(text, &["record"])
        .into_iter()
        .map(|(line, piece)| Found { line, draft: Element::parse(piece).map(|record| draft(&record)) })
        .collect()
}

fn draft(record: &Element) -> Draft {
    let kind = record.all("ref-type").first().and_then(|kind| kind_of(kind.attribute("name"), &kind.text()));
    let chapter = kind == Some(SourceKind::Chapter);
    let full = record.text_at("periodical/full-title");
    let second = record.text_at("titles/secondary-title");
    let first_of = |texts: [String; 3]| texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    let mut draft = Draft {
        kind,
        title: record.text_at("titles/title"),
        container: if chapter {
            second
        } else {
            first_of([full, second, record.text_at("titles/alt-title")])
        },
        container_short: first_of([
            record.text_at("periodical/abbr-1"),
            record.text_at("alt-periodical/abbr-1"),
            record.text_at("titles/short-title"),
        ]),
        issued: dated(&record.text_at("dates/year"), &record.text_at("dates/pub-dates/date")),
        volume: record.text_at("volume"),
        issue: record.text_at("number"),
        pages: record.text_at("pages"),
        publisher: record.text_at("publisher"),
        place: record.text_at("pub-location"),
        edition: record.text_at("edition"),
        accessed: record.text_at("access-date"),
        doi: record.text_at("electronic-resource-num"),
        ..Draft::default()
    };
    if kind != Some(SourceKind::JournalArticle) {
        draft.container_short = record.text_at("periodical/abbr-1");
    }
    draft.authors.extend(record.all("contributors/authors/author").iter().filter_map(|e| person(&e.text())));
    draft
        .editors
        .extend(record.all("contributors/secondary-authors/author").iter().filter_map(|e| person(&e.text())));
    draft.numbers.push(record.text_at("isbn"));
    let addresses: Vec<String> = ["urls/related-urls/url", "urls/web-urls/url"]
        .iter()
        .flat_map(|p| record.all(p))
        .map(Element::text)
        .collect();
    draft.url = addresses.first().cloned().unwrap_or_default();
    let database =
        [record.text_at("remote-database-name"), record.text_at("remote-database-provider")].join(" ");
    let accession = record.text_at("accession-num");
    let other = !database.trim().is_empty()
        && !["pubmed", "medline", "nlm"].iter().any(|name| database.to_lowercase().contains(name));
    if !other && (6..=8).contains(&accession.len()) && accession.bytes().all(|b| b.is_ascii_digit()) {
        draft.pmid = accession;
    }
    for path in ["custom2", "notes", "custom1", "custom7"] {
        draft.glean(&record.text_at(path));
    }
    addresses.iter().for_each(|address| draft.glean(address));
    draft
}

/// "2021" and "May 17" as one date.
fn dated(year: &str, day: &str) -> String {
    if day.is_empty() || day.contains(year) { year.to_owned() } else { format!("{year} {day}") }
}

/// By the number that is the same in every language of the program, or else by the English name.
fn kind_of(name: &str, number: &str) -> Option<SourceKind> {
    let by_number = match number.trim() {
        "17" | "43" | "19" | "23" | "47" | "10" => Some(SourceKind::JournalArticle),
        "5" | "60" => Some(SourceKind::Chapter),
        "6" | "28" | "44" => Some(SourceKind::Book),
        "27" | "46" | "32" => Some(SourceKind::Report),
        "58" => Some(SourceKind::Guideline),
        "12" | "56" => Some(SourceKind::WebPage),
        "59" | "45" | "55" => Some(SourceKind::Dataset),
        _ => None,
    };
    by_number.or_else(|| {
        Some(match name.trim().to_lowercase().as_str() {
            "journal article"
            | "electronic article"
            | "magazine article"
            | "newspaper article"
            | "conference paper"
            | "conference proceedings" => SourceKind::JournalArticle,
            "book section" | "electronic book section" => SourceKind::Chapter,
            "book" | "edited book" | "electronic book" => SourceKind::Book,
            "report" | "government document" | "thesis" => SourceKind::Report,
            "standard" => SourceKind::Guideline,
            "web page" | "blog" | "online multimedia" => SourceKind::WebPage,
            "dataset" | "online database" | "aggregated database" => SourceKind::Dataset,
            _ => return None,
        })
    })
}
