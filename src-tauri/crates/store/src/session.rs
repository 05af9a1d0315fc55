//! Signing in: a member's key, unwrapped by their passphrase, and held until they sign out.

use crate::{Result, StoreError};
use chrono::{DateTime, Utc};
use editorial::MemberId;
use ledger::{Kdf, SigningKey, WrapError, WrappedKey, random_bytes};
use rusqlite::{Connection, OptionalExtension as _, params};

/// A member who has signed in. Holds their key; the key is wiped from memory when it is dropped.
pub struct Session {
    pub(crate) member: MemberId,
    pub(crate) key: SigningKey,
}

impl Session {
    /// Who signed in.
    pub fn member(&self) -> MemberId {
        self.member
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("member", &self.member).finish_non_exhaustive()
    }
}

/// Shortest passphrase taken, in characters (NIST SP 800-63B asks for at least 8 and no rules of composition;
/// a phrase that guards a signature may be asked to be longer).
pub const SHORTEST_PASSPHRASE: usize = 10;

/// What a passphrase costs to guess. Tests pass cheaper costs.
pub type Cost = Kdf;

pub(crate) fn new_key() -> Result<SigningKey> {
    Ok(SigningKey::from_seed(&*random_bytes()?))
}

pub(crate) fn check_new(passphrase: &str) -> Result<()> {
    if passphrase.chars().count() < SHORTEST_PASSPHRASE {
        return Err(StoreError::WeakPassphrase(
            "A passphrase has at least 10 characters: a few words are easiest.",
        ));
    }
    let mut kinds: Vec<char> = passphrase.chars().collect();
    kinds.sort_unstable();
    kinds.dedup();
    if kinds.len() < 5 {
        return Err(StoreError::WeakPassphrase(
            "This passphrase repeats itself too much: a few words are easiest.",
        ));
    }
    Ok(())
}

pub(crate) fn keep_key(
    connection: &Connection,
    member: MemberId,
    key: &SigningKey,
    passphrase: &str,
    cost: Cost,
) -> Result<()> {
    let wrapped = WrappedKey::wrap(key, member.0, passphrase, cost, &*random_bytes()?).map_err(wrap_error)?;
    let record = serde_json::to_string(&wrapped).map_err(|e| StoreError::System(e.to_string()))?;
    connection.execute(
        "INSERT OR REPLACE INTO member_key (member, record) VALUES (?, ?)",
        params![member.to_string(), record],
    )?;
    Ok(())
}

/// Unwraps the member's key. Slow on purpose.
pub(crate) fn unwrap_key(connection: &Connection, member: MemberId, passphrase: &str) -> Result<SigningKey> {
    let record: Option<String> = connection
        .query_row("SELECT record FROM member_key WHERE member = ?", [member.to_string()], |row| row.get(0))
        .optional()?;
    let record = record.ok_or(StoreError::Unknown("member"))?;
    let wrapped: WrappedKey = serde_json::from_str(&record).map_err(|_| damaged_key())?;
    if wrapped.member() != member.0 {
        return Err(damaged_key());
    }
    wrapped.unwrap(passphrase).map_err(wrap_error)
}

fn damaged_key() -> StoreError {
    StoreError::damaged("the member's stored key is not as it was written")
}

fn wrap_error(error: WrapError) -> StoreError {
    match error {
        WrapError::WrongPassphrase => StoreError::WrongPassphrase,
        WrapError::Damaged(_) | WrapError::Kdf => damaged_key(),
    }
}

/// Seconds still to wait after failed attempts: none for the first three, then 2, 4, 8 … up to five minutes.
pub(crate) fn delay(connection: &Connection, member: MemberId, now: DateTime<Utc>) -> Result<u64> {
    let found: Option<(u32, String)> = connection
        .query_row("SELECT failures, at FROM refused WHERE member = ?", [member.to_string()], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    let Some((failures, at)) = found.filter(|(failures, _)| *failures >= 3) else { return Ok(0) };
    let wait = 2u64.saturating_pow(failures - 2).min(300);
    let Ok(since) = DateTime::parse_from_rfc3339(&at) else { return Ok(wait) };
    // A clock set back does not shorten the wait, and a clock set forward does not lengthen it beyond itself.
    let passed = u64::try_from((now - since.with_timezone(&Utc)).num_seconds()).unwrap_or(0);
    Ok(wait.saturating_sub(passed))
}

pub(crate) fn count_failure(connection: &Connection, member: MemberId, now: DateTime<Utc>) -> Result<()> {
    connection.execute(
        "INSERT INTO refused (member, failures, at) VALUES (?1, 1, ?2)
         ON CONFLICT (member) DO UPDATE SET failures = failures + 1, at = ?2",
        params![member.to_string(), now.to_rfc3339()],
    )?;
    Ok(())
}

pub(crate) fn forget_failures(connection: &Connection, member: MemberId) -> Result<()> {
    connection.execute("DELETE FROM refused WHERE member = ?", [member.to_string()])?;
    Ok(())
}
