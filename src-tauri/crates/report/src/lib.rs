//! The record on paper, as PDFs that are made to be kept (PDF/A-2a) and to be read aloud (PDF/UA-1): what was asked for,
//! who signed what, and everything that happened; the certificate of an approved article; and what changed
//! between two texts.

mod certificate;
mod comparison;
mod draw;
mod fonts;
mod parts;
mod record;
mod runs;
mod sheet;

pub use comparison::Compared;

use chrono::{DateTime, FixedOffset};
use draw::About;
use fonts::Fonts;
use sheet::Sheets;
use store::{
    Watch,
    query::{Certificate, Report},
    unwatched,
};

/// Why no report was made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A face that the program carries cannot be read.
    #[error("a font of the program cannot be read")]
    Font,
    /// The PDF would not be what it says it is.
    #[error("the report could not be written: {0}")]
    Pdf(String),
    /// Whoever asked for it thought better of it.
    #[error("it was broken off")]
    BrokenOff,
}

/// Writes the report as a PDF; `watch` is told of its pages.
pub fn pdf(
    report: &Report,
    made: DateTime<FixedOffset>,
    watch: &mut Watch<'_>,
) -> Result<Vec<u8>, ReportError> {
    let fonts = Fonts::read()?;
    let mut sheets = Sheets::new(&fonts);
    let title = report.article.as_deref().unwrap_or(&report.board);
    record::lay(&mut sheets, report, title, made);
    let title = format!("Record of {title}");
    let root = report.checkpoint.root.get(..16).unwrap_or_default();
    let foot = format!("{title} · {} events · root {root}…", report.checkpoint.size);
    draw::draw(&sheets, &About { title: &title, author: &report.by, foot: &foot, made }, watch)
}

/// Writes the certificate as a PDF.
pub fn certificate(certificate: &Certificate, made: DateTime<FixedOffset>) -> Result<Vec<u8>, ReportError> {
    let fonts = Fonts::read()?;
    let mut sheets = Sheets::new(&fonts);
    certificate::lay(&mut sheets, certificate, made);
    let title = format!("Certificate of approval: {}", certificate.title);
    let digest = certificate.digest.get(..16).unwrap_or_default();
    let foot = format!("Revision {} · text {digest}…", certificate.revision);
    draw::draw(&sheets, &About { title: &title, author: &certificate.by, foot: &foot, made }, &mut unwatched)
}

/// Writes what changed between two texts as a PDF; `watch` is told of its pages.
pub fn comparison(
    compared: &Compared,
    made: DateTime<FixedOffset>,
    watch: &mut Watch<'_>,
) -> Result<Vec<u8>, ReportError> {
    let fonts = Fonts::read()?;
    let mut sheets = Sheets::new(&fonts);
    comparison::lay(&mut sheets, compared, made);
    let title = compared.title();
    draw::draw(&sheets, &About { title: &title, author: compared.author(), foot: &title, made }, watch)
}
