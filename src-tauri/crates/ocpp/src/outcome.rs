//! What a station answered to an order: its status word, kept, and what that means.

use domain::order::{Command, Reply};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::tolerant::{Scalar, fields, shown};

#[derive(Default, Deserialize)]
struct Wire<'a> {
    #[serde(borrow, default)]
    status: Scalar<'a>,
    #[serde(borrow, default, rename = "statusInfo")]
    info: Scalar<'a>,
}

#[derive(Default, Deserialize)]
struct StatusInfo<'a> {
    #[serde(borrow, default, rename = "reasonCode")]
    reason: Scalar<'a>,
    #[serde(borrow, default, rename = "additionalInfo")]
    more: Scalar<'a>,
}

/// Reads the answer to an order (1.6 chapter 5, 2.0.1 part 2 section 1): a payload, or an error's code and description.
pub(crate) fn read(command: &Command, answer: Result<&RawValue, (&str, &str)>) -> Reply {
    let payload = match answer {
        Ok(payload) => payload,
        Err((code, description)) => return refused_call(code, description),
    };
    let wire: Wire<'_> = fields(payload).unwrap_or_default();
    let status = wire.status.clean();
    let is = |word: &str| status.eq_ignore_ascii_case(word);
    let unlock = matches!(command, Command::Unlock { .. });
    if is("Unlocked") || (unlock && is("Accepted")) {
        Reply::Done(status)
    } else if is("Accepted") {
        Reply::Accepted(status)
    } else if is("Scheduled") {
        Reply::Scheduled(status)
    } else if is("NotSupported") || is("NotImplemented") {
        Reply::NotSupported(status)
    } else {
        let info: StatusInfo<'_> = wire.info.object().unwrap_or_default();
        Reply::Refused(joined(
            if status.is_empty() { "no status" } else { &status },
            &[info.reason.clean(), info.more.clean()],
        ))
    }
}

fn refused_call(code: &str, description: &str) -> Reply {
    let is = |word: &str| code.trim().eq_ignore_ascii_case(word);
    if is("NotImplemented") || is("NotSupported") {
        return Reply::NotSupported(code.trim().to_owned());
    }
    Reply::Refused(joined(&shown(code), &[shown(description)]))
}

/// `word: more, still more`, without what is empty.
fn joined(word: &str, more: &[String]) -> String {
    let mut text = word.to_owned();
    let more = more.iter().filter(|part| !part.is_empty());
    for (index, part) in more.enumerate() {
        text.push_str(if index == 0 { ": " } else { ", " });
        text.push_str(part);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::place::ConnectorRef;

    const UNLOCK: Command = Command::Unlock { at: ConnectorRef { evse: 1, connector: 1 } };
    const RESTART: Command = Command::Restart { now: true };

    fn answered(command: &Command, json: &str) -> Reply {
        read(command, Ok(&RawValue::from_string(json.into()).unwrap()))
    }

    #[test]
    fn status_words_are_kept_and_sorted() {
        assert_eq!(answered(&RESTART, r#"{"status":"Accepted"}"#), Reply::Accepted("Accepted".into()));
        assert_eq!(answered(&RESTART, r#"{"status":"Scheduled"}"#), Reply::Scheduled("Scheduled".into()));
        assert_eq!(answered(&UNLOCK, r#"{"status":"Unlocked"}"#), Reply::Done("Unlocked".into()));
        assert_eq!(
            answered(&UNLOCK, r#"{"status":"NotSupported"}"#),
            Reply::NotSupported("NotSupported".into())
        );
        assert_eq!(answered(&UNLOCK, r#"{"status":"UnlockFailed"}"#), Reply::Refused("UnlockFailed".into()));
        assert_eq!(
            answered(
                &RESTART,
                r#"{"status":"Rejected","statusInfo":{"reasonCode":"Busy","additionalInfo":"later"}}"#
            ),
            Reply::Refused("Rejected: Busy, later".into())
        );
    }

    #[test]
    fn an_error_that_says_unsupported_is_not_a_refusal() {
        assert_eq!(read(&RESTART, Err(("NotImplemented", ""))), Reply::NotSupported("NotImplemented".into()));
        assert_eq!(
            read(&RESTART, Err(("GenericError", "no idea"))),
            Reply::Refused("GenericError: no idea".into())
        );
    }

    #[test]
    fn an_answer_without_a_readable_status_is_a_refusal() {
        for json in ["{}", "null", "[]", "\"x\"", r#"{"status":null}"#] {
            assert_eq!(answered(&RESTART, json), Reply::Refused("no status".into()), "{json}");
        }
    }
}
