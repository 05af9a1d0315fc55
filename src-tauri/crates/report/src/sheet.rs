//! Laying text out on pages: what stands where, and to which part of the document's structure it belongs.

use crate::{
    fonts::{Face, Fonts},
    runs::{self, Line, Para, Sign},
};
use qrcodegen::QrCode;

/// A4, in points.
pub(crate) const WIDTH: f32 = 595.28;
pub(crate) const HEIGHT: f32 = 841.89;
pub(crate) const MARGIN: f32 = 62.0;
const TOP: f32 = 66.0;
const BOTTOM: f32 = HEIGHT - 70.0;
/// Width of the text.
pub(crate) const MEASURE: f32 = WIDTH - 2.0 * MARGIN;

/// A shade of grey or the one colour: red, green, blue.
pub(crate) type Ink = [u8; 3];
pub(crate) const BLACK: Ink = [26, 24, 22];
pub(crate) const SOFT: Ink = [96, 92, 86];
pub(crate) const LINE: Ink = [205, 200, 192];
pub(crate) const ACCENT: Ink = [134, 38, 51];

/// What a part of the document is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Role {
    Heading(u16, String),
    Paragraph,
    Table(String),
    Row,
    Head,
    /// The heading of a row.
    Name,
    Cell,
    Section,
    /// A picture, with what it shows in words.
    Figure(String),
}

/// A part of the document's structure.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) role: Role,
    pub(crate) within: Option<usize>,
}

/// Something drawn.
pub(crate) enum Mark {
    Text {
        x: f32,
        y: f32,
        face: Face,
        size: f32,
        ink: Ink,
        text: String,
        /// What is read aloud in its stead.
        told: Option<Box<str>>,
        part: usize,
    },
    Rule {
        x: f32,
        y: f32,
        width: f32,
        thick: f32,
        ink: Ink,
    },
    /// A QR code, with the side of a module.
    Code {
        x: f32,
        y: f32,
        module: f32,
        code: Box<QrCode>,
        part: usize,
    },
}

/// How a text looks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    pub(crate) face: Face,
    pub(crate) size: f32,
    pub(crate) ink: Ink,
    /// From one line to the next, in points.
    pub(crate) leading: f32,
}

impl Look {
    pub(crate) const fn new(face: Face, size: f32, ink: Ink) -> Self {
        Self { face, size, ink, leading: size * 1.38 }
    }
}

/// A cell's text, as paragraphs of their own looks.
pub(crate) type Cell = Vec<Para>;

/// Pages being filled from top to bottom.
pub(crate) struct Sheets<'a> {
    pub(crate) fonts: &'a Fonts,
    pub(crate) pages: Vec<Vec<Mark>>,
    pub(crate) parts: Vec<Part>,
    /// Headings with page and height, for the outline.
    pub(crate) headings: Vec<(u16, String, usize, f32)>,
    y: f32,
}

impl<'a> Sheets<'a> {
    pub(crate) fn new(fonts: &'a Fonts) -> Self {
        Self { fonts, pages: vec![Vec::new()], parts: Vec::new(), headings: Vec::new(), y: TOP }
    }

    pub(crate) fn part(&mut self, role: Role, within: Option<usize>) -> usize {
        self.parts.push(Part { role, within });
        self.parts.len() - 1
    }

    fn put(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    pub(crate) fn space(&mut self, points: f32) {
        self.y += points;
    }

    /// Goes on to the next page where so much does not fit on this one.
    pub(crate) fn need(&mut self, points: f32) -> bool {
        if self.y + points <= BOTTOM || self.y <= TOP {
            return false;
        }
        self.pages.push(Vec::new());
        self.y = TOP;
        true
    }

    pub(crate) fn rule(&mut self, thick: f32, ink: Ink) {
        let y = self.y;
        self.put(Mark::Rule { x: MARGIN, y, width: MEASURE, thick, ink });
    }

    pub(crate) fn heading(&mut self, level: u16, look: Look, text: &str, within: Option<usize>) {
        self.need(look.leading * 2.0 + 40.0);
        let (page, y) = (self.pages.len() - 1, self.y);
        self.headings.push((level, text.to_owned(), page, y));
        let part = self.part(Role::Heading(level, text.to_owned()), within);
        self.flow(look, text, MARGIN, MEASURE, part);
    }

    pub(crate) fn paragraph(&mut self, look: Look, text: &str, within: Option<usize>) {
        let part = self.part(Role::Paragraph, within);
        self.flow(look, text, MARGIN, MEASURE, part);
    }

    /// Lines as they are, not broken: smaller where the widest would not fit.
    pub(crate) fn verbatim(&mut self, look: Look, lines: &[&str]) {
        let widest =
            lines.iter().map(|line| self.fonts.width(look.face, look.size, line)).fold(0.0, f32::max);
        let size = look.size * (MEASURE / widest).min(1.0);
        let part = self.part(Role::Paragraph, None);
        for line in lines {
            let drawable = self.fonts.drawable(look.face, line);
            self.put_line(&Line::plain(Look { size, ..look }, drawable), MARGIN, part);
        }
    }

    /// A QR code, with what it shows in words. The paper around it is its quiet zone.
    pub(crate) fn code(&mut self, code: QrCode, module: f32, shows: &str) {
        let quiet = 4.0 * module;
        let side = code.size() as f32 * module;
        self.need(side + 2.0 * quiet);
        let part = self.part(Role::Figure(shows.to_owned()), None);
        let y = self.y + quiet;
        self.put(Mark::Code { x: MARGIN + quiet, y, module, code: Box::new(code), part });
        self.y += side + 2.0 * quiet;
    }

    /// A paragraph of runs, so far from the left margin, with what its first line begins with beside it.
    pub(crate) fn runs(&mut self, para: &Para, indent: f32, marker: Option<(Look, &str)>, role: Role) {
        let part = self.part(role, None);
        let mut lines = para.lines(self.fonts, MEASURE - indent);
        if let (Some((look, text)), Some(first)) = (marker, lines.first_mut()) {
            first.begin_with(runs::beside(self.fonts, look, text));
        }
        for line in lines {
            self.put_line(&line, MARGIN + indent, part);
        }
    }

    /// Where the next line will stand, with room for so much on the same page.
    pub(crate) fn here(&mut self, room: f32) -> (usize, f32) {
        self.need(room);
        (self.pages.len() - 1, self.y)
    }

    /// A bar in the margin beside all that was laid since.
    pub(crate) fn bar(&mut self, (page, y): (usize, f32), thick: f32, ink: Ink) {
        let last = self.pages.len() - 1;
        for (at, marks) in self.pages.iter_mut().enumerate().skip(page) {
            let top = if at == page { y } else { TOP };
            let bottom = if at == last { self.y } else { BOTTOM };
            marks.push(Mark::Rule {
                x: MARGIN - 12.0 - thick,
                y: top,
                width: thick,
                thick: bottom - top,
                ink,
            });
        }
    }

    fn flow(&mut self, look: Look, text: &str, x: f32, width: f32, part: usize) {
        for text in self.fonts.lines(look.face, look.size, text, width) {
            self.put_line(&Line::plain(look, text), x, part);
        }
    }

    fn put_line(&mut self, line: &Line, x: f32, part: usize) {
        self.need(line.leading);
        self.y += line.leading;
        let y = self.y - line.leading * 0.24;
        for piece in line.pieces.iter().filter(|piece| !piece.text.is_empty()) {
            let (look, x) = (piece.look, x + piece.x);
            let (text, told) = (piece.text.clone(), piece.told.clone());
            let (face, size, ink) = (look.face, look.size, look.ink);
            self.put(Mark::Text { x, y: y - piece.raise, face, size, ink, text, told, part });
            self.sign(piece.sign, (x, y), piece.width, look);
        }
    }

    /// What tells more than colour: a line below, through or around.
    fn sign(&mut self, sign: Sign, (x, y): (f32, f32), width: f32, Look { size, ink, .. }: Look) {
        let mut rule = |x: f32, y: f32, width: f32, thick: f32| {
            self.put(Mark::Rule { x, y, width, thick, ink });
        };
        let (below, through) = (y + size * 0.16, y - size * 0.27);
        match sign {
            Sign::None => {}
            Sign::Under { twice } => {
                rule(x, below, width, 0.6);
                if twice {
                    rule(x, below + 1.5, width, 0.6);
                }
            }
            Sign::Through => rule(x, through, width, 0.7),
            Sign::Framed { gone } => {
                let (left, top, wide, bottom) = (x - 1.0, y - size * 0.86, width + 2.0, y + size * 0.32);
                rule(x, if gone { through } else { below }, width, if gone { 1.0 } else { 1.2 });
                rule(left, top, wide, 0.6);
                rule(left, bottom, wide, 0.6);
                rule(left, top, 0.6, bottom - top);
                rule(left + wide - 0.6, top, 0.6, bottom - top);
            }
        }
    }

    /// A row of cells beneath each other's tops, kept on one page where it fits on one. Answers whether a new page
    /// was begun for it.
    pub(crate) fn row(
        &mut self,
        columns: &[(f32, f32)],
        cells: &[(Role, Cell)],
        table: usize,
        above: f32,
    ) -> bool {
        let laid: Vec<Vec<Line>> = cells
            .iter()
            .zip(columns)
            .map(|((_, cell), (_, width))| {
                cell.iter().flat_map(|para| para.lines(self.fonts, *width)).collect()
            })
            .collect();
        let height = |lines: &Vec<Line>| lines.iter().map(|line| line.leading).sum::<f32>();
        let tallest = laid.iter().map(height).fold(0.0, f32::max);
        let turned = self.need(tallest.min(BOTTOM - TOP) + above);
        self.y += above;
        let row = self.part(Role::Row, Some(table));
        let (top, mut lowest) = (self.y, self.y);
        let (first_page, mut last_page) = (self.pages.len(), self.pages.len());
        for ((lines, (role, _)), (x, _)) in laid.into_iter().zip(cells).zip(columns) {
            let part = self.part(role.clone(), Some(row));
            self.y = top;
            // A row taller than a page runs on; only its last cell is ever so long.
            for line in lines {
                self.put_line(&line, MARGIN + x, part);
            }
            if self.pages.len() > last_page {
                (last_page, lowest) = (self.pages.len(), self.y);
            } else if self.pages.len() == first_page || self.pages.len() == last_page {
                lowest = f32::max(lowest, self.y);
            }
        }
        self.y = lowest;
        turned
    }
}
