//! The process is killed in the middle of writing, again and again.

use crate::common::{Desk, begin, enter, open};
use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::PathBuf,
    process::{Command, Stdio},
    time::Duration,
};

const ROUNDS: u64 = 100;
const BOARD: &str = "CRASH_TEST_BOARD";

/// Writes until it is killed, and says each title once the desk has acknowledged it.
#[test]
#[ignore = "the victim of the test below"]
fn victim() {
    let Some(path) = std::env::var_os(BOARD) else { return };
    let mut store = open(&PathBuf::from(path));
    let tom = enter(&mut store, "Tom");
    let round = store.titles("", u32::MAX).unwrap().len();
    println!();
    for n in 0.. {
        let title = format!("written{round}x{n}");
        begin(&mut store, &tom, &title, "Words that must not be lost.");
        println!("{title}");
        std::io::stdout().flush().unwrap();
    }
}

#[test]
fn no_acknowledged_write_is_lost_and_none_is_half_there() {
    let desk = Desk::new();
    let path = desk.path();
    let Desk { folder: _folder, store, .. } = desk;
    drop(store);
    let mut acknowledged = Vec::new();
    for round in 0..ROUNDS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["crash::victim", "--exact", "--ignored", "--nocapture", "--test-threads=1"])
            .env(BOARD, &path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // The first acknowledgement says that it is writing; then it is killed at a moment of its own.
        let first = lines.by_ref().map_while(Result::ok).find(|line| line.starts_with("written"));
        acknowledged.push(first.expect("the victim wrote something"));
        std::thread::sleep(Duration::from_micros(round * 7919 % 20_000));
        child.kill().unwrap();
        child.wait().unwrap();
        // A last line without its end was not acknowledged.
        acknowledged.extend(lines.map_while(Result::ok).filter(|line| line.starts_with("written")));
        if round % 10 == 9 {
            let found = open(&path).verify().unwrap();
            assert!(found.sound, "round {round}: {:?}", found.faults);
        }
    }
    let titles: std::collections::BTreeSet<String> =
        open(&path).titles("", u32::MAX).unwrap().into_iter().map(|(_, title)| title).collect();
    // A title may be cut where the pipe was, so each must be there or be the beginning of one.
    let lost: Vec<_> = acknowledged
        .iter()
        .filter(|title| !titles.contains(*title) && !titles.iter().any(|t| t.starts_with(title.as_str())))
        .collect();
    assert!(lost.is_empty(), "lost {lost:?} of {}", acknowledged.len());
    assert!(acknowledged.len() >= ROUNDS as usize);
}
