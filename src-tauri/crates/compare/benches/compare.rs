//! How long a comparison takes, beside two engines that compare words alone, and on texts made to be slow.

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark")]

use compare::{compare, plain};
use criterion::{Criterion, criterion_group, criterion_main};
use document::{Block, Document, Inline};
use std::hint::black_box;

const WORDS: &[&str] = &[
    "patients",
    "dose",
    "sleep",
    "relief",
    "trial",
    "weeks",
    "evening",
    "tablet",
    "nurse",
    "kidney",
    "reported",
    "improved",
    "during",
    "after",
    "treatment",
    "of",
    "the",
    "and",
    "with",
    "for",
    "a",
    "in",
    "was",
    "by",
    "some",
];

/// An article of so many words in paragraphs of eighty, the same for every run.
fn article(words: usize) -> String {
    let mut state = 88_172_645_463_325_252_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let mut out = String::new();
    for at in 1..=words {
        let word = WORDS[next() as usize % WORDS.len()];
        out.push_str(word);
        match at {
            at if at % 80 == 0 => out.extend([" ", &at.to_string(), ".\n\n"]),
            at if at % 13 == 0 => out.push_str(". "),
            _ => out.push(' '),
        }
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
    group.bench_function("imara-diff, histogram on words", |b| {
        b.iter(|| {
            let (a, b) = (Words(old.split_whitespace().collect()), Words(new.split_whitespace().collect()));
            let input = imara_diff::InternedInput::new(&a, &b);
            imara_diff::Diff::compute(imara_diff::Algorithm::Histogram, &input).count_additions()
        });
    });
    group.bench_function("similar, words", |b| {
        b.iter(|| similar::TextDiff::from_words(black_box(&old), black_box(&new)).ops().len());
    });
    group.finish();
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

criterion_group!(benches, beside_others, worst);
criterion_main!(benches);
