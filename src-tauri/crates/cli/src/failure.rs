//! Why a command was not carried out.

use document::import::ImportError;
use store::StoreError;

#[derive(Debug)]
pub(crate) enum Failure {
    Store(StoreError),
    /// What was asked for does not exist or cannot be right.
    Asked(String),
    File {
        doing: String,
        error: std::io::Error,
    },
    /// A file holds no text that could be read.
    Text {
        file: String,
        error: ImportError,
    },
    /// Whoever reads our output has had enough.
    Closed,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Store(error) => {
                write!(f, "{error}")?;
                error.hint().map_or(Ok(()), |hint| write!(f, "\n{hint}"))
            }
            Self::Asked(what) => f.write_str(what),
            Self::File { doing, error } => write!(f, "{doing}: {error}."),
            Self::Text { file, error } => write!(f, "{file}: {error}"),
            Self::Closed => Ok(()),
        }
    }
}

impl Failure {
    pub(crate) fn code(&self) -> u8 {
        match self {
            Self::Store(
                StoreError::Refused(_)
                | StoreError::WrongPassphrase
                | StoreError::Wait(_)
                | StoreError::BrokenOff,
            ) => 1,
            Self::Asked(_) | Self::Store(StoreError::Unknown(_)) => 2,
            Self::Store(_) | Self::File { .. } | Self::Text { .. } => 3,
            Self::Closed => 0,
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::File { error, .. } if error.kind() == std::io::ErrorKind::BrokenPipe => Self::Closed,
            other => Self::Store(other),
        }
    }
}

impl From<std::io::Error> for Failure {
    /// Our own output is the only thing written without naming what is being done.
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            Self::Closed
        } else {
            Self::File { doing: "Writing the answer".to_owned(), error }
        }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::from(std::io::Error::from(error))
    }
}
