//! Messages on the desktop, for a member who works in another window: what concerns them and is new, in one message
//! however much it is. A system without a service for messages is no fault: there are none then.

use store::query::Notice;

/// A message as the desktop shows it, in plain text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Message {
    title: String,
    text: String,
}

/// What to say of the notices, newest first, that came after a place in the log; `None` where none did.
pub(crate) fn message(notices: &[Notice], after: u64) -> Option<Message> {
    let fresh = notices.iter().take_while(|notice| notice.seq > after).count();
    let newest = notices.first()?;
    match fresh {
        0 => None,
        1 => Some(Message { title: newest.title.clone(), text: sentence(newest) }),
        _ => Some(Message {
            title: format!("{fresh} new notices"),
            text: format!("{}: {} And {} more.", newest.title, sentence(newest), fresh - 1),
        }),
    }
}

fn sentence(Notice { who, told, .. }: &Notice) -> String {
    let ended = told.trim_end_matches('”').ends_with(['.', '!', '?', '…']);
    format!("{who} {told}{}", if ended { "" } else { "." })
}

/// Whether the system shows messages of programs. Waits for its answer, two seconds at most.
pub(crate) fn available() -> bool {
    service().is_some()
}

/// Shows a message; false where the system could not.
pub(crate) fn show(message: &Message) -> bool {
    let Some(markup) = service() else { return false };
    post(&message.title, &if markup { escaped(&message.text) } else { message.text.clone() })
}

/// The text of a message may be read as markup, with pictures and links; what members write is none.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Whether the service reads markup; `None` without a service.
#[cfg(target_os = "linux")]
fn service() -> Option<bool> {
    let can = notify_rust::get_capabilities();
    can.inspect_err(|error| tracing::debug!(%error, "no service for messages on the desktop"))
        .ok()
        .map(|can| can.iter().any(|one| one == "body-markup"))
}

#[cfg(target_os = "linux")]
fn post(title: &str, text: &str) -> bool {
    notify_rust::Notification::new()
        .appname("Imprimatur")
        .summary(title)
        .body(text)
        .show()
        .inspect_err(|error| tracing::warn!(%error, "the desktop showed no message"))
        .is_ok()
}

#[cfg(not(target_os = "linux"))]
fn service() -> Option<bool> {
    None
}

#[cfg(not(target_os = "linux"))]
fn post(_: &str, _: &str) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(seq: u64, title: &str, told: &str) -> Notice {
        Notice {
            seq,
            at: "2026-01-01T00:00:00.000Z".to_owned(),
            who: "Tom Okafor".to_owned(),
            told: told.to_owned(),
            article: serde_json::from_str("\"0198e2f4-7f3c-7aaa-8bbb-0123456789ab\"").unwrap(),
            title: title.to_owned(),
            thread: None,
        }
    }

    fn said(notices: &[Notice], after: u64) -> Option<(String, String)> {
        message(notices, after).map(|Message { title, text }| (title, text))
    }

    #[test]
    fn nothing_new_is_not_said() {
        assert_eq!(said(&[], 0), None);
        assert_eq!(said(&[notice(7, "Metformin", "answered"), notice(3, "Aspirin", "answered")], 7), None);
    }

    #[test]
    fn one_new_notice_is_said_in_full() {
        let notices = [notice(8, "Metformin", "submitted it"), notice(7, "Aspirin", "answered")];
        let wanted = ("Metformin".to_owned(), "Tom Okafor submitted it.".to_owned());
        assert_eq!(said(&notices, 7), Some(wanted));
    }

    #[test]
    fn several_are_counted() {
        let notices = [
            notice(9, "Metformin", "asked “Why?”"),
            notice(8, "Aspirin", "answered"),
            notice(5, "Aspirin", "answered"),
        ];
        let wanted =
            ("2 new notices".to_owned(), "Metformin: Tom Okafor asked “Why?” And 1 more.".to_owned());
        assert_eq!(said(&notices, 5), Some(wanted));
    }

    #[test]
    fn what_members_write_is_no_markup() {
        assert_eq!(escaped("<img src=x> & 5 > 4"), "&lt;img src=x&gt; &amp; 5 &gt; 4");
    }
}
