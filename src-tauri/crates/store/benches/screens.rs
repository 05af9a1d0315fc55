//! What a person waits for: opening an article of 5,000 words (goal: 100 ms) and the queue of a board of 10,000
//! articles (goal: 150 ms), as the window asks for them, up to the bytes that go to it.
#![allow(missing_docs, clippy::unwrap_used)]

use chrono::{Duration, Local};
use criterion::{Criterion, criterion_group, criterion_main};
use editorial::Stage;
use store::{
    query::{QueueFilter, QueueSort},
    testing::Crowd,
};

fn crowd(folder: &tempfile::TempDir) -> Crowd {
    let began = Local::now().fixed_offset() - Duration::days(300);
    Crowd::new(&folder.path().join("crowd.board"), began, Duration::minutes(2)).unwrap()
}

fn articles(c: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let mut crowd = crowd(&folder);
    let article = crowd.long_article(5000).unwrap();
    let (editor, reviewer) = (crowd.editors[0].member(), crowd.reviewers[0].member());
    let path = crowd.store.path().to_owned();
    let mut group = c.benchmark_group("an article of 5,000 words");
    group.sample_size(20);
    for (who, member) in [("its editor", editor), ("a reviewer with a base to compare with", reviewer)] {
        group.bench_function(format!("opened by {who}"), |b| {
            b.iter(|| serde_json::to_vec(&crowd.store.article_view(member, article, None).unwrap()).unwrap());
        });
    }
    group.bench_function("opened first after the board", |b| {
        b.iter_with_setup(
            || Crowd::open(&path, Local::now().fixed_offset()).unwrap(),
            |mut fresh| {
                let view = fresh.store.article_view(reviewer, article, None).unwrap();
                (serde_json::to_vec(&view).unwrap(), fresh)
            },
        );
    });
    group.bench_function("passages proposed as claims", |b| {
        b.iter(|| crowd.store.candidates(article).unwrap());
    });
    group.bench_function("findings of the checks", |b| b.iter(|| crowd.store.findings(article).unwrap()));
    group.finish();
}

fn queue(c: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let mut crowd = crowd(&folder);
    crowd.grow(10_000, u64::MAX, 0, |_| ()).unwrap();
    let (editor, reviewer) = (crowd.editors[0].member(), crowd.reviewers[0].member());
    let today = Local::now().date_naive();
    let mut group = c.benchmark_group("the queue of 10,000 articles");
    group.sample_size(20);
    let plain = QueueFilter::default();
    for (what, member, filter) in [
        ("as a reviewer sees it first", reviewer, plain.clone()),
        ("as an editor sees it first", editor, plain.clone()),
        (
            "by title, its last page",
            editor,
            QueueFilter { sort: QueueSort::Title, offset: 9800, ..plain.clone() },
        ),
        ("what waits for me", reviewer, QueueFilter { waiting: true, ..plain.clone() }),
        ("of a stage", editor, QueueFilter { stage: Some(Stage::UnderReview), ..plain.clone() }),
        (
            "that hold a word which all hold",
            editor,
            QueueFilter { text: "patients".to_owned(), ..plain.clone() },
        ),
        (
            "that hold two words which some hold",
            editor,
            QueueFilter { text: "iron surg".to_owned(), ..plain },
        ),
    ] {
        group.bench_function(what, |b| {
            b.iter(|| serde_json::to_vec(&crowd.store.queue(member, &filter, today).unwrap()).unwrap());
        });
    }
    group.finish();
}

criterion_group!(benches, articles, queue);
criterion_main!(benches);
