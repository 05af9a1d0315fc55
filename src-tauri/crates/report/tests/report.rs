//! A report says what the record says, on pages that fit it.
#![allow(clippy::unwrap_used, reason = "a test")]

use chrono::Local;
use editorial::Stage;
use std::ops::ControlFlow;
use store::{
    Cost, Store,
    query::{Report, TrailFilter},
    unwatched,
};

fn reported(store: &mut Store, by: &str) -> Report {
    let by = store.board().unwrap().members.values().find(|member| member.name == by).unwrap().id;
    store.report(&TrailFilter::default(), by, Local::now().fixed_offset(), &mut unwatched).unwrap()
}

#[test]
fn a_report_of_the_demo_board_is_a_tagged_archival_pdf() {
    let folder = tempfile::tempdir().unwrap();
    let now = Local::now().fixed_offset();
    let mut store = Store::demo(&folder.path().join("demo.board"), Cost::FOR_TESTS_ONLY, now).unwrap();
    let report = reported(&mut store, "Ada Lindqvist");
    assert_eq!(report.rows.len() as u64, report.checkpoint.size);
    let approvals = report.signatures.iter().filter(|s| s.meaning.to_lowercase().contains("approv")).count();
    assert!(approvals >= 2, "{:?}", report.signatures);
    // The library refuses to write what is not PDF/A-2a and PDF/UA-1.
    let pdf = report::pdf(&report, now, &mut unwatched).unwrap();
    let text = String::from_utf8_lossy(&pdf);
    assert!(text.starts_with("%PDF-1.7") && text.contains("/StructTreeRoot") && text.contains("pdfaid:part"));
}

#[test]
fn what_no_font_holds_is_written_as_its_number() {
    let folder = tempfile::tempdir().unwrap();
    let now = Local::now().fixed_offset();
    let path = folder.path().join("one.board");
    let founder = store::Founder { name: "Ada 漢字", roles: &[], passphrase: "a quiet sunday night" };
    let mut store = Store::create(&path, "Board \u{202e}تجربة", founder, Cost::FOR_TESTS_ONLY, now).unwrap();
    let mut report = reported(&mut store, "Ada 漢字");
    report.rows[0].told = "a very long word: ".to_owned() + &"x".repeat(5000);
    report.rows[1].reason = Some("words ".repeat(4000));
    assert!(report::pdf(&report, now, &mut unwatched).unwrap().len() > 1000);
}

#[test]
fn an_approved_article_has_a_certificate_and_no_other_has() {
    let folder = tempfile::tempdir().unwrap();
    let now = Local::now().fixed_offset();
    let mut store = Store::demo(&folder.path().join("demo.board"), Cost::FOR_TESTS_ONLY, now).unwrap();
    let ada = store.board().unwrap().members.values().find(|m| m.name == "Ada Lindqvist").unwrap().id;
    let mut approved = 0;
    for (id, _) in store.titles("", 100).unwrap() {
        let article = store.article(id).unwrap();
        match (article.stage, store.certificate(id, ada, now)) {
            (Stage::Approved, Ok(certificate)) => {
                approved += 1;
                let approval = article.approval.clone().unwrap();
                assert_eq!(certificate.digest, approval.digest.to_string());
                assert_eq!(certificate.signatures.len(), approval.members.len());
                assert_eq!(certificate.claims_digest, article.claims_digest().to_string());
                assert_eq!(certificate.next_review, approval.next_review);
                assert!(certificate.asked.starts_with("certificate of revision "), "{}", certificate.asked);
                assert!(report::certificate(&certificate, now).unwrap().starts_with(b"%PDF-1.7"));
            }
            (Stage::Approved, Err(error)) => panic!("{error}"),
            (_, answer) => assert_eq!(answer.unwrap_err().code(), "missing"),
        }
    }
    assert!(approved > 0);
}

#[test]
fn a_report_that_is_broken_off_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let now = Local::now().fixed_offset();
    let mut store = Store::demo(&folder.path().join("demo.board"), Cost::FOR_TESTS_ONLY, now).unwrap();
    let report = reported(&mut store, "Ada Lindqvist");
    let mut pages = Vec::new();
    let broken = report::pdf(&report, now, &mut |far| {
        pages.push(far);
        if far.done == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(matches!(broken, Err(report::ReportError::BrokenOff)));
    assert!(pages.len() == 2 && pages[0].of > 2, "{pages:?}");
}

fn document(text: &str) -> document::Document {
    if text.is_empty() {
        return document::Document::default();
    }
    document::import::read("text.md", text.as_bytes()).unwrap().document
}

fn written(old: &str, new: &str) -> Vec<u8> {
    let (old, new) = (document(old), document(new));
    let compared = report::Compared::texts("Two texts", ("old.md", &old), ("new.md", &new));
    report::comparison(&compared, Local::now().fixed_offset(), &mut unwatched).unwrap()
}

#[test]
fn a_comparison_of_any_two_texts_is_a_tagged_archival_pdf() {
    let long = "A sentence of some words that goes. ".repeat(400);
    let wide = format!("|{}\n|{}\n|{}\n", "a|".repeat(20), "-|".repeat(20), "5 mg|".repeat(20));
    let texts = [
        "",
        "# Title\n\n###### Far below\n\nTake 5 mg. 漢字 \u{202e}تجربة",
        "# Title\n\nTake 50 mg.\n\n> - one\n>   1. two\n\n## After\n\nOne line\\\nand another [1].",
        &long,
        &format!("Do not take {}.", "x".repeat(900)),
        &wide,
        &wide.replace("5 mg|5", "7 mg|new words|5"),
        &format!("{wide}\n\n# Elsewhere\n\n{long}"),
    ];
    for (old, new) in texts.iter().zip(&texts[1..]) {
        // The library refuses to write what is not PDF/A-2a and PDF/UA-1.
        assert!(written(old, new).starts_with(b"%PDF-1.7"));
        assert!(written(new, old).starts_with(b"%PDF-1.7"));
    }
}

#[test]
fn a_comparison_of_revisions_names_who_took_note_and_is_told_of_in_the_record() {
    let folder = tempfile::tempdir().unwrap();
    let now = Local::now().fixed_offset();
    let mut store = Store::demo(&folder.path().join("demo.board"), Cost::FOR_TESTS_ONLY, now).unwrap();
    let miriam = store.board().unwrap().members.values().find(|m| m.name == "Dr. Miriam Stein").unwrap().id;
    let (id, _) = store.titles("Metformin", 1).unwrap().remove(0);
    let compared = report::Compared::revisions(&mut store, id, 1, 3, miriam).unwrap();
    let told = format!("{compared:?}");
    assert!(
        told.contains("revision 3, ") && told.contains("Demo board") && told.contains("Dr. Miriam Stein"),
        "{told}"
    );
    assert!(
        format!("{:?}", compared.note()).contains("comparison of revisions 1 and 3"),
        "{:?}",
        compared.note()
    );
    assert!(report::comparison(&compared, now, &mut unwatched).unwrap().len() > 1000);
    let unknown = report::Compared::revisions(&mut store, id, 1, 99, miriam).unwrap_err();
    assert_eq!(unknown.code(), "unknown");
}
