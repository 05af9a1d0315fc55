//! What is said to be so, and what not: negations and opposites.

use super::facts::{self, Fact, Facts};
use super::wording::{self, finding};
use super::{Passage, REMARK, Sides, differing};
use crate::comparison::{Class, Finding};
use crate::stream::Kind;

/// "Not visible" that became "invisible", or the other way round, and little beside it.
pub(super) fn denies_the_same(old: &Passage<'_>, new: &Passage<'_>) -> bool {
    let denied = |passage: &Passage<'_>| {
        let mut range = passage.changed.clone();
        range
            .find(|at| facts::negates(passage, *at))
            .map(|at| at + 1)
            .filter(|at| passage.changed.contains(at))
    };
    let same = |here: &Passage<'_>, there: &Passage<'_>| {
        let Some(at) = denied(here) else { return false };
        let word = here.word(at);
        let prefixed = |k: usize| there.word(k).len() > word.len() && turned(word, there.word(k));
        there.changed.clone().any(prefixed) && denied(there).is_none()
    };
    let few = old.words_changed().max(new.words_changed()) <= REMARK;
    few && (same(old, new) || same(new, old))
}

/// However much changed: a "not" at the very edge of it turns what stays beside it.
pub(super) fn negation_beside_what_stays(old: &Passage<'_>, new: &Passage<'_>, out: &mut Vec<Finding>) {
    let negates = facts::negates;
    let begins = |p: &Passage<'_>| !p.changed.is_empty() && negates(p, p.changed.start);
    let ends = |p: &Passage<'_>| !p.changed.is_empty() && negates(p, p.changed.end - 1);
    let all = |p: &Passage<'_>| p.changed.clone().filter(|at| negates(p, *at)).count();
    // "Is not to be" that became "must not be" denies the same.
    if all(old) == all(new) {
        return;
    }
    for (here, there, removed) in [(old, new, true), (new, old, false)] {
        if (begins(here) || ends(here)) && !(begins(there) || ends(there)) {
            let at = if begins(here) { here.changed.start } else { here.changed.end - 1 };
            out.push(wording::negation(here, &(at..at + 1), there, removed));
        }
    }
}

pub(super) fn polarity(Sides { was, is, old, new, .. }: Sides<'_>, out: &mut Vec<Finding>) {
    let counted = |facts: &Facts, passage: &Passage<'_>| {
        let few = passage.words_changed() <= REMARK;
        facts.negations.iter().filter(|fact| few || !fact.weak).count()
    };
    let (gone, come) = (counted(was, old), counted(is, new));
    if gone != come {
        let (facts, here, there) = if gone > come { (was, old, new) } else { (is, new, old) };
        if let Some(fact) = facts.negations.last() {
            out.push(wording::negation(here, &fact.tokens, there, gone > come));
        }
    }
    let (gone, come) = differing(&was.poles, &is.poles, |a, b| a.key == b.key && a.left == b.left);
    for a in &gone {
        if let Some(b) = come.iter().find(|b| opposite(a, b)) {
            let (a, b) = (old.quote(&a.tokens), new.quote(&b.tokens));
            if !out.iter().any(|finding| finding.was.contains(&a) && finding.is.contains(&b)) {
                out.push(finding(Class::Negation, "opposite", &a, &b, false));
            }
        }
    }
    if !old.changed.is_empty() && !new.changed.is_empty() {
        let telling = |passage: &Passage<'_>, at: &usize| passage.tokens[*at].kind >= Kind::Word;
        for a in old.changed.clone().filter(|a| telling(old, a)) {
            for b in new.changed.clone().filter(|b| telling(new, b) && turned(old.word(a), new.word(*b))) {
                out.push(finding(Class::Negation, "opposite", old.word(a), new.word(b), false));
            }
        }
    }
    out.dedup();
}

pub(super) const fn opposite(a: &Fact, b: &Fact) -> bool {
    a.key == b.key && a.left != b.left
}

/// Whether one word is the other with a prefix that turns its meaning.
fn turned(a: &str, b: &str) -> bool {
    // Nearly all words part here: what follows the prefix is the same.
    let last = |word: &str| word.bytes().last().map(|byte| byte.to_ascii_lowercase());
    if last(a) != last(b) {
        return false;
    }
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    let (short, long) = if a.len() < b.len() { (&a, &b) } else { (&b, &a) };
    let after =
        |prefix: &str| long.strip_prefix(prefix).is_some_and(|rest| rest.trim_start_matches('-') == short);
    // "Form" and "inform" are no opposites.
    let describes = ["able", "ible", "uble", "ent", "ant", "ate", "ive", "ous", "ory", "ical", "ular"];
    let describes = || short.len() >= 6 && describes.iter().any(|end| short.ends_with(end));
    let prefixed = (short.len() >= 4 && ["un", "non", "anti", "contra"].iter().any(|prefix| after(prefix)))
        || (["in", "im", "ir", "il", "dis"].iter().any(|prefix| after(prefix)) && describes());
    let swapped = [
        ("hyper", "hypo"),
        ("pre", "post"),
        ("intra", "extra"),
        ("over", "under"),
        ("tachy", "brady"),
        ("uni", "bi"),
        ("dis", "re"),
        ("ab", "ad"),
        ("inter", "intra"),
    ];
    let ends = |x: &str, y: &str| {
        a.strip_suffix(x).is_some_and(|rest| rest.len() >= 3 && b.strip_suffix(y) == Some(rest))
    };
    if ends("less", "ful") || ends("ful", "less") {
        return true;
    }
    prefixed
        || swapped.iter().any(|(x, y)| {
            [(x, y), (y, x)].iter().any(|(x, y)| {
                let rest = a.strip_prefix(**x).filter(|rest| rest.len() >= 3);
                rest.is_some() && rest == b.strip_prefix(**y)
            })
        })
}
