//! A report says what the record says, on pages that fit it.
#![allow(clippy::unwrap_used, reason = "a test")]

use chrono::Local;
use store::{Cost, Store, query::TrailFilter};

#[test]
fn a_report_of_the_demo_board_is_a_tagged_archival_pdf() {
    let folder = tempfile::tempdir().unwrap();
    let now = Local::now().fixed_offset();
    let mut store = Store::demo(&folder.path().join("demo.board"), Cost::FOR_TESTS_ONLY, now).unwrap();
    let report = store.report(&TrailFilter::default(), "Ada Lindqvist").unwrap();
    assert_eq!(report.rows.len() as u64, report.size);
    let approvals = report.signatures.iter().filter(|s| s.meaning.to_lowercase().contains("approv")).count();
    assert!(approvals >= 2, "{:?}", report.signatures);
    // The library refuses to write what is not PDF/A-2a and PDF/UA-1.
    let pdf = report::pdf(&report, now).unwrap();
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
    let mut report = store.report(&TrailFilter::default(), "Ada 漢字").unwrap();
    report.rows[0].told = "a very long word: ".to_owned() + &"x".repeat(5000);
    report.rows[1].reason = Some("words ".repeat(4000));
    assert!(report::pdf(&report, now).unwrap().len() > 1000);
}
