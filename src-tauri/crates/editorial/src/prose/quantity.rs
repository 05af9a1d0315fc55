//! Numbers with what they count: doses, percentages, durations.

use super::{Kind, Token};
use std::ops::Range;

/// What a quantity measures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Dimension {
    /// Mass; the factor brings it to milligrams.
    Mass(f64),
    /// Volume; the factor brings it to millilitres.
    Volume(f64),
    /// International units and the like.
    Units,
    /// Tablets, capsules, drops, puffs.
    Pieces,
    /// Hundredths.
    Percent,
    /// Minutes to years.
    Time,
    /// Anything else: patients, points, mmHg.
    Other,
}

/// A number or range of numbers, with its unit.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Quantity {
    /// The lower end, or the number itself.
    pub(crate) low: f64,
    /// The upper end, or the number itself.
    pub(crate) high: f64,
    /// What it measures.
    pub(crate) dimension: Dimension,
    /// What the unit is counted per: `kg`, `m2`, `ml`; not a time.
    pub(crate) per: Option<String>,
    /// Tokens of the number and its unit.
    pub(crate) tokens: Range<usize>,
}

impl Quantity {
    /// Whether it is two numbers with what lies between.
    pub(crate) fn is_range(&self) -> bool {
        self.high > self.low
    }

    /// Whether it is an amount of a drug.
    pub(crate) fn is_dose(&self) -> bool {
        matches!(
            self.dimension,
            Dimension::Mass(_) | Dimension::Volume(_) | Dimension::Units | Dimension::Pieces
        )
    }
}

fn dimension(unit: &str) -> Option<Dimension> {
    Some(match unit {
        "kg" => Dimension::Mass(1e6),
        "g" | "gram" | "grams" | "gm" => Dimension::Mass(1e3),
        "mg" | "milligram" | "milligrams" | "mgs" => Dimension::Mass(1.0),
        "mcg" | "µg" | "μg" | "ug" | "microgram" | "micrograms" => Dimension::Mass(1e-3),
        "ng" | "nanogram" | "nanograms" => Dimension::Mass(1e-6),
        "l" | "litre" | "litres" | "liter" | "liters" => Dimension::Volume(1e3),
        "ml" | "millilitre" | "millilitres" | "milliliter" | "milliliters" | "cc" => Dimension::Volume(1.0),
        "iu" | "unit" | "units" | "mu" | "meq" | "mmol" => Dimension::Units,
        "tablet" | "tablets" | "capsule" | "capsules" | "drop" | "drops" | "puff" | "puffs" | "sachet"
        | "sachets" | "patch" | "patches" => Dimension::Pieces,
        "%" | "percent" | "percentage" | "per-cent" => Dimension::Percent,
        "minute" | "minutes" | "min" | "hour" | "hours" | "h" | "hr" | "hrs" | "day" | "days" | "week"
        | "weeks" | "month" | "months" | "year" | "years" | "second" | "seconds" => Dimension::Time,
        _ => return None,
    })
}

/// The number a token says, thousands' commas left out.
pub(crate) fn value(token: &Token) -> Option<f64> {
    let plain: String =
        token.text.chars().filter(|c| *c != ',').map(|c| if c == '·' { '.' } else { c }).collect();
    (token.kind == Kind::Number).then(|| plain.parse().ok()).flatten()
}

/// Every quantity, in order. `3-5 mg`, `3 to 5 mg`, `3 mg to 5 mg`, `between 3 and 5 mg` are one.
pub(crate) fn quantities(tokens: &[Token]) -> Vec<Quantity> {
    let mut out: Vec<Quantity> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some(low) = value(&tokens[at]) else {
            at += 1;
            continue;
        };
        let (first_unit, after_first) = unit(tokens, at + 1);
        let range = range_end(tokens, at, after_first).and_then(|second| {
            let high = tokens.get(second).and_then(value)?;
            let (second_unit, end) = unit(tokens, second + 1);
            let fits = high >= low && (first_unit.is_none() || first_unit == second_unit);
            fits.then_some((high, second_unit, end))
        });
        let (high, dimension, end) = range.unwrap_or((low, first_unit, after_first));
        let (per, end) = per(tokens, end);
        out.push(Quantity {
            low,
            high,
            dimension: dimension.unwrap_or(Dimension::Other),
            per,
            tokens: at..end,
        });
        at = end;
    }
    out
}

fn unit(tokens: &[Token], at: usize) -> (Option<Dimension>, usize) {
    let hyphen = usize::from(tokens.get(at).is_some_and(|token| token.is("-")));
    match tokens.get(at + hyphen).and_then(|token| dimension(&token.text)) {
        Some(dimension) => (Some(dimension), at + hyphen + 1),
        None => (None, at),
    }
}

/// The token after `-`, `–` or `to` at `at`; after `and` only behind `between`.
fn range_end(tokens: &[Token], first: usize, at: usize) -> Option<usize> {
    let joined = tokens.get(at)?;
    let between = first > 0 && (tokens[first - 1].is("between") || tokens[first - 1].is("from"));
    let joins = ["-", "–", "−", "to"].iter().any(|word| joined.is(word)) || (between && joined.is("and"));
    joins.then_some(at + 1)
}

fn per(tokens: &[Token], at: usize) -> (Option<String>, usize) {
    let bodies = ["kg", "m2", "m²", "ml", "l", "dl", "dose", "tablet", "g", "mg"];
    match (tokens.get(at), tokens.get(at + 1)) {
        (Some(slash), Some(body))
            if (slash.is("/") || slash.is("per")) && bodies.contains(&body.text.as_str()) =>
        {
            (Some(body.text.clone()), at + 2)
        }
        _ => (None, at),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tokens;
    use super::*;

    fn of(text: &str) -> Vec<(f64, f64, Dimension, Option<String>)> {
        let tokens = tokens(&text.chars().collect::<Vec<_>>(), 0);
        quantities(&tokens).into_iter().map(|q| (q.low, q.high, q.dimension, q.per)).collect()
    }

    #[test]
    fn doses_ranges_and_plain_numbers() {
        let mass = Dimension::Mass(1.0);
        assert_eq!(of("4.5 mg"), [(4.5, 4.5, mass, None)]);
        assert_eq!(of("3-5 mg daily"), [(3.0, 5.0, mass, None)]);
        assert_eq!(of("3 mg to 5 mg"), [(3.0, 5.0, mass, None)]);
        assert_eq!(of("between 3 and 5 mg"), [(3.0, 5.0, mass, None)]);
        assert_eq!(of("3 and 5 mg"), [(3.0, 3.0, Dimension::Other, None), (5.0, 5.0, mass, None)]);
        assert_eq!(of("a 5-mg tablet"), [(5.0, 5.0, mass, None)]);
        assert_eq!(of("10 mg/kg"), [(10.0, 10.0, mass, Some("kg".into()))]);
        assert_eq!(of("1,200 mcg"), [(1200.0, 1200.0, Dimension::Mass(1e-3), None)]);
        assert_eq!(
            of("95% of 20 patients"),
            [(95.0, 95.0, Dimension::Percent, None), (20.0, 20.0, Dimension::Other, None)]
        );
        assert_eq!(
            of("2 to 1 odds"),
            [(2.0, 2.0, Dimension::Other, None), (1.0, 1.0, Dimension::Other, None)]
        );
        assert_eq!(of("no number"), []);
    }
}
