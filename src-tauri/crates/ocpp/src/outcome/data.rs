//! The answers to GetLocalListVersion (1.6 section 6.28) and to DataTransfer (1.6 section 6.20).

use domain::order::{Command, Finding, Outcome, Reply};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{by_status, with_finding};
use crate::tolerant::{Scalar, fields};
use crate::violation::Violation;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    #[serde(borrow, default)]
    list_version: Scalar<'a>,
    #[serde(borrow, default)]
    data: Scalar<'a>,
}

pub(super) fn list_version(payload: &RawValue) -> Result<Outcome, Violation> {
    let wire: Wire<'_> = fields(payload)?;
    Ok(match wire.list_version.integer() {
        // Minus one: it keeps no list (1.6 section 6.28).
        Some(version) => {
            let word = version.to_string();
            let reply = if version < 0 { Reply::NotSupported(word) } else { Reply::Done(word) };
            Outcome { reply, finding: Some(Finding::ListVersion(version)) }
        }
        None => Reply::Refused("no version".to_owned()).into(),
    })
}

/// Data of any type is kept as text.
pub(super) fn vendor(command: &Command, payload: &RawValue) -> Result<Outcome, Violation> {
    let wire: Wire<'_> = fields(payload)?;
    let reply = by_status(command, payload)?;
    Ok(with_finding(reply, || wire.data.told().filter(|data| !data.is_empty()).map(Finding::Data)))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{answered, refuses_what_cannot_be_read};
    use super::*;

    #[test]
    fn a_list_has_a_version_even_as_text_and_minus_one_is_none() {
        for (json, version) in
            [(r#"{"listVersion":7}"#, 7), (r#"{"listVersion":"7"}"#, 7), (r#"{"listVersion":0}"#, 0)]
        {
            let outcome = answered(&Command::ReadListVersion, json);
            assert_eq!(outcome.reply, Reply::Done(version.to_string()));
            assert_eq!(outcome.finding, Some(Finding::ListVersion(version)));
        }
        let none = answered(&Command::ReadListVersion, r#"{"listVersion":-1}"#);
        let finding = Some(Finding::ListVersion(-1));
        assert_eq!(none, Outcome { reply: Reply::NotSupported("-1".into()), finding });
        let outcome = answered(&Command::ReadListVersion, "{}");
        assert_eq!(outcome, Reply::Refused("no version".into()).into());
        refuses_what_cannot_be_read(&Command::ReadListVersion);
    }

    #[test]
    fn a_vendors_answer_is_kept_as_text() {
        let command = Command::SendData { vendor: "com.example".into(), message: None, data: None };
        let told = |json| answered(&command, json);
        let done = |data: Option<&str>| Outcome {
            reply: Reply::Done("Accepted".into()),
            finding: data.map(|data| Finding::Data(data.into())),
        };
        assert_eq!(told(r#"{"status":"Accepted","data":"a\nb"}"#), done(Some("a\nb")));
        assert_eq!(told(r#"{"status":"Accepted","data":{"a":[1]}}"#), done(Some(r#"{"a":[1]}"#)));
        assert_eq!(told(r#"{"status":"Accepted","data":null}"#), done(None));
        assert_eq!(told(r#"{"status":"Accepted"}"#), done(None));
        for word in ["UnknownVendorId", "UnknownMessageId", "Rejected"] {
            let json = format!(r#"{{"status":"{word}","data":"x"}}"#);
            assert_eq!(answered(&command, &json), Reply::Refused(word.into()).into());
        }
        refuses_what_cannot_be_read(&command);
    }
}
