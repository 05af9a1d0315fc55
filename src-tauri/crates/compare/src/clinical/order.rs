//! Sentences that say the same words in another order: a clause that went to the front says nothing else, two groups that
//! exchanged their places before the figures do.

use super::Passage;
use super::facts::{Fact, Facts, negates, term_at, touches};
use super::lexicon::Group;
use super::wording::finding;
use crate::comparison::{Class, Finding};
use crate::stream::{Edge, Kind};
use std::ops::Range;

/// Sentences with more words are not compared.
const LONGEST: usize = 120;

/// Marks and words between clauses that one of two sentences may have more of.
const MARKS: usize = 6;

/// Words at either end that both sentences share and that may still belong to a part that moved.
const SHARED: usize = 4;

/// How the words of one sentence stand in another.
#[derive(Debug, PartialEq)]
pub(super) enum Order {
    /// Two parts that follow each other stand the other way round.
    Turned,
    /// Two parts, by their tokens in the old sentence, took each other's places, and what stands between them stayed.
    Exchanged(Range<usize>, Range<usize>),
    /// The words are not the same, or in another order than these.
    Other,
}

/// Compares the sentences that a change stands in.
pub(super) fn of(old: &Passage<'_>, new: &Passage<'_>) -> Order {
    let (olds, news) = (sentence(old, new), sentence(new, old));
    // Most sentences part here.
    if olds.len().abs_diff(news.len()) > MARKS || sum(old, olds.clone()) != sum(new, news.clone()) {
        return Order::Other;
    }
    let (was, is) = (words(old, olds), words(new, news));
    if was.len() != is.len() || was.is_empty() || was.len() > LONGEST {
        return Order::Other;
    }
    let same = |(a, b): &(&Word, &Word)| a.hash == b.hash;
    let head = was.iter().zip(&is).take_while(same).count();
    if head == was.len() {
        return Order::Other;
    }
    let tail = was.iter().rev().zip(is.iter().rev()).take_while(same).count();
    // "A 5 mg and B 6 mg" ends with "mg" either way: the parts may reach into what both have.
    let ends = (0..=tail.min(SHARED))
        .flat_map(|back| (0..=head.min(SHARED)).map(move |front| (head - front, tail - back)));
    for (head, tail) in ends {
        let (a, b) = (&was[head..was.len() - tail], &is[head..is.len() - tail]);
        if let Some(cut) = turned(a, b) {
            let rest = was[..head].iter().chain(&was[was.len() - tail..]);
            // "A and B get 5 and 3 mg": the order says which is whose.
            let dealt_out = rest.filter(|word| word.figure).count() > 1 && !a.iter().any(|word| word.figure);
            let bounds = |words: &[Word]| {
                words[head].begins && words.get(words.len() - tail).is_none_or(|word| word.begins)
            };
            let (before, after) = (a[cut].begins, b[a.len() - cut].begins);
            // Clauses go with all that is said in them: "wait, do not operate" is not "do not wait, operate".
            let clauses = (before || after) && bounds(&was) && bounds(&is);
            // Of an enumeration, all that stands about it says the same of each.
            let members = before && after;
            return if dealt_out || !(clauses || members) {
                Order::Other
            } else if members && (amounts(old, a) || denied_alone(old, &was[..head], &a[cut..])) {
                Order::Exchanged(span(&a[..cut]), span(&a[cut..]))
            } else {
                Order::Turned
            };
        }
    }
    let (a, b) = (&was[head..was.len() - tail], &is[head..is.len() - tail]);
    exchanged(a, b)
        .map_or(Order::Other, |(left, right)| Order::Exchanged(span(&a[..left]), span(&a[a.len() - right..])))
}

/// The tokens from the first of some words to the last.
fn span(words: &[Word]) -> Range<usize> {
    words.first().map_or(0, |word| word.at)..words.last().map_or(0, |word| word.at + 1)
}

/// Whether these are amounts and nothing else: "for adults 10 ml, 5 ml for children".
fn amounts(passage: &Passage<'_>, words: &[Word]) -> bool {
    let measures = |word: &Word| word.figure || term_at(passage, word.at, Group::UNIT).is_some();
    words.iter().any(|word| word.figure) && words.iter().all(measures)
}

/// Whether what comes before two parts denies the first, and no "and" or "or" says that it denies the second, too:
/// "do not wait, operate".
fn denied_alone(passage: &Passage<'_>, before: &[Word], second: &[Word]) -> bool {
    let from = second.first().map_or(0, |word| word.at);
    let joins = |at: usize| matches!(passage.word(at), "and" | "or" | "nor" | "&");
    let sentence = passage.with(from..from + 1).sentences();
    before.iter().any(|word| negates(passage, word.at)) && !(from.saturating_sub(1)..sentence.end).any(joins)
}

fn alike(a: &[Word], b: &[Word]) -> bool {
    a.iter().map(|word| word.hash).eq(b.iter().map(|word| word.hash))
}

/// How many words the first of two parts has that stand the other way round.
fn turned(a: &[Word], b: &[Word]) -> Option<usize> {
    (1..a.len()).find(|cut| {
        let (left, right) = a.split_at(*cut);
        let (front, back) = b.split_at(right.len());
        alike(front, right) && alike(back, left)
    })
}

/// How many words the parts at both ends have that took each other's places.
fn exchanged(a: &[Word], b: &[Word]) -> Option<(usize, usize)> {
    let len = a.len();
    (1..len).find_map(|left| {
        let right = (1..len - left).find(|right| {
            alike(&a[len - right..], &b[..*right])
                && alike(&a[..left], &b[len - left..])
                && alike(&a[left..len - right], &b[*right..len - left])
        })?;
        Some((left, right))
    })
}

/// The tokens of the sentences that a change stands in. What is put in where a sentence begins or ends belongs to it.
fn sentence(here: &Passage<'_>, there: &Passage<'_>) -> Range<usize> {
    let tokens = here.sentences();
    let at = here.changed.start;
    if !tokens.is_empty() || !here.changed.is_empty() {
        return tokens;
    }
    let begins = there.tokens.get(there.changed.start).is_some_and(|token| token.edge >= Edge::Sentence);
    let beside = if begins { at..at + 1 } else { at.saturating_sub(1)..at };
    if beside.end <= here.tokens.len() { here.with(beside).sentences() } else { tokens }
}

struct Word {
    at: usize,
    hash: u64,
    figure: bool,
    /// Whether a clause begins here.
    begins: bool,
}

/// What a token is for the order of its sentence.
#[derive(PartialEq)]
enum Part {
    Word,
    /// Parts two clauses, or joins two parts of equal weight.
    Joint,
    /// Says nothing.
    Other,
}

fn part(passage: &Passage<'_>, at: usize) -> Part {
    let mark = passage.tokens[at].kind == Kind::Punctuation;
    match passage.word(at) {
        "," | ";" | ":" | "and" | "And" | "&" => Part::Joint,
        "a" | "an" | "the" | "A" | "An" | "The" => Part::Other,
        "." | "(" | ")" | "!" | "?" if mark => Part::Other,
        _ => Part::Word,
    }
}

/// A number that is the same for the same words in any order.
fn sum(passage: &Passage<'_>, sentence: Range<usize>) -> u64 {
    let words = sentence.filter(|at| part(passage, *at) == Part::Word);
    words.fold(0, |sum: u64, at| sum.wrapping_add(passage.hash(at)))
}

/// The words of a sentence, but those that join two parts of equal weight.
fn words(passage: &Passage<'_>, sentence: Range<usize>) -> Vec<Word> {
    let mut out = Vec::new();
    let mut begins = true;
    for at in sentence {
        let token = &passage.tokens[at];
        match part(passage, at) {
            Part::Joint => begins = true,
            Part::Other => {}
            Part::Word => {
                begins |= token.edge != Edge::None;
                let figure = token.kind == Kind::Number || term_at(passage, at, Group::NUMBER).is_some();
                out.push(Word { at, hash: passage.hash(at), figure, begins });
                begins = false;
            }
        }
    }
    out
}

/// Words between two parts that say which of them comes first, counts for more, or is not so.
const ORDERING: [&str; 26] = [
    "after",
    "before",
    "better",
    "by",
    "except",
    "first",
    "from",
    "instead",
    "into",
    "never",
    "not",
    "once",
    "over",
    "preferred",
    "prior",
    "rather",
    "superior",
    "than",
    "then",
    "unless",
    "until",
    "versus",
    "when",
    "while",
    "without",
    "worse",
];

/// Whether what stands before a part of a sentence denies it.
fn denies(passage: &Passage<'_>, part: &Range<usize>) -> bool {
    (passage.with(part.clone()).sentences().start..part.start).any(|at| negates(passage, at))
}

/// What two parts that took each other's places say, where it matters which of them stands where.
pub(super) fn exchange(old: &Passage<'_>, left: &Range<usize>, right: &Range<usize>) -> Option<Finding> {
    let all = left.start..right.end;
    let some = |range: &Range<usize>, is: &dyn Fn(usize) -> bool| range.clone().any(is);
    let both = |is: &dyn Fn(usize) -> bool| some(left, is) && some(right, is);
    let term = |group: Group| move |at: usize| term_at(old, at, group).is_some();
    let dose = some(&all, &term(Group::DOSE));
    let figure = some(&all, &|at| old.tokens[at].kind == Kind::Number || term(Group::NUMBER)(at));
    let class = if both(&|at| term_at(old, at, Group::POPULATION).is_some()) {
        Class::Population
    } else if both(&term(Group::DRUG)) {
        Class::Drug
    } else if both(&|at| term_at(old, at, Group::CERTAINTY).is_some()) {
        Class::Certainty
    } else if dose {
        Class::Dose
    } else if figure {
        Class::Number
    } else if both(&term(Group::ADVICE))
        || (left.end..right.start).any(|at| ORDERING.contains(&old.word(at)))
        || (left.end + 1 == right.start && old.word(left.end) == "," && denies(old, left))
    {
        Class::Negation
    } else if both(&term(Group::UNIT)) {
        Class::Number
    } else if some(&all, &term(Group::DRUG.or(Group::GIVING))) {
        Class::Population
    } else {
        return None;
    };
    Some(finding(class, "exchanged", &old.quote(left), &old.quote(right), false))
}

/// What is done before what, where that is the other way round now, in whichever forms of the words: "Boil it before
/// drinking", "Drink it before boiling".
pub(super) fn reversed(old: &Passage<'_>, new: &Passage<'_>) -> Option<Finding> {
    let parted = |passage: &Passage<'_>| {
        let tokens = passage.sentences();
        let at =
            tokens.clone().skip(1).find(|at| matches!(passage.word(*at), "before" | "after" | "then"))?;
        (tokens.len() <= LONGEST && passage.changed.start < at).then(|| {
            (
                passage.word(at).to_owned(),
                stems(passage, tokens.start..at),
                stems(passage, at + 1..tokens.end),
            )
        })
    };
    let (joint, first, then) = parted(old)?;
    let (same, now_first, now_then) = parted(new)?;
    let common = |a: &[String], b: &[String]| a.iter().filter(|stem| b.contains(stem)).count();
    let across = (common(&first, &now_then), common(&then, &now_first));
    let along = common(&first, &now_first) + common(&then, &now_then);
    let turned = joint == same && across.0 > 0 && across.1 > 0 && across.0 + across.1 >= along;
    turned.then(|| {
        finding(
            Class::Negation,
            "the other way round:",
            &old.quote(&old.sentences()),
            &new.quote(&new.sentences()),
            false,
        )
    })
}

/// The words that say something, without the endings that a verb or noun may have.
fn stems(passage: &Passage<'_>, tokens: Range<usize>) -> Vec<String> {
    let stem = |at: usize| {
        let word = passage.word(at).to_lowercase();
        let stem = ["ing", "ed", "es", "s", "e"].iter().find_map(|end| word.strip_suffix(end));
        stem.map_or(word.clone(), str::to_owned)
    };
    tokens.filter(|at| passage.tokens[*at].kind >= Kind::Word).map(stem).collect()
}

/// A negation that went from one word of a sentence to another, where both words stay: "not safe, effective".
pub(super) fn denied_instead(old: &Passage<'_>, new: &Passage<'_>) -> Option<Finding> {
    let (was, is) = (denied(old), denied(new));
    let free = |passage: &Passage<'_>, denied: &[Denied], hash: u64| {
        let within = |at: usize| denied.iter().any(|denied| denied.reach.contains(&at));
        let mut places = passage.sentences().filter(|at| passage.hash(*at) == hash).peekable();
        places.peek().is_some() && !places.any(within)
    };
    let moved = |here: &Passage<'_>, all: &[Denied], there: &Passage<'_>, others: &[Denied]| {
        let hash = |denied: &Denied| here.hash(denied.first.end - 1);
        all.iter().find(|denied| free(there, others, hash(denied))).map(|denied| denied.first.clone())
    };
    let (gone, come) = (moved(old, &was, new, &is)?, moved(new, &is, old, &was)?);
    if !(touches(&old.changed, &gone) || touches(&new.changed, &come)) {
        return None;
    }
    let (was, is) = (old.quote(&gone), new.quote(&come));
    let description = format!("{was} → {is}");
    Some(Finding { was, is, ..Finding::told(Class::Negation, description) })
}

/// What a negation denies.
struct Denied {
    /// From the negation to the first word behind it that says something.
    first: Range<usize>,
    /// All that it may deny: up to the next mark, "and" or "but".
    reach: Range<usize>,
}

/// What the negations of the sentences deny that a change stands in.
fn denied(passage: &Passage<'_>) -> Vec<Denied> {
    let Range { start, end } = passage.sentences();
    let reaches = |at: &usize| {
        let ends = |at: usize| matches!(passage.word(at), "and" | "but");
        passage.tokens[*at].kind != Kind::Punctuation && !ends(*at)
    };
    let says = |at: &usize| matches!(passage.tokens[*at].kind, Kind::Word | Kind::LongWord);
    let behind = |at: usize| {
        let reach = at..(at + 1..end).take_while(reaches).last()? + 1;
        let word = (at + 1..reach.end).take(4).find(says)?;
        Some(Denied { first: at..word + 1, reach })
    };
    (start..end).filter(|at| passage.tokens[*at].kind == Kind::Negation).filter_map(behind).collect()
}

/// Leaves out facts that only stand elsewhere in the sentence. Where two took each other's places, they must stand in
/// one enumeration: what is said between them belongs to one of them.
pub(super) fn without_transposed(
    mut gone: Vec<Fact>,
    mut come: Vec<Fact>,
    old: &Passage<'_>,
    new: &Passage<'_>,
) -> (Vec<Fact>, Vec<Fact>) {
    if gone.is_empty() && come.is_empty() {
        return (gone, come);
    }
    let whom = |passage: &Passage<'_>| {
        let Facts { mut population, mut certainty, .. } = Facts::of_sentences(passage);
        population.append(&mut certainty);
        population
    };
    let (was, is) = (whom(old), whom(new));
    let count = |facts: &[Fact], fact: &Fact| facts.iter().filter(|f| f.key == fact.key).count();
    let exchanged = match (gone.as_slice(), come.as_slice()) {
        ([out], [in_]) => was.iter().filter(|fact| fact.key == in_.key).any(|other| {
            let (a, b) = if other.tokens.start < out.tokens.start { (other, out) } else { (out, other) };
            !lists(old, a.tokens.end..b.tokens.start)
        }),
        _ => false,
    };
    if !exchanged {
        gone.retain(|fact| count(&is, fact) < count(&was, fact));
        come.retain(|fact| count(&was, fact) < count(&is, fact));
    }
    (gone, come)
}

/// Whether nothing stands between two members of an enumeration but what joins them.
fn lists(passage: &Passage<'_>, between: Range<usize>) -> bool {
    passage.tokens.get(between).is_some_and(|tokens| tokens.iter().all(|token| token.kind <= Kind::Stop))
}
