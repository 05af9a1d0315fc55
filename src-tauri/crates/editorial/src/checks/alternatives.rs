//! Shares of a group that exclude each other, as mild, moderate and severe do: together they are not more than all.

use super::{
    Found,
    percentages::{ROUNDING, rounded},
    text::Sentence,
};
use crate::prose::{Kind, Phrases, Quantity};
use std::{ops::Range, sync::LazyLock};

/// What excludes what: a label is the set, a point, and the member of it.
static ALTERNATIVES: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "severity.mild: mild\n\
         severity.moderate: moderate\n\
         severity.severe: severe\n\
         course.better: improved, got better\n\
         course.same: unchanged\n\
         course.worse: worsened, deteriorated, got worse\n\
         response.complete: complete response, complete remission\n\
         response.partial: partial response, partial remission\n\
         response.stable: stable disease\n\
         response.progressive: progressive disease\n\
         smoking.never: never smok*, never-smok*, non-smok*, nonsmok*\n\
         smoking.former: former smok*, ex-smok*\n\
         smoking.current: current smok*\n\
         life.alive: alive, survived\n\
         life.dead: died, dead\n",
    )
});

/// Words that make the shares those of several groups, or of things that one patient can have side by side.
static APART: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "groups: placebo, versus, vs, compared, arm, arms, group, groups, baseline, cohort*, whereas, while, later, then\n\
         groups: women, men, females, males, boys, girls, children, adults\n\
         outcomes: rate, rates, survival, sensitivity, specificity, accuracy, risk, mortality, incidence, prevalence\n\
         beside: event, events, effects, reaction, reactions, symptom, symptoms, each\n",
    )
});

/// A share of each: "45% of mild gout", "in mild gout".
const OF_EACH: [&str; 6] = ["of", "in", "with", "among", "for", "from"];
/// How far a share stands from what it is the share of, in tokens.
const NEAR: usize = 5;

/// "mild in 45%, moderate in 35% and severe in 30%".
pub(super) fn more_than_all(sentence: &Sentence, percent: &[&Quantity]) -> Option<Found> {
    let (first, last) = (percent.first()?, percent.last()?);
    let sum: f64 = percent.iter().map(|quantity| quantity.high).sum();
    let plain = percent.len() > 1 && !percent.iter().any(|quantity| quantity.is_range());
    if !plain || sum <= 100.0 + ROUNDING || APART.any(&sentence.tokens) {
        return None;
    }
    let members: Vec<_> = ALTERNATIVES.find(&sentence.tokens).collect();
    let each = |stretch: &dyn Fn(usize) -> Range<usize>| -> Option<Vec<&str>> {
        (0..percent.len()).map(|at| member(sentence, &members, &stretch(at))).collect()
    };
    let behind = |at: usize| {
        let end = percent[at].tokens.end;
        end..percent.get(at + 1).map_or(sentence.tokens.len(), |next| next.tokens.start).min(end + NEAR)
    };
    let before = |at: usize| {
        let start = percent[at].tokens.start;
        at.checked_sub(1).map_or(0, |previous| percent[previous].tokens.end).max(start.saturating_sub(NEAR))
            ..start
    };
    let told =
        each(&behind).or_else(|| each(&before)).or_else(|| respectively(sentence, &members, percent))?;
    let set = |label: &str| label.split_once('.').map(|(set, _)| set.to_owned());
    let one_set = told.iter().all(|label| set(label) == set(told[0]));
    let distinct = told.iter().enumerate().all(|(at, label)| !told[..at].contains(label));
    (one_set && distinct).then(|| {
        Found(
            format!("These shares exclude each other and come to {}%, more than all.", rounded(sum)),
            sentence.place_of(&(first.tokens.start..last.tokens.end)),
        )
    })
}

/// The only member named in a stretch, in the clause of its share.
fn member<'a>(
    sentence: &Sentence,
    members: &[(&'a str, Range<usize>)],
    stretch: &Range<usize>,
) -> Option<&'a str> {
    let mut inside = members.iter().filter(|(_, at)| stretch.start <= at.start && at.end <= stretch.end);
    let (label, at) = inside.next()?;
    let lone = inside.next().is_none() && !of_each(sentence, at.start);
    lone.then_some(*label)
}

/// "mild, moderate and severe in 45%, 35% and 30%, respectively".
fn respectively<'a>(
    sentence: &Sentence,
    members: &[(&'a str, Range<usize>)],
    percent: &[&Quantity],
) -> Option<Vec<&'a str>> {
    let last = sentence.tokens.iter().rev().find(|token| token.kind == Kind::Word)?;
    let first = members.first()?;
    let fits = last.is("respectively") && members.len() == percent.len() && !of_each(sentence, first.1.start);
    fits.then(|| members.iter().map(|(label, _)| *label).collect())
}

fn of_each(sentence: &Sentence, at: usize) -> bool {
    at > 0 && OF_EACH.contains(&sentence.tokens[at - 1].text.as_str())
}
