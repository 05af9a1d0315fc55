//! Long work at a terminal: how far it is, and Ctrl+C to break it off.

use crate::failure::Failure;
use std::{
    io::{IsTerminal as _, Write as _, stderr},
    ops::ControlFlow,
    process,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use store::{Part, Progress};

/// How often a sign of progress is given.
const SIGN: Duration = Duration::from_millis(200);

/// What shells say of a program that Ctrl+C ended: 128 and the number of SIGINT.
const INTERRUPTED: i32 = 130;

/// Tells a terminal how far the work is, and breaks it off when the person presses Ctrl+C; a second time, at once.
pub(crate) fn watching() -> Result<impl FnMut(Progress) -> ControlFlow<()>, Failure> {
    let stop = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&stop);
    ctrlc::set_handler(move || {
        if asked.swap(true, Ordering::Relaxed) {
            process::exit(INTERRUPTED);
        }
    })
    .map_err(|error| Failure::Asked(format!("Ctrl+C cannot be watched for: {error}.")))?;
    let shown = stderr().is_terminal();
    let mut last = Instant::now();
    Ok(move |Progress { part, done, of }: Progress| {
        if shown && last.elapsed() >= SIGN {
            last = Instant::now();
            let what = match part {
                Part::Events => "events",
                Part::Articles => "articles",
                Part::Bytes => "documents and attachments",
                Part::Pages => "pages",
            };
            let _ = write!(stderr(), "\r\x1b[K{done} of {of} {what}\r");
        }
        if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
}
