//! References as they are printed, by example.

use editorial::{Author, Identifiers, ReferenceStyle, Source, SourceKind};
use references::{Run, format, words};
use std::fmt::Write as _;

fn people(names: &[(&str, &str)]) -> Vec<Author> {
    names.iter().map(|(f, g)| Author { family: (*f).to_owned(), given: (*g).to_owned() }).collect()
}

fn sources() -> Vec<Source> {
    let new = Source::new;
    let text = str::to_owned;
    vec![
        Source {
            authors: people(&[("Harbour", "Ada B."), ("de la Fuente", "Inés"), ("Joint Gout Group", "")]),
            container: text("The Journal of Invented Rheumatology"),
            container_short: text("J. Invent. Rheum."),
            issued: text("2021-05-17"),
            volume: text("12"),
            issue: text("3"),
            pages: text("44-51"),
            identifiers: Identifiers {
                doi: text("10.1000/jir.2021.044"),
                pmid: text("31234567"),
                url: text("https://example.org/44"),
                ..Identifiers::default()
            },
            ..new(SourceKind::JournalArticle, "Low-dose colchicine in acute gout: is 1.8 mg enough?")
        },
        Source {
            authors: people(&[
                ("A", "Ann"),
                ("B", "Ben"),
                ("C", "Cy"),
                ("D", "Dee"),
                ("E", "Eve"),
                ("F", "Flo"),
                ("G", "Gus"),
            ]),
            container: text("Invented Letters"),
            issued: text("2020"),
            volume: text("7"),
            pages: text("e101"),
            ..new(SourceKind::JournalArticle, "Seven authors")
        },
        Source {
            authors: people(&[("King", "Martin Luther, Jr")]),
            container: text("Invented Letters"),
            ..new(SourceKind::JournalArticle, "No date, no volume")
        },
        Source {
            authors: people(&[("Joint Office for Guidelines", "")]),
            issued: text("2022-03"),
            publisher: text("Joint Office"),
            place: text("Lund"),
            identifiers: Identifiers {
                url: text("https://example.org/gout-guideline"),
                ..Identifiers::default()
            },
            accessed: text("2024-02-03"),
            ..new(SourceKind::Guideline, "Gout: diagnosis and management")
        },
        Source {
            publisher: text("Harbour Pharma"),
            issued: text("2023-11"),
            identifiers: Identifiers {
                set_id: text("0a1b2c3d-0000-4000-8000-000000000001"),
                ..Identifiers::default()
            },
            ..new(SourceKind::DrugLabel, "Colchinex (colchicine)")
        },
        Source {
            editors: people(&[("Lindqvist", "Ada"), ("Stein", "Miriam")]),
            edition: text("3"),
            publisher: text("Harbour Press"),
            place: text("Lund"),
            issued: text("2018"),
            ..new(SourceKind::Book, "Handbook of Invented Nephrology")
        },
        Source {
            authors: people(&[("Okafor", "Tom")]),
            editors: people(&[("Lindqvist", "Anne-Marie")]),
            container: text("Handbook of Invented Nephrology"),
            edition: text("2nd edition"),
            publisher: text("Harbour Press"),
            place: text("Lund"),
            issued: text("2018"),
            pages: text("101-119"),
            ..new(SourceKind::Chapter, "Gout in the kidney clinic")
        },
        Source {
            authors: people(&[("Ministry of Invented Health", "")]),
            publisher: text("The Ministry"),
            issued: text("2017"),
            ..new(SourceKind::Report, "The state of joints")
        },
        Source {
            authors: people(&[("National Office for Joint Health", "")]),
            container: text("Joint Health"),
            issued: text("2023-11-05"),
            accessed: text("2024-02-03"),
            identifiers: Identifiers { url: text("https://www.example.org/gout"), ..Identifiers::default() },
            ..new(SourceKind::WebPage, "Gout: what to tell people")
        },
        Source {
            authors: people(&[("Mehta", "Rahul")]),
            container: text("Invented Repository"),
            issued: text("2022"),
            identifiers: Identifiers { doi: text("10.1000/data.7"), ..Identifiers::default() },
            ..new(SourceKind::Dataset, "Attacks of gout by month")
        },
        new(SourceKind::WebPage, "Nothing but a title"),
    ]
}

fn told(style: ReferenceStyle) -> String {
    let all = sources();
    let all: Vec<&Source> = all.iter().collect();
    let mut out = String::new();
    for runs in format(&all, style) {
        let marked = |run: &Run| if run.italic { format!("*{}*", run.text) } else { run.text.clone() };
        let _ = writeln!(out, "{}\n", runs.iter().map(marked).collect::<String>());
    }
    out
}

#[test]
fn ama() {
    insta::assert_snapshot!(told(ReferenceStyle::Ama));
}

#[test]
fn vancouver() {
    insta::assert_snapshot!(told(ReferenceStyle::Vancouver));
}

#[test]
fn the_same_source_twice_is_printed_twice() {
    let all = sources();
    assert_eq!(
        format(&[&all[1], &all[1]], ReferenceStyle::Ama).iter().filter(|runs| runs.is_empty()).count(),
        0
    );
}

#[test]
fn every_initial_is_printed() {
    let names = [
        ("McMurray", "John J V", "McMurray JJV"),
        ("Smith", "John Albert", "Smith JA"),
        ("Ng", "A. B. C.", "Ng ABC"),
        ("Ridker", "P.M.", "Ridker PM"),
        ("Doe", "JA", "Doe JA"),
        ("Sartre", "Jean-Paul", "Sartre JP"),
        ("van der Berg", "Jan Dirk", "van der Berg JD"),
        ("García Márquez", "Gabriel José", "García Márquez GJ"),
        ("King", "Martin Luther, Jr", "King ML Jr"),
        ("Łukasz", "Édouard Øystein", "Łukasz ÉØ"),
    ];
    for style in [ReferenceStyle::Ama, ReferenceStyle::Vancouver] {
        for (family, given, printed) in names {
            let author = people(&[(family, given)]);
            let editors = people(&[("Lindqvist", "Ada Birgit Cecilia")]);
            let article = Source { authors: author.clone(), ..Source::new(SourceKind::JournalArticle, "T") };
            let chapter = Source {
                authors: author,
                editors,
                container: "Book".to_owned(),
                ..Source::new(SourceKind::Chapter, "T")
            };
            let told: Vec<String> = format(&[&article, &chapter], style).iter().map(|r| words(r)).collect();
            assert!(told[0].starts_with(&format!("{printed}. T")), "{style:?}: {}", told[0]);
            assert!(told[1].contains("In: Lindqvist ABC, ed"), "{style:?}: {}", told[1]);
        }
    }
}

#[test]
fn pages_are_printed_with_a_hyphen_and_lists_that_go_on_say_so() {
    for style in [ReferenceStyle::Ama, ReferenceStyle::Vancouver] {
        for (pages, printed) in [
            ("123-129", ":123-129."),
            ("123-9", ":123-"),
            ("1120-31", ":1120-"),
            ("S12-S19", ":S12-S19."),
            ("e12-e15", ":e12-e15."),
        ] {
            let article = Source {
                authors: people(&[("First", "A"), ("Second", "B"), ("et al", "")]),
                container: "BMJ".to_owned(),
                issued: "2011".to_owned(),
                volume: "1".to_owned(),
                pages: pages.to_owned(),
                ..Source::new(SourceKind::JournalArticle, "Doses 1990–2010")
            };
            let told = words(&format(&[&article], style)[0]);
            assert!(told.starts_with("First A, Second B, et al. Doses 1990–2010. "), "{told}");
            assert!(told.contains(printed) && told.matches('–').count() == 1, "{pages}: {told}");
        }
    }
}
