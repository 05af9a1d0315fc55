//! Printed names: every signature bears one, so that each must read as it is written, and as nobody else's.

use crate::{Board, MemberId, Refusal};
use unicode_normalization::UnicodeNormalization as _;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};
use unicode_security::confusable_detection::skeleton;

/// The name as it is kept: composed (NFC), its words parted by single spaces. Refused where it holds characters that
/// are not seen, or that turn the order of reading round.
pub fn printed_name(text: &str) -> Result<String, Refusal> {
    let composed: String = text.nfc().collect();
    let name = spaced(&composed);
    if name.is_empty() {
        return Err(Refusal::missing("A member needs a name."));
    }
    if name.chars().any(is_unseen) {
        return Err(Refusal::invalid(
            "The name holds a character that is not seen in print: type the name by hand.",
        ));
    }
    Ok(name)
}

impl Board {
    /// Whether no other active member has a name that reads like this one.
    pub(crate) fn name_is_free(&self, name: &str, member: Option<MemberId>) -> Result<(), Refusal> {
        let other = self
            .members
            .values()
            .find(|other| other.active && Some(other.id) != member && reads_like(&other.name, name));
        match other {
            None => Ok(()),
            Some(other) if other.name == name => Err(Refusal::invalid(format!(
                "There is already a member named {name}: printed names must tell people apart."
            ))),
            Some(other) => Err(Refusal::invalid(format!(
                "The name {name} reads like that of the member {}: printed names must tell people apart.",
                other.name
            ))),
        }
    }
}

/// Whether two names look the same in print, or differ in capitals alone. Letters that look alike are those of Unicode's
/// table of confusables (UTS 39).
fn reads_like(one: &str, other: &str) -> bool {
    let drawn = |name: &str| -> String { skeleton(&seen(name)).collect() };
    let small = |name: &str| -> String { skeleton(&seen(name).to_lowercase()).collect() };
    drawn(one) == drawn(other) || small(one) == small(other)
}

/// Names of older logs may hold what is refused now.
fn seen(name: &str) -> String {
    spaced(&name.nfkc().filter(|c| c.is_whitespace() || !is_unseen(*c)).collect::<String>())
}

fn spaced(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_unseen(c: char) -> bool {
    let kept_out = matches!(
        c.general_category(),
        GeneralCategory::Control | GeneralCategory::Format | GeneralCategory::PrivateUse
    );
    // Fillers, joiners of graphemes, empty vowels and variation selectors are of other categories.
    let filler = matches!(c,
        '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{2800}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FFA0}' | '\u{E0100}'..='\u{E01EF}');
    kept_out || filler
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kept_as_it_reads() {
        for (typed, kept) in [
            ("  Dr. Miriam \u{a0} Stein ", "Dr. Miriam Stein"),
            ("Ada\nLindqvist", "Ada Lindqvist"),
            ("Jose\u{301}", "Jos\u{e9}"),
        ] {
            assert_eq!(printed_name(typed).unwrap(), kept);
        }
        for unseen in ["Ste\u{200b}in", "Miriam\u{202e} Stein", "Ada\u{7}", "Ada\u{61c}", "\u{3164}"] {
            assert!(printed_name(unseen).is_err(), "{unseen:?}");
        }
        assert!(printed_name(" \n").is_err());
    }

    #[test]
    fn names_that_look_the_same_read_alike_and_others_do_not() {
        for alike in [
            "dr. miriam stein",
            "Dr. Miriam St\u{435}in",
            "Dr. Miri\u{430}m Stein",
            "Dr. Miriam Ste\u{200b}in",
        ] {
            assert!(reads_like("Dr. Miriam Stein", alike), "{alike:?}");
        }
        assert!(reads_like("Ian Hill", "lan HiIl"));
        for other in ["Dr. Miriam Steiner", "Dr. Marian Stein", "Miriam Stein", "Dr. Miriam St\u{e9}in"] {
            assert!(!reads_like("Dr. Miriam Stein", other), "{other:?}");
        }
    }
}
