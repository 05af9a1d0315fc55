//! The statement within the event of a verdict: signed by itself, so that it can be verified without the log.

use crate::{Actor, Event, PublicKey, Signature, canonical};
use serde::Deserialize;
use serde_json::Value;

/// The kind whose payload holds a statement that the actor signed, as `statement`, and the signature, as `signature`.
pub const VERDICT_SIGNED: &str = "verdict.signed";

/// What of the payload the statement repeats.
#[derive(Deserialize)]
struct Signed {
    digest: Value,
    revision: Value,
    statement: String,
    signature: Signature,
    verdict: Value,
}

/// What is wrong with the statement in an event that this key signed; nothing where there is none in it.
pub(crate) fn fault(event: &Event, key: &PublicKey) -> Option<&'static str> {
    if event.kind != VERDICT_SIGNED {
        return None;
    }
    let (Ok(signed), Actor::Member { member, name, role }) =
        (Signed::deserialize(&event.payload), &event.actor)
    else {
        return Some("it holds no statement that a member signed");
    };
    if !key.verify(signed.statement.as_bytes(), &signed.signature) {
        return Some("the signature under its statement is not by the key of its actor");
    }
    let Ok(said) = serde_json::from_str::<Value>(&signed.statement) else {
        return Some("its statement cannot be read");
    };
    // Of a member that stands twice, or a number in another writing, each reader would make what it likes.
    if !canonical(&said).is_ok_and(|form| form == signed.statement.as_bytes()) {
        return Some("its statement is not in canonical form");
    }
    let article = said.get("article").and_then(Value::as_str).map(|id| format!("article/{id}"));
    let repeats = [
        ("member", Value::String(member.to_string())),
        ("name", Value::String(name.clone())),
        ("role", Value::String(role.clone())),
        ("key", Value::String(key.to_string())),
        ("at", Value::String(event.at.clone())),
        ("digest", signed.digest),
        ("revision", signed.revision),
        ("verdict", signed.verdict),
    ];
    let alike = article.as_ref() == Some(&event.stream)
        && repeats.iter().all(|(member, value)| said.get(member) == Some(value));
    (!alike).then_some("its statement says something else than the event")
}
