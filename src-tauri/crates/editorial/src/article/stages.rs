//! Which stage an article enters by what happens to it, told from the kind of event alone.

use crate::Stage;

impl Stage {
    /// Every kind of event by which an article enters a stage.
    pub const ENTERED_BY: [&str; 8] = [
        "article.created",
        "article.submitted",
        "article.taken_back",
        "review.assigned",
        "article.changes_requested",
        "article.approved",
        "approval.lapsed",
        "article.withdrawn",
    ];

    /// The stage that an article which stood in `before` enters by an event of this kind; none where it stays.
    pub fn entered(before: Option<Self>, kind: &str) -> Option<Self> {
        Some(match kind {
            "article.created" | "article.taken_back" | "approval.lapsed" => Self::Draft,
            "article.submitted" => Self::Submitted,
            // The first review is the one that takes it out of the pile.
            "review.assigned" if before == Some(Self::Submitted) => Self::UnderReview,
            "article.changes_requested" => Self::ChangesRequested,
            "article.approved" => Self::Approved,
            "article.withdrawn" => Self::Withdrawn,
            _ => return None,
        })
    }
}
