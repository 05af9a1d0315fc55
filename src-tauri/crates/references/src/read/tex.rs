//! What TeX says in the fields of an entry, as people read it.

use biblatex::{Chunk, Spanned};

/// The words of a field: formatting taken out, letters and signs put in. What is not known stays as it is.
pub(super) fn words(chunks: &[Spanned<Chunk>]) -> String {
    let mut out = String::new();
    for chunk in chunks {
        match &chunk.v {
            Chunk::Normal(text) | Chunk::Verbatim(text) => out.push_str(&plain(text, false)),
            Chunk::Math(text) => out.push_str(&plain(text, true)),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An identifier or address without the command it was set with and the backslashes before its signs.
pub(super) fn address(given: &str) -> String {
    let given = given.trim();
    let set = ["\\url", "\\nolinkurl", "\\href", "\\path"].iter().find_map(|name| given.strip_prefix(name));
    let inner =
        set.and_then(|rest| group(rest.trim_start())).map_or(set.unwrap_or(given), |(inner, _)| inner);
    let mut letters = inner.chars().peekable();
    let mut out = String::new();
    while let Some(letter) = letters.next() {
        if letter != '\\' || letters.peek().is_none_or(|next| next.is_alphanumeric()) {
            out.push(letter);
        }
    }
    out
}

fn plain(text: &str, math: bool) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(letter) = rest.chars().next() {
        let after = &rest[letter.len_utf8()..];
        match letter {
            '\\' => {
                let end = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
                let (name, tail) = after.split_at(end);
                rest = command(name, tail, math, &mut out);
            }
            '^' | '_' if math => {
                let (inner, tail) = argument(after, math);
                out.push_str(&set(&inner, letter == '^'));
                rest = tail;
            }
            '{' | '}' if math => rest = after,
            _ => {
                out.push(letter);
                rest = after;
            }
        }
    }
    out
}

/// Writes what a command stands for, and answers with what follows it.
fn command<'a>(name: &str, tail: &'a str, math: bool, out: &mut String) -> &'a str {
    if name.is_empty() {
        // A sign with a backslash before it is the sign, but for spaces and for where a word may be cut.
        let sign = tail.chars().next();
        match sign {
            Some('-') => {}
            Some(',' | ';' | ':' | '!' | ' ') => out.push(' '),
            Some(sign) if sign.is_ascii_punctuation() => out.push(sign),
            _ => {
                out.push('\\');
                return tail;
            }
        }
        return &tail[sign.map_or(0, char::len_utf8)..];
    }
    if let Some(sign) = sign(name) {
        out.push_str(sign);
        return tail.strip_prefix("{}").unwrap_or_else(|| tail.trim_start());
    }
    if matches!(name, "em" | "it" | "bf" | "rm" | "sc" | "sl" | "sf" | "tt" | "itshape" | "bfseries") {
        return tail.trim_start();
    }
    match group(tail) {
        Some((inner, after)) => {
            let inner = plain(inner, math);
            match name {
                "textsuperscript" => out.push_str(&set(&inner, true)),
                "textsubscript" => out.push_str(&set(&inner, false)),
                "textit" | "textbf" | "emph" | "textrm" | "textsc" | "textsf" | "texttt" | "textsl"
                | "textup" | "textnormal" | "text" | "mathrm" | "mathit" | "mathbf" | "mathsf" | "mbox"
                | "hbox" | "ensuremath" | "uppercase" | "url" => out.push_str(&inner),
                _ => {
                    out.push('\\');
                    out.push_str(name);
                    return tail;
                }
            }
            after
        }
        None => {
            out.push('\\');
            out.push_str(name);
            tail
        }
    }
}

/// What a raised or lowered sign applies to, and what follows.
fn argument(text: &str, math: bool) -> (String, &str) {
    if let Some((inner, after)) = group(text) {
        return (plain(inner, math), after);
    }
    if let Some(tail) = text.strip_prefix('\\') {
        let end = tail.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(tail.len());
        let mut out = String::new();
        let after = command(&tail[..end], &tail[end..], math, &mut out);
        return (out, after);
    }
    let length = text.chars().next().map_or(0, char::len_utf8);
    (text[..length].to_owned(), &text[length..])
}

/// What stands between a brace that a text begins with and the one that closes it, and what follows.
fn group(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('{')?;
    let mut depth = 1u32;
    for (at, letter) in inner.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((&inner[..at], &inner[at + 1..]));
        }
    }
    None
}

/// Raised or lowered: 10⁹ must not become 109. What has no such letter is marked where it is raised.
fn set(text: &str, raised: bool) -> String {
    const PLAIN: &str = "0123456789+-−";
    if text == "°" {
        return text.to_owned();
    }
    let letters = if raised {
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻"
    } else {
        "₀₁₂₃₄₅₆₇₈₉₊₋₋"
    };
    let each = |c: char| PLAIN.chars().position(|p| p == c).and_then(|at| letters.chars().nth(at));
    match text.chars().map(each).collect::<Option<String>>() {
        Some(small) => small,
        None if raised && text.chars().any(|c| c.is_ascii_digit()) => format!("^{text}"),
        None => text.to_owned(),
    }
}

fn sign(name: &str) -> Option<&'static str> {
    Some(match name {
        "alpha" | "textalpha" => "α",
        "beta" | "textbeta" => "β",
        "gamma" | "textgamma" => "γ",
        "delta" | "textdelta" => "δ",
        "epsilon" | "varepsilon" => "ε",
        "zeta" => "ζ",
        "eta" => "η",
        "theta" => "θ",
        "kappa" => "κ",
        "lambda" => "λ",
        "mu" | "textmu" | "upmu" => "µ",
        "nu" => "ν",
        "pi" => "π",
        "rho" => "ρ",
        "sigma" => "σ",
        "tau" => "τ",
        "phi" | "varphi" => "φ",
        "chi" => "χ",
        "psi" => "ψ",
        "omega" => "ω",
        "Gamma" => "Γ",
        "Delta" => "Δ",
        "Omega" => "Ω",
        "Sigma" => "Σ",
        "circ" | "degree" | "textdegree" => "°",
        "pm" | "textpm" => "±",
        "times" | "texttimes" => "×",
        "leq" | "le" | "leqslant" => "≤",
        "geq" | "ge" | "geqslant" => "≥",
        "approx" => "≈",
        "sim" | "textasciitilde" => "~",
        "cdot" => "·",
        "infty" => "∞",
        "rightarrow" | "to" => "→",
        _ => return None,
    })
}
