//! Uses beyond a drug's label that the text does not call so.
//!
//! Which uses are meant is data (`offlabel.txt`), by the labels of the United States. A text that says anywhere that
//! a use is off-label, unlicensed or not approved is taken to know.

use super::{
    Check, Evidence, Found, doses,
    text::{Sentence, Text},
};
use crate::{
    Severity,
    prose::{Phrases, Token},
};
use std::{collections::BTreeSet, sync::LazyLock};

pub(super) const UNSAID: Check = Check {
    id: "off-label-unsaid",
    title: "Off-label use not called so",
    says: "A use of a drug that no label in the United States names, in a text that nowhere says that it is off-label.",
    version: 1,
    severity: Severity::Advisory,
    look: unsaid,
};

static USES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(include_str!("offlabel.txt")));

/// Words that give a drug, and those that say that the text knows.
static SIGNS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "use: used, use, uses, using, treat*, prescrib*, given, effective, efficac*, help*, reliev*, reduc*, improv*\n\
         use: recommended, option, therapy, manag*, benefit*, first-line, second-line, control*\n\
         known: off-label, off label, offlabel, unlicensed, unapproved, not approved, not licensed, not fda-approved\n\
         known: not been approved, not indicated, not an approved, not a licensed, unlabelled, unlabeled, not on its label\n\
         known: outside its licen*, outside the licen*, beyond its label, beyond the label, outside its label\n\
         known: investigational, experimental, compassionate use, emergency use, no approved, no fda-approved\n\
         denied: no, not, nor, never, without, avoid, cannot, ineffective, contraindicated, failed, whether, if, trial*\n\
         denied: study, studies, studied, investigated, tested, unclear, unknown, insufficient\n",
    )
});

fn unsaid(_: &Evidence<'_>, text: &Text) -> Vec<Found> {
    let says = |sentence: &Sentence, what: &str| SIGNS.find(&sentence.tokens).any(|(label, _)| label == what);
    if text.sentences.iter().any(|sentence| says(sentence, "known")) {
        return Vec::new();
    }
    let short = doses::abbreviations(text);
    let mut told = BTreeSet::new();
    let mut found = Vec::new();
    for sentence in text.body().filter(|sentence| says(sentence, "use") && !says(sentence, "denied")) {
        let names = |token: &Token| short.get(&token.text).map_or(token.text.clone(), Clone::clone);
        for (drug, at) in USES.find(&sentence.tokens) {
            // "Zolpidem is used for insomnia, and trazodone for depression."
            let before = sentence.tokens[..at.start].iter().any(|token| names(token) == drug);
            if before && told.insert(drug) {
                found.push(Found(
                    format!(
                        "No label in the United States names {} as a use of {drug}, and the text does not say that it is off-label.",
                        sentence.words(&at)
                    ),
                    sentence.place_of(&at),
                ));
            }
        }
    }
    found
}
