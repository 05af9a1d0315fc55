//! Look-ups against recorded answers.

use lookup::{Asked, Fetch, Trouble, look_up};
use std::cell::RefCell;

/// Answers as recorded, and keeps which addresses were asked.
struct Recorded {
    answer: Result<Option<&'static [u8]>, Trouble>,
    asked: RefCell<Vec<String>>,
}

impl Fetch for Recorded {
    fn get(&self, address: &str) -> Result<Option<Vec<u8>>, Trouble> {
        self.asked.borrow_mut().push(address.to_owned());
        self.answer.clone().map(|found| found.map(<[u8]>::to_vec))
    }
}

fn answering(answer: &'static [u8]) -> Recorded {
    Recorded { answer: Ok(Some(answer)), asked: RefCell::default() }
}

#[test]
fn crossref_tells_of_a_doi() {
    let service = answering(include_bytes!("answers/crossref.json"));
    let asked = Asked::read("https://doi.org/10.1000/JIR.2021.044").unwrap();
    let source = look_up(&service, &asked).unwrap().unwrap();
    assert_eq!(source.short(), "Harbour and Joint Gout Group, Low-dose colchicine in acute gout, 2021");
    assert_eq!(
        (source.container_short.as_str(), source.issued.as_str(), source.pages.as_str()),
        ("J Invent Rheum", "2021-05-17", "44-51")
    );
    assert_eq!(
        (source.identifiers.doi.as_str(), source.identifiers.url.as_str()),
        ("10.1000/jir.2021.044", "")
    );
    assert_eq!(*service.asked.borrow(), ["https://api.crossref.org/works/10.1000%2Fjir.2021.044"]);
}

#[test]
fn pubmed_tells_of_a_pmid() {
    let service = answering(include_bytes!("answers/pubmed.xml"));
    let source = look_up(&service, &Asked::read("PMID: 31234567").unwrap()).unwrap().unwrap();
    assert_eq!(
        (source.title.as_str(), source.issued.as_str()),
        ("Low-dose colchicine in acute gout", "2021-05")
    );
    let other = look_up(&service, &Asked::Pmid("1".to_owned()));
    assert_eq!(other, Err(Trouble::Odd("PubMed")), "an answer about another record is none");
    let nothing = answering(b"<?xml version=\"1.0\" ?><PubmedArticleSet></PubmedArticleSet>");
    assert_eq!(look_up(&nothing, &Asked::Pmid("1".to_owned())), Ok(None));
}

#[test]
fn openfda_tells_of_a_set_id() {
    let service = answering(include_bytes!("answers/openfda.json"));
    let asked = Asked::read("0A1B2C3D-0000-4000-8000-000000000001").unwrap();
    let source = look_up(&service, &asked).unwrap().unwrap();
    assert_eq!(
        (source.title.as_str(), source.publisher.as_str(), source.issued.as_str()),
        ("Colchinex (colchicine)", "Harbour Pharma, Inc.", "2023-11-05")
    );
}

#[test]
fn what_cannot_be_found_or_reached_is_said_calmly() {
    let doi = Asked::read("10.1000/182").unwrap();
    let nothing = Recorded { answer: Ok(None), asked: RefCell::default() };
    assert_eq!(look_up(&nothing, &doi), Ok(None));
    let cut_off = Recorded { answer: Err(Trouble::Unreachable("The service")), asked: RefCell::default() };
    let trouble = look_up(&cut_off, &doi).unwrap_err();
    assert_eq!(trouble.to_string(), "Crossref cannot be reached from here at the moment.");
    assert_eq!(look_up(&answering(b"<html>busy</html>"), &doi), Err(Trouble::Odd("Crossref")));
    assert_eq!(look_up(&answering(b"{\"message\":{}}"), &doi), Err(Trouble::Odd("Crossref")));
    assert_eq!(Asked::read("colchicine"), Err(Trouble::NoIdentifier));
    assert_eq!(Asked::read(""), Err(Trouble::NoIdentifier));
}
