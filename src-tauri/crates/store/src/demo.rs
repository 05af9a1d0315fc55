//! The demo board: a small board with a history, made through the same door as everything else.

use crate::{Cost, Founder, Result, Session, Store, StoreError, place};
use chrono::{DateTime, Duration, FixedOffset};
use document::{Document, import};
use editorial::{
    ArticleId, Author, Certainty, CitationTerms, ClaimId, Command, Disposition, Identifiers, Judgement,
    NewSubject, Origin, Relation, Role, Source, SourceId, SourceKind, ThreadId, Tier, Verdict,
};
use std::path::Path;

/// The passphrase of every member of the demo board.
pub const DEMO_PASSPHRASE: &str = "imprimatur demo";

/// Whom to explore the demo board as: there is something to review.
pub const DEMO_MEMBER: &str = "Dr. Miriam Stein";

impl Store {
    /// Makes the demo board: an article under review with several revisions, claims in every state, sources and
    /// discussions, a signed approval, and articles in other stages. `now` is where its history ends.
    pub fn demo(path: &Path, cost: Cost, now: DateTime<FixedOffset>) -> Result<Self> {
        let founder =
            Founder { name: "Ada Lindqvist", roles: &[Role::Compliance], passphrase: DEMO_PASSPHRASE };
        // As long before as the history takes, so that it ends today.
        let mut at = now - Duration::days(11);
        let store = Self::create(path, "Demo board", founder, cost, at)?;
        at += Duration::minutes(5);
        place::or_nothing(path, || {
            let mut stage = Play { store, at };
            stage.play(now)?;
            Ok(stage.store)
        })
    }
}

/// Someone on the demo board who has signed in.
struct Actor(Session);

/// The board while its history is being made.
struct Play {
    store: Store,
    at: DateTime<FixedOffset>,
}

impl Play {
    fn play(&mut self, now: DateTime<FixedOffset>) -> Result<()> {
        let ada = self.enter("Ada Lindqvist")?;
        for (name, roles) in [
            ("Tom Okafor", [Role::Editor].as_slice()),
            ("Dr. Miriam Stein", &[Role::BoardMember]),
            ("Dr. Rahul Mehta", &[Role::BoardMember]),
            ("Dr. Elena Rossi", &[Role::BoardMember, Role::Editor]),
        ] {
            let command =
                Command::AddMember { name: name.to_owned(), roles: roles.iter().copied().collect() };
            self.act_with(&ada, &command, Some(DEMO_PASSPHRASE))?;
        }
        let (tom, miriam, rahul) =
            (self.enter("Tom Okafor")?, self.enter("Dr. Miriam Stein")?, self.enter("Dr. Rahul Mehta")?);
        let sources = self.library(&tom)?;
        self.approved(&tom, &miriam, &rahul, &sources)?;
        self.under_review(&tom, &miriam, &rahul, &sources)?;
        self.changes_requested(&tom, &rahul)?;
        self.begin(&tom, "vitamin-d.md", include_str!("demo/draft-1.md"))?;
        self.at = self.at.max(now - Duration::hours(1));
        for Actor(session) in [ada, tom, miriam, rahul] {
            self.store.sign_out(session, self.at)?;
        }
        Ok(())
    }

    /// Signs a member in, an hour after whatever happened last.
    fn enter(&mut self, name: &str) -> Result<Actor> {
        self.at += Duration::hours(1);
        let board = self.store.board()?;
        let member = board.members.values().find(|m| m.name == name).ok_or(StoreError::Unknown("member"))?.id;
        Ok(Actor(self.store.sign_in(member, DEMO_PASSPHRASE, self.at)?))
    }

    fn act(&mut self, actor: &Actor, command: &Command) -> Result<String> {
        self.act_with(actor, command, None)
    }

    fn act_with(
        &mut self,
        Actor(session): &Actor,
        command: &Command,
        secret: Option<&str>,
    ) -> Result<String> {
        self.at += Duration::minutes(7);
        Ok(self.store.dispatch(session, command, secret, self.at)?.made.unwrap_or_default())
    }

    fn wait(&mut self, days: i64) {
        self.at += Duration::days(days);
    }

    fn begin(&mut self, tom: &Actor, file: &str, text: &str) -> Result<ArticleId> {
        let imported = read(file, text)?;
        let title = imported.metadata.title.clone().unwrap_or_else(|| file.to_owned());
        let attachment = Some(self.store.attach(file, text.as_bytes())?);
        let origin = Origin { file: file.to_owned(), attachment, ..Origin::default() };
        let made =
            self.act(tom, &Command::CreateArticle { title, origin, document: json(&imported.document)? })?;
        made.parse().map_err(|_| StoreError::Unknown("article"))
    }

    fn save(&mut self, tom: &Actor, article: ArticleId, base: u32, text: &str, message: &str) -> Result<()> {
        let document = json(&read("text.md", text)?.document)?;
        self.act(tom, &Command::SaveRevision { article, base, document, message: message.to_owned() })?;
        Ok(())
    }

    fn submit(&mut self, tom: &Actor, article: ArticleId, revision: u32, note: &str) -> Result<()> {
        self.act(tom, &Command::Submit { article, revision, note: note.to_owned() })?;
        Ok(())
    }

    fn sign(&mut self, actor: &Actor, article: ArticleId, verdict: Verdict, reason: &str) -> Result<()> {
        let view = self.store.article(article)?;
        let head = view.head().ok_or(StoreError::Unknown("revision"))?;
        let command = Command::SignVerdict {
            article,
            revision: head.number,
            digest: head.digest,
            evidence: None,
            verdict,
            base: view.base_for(actor.0.member()),
            reason: reason.to_owned(),
        };
        self.act_with(actor, &command, Some(DEMO_PASSPHRASE))?;
        Ok(())
    }

    /// Makes the passage that reads so a claim.
    fn claim(&mut self, actor: &Actor, article: ArticleId, quote: &str) -> Result<ClaimId> {
        let view = self.store.article(article)?;
        let head = view.head().ok_or(StoreError::Unknown("revision"))?;
        let document = self.store.document(head.digest)?;
        let (block, start, end) = find(&document, quote).ok_or(StoreError::Unknown("passage"))?;
        let made =
            self.act(actor, &Command::MakeClaim { article, revision: head.number, block, start, end })?;
        made.parse().map_err(|_| StoreError::Unknown("claim"))
    }

    fn cite(
        &mut self,
        actor: &Actor,
        article: ArticleId,
        claim: ClaimId,
        source: SourceId,
        (relation, locator, quote): (Relation, &str, &str),
    ) -> Result<()> {
        let terms = CitationTerms {
            locator: locator.to_owned(),
            quote: quote.to_owned(),
            ..CitationTerms::new(relation)
        };
        self.act(actor, &Command::AddCitation { article, claim, source, terms })?;
        Ok(())
    }

    fn assess(
        &mut self,
        actor: &Actor,
        article: ArticleId,
        claim: ClaimId,
        judgement: Judgement,
        (certainty, reason): (Option<Certainty>, &str),
    ) -> Result<()> {
        self.act(
            actor,
            &Command::AssessClaim { article, claim, judgement, certainty, reason: reason.to_owned() },
        )?;
        Ok(())
    }

    fn discuss(
        &mut self,
        actor: &Actor,
        (article, revision): (ArticleId, u32),
        on: NewSubject,
        disposition: Disposition,
        text: &str,
    ) -> Result<ThreadId> {
        let command = Command::OpenThread {
            article,
            revision,
            on,
            disposition,
            text: text.to_owned(),
            suggestion: None,
        };
        self.act(actor, &command)?.parse().map_err(|_| StoreError::Unknown("thread"))
    }

    fn library(&mut self, tom: &Actor) -> Result<Sources> {
        let mut add = |details: Source| -> Result<SourceId> {
            let made = self.act(tom, &Command::AddSource { details })?;
            made.parse().map_err(|_| StoreError::Unknown("source"))
        };
        Ok(Sources {
            kdigo: add(source(
                SourceKind::Guideline,
                "KDIGO 2022 Clinical Practice Guideline for Diabetes Management in Chronic Kidney Disease",
                &[("Kidney Disease: Improving Global Outcomes Diabetes Work Group", "")],
                ("Kidney International", "2022-11", "102", "S1-S127"),
                Identifiers { doi: "10.1016/j.kint.2022.06.008".to_owned(), ..Identifiers::default() },
            ))?,
            label: add(source(
                SourceKind::DrugLabel,
                "Metformin hydrochloride tablets: prescribing information",
                &[("U.S. Food and Drug Administration", "")],
                ("", "2018", "", ""),
                Identifiers::default(),
            ))?,
            task_force: add(source(
                SourceKind::Guideline,
                "Aspirin Use to Prevent Cardiovascular Disease: US Preventive Services Task Force Recommendation Statement",
                &[("US Preventive Services Task Force", "")],
                ("JAMA", "2022-04-26", "327", "1577-1584"),
                Identifiers { doi: "10.1001/jama.2022.4983".to_owned(), ..Identifiers::default() },
            ))?,
            ascend: add(source(
                SourceKind::JournalArticle,
                "Effects of Aspirin for Primary Prevention in Persons with Diabetes Mellitus",
                &[("Bowman", "L"), ("Mafham", "M"), ("Wallendszus", "K")],
                ("New England Journal of Medicine", "2018-10-18", "379", "1529-1539"),
                Identifiers { doi: "10.1056/NEJMoa1804988".to_owned(), ..Identifiers::default() },
            ))?,
            aspree: add(source(
                SourceKind::JournalArticle,
                "Effect of Aspirin on Disability-free Survival in the Healthy Elderly",
                &[("McNeil", "JJ"), ("Woods", "RL"), ("Nelson", "MR")],
                ("New England Journal of Medicine", "2018-10-18", "379", "1499-1508"),
                Identifiers { doi: "10.1056/NEJMoa1800722".to_owned(), ..Identifiers::default() },
            ))?,
        })
    }

    /// Two members sign the same text.
    fn approved(&mut self, tom: &Actor, miriam: &Actor, rahul: &Actor, sources: &Sources) -> Result<()> {
        let article = self.begin(tom, "aspirin.md", include_str!("demo/aspirin-1.md"))?;
        for (quote, source, locator) in [
            (
                "Starting it is not recommended at the age of 60 or more",
                sources.task_force,
                "Recommendation summary",
            ),
            (
                "aspirin 100 mg daily lowered serious vascular events from 9.6% to 8.5% over seven years",
                sources.ascend,
                "p 1529",
            ),
            ("Major bleeding rose from 3.2% to 4.1% in the same trial", sources.ascend, "Table 3"),
            (
                "aspirin did not prolong disability-free survival and increased major haemorrhage",
                sources.aspree,
                "p 1499",
            ),
        ] {
            let claim = self.claim(tom, article, quote)?;
            self.cite(tom, article, claim, source, (Relation::Supports, locator, ""))?;
            self.assess(miriam, article, claim, Judgement::Verified, (Some(Certainty::High), ""))?;
        }
        self.submit(tom, article, 1, "Please check the ages and the bleeding figures.")?;
        self.wait(1);
        self.act(miriam, &Command::TakeReview { article, revision: 1 })?;
        self.act(rahul, &Command::TakeReview { article, revision: 1 })?;
        let thread = self.discuss(
            rahul,
            (article, 1),
            NewSubject::Article,
            Disposition::Informing,
            "Worth saying that people who already take it should not stop without advice?",
        )?;
        self.act(
            tom,
            &Command::ReplyThread { article, thread, text: "Noted for the next revision.".to_owned() },
        )?;
        self.act(rahul, &Command::ResolveThread { article, thread, text: String::new(), revision: None })?;
        self.sign(miriam, article, Verdict::Approve, "")?;
        self.wait(1);
        self.sign(rahul, article, Verdict::Approve, "")
    }

    /// Three revisions, the last with dangerous changes that are still to be found.
    fn under_review(&mut self, tom: &Actor, miriam: &Actor, rahul: &Actor, sources: &Sources) -> Result<()> {
        self.wait(3);
        let article = self.begin(tom, "metformin.md", include_str!("demo/metformin-1.md"))?;
        let contraindicated = self.claim(tom, article, "Metformin is contraindicated at an eGFR below 30")?;
        self.cite(
            tom,
            article,
            contraindicated,
            sources.label,
            (
                Relation::Supports,
                "Section 4",
                "contraindicated in patients with eGFR below 30 mL/min/1.73 m2",
            ),
        )?;
        let dose =
            self.claim(tom, article, "At an eGFR of 30 to 44 the daily dose should not exceed 1000 mg")?;
        self.cite(tom, article, dose, sources.kdigo, (Relation::Supports, "Figure 23", ""))?;
        let vitamin = self.claim(tom, article, "Long-term use lowers vitamin B12 in some patients")?;
        self.cite(tom, article, vitamin, sources.label, (Relation::PartlySupports, "Section 5.2", ""))?;
        let effects =
            self.claim(tom, article, "which affect up to 25% of patients and mostly pass within weeks")?;
        let lowers = self.claim(tom, article, "It lowers HbA1c by about 1.1 percentage points")?;
        self.cite(tom, article, lowers, sources.label, (Relation::Supports, "Section 14", ""))?;
        let start =
            self.claim(tom, article, "The usual starting dose is 500 mg once daily with the evening meal")?;
        self.cite(tom, article, start, sources.label, (Relation::Supports, "Section 2.1", ""))?;
        let acidosis = self.claim(tom, article, "fewer than 10 cases per 100,000 patient-years")?;
        self.cite(tom, article, acidosis, sources.kdigo, (Relation::Background, "Chapter 4", ""))?;
        self.act(
            tom,
            &Command::DismissCandidate {
                article,
                quote: "Metformin is the usual first medicine for adults with type 2 diabetes".to_owned(),
            },
        )?;
        self.submit(tom, article, 1, "First round: the table follows the 2022 guideline.")?;
        self.wait(2);
        self.act(miriam, &Command::TakeReview { article, revision: 1 })?;
        for claim in [contraindicated, dose, vitamin, lowers] {
            self.assess(miriam, article, claim, Judgement::Verified, (Some(Certainty::Moderate), ""))?;
        }
        self.assess(
            rahul,
            article,
            acidosis,
            Judgement::Disputed,
            (None, "The guideline gives no such number; this needs the cohort it comes from."),
        )?;
        let asked = self.discuss(
            miriam,
            (article, 1),
            NewSubject::Claim { claim: effects },
            Disposition::Blocking,
            "No source, and 25% seems to mix several trials. Cite one or leave it out.",
        )?;
        let (block, from, to) = self.passage(article, "at least once a year after that")?;
        self.discuss(
            miriam,
            (article, 1),
            NewSubject::Text { block, start: from, end: to },
            Disposition::Informing,
            "More often when the eGFR is below 60.",
        )?;
        self.sign(
            miriam,
            article,
            Verdict::RequestChanges,
            "The side effects need a source, and monitoring is too rare.",
        )?;
        self.wait(2);
        self.save(
            tom,
            article,
            1,
            include_str!("demo/metformin-2.md"),
            "Side effects left out, monitoring more often",
        )?;
        self.act(
            tom,
            &Command::ResolveThread {
                article,
                thread: asked,
                text: "Left out.".to_owned(),
                revision: Some(2),
            },
        )?;
        self.save(
            tom,
            article,
            2,
            include_str!("demo/metformin-3.md"),
            "Vitamin B12 and contrast media, after the discussion",
        )?;
        self.submit(tom, article, 3, "Second round: please see what changed since revision 1.")?;
        self.wait(1);
        self.act(rahul, &Command::TakeReview { article, revision: 3 })?;
        self.discuss(
            rahul,
            (article, 3),
            NewSubject::Article,
            Disposition::Informing,
            "I read the dosing section next to the guideline tonight.",
        )?;
        Ok(())
    }

    fn changes_requested(&mut self, tom: &Actor, rahul: &Actor) -> Result<()> {
        let article = self.begin(tom, "colchicine.md", include_str!("demo/colchicine-1.md"))?;
        self.claim(tom, article, "The total in the first day is 1.8 mg")?;
        self.submit(tom, article, 1, "A short one.")?;
        self.act(rahul, &Command::TakeReview { article, revision: 1 })?;
        self.sign(rahul, article, Verdict::RequestChanges, "No source yet for the dose.")
    }

    fn passage(&mut self, article: ArticleId, quote: &str) -> Result<(Vec<u32>, u32, u32)> {
        let view = self.store.article(article)?;
        let head = view.head().ok_or(StoreError::Unknown("revision"))?;
        find(&self.store.document(head.digest)?, quote).ok_or(StoreError::Unknown("passage"))
    }
}

struct Sources {
    kdigo: SourceId,
    label: SourceId,
    task_force: SourceId,
    ascend: SourceId,
    aspree: SourceId,
}

fn source(
    kind: SourceKind,
    title: &str,
    authors: &[(&str, &str)],
    (container, issued, volume, pages): (&str, &str, &str, &str),
    identifiers: Identifiers,
) -> Source {
    Source {
        tier: (kind == SourceKind::JournalArticle).then_some(Tier::Trial),
        authors: authors
            .iter()
            .map(|(f, g)| Author { family: (*f).to_owned(), given: (*g).to_owned() })
            .collect(),
        container: container.to_owned(),
        issued: issued.to_owned(),
        volume: volume.to_owned(),
        pages: pages.to_owned(),
        identifiers,
        ..Source::new(kind, title)
    }
}

fn read(file: &str, text: &str) -> Result<import::Imported> {
    import::read(file, text.as_bytes()).map_err(|e| StoreError::System(e.to_string()))
}

fn json(document: &Document) -> Result<serde_json::Value> {
    serde_json::to_value(document).map_err(|e| StoreError::System(e.to_string()))
}

/// Where these words stand: path of the block, first code point, code point after the last.
fn find(document: &Document, quote: &str) -> Option<(Vec<u32>, u32, u32)> {
    document.text_blocks().iter().find_map(|block| {
        let text = block.text();
        let start = text[..text.find(quote)?].chars().count();
        let end = start + quote.chars().count();
        Some((block.path.clone(), u32::try_from(start).ok()?, u32::try_from(end).ok()?))
    })
}
