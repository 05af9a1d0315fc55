use super::*;
use document::{Block, Inline, ListItem};

fn cited(text: &str) -> Vec<Inline> {
    // `¤3` stands for a mark that cites 3.
    let mut out = Vec::new();
    for (n, piece) in text.split('¤').enumerate() {
        let key: String = piece.chars().take_while(|c| n > 0 && c.is_ascii_digit()).collect();
        if !key.is_empty() {
            out.push(Inline::citation(vec![key.clone()], key.clone()));
        }
        if piece.len() > key.len() {
            out.push(Inline::text(&piece[key.len()..]));
        }
    }
    out
}

fn document(blocks: &[&str]) -> Document {
    let content = blocks
        .iter()
        .map(|text| match text.split_once(' ') {
            Some((level, title)) if level.starts_with('#') => Block::heading(level.len() as u8, cited(title)),
            Some(("•", item)) => {
                Block::BulletList { content: vec![ListItem { content: vec![Block::paragraph(cited(item))] }] }
            }
            _ => Block::paragraph(cited(text)),
        })
        .collect();
    Document { content }
}

fn quotes(blocks: &[&str]) -> Vec<String> {
    candidates(&document(blocks)).into_iter().map(|candidate| candidate.anchor.quote).collect()
}

#[test]
fn statements_that_can_be_checked() {
    for (text, reason) in [
        ("Start with 0.5 mg twice a day for one week.", "a dose"),
        ("Diarrhoea stopped treatment in 23% of patients.", "a percentage"),
        ("Pain fell faster (p < 0.001) in the treated arm.", "a statistic"),
        ("Low doses work as well as naproxen, compared with placebo.", "a comparison"),
        ("Colchicine prevents gout flares in the first months.", "an effect"),
        ("Clarithromycin is contraindicated in renal failure.", "a contraindication"),
        ("The drug should not be given with strong inhibitors.", "a contraindication"),
        ("The most serious adverse reaction is neuropathy.", "a harm"),
        ("Allopurinol is the first-line drug for chronic gout.", "an indication"),
        ("The disease has its own long history ¤4.", "a citation mark"),
        ("The pain goes away by itself after 1 to 2 weeks.", "a number"),
        ("The trial took in 184 people from many towns.", "a number"),
        ("Adults: take one or two tablets up to three times a day.", "a dose"),
        ("Take one tablet twice daily.", "a dose"),
        ("Start at 5 mg.", "a dose"),
        ("Give up to 60 mg/kg/day.Then stop it.", "a dose"),
        ("Maximum 3 g.", "a dose"),
        ("No dose adjustment is needed in renal impairment.", "a dose"),
        ("Methotrexate must never be taken daily.", "a contraindication"),
        ("Never give aspirin to children.", "a contraindication"),
        ("Stop if eGFR < 25.", "a contraindication"),
        ("Smoking increases mortality.", "a harm"),
        ("Isotretinoin is teratogenic.", "a harm"),
        ("Mortality doubled.", "an effect"),
        ("Penicillin kills bacteria.", "an effect"),
        ("Zinc boosts immunity.", "an effect"),
        ("Antibiotics do not help against viruses.", "an effect"),
        ("Patients on warfarin need an INR between 2 and 3.", "a number"),
        ("Acidosis is fatal in 5% of cases...", "a percentage"),
        ("A meta-analysis pooled the older trials together.", "a study's finding"),
    ] {
        let found = candidates(&document(&[text]));
        assert_eq!(found.len(), 1, "{text}");
        assert!(found[0].reasons.iter().any(|r| r == reason), "{text}: {:?}", found[0].reasons);
    }
}

#[test]
fn what_states_nothing_checkable() {
    for text in [
        "Does colchicine reduce flares by 50%?",
        "Key points on preventing flares include:",
        "In this article we discuss drugs that reduce pain.",
        "For more information on reducing pain, see the leaflet.",
        "This text is for educational purposes and does not replace professional advice on reducing risk.",
        "Reduces pain.",
        "Call 0800 123 456 for an appointment.",
        "Our clinic has 12 consulting rooms and is open from 9 to 5.",
        "The leaflet (example.org/docs/label/2017/020357s037lbl.pdf) is free.",
        "The mother takes ACE inhibitors at home.",
        "The titration goes on as tolerated.",
        "Gout has been known since antiquity.",
        "Your doctor can find out what caused your pain.",
        "The drug reduces ...",
        "There are 2 kinds of crystals in the joint.",
        "The committee met again in 2019.",
        "People with type 2 diabetes took part.",
        "Miller A, Okafor B. Preventing flares with colchicine. J Gout. 2019;12(3):45-50.",
    ] {
        assert_eq!(quotes(&[text]), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn headings_and_other_parts_give_none() {
    let blocks = [
        "# Preventing flares reduces harm by 50%",
        "Colchicine reduces flares by half.",
        "## References",
        "1. Flares were reduced by 50% in the first trial of colchicine.",
        "### Notes on risk",
        "Another 20% reduction was seen in the second trial.",
        "## Professional Disclaimer",
        "Use of this text to reduce risk by 50% is at your own risk.",
        "# Safety",
        "Diarrhoea is the most common adverse effect.",
    ];
    assert_eq!(
        quotes(&blocks),
        ["Colchicine reduces flares by half", "Diarrhoea is the most common adverse effect"]
    );
}

#[test]
fn anchors_leave_out_marks_and_stops() {
    let found = candidates(&document(&[
        "First it helps. Colchicine reduced flares by 64% ¤3,¤4. (It caused diarrhoea in 10%.) Pain fell by 5 mm.¤5 ",
    ]));
    let quotes: Vec<_> = found.iter().map(|c| c.anchor.quote.as_str()).collect();
    assert_eq!(
        quotes,
        ["Colchicine reduced flares by 64%", "It caused diarrhoea in 10%", "Pain fell by 5 mm"]
    );
    assert_eq!(found[0].keys, ["3", "4"]);
    assert_eq!(found[2].keys, ["5"]);
    assert_eq!(found[0].anchor.start, 16);
}

#[test]
fn a_mark_in_brackets_is_left_out_too() {
    assert_eq!(quotes(&["It reduced many flares (¤3, ¤4)."]), ["It reduced many flares"]);
    assert_eq!(quotes(&["It reduced many flares [¤3]."]), ["It reduced many flares"]);
    assert_eq!(quotes(&["It reduced many flares (and pain)."]), ["It reduced many flares (and pain)"]);
}

#[test]
fn list_items_are_read_and_what_can_hurt_comes_first() {
    let found = candidates(&document(&[
        "• Starting dose: 0.5 mg once daily ¤1",
        "• Colchicine reduces pain in most people",
    ]));
    assert_eq!(found[0].anchor.quote, "Starting dose: 0.5 mg once daily");
    assert!(found[0].score > found[1].score);
}

#[test]
fn signs_within_other_words_are_none() {
    let reasons = |text: &str| candidates(&document(&[text])).remove(0).reasons;
    assert_eq!(reasons("Do not use risk scores."), ["a contraindication"]);
    assert_eq!(reasons("The mean fell by 12 mm (95% CI 10 to 14)."), ["a statistic"]);
    assert_eq!(reasons("Pregnant women must not take ACE inhibitors."), ["a contraindication"]);
}

#[test]
fn items_under_a_prohibition_are_contraindications() {
    let found = candidates(&document(&[
        "Do not take ibuprofen if you:",
        "• are allergic to ibuprofen",
        "• drive",
        "You can take with it:",
        "• some warm milk",
        "Do this to stop hiccups:",
        "• drink cold water slowly",
        "## Contraindications",
        "• Severe gout",
    ]));
    let told: Vec<_> = found.iter().map(|c| (c.anchor.quote.as_str(), c.reasons.join(", "))).collect();
    let why = || "a contraindication".to_owned();
    assert_eq!(told, [("are allergic to ibuprofen", why()), ("drive", why()), ("Severe gout", why())]);
}

#[test]
fn a_table_gives_its_doses_and_prohibitions_and_not_its_results() {
    let text = "| eGFR | Max. daily dose | Level (mg/L) | Effect | Advice |\n|---|---|---|---|---|\n\
        | 60 | 3000 mg | 5.2 mg | 12% | No change |\n| 30 | 1000 mg | 4.1 mg | 9% (p < 0.01) | Do not initiate |\n\
        | 15 | - | 3.2 mg | 8% | Contraindicated |\n| 10 | - | 3.0 mg | 7% | Give 5 mg twice daily |\n";
    let read = document::import::read("text.md", text.as_bytes()).unwrap().document;
    let found: Vec<_> =
        candidates(&read).into_iter().map(|c| (c.anchor.quote, c.reasons.join(", "))).collect();
    let told: Vec<_> = found.iter().map(|(quote, why)| (quote.as_str(), why.as_str())).collect();
    assert_eq!(
        told,
        [
            ("3000 mg", "a dose"),
            ("1000 mg", "a dose"),
            ("Do not initiate", "a contraindication"),
            ("Contraindicated", "a contraindication"),
            ("Give 5 mg twice daily", "a dose"),
        ]
    );
}

#[test]
fn a_title_over_all_of_the_text_is_no_part_of_it() {
    let blocks = ["# Abbreviations", "Aspirin reduces strokes.", "## Abbreviations", "It lowers pain by 5%."];
    assert_eq!(quotes(&blocks), ["Aspirin reduces strokes"]);
}

#[test]
fn a_quotation_is_proposed_whole() {
    assert_eq!(
        quotes(&["It says: \"Offer a statin to all over 40. Do not use risk scores.\" It adds more."]),
        ["It says: \"Offer a statin to all over 40. Do not use risk scores.\""]
    );
    assert_eq!(
        quotes(&["\"Offer it to all over 40. Do not use risk scores.\" It adds more."])[1],
        "Do not use risk scores"
    );
}
