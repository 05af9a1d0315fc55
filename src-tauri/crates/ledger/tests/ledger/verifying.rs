//! Every way to tamper with a log that a test can think of, and what the check says of each.

use crate::logs::{Log, acting, event, key, member};
use ledger::{
    Actor, BOARD_CREATED, Checkpoint, CheckpointFault, Disagreement, Event, Expected, Fault, Hash,
    KEY_REGISTERED, Note, Record, RegistryFault, Report, verify,
};
use proptest::prelude::*;
use serde_json::json;
use std::{convert::Infallible, sync::LazyLock};

fn check(records: Vec<Record>, expected: &Expected) -> Report {
    verify(records.into_iter().map(Ok::<_, Infallible>), expected, |_| ()).unwrap()
}

fn checked(records: Vec<Record>) -> Report {
    check(records, &Expected::default())
}

/// The first bad record and its faults.
fn bad(records: Vec<Record>) -> (u64, Vec<Fault>) {
    let bad = checked(records).bad.expect("something is wrong with this log");
    (bad.seq, bad.faults)
}

fn origin(log: &Log) -> String {
    Checkpoint::origin_of(log.events()[0].id)
}

fn checkpoint(log: &Log) -> Note {
    Checkpoint::of(&log.head, origin(log)).sign(&log.desk).unwrap()
}

#[test]
fn a_good_log_is_sound() {
    let log = Log::of(130);
    let expected = Expected {
        head: Some(log.head.clone()),
        checkpoints: vec![checkpoint(&log), checkpoint(&Log::of(50))],
    };
    let mut seen = Vec::new();
    let records = log.records().into_iter().map(Ok::<_, Infallible>);
    let report = verify(records, &expected, |event| seen.push(event.seq)).unwrap();
    assert!(report.is_sound(), "{report:?}");
    assert_eq!(report.head, log.head);
    assert_eq!(report.created, Some(log.events()[0].id));
    assert_eq!(report.clock_steps, 0);
    assert_eq!(seen, (1..=132).collect::<Vec<_>>());
    assert_eq!(report.registry.signer(&acting(1)), Some(&key(1).public()));
}

#[test]
fn an_empty_log_is_sound_unless_it_was_not_empty() {
    assert!(checked(Vec::new()).is_sound());
    let log = Log::of(1);
    let expected = Expected { head: Some(log.head.clone()), checkpoints: vec![checkpoint(&log)] };
    let report = check(Vec::new(), &expected);
    assert_eq!(
        report.disagreements,
        [
            Disagreement::HeadSize { stored: 3, found: 0 },
            Disagreement::Checkpoint { size: 3, fault: CheckpointFault::LogIsShorter { found: 0 } }
        ]
    );
}

#[test]
fn an_error_of_the_reader_is_handed_on() {
    let records = Log::of(10).records().into_iter().map(Ok).chain([Err("torn page")]);
    assert_eq!(verify(records, &Expected::default(), |_| ()).unwrap_err(), "torn page");
}

#[test]
fn an_edited_event_is_noticed_by_hash_and_signature() {
    let mut records = Log::of(150).records();
    let body = String::from_utf8(records[100].body.clone()).unwrap();
    records[100].body = body.replace("naïve", "naive").into_bytes();
    assert_eq!(bad(records), (101, vec![Fault::Leaf, Fault::Signature(key(1).public().id())]));
}

#[test]
fn an_edited_event_in_a_rebuilt_chain_is_noticed_by_signature() {
    let log = Log::of(150);
    let mut records = log.records();
    let body = String::from_utf8(records[100].body.clone()).unwrap();
    records[100].body = body.replace("naïve", "naive").into_bytes();
    let mut head = ledger::Head::default();
    for record in &mut records {
        let signature = ledger::Signature(record.signature.clone().try_into().unwrap());
        record.leaf = Some(head.accept(&record.body, &signature).0.to_vec());
    }
    assert_eq!(bad(records), (101, vec![Fault::Signature(key(1).public().id())]));
}

#[test]
fn one_stolen_key_does_not_rewrite_the_others_events() {
    let mut log = Log::of(3);
    log.registers(2, 2);
    log.acts(2, 2);
    log.acts(1, 1);
    let mut events = log.events();
    events[3].reason = Some("never said".into());
    // The thief has member 2's key, and signs all events of the others with it too.
    let forged = Log::rebuilt(&events, |event| match (&event.actor, event.seq) {
        (Actor::System, _) => key(100),
        (_, ..4) => key(1),
        _ => key(2),
    });
    assert_eq!(bad(forged), (4, vec![Fault::Signature(key(1).public().id())]));
}

#[test]
fn removed_inserted_and_exchanged_records_are_noticed() {
    let records = Log::of(20).records();
    let removed = [&records[..9], &records[10..]].concat();
    assert_eq!(bad(removed), (10, vec![Fault::OutOfOrder { found: 11 }]));
    let first = records[1..].to_vec();
    assert_eq!(bad(first), (1, vec![Fault::OutOfOrder { found: 2 }]));
    let repeated = [&records[..10], &records[9..]].concat();
    assert_eq!(bad(repeated), (11, vec![Fault::OutOfOrder { found: 10 }]));
    let mut exchanged = records.clone();
    exchanged.swap(8, 9);
    assert_eq!(bad(exchanged), (9, vec![Fault::OutOfOrder { found: 10 }]));
    // Renumbered, so that only the content is out of place.
    let mut renumbered = records.clone();
    renumbered.swap(8, 9);
    (renumbered[8].seq, renumbered[9].seq) = (9, 10);
    let (seq, faults) = bad(renumbered);
    assert_eq!(seq, 9);
    assert!(faults.contains(&Fault::OtherSeq { says: 10 }) && faults.contains(&Fault::Leaf), "{faults:?}");
}

#[test]
fn an_identity_that_another_event_has_is_noticed_however_well_it_is_signed() {
    let mut events = Log::of(20).events();
    events[14].id = events[9].id;
    let signer = |event: &Event| if event.actor == Actor::System { key(100) } else { key(1) };
    assert_eq!(bad(Log::rebuilt(&events, signer)), (15, vec![Fault::KnownId]));
}

#[test]
fn exchanged_and_stripped_signatures_are_noticed() {
    let records = Log::of(20).records();
    let mut exchanged = records.clone();
    exchanged[8].signature = records[9].signature.clone();
    exchanged[9].signature = records[8].signature.clone();
    assert_eq!(bad(exchanged), (9, vec![Fault::Leaf, Fault::Signature(key(1).public().id())]));
    let mut stripped = records;
    stripped[8].signature.clear();
    assert_eq!(bad(stripped), (9, vec![Fault::SignatureLength { length: 0 }]));
}

#[test]
fn a_leaf_that_was_edited_alone_is_noticed() {
    let mut records = Log::of(20).records();
    records[8].leaf = Some(vec![0; 32]);
    assert_eq!(bad(records.clone()), (9, vec![Fault::Leaf]));
    records[8].leaf = Some(Vec::new());
    assert_eq!(bad(records.clone()), (9, vec![Fault::Leaf]));
    // Where none is stored, none can be wrong.
    records[8].leaf = None;
    assert!(checked(records).is_sound());
}

#[test]
fn a_body_in_another_form_is_noticed_even_if_signed() {
    let log = Log::new();
    for body in [&b"{}"[..], b"", b"\xff", b"[]"] {
        let mut records = log.records();
        let message = ledger::signed_message(3, log.head.prev(), body);
        let signature = key(1).sign(&message);
        records.push(Record { seq: 3, body: body.to_vec(), signature: signature.0.to_vec(), leaf: None });
        let (seq, faults) = bad(records);
        assert!(seq == 3 && matches!(faults[..], [Fault::Body(_)]), "{faults:?}");
    }
    let body = event(3, acting(1), "x", json!({})).canonical().unwrap();
    let spaced = String::from_utf8(body).unwrap().replacen(':', ": ", 1).into_bytes();
    let mut records = log.records();
    let signature = key(1).sign(&ledger::signed_message(3, log.head.prev(), &spaced));
    records.push(Record { seq: 3, body: spaced, signature: signature.0.to_vec(), leaf: None });
    assert_eq!(bad(records), (3, vec![Fault::Body("written in another form".into())]));
}

#[test]
fn a_cut_tail_is_noticed_by_the_head_and_by_a_checkpoint() {
    let log = Log::of(20);
    let cut = log.records()[..15].to_vec();
    assert!(checked(cut.clone()).is_sound());
    let with_head = Expected { head: Some(log.head.clone()), ..Expected::default() };
    assert_eq!(
        check(cut.clone(), &with_head).disagreements,
        [Disagreement::HeadSize { stored: 22, found: 15 }]
    );
    let with_checkpoint = Expected { checkpoints: vec![checkpoint(&log)], ..Expected::default() };
    let fault = CheckpointFault::LogIsShorter { found: 15 };
    assert_eq!(check(cut, &with_checkpoint).disagreements, [Disagreement::Checkpoint { size: 22, fault }]);
}

#[test]
fn a_rewrite_with_all_keys_is_noticed_by_a_checkpoint_only() {
    let log = Log::of(20);
    let mut events = log.events();
    events[10].reason = Some("never said".into());
    let forged = Log::rebuilt(&events, |event| if event.actor == Actor::System { key(100) } else { key(1) });
    assert!(checked(forged.clone()).is_sound());
    let expected = Expected { head: Some(log.head.clone()), checkpoints: vec![checkpoint(&log)] };
    let other_root = Disagreement::Checkpoint { size: 22, fault: CheckpointFault::OtherRoot };
    assert_eq!(check(forged, &expected).disagreements, [Disagreement::HeadHashes, other_root]);
}

#[test]
fn checkpoints_of_other_logs_and_by_other_hands_are_told_apart() {
    let log = Log::of(5);
    let faults = |note: Note| {
        let report = check(log.records(), &Expected { checkpoints: vec![note], ..Expected::default() });
        report.disagreements
    };
    let other = Checkpoint::of(&log.head, "elsewhere".into()).sign(&log.desk).unwrap();
    let fault = CheckpointFault::OtherLog { origin: "elsewhere".into() };
    assert_eq!(faults(other), [Disagreement::Checkpoint { size: 7, fault }]);
    let unsigned = Checkpoint::of(&log.head, origin(&log)).sign(&key(1)).unwrap();
    let fault = CheckpointFault::Signature(ledger::NoteError::NotSigned);
    assert_eq!(faults(unsigned), [Disagreement::Checkpoint { size: 7, fault }]);
    let none = Note::sign("hello\n".into(), "board", &log.desk).unwrap();
    assert!(matches!(faults(none)[..], [Disagreement::NotACheckpoint(_)]));
}

#[test]
fn what_a_checkpoint_covers_is_judged_up_to_a_bad_record() {
    let log = Log::of(20);
    let mut records = log.records();
    records[15].leaf = Some(vec![]);
    let early = Checkpoint { origin: origin(&log), size: 9, root: Hash::ZERO }.sign(&log.desk).unwrap();
    let report = check(
        records,
        &Expected { head: Some(log.head.clone()), checkpoints: vec![checkpoint(&log), early] },
    );
    assert_eq!(report.bad.unwrap().seq, 16);
    assert_eq!(
        report.disagreements,
        [Disagreement::Checkpoint { size: 9, fault: CheckpointFault::OtherRoot }]
    );
}

#[test]
fn keys_are_valid_by_sequence() {
    let mut log = Log::new();
    log.acts(1, 1);
    log.registers(1, 2);
    log.acts(1, 2);
    log.registers(3, 3);
    log.revokes(1, 2);
    log.acts(3, 3);
    let report = checked(log.records());
    assert!(report.is_sound(), "{report:?}");
    let spans: Vec<_> =
        report.registry.keys_of(member(1)).iter().map(|span| (span.after, span.until)).collect();
    assert_eq!(spans, [(2, Some(4)), (4, Some(7))]);
    assert_eq!(report.registry.members().count(), 2);

    let mut replaced = log.clone();
    replaced.registers(3, 4);
    replaced.acts(3, 3);
    assert_eq!(bad(replaced.records()), (10, vec![Fault::Signature(key(4).public().id())]));
    log.acts(1, 2);
    assert_eq!(bad(log.records()), (9, vec![Fault::NoKey]));
}

#[test]
fn nobody_signs_before_they_have_a_key_or_for_another() {
    let mut log = Log::new();
    log.acts(2, 2);
    assert_eq!(bad(log.records()), (3, vec![Fault::NoKey]));
    let mut log = Log::new();
    log.push(Actor::System, "x", json!({}), &key(1));
    assert_eq!(bad(log.records()), (3, vec![Fault::Signature(key(100).public().id())]));
}

#[test]
fn a_key_can_revoke_itself_and_then_signs_no_more() {
    let mut log = Log::new();
    log.push(acting(1), "key.revoked", json!({ "member": member(1), "key": key(1).public() }), &key(1));
    assert!(checked(log.records()).is_sound());
    log.acts(1, 1);
    assert_eq!(bad(log.records()), (4, vec![Fault::NoKey]));
}

#[test]
fn events_about_keys_must_make_sense() {
    let fault = |payload, kind| {
        let mut log = Log::new();
        log.system(kind, payload);
        let (seq, faults) = bad(log.records());
        assert_eq!(seq, 3);
        faults.into_iter().next().unwrap()
    };
    let (one, two) = (key(1).public(), key(2).public());
    let known = Fault::Registry(RegistryFault::KnownKey);
    assert_eq!(fault(json!({ "member": member(2), "key": one }), KEY_REGISTERED), known);
    assert_eq!(fault(json!({ "member": member(2), "key": key(100).public() }), KEY_REGISTERED), known);
    let not_held = Fault::Registry(RegistryFault::NotHeld);
    assert_eq!(fault(json!({ "member": member(1), "key": two }), "key.revoked"), not_held);
    assert_eq!(fault(json!({ "member": member(2), "key": one }), "key.revoked"), not_held);
    assert_eq!(fault(json!({ "desk_key": two }), BOARD_CREATED), Fault::Registry(RegistryFault::Created));
    for payload in
        [json!({}), json!(null), json!({ "member": member(2), "key": "00" }), json!({ "key": two })]
    {
        let fault = fault(payload, KEY_REGISTERED);
        assert!(matches!(fault, Fault::Registry(RegistryFault::Payload(_))), "{fault:?}");
    }
}

#[test]
fn a_log_begins_with_the_desk_creating_the_board() {
    let first = |actor, kind: &str, payload| {
        let event = event(1, actor, kind, payload);
        bad(Log::rebuilt(&[event], |_| key(100)))
    };
    let created = || Fault::Registry(RegistryFault::Created);
    let payload = json!({ "desk_key": key(100).public() });
    assert_eq!(first(Actor::System, "board.opened", payload.clone()), (1, vec![created(), Fault::NoKey]));
    assert_eq!(first(acting(1), BOARD_CREATED, payload), (1, vec![created(), Fault::NoKey]));
    let other = json!({ "desk_key": key(1).public() });
    let not_by_it = Fault::Signature(key(1).public().id());
    assert_eq!(first(Actor::System, BOARD_CREATED, other), (1, vec![not_by_it]));
}

#[test]
fn a_clock_that_goes_back_is_told_and_is_no_fault() {
    let log = Log::of(5);
    let mut events = log.events();
    events[3].at = "2020-01-01T00:00:00.000Z".into();
    let signer = |event: &Event| if event.actor == Actor::System { key(100) } else { key(1) };
    let report = checked(Log::rebuilt(&events, signer));
    assert!(report.is_sound());
    assert_eq!(report.clock_steps, 1);
    let step = &report.first_clock_steps[0];
    assert_eq!(
        (step.seq, step.from.as_str(), step.to.as_str()),
        (4, events[2].at.as_str(), events[3].at.as_str())
    );
}

#[test]
fn the_first_of_several_bad_records_is_named() {
    let mut records = Log::of(200).records();
    for at in [190, 130, 131, 150] {
        records[at].signature[5] ^= 1;
        records[at].leaf = None;
    }
    assert_eq!(bad(records), (131, vec![Fault::Signature(key(1).public().id())]));
}

/// Made once, for signing is what takes the time.
static LOG: LazyLock<Log> = LazyLock::new(|| Log::of(6));

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_single_bit_is_noticed_where_it_stands(
        which in any::<proptest::sample::Index>(),
        at in any::<proptest::sample::Index>(),
        bit in 0..8u8,
    ) {
        let mut records = LOG.records();
        let which = which.index(records.len());
        let record = &mut records[which];
        let (body, signature) = (record.body.len(), record.signature.len());
        let at = at.index(body + signature + 32);
        let byte = match at.checked_sub(body) {
            None => &mut record.body[at],
            Some(at) if at < signature => &mut record.signature[at],
            Some(at) => &mut record.leaf.as_mut().unwrap()[at - signature],
        };
        *byte ^= 1 << bit;
        prop_assert_eq!(bad(records).0, which as u64 + 1);
    }

    #[test]
    fn any_records_are_judged_without_panic(
        seqs in proptest::collection::vec(0..4u64, 0..4),
        body in proptest::collection::vec(any::<u8>(), 0..40),
        signature in proptest::collection::vec(any::<u8>(), 62..66),
    ) {
        let record = |seq| Record { seq, body: body.clone(), signature: signature.clone(), leaf: None };
        let records: Vec<_> = seqs.into_iter().map(record).collect();
        prop_assert_eq!(checked(records.clone()).is_sound(), records.is_empty());
    }
}
