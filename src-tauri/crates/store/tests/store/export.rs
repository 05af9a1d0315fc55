//! Exports read by others: Python's csv, the sqlite3 shell, a JSON Schema validator; and exports broken off.

use crate::common::{Desk, now};
use editorial::Command;
use serde_json::Value;
use std::{io::Write as _, ops::ControlFlow, process};
use store::{
    COLUMNS, ExportFormat, ExportNote, Prepared, Progress, StoreError, plain, query::TrailFilter, unwatched,
};

fn exported(desk: &mut Desk, format: ExportFormat, filter: &TrailFilter) -> (u32, String) {
    let mut bytes = Vec::new();
    let records = desk.store.export_into(&desk.ada, &mut bytes, format, filter, now()).unwrap().records;
    (records, String::from_utf8(bytes).unwrap())
}

#[test]
fn csv_reads_back_and_no_spreadsheet_takes_it_for_a_formula() {
    let mut desk = Desk::new();
    let title = "=cmd|' /C calc'!A0, with \"quotes\"\nand a line, \\ and \u{202e}backwards";
    desk.begin(title, "Words.");
    let (records, text) = exported(&mut desk, ExportFormat::Csv, &TrailFilter::default());
    assert!(text.contains("\r\n"));
    assert!(!text.contains('\u{202e}'));
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), COLUMNS);
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
    assert_eq!(rows.len(), records as usize);
    let titled = rows.iter().find(|row| &row[6] == "article.created").unwrap();
    assert_eq!(plain(&titled[8]), title);
    let payload: Value = serde_json::from_str(&titled[15]).unwrap();
    assert_eq!(payload["title"], title);
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
        let value: Value = serde_json::from_str(line).unwrap();
        assert_eq!(value["event"]["stream"], stream);
        let seq = value["event"]["seq"].as_str().unwrap().parse().unwrap();
        let shown = desk.store.event(seq).unwrap();
        assert!(line.contains(&shown.body));
        assert_eq!((&value["signature"], &value["leaf"]), (&shown.signature.into(), &shown.leaf.into()));
    }
}

#[test]
fn json_lines_are_as_their_schema_says() {
    let mut desk = Desk::new();
    desk.begin("β-blockers", "Words.");
    let schema: Value = serde_json::from_str(store::SCHEMA).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let (_, text) = exported(&mut desk, ExportFormat::Jsonl, &TrailFilter::default());
    for line in text.lines() {
        let value = serde_json::from_str(line).unwrap();
        let faults: Vec<String> = validator.iter_errors(&value).map(|fault| fault.to_string()).collect();
        assert_eq!(faults, Vec::<String>::new(), "{line}");
    }
    let mut torn: Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    torn["event"]["seq"] = 1.into();
    assert!(!validator.is_valid(&torn), "a schema that takes anything says nothing");
}

#[test]
fn an_export_is_an_event_and_a_failed_one_leaves_no_file() {
    let mut desk = Desk::new();
    let article = desk.begin("Gout", "Words.");
    let to = desk.folder.path().join("trail.csv");
    let filter = TrailFilter { stream: Some(format!("article/{article}")), ..TrailFilter::default() };
    let csv = ExportFormat::Csv;
    let exported = desk.export_to(&to, csv, &filter, &mut unwatched).unwrap();
    assert_eq!(exported.records, 2);
    let row = &desk.store.trail(&TrailFilter::default()).unwrap().rows[0];
    assert_eq!((row.kind.as_str(), row.who.as_str()), ("log.exported", "Ada"));
    assert!(row.told.contains("2 records as CSV (of “Gout” (article/"), "{}", row.told);
    let nowhere = desk.folder.path().join("no/such/folder/trail.csv");
    assert!(desk.export_to(&nowhere, csv, &filter, &mut unwatched).is_err());
    assert!(!nowhere.exists());
}

#[test]
fn nothing_is_written_over_a_board_or_what_belongs_to_one() {
    let mut desk = Desk::new();
    desk.begin("Gout", "Words.");
    let (folder, board) = (desk.folder.path().to_owned(), desk.path());
    let (copy, lost) = (folder.join("copy.board"), folder.join("lost.board-wal"));
    desk.store.back_up(&copy).unwrap();
    std::fs::write(&lost, "the last changes").unwrap();
    let beside = ["team.board-wal", "team.board-shm", "copy.board-wal"].map(|name| folder.join(name));
    let checkpoint = desk.store.checkpoint(now()).unwrap();
    let events = desk.store.head().unwrap().size();
    for to in [&board, &copy, &lost].into_iter().chain(&beside) {
        let before = std::fs::read(to).ok();
        let all = TrailFilter::default();
        let refused = desk.export_to(to, ExportFormat::Csv, &all, &mut unwatched).unwrap_err();
        assert_eq!(refused.code(), "over_a_board");
        assert_eq!(checkpoint.save(to).unwrap_err().code(), "over_a_board");
        assert_eq!(std::fs::read(to).ok(), before);
    }
    // One that came to be there while the export was written.
    let late = folder.join("late.csv");
    let prepared =
        desk.store.prepare_trail(&late, ExportFormat::Csv, &TrailFilter::default(), &mut unwatched).unwrap();
    std::fs::copy(&copy, &late).unwrap();
    assert_eq!(desk.store.hand_out(&desk.ada, prepared, now()).unwrap_err().code(), "over_a_board");
    assert_eq!(desk.store.head().unwrap().size(), events, "what was not written is not recorded");
    assert!(store::verify_file(&board, &[], &mut unwatched).unwrap().sound);
    assert!(store::verify_file(&late, &[], &mut unwatched).unwrap().sound);
}

#[test]
fn a_file_gives_way_only_where_somebody_was_asked() {
    let mut desk = Desk::new();
    let to = desk.folder.path().join("trail.csv");
    std::fs::write(&to, "what was there").unwrap();
    let prepare = |desk: &mut Desk| {
        desk.store.prepare_trail(&to, ExportFormat::Csv, &TrailFilter::default(), &mut unwatched).unwrap()
    };
    let new = prepare(&mut desk).as_new();
    assert_eq!(desk.store.hand_out(&desk.ada, new, now()).unwrap_err().code(), "file_exists");
    assert_eq!(std::fs::read_to_string(&to).unwrap(), "what was there");
    let checkpoint = desk.store.checkpoint(now()).unwrap();
    assert_eq!(checkpoint.save_new(&to).unwrap_err().code(), "file_exists");
    let over = prepare(&mut desk);
    desk.store.hand_out(&desk.ada, over, now()).unwrap();
    assert!(std::fs::read_to_string(&to).unwrap().starts_with("seq,"));
}

#[test]
fn an_export_broken_off_leaves_what_was_there_as_it_was() {
    let mut desk = Desk::new();
    let article = desk.begin("One", "Words.");
    let tom = &desk.tom;
    desk.store
        .together(now(), |together| {
            (0..3000).try_for_each(|n| {
                let command = Command::DismissCandidate { article, quote: format!("No claim {n}.") };
                together.dispatch(tom, &command).map(drop)
            })
        })
        .unwrap();
    let to = desk.folder.path().join("trail.jsonl");
    std::fs::write(&to, "what was there").unwrap();
    let before = desk.store.head().unwrap().size();
    let folder = desk.folder.path().to_owned();
    let files = || std::fs::read_dir(&folder).unwrap().count();
    let there = files();
    let mut seen = Vec::new();
    let mut watch = |progress: Progress| {
        seen.push(progress);
        ControlFlow::Break(())
    };
    let all = TrailFilter::default();
    let broken = desk.export_to(&to, ExportFormat::Jsonl, &all, &mut watch);
    assert!(matches!(broken, Err(StoreError::BrokenOff)));
    assert!(seen[0].done > 0 && seen[0].done < seen[0].of && seen[0].of == before);
    assert_eq!(std::fs::read_to_string(&to).unwrap(), "what was there");
    assert_eq!(files(), there);
    assert_eq!(desk.store.head().unwrap().size(), before);
}

/// Takes so many bytes, and has enough.
struct Reader(usize);

impl std::io::Write for Reader {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 = self.0.checked_sub(bytes.len()).ok_or(std::io::ErrorKind::BrokenPipe)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn whoever_exports_may_and_is_named_in_the_record_by_whatever_road() {
    let mut desk = Desk::new();
    let article = desk.begin("Gout", "Words.");
    desk.approve(article);
    let file = |name: &str| desk.folder.path().join(name);
    let (all, csv) = (TrailFilter::default(), ExportFormat::Csv);
    let [trail, table, signed, bundle] = ["trail.csv", "table.csv", "signed.json", "all.zip"].map(file);
    let mut prepared = vec![
        desk.store.prepare_trail(&trail, csv, &all, &mut unwatched).unwrap(),
        desk.store.prepare_reconciliation(article, &table).unwrap(),
        desk.store.prepare_signatures(article, &signed).unwrap(),
    ];
    let by = desk.ada.member();
    prepared.push(desk.store.prepare_bundle(by, &bundle, None, now(), &mut unwatched).unwrap());
    for export in prepared.drain(..) {
        let before = desk.store.head().unwrap().size();
        assert_eq!(desk.store.hand_out(&desk.tom, export, now()).unwrap_err().code(), "not_allowed");
        assert_eq!(desk.store.head().unwrap().size(), before);
    }
    for path in [&trail, &table, &signed, &bundle] {
        assert!(!path.exists(), "what is not allowed leaves no file");
    }
    let mut sink = Vec::new();
    let refused = desk.store.export_into(&desk.tom, &mut sink, csv, &all, now());
    assert_eq!((refused.unwrap_err().code(), sink.len()), ("not_allowed", 0));

    let prepared = desk.store.prepare_signatures(article, &signed).unwrap();
    assert!(desk.store.hand_out(&desk.ada, prepared, now()).unwrap().recorded);
    let prepared = desk.store.prepare_reconciliation(article, &table).unwrap();
    assert!(desk.store.hand_out(&desk.ada, prepared, now()).unwrap().recorded);
    desk.store.export_into(&desk.ada, &mut sink, csv, &all, now()).unwrap();
    let shut = desk.store.export_into(&desk.ada, &mut Reader(20), csv, &all, now());
    assert_eq!(shut.unwrap_err().code(), "file");
    let filter = TrailFilter { kind: Some("log.exported".to_owned()), ..all };
    let rows = desk.store.trail(&filter).unwrap().rows;
    let told: Vec<&str> = rows.iter().rev().map(|row| row.told.as_str()).collect();
    assert!(told[0].starts_with("exported 2 records as JSON (signatures of “Gout”"), "{told:?}");
    assert!(told[1].starts_with("exported 0 records as CSV (discussions of “Gout”"), "{told:?}");
    assert!(told[2].ends_with("as CSV (everything)") && told[3].ends_with("as CSV (everything)"));
    assert!(rows.iter().all(|row| row.who == "Ada" && row.role != "editor"));
    assert!(desk.store.verify().unwrap().sound);

    // What every member reads on the screen, every member may take along; the record tells of it all the same.
    let page = file("page.html");
    let note = || ExportNote::new("HTML", "a comparison".to_owned(), 1).of_text();
    let prepared = Prepared::write(&page, |_| Ok(note())).unwrap();
    assert!(desk.store.hand_out(&desk.tom, prepared, now()).unwrap().recorded);
    let row = desk.store.trail(&filter).unwrap().rows.remove(0);
    assert_eq!((row.who.as_str(), row.role.as_str(), page.exists()), ("Tom", "editor", true));
    assert!(desk.store.verify().unwrap().sound);
}

/// The program's output; none, and said so, where the program is missing.
fn ask(program: &str, arguments: &[&str], input: &str) -> Option<String> {
    let spawned = process::Command::new(program)
        .args(arguments)
        .stdin(process::Stdio::piped())
        .stdout(process::Stdio::piped())
        .spawn();
    let Ok(mut child) = spawned else {
        println!("skipped: {program} is not on this machine");
        return None;
    };
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let done = child.wait_with_output().unwrap();
    assert!(done.status.success(), "{program}");
    Some(String::from_utf8(done.stdout).unwrap())
}

/// A reader of the CSV written from its description alone.
const READER: &str = r#"
import csv, io, json, re, sys
text = sys.stdin.buffer.read().decode("utf-8")
def plain(field):
    if field.startswith("'"):
        field = field[1:]
    return re.sub(r"\\(\\|u\{([0-9a-f]+)\})", lambda m: chr(int(m[2], 16)) if m[2] else "\\", field)
for row in csv.DictReader(io.StringIO(text, newline="")):
    payload = json.loads(row.pop("payload"))
    print(json.dumps({"payload": payload, **{name: plain(value) for name, value in row.items()}}))
"#;

#[test]
fn python_and_sqlite_read_from_the_csv_what_was_signed() {
    let mut desk = Desk::new();
    for title in ["=1+1", "a\u{202e}b\\c", "'quoted', \"twice\"\nover lines", "μ, β ≥ 3", "@x", "tab\tin"]
    {
        desk.begin(title, "Words.");
    }
    let (_, csv) = exported(&mut desk, ExportFormat::Csv, &TrailFilter::default());
    let (_, jsonl) = exported(&mut desk, ExportFormat::Jsonl, &TrailFilter::default());
    let signed: Vec<Value> = jsonl.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    if let Some(read) = ask("python3", &["-c", READER], &csv) {
        let read: Vec<Value> = read.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(read.len() + 1, signed.len(), "the first export is in the second");
        for (row, line) in read.iter().zip(&signed) {
            assert_eq!(row["payload"], line["event"]["payload"]);
            for (column, field) in
                [("seq", "seq"), ("at_utc", "at"), ("kind", "kind"), ("stream", "stream"), ("event", "id")]
            {
                assert_eq!(row[column], line["event"][field]);
            }
            assert_eq!(row["signature"], line["signature"]);
            if row["kind"] == "article.created" {
                assert_eq!(row["title"], line["event"]["payload"]["title"]);
            }
        }
    }
    let file = desk.folder.path().join("trail.csv");
    std::fs::write(&file, &csv).unwrap();
    let import = format!(
        ".import --csv '{}' trail\n.mode json\nSELECT seq, payload, leaf FROM trail;\n",
        file.display()
    );
    if let Some(read) = ask("sqlite3", &[":memory:"], &import) {
        let read: Vec<Value> = serde_json::from_str(&read).unwrap();
        assert_eq!(read.len() + 1, signed.len());
        for (row, line) in read.iter().zip(&signed) {
            let payload: Value = serde_json::from_str(row["payload"].as_str().unwrap()).unwrap();
            assert_eq!(payload, line["event"]["payload"]);
            assert_eq!((&row["seq"], &row["leaf"]), (&line["event"]["seq"], &line["leaf"]));
        }
    }
}
