//! Digits that were raised or lowered and stand on the line now, or the other way round: 10⁹ is no 109.

use super::side::Side;
use crate::clinical;
use crate::comparison::{Class, Finding, Formatting, Segment, Span};

/// What a change of formatting makes of a number.
pub(super) fn judge(segment: &Segment, formatting: &Formatting, new: &Side<'_>) -> Option<Finding> {
    let has = |names: &[String], name: &str| names.iter().any(|other| other == name);
    let changed = |name: &str| has(&formatting.added, name) || has(&formatting.removed, name);
    if !(changed("superscript") || changed("subscript")) {
        return None;
    }
    let span = segment.new.as_ref()?;
    let [before, within, after] = new.around(span)?;
    let power = within.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '−' | '–'));
    let figures = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let base = &before[before.trim_end_matches(figures).len()..];
    if !power || !within.contains(|c: char| c.is_ascii_digit()) || base.is_empty() {
        return None;
    }
    let shown = |names: &[String]| match (has(names, "superscript"), has(names, "subscript")) {
        (true, _) => format!("{base}{}", written(within, "⁰¹²³⁴⁵⁶⁷⁸⁹", '⁺', '⁻')),
        (_, true) => format!("{base}{}", written(within, "₀₁₂₃₄₅₆₇₈₉", '₊', '₋')),
        _ => format!("{base}{within}"),
    };
    let end = span.end + after.chars().count() as u32;
    let behind = new.passage(Some(&Span { start: span.end, end, ..span.clone() }));
    let class = if clinical::begins_with_unit(&behind) { Class::Dose } else { Class::Number };
    let what = if class == Class::Dose { "dose" } else { "number" };
    Some(Finding::became(class, what, None, &shown(&formatting.removed), &shown(&formatting.added), false))
}

/// Digits and signs as characters of another height.
fn written(text: &str, digits: &str, plus: char, minus: char) -> String {
    let digit = |c: char| c.to_digit(10).and_then(|value| digits.chars().nth(value as usize));
    text.chars()
        .map(|c| match c {
            '+' => plus,
            '-' | '−' | '–' => minus,
            c => digit(c).unwrap_or(c),
        })
        .collect()
}
