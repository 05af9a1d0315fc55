//! A text as a stream of tokens: words, numbers with their inner points and commas, single punctuation
//! marks, citation marks and images. White space is never a token; where sentences and blocks begin is
//! noted on the tokens.

use std::ops::Range;

/// The tokens of one text.
#[derive(Debug, Default)]
pub(crate) struct Stream {
    pub(crate) tokens: Vec<Token>,
}

/// One token. Two tokens are the same when their hashes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) hash: u64,
    /// First byte.
    pub(crate) start: u32,
    /// Bytes.
    pub(crate) len: u16,
    pub(crate) kind: Kind,
    /// What begins with this token.
    pub(crate) edge: Edge,
}

impl Token {
    /// Byte after the last.
    pub(crate) const fn end(&self) -> u32 {
        self.start + self.len as u32
    }

    /// Its bytes.
    pub(crate) const fn bytes(&self) -> Range<usize> {
        self.start as usize..self.end() as usize
    }
}

/// A token of more bytes than this is cut.
const LONGEST: usize = 60_000;

/// What a token is, in rising weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    Punctuation,
    /// A word that stands everywhere and says little.
    Stop,
    Word,
    /// A word of nine letters or more: a name, as often as not.
    LongWord,
    Image,
    /// A citation mark.
    Citation,
    Negation,
    Number,
}

/// What begins at a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Edge {
    None,
    /// A cell of a table that is not the first of its row.
    Cell,
    Sentence,
    /// A paragraph or heading.
    Block,
    /// An item of a list.
    Item,
    /// A row of a table.
    Row,
}

impl Kind {
    /// Whether it is made of letters.
    pub(crate) const fn is_word(self) -> bool {
        matches!(self, Self::Stop | Self::Word | Self::LongWord | Self::Negation)
    }

    /// What it is worth to show a token of this kind as unchanged, in twentieths of a word.
    pub(crate) const fn weight(self) -> u32 {
        match self {
            Self::Punctuation => 2,
            Self::Stop => 6,
            Self::Word => 20,
            Self::LongWord | Self::Image | Self::Citation => 24,
            Self::Negation => 20,
            Self::Number => 32,
        }
    }
}

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Blank lines part blocks; list items, headings and table rows are known by how their line begins.
    Markdown,
    /// One block, which begins like this. In tables, sentences do not count.
    Block(Edge),
}

/// How leaf characters and quotation marks are told apart.
pub(crate) trait Reading {
    /// What a non-ASCII mark that is not a letter stands for, and the hash of that.
    fn leaf(&mut self, mark: char) -> Option<(Kind, u64)>;
    /// Whether typographic and plain quotation marks are the same.
    const FOLD_QUOTES: bool;
}

/// Reads every character as it stands.
pub(crate) struct Literal;

impl Reading for Literal {
    fn leaf(&mut self, _: char) -> Option<(Kind, u64)> {
        None
    }
    const FOLD_QUOTES: bool = false;
}

const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

/// Mixes a hash so that all of its bits depend on all of its input.
pub(crate) const fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ (hash >> 29)
}

/// The hash of a token of these bytes.
pub(crate) const fn hash_bytes(bytes: &[u8]) -> u64 {
    let mut hash = (bytes.len() as u64).wrapping_mul(SEED);
    let mut at = 0;
    while at < bytes.len() {
        let mut word = 0;
        let mut k = 0;
        while k < 8 && at + k < bytes.len() {
            word |= (bytes[at + k] as u64) << (8 * k);
            k += 1;
        }
        hash = mix(hash ^ word);
        at += 8;
    }
    hash
}

/// The first eight bytes of `bytes[start..end]` as a number, zero beyond the end.
#[inline]
fn packed(bytes: &[u8], start: usize, end: usize) -> u64 {
    let len = (end - start).min(8);
    match bytes.get(start..start + 8).and_then(|eight| <[u8; 8]>::try_from(eight).ok()) {
        Some(eight) => u64::from_le_bytes(eight) & (u64::MAX >> (64 - 8 * len)),
        None => bytes[start..start + len].iter().rev().fold(0, |word, byte| (word << 8) | u64::from(*byte)),
    }
}

/// The hash of a word. Its last bit says whether the word has neither capital letters nor any beyond ASCII, so that most
/// words are known to be in lower case without a look at their letters.
pub(crate) fn hash_word(word: &[u8]) -> u64 {
    let lower = (0..word.len()).step_by(8).all(|at| {
        let end = word.len().min(at + 8);
        is_lower(packed(word, at, end), end - at)
    });
    told(hash_bytes(word), lower)
}

/// Whether the hash of a word says that it is in lower case.
pub(crate) const fn says_lower(hash: u64) -> bool {
    hash & 1 == 1
}

const fn told(hash: u64, lower: bool) -> u64 {
    (hash & !1) | lower as u64
}

/// Whether a packed word has neither capital letters nor any beyond ASCII: all else that a word is made of has the third
/// bit, and nothing in ASCII the first.
const fn is_lower(packed: u64, len: usize) -> bool {
    let mask = u64::MAX >> (64 - 8 * len);
    packed & 0xa0a0_a0a0_a0a0_a0a0 & mask == 0x2020_2020_2020_2020 & mask
}

/// A packed word of letters, digits and apostrophes in lower case: all but capital letters have that bit.
const fn lower(packed: u64, len: usize) -> u64 {
    packed | (0x2020_2020_2020_2020 & (u64::MAX >> (64 - 8 * len)))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Byte {
    Space,
    Letter,
    Digit,
    Mark,
    Wide,
}

const BYTES: [Byte; 256] = {
    let mut table = [Byte::Mark; 256];
    let mut at = 0;
    while at < 256 {
        let byte = at as u8;
        table[at] = if byte >= 0x80 {
            Byte::Wide
        } else if byte.is_ascii_alphabetic() {
            Byte::Letter
        } else if byte.is_ascii_digit() {
            Byte::Digit
        } else if byte <= b' ' {
            Byte::Space
        } else {
            Byte::Mark
        };
        at += 1;
    }
    table
};

impl Stream {
    /// The tokens of a part of a plain text that begins with a block.
    pub(crate) fn of(text: &str, range: Range<usize>) -> Self {
        let mut stream = Self { tokens: Vec::with_capacity(range.len() / 5) };
        stream.read(&text[range.clone()], range.start as u32, Shape::Markdown, &mut Literal);
        stream
    }

    /// Appends the tokens of `text`, which begins at byte `offset` of the whole.
    pub(crate) fn read<R: Reading>(&mut self, text: &str, offset: u32, shape: Shape, reading: &mut R) {
        let bytes = text.as_bytes();
        let byte = |at: usize| bytes.get(at).copied().map_or(Byte::Space, |b| BYTES[b as usize]);
        let mut at = 0;
        let mut edge = match shape {
            Shape::Markdown => edge_of_line(bytes).max(Edge::Block),
            Shape::Block(edge) => edge,
        };
        let mut in_row = matches!(edge, Edge::Row | Edge::Cell);
        let mut ending = Ending::default();
        // Whether the line that is being read is a heading, which ends with its line.
        let mut heading = shape == Shape::Markdown && bytes.first() == Some(&b'#');
        while at < bytes.len() {
            let start = at;
            let mut hash = None;
            let kind = match byte(at) {
                Byte::Space => {
                    ending.space = true;
                    at += 1;
                    if bytes[start] == b' ' && byte(at) != Byte::Space {
                        continue;
                    }
                    let mut newlines = u32::from(bytes[start] == b'\n');
                    while at < bytes.len() && byte(at) == Byte::Space {
                        newlines += u32::from(bytes[at] == b'\n');
                        at += 1;
                    }
                    if shape == Shape::Markdown && newlines > 0 {
                        edge = edge_of_line(&bytes[at..]);
                        if edge == Edge::None && (newlines > 1 || heading || in_row) {
                            edge = Edge::Block;
                        }
                        in_row = edge == Edge::Row;
                        heading = bytes.get(at) == Some(&b'#');
                    }
                    continue;
                }
                Byte::Digit => {
                    at += 1;
                    while (byte(at) == Byte::Digit && at - start < LONGEST)
                        || (byte(at + 1) == Byte::Digit && matches!(bytes.get(at), Some(b'.' | b',')))
                    {
                        at += 1;
                    }
                    Kind::Number
                }
                Byte::Mark => {
                    at += 1;
                    Kind::Punctuation
                }
                class => {
                    let mark = if class == Byte::Wide { mark(text, at, reading) } else { None };
                    if let Some(mark) = mark {
                        at = mark.end;
                        if mark.space {
                            ending.space = true;
                            continue;
                        }
                        hash = mark.hash;
                        mark.kind
                    } else {
                        let curly;
                        (at, curly) = word_end(text, at);
                        if R::FOLD_QUOTES && curly {
                            hash = Some(hash_word(text[start..at].replace('’', "'").as_bytes()));
                        }
                        Kind::Word
                    }
                }
            };
            let first = packed(bytes, start, at);
            let hash = hash.unwrap_or_else(|| {
                let len = at - start;
                match (len <= 8, kind == Kind::Word) {
                    (false, true) => hash_word(&bytes[start..at]),
                    (false, false) => hash_bytes(&bytes[start..at]),
                    (true, word) => {
                        let hash = mix((len as u64).wrapping_mul(SEED) ^ first);
                        if word { told(hash, is_lower(first, len)) } else { hash }
                    }
                }
            });
            let kind = if kind == Kind::Word { kind_of(first, &bytes[start..at]) } else { kind };
            if edge == Edge::None {
                if in_row {
                    if shape == Shape::Markdown && bytes[start] == b'|' {
                        edge = Edge::Cell;
                    }
                } else if ending.sentence_before(bytes[start]) {
                    edge = Edge::Sentence;
                }
            }
            ending.push(bytes, start..at, kind);
            let (start, len) = (offset + start as u32, (at - start) as u16);
            self.tokens.push(Token { hash, start, len, kind, edge });
            edge = Edge::None;
        }
    }
}

/// Where the word that begins at `start` ends, and whether it holds a typographic apostrophe.
fn word_end(text: &str, start: usize) -> (usize, bool) {
    let bytes = text.as_bytes();
    let bytes = &bytes[..bytes.len().min(start + LONGEST)];
    let mut at = start;
    let mut curly = false;
    loop {
        // Nearly all of nearly every word.
        at += bytes[at..]
            .iter()
            .take_while(|b| matches!(BYTES[**b as usize], Byte::Letter | Byte::Digit))
            .count();
        let Some(&byte) = bytes.get(at) else { break };
        match BYTES[byte as usize] {
            Byte::Mark if byte == b'\'' && text[at + 1..].starts_with(char::is_alphabetic) => at += 1,
            Byte::Wide => {
                let Some(c) = text[at..].chars().next() else { break };
                let next = at + c.len_utf8();
                let apostrophe = c == '’' && text[next..].starts_with(char::is_alphabetic);
                if !(c.is_alphanumeric() || apostrophe || is_joining(c)) {
                    break;
                }
                curly |= apostrophe;
                at = next;
                if at >= bytes.len() {
                    break;
                }
            }
            _ => break,
        }
    }
    (at, curly)
}

/// A character beyond ASCII that begins no word.
struct Mark {
    end: usize,
    space: bool,
    kind: Kind,
    /// Its hash, where that is not simply its bytes'.
    hash: Option<u64>,
}

fn mark<R: Reading>(text: &str, at: usize, reading: &mut R) -> Option<Mark> {
    let c = text[at..].chars().next()?;
    if c.is_alphanumeric() {
        return None;
    }
    let leaf = reading.leaf(c);
    let folded = match c {
        '“' | '”' | '„' | '«' | '»' if R::FOLD_QUOTES => Some(b"\""),
        '‘' | '’' | '‚' if R::FOLD_QUOTES => Some(b"'"),
        _ => None,
    };
    Some(Mark {
        end: at + c.len_utf8(),
        space: c.is_whitespace(),
        kind: leaf.map_or(Kind::Punctuation, |leaf| leaf.0),
        hash: leaf.map(|leaf| leaf.1).or(folded.map(|byte| hash_bytes(byte))),
    })
}

/// A combining mark or an invisible joiner belongs to the word before it.
fn is_joining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{ad}' | '\u{200d}')
}

/// What a line that begins like this begins.
fn edge_of_line(line: &[u8]) -> Edge {
    let item = match line {
        [b'|', ..] => return Edge::Row,
        [b'#', ..] => return Edge::Block,
        [b'-' | b'*' | b'+', b' ' | b'\t', ..] => true,
        [b'0'..=b'9', ..] => {
            let digits = line.iter().take_while(|b| b.is_ascii_digit()).count();
            digits <= 3 && matches!(line.get(digits..), Some([b'.' | b')', b' ', ..]))
        }
        _ => line.starts_with("•".as_bytes()),
    };
    if item { Edge::Item } else { Edge::None }
}

/// What kind of word this is; `first` is its first eight bytes, packed.
fn kind_of(first: u64, word: &[u8]) -> Kind {
    match word.len() {
        ..=7 => {}
        8 => return if word.ends_with(b"n't") { Kind::Negation } else { Kind::Word },
        _ => return Kind::LongWord,
    }
    // Nothing else in a word can become ASCII letters in lower case.
    let lower = lower(first, word.len());
    let mut at = slot(lower);
    while COMMON[at].0 != 0 {
        if COMMON[at].0 == lower {
            return COMMON[at].1;
        }
        at = (at + 1) % SLOTS;
    }
    if word.ends_with(b"n't") { Kind::Negation } else { Kind::Word }
}

const fn pack(word: &str) -> u64 {
    let bytes = word.as_bytes();
    let (mut out, mut at) = (0, 0);
    while at < bytes.len() {
        out |= (bytes[at] as u64) << (8 * at);
        at += 1;
    }
    out
}

/// Slots of the table of common words; four for each word, so that most are looked up at once.
const SLOTS: usize = 256;

const fn slot(word: u64) -> usize {
    (word.wrapping_mul(SEED) >> 56) as usize % SLOTS
}

/// Words that say no.
const NEGATIONS: [&str; 8] = ["not", "no", "never", "without", "neither", "nor", "cannot", "none"];

/// Words that stand everywhere, and what all addresses have in common.
const STOPS: [&str; 57] = [
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "has", "have", "in", "is", "it", "its",
    "of", "on", "or", "that", "the", "this", "to", "was", "were", "will", "with", "which", "we", "can",
    "may", "but", "if", "than", "then", "their", "these", "those", "they", "also", "our", "been", "such",
    "other", "more", "had", "there", "when", "who", "you", "doi", "http", "https", "www", "pmid", "org",
    "com",
];

/// Both, packed, each in its slot or the next free one.
static COMMON: [(u64, Kind); SLOTS] = {
    let mut table = [(0, Kind::Word); SLOTS];
    let mut n = 0;
    while n < STOPS.len() + NEGATIONS.len() {
        let (word, kind) = if n < STOPS.len() {
            (STOPS[n], Kind::Stop)
        } else {
            (NEGATIONS[n - STOPS.len()], Kind::Negation)
        };
        let word = pack(word);
        let mut at = slot(word);
        while table[at].0 != 0 {
            at = (at + 1) % SLOTS;
        }
        table[at] = (word, kind);
        n += 1;
    }
    table
};

/// What has been read since the last word, to tell the end of a sentence from an abbreviation's point.
#[derive(Default)]
struct Ending {
    /// A full stop, question or exclamation mark ended a sentence, and only closing marks came since.
    ended: bool,
    /// White space came after it.
    space: bool,
    /// The last token, if it is a word.
    word: Option<Range<usize>>,
}

impl Ending {
    fn sentence_before(&self, first: u8) -> bool {
        self.ended && self.space && !first.is_ascii_lowercase() && !matches!(first, b')' | b',' | b';' | b':')
    }

    fn push(&mut self, bytes: &[u8], token: Range<usize>, kind: Kind) {
        if kind == Kind::Punctuation {
            match &bytes[token] {
                b"." => {
                    // "140 mmol/L." is no initial.
                    let unit = |word: &Range<usize>| bytes[..word.start].last() == Some(&b'/');
                    let word = self.word.take().filter(|word| !unit(word));
                    self.ended = !word.is_some_and(|word| is_abbreviation(&bytes[word]));
                }
                b"?" | b"!" => self.ended = true,
                b")" | b"]" | b"\"" | b"'" | b"*" | b"_" | [0xe2, 0x80, 0x99 | 0x9d] => {}
                _ => self.ended = false,
            }
            self.word = None;
        } else if !matches!(kind, Kind::Image | Kind::Citation) || !self.ended {
            self.ended = false;
            self.word = (kind != Kind::Number).then_some(token);
        }
        self.space = false;
    }
}

fn is_abbreviation(word: &[u8]) -> bool {
    matches!(
        word,
        b"e" | b"g"
            | b"i"
            | b"vs"
            | b"al"
            | b"cf"
            | b"ca"
            | b"approx"
            | b"resp"
            | b"incl"
            | b"Dr"
            | b"Mr"
            | b"Mrs"
            | b"Ms"
            | b"Prof"
            | b"St"
            | b"Fig"
            | b"fig"
            | b"Figs"
            | b"Eq"
            | b"Ref"
            | b"Refs"
            | b"No"
            | b"Vol"
            | b"pp"
            | b"Tab"
            | b"Sec"
    ) || matches!(word, [b'A'..=b'Z'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        Stream::of(text, 0..text.len()).tokens.iter().map(|t| &text[t.bytes()]).collect()
    }

    #[test]
    fn numbers_keep_their_points_and_words_their_apostrophes() {
        assert_eq!(
            words("Don't take 1,250.5 mg/day; it’s CYP2D6-bound."),
            ["Don't", "take", "1,250.5", "mg", "/", "day", ";", "it’s", "CYP2D6", "-", "bound", "."]
        );
    }

    #[test]
    fn sentences_begin_after_full_stops_and_not_after_abbreviations() {
        let text = "See Fig. 3, e.g. here. Dr. Roe (ed.) agreed to 4 mmol/L. It fell.\nShe did \"so.\" Then 5 left.\n\n- one\n- two";
        let starts: Vec<&str> = Stream::of(text, 0..text.len())
            .tokens
            .iter()
            .filter(|t| t.edge != Edge::None)
            .map(|t| &text[t.bytes()])
            .collect();
        assert_eq!(starts, ["See", "Dr", "It", "She", "Then", "-", "-"]);
    }

    #[test]
    fn a_letter_is_never_cut_from_its_accent() {
        assert_eq!(words("cafe\u{301} naïve µg ≤5"), ["cafe\u{301}", "naïve", "µg", "≤", "5"]);
    }
}
