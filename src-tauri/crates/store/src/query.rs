//! What the screens ask. Queries only read; their answers are shaped for the one who asks.

mod article;
mod library;
mod queue;
mod record;

pub use article::{ArticleView, MarkView, ReviewView, reference_list};
pub use library::{SourceRow, SourceView, Use};
pub use queue::{Queue, QueueFilter, QueueRow, QueueSort, StageCount, Waiting};
pub use record::{BoardView, EventView, MemberView, RightView, Trail, TrailFilter, TrailRow};
pub(crate) use record::{Condition, Teller};
