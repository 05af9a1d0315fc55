//! The library of sources: importing, merging, retractions, and what rests on a source.

use crate::common::{Desk, document, now};
use editorial::{ArticleId, CitationTerms, Command, NoticeKind, Relation, Source, SourceId, SourceKind};
use serde_json::json;
use std::fs;
use store::query::{QueueFilter, TrailFilter};

fn source(title: &str, doi: &str) -> Source {
    let mut source = Source::new(SourceKind::JournalArticle, title);
    "2020".clone_into(&mut source.issued);
    doi.clone_into(&mut source.identifiers.doi);
    source
}

impl Desk {
    fn tom_does(&mut self, command: &Command) -> Option<String> {
        self.store.dispatch(&self.tom, command, None, now()).unwrap().made
    }

    fn add_source(&mut self, details: Source) -> SourceId {
        self.tom_does(&Command::AddSource { details }).unwrap().parse().unwrap()
    }

    /// Makes a claim of the article's first `end` characters, resting on these sources.
    fn claim(&mut self, article: ArticleId, end: u32, sources: &[SourceId]) -> editorial::ClaimId {
        let made = self.tom_does(&Command::MakeClaim { article, revision: 1, block: vec![0], start: 0, end });
        let claim = made.unwrap().parse().unwrap();
        for source in sources {
            let terms = CitationTerms::new(Relation::Supports);
            self.tom_does(&Command::AddCitation { article, claim, source: *source, terms });
        }
        claim
    }

    fn sound(&mut self) {
        let found = self.store.verify().unwrap();
        assert!(found.sound, "{:?}", found.faults);
    }

    fn doubted(&mut self, article: ArticleId) -> u32 {
        let day = now().date_naive();
        let queue = self.store.queue(self.tom.member(), &QueueFilter::default(), day).unwrap();
        queue.rows.iter().find(|row| row.article == article).unwrap().doubted
    }
}

const RIS: &str = "TY  - JOUR\nTI  - Colchicine in gout\nPY  - 2020\nDO  - 10.1000/one\nER  - \n\
                   TY  - JOUR\nAU  - Nobody, N.\nER  - \n\
                   TY  - JOUR\nTI  - Colchicine in gout.\nPY  - 2020\nER  - \n\
                   TY  - BOOK\nTI  - A handbook\nPY  - 2018\nER  - \n";

#[test]
fn a_file_comes_in_once_and_its_bad_entries_stay_out() {
    let mut desk = Desk::new();
    desk.add_source(source("A handbook", ""));
    let shown = desk.store.preview_references("list.ris", RIS.as_bytes()).unwrap();
    let told: Vec<_> = shown
        .entries
        .iter()
        .map(|e| (e.number, e.line, e.bad.is_some(), e.known.is_some(), e.repeats))
        .collect();
    assert_eq!(
        told,
        [
            (1, 1, false, false, None),
            (2, 6, true, false, None),
            (3, 9, false, false, Some(1)),
            (4, 13, false, false, None)
        ]
    );
    let sources: Vec<Source> = shown.entries.iter().filter_map(|e| e.fresh().cloned()).collect();
    let before = desk.store.head().unwrap().size();
    let import = Command::ImportSources { from: "list.ris".to_owned(), sources };
    desk.tom_does(&import);
    assert_eq!(desk.store.head().unwrap().size(), before + 2);
    let again = desk.store.dispatch(&desk.tom, &import, None, now()).unwrap_err();
    assert_eq!(again.code(), "no_change");
    let shown = desk.store.preview_references("list.ris", RIS.as_bytes()).unwrap();
    assert_eq!(shown.entries.iter().filter(|e| e.fresh().is_some()).count(), 0);
    desk.sound();
}

#[test]
fn what_another_record_of_a_known_work_knows_is_added_and_finds_its_retraction() {
    let mut desk = Desk::new();
    let mut own = source("Colchicine in gout", "10.1000/one");
    own.volume = "7".to_owned();
    let one = desk.add_source(own);
    let other = desk.add_source(source("Another work", "10.1000/other"));
    let article = desk.begin("Gout", "It helps in gout.");
    desk.claim(article, 8, &[one]);
    desk.approve(article);

    let record = "PMID- 31234567\nTI  - Colchicine in acute gout.\nDP  - 2020\nVI  - 8\nIP  - 3\nAID - 10.1000/one [doi]\nPMC - PMC7654321\n";
    let shown = desk.store.preview_references("one.nbib", record.as_bytes()).unwrap();
    let entry = &shown.entries[0];
    assert_eq!(entry.known, Some(one));
    assert_eq!(
        entry.notes,
        ["Its record in the library lacks PubMed id 31234567, PubMed Central id PMC7654321."]
    );
    let record = entry.source.clone().unwrap();
    let completed = desk.store.complete_source(&desk.tom, &record, now()).unwrap().unwrap();
    assert_eq!(completed.added, ["PubMed id 31234567", "PubMed Central id PMC7654321"]);
    assert_eq!(completed.ended.iter().map(|e| e.article).collect::<Vec<_>>(), [article]);
    let details = desk.store.source(one).unwrap().details;
    assert_eq!((details.volume.as_str(), details.issue.as_str()), ("7", "3"), "nothing is overwritten");
    assert_eq!(details.title, "Colchicine in gout");
    assert_eq!(desk.store.complete_source(&desk.tom, &record, now()).unwrap(), None);

    let list = "Title,RetractionDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature\n\
                A,11/5/2021 0:00,unavailable,31234567,Retraction\n";
    let file = desk.folder.path().join("list.csv");
    fs::write(&file, list).unwrap();
    let (found, _) = desk.store.import_retractions(&desk.tom, &file, now()).unwrap();
    assert_eq!(found.sources.iter().map(|(id, ..)| *id).collect::<Vec<_>>(), [one]);

    // An identifier that another source has is no gap to be filled: a person looks at the two.
    let mut both = source("Another work", "10.1000/other");
    both.identifiers.pmid = "31234567".to_owned();
    let refused = desk.store.complete_source(&desk.tom, &both, now()).unwrap_err();
    assert_eq!(refused.code(), "invalid");
    assert_eq!(desk.store.source(other).unwrap().details.identifiers.pmid, "");
    desk.sound();
}

#[test]
fn a_search_looks_at_what_people_read() {
    let mut desk = Desk::new();
    let mut one = source("Colchicine in gout", "10.1000/one");
    one.authors = vec![editorial::Author { family: "Sjögren".to_owned(), given: "Ada".to_owned() }];
    desk.add_source(one);
    for (words, found) in [
        ("", 1),
        ("sjogren GOUT", 1),
        ("10.1000/one", 1),
        ("2020 journal", 1),
        ("title", 0),
        ("authors", 0),
        ("null", 0),
    ] {
        assert_eq!(desk.store.sources(words).unwrap().len(), found, "{words}");
    }
}

#[test]
fn merged_sources_are_one_wherever_they_are_cited_and_can_be_parted_again() {
    let mut desk = Desk::new();
    let keep = desk.add_source(source("Colchicine in gout", "10.1000/one"));
    let mut twin = source("Colchicine for gout", "");
    twin.identifiers.pmid = "31234567".to_owned();
    let other = desk.add_source(twin);
    let mark =
        |key: SourceId| json!({ "type": "citation", "attrs": { "keys": [key.to_string()], "mark": "" } });
    let text = json!({ "type": "doc", "content": [{ "type": "paragraph", "content": [
        { "type": "text", "text": "It helps" }, mark(keep), { "type": "text", "text": " and helps" }, mark(other) ] }] });
    let command = Command::CreateArticle {
        title: "Gout".to_owned(),
        origin: editorial::Origin::default(),
        document: text,
    };
    let article = desk.tom_does(&command).unwrap().parse().unwrap();
    let claim = desk.claim(article, 8, &[other]);

    let pairs = desk.store.alike_sources().unwrap();
    assert_eq!(pairs.len(), 0, "titles that differ by a word are not thought one");
    desk.tom_does(&Command::MergeSources { keep, other, reason: "The same DOI.".to_owned() });
    let view = desk.store.source(other).unwrap();
    assert_eq!((view.id, view.details.identifiers.pmid.as_str()), (keep, "31234567"));
    assert_eq!(view.merged.len(), 1);
    assert_eq!(view.uses.iter().map(|u| u.claim).collect::<Vec<_>>(), [None, Some(claim)]);
    let shown = desk.store.article_view(desk.tom.member(), article, None).unwrap();
    let labels: Vec<&str> = shown.marks.values().map(|m| m.label.as_str()).collect();
    assert_eq!(labels, ["1", "1"]);
    assert_eq!(shown.references.len(), 1);
    assert_eq!(shown.references[0].keys.len(), 2);
    desk.sound();
    let refused =
        desk.store.dispatch(&desk.tom, &Command::RemoveSource { source: keep }, None, now()).unwrap_err();
    assert_eq!(refused.code(), "not_allowed");

    desk.tom_does(&Command::UnmergeSource { source: other, reason: "Two trials.".to_owned() });
    assert_eq!(desk.store.source(other).unwrap().uses.len(), 2);
    assert_eq!(desk.store.source(keep).unwrap().uses.len(), 1);
    desk.sound();
}

#[test]
fn parting_two_works_ends_what_was_signed_while_they_were_one_and_spoils_no_signature() {
    let mut desk = Desk::new();
    let keep = desk.add_source(source("Colchicine in gout", "10.1000/one"));
    let other = desk.add_source(source("Colchicine for gout", ""));
    let (on_keep, on_other) =
        (desk.begin("On keep", "It helps in gout."), desk.begin("On other", "It helps in gout."));
    desk.claim(on_keep, 8, &[keep]);
    desk.claim(on_other, 8, &[other]);
    desk.tom_does(&Command::MergeSources { keep, other, reason: "The same DOI.".to_owned() });
    desk.approve(on_keep);
    desk.approve(on_other);
    let statements = |desk: &mut Desk| -> Vec<String> {
        [on_keep, on_other]
            .iter()
            .flat_map(|article| desk.store.signatures(*article).unwrap())
            .map(|signed| {
                assert_eq!(signed.fault, None);
                signed.statement
            })
            .collect()
    };
    let before = statements(&mut desk);
    desk.tom_does(&Command::UnmergeSource { source: other, reason: "Two trials.".to_owned() });
    assert_eq!(statements(&mut desk), before);
    let stage = |desk: &mut Desk, article| desk.store.article(article).unwrap().stage;
    assert_eq!(stage(&mut desk, on_keep), editorial::Stage::Approved, "it stands on what was signed");
    assert_eq!(stage(&mut desk, on_other), editorial::Stage::Draft, "another source was signed for");
    desk.sound();
}

#[test]
fn everything_that_happens_to_sources_replays_and_a_bundle_of_it_is_sound_to_every_verifier() {
    let mut desk = Desk::new();
    let keep = desk.add_source(source("Colchicine in gout", "10.1000/one"));
    let other = desk.add_source(source("Colchicine for gout", ""));
    let article = desk.begin("Gout", "It helps in gout.");
    desk.claim(article, 8, &[keep, other]);
    let file = desk.folder.path().join("paper.txt");
    fs::write(&file, "Plain words about podagra.").unwrap();
    desk.store.attach_file(&desk.tom, keep, &file, now()).unwrap();
    desk.tom_does(&Command::MergeSources { keep, other, reason: "The same DOI.".to_owned() });
    desk.approve(article);
    let list = desk.folder.path().join("list.csv");
    fs::write(&list, LIST).unwrap();
    desk.store.import_retractions(&desk.tom, &list, now()).unwrap();
    let rules = editorial::Rules { lookup: true, ..editorial::Rules::default() };
    let policy =
        Command::ChangePolicy { text: "Text".to_owned(), rules, reason: "We have a network.".to_owned() };
    desk.store.dispatch(&desk.ada, &policy, None, now()).unwrap();
    desk.store.record_look_up(&desk.tom, ("Crossref", "DOI 10.1000/182".to_owned()), None, now()).unwrap();
    let merged = ["one", "all"].map(|name| desk.folder.path().join(format!("merged-{name}.zip")));
    desk.bundle(&merged[0], Some(article));
    desk.bundle(&merged[1], None);
    desk.tom_does(&Command::UnmergeSource { source: other, reason: "Two trials.".to_owned() });
    desk.tom_does(&Command::RemoveFile { source: keep });
    let kinds = |desk: &mut Desk, kind: &str| {
        let filter = TrailFilter { kind: Some(kind.to_owned()), ..TrailFilter::default() };
        desk.store.trail(&filter).unwrap().total
    };
    for kind in [
        "source.added",
        "source.merged",
        "source.merge_undone",
        "source.notice_added",
        "source.file_attached",
        "source.file_removed",
        "source.looked_up",
        "retractions.imported",
        "policy.changed",
    ] {
        assert!(kinds(&mut desk, kind) > 0, "{kind}");
    }
    desk.sound();
    let parted = desk.folder.path().join("parted.zip");
    desk.bundle(&parted, Some(article));
    let all: Vec<_> = merged.into_iter().chain([parted]).collect();
    for path in &all {
        let found = store::verify_bundle_file(path, &[], &mut store::unwatched).unwrap();
        assert!(found.sound, "{:?}", found.faults);
        let file = fs::File::open(path).unwrap();
        let verdict =
            ledger::bundle::verify_bundle(file, &[], |_, _| std::ops::ControlFlow::Continue(())).unwrap();
        assert!(verdict.is_sound(), "{verdict:?}");
    }
    if let Some(verdicts) = crate::bundles::second(&all) {
        assert_eq!(verdicts, [true, true, true]);
    }
}

const LIST: &str = "Record ID,Title,RetractionDate,RetractionDOI,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason,\n\
    1,A,11/5/2021 0:00,10.1000/notice,10.1000/ONE,0,Retraction,+Error in Data;,\n\
    2,B,1/5/2022 0:00,,10.1000/later,0,Expression of concern,,\n";

#[test]
fn a_retraction_reaches_every_article_that_rests_on_the_source() {
    let mut desk = Desk::new();
    let (one, two) = (
        desk.add_source(source("Colchicine in gout", "10.1000/one")),
        desk.add_source(source("Another", "")),
    );
    let article = desk.begin("Gout", "It helps in gout.");
    let (alone, backed) = (desk.claim(article, 8, &[one]), desk.claim(article, 10, &[one, two]));
    desk.approve(article);
    assert_eq!(desk.doubted(article), 0);
    let file = desk.folder.path().join("list.csv");
    fs::write(&file, LIST).unwrap();
    let (found, _) = desk.store.import_retractions(&desk.tom, &file, now()).unwrap();
    assert_eq!((found.records, found.as_of.as_str(), found.sources.len()), (2, "2022-01-05", 1));

    let view = desk.store.source(one).unwrap();
    assert_eq!(view.details.standing().unwrap().kind, NoticeKind::Retraction);
    assert_eq!(view.retractions.unwrap().as_of, "2022-01-05");
    let ended: Vec<_> = found.ended.iter().map(|e| (e.article, e.title.as_str(), e.revision)).collect();
    assert_eq!(ended, [(article, "Gout", 1)]);
    let falls: Vec<_> = view.uses.iter().map(|u| (u.claim.unwrap(), u.falls)).collect();
    assert!(falls.contains(&(alone, true)) && falls.contains(&(backed, false)), "{falls:?}");
    assert_eq!(desk.doubted(article), 1);
    assert_eq!(
        desk.store.article(article).unwrap().stage,
        editorial::Stage::Draft,
        "the approval stood on it"
    );
    let findings = desk.store.findings(article).unwrap();
    assert!(findings.iter().any(|f| f.check == "retracted-source"));
    desk.sound();

    // The same list tells nothing new; what comes later is compared with it too; a change keeps the notices.
    let (again, _) = desk.store.import_retractions(&desk.tom, &file, now()).unwrap();
    assert_eq!((again.sources, again.ended), (vec![], vec![]));
    let later = desk.add_source(source("Later", "10.1000/later"));
    assert_eq!(desk.store.source(later).unwrap().details.standing().unwrap().kind, NoticeKind::Concern);
    let mut details = source("Colchicine in gout, corrected title", "10.1000/one");
    details.notices = Vec::new();
    desk.tom_does(&Command::ChangeSource { source: one, details });
    assert!(desk.store.source(one).unwrap().details.is_retracted());
    desk.sound();
}

#[test]
fn nothing_is_recorded_that_names_bytes_the_board_has_not() {
    let mut desk = Desk::new();
    let paper = desk.add_source(source("A work", "10.1000/one"));
    let absent = document::Digest::of(b"absent");
    let attach = Command::AttachFile {
        source: paper,
        file: editorial::SourceFile {
            digest: absent,
            text: None,
            name: "paper.pdf".to_owned(),
            media: editorial::Media::Pdf,
            size: 1,
            pages: 1,
        },
    };
    let article = desk.begin("One", "A text.");
    let text = desk.store.article(article).unwrap().head().unwrap().digest;
    let list = br#"{"list":"A list","as_of":"2024-01-01","notices":[]}"#;
    let kept = desk.store.attach("A list (in short)", list).unwrap();
    let import = |index, as_of: &str, records| Command::ImportRetractions {
        list: "A list".to_owned(),
        as_of: as_of.to_owned(),
        records,
        index,
        notices: std::collections::BTreeMap::new(),
    };
    let notice = editorial::Notice {
        kind: NoticeKind::Reinstatement,
        date: "2024-01-01".to_owned(),
        doi: String::new(),
        reasons: Vec::new(),
        list: "A list".to_owned(),
        as_of: "2024-01-01".to_owned(),
    };
    let mut invented = import(kept, "2024-01-01", 0);
    if let Command::ImportRetractions { notices, .. } = &mut invented {
        notices.insert(paper, vec![notice]);
    }
    let before = desk.store.head().unwrap().size();
    let tries = [
        attach,
        import(absent, "2099-01-01", 65_000),
        import(text, "2099-01-01", 65_000),
        import(kept, "2099-01-01", 0),
        import(kept, "2024-01-01", 1),
        invented,
    ];
    for command in tries {
        let refused = desk.store.dispatch(&desk.tom, &command, None, now()).unwrap_err();
        assert!(matches!(refused, store::StoreError::Refused(_)), "{command:?}: {refused}");
    }
    assert_eq!(desk.store.head().unwrap().size(), before);
    desk.tom_does(&import(kept, "2024-01-01", 0));
    desk.sound();
}

#[test]
fn a_file_that_comes_or_goes_ends_what_was_signed_without_or_with_it() {
    let mut desk = Desk::new();
    let paper = desk.add_source(source("A work", "10.1000/one"));
    let article = desk.begin("One", "The dose is 5 mg daily.");
    desk.claim(article, 8, &[paper]);
    let file = desk.folder.path().join("paper.txt");
    fs::write(&file, "The dose is 5 mg daily.").unwrap();
    desk.approve(article);
    desk.store.attach_file(&desk.tom, paper, &file, now()).unwrap();
    assert_eq!(desk.store.article(article).unwrap().stage, editorial::Stage::Draft);
    desk.submit(article);
    desk.take(article);
    let approve = crate::common::verdict(&mut desk.store, &desk.miriam, article, editorial::Verdict::Approve);
    desk.store.dispatch(&desk.miriam, &approve, Some(crate::common::PASSPHRASE), now()).unwrap();
    desk.tom_does(&Command::RemoveFile { source: paper });
    assert!(desk.store.article(article).unwrap().approvers().is_empty());
    desk.sound();
}

#[test]
fn the_record_calls_a_source_as_it_was_called_then() {
    let mut desk = Desk::new();
    let paper = desk.add_source(source("First edition", ""));
    let article = desk.begin("One", "The dose is 5 mg daily.");
    desk.claim(article, 8, &[paper]);
    desk.tom_does(&Command::ChangeSource { source: paper, details: source("Second edition", "") });
    desk.claim(article, 10, &[paper]);
    let filter = TrailFilter { kind: Some("citation.added".to_owned()), ..TrailFilter::default() };
    let report = desk.store.report(&filter, desk.ada.member(), now(), &mut store::unwatched).unwrap();
    let told: Vec<_> = report.rows.iter().map(|row| row.told.as_str()).collect();
    assert!(told[0].contains("First edition") && told[1].contains("Second edition"), "{told:?}");
}

#[test]
fn references_are_numbered_in_order_of_first_citation_and_printed_behind_the_text() {
    let mut desk = Desk::new();
    let (b, a) = (desk.add_source(source("Beta", "")), desk.add_source(source("Alpha", "")));
    let mark = |keys: &[SourceId]| {
        let keys: Vec<String> = keys.iter().map(ToString::to_string).collect();
        json!({ "type": "citation", "attrs": { "keys": keys, "mark": "" } })
    };
    let mut text = document("First.");
    text["content"][0]["content"].as_array_mut().unwrap().extend([mark(&[a]), mark(&[b, a])]);
    let command = Command::CreateArticle {
        title: "T".to_owned(),
        origin: editorial::Origin::default(),
        document: text,
    };
    let article = desk.tom_does(&command).unwrap().parse().unwrap();
    let shown = desk.store.article_view(desk.tom.member(), article, None).unwrap();
    let list: Vec<_> = shown.references.iter().map(|r| (r.label.as_str(), r.source)).collect();
    assert_eq!(list, [("1", Some(a)), ("2", Some(b))]);
    let printed = desk.store.printed(article, 1).unwrap();
    let labels = desk.store.labels(article, &printed).unwrap();
    let text = ::document::write::text_with(&printed, &|key| labels.get(key).cloned());
    assert!(
        text.ends_with("References\n\n1. Alpha. 2020.\n2. Beta. 2020.") || text.contains("1. Alpha. 2020."),
        "{text}"
    );
    assert_eq!(desk.store.revision_document(article, 1).unwrap().1.text_blocks().len(), 1);
}

#[test]
fn a_source_carries_a_file_whose_words_are_found() {
    let mut desk = Desk::new();
    let one = desk.add_source(source("Colchicine in gout", "10.1000/one"));
    let file = desk.folder.path().join("paper.pdf");
    fs::write(&file, "Not a PDF at all: plain words about podagra.").unwrap();
    let (attached, _) = desk.store.attach_file(&desk.tom, one, &file, now()).unwrap();
    assert_eq!(attached.media, editorial::Media::Text);
    let found = desk.store.sources("podagra").unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].found.as_ref().unwrap().0, 1);
    assert!(found[0].found.as_ref().unwrap().1.contains("[podagra]"));
    assert_eq!(desk.store.sources("colchicine").unwrap()[0].found, None);
    assert_eq!(desk.store.source_file(one).unwrap().pages.len(), 1);
    desk.sound();
    fs::write(&file, b"PK\x03\x04").unwrap();
    let refused = desk.store.attach_file(&desk.tom, one, &file, now()).unwrap_err();
    assert_eq!(refused.code(), "import");
    desk.tom_does(&Command::RemoveFile { source: one });
    assert_eq!(desk.store.sources("podagra").unwrap().len(), 0);
    desk.sound();
}

#[test]
fn nothing_is_looked_up_until_the_administrator_turns_it_on() {
    let mut desk = Desk::new();
    let ask = |desk: &mut Desk| {
        let asked = ("Crossref", "DOI 10.1000/182".to_owned());
        desk.store.record_look_up(&desk.tom, asked, Some("Gout".to_owned()), now()).map_err(|e| e.code())
    };
    assert_eq!(ask(&mut desk), Err("not_allowed"));
    let rules = editorial::Rules { lookup: true, ..editorial::Rules::default() };
    let change =
        Command::ChangePolicy { text: "Text".to_owned(), rules, reason: "We have a network.".to_owned() };
    assert!(desk.store.dispatch(&desk.tom, &change, None, now()).is_err());
    desk.store.dispatch(&desk.ada, &change, None, now()).unwrap();
    assert_eq!(ask(&mut desk), Ok(()));
    let trail = desk.store.trail(&store::query::TrailFilter::default()).unwrap();
    assert_eq!(trail.rows[0].kind, "source.looked_up");
    desk.sound();
}
