//! What the screens ask. Queries only read; their answers are shaped for the one who asks.

mod activity;
mod article;
mod board;
mod certificate;
mod library;
mod notices;
mod queue;
mod remarks;
mod report;
mod trail;

pub use activity::{Activity, DayCount, StageTime, Stay};
pub use article::{ArticleView, MarkView, Noted, ReferenceView, ReviewView, SectionView, reference_list};
pub use board::{BoardView, MemberView, PolicyView, RightView};
pub use certificate::Certificate;
pub use library::{AlikeSources, MergedSource, SourceRow, SourceView, Use};
pub use notices::Notice;
pub use queue::{Queue, QueueFilter, QueueRow, QueueSort, StageCount, Waiting};
pub(crate) use remarks::ResetKeys;
pub use report::{Manifestation, Report};
pub(crate) use trail::{Condition, THE_DESK, Teller};
pub use trail::{EventView, Trail, TrailFilter, TrailRow};
