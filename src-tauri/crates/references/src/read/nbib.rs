//! The MEDLINE form in which `PubMed` exports its records (nbib).

use super::{
    Bad, Found,
    publication::{CONCERN, RETRACTED, Types},
    tagged,
};
use crate::draft::{Draft, body, person};
use editorial::SourceKind;
use tagged::Record;

pub(super) fn read(text: &str) -> Vec<Found> {
    let (mut found, mut open): (Vec<Found>, Option<Record>) = (Vec::new(), None);
    for (number, line) in (1u32..).zip(text.lines()) {
        if line.trim().is_empty() {
            found.extend(open.take().as_ref().map(close));
            continue;
        }
        match tagged::nbib(line) {
            Some((tag, value)) => {
                if tag == "PMID" && open.as_ref().is_some_and(|record| record.all("PMID").next().is_some()) {
                    found.extend(open.take().as_ref().map(close));
                }
                let record = open.get_or_insert_with(|| Record { line: number, fields: Vec::new() });
                record.fields.push((tag.to_owned(), value.to_owned()));
            }
            None => match &mut open {
                Some(record) => record.go_on(line.trim()),
                None => open = Some(Record { line: number, fields: Vec::new() }),
            },
        }
    }
    found.extend(open.as_ref().map(close));
    // Lines around the records (a page's banner) are no entries.
    found.retain(|found| !matches!(&found.draft, Err(bad) if bad.0.is_empty()));
    found
}

fn close(record: &Record) -> Found {
    let line = record.line;
    let draft = if record.fields.is_empty() { Err(Bad(String::new())) } else { Ok(draft(record)) };
    Found { line, draft }
}

fn draft(record: &Record) -> Draft {
    let types = Types::new(record.all("PT"));
    let in_book = !record.first(&["BTI"]).is_empty();
    let kind = if let Some(kind) = types.kind() {
        kind
    } else if in_book && !record.first(&["TI"]).is_empty() {
        SourceKind::Chapter
    } else if in_book {
        SourceKind::Book
    } else {
        SourceKind::JournalArticle
    };
    let ids: Vec<&str> = ["LID", "AID", "SO"].into_iter().flat_map(|tag| record.all(tag)).collect();
    let doi = ids.iter().find_map(|id| id.strip_suffix("[doi]")).unwrap_or_default();
    let mut draft = Draft {
        kind: Some(kind),
        tier: types.tier(),
        title: record.first(&["TI", "BTI", "TT"]),
        container: if in_book { record.first(&["BTI"]) } else { record.first(&["JT", "TA"]) },
        container_short: if in_book { String::new() } else { record.first(&["TA"]) },
        issued: record.first(&["DP"]),
        volume: record.first(&["VI"]),
        issue: record.first(&["IP"]),
        pages: record.first(&["PG"]),
        publisher: record.first(&["PB"]),
        place: if in_book { record.first(&["PL"]) } else { String::new() },
        edition: record.first(&["EN"]),
        doi: doi.trim().to_owned(),
        pmid: record.first(&["PMID"]),
        pmcid: record.first(&["PMC", "PMCR"]),
        ..Draft::default()
    };
    if kind == SourceKind::Book {
        draft.container.clear();
    }
    // The full names where the record has them: a record's short names are the same people.
    let names = |full: &'static str, short: &'static str| {
        if record.all(full).next().is_some() { full } else { short }
    };
    for (tag, value) in &record.fields {
        if tag == names("FAU", "AU") {
            draft.authors.extend(medline_person(value));
        } else if tag == names("FED", "ED") {
            draft.editors.extend(medline_person(value));
        } else if tag == "CN" {
            draft.authors.extend(body(value));
        }
    }
    let trial = record.all("SI").find_map(|id| id.strip_prefix("ClinicalTrials.gov/"));
    trial.unwrap_or_default().clone_into(&mut draft.nct);
    draft.numbers.extend(record.all("ISBN").map(str::to_owned));
    if types.any(&["retracted publication"]) || record.all("RIN").next().is_some() {
        draft.remarks.push(RETRACTED.to_owned());
    }
    if record.all("ECI").next().is_some() {
        draft.remarks.push(CONCERN.to_owned());
    }
    draft
}

/// "Miller, Ada B", or in short "Miller AB".
fn medline_person(name: &str) -> Option<editorial::Author> {
    if name.contains(',') {
        return person(name);
    }
    let (family, given) = name.trim().rsplit_once(' ')?;
    let initials = given.chars().all(|c| c.is_uppercase() || c == '-') && given.chars().count() <= 4;
    if initials { person(&format!("{family}, {given}")) } else { body(name) }
}
