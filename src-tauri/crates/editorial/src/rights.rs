//! Which role may do what: the one table.

use crate::{Command, Role};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a role is allowed, by groups of commands that are always allowed together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// Add, rename and deactivate members, change roles and specialities, reset passphrases.
    KeepMembers,
    /// Change the policy.
    KeepPolicy,
    /// Begin, import, revise and retitle articles; submit and take back; decide on suggested wordings.
    Write,
    /// Take a review, recuse, mark as read, acknowledge changes, sign a verdict, assess claims.
    Review,
    /// Give a review to a member, or to another in their place.
    Assign,
    /// Withdraw an article.
    Withdraw,
    /// Make, anchor and remove claims; dismiss proposals; cite sources; keep the library.
    Annotate,
    /// Say that a finding of a check may stand.
    Waive,
    /// Take part in discussions.
    Discuss,
    /// Export and verify the record.
    Audit,
}

impl Right {
    /// Every right, in the order they are shown.
    pub const ALL: &[Self] = &[
        Self::Write,
        Self::Annotate,
        Self::Discuss,
        Self::Review,
        Self::Waive,
        Self::Assign,
        Self::Withdraw,
        Self::Audit,
        Self::KeepMembers,
        Self::KeepPolicy,
    ];

    /// The right in words.
    pub fn label(self) -> &'static str {
        match self {
            Self::KeepMembers => "Keep members and roles",
            Self::KeepPolicy => "Change the editorial policy",
            Self::Write => "Write, import, revise and submit articles",
            Self::Review => "Review, assess claims and sign verdicts",
            Self::Waive => "Waive findings of checks",
            Self::Assign => "Assign reviews",
            Self::Withdraw => "Withdraw articles",
            Self::Annotate => "Annotate claims, cite, keep sources",
            Self::Discuss => "Take part in discussions",
            Self::Audit => "Export and verify the record",
        }
    }

    /// The roles that have it.
    pub fn roles(self) -> &'static [Role] {
        use Role::{Administrator, BoardMember, Compliance, Editor};
        match self {
            Self::KeepMembers | Self::KeepPolicy | Self::Assign => &[Administrator],
            Self::Write => &[Editor],
            Self::Review => &[BoardMember],
            Self::Waive => &[BoardMember, Compliance],
            Self::Withdraw => &[BoardMember, Administrator],
            Self::Annotate => &[Editor, BoardMember],
            Self::Discuss => &[Editor, BoardMember, Compliance],
            Self::Audit => &[Compliance, Administrator],
        }
    }
}

impl Command {
    /// The right it takes.
    pub fn right(&self) -> Right {
        match self {
            Self::AddMember { .. }
            | Self::RenameMember { .. }
            | Self::ChangeRoles { .. }
            | Self::ChangeSpecialities { .. }
            | Self::ResetPassphrase { .. }
            | Self::DeactivateMember { .. }
            | Self::ReactivateMember { .. } => Right::KeepMembers,
            Self::ChangePolicy { .. } => Right::KeepPolicy,
            Self::CreateArticle { .. }
            | Self::RetitleArticle { .. }
            | Self::SaveRevision { .. }
            | Self::Submit { .. }
            | Self::TakeBack { .. }
            | Self::AcceptSuggestion { .. }
            | Self::DeclineSuggestion { .. } => Right::Write,
            Self::TakeReview { .. }
            | Self::MarkRead { .. }
            | Self::MarkUnread { .. }
            | Self::Recuse { .. }
            | Self::AcknowledgeChange { .. }
            | Self::SignVerdict { .. }
            | Self::AssessClaim { .. } => Right::Review,
            Self::WaiveFinding { .. } | Self::RestoreFinding { .. } => Right::Waive,
            Self::AssignReview { .. } | Self::ReplaceReviewer { .. } => Right::Assign,
            Self::Withdraw { .. } => Right::Withdraw,
            Self::MakeClaim { .. }
            | Self::ReattachClaim { .. }
            | Self::RemoveClaim { .. }
            | Self::DismissCandidate { .. }
            | Self::AddCitation { .. }
            | Self::ChangeCitation { .. }
            | Self::RemoveCitation { .. }
            | Self::AddSource { .. }
            | Self::ImportSources { .. }
            | Self::ChangeSource { .. }
            | Self::MergeSources { .. }
            | Self::UnmergeSource { .. }
            | Self::AttachFile { .. }
            | Self::RemoveFile { .. }
            | Self::ImportRetractions { .. }
            | Self::RemoveSource { .. } => Right::Annotate,
            Self::OpenThread { .. }
            | Self::ReplyThread { .. }
            | Self::ResolveThread { .. }
            | Self::ReopenThread { .. } => Right::Discuss,
        }
    }

    /// Whether the passphrase is asked for again (21 CFR 11.200: two components at each signing).
    pub fn asks_passphrase(&self) -> bool {
        matches!(self, Self::SignVerdict { .. })
    }
}

#[cfg(test)]
mod tests;
