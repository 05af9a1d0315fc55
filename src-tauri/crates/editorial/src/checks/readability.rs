//! Reading level against the audience: Flesch-Kincaid grade (Kincaid et al. 1975) and SMOG (`McLaughlin` 1969).

use super::{
    Check, Evidence, Found,
    text::{Sentence, Text},
};
use crate::{
    Severity,
    prose::{Kind, Part, Phrases},
};
use std::sync::LazyLock;

pub(super) const HARD: Check = Check {
    id: "reading-level",
    title: "Hard to read for its audience",
    says: "Both Flesch-Kincaid and SMOG ask for more schooling than the audience has; the sentences that cost most are named.",
    version: 1,
    severity: Severity::Advisory,
    look: hard,
};

static PROFESSIONALS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "professionals: healthcare professionals, health care professionals, health professionals, medical professionals\n\
         professionals: for clinicians, for physicians, for doctors, for prescribers",
    )
});

/// Years of schooling that professionals and the public are thought to have at hand; both measures must exceed them.
const FOR_PROFESSIONALS: f64 = 17.0;
const FOR_THE_PUBLIC: f64 = 12.0;
/// Shorter texts have no level.
const FEWEST_WORDS: usize = 150;
/// Sentences longer than this are named, the longest first.
const LONG: usize = 30;
const NAMED: usize = 3;

fn hard(_: &Evidence<'_>, text: &Text) -> Vec<Found> {
    let professional =
        text.sentences.iter().any(|s| s.part == Part::Disclaimer && PROFESSIONALS.any(&s.tokens));
    let (limit, audience) = if professional {
        (FOR_PROFESSIONALS, "professionals")
    } else {
        (FOR_THE_PUBLIC, "the public, and its disclaimer names no other readers")
    };
    let sentences: Vec<&Sentence> =
        text.body().filter(|s| s.tokens.iter().any(|t| t.kind == Kind::Word)).collect();
    let Some(level) = Level::of(&sentences) else { return Vec::new() };
    if level.flesch_kincaid.min(level.smog) <= limit {
        return Vec::new();
    }
    let mut found = vec![Found(
        format!(
            "The text is written for grade {:.1} (Flesch-Kincaid) or {:.1} (SMOG), above {limit:.0} for {audience}.",
            level.flesch_kincaid, level.smog
        ),
        None,
    )];
    let mut long: Vec<(usize, &Sentence)> =
        sentences.into_iter().map(|s| (words(s).count(), s)).filter(|(count, _)| *count > LONG).collect();
    long.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    found.extend(long.into_iter().take(NAMED).map(|(count, sentence)| {
        Found(format!("This sentence of {count} words makes the text harder to read."), sentence.place())
    }));
    found
}

struct Level {
    flesch_kincaid: f64,
    smog: f64,
}

impl Level {
    fn of(sentences: &[&Sentence]) -> Option<Self> {
        let (mut words_in_all, mut syllables_in_all, mut long) = (0usize, 0usize, 0usize);
        for word in sentences.iter().flat_map(|sentence| words(sentence)) {
            let syllables = syllables(word);
            words_in_all += 1;
            syllables_in_all += syllables;
            long += usize::from(syllables >= 3);
        }
        let (words, sentences) = (words_in_all as f64, sentences.len() as f64);
        (words_in_all >= FEWEST_WORDS).then(|| Self {
            flesch_kincaid: 0.39 * words / sentences + 11.8 * syllables_in_all as f64 / words - 15.59,
            smog: 1.043 * (long as f64 * 30.0 / sentences).sqrt() + 3.1291,
        })
    }
}

fn words(sentence: &Sentence) -> impl Iterator<Item = &str> {
    sentence.tokens.iter().filter(|token| token.kind == Kind::Word).map(|token| token.text.as_str())
}

/// Groups of vowels, without a silent final e; at least one.
fn syllables(word: &str) -> usize {
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let groups = letters.chunk_by(|a, b| vowel(*a) == vowel(*b)).filter(|group| vowel(group[0])).count();
    let silent = matches!(letters.as_slice(), [.., before, 'e'] if !vowel(*before) && *before != 'l')
        || matches!(letters.as_slice(), [.., before, 'e', 'd'] if !vowel(*before) && !matches!(before, 't' | 'd'));
    groups.saturating_sub(usize::from(silent && groups > 1)).max(1)
}

#[cfg(test)]
mod tests {
    use super::syllables;

    #[test]
    fn syllables_are_counted_as_they_are_spoken() {
        for (word, count) in [
            ("pain", 1),
            ("dose", 1),
            ("table", 2),
            ("reduced", 2),
            ("treated", 2),
            ("patient", 2),
            ("naltrexone", 3),
            ("the", 1),
            ("b", 1),
        ] {
            assert_eq!(syllables(word), count, "{word}");
        }
    }
}
