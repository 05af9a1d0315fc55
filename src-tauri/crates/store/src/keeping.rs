//! What a machine keeps of a board outside the board's file: the checkpoints it has seen, the last event it has seen, and
//! backups. Whoever rewrites the file must rewrite these as well, wherever they are.

use crate::{
    Found, KeptCheckpoint, Result, Seen, Session, Store, StoreError, Suspect, Verification, Watch,
    back_up_file,
    prove::{Witnesses, verify_against},
    read_checkpoint,
};
use chrono::{DateTime, Days, FixedOffset, NaiveDateTime, SecondsFormat, Utc};
use editorial::{Event, Rules};
use serde::Serialize;
use std::{
    fs,
    path::{Path, PathBuf},
};
use ts_rs::TS;

const CHECKPOINTS: &str = "checkpoints";
const SEEN: &str = "seen.json";
const ALARM: &str = "alarm.json";
const ELSEWHERE: &str = "elsewhere.json";
const SET_ASIDE: &str = "set-aside";

/// How the time stands in the name of a backup, in UTC.
const STAMP: &str = "%Y%m%dT%H%M%SZ";

/// A folder of what is kept of one board.
#[derive(Debug, Clone)]
pub struct Keeping {
    folder: PathBuf,
}

/// A backup in the folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Backup {
    /// The file.
    pub path: String,
    /// When it was made: RFC 3339, UTC.
    pub at: String,
    /// How many events it holds.
    #[ts(type = "number")]
    pub events: u64,
    /// Its length in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
}

impl Store {
    /// Records that a member takes the log for the one to go on with although something was found wrong with it here.
    pub fn accept(&mut self, session: &Session, faults: &[Found], now: DateTime<FixedOffset>) -> Result<()> {
        self.may_export(session, crate::Shows::Record)?;
        if self.read_only() {
            return Ok(());
        }
        let size = u32::try_from(self.head()?.size()).unwrap_or(u32::MAX);
        let found = faults.iter().map(|fault| fault.sentence.as_str()).collect::<Vec<_>>().join(" ");
        self.record(Event::LogAccepted { size, found }, Some(session), now)
    }
}

impl Keeping {
    /// Keeps in this folder, which is made when it is first needed.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// What is kept of this board among the `data` of a machine's member: in a folder named by the log's identity,
    /// wherever the board's file is.
    pub fn of(data: &Path, store: &Store) -> Result<Self> {
        Ok(Self::of_log(data, &store.seen()?.origin))
    }

    /// The same of a board whose file is not at hand, by the log's identity.
    pub fn of_log(data: &Path, origin: &str) -> Self {
        Self::new(data.join("kept").join(origin.rsplit('/').next().unwrap_or_default()))
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What was last seen of the log here, if anything was.
    pub fn seen(&self) -> Result<Option<Seen>> {
        let file = self.folder.join(SEEN);
        match fs::read(&file) {
            Ok(json) => {
                let read = serde_json::from_slice(&json);
                read.map(Some).map_err(|error| failed(&file, std::io::Error::other(error)))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed(&file, error)),
        }
    }

    /// Remembers what the log is now, and copies the checkpoints in the board that are not here yet. A log that does not go
    /// on from what was seen here replaces nothing: the answer is what is wrong with it, or nothing.
    pub fn keep(&self, store: &Store) -> Result<Vec<Found>> {
        let faults = match self.seen() {
            Ok(Some(seen)) => store.departs_from(&seen)?,
            Ok(None) => Vec::new(),
            Err(error) => vec![unreadable(&error)],
        };
        if !faults.is_empty() {
            return Ok(faults);
        }
        let folder = self.folder.join(CHECKPOINTS);
        fs::create_dir_all(&folder).map_err(|error| failed(&folder, error))?;
        for kept in store.checkpoints()? {
            let file = folder.join(name_of(&kept));
            if !file.exists() {
                kept.save(&file)?;
            }
        }
        let seen = serde_json::to_vec(&store.seen()?).map_err(|e| StoreError::System(e.to_string()))?;
        let file = self.folder.join(SEEN);
        let mut aside = tempfile::NamedTempFile::new_in(&self.folder).map_err(|e| failed(&file, e))?;
        std::io::Write::write_all(&mut aside, &seen).map_err(|e| failed(&file, e))?;
        aside.persist(&file).map_err(|e| failed(&file, e.error))?;
        Ok(Vec::new())
    }

    /// What is wrong with a board that is opened here, at a quick look, or was when it was last verified here.
    pub fn glance(&self, store: &mut Store) -> Result<Vec<Found>> {
        let (seen, unread) = match self.seen() {
            Ok(seen) => (seen, None),
            Err(error) => (None, Some(unreadable(&error))),
        };
        let mut faults = store.glance(seen.as_ref())?.faults;
        faults.extend(unread);
        Ok(if faults.is_empty() { self.alarm() } else { faults })
    }

    /// Checks a board's file against all that is kept of it here and in the folder chosen for copies. What of this cannot be
    /// read is told among what was not checked, and keeps nothing else from being checked.
    pub fn verify(&self, board: &Path, watch: &mut Watch<'_>) -> Result<Verification> {
        let (seen, unread) = match self.seen() {
            Ok(seen) => (seen, None),
            Err(error) => (None, Some(unreadable(&error))),
        };
        let mut found = verify_against(board, &self.witnesses(seen), watch)?;
        found.sound &= unread.is_none();
        found.faults.extend(unread);
        Ok(found)
    }

    fn witnesses(&self, seen: Option<Seen>) -> Witnesses {
        let mut found = Witnesses { seen, ..Witnesses::default() };
        for path in notes_in(&self.folder.join(CHECKPOINTS)).unwrap_or_default() {
            match read_checkpoint(&path) {
                Ok(note) => found.notes.push(note),
                Err(error) => found.unread.push(format!("a checkpoint that this machine kept: {error}")),
            }
        }
        found
    }

    /// The folder to which checkpoints are copied as well, if one was chosen: a stick, a share, another disk.
    pub fn elsewhere(&self) -> Option<PathBuf> {
        serde_json::from_slice(&fs::read(self.folder.join(ELSEWHERE)).ok()?).ok()
    }

    /// Copies checkpoints to this folder as well from now on, or to none.
    pub fn set_elsewhere(&self, to: Option<&Path>) -> Result<()> {
        let file = self.folder.join(ELSEWHERE);
        let Some(to) = to else {
            return match fs::remove_file(&file) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(failed(&file, error)),
                _ => Ok(()),
            };
        };
        fs::create_dir_all(&self.folder).map_err(|error| failed(&self.folder, error))?;
        let json = serde_json::to_vec(to).map_err(|e| StoreError::System(e.to_string()))?;
        fs::write(&file, json).map_err(|error| failed(&file, error))
    }

    /// Copies the checkpoints in the board that are not in the chosen folder yet; how many. What is there is never
    /// written over, and a folder that is gone is not made: it may lie on a disk that is not plugged in.
    pub fn copy_elsewhere(&self, store: &Store) -> Result<usize> {
        let Some(folder) = self.elsewhere() else { return Ok(0) };
        fs::read_dir(&folder).map_err(|error| failed(&folder, error))?;
        let mut copied = 0;
        for kept in store.checkpoints()? {
            let file = folder.join(name_elsewhere(&kept));
            if !file.exists() {
                kept.save_new(&file)?;
                copied += 1;
            }
        }
        Ok(copied)
    }

    /// What the last verification here found wrong, if it did.
    pub fn alarm(&self) -> Vec<Found> {
        fs::read(self.folder.join(ALARM))
            .ok()
            .and_then(|json| serde_json::from_slice(&json).ok())
            .unwrap_or_default()
    }

    /// Remembers what a verification found wrong, or that nothing was.
    pub fn set_alarm(&self, faults: &[Found]) -> Result<()> {
        let file = self.folder.join(ALARM);
        if faults.is_empty() {
            return match fs::remove_file(&file) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(failed(&file, error)),
                _ => Ok(()),
            };
        }
        fs::create_dir_all(&self.folder).map_err(|error| failed(&self.folder, error))?;
        let json = serde_json::to_vec(faults).map_err(|e| StoreError::System(e.to_string()))?;
        fs::write(&file, json).map_err(|error| failed(&file, error))
    }

    /// Takes the log as it is now: what was kept of another course of it is set aside, not thrown away.
    pub fn start_over(&self) -> Result<()> {
        let stamp = Utc::now().format(STAMP).to_string();
        let aside = self.folder.join(SET_ASIDE).join(stamp);
        fs::create_dir_all(&aside).map_err(|error| failed(&aside, error))?;
        for name in [CHECKPOINTS, SEEN, ALARM] {
            let from = self.folder.join(name);
            if from.exists() {
                fs::rename(&from, aside.join(name)).map_err(|error| failed(&from, error))?;
            }
        }
        Ok(())
    }

    /// The backups here, the newest first.
    pub fn backups(&self) -> Vec<Backup> {
        let Ok(files) = fs::read_dir(&self.folder) else { return Vec::new() };
        let mut backups: Vec<Backup> = files.filter_map(|file| backup(&file.ok()?.path())).collect();
        backups.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| b.events.cmp(&a.events)));
        backups
    }

    /// Whether the policy asks for a backup now of a log of this size.
    pub fn due(&self, rules: &Rules, events: u64, now: DateTime<FixedOffset>) -> bool {
        if rules.backup_days == 0 {
            return false;
        }
        let Some(last) = self.backups().into_iter().next() else { return true };
        let Ok(at) = DateTime::parse_from_rfc3339(&last.at) else { return true };
        let next = at.checked_add_days(Days::new(rules.backup_days.into()));
        // A clock that went back must not put the next backup off.
        last.events != events && (next.is_none_or(|next| next <= now) || at > now)
    }

    /// Backs the board up here. A copy that does not hold is not kept, and takes no earlier one's place; otherwise the oldest
    /// beyond those the policy keeps are removed.
    pub fn back_up(
        &self,
        board: &Path,
        rules: &Rules,
        now: DateTime<FixedOffset>,
        watch: &mut Watch<'_>,
    ) -> Result<Backup> {
        fs::create_dir_all(&self.folder).map_err(|error| failed(&self.folder, error))?;
        let stamp = now.with_timezone(&Utc).format(STAMP);
        let aside = self.folder.join(format!("{}.part", uuid::Uuid::now_v7()));
        let found = back_up_file(board, &aside, watch)?;
        if !found.sound {
            let _ = fs::remove_file(&aside);
            let why = found.faults.first().map(ToString::to_string).unwrap_or_default();
            return Err(StoreError::damaged(format!(
                "the backup was not kept, because the board does not hold: {why}"
            )));
        }
        let path = self.folder.join(format!("backup-{stamp}-{}.board", found.events));
        fs::rename(&aside, &path).map_err(|error| failed(&path, error))?;
        for old in self.backups().into_iter().skip(rules.backup_keep.max(1) as usize) {
            if let Err(error) = fs::remove_file(&old.path) {
                tracing::warn!(%error, path = old.path, "an old backup could not be removed");
            }
        }
        backup(&path).ok_or_else(|| StoreError::System("the backup that was made cannot be found".to_owned()))
    }
}

/// Two checkpoints of one size with different roots both stay: that there are two is what must be seen.
fn name_of(kept: &KeptCheckpoint) -> String {
    format!("{:012}-{}.note", kept.size, kept.root.get(..16).unwrap_or("unreadable"))
}

/// Several boards may copy to one folder, so that the name begins with which it is.
fn name_elsewhere(kept: &KeptCheckpoint) -> String {
    let origin = kept.note.lines().next().and_then(|origin| origin.rsplit('/').next()).unwrap_or_default();
    format!("{origin}-{}", name_of(kept))
}

/// What the log was when it was last seen here cannot be told: so nobody knows whether it goes on from there.
fn unreadable(error: &StoreError) -> Found {
    let sentence = format!("What this machine has seen of this board before cannot be read: {error}");
    Found { what: Suspect::Checkpoint, seq: None, sentence }
}

/// The checkpoints in a folder, by name.
fn notes_in(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let files = fs::read_dir(folder)?;
    let mut paths: Vec<PathBuf> = files.filter_map(|file| Some(file.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "note"));
    paths.sort();
    Ok(paths)
}

fn backup(path: &Path) -> Option<Backup> {
    let name = path.file_name()?.to_str()?;
    let (stamp, events) = name.strip_prefix("backup-")?.strip_suffix(".board")?.split_once('-')?;
    let at = NaiveDateTime::parse_from_str(stamp, STAMP).ok()?.and_utc();
    Some(Backup {
        path: path.to_string_lossy().into_owned(),
        at: at.to_rfc3339_opts(SecondsFormat::Secs, true),
        events: events.parse().ok()?,
        bytes: path.metadata().ok()?.len(),
    })
}

fn failed(path: &Path, error: std::io::Error) -> StoreError {
    StoreError::File { doing: format!("Keeping {}", path.display()), error }
}
