use super::*;
use document::{Block, Inline};
use proptest::prelude::*;

fn text(paragraphs: &[&str]) -> Document {
    let inlines = |text: &str| {
        // `¤` stands for a citation mark.
        let mut out = Vec::new();
        for (n, piece) in text.split('¤').enumerate() {
            out.extend((n > 0).then(|| Inline::citation(vec!["3".into()], "3")));
            out.extend((!piece.is_empty()).then(|| Inline::text(piece)));
        }
        out
    };
    Document { content: paragraphs.iter().map(|text| Block::paragraph(inlines(text))).collect() }
}

/// The anchor of the first place where `quote` stands.
fn at(document: &Document, quote: &str) -> Anchor {
    let wanted: Vec<char> = quote.chars().collect();
    for block in document.text_blocks() {
        let chars: Vec<char> = block.text().chars().collect();
        if let Some(start) = chars.windows(wanted.len()).position(|window| window == wanted) {
            return Anchor::within(&chars, &block.path, start as u32, (start + wanted.len()) as u32).unwrap();
        }
    }
    panic!("{quote} is not there");
}

fn land(old: &[&str], new: &[&str], quote: &str) -> Landing {
    let (old, new) = (text(old), text(new));
    reanchor(&at(&old, quote), &old, &new, &compare::compare(&old, &new))
}

#[track_caller]
fn lands(old: &[&str], new: &[&str], quote: &str, state: AnchorState, on: &str) {
    let landing = land(old, new, quote);
    assert_eq!((landing.state, landing.anchor.quote.as_str()), (state, on));
    assert!(landing.candidates.is_empty());
}

#[track_caller]
fn orphaned(old: &[&str], new: &[&str], quote: &str, offered: &[&str]) {
    let landing = land(old, new, quote);
    let quotes: Vec<&str> = landing.candidates.iter().map(|anchor| anchor.quote.as_str()).collect();
    assert_eq!((landing.state, landing.anchor.quote.as_str()), (AnchorState::Orphaned, quote));
    assert_eq!(quotes, offered);
}

const FLARES: &str = "Colchicine at 0.5 mg twice daily prevents gout flares during the first six months.";
const KIDNEYS: &str =
    "In people with severe kidney disease the dose must be halved and the blood count watched.";
const DIARRHOEA: &str = "Diarrhoea is the most common reason for stopping the drug.";

fn stated(sentence: &str) -> &str {
    sentence.trim_end_matches('.')
}

#[test]
fn the_same_words_in_the_same_place_are_intact() {
    let old = [FLARES, KIDNEYS];
    lands(&old, &old, stated(KIDNEYS), AnchorState::Intact, stated(KIDNEYS));
    lands(
        &old,
        &["A new first paragraph.", FLARES, KIDNEYS],
        stated(KIDNEYS),
        AnchorState::Intact,
        stated(KIDNEYS),
    );
    let joined = format!("Something new. {KIDNEYS}");
    lands(&old, &[FLARES, &joined], stated(KIDNEYS), AnchorState::Intact, stated(KIDNEYS));
}

#[test]
fn the_same_words_elsewhere_are_moved() {
    lands(
        &[FLARES, KIDNEYS, DIARRHOEA, "It costs little."],
        &[KIDNEYS, DIARRHOEA, "It costs little.", FLARES],
        stated(FLARES),
        AnchorState::Moved,
        stated(FLARES),
    );
}

#[test]
fn spaces_quotation_marks_and_citation_marks_are_no_words() {
    lands(
        &["The “low” dose works ¤ as well as naproxen does."],
        &["The \"low\"  dose works as well as naproxen does ¤."],
        "The “low” dose works ¤ as well as naproxen does".replace('¤', "\u{FFFC}").as_str(),
        AnchorState::Intact,
        "The \"low\" dose works as well as naproxen does",
    );
}

#[test]
fn signs_are_meaning() {
    lands(
        &["The score changed by 0.8 points (P < 0.05) in the treated arm."],
        &["The score changed by -0.8 points (P > 0.05) in the treated arm."],
        "The score changed by 0.8 points (P < 0.05) in the treated arm",
        AnchorState::Changed,
        "The score changed by -0.8 points (P > 0.05) in the treated arm",
    );
}

#[test]
fn a_sentence_split_at_its_subject_is_both_halves() {
    lands(
        &[
            "A second cohort by Winter and others compared gout flares in 312 adults on colchicine and on naproxen.",
        ],
        &[&format!(
            "Another cohort of general practices was followed over time. They compared gout flares in 312 adults on \
             colchicine and on naproxen for a year. {DIARRHOEA}"
        )],
        "A second cohort by Winter and others compared gout flares in 312 adults on colchicine and on naproxen",
        AnchorState::Changed,
        "Another cohort of general practices was followed over time. They compared gout flares in 312 adults on \
         colchicine and on naproxen for a year",
    );
}

#[test]
fn a_changed_dose_or_a_new_not_is_changed() {
    for (dose, with) in [("0.5 mg", "5 mg"), ("0.5 mg", "0.5 mcg"), ("prevents", "does not prevent")] {
        let new = FLARES.replace(dose, with);
        lands(&[FLARES, KIDNEYS], &[&new, KIDNEYS], stated(FLARES), AnchorState::Changed, stated(&new));
    }
}

#[test]
fn a_rewritten_sentence_is_found_in_its_place() {
    let new =
        "Taking colchicine twice daily (0.5 mg) keeps gout flares away in the first months of treatment.";
    lands(
        &[DIARRHOEA, FLARES, KIDNEYS],
        &[DIARRHOEA, new, KIDNEYS],
        stated(FLARES),
        AnchorState::Changed,
        stated(new),
    );
}

#[test]
fn what_is_gone_is_orphaned() {
    orphaned(&[FLARES, KIDNEYS, DIARRHOEA], &[FLARES, DIARRHOEA], stated(KIDNEYS), &[]);
}

#[test]
fn a_look_alike_that_was_there_before_is_not_taken() {
    let alike = FLARES.replace("gout", "pseudogout").replace("six", "three");
    orphaned(&[FLARES, KIDNEYS, &alike], &[KIDNEYS, &alike], stated(FLARES), &[]);
}

#[test]
fn two_places_that_fit_are_both_offered() {
    let (one, two) = (FLARES.replace("six", "three"), FLARES.replace("six", "nine"));
    orphaned(
        &[FLARES, DIARRHOEA],
        &["It is an old drug indeed.", &one, DIARRHOEA, KIDNEYS, &two],
        stated(FLARES),
        &[stated(&one), stated(&two)],
    );
    // The same words twice, where they stood once, and neither in the old place.
    orphaned(
        &[FLARES, DIARRHOEA, KIDNEYS],
        &[DIARRHOEA, KIDNEYS, FLARES, "Then again.", FLARES],
        stated(FLARES),
        &[stated(FLARES), stated(FLARES)],
    );
    // A second copy leaves the first one where it stands.
    let twice = [FLARES, DIARRHOEA, KIDNEYS, FLARES];
    lands(&[FLARES, DIARRHOEA, KIDNEYS], &twice, stated(FLARES), AnchorState::Intact, stated(FLARES));
}

const SWELLING: &str = "Tell your doctor if your ankles swell.";

#[test]
fn a_sentence_of_two_paragraphs_goes_with_its_own() {
    let amlodipine = format!(
        "Amlodipine is a calcium channel blocker that relaxes the walls of arteries and lowers blood pressure over a \
         whole day. {SWELLING}"
    );
    let nifedipine = format!(
        "Nifedipine is an older drug of the same class and is given in a slow-release form to avoid a fast heart. \
         {SWELLING}"
    );
    let (old, new) = (text(&[&amlodipine, &nifedipine]), text(&[&nifedipine, &amlodipine]));
    let reanchorer = Reanchorer::new(&old, &new, &compare::compare(&old, &new));
    for (from, to) in [(0, 1), (1, 0)] {
        let block = &old.text_blocks()[from];
        let end = block.text().chars().count() as u32 - 1;
        let start = end - stated(SWELLING).chars().count() as u32;
        let landing = reanchorer.land(&Anchor::new(&old, &block.path, start, end).unwrap());
        assert_ne!(landing.state, AnchorState::Changed);
        assert_ne!(landing.state, AnchorState::Orphaned);
        assert_eq!(landing.anchor.block, [to]);
    }
}

#[test]
fn a_repeated_sentence_in_other_surroundings_is_offered() {
    // The first paragraph is gone and another with the same warning is new: it is not what was claimed.
    let old = [format!("{FLARES} {SWELLING}"), format!("{KIDNEYS} {SWELLING}")];
    let new = [format!("Nifedipine is an older drug of another kind. {SWELLING}"), old[1].clone()];
    orphaned(&[&old[0], &old[1]], &[&new[0], &new[1]], stated(SWELLING), &[stated(SWELLING)]);
    // Where a neighbour says that it is the same place, an edit on the other side does not matter.
    let edited = old[0].replace("six", "nine") + " It passes.";
    let before = format!("{} It passes.", old[0]);
    lands(&[&before, &old[1]], &[&edited, &old[1]], stated(SWELLING), AnchorState::Intact, stated(SWELLING));
}

#[test]
fn a_cell_goes_with_its_row() {
    let table = |rows: &[[&str; 3]]| {
        let lines: Vec<String> = rows.iter().map(|row| format!("| {} |", row.join(" | "))).collect();
        let text = format!("| Drug | Adults | Children |\n|---|---|---|\n{}\n", lines.join("\n"));
        document::import::read("table.md", text.as_bytes()).unwrap().document
    };
    let (a, b) = (["Colchicine", "Yes", "No"], ["Naproxen", "Yes", "No"]);
    let (old, new) = (table(&[a, b]), table(&[b, a]));
    let reanchorer = Reanchorer::new(&old, &new, &compare::compare(&old, &new));
    for (row, to) in [(1, 2), (2, 1)] {
        for (column, words) in [(1, 3), (2, 2)] {
            let anchor = Anchor::new(&old, &[0, row, column, 0], 0, words).unwrap();
            assert_eq!(reanchorer.land(&anchor).anchor.block, [0, to, column, 0]);
        }
    }
}

#[test]
fn where_two_sentences_swap_their_doses_each_keeps_its_subject() {
    let (alpha, beta) =
        ("The dose of alpha is 10 mg in the morning.", "The dose of beta is 20 mg in the morning.");
    let (alpha_now, beta_now) =
        ("The dose of alpha is 20 mg in the morning.", "The dose of beta is 10 mg in the morning.");
    let (old, new) = (format!("{alpha} {beta}"), format!("{beta_now} {alpha_now}"));
    lands(&[&old], &[&new], stated(alpha), AnchorState::Changed, stated(alpha_now));
    lands(&[&old], &[&new], stated(beta), AnchorState::Changed, stated(beta_now));
}

#[test]
fn a_split_sentence_is_followed_into_both_halves() {
    let old = "Colchicine prevents gout flares in the first months, and in severe kidney disease its dose must be halved.";
    let new = "Colchicine prevents gout flares in the first months. In severe kidney disease its dose must be halved.";
    lands(&[DIARRHOEA, old], &[DIARRHOEA, new], stated(old), AnchorState::Changed, stated(new));
}

#[test]
fn a_merged_sentence_is_followed() {
    let old = "Colchicine prevents gout flares. Its dose must be halved in severe kidney disease.";
    let new = "Colchicine prevents gout flares, but its dose must be halved in severe kidney disease.";
    lands(
        &[DIARRHOEA, old],
        &[DIARRHOEA, new],
        "Its dose must be halved in severe kidney disease",
        AnchorState::Changed,
        stated(new),
    );
}

#[test]
fn a_claim_over_two_sentences_keeps_both() {
    let both = "Colchicine prevents gout flares. Its dose must be halved in severe kidney disease";
    let old = format!("{both}. It is cheap.");
    lands(&[&old], &[DIARRHOEA, &old], both, AnchorState::Intact, both);
    lands(
        &[&old],
        &[&old.replace("halved", "quartered")],
        both,
        AnchorState::Changed,
        &both.replace("halved", "quartered"),
    );
}

#[test]
fn a_span_is_found_through_its_sentence() {
    let calm = FLARES.replace("prevents gout flares", "keeps gout flares away");
    lands(&[FLARES, KIDNEYS], &[&calm, KIDNEYS], "0.5 mg", AnchorState::Intact, "0.5 mg");
    // The same dose stands elsewhere; this one changed.
    let other = "Half of it, 0.5 mg, is enough in old age.";
    let changed = FLARES.replace("0.5 mg", "1.2 mg");
    lands(&[FLARES, other], &[&changed, other], "0.5 mg", AnchorState::Changed, "1.2 mg");
    let landing = land(&[FLARES, other], &[other], "0.5 mg");
    assert_eq!(landing.state, AnchorState::Orphaned);
}

#[test]
fn a_span_whose_sentence_turned_round_is_changed() {
    let new = FLARES.replace("prevents", "does not prevent");
    lands(&[FLARES, KIDNEYS], &[&new, KIDNEYS], "gout flares", AnchorState::Changed, "gout flares");
}

#[test]
fn a_span_that_vanished_from_its_sentence_offers_the_sentence() {
    let new = "Colchicine prevents gout flares during the first six months.";
    orphaned(
        &[FLARES, "Later 0.5 mg is enough."],
        &[new, "Later 0.5 mg is enough."],
        "at 0.5 mg twice daily",
        &[stated(new)],
    );
}

#[test]
fn which_of_two_equal_spans_is_known() {
    let old = "Give 1 mg at once, then 1 mg after an hour, and stop.";
    let new = "Now give 1 mg at once, then 1 mg after an hour, and stop.";
    let (old, new) = (text(&[old]), text(&[new]));
    let chars: Vec<char> = old.text_blocks()[0].text().chars().collect();
    let second = Anchor::within(&chars, &[0], 24, 28).unwrap();
    let landing = reanchor(&second, &old, &new, &compare::compare(&old, &new));
    assert_eq!(
        (landing.state, landing.anchor.start, landing.anchor.quote.as_str()),
        (AnchorState::Intact, 28, "1 mg")
    );
}

#[test]
fn part_of_a_number_is_not_the_number() {
    let side = Side::of(&text(&["Give 14.5 mg, 4.55 mg or 4.5 mg."]));
    assert_eq!(side.find_in(0, &(0..32), "4.5").first(), Some(&(25..28)));
    assert_eq!(side.find_in(0, &(0..32), "4.5").len(), 1);
    assert!(side.find_in(0, &(0..32), "5").is_empty());
}

#[test]
fn an_anchor_that_never_fitted_is_orphaned() {
    let document = text(&[FLARES]);
    let anchor = Anchor {
        block: vec![7],
        start: 3,
        end: 9,
        quote: "x".into(),
        prefix: String::new(),
        suffix: String::new(),
    };
    let comparison = compare::compare(&document, &document);
    for anchor in [
        anchor.clone(),
        Anchor { block: vec![0], start: 900, end: 90_000, ..anchor.clone() },
        Anchor { block: vec![0], ..anchor },
    ] {
        assert_eq!(reanchor(&anchor, &document, &document, &comparison).state, AnchorState::Orphaned);
    }
}

fn paragraphs() -> impl Strategy<Value = Vec<String>> {
    let word = prop::sample::select(vec![
        "pain", "gout", "dose", "falls", "not", "5", "mg", "the", "drug", "rises", "0.5",
    ]);
    let sentence = prop::collection::vec(word, 1..9).prop_map(|words| format!("X{}. ", words.join(" ")));
    let paragraph = prop::collection::vec(sentence, 1..4).prop_map(|sentences| sentences.concat());
    prop::collection::vec(paragraph, 1..6)
}

fn documents(old: &[String], new: &[String]) -> (Document, Document) {
    let read = |paragraphs: &[String]| text(&paragraphs.iter().map(String::as_str).collect::<Vec<_>>());
    (read(old), read(new))
}

proptest! {
    /// Silence means the same words, and where it lands they stand.
    #[test]
    fn only_the_same_words_are_silent(old in paragraphs(), new in paragraphs(), start in 0u32..60, len in 1u32..40) {
        let (old, new) = documents(&old, &new);
        let comparison = compare::compare(&old, &new);
        let reanchorer = Reanchorer::new(&old, &new, &comparison);
        for block in old.text_blocks() {
            let Some(anchor) = Anchor::new(&old, &block.path, start, start + len) else { continue };
            let landing = reanchorer.land(&anchor);
            if landing.state == AnchorState::Orphaned {
                prop_assert_eq!(&landing.anchor, &anchor);
            } else {
                let there = Anchor::new(&new, &landing.anchor.block, landing.anchor.start, landing.anchor.end);
                prop_assert_eq!(there.as_ref(), Some(&landing.anchor));
                let silent = landing.state != AnchorState::Changed;
                prop_assert!(!silent || landing.anchor.quote == anchor.quote);
            }
            for candidate in &landing.candidates {
                let there = Anchor::new(&new, &candidate.block, candidate.start, candidate.end);
                prop_assert_eq!(there.as_ref(), Some(candidate));
            }
        }
    }

    /// A text that did not change keeps every anchor where it is.
    #[test]
    fn nothing_changed_nothing_moves(old in paragraphs(), start in 0u32..60, len in 1u32..40) {
        let (old, new) = documents(&old, &old);
        let comparison = compare::compare(&old, &new);
        for block in old.text_blocks() {
            let Some(anchor) = Anchor::new(&old, &block.path, start, start + len) else { continue };
            let landing = reanchor(&anchor, &old, &new, &comparison);
            prop_assert_eq!(landing.state, AnchorState::Intact);
            prop_assert_eq!(landing.anchor.quote, anchor.quote);
            prop_assert_eq!(landing.anchor.block, anchor.block);
        }
    }
}
