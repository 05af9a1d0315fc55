//! Folding events into an article.

use super::{
    Approval, Article, Assessment, Citation, Claim, Entry, Recusal, Review, ReviewState, Revision,
    SignedVerdict, Suggestion, Thread, Waiver, Withdrawal, Written,
};
use crate::{
    AnchorState, Anchored, ArticleId, CitationTerms, ClaimId, Disposition, Event, Judgement, Mark, Stage,
    Subject, ThreadId,
};
use document::Digest;
use std::collections::{BTreeMap, BTreeSet};

impl Article {
    /// The article that its first event begins; `None` for any other event.
    pub fn begin(id: ArticleId, event: &Event, mark: &Mark) -> Option<Self> {
        let Event::ArticleCreated { title, origin } = event else { return None };
        Some(Self {
            id,
            title: title.clone(),
            origin: origin.clone(),
            by: mark.by,
            authors: mark.by.map(|by| (by, Written::Text)).into_iter().collect(),
            taken_over: BTreeSet::new(),
            at: mark.at,
            stage: Stage::Draft,
            stage_since: mark.at,
            touched: mark.at,
            revisions: Vec::new(),
            claims: BTreeMap::new(),
            dismissed: BTreeSet::new(),
            threads: BTreeMap::new(),
            round: 0,
            note: String::new(),
            policy: 0,
            reviews: Vec::new(),
            recusals: Vec::new(),
            verdicts: Vec::new(),
            approval: None,
            lapsed: None,
            waivers: BTreeMap::new(),
            lapse: None,
            acknowledged: BTreeSet::new(),
            read: BTreeMap::new(),
            finished: BTreeSet::new(),
            withdrawal: None,
        })
    }

    /// Folds an event of this article's stream in. `reason` is the envelope's.
    pub fn apply(&mut self, event: &Event, mark: &Mark, reason: Option<&str>) {
        self.touched = mark.at;
        let reason = reason.unwrap_or_default();
        match event {
            Event::ArticleRetitled { new, .. } => {
                self.title.clone_from(new);
                self.written(mark.by, Written::Title);
            }
            Event::RevisionSaved { number, digest, message, words, cites, claims, threads } => {
                self.revisions.push(Revision {
                    number: *number,
                    digest: *digest,
                    message: message.clone(),
                    words: *words,
                    by: mark.by,
                    at: mark.at,
                    cites: cites.clone(),
                });
                self.written(mark.by, Written::Text);
                self.take_in_wordings();
                claims.iter().for_each(|landed| self.land_claim(landed, *number));
                threads.iter().for_each(|landed| self.land_thread(landed));
            }
            Event::ApprovalLapsed { revision, why } => {
                self.approval = None;
                self.lapsed = Some(*revision);
                self.lapse = *why;
                let label = why.map_or("the article has changed", crate::Lapse::label);
                for verdict in self.approvals_mut() {
                    verdict.outdated = Some(label.to_owned());
                }
                self.enter(Stage::Draft, mark);
            }
            Event::ArticleSubmitted { note, policy, .. } => {
                // The wording may have been in the text before it was said to be taken over.
                self.take_in_wordings();
                self.round += 1;
                self.approval = None;
                self.note.clone_from(note);
                self.policy = *policy;
                self.enter(Stage::Submitted, mark);
            }
            Event::ArticleTakenBack { .. } => {
                self.close_reviews();
                self.enter(Stage::Draft, mark);
            }
            Event::ReviewAssigned { review, member, revision, due } => {
                self.reviews.push(Review {
                    id: *review,
                    member: *member,
                    revision: *revision,
                    round: self.round,
                    due: *due,
                    at: mark.at,
                    state: ReviewState::Open,
                });
                if self.stage == Stage::Submitted {
                    self.enter(Stage::UnderReview, mark);
                }
            }
            Event::ReviewRecused { review, member } => {
                let (member, round) = (*member, self.round);
                self.recusals.push(Recusal { member, round, reason: reason.to_owned() });
                if let Some(review) = self.reviews.iter_mut().find(|r| r.id == *review) {
                    review.state = ReviewState::Recused;
                }
            }
            Event::ReviewReplaced { review, .. } => {
                if let Some(review) = self.reviews.iter_mut().find(|r| r.id == *review) {
                    review.state = ReviewState::Replaced;
                }
            }
            Event::SignaturesOutdated { members, what } => self.outdate(members, what),
            Event::SectionsRead { sections, .. } => {
                if let Some(by) = mark.by {
                    self.read.entry(by).or_default().extend(sections);
                }
            }
            Event::SectionsUnread { revision, sections } => {
                if let Some(by) = mark.by {
                    let read = self.read.entry(by).or_default();
                    read.retain(|section| !sections.contains(section));
                    self.finished.remove(&(by, *revision));
                }
            }
            Event::ReadingFinished { revision } => {
                self.finished.extend(mark.by.map(|by| (by, *revision)));
            }
            Event::ChangeAcknowledged { from, to, change, .. } => {
                if let Some(by) = mark.by {
                    self.acknowledged.insert((by, *from, *to, change.clone()));
                }
            }
            Event::FindingWaived { revision, finding, .. } => {
                if let Some(by) = mark.by {
                    let waiver = Waiver { by, at: mark.at, revision: *revision, reason: reason.to_owned() };
                    self.waivers.insert(finding.clone(), waiver);
                }
            }
            Event::FindingRestored { finding, .. } => {
                self.waivers.remove(finding);
            }
            Event::VerdictSigned { review, revision, digest, verdict, statement, signature } => {
                if let Some(review) = self.reviews.iter_mut().find(|r| r.id == *review) {
                    review.state = ReviewState::Signed;
                }
                if let Some(by) = mark.by {
                    self.verdicts.push(SignedVerdict {
                        review: *review,
                        round: self.round,
                        by,
                        at: mark.at,
                        revision: *revision,
                        digest: *digest,
                        verdict: *verdict,
                        reason: reason.to_owned(),
                        statement: statement.clone(),
                        signature: signature.clone(),
                        outdated: None,
                    });
                }
            }
            Event::ArticleApproved { revision, digest, members, next_review } => {
                self.approve(*revision, *digest, members.clone(), *next_review, mark);
            }
            Event::ArticleChangesRequested { .. } => {
                self.close_reviews();
                self.enter(Stage::ChangesRequested, mark);
            }
            Event::ArticleWithdrawn { from } => {
                self.approval = None;
                self.withdrawal =
                    Some(Withdrawal { by: mark.by, at: mark.at, reason: reason.to_owned(), from: *from });
                self.close_reviews();
                self.enter(Stage::Withdrawn, mark);
            }
            Event::ClaimMade { claim, anchor, revision } => {
                self.claims.insert(
                    *claim,
                    Claim {
                        id: *claim,
                        anchor: anchor.clone(),
                        state: AnchorState::Intact,
                        since: *revision,
                        before: None,
                        candidates: Vec::new(),
                        by: mark.by,
                        at: mark.at,
                        assessments: Vec::new(),
                        citations: Vec::new(),
                    },
                );
            }
            Event::ClaimAssessed { claim, new, certainty, .. } => {
                if let (Some(claim), Some(by)) = (self.claims.get_mut(claim), mark.by) {
                    claim.assessments.retain(|a| a.by != by);
                    if *new != Judgement::Unverified {
                        claim.assessments.push(Assessment {
                            by,
                            at: mark.at,
                            judgement: *new,
                            certainty: *certainty,
                            reason: reason.to_owned(),
                        });
                    }
                }
            }
            Event::ClaimReattached { claim, old, new, revision } => {
                self.reattach(*claim, old.quote != new.quote, new, *revision);
            }
            Event::ClaimRemoved { claim, .. } => {
                self.claims.remove(claim);
            }
            Event::CandidateDismissed { quote } => {
                self.dismissed.insert(quote.clone());
            }
            Event::CitationAdded { citation, claim, source, relation, locator, quote, note, passage } => {
                if let Some(claim) = self.claims.get_mut(claim) {
                    claim.citations.push(Citation {
                        id: *citation,
                        source: *source,
                        terms: CitationTerms {
                            relation: *relation,
                            locator: locator.clone(),
                            quote: quote.clone(),
                            note: note.clone(),
                            passage: passage.clone(),
                        },
                        by: mark.by,
                        at: mark.at,
                    });
                }
            }
            Event::CitationChanged { citation, claim, new, .. } => {
                let found = self
                    .claims
                    .get_mut(claim)
                    .and_then(|c| c.citations.iter_mut().find(|c| c.id == *citation));
                if let Some(citation) = found {
                    citation.terms = new.clone();
                }
            }
            Event::CitationRemoved { citation, claim, .. } => {
                if let Some(claim) = self.claims.get_mut(claim) {
                    claim.citations.retain(|c| c.id != *citation);
                }
            }
            Event::ThreadOpened { thread, revision, on, disposition, text, suggestion } => {
                self.open_thread(*thread, *revision, on, *disposition, entry(mark, "opened", text));
                if let Some(thread) = self.threads.get_mut(thread) {
                    let quote = thread.anchor().map(|anchor| anchor.quote.clone()).unwrap_or_default();
                    let suggested = |text: &String| Suggestion { text: text.clone(), quote, accepted: None };
                    thread.suggestion = suggestion.as_ref().map(suggested);
                }
            }
            Event::SuggestionAccepted { thread, .. } => {
                let suggested = self.threads.get(thread).and_then(|thread| thread.entries.first()?.by);
                self.taken_over.extend(suggested);
                self.decide_suggestion(*thread, true);
                self.say(*thread, Some(false), entry(mark, "accepted", ""));
            }
            Event::SuggestionDeclined { thread, .. } => {
                self.decide_suggestion(*thread, false);
                self.say(*thread, Some(false), entry(mark, "declined", reason));
            }
            Event::ThreadReplied { thread, text } => self.say(*thread, None, entry(mark, "replied", text)),
            Event::ThreadResolved { thread, text, revision } => {
                let entry = Entry { revision: *revision, ..entry(mark, "resolved", text) };
                self.say(*thread, Some(false), entry);
            }
            Event::ThreadReopened { thread } => {
                if let Some(suggestion) = self.threads.get_mut(thread).and_then(|t| t.suggestion.as_mut()) {
                    suggestion.accepted = None;
                }
                self.say(*thread, Some(true), entry(mark, "reopened", reason));
            }
            _ => {}
        }
    }

    fn written(&mut self, by: Option<crate::MemberId>, what: Written) {
        if let Some(by) = by {
            self.authors.entry(by).and_modify(|most| *most = what.min(*most)).or_insert(what);
        }
    }

    fn take_in_wordings(&mut self) {
        for by in std::mem::take(&mut self.taken_over) {
            self.written(Some(by), Written::Wording);
        }
    }

    fn enter(&mut self, stage: Stage, mark: &Mark) {
        self.stage = stage;
        self.stage_since = mark.at;
    }

    fn approve(
        &mut self,
        revision: u32,
        digest: Digest,
        members: Vec<crate::MemberId>,
        next_review: Option<chrono::NaiveDate>,
        mark: &Mark,
    ) {
        self.approval = Some(Approval { revision, digest, members, at: mark.at, next_review });
        self.lapsed = None;
        self.lapse = None;
        self.close_reviews();
        self.enter(Stage::Approved, mark);
    }

    /// These approvals of the present round no longer count, and their signers have the review again.
    fn outdate(&mut self, members: &[crate::MemberId], what: &str) {
        let mut again = Vec::new();
        for verdict in self.approvals_mut().filter(|v| members.contains(&v.by)) {
            verdict.outdated = Some(what.to_owned());
            again.push(verdict.review);
        }
        for review in self.reviews.iter_mut().filter(|r| again.contains(&r.id)) {
            review.state = ReviewState::Open;
        }
    }

    /// The approvals of the present round that count.
    fn approvals_mut(&mut self) -> impl Iterator<Item = &mut super::SignedVerdict> {
        let round = self.round;
        let counts = move |v: &&mut super::SignedVerdict| {
            v.round == round && v.verdict == crate::Verdict::Approve && v.outdated.is_none()
        };
        self.verdicts.iter_mut().filter(counts)
    }

    fn close_reviews(&mut self) {
        for review in self.reviews.iter_mut().filter(|r| r.state == ReviewState::Open) {
            review.state = ReviewState::Closed;
        }
    }

    /// A claim whose words changed, or that lost its place, is unverified again.
    fn land_claim(&mut self, landed: &Anchored<ClaimId>, revision: u32) {
        let Some(claim) = self.claims.get_mut(&landed.id) else { return };
        // What changed and was not judged since stays changed, against the words that it had first.
        let unseen = claim.state == AnchorState::Changed && claim.assessments.is_empty();
        let state = match landed.state {
            AnchorState::Intact | AnchorState::Moved if unseen => AnchorState::Changed,
            state => state,
        };
        // An orphan stays that of the revision that took its words.
        if claim.state != state || landed.state == AnchorState::Changed {
            claim.since = revision;
        }
        match landed.state {
            AnchorState::Intact | AnchorState::Moved if unseen => {}
            AnchorState::Intact | AnchorState::Moved => claim.before = None,
            AnchorState::Changed => {
                claim.before =
                    claim.before.take().filter(|_| unseen).or_else(|| Some(claim.anchor.quote.clone()));
                claim.assessments.clear();
            }
            AnchorState::Orphaned => {
                claim.before = None;
                claim.assessments.clear();
            }
        }
        claim.state = state;
        claim.anchor = landed.anchor.clone();
        claim.candidates.clone_from(&landed.candidates);
    }

    fn land_thread(&mut self, landed: &Anchored<ThreadId>) {
        let Some(thread) = self.threads.get_mut(&landed.id) else { return };
        thread.state = landed.state;
        match &mut thread.on {
            Subject::Text { anchor } => *anchor = landed.anchor.clone(),
            Subject::Change { anchor: Some(anchor), .. } => *anchor = landed.anchor.clone(),
            _ => {}
        }
    }

    fn reattach(&mut self, claim: ClaimId, words_differ: bool, anchor: &document::Anchor, revision: u32) {
        let Some(claim) = self.claims.get_mut(&claim) else { return };
        if words_differ {
            claim.before = Some(claim.anchor.quote.clone());
            claim.assessments.clear();
        }
        claim.anchor = anchor.clone();
        claim.since = revision;
        claim.state = if words_differ { AnchorState::Changed } else { AnchorState::Moved };
        claim.candidates.clear();
    }

    fn open_thread(
        &mut self,
        id: ThreadId,
        revision: u32,
        on: &Subject,
        disposition: Disposition,
        first: Entry,
    ) {
        let thread = Thread {
            id,
            on: on.clone(),
            revision,
            state: AnchorState::Intact,
            disposition,
            open: true,
            suggestion: None,
            speakers: first.by.into_iter().collect(),
            entries: vec![first],
        };
        self.threads.insert(id, thread);
    }

    fn decide_suggestion(&mut self, thread: ThreadId, accepted: bool) {
        if let Some(suggestion) = self.threads.get_mut(&thread).and_then(|t| t.suggestion.as_mut()) {
            suggestion.accepted = Some(accepted);
        }
    }

    fn say(&mut self, thread: ThreadId, open: Option<bool>, entry: Entry) {
        if let Some(thread) = self.threads.get_mut(&thread) {
            thread.open = open.unwrap_or(thread.open);
            thread.speakers.extend(entry.by);
            thread.entries.push(entry);
        }
    }
}

fn entry(mark: &Mark, what: &str, text: &str) -> Entry {
    Entry { by: mark.by, at: mark.at, what: what.to_owned(), revision: None, text: text.to_owned() }
}
