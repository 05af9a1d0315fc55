//! The XML of `PubMed`: a set of articles, or one alone.

use super::{
    Found,
    publication::{CONCERN, RETRACTED, Types},
    split,
    xml::Element,
};
use crate::draft::{Draft, body};
use editorial::{Author, SourceKind};

pub(super) fn read(text: &str) -> Vec<Found> {
    split::elements(text, &["PubmedArticle", "PubmedBookArticle"])
        .into_iter()
        .map(|(line, piece)| Found { line, draft: Element::parse(piece).map(|record| draft(&record)) })
        .collect()
}

fn draft(record: &Element) -> Draft {
    if record.name == "PubmedBookArticle" { of_book(record) } else { of_journal(record) }
}

fn of_journal(record: &Element) -> Draft {
    let listed = record.all("MedlineCitation/Article/PublicationTypeList/PublicationType");
    let names: Vec<String> = listed.iter().map(|kind| kind.text()).collect();
    let types = Types::new(names.iter().map(String::as_str));
    let at = |path: &str| record.text_at(&format!("MedlineCitation/Article/{path}"));
    let issue = record.all("MedlineCitation/Article/Journal/JournalIssue/PubDate");
    let id = |kind: &str| {
        let listed = record.all("PubmedData/ArticleIdList/ArticleId");
        listed.iter().find(|id| id.attribute("IdType") == kind).map(|id| id.text()).unwrap_or_default()
    };
    let location = record.all("MedlineCitation/Article/ELocationID");
    let mut draft = Draft {
        kind: Some(types.kind().unwrap_or(SourceKind::JournalArticle)),
        tier: types.tier(),
        title: at("ArticleTitle"),
        container: at("Journal/Title"),
        container_short: at("Journal/ISOAbbreviation").replace('.', ""),
        issued: issue.first().map(|date| day(date)).unwrap_or_default(),
        volume: at("Journal/JournalIssue/Volume"),
        issue: at("Journal/JournalIssue/Issue"),
        pages: at("Pagination/MedlinePgn"),
        pmid: record.text_at("MedlineCitation/PMID"),
        pmcid: id("pmc"),
        doi: id("doi"),
        authors: people(&record.all("MedlineCitation/Article/AuthorList/Author")),
        ..Draft::default()
    };
    if draft.doi.is_empty() {
        let doi = location.iter().find(|id| id.attribute("EIdType") == "doi");
        draft.doi = doi.map(|id| id.text()).unwrap_or_default();
    }
    if draft.title.is_empty() {
        draft.title = at("VernacularTitle");
    }
    draft.nct = record
        .all("MedlineCitation/Article/DataBankList/DataBank/AccessionNumberList/AccessionNumber")
        .iter()
        .map(|number| number.text())
        .find(|number| number.starts_with("NCT"))
        .unwrap_or_default();
    let corrections = record.all("MedlineCitation/CommentsCorrectionsList/CommentsCorrections");
    let told = |kind: &str| corrections.iter().any(|told| told.attribute("RefType") == kind);
    if types.any(&["retracted publication"]) || told("RetractionIn") {
        draft.remarks.push(RETRACTED.to_owned());
    }
    if told("ExpressionOfConcernIn") {
        draft.remarks.push(CONCERN.to_owned());
    }
    draft
}

fn of_book(record: &Element) -> Draft {
    let at = |path: &str| record.text_at(&format!("BookDocument/{path}"));
    let chapter = at("ArticleTitle");
    let lists = record.all("BookDocument/AuthorList");
    let own = lists.iter().find(|list| list.attribute("Type") != "editors");
    let book = record.all("BookDocument/Book/AuthorList");
    let editors = book.iter().chain(&lists).find(|list| list.attribute("Type") == "editors");
    let dates = record.all("BookDocument/Book/PubDate");
    Draft {
        kind: Some(if chapter.is_empty() { SourceKind::Book } else { SourceKind::Chapter }),
        container: if chapter.is_empty() { String::new() } else { at("Book/BookTitle") },
        title: if chapter.is_empty() { at("Book/BookTitle") } else { chapter },
        issued: dates.first().map(|date| day(date)).unwrap_or_default(),
        publisher: at("Book/Publisher/PublisherName"),
        place: at("Book/Publisher/PublisherLocation"),
        edition: at("Book/Edition"),
        pages: at("Pagination/MedlinePgn"),
        pmid: at("PMID"),
        authors: own.map(|list| people(&list.all("Author"))).unwrap_or_default(),
        editors: editors.map(|list| people(&list.all("Author"))).unwrap_or_default(),
        numbers: vec![at("Book/Isbn")],
        ..Draft::default()
    }
}

fn people(listed: &[&Element]) -> Vec<Author> {
    let each = listed.iter().filter_map(|author| {
        let family = author.text_at("LastName");
        if family.is_empty() {
            return body(&author.text_at("CollectiveName"));
        }
        let given = [author.text_at("ForeName"), author.text_at("Initials")];
        let given = given.into_iter().find(|name| !name.is_empty()).unwrap_or_default();
        Some(Author { family, given })
    });
    each.collect()
}

/// Year, month and day, or what `PubMed` wrote instead of them.
fn day(date: &Element) -> String {
    let parts =
        [date.text_at("Year"), date.text_at("Month"), date.text_at("Day"), date.text_at("MedlineDate")];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
