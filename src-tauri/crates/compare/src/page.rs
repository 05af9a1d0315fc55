//! A comparison as a page that needs nothing but itself: to read, to print, to hand on.

mod words;

use crate::comparison::{
    Change, Class, Comparison, Finding, LineKind, Op, Role, Row, RowKind, Segment, Table,
};
use crate::places::Cells;
use std::fmt::Write as _;
use words::{content, escape};

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
    let mut writer = Writer { comparison, titles: comparison.titles(), out: String::new() };
    writer.page(heading);
    writer.out
}

struct Writer<'a> {
    comparison: &'a Comparison,
    /// The heading above each row.
    titles: Vec<String>,
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
        self.put("</p><p>");
        escape(&mut self.out, &self.comparison.summary.caution);
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
        let clinical: Vec<&Change> = self.comparison.listed().collect();
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
            self.place(change);
            self.put("</span>");
            self.excerpt(change);
            self.put("</li>");
        }
        if !clinical.is_empty() {
            self.put("</ol>");
        }
        self.put("</section>\n");
    }

    /// Where a change stands, with a link that leads there.
    fn place(&mut self, change: &Change) {
        let Some(row) = change.rows.first() else { return };
        let title = self.titles.get(*row as usize).filter(|title| !title.is_empty());
        let place = title.map_or_else(|| "In the text".to_owned(), |title| format!("In “{title}”"));
        let _ = write!(self.out, "<a href=\"#r{row}\">");
        escape(&mut self.out, &place);
        // A change of a whole line says what stood in it.
        if let Some(heads) = self.comparison.heads(*row).filter(|_| change.rows.len() == 1) {
            escape(&mut self.out, &format!(", table: {heads}"));
        }
        self.put("</a>");
    }

    /// The sentence that a change stands in, with the words of both texts.
    fn excerpt(&mut self, change: &Change) {
        self.put("<span class=\"excerpt\">");
        for phrase in &change.excerpt {
            let grave = if phrase.clinical { " class=\"grave\"" } else { "" };
            let (open, close) = match phrase.op {
                Op::Insert => (format!("<ins{grave}>"), "</ins>"),
                Op::Delete => (format!("<del{grave}>"), "</del>"),
                Op::Equal | Op::MovedAway => (String::new(), ""),
            };
            self.put(&open);
            escape(&mut self.out, &phrase.text);
            self.put(close);
        }
        self.put("</span>");
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
        let words = row.segments.iter().filter_map(|segment| segment.change);
        words.chain(row.changes.iter().copied()).any(clinical)
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
        self.note(row);
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

    /// Where a block came from, and what else became of it.
    fn note(&mut self, row: &Row) {
        let Some(note) = &row.note else { return };
        self.put("<p class=\"note\">");
        match note.from.first() {
            Some(from) => {
                let _ = write!(self.out, "<a href=\"#r{from}\">");
                escape(&mut self.out, &note.text);
                self.put("</a>");
            }
            None => escape(&mut self.out, &note.text),
        }
        self.put("</p>");
    }

    /// A row's text, run by run.
    fn runs(&mut self, row: &Row) {
        for segment in &row.segments {
            if segment.op == Op::MovedAway {
                self.elsewhere(segment);
                continue;
            }
            let (open, close) = self.element(segment);
            self.put(&open);
            content(&mut self.out, segment);
            self.put(close);
        }
    }

    /// Where text stands that stood here: it is read there, once.
    fn elsewhere(&mut self, segment: &Segment) {
        let Some(there) = &segment.elsewhere else { return };
        self.put("<span class=\"away\">");
        if let Some(row) = there.row {
            let _ = write!(self.out, "<a href=\"#r{row}\">");
        }
        escape(&mut self.out, &there.text);
        self.put(if there.row.is_some() { "</a></span> " } else { "</span> " });
    }

    fn element(&self, segment: &Segment) -> (String, &'static str) {
        let change = segment.change.and_then(|id| self.comparison.changes.get(id as usize));
        let grave = if segment.clinical { " class=\"grave\"" } else { "" };
        match (segment.op, segment.move_id, &segment.formatting) {
            (Op::Insert, ..) => (format!("<ins{grave}>"), "</ins>"),
            (Op::Delete, ..) => (format!("<del{grave}>"), "</del>"),
            (Op::Equal | Op::MovedAway, Some(_), _) => ("<span class=\"moved\">".to_owned(), "</span>"),
            (_, None, Some(_)) => {
                let mut title = String::new();
                escape(&mut title, change.map_or("", |c| c.description.as_str()));
                (format!("<span class=\"restyled\" title=\"{title}\">"), "</span>")
            }
            (_, None, None) => (String::new(), ""),
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
