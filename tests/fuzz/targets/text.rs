//! What is imported is a valid document, whose JSON reads back as the same.
#![no_main]
use document::{Document, import};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(imported) = import::read("a.txt", bytes) {
        let again = Document::from_bytes(&imported.document.canonical()).expect("what was imported is valid");
        assert_eq!(again.digest(), imported.document.digest());
    }
});
