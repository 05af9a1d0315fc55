//! Paragraphs of several looks: words that are new beside words that are gone.

use crate::{fonts::Fonts, sheet::Look};

/// What is drawn with a text, so that no colour alone tells its fate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    None,
    Under {
        twice: bool,
    },
    Through,
    /// A frame around, and a heavier line through or below.
    Framed {
        gone: bool,
    },
}

/// A stretch of a paragraph.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub(crate) look: Look,
    /// How far above the line it stands, in points.
    pub(crate) raise: f32,
    pub(crate) sign: Sign,
    /// What became of it, for who listens: "deleted".
    pub(crate) fate: Option<&'static str>,
    pub(crate) text: String,
}

/// A paragraph.
#[derive(Debug, Clone)]
pub(crate) enum Para {
    Plain(Look, String),
    /// Runs, with the height of a line.
    Runs(f32, Vec<Run>),
}

impl From<(Look, String)> for Para {
    fn from((look, text): (Look, String)) -> Self {
        Self::Plain(look, text)
    }
}

/// A part of a line that has one look.
#[derive(Debug)]
pub(crate) struct Piece {
    /// From where its line begins.
    pub(crate) x: f32,
    /// Of its words, without a space that follows.
    pub(crate) width: f32,
    pub(crate) look: Look,
    pub(crate) raise: f32,
    pub(crate) sign: Sign,
    pub(crate) text: String,
    pub(crate) told: Option<Box<str>>,
    /// The run it is part of.
    run: usize,
}

/// A line of a paragraph.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) leading: f32,
    pub(crate) pieces: Vec<Piece>,
}

impl Line {
    pub(crate) fn plain(look: Look, text: String) -> Self {
        let piece =
            Piece { x: 0.0, width: 0.0, look, raise: 0.0, sign: Sign::None, text, told: None, run: 0 };
        Self { leading: look.leading, pieces: vec![piece] }
    }

    pub(crate) fn begin_with(&mut self, piece: Piece) {
        self.pieces.insert(0, piece);
    }
}

/// What stands before a line: the bullet or number of an item.
pub(crate) fn beside(fonts: &Fonts, look: Look, text: &str) -> Piece {
    let width = fonts.width(look.face, look.size, text);
    let (text, sign) = (text.to_owned(), Sign::None);
    Piece { x: -width - 5.0, width, look, raise: 0.0, sign, text, told: None, run: usize::MAX }
}

impl Para {
    /// Its lines, none wider than `width`.
    pub(crate) fn lines(&self, fonts: &Fonts, width: f32) -> Vec<Line> {
        match self {
            Self::Plain(look, text) => {
                let lines = fonts.lines(look.face, look.size, text, width);
                lines.into_iter().map(|line| Line::plain(*look, line)).collect()
            }
            Self::Runs(leading, runs) => {
                let mut setter = Setter { fonts, runs, width, lines: vec![Vec::new()], used: 0.0 };
                setter.set();
                let mut lines = setter.lines;
                tell(&mut lines, runs);
                lines.into_iter().map(|pieces| Line { leading: *leading, pieces }).collect()
            }
        }
    }
}

/// Says of pieces that have a fate where it begins and ends.
fn tell(lines: &mut [Vec<Piece>], runs: &[Run]) {
    let places: Vec<usize> = lines.iter().flatten().map(|piece| piece.run).collect();
    for (at, piece) in lines.iter_mut().flatten().enumerate() {
        let Some(fate) = runs.get(piece.run).and_then(|run| run.fate) else { continue };
        let begins = at.checked_sub(1).and_then(|at| places.get(at)) != Some(&piece.run);
        let ends = places.get(at + 1) != Some(&piece.run);
        let before = if begins { format!("[{fate}: ") } else { String::new() };
        // A space that follows stands outside.
        let words = piece.text.trim_end();
        let (after, space) = (if ends { "]" } else { "" }, &piece.text[words.len()..]);
        piece.told = Some(format!("{before}{words}{after}{space}").into());
    }
}

/// A number and its unit stay together where the text says so.
fn parts_words(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}')
}

/// A part of a word that lies in one run.
struct Part {
    run: usize,
    text: String,
}

struct Setter<'a> {
    fonts: &'a Fonts,
    runs: &'a [Run],
    width: f32,
    lines: Vec<Vec<Piece>>,
    used: f32,
}

impl Setter<'_> {
    fn set(&mut self) {
        let mut word: Vec<Part> = Vec::new();
        let mut gap = false;
        for (run, text) in self.runs.iter().enumerate().map(|(at, run)| (at, run.text.as_str())) {
            let look = self.runs[run].look;
            let mut rest = text;
            while let Some(first) = rest.chars().next() {
                if parts_words(first) {
                    self.word(std::mem::take(&mut word), gap);
                    gap = true;
                    if first == '\n' {
                        self.turn();
                        gap = false;
                    }
                    rest = &rest[first.len_utf8()..];
                    continue;
                }
                let end = rest.find(parts_words).unwrap_or(rest.len());
                word.push(Part { run, text: self.fonts.drawable(look.face, &rest[..end]) });
                rest = &rest[end..];
            }
        }
        self.word(word, gap);
    }

    fn turn(&mut self) {
        self.lines.push(Vec::new());
        self.used = 0.0;
    }

    fn wide(&self, run: usize, text: &str) -> f32 {
        let look = self.runs[run].look;
        self.fonts.width(look.face, look.size, text)
    }

    /// Sets a word on the line, or on the next one where it does not fit; one that is wider than a line is cut.
    fn word(&mut self, parts: Vec<Part>, gap: bool) {
        if parts.is_empty() {
            return;
        }
        let wide: f32 = parts.iter().map(|part| self.wide(part.run, &part.text)).sum();
        let before = self.lines.last().and_then(|line| line.last()).map(|piece| piece.run);
        let space = match before {
            Some(run) if gap => self.wide(run, " "),
            _ => 0.0,
        };
        if self.used > 0.0 && self.used + space + wide > self.width {
            self.turn();
        } else if space > 0.0 {
            self.space(space, parts.first().is_some_and(|part| Some(part.run) == before));
        }
        for part in parts {
            self.part(part);
        }
    }

    /// A space after what stands on the line; part of its width only where the same run goes on.
    fn space(&mut self, wide: f32, goes_on: bool) {
        if let Some(piece) = self.lines.last_mut().and_then(|line| line.last_mut()) {
            piece.text.push(' ');
            if goes_on {
                piece.width += wide;
            }
        }
        self.used += wide;
    }

    fn part(&mut self, Part { run, text }: Part) {
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let mut end = rest.len();
            if self.used + self.wide(run, rest) > self.width {
                let fits = |end: &usize| self.used + self.wide(run, &rest[..*end]) <= self.width;
                let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8());
                end = ends.take_while(fits).last().unwrap_or(0);
                if end == 0 && self.used > 0.0 {
                    self.turn();
                    continue;
                }
                end = end.max(rest.chars().next().map_or(0, char::len_utf8));
            }
            let (now, later) = rest.split_at(end);
            self.piece(run, now);
            rest = later;
            if !rest.is_empty() {
                self.turn();
            }
        }
    }

    fn piece(&mut self, run: usize, text: &str) {
        let width = self.wide(run, text);
        let x = self.used;
        self.used += width;
        let Some(line) = self.lines.last_mut() else { return };
        if let Some(last) = line.last_mut().filter(|last| last.run == run) {
            last.text.push_str(text);
            last.width += width;
            return;
        }
        let Run { look, raise, sign, .. } = self.runs[run];
        line.push(Piece { x, width, look, raise, sign, text: text.to_owned(), told: None, run });
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::*;
    use crate::parts::TEXT;

    fn run(text: &str, fate: Option<&'static str>) -> Run {
        Run { look: TEXT, raise: 0.0, sign: Sign::None, fate, text: text.to_owned() }
    }

    fn set(runs: Vec<Run>, width: f32) -> Vec<Vec<(String, Option<String>)>> {
        let fonts = Fonts::read().unwrap();
        let told = |piece: Piece| (piece.text, piece.told.map(String::from));
        let lines = Para::Runs(14.0, runs).lines(&fonts, width);
        lines.into_iter().map(|line| line.pieces.into_iter().map(told).collect()).collect()
    }

    #[test]
    fn a_word_of_two_runs_is_not_parted() {
        let runs = || vec![run("Take ", None), run("1", Some("deleted")), run("0 mg", None)];
        let lines = set(runs(), 400.0);
        let words: Vec<&str> = lines[0].iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(words, ["Take ", "1", "0 mg"]);
        let narrow = set(runs(), 28.0);
        assert_eq!(narrow[0].len(), 1, "{narrow:?}");
        assert_eq!(narrow[1].iter().map(|(text, _)| text.as_str()).collect::<String>(), "10 mg");
    }

    #[test]
    fn what_became_of_words_is_told_once_however_many_lines_they_take() {
        let lines =
            set(vec![run("Never take it with codeine", Some("deleted")), run(" at night", None)], 60.0);
        let told: String =
            lines.iter().flatten().map(|(text, told)| told.as_ref().unwrap_or(text).as_str()).collect();
        assert!(told.starts_with("[deleted: Never") && told.contains("codeine]"), "{told}");
        assert_eq!(told.matches("deleted").count(), 1);
    }

    #[test]
    fn a_word_wider_than_the_line_is_cut_and_no_letter_lost() {
        let lines = set(vec![run(&"x".repeat(90), None), run("y z", None)], 50.0);
        let all: String = lines.iter().flatten().map(|(text, _)| text.replace(' ', "")).collect();
        assert_eq!(all, "x".repeat(90) + "yz");
    }
}
