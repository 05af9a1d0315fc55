//! Opening a board, and signing in to write.

use crate::failure::Failure;
use chrono::{DateTime, FixedOffset, Local};
use editorial::{Article, ArticleId, MemberId};
use std::{fs::File, io::Read as _, path::Path};
use store::{Cost, Session, Store};
use zeroize::Zeroizing;

pub(crate) fn now() -> DateTime<FixedOffset> {
    Local::now().fixed_offset()
}

pub(crate) fn open(board: &Path) -> Result<Store, Failure> {
    Ok(Store::open(board, Cost::RECOMMENDED, now())?)
}

/// Signs in the member of this printed name; where none is given, the only one there is.
pub(crate) fn sign_in(store: &mut Store, name: Option<&str>) -> Result<Session, Failure> {
    let member = member(store, name)?;
    let passphrase = match given() {
        Some(passphrase) => passphrase,
        None => asked("Passphrase: ")?,
    };
    Ok(store.sign_in(member, &passphrase, now())?)
}

/// The passphrase of a new member: asked for twice, since nobody sees what they type.
pub(crate) fn new_passphrase() -> Result<Zeroizing<String>, Failure> {
    if let Some(passphrase) = given() {
        return Ok(passphrase);
    }
    let passphrase = asked("Passphrase: ")?;
    if *asked("The same again: ")? == *passphrase {
        Ok(passphrase)
    } else {
        Err(Failure::Asked("The two passphrases differ. Nothing was made.".to_owned()))
    }
}

fn given() -> Option<Zeroizing<String>> {
    std::env::var("IMPRIMATUR_PASSPHRASE").ok().map(Zeroizing::new)
}

fn asked(prompt: &str) -> Result<Zeroizing<String>, Failure> {
    rpassword::prompt_password(prompt).map(Zeroizing::new).map_err(|_| {
        Failure::Asked(
            "There is no terminal to ask for the passphrase on: put it in IMPRIMATUR_PASSPHRASE.".to_owned(),
        )
    })
}

fn member(store: &mut Store, name: Option<&str>) -> Result<MemberId, Failure> {
    let board = store.board()?;
    let active: Vec<_> = board.members.values().filter(|m| m.active).collect();
    let names = || active.iter().map(|m| m.name.as_str()).collect::<Vec<_>>().join(", ");
    match name {
        Some(name) => active
            .iter()
            .find(|m| m.name.to_lowercase() == name.trim().to_lowercase())
            .map(|m| m.id)
            .ok_or_else(|| {
                Failure::Asked(format!("There is no active member named {name}. There are: {}.", names()))
            }),
        None => match active.as_slice() {
            [only] => Ok(only.id),
            _ => Err(Failure::Asked(format!("Say who you are with --as NAME. Members: {}.", names()))),
        },
    }
}

/// The article of this identity, or the only one whose title holds these words; a title in full comes before others.
pub(crate) fn article(store: &Store, asked: &str) -> Result<ArticleId, Failure> {
    let all = store.titles("", u32::MAX)?;
    if let Ok(id) = asked.parse::<ArticleId>() {
        let known = all.iter().any(|(other, _)| *other == id);
        return known
            .then_some(id)
            .ok_or_else(|| Failure::Asked(format!("There is no article with the identity {id}.")));
    }
    let lower = asked.trim().to_lowercase();
    let in_full: Vec<_> = all.iter().filter(|(_, title)| title.to_lowercase() == lower).collect();
    let holds = |title: &str| lower.split_whitespace().all(|word| title.to_lowercase().contains(word));
    let with_words: Vec<_> = all.iter().filter(|(_, title)| holds(title)).collect();
    match (in_full.as_slice(), with_words.as_slice()) {
        ([(id, _)], _) | ([], [(id, _)]) => Ok(*id),
        ([], []) => Err(Failure::Asked(format!(
            "There is no article with “{asked}” in its title.{}",
            listed(" There are", all.iter())
        ))),
        ([], several) | (several, _) => Err(Failure::Asked(format!(
            "Several articles have “{asked}” in their titles{}",
            listed("", several.iter().copied())
        ))),
    }
}

/// The first articles, a line each; nothing where there are none.
fn listed<'a>(words: &str, articles: impl ExactSizeIterator<Item = &'a (ArticleId, String)>) -> String {
    const SHOWN: usize = 20;
    let more = articles.len().saturating_sub(SHOWN);
    let lines: Vec<String> = articles.take(SHOWN).map(|(id, title)| format!("\n  {id}  {title}")).collect();
    match (lines.is_empty(), more) {
        (true, _) => String::new(),
        (_, 0) => format!("{words}:{}", lines.concat()),
        _ => format!("{words}:{}\n  and {more} more", lines.concat()),
    }
}

/// Refuses a revision that the article does not have.
pub(crate) fn known_revision(article: &Article, number: u32) -> Result<(), Failure> {
    if article.revision(number).is_some() {
        return Ok(());
    }
    Err(Failure::Asked(match article.head().map(|head| head.number) {
        None => format!("“{}” has no text yet.", article.title),
        Some(1) => format!("“{}” has no revision {number}: it has only revision 1.", article.title),
        Some(last) => format!("“{}” has no revision {number}: it has 1 to {last}.", article.title),
    }))
}

/// Whether a file is a board, or another SQLite database, by what it begins with.
pub(crate) fn is_board(file: &Path) -> bool {
    const BEGINNING: &[u8; 16] = b"SQLite format 3\0";
    let mut start = [0; BEGINNING.len()];
    File::open(file).and_then(|mut file| file.read_exact(&mut start)).is_ok() && start == *BEGINNING
}
