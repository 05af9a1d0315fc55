//! Percentages that cannot be.

use super::{
    Check, Evidence, Found, alternatives,
    text::{Sentence, Text},
};
use crate::{
    Severity,
    prose::{Dimension, Kind, Quantity, quantities, value},
};
use std::ops::Range;

pub(super) const IMPOSSIBLE: Check = Check {
    id: "impossible-percentage",
    title: "Percentages that cannot be",
    says: "More than all of a group, parts that do not add up to it, or a share that its own figures belie.",
    version: 2,
    severity: Severity::Advisory,
    look: impossible,
};

/// What rounding may do to the sum of a few parts, and to one share.
pub(super) const ROUNDING: f64 = 1.5;
const ROUNDING_OF_ONE: f64 = 1.0;

fn impossible(_: &Evidence<'_>, text: &Text) -> Vec<Found> {
    text.body()
        .flat_map(|sentence| {
            let quantities = quantities(&sentence.tokens);
            let percent: Vec<&Quantity> =
                quantities.iter().filter(|q| q.dimension == Dimension::Percent).collect();
            let mut found = above_all(sentence, &percent);
            found.extend(not_the_rest(sentence, &percent));
            found.extend(not_both_sexes(sentence, &percent));
            found.extend(alternatives::more_than_all(sentence, &percent));
            found.extend(not_the_share(sentence, &quantities));
            found
        })
        .collect()
}

/// More than all of a group: "105% of patients". An increase by 150% can be.
fn above_all(sentence: &Sentence, percent: &[&Quantity]) -> Vec<Found> {
    let groups = [
        "patients",
        "people",
        "participants",
        "cases",
        "women",
        "men",
        "children",
        "adults",
        "subjects",
        "individuals",
        "respondents",
        "users",
        "infants",
        "deaths",
    ];
    let words = |at: usize| sentence.tokens.get(at).map_or("", |token| token.text.as_str());
    let of_group = |quantity: &Quantity| {
        let end = quantity.tokens.end;
        let of = usize::from(words(end) == "of");
        (of..of + 3).any(|n| groups.contains(&words(end + n))) && (of == 1 || groups.contains(&words(end)))
    };
    percent
        .iter()
        .filter(|quantity| {
            quantity.high > 100.0 && (of_group(quantity) || of_what_is_whole(sentence, quantity))
        })
        .map(|quantity| {
            let words = sentence.words(&quantity.tokens);
            Found(format!("{words} is more than all there is."), sentence.place_of(&quantity.tokens))
        })
        .collect()
}

/// "The response rate was 105%", "mortality fell by 130%".
fn of_what_is_whole(sentence: &Sentence, quantity: &Quantity) -> bool {
    let before: Vec<&str> =
        sentence.tokens[..quantity.tokens.start].iter().rev().map(|token| token.text.as_str()).collect();
    let shares =
        ["rate", "rates", "sensitivity", "specificity", "mortality", "survival", "prevalence", "remission"];
    let falls = ["fell", "falls", "fall", "dropped", "decreased", "declined", "reduced", "lowered"];
    match before.as_slice() {
        ["by", fall, ..] => falls.contains(fall),
        ["was" | "were" | "is" | "of" | "reached", share, ..] => shares.contains(share),
        _ => false,
    }
}

/// Parts and "the remaining": together they are all.
fn not_the_rest(sentence: &Sentence, percent: &[&Quantity]) -> Option<Found> {
    let last = percent.last()?;
    let rest = ["remaining", "rest", "remainder"];
    let says_rest =
        sentence.tokens[..last.tokens.start].iter().rev().take(3).any(|t| rest.contains(&t.text.as_str()))
            || sentence.tokens[last.tokens.end..].iter().take(2).any(|t| rest.contains(&t.text.as_str()));
    let plain = !percent.iter().any(|quantity| quantity.is_range());
    let sum: f64 = percent.iter().map(|quantity| quantity.high).sum();
    // Less than all: one part may be named in words. More than all cannot be.
    (percent.len() > 1 && says_rest && plain && sum > 100.0 + ROUNDING).then(|| {
        let all = percent[0].tokens.start..last.tokens.end;
        Found(
            format!("With the rest, these parts come to {}% and not to 100%.", rounded(sum)),
            sentence.place_of(&all),
        )
    })
}

/// "60% were women and 50% were men".
fn not_both_sexes(sentence: &Sentence, percent: &[&Quantity]) -> Option<Found> {
    let [first, second] = percent else { return None };
    let after = |quantity: &Quantity, words: &[&str]| {
        let next = sentence.tokens[quantity.tokens.end..].iter().take(4);
        next.take_while(|token| token.kind == Kind::Word).any(|token| words.contains(&token.text.as_str()))
    };
    let (women, men) = (["women", "female", "females"], ["men", "male", "males"]);
    let both = (after(first, &women) && after(second, &men)) || (after(first, &men) && after(second, &women));
    // "in 40% of women and 30% of men" are shares of each.
    let of_each = [first, second].iter().any(|q| {
        let of = sentence.tokens.get(q.tokens.end).is_some_and(|token| token.is("of") || token.is("in"));
        of && sentence.tokens[q.tokens.end + 1..]
            .iter()
            .take(2)
            .any(|token| women.contains(&token.text.as_str()) || men.contains(&token.text.as_str()))
    });
    let sum = first.high + second.high;
    (both && !of_each && (sum - 100.0).abs() > ROUNDING).then(|| {
        let all = first.tokens.start..second.tokens.end;
        Found(format!("Women and men come to {}% and not to 100%.", rounded(sum)), sentence.place_of(&all))
    })
}

/// "12 of 40 (35%)", "12/40 (35%)".
fn not_the_share(sentence: &Sentence, quantities: &[Quantity]) -> Vec<Found> {
    let tokens = &sentence.tokens;
    let mut found = Vec::new();
    for share in quantities.iter().filter(|q| q.dimension == Dimension::Percent && !q.is_range()) {
        // "(95% CI …" is about the share and not the share.
        let interval = ["ci", "confidence", "credible"];
        if tokens.get(share.tokens.end).is_some_and(|token| interval.contains(&token.text.as_str())) {
            continue;
        }
        let Some((part, all, span)) = part_of_all(sentence, share.tokens.start) else { continue };
        let given = tokens.get(share.tokens.start).and_then(value).unwrap_or_default();
        let real = 100.0 * part / all;
        if (real - given).abs() > ROUNDING_OF_ONE {
            found.push(Found(
                format!(
                    "{} of {} is {}% and not {}%.",
                    rounded(part),
                    rounded(all),
                    rounded(real),
                    rounded(given)
                ),
                sentence.place_of(&(span.start..share.tokens.end)),
            ));
        }
    }
    found
}

/// The numbers of `12 of 40 patients (` or `12/40 (` before the token at `at`.
fn part_of_all(sentence: &Sentence, at: usize) -> Option<(f64, f64, Range<usize>)> {
    let tokens = &sentence.tokens;
    let open = at.checked_sub(1).filter(|open| tokens[*open].is("("))?;
    let back = tokens[..open].iter().rev().take_while(|token| token.kind == Kind::Word).take(3).count();
    let all_at = open.checked_sub(back + 1)?;
    let of = all_at.checked_sub(1).filter(|of| tokens[*of].is("of") || tokens[*of].is("/"))?;
    let part_at = of.checked_sub(1)?;
    let (part, all) = (value(&tokens[part_at])?, value(&tokens[all_at])?);
    // A fraction of a fraction ("1/2/40") or a date is none of this.
    let longer = part_at > 0 && (tokens[part_at - 1].is("/") || tokens[part_at - 1].is("of"));
    let whole = part.fract() == 0.0 && all.fract() == 0.0 && all > 0.0 && part <= all;
    (whole && !longer).then_some((part, all, part_at..open))
}

pub(super) fn rounded(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}
