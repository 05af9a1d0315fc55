//! How long the window takes to open.

use crate::{launch::Home, window::css};
use std::time::{Duration, UNIX_EPOCH};

/// The page's own share is what an empty window would not need.
#[test]
#[ignore = "measures: run it alone, on a quiet machine"]
fn start() {
    let mut times: Vec<_> = (0..7).map(|_| open()).collect();
    times.sort();
    for (name, (painted, page)) in [("fastest", times[0]), ("median", times[times.len() / 2])] {
        let (painted, page) = (painted.as_millis(), page.as_millis());
        println!("{name}: first paint {painted} ms after the start, of which {page} ms for the page");
    }
}

/// From the start of the driver to the first paint, and from the page's first byte to the same.
fn open() -> (Duration, Duration) {
    let window = Home::new().launch().start();
    window.see(css("h1"));
    window.settle();
    let times = window.script(
        "const paint = performance.getEntriesByName('first-contentful-paint')[0];
         return [performance.timeOrigin + paint.startTime, paint.startTime]",
    );
    let at = |index: usize| Duration::from_secs_f64(times[index].as_f64().expect("a time") / 1000.0);
    let started = window.started.duration_since(UNIX_EPOCH).expect("a time after 1970");
    (at(0).saturating_sub(started), at(1))
}
