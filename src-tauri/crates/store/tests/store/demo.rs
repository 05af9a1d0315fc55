//! The demo board holds what it promises, and proves itself.

use chrono::Local;
use editorial::{AnchorState, Judgement, Stage};
use std::collections::BTreeSet;
use store::{Cost, DEMO_MEMBER, Store, query::QueueFilter};

#[test]
fn the_demo_board_shows_everything_and_verifies() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("demo.board");
    let now = Local::now().fixed_offset();
    let mut store = Store::demo(&path, Cost::FOR_TESTS_ONLY, now).unwrap();
    let board = store.board().unwrap();
    let miriam = board.members.values().find(|m| m.name == DEMO_MEMBER).unwrap().id;
    let queue = store.queue(miriam, &QueueFilter::default(), now.date_naive()).unwrap();
    let stages: BTreeSet<Stage> = queue.rows.iter().map(|row| row.stage).collect();
    assert!(
        stages.is_superset(
            &[Stage::Draft, Stage::UnderReview, Stage::ChangesRequested, Stage::Approved].into()
        )
    );
    let reviewed = queue.rows.iter().find(|row| row.stage == Stage::UnderReview).unwrap();
    let view = store.article_view(miriam, reviewed.article, None).unwrap();
    let states: BTreeSet<AnchorState> = view.claims.iter().map(|claim| claim.state).collect();
    assert_eq!(states, AnchorState::ALL.iter().copied().collect(), "claims in every state");
    assert_eq!(
        view.judgements.iter().copied().collect::<BTreeSet<_>>(),
        Judgement::ALL.iter().copied().collect()
    );
    assert!(view.mine.clinical >= 2, "clinical changes since Miriam's last look");
    let found = store.verify().unwrap();
    assert!(found.sound, "{:?}", found.faults);
}
