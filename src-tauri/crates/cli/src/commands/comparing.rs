//! Saying what changed.

mod told;

use super::exporting::{handed_out, prepared, written};
use crate::{
    failure::Failure,
    options::{Compare, CompareFormat},
    output,
    signing_in::{article, is_board, known_revision, now, open},
    watching::watching,
};
use compare::{Comparison, Heading, plain};
use document::{Document, import};
use editorial::ArticleId;
use report::Compared;
use serde::Serialize;
use std::{fs, path::Path, time::Instant};
use store::{Shows, Store};

pub(crate) fn run(compare: &Compare) -> Result<bool, Failure> {
    let of: Vec<&str> = compare.of.iter().map(String::as_str).collect();
    if let (CompareFormat::Pdf, Some(out), false) = (compare.format, &compare.out, compare.plain) {
        return paper(compare, &of, out);
    }
    match (&compare.board, of.as_slice()) {
        (None, [list]) if compare.batch => batch(list),
        (None, [old, new]) if compare.plain => operations(old, new, compare.format),
        (None, [old, new]) => {
            let heading = Heading { title: &name(new), old, new, acknowledged: None };
            print(&compare::compare(&read(old)?, &read(new)?), &heading, compare.format)
        }
        (Some(board), [asked, from, to]) => revisions(board, asked, (from, to), compare.format),
        _ => Err(not_two(compare)),
    }
}

fn not_two(compare: &Compare) -> Failure {
    let asked = match compare.board {
        Some(_) => "With --board, give the article and two revisions.",
        None => "Give two files.",
    };
    Failure::Asked(asked.to_owned())
}

/// As a PDF: two files by themselves; of a board by the way of all exports.
fn paper(compare: &Compare, of: &[&str], out: &Path) -> Result<bool, Failure> {
    match (&compare.board, of) {
        (None, [old, new]) => {
            store::for_a_new_file(out)?;
            let compared = Compared::texts(&name(new), (old, &read(old)?), (new, &read(new)?));
            let pdf = written(report::comparison(&compared, now(), &mut watching()?))?;
            store::write_new(out, &pdf)?;
        }
        (Some(board), [asked, from, to]) => {
            let mut store = open(board)?;
            let (id, from, to) = asked_for(&mut store, asked, (from, to))?;
            handed_out(&mut store, compare.as_member.as_deref(), Shows::Text, out, |store, session| {
                let compared = Compared::revisions(store, id, from, to, session.member())?;
                prepared(out, report::comparison(&compared, now(), &mut watching()?), compared.note())
            })?;
        }
        _ => return Err(not_two(compare)),
    }
    eprintln!("Wrote the comparison to {}.", out.display());
    Ok(true)
}

fn bytes(path: &str) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| Failure::File { doing: format!("Reading {path}"), error })
}

fn read(path: &str) -> Result<Document, Failure> {
    if is_board(Path::new(path)) {
        return Err(Failure::Asked(format!(
            "{path} is a board: name it with --board, and give an article and two revisions."
        )));
    }
    let imported =
        import::read(path, &bytes(path)?).map_err(|error| Failure::Text { file: path.to_owned(), error })?;
    output::notes(Path::new(path), &imported.notes);
    Ok(imported.document)
}

fn plain_text(path: &str) -> Result<String, Failure> {
    String::from_utf8(bytes(path)?).map_err(|_| Failure::Asked(format!("{path} is not UTF-8 text.")))
}

fn revisions(
    board: &Path,
    asked: &str,
    (from, to): (&str, &str),
    format: CompareFormat,
) -> Result<bool, Failure> {
    let mut store = open(board)?;
    let (id, from, to) = asked_for(&mut store, asked, (from, to))?;
    let article = store.article(id)?;
    let side = |number: u32| match article.revision(number) {
        Some(revision) => format!("revision {number}, {}", revision.at.format("%-d %B %Y, %H:%M UTC")),
        None => format!("revision {number}"),
    };
    let (old, new) = (side(from), side(to));
    let heading = Heading { title: &article.title, old: &old, new: &new, acknowledged: None };
    print(&store.comparison(id, from, to)?, &heading, format)
}

/// An article of the board and two of its revisions.
fn asked_for(
    store: &mut Store,
    asked: &str,
    (from, to): (&str, &str),
) -> Result<(ArticleId, u32, u32), Failure> {
    let number = |text: &str| {
        text.parse::<u32>().map_err(|_| Failure::Asked(format!("{text} is not the number of a revision.")))
    };
    let (from, to) = (number(from)?, number(to)?);
    let id = article(store, asked)?;
    let article = store.article(id)?;
    known_revision(&article, from)?;
    known_revision(&article, to)?;
    Ok((id, from, to))
}

/// The name of a file without its folder.
fn name(path: &str) -> String {
    Path::new(path).file_name().map_or_else(|| path.to_owned(), |name| name.to_string_lossy().into_owned())
}

fn print(comparison: &Comparison, heading: &Heading<'_>, format: CompareFormat) -> Result<bool, Failure> {
    match format {
        CompareFormat::Html => output::text(&compare::page(comparison, heading))?,
        CompareFormat::Text => output::text(&told::told(comparison))?,
        CompareFormat::Json => output::json(comparison)?,
        // Handed out before this: a PDF is nothing for a terminal.
        CompareFormat::Pdf => {
            return Err(Failure::Asked("--format pdf goes with --out FILE, and without --plain.".to_owned()));
        }
        CompareFormat::Ops => return Err(Failure::Asked("--format ops goes with --plain.".to_owned())),
    }
    Ok(true)
}

fn operations(old: &str, new: &str, format: CompareFormat) -> Result<bool, Failure> {
    if matches!(format, CompareFormat::Text | CompareFormat::Html | CompareFormat::Pdf) {
        return Err(Failure::Asked("--plain goes with --format ops or json.".to_owned()));
    }
    let operations = plain::operations(&plain_text(old)?, &plain_text(new)?);
    output::text(&serde_json::to_string(&operations)?)?;
    Ok(true)
}

/// One pair of a list: `ms` is the best of `$REPS` in-process times of the comparison alone.
#[derive(Serialize)]
struct Measured<'a> {
    id: &'a str,
    ms: f64,
    ops: Vec<plain::Operation>,
}

fn batch(list: &str) -> Result<bool, Failure> {
    let reps = std::env::var("REPS").ok().and_then(|reps| reps.parse::<u32>().ok()).unwrap_or(1).max(1);
    for line in plain_text(list)?.lines().filter(|line| !line.is_empty()) {
        let [id, old, new] = line.split('\t').collect::<Vec<_>>()[..] else {
            return Err(Failure::Asked(format!(
                "{line:?} is not an id, an old and a new file parted by tabs."
            )));
        };
        let (old, new) = (plain_text(old)?, plain_text(new)?);
        let (mut ms, mut ops) = (f64::INFINITY, Vec::new());
        for _ in 0..reps {
            let start = Instant::now();
            ops = plain::operations(&old, &new);
            ms = ms.min(start.elapsed().as_secs_f64() * 1e3);
        }
        output::text(&serde_json::to_string(&Measured { id, ms, ops })?)?;
    }
    Ok(true)
}
