//! Signed notes and checkpoints, against public examples, and against any text whatever.

use crate::logs::{Log, key};
use ledger::{Checkpoint, Hash, Head, Note, NoteError, SigningKey, verifier_key};
use proptest::prelude::*;
use std::sync::LazyLock;
use uuid::Uuid;

/// Keys and note of golang.org/x/mod, `sumdb/note/note_test.go`.
mod public {
    use super::*;

    pub(super) const NAME: &str = "PeterNeumann";
    pub(super) const VERIFIER_KEY: &str =
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    pub(super) const TEXT: &str = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    pub(super) const SIGNATURE: &str = "— PeterNeumann \
        x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    pub(super) const OTHER_SIGNATURE: &str = "— EnochRoot \
        rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

    pub(super) fn key() -> SigningKey {
        let seed: Hash = "810a1402d5146c8d84f2443330f54080ebf98ee17d9c74f6252fc5d5c7283173".parse().unwrap();
        SigningKey::from_seed(&seed.0)
    }

    pub(super) fn note(signatures: &str) -> String {
        format!("{TEXT}\n{signatures}")
    }
}

#[test]
fn the_public_note_is_made_and_read() {
    let key = public::key();
    assert_eq!(verifier_key(public::NAME, &key.public()), public::VERIFIER_KEY);
    let note = Note::sign(public::TEXT.into(), public::NAME, &key).unwrap();
    assert_eq!(note.to_string(), public::note(public::SIGNATURE));
    assert_eq!(Note::parse(&note.to_string()), Ok(note));
    // A signature by somebody unknown does not matter, wherever it stands.
    for signatures in [
        [public::SIGNATURE, public::OTHER_SIGNATURE].concat(),
        [public::OTHER_SIGNATURE, public::SIGNATURE].concat(),
    ] {
        let note = Note::parse(&public::note(&signatures)).unwrap();
        assert_eq!(note.verify(public::NAME, &key.public()), Ok(public::TEXT));
    }
}

#[test]
fn a_note_is_believed_for_the_right_key_and_name_only() {
    let good = public::key().public();
    let note = |signatures: &str| Note::parse(&public::note(signatures)).unwrap();
    assert_eq!(note(public::OTHER_SIGNATURE).verify(public::NAME, &good), Err(NoteError::NotSigned));
    assert_eq!(note(public::SIGNATURE).verify("EnochRoot", &good), Err(NoteError::NotSigned));
    assert_eq!(note(public::SIGNATURE).verify(public::NAME, &key(1).public()), Err(NoteError::NotSigned));
    let longer = format!("{}ABCD{}", &public::SIGNATURE[..60], &public::SIGNATURE[60..]);
    assert_eq!(note(&longer).verify(public::NAME, &good), Err(NoteError::Forged));
    let both = format!("{}{longer}", public::SIGNATURE);
    assert_eq!(note(&both).verify(public::NAME, &good), Err(NoteError::Forged));
    let changed = public::note(public::SIGNATURE).replace("cryptography", "cryptographY");
    assert_eq!(Note::parse(&changed).unwrap().verify(public::NAME, &good), Err(NoteError::Forged));
}

#[test]
fn what_is_no_note_is_refused() {
    let good = public::note(public::SIGNATURE);
    for bad in [
        public::TEXT.to_owned(),
        public::note(""),
        good.trim_end().to_owned(),
        format!("\u{1}{good}"),
        good.replace('\n', "\r\n"),
        good.replace("PeterNeumann", "Peter Neumann"),
        good.replace("PeterNeumann", "Peter+Neumann"),
        good.replace("PeterNeumann", "Peter\u{a0}Neumann"),
        good.replace('—', "--"),
        format!("{good}Unexpected line.\n"),
        public::note(&public::SIGNATURE.repeat(101)),
        public::note("— PeterNeumann x08gow==\n"),
        public::note("— PeterNeumann !\n"),
        format!("{}{good}", "x".repeat(70_000)),
    ] {
        assert!(matches!(Note::parse(&bad), Err(NoteError::Malformed(_))), "{bad:?}");
    }
    for text in ["", "no newline", "tab\tand\n"] {
        assert!(Note::sign(text.into(), "name", &key(1)).is_err(), "{text:?}");
    }
    for name in ["", "two words", "plus+plus", "new\nline"] {
        assert!(Note::sign("text\n".into(), name, &key(1)).is_err(), "{name:?}");
    }
}

/// The example of C2SP's `tlog-checkpoint.md`.
#[test]
fn the_public_checkpoint_is_read() {
    let note = Note::parse(
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\
         — example.com/behind-the-sofa \
         Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n",
    );
    let checkpoint = Checkpoint::claimed(&note.unwrap()).unwrap();
    assert_eq!((checkpoint.origin.as_str(), checkpoint.size), ("example.com/behind-the-sofa", 20_852_163));
    assert_eq!(
        checkpoint.root.to_string(),
        "0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62"
    );
}

#[test]
fn a_checkpoint_looks_like_this() {
    let origin = Checkpoint::origin_of(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001));
    let checkpoint = Checkpoint::of(&Head::default(), origin);
    let note = checkpoint.sign(&key(100)).unwrap();
    assert_eq!(
        note.unverified_text(),
        "imprimatur/board/01900000-0000-7000-8000-000000000001\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
    );
    assert_eq!(Checkpoint::verify(&note, &key(100).public()), Ok(checkpoint));
    assert_eq!(Checkpoint::verify(&note, &key(1).public()), Err(NoteError::NotSigned));
}

#[test]
fn what_is_no_checkpoint_is_refused() {
    let good = "a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
    assert!(Checkpoint::from_text(good).is_ok());
    assert!(Checkpoint::from_text(&format!("{good}an extension\n")).is_ok());
    for bad in [
        good.trim_end().to_owned(),
        good.replace("\n1\n", "\n01\n"),
        good.replace("\n1\n", "\n+1\n"),
        good.replace("\n1\n", "\n-1\n"),
        good.replace("\n1\n", "\n18446744073709551616\n"),
        good.replace("a\n1", "a b\n1"),
        good.replace("47DE", ""),
        good.replace("FU=", "FV="),
        format!("{good}\n"),
        format!("{good}\nafter an empty line\n"),
        format!("\n{good}"),
        String::new(),
    ] {
        assert!(Checkpoint::from_text(&bad).is_err(), "{bad:?}");
    }
}

#[test]
fn a_checkpoint_of_a_log_names_its_head() {
    let log = Log::of(5);
    let checkpoint = Checkpoint::of(&log.head, "board".into());
    assert_eq!((checkpoint.size, checkpoint.root), (7, log.head.root()));
}

/// Text that is nearly a note.
fn nearly() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("\n".to_owned()),
        Just("— ".to_owned()),
        Just("name ".to_owned()),
        Just(public::SIGNATURE.to_owned()),
        Just("1\n".to_owned()),
        Just("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=".to_owned()),
        ".{0,4}",
    ];
    proptest::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
}

static NOTE: LazyLock<String> = LazyLock::new(|| {
    let checkpoint = Checkpoint { origin: "board".into(), size: 1234, root: Hash::of(b"x") };
    checkpoint.sign(&key(1)).unwrap().to_string()
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_text_is_a_note_or_an_error(text in prop_oneof![any::<String>(), nearly()]) {
        if let Ok(note) = Note::parse(&text) {
            prop_assert_eq!(&note.to_string(), &text);
            prop_assert!(note.verify("name", &key(1).public()).is_err());
            let _ = Checkpoint::claimed(&note);
        }
        let _ = Checkpoint::from_text(&text);
    }

    #[test]
    fn a_checkpoint_comes_back_as_it_was(origin in "[^\\s\\pC+]{1,40}", size in any::<u64>(), root in any::<[u8; 32]>()) {
        let checkpoint = Checkpoint { origin, size, root: Hash(root) };
        let note = Note::parse(&checkpoint.sign(&key(1)).unwrap().to_string()).unwrap();
        prop_assert_eq!(Checkpoint::verify(&note, &key(1).public()), Ok(checkpoint));
    }

    #[test]
    fn no_bit_of_a_checkpoint_can_be_changed(at in any::<proptest::sample::Index>(), bit in 0..8u8) {
        let mut bytes = NOTE.clone().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        let believed = String::from_utf8(bytes).ok().and_then(|text| Note::parse(&text).ok());
        let believed = believed.and_then(|note| Checkpoint::verify(&note, &key(1).public()).ok());
        prop_assert_eq!(believed, None);
    }
}
