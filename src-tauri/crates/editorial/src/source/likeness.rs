//! Whether two records are of the same work.

use super::Source;
use crate::SourceKind;

/// Share of their three-letter pieces that two titles have in common to be thought one.
const ALIKE: f64 = 0.86;
/// A shorter title says too little to be the beginning of another.
const TELLING: usize = 24;

impl Source {
    /// The identifiers by which two records are known to be the same work: `doi:10.1000/182`. A trial's number and a
    /// book's ISBN are shared by all that report of the trial and by all chapters of the book.
    pub fn identifying(&self) -> Vec<String> {
        let i = &self.identifiers;
        let registered = matches!(self.kind, SourceKind::WebPage | SourceKind::Dataset);
        [
            ("doi", &i.doi, true),
            ("pmid", &i.pmid, true),
            ("pmcid", &i.pmcid, true),
            ("nct", &i.nct, registered),
            ("set-id", &i.set_id, true),
            ("isbn", &i.isbn, self.kind != SourceKind::Chapter),
            ("url", &i.url, true),
        ]
        .into_iter()
        .filter(|(_, value, identifies)| *identifies && !value.is_empty())
        .map(|(name, value, _)| format!("{name}:{value}"))
        .collect()
    }

    /// Title and year folded for comparing: two sources with the same are thought to be one.
    pub fn twin_key(&self) -> String {
        format!("{}|{}", self.folded_title(), self.year().map(|year| year.to_string()).unwrap_or_default())
    }

    /// Whether another record is thought to be of the same work: by an identifier, or by title and year where no
    /// identifier says otherwise.
    pub fn is_twin_of(&self, other: &Self) -> bool {
        let (mine, theirs) = (self.identifying(), other.identifying());
        if mine.iter().any(|value| theirs.contains(value)) {
            return true;
        }
        self.twin_key() == other.twin_key() && !self.differs_from(other)
    }

    /// Whether another record might be of the same work, so that a person should look: titles alike, years at most
    /// one apart (in print and online), no identifier or first author that says otherwise.
    pub fn resembles(&self, other: &Self) -> bool {
        if self.is_twin_of(other) {
            return true;
        }
        if self.differs_from(other)
            || (self.kind == SourceKind::Chapter) != (other.kind == SourceKind::Chapter)
        {
            return false;
        }
        let years = match (self.year(), other.year()) {
            (Some(a), Some(b)) => a.abs_diff(b) <= 1,
            _ => true,
        };
        let author = |source: &Self| {
            source
                .authors
                .first()
                .map(|a| a.family.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>())
        };
        let authors = match (author(self), author(other)) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        years && authors && titles_alike(&self.folded_title(), &other.folded_title())
    }

    /// Whether both have an identifier of one kind, and not the same.
    fn differs_from(&self, other: &Self) -> bool {
        let (a, b) = (&self.identifiers, &other.identifiers);
        [
            (&a.doi, &b.doi),
            (&a.pmid, &b.pmid),
            (&a.pmcid, &b.pmcid),
            (&a.set_id, &b.set_id),
            (&a.isbn, &b.isbn),
        ]
        .into_iter()
        .any(|(mine, theirs)| !mine.is_empty() && !theirs.is_empty() && mine != theirs)
    }

    fn folded_title(&self) -> String {
        self.title.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
    }
}

/// The same title up to a subtitle that one of them lacks, or a few letters. Numbers that differ make two works of
/// one series.
fn titles_alike(a: &str, b: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.chars().count() >= TELLING && long.starts_with(short) {
        return true;
    }
    digits(a) == digits(b) && dice(a, b) >= ALIKE
}

fn dice(a: &str, b: &str) -> f64 {
    let pieces = |text: &str| {
        let letters: Vec<char> = text.chars().collect();
        let mut pieces: Vec<String> = letters.windows(3).map(|piece| piece.iter().collect()).collect();
        pieces.sort();
        pieces
    };
    let (a, b) = (pieces(a), pieces(b));
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let (mut i, mut j, mut common) = (0, 0, 0usize);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                common += 1;
                i += 1;
                j += 1;
            }
        }
    }
    2.0 * common as f64 / (a.len() + b.len()) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Author;

    fn source(title: &str, year: &str) -> Source {
        Source { issued: year.to_owned(), ..Source::new(SourceKind::JournalArticle, title) }
    }

    #[test]
    fn identifiers_decide_before_titles_do() {
        let doi = |title: &str, doi: &str| {
            let mut source = source(title, "2020");
            source.identifiers.doi = doi.to_owned();
            source
        };
        assert!(doi("One title", "10.1000/1").is_twin_of(&doi("Quite another", "10.1000/1")));
        assert!(!doi("The same title", "10.1000/1").is_twin_of(&doi("The same title", "10.1000/2")));
        assert!(!doi("The same title", "10.1000/1").resembles(&doi("The same title", "10.1000/2")));
        assert!(doi("The same title", "10.1000/1").is_twin_of(&source("The Same Title.", "2020")));
    }

    #[test]
    fn papers_of_one_trial_and_chapters_of_one_book_are_several_works() {
        let of_trial = |title: &str| {
            let mut source = source(title, "2020");
            source.identifiers.nct = "NCT01234567".to_owned();
            source
        };
        assert!(!of_trial("The main result").is_twin_of(&of_trial("Kidneys in the same trial")));
        let chapter = |title: &str| {
            let mut source = Source::new(SourceKind::Chapter, title);
            source.identifiers.isbn = "9780306406157".to_owned();
            source
        };
        assert!(!chapter("First").is_twin_of(&chapter("Second")));
    }

    #[test]
    fn what_looks_alike_is_shown_and_what_only_sounds_alike_is_not() {
        let (one, year) = ("Low-dose colchicine in acute gout: a randomised trial", "2020");
        assert!(source(one, year).resembles(&source("Low-dose colchicine in acute gout", "2021")));
        assert!(
            source(one, year)
                .resembles(&source("Low dose colchicin in acute gout: a randomized trial", year))
        );
        assert!(!source(one, year).resembles(&source(one, "2015")));
        assert!(!source("Gout in adults, part 1", year).resembles(&source("Gout in adults, part 2", year)));
        assert!(!source("Gout", year).resembles(&source("Gout in adults", year)));
        let by = |name: &str| Source {
            authors: vec![Author { family: name.to_owned(), given: String::new() }],
            ..source(one, year)
        };
        assert!(!by("Harbour").resembles(&Source { title: one.replace("acute", "acutest"), ..by("Okafor") }));
    }
}
