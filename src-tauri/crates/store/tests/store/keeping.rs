//! Backups, putting one back, and what a machine keeps outside the board.

use crate::common::{Desk, PASSPHRASE, now, open};
use chrono::TimeDelta;
use editorial::Rules;
use rusqlite::Connection;
use std::{
    fs::File,
    time::{Duration, SystemTime},
};
use store::{
    Cost, Founder, Keeping, Store, back_up_file, query::TrailFilter, restore, unwatched, verify_file,
};

#[test]
fn a_backup_is_verified_and_put_back_as_a_board_whose_record_says_so() {
    let mut desk = Desk::new();
    let article = desk.begin("One", "First words.");
    desk.approve(article);
    let (copy, again) = (desk.folder.path().join("copy.board"), desk.folder.path().join("again.board"));
    assert!(desk.store.back_up(&copy).unwrap().sound);
    let made = restore(&copy, &again, Cost::FOR_TESTS_ONLY, now(), &mut unwatched).unwrap();
    assert_eq!(made.events, desk.store.head().unwrap().size());
    let mut restored = open(&again);
    let row = &restored.trail(&TrailFilter::default()).unwrap().rows[0];
    assert_eq!((row.kind.as_str(), row.who.as_str()), ("board.restored", "The desk"));
    assert!(row.told.contains("copy.board"), "{}", row.told);
    assert!(restored.verify().unwrap().sound);
    let error = restore(&copy, &again, Cost::FOR_TESTS_ONLY, now(), &mut unwatched).unwrap_err();
    assert_eq!(error.code(), "file_exists");
    let names: Vec<_> =
        std::fs::read_dir(desk.folder.path()).unwrap().map(|f| f.unwrap().file_name()).collect();
    assert!(names.iter().all(|name| !name.to_string_lossy().contains("unfinished")), "{names:?}");
}

#[test]
fn no_board_is_made_beside_what_another_of_that_name_left() {
    let desk = Desk::new();
    let (copy, to) = (desk.folder.path().join("copy.board"), desk.folder.path().join("lost.board"));
    desk.store.back_up(&copy).unwrap();
    for ending in ["wal", "shm", "journal"] {
        let left = desk.folder.path().join(format!("lost.board-{ending}"));
        std::fs::write(&left, "the last changes").unwrap();
        let founder = Founder { name: "Ada", roles: &[], passphrase: PASSPHRASE };
        let refused = [
            restore(&copy, &to, Cost::FOR_TESTS_ONLY, now(), &mut unwatched).map(drop),
            back_up_file(&copy, &to, &mut unwatched).map(drop),
            Store::create(&to, "Team", founder, Cost::FOR_TESTS_ONLY, now()).map(drop),
            Store::demo(&to, Cost::FOR_TESTS_ONLY, now()).map(drop),
        ];
        for refused in refused {
            let refused = refused.unwrap_err();
            assert_eq!(refused.code(), "left_behind");
            assert!(
                refused.to_string().contains(&format!("lost.board-{ending} was left behind")),
                "{refused}"
            );
            assert!(refused.hint().is_some_and(|hint| hint.contains("move that file away")));
        }
        assert!(!to.exists());
        assert_eq!(std::fs::read_to_string(&left).unwrap(), "the last changes");
        std::fs::remove_file(left).unwrap();
    }
    assert!(restore(&copy, &to, Cost::FOR_TESTS_ONLY, now(), &mut unwatched).unwrap().sound);
}

#[test]
fn what_a_killed_program_left_unfinished_goes_after_a_day() {
    let desk = Desk::new();
    let folder = desk.folder.path();
    let left = |name: &str, hours| {
        let file = File::create(folder.join(name)).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_hours(hours)).unwrap();
    };
    left(".imprimatur-01.unfinished", 30);
    left(".imprimatur-01.unfinished-journal", 30);
    left(".imprimatur-02.unfinished", 3);
    left("somebody.unfinished", 30);
    desk.store.back_up(&folder.join("copy.board")).unwrap();
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("unfinished"))
        .collect();
    names.sort();
    assert_eq!(names, [".imprimatur-02.unfinished", "somebody.unfinished"]);
}

#[test]
fn a_backup_that_does_not_hold_is_not_put_back() {
    let mut desk = Desk::new();
    desk.begin("One", "First words.");
    let (copy, again) = (desk.folder.path().join("copy.board"), desk.folder.path().join("again.board"));
    desk.store.back_up(&copy).unwrap();
    Connection::open(&copy).unwrap().execute("UPDATE article SET title = 'Other'", []).unwrap();
    let found = restore(&copy, &again, Cost::FOR_TESTS_ONLY, now(), &mut unwatched).unwrap();
    assert!(!found.sound && !again.exists());
    let stopped =
        restore(&desk.path(), &again, Cost::FOR_TESTS_ONLY, now(), &mut |_| std::ops::ControlFlow::Break(()));
    assert_eq!(stopped.unwrap_err().code(), "broken_off");
    assert!(!again.exists());
}

#[test]
fn backups_come_by_policy_and_the_oldest_go() {
    let mut desk = Desk::new();
    let keeping = Keeping::new(desk.folder.path().join("kept"));
    let rules = Rules { backup_days: 2, backup_keep: 3, ..Rules::default() };
    let never = Rules { backup_days: 0, ..rules.clone() };
    let mut at = now();
    let size = |desk: &Desk| desk.store.head().unwrap().size();
    assert!(keeping.due(&rules, size(&desk), at) && !keeping.due(&never, size(&desk), at));
    for n in 0..5 {
        desk.begin(&format!("Article {n}"), "Words.");
        assert!(keeping.due(&rules, size(&desk), at));
        let made = keeping.back_up(&desk.path(), &rules, at, &mut unwatched).unwrap();
        assert_eq!(made.events, size(&desk));
        assert!(!keeping.due(&rules, size(&desk), at + TimeDelta::days(3)), "nothing is new");
        assert!(!keeping.due(&rules, size(&desk) + 1, at + TimeDelta::days(1)), "not yet");
        at += TimeDelta::days(2);
    }
    let backups = keeping.backups();
    assert_eq!(backups.len(), 3);
    assert!(backups.is_sorted_by(|a, b| a.at > b.at));
    assert!(verify_file(backups[0].path.as_ref(), &[], &mut unwatched).unwrap().sound);
    // A board that does not hold pushes no good backup out.
    Connection::open(desk.path()).unwrap().execute("DELETE FROM search", []).unwrap();
    assert_eq!(keeping.back_up(&desk.path(), &rules, at, &mut unwatched).unwrap_err().code(), "damaged");
    assert_eq!(keeping.backups(), backups);
}

#[test]
fn what_was_kept_here_exposes_another_course_of_the_log() {
    let mut desk = Desk::new();
    let keeping = Keeping::new(desk.folder.path().join("kept"));
    assert_eq!(keeping.seen().unwrap(), None);
    let older = desk.folder.path().join("older.board");
    desk.store.back_up(&older).unwrap();
    let article = desk.begin("One", "Words.");
    desk.approve(article);
    assert_eq!(keeping.keep(&desk.store).unwrap(), []);
    assert_eq!(keeping.keep(&desk.store).unwrap(), []);
    let mut rolled_back = open(&older);
    let faults = keeping.glance(&mut rolled_back).unwrap();
    assert!(faults[0].sentence.contains("older copy"), "{faults:?}");
    let found = keeping.verify(&older, &mut unwatched).unwrap();
    assert!(found.faults.iter().any(|fault| fault.sentence.contains("covers more")), "{:?}", found.faults);
    assert_eq!(keeping.glance(&mut desk.store).unwrap(), []);
    keeping.start_over().unwrap();
    assert_eq!(keeping.seen().unwrap(), None);
    assert_eq!(keeping.keep(&rolled_back).unwrap(), []);
    assert_eq!(keeping.glance(&mut rolled_back).unwrap(), []);
    assert!(keeping.verify(&older, &mut unwatched).unwrap().sound);
}

#[test]
fn a_log_that_lacks_what_was_seen_here_is_not_sound_and_replaces_nothing() {
    let mut desk = Desk::new();
    let keeping = Keeping::new(desk.folder.path().join("kept"));
    let (older, restored) =
        (desk.folder.path().join("older.board"), desk.folder.path().join("restored.board"));
    desk.store.back_up(&older).unwrap();
    // No checkpoint covers what came after: that it was seen is all there is to go by.
    desk.begin("One", "Words.");
    keeping.keep(&desk.store).unwrap();
    let seen = keeping.seen().unwrap();
    let found = keeping.verify(&older, &mut unwatched).unwrap();
    assert!(
        !found.sound && found.faults[0].sentence.contains("they are not all there"),
        "{:?}",
        found.faults
    );
    assert!(!keeping.keep(&open(&older)).unwrap().is_empty());
    assert_eq!(keeping.seen().unwrap(), seen);
    assert!(keeping.verify(&desk.path(), &mut unwatched).unwrap().sound);

    let altered = desk.folder.path().join("altered.board");
    desk.store.back_up(&altered).unwrap();
    let file = Connection::open(&altered).unwrap();
    file.execute_batch("DROP TRIGGER event_is_never_changed; UPDATE event SET body = '{}' WHERE seq = 3")
        .unwrap();
    drop(file);
    let checked = keeping.verify(&altered, &mut unwatched).unwrap().checked;
    assert!(
        checked.iter().all(|line| !line.contains("seen here") && !line.contains("named by no")),
        "{checked:?}"
    );

    restore(&older, &restored, Cost::FOR_TESTS_ONLY, now(), &mut unwatched).unwrap();
    let faults = keeping.glance(&mut open(&restored)).unwrap();
    assert!(faults[0].sentence.contains("put back from “older.board”"), "{faults:?}");
    assert!(!keeping.verify(&restored, &mut unwatched).unwrap().sound);
}

#[test]
fn what_cannot_be_read_of_what_was_kept_keeps_nothing_else_from_being_checked() {
    let mut desk = Desk::new();
    let keeping = Keeping::new(desk.folder.path().join("kept"));
    let article = desk.begin("One", "Words.");
    desk.approve(article);
    keeping.keep(&desk.store).unwrap();
    let notes = keeping.folder().join("checkpoints");
    std::fs::write(notes.join("empty.note"), "").unwrap();
    std::fs::create_dir(notes.join("folder.note")).unwrap();
    let found = keeping.verify(&desk.path(), &mut unwatched).unwrap();
    assert!(found.sound, "{:?}", found.faults);
    assert_eq!(found.unchecked.len(), 2, "{:?}", found.unchecked);
    assert!(found.unchecked[0].contains("empty.note"), "{:?}", found.unchecked);
    assert!(found.checked.iter().any(|line| line.starts_with("1 checkpoint kept")), "{:?}", found.checked);

    std::fs::write(keeping.folder().join("seen.json"), "{").unwrap();
    let found = keeping.verify(&desk.path(), &mut unwatched).unwrap();
    assert!(!found.sound && found.faults[0].sentence.contains("cannot be read"), "{:?}", found.faults);
    assert_eq!(keeping.glance(&mut desk.store).unwrap().len(), 1);
    assert_eq!(keeping.keep(&desk.store).unwrap().len(), 1);
    keeping.start_over().unwrap();
    assert_eq!(keeping.keep(&desk.store).unwrap(), []);
    assert!(keeping.verify(&desk.path(), &mut unwatched).unwrap().sound);
}

#[test]
fn checkpoints_are_copied_to_the_folder_chosen_and_nothing_there_is_written_over() {
    let mut desk = Desk::new();
    let article = desk.begin("One", "Words.");
    desk.approve(article);
    let keeping = Keeping::new(desk.folder.path().join("kept"));
    assert_eq!((keeping.elsewhere(), keeping.copy_elsewhere(&desk.store).unwrap()), (None, 0));
    let stick = desk.folder.path().join("stick");
    keeping.set_elsewhere(Some(&stick)).unwrap();
    assert_eq!(keeping.copy_elsewhere(&desk.store).unwrap_err().code(), "file");
    assert!(!stick.exists(), "a disk that is not there is not made up");
    std::fs::create_dir(&stick).unwrap();
    assert_eq!(keeping.copy_elsewhere(&desk.store).unwrap(), 1);
    let files = || -> Vec<_> {
        let mut files: Vec<_> = std::fs::read_dir(&stick).unwrap().map(|file| file.unwrap().path()).collect();
        files.sort();
        files
    };
    let first = files()[0].clone();
    let note = store::read_checkpoint(&first).unwrap();
    assert!(verify_file(&desk.path(), &[note], &mut unwatched).unwrap().sound);
    std::fs::write(&first, "somebody's own").unwrap();
    desk.store.checkpoint(now()).unwrap();
    desk.begin("Two", "Words.");
    desk.store.checkpoint(now()).unwrap();
    assert!(keeping.copy_elsewhere(&desk.store).unwrap() > 0);
    assert_eq!(std::fs::read_to_string(&first).unwrap(), "somebody's own");
    assert_eq!(files().len(), desk.store.checkpoints().unwrap().len());
    assert_eq!(keeping.copy_elsewhere(&desk.store).unwrap(), 0);
    keeping.set_elsewhere(None).unwrap();
    assert_eq!(keeping.elsewhere(), None);
}
