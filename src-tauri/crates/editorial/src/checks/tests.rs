use super::*;
use crate::{
    ArticleId, CitationId, CitationTerms, ClaimId, Disposition, Event, Mark, MemberId, Origin, Reference,
    Relation, SourceKind, Subject, ThreadId,
};
use chrono::{DateTime, TimeZone, Utc};
use document::{Block, Digest, Inline};
use uuid::Uuid;

fn mark() -> Mark {
    Mark { by: Some(MemberId(Uuid::nil())), at: DateTime::UNIX_EPOCH }
}

fn article(references: &[&str], events: &[Event]) -> Article {
    let references = references
        .iter()
        .map(|label| Reference { label: (*label).to_owned(), text: "Entry".to_owned() })
        .collect();
    let begun =
        Event::ArticleCreated { title: "T".to_owned(), origin: Origin { references, ..Origin::default() } };
    let mut article = Article::begin(ArticleId(Uuid::nil()), &begun, &mark()).unwrap();
    for event in events {
        article.apply(event, &mark(), None);
    }
    article
}

fn found_with(document: &Document, article: &Article, sources: &BTreeMap<SourceId, Source>) -> Vec<Finding> {
    findings(&Evidence { document, article, sources, rules: &Rules::default() })
}

fn ids(document: &Document, article: &Article) -> Vec<String> {
    found_with(document, article, &BTreeMap::new()).into_iter().map(|finding| finding.check).collect()
}

fn paragraph(text: &str) -> Block {
    Block::paragraph(vec![Inline::text(text)])
}

fn heading(level: u8, text: &str) -> Block {
    Block::heading(level, vec![Inline::text(text)])
}

fn disclaimed(mut content: Vec<Block>) -> Document {
    content.push(paragraph("This is not medical advice."));
    Document { content }
}

/// What a text of these paragraphs is told, and where.
fn told(check: &str, paragraphs: &[&str]) -> Vec<(String, String)> {
    let document = disclaimed(paragraphs.iter().map(|text| paragraph(text)).collect());
    found_with(&document, &article(&[], &[]), &BTreeMap::new())
        .into_iter()
        .filter(|finding| finding.check == check)
        .map(|finding| (finding.place.map(|at| at.quote).unwrap_or_default(), finding.sentence))
        .collect()
}

#[track_caller]
fn wrong(check: &str, cases: &[(&[&str], &str)]) {
    for (text, place) in cases {
        let places: Vec<String> = told(check, text).into_iter().map(|(place, _)| place).collect();
        assert_eq!(places, [*place], "{text:?}");
    }
}

#[track_caller]
fn right(check: &str, cases: &[&[&str]]) {
    for text in cases {
        assert_eq!(told(check, text), [], "{text:?}");
    }
}

#[test]
fn every_check_has_its_own_id() {
    let mut ids: Vec<_> = checks().into_iter().map(|check| check.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), CHECKS.len());
}

#[test]
fn an_ordinary_text_has_no_findings() {
    let cited =
        Block::paragraph(vec![Inline::text("It works"), Inline::citation(vec!["1".to_owned()], "[1]")]);
    let document = disclaimed(vec![heading(1, "One"), heading(2, "Two"), cited]);
    assert_eq!(ids(&document, &article(&["1"], &[])), Vec::<String>::new());
}

#[test]
fn hidden_characters_block() {
    for bad in ["dose \u{202E}gm 5", "zero\u{200B}width", "mark\u{FEFF}", "tag\u{E0041}"] {
        let found = found_with(&disclaimed(vec![paragraph(bad)]), &article(&[], &[]), &BTreeMap::new());
        assert_eq!(found[0].check, "hidden-characters", "{bad:?}");
        assert_eq!(found[0].severity, Severity::Blocking);
    }
    for bad in [
        "5\u{AD}0 mg",
        "5\u{200D}0 mg",
        "5\u{200E}0 mg",
        "5\u{200F}0 mg",
        "met\u{200C}formin",
        "5\u{34F}0 mg",
    ]
    .into_iter()
    .chain([
        "5\u{115F}0 mg",
        "5\u{3164}0 mg",
        "5\u{2800}0 mg",
        "5\u{17B5}0 mg",
        "5\u{FE0F}0 mg",
        "5\u{200D}\u{200D}0 mg",
    ]) {
        assert_eq!(
            ids(&disclaimed(vec![paragraph(bad)]), &article(&[], &[])),
            ["hidden-characters"],
            "{bad:?}"
        );
    }
    let two = "Take 5\u{200D}0 mg of this drug on every day with met\u{200D}formin.";
    assert_eq!(ids(&disclaimed(vec![paragraph(two)]), &article(&[], &[])).len(), 2);
    let flag = "\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}";
    right(
        "hidden-characters",
        &[&[&format!("In England {flag} it is used")], &["\u{1F468}\u{200D}\u{2695}\u{FE0F} doctor"]],
    );
    right("hidden-characters", &[&["naïve – 5 µg ≤ 10"], &["क्‍ष needs its joiner"], &["soft\u{AD}hyphen"]]);
}

#[test]
fn a_mark_without_an_entry_dangles() {
    let cited = |keys: &[&str]| {
        let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
        disclaimed(vec![Block::paragraph(vec![Inline::text("It works"), Inline::citation(keys, "[x]")])])
    };
    assert_eq!(
        ids(&cited(&["2"]), &article(&["1"], &[])),
        ["dangling-mark", "uncited-reference"].into_iter().rev().collect::<Vec<_>>()
    );
    assert_eq!(ids(&cited(&["1"]), &article(&[], &[])), ["dangling-mark"]);
    assert_eq!(ids(&cited(&["1", "2", "3"]), &article(&[], &[])), ["dangling-mark"]);
    assert_eq!(ids(&cited(&["1", "2", "3"]), &article(&["1"], &[])), ["dangling-mark", "dangling-mark"]);
    assert_eq!(ids(&cited(&[&Uuid::nil().to_string()]), &article(&[], &[])), ["dangling-mark"]);
    assert_eq!(ids(&cited(&["1"]), &article(&["1"], &[])), Vec::<String>::new());
    assert_eq!(ids(&cited(&["doi:10.1000/182", "pmid:1"]), &article(&[], &[])), Vec::<String>::new());
    assert_eq!(ids(&cited(&["winter2020"]), &article(&[], &[])), ["dangling-mark"]);
    assert_eq!(ids(&cited(&["doi:"]), &article(&[], &[])), ["dangling-mark"]);
}

#[test]
fn a_dangling_mark_is_shown_with_its_word_and_said_as_it_stands() {
    let keys = ["1", "2", "3", "7"].map(str::to_owned).to_vec();
    let document = disclaimed(vec![Block::paragraph(vec![
        Inline::text("It was found that it works"),
        Inline::citation(keys, "[1-3,7]"),
        Inline::text(" and lasts."),
    ])]);
    let found = found_with(&document, &article(&[], &[]), &BTreeMap::new());
    assert_eq!(
        found[0].sentence,
        "The citation marks 1 to 3 and 7 lead nowhere: there is no list of references."
    );
    let place = found[0].place.as_ref().unwrap();
    assert_eq!((place.quote.as_str(), place.start, place.end), ("works", 21, 27));
}

#[test]
fn a_list_of_references_may_stand_under_a_plain_line() {
    let cited = |key: &str| {
        let mark = Inline::citation(vec![key.to_owned()], format!("[{key}]"));
        disclaimed(vec![
            Block::paragraph(vec![Inline::text("It works"), mark]),
            paragraph("References:"),
            paragraph("1. Miller A. Colchicine in gout. 2019."),
        ])
    };
    assert_eq!(ids(&cited("1"), &article(&[], &[])), Vec::<String>::new());
    let found = found_with(&cited("2"), &article(&[], &[]), &BTreeMap::new());
    assert_eq!(
        found[0].sentence,
        "The citation mark 2 leads nowhere: the list of references has no such entry."
    );
}

#[test]
fn references_nobody_cites_are_named_together() {
    let document = disclaimed(vec![Block::paragraph(vec![
        Inline::text("It works"),
        Inline::citation(vec!["2".to_owned()], "[2]"),
    ])]);
    let found = found_with(&document, &article(&["1", "2", "3", "4"], &[]), &BTreeMap::new());
    assert_eq!(found[0].sentence, "References 1, 3 and 4 are never cited.");
    assert_eq!(found.len(), 1);
}

#[test]
fn a_claim_wants_a_source_and_a_check() {
    let document = disclaimed(vec![paragraph("It halves the pain.")]);
    let anchor = Anchor::new(&document, &[0], 0, 18).unwrap();
    let made = Event::ClaimMade { claim: ClaimId(Uuid::nil()), revision: 1, anchor };
    assert_eq!(ids(&document, &article(&[], &[made])), ["claim-without-source", "unverified-claim"]);
}

#[test]
fn a_source_of_long_ago_is_named() {
    let document = disclaimed(vec![paragraph("It halves the pain.")]);
    let anchor = Anchor::new(&document, &[0], 0, 18).unwrap();
    let (claim, source) = (ClaimId(Uuid::nil()), SourceId(Uuid::nil()));
    let saved = Event::RevisionSaved {
        number: 1,
        digest: Digest::of(b"text"),
        message: String::new(),
        words: 4,
        cites: std::collections::BTreeSet::new(),
        claims: Vec::new(),
        threads: Vec::new(),
    };
    let terms = CitationTerms::new(Relation::Supports);
    let mut article = article(&[], &[]);
    let at = Utc.with_ymd_and_hms(2024, 5, 1, 0, 0, 0).unwrap();
    for event in [
        saved,
        Event::ClaimMade { claim, revision: 1, anchor },
        Event::CitationAdded {
            citation: CitationId(Uuid::nil()),
            claim,
            source,
            relation: terms.relation,
            locator: terms.locator,
            quote: terms.quote,
            note: terms.note,
            passage: None,
        },
    ] {
        article.apply(&event, &Mark { by: None, at }, None);
    }
    let published = |issued: &str| {
        let source_of = Source { issued: issued.into(), ..Source::new(SourceKind::JournalArticle, "Gout") };
        let found = found_with(&document, &article, &[(source, source_of)].into());
        found.into_iter().filter(|finding| finding.check == "old-source").collect::<Vec<_>>()
    };
    assert_eq!(published("2013-12")[0].sentence, "A source is more than 10 years old: Gout, 2013.");
    assert_eq!(published("2013-12")[0].place.as_ref().unwrap().quote, "It halves the pain");
    assert!(published("2014").is_empty());
    assert!(published("").is_empty());
}

#[test]
fn a_blocking_discussion_blocks_until_it_is_resolved() {
    let thread = ThreadId(Uuid::nil());
    let opened = |disposition| Event::ThreadOpened {
        thread,
        revision: 1,
        on: Subject::Article,
        disposition,
        text: "Why?".to_owned(),
        suggestion: None,
    };
    let document = disclaimed(vec![paragraph("Words.")]);
    let blocking = opened(Disposition::Blocking);
    assert_eq!(ids(&document, &article(&[], std::slice::from_ref(&blocking))), ["open-blocking-thread"]);
    let asked = found_with(&document, &article(&[], std::slice::from_ref(&blocking)), &BTreeMap::new());
    assert_eq!(asked[0].sentence, "A blocking discussion is open: “Why?”");
    let resolved = Event::ThreadResolved { thread, text: String::new(), revision: None };
    assert_eq!(ids(&document, &article(&[], &[blocking, resolved])), Vec::<String>::new());
    let informing = opened(Disposition::Informing);
    assert_eq!(ids(&document, &article(&[], std::slice::from_ref(&informing))), ["open-thread"]);
    let resolved = Event::ThreadResolved { thread, text: String::new(), revision: None };
    assert_eq!(ids(&document, &article(&[], &[informing, resolved])), Vec::<String>::new());
}

#[test]
fn the_build_of_a_text_is_looked_at() {
    let empty = disclaimed(vec![heading(1, "One"), heading(2, "Empty"), heading(2, "Full")]);
    assert_eq!(ids(&empty, &article(&[], &[])), ["empty-section"]);
    let jump = disclaimed(vec![heading(1, "One"), heading(3, "Three")]);
    assert_eq!(ids(&jump, &article(&[], &[])), ["heading-level-jump"]);
}

#[test]
fn a_disclaimer_is_a_section_or_a_sentence() {
    let told = |content: Vec<Block>| ids(&Document { content }, &article(&[], &[]));
    assert_eq!(told(vec![paragraph("Words.")]), ["missing-disclaimer"]);
    assert_eq!(told(vec![paragraph("The drug does not replace rest.")]), ["missing-disclaimer"]);
    assert!(
        told(vec![heading(2, "Professional Medical Disclaimer"), paragraph("Judge for yourself.")])
            .is_empty()
    );
    for words in [
        "This does not replace professional advice.",
        "This page is no substitute for your doctor’s advice.",
        "It is for information and does not replace advice from your doctor.",
        "It shouldn’t be used to self-diagnose a rash.",
    ] {
        assert!(told(vec![paragraph(words)]).is_empty(), "{words}");
    }
}

#[test]
fn doses_above_the_maximum() {
    let max = "Colchicine is raised to a maximum dose of 1.2 mg daily.";
    wrong(
        "dose-above-maximum",
        &[
            (&[max, "Some give colchicine at 2-4 mg daily."], "2-4 mg"),
            (&[max, "In the study a dose of 1800 mcg was given."], "1800 mcg"),
            (&["The dose of colchicine must not exceed 1.2 mg.", "Start colchicine with 6 mg."], "6 mg"),
            (&[max, "The dose of colchicine must not exceed 2.4 mg."], "2.4 mg"),
            (&["The maximum dose of colchicine is 2400 mcg.", max], "2400 mcg"),
            (&["Colchicine is taken for gout. The maximum is 6 mg. Take colchicine 8 mg."], "8 mg"),
            (&["Do not take more than 6 mg of colchicine.", "Take colchicine 8 mg."], "8 mg"),
            (&["Colchicine (max. 6 mg) is used.", "Take colchicine 8 mg."], "8 mg"),
            (&["Colchicine must never exceed 6 mg.", "Take colchicine 8 mg."], "8 mg"),
            (&["Colchicine: maximum 6 mg daily.", "Colchicine: maximum 8 mg daily."], "8 mg"),
            (&[max, "Take colchicine 0.6 mg three times a day."], "0.6 mg"),
        ],
    );
    right(
        "dose-above-maximum",
        &[
            &[max, "Some give colchicine at 0.6-1.2 mg daily."],
            &[max, "1200 mcg of colchicine is enough."],
            &[max, "An overdose of 20 mg of colchicine kills."],
            &[max, "Naproxen is given at 500 mg twice daily."],
            &[
                "At an eGFR below 45 the maximum dose of metformin is 1000 mg.",
                "Metformin is raised to 2000 mg.",
            ],
            &[max, "Children are given colchicine at 2 mg."],
            &[
                "In kidney disease the maximum dose of colchicine is 0.6 mg.",
                "Else colchicine is given at 1.2 mg.",
            ],
            &[max, "The patch holds 5 mg of colchicine."],
            &[max, "The concentration of colchicine was 5 mg/l."],
            &[max, "Colchicine or naproxen were given at 500 mg."],
            &[max, "The maximum dose of colchicine is 0.6 mg in people over 65."],
            &["Previously the maximum dose of colchicine was 1.8 mg.", max],
            &["The maximum dose of colchicine is 0.6 mg i.v. in some countries.", max],
            &[max, "One man swallowed 100 mg of colchicine."],
            &[max, "A pack of colchicine holds 60 mg."],
            &[max, "Take colchicine 0.6 mg twice daily."],
            &["The maximum dose of colchicine is 1.2 mg.", "Take colchicine 0.6 mg three times a day."],
            &["Give naproxen 500 mg. The maximum is 1000 mg.", max, "Colchicine helps. Colchicine works."],
        ],
    );
}

/// A text with a table of these rows, the first one its headings.
fn told_of_table(check: &str, paragraphs: &[&str], rows: &[&[&str]]) -> Vec<String> {
    let row = |cells: &&[&str]| format!("| {} |", cells.join(" | "));
    let mut table: Vec<String> = rows.iter().map(row).collect();
    table.insert(1, format!("|{}", "---|".repeat(rows[0].len())));
    let text =
        format!("This is not medical advice.\n\n{}\n\n{}\n", paragraphs.join("\n\n"), table.join("\n"));
    let document = document::import::read("text.md", text.as_bytes()).unwrap().document;
    let found = found_with(&document, &article(&[], &[]), &BTreeMap::new());
    found.into_iter().filter(|f| f.check == check).map(|f| f.place.unwrap().quote).collect()
}

#[test]
fn doses_in_tables_above_the_maximum() {
    let max = "Colchicine is raised to a maximum dose of 1.2 mg daily.";
    for (rows, places) in [
        (vec![vec!["Drug", "Dose"], vec!["Colchicine", "2 mg daily"]], vec!["2 mg"]),
        (vec![vec!["Day", "Colchicine", "Naproxen"], vec!["1", "1.8 mg", "500 mg"]], vec!["1.8 mg"]),
        (vec![vec!["Drug", "Maximum dose"], vec!["Colchicine", "0.6 mg"]], vec!["1.2 mg"]),
        (vec![vec!["Drug", "Dose"], vec!["Colchicine", "1.2 mg"]], vec![]),
        (vec![vec!["Drug", "Dose"], vec!["Naproxen", "500 mg"]], vec![]),
        (vec![vec!["Drug", "Dose in overdose"], vec!["Colchicine", "20 mg"]], vec![]),
        (vec![vec!["Drug", "Dose", "For"], vec!["Colchicine", "2 mg", "children"]], vec![]),
        (vec![vec!["Drug", "Dose"], vec!["Colchicine and naproxen", "500 mg"]], vec![]),
        (vec![vec!["Step", "Dose"], vec!["First", "20 mg"]], vec![]),
        (
            vec![vec!["Drug", "Dose", "Note"], vec!["Colchicine", "0.6 mg", "not more than 1.2 mg a day"]],
            vec![],
        ),
        (
            vec![vec!["Drug", "Dose"], vec!["Colchicine", "Start with 0.6 mg and do not exceed 1.2 mg."]],
            vec![],
        ),
        (
            vec![vec!["eGFR", "Maximum dose of colchicine"], vec!["> 60", "1.2 mg"], vec!["30-44", "0.6 mg"]],
            vec![],
        ),
    ] {
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        assert_eq!(told_of_table("dose-above-maximum", &[max], &rows), places, "{rows:?}");
    }
}

/// Of two maxima, a dose is measured by the lower: it is wrong if that one holds.
#[test]
fn maxima_that_disagree() {
    let text = [
        "The maximum dose of colchicine is 1.2 mg daily.",
        "Colchicine is given at 1.8 mg.",
        "The dose of colchicine must not exceed 2.4 mg daily.",
    ];
    let sentences: Vec<String> = told("dose-above-maximum", &text).into_iter().map(|found| found.1).collect();
    assert_eq!(
        sentences,
        [
            "1.8 mg of colchicine is above the maximum of 1.2 mg stated elsewhere.",
            "2.4 mg as the maximum of colchicine disagrees with the maximum of 1.2 mg stated elsewhere.",
        ]
    );
    right(
        "dose-above-maximum",
        &[
            &["The maximum dose of colchicine is 1.2 mg.", "Colchicine must not exceed 1200 mcg."],
            &["The maximum dose of colchicine is 1.2 mg.", "The maximum dose of naproxen is 1000 mg."],
            &[
                "The maximum dose of colchicine is 1.2 mg.",
                "In renal impairment the maximum dose of colchicine is 0.6 mg.",
            ],
        ],
    );
}

#[test]
fn doses_whose_digits_are_swapped() {
    wrong(
        "transposed-digits",
        &[(&["Colchicine is given at 0.15 mg.", "Up to 0.51 mg of colchicine helped."], "0.51 mg")],
    );
    right(
        "transposed-digits",
        &[
            &["Colchicine is given at 0.15 mg.", "Up to 0.55 mg of colchicine helped."],
            &["Colchicine is given at 12 mg.", "Up to 21 mg of colchicine helped."],
            &["Colchicine is given at 0.15 mg.", "Naproxen is given at 0.51 mg."],
            &["Colchicine is given at 0.15 mg to 0.51 mg."],
        ],
    );
}

#[test]
fn doses_whose_unit_or_pace_slipped() {
    wrong(
        "slipped-unit",
        &[
            (&["Give colchicine 500 mcg.", "The dose of colchicine is 500 mg."], "500 mg"),
            (
                &["Give colchicine 500 mg.", "Colchicine 500 mcg is usual.", "Take colchicine 500 mcg."],
                "500 mg",
            ),
        ],
    );
    right(
        "slipped-unit",
        &[
            &["Give colchicine 500 mcg.", "The dose of colchicine is 0.5 mg."],
            &["Give colchicine 1 mg.", "Give naproxen 1 g."],
            &["Give colchicine 5 mg.", "A pack of colchicine holds 5 g."],
        ],
    );
    wrong(
        "daily-or-weekly",
        &[(&["Methotrexate 7.5 mg once a week is usual.", "Take methotrexate 7.5 mg once a day."], "7.5 mg")],
    );
    right(
        "daily-or-weekly",
        &[
            &[
                "Methotrexate 7.5 mg once a week is usual.",
                "Take methotrexate 7.5 mg every week, never daily.",
            ],
            &["Methotrexate 7.5 mg once a week is usual.", "Take methotrexate 2.5 mg daily."],
            &["Methotrexate 7.5 mg weekly is usual.", "Take prednisolone 7.5 mg daily."],
        ],
    );
}

#[test]
fn percentages_that_cannot_be() {
    wrong(
        "impossible-percentage",
        &[
            (&["Pain fell in 105% of patients."], "105%"),
            (&["The response rate was 105%."], "105%"),
            (&["Mortality fell by 130%."], "130%"),
            (
                &["Of these, 40% improved, 50% stayed as they were and the remaining 20% got worse."],
                "40% improved, 50% stayed as they were and the remaining 20%",
            ),
            (&["In all, 62% were women and 48% were men."], "62% were women and 48%"),
            (&["60% of patients were women and 50% were men."], "60% of patients were women and 50%"),
            (&["Flares came back in 12 of 40 patients (35%)."], "12 of 40 patients (35%"),
            (&["Flares came back in 12/40 (3%)."], "12/40 (3%"),
            (
                &["Gout was mild in 45%, moderate in 35% and severe in 30%."],
                "45%, moderate in 35% and severe in 30%",
            ),
            (
                &["Of these, 60% were never smokers and 55% were current smokers."],
                "60% were never smokers and 55%",
            ),
            (
                &["Mild, moderate and severe gout were seen in 45%, 45% and 30%, respectively."],
                "45%, 45% and 30%",
            ),
            (
                &["Pain was improved (60%), unchanged (30%) or worsened (25%)."],
                "60%), unchanged (30%) or worsened (25%",
            ),
        ],
    );
    right(
        "impossible-percentage",
        &[
            &["Levels rose by 150% in patients with gout."],
            &["The rate rose by 150%."],
            &["The dose was raised to 120% of the usual one."],
            &["Of these, 40% improved, 40% stayed as they were and the remaining 20% got worse."],
            &["In all, 52% were women and 48% were men."],
            &["It helped 62% of women and 58% of men."],
            &["Flares came back in 12 of 40 patients (30%)."],
            &["Flares came back in 1 of 3 patients (33.3%)."],
            &["Flares came back in 30 of 40 patients (95% CI 57 to 86)."],
            &["The odds were 12/40 to begin with."],
            &["Gout was mild in 45%, moderate in 35% and severe in 20%."],
            &["Pain fell in 45% of mild, 65% of moderate and 70% of severe gout."],
            &["Remission rates were 80% (mild), 60% (moderate) and 30% (severe)."],
            &["Gout was mild in 60% with colchicine and moderate in 70% with placebo."],
            &["Adverse events were mild in 60% and moderate in 55%."],
            &["Pain was mild in 60% at first and mild in 80% later."],
            &["Pain fell in mild, moderate and severe gout in 45%, 65% and 70%, respectively."],
            &["Of the women, 60% improved, and of the men 70% worsened."],
        ],
    );
}

#[test]
fn words_that_promise_too_much() {
    wrong(
        "absolute-words",
        &[
            (&["Colchicine cures gout."], "cures"),
            (&["The drug always works."], "always"),
            (&["It never harms the kidney."], "never"),
            (&["The drug has no side effects."], "no side effects"),
            (&["It is proven to work."], "is proven"),
            (&["Relief is guaranteed."], "is guaranteed"),
            (&["Every patient recovers."], "Every patient recovers"),
            (&["It is completely safe."], "completely safe"),
        ],
    );
    right(
        "absolute-words",
        &[
            &["Always ask a doctor."],
            &["It should always be taken with food."],
            &["It does not always work."],
            &["It almost never harms."],
            &["Some patients never developed symptoms."],
            &["There is normally no risk to the child."],
            &["No drug cures gout."],
            &["It has not been proven to work."],
            &["No side effects were reported."],
            &["There were no side effects observed."],
            &["The treated group had no side effects."],
            &["It cures nothing: the attacks return."],
            &["This has been proven in no trial."],
            &["Gout was biopsy-proven."],
            &["Does it cure all cases?"],
            &["Is it completely safe?"],
            &["The cure rate was low."],
            &["It cures gout in 60% of patients."],
            &["A myth says that cherries cure and that water cures gout."],
            &["“It cures everything”, says the seller."],
            &["People with no risk factors need no test."],
            &["Patients without side effects may go on."],
            &["Every patient was asked for consent."],
            &["In all cases, seek advice."],
            &["Clinically proven cases of gout were counted."],
            &["It has been proven wrong."],
            &["Colchicine is always given with food."],
            &["The trial guarantees blinding."],
            &["It may have no side effects in some."],
        ],
    );
}

#[test]
fn uses_that_no_label_names() {
    wrong(
        "off-label-unsaid",
        &[
            (&["Trazodone is used for insomnia in adults."], "insomnia"),
            (&["Low-dose naltrexone (LDN) is old.", "LDN helps patients with fibromyalgia."], "fibromyalgia"),
            (&["Metformin improves cycles in polycystic ovary syndrome."], "polycystic ovary"),
            (&["Prazosin reduces nightmares.", "Prazosin is given for PTSD too."], "nightmares"),
        ],
    );
    right(
        "off-label-unsaid",
        &[
            &["Trazodone is used for depression in adults."],
            &["Trazodone is used for insomnia in adults.", "This is an off-label use."],
            &["Trazodone is used for insomnia, for which it is not approved."],
            &["Trazodone should not be used for insomnia."],
            &["Trazodone was studied in insomnia, and a trial was given up."],
            &["Insomnia is common.", "Trazodone is used for depression."],
            &["Zolpidem is used for insomnia, and trazodone for depression."],
            &["Insomnia is a side effect of trazodone."],
        ],
    );
}

#[test]
fn texts_too_hard_for_their_audience() {
    let hard = "Pharmacological prophylaxis utilising colchicine substantially diminishes recurrent inflammatory \
                exacerbations in hyperuricaemic individuals undergoing initiation of urate-lowering pharmacotherapy, \
                notwithstanding considerable interindividual variability attributable to cytochrome-mediated \
                metabolism and to concomitantly administered inhibitors of intestinal transport proteins.";
    let easy = "Gout hurts. The drug helps most people. Take it with food. Call us if the pain stays.";
    let text = |sentence: &str| disclaimed(vec![paragraph(&[sentence; 12].join(" "))]);
    let named = |document: &Document| {
        ids(document, &article(&[], &[])).iter().filter(|id| *id == "reading-level").count()
    };
    assert_eq!(named(&text(hard)), 4);
    assert_eq!(named(&text(easy)), 0);
    assert_eq!(named(&disclaimed(vec![paragraph(hard)])), 0);
}

#[test]
fn the_policy_says_what_blocks() {
    let document = Document { content: vec![paragraph("Words.")] };
    let rules = Rules {
        severities: [("missing-disclaimer".to_owned(), Severity::Blocking)].into(),
        ..Rules::default()
    };
    let (sources, article) = (BTreeMap::new(), article(&[], &[]));
    let found =
        findings(&Evidence { document: &document, article: &article, sources: &sources, rules: &rules });
    assert_eq!(found[0].severity, Severity::Blocking);
}

#[test]
fn findings_come_in_reading_order() {
    let document = disclaimed(vec![
        paragraph("It always works."),
        paragraph("It hides\u{200B} well."),
        paragraph("It cures."),
    ]);
    assert_eq!(ids(&document, &article(&[], &[])), ["hidden-characters", "absolute-words", "absolute-words"]);
}
