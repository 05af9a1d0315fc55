//! Words that promise more than evidence can: "always", "cures", "no side effects", "proven".

use super::{
    Check, Evidence, Found,
    text::{Sentence, Text},
};
use crate::{Severity, prose::Phrases};
use std::{ops::Range, sync::LazyLock};

pub(super) const ABSOLUTE: Check = Check {
    id: "absolute-words",
    title: "Words that promise too much",
    says: "Words such as always, cures, proven or no side effects, where they are a promise and not an instruction or a report.",
    version: 3,
    severity: Severity::Advisory,
    look: absolute,
};

static WORDS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(include_str!("absolutes.txt")));

/// How many words before a phrase may turn it round.
const REACH: usize = 4;

fn absolute(_: &Evidence<'_>, text: &Text) -> Vec<Found> {
    let mut found = Vec::new();
    for sentence in text.body() {
        let mut after = 0;
        for (kind, at) in WORDS.find(&sentence.tokens) {
            if at.start >= after && promises(sentence, kind, &at) {
                after = at.end;
                let words = sentence.words(&at);
                found.push(Found(
                    format!("“{words}” promises more than evidence can: say how often, how well or by which study."),
                    sentence.place_of(&at),
                ));
            }
        }
    }
    found
}

/// Whether it is said of the subject: not denied, not an instruction, not the report of what was seen.
fn promises(sentence: &Sentence, kind: &str, at: &Range<usize>) -> bool {
    let words: Vec<&str> = sentence.tokens.iter().map(|token| token.text.as_str()).collect();
    let before = &words[at.start.saturating_sub(REACH)..at.start];
    let after = &words[at.end..];
    let denied = before.iter().any(|word| {
        [
            "not", "no", "nor", "never", "cannot", "unlikely", "nothing", "without", "if", "whether",
            "rarely", "seldom",
        ]
        .contains(word)
            || word.ends_with("n't")
    });
    // "cures nothing", "has been proven in no trial".
    let emptied = after.iter().take(2).any(|word| ["no", "nothing", "nobody", "none"].contains(word));
    let softened = before.iter().any(|word| {
        [
            "almost",
            "nearly",
            "virtually",
            "practically",
            "normally",
            "usually",
            "generally",
            "largely",
            "or",
            "may",
            "might",
            "could",
        ]
        .contains(word)
    });
    // What somebody says, and what it is measured by, are no promise of the text.
    let reported = words.iter().any(|word| HEARSAY.contains(word)) || quoted(&words, at);
    let measured = after.iter().take(MEASURED).any(|word| *word == "%" || *word == "percent");
    let questioned = words.last() == Some(&"?");
    let told = |words: &[&str]| {
        words.iter().any(|word| ["should", "must", "please", "to", "you", "your"].contains(word))
    };
    match kind {
        _ if denied || emptied || questioned || softened || reported => false,
        // "Always ask", "should always be taken"; "never developed symptoms" is what was seen.
        "always" | "never" => {
            let instruction = at.start == 0 || told(before) || before.last().is_some_and(|word| *word == ":");
            let seen = after.first().is_some_and(|word| !word.ends_with('s') || word.ends_with("ss"));
            // "is always given", "is always best": how it is done, and a judgement.
            let is = before.last().is_some_and(|word| ["is", "are", "was", "were", "be"].contains(word));
            let done = after.first().is_some_and(|word| {
                word.ends_with("ed")
                    || ["given", "taken", "done", "best", "wise", "worth", "important", "necessary"]
                        .contains(word)
            });
            !(instruction || kind == "never" && seen || is && done)
        }
        "harmless" => {
            let reported = [
                "reported",
                "observed",
                "found",
                "seen",
                "noted",
                "recorded",
                "detected",
                "identified",
                "listed",
                "occurred",
            ];
            let seen = |words: &[&str]| words.iter().any(|word| reported.contains(word));
            // "had no side effects" in a study is what was seen; "has no side effects" is a promise.
            let told_of_study = before
                .iter()
                .any(|word| ["had", "experienced", "reported", "showed", "were", "was"].contains(word));
            // "people with no risk factors", "patients without side effects": whom it is about.
            let group = before
                .last()
                .is_some_and(|word| ["patients", "people", "those", "participants"].contains(word));
            let of_risk = words[at.end - 1].starts_with("risk")
                && after.first().is_some_and(|word| {
                    ["factor", "factors", "score", "scores", "group", "groups", "assessment"].contains(word)
                });
            !seen(&after[..after.len().min(REACH)]) && !told_of_study && !group && !of_risk
        }
        // "In all cases, seek advice"; "clinically proven cases", "been proven wrong".
        _ => {
            let diagnosed = after.first().is_some_and(|word| {
                ["case", "cases", "disease", "infection", "infections", "wrong", "false"].contains(word)
            });
            let instruction = at.start == 0 && after.first() == Some(&",");
            !measured && !diagnosed && !instruction
        }
    }
}

/// Words by which a text keeps its distance from what is said.
const HEARSAY: [&str; 9] =
    ["myth", "myths", "claim", "claims", "claimed", "believe", "believed", "allegedly", "theory"];
/// How many words behind a phrase a share still measures it: "cures H. pylori in 90%".
const MEASURED: usize = 8;

/// Whether it stands between quotation marks.
fn quoted(words: &[&str], at: &Range<usize>) -> bool {
    let mark = |word: &&str| ["\"", "“", "”", "„", "«", "»"].contains(word);
    words[..at.start].iter().any(mark) && words[at.end..].iter().any(mark)
}
