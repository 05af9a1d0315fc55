//! What the record costs, as ratios within one run: a change against a bare durable insert, the trail of a large
//! board, exports against the `sqlite3` shell, verification against the bare signature checks, memory.
//!
//! With `changes`, `bulk` or `large` as an argument, only that. `BENCH_EVENTS` is the size of the large board (a million unless told), `BENCH_BOARD` a file to keep it in.
#![allow(
    missing_docs,
    clippy::cast_sign_loss,
    clippy::type_complexity,
    clippy::unwrap_used,
    clippy::print_stdout
)]

use chrono::{DateTime, Duration, FixedOffset, Local};
use editorial::{Command, Disposition, NewSubject, Origin, ThreadId};
use ledger::{Expected, PublicKey, Record, Signature, SigningKey};
use rusqlite::Connection;
use std::{
    fs,
    path::{Path, PathBuf},
    process,
    time::Instant,
};
use store::{ExportFormat, query::TrailFilter, testing::Crowd, unwatched};

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|a| a != "--bench");
    match (arguments.next().as_deref(), arguments.next()) {
        (Some("--alone"), Some(what)) => alone(&what, Path::new(&arguments.next().unwrap())),
        (only, _) => {
            for (name, measure) in [("changes", changes as fn()), ("bulk", bulk), ("large", large)] {
                if only.is_none_or(|only| only == name) {
                    measure();
                }
            }
        }
    }
}

// A change.

fn bare(path: &Path) -> Connection {
    let bare = Connection::open(path).unwrap();
    bare.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).unwrap();
    bare.pragma_update(None, "synchronous", "FULL").unwrap();
    bare.execute_batch("CREATE TABLE bare (seq INTEGER PRIMARY KEY, body TEXT, signature BLOB, leaf BLOB)")
        .unwrap();
    bare
}

fn percentiles(mut times: Vec<f64>) -> (f64, f64) {
    times.sort_by(f64::total_cmp);
    (times[times.len() / 10], times[times.len() / 2])
}

/// One reply in a discussion, through the one door, beside a bare insert of the bytes that it came to.
fn changes() {
    const ROUNDS: usize = 3000;
    let folder = tempfile::tempdir().unwrap();
    let now = Local::now().fixed_offset();
    let mut crowd = Crowd::new(&folder.path().join("a.board"), now, Duration::zero()).unwrap();
    crowd.grow(50, u64::MAX, 20, |_| ()).unwrap();
    let article = crowd.long_article(1000).unwrap();
    let open = Command::OpenThread {
        article,
        revision: 2,
        on: NewSubject::Article,
        disposition: Disposition::Informing,
        text: "A discussion.".to_owned(),
        suggestion: None,
    };
    let mut thread: ThreadId =
        crowd.store.dispatch(&crowd.editors[0], &open, None, now).unwrap().made.unwrap().parse().unwrap();
    let bare = bare(&folder.path().join("bare.sqlite"));
    let reads = Connection::open(crowd.store.path()).unwrap();
    let (mut audited, mut plain) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        if round % 40 == 0 {
            let made = crowd.store.dispatch(&crowd.editors[0], &open, None, now).unwrap().made;
            thread = made.unwrap().parse().unwrap();
        }
        let text = format!("Looked at it again ({round}): the figure stands as it was published.");
        let command = Command::ReplyThread { article, thread, text };
        let start = Instant::now();
        crowd.store.dispatch(&crowd.editors[0], &command, None, Local::now().fixed_offset()).unwrap();
        audited.push(start.elapsed().as_secs_f64() * 1e6);
        let (body, signature, leaf): (String, Vec<u8>, Vec<u8>) = reads
            .query_row("SELECT body, signature, leaf FROM event ORDER BY seq DESC LIMIT 1", [], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .unwrap();
        let start = Instant::now();
        bare.prepare_cached("INSERT INTO bare (body, signature, leaf) VALUES (?, ?, ?)")
            .unwrap()
            .execute((body, signature, leaf))
            .unwrap();
        plain.push(start.elapsed().as_secs_f64() * 1e6);
    }
    let ((p10, median), (bare10, bare_median)) = (percentiles(audited), percentiles(plain));
    println!("one durable change, in µs: signed, chained, projected beside a bare insert");
    println!("  10th percentile {p10:7.0} / {bare10:5.0} = {:5.2}   (goal 1.75)", p10 / bare10);
    println!(
        "  median          {median:7.0} / {bare_median:5.0} = {:5.2}   (goal 1.5)",
        median / bare_median
    );
}

/// A hundred articles in one action, beside a bare insert of the same bytes.
fn bulk() {
    const ROUNDS: usize = 30;
    const EACH: usize = 100;
    let folder = tempfile::tempdir().unwrap();
    let now = Local::now().fixed_offset();
    let mut crowd = Crowd::new(&folder.path().join("a.board"), now, Duration::zero()).unwrap();
    let article = crowd.long_article(300).unwrap();
    let bare = bare(&folder.path().join("bare.sqlite"));
    let (mut events, mut plain, mut whole, mut bare_whole) = (vec![], vec![], vec![], vec![]);
    for round in 0..ROUNDS {
        let commands: Vec<_> = (0..EACH)
            .map(|n| {
                let text =
                    format!("A note of {round}, {n}, as it was found in the files that were brought along.");
                Command::DismissCandidate { article, quote: text }
            })
            .collect();
        let (ours, bares) = in_one_action(&mut crowd, now, &bare, &commands);
        events.push(ours);
        plain.push(bares);

        let articles: Vec<_> = (0..EACH)
            .map(|n| Command::CreateArticle {
                title: format!("Article {n} of {round}"),
                origin: Origin::default(),
                document: text(round * EACH + n),
            })
            .collect();
        let (ours, bares) = in_one_action(&mut crowd, now, &bare, &articles);
        whole.push(ours);
        bare_whole.push(bares);
    }
    println!("in bulk, {EACH} to an action, median µs each, beside a bare insert of the same bytes");
    for (what, ours, bare) in
        [("commands of one event", events, plain), ("articles of 300 words", whole, bare_whole)]
    {
        let ((_, ours), (_, bare)) = (percentiles(ours), percentiles(bare));
        println!("  {what:22} {ours:7.0} / {bare:5.0} = {:5.2}   (goal 5)", ours / bare);
    }
}

fn text(n: usize) -> serde_json::Value {
    let line =
        format!("In trial {n} a daily dose helped most patients with this condition, and harmed some. ");
    let paragraph = serde_json::json!({ "type": "paragraph", "content": [{ "type": "text", "text": line.repeat(20).trim() }] });
    serde_json::json!({ "type": "doc", "content": [paragraph] })
}

/// What each of these commands cost in one action, and a bare insert of the same bytes, in µs.
fn in_one_action(
    crowd: &mut Crowd,
    now: DateTime<FixedOffset>,
    bare: &Connection,
    commands: &[Command],
) -> (f64, f64) {
    let each = commands.len() as f64;
    let from = crowd.store.head().unwrap().size();
    let start = Instant::now();
    let editor = &crowd.editors[0];
    crowd
        .store
        .together(now, |desk| commands.iter().try_for_each(|c| desk.dispatch(editor, c).map(drop)))
        .unwrap();
    let ours = start.elapsed().as_secs_f64() * 1e6 / each;
    (ours, copied(bare, crowd.store.path(), from) / each)
}

/// Inserts what the log got after `from`, and the texts it names, into the bare table; the µs that took.
fn copied(bare: &Connection, board: &Path, from: u64) -> f64 {
    let reads = Connection::open(board).unwrap();
    let mut select = reads
        .prepare("SELECT body, signature, leaf, json_extract(body, '$.payload.digest') FROM event WHERE seq > ? ORDER BY seq")
        .unwrap();
    let rows: Vec<(String, Vec<u8>, Vec<u8>, Option<String>)> = select
        .query_map([from.cast_signed()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let texts: Vec<String> = rows
        .iter()
        .filter_map(|row| row.3.as_ref())
        .map(|digest| {
            let data: Vec<u8> = reads
                .query_row("SELECT data FROM blob WHERE digest = ?", [digest], |row| row.get(0))
                .unwrap();
            String::from_utf8(zstd::decode_all(data.as_slice()).unwrap()).unwrap()
        })
        .collect();
    let start = Instant::now();
    bare.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut insert =
        bare.prepare_cached("INSERT INTO bare (body, signature, leaf) VALUES (?, ?, ?)").unwrap();
    for (body, signature, leaf, _) in &rows {
        insert.execute((body, signature, leaf)).unwrap();
    }
    for text in &texts {
        insert.execute((text, "", "")).unwrap();
    }
    bare.execute_batch("COMMIT").unwrap();
    start.elapsed().as_secs_f64() * 1e6
}

// A large board.

fn large() {
    let events: u64 = std::env::var("BENCH_EVENTS").ok().and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let folder = tempfile::tempdir().unwrap();
    let board =
        std::env::var_os("BENCH_BOARD").map_or_else(|| folder.path().join("large.board"), PathBuf::from);
    if !board.exists() {
        let began = Local::now().fixed_offset() - Duration::days(3 * 365);
        let mut crowd = Crowd::new(&board, began, Duration::seconds(90)).unwrap();
        let start = Instant::now();
        crowd.grow(u64::MAX, events, 80, |size| eprint!("\r{size} events")).unwrap();
        eprintln!("\rmade {} in {:.0} s", board.display(), start.elapsed().as_secs_f64());
    }
    let csv = folder.path().join("out.csv");
    println!("the trail of {events} events, in ms, the slowest and the median of 9");
    filters(&board);
    println!("in processes of their own, CPU seconds and peak memory");
    let export = |what: &str| {
        let used = run(what, &board);
        println!("  {what:24} {:6.2} s   {:4} MB", used.cpu, used.peak);
        used
    };
    let (ours_csv, ours_jsonl) = (export("csv"), export("jsonl"));
    let rows = "SELECT seq, body, hex(signature), hex(leaf) FROM event ORDER BY seq";
    let columns = "SELECT seq, at, at, member, json_extract(body, '$.actor.name'), json_extract(body, '$.actor.role'), \
         kind, stream, coalesce((SELECT title FROM article WHERE id = substr(stream, 9)), ''), \
         coalesce(json_extract(body, '$.reason'), ''), json_extract(body, '$.action'), json_extract(body, '$.id'), \
         json_extract(body, '$.station'), json_extract(body, '$.app'), json_extract(body, '$.payload'), \
         hex(signature), hex(leaf) FROM event ORDER BY seq";
    for (what, sql) in [("its raw rows", rows), ("the same columns", columns)] {
        let before = children();
        let done = process::Command::new("sqlite3")
            .args(["-readonly", "-csv", "-header"])
            .arg(&board)
            .arg(sql)
            .stdout(fs::File::create(&csv).unwrap())
            .status();
        if !done.is_ok_and(|status| status.success()) {
            println!("  the sqlite3 shell is missing: nothing to compare with");
            break;
        }
        let shell = children() - before;
        println!("  sqlite3 shell, {what:17} {shell:6.2} s");
        println!(
            "    CSV {:.2} of it (goal 0.4), JSON Lines {:.2} (goal 0.15)",
            ours_csv.cpu / shell,
            ours_jsonl.cpu / shell
        );
    }
    let signatures = run("bare signature checks", &board);
    let ledger = run("verify the log", &board);
    println!(
        "  bare strict checks {:6.1} s on all cores; log verified in {:6.1} s: {:.0} % of their speed (goal 80), {} MB",
        signatures.wall,
        ledger.wall,
        100.0 * signatures.wall / ledger.wall,
        ledger.peak
    );
    let whole = run("verify", &board);
    println!("  everything verified, with a rebuild {:6.1} s, {} MB (goal 200)", whole.wall, whole.peak);
}

fn filters(board: &Path) {
    let mut crowd = Crowd::open(board, Local::now().fixed_offset()).unwrap();
    let all = TrailFilter::default();
    let article = crowd.store.titles("", 20).unwrap().last().unwrap().0;
    let (editor, reviewer) = (crowd.editors[0].member(), crowd.reviewers[0].member());
    let (from, to) = (Local::now() - Duration::days(500), Local::now() - Duration::days(400));
    let day = |time: chrono::DateTime<Local>| Some(time.date_naive().to_string());
    let kind = |kind: &str| Some(kind.to_owned());
    let half = crowd.store.head().unwrap().size() / 2;
    for (what, filter) in [
        ("everything", all.clone()),
        ("a page in the middle", TrailFilter { before: half, limit: 300, ..all.clone() }),
        ("an article", TrailFilter { stream: Some(format!("article/{article}")), ..all.clone() }),
        ("the board itself", TrailFilter { stream: Some("board".to_owned()), ..all.clone() }),
        ("a member", TrailFilter { member: Some(editor), ..all.clone() }),
        ("a frequent group of kinds", TrailFilter { kind: kind("thread"), ..all.clone() }),
        ("a rare group of kinds", TrailFilter { kind: kind("policy"), ..all.clone() }),
        ("a kind", TrailFilter { kind: kind("article.approved"), ..all.clone() }),
        ("a period", TrailFilter { since: day(from), until: day(to), ..all.clone() }),
        (
            "a member's kind in a period",
            TrailFilter {
                member: Some(reviewer),
                kind: kind("verdict"),
                since: day(from),
                until: day(to),
                ..all.clone()
            },
        ),
        ("nothing that there is", TrailFilter { member: Some(editor), kind: kind("policy"), ..all }),
    ] {
        let mut times: Vec<f64> = (0..9)
            .map(|_| {
                let start = Instant::now();
                std::hint::black_box(crowd.store.trail(&filter).unwrap());
                start.elapsed().as_secs_f64() * 1e3
            })
            .collect();
        times.sort_by(f64::total_cmp);
        println!("  {what:28} {:6.1} {:6.1}   (goal 200)", times[8], times[4]);
    }
}

// Work in a process of its own.

struct Used {
    cpu: f64,
    wall: f64,
    peak: u64,
}

/// CPU seconds of this process's children so far.
fn children() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    let after = stat.rsplit_once(')').unwrap().1;
    let fields: Vec<f64> = after.split_whitespace().skip(1).map(|field| field.parse().unwrap()).collect();
    (fields[12] + fields[13]) / 100.0
}

fn run(what: &str, board: &Path) -> Used {
    let (before, start) = (children(), Instant::now());
    let done = process::Command::new(std::env::current_exe().unwrap())
        .args(["--alone", what])
        .arg(board)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let wall = start.elapsed().as_secs_f64();
    let said = String::from_utf8(done.stdout).unwrap();
    let number = |at: usize| said.split_whitespace().nth(at).unwrap().parse::<f64>().unwrap();
    Used {
        cpu: children() - before,
        wall: if number(1) > 0.0 { number(1) } else { wall },
        peak: number(0) as u64,
    }
}

fn alone(what: &str, board: &Path) {
    let mut seconds = 0.0;
    let mut store =
        store::Store::open(board, store::Cost::FOR_TESTS_ONLY, Local::now().fixed_offset()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let all = TrailFilter::default();
    match what {
        "csv" | "jsonl" => {
            let format = if what == "csv" { ExportFormat::Csv } else { ExportFormat::Jsonl };
            drop(store.prepare_trail(&out, format, &all, &mut unwatched).unwrap());
        }
        "verify" => assert!(store.verify().unwrap().sound),
        "verify the log" => {
            let reads = Connection::open(board).unwrap();
            let mut select =
                reads.prepare("SELECT seq, body, signature, leaf FROM event ORDER BY seq").unwrap();
            let records = select
                .query_map([], |row| {
                    Ok(Record {
                        seq: row.get::<_, i64>(0)?.cast_unsigned(),
                        body: row.get::<_, String>(1)?.into_bytes(),
                        signature: row.get(2)?,
                        leaf: Some(row.get(3)?),
                    })
                })
                .unwrap();
            let start = Instant::now();
            assert!(ledger::verify(records, &Expected::default(), |_| ()).unwrap().is_sound());
            seconds = start.elapsed().as_secs_f64();
        }
        _ => seconds = signatures(store.head().unwrap().size()),
    }
    drop(store);
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let peak: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    println!("{} {seconds}", peak / 1024);
}

/// Seconds for so many strict checks of signatures on messages as long as events are, on all cores.
fn signatures(count: u64) -> f64 {
    const SAMPLE: u64 = 40_000;
    let key = SigningKey::from_seed(&[7; 32]);
    let public: PublicKey = key.public();
    let messages: Vec<(Vec<u8>, Signature)> = (0..SAMPLE)
        .map(|n| {
            let mut message = vec![b'x'; 700];
            message[..8].copy_from_slice(&n.to_be_bytes());
            let signature = key.sign(&message);
            (message, signature)
        })
        .collect();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let start = Instant::now();
    std::thread::scope(|scope| {
        for part in messages.chunks(messages.len().div_ceil(cores)) {
            scope.spawn(move || assert!(part.iter().all(|(m, s)| public.verify(m, s))));
        }
    });
    start.elapsed().as_secs_f64() / SAMPLE as f64 * count as f64
}
