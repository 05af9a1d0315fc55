//! How a failure reaches the window.

use serde::Serialize;
use std::io;
use ts_rs::TS;

/// Why a command was not carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub(crate) struct WireError {
    /// A stable word for programs: `io`, `internal`, ….
    pub(crate) code: String,
    /// One sentence for the person.
    pub(crate) message: String,
    /// What they can do about it.
    pub(crate) hint: Option<String>,
}

impl WireError {
    pub(crate) fn new(code: &str, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: message.into(), hint: None }
    }

    /// The same error with advice.
    pub(crate) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// A defect of the program: the work of a command panicked.
    pub(crate) fn internal() -> Self {
        Self::new("internal", "The program made a mistake and stopped this action.")
            .hint("What was already recorded is safe. The log file says more.")
    }
}

impl From<store::StoreError> for WireError {
    fn from(error: store::StoreError) -> Self {
        Self {
            code: error.code().to_owned(),
            message: error.to_string(),
            hint: error.hint().map(str::to_owned),
        }
    }
}

impl From<io::Error> for WireError {
    fn from(error: io::Error) -> Self {
        Self::new("io", error.to_string())
    }
}
