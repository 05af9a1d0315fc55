//! Telling cases, drawn as text; and, with `GALLERY=folder`, as pages to look at.

#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::text::{doc, draw};
use compare::compare;

macro_rules! gallery {
    ($($name:ident: $old:expr => $new:expr;)*) => {
        $(#[test]
        fn $name() {
            let (old, new) = (doc($old), doc($new));
            written(stringify!($name), &compare(&old, &new));
            let drawn = format!("{}\n== and back ==\n{}", draw(&compare(&old, &new)), draw(&compare(&new, &old)));
            insta::assert_snapshot!(stringify!($name), drawn);
        })*
    };
}

/// Writes a case as a page into the folder that `GALLERY` names.
fn written(name: &str, comparison: &compare::Comparison) {
    let title = name.replace('_', " ");
    let heading =
        compare::Heading { title: &title, old: "the older text", new: "the newer text", acknowledged: None };
    let page = compare::page(comparison, &heading);
    assert!(page.contains(&comparison.summary.sentence));
    if let Some(folder) = std::env::var_os("GALLERY") {
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(std::path::Path::new(&folder).join(format!("{name}.html")), page).unwrap();
    }
}

const LEAFLET: &str = "# Low dose naltrexone
Naltrexone blocks opioid receptors for a few hours each night. Most patients notice better sleep within two months [1].
## How to take it
Start with 1.5 mg at bedtime and increase by 1.5 mg every two weeks. The usual target is 4.5 mg once daily [2].
Do not take naltrexone together with codeine or other opioids.
## What to expect
Vivid dreams are common in the first week and fade on their own. Tell your doctor when they do not.";

gallery! {
    a_dose_changes: LEAFLET => &LEAFLET.replace("4.5 mg once", "45 mg once");
    a_negation_goes: LEAFLET => &LEAFLET.replace("Do not take", "Take");
    a_warning_goes: LEAFLET => &LEAFLET.replace("Do not take naltrexone together with codeine or other opioids.\n", "");
    a_citation_changes: LEAFLET => &LEAFLET.replace("[2]", "[3]");
    a_sentence_is_rewritten: LEAFLET => &LEAFLET.replace(
        "Vivid dreams are common in the first week and fade on their own.",
        "During the first seven days you may dream intensely, which usually stops without treatment.",
    );
    a_paragraph_moves_and_is_edited: LEAFLET => "# Low dose naltrexone
Vivid dreams are common in the first month and fade on their own. Tell your doctor when they do not.
Naltrexone blocks opioid receptors for a few hours each night. Most patients notice better sleep within two months [1].
## How to take it
Start with 1.5 mg at bedtime and increase by 1.5 mg every two weeks. The usual target is 4.5 mg once daily [2].
Do not take naltrexone together with codeine or other opioids.
## What to expect";
    paragraphs_that_end_alike_are_exchanged: "Opening words stand here and stay.
Metformin lowers glucose by reducing what the liver makes. Most patients tolerate it well. Ask your doctor about it.
Kidney function is checked once a year in everybody. In older people it is checked more often. Ask your doctor about it.
Closing words stand here." => "Opening words stand here and stay.
Kidney function is checked once a year in everybody. In older people it is checked more often. Ask your doctor about it.
Metformin lowers glucose by reducing what the liver makes. Most patients tolerate it well. Ask your doctor about it.
Closing words stand here.";
    doses_stand_below_another_group: "# Pain
## Adults
Give 10 mg at night and rest.
## Children
Give 5 mg at noon with milk.
### Do
- shake it well before use
- rest
### Do not
- freeze it" => "# Pain
## Adults
Give 5 mg at noon with milk.
## Children
Give 10 mg at night and rest.
### Do
- rest
### Do not
- freeze it
- shake it well before use";
    a_section_moves: LEAFLET => "# Low dose naltrexone
Naltrexone blocks opioid receptors for a few hours each night. Most patients notice better sleep within two months [1].
## What to expect
Vivid dreams are common in the first week and fade on their own. Tell your doctor when they do not.
## How to take it
Start with 1.5 mg at bedtime and increase by 1.5 mg every two weeks. The usual target is 4.5 mg once daily [2].
Do not take naltrexone together with codeine or other opioids.";
    a_contraindication_goes_and_one_becomes_an_indication:
        "# Contraindications\n- Renal failure\n- Brittle asthma with night attacks\n- Pregnancy\n# Indications\n- Gout in adults"
        => "# Contraindications\n- Pregnancy\n# Indications\n- Gout in adults\n- Brittle asthma with night attacks";
    the_unit_of_a_column_changes:
        "| Drug | Dose (mg) |\n| One | 5 |" => "| Drug | Dose (g) |\n| One | 5 |";
    amounts_are_told_with_their_drug:
        "Metformin is given at 1000 mg twice a day. Take 5 mg of warfarin, then wait. People on digoxin need 2 g of salt."
        => "Metformin is given at 1500 mg twice a day. Take 3 mg of warfarin, then wait. People on digoxin need 4 g of salt.";
    a_frequency_is_told_in_other_words: "Take it twice daily with water." => "Take it every 12 hours with water.";
    a_number_loses_its_sign: "Set the pump to −5 units for now." => "Set the pump to 5 units for now.";
    a_part_of_a_paragraph_becomes_an_item: "> Take one capsule at bedtime. Stop seven days before surgery and tell the surgeon. Keep it dry.
# After an operation
Wait until you no longer need strong pain relief." => "> Take one capsule in the evening. Keep it dry.
# After an operation
Wait until you no longer need strong pain relief.
- Stop seven days before surgery and tell the surgeon.";
    a_sentence_moves_within_its_paragraph:
        "Rest the joint for two days. Apply ice every three hours while awake. Call us if the swelling grows."
        => "Apply ice every three hours while awake. Rest the joint for two days. Call us if the swelling grows.";
    a_paragraph_is_split: LEAFLET => &LEAFLET.replace("each night. Most", "each night.\nMost");
    paragraphs_are_merged: LEAFLET => &LEAFLET.replace("daily [2].\nDo not", "daily [2]. Do not");
    a_heading_changes_level: LEAFLET => &LEAFLET.replace("## What", "### What");
    formatting_changes: LEAFLET => &LEAFLET.replace("better sleep", "**better sleep**");
    white_space_and_quotation_marks_change:
        "He said \"take  it\" and didn't wait." => "He said “take it” and didn’t wait.";
    a_list_is_reordered_and_nested:
        "- Apply a cold pack\n- Rest\n- Drink water with every dose\n- Call the clinic"
        => "- Rest\n- Apply a cold pack\n- Drink water with every dose\n  - Call the clinic";
    a_paragraph_becomes_list_items:
        "Bring your passport. Bring your medicine list." => "- Bring your passport.\n- Bring your medicine list.";
    a_table_gets_a_column:
        "| Drug | Dose |\n| Naltrexone | 4.5 mg |\n| Ketotifen | 1 mg |"
        => "| Drug | Route | Dose |\n| Naltrexone | oral | 4.5 mg |\n| Ketotifen | oral | 2 mg |";
    a_table_loses_and_moves_rows:
        "| Drug | Dose |\n| Naltrexone | 4.5 mg |\n| Ketotifen | 1 mg |\n| Loratadine | 10 mg |\n| Famotidine | 20 mg |"
        => "| Drug | Dose |\n| Famotidine | 20 mg |\n| Naltrexone | 4.5 mg |\n| Ketotifen | 1 mg |";
    blocks_are_put_in_and_taken_out: LEAFLET => &LEAFLET
        .replace("Do not take", "Swallow the capsule whole with a glass of water.\nDo not take")
        .replace(" Tell your doctor when they do not.", "");
    units_are_written_differently: LEAFLET => &LEAFLET.replace("4.5 mg once", "4500 mcg once");
    nothing_in_common: "Rest the joint for two days." => "# Prices\nA consultation costs eighty euros.";
    a_document_from_nothing: "" => LEAFLET;
}

#[test]
fn a_page_names_the_line_and_the_column_of_a_dose_in_a_table() {
    let table = "| Kidneys | Dose |\n|---|---|\n| well | 0.5 mg |\n| weak | 0.5 mg |";
    let comparison = compare(&doc(table), &doc(&table.replace("| weak | 0.5 mg", "| weak | 5 mg")));
    let heading = compare::Heading { title: "", old: "", new: "", acknowledged: None };
    assert!(compare::page(&comparison, &heading).contains("table: weak, Dose</a>"));
}

#[test]
fn a_page_shows_a_clinical_change_in_its_sentence_and_section() {
    let (old, new) = (doc(LEAFLET), doc(&LEAFLET.replace("4.5 mg once", "45 mg once")));
    let page = compare::page(&compare(&old, &new), &compare::Heading::default());
    let sentence = "The usual target is <del class=\"grave\">4.5</del><ins class=\"grave\">45</ins> mg once daily [2].</span>";
    assert!(page.contains(sentence), "{page}");
    assert!(page.contains(">In “How to take it”</a>"), "{page}");
    assert!(!page.contains(document::LEAF) && !page.contains('▯'), "{page}");
}

#[test]
fn what_only_moved_is_never_shown_as_struck_out() {
    let parts = LEAFLET.split("## ").collect::<Vec<_>>();
    let moved = format!("{}## {}\n## {}", parts[0], parts[2], parts[1]);
    let comparison = compare(&doc(LEAFLET), &doc(&moved));
    let page = compare::page(&comparison, &compare::Heading::default());
    let page = page.split("<main>").nth(1).unwrap();
    assert!(comparison.moves.len() == 1 && !page.contains("<del>") && !page.contains("<del "), "{page}");
    assert_eq!(
        page.matches("opioid receptors").count() + page.matches("every two weeks").count(),
        2,
        "{page}"
    );
    assert!(page.contains("unchanged: “"), "{page}");
}

#[test]
fn at_most_one_line_stands_above_a_block() {
    let old = "Rest the joint for two days and keep it high. Apply ice every three hours while awake.\nCall us if it swells.";
    let new = "Call us if it swells.\nRest the joint for two days and keep it high.\nApply ice every three hours while awake.";
    let comparison = compare(&doc(old), &doc(new));
    let page = compare::page(&comparison, &compare::Heading::default());
    for block in page.split("<div class=\"row").skip(1) {
        assert!(block.matches("class=\"note\"").count() <= 1, "{block}");
    }
    assert!(page.contains("class=\"note\""), "{page}");
}

#[test]
fn the_gravest_changes_are_listed_first_and_each_sort_in_reading_order() {
    let old = "Most patients sleep better. Take 5 mg at night. It is 1000 mcg in the morning. Do not drive.";
    let new = "Some patients sleep better. Take 50 mg at night. It is 1 mg in the morning. Drive.";
    let comparison = compare(&doc(old), &doc(new));
    let classes: Vec<&str> = comparison.listed().map(|change| change.class.name()).collect();
    assert_eq!(classes, ["Dose", "Negation", "Certainty", "Dose"], "{comparison:?}");
}

/// The sentence of each clinical change as it is shown: `[-gone-]`, `{+new+}`, with `!` where a finding is about it.
fn excerpts(old: &str, new: &str) -> Vec<String> {
    let comparison = compare(&doc(old), &doc(new));
    let marked = |phrase: &compare::Phrase| {
        let sign = if phrase.clinical { "!" } else { "" };
        match phrase.op {
            compare::Op::Delete => format!("[-{sign}{}-]", phrase.text),
            compare::Op::Insert => format!("{{+{sign}{}+}}", phrase.text),
            _ => phrase.text.clone(),
        }
    };
    let clinical = comparison.changes.iter().filter(|change| change.clinical);
    clinical.map(|change| change.excerpt.iter().map(marked).collect()).collect()
}

#[test]
fn an_excerpt_is_the_one_sentence_with_the_words_of_both_texts() {
    let old =
        "Rest for a day. The dose is 4.5 mg once daily [2], unless you are told otherwise. Drink water.";
    let new = "Rest for a day. The dose is 45 mg once daily [2], unless you are told otherwise. Drink water.";
    let expected = "The dose is [-!4.5-]{+!45+} mg once daily [2], unless you are told otherwise.";
    assert_eq!(excerpts(old, new), [expected]);
}

#[test]
fn an_excerpt_of_what_is_gone_is_the_sentence_that_is_gone() {
    let kept = "Rest for a day. Drink plenty of water with it.";
    let old = "Rest for a day. Do not give it to children. Drink plenty of water with it.";
    assert_eq!(excerpts(old, kept), ["[-!Do not give it to children.-]"]);
    let gone = "The cook was kind. The authors have no interests to declare. Nobody slept.";
    let came = "The cook was kind. The authors have nothing to declare. Nobody slept.";
    assert_eq!(excerpts(gone, came), ["The authors have [-!no interests-]{+!nothing+} to declare."]);
}

#[test]
fn the_words_of_a_finding_are_set_apart_from_those_that_changed_beside_them() {
    let old = "The nurse hangs it in glucose 5 % and looks after it. Rest now.";
    let new = "The nurse hangs it in sodium chloride 0.9 % and in nothing else whatever is said. Rest now.";
    let comparison = compare(&doc(old), &doc(new));
    let found = comparison.rows.iter().flat_map(|row| &row.segments).filter(|segment| segment.clinical);
    let words: Vec<&str> = found.map(|segment| segment.text.as_str()).collect();
    assert!(words.iter().all(|words| words.len() < 24), "{words:?}");
    assert!(words.iter().any(|words| words.contains("5 %")), "{words:?}");
    assert!(words.iter().any(|words| words.contains("0.9 %")), "{words:?}");
}

#[test]
fn a_run_ends_where_both_texts_end_a_sentence() {
    let old = "A list is no insult to a good memory. The trolley stands by the lift.";
    let new = "A list is no insult. Once in a while somebody tidies the trolley by the lift.";
    let comparison = compare(&doc(old), &doc(new));
    for segment in comparison.rows.iter().flat_map(|row| &row.segments) {
        let inner = segment.text.trim().trim_end_matches('.');
        assert!(segment.op == compare::Op::Equal || !inner.contains(". "), "{segment:?}");
    }
}
