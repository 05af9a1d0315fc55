use super::*;

/// Own sentences, one a line. What shall become a mark is wrapped in `‹›`; what is raised by a mark stands
/// between `^` and `^`. Each is read after a paragraph that cites 1 to 9.
const SENTENCES: &str = "\
# Brackets
Aspirin lowered the risk of a second stroke ‹[1]›.
Two trials ‹[2-4]› and one registry ‹[5]› agree.
Bleeding was more frequent ‹[2, 5]›, mostly from the gut.
This has been confirmed repeatedly ‹[1,3–5]›.
Mortality fell‹[6]›.
In 95% ‹[3]› of cases the fever ended.
The effect depended on the dose ‹[7; 8]›.
Early studies ‹[1]›, ‹[2]› were small.
See the statement ‹[^a]› of the society.
Some texts cite ‹[@doi:10.1000/xyz123; @pmid:12345678]› by identifiers.
Others cite ‹[@smith2019]› by names.
‹[4]› is cited at the beginning of this sentence.
The median age was 63 years (IQR [54-71]).
The interval [0, 1] holds every probability.
The value lay in the range [2, 9] throughout.
Response took 12 [8-15] weeks in most patients.
The year [2019] is no mark.
Take the tablets [see the section on food] in the morning.
The list x[01] is not cited.
The mean difference was -3.2 (95% CI [1, 5]).
# Parentheses
Metformin reduced weight ‹(3)›.
Weight fell with metformin ‹(3)›, but not with insulin.
As an older trial ‹(4)› had found, nausea was common.
The results were replicated ‹(2, 5)› in other countries.
The results were replicated ‹(2-4)›.
Sleep improved in 40% ‹(6)›.
The guideline was published earlier (2019).
Five (5) tablets were lost.
The rate is given in Figure (2).
Use equation (3) for children.
The patient should (1) rest, (2) drink and (3) return if fever occurs.
(1) Begin with the lowest dose.
Twelve patients (n = 3 women) dropped out.
The sample was small (12 patients).
Each vial (2) mg holds the same.
The dose was halved in some (30%) of them.
Grade (3) events were rare.
Both the low (0.2) and the high (2) setting worked.
It binds an antigen complex (MHC 1) on cells.
The virus enters through angiotensin-converting enzyme 2, a receptor.
# Superscripts by character
Statins prevent strokes‹¹›.
Statins prevent strokes.‹²›
Statins prevent strokes,‹³⁻⁵› and heart attacks.
Statins prevent strokes‹¹,³› in old age.
Platelets rose above 100 × 10⁹/L.
The body mass index was 31 kg/m².
The area was 12 cm² at first.
The model explained most of it (R² = 0.8).
Heterogeneity was high (I² of 80%).
A ¹³C breath test was positive.
The χ² test was used.
Clearance was 20 mL·min⁻¹ in most.
Calcium is present as Ca²⁺ in plasma.
# Superscripts by mark
Statins prevent strokes‹^1^›.
Statins prevent strokes.‹^2,3^› They are cheap.
Statins prevent strokes‹^4–6^› and more.
Counts rose to 10^9^ per liter.
The dose is given per m^2^ of skin.
It was the 1^st^ trial of its kind.
The isotope ^131^I is taken up by the thyroid.
Only women^a^ were enrolled.
The index was 27 kg/m^2^.
# Bare numerals that end a clause
Pain was relieved in 95% of patients ‹3›.
A rising dose is advised by the study ‹1›, as recommended.
The drug was generally well tolerated ‹4›.
The respiratory depression may be deeper and more prolonged ‹2›.
It costs less than the others ‹7›; insurers like it.
Symptoms eased with colchicine ‹5›
The label warns of this (see the trial ‹6›).
The hazard ratio was 0.69 ‹3›.
The rate was 28.8% compared to 18.0% ‹5›.
The drug (as a tablet) was stopped early (in 12%) ‹4›.
Some tests give false negatives (e.g., ‹7›), others do not.
Several trials agree on the benefit ‹3, 5›.
Several trials agree on the benefit ‹3,5›.
Several trials agree on the benefit ‹2-4›.
This was shown by Okafor et al. ‹8›.
The effect lasted for 12 weeks ‹4›.
Two capsules are taken per day ‹2›.
It did better than the placebo group ‹3›.
It lowered cholesterol levels ‹6›, too.
Reports of harm date from 2019 ‹5›.
Patients with grade 3 toxicity were excluded ‹2›.
It is safe in type 2 diabetes ‹5›.
COVID-19 raised the risk ‹7›.
The enzyme is blocked by CYP3A4 ‹2›.
Doctors call it \u{201c}the silent killer\u{201d} ‹1›.
The society revised its guidelines ‹1›.
The pain returned within days of stopping ‹9›.
Both arms improved ‹3›; neither was superior ‹4›.
Treatment works in adults ‹1›, children ‹2›, and the old ‹3›.
# Bare numerals inside a clause
The study ‹1› showed that it works.
A trial published in Neurology ‹2› enrolled adults only.
The review published in the Annals of Surgery ‹3› found no benefit.
Data from one registry ‹4› suggest the opposite.
A report in the journal Thorax ‹5› describes two deaths.
Study 1 showed a benefit and study 2 did not.
Group 1 was older than the rest.
Interleukin 6 is raised in sepsis.
# Copied superscripts behind a stop
The swelling went down in a week.‹3› Others saw no change.
The swelling went down (in most).‹3,4› Others saw no change.
The swelling went down.‹5›
The ratio was 0.5 in both.
As shown in fig.3 The swelling went down.
The value rose to p.5 The rest fell.
# Amounts
Take 2.5 mg at bedtime.
The dose is 3 mg.
The maximum is 4.5 mg daily.
It was given to 20 patients.
The trial lasted 6 months, then 2 years.
Three of 5, or 60%, recovered.
The mean score was 5.
Pain fell by 3, on average.
Pain fell from 7 to 4.
The number needed to treat is 8.
Patients received 3, 5 or 7 doses.
The ratio was about 2.
The risk was higher by a factor of 3.
No more than 4, please.
She has children aged 5, 7 and 9.
The total was 12.
It takes at least 3.
The count was below 4, as expected.
It enrolled 5,522 adults.
The cost rose to 1, 2 and then 3 dollars.
The difference was 0.5 to 2.
Values above 5 are abnormal.
Give 1 or 2 tablets.
Between 3 and 5 were lost.
The pH was 7.
One in 4, at worst, relapses.
The rate was 3 per 100.
# Things that bear a number
It is common in type 2 diabetes.
Toxicity of grade 3, or worse, was rare.
Most had toxicity of grade 3.
The compound is in phase 3.
The compound is in phase 3 trials.
The rash appeared on day 7.
The rash appeared on day 7, then faded.
Cancer was found in stage 4 disease.
Cancer was found at stage 4.
Vitamin B 12 is stored in the liver.
They lacked vitamin B 12.
They were tested for COVID 19.
They were tested for COVID 19, then sent home.
The cohort was small, n = 3.
The result is shown in Figure 2.
Doses are listed in Table 1.
Doses are listed in Table 1, below.
Blood was drawn at weeks 2, 4, and 8.
Blood was drawn on days 1, 8, and 15.
It blocks interleukin 6.
It blocks IL 6, a cytokine.
Fish holds much omega 3.
The agonist binds GLP 1.
She was in NYHA class 3.
He had an ECOG status of ECOG 2.
The fetus had trisomy 21.
They were assigned to group 3.
They were assigned to arm 2, without a mask.
See chapter 4.
See section 5, above.
This is step 2.
It is a level 1, not a level 2.
It follows protocol 5.
Trial visits are visits 3, 4 and 5.
The vaccine is dose 2, given late.
They graded it Gleason 7.
She had a BMI of BMI 35.
The patient was in room 9.
# Dates, ranges and others
The page was updated on June 2, 2025.
The law took effect in May 3, as planned.
It was approved in 2019.
Take it for 3-5 days.
Doses ranged 3-5.
The range is 2 to 4.
Ages 5-12, mostly boys.
It happened on 3/4 of the days.
It begins at 8:30.
The odds were 3:1.
The temperature was 38°.
A 5-point scale was used.
It is a 2-year study.
The 3rd attempt worked.
It was version 2.
The score ranged from 1 to 9.
5 patients died.
It was numbered 4.
The proportion was 1/3.
It was the first 3.
";

/// The paragraph for a line of [`SENTENCES`], and the marks expected in it.
fn read(line: &str) -> (Vec<Inline>, Vec<String>) {
    let mut inlines = Vec::new();
    let mut expected: Vec<String> = Vec::new();
    let (mut raised, mut cited) = (false, false);
    for c in line.chars() {
        match c {
            // `[^a]` is no border of a superscript.
            '^' if !line.contains("[^") => raised = !raised,
            '‹' => {
                cited = true;
                expected.push(String::new());
            }
            '›' => cited = false,
            c => {
                let marks = if raised { vec![Mark::Superscript] } else { Vec::new() };
                inlines.push(Inline::marked(c.to_string(), marks));
                if cited && let Some(mark) = expected.last_mut() {
                    mark.push(c);
                }
            }
        }
    }
    (inlines, expected)
}

/// The marks and keys found in a text that follows one citing 1 to 9.
fn marks_of(blocks: Vec<Block>) -> Vec<(String, Vec<String>)> {
    let mut draft = Draft { blocks, ..Draft::default() };
    draft.blocks.insert(0, Block::paragraph(vec![Inline::text("Known [1-9].")]));
    let mut document = crate::Document { content: draft.blocks };
    document.normalise();
    draft.blocks = document.content;
    mark(&mut draft);
    let document = crate::Document { content: draft.blocks };
    let blocks = document.text_blocks();
    let inlines = blocks.iter().skip(1).flat_map(|block| block.inlines);
    inlines
        .filter_map(|inline| match &inline.kind {
            InlineKind::Citation { attrs } => Some((attrs.mark.clone(), attrs.keys.clone())),
            _ => None,
        })
        .collect()
}

#[test]
fn marks_are_told_from_numbers() {
    let lines: Vec<&str> = SENTENCES.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(lines.len() >= 120, "{}", lines.len());
    let mut wrong = Vec::new();
    for line in lines {
        let (inlines, expected) = read(line);
        let found: Vec<String> =
            marks_of(vec![Block::paragraph(inlines)]).into_iter().map(|(mark, _)| mark).collect();
        if found != expected {
            wrong.push(format!("{line}\n    found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

fn keys_in(text: &str) -> Vec<Vec<String>> {
    marks_of(vec![Block::paragraph(vec![Inline::text(text)])]).into_iter().map(|(_, keys)| keys).collect()
}

#[test]
fn ranges_and_lists_name_every_source() {
    assert_eq!(keys_in("It helps [2-4]."), [["2", "3", "4"]]);
    assert_eq!(keys_in("It helps [2, 5]."), [["2", "5"]]);
    assert_eq!(keys_in("It helps [1,3–5]."), [["1", "3", "4", "5"]]);
    assert_eq!(keys_in("It helps ¹⁻³."), [["1", "2", "3"]]);
    assert_eq!(keys_in("It helps patients 3, 5."), [["3", "5"]]);
    assert_eq!(keys_in("It helps [^a]."), [["a"]]);
    assert_eq!(keys_in("It helps [@a; @b]."), [["a", "b"]]);
}

fn keys_alone(text: &str) -> usize {
    let mut draft = Draft { blocks: vec![Block::paragraph(vec![Inline::text(text)])], ..Draft::default() };
    mark(&mut draft);
    let [Block::Paragraph { content }] = draft.blocks.as_slice() else { panic!() };
    content.iter().filter(|inline| matches!(inline.kind, InlineKind::Citation { .. })).count()
}

#[test]
fn numbers_out_of_sequence_stay_text() {
    assert_eq!(keys_alone("It relieved pain in most patients 3."), 1);
    assert_eq!(keys_alone("The bus stops at the patients 40."), 0);
    assert_eq!(keys_alone("It was safe in adults 1. It was cheap in trials 2. It was sold in shops 88."), 2);
    assert_eq!(keys_alone("It was safe [1-20]. It was sold in shops 24."), 2);
}

#[test]
fn headings_and_tables_keep_their_numbers() {
    let heading = Block::heading(2, vec![Inline::text("Safety in patients 3")]);
    assert!(marks_of(vec![heading]).is_empty());
    let heading = Block::heading(2, vec![Inline::text("Safety [3]")]);
    assert_eq!(marks_of(vec![heading]).len(), 1);
    let cell = |text: &str| crate::TableCell::TableCell {
        attrs: crate::CellAttrs::default(),
        content: vec![Block::paragraph(vec![Inline::text(text)])],
    };
    let row = crate::TableRow { content: vec![cell("Women (3)"), cell("Men [4]"), cell("Placebo 5")] };
    assert_eq!(marks_of(vec![Block::Table { content: vec![row] }]).len(), 1);
}

#[test]
fn a_reference_list_is_not_cited() {
    let list = Block::OrderedList {
        attrs: crate::OrderedListAttrs { order: 1 },
        content: vec![crate::ListItem {
            content: vec![Block::paragraph(vec![Inline::text("Okafor A. On pain [1]. Pain 2020;3(4).")])],
        }],
    };
    assert!(marks_of(vec![Block::heading(2, vec![Inline::text("References")]), list]).is_empty());
}
