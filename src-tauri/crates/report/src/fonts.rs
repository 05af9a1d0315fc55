//! The faces of the report, and how wide they run.

use crate::ReportError;
use krilla::text::Font;
use std::fmt::Write as _;
use ttf_parser::Face as Metrics;

/// A face.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Face {
    Regular,
    Semibold,
    Italic,
}

/// All faces, read.
pub(crate) struct Fonts {
    faces: [(Font, Metrics<'static>); 3],
}

const FILES: [&[u8]; 3] = [
    include_bytes!("../fonts/SourceSerif4-Regular.ttf"),
    include_bytes!("../fonts/SourceSerif4-Semibold.ttf"),
    include_bytes!("../fonts/SourceSerif4-It.ttf"),
];

impl Fonts {
    pub(crate) fn read() -> Result<Self, ReportError> {
        let read = |file: &'static [u8]| {
            Font::new(file.into(), 0).zip(Metrics::parse(file, 0).ok()).ok_or(ReportError::Font)
        };
        let [regular, semibold, italic] = FILES;
        Ok(Self { faces: [read(regular)?, read(semibold)?, read(italic)?] })
    }

    pub(crate) fn font(&self, face: Face) -> Font {
        self.of(face).0.clone()
    }

    fn of(&self, face: Face) -> &(Font, Metrics<'static>) {
        let [regular, semibold, italic] = &self.faces;
        match face {
            Face::Regular => regular,
            Face::Semibold => semibold,
            Face::Italic => italic,
        }
    }

    /// Width of a text in points.
    pub(crate) fn width(&self, face: Face, size: f32, text: &str) -> f32 {
        let metrics = &self.of(face).1;
        let units: u32 = text
            .chars()
            .filter_map(|c| metrics.glyph_index(c).and_then(|glyph| metrics.glyph_hor_advance(glyph)))
            .map(u32::from)
            .sum();
        units as f32 * size / f32::from(metrics.units_per_em())
    }

    /// The text with what the face cannot draw, or what would not be seen, written as its number.
    pub(crate) fn drawable(&self, face: Face, text: &str) -> String {
        let metrics = &self.of(face).1;
        let mut drawable = String::with_capacity(text.len());
        for c in text.chars() {
            let seen = !c.is_control()
                && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
            match c {
                '\n' | '\t' => drawable.push(' '),
                c if seen && metrics.glyph_index(c).is_some() => drawable.push(c),
                c => {
                    let _ = write!(drawable, "[U+{:04X}]", u32::from(c));
                }
            }
        }
        drawable
    }

    /// The text in lines no wider than `width`; a word that is wider is cut.
    pub(crate) fn lines(&self, face: Face, size: f32, text: &str, width: f32) -> Vec<String> {
        let mut lines = vec![String::new()];
        let mut used = 0.0;
        let space = self.width(face, size, " ");
        for word in text.split_whitespace() {
            let mut rest = self.drawable(face, word);
            loop {
                let wide = self.width(face, size, &rest);
                let gap = if used > 0.0 { space } else { 0.0 };
                let Some(line) = lines.last_mut() else { break };
                if used + gap + wide <= width {
                    if used > 0.0 {
                        line.push(' ');
                    }
                    line.push_str(&rest);
                    used += gap + wide;
                    break;
                }
                if used > 0.0 {
                    lines.push(String::new());
                    used = 0.0;
                    continue;
                }
                let mut cut = rest.chars().next().map_or(0, char::len_utf8);
                for (at, c) in rest.char_indices() {
                    let end = at + c.len_utf8();
                    if self.width(face, size, &rest[..end]) > width {
                        break;
                    }
                    cut = cut.max(end);
                }
                line.push_str(&rest[..cut]);
                rest = rest[cut..].to_owned();
                lines.push(String::new());
                if rest.is_empty() {
                    break;
                }
            }
        }
        lines
    }
}
