//! The rules: command in, events or refusal out. One file per kind of action.

mod annotating;
mod boards;
mod discussing;
mod library;
mod may;
mod reading;
pub(crate) mod replay;
mod reviewing;
mod standing;
mod writing;

pub use may::{Permissions, Seen, may_look_up, permissions};

use crate::{
    Article, ArticleId, Board, Command, Event, Member, MemberId, Notice, Refusal, Role, Source, SourceId,
    Stream,
};
use chrono::{DateTime, Utc};
use compare::Comparison;
use document::Document;
use std::{collections::BTreeMap, fmt, sync::Arc};
use uuid::Uuid;

/// Everything the rules may know: facts gathered by the caller, the time, fresh identities and the
/// signer's hand. The rules themselves reach for nothing.
pub struct Context<'a> {
    /// The time.
    pub now: DateTime<Utc>,
    /// Who asks.
    pub actor: MemberId,
    /// The board.
    pub board: &'a Board,
    /// The article the command names; `None` if it names none or there is none.
    pub article: Option<&'a Article>,
    /// Its head text.
    pub head: Option<&'a Document>,
    /// The sources that the article, its new text and the command name, as far as the library has them.
    pub sources: &'a BTreeMap<SourceId, Source>,
    /// How many articles use the source that the command names.
    pub source_uses: usize,
    /// Articles under review, or approved, that cite the sources that the command changes, or that the member it changes
    /// has signed.
    pub concerned: &'a [Arc<Article>],
    /// For a source that is to be parted again: the one it was merged into.
    pub merged: Option<SourceId>,
    /// For each source to be added or changed to: what the latest list of retractions says of it.
    pub notices: &'a [Vec<Notice>],
    /// For each source to be added or changed to, the one in the library that seems to be the same.
    pub twins: &'a [Option<SourceId>],
    /// The head compared with [`Article::base_for`] the actor (signing, reading), or the comparison that the command
    /// names (acknowledging, discussing a change).
    pub comparison: Option<&'a Comparison>,
    /// The public key made for a member who is added or whose passphrase is reset, hexadecimal.
    pub new_key: Option<String>,
    /// Draws a fresh identity.
    pub new_id: &'a mut dyn FnMut() -> Uuid,
    /// The actor's public key, hexadecimal.
    pub key: &'a str,
    /// Signs bytes with the actor's key; hexadecimal.
    pub sign: &'a dyn Fn(&[u8]) -> String,
}

impl fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context").field("now", &self.now).field("actor", &self.actor).finish_non_exhaustive()
    }
}

/// An event and the stream it belongs to.
#[derive(Debug, Clone, PartialEq)]
pub struct Happened {
    /// The stream.
    pub stream: Stream,
    /// The event.
    pub event: Event,
}

/// What the rules decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// The role the actor acted in.
    pub role: Role,
    /// What happened, in order.
    pub events: Vec<Happened>,
    /// Why, where the command gave a reason.
    pub reason: Option<String>,
    /// A new text to keep under its digest.
    pub document: Option<Document>,
}

/// Decides a command.
pub fn decide(command: &Command, context: &mut Context<'_>) -> Result<Decision, Refusal> {
    let member = actor(context)?;
    let role = may::role(command.right(), member, context.board)?;
    let (events, document) = match command.article() {
        Some(id) => of_article(id, command, member, role, context)?,
        None => of_board(command, member, context)?,
    };
    Ok(Decision { role, events, reason: reason(command), document })
}

type Outcome = Result<(Vec<Happened>, Option<Document>), Refusal>;

fn of_board(command: &Command, member: &Member, context: &mut Context<'_>) -> Outcome {
    match command {
        Command::CreateArticle { title, origin, document } => {
            writing::create(title, origin, document, context)
        }
        Command::AddSource { .. }
        | Command::ImportSources { .. }
        | Command::ChangeSource { .. }
        | Command::MergeSources { .. }
        | Command::UnmergeSource { .. }
        | Command::AttachFile { .. }
        | Command::RemoveFile { .. }
        | Command::ImportRetractions { .. }
        | Command::RemoveSource { .. } => library::decide(command, context).map(|events| (events, None)),
        _ => {
            let events = boards::decide(command, member, context)?;
            let upset = standing::members_changed(&events, context);
            Ok((on(Stream::Board, events).into_iter().chain(upset).collect(), None))
        }
    }
}

fn of_article(
    id: ArticleId,
    command: &Command,
    member: &Member,
    role: Role,
    context: &mut Context<'_>,
) -> Outcome {
    let article = context.article.ok_or_else(|| Refusal::unknown("There is no such article."))?;
    let case = Case { article, member };
    let (events, document) = match command {
        Command::SaveRevision { base, document, message, .. } => {
            let (events, document) = writing::save(case, *base, document, message, context)?;
            (events, Some(document))
        }
        Command::RetitleArticle { .. } | Command::Submit { .. } | Command::TakeBack { .. } => {
            (writing::decide(command, case, context)?, None)
        }
        Command::TakeReview { .. }
        | Command::AssignReview { .. }
        | Command::ReplaceReviewer { .. }
        | Command::Recuse { .. }
        | Command::WaiveFinding { .. }
        | Command::RestoreFinding { .. }
        | Command::SignVerdict { .. }
        | Command::Withdraw { .. } => (reviewing::decide(command, case, role, context)?, None),
        Command::MarkRead { .. } | Command::MarkUnread { .. } | Command::AcknowledgeChange { .. } => {
            (reading::decide(command, case, context)?, None)
        }
        Command::OpenThread { .. }
        | Command::ReplyThread { .. }
        | Command::ResolveThread { .. }
        | Command::AcceptSuggestion { .. }
        | Command::DeclineSuggestion { .. }
        | Command::ReopenThread { .. } => (discussing::decide(command, case, context)?, None),
        _ => (annotating::decide(command, case, context)?, None),
    };
    Ok((on(Stream::Article(id), events), document))
}

/// Who asks for something of which article.
#[derive(Clone, Copy)]
pub(crate) struct Case<'a> {
    pub(crate) article: &'a Article,
    pub(crate) member: &'a Member,
}

/// Whether the member's approval of the head text counts.
pub(crate) fn eligible(article: &Article, member: &Member) -> Result<(), Refusal> {
    may::eligible(article, member, false)
}

fn actor<'a>(context: &Context<'a>) -> Result<&'a Member, Refusal> {
    let member = context.board.members.get(&context.actor);
    member.filter(|m| m.active).ok_or_else(|| Refusal::not_allowed("Sign in as an active member first."))
}

fn on(stream: Stream, events: Vec<Event>) -> Vec<Happened> {
    events.into_iter().map(|event| Happened { stream, event }).collect()
}

/// A reason is kept trimmed; where one is due, an empty one is refused by the rule that asks for it.
fn reason(command: &Command) -> Option<String> {
    let reason = match command {
        Command::ChangeRoles { reason, .. }
        | Command::ResetPassphrase { reason, .. }
        | Command::DeactivateMember { reason, .. }
        | Command::ReactivateMember { reason, .. }
        | Command::ChangePolicy { reason, .. }
        | Command::TakeBack { reason, .. }
        | Command::Recuse { reason, .. }
        | Command::WaiveFinding { reason, .. }
        | Command::RestoreFinding { reason, .. }
        | Command::ReplaceReviewer { reason, .. }
        | Command::SignVerdict { reason, .. }
        | Command::Withdraw { reason, .. }
        | Command::AssessClaim { reason, .. }
        | Command::RemoveClaim { reason, .. }
        | Command::DeclineSuggestion { reason, .. }
        | Command::MergeSources { reason, .. }
        | Command::UnmergeSource { reason, .. }
        | Command::ReopenThread { reason, .. } => reason.trim(),
        _ => "",
    };
    (!reason.is_empty()).then(|| reason.to_owned())
}

/// The trimmed text, or a refusal that asks for it.
fn given<'a>(text: &'a str, asks: &str) -> Result<&'a str, Refusal> {
    let text = text.trim();
    if text.is_empty() { Err(Refusal::missing(asks)) } else { Ok(text) }
}
