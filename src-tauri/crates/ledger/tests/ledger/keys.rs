//! Keys, signatures, and keys at rest.

use crate::logs::{key, member};
use ledger::{Hash, Kdf, PublicKey, Signature, SigningKey, WrapError, WrappedKey, random_bytes};
use proptest::prelude::*;
use serde_json::{Value, json};

/// RFC 8032 section 7.1, tests 1 to 3: seed, public key, message, signature.
const RFC_8032: [(&str, &str, &[u8], &str); 3] = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        &[],
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        &[0x72],
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        &[0xaf, 0x82],
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
];

/// The order of the group, in hexadecimal digits, little endian.
const ORDER: &str = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";

fn bytes(hex: &str) -> [u8; 32] {
    hex.parse::<Hash>().unwrap().0
}

#[test]
fn the_vectors_of_rfc_8032_hold() {
    for (seed, public, message, signature) in RFC_8032 {
        let key = SigningKey::from_seed(&bytes(seed));
        assert_eq!(key.public().to_string(), public);
        assert_eq!(key.sign(message).to_string(), signature);
        let public: PublicKey = public.parse().unwrap();
        assert!(public.verify(message, &signature.parse().unwrap()));
        assert!(!public.verify(b"other", &signature.parse().unwrap()));
    }
}

/// Wycheproof, `ed25519_test.json`: cases 1 to 3 are valid; 10 to 29 pair special values of both halves, all invalid.
#[test]
fn the_vectors_of_wycheproof_hold() {
    let key: PublicKey = "7d4d0e7f6153a69b6242b522abbee685fda4420f8834b108c3bdae369ef549fa".parse().unwrap();
    for (message, signature) in [
        (
            "",
            "d4fbdb52bfa726b44d1786a8c0d171c3e62ca83c9e5bbe63de0bb2483f8fd6cc1429ab72cafc41ab56af02ff8fcc43b99bfe4c7ae940f60f38ebaa9d311c4007",
        ),
        (
            "x",
            "d80737358ede548acb173ef7e0399f83392fe8125b2ce877de7975d8b726ef5b1e76632280ee38afad12125ea44b961bf92f1178c9fa819d020869975bcbe109",
        ),
        (
            "Test",
            "7c38e026f29e14aabd059a0f2db8b0cd783040609a8be684db12f82a27774ab07a9155711ecfaf7f99f277bad0c6ae7e39d4eef676573336a5c51eb6f946b30d",
        ),
    ] {
        assert!(key.verify(message.as_bytes(), &signature.parse().unwrap()), "{message}");
    }
    let zero = "0".repeat(64);
    let one = format!("01{}", "0".repeat(62));
    let below_order = ORDER.replacen("ed", "ec", 1);
    let prime = format!("ed{}7f", "f".repeat(60));
    for r in [&zero, &one, ORDER, &prime] {
        for s in [&zero, &one, &below_order, ORDER, &prime] {
            assert!(!key.verify(b"?", &format!("{r}{s}").parse().unwrap()), "{r} {s}");
        }
    }
}

#[test]
fn a_second_form_of_a_signature_is_refused() {
    let order = bytes(ORDER);
    let Signature(mut twin) = key(1).sign(b"message");
    let mut carry = 0;
    for (digit, add) in twin[32..].iter_mut().zip(order) {
        let sum = u16::from(*digit) + u16::from(add) + carry;
        (*digit, carry) = ((sum & 0xff) as u8, sum >> 8);
    }
    assert_eq!(carry, 0);
    assert!(!key(1).public().verify(b"message", &Signature(twin)));
}

#[test]
fn keys_that_nobody_should_hold_are_refused() {
    let prime = "f".repeat(60);
    for weak in [
        "0".repeat(64),                                                                // of order 4
        format!("01{}", "0".repeat(62)),                                               // the neutral element
        format!("ec{prime}7f"),                                                        // of order 2
        format!("ee{prime}7f"),            // the neutral element, spelt otherwise
        format!("01{}80", "0".repeat(60)), // the same with the sign of zero
        format!("02{}", "0".repeat(62)),   // off the curve
        format!("f0{prime}7f"),            // 3, spelt otherwise
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05".to_owned(), // of order 8
    ] {
        assert!(weak.parse::<PublicKey>().is_err(), "{weak}");
    }
    let good = key(1).public().to_string();
    assert!(good.parse::<PublicKey>().is_ok());
    for bad in [&good[1..], &good.to_uppercase(), &format!("{good}00"), "", &good.replace(&good[..1], "g")] {
        assert!(bad.parse::<PublicKey>().is_err(), "{bad}");
    }
}

#[test]
fn a_key_is_printed_by_its_id_only() {
    let key = key(1);
    let id = Hash::of(key.public().as_bytes()).to_string()[..16].to_owned();
    assert_eq!(key.public().id().to_string(), id);
    assert_eq!(format!("{key:?}"), format!("SigningKey({id})"));
}

#[test]
fn randomness_is_not_all_the_same() {
    let (a, b) = (random_bytes::<32>().unwrap(), random_bytes::<32>().unwrap());
    assert_ne!(*a, *b);
}

const KDF: Kdf = Kdf::FOR_TESTS_ONLY;

fn wrapped() -> WrappedKey {
    WrappedKey::wrap(&key(1), member(1), "crème brûlée", KDF, &[9; 40]).unwrap()
}

#[test]
fn a_wrapped_key_opens_with_its_passphrase_only() {
    let wrapped = wrapped();
    assert_eq!((wrapped.member(), *wrapped.key()), (member(1), key(1).public()));
    assert_eq!(wrapped.unwrap("crème brûlée").unwrap().public(), key(1).public());
    // The same passphrase from a keyboard that composes accents otherwise.
    assert!(wrapped.unwrap("cre\u{300}me bru\u{302}le\u{301}e").is_ok());
    for wrong in ["", "creme brulee", "Crème brûlée", "crème brûlée "] {
        assert_eq!(wrapped.unwrap(wrong).unwrap_err(), WrapError::WrongPassphrase, "{wrong}");
    }
}

/// What a record of today's form looks like; it must open for ever.
#[test]
fn a_stored_record_opens() {
    let stored = serde_json::to_string(&wrapped()).unwrap();
    assert_eq!(
        stored,
        concat!(
            r#"{"check":"38d38a537874d31815abff533b420d08e5ad3946d01145415ab05dbf21bdee23","ciphertext":"#,
            r#""8ca54ef37218575e616e78c5894898ecc8338715d6d050e25bac39157bce06bd75402601bf5e84fb58097ff33bfe099e","#,
            r#""kdf":{"m":8,"p":1,"t":1},"key":"8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c","#,
            r#""member":"01900000-0000-7000-8000-000000000001","#,
            r#""nonce":"090909090909090909090909090909090909090909090909","salt":"09090909090909090909090909090909"}"#
        )
    );
    let read: WrappedKey = serde_json::from_str(&stored).unwrap();
    assert_eq!(read.unwrap("crème brûlée").unwrap().public(), key(1).public());
}

#[test]
fn costs_out_of_bounds_are_refused_before_they_are_spent() {
    for kdf in [
        Kdf { m: u32::MAX, ..KDF },
        Kdf { m: 7, ..KDF },
        Kdf { p: 0, ..KDF },
        Kdf { p: 17, m: 1024, ..KDF },
        Kdf { t: 0, ..KDF },
        Kdf { t: 65, ..KDF },
        Kdf { m: 1024 * 1024, t: 5, p: 1 },
    ] {
        let wrapped = WrappedKey::wrap(&key(1), member(1), "x", kdf, &[0; 40]);
        assert_eq!(wrapped.unwrap_err(), WrapError::Kdf, "{kdf:?}");
    }
}

/// The record with one field replaced, and its check digest made to fit.
fn forged(field: &str, value: Value) -> Option<WrappedKey> {
    let mut record = serde_json::to_value(wrapped()).unwrap();
    record[field] = value;
    record["check"] = json!(Hash::ZERO);
    record["check"] = json!(Hash::of(&ledger::canonical(&record).unwrap()));
    serde_json::from_value(record).ok()
}

#[test]
fn a_record_cannot_be_turned_into_anothers() {
    let forged_error = |field, value| forged(field, value).unwrap().unwrap("crème brûlée").unwrap_err();
    assert_eq!(forged_error("member", json!(member(2))), WrapError::WrongPassphrase);
    assert_eq!(forged_error("key", json!(key(2).public())), WrapError::WrongPassphrase);
    assert_eq!(forged_error("salt", json!("00".repeat(16))), WrapError::WrongPassphrase);
    assert_eq!(forged_error("kdf", json!({ "m": 4_000_000_000_u32, "p": 1, "t": 1 })), WrapError::Kdf);
    assert!(forged("key", json!("00".repeat(32))).is_none());
    assert!(forged("nonce", json!("00".repeat(23))).is_none());
    assert!(forged("more", json!(1)).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn damage_is_told_from_a_wrong_passphrase(at in any::<proptest::sample::Index>(), bit in 0..7u8) {
        let mut stored = serde_json::to_string(&wrapped()).unwrap().into_bytes();
        let at = at.index(stored.len());
        stored[at] ^= 1 << bit;
        match serde_json::from_slice::<WrappedKey>(&stored) {
            Err(_) => {}
            Ok(read) if read == wrapped() => {}
            Ok(read) => prop_assert!(matches!(read.unwrap("crème brûlée"), Err(WrapError::Damaged(_)))),
        }
    }

    #[test]
    fn no_bit_of_a_signed_message_can_be_changed(
        message in proptest::collection::vec(any::<u8>(), 1..200),
        at in any::<proptest::sample::Index>(),
        bit in 0..8u8,
    ) {
        let signature = key(1).sign(&message);
        let mut bytes = [&message[..], &signature.0].concat();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        let (message, signature) = bytes.split_last_chunk().unwrap();
        prop_assert!(!key(1).public().verify(message, &Signature(*signature)));
    }
}
