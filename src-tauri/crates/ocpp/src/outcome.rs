//! What a station answered to an order: its status word, kept, what that means, and what it told beside it.

mod certificates;
mod data;
mod file;
mod schedule;
mod settings;

use domain::order::{Command, Finding, Outcome, Reply};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::tolerant::{Scalar, fields, shown, tidied};
use crate::violation::Violation;

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

/// What stands in the place of an error's code when an answer was cut off before it said anything.
pub const CUT_OFF: &str = "unreadable answer";

/// Reads the answer to an order (1.6 chapter 5, 2.0.1 part 2 section 1): a payload, or an error's code and description.
pub(crate) fn read(command: &Command, answer: Result<&RawValue, (&str, &str)>) -> Outcome {
    let payload = match answer {
        Ok(payload) => payload,
        Err((code, description)) => return refused_call(code, description).into(),
    };
    let tidy = || tidied(payload).and_then(|tidy| told(command, &tidy).ok());
    match told(command, payload) {
        Ok(outcome) => outcome,
        Err(_) => tidy().unwrap_or_else(|| Reply::Refused("unreadable answer".to_owned()).into()),
    }
}

fn told(command: &Command, payload: &RawValue) -> Result<Outcome, Violation> {
    match command {
        Command::ReadSettings { .. } => settings::read(payload),
        Command::ReadListVersion => data::list_version(payload),
        Command::ReadSchedule { unit, .. } => schedule::read(command, *unit, payload),
        Command::ListCertificates { .. } => certificates::read(command, payload),
        Command::SendDiagnostics(_) => file::diagnostics(command, payload),
        Command::SendLog { .. } => file::log(command, payload),
        Command::UpdateFirmware(_) => file::firmware(command, payload),
        Command::SendData { .. } => data::vendor(command, payload),
        Command::Start { .. }
        | Command::Stop { .. }
        | Command::Unlock { .. }
        | Command::Restart { .. }
        | Command::Service { .. }
        | Command::Trigger { .. }
        | Command::ChangeSetting { .. }
        | Command::ChangePassword { .. }
        | Command::ClearCache
        | Command::SendList(_)
        | Command::Reserve(_)
        | Command::CancelReservation { .. }
        | Command::SetProfile { .. }
        | Command::ClearProfiles(_)
        | Command::UpdateSignedFirmware(_)
        | Command::InstallCertificate { .. }
        | Command::DeleteCertificate(_)
        | Command::DeliverCertificate { .. } => Ok(by_status(command, payload)?.into()),
    }
}

/// What the status word alone means for this order.
fn by_status(command: &Command, payload: &RawValue) -> Result<Reply, Violation> {
    let wire: Wire<'_> = fields(payload)?;
    let status = wire.status.clean();
    let is = |word: &str| status.eq_ignore_ascii_case(word);
    let changes = matches!(command, Command::ChangeSetting { .. } | Command::ChangePassword { .. });
    // "Canceled" is what ran before, not this order.
    let replaces = matches!(
        command,
        Command::UpdateFirmware(_)
            | Command::UpdateSignedFirmware(_)
            | Command::SendDiagnostics(_)
            | Command::SendLog { .. }
    );
    Ok(if is("Accepted") && command.is_done_when_accepted() || is("Unlocked") {
        Reply::Done(status)
    } else if is("Accepted") || (replaces && is("AcceptedCanceled")) {
        Reply::Accepted(status)
    } else if is("Scheduled") || (changes && is("RebootRequired")) {
        Reply::Scheduled(status)
    } else if is("NotSupported") || is("NotImplemented") {
        Reply::NotSupported(status)
    } else {
        let info: StatusInfo<'_> = wire.info.object().unwrap_or_default();
        Reply::Refused(joined(
            if status.is_empty() { "no status" } else { &status },
            &[info.reason.clean(), info.more.clean()],
        ))
    })
}

/// By the status word, with what was told when that is a yes.
fn with_finding(reply: Reply, finding: impl FnOnce() -> Option<Finding>) -> Outcome {
    let yes = matches!(reply, Reply::Done(_) | Reply::Accepted(_));
    Outcome { finding: if yes { finding() } else { None }, reply }
}

fn refused_call(code: &str, description: &str) -> Reply {
    let is = |word: &str| code.trim().eq_ignore_ascii_case(word);
    if is("NotImplemented") || is("NotSupported") || is(CUT_OFF) {
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
mod testing;

#[cfg(test)]
mod tests {
    use super::testing::answered;
    use super::*;
    use domain::order::{
        CertificateHash, FirmwareImage, ProfileFilter, Reservation, ReservationKey, Secret, SignedImage,
        TokenList,
    };
    use domain::place::{ConnectorRef, Place};
    use domain::time::Timestamp;
    use domain::token::{IdToken, TokenKind};

    const UNLOCK: Command = Command::Unlock { at: ConnectorRef { evse: 1, connector: 1 } };
    const RESTART: Command = Command::Restart { now: true };

    fn reply(command: &Command, json: &str) -> Reply {
        let outcome = answered(command, json);
        assert_eq!(outcome.finding, None, "{json}");
        outcome.reply
    }

    fn status(command: &Command, word: &str) -> Reply {
        reply(command, &format!(r#"{{"status":"{word}"}}"#))
    }

    #[test]
    fn status_words_are_kept_and_sorted() {
        assert_eq!(status(&RESTART, "Accepted"), Reply::Accepted("Accepted".into()));
        assert_eq!(status(&RESTART, "Scheduled"), Reply::Scheduled("Scheduled".into()));
        assert_eq!(status(&UNLOCK, "Unlocked"), Reply::Done("Unlocked".into()));
        assert_eq!(status(&UNLOCK, "Accepted"), Reply::Done("Accepted".into()));
        assert_eq!(status(&UNLOCK, "NotSupported"), Reply::NotSupported("NotSupported".into()));
        assert_eq!(status(&UNLOCK, "UnlockFailed"), Reply::Refused("UnlockFailed".into()));
        assert_eq!(
            reply(
                &RESTART,
                r#"{"status":"Rejected","statusInfo":{"reasonCode":"Busy","additionalInfo":"later"}}"#
            ),
            Reply::Refused("Rejected: Busy, later".into())
        );
    }

    #[test]
    fn what_has_no_effect_to_be_seen_is_done_when_accepted() {
        let token = IdToken { value: "04A2".into(), kind: TokenKind::Card };
        let reserve = Command::Reserve(Reservation {
            key: ReservationKey(1),
            at: Place::Station,
            token,
            parent: None,
            until: Timestamp(0),
        });
        let clear = Command::ClearProfiles(ProfileFilter::default());
        let list = Command::SendList(TokenList::full(1, Vec::new()));
        let hash = CertificateHash {
            algorithm: "SHA256".into(),
            issuer_name: String::new(),
            issuer_key: String::new(),
            serial: String::new(),
        };
        let delete = Command::DeleteCertificate(hash);
        for (command, no) in [
            (&reserve, "Occupied"),
            (&clear, "Unknown"),
            (&list, "VersionMismatch"),
            (&list, "Failed"),
            (&delete, "NotFound"),
            (&Command::ClearCache, "Rejected"),
        ] {
            assert_eq!(status(command, "Accepted"), Reply::Done("Accepted".into()), "{command:?}");
            assert_eq!(status(command, no), Reply::Refused(no.into()), "{command:?}");
        }
        assert_eq!(status(&list, "NotSupported"), Reply::NotSupported("NotSupported".into()));
    }

    #[test]
    fn a_setting_that_wants_a_restart_is_scheduled() {
        let setting = Command::ChangeSetting { key: "A".into(), value: "1".into() };
        let password = Command::ChangePassword { password: Secret("x".into()) };
        for command in [setting, password] {
            assert_eq!(status(&command, "RebootRequired"), Reply::Scheduled("RebootRequired".into()));
            assert_eq!(status(&command, "Accepted"), Reply::Done("Accepted".into()));
        }
        assert_eq!(status(&RESTART, "RebootRequired"), Reply::Refused("RebootRequired".into()));
    }

    #[test]
    fn firmware_that_pushes_another_aside_is_accepted() {
        let image = FirmwareImage {
            request: 1,
            location: String::new(),
            retrieve_at: Timestamp(0),
            install_at: None,
            retries: None,
            retry_s: None,
        };
        let signed = Command::UpdateSignedFirmware(SignedImage {
            image,
            certificate: String::new(),
            signature: String::new(),
        });
        assert_eq!(status(&signed, "AcceptedCanceled"), Reply::Accepted("AcceptedCanceled".into()));
        assert_eq!(status(&signed, "Accepted"), Reply::Accepted("Accepted".into()));
        for word in ["InvalidCertificate", "RevokedCertificate", "Rejected"] {
            assert_eq!(status(&signed, word), Reply::Refused(word.into()));
        }
    }

    #[test]
    fn an_error_that_says_unsupported_is_not_a_refusal() {
        let error = |code, description| read(&RESTART, Err((code, description))).reply;
        assert_eq!(error("NotImplemented", ""), Reply::NotSupported("NotImplemented".into()));
        assert_eq!(error("GenericError", "no idea"), Reply::Refused("GenericError: no idea".into()));
    }

    #[test]
    fn an_answer_without_a_readable_status_is_a_refusal() {
        for json in ["{}", "null", "[]", "\"\"", r#"{"status":null}"#] {
            assert_eq!(reply(&RESTART, json), Reply::Refused("no status".into()), "{json}");
        }
        for json in ["\"x\"", "[1]", "7"] {
            assert_eq!(reply(&RESTART, json), Reply::Refused("unreadable answer".into()), "{json}");
        }
    }

    #[test]
    fn a_status_told_twice_counts_once() {
        let json = r#"{"status":"Rejected","status":"Accepted"}"#;
        assert_eq!(reply(&RESTART, json), Reply::Accepted("Accepted".into()));
    }
}
