//! A text as a stream of tokens: words, numbers with their inner points and commas, single punctuation
//! marks, citation marks and images. White space is never a token; where sentences and blocks begin is
//! noted on the tokens.

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
    /// Byte after the last.
    pub(crate) end: u32,
    pub(crate) kind: Kind,
    /// What begins with this token.
    pub(crate) edge: Edge,
}

/// What a token is, in rising weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    Punctuation,
    /// A word that stands everywhere and says little.
    Stop,
    Word,
    /// A word of eleven letters or more: a name, as often as not.
    LongWord,
    /// A citation mark or an image.
    Leaf,
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
    /// A paragraph, heading or list item.
    Block,
    /// A row of a table.
    Row,
}

impl Kind {
    /// What it is worth to show a token of this kind as unchanged, in twentieths of a word.
    pub(crate) const fn weight(self) -> u32 {
        match self {
            Self::Punctuation => 2,
            Self::Stop => 6,
            Self::Word => 20,
            Self::LongWord | Self::Leaf => 24,
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
    /// The hash of a non-ASCII mark that is not a letter, when it is not simply its bytes'.
    fn leaf(&mut self, mark: char) -> Option<u64>;
    /// Whether typographic and plain quotation marks are the same.
    const FOLD_QUOTES: bool;
}

/// Reads every character as it stands.
pub(crate) struct Literal;

impl Reading for Literal {
    fn leaf(&mut self, _: char) -> Option<u64> {
        None
    }
    const FOLD_QUOTES: bool = false;
}

const SEED: u64 = 0x9e37_79b9_7f4a_7c15;
const PRIME: u64 = 0x0100_0000_01b3;

/// Mixes a hash so that all of its bits depend on all of its input.
pub(crate) const fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ (hash >> 29)
}

pub(crate) const fn hash_bytes(bytes: &[u8]) -> u64 {
    let mut hash = SEED;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(PRIME);
        at += 1;
    }
    mix(hash)
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
    /// The tokens of a plain text.
    pub(crate) fn of(text: &str) -> Self {
        let mut stream = Self { tokens: Vec::with_capacity(text.len() / 4) };
        stream.read(text, 0, Shape::Markdown, &mut Literal);
        stream
    }

    /// Appends the tokens of `text`, which begins at byte `offset` of the whole.
    pub(crate) fn read<R: Reading>(&mut self, text: &str, offset: u32, shape: Shape, reading: &mut R) {
        let bytes = text.as_bytes();
        let byte = |at: usize| bytes.get(at).copied().map_or(Byte::Space, |b| BYTES[b as usize]);
        let mut at = 0;
        let mut edge = match shape {
            Shape::Markdown if bytes.first() == Some(&b'|') => Edge::Row,
            Shape::Markdown => Edge::Block,
            Shape::Block(edge) => edge,
        };
        let mut in_row = matches!(edge, Edge::Row | Edge::Cell);
        let mut ending = Ending::default();
        // Whether the line that is being read is a heading, which ends with its line.
        let mut heading = shape == Shape::Markdown && bytes.first() == Some(&b'#');
        while at < bytes.len() {
            let start = at;
            let mut kind;
            let mut hash = SEED;
            match byte(at) {
                Byte::Space => {
                    let mut newlines = 0;
                    while at < bytes.len() && byte(at) == Byte::Space {
                        newlines += u32::from(bytes[at] == b'\n');
                        at += 1;
                    }
                    if shape == Shape::Markdown && newlines > 0 {
                        if bytes.get(at) == Some(&b'|') {
                            edge = Edge::Row;
                        } else if newlines > 1 || heading || in_row || begins_block(&bytes[at..]) {
                            edge = Edge::Block;
                        }
                        in_row = edge == Edge::Row;
                        heading = bytes.get(at) == Some(&b'#');
                    }
                    ending.space = true;
                    continue;
                }
                Byte::Digit => {
                    kind = Kind::Number;
                    loop {
                        match byte(at) {
                            Byte::Digit => {}
                            Byte::Mark if matches!(bytes[at], b'.' | b',') && byte(at + 1) == Byte::Digit => {
                            }
                            _ => break,
                        }
                        hash = (hash ^ u64::from(bytes[at])).wrapping_mul(PRIME);
                        at += 1;
                    }
                }
                Byte::Mark => {
                    kind = Kind::Punctuation;
                    hash = (hash ^ u64::from(bytes[at])).wrapping_mul(PRIME);
                    at += 1;
                }
                Byte::Letter | Byte::Wide => {
                    (at, kind, hash) = wide(text, at, reading);
                    if at == start {
                        // White space beyond ASCII.
                        at += text[start..].chars().next().map_or(1, char::len_utf8);
                        ending.space = true;
                        continue;
                    }
                }
            }
            let token = &bytes[start..at];
            if kind == Kind::Word {
                kind = kind_of(token);
            }
            if edge == Edge::None {
                if in_row {
                    if shape == Shape::Markdown && token == b"|" {
                        edge = Edge::Cell;
                    }
                } else if ending.sentence_before(token) {
                    edge = Edge::Sentence;
                }
            }
            self.tokens.push(Token {
                hash: mix(hash),
                start: offset + start as u32,
                end: offset + at as u32,
                kind,
                edge,
            });
            ending.push(token, kind);
            edge = Edge::None;
        }
    }
}

/// Reads a word from `start`, or one mark that is not ASCII; nothing where white space stands there.
fn wide<R: Reading>(text: &str, start: usize, reading: &mut R) -> (usize, Kind, u64) {
    let bytes = text.as_bytes();
    let mut at = start;
    let mut hash = SEED;
    loop {
        let Some(&first) = bytes.get(at) else { break };
        let (next, folded) = match BYTES[first as usize] {
            Byte::Letter => (at + 1, None),
            Byte::Digit if at > start => (at + 1, None),
            Byte::Mark
                if first == b'\'' && at > start && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic) =>
            {
                (at + 1, None)
            }
            Byte::Wide => {
                let Some(c) = text[at..].chars().next() else { break };
                let next = at + c.len_utf8();
                if c.is_alphanumeric() {
                    (next, None)
                } else if at > start && c == '’' && text[next..].starts_with(char::is_alphabetic) {
                    (next, R::FOLD_QUOTES.then_some(b'\''))
                } else if at > start && is_joining(c) {
                    (next, None)
                } else if at == start && !c.is_whitespace() {
                    let (kind, hash) = mark(c, reading);
                    return (next, kind, hash);
                } else {
                    break;
                }
            }
            _ => break,
        };
        if let Some(byte) = folded {
            hash = (hash ^ u64::from(byte)).wrapping_mul(PRIME);
        } else {
            for byte in &bytes[at..next] {
                hash = (hash ^ u64::from(*byte)).wrapping_mul(PRIME);
            }
        }
        at = next;
    }
    (at, Kind::Word, hash)
}

/// A combining mark or an invisible joiner belongs to the word before it.
fn is_joining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{ad}' | '\u{200d}')
}

fn mark<R: Reading>(c: char, reading: &mut R) -> (Kind, u64) {
    if let Some(hash) = reading.leaf(c) {
        return (Kind::Leaf, hash);
    }
    let mut buffer = [0; 4];
    let plain = match c {
        '“' | '”' | '„' | '«' | '»' if R::FOLD_QUOTES => '"',
        '‘' | '’' | '‚' if R::FOLD_QUOTES => '\'',
        c => c,
    };
    let bytes = plain.encode_utf8(&mut buffer).as_bytes();
    (Kind::Punctuation, bytes.iter().fold(SEED, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(PRIME)))
}

/// Whether a line that begins like this begins a list item or a heading.
fn begins_block(line: &[u8]) -> bool {
    match line {
        [b'#', ..] => true,
        [b'-' | b'*' | b'+', b' ' | b'\t', ..] => true,
        [b'0'..=b'9', ..] => {
            let digits = line.iter().take_while(|b| b.is_ascii_digit()).count();
            digits <= 3 && matches!(line.get(digits..), Some([b'.' | b')', b' ', ..]))
        }
        _ => line.starts_with("•".as_bytes()),
    }
}

fn kind_of(word: &[u8]) -> Kind {
    let mut buffer = [0u8; 8];
    let Some(lower) = buffer.get_mut(..word.len()) else {
        return if word.len() < 11 { Kind::Word } else { Kind::LongWord };
    };
    lower.copy_from_slice(word);
    lower.make_ascii_lowercase();
    match &*lower {
        b"not" | b"no" | b"never" | b"without" | b"neither" | b"nor" | b"cannot" | b"none" => Kind::Negation,
        [.., b'n', b'\'', b't'] => Kind::Negation,
        b"a" | b"an" | b"and" | b"are" | b"as" | b"at" | b"be" | b"by" | b"for" | b"from" | b"has"
        | b"have" | b"in" | b"is" | b"it" | b"its" | b"of" | b"on" | b"or" | b"that" | b"the" | b"this"
        | b"to" | b"was" | b"were" | b"will" | b"with" | b"which" | b"we" | b"can" | b"may" | b"but"
        | b"if" | b"than" | b"then" | b"their" | b"these" | b"those" | b"they" | b"also" | b"our"
        | b"been" | b"such" | b"other" | b"more" => Kind::Stop,
        // What all addresses have in common.
        b"doi" | b"http" | b"https" | b"www" | b"pmid" | b"org" | b"com" => Kind::Stop,
        _ => Kind::Word,
    }
}

/// What has been read since the last word, to tell the end of a sentence from an abbreviation's point.
#[derive(Default)]
struct Ending {
    /// A full stop, question or exclamation mark ended a sentence, and only closing marks came since.
    ended: bool,
    /// White space came after it.
    space: bool,
    /// The last word cannot end a sentence with its point.
    abbreviation: bool,
}

impl Ending {
    fn sentence_before(&self, token: &[u8]) -> bool {
        self.ended
            && self.space
            && token
                .first()
                .is_some_and(|b| !b.is_ascii_lowercase() && !matches!(b, b')' | b',' | b';' | b':'))
    }

    fn push(&mut self, token: &[u8], kind: Kind) {
        match (kind, token) {
            (Kind::Punctuation, b".") => self.ended = !self.abbreviation,
            (Kind::Punctuation, b"?" | b"!") => self.ended = true,
            (Kind::Punctuation, b")" | b"]" | b"\"" | b"'" | b"*" | b"_") if self.ended => {}
            (Kind::Punctuation, token) if self.ended && matches!(token, [0xe2, 0x80, 0x99 | 0x9d]) => {}
            (Kind::Leaf, _) if self.ended => return,
            _ => self.ended = false,
        }
        self.abbreviation = kind >= Kind::Stop && kind != Kind::Number && is_abbreviation(token);
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
        Stream::of(text).tokens.iter().map(|t| &text[t.start as usize..t.end as usize]).collect()
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
        let text =
            "See Fig. 3, e.g. here. Dr. Roe (ed.) agreed.\nShe did \"so.\" Then 5 left.\n\n- one\n- two";
        let starts: Vec<&str> = Stream::of(text)
            .tokens
            .iter()
            .filter(|t| t.edge != Edge::None)
            .map(|t| &text[t.start as usize..t.end as usize])
            .collect();
        assert_eq!(starts, ["See", "Dr", "She", "Then", "-", "-"]);
    }

    #[test]
    fn a_letter_is_never_cut_from_its_accent() {
        assert_eq!(words("cafe\u{301} naïve µg ≤5"), ["cafe\u{301}", "naïve", "µg", "≤", "5"]);
    }
}
