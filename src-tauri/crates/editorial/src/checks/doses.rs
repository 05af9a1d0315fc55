//! Doses of one drug that disagree within the article.
//!
//! A dose belongs to the drug named next to it, else to the only one its sentence names, else to the article's own:
//! the one it names most. In a table it belongs to the drug of its cell, else of its row, else of its column. Doses for
//! a group of patients, by weight, per week or of an overdose are not compared.

use super::{
    Check, Evidence, Found,
    text::{Sentence, Text},
};
use crate::{
    Severity,
    prose::{Dimension, Phrases, Quantity, Token, quantities},
};
use document::BlockKind;
use std::{
    collections::{BTreeMap, HashMap},
    mem::{Discriminant, discriminant},
    sync::LazyLock,
};

pub(super) const ABOVE_MAXIMUM: Check = Check {
    id: "dose-above-maximum",
    title: "Doses above the stated maximum",
    says: "A dose of a drug is above the lowest maximum that the text itself states for that drug, or two such maxima disagree.",
    version: 3,
    severity: Severity::Advisory,
    look: above_maximum,
};
pub(super) const TRANSPOSED: Check = Check {
    id: "transposed-digits",
    title: "Doses whose digits look swapped",
    says: "Two doses of one drug differ by two digits that changed places, as 4.5 mg and 5.4 mg do.",
    version: 2,
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

type Measure<'a> = (&'a str, Discriminant<Dimension>);

impl Dose<'_> {
    fn factor(&self) -> Option<f64> {
        match self.quantity.dimension {
            Dimension::Mass(factor) | Dimension::Volume(factor) => Some(factor),
            Dimension::Units => Some(1.0),
            _ => None,
        }
    }

    /// What it can be compared with: doses of the same drug that measure the same.
    fn measure(&self) -> Measure<'_> {
        (&self.drug, discriminant(&self.quantity.dimension))
    }

    fn words(&self) -> String {
        self.sentence.words(&self.quantity.tokens)
    }
}

fn doses(text: &Text) -> Vec<Dose<'_>> {
    let short = abbreviations(text);
    let main = main_drug(text, &short);
    let tables = Tables::of(text);
    let mut all = Vec::new();
    for sentence in text.body() {
        let (row, column) = (tables.row(sentence), tables.heading(sentence));
        let found: Vec<_> = CONTEXT.find(&sentence.tokens).collect();
        let around: Vec<_> =
            row.iter().chain(column).flat_map(|s| CONTEXT.find(&s.tokens)).map(|(label, _)| label).collect();
        let says = |label| found.iter().any(|(l, _)| *l == label) || around.contains(&label);
        if says("other") || (sentence.kind == BlockKind::Cell && row.is_empty()) {
            continue;
        }
        for quantity in quantities(&sentence.tokens) {
            if !quantity.is_dose() || quantity.per.is_some() || quantity.dimension == Dimension::Pieces {
                continue;
            }
            let own = drug_of(sentence, &quantity, &short);
            let drug = if row.is_empty() {
                own.or_else(|| main.clone())
            } else {
                own.or_else(|| only_drug(row, &short)).or_else(|| only_drug(column, &short))
            };
            let Some(drug) = drug else { continue };
            // The first dose behind the words is the maximum: "a maximum dose of 4.5 mg".
            let maximum = around.contains(&"maximum")
                || found.iter().any(|(label, at)| {
                    *label == "maximum"
                        && at.end <= quantity.tokens.start
                        && quantity.tokens.start - at.end <= 4
                });
            all.push(Dose { sentence, quantity, drug, maximum, group: says("group") });
        }
    }
    all
}

/// What stands around the cells of the text's tables.
struct Tables<'a>(HashMap<[u32; 2], Vec<&'a Sentence>>);

impl<'a> Tables<'a> {
    fn of(text: &'a Text) -> Self {
        let mut rows: HashMap<_, Vec<_>> = HashMap::new();
        for sentence in &text.sentences {
            if let Some([table, row, _]) = sentence.cell() {
                rows.entry([table, row]).or_default().push(sentence);
            }
        }
        Self(rows)
    }

    /// The row a sentence stands in; none outside a table.
    fn row(&self, sentence: &Sentence) -> &[&'a Sentence] {
        let row = sentence.cell().and_then(|[table, row, _]| self.0.get(&[table, row]));
        row.map_or(&[], Vec::as_slice)
    }

    /// What heads its column.
    fn heading(&self, sentence: &Sentence) -> &[&'a Sentence] {
        let Some([table, _, column]) = sentence.cell() else { return &[] };
        let top = self.0.get(&[table, 0]).map_or(&[][..], Vec::as_slice);
        let in_column = |s: &&Sentence| s.cell().is_some_and(|[_, _, of]| of == column);
        let Some(from) = top.iter().position(in_column) else { return &[] };
        let rest = &top[from..];
        &rest[..rest.iter().take_while(|s| in_column(s)).count()]
    }
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
    only_drug(&[sentence], short)
}

/// The only drug that sentences name, or of several a name nobody bears.
fn only_drug(sentences: &[&Sentence], short: &BTreeMap<String, String>) -> Option<String> {
    let tokens = sentences.iter().flat_map(|sentence| &sentence.tokens);
    let mut names: Vec<&str> = tokens.filter_map(|token| named(token, short)).collect();
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
    // Which of several maxima holds is not known, so a dose is measured by the lowest.
    let mut lowest: HashMap<Measure<'_>, &Dose<'_>> = HashMap::new();
    for dose in doses.iter().filter(|dose| dose.maximum && !dose.group) {
        let low = lowest.entry(dose.measure()).or_insert(dose);
        if size(dose) < size(low) {
            *low = dose;
        }
    }
    let mut found = Vec::new();
    for dose in doses.iter().filter(|dose| !dose.group) {
        let Some(lowest) = lowest.get(&dose.measure()) else { continue };
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
    let written: Vec<String> = doses.iter().map(digits).collect();
    // Where doses of the same digits stand, by how they are written: swapping digits leaves the same ones.
    let mut alike: HashMap<_, BTreeMap<&str, Vec<usize>>> = HashMap::new();
    let same_digits = |at: usize| {
        let mut digits = written[at].clone().into_bytes();
        digits.sort_unstable();
        (doses[at].measure(), digits)
    };
    for (at, digits) in written.iter().enumerate() {
        alike.entry(same_digits(at)).or_default().entry(digits).or_default().push(at);
    }
    let mut found = Vec::new();
    for (at, dose) in doses.iter().enumerate() {
        let alike = &alike[&same_digits(at)];
        let own = written[at].as_str();
        let elsewhere = |other: &usize| {
            let other = &doses[*other];
            other.quantity.dimension == dose.quantity.dimension
                && !std::ptr::eq(other.sentence, dose.sentence)
        };
        // Against the dose that stands more often, or else first.
        let twins = alike.iter().filter(|(digits, _)| swapped(digits, own));
        let twin = twins
            .filter_map(|(_, places)| {
                let first = *places.iter().find(|place| elsewhere(place))?;
                ((places.len(), at) > (alike[own].len(), first)).then_some(first)
            })
            .min();
        if let Some(twin) = twin {
            let (words, other) = (dose.words(), doses[twin].words());
            found.push(Found(
                format!("{words} looks like {other} with two digits swapped; is one of them a slip?"),
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
