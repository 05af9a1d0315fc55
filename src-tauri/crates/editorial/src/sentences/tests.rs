use super::sentences;
use document::LEAF;
use proptest::prelude::*;

/// The text of a case: `|` stands where a sentence ends and the next begins, `¤` for a citation mark.
fn check(case: &str) -> Option<String> {
    let expected: Vec<String> =
        case.split('|').map(|s| s.replace('¤', &LEAF.to_string()).trim().to_owned()).collect();
    let text = case.replace('|', "").replace('¤', &LEAF.to_string());
    let chars: Vec<char> = text.chars().collect();
    let found: Vec<String> =
        sentences(&text).into_iter().map(|range| chars[range].iter().collect()).collect();
    (found != expected).then(|| format!("{case}: {found:#?}"))
}

const CASES: &[&str] = &[
    // Plain.
    "Colchicine is old. |It still helps.",
    "Does it help? |It does.",
    "Stop at once! |Call the clinic.",
    "Really?! |Yes.",
    "It was tried... |The trial failed.",
    "One sentence without a stop",
    "A heading-like line: then more of it",
    "  Spaces before. |  Spaces after.  ",
    // Decimals, doses, units.
    "Give 0.5 mg twice daily. |Stop at diarrhoea.",
    "The dose is 1.2 mg, then 0.6 mg. |No more is given.",
    "Creatinine fell to 1.1. |Urea did not.",
    "A dose of .5 mg is enough. |More harms.",
    "Serum levels of 3.5 vs. 4.1 mmol/l were seen. |Neither mattered.",
    "P was < .05. |Patients improved.",
    "The mean fell by 2.3 (95% CI 1.1 to 3.5). |That is little.",
    "It costs $12.50. |Insurers pay.",
    "Take 5 mg. daily with food. |Then rest.",
    "Titrate to 10 mg. |Reassess in a week.",
    "The half-life is 27 h. |Dialysis does not help.",
    "A total of 1,200 joined. |300 left.",
    "Blood was drawn. |12 patients bled.",
    "Doses were halved in 2019. |20 centres took part.",
    "INR was 2.5. |3 patients bled.",
    "It reduces events per mmol/L. |Myopathy causes pain.",
    "The next is 10 mg/L. |Myopathy causes pain in 5%.",
    "It fell by 10 mmol/L.[3-5] |Myopathy followed.",
    "It fell to 0.5 mg/L. |pH fell to 7.1.",
    "He drank 2 L. |Sodium fell.",
    "ALT rose to 300 U/L.¤ |Statins were stopped.",
    // Abbreviations that never end.
    "Other drugs, e.g. naproxen, help. |So does rest.",
    "Other drugs, e.g. Naprosyn, help. |So does rest.",
    "Macrolides (e.g. clarithromycin) raise levels. |Avoid them.",
    "The kidney, i.e. the tubule, suffers. |It recovers.",
    "Compare cf. Smith. |It differs.",
    "Dr. Miller saw it. |She wrote it down.",
    "Drs. Miller and Okafor agreed. |Others did not.",
    "Prof. Sato led it. |It took a year.",
    "Mr. Jones and Mrs. Jones took part. |Both improved.",
    "St. John's wort lowers levels. |Avoid it.",
    "Colchicine vs. Placebo was tried. |It won.",
    "See Fig. 2 and Figs. 3 to 5. |They show it.",
    "As in ref. 12, pain fell. |As in refs. 3 and 4, it did not.",
    "Wait approx. 2 weeks. |Then repeat.",
    "Levels peak at ca. 1 h. |They fall slowly.",
    "It is listed in vol. 3, pp. 12 to 15. |See there.",
    "Turn to p. 55. |There it is.",
    "Rule No. 5 applies. |Rule 6 does not.",
    "The answer is no. |There is no proof.",
    // Abbreviations that sometimes end.
    "Smith et al. found less pain. |Others found more.",
    "Smith et al. Found nothing new.",
    "This was shown by Smith et al. |The trial was small.",
    "Smith et al. 2019 saw it too. |It holds.",
    "Avoid ibuprofen, naproxen, etc. |Paracetamol is fine.",
    "Avoid ibuprofen, naproxen, etc. in gout. |Paracetamol is fine.",
    "Made by Pharma Inc. in Basel. |It sells well.",
    "Made by Pharma Inc. |It sells well.",
    "Candida spp. were found. |Therapy began.",
    "Swabs grew Candida spp. |The drug was stopped.",
    "A max. 3 doses are given. |A min. of one is needed.",
    "It is licensed in the U.S. and Japan. |It is not in Peru.",
    "It is licensed in the U.S. |The label says so.",
    "The U.S. Food and Drug Administration agreed. |Others followed.",
    "He holds a Ph.D. in pharmacy. |She does too.",
    "Take 500 mg b.i.d. with food. |Drink water.",
    "Take 500 mg b.i.d. |Colchicine is added later.",
    "Give 2 g i.v. |Naloxone is kept at hand.",
    "Give 2 mg p.o. q. 6 h. |Then stop.",
    "Doses at 8 a.m. and 8 p.m. |The last is skipped.",
    "It began on Sept. 5. |It ended on Dec. 20.",
    // Initials and genus names.
    "It was led by J. R. Okafor. |He retired.",
    "It was led by Anna B. Lind. |She retired.",
    "Cultures grew E. coli and S. aureus. |Both were sensitive.",
    "The cause is N. gonorrhoeae. |Treat the partner.",
    "It lowers vitamin D. |Patients take more.",
    "It treats hepatitis C. |Sofosbuvir is used.",
    "Group A. |Group B.",
    "The doctor and I. |Did you see it?",
    // Closers.
    "(All patients had pain.) |None complained.",
    "Pain fell (it had been severe. It woke them.) at night. |Sleep came back.",
    "It fell (see Fig. 2. Data not shown). |It rose.",
    "“It helps.” |She was sure.",
    "“It helps.” she said. |He nodded.",
    "They said \"It works.\" |We doubt it.",
    "It says: \"Offer a statin. Do not use scores.\" |It adds more.",
    "It says: “Offer a statin. Do not use scores.” |It adds more.",
    "\"Offer a statin. |Do not use scores.\" |It adds more.",
    "A 5\" tube was used. |They said \"It works.\" |We doubt it.",
    "An unclosed \"quotation here. |The next goes on.",
    "The [...] dose was low. |It helped.",
    "An unclosed (bracket here. |The next goes on.",
    // Citation marks.
    "Pain fell ¤. |Sleep improved ¤.",
    "Pain fell.¤ |Sleep improved.¤",
    "Pain fell. ¤ |Sleep improved. ¤",
    "Pain fell.¤¤ |Sleep improved.",
    "Pain fell.¤,¤ |Sleep improved.",
    "Pain fell (¤). |Sleep improved [¤].",
    "Pain fell.[¤] |Sleep improved.",
    "Pain fell.[3] |Sleep improved.[4-6]",
    "Pain fell. [3] |Sleep improved. [4, 5]",
    "Pain fell.(3) |Sleep improved.",
    "Pain fell.¹ |Sleep improved.²,³ |Mood did not.",
    "Pain fell.3 |Sleep improved.4,5 |Mood did not.6",
    "Pain fell in 95%.3 |Sleep improved.",
    "In the study ¤, pain fell. |It came back.",
    "Pain fell. |¤ reported the same.",
    "Pain fell. |(3) Sleep improved.",
    "¤ An image comes first. |Then words.",
    // Sentences that begin without a capital.
    "Gene levels fell. |mRNA was stable.",
    "The buffer was weak. |pH fell to 6.8.",
    "Pain was scored. |α-Blockers were stopped.",
    "Gene levels fell. |p53 causes arrest.",
    "Pain was scored. |α-blockers lower pressure. |β2-agonists open airways. |beta2-agonists do too.",
    "Give 5 mg p.o. q6h for pain. |Then stop.",
    // Names with stops.
    "See www.example.org/a.b for it. |It is free.",
    "It is at https://example.org/page.html. |Please look.",
    "Mail a.b@example.org. |Someone answers.",
    "It is NCT01234567 at ClinicalTrials.gov. |It closed.",
    "Dr.Oracle takes no liability. |Nobody does.",
    "Use version 2.1.3. |It is current.",
    // Glued.
    "Pain fell.|Sleep improved. |Mood did not.",
    // Lists inside a block.
    "1. Stop the drug. |2. Give charcoal.",
    "1) Stop the drug. |2) Give charcoal.",
    "a. Stop the drug at once.",
    "II. Methods of the trial",
    "• Stop the drug |• Give charcoal",
    // Line breaks.
    "Dose: 5 mg\n|Route: oral",
    "The dose is raised\nevery week. |Then it is held.",
    "The dose is raised,\nThursday first. |Then it is held.",
    "Stop.\n|Then start.",
    // Ellipses, odd stops.
    "It was . . . not seen. |It was heard.",
    "Wait . . . . |Then go.",
    "Does Yahoo! in this text end it? |No.",
    "疼痛减轻。|睡眠改善。",
];

#[test]
fn cases() {
    assert!(CASES.len() >= 80);
    let wrong: Vec<String> = CASES.iter().filter_map(|case| check(case)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_in_nothing() {
    assert!(sentences("").is_empty());
    assert!(sentences(" \n ").is_empty());
}

proptest! {
    /// Every character but white space is in exactly one sentence, in order.
    #[test]
    fn sentences_part_the_text(text in r#"([A-Za-z]{1,6}|[0-9]{1,3}|Dr|e\.g|[.!?…]|[()\[\]"”]|\u{FFFC}|[ \n•,]){0,60}"#) {
        let chars: Vec<char> = text.chars().collect();
        let mut at = 0;
        for range in sentences(&text) {
            prop_assert!(chars[at..range.start].iter().all(|c| c.is_whitespace()));
            prop_assert!(range.start < range.end && range.end <= chars.len());
            prop_assert!(!chars[range.start].is_whitespace() && !chars[range.end - 1].is_whitespace());
            at = range.end;
        }
        prop_assert!(chars[at..].iter().all(|c| c.is_whitespace()));
    }

    #[test]
    fn any_text_is_fine(text in "\\PC{0,80}") {
        sentences(&text);
    }
}
