//! Words that tell numbers which are marks from numbers which are text.

use crate::import::date;

/// What stands before a number, parted from it by a space.
pub(super) enum Left {
    Word(LeftWord),
    /// The end of something: a bracket, a quotation mark, a percentage, a name that ends in a digit; or what
    /// only an example of a source can follow ("e.g.,").
    Closing,
    /// A number that no whole number can follow: a decimal or a year.
    Decimal,
    Nothing,
}

/// What the word before a number says about it.
pub(super) struct LeftWord {
    /// A mark may stand behind it.
    pub(super) can_be_cited: bool,
    /// Things of its kind are numbered: "grade".
    pub(super) is_numbered: bool,
    /// A number in words.
    pub(super) is_number: bool,
    /// A publication: "study", or a journal's name behind "published in".
    pub(super) is_work: bool,
    pub(super) opens_block: bool,
    pub(super) opens_sentence: bool,
}

/// Looks at what stands before code point `at`.
pub(super) fn left_of(text: &[char], at: usize) -> Left {
    let mut tokens = Tokens { text: text.get(..at).unwrap_or_default() };
    let Some(token) = tokens.next() else { return Left::Nothing };
    let Some(last) = token.chars().next_back() else { return Left::Nothing };
    if last.is_ascii_digit() {
        let year = token.len() == 4 && (token.starts_with("19") || token.starts_with("20"));
        let decimal =
            token.contains('.') && token.chars().all(|c| c.is_ascii_digit() || ".-−+<>=≤≥".contains(c));
        return if year || decimal {
            Left::Decimal
        } else if token.contains(char::is_alphabetic) && !token.starts_with(|c: char| c.is_ascii_digit()) {
            Left::Closing
        } else {
            Left::Nothing
        };
    }
    if ["(e.g.,", "e.g.,", "(cf."].contains(&token.as_str()) {
        return Left::Closing;
    }
    if ")]%\"\u{201d}\u{2019}".contains(last) {
        return Left::Closing;
    }
    let word = token.trim_start_matches(|c: char| !c.is_alphanumeric());
    let others = word == "al.";
    if !(last.is_alphabetic() || others) {
        return Left::Nothing;
    }
    let before: Vec<String> = tokens.take(8).collect();
    Left::Word(judge(word.trim_end_matches('.'), &before))
}

/// Tokens between white space, from the end of the text backwards; a line break ends them.
struct Tokens<'a> {
    text: &'a [char],
}

impl Iterator for Tokens<'_> {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        let spaces = self.text.iter().rev().take_while(|c| c.is_whitespace() && **c != '\n').count();
        let end = self.text.len() - spaces;
        let len = self.text.get(..end)?.iter().rev().take_while(|c| !c.is_whitespace()).count();
        let token = self.text.get(end - len..end)?;
        self.text = self.text.get(..end - len)?;
        (len > 0).then(|| token.iter().collect())
    }
}

/// `before` holds the tokens before the word, the nearest first.
fn judge(word: &str, before: &[String]) -> LeftWord {
    let lower = word.to_lowercase();
    let lower = lower.as_str();
    let nearest =
        before.first().map(|token| token.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
    let nearest = nearest.as_deref().unwrap_or_default();
    let capital = word.starts_with(char::is_uppercase);
    let opens_sentence = before.first().is_none_or(|token| token.ends_with(['.', '!', '?', ':']));

    let is_time = TIMES.contains(&lower);
    let is_numbered = if is_time {
        !["a", "each", "every", "per", "same"].contains(&nearest)
    } else if PARTS_OF_A_TRIAL.contains(&lower) {
        opens_sentence || LEADING.contains(&nearest) || TAKING_NUMBERS.contains(&nearest)
    } else if ["analysis", "article", "paper", "report", "review", "study", "survey", "trial"]
        .contains(&lower)
    {
        // "in study 2" names one of several; "in the study 2" and "in one study 2" cite.
        capital
            || opens_sentence
            || (LEADING.contains(&nearest)
                && !["a", "an", "another", "that", "the", "this"].contains(&nearest))
    } else if PLURALS.contains(&lower) {
        !nearest.ends_with(|c: char| c.is_ascii_digit()) && !NUMBERS.contains(&nearest)
    } else {
        NUMBERED.contains(&lower) || ABBREVIATIONS.contains(&word) || (capital && WORKS.contains(&lower))
    };
    let is_number = NUMBERS.contains(&lower);
    let single = word.chars().count() == 1;
    let can_be_cited = !(is_numbered
        || is_number
        || single
        || LEADING.contains(&lower)
        || TAKING_NUMBERS.contains(&lower)
        || (capital && date::month(word).is_some()));
    let is_work = can_be_cited && (WORKS.contains(&lower) || (capital && is_journal(before)));
    LeftWord { can_be_cited, is_numbered, is_number, is_work, opens_block: before.is_empty(), opens_sentence }
}

/// Whether the tokens before a capitalised word make it a journal's name: "published in the Annals of".
fn is_journal(before: &[String]) -> bool {
    let name = |token: &&String| {
        token.starts_with(char::is_uppercase) || ["of", "the", "and", "&"].contains(&token.as_str())
    };
    let mut rest = before.iter().skip_while(name);
    match rest.next().map(String::as_str) {
        Some("journal") => true,
        Some("in") => rest.next().is_some_and(|token| {
            ["published", "reported", "appeared", "appearing"].contains(&token.as_str())
        }),
        _ => false,
    }
}

/// Whether a number behind this word's abbreviated form belongs to it: "fig.3".
pub(super) fn is_abbreviated(word: &[char]) -> bool {
    let word: String = word.iter().collect();
    ["approx", "art", "chap", "fig", "figs", "ref", "refs", "sect", "suppl", "tab", "ver", "vol"]
        .contains(&word.as_str())
}

/// Whether a raised number behind this word is an exponent or an index.
pub(super) fn is_raised_base(word: &str) -> bool {
    const UNITS: [&str; 17] =
        ["cm", "dm", "ft", "g", "h", "kg", "km", "m", "mL", "min", "ml", "mm", "nm", "s", "sec", "µm", "μm"];
    word.chars().count() == 1 || word.contains('/') || UNITS.contains(&word)
}

/// Whether a number before this word is an amount.
pub(super) fn is_unit(word: &str) -> bool {
    const UNITS: [&str; 68] = [
        "%",
        "adults",
        "capsules",
        "cases",
        "children",
        "cm",
        "d",
        "day",
        "days",
        "deaths",
        "dl",
        "doses",
        "drops",
        "events",
        "fold",
        "g",
        "h",
        "hour",
        "hours",
        "hr",
        "hz",
        "iu",
        "kcal",
        "kg",
        "l",
        "m",
        "mcg",
        "meq",
        "men",
        "mg",
        "min",
        "minute",
        "minutes",
        "ml",
        "mm",
        "mmhg",
        "mmol",
        "month",
        "months",
        "ng",
        "nmol",
        "of",
        "participants",
        "patients",
        "people",
        "percent",
        "persons",
        "point",
        "points",
        "pills",
        "puffs",
        "studies",
        "subjects",
        "tablets",
        "times",
        "tablet",
        "to",
        "trials",
        "u",
        "units",
        "week",
        "weeks",
        "women",
        "x",
        "year",
        "years",
        "µg",
        "μg",
    ];
    UNITS.contains(&word.to_lowercase().as_str())
}

/// Whether the word is a verb by which a publication speaks.
pub(super) fn reports(word: &str) -> bool {
    REPORTING.contains(&word)
}

/// Whether a clause can go on with this word behind a mark in its middle.
pub(super) fn goes_on(word: &str) -> bool {
    word != "of" && word != "to" && (LEADING.contains(&word) || reports(word) || word == "was")
}

const WORKS: [&str; 38] = [
    "al",
    "analyses",
    "analysis",
    "article",
    "articles",
    "authors",
    "consensus",
    "data",
    "evidence",
    "findings",
    "guidance",
    "guideline",
    "guidelines",
    "investigation",
    "investigators",
    "label",
    "literature",
    "meta-analyses",
    "meta-analysis",
    "paper",
    "papers",
    "publication",
    "recommendation",
    "recommendations",
    "registry",
    "report",
    "reports",
    "researchers",
    "results",
    "review",
    "reviews",
    "statement",
    "studies",
    "study",
    "survey",
    "trial",
    "trials",
    "work",
];

const REPORTING: [&str; 61] = [
    "also",
    "analysed",
    "analyzed",
    "are",
    "assessed",
    "compared",
    "concluded",
    "concludes",
    "confirmed",
    "confirms",
    "demonstrate",
    "demonstrated",
    "demonstrates",
    "describe",
    "described",
    "describes",
    "did",
    "do",
    "does",
    "enrolled",
    "evaluated",
    "examined",
    "explored",
    "find",
    "finds",
    "focused",
    "found",
    "had",
    "has",
    "have",
    "highlighted",
    "highlights",
    "included",
    "indicate",
    "indicated",
    "indicates",
    "investigated",
    "is",
    "noted",
    "observed",
    "provide",
    "provided",
    "provides",
    "recommend",
    "recommended",
    "recommends",
    "report",
    "reported",
    "reports",
    "reveal",
    "revealed",
    "reveals",
    "show",
    "showed",
    "shows",
    "suggest",
    "suggested",
    "suggests",
    "support",
    "supports",
    "were",
];

/// Singular words whose things are numbered, and names that end in a number.
const NUMBERED: [&str; 107] = [
    "aim",
    "annex",
    "apgar",
    "apolipoprotein",
    "appendix",
    "bed",
    "bi-rads",
    "box",
    "case",
    "category",
    "chapter",
    "child-pugh",
    "chromosome",
    "class",
    "clause",
    "cluster",
    "coenzyme",
    "column",
    "complement",
    "condition",
    "cox",
    "criterion",
    "cycle",
    "dimension",
    "ecog",
    "enzyme",
    "eq",
    "equation",
    "exhibit",
    "experiment",
    "factor",
    "fig",
    "figure",
    "footnote",
    "gleason",
    "glycoprotein",
    "grade",
    "hypothesis",
    "id",
    "interferon",
    "interleukin",
    "item",
    "killip",
    "lane",
    "level",
    "line",
    "lot",
    "mallampati",
    "method",
    "model",
    "module",
    "no",
    "nos",
    "note",
    "nr",
    "number",
    "nyha",
    "objective",
    "omega",
    "option",
    "p",
    "page",
    "panel",
    "paragraph",
    "part",
    "period",
    "ph",
    "phase",
    "pi-rads",
    "priority",
    "protein",
    "protocol",
    "quartile",
    "question",
    "quintile",
    "rank",
    "ref",
    "reference",
    "room",
    "round",
    "row",
    "rule",
    "run",
    "scenario",
    "schedule",
    "score",
    "section",
    "sequence",
    "session",
    "site",
    "stage",
    "step",
    "subtype",
    "supplement",
    "table",
    "task",
    "tertile",
    "tier",
    "trimester",
    "trisomy",
    "type",
    "version",
    "visit",
    "vitamin",
    "volume",
    "wave",
    "zone",
];

/// Numbered too, but common as amounts: "per day 3" cites.
const TIMES: [&str; 6] = ["day", "hour", "minute", "month", "week", "year"];

/// Numbered when they stand alone: "in group 3", but "the placebo group 3" cites.
const PARTS_OF_A_TRIAL: [&str; 7] = ["arm", "cohort", "dose", "group", "patient", "population", "subgroup"];

/// Numbered unless an amount stands before them: "weeks 4", but "12 weeks 4" cites.
const PLURALS: [&str; 27] = [
    "ages",
    "chapters",
    "classes",
    "cycles",
    "days",
    "equations",
    "figs",
    "figures",
    "grades",
    "hours",
    "items",
    "minutes",
    "months",
    "nights",
    "numbers",
    "pages",
    "phases",
    "questions",
    "sections",
    "stages",
    "steps",
    "tables",
    "types",
    "versions",
    "visits",
    "weeks",
    "years",
];

/// Case counts: these abbreviations have a number as their last part.
const ABBREVIATIONS: [&str; 43] = [
    "APACHE", "ASA", "BMI", "BRCA", "CCS", "CD", "CKD", "COVID", "COX", "CTCAE", "CYP", "Covid", "DPP", "EQ",
    "FGF", "GCS", "GLP", "GOLD", "HER", "HHV", "HIV", "HLA", "HPV", "HSV", "HTLV", "IL", "INR", "KDIGO",
    "MELD", "MHC", "MMP", "MRS", "NCT", "NIHSS", "PDE", "SARS", "SARS-CoV", "SGLT", "SOFA", "TLR", "eGFR",
    "mRS", "pH",
];

const NUMBERS: [&str; 28] = [
    "billion",
    "dozen",
    "eight",
    "eighteen",
    "eleven",
    "fifteen",
    "fifty",
    "five",
    "forty",
    "four",
    "fourteen",
    "half",
    "hundred",
    "million",
    "nine",
    "nineteen",
    "one",
    "seven",
    "seventeen",
    "six",
    "sixteen",
    "sixty",
    "ten",
    "thirty",
    "thousand",
    "three",
    "twelve",
    "two",
];

/// Prepositions, determiners, conjunctions: what comes next belongs to them.
const LEADING: [&str; 86] = [
    "a",
    "about",
    "above",
    "across",
    "after",
    "all",
    "almost",
    "among",
    "an",
    "and",
    "another",
    "any",
    "approx",
    "approximately",
    "around",
    "as",
    "at",
    "before",
    "below",
    "between",
    "beyond",
    "both",
    "but",
    "by",
    "ca",
    "circa",
    "during",
    "each",
    "either",
    "every",
    "exactly",
    "except",
    "first",
    "for",
    "from",
    "if",
    "in",
    "into",
    "just",
    "last",
    "least",
    "like",
    "minus",
    "most",
    "near",
    "nearly",
    "neither",
    "next",
    "no",
    "nor",
    "not",
    "of",
    "on",
    "only",
    "or",
    "other",
    "over",
    "past",
    "per",
    "plus",
    "roughly",
    "since",
    "some",
    "such",
    "than",
    "that",
    "the",
    "their",
    "these",
    "this",
    "those",
    "through",
    "till",
    "times",
    "to",
    "toward",
    "under",
    "until",
    "upon",
    "versus",
    "via",
    "vs",
    "when",
    "which",
    "with",
    "within",
];

/// Verbs and nouns whose object or value is a number.
const TAKING_NUMBERS: [&str; 52] = [
    "add", "age", "aged", "are", "average", "averaged", "be", "been", "being", "count", "equal", "equals",
    "exceed", "exceeded", "exceeds", "gave", "give", "gives", "had", "has", "have", "having", "is", "mean",
    "median", "numbered", "range", "ranged", "ranges", "ranging", "rated", "reach", "reached", "reaches",
    "received", "receive", "receives", "require", "required", "requires", "scored", "scores", "scoring",
    "take", "takes", "took", "total", "totaled", "totalled", "was", "were", "without",
];
