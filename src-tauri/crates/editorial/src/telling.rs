//! Events as sentences, for people who read the record.

use crate::{
    AnchorState, Anchored, ClaimId, Event, Lapse, MemberId, Role, Source, SourceId, Subject, ThreadId,
};
use serde_json::Value;
use std::collections::BTreeSet;

/// Looks names up for the sentences.
pub trait Names {
    /// Printed name of a member.
    fn member(&self, id: MemberId) -> String;
    /// A line that tells a source from others.
    fn source(&self, id: SourceId) -> String;
    /// The words of which a claim was made; none where they are not known.
    fn claim(&self, id: ClaimId) -> Option<String>;
    /// The words with which a discussion was opened; none where they are not known.
    fn thread(&self, id: ThreadId) -> Option<String>;
    /// What the action to which the event that is being told belongs had done to sources before it, a clause each.
    fn done_to_sources(&self) -> Vec<String>;
}

impl Event {
    /// What happened, as a clause that follows the actor's name: "submitted revision 3". `by` is the actor; none is the desk.
    pub fn told(&self, by: Option<MemberId>, names: &dyn Names) -> String {
        match self {
            Self::BoardCreated { name, .. } => format!("created the board “{name}”"),
            Self::MemberAdded { name, roles, .. } => format!("added {name} as {}", listed(roles)),
            Self::MemberRenamed { old, new, .. } => format!("changed the name {old} to {new}"),
            Self::MemberRolesChanged { member, old, new } => {
                format!(
                    "changed the roles of {} from {} to {}",
                    names.member(*member),
                    listed(old),
                    listed(new)
                )
            }
            Self::MemberSpecialitiesChanged { member, new, .. } => {
                let new: Vec<String> = new.iter().cloned().collect();
                format!("changed the specialities of {} to {}", names.member(*member), and(&new))
            }
            Self::PassphraseChanged { .. } => "chose another passphrase".to_owned(),
            Self::PassphraseReset { member } => {
                format!("gave {} a new passphrase, and with it a new key", names.member(*member))
            }
            Self::MemberDeactivated { member } => format!("deactivated {}", names.member(*member)),
            Self::MemberReactivated { member } => format!("reactivated {}", names.member(*member)),
            Self::KeyRegistered { member, key } => {
                format!("registered the key {}… of {}", key.get(..8).unwrap_or(key), names.member(*member))
            }
            Self::KeyRevoked { member, key } => {
                format!("revoked the key {}… of {}", key.get(..8).unwrap_or(key), names.member(*member))
            }
            Self::PolicyChanged { version, .. } => format!("made version {version} of the editorial policy"),
            Self::SessionStarted { .. } => "signed in".to_owned(),
            Self::SessionRefused { member, wait } => {
                let wait =
                    if *wait > 0 { format!("; the next try waits {wait} seconds") } else { String::new() };
                format!("refused a wrong passphrase of {}{wait}", names.member(*member))
            }
            Self::SessionEnded { idle: true, .. } => "was signed out: nobody had touched the desk".to_owned(),
            Self::SessionEnded { .. } => "signed out".to_owned(),
            Self::LogExported { format, asked, records, .. } => {
                let records =
                    if *records == 1 { "1 record".to_owned() } else { format!("{records} records") };
                format!("exported {records} as {format} ({asked})")
            }
            Self::LogVerified { size, ok: true, .. } => {
                format!("verified the record: all {size} events hold")
            }
            Self::LogVerified { found, .. } => {
                format!("verified the record and found a fault: {}", found.as_deref().unwrap_or("not said"))
            }
            Self::LogAccepted { size, found } => {
                format!("took the record of {size} events as it is, of which was found: {found}")
            }
            Self::BoardMigrated { from, to } => format!("brought the file from form {from} to form {to}"),
            Self::BoardRestored { from, size, .. } => {
                format!("put the board back from the backup {from}, which held {size} events")
            }
            Self::ArticleCreated { title, origin } if origin.file.is_empty() => {
                format!("began the article “{title}”")
            }
            Self::ArticleCreated { title, origin } => {
                format!("imported the article “{title}” from {}", origin.file)
            }
            Self::ArticleRetitled { old, new } => format!("changed the title “{old}” to “{new}”"),
            Self::RevisionSaved { number, words, message, claims, .. } => {
                let touched: String = claims.iter().filter_map(|claim| touched(claim, names)).collect();
                format!("saved revision {number} ({words} words): {message}{touched}")
            }
            Self::ApprovalLapsed { revision, why } => {
                let told = why.map_or("the article has changed", Lapse::label);
                let by = if *why == Some(Lapse::Source) { by_what(names) } else { String::new() };
                format!("ended the approval of revision {revision}: {told}{by}")
            }
            Self::SignaturesOutdated { members, what } => {
                let by = by_what(names);
                let members: Vec<String> = members.iter().map(|m| names.member(*m)).collect();
                format!("made the approval of {} no longer count: {what}{by}", and(&members))
            }
            Self::ArticleSubmitted { revision, note, .. } => format!("submitted revision {revision}: {note}"),
            Self::ArticleTakenBack { revision } => format!("took revision {revision} back"),
            Self::ReviewAssigned { member, revision, due, .. } => {
                let due = due.map(|due| format!(", due {due}")).unwrap_or_default();
                if by == Some(*member) {
                    format!("took the review of revision {revision}{due}")
                } else {
                    format!("gave the review of revision {revision} to {}{due}", names.member(*member))
                }
            }
            Self::ReviewRecused { .. } => "recused from the review".to_owned(),
            Self::ReviewReplaced { member, by, .. } => {
                format!("gave the review of {} to {}", names.member(*member), names.member(*by))
            }
            Self::SectionsRead { revision, sections } if sections.len() == 1 => {
                format!("read a section of revision {revision}")
            }
            Self::SectionsRead { revision, sections } => {
                format!("read {} sections of revision {revision}", sections.len())
            }
            Self::SectionsUnread { revision, sections } if sections.len() == 1 => {
                format!("took the mark of a section of revision {revision} away again")
            }
            Self::SectionsUnread { revision, sections } => {
                format!("took the marks of {} sections of revision {revision} away again", sections.len())
            }
            Self::ReadingFinished { revision } => format!("read revision {revision} to the end"),
            Self::ChangeAcknowledged { from, to, what, .. } => {
                format!("took note of a change from revision {from} to {to}: {what}")
            }
            Self::FindingWaived { revision, sentence, .. } => {
                format!("waived a finding on revision {revision}: {}", short(sentence))
            }
            Self::FindingRestored { revision, sentence, .. } => {
                format!("restored a finding on revision {revision}: {}", short(sentence))
            }
            Self::VerdictSigned { revision, verdict, .. } => {
                format!("signed “{}” on revision {revision}", verdict.label())
            }
            Self::ArticleApproved { revision, members, .. } => {
                let names: Vec<String> = members.iter().map(|m| names.member(*m)).collect();
                format!("completed the approval of revision {revision} (signed by {})", and(&names))
            }
            Self::ArticleChangesRequested { revision } => {
                format!("sent revision {revision} back for changes")
            }
            Self::ArticleWithdrawn { from } => format!("withdrew the article, which was {}", from.label()),
            Self::ClaimMade { anchor, .. } => format!("made a claim of “{}”", short(&anchor.quote)),
            Self::ClaimAssessed { claim, new, certainty, .. } => {
                let certainty = certainty.map(|c| format!(", certainty {}", c.label())).unwrap_or_default();
                format!("judged {} {}{certainty}", of_claim(*claim, names), new.label())
            }
            Self::ClaimReattached { claim, new, .. } => {
                format!("attached {} to “{}”", of_claim(*claim, names), short(&new.quote))
            }
            Self::ClaimRemoved { quote, .. } => format!("removed the claim “{}”", short(quote)),
            Self::CandidateDismissed { quote } => format!("dismissed the proposed claim “{}”", short(quote)),
            Self::CitationAdded { claim, source, relation, .. } => {
                format!("cited {} ({}){}", names.source(*source), relation.label(), for_claim(*claim, names))
            }
            Self::CitationChanged { claim, new, .. } => {
                format!("changed a citation ({}){}", new.relation.label(), for_claim(*claim, names))
            }
            Self::CitationRemoved { claim, source, .. } => {
                format!("took away the citation of {}{}", names.source(*source), for_claim(*claim, names))
            }
            Self::ThreadOpened { on, suggestion: Some(words), .. } if words.is_empty() => {
                format!("suggested to take out {}", about(on, names))
            }
            Self::ThreadOpened { on, suggestion: Some(words), .. } => {
                format!("suggested “{}” instead of {}", short(words), about(on, names))
            }
            Self::ThreadOpened { on, text, .. } => {
                format!("opened a discussion on {}: {}", about(on, names), short(text))
            }
            Self::ThreadReplied { thread, text } => match named_thread(*thread, names) {
                Some(thread) => format!("answered in {thread}: {}", short(text)),
                None => format!("answered: {}", short(text)),
            },
            Self::ThreadResolved { thread, text, revision } => {
                let by = revision.map(|revision| format!(" by revision {revision}")).unwrap_or_default();
                let words = if text.is_empty() { String::new() } else { format!(": {}", short(text)) };
                format!("resolved {}{by}{words}", of_thread(*thread, names))
            }
            Self::SuggestionAccepted { quote, suggestion, .. } if suggestion.is_empty() => {
                format!("accepted to take out “{}”", short(quote))
            }
            Self::SuggestionAccepted { quote, suggestion, .. } => {
                format!("accepted “{}” instead of “{}”", short(suggestion), short(quote))
            }
            Self::SuggestionDeclined { suggestion, .. } if suggestion.is_empty() => {
                "declined to take words out".to_owned()
            }
            Self::SuggestionDeclined { suggestion, .. } => {
                format!("declined the wording “{}”", short(suggestion))
            }
            Self::ThreadReopened { thread } => format!("opened {} again", of_thread(*thread, names)),
            Self::SourceAdded { details, from: None } => format!("added the source {}", details.short()),
            Self::SourceAdded { details, from: Some(file) } => {
                format!("imported the source {} from {file}", details.short())
            }
            Self::SourceChanged { old, new } => {
                format!("changed the source {}{}", new.short(), differences(old, new))
            }
            Self::SourceMerged { into, title } => {
                format!("merged the source “{title}” into {}", names.source(*into))
            }
            Self::SourceMergeUndone { from } => {
                format!("parted a source again from {}", names.source(*from))
            }
            Self::SourceNoticed { notice } => {
                let day = if notice.date.is_empty() { String::new() } else { format!(" on {}", notice.date) };
                format!(
                    "found a source {}{day} ({}, up to {})",
                    notice.kind.label(),
                    notice.list,
                    notice.as_of
                )
            }
            Self::SourceFileAttached { file } => {
                format!("attached the file {} ({}) to a source", file.name, file.media.label())
            }
            Self::SourceFileRemoved { name, .. } => format!("took the file {name} away from a source"),
            Self::RetractionsImported { list, as_of, records, found, .. } => format!(
                "compared the library with {list}, {records} notices up to {as_of}: {found} new about its sources"
            ),
            Self::SourceLookedUp { service, asked, found: Some(title) } => {
                format!("looked {asked} up at {service} and found “{title}”")
            }
            Self::SourceLookedUp { service, asked, found: None } => {
                format!("looked {asked} up at {service} and found nothing")
            }
            Self::SourceRemoved { title } => format!("removed the source “{title}”"),
        }
    }
}

/// What a revision did to the words of a claim, which is then to be judged anew.
fn touched(claim: &Anchored<ClaimId>, names: &dyn Names) -> Option<String> {
    let of = of_claim(claim.id, names);
    match claim.state {
        AnchorState::Changed => Some(format!("; {of} now reads “{}”", short(&claim.anchor.quote))),
        AnchorState::Orphaned => Some(format!("; the words of {of} stand in it no longer")),
        AnchorState::Intact | AnchorState::Moved => None,
    }
}

/// Which sources an approval ended for, and what was done to them.
fn by_what(names: &dyn Names) -> String {
    let done = names.done_to_sources();
    if done.is_empty() { String::new() } else { format!(" ({})", done.join("; ")) }
}

/// What is known otherwise of a source, field by field.
fn differences(old: &Source, new: &Source) -> String {
    fn shown(value: Option<&Value>) -> Option<String> {
        let words = match value? {
            Value::Null => return None,
            Value::String(text) => text.clone(),
            Value::Array(items) => {
                items.iter().filter_map(|item| shown(Some(item))).collect::<Vec<_>>().join(", ")
            }
            Value::Object(members) => {
                members.values().filter_map(|member| shown(Some(member))).collect::<Vec<_>>().join(" ")
            }
            other => other.to_string(),
        };
        (!words.is_empty()).then_some(words)
    }
    fn each(old: &Value, new: &Value, told: &mut Vec<String>) {
        let all: BTreeSet<&String> =
            [old, new].into_iter().filter_map(Value::as_object).flat_map(serde_json::Map::keys).collect();
        for name in all {
            match (old.get(name), new.get(name)) {
                (Some(old @ Value::Object(_)), Some(new @ Value::Object(_))) => each(old, new, told),
                (old, new) if old != new => {
                    let quoted = |value| {
                        shown(value).map_or("nothing".to_owned(), |words| format!("“{}”", short(&words)))
                    };
                    told.push(format!("{} from {} to {}", name.replace('_', " "), quoted(old), quoted(new)));
                }
                _ => {}
            }
        }
    }
    let mut told = Vec::new();
    if let (Ok(old), Ok(new)) = (serde_json::to_value(old), serde_json::to_value(new)) {
        each(&old, &new, &mut told);
    }
    if told.is_empty() { String::new() } else { format!(": {}", told.join("; ")) }
}

fn about(on: &Subject, names: &dyn Names) -> String {
    match on {
        Subject::Article => "the article".to_owned(),
        Subject::Text { anchor } => format!("“{}”", short(&anchor.quote)),
        Subject::Claim { claim } => of_claim(*claim, names),
        Subject::Change { what, .. } => format!("a change ({what})"),
    }
}

fn named_claim(id: ClaimId, names: &dyn Names) -> Option<String> {
    names.claim(id).map(|words| format!("the claim “{}”", short(&words)))
}

fn of_claim(id: ClaimId, names: &dyn Names) -> String {
    named_claim(id, names).unwrap_or_else(|| "a claim".to_owned())
}

fn for_claim(id: ClaimId, names: &dyn Names) -> String {
    named_claim(id, names).map(|claim| format!(" for {claim}")).unwrap_or_default()
}

fn named_thread(id: ThreadId, names: &dyn Names) -> Option<String> {
    let words = names.thread(id).filter(|words| !words.is_empty());
    words.map(|words| format!("the discussion “{}”", short(&words)))
}

fn of_thread(id: ThreadId, names: &dyn Names) -> String {
    named_thread(id, names).unwrap_or_else(|| "a discussion".to_owned())
}

fn listed(roles: &BTreeSet<Role>) -> String {
    and(&roles.iter().map(|role| role.label().to_owned()).collect::<Vec<_>>())
}

fn and(words: &[String]) -> String {
    match words {
        [] => "nobody".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn short(text: &str) -> String {
    const LONGEST: usize = 90;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let cut: String = text.chars().take(LONGEST).collect();
    format!("{}…", cut.trim_end())
}
