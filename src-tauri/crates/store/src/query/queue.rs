//! The queue: what waits for a member first, then all articles.

use crate::{Result, Store, StoreError};
use chrono::NaiveDate;
use editorial::{ArticleId, Board, MemberId, Role, Stage};
use rusqlite::named_params;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What part of the queue is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct QueueFilter {
    /// Words to find in titles and current texts; empty for all.
    pub text: String,
    /// Only this stage.
    pub stage: Option<Stage>,
    /// Only what waits for me.
    pub waiting: bool,
    /// Order.
    pub sort: QueueSort,
    /// The other way round.
    pub descending: bool,
    /// First row wanted.
    pub offset: u32,
    /// How many rows; 0 for 200.
    pub limit: u32,
}

/// Order of the queue.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum QueueSort {
    /// What waits for me first, most urgent first; then by last change.
    #[default]
    Urgency,
    /// By title.
    Title,
    /// By stage.
    Stage,
    /// By unverified claims.
    Unverified,
    /// By open threads.
    Threads,
    /// By time in the stage.
    Age,
    /// By due date.
    Due,
}

/// A part of the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Queue {
    /// Rows that fit the filter.
    pub total: u32,
    /// Rows that fit the filter and wait for me.
    pub waiting: u32,
    /// All articles, by stage.
    pub stages: Vec<StageCount>,
    /// The rows from the offset on.
    pub rows: Vec<QueueRow>,
}

/// How many articles stand in a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct StageCount {
    /// The stage.
    pub stage: Stage,
    /// How many.
    pub count: u32,
}

/// An article in the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct QueueRow {
    /// Which.
    pub article: ArticleId,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub stage: Stage,
    /// Since when: RFC 3339.
    pub stage_since: String,
    /// When anything last happened to it: RFC 3339.
    pub touched: String,
    /// Number of its head revision; 0 before the first.
    pub revision: u32,
    /// Words of it.
    pub words: u32,
    /// What I must do with it.
    pub waiting: Option<Waiting>,
    /// Whether I wrote any of it.
    pub wrote: bool,
    /// Claims.
    pub claims: u32,
    /// Claims not verified.
    pub unverified: u32,
    /// Open discussions.
    pub threads: u32,
    /// Approvals of the head text in this round.
    pub approvals: u32,
    /// How many approvals the policy of the round asks for.
    pub quorum: u32,
    /// The revision whose approval no longer stands.
    pub lapsed: Option<u32>,
    /// The earliest date a review is due (mine first); for an approved article, its next review.
    pub due: Option<String>,
    /// Sources it rests on that were retracted or are in doubt.
    pub doubted: u32,
    /// Where the words were found, with `[` and `]` around each.
    pub found: Option<String>,
}

/// What waits for a member, most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Waiting {
    /// My review is overdue.
    Overdue,
    /// It changed since I judged it.
    ReviewAgain,
    /// My review is open.
    Review,
    /// Changes are requested of my text.
    Revise,
    /// Somebody waits for my answer.
    Answer,
    /// Nobody has taken the review, or the round needs more reviewers.
    Take,
    /// The approval's time is over.
    DueAgain,
    /// My draft is not submitted.
    Finish,
}

impl Waiting {
    const ALL: [Self; 8] = [
        Self::Overdue,
        Self::ReviewAgain,
        Self::Review,
        Self::Revise,
        Self::Answer,
        Self::Take,
        Self::DueAgain,
        Self::Finish,
    ];
}

/// The rank is the index in [`Waiting::ALL`]; 99 for what does not wait.
const RANKED: &str = "
    SELECT a.id, a.title, a.stage, a.stage_since, a.touched, a.revision, a.words, a.claims, a.unverified, a.threads,
           a.approvals, a.policy, a.lapsed, a.doubted,
           CASE a.stage WHEN 'approved' THEN a.next_review ELSE coalesce(p.due, a.due) END AS due, coalesce(p.wrote, 0) AS wrote,
           CASE
               WHEN a.stage = 'under_review' AND p.review = 'open' AND p.due < :today THEN 0
               WHEN :board AND a.stage IN ('submitted', 'under_review') AND p.judged IS NOT NULL
                    AND (p.judged < a.revision OR p.again) AND coalesce(p.review, 'open') = 'open' AND NOT p.wrote THEN 1
               WHEN a.stage = 'under_review' AND p.review = 'open' THEN 2
               WHEN :editor AND a.stage = 'changes_requested' AND p.wrote THEN 3
               WHEN p.answers > 0 AND a.stage <> 'withdrawn' THEN 4
               WHEN :board AND a.stage IN ('submitted', 'under_review') AND NOT coalesce(p.wrote, 0) AND p.review IS NULL THEN 5
               WHEN (:board OR (:editor AND p.wrote)) AND a.stage = 'approved' AND a.next_review <= :today THEN 6
               WHEN :editor AND a.stage = 'draft' AND p.wrote THEN 7
               ELSE 99
           END AS rank
    FROM article a LEFT JOIN part p ON p.article = a.id AND p.member = :member";

impl Store {
    /// A part of the queue, as this member sees it on this day.
    pub fn queue(&mut self, member: MemberId, filter: &QueueFilter, today: NaiveDate) -> Result<Queue> {
        let board = self.board()?;
        let roles = board.members.get(&member).ok_or(StoreError::Unknown("member"))?.roles.clone();
        let find = find(&filter.text);
        let (join, wanted, found) = if find.is_empty() {
            ("", "", "NULL")
        } else {
            // FTS5's own functions want the table's name.
            (
                "JOIN search ON search.article = r.id",
                "AND search MATCH :find",
                "snippet(search, 2, '[', ']', '…', 12)",
            )
        };
        let stage = filter.stage.map(crate::project::articles::word);
        let order = order(filter.sort, filter.descending);
        let shared = format!(
            "FROM ({RANKED}) r {join} WHERE (:stage IS NULL OR r.stage = :stage) AND (NOT :waiting OR r.rank < 99) {wanted}"
        );
        let today = today.to_string();
        let member = member.to_string();
        let (is_board, is_editor) = (roles.contains(&Role::BoardMember), roles.contains(&Role::Editor));
        // Parameters that a statement does not use may not be bound, so the search words are bound when used.
        let count = format!("SELECT count(*), coalesce(sum(r.rank < 99), 0) {shared}");
        let rows =
            format!("SELECT r.*, {found} AS found {shared} ORDER BY {order} LIMIT :limit OFFSET :offset");
        let mut shared_parameters = named_params! {
            ":today": today, ":board": is_board, ":editor": is_editor, ":member": member, ":stage": stage,
            ":waiting": filter.waiting,
        }
        .to_vec();
        if !find.is_empty() {
            shared_parameters.push((":find", &find));
        }
        let (total, waiting) = self
            .connection
            .prepare_cached(&count)?
            .query_row(shared_parameters.as_slice(), |row| Ok((row.get(0)?, row.get(1)?)))?;
        let limit = if filter.limit == 0 { 200 } else { filter.limit.min(1000) };
        let mut parameters = shared_parameters;
        parameters.push((":limit", &limit));
        parameters.push((":offset", &filter.offset));
        let mut select = self.connection.prepare_cached(&rows)?;
        let rows = select
            .query_and_then(parameters.as_slice(), |found| row(found, &board))?
            .collect::<Result<_>>()?;
        drop(select);
        Ok(Queue { total, waiting, stages: self.stages()?, rows })
    }

    fn stages(&self) -> Result<Vec<StageCount>> {
        let mut select =
            self.connection.prepare_cached("SELECT stage, count(*) FROM article GROUP BY stage")?;
        let counted: Vec<(String, u32)> =
            select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
        let count = |stage: Stage| {
            let word = crate::project::articles::word(stage);
            counted.iter().find(|(name, _)| *name == word).map_or(0, |(_, count)| *count)
        };
        Ok(Stage::ALL.iter().map(|stage| StageCount { stage: *stage, count: count(*stage) }).collect())
    }
}

fn row(row: &rusqlite::Row<'_>, board: &Board) -> Result<QueueRow> {
    let stage: String = row.get("stage")?;
    let version: u32 = row.get("policy")?;
    let policy = board.policies.iter().find(|policy| policy.version == version).unwrap_or(&board.policy);
    let rank: u8 = row.get("rank")?;
    Ok(QueueRow {
        article: row.get::<_, String>("id")?.parse().map_err(StoreError::damaged)?,
        title: row.get("title")?,
        stage: serde_json::from_value(serde_json::Value::String(stage)).map_err(StoreError::damaged)?,
        stage_since: row.get("stage_since")?,
        touched: row.get("touched")?,
        revision: row.get("revision")?,
        words: row.get("words")?,
        waiting: Waiting::ALL.get(usize::from(rank)).copied(),
        wrote: row.get("wrote")?,
        claims: row.get("claims")?,
        unverified: row.get("unverified")?,
        threads: row.get("threads")?,
        approvals: row.get("approvals")?,
        quorum: policy.rules.quorum,
        lapsed: row.get("lapsed")?,
        due: row.get("due")?,
        doubted: row.get("doubted")?,
        found: row.get("found")?,
    })
}

fn order(sort: QueueSort, descending: bool) -> String {
    let way = if descending { "DESC" } else { "ASC" };
    let by = match sort {
        QueueSort::Urgency => return format!("r.rank {way}, r.due IS NULL, r.due, r.touched DESC, r.id"),
        QueueSort::Title => "r.title COLLATE NOCASE",
        QueueSort::Stage => {
            "CASE r.stage WHEN 'draft' THEN 0 WHEN 'submitted' THEN 1 WHEN 'under_review' THEN 2 \
             WHEN 'changes_requested' THEN 3 WHEN 'approved' THEN 4 ELSE 5 END"
        }
        QueueSort::Unverified => "r.unverified",
        QueueSort::Threads => "r.threads",
        QueueSort::Age => "r.stage_since",
        QueueSort::Due => return format!("r.due IS NULL, r.due {way}, r.id"),
    };
    format!("{by} {way}, r.touched DESC, r.id")
}

/// A person's words as an FTS5 query: every word must occur, each may go on.
pub(crate) fn find(text: &str) -> String {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| format!("\"{word}\"*"))
        .collect::<Vec<_>>()
        .join(" ")
}
