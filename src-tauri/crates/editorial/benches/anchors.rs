//! What it costs to carry the claims of a long article to its next revision.
#![allow(missing_docs, clippy::unwrap_used)]

use criterion::{Criterion, criterion_group, criterion_main};
use document::{Anchor, Block, Document, Inline};
use editorial::Reanchorer;
use std::hint::black_box;

const PARAGRAPHS: usize = 250;
const SENTENCES: usize = 5;
const WORDS: usize = 16;
const CLAIMS: usize = 300;

const STOCK: &str = "the a of in with and patients treated colchicine naproxen placebo flares gout pain renal hepatic \
    reduced increased risk trial weeks daily dose mg adverse events diarrhoea nausea compared group urate serum \
    allopurinol febuxostat prophylaxis inflammation joint swelling relief onset severe mild chronic acute elderly \
    women men children creatinine clearance inhibitors interactions statins cyclosporine clarithromycin toxicity";

/// A plain generator (Numerical Recipes' constants): the same text in every run.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn sentence(&mut self, stock: &[&str]) -> String {
        let mut words: Vec<String> = (1..WORDS).map(|_| stock[self.throw(stock.len())].to_owned()).collect();
        words.insert(self.throw(WORDS), format!("{}", self.throw(10_000)));
        format!("It {}. ", words.join(" "))
    }
}

fn document(paragraphs: &[Vec<String>]) -> Document {
    let content = paragraphs.iter().map(|p| Block::paragraph(vec![Inline::text(p.concat().trim_end())]));
    Document { content: content.collect() }
}

/// 20,000 words, and the same with every twelfth sentence reworded, every fortieth gone and a paragraph moved.
fn texts() -> (Document, Document) {
    let (stock, mut dice) = (STOCK.split_whitespace().collect::<Vec<_>>(), Dice(7));
    let old: Vec<Vec<String>> =
        (0..PARAGRAPHS).map(|_| (0..SENTENCES).map(|_| dice.sentence(&stock)).collect()).collect();
    let mut new = old.clone();
    for sentence in new.iter_mut().flatten() {
        match dice.throw(120) {
            0..10 => *sentence = sentence.replacen(' ', " was later seen to be ", 1),
            10..13 => sentence.clear(),
            _ => {}
        }
    }
    let moved = new.remove(40);
    new.insert(180, moved);
    (document(&old), document(&new))
}

fn anchors(old: &Document) -> Vec<Anchor> {
    let blocks = old.text_blocks();
    (0..CLAIMS)
        .filter_map(|n| {
            let block = &blocks[n * blocks.len() / CLAIMS];
            let text = block.text();
            let sentences = editorial::sentences(&text);
            let span = sentences.get(n % sentences.len())?;
            Anchor::new(old, &block.path, span.start as u32, span.end as u32 - 1)
        })
        .collect()
}

fn carry(c: &mut Criterion) {
    let (old, new) = texts();
    let anchors = anchors(&old);
    assert_eq!(anchors.len(), CLAIMS);
    let comparison = compare::compare(&old, &new);
    let mut group = c.benchmark_group("300 claims in 20,000 words");
    group.sample_size(20);
    group.bench_function("re-anchor", |b| {
        b.iter(|| {
            let reanchorer = Reanchorer::new(&old, &new, &comparison);
            anchors.iter().map(|anchor| reanchorer.land(black_box(anchor))).collect::<Vec<_>>()
        });
    });
    group.bench_function("compare and re-anchor", |b| {
        b.iter(|| {
            let comparison = compare::compare(black_box(&old), &new);
            let reanchorer = Reanchorer::new(&old, &new, &comparison);
            anchors.iter().map(|anchor| reanchorer.land(anchor)).collect::<Vec<_>>()
        });
    });
    group.finish();
}

criterion_group!(benches, carry);
criterion_main!(benches);
