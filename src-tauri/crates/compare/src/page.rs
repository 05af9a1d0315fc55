//! A comparison as a page that needs nothing but itself: to read, to print, to hand on.

mod words;

use crate::comparison::{
    Change, Class, Comparison, Finding, LineKind, Op, Role, Row, RowKind, Segment, Table,
};
use crate::places::{Cells, Ends};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use words::{content, escape, leaf};

const STYLE: &str = include_str!("page/style.css");

/// What stands above the comparison.
#[derive(Debug, Clone, Copy, Default)]
pub struct Heading<'a> {
    /// What was compared.
    pub title: &'a str,
    /// The older text: "Revision 1, 3 May 2026".
    pub old: &'a str,
    /// The newer one.
    pub new: &'a str,
    /// The keys of clinical changes that somebody took note of; `None` where nobody is asked to.
    pub acknowledged: Option<&'a [String]>,
}

/// Writes the comparison as one HTML page: the counts, the clinical changes, then the whole text with what
/// changed in it, moved text joined to its origin by links. It fetches nothing and runs nothing.
pub fn page(comparison: &Comparison, heading: &Heading<'_>) -> String {
    let mut writer = Writer { comparison, ends: comparison.ends(), out: String::new() };
    writer.page(heading);
    writer.out
}

struct Writer<'a> {
    comparison: &'a Comparison,
    ends: BTreeMap<u32, Ends>,
    out: String,
}

impl Writer<'_> {
    fn put(&mut self, html: &str) {
        self.out.push_str(html);
    }

    fn page(&mut self, heading: &Heading<'_>) {
        self.put("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        self.put("<meta name=\"viewport\" content=\"width=device-width\"><title>");
        escape(&mut self.out, &format!("What changed: {}", heading.title));
        let _ = write!(self.out, "</title><style>{STYLE}</style></head><body>\n<header><h1>");
        escape(&mut self.out, heading.title);
        self.put("</h1>");
        for (name, side) in [("From", heading.old), ("To", heading.new)] {
            if !side.is_empty() {
                let _ = write!(self.out, "<p>{name}: ");
                escape(&mut self.out, side);
                self.put("</p>");
            }
        }
        self.put("<p class=\"sum\">");
        escape(&mut self.out, &self.comparison.summary.sentence);
        self.put("</p></header>\n");
        self.clinical(heading.acknowledged);
        self.put(
            "<p class=\"key\"><ins>new</ins> &nbsp; <del>gone</del> &nbsp; <span class=\"moved\">moved here</span> &nbsp; \
             <span class=\"away\">moved away</span> &nbsp; <ins class=\"grave\">outlined: clinical</ins></p>\n<main>\n",
        );
        self.text();
        self.put("</main></body></html>\n");
    }

    fn clinical(&mut self, acknowledged: Option<&[String]>) {
        let clinical: Vec<&Change> = self.comparison.changes.iter().filter(|c| c.clinical).collect();
        self.put("<section class=\"clinical\">");
        match clinical.len() {
            0 => self.put("<p class=\"where\">No clinical change was found.</p>"),
            1 => self.put("<h2>1 clinical change</h2><ol>"),
            n => {
                let _ = write!(self.out, "<h2>{n} clinical changes</h2><ol>");
            }
        }
        for change in &clinical {
            self.put("<li>");
            if let Some(keys) = acknowledged {
                let took = if keys.contains(&change.key) { "✓ acknowledged" } else { "not acknowledged" };
                let _ = write!(self.out, "<span class=\"took\">{took}</span>");
            }
            let mut classes: Vec<Class> =
                change.findings.iter().map(|f| f.class).filter(|class| class.clinical()).collect();
            classes.dedup();
            let names: Vec<&str> = classes.into_iter().map(Class::name).collect();
            let _ = write!(self.out, "<span class=\"class\">{}</span>", names.join(", "));
            for (at, finding) in change.findings.iter().filter(|f| f.class.clinical()).enumerate() {
                self.put(if at > 0 { "; " } else { "" });
                self.found(finding);
            }
            self.put("<span class=\"where\">");
            if change.equivalent {
                self.put("<strong>The same, written differently.</strong> ");
            }
            if let Some(row) = change.rows.first() {
                let _ = write!(self.out, "<a href=\"#r{row}\">");
                // A change of a whole line says what stood in it.
                let alone = change.rows.len() == 1;
                if let Some(heads) = self.comparison.heads(*row).filter(|_| alone) {
                    escape(&mut self.out, &format!("{heads}: "));
                }
                self.sentence(change);
                self.put("</a>");
            }
            self.put("</span></li>");
        }
        if !clinical.is_empty() {
            self.put("</ol>");
        }
        self.put("</section>\n");
    }

    /// The sentence that a change stands in, its citations as the text shows them.
    fn sentence(&mut self, change: &Change) {
        let is_new = !change.new_sentence.is_empty();
        let sentence = if is_new { &change.new_sentence } else { &change.old_sentence };
        if sentence.is_empty() {
            return escape(&mut self.out, &change.description);
        }
        let mut marks = self.marks(change, sentence, is_new).into_iter();
        for (at, part) in sentence.split(document::LEAF).enumerate() {
            if at > 0 {
                let mark = marks.next().unwrap_or_else(|| document::LEAF.to_string());
                escape(&mut self.out, &mark);
            }
            escape(&mut self.out, part);
        }
    }

    /// What stands for the citations and images of a sentence, in order; nothing where it is not found in its block.
    fn marks(&self, change: &Change, sentence: &str, is_new: bool) -> Vec<String> {
        let side = |segment: &Segment| {
            let stood = segment.move_id.is_none() || segment.op == Op::MovedAway;
            if is_new { segment.new.clone() } else { segment.old.clone().filter(|_| stood) }
        };
        let Some(place) = (if is_new { &change.new } else { &change.old }) else { return Vec::new() };
        let rows = self.comparison.rows.iter().flat_map(|row| &row.segments);
        let segments = || rows.clone().filter(|s| side(s).is_some_and(|span| span.block == place.block));
        let text: String = segments().map(|segment| segment.text.as_str()).collect();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let Some(start) = text.find(sentence) else { return Vec::new() };
        let before = text[..start].matches(document::LEAF).count();
        segments().flat_map(|segment| &segment.content).filter_map(leaf).skip(before).collect()
    }

    /// What was found in a change: what became what, or the line that says it.
    fn found(&mut self, finding: &Finding) {
        let Finding { description, of, was, is, .. } = finding;
        if was.is_empty() && is.is_empty() {
            return escape(&mut self.out, description);
        }
        if let Some(of) = of {
            escape(&mut self.out, &format!("{of} "));
        }
        for (tag, words) in [("del", was), ("ins", is)].into_iter().filter(|(_, words)| !words.is_empty()) {
            let _ = write!(self.out, "{}<{tag}>", if tag == "ins" && !was.is_empty() { " → " } else { "" });
            escape(&mut self.out, words);
            let _ = write!(self.out, "</{tag}>");
        }
    }

    fn text(&mut self) {
        let mut drawn = vec![false; self.comparison.tables.len()];
        for row in &self.comparison.rows {
            match row.table.and_then(|at| drawn.get_mut(at as usize).map(|drawn| (at as usize, drawn))) {
                Some((_, true)) => {}
                Some((at, drawn)) => {
                    *drawn = true;
                    self.table(at);
                }
                None => self.block(row),
            }
        }
    }

    fn is_grave(&self, row: &Row) -> bool {
        let clinical = |id: u32| self.comparison.changes.get(id as usize).is_some_and(|c| c.clinical);
        row.segments.iter().filter_map(|segment| segment.change).any(clinical)
    }

    /// A text block that stands by itself.
    fn block(&mut self, row: &Row) {
        let mut names = vec!["row"];
        if row.kind != RowKind::Equal {
            names.push("changed");
        }
        if self.is_grave(row) {
            names.push("grave");
        }
        let _ = write!(self.out, "<div class=\"{}\" id=\"r{}\">", names.join(" "), row.id);
        self.notes(row);
        let Some(block) = row.new.as_ref().or(row.old.as_ref()) else { return self.put("</div>\n") };
        let (open, close) = match block.role {
            Role::Heading { level } => (format!("<h{level}>"), format!("</h{level}>")),
            Role::ListItem { depth, first, .. } => {
                let indent = f32::from(depth.saturating_sub(1)) * 1.5;
                let marker = if first { "" } else { ";list-style:none" };
                // Items are drawn one by one; their number is their place in the list.
                let (list, number) = match block.role {
                    Role::ListItem { ordered: true, .. } => {
                        let place = block.path.len().checked_sub(2).and_then(|at| block.path.get(at));
                        ("ol", format!(" start=\"{}\"", place.copied().unwrap_or_default() + 1))
                    }
                    _ => ("ul", String::new()),
                };
                (
                    format!("<{list}{number} style=\"margin-left:{indent}rem{marker}\"><li>"),
                    format!("</li></{list}>"),
                )
            }
            Role::Paragraph | Role::Cell { .. } => ("<p>".to_owned(), "</p>".to_owned()),
        };
        let quotes = usize::from(block.quoted);
        self.put(&"<blockquote>".repeat(quotes));
        self.put(&open);
        self.runs(row);
        self.put(&close);
        self.put(&"</blockquote>".repeat(quotes));
        self.put("</div>\n");
    }

    /// Where a block came from or went, and what else became of it.
    fn notes(&mut self, row: &Row) {
        let mut moves: Vec<(u32, bool)> = Vec::new();
        for segment in &row.segments {
            let Some(id) = segment.move_id else { continue };
            let away = segment.op == Op::MovedAway;
            if !moves.contains(&(id, away)) {
                moves.push((id, away));
            }
        }
        for (id, away) in moves {
            let (from, to) = self.ends.get(&id).copied().unwrap_or_default();
            let other = if away { to } else { from };
            let arrow = if other.is_some_and(|other| other > row.id) { "↓" } else { "↑" };
            let sentence =
                if away { format!("Moved away {arrow}") } else { format!("Moved here from {arrow}") };
            let edited = self.comparison.moves.get(id as usize - 1).is_some_and(|m| m.edited && !away);
            self.put("<p class=\"note\">");
            match other {
                Some(other) => {
                    let _ = write!(self.out, "<a href=\"#r{other}\">{sentence}</a>");
                }
                None => self.put(&sentence),
            }
            self.put(if edited { ", and edited</p>" } else { "</p>" });
        }
        let kind = match row.kind {
            RowKind::Split => Some("Part of a paragraph that was split"),
            RowKind::Merged => Some("Part of paragraphs that were joined"),
            _ => None,
        };
        for note in kind.into_iter().map(str::to_owned).chain(row.changes.iter().filter_map(|id| {
            self.comparison.changes.get(*id as usize).map(|change| change.description.clone())
        })) {
            self.put("<p class=\"note\">");
            escape(&mut self.out, &note);
            self.put("</p>");
        }
    }

    /// A row's text, run by run.
    fn runs(&mut self, row: &Row) {
        for segment in &row.segments {
            let (open, close) = self.element(segment);
            self.put(&open);
            content(&mut self.out, segment);
            self.put(close);
        }
    }

    fn element(&self, segment: &Segment) -> (String, &'static str) {
        let change = segment.change.and_then(|id| self.comparison.changes.get(id as usize));
        let grave = if change.is_some_and(|c| c.clinical) { " class=\"grave\"" } else { "" };
        match (segment.op, segment.move_id, &segment.formatting) {
            (Op::Insert, ..) => (format!("<ins{grave}>"), "</ins>"),
            (Op::Delete, ..) => (format!("<del{grave}>"), "</del>"),
            (Op::MovedAway, ..) => ("<span class=\"away\">".to_owned(), "</span>"),
            (Op::Equal, Some(_), _) => ("<span class=\"moved\">".to_owned(), "</span>"),
            (Op::Equal, None, Some(_)) => {
                let mut title = String::new();
                escape(&mut title, change.map_or("", |c| c.description.as_str()));
                (format!("<span class=\"restyled\" title=\"{title}\">"), "</span>")
            }
            (Op::Equal, None, None) => (String::new(), ""),
        }
    }

    /// Both tables in one grid.
    fn table(&mut self, at: usize) {
        let comparison = self.comparison;
        let Some(table) = comparison.tables.get(at) else { return };
        let rows: Vec<&Row> = comparison.rows.iter().filter(|row| row.table == Some(at as u32)).collect();
        let cells = Cells::of(&rows);
        self.table_notes(table);
        self.put("<table>");
        for line in &table.rows {
            let fate = |kind: LineKind| match kind {
                LineKind::Kept => ("", ""),
                LineKind::Inserted => (" class=\"came\"", "new"),
                LineKind::Removed => (" class=\"went\"", "gone"),
                LineKind::Moved => (" class=\"moved\"", "moved"),
            };
            let (class, name) = fate(line.kind);
            let _ = write!(self.out, "<tr{class}>");
            for column in &table.columns {
                let found = cells.at((line.old, column.old), (line.new, column.new));
                let header = found.iter().any(|row| {
                    matches!(
                        row.new.as_ref().or(row.old.as_ref()).map(|b| b.role),
                        Some(Role::Cell { header: true, .. })
                    )
                });
                let tag = if header { "th" } else { "td" };
                let class = if line.kind == LineKind::Kept { fate(column.kind).0 } else { "" };
                let _ = write!(self.out, "<{tag}{class}>");
                for row in found {
                    let _ = write!(self.out, "<p id=\"r{}\">", row.id);
                    self.runs(row);
                    self.put("</p>");
                }
                let _ = write!(self.out, "</{tag}>");
            }
            let _ = write!(self.out, "<td class=\"fate\">{name}</td></tr>");
        }
        self.put("</table>\n");
    }

    fn table_notes(&mut self, table: &Table) {
        for change in self.comparison.of_table(table) {
            self.put("<p class=\"note\">");
            escape(&mut self.out, &change.description);
            self.put("</p>");
        }
    }
}
