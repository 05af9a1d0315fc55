//! A comparison on paper: which texts, the clinical changes as a table, then the text with what changed in it.

mod stretch;
mod table;
mod words;

use crate::{
    fonts::Face,
    parts::{self, ASIDE, QUIET, SECTION, SMALL, TEXT},
    runs::{Para, Run, Sign},
    sheet::{ACCENT, BLACK, Cell, Ink, LINE, Look, Role, SOFT, Sheets},
};
use chrono::{DateTime, FixedOffset};
use compare::{Change, Class, Comparison, Op, Row, Segment};
use document::Document;
use editorial::{Article, ArticleId, MemberId};
use std::collections::BTreeMap;
use store::{ExportNote, Result, Store};
use stretch::{Entry, Piece, Stretches};

/// Two texts, and all that is told of what changed between them.
#[derive(Debug)]
pub struct Compared {
    title: String,
    /// Names and values for the head of the first page.
    facts: Vec<(&'static str, String)>,
    comparison: Comparison,
    /// Who took note of each clinical change, by its key; `None` where nobody is asked to.
    acknowledged: Option<BTreeMap<String, Vec<String>>>,
    by: Option<String>,
    asked: String,
}

impl Compared {
    /// Two revisions of an article, for the member who asks.
    pub fn revisions(store: &mut Store, id: ArticleId, from: u32, to: u32, by: MemberId) -> Result<Self> {
        let comparison = store.comparison(id, from, to)?;
        let asked = store.asked_of(&format!("comparison of revisions {from} and {to}"), id)?;
        let article = store.article(id)?;
        let board = store.board()?;
        let name = |member: MemberId| board.members.get(&member).map(|member| member.name.clone());
        let mut acknowledged: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (member, since, until, key) in &article.acknowledged {
            // Who took note of a change before a newer revision was saved need not again.
            if let Some(name) = name(*member).filter(|_| *since == from && *until <= to) {
                let names = acknowledged.entry(key.clone()).or_default();
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        let mut facts = vec![("Board", board.name.clone())];
        for (side, number) in [("From", from), ("To", to)] {
            facts.extend(revision(&article, number, side, &name));
        }
        let by = name(by);
        Ok(Self {
            title: article.title.clone(),
            facts,
            comparison,
            acknowledged: Some(acknowledged),
            by,
            asked,
        })
    }

    /// Two texts by their names, of no board.
    pub fn texts(title: &str, old: (&str, &Document), new: (&str, &Document)) -> Self {
        let facts = vec![
            ("From", old.0.to_owned()),
            (DIGEST, old.1.digest().to_string()),
            ("To", new.0.to_owned()),
            (DIGEST, new.1.digest().to_string()),
        ];
        let comparison = compare::compare(old.1, new.1);
        Self {
            title: title.to_owned(),
            facts,
            comparison,
            acknowledged: None,
            by: None,
            asked: String::new(),
        }
    }

    /// What the record says of it.
    pub fn note(&self) -> ExportNote {
        ExportNote::new("PDF", self.asked.clone(), self.comparison.changes.len() as u64).of_text()
    }

    pub(crate) fn title(&self) -> String {
        format!("What changed: {}", self.title)
    }

    pub(crate) fn author(&self) -> &str {
        self.by.as_deref().unwrap_or("Imprimatur")
    }

    pub(crate) fn sentence(&self) -> &str {
        &self.comparison.summary.sentence
    }
}

const DIGEST: &str = "Its text, SHA-256";

/// A revision and the digest of its text, as lines of the head.
fn revision(
    article: &Article,
    number: u32,
    side: &'static str,
    name: &impl Fn(MemberId) -> Option<String>,
) -> Vec<(&'static str, String)> {
    let Some(revision) = article.revision(number) else { return vec![(side, format!("revision {number}"))] };
    let at = revision.at.format("%-d %B %Y, %H:%M UTC");
    let by = revision.by.and_then(name).map(|name| format!(", {name}")).unwrap_or_default();
    let message = match revision.message.as_str() {
        "" => String::new(),
        message => format!(": “{message}”"),
    };
    vec![(side, format!("revision {number}, {at}{by}{message}")), (DIGEST, revision.digest.to_string())]
}

const RED: Ink = [143, 20, 16];
const GREEN: Ink = [12, 77, 43];
const VIOLET: Ink = [71, 48, 138];
const HEAD: Look = Look::new(Face::Semibold, 7.6, SOFT);
const LINED: Look = Look { leading: 13.0, ..Look::new(Face::Regular, 9.4, BLACK) };

/// Lays the whole comparison.
pub(crate) fn lay(sheets: &mut Sheets<'_>, compared: &Compared, made: DateTime<FixedOffset>) {
    parts::opening(sheets, "IMPRIMATUR · WHAT CHANGED", &compared.title);
    let mut facts = compared.facts.clone();
    let caution = &compared.comparison.summary.caution;
    facts.push(("Changes", format!("{}. {caution}", compared.sentence()).trim_end().to_owned()));
    let by = compared.by.as_deref();
    facts.push(("Made", by.map_or_else(|| parts::moment(made), |by| parts::made(made, by))));
    parts::facts(sheets, "What was compared", (QUIET, TEXT, 5.0), facts, None);
    clinical(sheets, compared);
    Laying { comparison: &compared.comparison, level: 2 }.text(sheets);
}

fn clinical(sheets: &mut Sheets<'_>, Compared { comparison, acknowledged, .. }: &Compared) {
    let changes: Vec<&Change> = comparison.listed().collect();
    sheets.space(26.0);
    let title = match changes.len() {
        0 => "No clinical change".to_owned(),
        1 => "1 clinical change".to_owned(),
        n => format!("{n} clinical changes"),
    };
    sheets.heading(2, SECTION, &title, None);
    if changes.is_empty() {
        let none = "None was found of doses, numbers, negations, drugs, populations, certainty, warnings or citations.";
        return sheets.paragraph(TEXT, none, None);
    }
    sheets.space(6.0);
    let table = sheets.part(Role::Table("The clinical changes".to_owned()), None);
    let (columns, names): (Vec<(f32, f32)>, &[&str]) = if acknowledged.is_some() {
        (spread(&[112.0, 262.0, 81.0]), &["What", "In its sentence", "Acknowledged by"])
    } else {
        (spread(&[122.0, 341.0]), &["What", "In its sentence"])
    };
    let heads: Vec<(Role, Cell)> =
        names.iter().map(|name| (Role::Head, vec![(HEAD, (*name).to_owned()).into()])).collect();
    sheets.row(&columns, &heads, table, 0.0);
    sheets.space(2.0);
    sheets.rule(0.5, LINE);
    let titles = comparison.titles();
    for change in changes {
        let mut classes: Vec<Class> =
            change.findings.iter().map(|found| found.class).filter(|class| class.clinical()).collect();
        classes.dedup();
        let names: Vec<&str> = classes.into_iter().map(Class::name).collect();
        let mut what: Cell = vec![(Look { face: Face::Semibold, ..LINED }, names.join(", ")).into()];
        if change.equivalent {
            what.push((SMALL, "the same, written differently".to_owned()).into());
        }
        for found in change.findings.iter().filter(|found| found.class.clinical()) {
            what.push((LINED, words::tidy(&found.description)).into());
        }
        let mut sentence = place(comparison, change, &titles);
        sentence.push(excerpt(change));
        let mut cells = vec![(Role::Name, what), (Role::Cell, sentence)];
        if let Some(names) = acknowledged {
            let who = names.get(&change.key).map_or_else(|| "nobody".to_owned(), |names| names.join(", "));
            cells.push((Role::Cell, vec![(LINED, who).into()]));
        }
        sheets.row(&columns, &cells, table, 4.0);
        sheets.space(4.0);
        sheets.rule(0.4, LINE);
    }
}

/// Columns of these widths beside each other, with a gap between.
fn spread(widths: &[f32]) -> Vec<(f32, f32)> {
    let mut x = 0.0;
    let place = |width: &f32| {
        let column = (x, *width);
        x += width + 8.0;
        column
    };
    widths.iter().map(place).collect()
}

/// The sentence that a change stands in, with the words of both texts.
fn excerpt(change: &Change) -> Para {
    let mut runs = Vec::new();
    for phrase in &change.excerpt {
        let fate = match phrase.op {
            Op::Insert => Fate::New,
            Op::Delete => Fate::Gone,
            Op::Equal | Op::MovedAway => Fate::Same,
        };
        let from = runs.len();
        let text = phrase.text.clone();
        let mut run = Run { look: LINED, raise: 0.0, sign: Sign::None, fate: None, text };
        fate.dress(phrase.clinical, &mut run);
        runs.push(run);
        apart(&mut runs, from);
    }
    Para::Runs(LINED.leading, runs)
}

fn place(comparison: &Comparison, change: &Change, titles: &[String]) -> Cell {
    let Some(row) = change.rows.first() else { return Vec::new() };
    let title = titles.get(*row as usize).filter(|title| !title.is_empty());
    // A change of a whole line says what stood in it.
    let heads = comparison.heads(*row).filter(|_| change.rows.len() == 1);
    let said = title
        .map(|title| format!("In “{title}”"))
        .into_iter()
        .chain(heads.map(|heads| format!("table: {heads}")));
    said.map(|said| (Look { leading: 12.5, ..QUIET }, said).into()).collect()
}

const LEGEND: [(&str, Fate, bool); 6] = [
    ("new", Fate::New, false),
    ("deleted", Fate::Gone, false),
    ("new, clinical", Fate::New, true),
    ("deleted, clinical", Fate::Gone, true),
    ("moved here", Fate::Here, false),
    ("formatting changed", Fate::Restyled, false),
];

/// What became of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Same,
    New,
    Gone,
    Here,
    Restyled,
}

impl Fate {
    /// How a run of it looks, and what is said of it.
    fn dress(self, clinical: bool, run: &mut Run) {
        let (ink, sign, fate) = match self {
            Self::Same => return,
            Self::New => (GREEN, Sign::Under { twice: false }, "inserted"),
            Self::Gone => (RED, Sign::Through, "deleted"),
            Self::Here => (VIOLET, Sign::Under { twice: true }, "moved here"),
            Self::Restyled => (SOFT, Sign::Under { twice: false }, "formatting changed"),
        };
        (run.look.ink, run.sign, run.fate) = (ink, sign, Some(fate));
        if clinical {
            run.sign = Sign::Framed { gone: self == Self::Gone };
            run.look.face = Face::Semibold;
        }
    }
}

/// The text, row by row.
struct Laying<'a> {
    comparison: &'a Comparison,
    /// Of the last heading: none is passed over on the way down, so that who listens can follow.
    level: u16,
}

impl Laying<'_> {
    fn text(&mut self, sheets: &mut Sheets<'_>) {
        sheets.space(28.0);
        sheets.heading(2, SECTION, "The text, with what changed in it", None);
        sheets.space(4.0);
        let mut legend = Vec::new();
        for (name, fate, clinical) in LEGEND {
            let blank = Run {
                look: Look::new(Face::Regular, 9.0, SOFT),
                raise: 0.0,
                sign: Sign::None,
                fate: None,
                text: name.to_owned(),
            };
            let mut run = blank.clone();
            fate.dress(clinical, &mut run);
            run.fate = None;
            legend.extend([run, Run { text: "  \u{a0}\u{a0}".to_owned(), ..blank }]);
        }
        sheets.runs(&Para::Runs(15.0, legend), 0.0, None, Role::Paragraph);
        sheets.space(6.0);
        let stretches = Stretches::of(self.comparison);
        for entry in stretches.entries() {
            match entry {
                Entry::Fold(told) => {
                    sheets.space(7.0);
                    sheets.paragraph(ASIDE, &told, None);
                    sheets.space(4.0);
                }
                Entry::Piece(Piece { table: Some(at), .. }) => table::lay(self, sheets, *at),
                Entry::Piece(piece) => piece.rows.iter().for_each(|row| self.row(sheets, row)),
            }
        }
    }

    fn is_grave(&self, row: &Row) -> bool {
        let clinical = |id: u32| self.comparison.changes.get(id as usize).is_some_and(|c| c.clinical);
        row.segments
            .iter()
            .filter_map(|segment| segment.change)
            .chain(row.changes.iter().copied())
            .any(clinical)
    }

    fn row(&mut self, sheets: &mut Sheets<'_>, row: &Row) {
        let Some(block) = row.new.as_ref().or(row.old.as_ref()) else { return };
        let (mut look, mut above, mut role) = (TEXT, 5.0, Role::Paragraph);
        let (mut indent, mut marker) = (f32::from(block.quoted) * 16.0, None);
        match block.role {
            compare::Role::Heading { level } => {
                let size =
                    [14.0, 12.5, 11.5].get(usize::from(level.saturating_sub(1))).copied().unwrap_or(10.5);
                (look, above) = (Look::new(Face::Semibold, size, BLACK), 13.0);
                self.level = (u16::from(level) + 2).min(self.level + 1).min(6);
                role = Role::Heading(self.level, words::text(row).trim().to_owned());
            }
            compare::Role::ListItem { depth, ordered, first } => {
                indent += f32::from(depth) * 16.0;
                above = 2.5;
                let number = block.path.len().checked_sub(2).and_then(|at| block.path.get(at)).copied();
                marker = first.then(|| match (ordered, number) {
                    (true, Some(number)) => format!("{}.", number + 1),
                    _ => "•".to_owned(),
                });
            }
            compare::Role::Paragraph | compare::Role::Cell { .. } => {}
        }
        sheets.space(above);
        let since = sheets.here(if matches!(role, Role::Heading(..)) { 120.0 } else { look.leading * 2.0 });
        if let Some(note) = self.note(row) {
            sheets.runs(&Para::Plain(ASIDE, note), indent, None, Role::Paragraph);
        }
        let para = Para::Runs(look.leading, runs(row, look));
        let marker = marker.as_deref().map(|text| (Look { ink: SOFT, ..look }, text));
        sheets.runs(&para, indent, marker, role);
        if self.is_grave(row) {
            sheets.bar(since, 2.6, ACCENT);
        } else if stretch::changed(row) {
            sheets.bar(since, 0.8, SOFT);
        }
    }

    /// Where a block came from, and what else became of it.
    fn note(&self, row: &Row) -> Option<String> {
        let restyled = row.segments.iter().filter(|segment| segment.formatting.is_some());
        let changes = restyled.filter_map(|s| self.comparison.changes.get(s.change? as usize));
        let mut said: Vec<&str> = row.note.iter().map(|note| note.text.as_str()).collect();
        for change in changes {
            if !said.contains(&change.description.as_str()) {
                said.push(&change.description);
            }
        }
        (!said.is_empty()).then(|| words::sentence(&said.join("; ")))
    }
}

/// A row's text, run by run.
fn runs(row: &Row, look: Look) -> Vec<Run> {
    let mut runs = Vec::new();
    for segment in &row.segments {
        let fate = match (segment.op, segment.move_id, &segment.formatting) {
            (Op::Insert, ..) => Fate::New,
            (Op::Delete, ..) => Fate::Gone,
            (Op::MovedAway, ..) => {
                runs.extend(elsewhere(segment, look));
                continue;
            }
            (Op::Equal, Some(_), _) => Fate::Here,
            (Op::Equal, None, Some(_)) => Fate::Restyled,
            (Op::Equal, None, None) => Fate::Same,
        };
        let from = runs.len();
        words::runs(segment, look, &mut runs);
        runs[from..].iter_mut().for_each(|run| fate.dress(segment.clinical, run));
        apart(&mut runs, from);
    }
    runs
}

/// Where text stands that stood here: it is read there, once.
fn elsewhere(segment: &Segment, look: Look) -> Option<Run> {
    let text = format!("[{}] ", segment.elsewhere.as_ref()?.text);
    let look = Look { ink: VIOLET, size: look.size * 0.86, ..look };
    Some(Run { look, raise: 0.0, sign: Sign::None, fate: Some("moved away"), text })
}

/// Keeps what took a place apart from what is gone from it, where no space stands between them.
fn apart(runs: &mut Vec<Run>, at: usize) {
    let Some((before, after)) = at.checked_sub(1).and_then(|before| runs.get(before)).zip(runs.get(at))
    else {
        return;
    };
    let touching =
        !before.text.ends_with(char::is_whitespace) && !after.text.starts_with(char::is_whitespace);
    if touching && before.fate.is_some() && after.fate.is_some() && before.fate != after.fate {
        let gap =
            Run { look: after.look, raise: 0.0, sign: Sign::None, fate: None, text: "\u{a0}".to_owned() };
        runs.insert(at, gap);
    }
}
