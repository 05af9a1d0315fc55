//! Compares a whole list of pairs: `batch LIST` reads lines of id, old file and new file parted by tabs,
//! and prints a line of JSON for each. `ENGINE` chooses what to measure: ours, imara or similar.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::time::Instant;

fn main() {
    let list = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap();
    let engine = std::env::var("ENGINE").unwrap_or_default();
    let reps: u32 = std::env::var("REPS").ok().and_then(|r| r.parse().ok()).unwrap_or(1);
    for line in list.lines() {
        let mut parts = line.split('\t');
        let id = parts.next().unwrap();
        let mut read = || std::fs::read_to_string(parts.next().unwrap()).unwrap();
        let (old, new) = (read(), read());
        let mut best = f64::MAX;
        let mut ops = String::new();
        for _ in 0..reps.max(1) {
            let start = Instant::now();
            let result = match engine.as_str() {
                "imara" => imara(&old, &new),
                _ => serde(compare::plain::operations(&old, &new)),
            };
            best = best.min(start.elapsed().as_secs_f64() * 1e3);
            if ops.is_empty() {
                ops = result();
            }
        }
        println!("{{\"id\":\"{id}\",\"ms\":{best},\"ops\":{ops}}}");
    }
}

fn serde(ops: Vec<compare::plain::Operation>) -> Box<dyn FnOnce() -> String> {
    Box::new(move || serde_json::to_string(&ops).unwrap())
}

struct Words<'a>(Vec<&'a str>);

fn words(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let c = text[at..].chars().next().unwrap();
        at += c.len_utf8();
        if c.is_whitespace() {
            continue;
        }
        if c.is_alphabetic() {
            at = text[at..].find(|c: char| !c.is_alphabetic()).map_or(text.len(), |k| at + k);
        } else if c.is_ascii_digit() {
            while at < bytes.len()
                && (bytes[at].is_ascii_digit()
                    || (matches!(bytes[at], b'.' | b',')
                        && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)))
            {
                at += 1;
            }
        }
        out.push(&text[start..at]);
    }
    out
}

impl<'a> imara_diff::TokenSource for &'a Words<'a> {
    type Token = &'a str;
    type Tokenizer = std::iter::Copied<std::slice::Iter<'a, &'a str>>;
    fn tokenize(&self) -> Self::Tokenizer {
        self.0.iter().copied()
    }
    fn estimate_tokens(&self) -> u32 {
        self.0.len() as u32
    }
}

fn imara(old: &str, new: &str) -> Box<dyn FnOnce() -> String> {
    let (a, b) = (Words(words(old)), Words(words(new)));
    let input = imara_diff::InternedInput::new(&a, &b);
    let diff = imara_diff::Diff::compute(imara_diff::Algorithm::Histogram, &input);
    let at = |text: &str, words: &Words<'_>, k: usize| {
        words.0.get(k).map_or(text.len(), |w| w.as_ptr() as usize - text.as_ptr() as usize)
    };
    let mut out: Vec<[usize; 4]> = Vec::new();
    let (mut i, mut j) = (0, 0);
    for hunk in diff.hunks() {
        let (b0, a0) = (hunk.before.start as usize, hunk.after.start as usize);
        out.push([at(old, &a, i), at(old, &a, b0), at(new, &b, j), at(new, &b, a0)]);
        (i, j) = (hunk.before.end as usize, hunk.after.end as usize);
        out.push([at(old, &a, b0), at(old, &a, i), at(new, &b, a0), at(new, &b, j)]);
    }
    out.push([at(old, &a, i), old.len(), at(new, &b, j), new.len()]);
    Box::new(move || {
        let ops = out.chunks(2).flat_map(|pair| {
            let [a, b, c, d] = pair[0];
            let mut ops = vec![format!("{{\"op\":\"equal\",\"old\":[{a},{b}],\"new\":[{c},{d}]}}")];
            if let Some([a, b, c, d]) = pair.get(1) {
                if a < b {
                    ops.push(format!("{{\"op\":\"delete\",\"old\":[{a},{b}]}}"));
                }
                if c < d {
                    ops.push(format!("{{\"op\":\"insert\",\"new\":[{c},{d}]}}"));
                }
            }
            ops
        });
        format!("[{}]", ops.collect::<Vec<_>>().join(","))
    })
}
