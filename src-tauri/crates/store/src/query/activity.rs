//! The trail as a picture: how much happened when, and how long articles stood in each stage.

use super::{Condition, TrailFilter};
use crate::{Result, Store};
use chrono::{DateTime, Utc};
use editorial::Stage;
use rusqlite::params_from_iter;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use ts_rs::TS;

/// How much happened when, and the time spent in each stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Activity {
    /// Days on which something that fits the filter happened (UTC), oldest first.
    pub days: Vec<DayCount>,
    /// Of one article: every stage it stood in, in order. Empty for more than one.
    pub stays: Vec<Stay>,
    /// Time in each stage that anything stood in, in the order of the stages.
    pub stages: Vec<StageTime>,
}

/// A day and how many events it had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct DayCount {
    /// As 2026-03-04.
    pub day: String,
    /// Events.
    pub events: u32,
}

/// From when until when an article stood in a stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Stay {
    /// The stage.
    pub stage: Stage,
    /// RFC 3339.
    pub since: String,
    /// In minutes; for the stage it stands in now, until now.
    pub minutes: u32,
    /// Whether it stands there still.
    pub still: bool,
}

/// How long articles stood in a stage. Those that stand there still count until now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct StageTime {
    /// The stage.
    pub stage: Stage,
    /// How often an article entered it.
    pub stays: u32,
    /// How many stand there now.
    pub still: u32,
    /// Half the stays were no longer than this, in minutes.
    pub median: u32,
    /// The longest, in minutes.
    pub longest: u32,
}

const DAY: i64 = 86_400_000;

impl Store {
    /// The activity that fits the filter, and the stages of the articles it is about, as of `now`.
    pub fn activity(&mut self, filter: &TrailFilter, now: DateTime<Utc>) -> Result<Activity> {
        let mut days: BTreeMap<i64, u32> = BTreeMap::new();
        let condition = Condition::of(filter)?;
        {
            let sql = format!("SELECT at FROM trail t WHERE {}", condition.sql());
            let mut select = self.connection.prepare_cached(&sql)?;
            let mut rows = select.query(condition.parameters().as_slice())?;
            while let Some(row) = rows.next()? {
                *days.entry(row.get::<_, i64>(0)?.div_euclid(DAY)).or_default() += 1;
            }
        }
        let day = |number: i64| {
            let time = DateTime::from_timestamp_millis(number * DAY).unwrap_or_default();
            time.date_naive().to_string()
        };
        let days = days.into_iter().map(|(at, events)| DayCount { day: day(at), events }).collect();
        let about = TrailFilter { stream: filter.stream.clone(), ..TrailFilter::default() };
        let histories = self.histories(&about)?;
        let ended = |at: i64| u32::try_from((at / 60_000).max(0)).unwrap_or(u32::MAX);
        let mut stays = Vec::new();
        let mut times: HashMap<Stage, Vec<(u32, bool)>> = HashMap::new();
        let one = histories.len() == 1;
        for history in histories.values() {
            for (nth, (stage, since)) in history.iter().enumerate() {
                let until = history.get(nth + 1).map(|(_, at)| *at);
                let minutes = ended(until.unwrap_or(now.timestamp_millis()) - since);
                times.entry(*stage).or_default().push((minutes, until.is_none()));
                if one {
                    let since = DateTime::from_timestamp_millis(*since).unwrap_or_default().to_rfc3339();
                    stays.push(Stay { stage: *stage, since, minutes, still: until.is_none() });
                }
            }
        }
        let stages = Stage::ALL
            .iter()
            .filter_map(|stage| {
                let mut times = times.remove(stage)?;
                times.sort_unstable();
                Some(StageTime {
                    stage: *stage,
                    stays: times.len() as u32,
                    still: times.iter().filter(|(_, still)| *still).count() as u32,
                    median: times.get((times.len() - 1) / 2)?.0,
                    longest: times.last()?.0,
                })
            })
            .collect();
        Ok(Activity { days, stays, stages })
    }

    /// The stages of each article, with the time each was entered (milliseconds since 1970), by the article's word.
    fn histories(&self, about: &TrailFilter) -> Result<BTreeMap<i64, Vec<(Stage, i64)>>> {
        let holes = vec!["?"; Stage::ENTERED_BY.len()].join(", ");
        let mut kinds: HashMap<i64, String> = HashMap::new();
        let mut select =
            self.connection.prepare_cached(&format!("SELECT id, text FROM word WHERE text IN ({holes})"))?;
        let mut rows = select.query(params_from_iter(Stage::ENTERED_BY))?;
        while let Some(row) = rows.next()? {
            kinds.insert(row.get(0)?, row.get(1)?);
        }
        let condition = Condition::of(about)?;
        let sql =
            format!("SELECT t.kind, t.stream, t.at FROM trail t WHERE {} ORDER BY t.seq", condition.sql());
        let mut select = self.connection.prepare_cached(&sql)?;
        let mut rows = select.query(condition.parameters().as_slice())?;
        let mut histories: BTreeMap<i64, Vec<(Stage, i64)>> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let Some(kind) = kinds.get(&row.get(0)?) else { continue };
            let history = histories.entry(row.get(1)?).or_default();
            if let Some(stage) = Stage::entered(history.last().map(|(stage, _)| *stage), kind) {
                history.push((stage, row.get(2)?));
            }
        }
        Ok(histories)
    }
}
