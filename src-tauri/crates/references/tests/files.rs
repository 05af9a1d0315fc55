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
                    ("tier", source.tier.map(|tier| tier.label().to_owned()).unwrap_or_default()),
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

fn sources(text: &str) -> Vec<editorial::Source> {
    read(text.as_bytes()).unwrap().entries.into_iter().map(|entry| entry.what.unwrap()).collect()
}

#[test]
fn dois_are_found_in_what_programs_write_around_them() {
    for (field, doi) in [
        ("10.1000/xyz.2 [doi]", "10.1000/xyz.2"),
        ("doi: 10.1000/xyz.1", "10.1000/xyz.1"),
        ("10.1000/xyz.4; 10.1000/xyz.5", "10.1000/xyz.4"),
        ("https://doi.org/10.1000/xyz.6 https://doi.org/10.1000/xyz.7", "10.1000/xyz.6"),
    ] {
        let list = read(format!("TY  - JOUR\nTI  - T\nDO  - {field}\nER  - \n").as_bytes()).unwrap();
        assert_eq!(list.entries[0].what.as_ref().unwrap().identifiers.doi, doi);
        assert_eq!(
            list.entries[0].notes.len(),
            usize::from(field.contains("xyz.5") || field.contains("xyz.7"))
        );
        let xml = format!(
            "<xml><records><record><ref-type name=\"Journal Article\">17</ref-type><titles><title>T</title></titles>\
             <electronic-resource-num>{field}</electronic-resource-num></record></records></xml>"
        );
        assert_eq!(sources(&xml)[0].identifiers.doi, doi);
    }
    let torn = "TY  - JOUR\nTI  - T\nDO  - 10.1000/18 2\nER  - \n";
    assert_eq!(sources(torn)[0].identifiers.doi, "", "half a DOI is another work's");
    let tex = r"@article{a, title={T}, doi={\url{https://doi.org/10.1056/NEJMoa1812389}}, url={https://a.org/x\_y}}
@article{b, title={U}, doi={10.1000/tex\_2}}";
    let read = sources(tex);
    assert_eq!(read[0].identifiers.doi, "10.1056/nejmoa1812389");
    assert_eq!(read[0].identifiers.url, "https://a.org/x_y");
    assert_eq!(read[1].identifiers.doi, "10.1000/tex_2");
}

#[test]
fn the_first_isbn_that_is_one_is_taken() {
    for (field, isbn) in [
        ("9780306406157 0306406152", "9780306406157"),
        ("978 0 306 40615 7", "9780306406157"),
        ("978-0-306-40615-8 0-306-40615-2", "9780306406157"),
        ("978-0-306-40615-7 (hbk), 9781259584732", "9780306406157"),
        ("0028-4793 1533-4406", ""),
    ] {
        let read = sources(&format!("TY  - BOOK\nTI  - T\nSN  - {field}\nER  - \n"));
        assert_eq!(read[0].identifiers.isbn, isbn, "{field}");
    }
}

#[test]
fn publication_types_say_what_kind_of_evidence_it_is() {
    let tier = |types: &str| {
        let lines = types.replace('|', "\nPT  - ");
        let list = sources(&format!("PMID- 11111111\nTI  - T\nPT  - {lines}\n"));
        list[0].tier.map(editorial::Tier::label)
    };
    assert_eq!(tier("Journal Article|Randomized Controlled Trial"), Some("trial"));
    assert_eq!(tier("Randomized Controlled Trial|Meta-Analysis"), Some("systematic review"));
    assert_eq!(tier("Systematic Review"), Some("systematic review"));
    assert_eq!(tier("Observational Study"), Some("observational"));
    assert_eq!(tier("Practice Guideline|Systematic Review"), Some("guideline"));
    assert_eq!(tier("Journal Article"), None);
}

#[test]
fn what_pubmed_says_of_a_works_standing_is_told() {
    let told = |line: &str| {
        let list = read(format!("PMID- 11111111\nTI  - T\n{line}\n").as_bytes()).unwrap();
        list.entries[0].notes.clone()
    };
    assert!(told("PT  - Retracted Publication")[0].starts_with("RETRACTED"));
    assert!(told("RIN - Lancet. 2020 Jan;1(1):2.")[0].starts_with("RETRACTED"));
    assert!(told("ECI - Lancet. 2020 Jan;1(1):2.")[0].starts_with("UNDER AN EXPRESSION OF CONCERN"));
    assert_eq!(told("ROF - Lancet. 2020 Jan;1(1):2.").len(), 0, "it is the retraction itself");
}

#[test]
fn tex_is_read_as_people_read_it() {
    let title = |tex: &str| sources(&format!("@article{{a, title={{{tex}}}}}"))[0].title.clone();
    for (tex, told) in [
        (r"{\textit{E. coli}} and {\em in vitro}", "E. coli and in vitro"),
        (r"\textsuperscript{13}C in H$_2$O", "¹³C in H₂O"),
        (r"{$\alpha$}-blockers, $\beta$-blockers", "α-blockers, β-blockers"),
        (r"10$^{9}$/L at 37$^\circ$C", "10⁹/L at 37°C"),
        (r"5\% \& more, $\geq 2$ mg", "5% & more, ≥2 mg"),
        (r#"{M\"u}ller $p<0.05$"#, "Müller p<0.05"),
    ] {
        assert_eq!(title(tex), told);
    }
    let hidden = "TY  - JOUR\nTI  - Gout: &lt;i&gt;a trial&lt;/i&gt; &amp; p &lt; 0.05\nER  - \n";
    assert_eq!(sources(hidden)[0].title, "Gout: a trial & p < 0.05");
}

#[test]
fn what_an_entry_leaves_to_another_is_read_there() {
    let list = read(
        b"@inproceedings{a, author={Doe, Jane}, title={A talk}, crossref={p}, pages={12}}\n\
          @inproceedings{b, title={Another}, crossref={missing}}\n\
          @proceedings{p, title={Proceedings of the Gout Congress}, year={2011}, publisher={Press}}\n",
    )
    .unwrap();
    let talk = list.entries[0].what.as_ref().unwrap();
    assert_eq!(talk.container, "Proceedings of the Gout Congress");
    assert_eq!((talk.title.as_str(), talk.issued.as_str(), talk.pages.as_str()), ("A talk", "2011", "12"));
    assert_eq!(list.entries.len(), 3);
    assert!(list.entries[1].notes[0].contains("“missing”"), "{:?}", list.entries[1].notes);
}

#[test]
fn a_list_of_authors_that_goes_on_says_so() {
    let read = sources("@article{a, title={T}, year={2001}, author={First, A and others}}");
    assert_eq!(read[0].authors.last().unwrap().family, "et al");
    assert_eq!(read[0].short(), "First et al., T, 2001");
}

#[test]
fn items_that_are_no_objects_are_counted_and_told() {
    let list =
        read(br#"[{"type":"book","title":"A, [B"}, null, 42, "text", {"type":"book","title":"C"}]"#).unwrap();
    let told: Vec<_> = list.entries.iter().map(|e| (e.number, e.what.is_ok())).collect();
    assert_eq!(told, [(1, true), (2, false), (3, false), (4, false), (5, true)]);
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
