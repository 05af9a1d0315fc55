//! What the screens ask. Queries only read; their answers are shaped for the one who asks.

mod article;
mod library;
mod notices;
mod queue;
mod record;

pub use article::{ArticleView, MarkView, Noted, ReviewView, SectionView, reference_list};
pub use library::{SourceRow, SourceView, Use};
pub use notices::Notice;
pub use queue::{Queue, QueueFilter, QueueRow, QueueSort, StageCount, Waiting};
pub use record::{BoardView, EventView, MemberView, PolicyView, RightView, Trail, TrailFilter, TrailRow};
pub(crate) use record::{Condition, Teller};
