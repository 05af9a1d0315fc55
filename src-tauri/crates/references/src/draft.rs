//! The fields of a reference as a file has them, on their way to a source.

use crate::Bad;
use editorial::{Author, Identifiers, Source, SourceKind, Tier};

/// What a file says of a work, word for word.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Draft {
    pub(crate) kind: Option<SourceKind>,
    pub(crate) tier: Option<Tier>,
    pub(crate) title: String,
    pub(crate) authors: Vec<Author>,
    pub(crate) editors: Vec<Author>,
    pub(crate) container: String,
    pub(crate) container_short: String,
    pub(crate) issued: String,
    pub(crate) accessed: String,
    pub(crate) volume: String,
    pub(crate) issue: String,
    pub(crate) pages: String,
    pub(crate) publisher: String,
    pub(crate) place: String,
    pub(crate) edition: String,
    pub(crate) doi: String,
    pub(crate) pmid: String,
    pub(crate) pmcid: String,
    pub(crate) nct: String,
    pub(crate) url: String,
    /// Serial numbers, of which those of books are wanted.
    pub(crate) numbers: Vec<String>,
    /// What the person should know of the entry.
    pub(crate) remarks: Vec<String>,
}

/// One of the identifiers.
type Field = fn(&mut Identifiers) -> &mut String;

impl Draft {
    /// Takes the identifiers that a remark holds: Zotero keeps those it has no field for as lines like `PMID: 123`.
    pub(crate) fn glean(&mut self, text: &str) {
        for line in text.split(['\n', ';', '|']).flat_map(|line| line.split(". ")) {
            let line = line.trim();
            let after = |label: &str| {
                let head = line.get(..label.len())?;
                let rest = line.get(label.len()..)?.trim_start();
                head.eq_ignore_ascii_case(label).then(|| rest.strip_prefix(':').unwrap_or(rest).trim())
            };
            let word = |text: &str| text.split_whitespace().next().unwrap_or_default().to_owned();
            if let Some(id) = after("PMCID").or_else(|| line.starts_with("PMC").then_some(line)) {
                fill(&mut self.pmcid, &word(id));
            } else if let Some(id) = after("PMID") {
                fill(&mut self.pmid, &word(id));
            } else if let Some(id) =
                after("DOI").filter(|id| id.starts_with("10.") || id.contains("doi.org/"))
            {
                fill(&mut self.doi, &word(id));
            } else if line.starts_with("NCT") {
                fill(&mut self.nct, &word(line));
            } else if line.contains("pubmed.ncbi.nlm.nih.gov/") || line.contains("ncbi.nlm.nih.gov/pubmed/") {
                let id: String = line.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
                if !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit()) {
                    fill(&mut self.pmid, &id);
                }
            }
        }
    }

    /// The source, with what had to be left out told in `notes`; or why there is none.
    pub(crate) fn finish(mut self, notes: &mut Vec<String>) -> Result<Source, Bad> {
        notes.append(&mut self.remarks);
        let title = title(&self.title);
        if title.is_empty() {
            return Err(Bad("It has no title.".to_owned()));
        }
        let short = |title: &str| {
            if title.chars().count() > 60 { title.chars().take(60).collect() } else { title.to_owned() }
        };
        if title.chars().count() > 2000 {
            return Err(Bad(format!("Its title is longer than any title: “{}…”.", short(&title))));
        }
        let mut identifiers = Identifiers::default();
        if self.doi.is_empty() && (self.url.contains("doi.org/10.") || self.url.starts_with("10.")) {
            self.doi = std::mem::take(&mut self.url);
        }
        self.doi = one_doi(&self.doi, notes);
        // An address that says only what an identifier says already is none of its own.
        let doi = self.doi.trim().to_lowercase();
        if (!doi.is_empty()
            && self.url.to_lowercase().ends_with(doi.as_str())
            && self.url.contains("doi.org/"))
            || self.url.contains("pubmed.ncbi.nlm.nih.gov/")
            || self.url.contains("ncbi.nlm.nih.gov/pubmed/")
        {
            let url = std::mem::take(&mut self.url);
            self.glean(&url);
        }
        let isbn = self
            .numbers
            .iter()
            .flat_map(|list| list.split([';', ',', '\n']))
            .flat_map(isbns_of)
            .collect::<Vec<_>>();
        let good = |isbn: &&String| {
            Identifiers { isbn: (*isbn).clone(), ..Identifiers::default() }.normalised().is_ok()
        };
        let isbn = isbn.iter().find(good).or(isbn.first()).cloned();
        let given: [(&str, String, Field); 6] = [
            ("DOI", self.doi.clone(), |i| &mut i.doi),
            ("PubMed id", self.pmid.clone(), |i| &mut i.pmid),
            ("PubMed Central id", self.pmcid.clone(), |i| &mut i.pmcid),
            ("trial number", self.nct.clone(), |i| &mut i.nct),
            ("ISBN", isbn.unwrap_or_default(), |i| &mut i.isbn),
            ("web address", self.url.clone(), |i| &mut i.url),
        ];
        for (name, value, field) in given {
            let mut alone = Identifiers::default();
            value.clone_into(field(&mut alone));
            match alone.normalised() {
                Ok(mut good) => *field(&mut identifiers) = std::mem::take(field(&mut good)),
                Err(error) => notes.push(format!("Its {name} is left out: {error}")),
            }
        }
        let kind = self.kind.unwrap_or_else(|| {
            notes.push("What kind of work it is was not said: look at it.".to_owned());
            self.guessed_kind()
        });
        let issued = dated("date", &self.issued, notes);
        let accessed = dated("day of access", &self.accessed, &mut Vec::new());
        let container = clean(&self.container);
        let container_short = Some(clean(&self.container_short)).filter(|short| *short != container);
        let source = Source {
            tier: self.tier,
            authors: self.authors.iter().map(named).collect(),
            editors: self.editors.iter().map(named).collect(),
            container,
            container_short: container_short.unwrap_or_default(),
            issued,
            volume: clean(&self.volume),
            issue: clean(&self.issue),
            pages: pages(&self.pages),
            edition: clean(&self.edition),
            publisher: clean(&self.publisher),
            place: clean(&self.place),
            accessed,
            identifiers,
            ..Source::new(kind, title)
        };
        source.checked().map_err(|refusal| Bad(refusal.sentence))
    }

    fn guessed_kind(&self) -> SourceKind {
        let issued_in = [&self.volume, &self.pmid, &self.doi].iter().any(|field| !field.is_empty());
        if issued_in && !self.container.is_empty() {
            SourceKind::JournalArticle
        } else if !self.url.is_empty() && self.publisher.is_empty() {
            SourceKind::WebPage
        } else {
            SourceKind::Report
        }
    }
}

/// The day that a text says, or a note that it says none.
fn dated(name: &str, given: &str, notes: &mut Vec<String>) -> String {
    let day = day(given);
    if day.is_empty() && !given.trim_matches(|c: char| !c.is_alphanumeric()).is_empty() {
        notes.push(format!("Its {name} is left out: there is no year in “{}”.", clean(given)));
    }
    day
}

fn fill(field: &mut String, value: &str) {
    if field.is_empty() {
        value.trim_end_matches(['.', ',']).clone_into(field);
    }
}

/// A name as "Family, Given", "Family, Suffix, Given" (RIS), or as it is read for a body.
pub(crate) fn person(name: &str) -> Option<Author> {
    let parts: Vec<&str> = name.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [] => None,
        // "World Health Organization," with the comma that EndNote asks for behind a body.
        [whole] => body(whole),
        [family, given] => Some(Author { family: (*family).to_owned(), given: (*given).to_owned() }),
        [family, given, rest @ ..] => {
            let suffix = |part: &str| matches!(part.trim_end_matches('.'), "Jr" | "Sr" | "II" | "III" | "IV");
            let rest = rest.join(", ");
            if name.trim_end().ends_with(',') {
                return body(name.trim_end_matches([',', ' ']));
            }
            Some(if suffix(given) {
                Author { family: (*family).to_owned(), given: format!("{rest}, {given}") }
            } else {
                Author { family: (*family).to_owned(), given: format!("{given}, {rest}") }
            })
        }
    }
}

/// A body, or whoever is known by one name.
pub(crate) fn body(name: &str) -> Option<Author> {
    let family = clean(name.trim_end_matches([',', ' ', '.']));
    (!family.is_empty()).then(|| Author { family, given: String::new() })
}

fn named(author: &Author) -> Author {
    Author { family: clean(&author.family), given: clean(&author.given) }
}

/// White space folded, the tags and entities of HTML that exports leave in taken out; tags may themselves be written
/// as entities.
fn clean(text: &str) -> String {
    let once = untagged(text);
    if once.contains("</") { untagged(&once) } else { once }
}

fn untagged(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let tag = ["i", "b", "em", "strong", "sub", "sup", "span", "scp", "p"].iter().find_map(|name| {
            let inner = rest.get(1..)?.strip_prefix('/').unwrap_or(&rest[1..]);
            let after = inner
                .get(..name.len())
                .filter(|head| head.eq_ignore_ascii_case(name))
                .map(|_| &inner[name.len()..])?;
            let end = rest.find('>')?;
            (rest.starts_with('<') && after.starts_with(['>', ' ', '/'])).then_some(end + 1)
        });
        let entity = [
            ("&amp;", '&'),
            ("&lt;", '<'),
            ("&gt;", '>'),
            ("&quot;", '"'),
            ("&#39;", '\''),
            ("&apos;", '\''),
            ("&nbsp;", ' '),
        ]
        .into_iter()
        .find(|(name, _)| rest.starts_with(name));
        if let Some(length) = tag {
            rest = &rest[length..];
        } else if let Some((name, letter)) = entity {
            out.push(letter);
            rest = &rest[name.len()..];
        } else {
            out.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Without the full stop that `PubMed` puts behind every title.
fn title(given: &str) -> String {
    let title = clean(given);
    match title.strip_suffix('.') {
        Some(bare) if !bare.ends_with('.') => bare.to_owned(),
        _ => title,
    }
}

/// With a plain hyphen between them.
fn pages(given: &str) -> String {
    clean(given).replace(['–', '—', '‐', '‑'], "-")
}

/// What may be an ISBN in a serial number that says what else it is ("978-… (electronic)"); none for an ISSN. Numbers
/// of print and electronic books are joined by a space, which also stands inside a number.
fn isbns_of(text: &str) -> Vec<String> {
    let bare = text.split('(').next().unwrap_or_default();
    let number = |text: &str| -> Option<String> {
        let bare: String = text.chars().filter(|c| c.is_ascii_digit() || matches!(c, 'X' | 'x')).collect();
        matches!(bare.len(), 10 | 13).then_some(bare)
    };
    number(bare).map_or_else(|| bare.split_whitespace().filter_map(number).collect(), |whole| vec![whole])
}

/// The DOI in a field that holds more: `PubMed` writes "10.… [doi]", and some programs put several in one field, of
/// which the first is taken.
fn one_doi(given: &str, notes: &mut Vec<String>) -> String {
    let given = given.trim();
    let begins = |word: &str| {
        let bare = word.trim_start_matches(['(', '[']).to_lowercase();
        bare.starts_with("10.") || bare.contains("doi.org/10.")
    };
    let words: Vec<&str> = given.split_whitespace().collect();
    let several = words.iter().filter(|word| begins(word)).count() > 1;
    let labelled = words.last().is_some_and(|word| word.eq_ignore_ascii_case("[doi]"));
    match words.iter().find(|word| begins(word)) {
        Some(first) if several || labelled => {
            if several {
                notes.push(format!("Several DOIs are given for it, of which the first is taken: {given}"));
            }
            (*first).to_owned()
        }
        _ => given.to_owned(),
    }
}

/// A day, month or year, of the many forms in which they are written; empty if there is no year. A season, a span or
/// a month that cannot be leaves only what is sure.
fn day(given: &str) -> String {
    let words: Vec<&str> =
        given.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let year_at = words.iter().position(|word| {
        word.len() == 4
            && word.bytes().all(|b| b.is_ascii_digit())
            && (word.starts_with('1') || word.starts_with('2'))
    });
    let Some(year_at) = year_at else { return String::new() };
    let (Some(year), spans) =
        (words.get(year_at), given.trim_matches('/').contains("/20") && given.matches('-').count() > 1)
    else {
        return String::new();
    };
    if spans {
        return (*year).to_owned();
    }
    let others: Vec<&str> =
        words.iter().enumerate().filter(|(n, _)| *n != year_at).map(|(_, word)| *word).collect();
    let named = others.iter().position(|word| month(word).is_some());
    let number = |word: &&str| word.parse::<u32>().ok();
    let (month, day) = match named {
        Some(at) => {
            let span = others.iter().filter(|word| month(word).is_some()).count() > 1;
            let day = others.iter().enumerate().filter(|(n, _)| *n != at).find_map(|(_, word)| number(word));
            (others.get(at).and_then(|word| month(word)), if span { None } else { day })
        }
        // Only what begins with the year is sure to go on with the month.
        None if year_at == 0 => (others.first().and_then(number), others.get(1).and_then(number)),
        None => (None, None),
    };
    let Some(month) = month.filter(|month| (1..=12).contains(month)) else { return (*year).to_owned() };
    let whole = day.map(|day| format!("{year}-{month:02}-{day:02}"));
    let real = |text: &String| editorial::is_partial_date(text);
    whole.filter(real).unwrap_or_else(|| format!("{year}-{month:02}"))
}

fn month(word: &str) -> Option<u32> {
    const NAMES: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let lower = word.to_lowercase();
    let head = lower.get(..3).filter(|_| lower.chars().all(char::is_alphabetic))?;
    NAMES.iter().position(|name| *name == head).map(|at| at as u32 + 1)
}
