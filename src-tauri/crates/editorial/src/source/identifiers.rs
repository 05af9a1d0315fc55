//! The numbers and addresses a source is known by.
//!
//! People paste identifiers as they find them: with a resolver's address in front, in capitals, with the
//! typeset hyphens of a PDF. Each has one form here, so that equal sources have equal identifiers.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use url::Url;
use uuid::Uuid;

/// Identifiers, each empty if unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Identifiers {
    /// Digital object identifier, without a resolver's address, in lower case.
    pub doi: String,
    /// PubMed id.
    pub pmid: String,
    /// PubMed Central id, with `PMC`.
    pub pmcid: String,
    /// ClinicalTrials.gov number, with `NCT`.
    pub nct: String,
    /// Set id of a structured product label.
    pub set_id: String,
    /// ISBN-13, digits only.
    pub isbn: String,
    /// Web address.
    pub url: String,
}

/// An identifier that cannot be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidIdentifier(pub String);

impl Identifiers {
    /// Brings each to its one form, or says which cannot be right.
    pub fn normalised(self) -> Result<Self, InvalidIdentifier> {
        let each = |given: &str, rule: fn(&str) -> Result<String, String>| {
            let given = plain(given);
            if given.is_empty() { Ok(given) } else { rule(&given).map_err(InvalidIdentifier) }
        };
        Ok(Self {
            doi: each(&self.doi, doi)?,
            pmid: each(&self.pmid, pmid)?,
            pmcid: each(&self.pmcid, pmcid)?,
            nct: each(&self.nct, nct)?,
            set_id: each(&self.set_id, set_id)?,
            isbn: each(&self.isbn, isbn)?,
            url: each(&self.url, web_address)?,
        })
    }

    /// What another record of the same work is registered under and this one is not, as people read it:
    /// "PubMed id 19453963". A web address registers nothing.
    pub fn lacking(&self, other: &Self) -> Vec<String> {
        [
            ("DOI", &self.doi, &other.doi),
            ("PubMed id", &self.pmid, &other.pmid),
            ("PubMed Central id", &self.pmcid, &other.pmcid),
            ("trial number", &self.nct, &other.nct),
            ("label set id", &self.set_id, &other.set_id),
            ("ISBN", &self.isbn, &other.isbn),
        ]
        .into_iter()
        .filter(|(_, mine, theirs)| mine.is_empty() && !theirs.is_empty())
        .map(|(name, _, theirs)| format!("{name} {theirs}"))
        .collect()
    }
}

/// Trimmed, with the hyphens, spaces and invisible characters of typesetting made plain.
fn plain(text: &str) -> String {
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}'))
        .map(|c| match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .collect();
    plain.trim().to_owned()
}

/// What follows the first of `prefixes` (in lower case) that `text` begins with, in any case; else `text`.
fn after<'a>(text: &'a str, prefixes: &[&str]) -> &'a str {
    prefixes
        .iter()
        .find(|prefix| text.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix)))
        .map_or(text, |prefix| text[prefix.len()..].trim_start_matches([' ', ':']))
}

/// The address without its scheme and a leading `www.`.
fn without_scheme(text: &str) -> &str {
    after(after(text, &["https://", "http://"]), &["www."])
}

/// The part of an address that stands before its query, fragment and closing slash.
fn last_of_path(text: &str) -> &str {
    text.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/')
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// `10.`, the registrant's number, a slash and anything without spaces (ISO 26324); short DOIs are `10/abc`.
/// DOIs are compared without regard to the case of ASCII letters.
fn doi(given: &str) -> Result<String, String> {
    let wrong = |why: &str| Err(format!("“{given}” is not a DOI: {why}"));
    let address = without_scheme(after(given, &["urn:doi:", "info:doi/"]));
    let bare = after(address, &["doi.org/", "dx.doi.org/"]);
    let bare = if bare.len() < address.len() { percent_decoded(bare) } else { bare.to_owned() };
    let bare = after(after(&bare, &["doi"]), &["https://doi.org/", "http://doi.org/"]).to_ascii_lowercase();
    let (registrant, suffix) = match bare.split_once('/') {
        Some((registrant, suffix)) => (registrant.trim(), without_trailing_punctuation(suffix.trim())),
        None => return wrong("a DOI is a number such as 10.1000, a slash and a name."),
    };
    let short = registrant == "10" && suffix.bytes().all(|b| b.is_ascii_alphanumeric());
    let long = registrant.strip_prefix("10.").is_some_and(|rest| {
        let mut parts = rest.split('.');
        parts.next().is_some_and(|first| (4..=9).contains(&first.len()) && is_digits(first))
            && parts.all(is_digits)
    });
    if !short && !long {
        return wrong("it begins with 10. and four to nine digits.");
    }
    if suffix.is_empty() {
        return wrong("nothing follows the slash.");
    }
    if suffix.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return wrong("there is a space in it.");
    }
    Ok(format!("{registrant}/{suffix}"))
}

/// Without the punctuation of a sentence around it; a closing bracket stays where it has its opening one.
fn without_trailing_punctuation(text: &str) -> &str {
    let mut text = text;
    while let Some(last) = text.chars().next_back() {
        let opening = match last {
            '.' | ',' | ';' | ':' | '"' | '”' | '’' => None,
            ')' => Some('('),
            ']' => Some('['),
            '>' => Some('<'),
            _ => return text,
        };
        if opening.is_some_and(|opening| text.matches(opening).count() >= text.matches(last).count()) {
            return text;
        }
        text = &text[..text.len() - last.len_utf8()];
    }
    text
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let escaped = tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match escaped.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) if first == b'%' => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// One to eight digits, not beginning with 0.
fn pmid(given: &str) -> Result<String, String> {
    let bare = after(
        without_scheme(given),
        &[
            "pubmed.ncbi.nlm.nih.gov/",
            "ncbi.nlm.nih.gov/pubmed/",
            "m.pubmed.ncbi.nlm.nih.gov/",
            "europepmc.org/article/med/",
        ],
    );
    let bare = after(last_of_path(bare), &["pubmed id", "pubmed", "pmid"]);
    let digits = without_trailing_punctuation(bare).trim_start_matches('0');
    if is_digits(digits) && digits.len() <= 8 {
        Ok(digits.to_owned())
    } else {
        Err(format!("“{given}” is not a PubMed id: it is a number of up to eight digits."))
    }
}

/// `PMC` and digits; a version (`PMC123.2`) is left out, because it is the same article.
fn pmcid(given: &str) -> Result<String, String> {
    let bare = after(
        without_scheme(given),
        &[
            "pmc.ncbi.nlm.nih.gov/articles/",
            "ncbi.nlm.nih.gov/pmc/articles/",
            "europepmc.org/article/pmc/",
            "europepmc.org/articles/",
        ],
    );
    let bare = bare.split('/').next().unwrap_or_default();
    let bare = after(after(last_of_path(bare), &["pmcid"]), &["pmc"]);
    let digits = bare.split('.').next().unwrap_or_default().trim_start_matches('0');
    if is_digits(digits) && digits.len() <= 9 {
        Ok(format!("PMC{digits}"))
    } else {
        Err(format!("“{given}” is not a PubMed Central id: it is PMC and a number, such as PMC3283498."))
    }
}

/// `NCT` and eight digits.
fn nct(given: &str) -> Result<String, String> {
    let bare = after(
        without_scheme(given),
        &[
            "clinicaltrials.gov/study/",
            "clinicaltrials.gov/ct2/show/",
            "clinicaltrials.gov/show/",
            "clinicaltrials.gov/",
        ],
    );
    let bare = after(last_of_path(bare), &["clinicaltrials.gov"]);
    let bare = after(bare, &["identifier", "id"]);
    let digits: String = after(bare, &["nct"]).chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    if is_digits(&digits) && digits.len() == 8 {
        Ok(format!("NCT{digits}"))
    } else {
        Err(format!("“{given}” is not a ClinicalTrials.gov number: it is NCT and eight digits."))
    }
}

/// A UUID, as `openFDA` and `DailyMed` name a label through all its versions.
fn set_id(given: &str) -> Result<String, String> {
    let lower = given.to_ascii_lowercase();
    let value = lower.split_once("setid=").map_or(lower.as_str(), |(_, rest)| rest);
    let value = after(value.split(['&', '#']).next().unwrap_or_default(), &["set id", "set-id", "setid"]);
    match Uuid::try_parse(value.trim()) {
        Ok(id) if !id.is_nil() => Ok(id.hyphenated().to_string()),
        _ => Err(format!(
            "“{given}” is not the set id of a drug label: it is 32 hexadecimal digits in five groups."
        )),
    }
}

/// ISBN-13 of an ISBN-10 or ISBN-13 (ISO 2108), its check digit checked.
fn isbn(given: &str) -> Result<String, String> {
    let wrong = |why: &str| Err(format!("“{given}” is not an ISBN: {why}"));
    let bare =
        after(given, &["urn:isbn:", "isbn-13", "isbn-10", "isbn 13", "isbn 10", "isbn13", "isbn10", "isbn"]);
    let bare: String =
        bare.chars().filter(|c| !matches!(c, ' ' | '-')).collect::<String>().to_ascii_uppercase();
    let digits: Vec<u32> = bare.chars().map_while(|c| c.to_digit(10)).collect();
    let mistyped = "its check digit does not fit, so a digit is mistyped.";
    match (bare.len(), digits.len()) {
        (13, 13) if !(bare.starts_with("978") || bare.starts_with("979")) => {
            wrong("thirteen digits begin with 978 or 979.")
        }
        (13, 13) if check_digit_13(&digits[..12]) == digits[12] => Ok(bare),
        (10, 10 | 9) if digits.len() == 10 || bare.ends_with('X') => {
            let last = digits.get(9).copied().unwrap_or(10);
            let sum: u32 =
                (2..=10).rev().zip(&digits).map(|(weight, digit)| weight * digit).sum::<u32>() + last;
            if !sum.is_multiple_of(11) {
                return wrong(mistyped);
            }
            let thirteen = format!("978{}", &bare[..9]);
            let digits: Vec<u32> = thirteen.chars().filter_map(|c| c.to_digit(10)).collect();
            Ok(format!("{thirteen}{}", check_digit_13(&digits)))
        }
        (13, 13) => wrong(mistyped),
        _ => wrong("it has ten or thirteen digits."),
    }
}

fn check_digit_13(twelve: &[u32]) -> u32 {
    let sum: u32 = twelve.iter().zip([1, 3].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
    (10 - sum % 10) % 10
}

/// An `http` or `https` address with a host that has a dot, without what only follows readers around.
fn web_address(given: &str) -> Result<String, String> {
    let wrong = |why: &str| Err(format!("“{given}” is not a web address: {why}"));
    let given_scheme = given.split_once(':').filter(|(head, rest)| {
        head.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'+')
            && !rest.bytes().next().is_some_and(|b| b.is_ascii_digit())
    });
    let full = if given_scheme.is_some() { given.to_owned() } else { format!("https://{given}") };
    if full.contains(' ') {
        return wrong("there is a space in it.");
    }
    let Ok(mut url) = Url::parse(&full) else { return wrong("it looks like https://example.org/page.") };
    if !matches!(url.scheme(), "http" | "https") {
        return wrong("it begins with https:// or http://.");
    }
    if !url.host_str().is_some_and(|host| host.trim_matches('.').contains('.') || host.starts_with('[')) {
        return wrong("it looks like https://example.org/page.");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return wrong("it holds a user name or a password.");
    }
    let follows =
        |name: &str| name.starts_with("utm_") || matches!(name, "fbclid" | "gclid" | "mc_cid" | "mc_eid");
    if url.query_pairs().any(|(name, _)| follows(&name)) {
        let kept: Vec<(String, String)> =
            url.query_pairs().filter(|(name, _)| !follows(name)).map(|(n, v)| (n.into(), v.into())).collect();
        url.set_query(None);
        if !kept.is_empty() {
            url.query_pairs_mut().extend_pairs(kept);
        }
    }
    Ok(url.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn only(set: impl FnOnce(&mut Identifiers)) -> Result<Identifiers, String> {
        let mut identifiers = Identifiers::default();
        set(&mut identifiers);
        identifiers.normalised().map_err(|e| e.to_string())
    }

    macro_rules! forms {
        ($test:ident, $field:ident, right: { $($given:expr => $form:expr),* $(,)? }, wrong: [$($bad:expr),* $(,)?]) => {
            #[test]
            fn $test() {
                $(
                    assert_eq!(only(|i| i.$field = $given.to_owned()).map(|i| i.$field), Ok($form.to_owned()));
                    assert_eq!(only(|i| i.$field = $form.to_owned()).map(|i| i.$field), Ok($form.to_owned()));
                )*
                $(
                    let answer = only(|i| i.$field = $bad.to_owned());
                    let sentence = answer.expect_err($bad);
                    assert!(sentence.starts_with('“') && sentence.ends_with('.'), "{sentence}");
                )*
            }
        };
    }

    forms!(dois, doi, right: {
        "10.1056/NEJMoa1200303" => "10.1056/nejmoa1200303",
        " https://doi.org/10.1056/NEJMoa1200303 " => "10.1056/nejmoa1200303",
        "http://dx.doi.org/10.1000/182" => "10.1000/182",
        "https://www.doi.org/10.1000/182" => "10.1000/182",
        "doi:10.1000/182" => "10.1000/182",
        "DOI: 10.1000/182." => "10.1000/182",
        "doi.org/10.1000/182" => "10.1000/182",
        "doi: https://doi.org/10.1000/182" => "10.1000/182",
        "urn:doi:10.1000/182" => "10.1000/182",
        "info:doi/10.1000/182" => "10.1000/182",
        "10.1000 / 182" => "10.1000/182",
        "10.1000.10/123456" => "10.1000.10/123456",
        "10.1016/S0140‐6736(05)67394‑1" => "10.1016/s0140-6736(05)67394-1",
        "(10.1000/182)".trim_start_matches('(') => "10.1000/182",
        "https://doi.org/10.1002/(SICI)1097-0258(19980815)17:15%3C1661::AID-SIM968%3E3.0.CO;2-2"
            => "10.1002/(sici)1097-0258(19980815)17:15<1661::aid-sim968>3.0.co;2-2",
        "10.1000/50%off" => "10.1000/50%off",
        "10/ggjvr7" => "10/ggjvr7",
        "10.1000/a\u{AD}b" => "10.1000/ab",
        "" => "",
        "  " => "",
    }, wrong: [
        "11.1000/182", "10.100/182", "10.1000", "10.1000/", "10.1000/18 2", "10.1000/182 accessed 2020",
        "10.abcd/1", "PMC123", "https://example.org/10.1000/182", "10.1000/...",
    ]);

    forms!(pubmed_ids, pmid, right: {
        "12345678" => "12345678",
        "PMID: 19453963" => "19453963",
        "pmid:19453963." => "19453963",
        "PubMed 19453963" => "19453963",
        "https://pubmed.ncbi.nlm.nih.gov/19453963/" => "19453963",
        "https://pubmed.ncbi.nlm.nih.gov/19453963/?term=ldn#abstract" => "19453963",
        "http://www.ncbi.nlm.nih.gov/pubmed/19453963" => "19453963",
        "00123" => "123",
    }, wrong: ["0", "1234567890", "PMC123", "12 34", "abc", "10.1000/182"]);

    forms!(pubmed_central_ids, pmcid, right: {
        "PMC3283498" => "PMC3283498",
        "pmc3283498" => "PMC3283498",
        "PMCID: PMC3283498" => "PMC3283498",
        "3283498" => "PMC3283498",
        "PMC 3283498" => "PMC3283498",
        "PMC3283498.2" => "PMC3283498",
        "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC3283498/" => "PMC3283498",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC3283498/#S3title" => "PMC3283498",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC3283498/pdf/main.pdf" => "PMC3283498",
        "https://europepmc.org/article/PMC/PMC3283498" => "PMC3283498",
    }, wrong: ["PMC", "PMC12a", "PMC0", "NCT00000001"]);

    forms!(trial_numbers, nct, right: {
        "NCT01234567" => "NCT01234567",
        "nct01234567" => "NCT01234567",
        "NCT 0123 4567" => "NCT01234567",
        "NCT-01234567" => "NCT01234567",
        "01234567" => "NCT01234567",
        "https://clinicaltrials.gov/study/NCT01234567?cond=pain" => "NCT01234567",
        "https://clinicaltrials.gov/ct2/show/NCT01234567" => "NCT01234567",
        "ClinicalTrials.gov Identifier: NCT01234567" => "NCT01234567",
    }, wrong: ["NCT1234567", "NCT012345678", "EudraCT 2004-000446-20", "NCT0123456X"]);

    forms!(label_set_ids, set_id, right: {
        "3ac63c0a-0e2e-4d3b-8a67-4b38f6ad0c1f" => "3ac63c0a-0e2e-4d3b-8a67-4b38f6ad0c1f",
        "{3AC63C0A-0E2E-4D3B-8A67-4B38F6AD0C1F}" => "3ac63c0a-0e2e-4d3b-8a67-4b38f6ad0c1f",
        "3ac63c0a0e2e4d3b8a674b38f6ad0c1f" => "3ac63c0a-0e2e-4d3b-8a67-4b38f6ad0c1f",
        "Set ID: 3ac63c0a-0e2e-4d3b-8a67-4b38f6ad0c1f" => "3ac63c0a-0e2e-4d3b-8a67-4b38f6ad0c1f",
        "https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid=3ac63c0a-0e2e-4d3b-8a67-4b38f6ad0c1f&audience=professional"
            => "3ac63c0a-0e2e-4d3b-8a67-4b38f6ad0c1f",
        "3ac63c0a–0e2e–4d3b–8a67–4b38f6ad0c1f" => "3ac63c0a-0e2e-4d3b-8a67-4b38f6ad0c1f",
    }, wrong: ["3ac63c0a-0e2e-4d3b-8a67", "00000000-0000-0000-0000-000000000000", "naltrexone"]);

    forms!(isbns, isbn, right: {
        "978-0-306-40615-7" => "9780306406157",
        "ISBN 0-306-40615-2" => "9780306406157",
        "ISBN-10: 0306406152" => "9780306406157",
        "ISBN-13: 978 0 306 40615 7" => "9780306406157",
        "urn:isbn:0306406152" => "9780306406157",
        "0-8044-2957-X" => "9780804429573",
        "080442957x" => "9780804429573",
        "979-10-90636-07-1" => "9791090636071",
        "978–0–306–40615–7" => "9780306406157",
    }, wrong: [
        "978-0-306-40615-8", "0-306-40615-3", "0306406X52", "977-0-306-40615-7", "12345", "X80442957X", "97803064061570",
    ]);

    forms!(web_addresses, url, right: {
        "https://example.org/page" => "https://example.org/page",
        "HTTPS://Example.ORG:443/Page?a=1#part" => "https://example.org/Page?a=1#part",
        "www.example.org" => "https://www.example.org/",
        "example.org:8080/a" => "https://example.org:8080/a",
        "https://example.org/a?utm_source=mail&id=7&gclid=x" => "https://example.org/a?id=7",
        "https://example.org/a?utm_source=mail" => "https://example.org/a",
        "https://example.org/a?q=a+b" => "https://example.org/a?q=a+b",
    }, wrong: [
        "javascript:alert(1)", "ftp://example.org/", "file:///etc/passwd", "mailto:a@example.org", "localhost", "https://",
        "see the label", "https://user:secret@example.org/",
    ]);

    #[test]
    fn says_which_one_is_wrong() {
        assert_eq!(
            only(|i| {
                i.doi = "10.1000/182".into();
                i.isbn = "978-0-306-40615-8".into();
            }),
            Err("“978-0-306-40615-8” is not an ISBN: its check digit does not fit, so a digit is mistyped."
                .into())
        );
    }

    proptest! {
        #[test]
        fn what_is_normal_stays_so(fields in proptest::array::uniform7("\\PC{0,24}")) {
            let [doi, pmid, pmcid, nct, set_id, isbn, url] = fields;
            for identifiers in [
                Identifiers { doi, ..Default::default() },
                Identifiers { pmid, ..Default::default() },
                Identifiers { pmcid, ..Default::default() },
                Identifiers { nct, ..Default::default() },
                Identifiers { set_id, ..Default::default() },
                Identifiers { isbn, ..Default::default() },
                Identifiers { url, ..Default::default() },
            ] {
                if let Ok(once) = identifiers.normalised() {
                    prop_assert_eq!(once.clone().normalised(), Ok(once));
                }
            }
        }

        #[test]
        fn a_mistyped_digit_of_an_isbn_is_noticed(digits in proptest::array::uniform9(0u32..10), at in 0usize..13, by in 1u32..10) {
            let twelve: Vec<u32> = [9, 7, 8].into_iter().chain(digits).collect();
            let mut all = twelve.clone();
            all.push(check_digit_13(&twelve));
            let print = |digits: &[u32]| digits.iter().map(u32::to_string).collect::<String>();
            prop_assert!(isbn(&print(&all)).is_ok());
            all[at] = (all[at] + by) % 10;
            prop_assert!(isbn(&print(&all)).is_err());
        }
    }
}
