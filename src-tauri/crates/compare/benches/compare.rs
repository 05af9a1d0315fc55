//! How long a comparison takes, beside two engines that compare words alone, and on texts made to be slow.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::cast_sign_loss,
    clippy::print_stdout,
    reason = "a benchmark"
)]

use compare::{compare, plain};
use criterion::{Criterion, criterion_group, criterion_main};
use document::{Block, Document, Inline};
use std::hint::black_box;

/// The word of a rank, the first of them short.
fn word(rank: usize) -> String {
    const SYLLABLES: [&str; 16] =
        ["na", "tre", "xo", "do", "se", "pa", "ti", "en", "re", "li", "mo", "ka", "the", "of", "ni", "lu"];
    let mut rest = rank + 1;
    let mut out = String::new();
    while rest > 0 {
        out.push_str(SYLLABLES[rest % SYLLABLES.len()]);
        rest /= SYLLABLES.len();
    }
    out
}

/// An article of so many words in sentences of thirteen and paragraphs of eighty, the same for every run. As in prose,
/// few words are frequent and most are rare.
fn article(words: usize) -> String {
    let mut state = 88_172_645_463_325_252_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as f64 / u64::MAX as f64
    };
    let mut out = String::new();
    let mut first = true;
    for at in 1..=words {
        let mut word = word((3000.0 * next().powi(4)) as usize);
        if std::mem::take(&mut first) {
            word[..1].make_ascii_uppercase();
        }
        out.push_str(&word);
        match at {
            at if at % 80 == 0 => out.push_str(".\n\n"),
            at if at % 13 == 0 => out.push_str(". "),
            _ => out.push(' '),
        }
        first = at % 80 == 0 || at % 13 == 0;
    }
    out
}

/// The article with every so-manieth word another one.
fn revised(text: &str, every: usize) -> String {
    let words = text.split(' ').enumerate();
    words
        .map(|(at, word)| if at % every == every / 2 { "otherwise" } else { word })
        .collect::<Vec<_>>()
        .join(" ")
}

fn document(text: &str) -> Document {
    let paragraphs = text.split("\n\n").filter(|p| !p.trim().is_empty());
    Document { content: paragraphs.map(|p| Block::paragraph(vec![Inline::text(p.trim())])).collect() }
}

struct Words<'a>(Vec<&'a str>);

impl<'a> imara_diff::TokenSource for &'a Words<'a> {
    type Token = &'a str;
    type Tokenizer = std::iter::Copied<std::slice::Iter<'a, &'a str>>;
    fn tokenize(&self) -> Self::Tokenizer {
        self.0.iter().copied()
    }
    fn estimate_tokens(&self) -> u32 {
        self.0.len() as u32
    }
}

fn beside_others(criterion: &mut Criterion) {
    let old = article(20_000);
    let new = revised(&old, 40);
    let mut group = criterion.benchmark_group("20,000 words, 500 changed");
    group.bench_function("ours, plain", |b| b.iter(|| plain::operations(black_box(&old), black_box(&new))));
    let (old_document, new_document) = (document(&old), document(&new));
    group.bench_function("ours, documents", |b| {
        b.iter(|| compare(black_box(&old_document), black_box(&new_document)));
    });
    group.bench_function("imara-diff, histogram on words", |b| b.iter(|| imara(&old, &new)));
    group.bench_function("similar, words", |b| b.iter(|| similar(&old, &new)));
    group.finish();
}

type Engine = fn(&str, &str) -> usize;

fn imara(old: &str, new: &str) -> usize {
    let (a, b) = (Words(tokens(old)), Words(tokens(new)));
    let input = imara_diff::InternedInput::new(&a, &b);
    imara_diff::Diff::compute(imara_diff::Algorithm::Histogram, &input).count_additions() as usize
}

/// Words and single punctuation marks, as ours are: the same to compare.
fn tokens(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    for run in text.split_whitespace() {
        let mut rest = run;
        while let Some(first) = rest.chars().next() {
            let word = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
            let (token, after) = rest.split_at(word.max(first.len_utf8()));
            out.push(token);
            rest = after;
        }
    }
    out
}

fn similar(old: &str, new: &str) -> usize {
    similar::TextDiff::from_words(black_box(old), black_box(new)).ops().len()
}

/// With `BENCH_PAIRS=folder`, all pairs `ID.old.md` and `ID.new.md` in it: the sum of the best times of nine, and the
/// slowest pair's.
fn real(_: &mut Criterion) {
    let Some(folder) = std::env::var_os("BENCH_PAIRS") else { return };
    let mut pairs = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path().to_string_lossy().into_owned();
        if let Some(id) = path.strip_suffix(".old.md") {
            let new = std::fs::read_to_string(format!("{id}.new.md")).unwrap();
            pairs.push((std::fs::read_to_string(&path).unwrap(), new));
        }
    }
    let engines: [(&str, Engine); 3] = [
        ("ours, plain", |old, new| plain::operations(old, new).len()),
        ("imara-diff, histogram on words", imara),
        ("similar, words", similar),
    ];
    for (name, engine) in engines {
        let best = |(old, new): &(String, String)| {
            let time = || {
                let start = std::time::Instant::now();
                black_box(engine(old, new));
                start.elapsed().as_secs_f64() * 1e3
            };
            (0..9).map(|_| time()).fold(f64::MAX, f64::min)
        };
        let times: Vec<f64> = pairs.iter().map(best).collect();
        let (sum, slowest) = (times.iter().sum::<f64>(), times.iter().fold(0.0, |a: f64, b| a.max(*b)));
        println!("{name:32} {} pairs {sum:8.1} ms, the slowest {slowest:6.1} ms", times.len());
    }
}

fn worst(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("made to be slow");
    group.sample_size(10);
    let words = |from: usize| (from..from + 20_000).map(|n| format!("w{n}")).collect::<Vec<_>>();
    let cases = [
        ("20,000 words, all different", words(0).join(" "), words(50_000).join(" ")),
        ("100,000 identical words", "dose ".repeat(100_000), "dose ".repeat(99_000)),
        ("20,000 blocks of one word", words(0).join("\n\n"), words(10_000).join("\n\n")),
        ("20,000 blocks of one identical word", "dose\n\n".repeat(20_000), "dose\n\n".repeat(19_000)),
    ];
    for (name, old, new) in &cases {
        let (old_document, new_document) = (document(old), document(new));
        group.bench_function(format!("{name}, plain"), |b| {
            b.iter(|| plain::operations(black_box(old), black_box(new)));
        });
        group.bench_function(format!("{name}, documents"), |b| {
            b.iter(|| compare(black_box(&old_document), black_box(&new_document)));
        });
    }
    group.finish();
}

criterion_group!(benches, beside_others, real, worst);
criterion_main!(benches);
