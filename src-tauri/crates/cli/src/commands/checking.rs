//! What needs substantiation in a text, and what its checks find.

use crate::{
    failure::Failure,
    options::Check,
    output::{self, counted},
    signing_in::{article, is_board, now, open},
};
use document::Anchor;
use editorial::{
    AnchorFigures, AnchorState, Article, Candidate, Claim, ClaimId, Finding, Judgement, Origin, Severity,
    Share, candidates, findings_of_text, measure_anchors,
};
use serde::Serialize;
use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};
use store::{FileRead, StoreError};

/// What the text says that needs substantiation, and what is wrong with it.
#[derive(Serialize)]
struct Checked {
    claims: Vec<Found>,
    findings: Vec<Finding>,
}

/// A passage that states something checkable: one that a member made a claim, or one that is proposed.
#[derive(Serialize)]
struct Found {
    /// Its words.
    quote: String,
    /// Where it stands: block path and code points.
    place: Anchor,
    /// What makes it checkable; empty for a claim made by hand that nothing proposes.
    reasons: Vec<String>,
    /// How much it needs substantiation.
    score: u32,
    /// Keys of the citation marks in it.
    keys: Vec<String>,
    /// The claim a member made of it; `null` while it is only proposed.
    claim: Option<Made>,
}

#[derive(Serialize)]
struct Made {
    id: ClaimId,
    state: AnchorState,
    judgement: Judgement,
    sources: usize,
}

/// Whether nothing blocks.
pub(crate) fn run(check: &Check) -> Result<bool, Failure> {
    let checked = match &check.article {
        Some(asked) => of_article(&check.of, asked)?,
        None => of_file(&check.of)?,
    };
    let sound = !checked.findings.iter().any(Finding::blocks);
    if check.json {
        output::json(&checked)?;
    } else {
        output::text(&told(&checked))?;
    }
    Ok(sound)
}

fn of_file(file: &Path) -> Result<Checked, Failure> {
    if is_board(file) {
        return Err(Failure::Asked("This is a board: name an article.".to_owned()));
    }
    let read = read(file)?;
    output::notes(file, &read.imported.notes);
    let origin = Origin { file: read.name.clone(), references: read.references(), ..Origin::default() };
    let document = &read.imported.document;
    Ok(Checked {
        claims: candidates(document).into_iter().map(|candidate| proposed(candidate, None)).collect(),
        findings: findings_of_text(document, origin, now().to_utc()),
    })
}

fn read(file: &Path) -> Result<FileRead, Failure> {
    FileRead::read(file).map_err(|error| match error {
        StoreError::Import(error) => Failure::Text { file: file.display().to_string(), error },
        StoreError::File { error, .. } => {
            Failure::File { doing: format!("Reading {}", file.display()), error }
        }
        other => other.into(),
    })
}

fn of_article(board: &Path, asked: &str) -> Result<Checked, Failure> {
    let mut store = open(board)?;
    let id = article(&store, asked)?;
    let found = store.article(id)?;
    let Some(head) = found.head() else {
        return Err(Failure::Asked("The article has no text yet.".to_owned()));
    };
    let document = store.document(head.digest)?;
    Ok(Checked { claims: claims(&found, candidates(&document)), findings: store.findings(id)? })
}

/// The article's claims and what else is proposed, in reading order, orphans last; what was dismissed is left out.
fn claims(article: &Article, mut candidates: Vec<Candidate>) -> Vec<Found> {
    let mut out = Vec::new();
    for claim in article.claims.values() {
        let here = |c: &Candidate| claim.state != AnchorState::Orphaned && touches(&c.anchor, &claim.anchor);
        let mut under: Vec<Candidate> = Vec::new();
        candidates.retain(|candidate| {
            let taken = here(candidate);
            if taken {
                under.push(candidate.clone());
            }
            !taken
        });
        out.push(match under.into_iter().max_by_key(|candidate| candidate.score) {
            Some(candidate) => proposed(candidate, Some(claim)),
            None => Found {
                quote: claim.anchor.quote.clone(),
                place: claim.anchor.clone(),
                reasons: Vec::new(),
                score: 0,
                keys: Vec::new(),
                claim: Some(made(claim)),
            },
        });
    }
    let left = candidates.into_iter().filter(|c| !article.dismissed.contains(&c.anchor.quote));
    out.extend(left.map(|candidate| proposed(candidate, None)));
    out.sort_by_key(|found| {
        let orphan = found.claim.as_ref().is_some_and(|made| made.state == AnchorState::Orphaned);
        (orphan, found.place.block.clone(), found.place.start)
    });
    out
}

fn touches(a: &Anchor, b: &Anchor) -> bool {
    a.block == b.block && a.start < b.end && b.start < a.end
}

fn proposed(candidate: Candidate, claim: Option<&Claim>) -> Found {
    let place = claim.map_or(candidate.anchor, |claim| claim.anchor.clone());
    Found {
        quote: place.quote.clone(),
        place,
        reasons: candidate.reasons,
        score: candidate.score,
        keys: candidate.keys,
        claim: claim.map(made),
    }
}

fn made(claim: &Claim) -> Made {
    Made { id: claim.id, state: claim.state, judgement: claim.judgement(), sources: claim.citations.len() }
}

fn told(checked: &Checked) -> String {
    let mut text = String::new();
    for found in &checked.claims {
        let what = match &found.claim {
            Some(made) => format!("claim, {}, {}", made.judgement.label(), made.state.label()),
            None => found.reasons.join(", "),
        };
        let _ = writeln!(text, "  “{}”\n    {what}", found.quote);
    }
    let made = checked.claims.iter().filter(|found| found.claim.is_some()).count();
    let _ =
        writeln!(text, "{}, {} proposed.\n", counted(made, "claim", "claims"), checked.claims.len() - made);
    for finding in &checked.findings {
        let severity = match (&finding.waived, finding.severity) {
            (Some(_), _) => "waived",
            (None, Severity::Blocking) => "BLOCKING",
            (None, Severity::Advisory | Severity::Off) => "advisory",
        };
        let _ = write!(text, "  {severity:9} {:24} {}", finding.check, finding.sentence);
        if let Some(place) = &finding.place {
            let _ = write!(text, " “{}”", place.quote);
        }
        if let Some(waiver) = &finding.waived {
            let _ = write!(text, " (waived: {})", waiver.reason);
        }
        text.push('\n');
    }
    let blocking = checked.findings.iter().filter(|finding| finding.blocks()).count();
    let findings = counted(checked.findings.len(), "finding", "findings");
    let _ = match (checked.findings.len(), blocking) {
        (0, _) => writeln!(text, "No findings."),
        (1, 1) => writeln!(text, "{findings}, which blocks."),
        (_, 0) => writeln!(text, "{findings}, none of which blocks."),
        (_, 1) => writeln!(text, "{findings}, 1 of which blocks."),
        _ => writeln!(text, "{findings}, {blocking} of which block."),
    };
    text
}

/// Prints how well anchors hold on a folder of `ID.old.md` and `ID.new.md` whose citation keys are stable.
pub(crate) fn anchors(folder: &Path, misses: bool) -> Result<bool, Failure> {
    let pairs = pairs(folder)?;
    let mut documents = Vec::with_capacity(pairs.len());
    for (old, new) in pairs.values() {
        documents.push((read(old)?.imported.document, read(new)?.imported.document));
    }
    let ids: Vec<&String> = pairs.keys().collect();
    let mut told = String::new();
    let figures = measure_anchors(documents, |miss| {
        if misses {
            let _ = writeln!(told, "{}", ids[miss.pair]);
            let _ = writeln!(told, "  was   {}\n  is    {}", miss.old, miss.truth);
            match miss.landed {
                Ok(there) => _ = writeln!(told, "  WRONG {there}"),
                Err(offered) => _ = writeln!(told, "  lost; offered: {}", offered.join(" | ")),
            }
        }
    });
    output::text(&(told + &table(&figures)))?;
    Ok(true)
}

/// Old and new file by the part of their names before `.old.md` and `.new.md`.
fn pairs(folder: &Path) -> Result<BTreeMap<String, (PathBuf, PathBuf)>, Failure> {
    let doing = || format!("Reading {}", folder.display());
    let mut pairs = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(|error| Failure::File { doing: doing(), error })? {
        let old = entry.map_err(|error| Failure::File { doing: doing(), error })?.path();
        let name = old.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if let Some(id) = name.strip_suffix(".old.md") {
            let new = folder.join(format!("{id}.new.md"));
            if new.exists() {
                pairs.insert(id.to_owned(), (old, new));
            }
        }
    }
    if pairs.is_empty() {
        return Err(Failure::Asked(format!("{} holds no ID.old.md with its ID.new.md.", folder.display())));
    }
    Ok(pairs)
}

fn table(figures: &AnchorFigures) -> String {
    let percent = |part: u32, of: u32| 100.0 * f64::from(part) / f64::from(of.max(1));
    let line = |what: &str, share: &Share| {
        format!(
            "{what:44} {:6} {:7.2} % right {:6.2} % wrong ({}) {:6.2} % orphaned\n",
            share.of,
            percent(share.right, share.of),
            percent(share.wrong, share.of),
            share.wrong,
            percent(share.of - share.right - share.wrong, share.of),
        )
    };
    let mut text = format!("{} pairs with stable citation keys\n", figures.pairs);
    text += &line("sentences with the same words", &figures.same);
    text += &line("sentences that were edited", &figures.edited);
    text += &line("  of these, marks moved to another statement", &figures.moved_marks);
    text += &line("spans that stand in the new sentence", &figures.spans);
    text += &line("spans that vanished", &figures.vanished_spans);
    let _ = writeln!(text, "{:44} {:6}", "carried silently to a wrong place", figures.silently_wrong);
    let _ = writeln!(text, "{:44} {:6}", "words that stand apart from their mark", figures.words_elsewhere);
    let per = figures.time.as_secs_f64() * 1e6 / f64::from(figures.anchors.max(1));
    let _ = writeln!(
        text,
        "{:44} {:6} {per:7.1} us each, with reading both texts",
        "anchors carried", figures.anchors
    );
    text
}
