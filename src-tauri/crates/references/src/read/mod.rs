//! Files of references: which format it is, its entries, and what is wrong with those that are bad.

mod bibtex;
mod csl_json;
mod decode;
mod endnote;
mod nbib;
mod publication;
mod pubmed;
mod ris;
mod split;
mod tagged;
mod tex;
mod xml;

use crate::draft::Draft;
use editorial::Source;
use serde::Serialize;
use ts_rs::TS;

/// Files larger than this are refused.
pub const MAX_BYTES: usize = 32 << 20;

/// A file of references, or what was pasted of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// What it is.
    pub format: Format,
    /// Its entries, in its order.
    pub entries: Vec<Entry>,
    /// What the person should know of the whole.
    pub notes: Vec<String>,
}

/// A format of references.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "ReferenceFormat")]
pub enum Format {
    /// RIS, as most programs and publishers export it.
    Ris,
    /// The MEDLINE form of `PubMed` (nbib).
    Nbib,
    /// The XML of `PubMed`.
    PubmedXml,
    /// The XML of `EndNote`.
    EndnoteXml,
    /// `BibTeX` or `BibLaTeX`.
    Bibtex,
    /// CSL-JSON.
    CslJson,
}

impl Format {
    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Ris => "RIS",
            Self::Nbib => "PubMed (nbib)",
            Self::PubmedXml => "PubMed XML",
            Self::EndnoteXml => "EndNote XML",
            Self::Bibtex => "BibTeX",
            Self::CslJson => "CSL-JSON",
        }
    }
}

/// An entry of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the file, from 1.
    pub number: u32,
    /// The line it begins on, from 1.
    pub line: u32,
    /// What it says, or what is wrong with it.
    pub what: Result<Source, Bad>,
    /// What was left out of it, a sentence each.
    pub notes: Vec<String>,
}

/// Why an entry cannot be read: a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Bad(pub String);

/// Why a file cannot be read at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// There is nothing in it.
    #[error("There are no references in it: it is empty.")]
    Empty,
    /// It is none of the formats.
    #[error(
        "It is none of the formats that are read here: RIS, BibTeX, PubMed (nbib or XML), CSL-JSON, EndNote XML."
    )]
    Unknown,
    /// It is no list of retractions.
    #[error("It is not the CSV file that Retraction Watch publishes, or it holds no notices.")]
    NoRetractions,
    /// It is too large.
    #[error("It is too large: a file of references holds at most 32 MB, a list of retractions 256 MB.")]
    TooLarge,
}

/// Reads a file of references, whatever it is called: its content says what it is.
pub fn read(bytes: &[u8]) -> Result<List, Unreadable> {
    if bytes.len() > MAX_BYTES {
        return Err(Unreadable::TooLarge);
    }
    let mut notes = Vec::new();
    let text = decode::decode(bytes, &mut notes);
    if text.trim().is_empty() {
        return Err(Unreadable::Empty);
    }
    let format = format_of(&text).ok_or(Unreadable::Unknown)?;
    let drafts = match format {
        Format::Ris => ris::read(&text),
        Format::Nbib => nbib::read(&text),
        Format::PubmedXml => pubmed::read(&text),
        Format::EndnoteXml => endnote::read(&text),
        Format::Bibtex => bibtex::read(&text),
        Format::CslJson => csl_json::read(&text),
    };
    if drafts.is_empty() {
        return Err(Unreadable::Unknown);
    }
    let entries = (1u32..).zip(drafts).map(|(number, Found { line, draft })| {
        let mut notes = Vec::new();
        let what = draft.and_then(|draft| draft.finish(&mut notes));
        Entry { number, line, what, notes }
    });
    Ok(List { format, entries: entries.collect(), notes })
}

/// The source that an item of CSL-JSON describes, as registries answer with.
pub fn of_csl(item: &serde_json::Map<String, serde_json::Value>) -> Result<Source, Bad> {
    csl_json::of_item(item).finish(&mut Vec::new())
}

/// An entry on its way: where it begins, and its fields as the file has them.
struct Found {
    line: u32,
    draft: Result<Draft, Bad>,
}

fn format_of(text: &str) -> Option<Format> {
    let start = text.trim_start();
    if start.starts_with('<') {
        return [
            (Format::PubmedXml, "<PubmedArticle"),
            (Format::PubmedXml, "<PubmedBookArticle"),
            (Format::EndnoteXml, "<record"),
        ]
        .into_iter()
        .find_map(|(format, tag)| text.contains(tag).then_some(format));
    }
    if start.starts_with(['[', '{']) {
        return Some(Format::CslJson);
    }
    // What stands above the first entry (a provider's banner) does not matter.
    text.lines().find_map(|line| {
        if tagged::ris(line).is_some_and(|(tag, _)| tag == "TY") {
            Some(Format::Ris)
        } else if tagged::nbib(line).is_some_and(|(tag, _)| matches!(tag, "PMID" | "OWN" | "STAT" | "NBK")) {
            Some(Format::Nbib)
        } else {
            bibtex::begins(line).then_some(Format::Bibtex)
        }
    })
}
