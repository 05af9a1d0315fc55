//! What the log costs per event, beside the bare signature that no design can do without.
#![allow(missing_docs, clippy::unwrap_used)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use ledger::{
    Actor, Event, Expected, Head, Record, Signature, SigningKey, canonical, signed_message, verify,
};
use serde_json::json;
use std::{convert::Infallible, hint::black_box, thread};
use uuid::Uuid;

const EVENTS: u64 = 4096;

/// An event whose body is about as long as those of the desk: 550 bytes.
fn event(seq: u64, key: &SigningKey) -> Event {
    let payload = match seq {
        1 => json!({ "desk_key": key.public(), "title": "Medical advisory board" }),
        _ => json!({
            "article": "01999999-0000-7000-8000-00000000abcd",
            "revision": seq,
            "digest": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "note": "The maximum dose is now that of the label; please look at the table again.",
        }),
    };
    Event {
        action: Uuid::from_u128(0x0199_9999_0000_7000_8000_0000_0000_0001),
        actor: Actor::System,
        app: "imprimatur 0.1.0".into(),
        at: "2026-03-01T09:30:00.000Z".into(),
        id: Uuid::from_u128(0x0199_9999_0000_7000_8000_0000_0000_0000 + u128::from(seq)),
        kind: if seq == 1 { "board.created" } else { "article.revised" }.into(),
        offset: 60,
        payload,
        reason: None,
        seq,
        station: "desk-1".into(),
        stream: "article/01999999-0000-7000-8000-00000000abcd".into(),
        v: 1,
    }
}

fn log(key: &SigningKey) -> (Head, Vec<Record>) {
    let mut head = Head::default();
    let records = (1..=EVENTS).map(|seq| head.append(&event(seq, key), key).unwrap().into()).collect();
    (head, records)
}

fn append(c: &mut Criterion) {
    let key = SigningKey::from_seed(&[7; 32]);
    let (head, records) = log(&key);
    let next = event(head.next_seq(), &key);
    let body = next.canonical().unwrap();
    let message = signed_message(next.seq, head.prev(), &body);
    let signature = key.sign(&message);
    let mut group = c.benchmark_group("one event");
    group.bench_function("append", |b| b.iter(|| head.clone().append(black_box(&next), &key)));
    group.bench_function("of which sign", |b| b.iter(|| key.sign(black_box(&message))));
    group.bench_function("of which chain, tree", |b| {
        b.iter(|| head.clone().accept(&body, black_box(&signature)));
    });
    group.bench_function("of which canonical form", |b| b.iter(|| black_box(&next).canonical()));
    group.bench_function("of which head to bytes", |b| b.iter(|| black_box(&head).to_bytes()));
    group.bench_function("plain serde of it", |b| b.iter(|| serde_json::to_vec(black_box(&next))));
    group.bench_function("generic canonical form", |b| b.iter(|| canonical(black_box(&next))));
    group.bench_function("serde_json_canonicalizer", |b| {
        b.iter(|| serde_json_canonicalizer::to_vec(black_box(&next)));
    });
    group.bench_function("read it back", |b| b.iter(|| Event::from_canonical(black_box(&body))));
    group.finish();
    assert_eq!(records.len() as u64, EVENTS);
}

fn verification(c: &mut Criterion) {
    let key = SigningKey::from_seed(&[7; 32]);
    let (head, records) = log(&key);
    let expected = Expected { head: Some(head), ..Expected::default() };
    let mut replayed = Head::default();
    let signed: Vec<_> = records
        .iter()
        .map(|record| {
            let signature = Signature(record.signature.as_slice().try_into().unwrap());
            let message = signed_message(record.seq, replayed.prev(), &record.body);
            replayed.accept(&record.body, &signature);
            (message, signature)
        })
        .collect();
    let public = key.public();
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let mut group = c.benchmark_group("a log");
    group.throughput(Throughput::Elements(EVENTS)).sample_size(10);
    group.bench_function("bare strict signature checks, all cores", |b| {
        b.iter(|| {
            thread::scope(|scope| {
                for part in signed.chunks(signed.len().div_ceil(threads)) {
                    scope.spawn(move || assert!(part.iter().all(|(m, s)| public.verify(m, s))));
                }
            });
        });
    });
    group.bench_function("verify, all cores", |b| {
        b.iter(|| {
            let report = verify(records.iter().cloned().map(Ok::<_, Infallible>), &expected, |_| ()).unwrap();
            assert!(report.is_sound());
        });
    });
    group.finish();
}

criterion_group!(benches, append, verification);
criterion_main!(benches);
