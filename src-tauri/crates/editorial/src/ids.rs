//! Identities. Each is a uuid (v7, so that they sort by age) with a type of its own, so that one kind
//! cannot be handed over where another is meant.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use ts_rs::TS;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(transparent)]
        #[ts(type = "string")]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )*};
}

ids! {
    /// A board.
    BoardId,
    /// A member of the board.
    MemberId,
    /// An article, over its whole life.
    ArticleId,
    /// A claim in an article.
    ClaimId,
    /// The link between a claim and a source.
    CitationId,
    /// A source in the board's library.
    SourceId,
    /// A discussion.
    ThreadId,
    /// One member's task on one revision.
    ReviewId,
}
