//! Exporting, rebuilding.

use super::exporting::{handed_out, prepared, signed_in, to_file};
use crate::{
    failure::Failure,
    options::{Certificate, Export, Filter, RecordFormat, Report},
    output::{self, counted},
    signing_in::{article, now, open},
    watching::watching,
};
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};
use std::{io::stdout, path::Path};
use store::{ExportFormat, Shows, Store, query::TrailFilter};

pub(crate) fn export(export: &Export) -> Result<bool, Failure> {
    let mut store = open(&export.board)?;
    let filter = export.filter.read(&mut store)?;
    let name = export.as_member.as_deref();
    let format = match export.format {
        RecordFormat::Csv => ExportFormat::Csv,
        RecordFormat::Jsonl | RecordFormat::Bundle => ExportFormat::Jsonl,
    };
    if let Some(to) = &export.to {
        return to_file(&mut store, name, to, |store, _| {
            Ok(store.prepare_trail(to, format, &filter, &mut watching()?)?)
        });
    }
    signed_in(&mut store, name, Shows::Record, |store, session| {
        Ok(store.export_into(session, &mut stdout().lock(), format, &filter, now())?)
    })?;
    Ok(true)
}

pub(crate) fn report(asked: &Report) -> Result<bool, Failure> {
    let mut store = open(&asked.board)?;
    let filter = asked.filter.read(&mut store)?;
    to_file(&mut store, asked.as_member.as_deref(), &asked.out, |store, session| {
        let mut watch = watching()?;
        let report = store.report(&filter, session.member(), now(), &mut watch)?;
        prepared(&asked.out, ::report::pdf(&report, now(), &mut watch), report.note())
    })
}

pub(crate) fn certificate(asked: &Certificate) -> Result<bool, Failure> {
    let mut store = open(&asked.board)?;
    let id = article(&store, &asked.article)?;
    handed_out(&mut store, asked.as_member.as_deref(), Shows::Record, &asked.out, |store, session| {
        let certificate = store.certificate(id, session.member(), now())?;
        prepared(&asked.out, ::report::certificate(&certificate, now()), certificate.note())
    })?;
    eprintln!("Wrote the certificate to {}.", asked.out.display());
    Ok(true)
}

pub(crate) fn schema() -> Result<bool, Failure> {
    output::text(store::SCHEMA)?;
    Ok(true)
}

impl Filter {
    pub(crate) fn read(&self, store: &mut Store) -> Result<TrailFilter, Failure> {
        self.check_period()?;
        let article = self.article.as_deref().map(|asked| article(store, asked)).transpose()?;
        let board = store.board()?;
        let known = |name: &String| {
            let lower = name.trim().to_lowercase();
            let found = board.members.values().find(|m| m.name.to_lowercase() == lower);
            found.map(|m| m.id).ok_or_else(|| {
                let names: Vec<&str> = board.members.values().map(|m| m.name.as_str()).collect();
                Failure::Asked(format!(
                    "There was never a member named {name}. There are: {}.",
                    names.join(", ")
                ))
            })
        };
        Ok(TrailFilter {
            stream: article.map(|id| format!("article/{id}")),
            member: self.member.as_ref().map(known).transpose()?,
            kind: self.kind.clone(),
            since: self.since.clone(),
            until: self.until.clone(),
            ..TrailFilter::default()
        })
    }
}

impl Filter {
    /// A period that ends before it begins would be answered with an empty record, as if nothing had happened.
    fn check_period(&self) -> Result<(), Failure> {
        let (Some(since), Some(until)) = (&self.since, &self.until) else { return Ok(()) };
        let (from, to) = (moment(since, Duration::zero())?, moment(until, Duration::days(1))?);
        if from < to {
            return Ok(());
        }
        Err(Failure::Asked(format!("The period ends ({until}) before it begins ({since}).")))
    }
}

/// A time as RFC 3339, or a day in UTC and so much after its beginning.
fn moment(text: &str, after: Duration) -> Result<DateTime<Utc>, Failure> {
    if let Ok(day) = text.trim().parse::<NaiveDate>() {
        return Ok(day.and_time(NaiveTime::MIN).and_utc() + after);
    }
    DateTime::parse_from_rfc3339(text.trim()).map(|time| time.to_utc()).map_err(|_| {
        Failure::Asked(format!("“{text}” is no day and no time: write 2026-01-31, or 2026-01-31T09:30:00Z."))
    })
}

pub(crate) fn rebuild(board: &Path, check: bool, json: bool) -> Result<bool, Failure> {
    let mut store = open(board)?;
    let found = if check { store.check_projections()? } else { store.rebuild()? };
    if json {
        output::json(&found)?;
    } else if found.different.is_empty() {
        output::text("The projections equal what the log makes of them.")?;
    } else {
        for (table, rows) in &found.different {
            output::text(&format!(
                "{table}: {} {}",
                counted(*rows, "row", "rows"),
                match (check, *rows == 1) {
                    (true, true) => "differs",
                    (true, false) => "differ",
                    (false, true) => "differed, and was made anew",
                    (false, false) => "differed, and were made anew",
                }
            ))?;
        }
    }
    Ok(!check || found.different.is_empty())
}
