//! Why a command was refused, in one plain sentence.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why the rules refused a command. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[error("{sentence}")]
pub struct Refusal {
    /// What kind of refusal; stable.
    pub code: RefusalCode,
    /// What is missing, for the person.
    pub sentence: String,
}

/// Kinds of refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RefusalCode {
    /// The member's roles do not allow it.
    NotAllowed,
    /// The article's stage does not allow it.
    WrongStage,
    /// Something must be given or done first.
    Missing,
    /// What was given cannot be right.
    Invalid,
    /// The text has moved on since the person looked at it.
    Outdated,
    /// There is no such thing.
    Unknown,
    /// There is nothing to do: it is so already.
    NoChange,
}

macro_rules! kinds {
    ($($name:ident => $code:ident),* $(,)?) => {$(
        #[doc = concat!("A refusal of kind [`RefusalCode::", stringify!($code), "`].")]
        pub fn $name(sentence: impl Into<String>) -> Self {
            Self { code: RefusalCode::$code, sentence: sentence.into() }
        }
    )*};
}

impl Refusal {
    kinds! {
        not_allowed => NotAllowed, wrong_stage => WrongStage, missing => Missing, invalid => Invalid,
        outdated => Outdated, unknown => Unknown, no_change => NoChange,
    }
}
