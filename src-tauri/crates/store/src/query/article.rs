//! An article, as its screen shows it.

use super::remarks::ResetKeys;
use crate::{Result, Store, StoreError, blobs, project};
use document::{Digest, Document, Inline, InlineKind, Mark};
use editorial::{
    Approval, Article, ArticleId, Candidate, Claim, Evidence, Finding, Judgement, Lapse, Member, MemberId,
    Notice, Origin, Permissions, ReadSection, ReferenceStyle, Review, Revision, Seen, SignedVerdict, Source,
    SourceId, Stage, Thread, Withdrawal, candidates, findings, permissions, read_sections,
};
use references::Run;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use ts_rs::TS;

/// An article with one of its texts.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ArticleView {
    /// Which.
    pub id: ArticleId,
    /// Its title.
    pub title: String,
    /// Where it came from.
    pub origin: Origin,
    /// Where it stands.
    pub stage: Stage,
    /// Since when: RFC 3339.
    pub stage_since: String,
    /// Its texts, oldest first.
    pub revisions: Vec<Revision>,
    /// Number of the text shown; 0 where there is none yet.
    pub shown: u32,
    /// Number of the newest text; 0 where there is none yet.
    pub head: u32,
    /// The text shown, as the editor's JSON.
    #[ts(type = "Record<string, unknown>")]
    pub document: serde_json::Value,
    /// What each citation key of the text shown is to be drawn as.
    pub marks: BTreeMap<String, MarkView>,
    /// The list of references of the text shown, by number.
    pub references: Vec<ReferenceView>,
    /// Its claims, in the order of the head text; orphans last.
    pub claims: Vec<Claim>,
    /// What the members' judgements of each claim come to, in the same order.
    pub judgements: Vec<Judgement>,
    /// The sources it cites.
    pub sources: BTreeMap<SourceId, Source>,
    /// The gravest notice that stands against a source, by the id under which it is cited.
    pub standings: BTreeMap<SourceId, Notice>,
    /// Its discussions, open ones first, then newest first.
    pub threads: Vec<Thread>,
    /// The tasks of the present round.
    pub reviews: Vec<Review>,
    /// Every signed verdict, newest first.
    pub verdicts: Vec<SignedVerdict>,
    /// What a reader must know beside a signature, in sentences, by the signature.
    pub remarks: BTreeMap<String, Vec<String>>,
    /// The approval that stands.
    pub approval: Option<Approval>,
    /// The revision whose approval no longer stands.
    pub lapsed: Option<u32>,
    /// Why it no longer stands.
    pub lapse: Option<Lapse>,
    /// How it was withdrawn.
    pub withdrawal: Option<Withdrawal>,
    /// Version of the policy that the present round runs under, or the latest one ran under; 0 before the first.
    pub policy: u32,
    /// That version in words, with how many approvals it asked for.
    pub under: String,
    /// What the policy still asks for before the article is approved, a sentence each.
    pub wanting: Vec<String>,
    /// The sections of the text shown.
    pub sections: Vec<SectionView>,
    /// Digest of claims, citations and sources: what is signed beside the text.
    #[ts(type = "string")]
    pub evidence: Digest,
    /// How many approvals the policy asks for, and how many the head text has in this round.
    pub quorum: u32,
    /// See `quorum`.
    pub approvals: u32,
    /// The note of the latest submission.
    pub note: String,
    /// What I may do with it now.
    pub may: Permissions,
    /// My part in its review.
    pub mine: ReviewView,
    /// Printed names of everyone who occurs in it.
    pub names: BTreeMap<MemberId, String>,
}

/// A member's part in the review of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReviewView {
    /// My open task.
    pub open: Option<Review>,
    /// The revision I last judged or read to the end, before the head: what "since my last look" starts from.
    pub base: Option<u32>,
    /// Clinical changes since then.
    pub clinical: u32,
    /// Those of them that I have taken note of, by key.
    pub acknowledged: Vec<String>,
    /// Every clinical change that I have taken note of, in whichever comparison.
    pub noted: Vec<Noted>,
    /// The revision I signed my last verdict on.
    pub judged: Option<u32>,
    /// Whether I have read the head to the end.
    pub finished: bool,
    /// Whether I wrote any of it.
    pub wrote: bool,
    /// My recusals in earlier rounds, a sentence each.
    pub recused: Vec<String>,
}

/// A clinical change that a member has taken note of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Noted {
    /// The base of the comparison.
    pub from: u32,
    /// The newer revision.
    pub to: u32,
    /// The change's key.
    pub change: String,
}

/// A section of the text shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SectionView {
    /// The heading's words; empty for the text before the first heading.
    pub title: String,
    /// The heading's level; 0 for the text before the first heading.
    pub level: u8,
    /// Index of its first top-level block.
    pub from: u32,
    /// Index after its last.
    pub to: u32,
    /// What its read mark names it by.
    #[ts(type = "string")]
    pub digest: Digest,
    /// Whether I have read it as it stands.
    pub read: bool,
}

/// How a citation key is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct MarkView {
    /// The number or label.
    pub label: String,
    /// What it points at, in a line; empty where that is not known.
    pub title: String,
    /// The source in the library.
    pub source: Option<SourceId>,
}

/// An entry of an article's list of references.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReferenceView {
    /// The citation keys that mean it.
    pub keys: Vec<String>,
    /// Its number or label; empty for a source that only claims cite.
    pub label: String,
    /// The source in the library; none for an entry that the text of origin brought along.
    pub source: Option<SourceId>,
    /// Its words, as the board prints references.
    pub runs: Vec<Run>,
}

impl Store {
    /// An article with its head text, or another revision, as this member sees it.
    pub fn article_view(
        &mut self,
        member: MemberId,
        id: ArticleId,
        revision: Option<u32>,
    ) -> Result<ArticleView> {
        let board = self.board()?;
        let me = board.members.get(&member).ok_or(StoreError::Unknown("member"))?;
        let article = self.article(id)?;
        let shown = match revision {
            Some(number) => Some(article.revision(number).ok_or(StoreError::Unknown("revision"))?),
            None => article.head(),
        };
        let document = match shown {
            Some(shown) => self.document(shown.digest)?,
            None => Document::default(),
        };
        let cited = self.cited_of(&article, &document)?;
        let mut claims: Vec<Claim> = article.claims.values().cloned().collect();
        claims.sort_by(|a, b| place(a).cmp(&place(b)));
        let mut threads: Vec<Thread> = article.threads.values().cloned().collect();
        threads.sort_by_key(|thread| (!thread.open, std::cmp::Reverse(thread.id)));
        let reviews: Vec<Review> =
            article.reviews.iter().filter(|r| r.round == article.round).cloned().collect();
        let sources: BTreeMap<SourceId, Source> =
            cited.iter().map(|(id, (_, details))| (*id, details.clone())).collect();
        let evidence = article.evidence_digest(&sources);
        let mine = self.mine(me, &article)?;
        let keys = ResetKeys::read(&self.connection)?;
        let found = match article.stage {
            Stage::Withdrawn => Vec::new(),
            _ => self.findings(id)?,
        };
        let unacknowledged = (mine.clinical as usize).saturating_sub(mine.acknowledged.len());
        let may = permissions(&board, &article, me, Seen { findings: &found, unacknowledged });
        Ok(ArticleView {
            id,
            title: article.title.clone(),
            origin: article.origin.clone(),
            stage: article.stage,
            stage_since: article.stage_since.to_rfc3339(),
            revisions: article.revisions.clone(),
            shown: shown.map_or(0, |shown| shown.number),
            head: article.head().map_or(0, |head| head.number),
            references: references(&document, &article, &cited, board.policy.rules.reference_style),
            marks: marks(&document, &article, &cited),
            document: serde_json::to_value(&document).map_err(|e| StoreError::System(e.to_string()))?,
            judgements: claims.iter().map(Claim::judgement).collect(),
            claims,
            standings: cited
                .iter()
                .filter_map(|(id, (_, details))| Some((*id, details.standing()?.clone())))
                .collect(),
            sources,
            threads,
            reviews,
            verdicts: article.verdicts.iter().rev().cloned().collect(),
            remarks: article
                .verdicts
                .iter()
                .map(|signed| (signed.signature.clone(), keys.remarks(&board, &article, signed)))
                .filter(|(_, remarks)| !remarks.is_empty())
                .collect(),
            approval: article.approval.clone(),
            lapsed: article.lapsed,
            lapse: article.lapse,
            withdrawal: article.withdrawal.clone(),
            policy: article.policy,
            under: board.policy_told(article.policy),
            wanting: board.wanting(&article),
            sections: sections(&document, &article, member),
            evidence,
            quorum: board.quorum(&article),
            approvals: board.approvers(&article).len() as u32,
            note: article.note.clone(),
            may,
            mine,
            names: board.members.values().map(|m| (m.id, m.name.clone())).collect(),
        })
    }

    /// Passages of the head text that look as if they needed substantiation, and are neither claims nor
    /// dismissed.
    pub fn candidates(&mut self, id: ArticleId) -> Result<Vec<Candidate>> {
        let article = self.article(id)?;
        let Some(head) = article.head() else { return Ok(Vec::new()) };
        let found = candidates(&self.document(head.digest)?);
        let taken = |c: &Candidate| {
            article.dismissed.contains(&c.anchor.quote)
                || article.claims.values().any(|claim| {
                    claim.anchor.block == c.anchor.block
                        && claim.anchor.start < c.anchor.end
                        && c.anchor.start < claim.anchor.end
                        && claim.state != editorial::AnchorState::Orphaned
                })
        };
        Ok(found.into_iter().filter(|c| !taken(c)).collect())
    }

    /// What the checks find on the head text.
    pub fn findings(&mut self, id: ArticleId) -> Result<Vec<Finding>> {
        let (board, article) = (self.board()?, self.article(id)?);
        let Some(head) = article.head() else { return Ok(Vec::new()) };
        let document = self.document(head.digest)?;
        let sources = self.sources_of(&article, &document)?;
        Ok(findings(&Evidence {
            document: &document,
            article: &article,
            sources: &sources,
            rules: board.rules_for(&article),
        }))
    }

    /// What each citation key of a text is to be drawn as.
    pub fn labels(&mut self, id: ArticleId, document: &Document) -> Result<BTreeMap<String, String>> {
        let article = self.article(id)?;
        let sources = self.cited_of(&article, document)?;
        Ok(marks(document, &article, &sources).into_iter().map(|(key, mark)| (key, mark.label)).collect())
    }

    /// The document of a revision, with its list of references behind it.
    pub fn printed(&mut self, id: ArticleId, revision: u32) -> Result<Document> {
        let (_, mut document) = self.revision_document(id, revision)?;
        let (board, article) = (self.board()?, self.article(id)?);
        let cited = self.cited_of(&article, &document)?;
        let list = references(&document, &article, &cited, board.policy.rules.reference_style);
        let entries: Vec<(String, Vec<Inline>)> = list
            .into_iter()
            .filter(|entry| !entry.label.is_empty())
            .map(|entry| {
                let run =
                    |run: Run| Inline::marked(run.text, if run.italic { vec![Mark::Em] } else { Vec::new() });
                (entry.label, entry.runs.into_iter().map(run).collect())
            })
            .collect();
        document.append_references(entries);
        Ok(document)
    }

    /// What each source that an article cites is known as, by the id under which it is cited.
    fn sources_of(&self, article: &Article, document: &Document) -> Result<BTreeMap<SourceId, Source>> {
        Ok(self.cited_of(article, document)?.into_iter().map(|(id, (_, details))| (id, details)).collect())
    }

    /// As above, with the source that stands where it is cited.
    fn cited_of(&self, article: &Article, document: &Document) -> Result<Cited> {
        let mut sources = BTreeMap::new();
        for id in article.cited().into_iter().chain(SourceId::in_text(document)) {
            let stands = project::sources::resolved(&self.connection, id)?;
            if let Some(details) = project::sources::details(&self.connection, stands)? {
                sources.insert(id, (stands, details));
            }
        }
        Ok(sources)
    }

    fn mine(&mut self, me: &Member, article: &Article) -> Result<ReviewView> {
        let member = me.id;
        let base = article.base_for(member);
        let head = article.head().map_or(0, |head| head.number);
        let in_review =
            matches!(article.stage, Stage::Submitted | Stage::UnderReview) && !article.wrote(member);
        let (clinical, acknowledged) = match base.filter(|_| in_review) {
            Some(base) => {
                let comparison = crate::store::compare_revisions(&self.connection, article, base, head)?;
                let left: BTreeSet<&str> = article
                    .unacknowledged(member, base, &comparison)
                    .into_iter()
                    .map(|change| change.key.as_str())
                    .collect();
                let clinical = comparison.changes.iter().filter(|change| change.clinical);
                let taken = clinical.map(|c| c.key.clone()).filter(|key| !left.contains(key.as_str()));
                (comparison.summary.clinical, taken.collect())
            }
            None => (0, Vec::new()),
        };
        let noted = article.acknowledged.iter().filter(|(by, ..)| *by == member);
        Ok(ReviewView {
            open: article.open_review(member).cloned(),
            base,
            clinical,
            acknowledged,
            noted: noted
                .map(|(_, from, to, change)| Noted { from: *from, to: *to, change: change.clone() })
                .collect(),
            judged: article.verdicts.iter().rev().find(|v| v.by == member).map(|v| v.revision),
            finished: article.finished.contains(&(member, head)),
            wrote: article.wrote(member),
            recused: article.stepped_aside(member, &me.name, article.round),
        })
    }

    /// The document of a revision as the editor's JSON.
    pub fn revision_document(&mut self, id: ArticleId, revision: u32) -> Result<(Digest, Document)> {
        let article = self.article(id)?;
        let revision = article.revision(revision).ok_or(StoreError::Unknown("revision"))?;
        Ok((revision.digest, blobs::document(&self.connection, revision.digest)?))
    }
}

fn sections(document: &Document, article: &Article, member: MemberId) -> Vec<SectionView> {
    read_sections(document)
        .into_iter()
        .map(|ReadSection { section, digest }| SectionView {
            title: section.title,
            level: section.level,
            from: section.from,
            to: section.to,
            digest,
            read: article.has_read(member, &digest),
        })
        .collect()
}

fn place(claim: &Claim) -> (bool, &[u32], u32) {
    (claim.state == editorial::AnchorState::Orphaned, &claim.anchor.block, claim.anchor.start)
}

/// The sources an article cites, by the id under which it cites them: the one that stands there, and what is known
/// of it.
type Cited = BTreeMap<SourceId, (SourceId, Source)>;

/// The citation keys of a text, in its order, each as often as it is cited.
fn keys(document: &Document) -> Vec<String> {
    let blocks = document.text_blocks();
    let inlines = blocks.iter().flat_map(|block| block.inlines);
    inlines
        .filter_map(|inline| match &inline.kind {
            InlineKind::Citation { attrs } => Some(attrs.keys.clone()),
            _ => None,
        })
        .flatten()
        .collect()
}

/// Sources cited at the desk are numbered in order of first citation, after the numbers that the text of
/// origin uses itself. Two that were merged have one number.
fn marks(document: &Document, article: &Article, sources: &Cited) -> BTreeMap<String, MarkView> {
    let keys = keys(document);
    let mut next = keys.iter().filter_map(|key| key.parse::<u32>().ok()).max().unwrap_or(0);
    let mut marks: BTreeMap<String, MarkView> = BTreeMap::new();
    for key in keys {
        if marks.contains_key(&key) {
            continue;
        }
        let mark = match key.parse::<SourceId>() {
            Ok(id) => {
                let known = sources.get(&id);
                let stands = known.map_or(id, |(stands, _)| *stands);
                let same =
                    marks.values().find(|mark| mark.source == Some(stands)).map(|mark| mark.label.clone());
                let label = same.unwrap_or_else(|| {
                    next += 1;
                    next.to_string()
                });
                let title = known.map(|(_, details)| details.short()).unwrap_or_default();
                MarkView { label, title, source: Some(stands) }
            }
            Err(_) => {
                let listed = article.origin.references.iter().find(|r| r.label == key);
                MarkView {
                    label: key.clone(),
                    title: listed.map(|r| r.text.clone()).unwrap_or_default(),
                    source: None,
                }
            }
        };
        marks.insert(key, mark);
    }
    marks
}

/// What the marks of a text point at, in order of first citation; then the sources that only claims cite, without a
/// number. The entries that the text of origin brought along stay in its own list, if that still stands in it.
fn references(
    document: &Document,
    article: &Article,
    sources: &Cited,
    style: ReferenceStyle,
) -> Vec<ReferenceView> {
    let marks = marks(document, article, sources);
    let text = document.plain_text();
    let mut list: Vec<ReferenceView> = Vec::new();
    let mut known: Vec<&Source> = Vec::new();
    let in_text: Vec<String> = keys(document);
    let by_claims =
        article.claims.values().flat_map(|claim| claim.citations.iter().map(|c| c.source.to_string()));
    for key in in_text.iter().cloned().chain(by_claims) {
        let mark = marks.get(&key);
        let cited = key.parse::<SourceId>().ok().and_then(|id| sources.get(&id));
        match (mark, cited) {
            (_, Some((stands, details))) => {
                if let Some(entry) = list.iter_mut().find(|entry| entry.source == Some(*stands)) {
                    if !entry.keys.contains(&key) {
                        entry.keys.push(key);
                    }
                    continue;
                }
                known.push(details);
                let label = mark.map(|mark| mark.label.clone()).unwrap_or_default();
                list.push(ReferenceView { keys: vec![key], label, source: Some(*stands), runs: Vec::new() });
            }
            (Some(mark), None) => {
                let listed = mark.source.is_none() && !mark.title.is_empty() && !text.contains(&mark.title);
                if listed && !list.iter().any(|entry| entry.keys.contains(&key)) {
                    let runs = vec![Run { text: mark.title.clone(), italic: false }];
                    list.push(ReferenceView {
                        keys: vec![key],
                        label: mark.label.clone(),
                        source: None,
                        runs,
                    });
                }
            }
            (None, None) => {}
        }
    }
    let mut printed = references::format(&known, style).into_iter();
    for entry in list.iter_mut().filter(|entry| entry.source.is_some()) {
        entry.runs = printed.next().unwrap_or_default();
    }
    // Labels of the text of origin and numbers of the desk make one order.
    list.sort_by_key(|entry| (entry.label.is_empty(), entry.label.parse::<u32>().unwrap_or(u32::MAX)));
    list
}

/// The sources cited in a text by id, in order of first citation.
pub fn reference_list(document: &Document) -> Vec<SourceId> {
    let mut list: Vec<SourceId> = Vec::new();
    for id in keys(document).iter().filter_map(|key| key.parse().ok()) {
        if !list.contains(&id) {
            list.push(id);
        }
    }
    list
}
