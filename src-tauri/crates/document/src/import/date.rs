//! Dates as pages print them.

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const FULL_MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The number of a month by its English name or the usual abbreviation of it.
pub(super) fn month(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.').to_lowercase();
    let at = FULL_MONTHS
        .iter()
        .position(|month| *month == word)
        .or_else(|| MONTHS.iter().position(|month| *month == word))
        .or_else(|| (word == "sept").then_some(8))?;
    u32::try_from(at + 1).ok()
}

/// The first date in the text, as `YYYY-MM-DD`: `June 2, 2025`, `2 June 2025`, `2025-06-02`, `2.6.2025`,
/// and `6/13/2025` where only one reading of the slashes is a date. Words may be glued to its end.
pub(super) fn first_date(text: &str) -> Option<String> {
    let tokens = tokens(text);
    (0..tokens.len()).find_map(|at| date_at(tokens.get(at..)?))
}

#[derive(Debug, PartialEq)]
enum Token<'a> {
    Number(&'a str),
    Word(&'a str),
    Sign(char),
}

/// Numbers, words and signs; white space is skipped.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let same = |c: char| {
            if first.is_ascii_digit() {
                c.is_ascii_digit()
            } else {
                first.is_alphabetic() && c.is_alphabetic()
            }
        };
        let end = rest.find(|c| !same(c)).unwrap_or(rest.len());
        if end == 0 {
            out.push(Token::Sign(first));
            rest = &rest[first.len_utf8()..];
        } else {
            let (token, after) = rest.split_at(end);
            out.push(if first.is_ascii_digit() { Token::Number(token) } else { Token::Word(token) });
            rest = after;
        }
        rest = rest.trim_start();
    }
    out
}

fn date_at(tokens: &[Token<'_>]) -> Option<String> {
    use Token::{Number, Sign, Word};
    match tokens {
        [Word(m), Number(d), Sign(','), Number(y), ..]
        | [Word(m), Number(d), Number(y), ..]
        | [Word(m), Sign('.'), Number(d), Sign(','), Number(y), ..]
        | [Word(m), Number(d), Word("st" | "nd" | "rd" | "th"), Sign(','), Number(y), ..]
        | [Number(d), Word(m), Number(y), ..]
        | [Number(d), Sign('.'), Word(m), Number(y), ..]
        | [Number(d), Word(m), Sign('.' | ','), Number(y), ..] => iso(y, month(m)?, d.parse().ok()?),
        [Number(y), Sign('-'), Number(m), Sign('-'), Number(d), ..] if y.len() == 4 => {
            iso(y, m.parse().ok()?, d.parse().ok()?)
        }
        [Number(d), Sign('.'), Number(m), Sign('.'), Number(y), ..] => {
            iso(y, m.parse().ok()?, d.parse().ok()?)
        }
        [Number(a), Sign('/'), Number(b), Sign('/'), Number(y), ..] => {
            let (a, b) = (a.parse().ok()?, b.parse().ok()?);
            match (iso(y, a, b), iso(y, b, a)) {
                (Some(date), None) | (None, Some(date)) => Some(date),
                (Some(one), Some(other)) => (one == other).then_some(one),
                (None, None) => None,
            }
        }
        _ => None,
    }
}

fn iso(year: &str, month: u32, day: u32) -> Option<String> {
    let y: u32 = year.parse().ok()?;
    let leap = y.is_multiple_of(4) && (!y.is_multiple_of(100) || y.is_multiple_of(400));
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => return None,
    };
    (year.len() == 4 && (1900..2200).contains(&y) && (1..=days).contains(&day))
        .then(|| format!("{y:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::first_date;

    #[test]
    fn dates_are_read_as_printed() {
        for (text, date) in [
            ("Last updated: June 2, 2025View policy", Some("2025-06-02")),
            ("Updated 2 June 2025", Some("2025-06-02")),
            ("Reviewed on Sept. 30, 2024", Some("2024-09-30")),
            ("2024-02-29", Some("2024-02-29")),
            ("2025-02-29", None),
            ("3.11.2023", Some("2023-11-03")),
            ("6/13/2025", Some("2025-06-13")),
            ("13/6/2025", Some("2025-06-13")),
            ("5/5/2025", Some("2025-05-05")),
            ("6/2/2025", None),
            ("June 2025", None),
            ("March 3rd, 2021", Some("2021-03-03")),
            ("version 1.2.3 of 4 May 2020", Some("2020-05-04")),
            ("", None),
        ] {
            assert_eq!(first_date(text).as_deref(), date, "{text}");
        }
    }
}
