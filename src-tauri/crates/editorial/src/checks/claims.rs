//! Claims that are not substantiated.

use super::{Check, Evidence, Found, quoted, text::Text};
use crate::{AnchorState, Claim, Judgement, Severity};

pub(super) const ORPHANED: Check = Check {
    id: "orphaned-claim",
    title: "Claims that lost their place",
    says: "The words of a claim are gone from the text, and nobody has attached it again.",
    version: 1,
    severity: Severity::Advisory,
    look: orphaned,
};
pub(super) const WITHOUT_SOURCE: Check = Check {
    id: "claim-without-source",
    title: "Claims without a source",
    says: "A claim cites nothing.",
    version: 1,
    severity: Severity::Advisory,
    look: without_source,
};
pub(super) const UNVERIFIED: Check = Check {
    id: "unverified-claim",
    title: "Claims nobody has verified",
    says: "No member has verified a claim, or a member disputes it.",
    version: 1,
    severity: Severity::Advisory,
    look: unverified,
};

fn standing<'a>(evidence: &Evidence<'a>) -> impl Iterator<Item = &'a Claim> {
    evidence.article.claims.values().filter(|claim| claim.state != AnchorState::Orphaned)
}

fn orphaned(evidence: &Evidence<'_>, _: &Text) -> Vec<Found> {
    let orphans = evidence.article.claims.values().filter(|claim| claim.state == AnchorState::Orphaned);
    orphans
        .map(|claim| {
            Found(format!("A claim has lost its place in the text: {}", quoted(&claim.anchor.quote)), None)
        })
        .collect()
}

fn without_source(evidence: &Evidence<'_>, _: &Text) -> Vec<Found> {
    standing(evidence)
        .filter(|claim| claim.citations.is_empty())
        .map(|claim| Found("A claim cites no source.".to_owned(), Some(claim.anchor.clone())))
        .collect()
}

fn unverified(evidence: &Evidence<'_>, _: &Text) -> Vec<Found> {
    standing(evidence)
        .filter_map(|claim| {
            let sentence = match claim.judgement() {
                Judgement::Verified => return None,
                Judgement::Unverified => "A claim is not verified.",
                Judgement::Disputed => "A claim is disputed.",
            };
            Some(Found(sentence.to_owned(), Some(claim.anchor.clone())))
        })
        .collect()
}
