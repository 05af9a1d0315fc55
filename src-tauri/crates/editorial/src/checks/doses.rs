//! Doses of one drug that disagree within the article.
//!
//! A dose belongs to the drug named next to it, else to the only one its sentence names, else to the article's own:
//! the one it names most. Doses for a group of patients, by weight, per week or of an overdose are not compared.

use super::{
    Check, Evidence, Found,
    text::{Sentence, Text},
};
use crate::{
    Severity,
    prose::{Dimension, Phrases, Quantity, Token, quantities},
};
use document::BlockKind;
use std::{collections::BTreeMap, sync::LazyLock};

pub(super) const ABOVE_MAXIMUM: Check = Check {
    id: "dose-above-maximum",
    title: "Doses above the stated maximum",
    says: "A dose of a drug is above the lowest maximum that the text itself states for that drug, or two such maxima disagree.",
    version: 2,
    severity: Severity::Advisory,
    look: above_maximum,
};
pub(super) const TRANSPOSED: Check = Check {
    id: "transposed-digits",
    title: "Doses whose digits look swapped",
    says: "Two doses of one drug differ by two digits that changed places, as 4.5 mg and 5.4 mg do.",
    version: 1,
    severity: Severity::Advisory,
    look: transposed,
};

static CONTEXT: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "maximum: maximum dose, maximum daily dose, maximal dose, max dose, maximum of, maximum recommended dose, up to a maximum\n\
         maximum: not exceed, not to exceed, no more than, never more than, not more than, must not be exceeded\n\
         group: renal, kidney, hepatic, liver, impair*, elderly, older, child*, pediatric, paediatric, adolescent*, pregnan*\n\
         group: egfr, gfr, clearance, creatinine, breastfeeding, inhibitor*, concomitant*, frail, dialysis, if, infant*, neonat*, years, aged, weigh*\n\
         other: overdos*, toxic*, lethal, fatal, weekly, per week, a week, every week, monthly, per month, a month, every month\n\
         other: intravenous*, iv, i.v, intramuscular*, im, subcutaneous*, injection, injections, infusion, topical*, cream\n\
         other: cumulative, total, loading, single, once-weekly, mice, rats, animal*, implant, patch, extended-release, tablet*\n",
    )
});

static DRUGS: LazyLock<(Vec<&str>, Vec<&str>)> = LazyLock::new(|| {
    let lines = |label: &str| {
        let data = include_str!("drugs.txt").lines();
        data.filter_map(|line| line.strip_prefix(label)).flat_map(str::split_whitespace).collect()
    };
    (lines("ends:"), lines("not:"))
});

/// Names are longer than the ends they have.
const SHORTEST_NAME: usize = 6;

fn is_drug(word: &str) -> bool {
    let (ends, not) = &*DRUGS;
    word.len() >= SHORTEST_NAME && !not.contains(&word) && ends.iter().any(|end| word.ends_with(end))
}

/// A dose somewhere in the text.
struct Dose<'a> {
    sentence: &'a Sentence,
    quantity: Quantity,
    drug: String,
    maximum: bool,
    /// For some patients only.
    group: bool,
}

impl Dose<'_> {
    fn factor(&self) -> Option<f64> {
        match self.quantity.dimension {
            Dimension::Mass(factor) | Dimension::Volume(factor) => Some(factor),
            Dimension::Units => Some(1.0),
            _ => None,
        }
    }

    fn comparable(&self, other: &Self) -> bool {
        std::mem::discriminant(&self.quantity.dimension) == std::mem::discriminant(&other.quantity.dimension)
            && self.drug == other.drug
    }

    fn words(&self) -> String {
        self.sentence.words(&self.quantity.tokens)
    }
}

fn doses(text: &Text) -> Vec<Dose<'_>> {
    let short = abbreviations(text);
    let main = main_drug(text, &short);
    let mut all = Vec::new();
    for sentence in text.body() {
        let found: Vec<_> = CONTEXT.find(&sentence.tokens).collect();
        // What a cell's dose is for stands in the other cells of its row.
        if sentence.kind == BlockKind::Cell || found.iter().any(|(label, _)| *label == "other") {
            continue;
        }
        let group = found.iter().any(|(label, _)| *label == "group");
        for quantity in quantities(&sentence.tokens) {
            if !quantity.is_dose() || quantity.per.is_some() || quantity.dimension == Dimension::Pieces {
                continue;
            }
            let Some(drug) = drug_of(sentence, &quantity, &short).or_else(|| main.clone()) else { continue };
            // The first dose behind the words is the maximum: "a maximum dose of 4.5 mg".
            let maximum = found.iter().any(|(label, at)| {
                *label == "maximum" && at.end <= quantity.tokens.start && quantity.tokens.start - at.end <= 4
            });
            all.push(Dose { sentence, quantity, drug, maximum, group });
        }
    }
    all
}

/// Short names that the text gives its drugs: "low-dose naltrexone (LDN)".
pub(super) fn abbreviations(text: &Text) -> BTreeMap<String, String> {
    let mut short = BTreeMap::new();
    for sentence in &text.sentences {
        for window in sentence.tokens.windows(4) {
            let [name, open, abbreviation, close] = window else { continue };
            if is_drug(&name.text)
                && open.is("(")
                && close.is(")")
                && (2..=5).contains(&abbreviation.text.len())
            {
                short.insert(abbreviation.text.clone(), name.text.clone());
            }
        }
    }
    short
}

fn named<'a>(token: &'a Token, short: &'a BTreeMap<String, String>) -> Option<&'a str> {
    let name = token.text.as_str();
    if is_drug(name) { Some(name) } else { short.get(name).map(String::as_str) }
}

/// The drug that is named at least twice as often as any other.
fn main_drug(text: &Text, short: &BTreeMap<String, String>) -> Option<String> {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    let tokens = text.sentences.iter().flat_map(|sentence| &sentence.tokens);
    for name in tokens.filter_map(|token| named(token, short)) {
        *count.entry(name).or_default() += 1;
    }
    let (name, most) = count.iter().max_by_key(|(_, n)| **n)?;
    let second = count.iter().filter(|(other, _)| *other != name).map(|(_, n)| *n).max().unwrap_or(0);
    (*most >= 2 * second).then(|| (*name).to_owned())
}

/// The drug a sentence gives in this dose: next to it, or the only one named. Nothing to go by is `None`; two
/// drugs are a name nobody bears, so that the dose is compared with no other.
fn drug_of(sentence: &Sentence, quantity: &Quantity, short: &BTreeMap<String, String>) -> Option<String> {
    let tokens = &sentence.tokens;
    let behind = tokens.get(quantity.tokens.end..).unwrap_or_default();
    let next = behind.iter().take(2).find_map(|token| named(token, short));
    let before = tokens.get(..quantity.tokens.start).unwrap_or_default();
    let previous = before.iter().rev().take(2).find_map(|token| named(token, short));
    if let Some(name) = next.or(previous) {
        return Some(name.to_owned());
    }
    let mut names: Vec<&str> = tokens.iter().filter_map(|token| named(token, short)).collect();
    names.sort_unstable();
    names.dedup();
    match names.as_slice() {
        [] => None,
        [one] => Some((*one).to_owned()),
        _ => Some(format!("{} or another", names.join(", "))),
    }
}

fn above_maximum(_: &Evidence<'_>, text: &Text) -> Vec<Found> {
    let doses = doses(text);
    let mut found = Vec::new();
    for dose in doses.iter().filter(|dose| !dose.group) {
        // Which of several maxima holds is not known, so a dose is measured by the lowest.
        let maxima = doses.iter().filter(|other| other.maximum && !other.group && other.comparable(dose));
        let Some(lowest) = maxima.min_by(|a, b| size(a).total_cmp(&size(b))) else { continue };
        if size(dose) <= size(lowest) * (1.0 + f64::EPSILON) {
            continue;
        }
        let (words, drug, lowest) = (dose.words(), &dose.drug, lowest.words());
        let sentence = if dose.maximum {
            format!(
                "{words} as the maximum of {drug} disagrees with the maximum of {lowest} stated elsewhere."
            )
        } else {
            format!("{words} of {drug} is above the maximum of {lowest} stated elsewhere.")
        };
        found.push(Found(sentence, dose.sentence.place_of(&dose.quantity.tokens)));
    }
    found
}

/// The upper end in the dimension's own unit.
fn size(dose: &Dose<'_>) -> f64 {
    dose.factor().map_or(0.0, |factor| dose.quantity.high * factor)
}

fn transposed(_: &Evidence<'_>, text: &Text) -> Vec<Found> {
    let doses = doses(text);
    let mut found: Vec<Found> = Vec::new();
    for (at, dose) in doses.iter().enumerate() {
        // Against the dose that stands more often, or else first.
        let twin = doses.iter().enumerate().find(|(other_at, other)| {
            let often =
                |d: &Dose<'_>| doses.iter().filter(|x| x.comparable(d) && digits(x) == digits(d)).count();
            other.comparable(dose)
                && other.quantity.dimension == dose.quantity.dimension
                && !std::ptr::eq(other.sentence, dose.sentence)
                && swapped(&digits(other), &digits(dose))
                && (often(other), at) > (often(dose), *other_at)
        });
        if let Some((_, twin)) = twin {
            found.push(Found(
                format!(
                    "{} looks like {} with two digits swapped; is one of them a slip?",
                    dose.words(),
                    twin.words()
                ),
                dose.sentence.place_of(&dose.quantity.tokens),
            ));
        }
    }
    found
}

/// The digits of a dose with its point; none for a range.
fn digits(dose: &Dose<'_>) -> String {
    if dose.quantity.is_range() { String::new() } else { dose.quantity.high.to_string() }
}

/// Whether two decimals differ by two digits that changed places. Whole numbers ("12 mg", "21 mg") differ so by nature.
fn swapped(a: &str, b: &str) -> bool {
    if a.len() != b.len() || a == b || !a.contains('.') || !b.contains('.') {
        return false;
    }
    let different: Vec<(char, char)> = a.chars().zip(b.chars()).filter(|(x, y)| x != y).collect();
    matches!(different.as_slice(), [(x, y), (z, w)] if x == w && y == z && *x != '.' && *y != '.')
}
