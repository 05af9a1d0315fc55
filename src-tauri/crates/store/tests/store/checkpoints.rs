//! Checkpoints are made where they are promised, and say what the log is.

use crate::common::{Desk, now};
use ledger::{Checkpoint, Note, PublicKey};
use store::{CheckpointReason, ExportFormat, query::TrailFilter, unwatched};

fn whys(desk: &Desk) -> Vec<CheckpointReason> {
    desk.store.checkpoints().unwrap().into_iter().map(|kept| kept.why).collect()
}

#[test]
fn an_approval_and_an_export_each_leave_a_checkpoint() {
    let mut desk = Desk::new();
    assert_eq!(whys(&desk), []);
    let article = desk.begin("One", "Words.");
    desk.approve(article);
    assert_eq!(whys(&desk), [CheckpointReason::Approval]);
    assert_eq!(desk.store.checkpoints().unwrap()[0].size, desk.store.head().unwrap().size());
    let to = desk.folder.path().join("trail.csv");
    desk.export_to(&to, ExportFormat::Csv, &TrailFilter::default(), &mut unwatched).unwrap();
    assert_eq!(whys(&desk), [CheckpointReason::Export, CheckpointReason::Approval]);
}

#[test]
fn a_checkpoint_is_a_note_by_the_desk_over_the_log_as_it_stands() {
    let mut desk = Desk::new();
    desk.begin("One", "Words.");
    let made = desk.store.checkpoint(now()).unwrap();
    assert_eq!(desk.store.checkpoints().unwrap(), std::slice::from_ref(&made));
    let file = desk.folder.path().join("kept.note");
    made.save(&file).unwrap();
    let note: Note = store::read_checkpoint(&file).unwrap();
    let first: serde_json::Value = serde_json::from_str(&desk.store.event(1).unwrap().body).unwrap();
    let key: PublicKey = first["payload"]["desk_key"].as_str().unwrap().parse().unwrap();
    let checkpoint = Checkpoint::verify(&note, &key).unwrap();
    let head = desk.store.head().unwrap();
    assert_eq!((checkpoint.size, checkpoint.root), (head.size(), head.root()));
    assert_eq!(checkpoint.origin, format!("imprimatur/board/{}", first["id"].as_str().unwrap()));
    assert_eq!(made.root, head.root().to_string());
}
