//! Files as Zotero, `EndNote` and `PubMed` export them, each with entries that are wrong.

#![allow(clippy::unwrap_used, reason = "the whole crate is a test")]

use proptest::prelude::*;
use references::{Format, Unreadable, read};
use std::fmt::Write as _;

/// What was read of a file, an entry a paragraph, with the fields that are known.
fn told(bytes: &[u8]) -> String {
    let list = read(bytes).unwrap();
    let mut out = format!("{}\n", list.format.label());
    for entry in &list.entries {
        let _ = writeln!(out, "\n#{} line {}", entry.number, entry.line);
        match &entry.what {
            Err(bad) => {
                let _ = writeln!(out, "BAD {bad}");
            }
            Ok(source) => {
                let people = |all: &[editorial::Author]| {
                    all.iter().map(|a| format!("{}|{}", a.family, a.given)).collect::<Vec<_>>().join("; ")
                };
                let i = &source.identifiers;
                let fields = [
                    ("kind", source.kind.label().to_owned()),
                    ("title", source.title.clone()),
                    ("authors", people(&source.authors)),
                    ("editors", people(&source.editors)),
                    ("in", source.container.clone()),
                    ("short", source.container_short.clone()),
                    ("issued", source.issued.clone()),
                    ("at", [&source.volume, &source.issue, &source.pages].map(String::as_str).join("/")),
                    ("edition", source.edition.clone()),
                    ("publisher", source.publisher.clone()),
                    ("place", source.place.clone()),
                    ("accessed", source.accessed.clone()),
                    (
                        "ids",
                        [&i.doi, &i.pmid, &i.pmcid, &i.nct, &i.isbn, &i.url]
                            .map(String::as_str)
                            .join(" ")
                            .trim()
                            .to_owned(),
                    ),
                ];
                for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty() && value != "//") {
                    let _ = writeln!(out, "{name}: {value}");
                }
            }
        }
        for note in &entry.notes {
            let _ = writeln!(out, "NOTE {note}");
        }
    }
    out
}

#[test]
fn ris_of_zotero() {
    insta::assert_snapshot!(told(include_bytes!("files/zotero.ris")));
}

#[test]
fn ris_of_endnote_and_databases() {
    insta::assert_snapshot!(told(include_bytes!("files/endnote.ris")));
}

#[test]
fn nbib_of_pubmed() {
    insta::assert_snapshot!(told(include_bytes!("files/pubmed.nbib")));
}

#[test]
fn bibtex_of_zotero() {
    insta::assert_snapshot!(told(include_bytes!("files/zotero.bib")));
}

#[test]
fn csl_json_of_zotero() {
    insta::assert_snapshot!(told(include_bytes!("files/zotero.json")));
}

#[test]
fn xml_of_endnote() {
    insta::assert_snapshot!(told(include_bytes!("files/endnote.xml")));
}

#[test]
fn xml_of_pubmed_with_an_article_as_its_root() {
    insta::assert_snapshot!(told(include_bytes!("files/pubmed.xml")));
}

#[test]
fn a_file_is_known_by_its_content() {
    let format = |text: &str| read(text.as_bytes()).map(|list| list.format);
    assert_eq!(format("\u{feff}TY  - JOUR\r\nTI  - A\r\nER  - \r\n"), Ok(Format::Ris));
    assert_eq!(format("{\"type\":\"book\",\"title\":\"A\"}"), Ok(Format::CslJson));
    assert_eq!(format("{\"items\": [{\"type\":\"book\",\"title\":\"A\"}]}"), Ok(Format::CslJson));
    assert_eq!(format("  @Book(a, title = \"A\")"), Ok(Format::Bibtex));
    assert_eq!(format(" \n\t"), Err(Unreadable::Empty));
    assert_eq!(format("Dear Ada,\nhere is the list you wanted."), Err(Unreadable::Unknown));
    assert_eq!(format("<html><p>TY  - JOUR</p></html>"), Err(Unreadable::Unknown));
    assert_eq!(format("[]"), Err(Unreadable::Unknown));
}

#[test]
fn letters_of_an_old_export_are_read() {
    let list = read(b"TY  - JOUR\nTI  - Sj\xf6gren\nER  - \n").unwrap();
    assert_eq!(list.entries[0].what.as_ref().unwrap().title, "Sjögren");
    assert_eq!(list.notes.len(), 1);
}

const FILES: [&[u8]; 7] = [
    include_bytes!("files/zotero.ris"),
    include_bytes!("files/endnote.ris"),
    include_bytes!("files/pubmed.nbib"),
    include_bytes!("files/zotero.bib"),
    include_bytes!("files/zotero.json"),
    include_bytes!("files/endnote.xml"),
    include_bytes!("files/pubmed.xml"),
];

proptest! {
    /// A file cut off, or with bytes overwritten, is read as far as it goes, and never stops the program.
    #[test]
    fn damaged_files_are_read_or_refused(file in 0usize..7, cut in 0usize..6000, at in 0usize..6000, with in any::<[u8; 3]>()) {
        let mut bytes = FILES[file].to_vec();
        for (n, byte) in with.into_iter().enumerate() {
            if let Some(old) = bytes.get_mut(at + n) {
                *old = byte;
            }
        }
        bytes.truncate(cut.max(1));
        if let Ok(list) = read(&bytes) {
            for entry in list.entries {
                if let Ok(source) = entry.what {
                    prop_assert_eq!(source.clone().checked(), Ok(source));
                }
            }
        }
    }
}
