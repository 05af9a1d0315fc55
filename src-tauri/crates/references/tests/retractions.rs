//! The quirks of Retraction Watch's file: a comma behind every row, times of day, PubMed id 0, broken letters.

#![allow(clippy::unwrap_used, reason = "the whole crate is a test")]

use editorial::{NoticeKind, Source, SourceKind};
use references::{Retractions, Unreadable};

const HEAD: &str = "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason,Paywalled,Notes,\n";

fn row(date: &str, notice: &str, doi: &str, pmid: &str, nature: &str) -> String {
    format!(
        "1,\"A title, with \"\"quotes\"\"\n and a line\",(HSC),\"A; B;\",J,P,C,\"X; Y\",,Article;,{date},{notice},0,5/1/2015 0:00,{doi},{pmid},{nature},+Error in Data;+Investigation by Journal/Publisher;,No,,\n"
    )
}

fn source(doi: &str, pmid: &str) -> Source {
    let mut source = Source::new(SourceKind::JournalArticle, "A title");
    doi.clone_into(&mut source.identifiers.doi);
    pmid.clone_into(&mut source.identifiers.pmid);
    source
}

#[test]
fn notices_are_found_by_doi_and_pmid_and_by_nothing_else() {
    let mut file = HEAD.to_owned().into_bytes();
    file.extend(row("11/5/2021 0:00", "10.1000/NOTICE", "10.1000/ABC", "0", "Retraction").bytes());
    file.extend(
        row("2/30/2022 0:00", "unavailable", "unavailable", "31234567", "Expression of concern").bytes(),
    );
    file.extend(row("1/2/2019 0:00", "10.1000/xyz", "10.1000/xyz", "0", "Correction").bytes());
    file.extend(row("1/2/2023 0:00", "", "", "0", "Retraction").bytes());
    file.extend(row("1/2/2023 0:00", "", "10.1000/odd", "0", "Something else").bytes());
    file.extend(b"2,Sj\xf6gren,,,,,,,,,1/2/2020 0:00,,0,,10.1000/latin,0,Retraction,,,,\n");
    let (list, notes) = Retractions::read(&file).unwrap();
    assert_eq!(notes.len(), 2, "{notes:?}");
    assert_eq!((list.notices.len(), list.as_of.as_str()), (4, "2021-11-05"));
    let about =
        |source: Source| list.about(&source).into_iter().map(|n| (n.kind, n.date, n.doi)).collect::<Vec<_>>();
    let found = |kind, date: &str, doi: &str| vec![(kind, date.to_owned(), doi.to_owned())];
    assert_eq!(
        about(source("10.1000/abc", "")),
        found(NoticeKind::Retraction, "2021-11-05", "10.1000/notice")
    );
    assert_eq!(about(source("", "31234567")), found(NoticeKind::Concern, "", ""));
    assert_eq!(about(source("10.1000/xyz", "")), found(NoticeKind::Correction, "2019-01-02", ""));
    assert_eq!(about(source("10.1000/latin", "")), found(NoticeKind::Retraction, "2020-01-02", ""));
    assert_eq!(about(source("10.1000/other", "0")), []);
    assert_eq!(about(source("", "")), []);
    let reasons = &list.notices[0].reasons;
    assert_eq!(reasons, &["Error in Data", "Investigation by Journal/Publisher"]);
}

#[test]
fn another_file_is_refused() {
    assert_eq!(Retractions::read(b"name,age\nAda,7\n"), Err(Unreadable::NoRetractions));
    assert_eq!(Retractions::read(HEAD.as_bytes()), Err(Unreadable::NoRetractions));
    assert_eq!(Retractions::read(b""), Err(Unreadable::NoRetractions));
}

#[test]
fn a_reinstatement_ends_what_was_said_before_it() {
    let mut file = HEAD.to_owned();
    for (date, nature) in [("1/1/2020 0:00", "Retraction"), ("1/1/2021 0:00", "Reinstatement")] {
        file.push_str(&row(date, "", "10.1000/abc", "0", nature));
    }
    let mut abc = source("10.1000/abc", "");
    abc.notices = Retractions::read(file.as_bytes()).unwrap().0.about(&abc);
    assert_eq!((abc.notices.len(), abc.standing()), (2, None));
    file.push_str(&row("1/1/2022 0:00", "", "10.1000/abc", "0", "Expression of concern"));
    abc.notices = Retractions::read(file.as_bytes()).unwrap().0.about(&abc);
    assert_eq!(abc.standing().map(|n| n.kind), Some(NoticeKind::Concern));
}

#[test]
fn what_is_not_understood_is_told_with_its_line() {
    let mut file = HEAD.to_owned();
    file.push_str(&row("13/14/2024", "", "10.1000/a", "0", "Retraction"));
    file.push_str("4,short,row\n");
    file.push_str(&row("", "", "10.1000/b", "0", "Retraction"));
    file.push_str(&row("2024-03-14", "", "10.1000/c", "0", "Retraction"));
    file.push_str(&row("2024-03-15T00:00:00", "", "10.1000/d", "0", "Retraction"));
    file.push_str(&row("1/2/2023 0:00", "", "10.1000/e", "0", "Rumour"));
    let (list, notes) = Retractions::read(file.as_bytes()).unwrap();
    let dates: Vec<&str> = list.notices.iter().map(|notice| notice.date.as_str()).collect();
    assert_eq!(dates, ["", "", "2024-03-14", "2024-03-15"]);
    assert_eq!(list.as_of, "2024-03-15");
    assert_eq!(
        notes,
        [
            "Line 2: “13/14/2024” is no day, and the notice is taken without one.",
            "Line 4: the row ends too early, and is left out.",
            "Line 5: the notice has no date, and is taken without one.",
            "Line 11: “Rumour” is no kind of notice that is known, and the row is left out.",
        ]
    );
}
