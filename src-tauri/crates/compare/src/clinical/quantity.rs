//! Quantities: what is compared, how much, of which unit.

use super::lexicon::Unit;
use std::ops::Range;

/// A number with what belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Quantity {
    /// Its tokens, comparator and unit among them.
    pub(super) tokens: Range<usize>,
    /// The value, or the two ends of a range.
    pub(super) values: Vec<f64>,
    pub(super) comparator: Option<u32>,
    pub(super) unit: Option<Unit>,
    /// What it is per (kg, ml), as a hash; 0 for nothing.
    pub(super) per: u64,
    /// A date, or the number of a figure, a page, an address.
    pub(super) label: bool,
}

/// How two quantities compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Likeness {
    /// The same, written the same way but for spelling.
    Same,
    /// The same in other units.
    Equivalent,
    Different,
}

impl Quantity {
    pub(super) fn is_whole(&self) -> bool {
        self.values.iter().all(|value| value.fract() == 0.0)
    }

    pub(super) fn likeness(&self, other: &Self) -> Likeness {
        if self.comparator != other.comparator
            || self.per != other.per
            || self.values.len() != other.values.len()
        {
            return Likeness::Different;
        }
        let size = |quantity: &Self| quantity.unit.map_or(1.0, |unit| unit.size);
        let dimension = |quantity: &Self| quantity.unit.map(|unit| unit.dimension);
        let alike = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(b.abs());
        let pairs = || self.values.iter().zip(&other.values);
        if dimension(self) != dimension(other)
            || !pairs().all(|(a, b)| alike(a * size(self), b * size(other)))
        {
            Likeness::Different
        } else if pairs().all(|(a, b)| alike(*a, *b)) {
            Likeness::Same
        } else {
            Likeness::Equivalent
        }
    }

    /// Whether it is the amount of something given.
    pub(super) fn is_dose(&self) -> bool {
        self.unit.is_some_and(|unit| unit.dose)
    }
}

/// Reads "1,250.5" as 1250.5, "4,5" as 4.5, "1.000.000" as a million.
pub(super) fn number(text: &str) -> Option<f64> {
    if !text.contains([',', '.']) {
        return text.parse().ok();
    }
    let groups = |mark: char| {
        let mut parts = text.split(mark);
        let first = parts.next().is_some_and(|p| (1..=3).contains(&p.len()));
        first
            && text.contains(mark)
            && parts.all(|p| p.len() == 3 || (p.split('.').next().is_some_and(|p| p.len() == 3)))
    };
    let plain = match (text.contains(','), text.matches('.').count()) {
        (true, _) if groups(',') => text.replace(',', ""),
        (true, 0) => text.replace(',', "."),
        (false, 2..) => text.replace('.', ""),
        _ => text.to_owned(),
    };
    plain.parse().ok()
}

/// Reads "⁶" as 6.
pub(super) fn raised(text: &str) -> Option<f64> {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let digit = |c: char| DIGITS.iter().position(|raised| *raised == c);
    let value = text.chars().try_fold(0.0, |value, c| Some(value * 10.0 + digit(c)? as f64))?;
    (!text.is_empty()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::{number, raised};

    #[test]
    fn powers_are_read() {
        assert_eq!([raised("⁶"), raised("¹²"), raised(""), raised("x")], [Some(6.0), Some(12.0), None, None]);
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, value) in [
            ("4.5", 4.5),
            ("1,250", 1250.0),
            ("1,250.5", 1250.5),
            ("4,5", 4.5),
            ("1.000.000", 1e6),
            ("0", 0.0),
        ] {
            assert_eq!(number(text), Some(value), "{text}");
        }
    }
}
