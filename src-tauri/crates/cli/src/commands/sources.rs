//! The library of sources.

use crate::{
    failure::Failure,
    options::{Sources, SourcesWhat},
    output::{self, counted},
    signing_in::{now, open, sign_in},
};
use editorial::{Command, SourceId};
use lookup::{Asked, Network};
use std::{
    fmt::Write as _,
    io::Read as _,
    path::{Path, PathBuf},
};
use store::{EndedApproval, ReferencePreview, Session, Store, StoreError, read_references};

pub(crate) fn run(options: Sources) -> Result<bool, Failure> {
    match (options.what, options.board) {
        (Some(SourcesWhat::Import { board, files, dry_run, as_member }), _) => {
            import(&board, &files, dry_run, as_member.as_deref())
        }
        (Some(SourcesWhat::Retractions { board, file, as_member }), _) => {
            retractions(&board, &file, as_member.as_deref())
        }
        (Some(SourcesWhat::Used { board, source, json }), _) => used(&board, &source, json),
        (Some(SourcesWhat::Attach { board, source, file, as_member }), _) => {
            attach(&board, &source, &file, as_member.as_deref())
        }
        (Some(SourcesWhat::Lookup { board, identifier, add, as_member }), _) => {
            look_up(&board, &identifier, add, as_member.as_deref())
        }
        (Some(SourcesWhat::Alike { board }), _) => alike(&board),
        (Some(SourcesWhat::Merge { board, keep, other, reason, as_member }), _) => {
            merge(&board, &keep, &other, &reason, as_member.as_deref())
        }
        (None, Some(board)) => list(&board, &options.find, options.json),
        (None, None) => Err(Failure::Asked("Say which board.".to_owned())),
    }
}

fn list(board: &Path, find: &str, json: bool) -> Result<bool, Failure> {
    let rows = open(board)?.sources(find)?;
    if json {
        output::json(&rows)?;
        return Ok(true);
    }
    let mut text = String::new();
    for row in &rows {
        let cited = match row.articles {
            0 => String::new(),
            n => format!("  [{}]", counted(n, "article", "articles")),
        };
        let stands = row.details.standing().map(|n| format!("  [{}]", n.kind.label().to_uppercase()));
        let _ = writeln!(
            text,
            "{}  {:15}  {}{cited}{}",
            row.id,
            row.details.kind.label(),
            row.details.short(),
            stands.unwrap_or_default()
        );
    }
    output::text(if rows.is_empty() { "There are no such sources in the library." } else { &text })?;
    Ok(true)
}

/// Each file is an import of its own: a file that cannot be read does not keep the others out.
fn import(board: &Path, files: &[PathBuf], dry_run: bool, name: Option<&str>) -> Result<bool, Failure> {
    let mut store = open(board)?;
    let session = if dry_run { None } else { Some(sign_in(&mut store, name)?) };
    let mut all = true;
    for file in files {
        let shown = match bytes_of(file).and_then(|(name, bytes)| store.preview_references(&name, &bytes)) {
            Ok(shown) => shown,
            Err(error) => {
                all = false;
                eprintln!("imprimatur: {}: {error}", file.display());
                continue;
            }
        };
        for note in &shown.notes {
            eprintln!("{}: {note}", shown.file);
        }
        for entry in &shown.entries {
            let at = format!("{}, entry {} (line {})", shown.file, entry.number, entry.line);
            for sentence in entry.bad.iter().chain(&entry.notes) {
                eprintln!("{at}: {sentence}");
            }
        }
        let sources: Vec<_> = shown.entries.iter().filter_map(|entry| entry.fresh().cloned()).collect();
        let bad = shown.entries.iter().filter(|entry| entry.bad.is_some()).count();
        let (fresh, known) = (sources.len(), shown.entries.len() - bad - sources.len());
        all &= bad == 0;
        if let Some(session) = session.as_ref().filter(|_| fresh > 0) {
            let command = Command::ImportSources { from: shown.file.clone(), sources };
            store.dispatch(session, &command, None, now())?;
        }
        if let Some(session) = &session {
            all &= complete(&mut store, session, &shown)?;
        }
        let done = if dry_run { "would come in" } else { "came in" };
        output::text(&format!(
            "{} ({}): {fresh} {done}, {known} in the library already, {bad} bad",
            shown.file, shown.format_name
        ))?;
    }
    if let Some(session) = session {
        store.sign_out(session, now())?;
    }
    Ok(all)
}

/// What the file knows of sources that were in the library already is added to them, and told.
fn complete(store: &mut Store, session: &Session, shown: &ReferencePreview) -> Result<bool, Failure> {
    let mut all = true;
    for entry in shown.entries.iter().filter(|entry| entry.fresh().is_none()) {
        let Some(source) = &entry.source else { continue };
        match store.complete_source(session, source, now()) {
            Ok(None) => {}
            Ok(Some(completed)) => {
                output::text(&format!("{}: {} added", completed.short, completed.added.join(", ")))?;
                ended(&completed.ended)?;
            }
            // What one entry says of a source, another source may be known by: a person has to look at the two.
            Err(StoreError::Refused(refusal)) => {
                all = false;
                eprintln!("{}, entry {} (line {}): {refusal}", shown.file, entry.number, entry.line);
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(all)
}

fn ended(approvals: &[EndedApproval]) -> Result<(), Failure> {
    for approval in approvals {
        output::text(&format!(
            "  {}: approved at revision {}, not approved now",
            approval.title, approval.revision
        ))?;
    }
    Ok(())
}

fn bytes_of(file: &Path) -> Result<(String, Vec<u8>), StoreError> {
    if file != Path::new("-") {
        return read_references(file);
    }
    let mut bytes = Vec::new();
    std::io::stdin()
        .read_to_end(&mut bytes)
        .map_err(|error| StoreError::File { doing: "Reading standard input".to_owned(), error })?;
    Ok(("standard input".to_owned(), bytes))
}

fn retractions(board: &Path, file: &Path, name: Option<&str>) -> Result<bool, Failure> {
    let mut store = open(board)?;
    let session = sign_in(&mut store, name)?;
    let (found, _) = store.import_retractions(&session, file, now())?;
    for note in &found.notes {
        eprintln!("{}: {note}", file.display());
    }
    for (id, short, notices) in &found.sources {
        for notice in notices {
            let day = if notice.date.is_empty() { "(no date)" } else { &notice.date };
            output::text(&format!("{id}  {} {day}  {short}", notice.kind.label()))?;
            for cited in store.source(*id)?.uses {
                let rests = if cited.falls { " (it rests on nothing else)" } else { "" };
                let what = if cited.claim.is_some() {
                    format!("“{}”{rests}", cited.quote)
                } else {
                    "in the text".to_owned()
                };
                output::text(&format!("  {} ({}): {what}", cited.title, cited.stage.label()))?;
            }
        }
    }
    ended(&found.ended)?;
    let up_to =
        if found.as_of.is_empty() { "without a date".to_owned() } else { format!("up to {}", found.as_of) };
    output::text(&format!(
        "{} {up_to}: {} of the library newly concerned. A work retracted later is not in this list.",
        counted(found.records, "notice", "notices"),
        counted(found.sources.len(), "source", "sources")
    ))?;
    store.sign_out(session, now())?;
    Ok(found.sources.is_empty())
}

fn used(board: &Path, asked: &str, json: bool) -> Result<bool, Failure> {
    let mut store = open(board)?;
    let id = one(&mut store, asked)?;
    let view = store.source(id)?;
    if json {
        output::json(&view)?;
        return Ok(true);
    }
    output::text(&references::words(&view.reference))?;
    if let Some(notice) = view.details.standing() {
        output::text(&format!(
            "{} {} ({}, up to {})",
            notice.kind.label().to_uppercase(),
            notice.date,
            notice.list,
            notice.as_of
        ))?;
    }
    for cited in &view.uses {
        let relation = cited.relation.map(|r| format!("{}: ", r.label())).unwrap_or_default();
        let falls = if cited.falls { "  [would rest on nothing else]" } else { "" };
        let what = if cited.claim.is_some() {
            format!("{relation}“{}”{falls}", cited.quote)
        } else {
            "cited in the text".to_owned()
        };
        output::text(&format!("{} ({}): {what}", cited.title, cited.stage.label()))?;
    }
    if view.uses.is_empty() {
        output::text("It is not used.")?;
    }
    Ok(true)
}

fn attach(board: &Path, asked: &str, file: &Path, name: Option<&str>) -> Result<bool, Failure> {
    let mut store = open(board)?;
    let id = one(&mut store, asked)?;
    let session = sign_in(&mut store, name)?;
    let (attached, _) = store.attach_file(&session, id, file, now())?;
    store.sign_out(session, now())?;
    let words =
        if attached.text.is_some() { "its words can be searched" } else { "no words could be read in it" };
    output::text(&format!(
        "{} ({}, {} bytes): {words}",
        attached.name,
        attached.media.label(),
        attached.size
    ))?;
    Ok(true)
}

fn look_up(board: &Path, identifier: &str, add: bool, name: Option<&str>) -> Result<bool, Failure> {
    let asked = Asked::read(identifier).map_err(|trouble| Failure::Asked(trouble.to_string()))?;
    let mut store = open(board)?;
    let session = sign_in(&mut store, name)?;
    editorial::may_look_up(&*store.board()?, session.member()).map_err(StoreError::from)?;
    let found = lookup::look_up(&Network, &asked).map_err(|trouble| Failure::Asked(trouble.to_string()))?;
    let title = found.as_ref().map(|source| source.title.clone());
    store.record_look_up(&session, (asked.service(), asked.words()), title, now())?;
    match &found {
        Some(source) => output::text(&source.short())?,
        None => output::text(&format!("{} knows no {}.", asked.service(), asked.words()))?,
    }
    if let Some(details) = found.clone().filter(|_| add) {
        let made = store.dispatch(&session, &Command::AddSource { details }, None, now())?.made;
        output::text(&made.unwrap_or_default())?;
    }
    store.sign_out(session, now())?;
    Ok(found.is_some())
}

fn alike(board: &Path) -> Result<bool, Failure> {
    let pairs = open(board)?.alike_sources()?;
    for pair in &pairs {
        output::text(&format!(
            "{}  {}\n{}  {}\n",
            pair.a.id,
            pair.a.details.short(),
            pair.b.id,
            pair.b.details.short()
        ))?;
    }
    if pairs.is_empty() {
        output::text("No two sources of the library look like one work.")?;
    }
    Ok(pairs.is_empty())
}

fn merge(board: &Path, keep: &str, other: &str, reason: &str, name: Option<&str>) -> Result<bool, Failure> {
    let mut store = open(board)?;
    let (keep, other) = (one(&mut store, keep)?, one(&mut store, other)?);
    let session = sign_in(&mut store, name)?;
    store.dispatch(
        &session,
        &Command::MergeSources { keep, other, reason: reason.to_owned() },
        None,
        now(),
    )?;
    store.sign_out(session, now())?;
    output::text(&format!("{other} is {keep} from now on. It can be parted again in the window."))?;
    Ok(true)
}

/// The source of this identity, or the only one that holds these words.
fn one(store: &mut Store, asked: &str) -> Result<SourceId, Failure> {
    if let Ok(id) = asked.parse::<SourceId>() {
        return match store.source(id) {
            Err(StoreError::Unknown(_)) => {
                Err(Failure::Asked(format!("There is no source with the identity {id}.")))
            }
            known => Ok(known.map(|_| id)?),
        };
    }
    let found = store.sources(asked)?;
    match found.as_slice() {
        [only] => Ok(only.id),
        [] => Err(Failure::Asked(format!("There is no source with the words “{asked}”."))),
        _ => {
            let all: Vec<String> =
                found.iter().map(|row| format!("  {}  {}", row.id, row.details.short())).collect();
            Err(Failure::Asked(format!("Several sources fit “{asked}”:\n{}", all.join("\n"))))
        }
    }
}
