// Generated from the Rust side by `make bindings`: change it there.

import { invoke } from "@tauri-apps/api/core";

/** How much happened when, and the time spent in each stage. */
export type Activity = {
/** Days on which something that fits the filter happened (UTC), oldest first. */
days: Array<DayCount>,
/** Of one article: every stage it stood in, in order. Empty for more than one. */
stays: Array<Stay>,
/** Time in each stage that anything stood in, in the order of the stages. */
stages: Array<StageTime>, };

/** Sources that might be one work. */
export type AlikeSources = {
/** One of them. */
a: SourceRow,
/** The other. */
b: SourceRow, };

/** A span within one text block. */
export type Anchor = {
/** Path of the text block (see [`crate::TextBlock::path`]). */
block: Array<number>,
/** First code point of the block's text that belongs to the span. */
start: number,
/** Code point after the last one; greater than `start`. */
end: number,
/** The span's words, leaves left out and white space folded. */
quote: string,
/** Up to 32 code points before it in the block, folded likewise. */
prefix: string,
/** Up to 32 code points after it in the block, folded likewise. */
suffix: string, };

/** How an anchor came through the latest revision. */
export type AnchorState = "intact" | "moved" | "changed" | "orphaned";

/** An approval that stands. */
export type Approval = {
/** Of which revision. */
revision: number,
/** Of exactly which text. */
digest: string,
/** Whose signatures made the quorum. */
members: Array<MemberId>,
/** When. */
at: string,
/** When the article comes back for review. */
next_review: string | null, };

/** An article, over its whole life. */
export type ArticleId = string;

/** An article with one of its texts. */
export type ArticleView = {
/** Which. */
id: ArticleId,
/** Its title. */
title: string,
/** Where it came from. */
origin: Origin,
/** Where it stands. */
stage: Stage,
/** Since when: RFC 3339. */
stage_since: string,
/** Its texts, oldest first. */
revisions: Array<Revision>,
/** Number of the text shown; 0 where there is none yet. */
shown: number,
/** Number of the newest text; 0 where there is none yet. */
head: number,
/** The text shown, as the editor's JSON. */
document: Record<string, unknown>,
/** What each citation key of the text shown is to be drawn as. */
marks: { [key in string]: MarkView },
/** The list of references of the text shown, by number. */
references: Array<ReferenceView>,
/** Its claims, in the order of the head text; orphans last. */
claims: Array<Claim>,
/** What the members' judgements of each claim come to, in the same order. */
judgements: Array<Judgement>,
/** The sources it cites. */
sources: { [key in SourceId]: Source },
/** The gravest notice that stands against a source, by the id under which it is cited. */
standings: { [key in SourceId]: SourceNotice },
/** Its discussions, open ones first, then newest first. */
threads: Array<Thread>,
/** The tasks of the present round. */
reviews: Array<Review>,
/** Every signed verdict, newest first. */
verdicts: Array<SignedVerdict>,
/** What a reader must know beside a signature, in sentences, by the signature. */
remarks: { [key in string]: Array<string> },
/** The approval that stands. */
approval: Approval | null,
/** The revision whose approval no longer stands. */
lapsed: number | null,
/** Why it no longer stands. */
lapse: Lapse | null,
/** How it was withdrawn. */
withdrawal: Withdrawal | null,
/** Version of the policy that the present round runs under, or the latest one ran under; 0 before the first. */
policy: number,
/** That version in words, with how many approvals it asked for. */
under: string,
/** What the policy still asks for before the article is approved, a sentence each. */
wanting: Array<string>,
/** The sections of the text shown. */
sections: Array<SectionView>,
/** Digest of claims, citations and sources: what is signed beside the text. */
evidence: string,
/** How many approvals the policy asks for, and how many the head text has in this round. */
quorum: number,
/** See `quorum`. */
approvals: number,
/** The note of the latest submission. */
note: string,
/** What I may do with it now. */
may: Permissions,
/** My part in its review. */
mine: ReviewView,
/** Printed names of everyone who occurs in it. */
names: { [key in MemberId]: string }, };

/** A member's judgement of a claim. */
export type Assessment = {
/** Whose. */
by: MemberId,
/** When. */
at: string,
/** The judgement. */
judgement: Judgement,
/** Certainty of the evidence. */
certainty: Certainty | null,
/** Why. */
reason: string, };

/** Somebody who wrote a source. */
export type Author = {
/** Family name, or the whole name of a body. */
family: string,
/** Given names or initials; empty for a body. */
given: string, };

/** A backup in the folder. */
export type Backup = {
/** The file. */
path: string,
/** When it was made: RFC 3339, UTC. */
at: string,
/** How many events it holds. */
events: number,
/** Its length in bytes. */
bytes: number, };

/** A text block, and what it is in its document. */
export type BlockRef = {
/** Its path (see [`document::TextBlock::path`]). */
path: Array<number>,
/** What it is. */
role: BlockRole,
/** How many block quotes it stands in. */
quoted: number, };

/** What a text block is in its document. */
export type BlockRole = { "type": "heading",
/** 1 to 6. */
level: number, }
| { "type": "paragraph" }
| { "type": "list_item",
/** 1 for an outermost list. */
depth: number,
/** Whether the list is numbered. */
ordered: boolean,
/** Whether it is the item's first paragraph, which carries the bullet. */
first: boolean, }
| { "type": "cell",
/** Row of the table, from 0. */
row: number,
/** Column of the table, from 0, with spanning cells spread out. */
column: number,
/** Whether the cell is a heading. */
header: boolean, };

/** The board's members, policy and rights. */
export type BoardView = {
/** Its name. */
name: string,
/** Everyone who was ever a member, active ones first, by name. */
members: Array<MemberView>,
/** The policy in force. */
policy: Policy,
/** Every version of the policy, newest first. */
policies: Array<PolicyView>,
/** Who may do what. */
rights: Array<RightView>,
/** Every check there is; the policy says what those do that it names. */
checks: Array<CheckInfo>,
/** Where the file is. */
path: string,
/** Whether it can only be read here. */
read_only: boolean,
/** Number of events in the log. */
events: number,
/** Merkle root of the log, hexadecimal. */
root: string, };

/** A sentence that looks as if it needed substantiation. */
export type Candidate = {
/** The sentence, without its trailing citation marks and final stop. */
anchor: Anchor,
/** What makes it checkable, in words: "a dose", "a percentage", "a comparison", "a citation mark". */
reasons: Array<string>,
/** The higher, the more it needs substantiation. */
score: number,
/** Keys of the citation marks in it. */
keys: Array<string>, };

/** Certainty of evidence in the words of GRADE (Grading of Recommendations Assessment, Development
 * and Evaluation). */
export type Certainty = "high" | "moderate" | "low" | "very_low";

/** One change, as a person walks through them. */
export type Change = {
/** Index in [`Comparison::changes`]. */
id: number,
/** Names the change by its content: the same change in another comparison has the same key, so that an
 * acknowledgement can be recorded against it. 32 hexadecimal digits; distinct within a comparison. */
key: string,
/** The rows that show it. */
rows: Array<number>,
/** The gravest class of its findings. */
class: Class,
/** Whether it must be acknowledged. */
clinical: boolean,
/** Whether all that is clinical in it is only written differently (1000 mcg for 1 mg). */
equivalent: boolean,
/** One line: "naltrexone 4.5 mg → 45 mg". */
description: string,
/** Everything found in it, gravest first. Never empty. */
findings: Array<ChangeFinding>,
/** The words that are gone. */
old_text: string,
/** The words that are new. */
new_text: string,
/** Where in the old document; an empty span at the place where the new words are missing. */
old: Span | null,
/** Where in the new document; an empty span at the place where the old words are missing. */
new: Span | null,
/** The sentences of the old text it stands in. */
old_sentence: string,
/** The sentences of the new text it stands in. */
new_sentence: string,
/** The sentence it stands in, its words of both texts marked: enough to judge it without the text around. Parts
 * that are no part of it are left out of a long sentence, with "…" in their place. */
excerpt: Array<Phrase>,
/** The move it is part of. */
move_id: number | null, };

/** One thing found in a change. */
export type ChangeFinding = {
/** What it is about. */
class: Class,
/** One line: "naltrexone 4.5 mg → 45 mg". */
description: string,
/** The drug that an amount is of, where one is named beside it. */
of: string | null,
/** What became what: "4.5 mg", "45 mg". Either is empty where that came or went; both where the line says all. */
was: string,
/** See `was`. */
is: string,
/** Whether both sides mean the same (1000 mcg, 1 mg). */
equivalent: boolean, };

/** A check, for those who decide whether it blocks. */
export type CheckInfo = {
/** Its stable id. */
id: string,
/** What it looks for, in a few words. */
title: string,
/** The same in a sentence. */
says: string,
/** Its version; it grows whenever the check may answer otherwise than before. */
version: number,
/** Its severity where the policy names none. */
severity: Severity, };

/** Why a checkpoint was made. */
export type CheckpointReason = "approval" | "export" | "asked";

/** The link between a claim and a source. */
export type Citation = {
/** Which. */
id: CitationId,
/** What is cited. */
source: SourceId,
/** Relation, locator, quote and note. */
terms: CitationTerms,
/** Who cited it. */
by: MemberId | null,
/** When. */
at: string, };

/** The link between a claim and a source. */
export type CitationId = string;

/** What may be changed of a citation. */
export type CitationTerms = {
/** What the source says of the claim. */
relation: Relation,
/** Where in the source: a page, a section, a table. */
locator: string,
/** The source's words. */
quote: string,
/** A remark. */
note: string,
/** Where the words stand in the source's file. */
passage: Passage | null, };

/** A statement of fact in the text that needs substantiation. */
export type Claim = {
/** Which. */
id: ClaimId,
/** Where it sits in the head revision; for an orphan, where it was. */
anchor: Anchor,
/** How it came through the latest revision; whose words changed stays changed until somebody judges it. */
state: AnchorState,
/** The revision that brought it into this state. */
since: number,
/** For a changed claim: the words it had when it was last judged or made. */
before: string | null,
/** For an orphan: where it might belong. */
candidates: Array<Anchor>,
/** Who made it. */
by: MemberId | null,
/** When. */
at: string,
/** The latest judgement of each member, oldest first. */
assessments: Array<Assessment>,
/** Its citations, oldest first. */
citations: Array<Citation>, };

/** A claim in an article. */
export type ClaimId = string;

/** What a change is about. The first eight can hurt a patient and are acknowledged one by one. */
export type Class = "dose" | "negation" | "warning" | "drug" | "number" | "population" | "certainty" | "citation" | "reference" | "wording" | "moved" | "structure" | "formatting";

/** A place where the clock went back. */
export type ClockBack = {
/** The event with the earlier time. */
seq: number,
/** The time of the event before. */
from: string,
/** Its own. */
to: string, };

/** A request to change something. Every one passes the same dispatch point. */
export type Command = { "do": "add_member", name: string, roles: Array<Role>, }
| { "do": "rename_member", member: MemberId, name: string, }
| { "do": "change_roles", member: MemberId, roles: Array<Role>, reason: string, }
| { "do": "change_specialities", member: MemberId, specialities: Array<string>, }
| { "do": "reset_passphrase", member: MemberId, reason: string, }
| { "do": "deactivate_member", member: MemberId, reason: string, }
| { "do": "reactivate_member", member: MemberId, reason: string, }
| { "do": "change_policy", text: string, rules: Rules, reason: string, }
| { "do": "create_article", title: string, origin: Origin, document: unknown, }
| { "do": "retitle_article", article: ArticleId, title: string, }
| { "do": "save_revision", article: ArticleId, base: number, document: unknown, message: string, }
| { "do": "submit", article: ArticleId, revision: number, note: string, }
| { "do": "take_back", article: ArticleId, reason: string, }
| { "do": "take_review", article: ArticleId, revision: number, }
| { "do": "assign_review", article: ArticleId, revision: number, member: MemberId, due: string | null, }
| { "do": "replace_reviewer", article: ArticleId, review: ReviewId, member: MemberId, due: string | null, reason: string, }
| { "do": "mark_read", article: ArticleId, revision: number, sections: string[], }
| { "do": "mark_unread", article: ArticleId, revision: number, sections: string[], }
| { "do": "recuse", article: ArticleId, review: ReviewId, reason: string, }
| { "do": "acknowledge_change", article: ArticleId, from: number, to: number, change: string, }
| { "do": "waive_finding", article: ArticleId, revision: number, finding: string, reason: string, }
| { "do": "restore_finding", article: ArticleId, revision: number, finding: string, reason: string, }
| { "do": "sign_verdict", article: ArticleId, revision: number, digest: string, evidence: string | null, verdict: Verdict, base: number | null, reason: string, }
| { "do": "withdraw", article: ArticleId, reason: string, }
| { "do": "make_claim", article: ArticleId, revision: number, block: Array<number>, start: number, end: number, }
| { "do": "assess_claim", article: ArticleId, claim: ClaimId, judgement: Judgement, certainty: Certainty | null, reason: string, }
| { "do": "reattach_claim", article: ArticleId, claim: ClaimId, revision: number, block: Array<number>, start: number, end: number, }
| { "do": "remove_claim", article: ArticleId, claim: ClaimId, reason: string, }
| { "do": "dismiss_candidate", article: ArticleId, quote: string, }
| { "do": "add_citation", article: ArticleId, claim: ClaimId, source: SourceId, terms: CitationTerms, }
| { "do": "change_citation", article: ArticleId, claim: ClaimId, citation: CitationId, terms: CitationTerms, }
| { "do": "remove_citation", article: ArticleId, claim: ClaimId, citation: CitationId, }
| { "do": "open_thread", article: ArticleId, revision: number, on: NewSubject, disposition: Disposition, text: string, suggestion: string | null, }
| { "do": "reply_thread", article: ArticleId, thread: ThreadId, text: string, }
| { "do": "resolve_thread", article: ArticleId, thread: ThreadId, text: string, revision: number | null, }
| { "do": "accept_suggestion", article: ArticleId, thread: ThreadId, }
| { "do": "decline_suggestion", article: ArticleId, thread: ThreadId, reason: string, }
| { "do": "reopen_thread", article: ArticleId, thread: ThreadId, reason: string, }
| { "do": "add_source", details: Source, }
| { "do": "import_sources", from: string, sources: Array<Source>, }
| { "do": "change_source", source: SourceId, details: Source, }
| { "do": "merge_sources", keep: SourceId, other: SourceId, reason: string, }
| { "do": "unmerge_source", source: SourceId, reason: string, }
| { "do": "attach_file", source: SourceId, file: SourceFile, }
| { "do": "remove_file", source: SourceId, }
| { "do": "import_retractions", list: string, as_of: string, records: number, index: string, notices: { [key in SourceId]: Array<SourceNotice> }, }
| { "do": "remove_source", source: SourceId, };

/** Two texts of an article and what changed between them. */
export type Compared = {
/** The older text, as the editor's JSON. */
old: Record<string, unknown>,
/** The newer text. */
new: Record<string, unknown>,
/** What changed. */
comparison: Comparison, };

/** What changed between two documents. */
export type Comparison = {
/** Text blocks of both documents in reading order, aligned. Every text block of either document has
 * at least one row; a row's `id` is its index. */
rows: Array<Row>,
/** What moved; a move's `id` is its index plus one. */
moves: Array<Move>,
/** Tables of either document, with their rows and columns aligned. */
tables: Array<Table>,
/** The changes in reading order; a change's `id` is its index. */
changes: Array<Change>,
/** The clinical changes by id, as they are listed: the gravest first, each sort in reading order. */
clinical: Array<number>,
/** Counts of the changes. */
summary: Summary, };

/** How many changes of a class. */
export type Count = {
/** The class. */
class: Class,
/** How many. */
count: number, };

/** A day and how many events it had. */
export type DayCount = {
/** As 2026-03-04. */
day: string,
/** Events. */
events: number, };

/** What the welcome screen shows. */
export type Desk = {
/** The program's version. */
version: string,
/** The full path of the board named on the command line. */
board: string | null,
/** Boards opened before, the latest first. */
recent: Array<RecentBoard>, };

/** What a thread asks for. */
export type Disposition = "blocking" | "informing";

/** A document as the editor's JSON. It is checked where it is kept. */
export type EditorJson = Record<string, unknown>;

/** Where text stands that stood here. */
export type Elsewhere = {
/** The row where it stands now. */
row: number | null,
/** "Moved to “Dosage”, further down, unchanged: “Start with 1.5 mg at bedtime …”". */
text: string, };

/** An approval that stands no more, because a source it stood on changed. */
export type EndedApproval = {
/** The article. */
article: ArticleId,
/** Its title. */
title: string,
/** The revision that was approved. */
revision: number, };

/** Something said in a discussion. */
export type Entry = {
/** By whom. */
by: MemberId | null,
/** When. */
at: string,
/** "opened", "replied", "resolved", "accepted", "declined" or "reopened". */
what: string,
/** For "resolved": the revision whose change settled it, if one did. */
revision: number | null,
/** The words. */
text: string, };

/** An event as it is recorded. */
export type EventView = {
/** As a sentence. */
row: TrailRow,
/** The body, as it was signed. */
body: string,
/** The signature, hexadecimal. */
signature: string,
/** Its leaf in the tree, hexadecimal. */
leaf: string,
/** The leaf before it, hexadecimal. */
prev: string, };

/** The form of an export. */
export type ExportFormat = "csv" | "jsonl";

/** What an export wrote. */
export type Exported = {
/** Number of events written; of a table, its rows. */
records: number,
/** Whether the record tells of it. It does not where the board can only be read. */
recorded: boolean, };

/** The file of a source, to be shown. */
export type FileShown = {
/** What is known of it. */
file: SourceFile,
/** The bytes of a PDF, in Base64; empty for other files, which are shown as their words. */
base64: string,
/** Its words, page by page. */
pages: Array<string>, };

/** What a check found. */
export type Finding = {
/** The check's stable id: `dangling-mark`. */
check: string,
/** The check's version; it grows whenever the check may answer otherwise than before. */
version: number,
/** Whether it stops a submission and an approval, by policy. */
severity: Severity,
/** What is wrong, in one plain sentence. */
sentence: string,
/** Where, when it is at one place. */
place: Anchor | null,
/** What tells it from others, now and in later revisions: it stays the same as long as the check and its version,
 * what it says, and the words of the sentence it stands in do. */
key: string,
/** Who said that it may stand, and why. */
waived?: Waiver | null, };

/** How formatting changed: names of marks ("strong", "emphasis", "superscript", "subscript", "link to …"). */
export type Formatting = {
/** Marks it has now and had not. */
added: Array<string>,
/** Marks it had and has no more. */
removed: Array<string>, };

/** Something that is wrong. */
export type Found = {
/** What it is about. */
what: Suspect,
/** The event it is about, where it is about one. */
seq: number | null,
/** What is wrong, in a sentence. */
sentence: string, };

/** A piece of the page that is not the article's text. */
export type Furniture = {
/** What it was taken for. */
kind: FurnitureKind,
/** Its words as they stood, lines kept. */
text: string, };

/** What a piece of page furniture was taken for. */
export type FurnitureKind = "stage_stepper" | "last_updated" | "notice" | "personalisation" | "follow_up" | "navigation" | "hidden";

/** Identifiers, each empty if unknown. */
export type Identifiers = {
/** Digital object identifier, without a resolver's address, in lower case. */
doi: string,
/** PubMed id. */
pmid: string,
/** PubMed Central id, with `PMC`. */
pmcid: string,
/** ClinicalTrials.gov number, with `NCT`. */
nct: string,
/** Set id of a structured product label. */
set_id: string,
/** ISBN-13, digits only. */
isbn: string,
/** Web address. */
url: string, };

/** An image, for the window to show. */
export type Image = {
/** `image/png`, `image/jpeg`, `image/gif` or `image/webp`, told by the bytes. */
media_type: string,
/** The bytes in base64. */
data: string, };

/** What a file holds, for the person to confirm. */
export type ImportPreview = {
/** The file's name. */
file: string,
/** SHA-256 of the file: what is confirmed is what was shown. */
digest: string,
/** The title recognised, or the file's name. */
title: string,
/** The day of the last update that the file states. */
last_updated: string | null,
/** The stage that the file states. */
stage: string | null,
/** The entries of its list of references. */
references: Array<Reference>,
/** What was taken for page furniture and left out of the text. */
furniture: Array<Furniture>,
/** What the person should know. */
notes: Array<string>,
/** Words in the text. */
words: number,
/** Citation marks recognised in it. */
citations: number,
/** The text, as the editor's JSON. */
document: Record<string, unknown>, };

/** A member's judgement of a claim. */
export type Judgement = "unverified" | "verified" | "disputed";

/** A checkpoint that is kept in the board's file. */
export type KeptCheckpoint = {
/** How many events it covers. */
size: number,
/** When it was made: RFC 3339, UTC. */
at: string,
/** Why. */
why: CheckpointReason,
/** The Merkle root it claims, hexadecimal. */
root: string,
/** The signed note, to be kept elsewhere. */
note: string, };

/** What made a signed approval stop standing. */
export type Lapse = "text" | "title" | "source" | "next_review";

/** The last verification on record. */
export type LastVerified = {
/** When: RFC 3339, UTC. */
at: string,
/** Printed name of who did it. */
who: string,
/** Whether everything held. */
sound: boolean,
/** How many events there were. */
events: number, };

/** A row or column of a table beside its counterpart. */
export type Line = {
/** What happened to it. */
kind: LineKind,
/** Its index in the old table. */
old: number | null,
/** Its index in the new table. */
new: number | null, };

/** What happened to a row or column of a table. */
export type LineKind = "kept" | "inserted" | "removed" | "moved";

/** How a citation key is drawn. */
export type MarkView = {
/** The number or label. */
label: string,
/** What it points at, in a line; empty where that is not known. */
title: string,
/** The source in the library. */
source: SourceId | null, };

/** What a file is. */
export type Media = "pdf" | "html" | "text";

/** A member of the board. */
export type MemberId = string;

/** A member in the list. */
export type MemberView = {
/** Who. */
id: MemberId,
/** Printed name. */
name: string,
/** Roles. */
roles: Array<Role>,
/** Whether they may sign in. */
active: boolean,
/** First digits of their public key. */
key: string,
/** Medical specialities. */
specialities: Array<string>,
/** Whether an administrator set their passphrase and they have not chosen their own since. */
temporary: boolean,
/** Reviews open. */
reviews: number,
/** Those of them that are overdue. */
overdue: number,
/** Discussions that wait for their answer. */
answers: number, };

/** What to take where both changed the same. */
export type MergeChoice = "mine" | "theirs" | "both" | "base";

/** Something that both changed, each in another way. */
export type MergeConflict = {
/** What it was; empty where both put something in at one place. */
base: Record<string, unknown>,
/** What I made of it; empty where I took it out. */
mine: Record<string, unknown>,
/** What the others made of it. */
theirs: Record<string, unknown>,
/** The heading it stands under; empty before the first. */
under: string, };

/** A source that was merged into another. */
export type MergedSource = {
/** Which. */
id: SourceId,
/** Its title. */
title: string, };

/** My unsaved text and a newer revision brought together, on the revision that both grew from. */
export type Merging = {
/** The revision both grew from; 0 for an empty article. */
base: number,
/** The newest revision. */
head: number,
/** The merged text, as the editor's JSON. */
document: Record<string, unknown>,
/** What both changed. */
conflicts: Array<MergeConflict>,
/** What I changed. */
mine: Comparison,
/** What the newest revision changed. */
theirs: Comparison, };

/** Text that moved. */
export type Move = {
/** Index in [`Comparison::moves`] plus one. */
id: number,
/** Where it stood, a span per text block. */
old: Array<Span>,
/** Where it stands, a span per text block. */
new: Array<Span>,
/** Whether its words changed on the way. */
edited: boolean, };

/** What a new thread is about, as a person points at it. */
export type NewSubject = { "type": "article" }
| { "type": "text", block: Array<number>, start: number, end: number, }
| { "type": "claim", claim: ClaimId, }
| { "type": "change", from: number, to: number, change: string, anchor: Anchor | null, };

/** What the window asks every few seconds. */
export type News = {
/** Number of events in the log: when it has grown, another window has written. */
size: number,
/** Seconds until the desk locks unless it is touched; null where it never does. */
locks_in: number | null, };

/** A clinical change that a member has taken note of. */
export type Noted = {
/** The base of the comparison. */
from: number,
/** The newer revision. */
to: number,
/** The change's key. */
change: string, };

/** Something that concerns me. */
export type Notice = {
/** Its place in the log. */
seq: number,
/** When: RFC 3339, UTC. */
at: string,
/** Printed name of who did it. */
who: string,
/** What happened, as a clause that follows the name. */
told: string,
/** In which article. */
article: ArticleId,
/** Its title. */
title: string,
/** In which of its discussions. */
thread: ThreadId | null, };

/** What a notice says of a source, the gravest first. */
export type NoticeKind = "retraction" | "concern" | "correction" | "reinstatement";

/** What happened to a run of text. */
export type Op = "equal" | "delete" | "insert" | "moved_away";

/** The board on the desk, before anybody is signed in: only what the sign-in screen needs. */
export type OpenBoard = {
/** Its name. */
name: string,
/** Its file. */
path: string,
/** Whether it can only be read here. */
read_only: boolean,
/** Whether something is wrong with its record. */
alarm: boolean,
/** Who may sign in, by name. */
members: Array<SignInName>,
/** Who is signed in. */
member: MemberId | null,
/** Their roles. */
roles: Array<Role>,
/** Whether an administrator set their passphrase, and they are to choose their own. */
temporary: boolean,
/** On a demo board: the passphrase that every member has. */
demo: string | null, };

/** Where an article came from, as recognised at import and confirmed by the editor. */
export type Origin = {
/** Name of the imported file; empty for an article begun at the desk. */
file: string,
/** Digest of the file, kept as an attachment. */
attachment: string | null,
/** "Last updated" as the file said, an ISO date; empty if it did not. */
last_updated: string,
/** The stage the file said it was in; empty if it did not. */
stage: string,
/** The file's list of references. */
references: Array<Reference>, };

/** What a command came to. */
export type Outcome = {
/** The article, claim, source or member the command made, by its identity. */
made: string | null,
/** What is no longer as it was, for the window to ask again. */
stale: Array<Topic>, };

/** What long work goes through, one after the other. */
export type Part = "events" | "articles" | "bytes" | "pages";

/** A passage of a source's file. */
export type Passage = {
/** SHA-256 of the file: of another, the page would say nothing. */
file: string,
/** The page, from 1; 1 for a file without pages. */
page: number,
/** Code points before the passage on its page, as the window draws the page's words. */
start: number,
/** Code points before its end. */
end: number, };

/** What a member may do with an article now: `None` where they may, else the sentence that says why not. */
export type Permissions = { revise: string | null, retitle: string | null, submit: string | null, take_back: string | null, take_review: string | null, assign_review: string | null, replace_reviewer: string | null, recuse: string | null, mark_read: string | null, acknowledge: string | null,
/** Any verdict at all. */
sign_verdict: string | null,
/** The verdict that approves. */
approve: string | null, withdraw: string | null, annotate: string | null, assess: string | null, discuss: string | null, waive: string | null, };

/** Some words of the sentence that a change stands in. */
export type Phrase = {
/** Whether they stay (`equal`), are gone (`delete`) or new (`insert`). */
op: Op,
/** The words, white space folded, citations as they are printed. */
text: string,
/** See [`Segment::clinical`]. */
clinical: boolean, };

/** The editorial policy. */
export type Policy = {
/** 1 for the first; 0 before there is one. */
version: number,
/** The text for readers. */
text: string,
/** The rules the desk keeps. */
rules: Rules, };

/** A version of the policy, with who made it. */
export type PolicyView = {
/** Text, rules and number. */
policy: Policy,
/** When it came into force: RFC 3339, UTC. */
at: string,
/** Printed name of who made it. */
who: string,
/** Why; empty for the first. */
reason: string, };

/** How far a long piece of work is. */
export type Progress = {
/** What is being gone through. */
part: Part,
/** How much of it was. */
done: number,
/** How much there is; 0 while that is not known. */
of: number, };

/** What is known of whether the open board holds. */
export type Proof = {
/** How far a verification is that runs. */
running: Progress | null,
/** What the last verification since the board was opened found. */
found: Verification | null,
/** The last verification on record. */
last: LastVerified | null,
/** What is wrong. */
alarm: Array<Found>,
/** Why the checkpoints could not be copied to the folder chosen for them. */
elsewhere_failure: WireError | null,
/** Events in the log. */
events: number, };

/** What a file is wanted for. */
export type Purpose = "create_board" | "open_board" | "import_article" | "import_references" | "import_retractions" | "attach_file" | "export_csv" | "export_jsonl" | "export_threads" | "export_signatures" | "export_pdf" | "export_certificate" | "export_comparison" | "export_comparison_pdf" | "export_bundle" | "save_checkpoint" | "copy_checkpoints" | "open_backup" | "restore_board";

/** A part of the queue. */
export type Queue = {
/** Rows that fit the filter. */
total: number,
/** Rows that fit the filter and wait for me. */
waiting: number,
/** All articles, by stage. */
stages: Array<StageCount>,
/** The rows from the offset on. */
rows: Array<QueueRow>, };

/** What part of the queue is asked for. */
export type QueueFilter = {
/** Words to find in titles and current texts; empty for all. */
text: string,
/** Only this stage. */
stage: Stage | null,
/** Only what waits for me. */
waiting: boolean,
/** Order. */
sort: QueueSort,
/** The other way round. */
descending: boolean,
/** First row wanted. */
offset: number,
/** How many rows; 0 for 200. */
limit: number, };

/** An article in the queue. */
export type QueueRow = {
/** Which. */
article: ArticleId,
/** Its title. */
title: string,
/** Where it stands. */
stage: Stage,
/** Since when: RFC 3339. */
stage_since: string,
/** When anything last happened to it: RFC 3339. */
touched: string,
/** Number of its head revision; 0 before the first. */
revision: number,
/** Words of it. */
words: number,
/** What I must do with it. */
waiting: Waiting | null,
/** Whether I wrote any of it. */
wrote: boolean,
/** Claims. */
claims: number,
/** Claims not verified. */
unverified: number,
/** Open discussions. */
threads: number,
/** Approvals of the head text in this round. */
approvals: number,
/** How many approvals the policy of the round asks for. */
quorum: number,
/** The revision whose approval no longer stands. */
lapsed: number | null,
/** The earliest date a review is due (mine first); for an approved article, its next review. */
due: string | null,
/** Sources it rests on that were retracted or are in doubt. */
doubted: number,
/** Where the words were found, with `[` and `]` around each. */
found: string | null, };

/** Order of the queue. */
export type QueueSort = "urgency" | "title" | "stage" | "unverified" | "threads" | "age" | "due";

/** A board opened before. */
export type RecentBoard = {
/** Its file. */
path: string,
/** Its name when it was last opened. */
name: string,
/** When it was last opened (RFC 3339, UTC). */
opened: string,
/** Whether its file is gone. */
missing: boolean,
/** Where it is gone, the newest backup that this machine keeps of it. */
backup: Backup | null, };

/** An entry of a list of references. */
export type Reference = {
/** The label that citation marks use: "3". */
label: string,
/** The entry's words. */
text: string, };

/** An entry of a file of references. */
export type ReferenceEntry = {
/** Its place in the file, from 1. */
number: number,
/** The line it begins on. */
line: number,
/** What it says; none if it cannot be read. */
source: Source | null,
/** What is wrong with it, in a sentence. */
bad: string | null,
/** The source of the library that is the same work. */
known: SourceId | null,
/** The number of an earlier entry that is the same work. */
repeats: number | null,
/** What was left out of it. */
notes: Array<string>, };

/** A format of references. */
export type ReferenceFormat = "ris" | "nbib" | "pubmed_xml" | "endnote_xml" | "bibtex" | "csl_json";

/** A file of references, or what was pasted of one, before anything of it is in the library. */
export type ReferencePreview = {
/** The file's name. */
file: string,
/** What it is. */
format: ReferenceFormat,
/** The format's name. */
format_name: string,
/** Its entries, in its order. */
entries: Array<ReferenceEntry>,
/** What the person should know of the whole. */
notes: Array<string>, };

/** A piece of a reference. */
export type ReferenceRun = {
/** Its words. */
text: string,
/** Whether they are set in italics. */
italic: boolean, };

/** The style in which references are printed. */
export type ReferenceStyle = "ama" | "vancouver";

/** An entry of an article's list of references. */
export type ReferenceView = {
/** The citation keys that mean it. */
keys: Array<string>,
/** Its number or label; empty for a source that only claims cite. */
label: string,
/** The source in the library; none for an entry that the text of origin brought along. */
source: SourceId | null,
/** Its words, as the board prints references. */
runs: Array<ReferenceRun>, };

/** What a source says of a claim. */
export type Relation = "supports" | "partly_supports" | "contradicts" | "background";

/** A list of retractions, as it was when the library was compared with it. */
export type RetractionList = {
/** What it is called. */
list: string,
/** The day of its newest notice: a work that is retracted later is not in it. */
as_of: string,
/** How many notices it holds. */
records: number,
/** Its short form, kept as an attachment. */
index: string, };

/** What a list of retractions says of the library. */
export type RetractionsFound = {
/** The day of the newest notice in the list. */
as_of: string,
/** How many notices it holds. */
records: number,
/** The sources it speaks of that it did not speak of before, with what it says. */
sources: Array<[SourceId, string, Array<SourceNotice>]>,
/** The approvals that ended, because they stood on such a source. */
ended: Array<EndedApproval>,
/** What the person should know of the file: rows that could not be read, by their line. */
notes: Array<string>, };

/** What a list of retractions said of the library. */
export type RetractionsImported = { found: RetractionsFound, outcome: Outcome, };

/** One member's task on one revision. */
export type Review = {
/** Which. */
id: ReviewId,
/** Whose task. */
member: MemberId,
/** On which revision. */
revision: number,
/** In which round. */
round: number,
/** By when. */
due: string | null,
/** Since when. */
at: string,
/** How far it is. */
state: ReviewState, };

/** One member's task on one revision. */
export type ReviewId = string;

/** How far a review is. */
export type ReviewState = "open" | "signed" | "recused" | "replaced" | "closed";

/** A member's part in the review of an article. */
export type ReviewView = {
/** My open task. */
open: Review | null,
/** The revision I last judged or read to the end, before the head: what "since my last look" starts from. */
base: number | null,
/** Clinical changes since then. */
clinical: number,
/** Those of them that I have taken note of, by key. */
acknowledged: Array<string>,
/** Every clinical change that I have taken note of, in whichever comparison. */
noted: Array<Noted>,
/** The revision I signed my last verdict on. */
judged: number | null,
/** Whether I have read the head to the end. */
finished: boolean,
/** Whether I wrote any of it. */
wrote: boolean,
/** My recusals in earlier rounds, a sentence each. */
recused: Array<string>, };

/** One immutable text. */
export type Revision = {
/** From 1. */
number: number,
/** Digest of the document. */
digest: string,
/** The editor's message. */
message: string,
/** Words. */
words: number,
/** Who saved it. */
by: MemberId | null,
/** When. */
at: string,
/** Sources cited in the text itself. */
cites: Array<SourceId>, };

/** What a role is allowed, by groups of commands that are always allowed together. */
export type Right = "keep_members" | "keep_policy" | "write" | "review" | "assign" | "withdraw" | "annotate" | "waive" | "discuss" | "audit";

/** A right and who has it. */
export type RightView = {
/** The right. */
right: Right,
/** In words. */
label: string,
/** The roles that have it. */
roles: Array<Role>, };

/** What a member may do. A member may hold several. */
export type Role = "editor" | "board_member" | "compliance" | "administrator";

/** One text block beside its counterpart, or one that has none.
 *
 * A block that was split has a row for each of its parts, all with the same `old`; one that was merged
 * has a row for each part, all with the same `new`. The segments say which part. */
export type Row = {
/** Index in [`Comparison::rows`]. */
id: number,
/** What happened to the block. */
kind: RowKind,
/** The block in the old document. */
old: BlockRef | null,
/** The block in the new document. */
new: BlockRef | null,
/** The move that brought the whole row here, or took it away. */
move_id: number | null,
/** Index in [`Comparison::tables`], for a paragraph in a cell. */
table: number | null,
/** The text, run by run. The segments of all rows of a block, joined in row order, are its text. */
segments: Array<Segment>,
/** Changes of the block itself (level, kind, nesting), by id. */
changes: Array<number>,
/** What is said above it. */
note: RowNote | null, };

/** What happened to a text block. */
export type RowKind = "equal" | "restyled" | "changed" | "inserted" | "removed" | "moved_from" | "moved_to" | "split" | "merged";

/** What is said above a block, in one line: where its text came from, and what else became of it. */
export type RowNote = {
/** "Moved here from “Dosage”, further up, and edited". */
text: string,
/** The changes it tells of, by id. */
changes: Array<number>,
/** The rows where text stood that stands here now. */
from: Array<number>, };

/** The rules of a policy. */
export type Rules = {
/** How many board members must approve the same text; at least 1. */
quorum: number,
/** Days a reviewer has; 0 for no due date. */
review_days: number,
/** Months until an approved article comes back for review; 0 for never. */
next_review_months: number,
/** Severity of each check by its id; a check not named has its own. */
severities: { [key in string]: Severity },
/** A source older than so many years is named by a check; 0 for never. */
source_years: number,
/** Whether board members (beside administrators) may withdraw an article. */
board_members_withdraw: boolean,
/** Specialities that must each be among those who approve. */
specialities: Array<string>,
/** Roles, beside that of a board member, that must each be among those who approve. */
roles: Array<Role>,
/** Minutes without a touch after which the desk locks; 0 for never. */
idle_minutes: number,
/** Days between backups that the desk makes by itself; 0 for none. */
backup_days: number,
/** How many of these backups are kept. */
backup_keep: number,
/** The style in which references are printed. */
reference_style: ReferenceStyle,
/** Whether members may look sources up at Crossref, PubMed and openFDA: the only use of the network there is. */
lookup: boolean, };

/** What is kept outside the board. */
export type Safekeeping = {
/** The folder on this machine. */
folder: string,
/** The backups in it, the newest first. */
backups: Array<Backup>,
/** The checkpoints in the board's file, copies of which are in the folder; the newest first. */
checkpoints: Array<KeptCheckpoint>,
/** Why the last backup that the desk began by itself failed. */
failure: WireError | null,
/** The folder to which this machine copies every checkpoint as well. */
elsewhere: string | null,
/** Why that failed. */
elsewhere_failure: WireError | null, };

/** A section of the text shown. */
export type SectionView = {
/** The heading's words; empty for the text before the first heading. */
title: string,
/** The heading's level; 0 for the text before the first heading. */
level: number,
/** Index of its first top-level block. */
from: number,
/** Index after its last. */
to: number,
/** What its read mark names it by. */
digest: string,
/** Whether I have read it as it stands. */
read: boolean, };

/** A run of text within a row.
 *
 * The segments with `new`, joined, are the new text. The segments with `old`, joined, are the old text,
 * when those with a `move_id` that are not `moved_away` are left out (they stand in the old text where
 * the `moved_away` segment is). */
export type Segment = {
/** What happened to it. */
op: Op,
/** Its text: the new text where it stands in the new document, else the old one. Citation marks and
 * images are U+FFFC, line breaks `\n`. */
text: string,
/** The old text, where an equal segment's white space or quotation marks differ from it. */
old_text: string | null,
/** Where it stands in the old document. */
old: Span | null,
/** Where it stands in the new document. */
new: Span | null,
/** The text once more as the editor's inline nodes, to draw marks, citations and images. */
content: Array<Record<string, unknown>>,
/** How the formatting of an equal segment changed. */
formatting: Formatting | null,
/** The move it belongs to. */
move_id: number | null,
/** The change it belongs to. */
change: number | null,
/** Whether these are the words that a clinical finding is about; what only changed beside them is not. */
clinical: boolean,
/** What stands in place of text that moved away: where to, and its first words. Of runs side by side that went to
 * one place, the first has it. */
elsewhere: Elsewhere | null, };

/** What a check does that finds something. */
export type Severity = "blocking" | "advisory" | "off";

/** A member who may sign in. */
export type SignInName = { id: MemberId, name: string, roles: Array<Role>, };

/** A verdict with its signature. */
export type SignedVerdict = {
/** The review it ends. */
review: ReviewId,
/** The round it belongs to. */
round: number,
/** Who signed. */
by: MemberId,
/** When. */
at: string,
/** What was judged. */
revision: number,
/** Digest of exactly what was judged. */
digest: string,
/** The verdict. */
verdict: Verdict,
/** Why. */
reason: string,
/** The canonical statement that was signed (RFC 8785 JSON). */
statement: string,
/** The signature over the statement's bytes, hexadecimal. */
signature: string,
/** Why it no longer counts in its round, in words: claims, citations or sources it covers have changed. */
outdated: string | null, };

/** What is known of a source. */
export type Source = {
/** Its kind. */
kind: SourceKind,
/** What kind of evidence it is, as far as anybody has said. A guideline and a drug label are their own kind. */
tier?: Tier | null,
/** Its title; never empty. */
title: string,
/** Who wrote it, in order. */
authors: Array<Author>,
/** Who edited the book it is a chapter of, or the book itself. */
editors: Array<Author>,
/** The journal, book or site it appeared in. */
container: string,
/** What the journal is called in short ("N Engl J Med"). */
container_short: string,
/** When it appeared: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; empty if unknown. */
issued: string,
/** Volume. */
volume: string,
/** Issue. */
issue: string,
/** Pages or article number. */
pages: string,
/** Edition of a book: "3rd", "13". */
edition: string,
/** Publisher or issuing body. */
publisher: string,
/** Where it was published. */
place: string,
/** When a web page was read, as `issued`. */
accessed: string,
/** Numbers and addresses it is known by. */
identifiers: Identifiers,
/** What became of it after it was published, oldest notice first. Events of their own bring these. */
notices: Array<SourceNotice>,
/** Its file, if it carries one. An event of its own brings it. */
file: SourceFile | null, };

/** The file that a source carries. */
export type SourceFile = {
/** Its name. */
name: string,
/** SHA-256 of its bytes, kept as an attachment. */
digest: string,
/** What it is. */
media: Media,
/** Bytes. */
size: number,
/** Pages, for a PDF; else 0. */
pages: number,
/** SHA-256 of its words as they were read when it was attached, a JSON list with a text for each page, kept as an
 * attachment; none if there are no words in it. */
text: string | null, };

/** A source in the board's library. */
export type SourceId = string;

/** What kind of source it is. */
export type SourceKind = "journal_article" | "guideline" | "drug_label" | "book" | "chapter" | "report" | "web_page" | "dataset";

/** A notice about a source, as a list of them had it. */
export type SourceNotice = {
/** What it says. */
kind: NoticeKind,
/** When it appeared: `YYYY-MM-DD`; empty if the list did not say. */
date: string,
/** DOI of the notice; empty if it has none. */
doi: string,
/** Why, in the words of the list. */
reasons: Array<string>,
/** The list it was found in. */
list: string,
/** The day of the newest notice in that list. */
as_of: string, };

/** A source in the list. */
export type SourceRow = {
/** Which. */
id: SourceId,
/** What is known of it. */
details: Source,
/** The gravest notice that stands against it. */
standing: SourceNotice | null,
/** In how many articles it is cited. */
articles: number,
/** For how many claims. */
claims: number,
/** Where the words were found in its file, where they are not all in what is known of it: the page, and its words
 * with `[` and `]` around each. */
found: [number, string] | null, };

/** A source with where it is used. */
export type SourceView = {
/** Which. */
id: SourceId,
/** What is known of it. */
details: Source,
/** The gravest notice that stands against it. */
standing: SourceNotice | null,
/** As the board prints references. */
reference: Array<ReferenceRun>,
/** Where it is used. */
uses: Array<Use>,
/** The list of retractions that the library was last compared with. */
retractions: RetractionList | null,
/** Sources that were merged into it: each can be parted from it again. */
merged: Array<MergedSource>,
/** Sources that might be the same work. */
alike: Array<[SourceId, Source]>, };

/** A span of a text block, in Unicode code points of its text (see [`document::TextBlock::text`]).
 * Where `start` equals `end` it is a place between two code points. */
export type Span = {
/** Path of the text block. */
block: Array<number>,
/** First code point. */
start: number,
/** Code point after the last. */
end: number, };

/** Where an article stands. */
export type Stage = "draft" | "submitted" | "under_review" | "changes_requested" | "approved" | "withdrawn";

/** How many articles stand in a stage. */
export type StageCount = {
/** The stage. */
stage: Stage,
/** How many. */
count: number, };

/** How long articles stood in a stage. Those that stand there still count until now. */
export type StageTime = {
/** The stage. */
stage: Stage,
/** How often an article entered it. */
stays: number,
/** How many stand there now. */
still: number,
/** Half the stays were no longer than this, in minutes. */
median: number,
/** The longest, in minutes. */
longest: number, };

/** From when until when an article stood in a stage. */
export type Stay = {
/** The stage. */
stage: Stage,
/** RFC 3339. */
since: string,
/** In minutes; for the stage it stands in now, until now. */
minutes: number,
/** Whether it stands there still. */
still: boolean, };

/** What a thread is about. */
export type Subject = { "type": "article" }
| { "type": "text",
/** Which. */
anchor: Anchor, }
| { "type": "claim",
/** Which. */
claim: ClaimId, }
| { "type": "change",
/** The base. */
from: number,
/** The newer revision. */
to: number,
/** The change's key in the comparison. */
change: string,
/** The change in words. */
what: string,
/** Where it shows. */
anchor: Anchor | null, };

/** A wording proposed for the passage that a discussion is about. */
export type Suggestion = {
/** The words it should read; empty to take the passage out. */
text: string,
/** The words that stood there when it was made. */
quote: string,
/** Whether an editor took it over (`true`) or turned it down; none while nobody has decided. */
accepted: boolean | null, };

/** Counts of the changes. */
export type Summary = {
/** Changes per class, gravest first; classes without changes are left out. A change of several
 * clinical classes counts once in each. */
counts: Array<Count>,
/** Changes that must be acknowledged. */
clinical: number,
/** All changes. */
total: number,
/** "2 doses, 1 negation, 14 wording"; "No changes" where there are none. */
sentence: string,
/** What the list of clinical changes does not promise, in one sentence; empty where nothing changed. */
caution: string, };

/** What a fault is about, the gravest first. */
export type Suspect = "record" | "head" | "checkpoint" | "rule" | "key" | "bytes" | "table" | "file";

/** A table beside its counterpart. */
export type Table = {
/** Path of the table in the old document. */
old: Array<number> | null,
/** Path of the table in the new document. */
new: Array<number> | null,
/** Its rows, in reading order. */
rows: Array<Line>,
/** Its columns, in reading order. */
columns: Array<Line>, };

/** A discussion. */
export type Thread = {
/** Which. */
id: ThreadId,
/** What it is about. */
on: Subject,
/** The revision it was opened on. */
revision: number,
/** How its anchor came through the latest revision. */
state: AnchorState,
/** Whether it must be resolved before approval. */
disposition: Disposition,
/** Whether it is open. */
open: boolean,
/** What its passage should read instead. */
suggestion: Suggestion | null,
/** What was said, oldest first; never empty. */
entries: Array<Entry>, };

/** A discussion. */
export type ThreadId = string;

/** A discussion as a line of the table. */
export type ThreadRow = {
/** Its place in the table, from 1, oldest first. */
number: number,
/** What it is about. */
on: string,
/** The revision it began at. */
revision: number,
/** "blocking" or "informing". */
disposition: string,
/** Printed name of who began it. */
opened_by: string,
/** When: RFC 3339, UTC. */
opened_at: string,
/** What was asked. */
comment: string,
/** What was answered, a line each: "name (time): words". */
answers: Array<string>,
/** "open" or "resolved". */
state: string,
/** Printed name of who settled it; empty while it is open. */
resolved_by: string,
/** When; empty while it is open. */
resolved_at: string,
/** What settled it, in words. */
resolution: string,
/** The revision whose change settled it. */
resolved_in: number | null, };

/** How far a source carries, by what kind of evidence it is. */
export type Tier = "guideline" | "drug_label" | "systematic_review" | "trial" | "observational" | "expert_opinion";

/** An article found by its title. */
export type Title = { article: ArticleId, title: string, };

/** What a change can make stale. */
export type Topic = "queue" | "article" | "sources" | "board" | "trail";

/** A page of the trail, newest first. */
export type Trail = {
/** How many events fit the filter; counted for the first page, and 0 with those after it. */
total: number,
/** The page. */
rows: Array<TrailRow>, };

/** Which events are asked for. Every part that is given must fit. */
export type TrailFilter = {
/** Only of this stream: `board`, `article/…`, `source/…`. */
stream: string | null,
/** Only by this member. */
member: MemberId | null,
/** Only of this kind (`article.submitted`), or of this group of kinds (`article`). */
kind: string | null,
/** Not before this time: RFC 3339 or a day, in UTC. */
since: string | null,
/** Before this time, or up to the end of this day, in UTC. */
until: string | null,
/** Only events before this one: the page after the one that ended there. 0 for the newest. */
before: number,
/** How many; 0 for 100. */
limit: number, };

/** An event as a sentence. */
export type TrailRow = {
/** Its place in the log. */
seq: number,
/** When: RFC 3339, UTC. */
at: string,
/** The actor's local time at that moment, in minutes east of UTC. */
offset: number,
/** Printed name of who did it, as it was then; "The desk" for the program itself. */
who: string,
/** Who did it. */
member: MemberId | null,
/** The role acted in; empty for the desk. */
role: string,
/** What it is about: `board`, `article/…`, `source/…`. */
stream: string,
/** Title of the article or source; empty for the board. */
title: string,
/** Its kind. */
kind: string,
/** What happened, as a clause that follows the name. */
told: string,
/** Why. */
reason: string | null, };

/** A place where a source is used. */
export type Use = {
/** The article. */
article: ArticleId,
/** Its title. */
title: string,
/** Where it stands. */
stage: Stage,
/** The claim; `None` for a citation in the text itself. */
claim: ClaimId | null,
/** The claim's words. */
quote: string,
/** What the source says of the claim. */
relation: Relation | null,
/** What the members' judgements of the claim come to. */
judgement: Judgement | null,
/** Whether the claim would rest on nothing without this source: no other that stands supports it. */
falls: boolean, };

/** How a review ends. */
export type Verdict = "approve" | "request_changes" | "abstain";

/** What a verification found. */
export type Verification = {
/** Whether everything holds. */
sound: boolean,
/** The log's identity, as its checkpoints name it; empty if it has no beginning. */
origin: string,
/** Events in the log. */
events: number,
/** Merkle root over them, hexadecimal. */
root: string,
/** What was checked and holds, and how much of it. */
checked: Array<string>,
/** What was not checked, and why: no fault, but nothing to rest on either. */
unchecked: Array<string>,
/** What is wrong, the gravest first. */
faults: Array<Found>,
/** The first bad record. */
bad: number | null,
/** How often the workstation's clock went back: recorded as it was, and no fault. */
clock_steps: number,
/** The first of these. */
clock: Array<ClockBack>, };

/** What waits for a member, most urgent first. */
export type Waiting = "overdue" | "review_again" | "review" | "revise" | "answer" | "take" | "due_again" | "finish";

/** Who said that a finding may stand, and why. It holds while the finding stays the same, in whichever revision. */
export type Waiver = {
/** Who. */
by: MemberId,
/** When. */
at: string,
/** On which revision. */
revision: number,
/** Why. */
reason: string, };

/** Why a command was not carried out. */
export type WireError = {
/** A stable word for programs: `io`, `internal`, …. */
code: string,
/** One sentence for the person. */
message: string,
/** What they can do about it. */
hint: string | null, };

/** How an article was taken out. */
export type Withdrawal = {
/** By whom. */
by: MemberId | null,
/** When. */
at: string,
/** Why. */
reason: string,
/** Where it stood before. */
from: Stage, };

/** An editor's unsaved text. */
export type WorkingCopy = {
/** The revision it was written on; 0 before the first. */
base: number,
/** The text, as the editor's JSON. */
document: Record<string, unknown>,
/** When it was last kept: RFC 3339. */
at: string, };

/** What the window needs to know before a board is open. */
export const desk = (): Promise<Desk> => invoke("desk");

/** Asks the person for a file, proposing a name for a new one; null when they think better of it. */
export const chooseFile = (purpose: Purpose, suggested: string | null): Promise<string | null> => invoke("choose_file", { purpose, suggested });

/** Opens a board in place of the one that is open. Nobody is signed in then. */
export const openBoard = (path: string): Promise<OpenBoard> => invoke("open_board", { path });

/** Makes a board with its first member, who is its administrator and is signed in then. */
export const createBoard = (path: string, name: string, member: string, roles: Array<Role>, passphrase: string): Promise<OpenBoard> => invoke("create_board", { path, name, member, roles, passphrase });

/** Makes a fresh demo board, with somebody signed in for whom a review waits. */
export const demoBoard = (): Promise<OpenBoard> => invoke("demo_board");

/** The board that is open, if one is. */
export const currentBoard = (): Promise<OpenBoard | null> => invoke("current_board");

/** Signs out and closes the board. */
export const closeBoard = (): Promise<null> => invoke("close_board");

/** Signs a member in. */
export const signIn = (member: MemberId, passphrase: string): Promise<OpenBoard> => invoke("sign_in", { member, passphrase });

/** Signs out; the board stays open. `idle` says that nobody had touched the desk for the policy's time. */
export const signOut = (idle: boolean): Promise<null> => invoke("sign_out", { idle });

/** Changes my passphrase. */
export const changePassphrase = (present: string, next: string): Promise<null> => invoke("change_passphrase", { present, next });

/** Whether another window has written, and when the desk locks. `touched` says that somebody is there. */
export const news = (touched: boolean): Promise<News> => invoke("news", { touched });

/** The one command that changes a board. `secret` is my passphrase to sign a verdict, or a new member's. */
export const dispatch = (command: Command, secret: string | null): Promise<Outcome> => invoke("dispatch", { command, secret });

/** A part of the queue. */
export const queue = (filter: QueueFilter): Promise<Queue> => invoke("queue", { filter });

/** Articles whose title or text holds these words; the latest ones for no words. */
export const titles = (text: string): Promise<Array<Title>> => invoke("titles", { text });

/** An article with its head text, or another revision. */
export const article = (id: ArticleId, revision: number | null): Promise<ArticleView> => invoke("article", { id, revision });

/** Passages of the head text proposed as claims. */
export const candidates = (id: ArticleId): Promise<Array<Candidate>> => invoke("candidates", { id });

/** Every discussion of an article with its answers, oldest first. */
export const reconciliation = (id: ArticleId): Promise<Array<ThreadRow>> => invoke("reconciliation", { id });

/** What the checks find on the head text. */
export const findings = (id: ArticleId): Promise<Array<Finding>> => invoke("findings", { id });

/** What changed between two revisions. */
export const comparison = (id: ArticleId, from: number, to: number): Promise<Compared> => invoke("comparison", { id, from, to });

/** My unsaved text brought together with the newest revision, on what both grew from. The choices answer
 * the conflicts in their order. */
export const merging = (article: ArticleId, choices: Array<MergeChoice>): Promise<Merging> => invoke("merging", { article, choices });

/** My unsaved text of an article. */
export const workingCopy = (article: ArticleId): Promise<WorkingCopy | null> => invoke("working_copy", { article });

/** Keeps my unsaved text of an article on this machine. */
export const keepWorkingCopy = (article: ArticleId, base: number, document: EditorJson): Promise<null> => invoke("keep_working_copy", { article, base, document });

/** Throws my unsaved text of an article away. */
export const discardWorkingCopy = (article: ArticleId): Promise<null> => invoke("discard_working_copy", { article });

/** An image of an article by the SHA-256 of its bytes; null when it is of a kind that cannot be shown. */
export const image = (digest: string): Promise<Image | null> => invoke("image", { digest });

/** Keeps an image, given in base64, for a text that will name it by the digest that is answered. */
export const keepImage = (data: string): Promise<string> => invoke("keep_image", { data });

/** What a file holds, before it is imported. */
export const previewImport = (path: string): Promise<ImportPreview> => invoke("preview_import", { path });

/** Imports the file that was shown, under this title. */
export const importArticle = (path: string, digest: string, title: string): Promise<Outcome> => invoke("import_article", { path, digest, title });

/** The sources that hold all these words. */
export const sources = (text: string): Promise<Array<SourceRow>> => invoke("sources", { text });

/** What a file of references (or what was pasted) holds, before any of it is imported. */
export const previewReferences = (path: string | null, text: string | null): Promise<ReferencePreview> => invoke("preview_references", { path, text });

/** Gives a source its file. */
export const attachFile = (source: SourceId, path: string): Promise<Outcome> => invoke("attach_file", { source, path });

/** The file of a source, with its words page by page. */
export const sourceFile = (source: SourceId): Promise<FileShown> => invoke("source_file", { source });

/** Looks a source up by its identifier over the network, where the policy allows it; null where the service knows
 * none. */
export const lookUp = (identifier: string): Promise<Source | null> => invoke("look_up", { identifier });

/** Pairs of sources that might be one work. */
export const alikeSources = (): Promise<Array<AlikeSources>> => invoke("alike_sources");

/** Compares the library with the CSV of Retraction Watch. */
export const importRetractions = (path: string): Promise<RetractionsImported> => invoke("import_retractions", { path });

/** A source with where it is used. */
export const source = (id: SourceId): Promise<SourceView> => invoke("source", { id });

/** A page of the trail, newest first. */
export const trail = (filter: TrailFilter): Promise<Trail> => invoke("trail", { filter });

/** How much that fits the filter happened when, and how long its articles stood in each stage. */
export const activity = (filter: TrailFilter): Promise<Activity> => invoke("activity", { filter });

/** An event as it is recorded. */
export const event = (seq: number): Promise<EventView> => invoke("event", { seq });

/** What others did lately that concerns me, newest first. */
export const notices = (): Promise<Array<Notice>> => invoke("notices");

/** Whether the system shows messages of programs on the desktop. */
export const desktopShows = (): Promise<boolean> => invoke("desktop_shows");

/** Shows on the desktop, in one message, what concerns me and came after a place in the log; false where the
 * system could not. */
export const showOnDesktop = (after: number): Promise<boolean> => invoke("show_on_desktop", { after });

/** Members, policy and rights. */
export const board = (): Promise<BoardView> => invoke("board");

/** Writes the events that fit the filter, oldest first, to a file. */
export const exportTrail = (path: string, format: ExportFormat, filter: TrailFilter): Promise<Exported> => invoke("export_trail", { path, format, filter });

/** Writes a report of the events that fit the filter, to be read and printed, as a PDF. */
export const exportReport = (path: string, filter: TrailFilter): Promise<Exported> => invoke("export_report", { path, filter });

/** Writes the certificate of an approved article as a PDF. */
export const exportCertificate = (id: ArticleId, path: string): Promise<Exported> => invoke("export_certificate", { id, path });

/** Writes what changed between two revisions as a page of its own. */
export const exportComparison = (id: ArticleId, from: number, to: number, path: string): Promise<Exported> => invoke("export_comparison", { id, from, to, path });

/** Writes what changed between two revisions as a PDF, with who took note of which clinical change. */
export const exportComparisonPdf = (id: ArticleId, from: number, to: number, path: string): Promise<Exported> => invoke("export_comparison_pdf", { id, from, to, path });

/** Writes a bundle of everything, or of one article with all it rests on. */
export const exportBundle = (path: string, article: ArticleId | null): Promise<Exported> => invoke("export_bundle", { path, article });

/** Writes the table of an article's discussions as CSV. */
export const exportReconciliation = (id: ArticleId, path: string): Promise<Exported> => invoke("export_reconciliation", { id, path });

/** Writes the signatures on an article as JSON, with all that it takes to verify them. */
export const exportSignatures = (id: ArticleId, path: string): Promise<Exported> => invoke("export_signatures", { id, path });

/** How far the export is; null when none is being written. */
export const exportProgress = (): Promise<Progress | null> => invoke("export_progress");

/** Breaks the export off; its file is not written then. */
export const breakExportOff = (): Promise<null> => invoke("break_export_off");

/** What is known of whether the record holds, and how far a verification is that runs. */
export const proof = (): Promise<Proof> => invoke("proof");

/** Checks that nothing was altered or removed, and that the rules allowed all of it; `proof` says how far it is. */
export const verifyBoard = (): Promise<Verification> => invoke("verify_board");

/** Stops the verification that runs. */
export const stopVerification = (): Promise<null> => invoke("stop_verification");

/** Makes a checkpoint and writes it to a file. */
export const saveCheckpoint = (path: string): Promise<KeptCheckpoint> => invoke("save_checkpoint", { path });

/** What is kept outside the board's file. */
export const safekeeping = (): Promise<Safekeeping> => invoke("safekeeping");

/** Copies every checkpoint to this folder as well from now on, on this machine; or to none. */
export const copyCheckpoints = (folder: string | null): Promise<null> => invoke("copy_checkpoints", { folder });

/** Makes a backup among those that this machine keeps. */
export const backUpNow = (): Promise<Backup> => invoke("back_up_now");

/** Verifies a backup and, if it holds, puts it back as a new board. */
export const restoreBoard = (backup: string, path: string): Promise<Verification> => invoke("restore_board", { backup, path });

/** Takes the log as it is for the one to compare with from now on. */
export const acceptLog = (): Promise<null> => invoke("accept_log");
