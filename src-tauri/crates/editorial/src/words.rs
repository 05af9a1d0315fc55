//! The closed vocabularies of the domain.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$var_doc:meta])* $variant:ident => $label:literal),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$var_doc])* $variant),* }

        impl $name {
            /// Every one, in the order people expect.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The word people read.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),* }
            }
        }
    )*};
}

words! {
    /// What a member may do. A member may hold several.
    Role {
        /// Writes and revises articles.
        Editor => "editor",
        /// Reviews articles and gives verdicts.
        BoardMember => "board member",
        /// Reads, exports and verifies the record.
        Compliance => "compliance",
        /// Keeps members and policy.
        Administrator => "administrator",
    }

    /// Where an article stands.
    Stage {
        /// Being written.
        Draft => "Draft",
        /// Handed to the board; nobody has taken it yet.
        Submitted => "Submitted",
        /// Being reviewed.
        UnderReview => "Under Review",
        /// Back with the editors.
        ChangesRequested => "Changes Requested",
        /// The quorum has signed the head revision.
        Approved => "Approved",
        /// Taken out for good.
        Withdrawn => "Withdrawn",
    }

    /// What made a signed approval stop standing.
    Lapse {
        /// The text changed.
        Text => "the text has changed",
        /// The title changed.
        Title => "the title has changed",
        /// What is known of a cited source changed.
        Source => "a cited source has changed",
        /// It was handed in for its next review.
        NextReview => "it is being reviewed again",
    }

    /// How a review ends.
    Verdict {
        /// May be published as it stands.
        Approve => "approve",
        /// Must be changed first.
        RequestChanges => "request changes",
        /// No judgement.
        Abstain => "abstain",
    }

    /// What a source says of a claim.
    Relation {
        /// It substantiates the claim.
        Supports => "supports",
        /// It substantiates a part of it.
        PartlySupports => "partly supports",
        /// It says otherwise.
        Contradicts => "contradicts",
        /// It is context.
        Background => "background",
    }

    /// A member's judgement of a claim.
    Judgement {
        /// Not judged, or no longer after a change.
        Unverified => "unverified",
        /// Checked against its sources and right.
        Verified => "verified",
        /// Doubted, or members disagree.
        Disputed => "disputed",
    }

    /// Certainty of evidence in the words of GRADE (Grading of Recommendations Assessment, Development
    /// and Evaluation).
    Certainty {
        /// High.
        High => "high",
        /// Moderate.
        Moderate => "moderate",
        /// Low.
        Low => "low",
        /// Very low.
        VeryLow => "very low",
    }

    /// How an anchor came through the latest revision.
    AnchorState {
        /// The same words in the same place.
        Intact => "intact",
        /// The same words elsewhere.
        Moved => "moved",
        /// Other words.
        Changed => "changed",
        /// The words are gone.
        Orphaned => "orphaned",
    }

    /// What a thread asks for.
    Disposition {
        /// Must be resolved before the article can be approved.
        Blocking => "blocking",
        /// For information.
        Informing => "informing",
    }

    /// What kind of source it is.
    SourceKind {
        /// An article in a journal.
        JournalArticle => "journal article",
        /// A guideline.
        Guideline => "guideline",
        /// A drug label (structured product labelling, summary of product characteristics).
        DrugLabel => "drug label",
        /// A book.
        Book => "book",
        /// A chapter of a book.
        Chapter => "book chapter",
        /// A report.
        Report => "report",
        /// A web page.
        WebPage => "web page",
        /// A dataset.
        Dataset => "dataset",
    }

    /// How far a source carries, by what kind of evidence it is.
    Tier {
        /// What a body recommends after weighing the evidence.
        Guideline => "guideline",
        /// What a regulator has approved.
        DrugLabel => "drug label",
        /// A systematic review or meta-analysis.
        SystematicReview => "systematic review",
        /// A randomised or controlled trial.
        Trial => "trial",
        /// A cohort, a case-control study, a case series.
        Observational => "observational",
        /// A narrative review, an editorial, a textbook.
        ExpertOpinion => "expert opinion",
    }

    /// What a notice says of a source, the gravest first.
    NoticeKind {
        /// It was retracted.
        Retraction => "retracted",
        /// Its editors have doubts.
        Concern => "under an expression of concern",
        /// Something in it was corrected.
        Correction => "corrected",
        /// A retraction was taken back.
        Reinstatement => "reinstated",
    }

    /// What a file is.
    Media {
        /// A PDF.
        Pdf => "PDF",
        /// A web page.
        Html => "web page",
        /// Plain text.
        Text => "text",
    }

    /// The style in which references are printed.
    ReferenceStyle {
        /// The manual of the American Medical Association, 11th edition.
        Ama => "AMA",
        /// The recommendations of the ICMJE, after the NLM's Citing Medicine.
        Vancouver => "Vancouver",
    }

    /// What a check does that finds something.
    Severity {
        /// It stops a submission and an approval.
        Blocking => "blocking",
        /// It advises.
        Advisory => "advisory",
        /// The check is not asked.
        Off => "off",
    }
}

#[allow(clippy::derivable_impls, reason = "the macro that makes the enum marks no variant")]
impl Default for ReferenceStyle {
    fn default() -> Self {
        Self::Ama
    }
}
