//! A bundle from a stranger is judged or refused, and nothing else.
#![no_main]
use libfuzzer_sys::fuzz_target;
use std::{io::Cursor, ops::ControlFlow};

fuzz_target!(|bytes: &[u8]| {
    let _ = ledger::bundle::verify_bundle(Cursor::new(bytes), &[], |_, _| ControlFlow::Continue(()));
});
