//! Exports say what the log says.

use crate::common::{Desk, now};
use editorial::Command;
use store::{COLUMNS, ExportFormat, query::TrailFilter};

fn exported(desk: &mut Desk, format: ExportFormat, filter: &TrailFilter) -> (u32, String) {
    let mut bytes = Vec::new();
    let records = desk.store.export(&mut bytes, format, filter).unwrap().records;
    (records, String::from_utf8(bytes).unwrap())
}

#[test]
fn csv_reads_back_and_no_spreadsheet_takes_it_for_a_formula() {
    let mut desk = Desk::new();
    let title = "=cmd|' /C calc'!A0, with \"quotes\"\nand a line";
    desk.begin(title, "Words.");
    let (records, text) = exported(&mut desk, ExportFormat::Csv, &TrailFilter::default());
    assert!(text.contains("\r\n"));
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), COLUMNS);
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
    assert_eq!(rows.len(), records as usize);
    let titled = rows.iter().find(|row| &row[6] == "article.created").unwrap();
    assert_eq!(titled[8].strip_prefix('\''), Some(title));
    for field in rows.iter().flat_map(csv::StringRecord::iter) {
        assert!(!field.starts_with(['=', '+', '-', '@']), "{field}");
    }
}

#[test]
fn json_lines_hold_each_event_as_it_was_signed() {
    let mut desk = Desk::new();
    let article = desk.begin("One", "Words.");
    desk.begin("Two", "Words.");
    let stream = format!("article/{article}");
    let filter = TrailFilter { stream: Some(stream.clone()), ..TrailFilter::default() };
    let (records, text) = exported(&mut desk, ExportFormat::Jsonl, &filter);
    assert_eq!((records, text.lines().count()), (2, 2));
    for line in text.lines() {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(value["event"]["stream"], stream);
        let seq = value["event"]["seq"].as_str().unwrap().parse().unwrap();
        let shown = desk.store.event(seq).unwrap();
        assert!(line.contains(&shown.body));
        assert_eq!(value["signature"], shown.signature);
    }
}

#[test]
fn an_export_is_an_event_and_a_failed_one_leaves_no_file() {
    let mut desk = Desk::new();
    let before = desk.store.head().unwrap().size();
    let to = desk.folder.path().join("trail.csv");
    let filter = TrailFilter::default();
    let exported = desk.store.export_to(&desk.ada, &to, ExportFormat::Csv, &filter, now()).unwrap();
    assert_eq!(u64::from(exported.records), before);
    let row = &desk.store.trail(&filter).unwrap().rows[0];
    assert_eq!((row.kind.as_str(), row.who.as_str()), ("log.exported", "Ada"));
    let nowhere = desk.folder.path().join("no/such/folder/trail.csv");
    assert!(desk.store.export_to(&desk.ada, &nowhere, ExportFormat::Csv, &filter, now()).is_err());
    assert!(!nowhere.exists());
}

#[test]
fn the_trail_filters_and_pages_without_gap_or_overlap() {
    let mut desk = Desk::new();
    for n in 0..30 {
        desk.begin(&format!("Article {n}"), "Words.");
    }
    let (mut before, mut seen) = (0, Vec::new());
    loop {
        let filter =
            TrailFilter { before, limit: 7, kind: Some("article".to_owned()), ..TrailFilter::default() };
        let page = desk.store.trail(&filter).unwrap();
        assert_eq!(page.total, 30);
        let Some(last) = page.rows.last() else { break };
        before = last.seq;
        seen.extend(page.rows.into_iter().map(|row| row.seq));
    }
    assert_eq!(seen.len(), 30);
    assert!(seen.windows(2).all(|pair| pair[0] > pair[1]));
}

#[test]
fn a_source_in_use_cannot_be_removed() {
    let mut desk = Desk::new();
    let details = serde_json::from_value(serde_json::json!({
        "kind": "journal_article", "title": "Gout flares", "issued": "2021"
    }))
    .unwrap();
    let add = |desk: &mut Desk| {
        desk.store.dispatch(&desk.tom, &Command::AddSource { details: Clone::clone(&details) }, None, now())
    };
    let source = add(&mut desk).unwrap().made.unwrap();
    assert_eq!(add(&mut desk).unwrap_err().code(), "invalid", "a twin is refused");
    let cite = serde_json::json!({ "type": "doc", "content": [{ "type": "paragraph", "content": [
        { "type": "text", "text": "It hurts" },
        { "type": "citation", "attrs": { "keys": [source], "mark": "" } },
    ] }] });
    let article = desk.begin("One", "Words.");
    let save = Command::SaveRevision { article, base: 1, document: cite, message: "Cite".to_owned() };
    desk.store.dispatch(&desk.tom, &save, None, now()).unwrap();
    let id = source.parse().unwrap();
    assert_eq!(desk.store.source(id).unwrap().uses.len(), 1);
    let remove = Command::RemoveSource { source: id };
    assert_eq!(desk.store.dispatch(&desk.tom, &remove, None, now()).unwrap_err().code(), "not_allowed");
}
