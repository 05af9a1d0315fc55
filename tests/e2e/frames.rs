//! How smoothly a long comparison scrolls.

use crate::{
    boards::{FOUNDER, PASSPHRASE, founded, made},
    launch::Home,
    window::Window,
};
use editorial::{ArticleId, Command, Origin};
use serde_json::{Value, json};
use std::{fs, path::Path};

const PARAGRAPHS: usize = 400;

/// The same walk through the same text in each view: the article tells what the machine can do with so many words, and
/// what the comparison adds is ours. Without a graphics card the window is drawn by the processor.
#[test]
#[ignore = "measures: run it alone, on a quiet machine"]
fn frames() {
    let home = Home::new();
    let board = home.path("long.board");
    let article = long(&board);
    let window = home.launch().board(&board).size(1440, 900).start();
    window.sign_in(FOUNDER, PASSPHRASE);
    let views = [
        ("the article itself", "", "column"),
        ("compared in one column", "/compare/1..2?show=all", "page"),
        ("compared side by side", "/compare/1..2?show=all&view=side", "page"),
        ("unchanged stretches folded", "/compare/1..2", "page"),
    ];
    for (name, place, page) in views {
        window.go(&format!("#/article/{article}{place}"));
        window.see(page);
        if page == "column" {
            // As wide as the comparison is.
            window.press("p");
        }
        window.settle();
        for (how, step) in [("slowly", 120), ("a window at a time", 800)] {
            let before = processor_time(&home);
            let times = scroll(&window, page, step);
            let worked = (processor_time(&home) - before) / times.len() as f64;
            println!("{name}, {how}: {worked:.0} ms of work a frame; {}", told(&times));
        }
    }
}

const FRAMES: usize = 40;

/// Scrolls down by this many points a frame, from the top again where it ends, and gives what each frame took, in
/// milliseconds.
fn scroll(window: &Window, page: &str, step: u32) -> Vec<f64> {
    let times = window.script_async(&format!(
        "const done = arguments[0];
         const page = document.querySelector('[data-testid={page}]');
         if (page.scrollHeight < 10 * page.clientHeight) return done(null);
         const times = [];
         let last = null;
         const frame = (now) => {{
             if (last !== null) times.push(now - last);
             last = now;
             const before = page.scrollTop;
             page.scrollTop += {step};
             if (page.scrollTop === before) page.scrollTop = 0;
             if (times.length === {FRAMES}) done(times);
             else requestAnimationFrame(frame);
         }};
         page.scrollTop = 0;
         requestAnimationFrame(frame);"
    ));
    times.as_array().expect("a text that scrolls").iter().filter_map(Value::as_f64).collect()
}

/// What the processes of the window have worked so far, in milliseconds. Other work on the machine does not add to it.
fn processor_time(home: &Home) -> f64 {
    let ours = format!("HOME={}", home.path("").display());
    let ticks = |process: fs::DirEntry| {
        let environment = fs::read(process.path().join("environ")).ok()?;
        environment.split(|&byte| byte == 0).find(|variable| *variable == ours.as_bytes())?;
        let stat = fs::read_to_string(process.path().join("stat")).ok()?;
        let fields: Vec<_> = stat.rsplit(')').next()?.split_whitespace().collect();
        // Time of its own and of the system for it: fields 14 and 15, counted from the one behind the name, the third.
        Some(fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?)
    };
    fs::read_dir("/proc").expect("processes").flatten().filter_map(ticks).sum::<f64>() * 10.0
}

fn told(times: &[f64]) -> String {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |percent: usize| sorted[(sorted.len() - 1) * percent / 100];
    let late = times.iter().filter(|&&time| time > 1000.0 / 60.0 * 1.5).count();
    let mean = times.iter().sum::<f64>() / times.len() as f64;
    format!(
        "{} frames, {:.0} a second; median {:.1} ms, 95% {:.1} ms, worst {:.1} ms; {late} late",
        times.len(),
        1000.0 / mean,
        at(50),
        at(95),
        at(100)
    )
}

/// A board with an article of 20,000 words in two revisions, with 500 changes between them.
fn long(board: &Path) -> ArticleId {
    let (mut store, ada) = founded(board);
    let title = "A long text".to_owned();
    let article: ArticleId = made(
        &mut store,
        &ada,
        &Command::CreateArticle { title, origin: Origin::default(), document: text(false) },
    );
    let save =
        Command::SaveRevision { article, base: 1, document: text(true), message: "All over".to_owned() };
    store.dispatch(&ada, &save, None, crate::boards::now()).expect("a revision");
    article
}

fn text(changed: bool) -> Value {
    let run = |text: String| json!([{ "type": "text", "text": text }]);
    let blocks = (0..PARAGRAPHS).flat_map(|n| {
        let heading = (n % 20 == 0).then(|| {
            json!({ "type": "heading", "attrs": { "level": 2 }, "content": run(format!("Part {}", n / 20 + 1)) })
        });
        heading.into_iter().chain([json!({ "type": "paragraph", "content": run(paragraph(n, changed)) })])
    });
    json!({ "type": "doc", "content": blocks.collect::<Vec<_>>() })
}

/// Fifty words; of every paragraph one sentence changes, and of every fourth a second one.
fn paragraph(n: usize, changed: bool) -> String {
    let (dose, verb) = if changed { (n + 20, "kept") } else { (n + 10, "held") };
    let second =
        if changed && n.is_multiple_of(4) { "was asked every month" } else { "was asked every week" };
    format!(
        "In part {n} of the trial the nurses gave {} mg of the drug in the morning and wrote down what they saw. \
         Most of those who took it {} to the plan for a whole year and felt well. Whoever felt unwell {second} about \
         pain, sleep and appetite.",
        if n.is_multiple_of(8) { dose } else { n + 10 },
        if n.is_multiple_of(8) { "held" } else { verb },
    )
}
