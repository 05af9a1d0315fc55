//! A note that is read is written again as it was, and so is the checkpoint in it.
#![no_main]
use ledger::{Checkpoint, Note};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(note) = Note::parse(text) {
        assert_eq!(Note::parse(&note.to_string()).as_ref(), Ok(&note));
        if let Ok(checkpoint) = Checkpoint::claimed(&note) {
            assert!(note.unverified_text().starts_with(&format!("{}\n{}\n", checkpoint.origin, checkpoint.size)));
        }
    }
    let _ = Checkpoint::from_text(text);
});
