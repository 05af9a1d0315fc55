//! The list of retractions that Retraction Watch publishes as CSV, and a short form of it to keep.

use crate::Unreadable;
use editorial::{Identifiers, Notice, NoticeKind, Source};
use serde::{Deserialize, Serialize};

/// A list of retractions may be this large.
pub const MAX_LIST_BYTES: usize = 256 << 20;

/// A list of retractions, in the order of its file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retractions {
    /// What the list is called.
    pub list: String,
    /// The day of the newest notice in it: `YYYY-MM-DD`.
    pub as_of: String,
    /// Its notices.
    pub notices: Vec<Listed>,
}

/// A notice in a list, and the work it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// DOI of the work; empty if unknown.
    pub doi: String,
    /// PubMed id of the work; empty if unknown.
    pub pmid: String,
    /// What the notice says.
    pub kind: NoticeKind,
    /// When it appeared; empty if unknown.
    pub date: String,
    /// DOI of the notice; empty if unknown.
    pub notice: String,
    /// Why.
    pub reasons: Vec<String>,
}

impl Retractions {
    /// Reads the CSV, and tells which rows were not understood, a sentence each. Rows of another nature than the four
    /// known, and rows that give the work no identifier, tell nothing that could be found again, and are passed over.
    pub fn read(bytes: &[u8]) -> Result<(Self, Vec<String>), Unreadable> {
        if bytes.len() > MAX_LIST_BYTES {
            return Err(Unreadable::TooLarge);
        }
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        let heads = reader.byte_headers().map_err(|_| Unreadable::NoRetractions)?.clone();
        let column = |name: &str| {
            heads.iter().position(|head| head.trim_ascii().eq_ignore_ascii_case(name.as_bytes()))
        };
        let (Some(nature), Some(doi), Some(pmid), Some(date)) = (
            column("RetractionNature"),
            column("OriginalPaperDOI"),
            column("OriginalPaperPubMedID"),
            column("RetractionDate"),
        ) else {
            return Err(Unreadable::NoRetractions);
        };
        let (notice, reason) = (column("RetractionDOI"), column("Reason"));
        let mut all = Self { list: "Retraction Watch".to_owned(), ..Self::default() };
        let mut notes = Vec::new();
        let last = [nature, doi, pmid, date].into_iter().max().unwrap_or_default();
        for record in reader.byte_records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    notes.push(format!("A row cannot be read, and is left out: {error}."));
                    continue;
                }
            };
            let line = record.position().map_or(0, csv::Position::line);
            if record.len() <= last {
                notes.push(format!("Line {line}: the row ends too early, and is left out."));
                continue;
            }
            let field = |at: Option<usize>| {
                let bytes = at.and_then(|at| record.get(at)).unwrap_or_default();
                String::from_utf8_lossy(bytes).trim().to_owned()
            };
            let nature = field(Some(nature));
            let Some(kind) = kind(&nature) else {
                notes.push(format!(
                    "Line {line}: “{nature}” is no kind of notice that is known, and the row is left out."
                ));
                continue;
            };
            let work = Identifiers { doi: identifier(&field(Some(doi))), ..Identifiers::default() };
            let doi = work.normalised().map(|i| i.doi).unwrap_or_default();
            let pmid = Some(field(Some(pmid))).filter(|id| id.trim_start_matches('0').parse::<u32>().is_ok());
            let pmid = pmid.map(|id| id.trim_start_matches('0').to_owned()).unwrap_or_default();
            if doi.is_empty() && pmid.is_empty() {
                continue;
            }
            let of_notice = Identifiers { doi: identifier(&field(notice)), ..Identifiers::default() };
            let given = field(Some(date));
            let date = day(&given);
            if date.is_empty() {
                notes.push(if given.is_empty() {
                    format!("Line {line}: the notice has no date, and is taken without one.")
                } else {
                    format!("Line {line}: “{given}” is no day, and the notice is taken without one.")
                });
            }
            if date > all.as_of {
                all.as_of.clone_from(&date);
            }
            let reasons = field(reason);
            let reasons = reasons.split(';').map(|r| r.trim().trim_start_matches('+').trim().to_owned());
            all.notices.push(Listed {
                doi,
                pmid,
                kind,
                date,
                notice: of_notice.normalised().map(|i| i.doi).unwrap_or_default(),
                reasons: reasons.filter(|reason| !reason.is_empty()).collect(),
            });
        }
        if all.notices.is_empty() { Err(Unreadable::NoRetractions) } else { Ok((all, notes)) }
    }

    /// What the list says of a source, oldest notice first.
    pub fn about(&self, source: &Source) -> Vec<Notice> {
        let i = &source.identifiers;
        let mut found: Vec<Notice> = self
            .notices
            .iter()
            .filter(|n| (!n.doi.is_empty() && n.doi == i.doi) || (!n.pmid.is_empty() && n.pmid == i.pmid))
            .map(|n| Notice {
                kind: n.kind,
                date: n.date.clone(),
                // Retraction Watch gives the work's own DOI where the notice has none.
                doi: if n.notice == i.doi { String::new() } else { n.notice.clone() },
                reasons: n.reasons.clone(),
                list: self.list.clone(),
                as_of: self.as_of.clone(),
            })
            .collect();
        found.sort_by(|a, b| a.date.cmp(&b.date));
        let mut apart: Vec<Notice> = Vec::new();
        for notice in found {
            if !apart.iter().any(|other| other.is_same_as(&notice)) {
                apart.push(notice);
            }
        }
        apart
    }
}

fn kind(nature: &str) -> Option<NoticeKind> {
    Some(match nature.to_ascii_lowercase().as_str() {
        "retraction" | "partial retraction" => NoticeKind::Retraction,
        "correction" => NoticeKind::Correction,
        "expression of concern" => NoticeKind::Concern,
        "reinstatement" => NoticeKind::Reinstatement,
        _ => return None,
    })
}

/// The list says "unavailable" where there is no DOI.
fn identifier(given: &str) -> String {
    if given.contains('/') { given.to_owned() } else { String::new() }
}

/// "M/D/YYYY 0:00", as American programs write a day, or `YYYY-MM-DD`, as a program that kept the list may have
/// written it since.
fn day(given: &str) -> String {
    let text = given.split(|c: char| c.is_whitespace() || c == 'T').next().unwrap_or_default();
    if text.len() == 10 && editorial::is_partial_date(text) {
        return text.to_owned();
    }
    let mut parts = text.split('/').map(str::parse::<u32>);
    match (parts.next(), parts.next(), parts.next()) {
        (Some(Ok(month)), Some(Ok(day)), Some(Ok(year))) => {
            let text = format!("{year:04}-{month:02}-{day:02}");
            if editorial::is_partial_date(&text) { text } else { String::new() }
        }
        _ => String::new(),
    }
}
