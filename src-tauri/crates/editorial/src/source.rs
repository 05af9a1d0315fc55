//! Sources: what substantiates claims. The fields follow CSL-JSON's meaning under our names.

mod identifiers;
mod likeness;
mod shelf;
mod standing;

pub use identifiers::{Identifiers, InvalidIdentifier};
pub use shelf::Shelf;
pub use standing::Notice;

use crate::{Media, Refusal, SourceKind, Tier};
use document::Digest;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is known of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Source {
    /// Its kind.
    pub kind: SourceKind,
    /// What kind of evidence it is, as far as anybody has said. A guideline and a drug label are their own kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional = nullable)]
    pub tier: Option<Tier>,
    /// Its title; never empty.
    pub title: String,
    /// Who wrote it, in order.
    #[serde(default)]
    pub authors: Vec<Author>,
    /// Who edited the book it is a chapter of, or the book itself.
    #[serde(default)]
    pub editors: Vec<Author>,
    /// The journal, book or site it appeared in.
    #[serde(default)]
    pub container: String,
    /// What the journal is called in short ("N Engl J Med").
    #[serde(default)]
    pub container_short: String,
    /// When it appeared: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; empty if unknown.
    #[serde(default)]
    pub issued: String,
    /// Volume.
    #[serde(default)]
    pub volume: String,
    /// Issue.
    #[serde(default)]
    pub issue: String,
    /// Pages or article number.
    #[serde(default)]
    pub pages: String,
    /// Edition of a book: "3rd", "13".
    #[serde(default)]
    pub edition: String,
    /// Publisher or issuing body.
    #[serde(default)]
    pub publisher: String,
    /// Where it was published.
    #[serde(default)]
    pub place: String,
    /// When a web page was read, as `issued`.
    #[serde(default)]
    pub accessed: String,
    /// Numbers and addresses it is known by.
    #[serde(default)]
    pub identifiers: Identifiers,
    /// What became of it after it was published, oldest notice first. Events of their own bring these.
    #[serde(default)]
    pub notices: Vec<Notice>,
    /// Its file, if it carries one. An event of its own brings it.
    #[serde(default)]
    pub file: Option<SourceFile>,
}

/// The file that a source carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SourceFile {
    /// Its name.
    pub name: String,
    /// SHA-256 of its bytes, kept as an attachment.
    #[ts(type = "string")]
    pub digest: Digest,
    /// What it is.
    pub media: Media,
    /// Bytes.
    pub size: u32,
    /// Pages, for a PDF; else 0.
    pub pages: u32,
    /// SHA-256 of its words as they were read when it was attached, a JSON list with a text for each page, kept as an
    /// attachment; none if there are no words in it.
    #[ts(type = "string | null")]
    pub text: Option<Digest>,
}

/// Somebody who wrote a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Author {
    /// Family name, or the whole name of a body.
    pub family: String,
    /// Given names or initials; empty for a body.
    #[serde(default)]
    pub given: String,
}

impl Author {
    /// What stands at the end of a list of people that goes on, because the record named only the first.
    pub fn others() -> Self {
        Self { family: "et al".to_owned(), given: String::new() }
    }
}

impl Source {
    /// A source of which nothing but kind and title is known.
    pub fn new(kind: SourceKind, title: impl Into<String>) -> Self {
        Self {
            kind,
            tier: None,
            title: title.into(),
            authors: Vec::new(),
            editors: Vec::new(),
            container: String::new(),
            container_short: String::new(),
            issued: String::new(),
            volume: String::new(),
            issue: String::new(),
            pages: String::new(),
            edition: String::new(),
            publisher: String::new(),
            place: String::new(),
            accessed: String::new(),
            identifiers: Identifiers::default(),
            notices: Vec::new(),
            file: None,
        }
    }

    /// Trims every field, normalises the identifiers and checks what must hold.
    pub fn checked(mut self) -> Result<Self, Refusal> {
        let fold = |text: &mut String| *text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for field in [
            &mut self.title,
            &mut self.container,
            &mut self.container_short,
            &mut self.issued,
            &mut self.volume,
            &mut self.issue,
            &mut self.pages,
            &mut self.edition,
            &mut self.publisher,
            &mut self.place,
            &mut self.accessed,
        ] {
            fold(field);
        }
        for people in [&mut self.authors, &mut self.editors] {
            for person in people.iter_mut() {
                fold(&mut person.family);
                fold(&mut person.given);
            }
            people.retain(|person| !person.family.is_empty() || !person.given.is_empty());
        }
        if self.title.is_empty() {
            return Err(Refusal::missing("A source needs a title."));
        }
        if [&self.issued, &self.accessed].into_iter().any(|day| !day.is_empty() && !is_partial_date(day)) {
            return Err(Refusal::invalid(
                "A source's date is a year, a year and month, or a day: 2021, 2021-05, 2021-05-17.",
            ));
        }
        self.tier = self.tier.or(match self.kind {
            SourceKind::Guideline => Some(Tier::Guideline),
            SourceKind::DrugLabel => Some(Tier::DrugLabel),
            _ => None,
        });
        self.identifiers = self.identifiers.normalised().map_err(|e| Refusal::invalid(e.to_string()))?;
        Ok(self)
    }

    /// The year it appeared in.
    pub fn year(&self) -> Option<u16> {
        self.issued.get(..4).and_then(|year| year.parse().ok())
    }

    /// The same source, knowing besides what only another record of the work knows.
    #[must_use]
    pub fn filled_from(&self, other: &Self) -> Self {
        let mut new = self.clone();
        let i = &mut new.identifiers;
        let o = &other.identifiers;
        for (mine, theirs) in [
            (&mut new.container, &other.container),
            (&mut new.container_short, &other.container_short),
            (&mut new.issued, &other.issued),
            (&mut new.volume, &other.volume),
            (&mut new.issue, &other.issue),
            (&mut new.pages, &other.pages),
            (&mut new.edition, &other.edition),
            (&mut new.publisher, &other.publisher),
            (&mut new.place, &other.place),
            (&mut new.accessed, &other.accessed),
            (&mut i.doi, &o.doi),
            (&mut i.pmid, &o.pmid),
            (&mut i.pmcid, &o.pmcid),
            (&mut i.nct, &o.nct),
            (&mut i.set_id, &o.set_id),
            (&mut i.isbn, &o.isbn),
            (&mut i.url, &o.url),
        ] {
            if mine.is_empty() {
                mine.clone_from(theirs);
            }
        }
        for (mine, theirs) in [(&mut new.authors, &other.authors), (&mut new.editors, &other.editors)] {
            if mine.is_empty() {
                mine.clone_from(theirs);
            }
        }
        for notice in &other.notices {
            if !new.notices.iter().any(|known| known.is_same_as(notice)) {
                new.notices.push(notice.clone());
            }
        }
        new.tier = new.tier.or(other.tier);
        new.file = new.file.or_else(|| other.file.clone());
        new
    }

    /// A line to tell it from others: "Miller et al., Gout flares, 2021".
    pub fn short(&self) -> String {
        let who = match self.authors.as_slice() {
            [] => None,
            [one] => Some(one.family.clone()),
            [first, second] if *second != Author::others() => {
                Some(format!("{} and {}", first.family, second.family))
            }
            [first, ..] => Some(format!("{} et al.", first.family)),
        };
        [who, Some(self.title.clone()), self.year().map(|year| year.to_string())]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(", ")
    }
}

/// Whether a text is a year, a year and month, or a day: `2021`, `2021-05`, `2021-05-17`.
pub fn is_partial_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
    match parts.as_slice() {
        [y] => digits(y, 4),
        [y, m] => digits(y, 4) && digits(m, 2) && ("01"..="12").contains(m),
        [_, _, _] => chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok() && text.len() == 10,
        _ => false,
    }
}
