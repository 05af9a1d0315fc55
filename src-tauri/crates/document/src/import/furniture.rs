//! Page furniture: what stands on the page of origin and is not the article's text.
//!
//! It is recognised by its words, line by line, in the top-level blocks of any format:
//!
//! - *stepper*: two or more stages in a row, each on its own line or parted by arrows, and a caption above
//!   them that ends in "status"; or a caption and one stage;
//! - *last updated*: a short line that begins so and holds a date;
//! - *notice*: before the body begins, a line about a board that reviews, the editorial policy, education
//!   only, or a review that is pending;
//! - *personalisation*: a line that begins with "personalise" or asks which of these the reader is, and the
//!   lines below it that address the reader or name a kind of reader;
//! - *follow-up*: a short line about a further question, and the lines below it that invite one, at the end;
//! - *navigation*: before the body begins, the words of buttons.
//!
//! A disclaimer is text, and stays. Whatever is taken out is kept word for word in [`Furniture`].

use super::{
    Draft, Furniture, FurnitureKind, Note,
    clean::{one_line, words_of},
    date,
};
use crate::{Block, Inline, InlineKind, Mark};

/// A line of a top-level block.
struct PageLine {
    block: usize,
    /// The number of the item it begins.
    label: String,
    words: String,
    /// Every word is strong.
    strong: bool,
    /// The level of the heading it is.
    heading: Option<u8>,
    /// Structure that is never furniture.
    table: bool,
}

/// Parts the furniture from the blocks; reads the date and the stage from it.
pub(super) fn part(draft: &mut Draft) {
    let lines: Vec<PageLine> =
        draft.blocks.iter().enumerate().flat_map(|(n, block)| lines_of(n, block, "")).collect();
    let mut taken: Vec<Option<FurnitureKind>> = vec![None; lines.len()];
    let mut head = true;
    let mut at = 0;
    while let Some([line, ..]) = lines.get(at..) {
        let Some((kind, count)) = recognise(&lines[at..], head) else {
            let title = at == 0 || line.heading == Some(1);
            head &= title || (line.heading.is_none() && word_count(&line.words) < 12 && !line.table);
            at += 1;
            continue;
        };
        for taken in taken.iter_mut().skip(at).take(count) {
            *taken = Some(kind);
        }
        at += count;
    }
    keep_whole(&draft.blocks, &lines, &mut taken);
    let mut at = 0;
    while let Some(kind) = taken.get(at) {
        let count = taken[at..].iter().take_while(|other| *other == kind).count();
        if let Some(kind) = *kind {
            let piece = &lines[at..at + count];
            learn(draft, kind, piece);
            let text = piece.iter().map(|line| format!("{}{}", line.label, line.words));
            draft.furniture.push(Furniture { kind, text: text.collect::<Vec<_>>().join("\n") });
        }
        at += count;
    }
    pending_stage(draft);
    remove(&mut draft.blocks, &lines, &taken);
}

/// Single lines are taken from paragraphs only; of any other block, all or none.
fn keep_whole(blocks: &[Block], lines: &[PageLine], taken: &mut [Option<FurnitureKind>]) {
    let mut at = 0;
    for (n, block) in blocks.iter().enumerate() {
        let count = lines[at..].iter().take_while(|line| line.block == n).count();
        let taken = &mut taken[at..at + count];
        if !matches!(block, Block::Paragraph { .. }) && taken.contains(&None) {
            taken.fill(None);
        }
        at += count;
    }
}

/// No line of furniture has more bytes than this.
const LONGEST: usize = 1_000;

/// Whether a text is the name of one stage.
pub(super) fn is_stage(text: &str) -> bool {
    stage(text).is_some()
}

/// Whether these lines, standing alone, would be taken for furniture; so that none becomes the title.
pub(super) fn is_furniture(text: &str) -> bool {
    text.len() <= LONGEST
        && text.lines().all(|line| {
            is_notice(line)
                || stages(line).is_some()
                || is_caption(line)
                || is_last_updated(line)
                || asks_who_reads(line)
                || invites_question(line)
                || is_button(line)
        })
}

fn lines_of(n: usize, block: &Block, label: &str) -> Vec<PageLine> {
    let line = |inlines: &[Inline], heading, table| {
        let words = one_line(&words_of(inlines));
        let strong = !words.is_empty()
            && inlines.iter().all(|inline| match &inline.kind {
                InlineKind::Text { text } => text.trim().is_empty() || inline.marks.contains(&Mark::Strong),
                _ => true,
            });
        PageLine { block: n, label: String::new(), words, strong, heading, table }
    };
    let mut lines = match block {
        Block::Heading { attrs, content } => vec![line(content, Some(attrs.level), false)],
        Block::Paragraph { content } => content
            .split(|inline| inline.kind == InlineKind::HardBreak)
            .map(|inlines| line(inlines, None, false))
            .collect(),
        Block::BulletList { content } => {
            content.iter().flat_map(|item| &item.content).flat_map(|inner| lines_of(n, inner, "")).collect()
        }
        Block::OrderedList { attrs, content } => (u64::from(attrs.order)..)
            .zip(content)
            .flat_map(|(number, item)| {
                let number = format!("{number}. ");
                let label = |at: usize| if at == 0 { number.clone() } else { String::new() };
                let lines = item.content.iter().enumerate();
                lines.flat_map(|(at, inner)| lines_of(n, inner, &label(at))).collect::<Vec<_>>()
            })
            .collect(),
        Block::Blockquote { content } => content.iter().flat_map(|inner| lines_of(n, inner, "")).collect(),
        Block::Table { .. } => vec![line(&[], None, true)],
    };
    if let Some(first) = lines.first_mut() {
        first.label.insert_str(0, label);
    }
    lines
}

/// What the lines begin with, and how many belong to it.
fn recognise(lines: &[PageLine], head: bool) -> Option<(FurnitureKind, usize)> {
    let first = lines.first().filter(|line| !line.words.is_empty() && line.words.len() <= LONGEST)?;
    if let Some(count) = stepper(lines) {
        return Some((FurnitureKind::StageStepper, count));
    }
    if is_last_updated(&first.words) {
        return Some((FurnitureKind::LastUpdated, 1));
    }
    if asks_who_reads(&first.words) {
        let more = lines.iter().skip(1).take(12).take_while(|line| addresses_reader(&line.words)).count();
        return Some((FurnitureKind::Personalisation, 1 + more));
    }
    if invites_question(&first.words)
        && lines.len() <= 10
        && lines.iter().all(|line| !line.table && word_count(&line.words) <= 60)
    {
        let more = lines.iter().skip(1).take_while(|line| speaks_of_questions(&line.words)).count();
        return Some((FurnitureKind::FollowUp, 1 + more));
    }
    if head && first.heading != Some(1) {
        if is_notice(&first.words) {
            return Some((FurnitureKind::Notice, 1));
        }
        if is_button(&first.words) {
            return Some((FurnitureKind::Navigation, 1));
        }
    }
    None
}

/// Notes what a piece of furniture says about the article.
fn learn(draft: &mut Draft, kind: FurnitureKind, lines: &[PageLine]) {
    match kind {
        FurnitureKind::LastUpdated => {
            // What the page shows counts more than what it says of itself unseen.
            let line = lines.first().map_or("", |line| line.words.as_str());
            let shown = date::first_date(line);
            if shown.is_some() {
                draft.metadata.last_updated = shown;
            } else {
                draft.notes.push(Note(format!(
                    "The date in \u{201c}{line}\u{201d} can be read in more than one way."
                )));
            }
        }
        FurnitureKind::StageStepper if draft.metadata.stage_of_origin.is_none() => {
            let stages: Vec<(Stage, bool)> = lines
                .iter()
                .filter_map(|line| Some((stages(&line.words)?, line.strong)))
                .flat_map(|(stages, strong)| stages.into_iter().map(move |stage| (stage, strong)))
                .collect();
            let marked = |(stage, strong): &&(Stage, bool)| *strong || stage.marked;
            let some_marked = stages.iter().filter(marked).count();
            if stages.len() == 1 || (some_marked > 0 && some_marked < stages.len()) {
                let current = stages.iter().rfind(marked).or(stages.first());
                draft.metadata.stage_of_origin = current.map(|(stage, _)| stage.name.clone());
            }
        }
        _ => {}
    }
}

/// A page that shows its stages without marking one still says that its review is pending.
fn pending_stage(draft: &mut Draft) {
    let stepper = draft.furniture.iter().find(|piece| piece.kind == FurnitureKind::StageStepper);
    let Some(stepper) = stepper.filter(|_| draft.metadata.stage_of_origin.is_none()) else { return };
    let names: Vec<String> =
        stepper.text.lines().filter_map(stages).flatten().map(|stage| stage.name).collect();
    let pending = draft.furniture.iter().any(|piece| is_pending(&piece.text));
    let submitted = names.iter().find(|name| name.eq_ignore_ascii_case("submitted")).filter(|_| pending);
    let names = names.join(", ");
    draft.notes.push(Note(match submitted {
        Some(stage) => {
            format!("The page shows the stages {names} and marks none; as it says that its review is pending, {stage} was taken.")
        }
        None => format!("The page shows the stages {names} and does not say which one it is in."),
    }));
    draft.metadata.stage_of_origin = submitted.cloned();
}

/// Leaves the taken lines out: whole blocks, and single lines of paragraphs.
fn remove(blocks: &mut Vec<Block>, lines: &[PageLine], taken: &[Option<FurnitureKind>]) {
    let mut at = 0;
    let mut out = Vec::with_capacity(blocks.len());
    for (n, mut block) in blocks.drain(..).enumerate() {
        let count = lines[at..].iter().take_while(|line| line.block == n).count();
        let taken = &taken[at..at + count];
        at += count;
        if count > 0 && !taken.contains(&None) {
            continue;
        }
        if let Block::Paragraph { content } = &mut block
            && taken.iter().any(Option::is_some)
        {
            let kept = content
                .split(|inline| inline.kind == InlineKind::HardBreak)
                .zip(taken)
                .filter(|(_, taken)| taken.is_none())
                .map(|(inlines, _)| inlines);
            *content = kept.collect::<Vec<_>>().join(&[Inline::hard_break()][..]);
        }
        out.push(block);
    }
    *blocks = out;
}

/// A stage as a page names it.
struct Stage {
    name: String,
    /// The page sets it off from the others.
    marked: bool,
}

const STAGES: [&str; 14] = [
    "approved",
    "changes requested",
    "draft",
    "in review",
    "pending",
    "pending review",
    "published",
    "rejected",
    "reviewed",
    "revision requested",
    "submitted",
    "submitted for review",
    "under review",
    "withdrawn",
];

/// The stages a line names, if it names nothing else.
fn stages(line: &str) -> Option<Vec<Stage>> {
    let (caption, rest) = line.split_once(':').unwrap_or(("", line));
    if !(caption.is_empty() || is_caption(caption)) {
        return None;
    }
    let parted: Option<Vec<Stage>> =
        rest.split(['→', '>', '›', '»', '|', '/', '➔', '➜']).map(stage).collect();
    parted.or_else(|| run_together(rest))
}

/// Stages behind each other on one line, with or without the space between them.
fn run_together(line: &str) -> Option<Vec<Stage>> {
    let mut out = Vec::new();
    let mut rest = line.trim();
    while !rest.is_empty() {
        let lower = rest.to_ascii_lowercase();
        let longest =
            STAGES.iter().filter(|stage| lower.starts_with(*stage)).max_by_key(|stage| stage.len())?;
        let (name, after) = rest.split_at_checked(longest.len())?;
        out.push(Stage { name: name.to_owned(), marked: false });
        rest = after.trim_start();
    }
    (out.len() >= 2).then_some(out)
}

fn stage(text: &str) -> Option<Stage> {
    let is_sign = |c: char| c.is_whitespace() || "✓✔☑✅●◉▶►⬤•○◯☐-*".contains(c);
    let numbered = text.trim_matches(is_sign);
    let name =
        numbered.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['.', ')']).trim();
    let lower = name.to_lowercase();
    let current = ["(current)", "(now)", "[x]"]
        .iter()
        .find_map(|sign| Some(name.get(..lower.strip_suffix(sign)?.len())?.trim()));
    let marked = current.is_some() || text.contains(|c| "✓✔☑✅●◉▶►⬤".contains(c));
    let name = current.unwrap_or(name);
    STAGES.contains(&name.to_lowercase().as_str()).then(|| Stage { name: name.to_owned(), marked })
}

/// "Article Review Status"
fn is_caption(line: &str) -> bool {
    let line = line.trim_end_matches(':').trim();
    word_count(line) <= 4 && (ends_with(line, "status") || ends_with(line, "review stage"))
}

fn stepper(lines: &[PageLine]) -> Option<usize> {
    let caption = usize::from(lines.first().is_some_and(|line| is_caption(&line.words)));
    let mut seen = 0;
    let mut count = 0;
    for line in lines.iter().skip(caption) {
        let Some(stages) = stages(&line.words) else { break };
        seen += stages.len();
        count += 1;
    }
    let captioned = caption == 1 || lines.first().is_some_and(|line| line.words.contains(':'));
    (seen >= 2 || (seen == 1 && captioned)).then_some(caption + count)
}

fn is_last_updated(line: &str) -> bool {
    const OPENINGS: [&str; 9] = [
        "date of last update",
        "last edited",
        "last modified",
        "last reviewed",
        "last revised",
        "last update",
        "page last",
        "updated on",
        "updated:",
    ];
    let lower = line.to_lowercase();
    word_count(line) <= 12
        && OPENINGS.iter().any(|opening| lower.starts_with(opening))
        && (date::first_date(line).is_some()
            || line.split(|c: char| !c.is_alphabetic()).any(|word| date::month(word).is_some())
            || line.chars().filter(char::is_ascii_digit).count() >= 6)
}

fn is_pending(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.contains("pending") && lower.contains("review")
}

fn is_notice(line: &str) -> bool {
    let lower = line.to_lowercase();
    let has = |word: &str| lower.contains(word);
    word_count(line) <= 40
        && (is_pending(line)
            || has("editorial policy")
            || (word_count(line) <= 4 && lower.ends_with("board"))
            || (has("education") && has("only"))
            || (has("board")
                && ["review", "accura", "check", "reads", "verif"].iter().any(|word| has(word))
                && ["article", "content", "page", "text"].iter().any(|word| has(word))))
}

fn asks_who_reads(line: &str) -> bool {
    let lower = line.to_lowercase();
    let has = |words: &str| lower.contains(words);
    (word_count(line) <= 6 && (lower.starts_with("personalize") || lower.starts_with("personalise")))
        || (word_count(line) <= 30
            && (has("best describes you") || has("which of these are you") || has("tailor your experience")))
}

fn addresses_reader(line: &str) -> bool {
    const READERS: [&str; 22] = [
        "caregiver",
        "clinician",
        "close",
        "continue",
        "doctor",
        "family member",
        "health professional",
        "healthcare professional",
        "healthcare provider",
        "medical student",
        "nurse",
        "other",
        "patient",
        "patient or caregiver",
        "pharmacist",
        "physician",
        "provider",
        "researcher",
        "save",
        "skip",
        "student",
        "submit",
    ];
    let lower = line.to_lowercase();
    let words = |these: &[&str]| lower.split(|c: char| !c.is_alphabetic()).any(|word| these.contains(&word));
    READERS.contains(&lower.trim_end_matches('s'))
        || READERS.contains(&lower.as_str())
        || (word_count(line) <= 40
            && words(&["you", "your"])
            && (words(&["us", "our", "helps", "tailor", "which", "describes", "choose"])))
}

fn invites_question(line: &str) -> bool {
    const PHRASES: [&str; 6] = [
        "ask a follow-up",
        "ask a question",
        "follow up question",
        "follow-up question",
        "further question",
        "have a question",
    ];
    let lower = line.to_lowercase();
    // What follows the question may be glued to it.
    let asks = |phrase: &str| lower.find(phrase).is_some_and(|at| at < 40);
    (lower.contains("question?") || (word_count(line) <= 10 && lower.starts_with("ask a")))
        && PHRASES.iter().any(|phrase| asks(phrase))
}

fn speaks_of_questions(line: &str) -> bool {
    line.to_lowercase().split(|c: char| !c.is_alphabetic()).any(|word| {
        matches!(
            word,
            "ask" | "question" | "questions" | "answer" | "answers" | "assistant" | "chat" | "send"
        )
    })
}

fn is_button(line: &str) -> bool {
    const BUTTONS: [&str; 16] = [
        "back",
        "bookmark",
        "copy link",
        "download pdf",
        "home",
        "listen",
        "log in",
        "login",
        "menu",
        "print",
        "save",
        "search",
        "share",
        "sign in",
        "skip to content",
        "skip to main content",
    ];
    BUTTONS.contains(&line.trim().to_lowercase().as_str())
}

fn word_count(line: &str) -> usize {
    line.split_whitespace().count()
}

fn ends_with(line: &str, ending: &str) -> bool {
    line.to_lowercase().ends_with(ending)
}

#[cfg(test)]
mod tests {
    use super::*;
    use FurnitureKind::{FollowUp, LastUpdated, Navigation, Notice, Personalisation, StageStepper};

    /// What is taken from a text, what stays of it, and the stage it is in.
    fn read(text: &str) -> (Vec<FurnitureKind>, String, Option<String>) {
        let mut draft = Draft { blocks: crate::import::text::read(text), ..Draft::default() };
        part(&mut draft);
        let document = crate::Document { content: draft.blocks };
        let kinds = draft.furniture.iter().map(|piece| piece.kind).collect();
        (kinds, document.plain_text(), draft.metadata.stage_of_origin)
    }

    #[test]
    fn furniture_is_taken_and_text_stays() {
        const TEXT: &str = "The drug works well in most of the adults who took it for a whole year.";
        let page = |before: &str, after: &str| format!("A title of it\n\n{before}\n\n{TEXT}\n\n{after}");
        for (before, after, kinds) in [
            ("Article Review Status\nSubmitted\nUnder Review\nApproved", "", vec![StageStepper]),
            ("Article Review Status\n\nSubmitted\n\nUnder Review\n\nApproved", "", vec![StageStepper]),
            ("Submitted → Under Review → Approved", "", vec![StageStepper]),
            ("Submitted Under Review Approved", "", vec![StageStepper]),
            ("SubmittedUnder ReviewApproved", "", vec![StageStepper]),
            ("Status: Draft", "", vec![StageStepper]),
            ("Last updated: June 2, 2025View editorial policy", "", vec![LastUpdated]),
            ("Updated: 2025-06-02", "", vec![LastUpdated]),
            ("Educational purposes only", "", vec![Notice]),
            ("All content is verified by an independent board", "", vec![Notice]),
            ("Share", "", vec![Navigation]),
            (
                "Personalise this page\n\nTell us which of these you are.\n\nPatient\n\nNurse",
                "",
                vec![Personalisation],
            ),
            ("", "Have a follow-up question?\n\nAsk our assistant.", vec![FollowUp]),
            ("", "Have a follow-up question?Our assistant answers in seconds.", vec![FollowUp]),
        ] {
            let (found, rest, _) = read(&page(before, after));
            assert_eq!(found, kinds, "{before} {after}");
            assert_eq!(rest, format!("A title of it\n{TEXT}\n"), "{before} {after}");
        }
        for kept in [
            "Approved",
            "The label was last updated in 2019 by the agency.",
            "Your doctor will personalize the dose for you.",
            "Our board reviewed every article that the search had found.",
            "The study was submitted and approved.",
            "Patients often ask: have a question ready before the visit",
        ] {
            let (found, rest, _) = read(&page("", &format!("{kept}\n\n{TEXT}")));
            assert_eq!(found, [], "{kept}");
            assert!(rest.contains(kept), "{kept}");
        }
    }

    #[test]
    fn the_stage_is_the_one_set_off() {
        let stage = |text: &str| read(&format!("A title of it\n\n{text}\n\nThe drug works in adults.")).2;
        assert_eq!(stage("Status: Draft").as_deref(), Some("Draft"));
        assert_eq!(stage("✓ Submitted\n● Under Review\nApproved").as_deref(), Some("Under Review"));
        assert_eq!(stage("Submitted\nUnder Review (current)\nApproved").as_deref(), Some("Under Review"));
        assert_eq!(
            stage("Content pending review\n\nSubmitted\nUnder Review\nApproved").as_deref(),
            Some("Submitted")
        );
        assert_eq!(stage("Submitted\nUnder Review\nApproved"), None);
    }
}
