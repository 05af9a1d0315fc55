//! Looking a source up by its identifier at the service that keeps it: Crossref (DOI), `PubMed` (PMID), openFDA (set id
//! of a drug label).
//!
//! This is the only crate that reaches the network, and it reaches for nothing by itself: who may ask is decided by the
//! caller, and what fetches an address is a [`Fetch`] given to it. Only the identifier leaves the machine.

mod network;

pub use network::Network;

use editorial::{Identifiers, Source, SourceKind};
use serde_json::Value;

/// Something that fetches an address.
pub trait Fetch {
    /// The bytes at an address; none where the service says that there is nothing.
    fn get(&self, address: &str) -> Result<Option<Vec<u8>>, Trouble>;
}

/// Why nothing could be looked up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// What was asked for is no identifier that a service knows.
    #[error("This is no DOI, PubMed id or set id of a drug label.")]
    NoIdentifier,
    /// The service could not be reached.
    #[error("{0} cannot be reached from here at the moment.")]
    Unreachable(&'static str),
    /// The service answered something else than expected.
    #[error("{0} answered in a way that is not understood here.")]
    Odd(&'static str),
}

/// What can be looked up: an identifier in its one form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// At Crossref.
    Doi(String),
    /// At `PubMed`.
    Pmid(String),
    /// At openFDA.
    SetId(String),
}

impl Asked {
    /// The identifier that a person wrote, as they find it: with an address in front, or bare.
    pub fn read(text: &str) -> Result<Self, Trouble> {
        let only = |set: fn(&mut Identifiers, String)| {
            let mut identifiers = Identifiers::default();
            set(&mut identifiers, text.to_owned());
            identifiers.normalised().ok()
        };
        if let Some(i) = only(|i, text| i.pmid = text).filter(|i| !i.pmid.is_empty()) {
            return Ok(Self::Pmid(i.pmid));
        }
        if let Some(i) = only(|i, text| i.doi = text).filter(|i| !i.doi.is_empty()) {
            return Ok(Self::Doi(i.doi));
        }
        match only(|i, text| i.set_id = text).filter(|i| !i.set_id.is_empty()) {
            Some(i) => Ok(Self::SetId(i.set_id)),
            None => Err(Trouble::NoIdentifier),
        }
    }

    /// Who keeps it.
    pub fn service(&self) -> &'static str {
        match self {
            Self::Doi(_) => "Crossref",
            Self::Pmid(_) => "PubMed",
            Self::SetId(_) => "openFDA",
        }
    }

    /// What is asked, in words: "DOI 10.1000/182".
    pub fn words(&self) -> String {
        match self {
            Self::Doi(id) => format!("DOI {id}"),
            Self::Pmid(id) => format!("PMID {id}"),
            Self::SetId(id) => format!("set id {id}"),
        }
    }

    fn address(&self) -> String {
        match self {
            Self::Doi(id) => format!("https://api.crossref.org/works/{}", escaped(id)),
            Self::Pmid(id) => {
                format!(
                    "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/efetch.fcgi?db=pubmed&retmode=xml&id={id}"
                )
            }
            Self::SetId(id) => {
                format!("https://api.fda.gov/drug/label.json?search=set_id:%22{id}%22&limit=1")
            }
        }
    }
}

/// A DOI may hold any sign: all but letters, digits and the plainest are written as their bytes.
fn escaped(id: &str) -> String {
    id.bytes()
        .map(|b| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' | b'~' => char::from(b).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}

/// Looks a source up; none where the service knows none.
pub fn look_up(fetch: &dyn Fetch, asked: &Asked) -> Result<Option<Source>, Trouble> {
    let Some(bytes) = fetch.get(&asked.address()).map_err(|trouble| match trouble {
        Trouble::Unreachable(_) => Trouble::Unreachable(asked.service()),
        other => other,
    })?
    else {
        return Ok(None);
    };
    let odd = || Trouble::Odd(asked.service());
    match asked {
        Asked::Doi(id) => {
            let answer: Value = serde_json::from_slice(&bytes).map_err(|_| odd())?;
            let item = answer.get("message").and_then(Value::as_object).ok_or_else(odd)?;
            let mut source = references::of_csl(item).map_err(|_| odd())?;
            // The address of a DOI says nothing that the DOI does not.
            source.identifiers.url.clear();
            source.identifiers.doi.clone_from(id);
            Ok(Some(source))
        }
        Asked::Pmid(id) => {
            // An unknown id is answered with an empty set.
            let Ok(list) = references::read(&bytes) else {
                return if bytes.windows(16).any(|w| w == b"PubmedArticleSet") {
                    Ok(None)
                } else {
                    Err(odd())
                };
            };
            let source = list.entries.into_iter().find_map(|entry| entry.what.ok()).ok_or_else(odd)?;
            if source.identifiers.pmid == *id { Ok(Some(source)) } else { Err(odd()) }
        }
        Asked::SetId(id) => {
            let answer: Value = serde_json::from_slice(&bytes).map_err(|_| odd())?;
            label(&answer, id).map(Some).ok_or_else(odd)
        }
    }
}

/// A drug label: "Colcrys (colchicine)", its maker, the day from which this version holds.
fn label(answer: &Value, id: &str) -> Option<Source> {
    let found = answer.get("results")?.get(0)?;
    if found.get("set_id")?.as_str()? != id {
        return None;
    }
    let first = |key: &str| {
        let named = found.get("openfda").and_then(|names| names.get(key)).and_then(|names| names.get(0));
        named.and_then(Value::as_str).unwrap_or_default().trim().to_owned()
    };
    let (brand, generic) = (first("brand_name"), first("generic_name"));
    let title = match (brand.as_str(), generic.as_str()) {
        ("", "") => {
            let product = found
                .get("spl_product_data_elements")
                .and_then(|text| text.get(0))
                .and_then(Value::as_str)?;
            product.split_whitespace().take(6).collect::<Vec<_>>().join(" ")
        }
        ("", generic) => generic.to_lowercase(),
        (brand, "") => brand.to_owned(),
        (brand, generic) if brand.eq_ignore_ascii_case(generic) => brand.to_owned(),
        (brand, generic) => format!("{brand} ({})", generic.to_lowercase()),
    };
    let day = found.get("effective_time").and_then(Value::as_str).unwrap_or_default();
    let issued = match (day.get(..4), day.get(4..6), day.get(6..8)) {
        (Some(year), Some(month), Some(day)) => format!("{year}-{month}-{day}"),
        _ => String::new(),
    };
    let source = Source {
        publisher: first("manufacturer_name"),
        issued: if editorial::is_partial_date(&issued) { issued } else { String::new() },
        identifiers: Identifiers { set_id: id.to_owned(), ..Identifiers::default() },
        ..Source::new(SourceKind::DrugLabel, title)
    };
    source.checked().ok()
}
