//! Several hundred changes whose danger is known, hidden where changes hide: in moved, split, merged and
//! half rewritten paragraphs, lists, tables, marks, and among many harmless changes.

#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, reason = "the whole crate is a test")]

mod common;

use common::text::doc;
use compare::plain::operations;
use compare::{Class, Comparison, Span, compare};
use document::{Block, Document, Inline, ListItem, Mark};
use std::collections::BTreeMap;
use std::fmt::Write as _;

const DANGEROUS: &str = include_str!("labelled/dangerous.txt");
const HARMLESS: &str = include_str!("labelled/harmless.txt");
const EQUIVALENT: &str = include_str!("labelled/equivalent.txt");

/// Stretches of a document's text, in code points.
type Places = Vec<(u32, u32)>;

/// A sentence before and after.
struct Pair {
    line: &'static str,
    class: Option<Class>,
    old: String,
    new: String,
    /// The changed places.
    places: (Places, Places),
}

fn pairs(list: &'static str) -> Vec<Pair> {
    let lines = list.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines
        .map(|line| {
            let named = line.split_once(": ").filter(|(name, _)| class(name).is_some());
            let (name, template) = named.unwrap_or(("", line));
            let mut pair = Pair {
                line,
                class: class(name),
                old: String::new(),
                new: String::new(),
                places: Default::default(),
            };
            let mut rest = template;
            while let Some((before, after)) = rest.split_once('{') {
                let (choice, after) = after.split_once('}').unwrap();
                let (was, is) = choice.split_once('|').unwrap();
                for (text, places, words) in
                    [(&mut pair.old, &mut pair.places.0, was), (&mut pair.new, &mut pair.places.1, is)]
                {
                    text.push_str(before);
                    let from = length(text);
                    text.push_str(words);
                    places.push((from, length(text)));
                }
                rest = after;
            }
            pair.old.push_str(rest);
            pair.new.push_str(rest);
            assert!(!pair.places.0.is_empty(), "{line} changes nothing");
            pair
        })
        .collect()
}

fn class(name: &str) -> Option<Class> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}

/// A text as a document has it: a citation mark is one code point.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        out.push(document::LEAF);
        rest = after.split_once(']').unwrap().1;
    }
    out + rest
}

fn length(text: &str) -> u32 {
    plain(text).chars().count() as u32
}

/// Sentences without anything clinical in them, old and rewritten.
const AROUND: [(&str, &str); 6] = [
    ("The leaflet was printed in the spring.", "Printing of the leaflet took place during spring."),
    ("Letters from readers are answered by the office.", "The office replies to what readers write."),
    ("A glossary stands on the last page.", "Terms are explained at the very end."),
    ("The drawing shows how the cap is opened.", "How to open the cap can be seen in the picture."),
    ("Large print is sent on request.", "On request, a copy in large letters is posted."),
    ("The paper is made from old newspapers.", "Old newspapers were turned into the paper."),
];

type Carrier = fn(usize, &str, &str) -> (String, String);

/// Ways to hide a changed sentence.
const CARRIERS: &[(&str, Carrier)] = &[
    ("paragraph", |n, old, new| {
        let [a, b] = [AROUND[n % 6].0, AROUND[(n + 1) % 6].0];
        (format!("{a} {old} {b}"), format!("{a} {new} {b}"))
    }),
    ("item", |n, old, new| {
        let [a, b] = [AROUND[n % 6].0, AROUND[(n + 1) % 6].0];
        (format!("- {a}\n- {old}\n- {b}"), format!("- {a}\n- {new}\n- {b}"))
    }),
    ("item that moved", |n, old, new| {
        let [a, b] = [AROUND[n % 6].0, AROUND[(n + 1) % 6].0];
        (format!("- {old}\n- {a}\n- {b}"), format!("- {a}\n- {b}\n- {new}"))
    }),
    ("cell", |n, old, new| {
        let [a, b] = [AROUND[n % 6].0, AROUND[(n + 1) % 6].0];
        let head = "| Topic | Advice |\n";
        (
            format!("{head}| Print | {a} |\n| Use | {old} |"),
            format!("{head}| Print | {a} |\n| Use | {new} |\n| End | {b} |"),
        )
    }),
    ("moved paragraph", |n, old, new| {
        let [a, b, c, d] = [0, 1, 2, 3].map(|k| AROUND[(n + k) % 6].0);
        (format!("{a} {old} {b}\n{c}\n{d}"), format!("{c}\n{d}\n{a} {new} {b}"))
    }),
    ("beside rewritten sentences", |n, old, new| {
        let [a, b] = [AROUND[n % 6], AROUND[(n + 1) % 6]];
        (format!("{} {old} {}", a.0, b.0), format!("{} {new} {}", a.1, b.1))
    }),
    ("split paragraph", |n, old, new| {
        let [a, b, c] = [0, 1, 2].map(|k| AROUND[(n + k) % 6].0);
        (format!("{a} {b} {old} {c}"), format!("{a} {b}\n{new} {c}"))
    }),
    ("merged paragraph", |n, old, new| {
        let [a, b, c] = [0, 1, 2].map(|k| AROUND[(n + k) % 6].0);
        (format!("{a} {b}\n{old} {c}"), format!("{a} {b} {new} {c}"))
    }),
    ("section that moved", |n, old, new| {
        let [a, b, c] = [0, 1, 2].map(|k| AROUND[(n + k) % 6].0);
        (format!("# First\n{a}\n{old}\n# Second\n{b} {c}"), format!("# Second\n{b} {c}\n# First\n{a}\n{new}"))
    }),
];

fn spans(document: &Document, sentence: &str, places: &[(u32, u32)]) -> Vec<Span> {
    let sentence = plain(sentence);
    let blocks = document.text_blocks();
    let (block, at) =
        blocks.iter().find_map(|block| block.text().find(sentence.as_str()).map(|at| (block, at))).unwrap();
    let before = block.text()[..at].chars().count() as u32;
    places
        .iter()
        .map(|(start, end)| Span { block: block.path.clone(), start: before + start, end: before + end })
        .collect()
}

/// Whether a clinical change touches any of these places; and how many touch none.
fn judged(comparison: &Comparison, old: &[Span], new: &[Span]) -> (Vec<Class>, usize) {
    let on = |span: Option<&Span>, places: &[Span]| {
        span.is_some_and(|span| {
            places.iter().any(|p| p.block == span.block && p.start <= span.end && span.start <= p.end)
        })
    };
    let (hits, others): (Vec<_>, Vec<_>) = comparison
        .changes
        .iter()
        .filter(|change| change.clinical)
        .partition(|change| on(change.old.as_ref(), old) || on(change.new.as_ref(), new));
    (hits.iter().flat_map(|change| change.findings.iter().map(|f| f.class)).collect(), others.len())
}

#[derive(Default)]
struct Score {
    planted: usize,
    found: usize,
    named: usize,
    alarms: usize,
}

#[test]
fn dangerous_changes_are_found_and_harmless_ones_are_not() {
    let (dangerous, harmless) = (pairs(DANGEROUS), pairs(HARMLESS));
    assert!(dangerous.len() + harmless.len() >= 300);
    assert!(harmless.len().abs_diff(dangerous.len()) < 20);
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    let mut wrong = String::new();
    for (carrier, hide) in CARRIERS {
        let score = scores.entry(carrier).or_default();
        for (n, pair) in dangerous.iter().chain(&harmless).enumerate() {
            let (old, new) = hide(n, &pair.old, &pair.new);
            let (old, new) = (doc(&old), doc(&new));
            let comparison = compare(&old, &new);
            let (places_old, places_new) =
                (spans(&old, &pair.old, &pair.places.0), spans(&new, &pair.new, &pair.places.1));
            let (classes, others) = judged(&comparison, &places_old, &places_new);
            let Some(class) = pair.class else {
                let alarmed = !classes.is_empty() || others > 0;
                score.alarms += usize::from(alarmed);
                if alarmed {
                    writeln!(wrong, "alarm in a {carrier}: {} {classes:?}", pair.line).unwrap();
                }
                continue;
            };
            score.planted += 1;
            score.found += usize::from(!classes.is_empty());
            score.named += usize::from(classes.contains(&class));
            score.alarms += others;
            if !classes.contains(&class) || others > 0 {
                writeln!(wrong, "in a {carrier}: {} {classes:?}, {others} others", pair.line).unwrap();
            }
        }
    }
    let total = |of: fn(&Score) -> usize| scores.values().map(of).sum::<usize>() as f64;
    let (planted, found, named, alarms) =
        (total(|s| s.planted), total(|s| s.found), total(|s| s.named), total(|s| s.alarms));
    let mut told = format!(
        "recall {:.4}, named rightly {:.4}, precision {:.4}\n",
        found / planted,
        named / planted,
        found / (found + alarms)
    );
    for (carrier, s) in &scores {
        writeln!(
            told,
            "{carrier}: {} of {} found, {} named, {} alarms",
            s.found, s.planted, s.named, s.alarms
        )
        .unwrap();
    }
    println!("{told}\n{wrong}");
    assert!(found / planted >= 0.99, "recall\n{told}\n{wrong}");
    assert!(named / planted >= 0.97, "class\n{told}\n{wrong}");
    assert!(found / (found + alarms) >= 0.9, "precision\n{told}\n{wrong}");
    for (carrier, s) in &scores {
        assert!(s.found as f64 >= 0.97 * s.planted as f64, "recall in a {carrier}\n{told}\n{wrong}");
    }
}

#[test]
fn a_dangerous_change_is_found_among_twenty_harmless_ones() {
    let (dangerous, harmless) = (pairs(DANGEROUS), pairs(HARMLESS));
    let mut missed = String::new();
    for (n, pair) in dangerous.iter().enumerate() {
        let around: Vec<&Pair> = (0..20).map(|k| &harmless[(7 * n + 13 * k) % harmless.len()]).collect();
        let text = |own: &str, side: fn(&Pair) -> &str| {
            let mut sentences: Vec<&str> = around.iter().map(|p| side(p)).collect();
            sentences.insert(n % 20, own);
            sentences.chunks(4).map(|four| four.join(" ")).collect::<Vec<_>>().join("\n")
        };
        let (old, new) = (doc(&text(&pair.old, |p| &p.old)), doc(&text(&pair.new, |p| &p.new)));
        let (was, is) = (spans(&old, &pair.old, &pair.places.0), spans(&new, &pair.new, &pair.places.1));
        let (classes, _) = judged(&compare(&old, &new), &was, &is);
        if classes.is_empty() {
            writeln!(missed, "{}", pair.line).unwrap();
        }
    }
    let count = missed.lines().count();
    assert!(count as f64 <= 0.01 * dangerous.len() as f64, "{count} missed:\n{missed}");
}

#[test]
fn the_same_amount_written_differently_is_told_as_such() {
    for pair in pairs(EQUIVALENT) {
        let comparison = compare(&doc(&pair.old), &doc(&pair.new));
        let clinical: Vec<_> = comparison.changes.iter().filter(|change| change.clinical).collect();
        assert_eq!(clinical.len(), 1, "{}", pair.line);
        assert!(clinical[0].equivalent, "{}", pair.line);
    }
}

/// Sentences rewritten as a whole, with something dangerous among the new words.
const REWRITTEN: &[(Class, &str, &str)] = &[
    (
        Class::Dose,
        "Most adults begin with 25 mg in the morning and go up slowly over several weeks.",
        "The usual way for grown people is to start at 250 mg on waking, rising step by step in the weeks that follow.",
    ),
    (
        Class::Dose,
        "For children the nurse measures 5 ml with the spoon that comes with the bottle.",
        "Use the enclosed spoon: a child is given 15 ml, measured out by the nurse.",
    ),
    (
        Class::Number,
        "In the trial 12 of every hundred people who took it had an upset stomach.",
        "An upset stomach was reported by 2 of every hundred who were given it during the study.",
    ),
    (
        Class::Negation,
        "It is not advisable for anybody with a history of ulcers to take this tablet on an empty stomach.",
        "Anybody who has had ulcers can take this tablet, even when nothing has been eaten beforehand that day.",
    ),
    (
        Class::Drug,
        "When the pain does not ease off within an hour, your nurse may offer you some ibuprofen instead.",
        "If an hour goes by and it still hurts as much as before, the nurse can give you tramadol in its place.",
    ),
    (
        Class::Dose,
        "Swallow the capsule twice daily with plenty of water, sitting upright for a while afterwards.",
        "Sit upright for some time after you have swallowed the capsule, once daily, with a large glass of water.",
    ),
];

#[test]
fn a_dangerous_change_within_a_rewritten_sentence_is_found() {
    let missed: Vec<&str> = REWRITTEN
        .iter()
        .filter(|(class, old, new)| {
            let around = "The leaflet was printed in the spring.";
            let comparison = compare(&doc(&format!("{around} {old}")), &doc(&format!("{around} {new}")));
            !comparison.changes.iter().any(|c| c.findings.iter().any(|f| f.class == *class))
        })
        .map(|(_, old, _)| *old)
        .collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn a_warning_within_a_long_paragraph_that_goes_is_found() {
    let leaflet = "# Sleep\nThe office replies to what readers write, and keeps every letter for a year in the cellar.\n";
    let long = "The tablet is white and has a score line across it so that it can be broken in two halves of one size. \
        It is sold in packs of thirty, and the pack has a tear-off strip. Do not take it together with alcohol, because \
        it can stop your breathing. A larger pack can be ordered from the office, which sends it by post within a week.\n";
    let comparison =
        compare(&doc(&format!("{leaflet}{long}# End\nGoodbye.")), &doc(&format!("{leaflet}# End\nGoodbye.")));
    assert!(comparison.changes.iter().any(|c| c.class == Class::Warning), "{:#?}", comparison.changes);
}

/// Tables whose headings were exchanged above or beside figures that stayed, and such as nobody needs to look at.
const HEADINGS: &[(bool, &str, &str)] = &[
    (
        true,
        "| Sign | Placebo | Verum |\n| Nausea | 3 | 12 |\n| Rash | 1 | 4 |",
        "| Sign | Verum | Placebo |\n| Nausea | 3 | 12 |\n| Rash | 1 | 4 |",
    ),
    (
        true,
        "| Weight | First week | Afterwards |\n| light | 5 mg | 10 mg |\n| heavy | 10 mg | 20 mg |",
        "| Weight | Afterwards | First week |\n| light | 5 mg | 10 mg |\n| heavy | 10 mg | 20 mg |",
    ),
    (
        true,
        "| Build | Amount |\n| light | 5 mg |\n| heavy | 20 mg |",
        "| Build | Amount |\n| heavy | 5 mg |\n| light | 20 mg |",
    ),
    (
        false,
        "| Sign | Placebo | Verum |\n| Nausea | 3 | 12 |\n| Rash | 1 | 4 |",
        "| Finding | Placebo | Verum |\n| Nausea | 3 | 12 |\n| Rash | 1 | 4 |",
    ),
    (
        false,
        "| Colour | Shape |\n| red | round |\n| blue | oval |",
        "| Shape | Colour |\n| red | round |\n| blue | oval |",
    ),
    (
        false,
        "| Build | Shelf |\n| light | top |\n| heavy | bottom |",
        "| Build | Shelf |\n| heavy | top |\n| light | bottom |",
    ),
];

#[test]
fn figures_that_stand_with_another_heading_are_found() {
    for (dangerous, old, new) in HEADINGS {
        let comparison = compare(&doc(old), &doc(new));
        let found = comparison.changes.iter().any(|c| matches!(c.class, Class::Dose | Class::Number));
        assert_eq!(found, *dangerous, "{old}\n{new}\n{:#?}", comparison.changes);
    }
}

/// Cells that hold nothing but a mark, a unit, a letter or an answer, and such as say the same in another way.
const CELLS: &[(Option<Class>, &str, &str)] = &[
    (
        Some(Class::Dose),
        "| Test | Unit | Call at |\n| Iron | mmol/L | 40 |",
        "| Test | Unit | Call at |\n| Iron | mg/L | 40 |",
    ),
    (Some(Class::Dose), "| Part | Per |\n| Iron | kg |", "| Part | Per |\n| Iron | day |"),
    (
        Some(Class::Dose),
        "| Jab | 3 months | 9 months |\n| Mumps | | ● |",
        "| Jab | 3 months | 9 months |\n| Mumps | ● | |",
    ),
    (
        Some(Class::Dose),
        "| Jab | 3 months | 9 months |\n| Mumps | x | x |",
        "| Jab | 3 months | 9 months |\n| Mumps | x | |",
    ),
    (Some(Class::Negation), "| Germ | Grows |\n| Proteus | S |", "| Germ | Grows |\n| Proteus | R |"),
    (Some(Class::Negation), "| Food | Allowed |\n| Nuts | ✗ |", "| Food | Allowed |\n| Nuts | ✓ |"),
    (Some(Class::Negation), "| Food | Allowed |\n| Nuts | no |", "| Food | Allowed |\n| Nuts | yes |"),
    (Some(Class::Negation), "| Sign | Weight |\n| Rash | ++ |", "| Sign | Weight |\n| Rash | + |"),
    (Some(Class::Negation), "| Herb | Clotting |\n| Sage | ↓ |", "| Herb | Clotting |\n| Sage | ↑ |"),
    (
        None,
        "| Food | Allowed |\n| Nuts | no |\n| Plums | yes |",
        "| Food | Allowed |\n| Nuts | ✗ |\n| Plums | ✓ |",
    ),
    (None, "| Food | Allowed | Note |\n| Nuts | No | - |", "| Food | Allowed | Note |\n| Nuts | no | – |"),
    (None, "| Test | Unit |\n| Iron | mcg |", "| Test | Unit |\n| Iron | micrograms |"),
    (None, "| Step | Who |\n| Call | nurse |", "| Step | Who |\n| Call | porter |"),
];

#[test]
fn cells_of_marks_and_units_are_data() {
    for (class, old, new) in CELLS {
        let comparison = compare(&doc(old), &doc(new));
        let clinical = comparison.changes.iter().find(|change| change.clinical);
        assert_eq!(clinical.map(|change| change.class), *class, "{old}\n{new}\n{:#?}", comparison.changes);
        let flagged = operations(&format!("{old}\n"), &format!("{new}\n"))
            .iter()
            .any(|operation| !operation.flags.is_empty());
        assert_eq!(flagged, class.is_some(), "as lines of text:\n{old}\n{new}");
    }
}

/// What stands elsewhere in a list, in a box, or behind a mark, and what only seems to.
const STRUCTURES: &[(Option<Class>, &str, &str)] = &[
    (
        Some(Class::Negation),
        "1. Open the airway.\n1. Give two breaths.\n1. Call for help.",
        "1. Call for help.\n1. Open the airway.\n1. Give two breaths.",
    ),
    (
        None,
        "- Open the window.\n- Sweep the floor.\n- Call the porter.",
        "- Call the porter.\n- Open the window.\n- Sweep the floor.",
    ),
    (None, "1. The hall\n1. The cellar\n1. The roof", "1. The roof\n1. The hall\n1. The cellar"),
    (
        Some(Class::Citation),
        "Tea keeps awake [1]. Milk does not [2].\n# References\n1. Roe A. Tea and sleep. Br J Tea 2011.\n1. Poe B. Milk at night. Milk Rev 2014.",
        "Tea keeps awake [1]. Milk does not [2].\n# References\n1. Poe B. Milk at night. Milk Rev 2014.\n1. Roe A. Tea and sleep. Br J Tea 2011.",
    ),
    (
        Some(Class::Citation),
        "Tea keeps awake [1].\n# References\n1. Roe A. Aspirin, tea and sleep. Br J Tea 2011.",
        "Tea keeps awake [1].\n# References\n1. Moe C. Nothing of all that. Ann Sand 2016.",
    ),
    (
        None,
        "Tea keeps awake [1].\n# References\n1. Roe A. Aspirin, tea and sleep. Br J Tea 2011;4:10-2.",
        "Tea keeps awake [1].\n# References\n1. Roe A, Doe B. Aspirin, tea and sleep. Br J Tea 2011;14:110-12.",
    ),
    (
        None,
        "Tea keeps awake [1].\n# References\n1. Roe A. Tea and sleep. Br J Tea 2011.",
        "Milk does not [1]. Tea keeps awake [2].\n# References\n1. Poe B. Milk at night. Milk Rev 2014.\n1. Roe A. Tea and sleep. Br J Tea 2011.",
    ),
];

#[test]
fn order_and_marks_of_lists_are_judged() {
    for (class, old, new) in STRUCTURES {
        let comparison = compare(&doc(old), &doc(new));
        let told: Vec<Class> = comparison.changes.iter().filter(|c| c.clinical).map(|c| c.class).collect();
        assert_eq!(
            told,
            class.iter().copied().collect::<Vec<_>>(),
            "{old}\n{new}\n{:#?}",
            comparison.changes
        );
    }
}

#[test]
fn a_tick_that_goes_is_told() {
    // Brackets are text here: in the notation of these tests they are citations.
    let list = |items: [&str; 2]| Document {
        content: vec![Block::BulletList {
            content: items
                .map(|item| ListItem { content: vec![Block::paragraph(vec![Inline::text(item)])] })
                .to_vec(),
        }],
    };
    let comparison = compare(
        &list(["[x] Allergies asked for", "[ ] Blood taken"]),
        &list(["[ ] Allergies asked for", "[ ] Blood taken"]),
    );
    let told: Vec<&str> = comparison.changes.iter().map(|change| change.description.as_str()).collect();
    assert_eq!(told, ["not ticked any more: “Allergies asked for”"]);
}

#[test]
fn a_digit_that_is_raised_no_more_makes_another_number() {
    let raised = |before: &str, digits: &str, after: &str, marks: Vec<Mark>| Document {
        content: vec![Block::paragraph(vec![
            Inline::text(before),
            Inline::marked(digits, marks),
            Inline::text(after),
        ])],
    };
    let told = |before: &str, digits: &str, after: &str| {
        let (old, mut new) =
            (raised(before, digits, after, vec![Mark::Superscript]), raised(before, digits, after, vec![]));
        new.normalise();
        let comparison = compare(&old, &new);
        comparison.changes.iter().map(|c| (c.class, c.description.clone())).collect::<Vec<_>>()
    };
    let dose = "dose 10⁶ → 106; superscript removed".to_owned();
    assert_eq!(told("Infuse 10", "6", " units."), [(Class::Dose, dose)]);
    let number = "number 10⁻³ → 10-3; superscript removed".to_owned();
    assert_eq!(told("A share of 10", "-3", " is left."), [(Class::Number, number)]);
    assert_eq!(told("The floor has 9 m", "2", " of space.")[0].0, Class::Formatting);
}
