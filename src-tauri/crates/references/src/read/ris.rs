//! RIS, with the habits of those who write it: Zotero, `EndNote`, Mendeley, publishers, databases.

use super::{Bad, Found, tagged};
use crate::draft::{Draft, person};
use editorial::SourceKind;
use tagged::Record;

pub(super) fn read(text: &str) -> Vec<Found> {
    let (mut found, mut open): (Vec<Found>, Option<Record>) = (Vec::new(), None);
    for (number, line) in (1u32..).zip(text.lines()) {
        match tagged::ris(line) {
            Some(("TY", kind)) => {
                // Some exports leave the end of a record out.
                found.extend(open.take().as_ref().map(close));
                open = Some(Record { line: number, fields: vec![("TY".to_owned(), kind.to_owned())] });
            }
            Some(("ER", _)) => found.extend(open.take().as_ref().map(close)),
            Some((tag, value)) => {
                // A field outside a record begins one that will be told to lack its kind.
                let record = open.get_or_insert_with(|| Record { line: number, fields: Vec::new() });
                record.fields.push((tag.to_owned(), value.to_owned()));
            }
            None => {
                if let Some(record) = &mut open {
                    record.go_on(line.trim());
                }
            }
        }
    }
    found.extend(open.as_ref().map(close));
    found
}

fn close(record: &Record) -> Found {
    let line = record.line;
    let draft = if record.fields.iter().any(|(tag, _)| tag == "TY") {
        Ok(draft(record))
    } else {
        Err(Bad("It does not begin with TY, the kind of the work.".to_owned()))
    };
    Found { line, draft }
}

fn draft(record: &Record) -> Draft {
    let kind = kind(&record.first(&["TY"]));
    let within = matches!(kind, Some(SourceKind::Chapter));
    let mut draft = Draft {
        kind,
        title: record.first(&["TI", "T1", "CT", "BT"]),
        container: record.first(if within { &["T2", "BT"] } else { &["JF", "T2", "JO", "JA", "J2", "T3"] }),
        container_short: record.first(&["JA", "J2", "JO", "J1"]),
        issued: record.first(&["DA", "PY", "Y1"]),
        volume: record.first(&["VL"]),
        issue: record.first(&["IS"]),
        pages: range(&record.first(&["SP"]), &record.first(&["EP"])),
        publisher: record.first(&["PB"]),
        place: record.first(&["CY", "PP"]),
        edition: record.first(&["ET"]),
        accessed: record.first(&["Y2"]),
        doi: record.first(&["DO", "DI"]),
        url: record.first(&["UR", "L2", "LK"]),
        ..Draft::default()
    };
    // A date without its year ("//"), or a day beside the year.
    let year = record.first(&["PY", "Y1"]);
    if !draft.issued.trim_start().starts_with(|c: char| c.is_ascii_digit()) || draft.issued.len() < year.len()
    {
        draft.issued = year;
    }
    for tag in ["AU", "A1"] {
        draft.authors.extend(record.all(tag).filter_map(person));
    }
    for tag in ["ED", "A2"] {
        draft.editors.extend(record.all(tag).filter_map(person));
    }
    draft.numbers.extend(record.all("SN").map(str::to_owned));
    if draft.doi.is_empty() {
        let elsewhere = record.all("M3").chain(record.all("L3")).find(|v| v.contains("10."));
        elsewhere.unwrap_or_default().clone_into(&mut draft.doi);
    }
    // EndNote writes the accession number of PubMed without saying so, and the PMC id as custom field 2.
    let database = [record.first(&["DB"]), record.first(&["DP"])].join(" ").to_lowercase();
    let accession = record.first(&["AN"]);
    let medical =
        ["pubmed", "medline", "nlm"].iter().any(|name| database.contains(name)) || database.trim().is_empty();
    if medical && (6..=8).contains(&accession.len()) && accession.bytes().all(|b| b.is_ascii_digit()) {
        draft.pmid = accession;
    }
    let central = record.all("C2").find(|value| value.starts_with("PMC"));
    central.unwrap_or_default().clone_into(&mut draft.pmcid);
    for tag in ["N1", "M1", "C1", "C7", "UR", "AN"] {
        record.all(tag).for_each(|text| draft.glean(text));
    }
    draft
}

/// "44" and "51", or "44-51" twice over, or an article number.
fn range(start: &str, end: &str) -> String {
    if end.is_empty() || start == end || start.contains(['-', '–']) {
        start.to_owned()
    } else if start.is_empty() {
        end.to_owned()
    } else {
        format!("{start}-{end}")
    }
}

fn kind(tag: &str) -> Option<SourceKind> {
    Some(match tag.trim().to_ascii_uppercase().as_str() {
        "JOUR" | "EJOUR" | "JFULL" | "MGZN" | "NEWS" | "INPR" | "ABST" | "CONF" | "CPAPER" => {
            SourceKind::JournalArticle
        }
        "BOOK" | "EBOOK" | "EDBOOK" | "SER" => SourceKind::Book,
        "CHAP" | "ECHAP" => SourceKind::Chapter,
        "RPRT" | "GOVDOC" | "THES" | "UNPB" => SourceKind::Report,
        "STAND" => SourceKind::Guideline,
        "ELEC" | "WEB" | "BLOG" | "ICOMM" => SourceKind::WebPage,
        "DATA" | "AGGR" | "DBASE" => SourceKind::Dataset,
        _ => return None,
    })
}
