//! From laid-out pages to a PDF: drawing, tags, outline, page numbers.

use crate::{
    ReportError,
    fonts::Face,
    sheet::{BLACK, HEIGHT, Ink, LINE, MARGIN, MEASURE, Mark, Part, Role, SOFT, Sheets, WIDTH},
};
use chrono::{DateTime, Datelike as _, FixedOffset, Timelike as _};
use krilla::{
    Document, SerializeSettings,
    color::rgb,
    configure::{Accessibility, Archival, ConfigurationBuilder},
    destination::XyzDestination,
    geom::{PathBuilder, Point, Rect},
    metadata::{DateTime as Stamp, Metadata},
    num::NormalizedF32,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::{Fill, FillRule},
    surface::Surface,
    tagging::{
        Artifact, ArtifactType, ContentTag, Identifier, Node, SpanTag, TableHeaderScope, Tag, TagGroup,
        TagKind, TagTree,
    },
    text::TextDirection,
};
use qrcodegen::QrCode;
use std::num::NonZeroU16;
use store::{Progress, Watch};

/// What the document says of itself.
pub(crate) struct About<'a> {
    pub(crate) title: &'a str,
    pub(crate) author: &'a str,
    /// What stands at the foot of every page.
    pub(crate) foot: &'a str,
    pub(crate) made: DateTime<FixedOffset>,
}

pub(crate) fn draw(
    sheets: &Sheets<'_>,
    about: &About<'_>,
    watch: &mut Watch<'_>,
) -> Result<Vec<u8>, ReportError> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|_| ReportError::Pdf("PDF/A and PDF/UA do not go together".to_owned()))?;
    let settings = SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    let mut leaves: Vec<Vec<Identifier>> = sheets.parts.iter().map(|_| Vec::new()).collect();
    let total = sheets.pages.len();
    for (number, marks) in (1..).zip(&sheets.pages) {
        if watch(Progress { part: store::Part::Pages, done: number, of: total as u64 }).is_break() {
            return Err(ReportError::BrokenOff);
        }
        let settings =
            PageSettings::from_wh(WIDTH, HEIGHT).ok_or_else(|| ReportError::Pdf("no page".to_owned()))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for mark in marks {
            match mark {
                Mark::Text { x, y, face, size, ink, text, told, part } => {
                    let span = SpanTag::empty().with_alt_text(told.as_deref());
                    let identifier = surface.start_tagged(ContentTag::Span(span));
                    write(&mut surface, sheets, (*x, *y), *face, *size, *ink, text);
                    surface.end_tagged();
                    if let Some(leaf) = leaves.get_mut(*part) {
                        leaf.push(identifier);
                    }
                }
                Mark::Code { x, y, module, code: shown, part } => {
                    let identifier = surface.start_tagged(ContentTag::Other);
                    code(&mut surface, (*x, *y), *module, shown);
                    surface.end_tagged();
                    if let Some(leaf) = leaves.get_mut(*part) {
                        leaf.push(identifier);
                    }
                }
                Mark::Rule { x, y, width, thick, ink } => {
                    surface.start_tagged(ContentTag::Artifact(artifact(ArtifactType::Layout)));
                    rule(&mut surface, (*x, *y), *width, *thick, *ink);
                    surface.end_tagged();
                }
            }
        }
        surface.start_tagged(ContentTag::Artifact(artifact(ArtifactType::Footer)));
        let foot = HEIGHT - 42.0;
        rule(&mut surface, (MARGIN, foot - 14.0), MEASURE, 0.5, LINE);
        let left = sheets.fonts.lines(Face::Regular, 8.0, about.foot, MEASURE - 80.0);
        let left = left.first().map_or("", String::as_str);
        write(&mut surface, sheets, (MARGIN, foot), Face::Regular, 8.0, SOFT, left);
        let right = format!("page {number} of {total}");
        let wide = sheets.fonts.width(Face::Regular, 8.0, &right);
        write(&mut surface, sheets, (WIDTH - MARGIN - wide, foot), Face::Regular, 8.0, SOFT, &right);
        surface.end_tagged();
        surface.finish();
        page.finish();
    }
    document.set_tag_tree(tags(&sheets.parts, leaves));
    document.set_outline(outline(sheets));
    document.set_metadata(
        Metadata::new()
            .title(about.title.to_owned())
            .language("en".to_owned())
            .authors(vec![about.author.to_owned()])
            .creator(concat!("Imprimatur ", env!("CARGO_PKG_VERSION")).to_owned())
            .creation_date(stamp(about.made)),
    );
    document.finish().map_err(|error| ReportError::Pdf(format!("{error:?}")))
}

fn artifact(kind: ArtifactType) -> Artifact {
    Artifact::with_kind(kind)
}

fn fill(ink: Ink) -> Fill {
    let [red, green, blue] = ink;
    Fill {
        paint: rgb::Color::new(red, green, blue).into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::NonZero,
    }
}

fn write(
    surface: &mut Surface<'_>,
    sheets: &Sheets<'_>,
    (x, y): (f32, f32),
    face: Face,
    size: f32,
    ink: Ink,
    text: &str,
) {
    surface.set_fill(Some(fill(ink)));
    let at = Point::from_xy(x, y);
    surface.draw_text(at, sheets.fonts.font(face), size, text, false, TextDirection::LeftToRight);
}

fn rule(surface: &mut Surface<'_>, (x, y): (f32, f32), width: f32, thick: f32, ink: Ink) {
    let mut path = PathBuilder::new();
    if let Some(line) = Rect::from_xywh(x, y, width, thick) {
        path.push_rect(line);
    }
    if let Some(path) = path.finish() {
        surface.set_fill(Some(fill(ink)));
        surface.draw_path(&path);
    }
}

/// The dark modules, those beside each other in one piece.
fn code(surface: &mut Surface<'_>, (x, y): (f32, f32), module: f32, code: &QrCode) {
    let mut path = PathBuilder::new();
    for row in 0..code.size() {
        let mut column = 0;
        while column < code.size() {
            let dark = (column..code.size()).take_while(|at| code.get_module(*at, row)).count();
            let at = (x + column as f32 * module, y + row as f32 * module);
            if let Some(run) = Rect::from_xywh(at.0, at.1, dark as f32 * module, module) {
                path.push_rect(run);
            }
            column += i32::try_from(dark).unwrap_or(0) + 1;
        }
    }
    if let Some(path) = path.finish() {
        surface.set_fill(Some(fill(BLACK)));
        surface.draw_path(&path);
    }
}

/// The structure as a tree: each part with the texts that were drawn for it, then the parts within it.
fn tags(parts: &[Part], leaves: Vec<Vec<Identifier>>) -> TagTree {
    let mut groups: Vec<(TagGroup, Option<usize>)> = parts
        .iter()
        .zip(leaves)
        .map(|(part, leaves)| {
            let children = leaves.into_iter().map(Node::from).collect();
            (TagGroup::with_children(tag(&part.role), children), part.within)
        })
        .collect();
    let mut tree = TagTree::new();
    let mut top = Vec::new();
    // A part is made after the one it lies within, so that going backwards no group is taken before it is whole.
    while let Some((mut group, within)) = groups.pop() {
        let leaves = group.children.iter().filter(|child| matches!(child, Node::Leaf(_))).count();
        group.children[leaves..].reverse();
        match within.and_then(|within| groups.get_mut(within)) {
            Some((outer, _)) => outer.push(group),
            None => top.push(group),
        }
    }
    top.into_iter().rev().for_each(|group| tree.push(group));
    tree
}

fn tag(role: &Role) -> TagKind {
    match role {
        Role::Heading(level, title) => {
            Tag::Hn(NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN), Some(title.clone())).into()
        }
        Role::Paragraph => Tag::P.into(),
        Role::Table(summary) => Tag::Table.with_summary(Some(summary.clone())).into(),
        Role::Row => Tag::TR.into(),
        Role::Head => Tag::TH(TableHeaderScope::Column).into(),
        Role::Name => Tag::TH(TableHeaderScope::Row).into(),
        Role::Cell => Tag::TD.into(),
        Role::Section => Tag::Section.into(),
        Role::Figure(shows) => Tag::Figure(Some(shows.clone())).into(),
    }
}

fn outline(sheets: &Sheets<'_>) -> Outline {
    let mut outline = Outline::new();
    for (_, text, page, y) in &sheets.headings {
        let place = XyzDestination::new(*page, Point::from_xy(MARGIN, (*y - 10.0).max(0.0)));
        outline.push_child(OutlineNode::new(text.clone(), place));
    }
    outline
}

fn stamp(at: DateTime<FixedOffset>) -> Stamp {
    let utc = at.to_utc();
    let small = |number: u32| u8::try_from(number).unwrap_or(0);
    Stamp::new(u16::try_from(utc.year()).unwrap_or(1970))
        .month(small(utc.month()))
        .day(small(utc.day()))
        .hour(small(utc.hour()))
        .minute(small(utc.minute()))
        .second(small(utc.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}
