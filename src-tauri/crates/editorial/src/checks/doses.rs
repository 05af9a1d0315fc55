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
    says: "A dose of a drug is above the lowest maximum that the text itself states for that drug, or two such maxima disagree; several doses a day are added up against a maximum of the day.",
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

pub(super) const SLIPPED_UNIT: Check = Check {
    id: "slipped-unit",
    title: "Doses whose unit looks wrong",
    says: "Two doses of a drug have one number and different units of mass, as 500 mg and 500 g do.",
    version: 1,
    severity: Severity::Advisory,
    look: slipped_unit,
};
pub(super) const DAILY_OR_WEEKLY: Check = Check {
    id: "daily-or-weekly",
    title: "Doses given daily and weekly",
    says: "The same dose of a drug is given daily in one place and weekly in another, as must not happen with methotrexate.",
    version: 1,
    severity: Severity::Advisory,
    look: daily_or_weekly,
};

static CONTEXT: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "maximum: maximum dose, maximum daily dose, maximal dose, max dose, maximum of, maximum recommended dose, up to a maximum\n\
         maximum: not exceed, not to exceed, no more than, never more than, not more than, must not be exceeded, never exceed\n\
         maximum: maximum is, maximum daily, take more than, give more than, at most, upper limit, highest dose, maximum :\n\
         bare: maximum, max, max .\n\
         group: renal, kidney, hepatic, liver, impair*, elderly, older, child*, pediatric, paediatric, adolescent*, pregnan*\n\
         group: egfr, gfr, clearance, creatinine, breastfeeding, inhibitor*, concomitant*, frail, dialysis, if, infant*, neonat*, years, aged, weigh*\n\
         group: people over, patients over, adults over, people under, patients under, younger, taking\n\
         other: overdos*, toxic*, lethal, fatal, monthly, per month, a month, every month, swallowed, ingested\n\
         other: intravenous*, iv, i.v, i . v, intramuscular*, im, i . m, subcutaneous*, injection, injections, infusion, topical*, cream\n\
         other: cumulative, total, loading, single, per dose, mice, rats, animal*, implant, patch, tablet*\n\
         other: extended-release, modified-release, immediate-release, extended release, modified release, immediate release\n\
         other: contains, holds, strength, strengths, pack, bottle, previously, formerly\n\
         weekly: weekly, once-weekly, per week, a week, each week, every week\n\
         daily: daily, once-daily, per day, a day, each day, every day\n",
    )
});

/// How many times a day.
static TIMES: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "2: twice daily, twice a day, two times daily, two times a day, bid, b . i . d, every 12 hours\n\
         3: three times daily, three times a day, thrice daily, thrice a day, tid, t . i . d, every 8 hours\n\
         4: four times daily, four times a day, qid, q . i . d, every 6 hours\n\
         6: every 4 hours\n",
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
    /// By a way, in a form or on an occasion of its own.
    apart: bool,
    pace: Option<Pace>,
    /// How many times a day, where that stands right behind it.
    times: f64,
    /// Whether its sentence speaks of a day.
    of_a_day: bool,
}

/// How often a dose is given, where that stands right behind it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pace {
    Daily,
    Weekly,
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
    // What the sentence before, in the same paragraph, spoke of.
    let mut spoken: Option<(&Sentence, String)> = None;
    for sentence in text.body() {
        let (row, column) = (tables.row(sentence), tables.heading(sentence));
        if sentence.kind == BlockKind::Cell && row.is_empty() {
            continue;
        }
        let subject = only_drug(&[sentence], &short)
            .or_else(|| spoken.take().filter(|(before, _)| before.beside(sentence)).map(|(_, drug)| drug));
        spoken = subject.clone().map(|drug| (sentence, drug));
        let found: Vec<_> = CONTEXT.find(&sentence.tokens).collect();
        let around = tables.around(sentence);
        let says = |label| found.iter().any(|(l, _)| *l == label) || around.says(label);
        for quantity in quantities(&sentence.tokens) {
            if !quantity.is_dose() || quantity.per.is_some() || quantity.dimension == Dimension::Pieces {
                continue;
            }
            let own = drug_of(sentence, &quantity, &short);
            let drug = if row.is_empty() {
                own.or_else(|| subject.clone()).or_else(|| main.clone())
            } else {
                own.or_else(|| only_drug(row, &short)).or_else(|| only_drug(column, &short))
            };
            let Some(drug) = drug else { continue };
            let (start, end) = (quantity.tokens.start, quantity.tokens.end);
            // The first dose behind the words is the maximum: "a maximum dose of 4.5 mg".
            let maximum = around.maximum
                || found.iter().any(|(label, at)| match *label {
                    "maximum" => at.end <= start && start - at.end <= 4,
                    "bare" => at.end == start,
                    _ => false,
                });
            let pace = found.iter().find_map(|(label, at)| match *label {
                "daily" if at.start >= end && at.start - end <= 3 => Some(Pace::Daily),
                "weekly" if at.start >= end && at.start - end <= 3 => Some(Pace::Weekly),
                _ => None,
            });
            let times = TIMES.find(&sentence.tokens).find(|(_, at)| at.start >= end && at.start - end <= 2);
            let times = times.and_then(|(label, _)| label.parse().ok()).unwrap_or(1.0);
            let of_a_day = says("daily") || TIMES.any(&sentence.tokens);
            let (group, apart) = (says("group"), says("other"));
            all.push(Dose { sentence, quantity, drug, maximum, group, apart, pace, times, of_a_day });
        }
    }
    all
}

/// What the rest of a table says of a dose in it.
#[derive(Default)]
struct Around {
    labels: Vec<&'static str>,
    /// Whether the heading of its column or the first cell of its row makes it a maximum.
    maximum: bool,
}

impl Around {
    fn says(&self, label: &str) -> bool {
        self.labels.contains(&label)
    }
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

    /// What its row, the heading of its column and that of the first say.
    fn around(&self, sentence: &Sentence) -> Around {
        let Some([table, row, _]) = sentence.cell() else { return Around::default() };
        let labels = |sentences: &[&'a Sentence]| -> Vec<&'static str> {
            sentences.iter().flat_map(|s| CONTEXT.find(&s.tokens)).map(|(label, _)| label).collect()
        };
        let (whole, heading) = (self.row(sentence), self.heading(sentence));
        let first = |row: u32| self.0.get(&[table, row]).map_or(&[][..], |cells| column(cells, 0));
        let names: Vec<_> = [labels(heading), labels(first(row))].concat();
        Around {
            maximum: names.iter().any(|label| ["maximum", "bare"].contains(label)),
            labels: [names, labels(whole), labels(first(0))].concat(),
        }
    }

    /// What heads its column.
    fn heading(&self, sentence: &Sentence) -> &[&'a Sentence] {
        let Some([table, _, at]) = sentence.cell() else { return &[] };
        self.0.get(&[table, 0]).map_or(&[], |top| column(top, at))
    }
}

/// The sentences of one column of a row.
fn column<'s, 't>(row: &'s [&'t Sentence], column: u32) -> &'s [&'t Sentence] {
    let within = |s: &&Sentence| s.cell().is_some_and(|[_, _, of]| of == column);
    let Some(from) = row.iter().position(within) else { return &[] };
    let rest = &row[from..];
    &rest[..rest.iter().take_while(|s| within(s)).count()]
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
    let of_a_day = |dose: &Dose<'_>, lowest: &Dose<'_>| {
        if lowest.of_a_day && !dose.maximum { size(dose) * dose.times } else { size(dose) }
    };
    // Which of several maxima holds is not known, so a dose is measured by the lowest.
    let mut lowest: HashMap<Measure<'_>, &Dose<'_>> = HashMap::new();
    for dose in doses.iter().filter(|dose| dose.maximum && !dose.group && !dose.apart) {
        let low = lowest.entry(dose.measure()).or_insert(dose);
        if size(dose) < size(low) {
            *low = dose;
        }
    }
    let mut found = Vec::new();
    for dose in doses.iter().filter(|dose| !dose.group && !dose.apart) {
        let Some(lowest) = lowest.get(&dose.measure()) else { continue };
        if of_a_day(dose, lowest) <= size(lowest) * (1.0 + f64::EPSILON) {
            continue;
        }
        let several = size(dose) <= size(lowest);
        let (words, drug, lowest) = (dose.words(), &dose.drug, lowest.words());
        let sentence = if several {
            let times = dose.times;
            format!(
                "{words} of {drug} {times} times a day is above the daily maximum of {lowest} stated elsewhere."
            )
        } else if dose.maximum {
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
    let doses: Vec<_> =
        doses(text).into_iter().filter(|dose| !dose.apart && dose.pace != Some(Pace::Weekly)).collect();
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

fn slipped_unit(_: &Evidence<'_>, text: &Text) -> Vec<Found> {
    let doses: Vec<_> = doses(text).into_iter().filter(|dose| !dose.apart).collect();
    told_apart(
        &doses,
        |dose| dose.factor().map(f64::to_bits),
        |words, other| {
            format!("{words} and {other} are the same number in different units; is one of them a slip?")
        },
    )
}

fn daily_or_weekly(_: &Evidence<'_>, text: &Text) -> Vec<Found> {
    let doses: Vec<_> = doses(text).into_iter().filter(|dose| !dose.apart && !dose.group).collect();
    told_apart(
        &doses,
        |dose| dose.pace.map(|pace| (pace == Pace::Weekly, dose.factor().map(f64::to_bits))),
        |words, _| {
            format!(
                "{words} of the same drug is given daily in one place and weekly in another; is one of them a slip?"
            )
        },
    )
}

/// Of doses of one drug and one number that differ in what is asked for, those that stand less often, or else later.
fn told_apart<K: PartialEq>(
    doses: &[Dose<'_>],
    asked: impl Fn(&Dose<'_>) -> Option<K>,
    say: impl Fn(&str, &str) -> String,
) -> Vec<Found> {
    let mut alike: BTreeMap<(&str, u64), Vec<&Dose<'_>>> = BTreeMap::new();
    for dose in doses.iter().filter(|dose| matches!(dose.quantity.dimension, Dimension::Mass(_))) {
        alike.entry((&dose.drug, dose.quantity.high.to_bits())).or_default().push(dose);
    }
    let mut found = Vec::new();
    for same in alike.values() {
        let mut kinds: Vec<(K, Vec<&Dose<'_>>)> = Vec::new();
        for dose in same {
            let Some(key) = asked(dose) else { continue };
            match kinds.iter_mut().find(|(other, _)| *other == key) {
                Some((_, doses)) => doses.push(dose),
                None => kinds.push((key, vec![dose])),
            }
        }
        kinds.sort_by_key(|(_, doses)| std::cmp::Reverse(doses.len()));
        let Some((usual, others)) = kinds.split_first() else { continue };
        for dose in others.iter().flat_map(|(_, doses)| doses) {
            let sentence = say(&dose.words(), &usual.1[0].words());
            found.push(Found(sentence, dose.sentence.place_of(&dose.quantity.tokens)));
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
