//! The canonical form, against RFC 8785's own vectors and an independent implementation.

use crate::logs::{acting, event};
use ledger::{Event, MAX_DEPTH, canonical, is_timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};

fn form(json: &str) -> String {
    String::from_utf8(canonical(&serde_json::from_str::<Value>(json).unwrap()).unwrap()).unwrap()
}

/// Values of cyberphone/json-canonicalization, `testdata`, as far as they hold no fractions.
#[test]
fn the_vectors_of_rfc_8785_hold() {
    assert_eq!(
        form(
            r#"{"\u20ac":"Euro Sign","1":"One","\u0080":"Control\u007f","\ud83d\ude02":"Smiley",
            "\u00f6":"Latin Small Letter O With Diaeresis","\ufb33":"Hebrew Letter Dalet With Dagesh",
            "</script>":"Browser Challenge"}"#
        ),
        "{\"1\":\"One\",\"</script>\":\"Browser Challenge\",\"\u{80}\":\"Control\u{7f}\",\
         \"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\",\"😂\":\"Smiley\",\
         \"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}"
    );
    assert_eq!(
        form(r#"{"1":{"f":{"f":"hi","F":5},"\n":56},"10":{},"":"empty","a":{},"111":[{}],"A":{}}"#),
        r#"{"":"empty","1":{"\n":56,"f":{"F":5,"f":"hi"}},"10":{},"111":[{}],"A":{},"a":{}}"#
    );
    assert_eq!(
        form(r#"{"escaping":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}"#),
        r#"{"escaping":"€$\u000f\nA'B\"\\\\\"/","literals":[null,true,false]}"#
    );
    assert_eq!(
        form(r#"{"péché":1,"pêche":2,"sin":3,"peach":0}"#),
        r#"{"peach":0,"péché":1,"pêche":2,"sin":3}"#
    );
    assert_eq!(form(r#"[56,{"d":true,"10":null,"1":[]}]"#), r#"[56,{"1":[],"10":null,"d":true}]"#);
}

#[test]
fn what_readers_would_round_is_refused() {
    for refused in
        ["1.5", "1.0", "1e3", "-0", "9007199254740992", "-9007199254740992", "18446744073709551615"]
    {
        let value: Value = serde_json::from_str(refused).unwrap();
        assert!(canonical(&value).is_err(), "{refused}");
        assert!(event(1, acting(1), "x", json!({ "n": [value] })).canonical().is_err(), "{refused}");
    }
    assert_eq!(form("[9007199254740991,-9007199254740991,0]"), "[9007199254740991,-9007199254740991,0]");
}

#[test]
fn what_is_written_can_be_read_however_deep() {
    let nested = |depth: u32| (0..depth).fold(json!(1), |inner, _| json!([inner]));
    let deepest = event(1, acting(1), "x", nested(MAX_DEPTH - 2));
    assert_eq!(Event::from_canonical(&deepest.canonical().unwrap()).unwrap(), deepest);
    assert!(event(1, acting(1), "x", nested(MAX_DEPTH - 1)).canonical().is_err());
    assert!(canonical(&nested(MAX_DEPTH)).is_err());
}

#[test]
fn an_event_looks_like_this() {
    let event = event(3, acting(1), "article.noted", json!({ "b": 1, "a": "é" }));
    assert_eq!(
        String::from_utf8(event.canonical().unwrap()).unwrap(),
        "{\"action\":\"00000000-0000-7003-8000-000000000000\",\
         \"actor\":{\"kind\":\"member\",\"member\":\"01900000-0000-7000-8000-000000000001\",\
         \"name\":\"Dr. 1\",\"role\":\"editor\"},\"app\":\"imprimatur 0.1.0\",\
         \"at\":\"2026-03-01T00:03:00.000Z\",\"id\":\"00000000-0000-7003-8000-000000000001\",\
         \"kind\":\"article.noted\",\"offset\":60,\"payload\":{\"a\":\"é\",\"b\":1},\
         \"reason\":\"asked for by the “board”\",\"seq\":\"3\",\"station\":\"desk-1\",\
         \"stream\":\"board\",\"v\":1}"
    );
}

#[test]
fn other_spellings_of_an_event_are_refused() {
    let event = event(1, ledger::Actor::System, "x", json!({ "a": 1 }));
    let body = String::from_utf8(event.canonical().unwrap()).unwrap();
    for (part, other) in [
        (r#""a":1"#, r#""a":1,"a":1"#),
        (r#""a":1"#, r#""a": 1"#),
        (r#""a":1"#, r#""\u0061":1"#),
        (r#""seq":"1""#, r#""seq":1"#),
        (r#""seq":"1""#, r#""seq":"+1""#),
        (r#""seq":"1""#, r#""seq":"01""#),
        (r#""v":1"#, r#""v":1,"x":1"#),
        (r#"{"kind":"system"}"#, r#"{"kind":"system","name":"x"}"#),
        (r#""offset":60"#, r#""offset":60,"reason":null"#),
        ("00000000-0000-7001-8000-000000000001", "{00000000-0000-7001-8000-000000000001}"),
        ("2026-03-01T00:01:00.000Z", "2026-03-01T00:01:00Z"),
        ("2026-03-01T00:01:00.000Z", "2026-03-01T01:01:00.000+01:00"),
    ] {
        assert!(body.contains(part), "{part}");
        assert!(Event::from_canonical(body.replacen(part, other, 1).as_bytes()).is_err(), "{other}");
    }
    assert_eq!(Event::from_canonical(body.as_bytes()).unwrap(), event);
}

#[test]
fn times_are_of_the_calendar() {
    for good in ["2026-03-01T09:30:00.000Z", "2024-02-29T23:59:59.999Z", "0001-01-01T00:00:00.000Z"] {
        assert!(is_timestamp(good), "{good}");
    }
    for bad in [
        "2026-02-29T09:30:00.000Z",
        "2026-13-01T09:30:00.000Z",
        "2026-03-00T09:30:00.000Z",
        "2026-03-01T24:00:00.000Z",
        "2026-03-01T09:60:00.000Z",
        "2026-03-01T09:30:60.000Z",
        "2026-03-01t09:30:00.000z",
        "2026-03-01 09:30:00.000Z",
        "2026-03-01T09:30:00.0000Z",
        "２026-03-01T09:30:00.00Z",
        "",
    ] {
        assert!(!is_timestamp(bad), "{bad}");
    }
}

/// Any value of the kind that the log may hold.
fn value() -> impl Strategy<Value = Value> {
    const MAX: i64 = (1 << 53) - 1;
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-MAX..=MAX).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 8, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|members| members.into_iter().collect()),
        ]
    })
}

proptest! {
    #[test]
    fn an_independent_implementation_agrees(payload in value()) {
        prop_assert_eq!(canonical(&payload).unwrap(), serde_json_canonicalizer::to_vec(&payload).unwrap());
        let event = event(9, acting(2), "x", payload);
        let body = event.canonical().unwrap();
        prop_assert_eq!(&body, &serde_json_canonicalizer::to_vec(&event).unwrap());
        prop_assert_eq!(Event::from_canonical(&body).unwrap(), event);
    }
}
