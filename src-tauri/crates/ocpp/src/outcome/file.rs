//! The answers to GetDiagnostics (1.6 section 6.26), GetLog (security white paper, N01) and UpdateFirmware (1.6 section
//! 6.56; 2.0.1 part 2, 1.62). In 1.6 the first and the last have no status; one that is told all the same counts.

use domain::order::{Command, Finding, Outcome, Reply};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{by_status, with_finding};
use crate::tolerant::{Scalar, fields};
use crate::violation::Violation;

#[derive(Deserialize)]
struct Wire<'a> {
    #[serde(borrow, default)]
    status: Scalar<'a>,
    /// The messages do not agree about its spelling, nor do stations.
    #[serde(borrow, default, rename = "fileName", alias = "filename")]
    file: Scalar<'a>,
}

pub(super) fn diagnostics(command: &Command, payload: &RawValue) -> Result<Outcome, Violation> {
    let wire: Wire<'_> = fields(payload)?;
    let file = wire.file.cleaned();
    let reply = match (told(command, wire.status, payload)?, &file) {
        // 2.x, which names no file where it knows none yet.
        (Some(reply @ Reply::Accepted(_)), _) => reply,
        (Some(no), _) => return Ok(no.into()),
        (None, Some(name)) => Reply::Accepted(name.clone()),
        (None, None) => Reply::Done("nothing to send".to_owned()),
    };
    Ok(Outcome { reply, finding: Some(Finding::File(file)) })
}

pub(super) fn log(command: &Command, payload: &RawValue) -> Result<Outcome, Violation> {
    let wire: Wire<'_> = fields(payload)?;
    let reply = by_status(command, payload)?;
    Ok(with_finding(reply, || Some(Finding::File(wire.file.cleaned()))))
}

pub(super) fn firmware(command: &Command, payload: &RawValue) -> Result<Outcome, Violation> {
    let wire: Wire<'_> = fields(payload)?;
    let reply = told(command, wire.status, payload)?;
    Ok(reply.unwrap_or_else(|| Reply::Accepted("Accepted".to_owned())).into())
}

/// What a status says, where there is one.
fn told(command: &Command, status: Scalar<'_>, payload: &RawValue) -> Result<Option<Reply>, Violation> {
    if status.cleaned().is_none() {
        return Ok(None);
    }
    Ok(Some(by_status(command, payload)?))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{answered, refuses_what_cannot_be_read};
    use super::*;
    use domain::order::{FirmwareImage, LogKind, Upload};
    use domain::time::Timestamp;

    fn upload() -> Upload {
        Upload { location: "ftp://x/".into(), from: None, to: None, retries: None, retry_s: None }
    }

    #[test]
    fn diagnostics_come_with_a_name_or_there_is_nothing_to_send() {
        let command = Command::SendDiagnostics(upload());
        let named = answered(&command, r#"{"fileName":"a.zip"}"#);
        assert_eq!(named.reply, Reply::Accepted("a.zip".into()));
        assert_eq!(named.finding, Some(Finding::File(Some("a.zip".into()))));
        for json in ["{}", "null", "[]", r#"{"fileName":""}"#, r#"{"fileName":null}"#] {
            let none = answered(&command, json);
            assert_eq!(none.reply, Reply::Done("nothing to send".into()), "{json}");
            assert_eq!(none.finding, Some(Finding::File(None)));
        }
        let refused = answered(&command, r#"{"status":"Rejected"}"#);
        assert_eq!(refused, Reply::Refused("Rejected".into()).into());
        let second = |json| answered(&command, json).reply;
        assert_eq!(second(r#"{"status":"Accepted"}"#), Reply::Accepted("Accepted".into()));
        assert_eq!(second(r#"{"status":"Accepted","filename":"a.zip"}"#), Reply::Accepted("Accepted".into()));
        refuses_what_cannot_be_read(&command);
    }

    #[test]
    fn a_log_is_accepted_even_when_it_pushes_another_aside() {
        let command = Command::SendLog { request: 1, kind: LogKind::Security, upload: upload() };
        for word in ["Accepted", "AcceptedCanceled"] {
            let json = format!(r#"{{"status":"{word}","filename":"a.log"}}"#);
            let outcome = answered(&command, &json);
            assert_eq!(outcome.reply, Reply::Accepted(word.into()));
            assert_eq!(outcome.finding, Some(Finding::File(Some("a.log".into()))));
        }
        let refused = answered(&command, r#"{"status":"Rejected","filename":"a.log"}"#);
        assert_eq!(refused, Reply::Refused("Rejected".into()).into());
        refuses_what_cannot_be_read(&command);
    }

    #[test]
    fn firmware_is_answered_with_nothing_at_all() {
        let command = Command::UpdateFirmware(FirmwareImage {
            request: 1,
            location: "ftp://x/".into(),
            retrieve_at: Timestamp(0),
            install_at: None,
            retries: None,
            retry_s: None,
        });
        for json in ["{}", "null", "[]", r#"{"status":"Accepted"}"#] {
            assert_eq!(answered(&command, json), Reply::Accepted("Accepted".into()).into(), "{json}");
        }
        for word in ["Rejected", "InvalidCertificate", "RevokedCertificate"] {
            let refused = answered(&command, &format!(r#"{{"status":"{word}"}}"#));
            assert_eq!(refused, Reply::Refused(word.into()).into());
        }
        let instead = answered(&command, r#"{"status":"AcceptedCanceled"}"#);
        assert_eq!(instead, Reply::Accepted("AcceptedCanceled".into()).into());
        refuses_what_cannot_be_read(&command);
    }
}
