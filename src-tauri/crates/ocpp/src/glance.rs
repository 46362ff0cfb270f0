//! A frame at a glance: what a log of all frames has to know of it, at a price that suits every frame.

use std::borrow::Cow;

use serde::Deserialize;

use crate::frame::{self, Frame};

/// What a frame is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Glance<'a> {
    /// A question or a fact told.
    Call {
        /// Its id.
        id: Cow<'a, str>,
        /// What it is about.
        action: Cow<'a, str>,
    },
    /// An answer.
    Result {
        /// The id of the call.
        id: Cow<'a, str>,
    },
    /// An answer that is an error.
    Error {
        /// The id of the call.
        id: Cow<'a, str>,
    },
    /// No frame; with the id that an answer to it has.
    Unreadable {
        /// The id.
        id: Cow<'a, str>,
    },
}

/// How a question and its answer look to an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// As it should be.
    Fine,
    /// Something to know of: a card refused, a security event.
    Warn,
    /// Refused, failed or faulted.
    Bad,
}

/// Looks at a frame. What follows the id and the action is not checked.
pub fn glance(text: &str) -> Glance<'_> {
    quick(text).unwrap_or_else(|| whole(text))
}

/// The ordinary form: a number, texts without escapes, no oddities.
fn quick(text: &str) -> Option<Glance<'_>> {
    let rest = text.trim_start().strip_prefix('[')?.trim_start();
    let (kind, rest) = rest.split_at_checked(1)?;
    let (id, rest) = quoted(rest)?;
    match kind {
        "2" => quoted(rest).map(|(action, _)| Glance::Call { id: id.into(), action: action.into() }),
        "3" => Some(Glance::Result { id: id.into() }),
        "4" => Some(Glance::Error { id: id.into() }),
        _ => None,
    }
}

/// A comma and a text that is not empty and holds no escapes.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start().strip_prefix(',')?.trim_start().strip_prefix('"')?;
    let end = text.find(['"', '\\'])?;
    (end > 0 && text.as_bytes()[end] == b'"').then(|| (&text[..end], &text[end + 1..]))
}

fn whole(text: &str) -> Glance<'_> {
    match frame::parse(text) {
        Ok(Frame::Call { id, action, .. }) => Glance::Call { id, action },
        Ok(Frame::Result { id, .. }) => Glance::Result { id },
        Ok(Frame::Error { id, .. }) => Glance::Error { id },
        Err(unreadable) => Glance::Unreadable { id: unreadable.id.map_or("-1".into(), Cow::Owned) },
    }
}

/// How a call of a charger looks by itself.
pub fn judge_told(action: &str, frame: &str) -> Verdict {
    #[derive(Deserialize, Default)]
    #[serde(rename_all = "camelCase", default)]
    struct Told<'a> {
        #[serde(borrow)]
        status: Option<Cow<'a, str>>,
        #[serde(borrow)]
        error_code: Option<Cow<'a, str>>,
        #[serde(borrow)]
        connector_status: Option<Cow<'a, str>>,
    }
    match action {
        "StatusNotification"
        | "FirmwareStatusNotification"
        | "SignedFirmwareStatusNotification"
        | "DiagnosticsStatusNotification"
        | "LogStatusNotification"
        | "PublishFirmwareStatusNotification" => {}
        "SecurityEventNotification" => return Verdict::Warn,
        _ => return Verdict::Fine,
    }
    let Ok(Frame::Call { payload, .. }) = frame::parse(frame) else { return Verdict::Bad };
    let told: Told<'_> = serde_json::from_str(payload.get()).unwrap_or_default();
    let status = told.status.as_deref().unwrap_or_default();
    let failed = ["Fault", "Fail", "Invalid", "Revoked", "BadMessage", "PermissionDenied", "NotSupported"];
    if failed.iter().any(|word| status.contains(word)) || told.connector_status.as_deref() == Some("Faulted")
    {
        return Verdict::Bad;
    }
    match told.error_code.as_deref() {
        None | Some("" | "NoError") => Verdict::Fine,
        Some(_) => Verdict::Warn,
    }
}

/// How our answer to a charger's call looks.
pub fn judge_reply(action: &str, answer: &str) -> Verdict {
    if let Glance::Error { .. } | Glance::Unreadable { .. } = glance(answer) {
        return Verdict::Bad;
    }
    let worth_a_look = match action {
        // Unknown and blocked cards, concurrent transactions: the charge does not begin.
        "Authorize" | "StartTransaction" | "StopTransaction" | "TransactionEvent" => {
            statuses(answer).any(|status| status != "Accepted")
        }
        "BootNotification" => statuses(answer).any(|status| status == "Rejected"),
        _ => false,
    };
    if worth_a_look { Verdict::Warn } else { Verdict::Fine }
}

/// How a charger's answer to a call of ours looks.
pub fn judge_outcome(answer: &str) -> Verdict {
    if let Glance::Error { .. } | Glance::Unreadable { .. } = glance(answer) {
        return Verdict::Bad;
    }
    // A word that nobody agreed on is worth a look.
    let good = |status: &str| {
        matches!(
            status,
            "Accepted" | "Scheduled" | "Unlocked" | "RebootRequired" | "AcceptedCanceled" | "NoTransaction"
        )
    };
    let bad = statuses(answer).any(|status| !good(status));
    if bad { Verdict::Bad } else { Verdict::Fine }
}

/// The words of every member of an answer whose name ends in `status`.
fn statuses(answer: &str) -> impl Iterator<Item = &str> {
    let mut rest = answer;
    std::iter::from_fn(move || {
        loop {
            let at = rest.find("tatus\"")?;
            rest = rest[at + 6..].trim_start();
            let Some(value) = rest.strip_prefix(':') else { continue };
            let Some(value) = value.trim_start().strip_prefix('"') else { continue };
            let end = value.find('"')?;
            rest = &value[end..];
            return Some(&value[..end]);
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call<'a>(id: &'a str, action: &'a str) -> Glance<'a> {
        Glance::Call { id: id.into(), action: action.into() }
    }

    #[test]
    fn ordinary_and_odd_frames_are_told_apart_alike() {
        assert_eq!(glance(r#"[2,"1","Heartbeat",{}]"#), call("1", "Heartbeat"));
        assert_eq!(glance("[ 2 ,\n\"1\" , \"Heartbeat\"]"), call("1", "Heartbeat"));
        assert_eq!(glance(r#"["2",17,"Heartbeat",{}]"#), call("17", "Heartbeat"));
        assert_eq!(glance(r#"[2,"a\"b","X",{}]"#), call("a\"b", "X"));
        assert_eq!(glance(r#"[3,"1",{}]"#), Glance::Result { id: "1".into() });
        assert_eq!(glance(r#"[4,"1","NotSupported","",{}]"#), Glance::Error { id: "1".into() });
        assert_eq!(glance("nonsense"), Glance::Unreadable { id: "-1".into() });
        assert_eq!(glance(r#"[9,"7",{}]"#), Glance::Unreadable { id: "7".into() });
        for text in ["", "[", "[2", "[2,", "[2,\"", "[é"] {
            assert!(matches!(glance(text), Glance::Unreadable { .. }), "{text}");
        }
    }

    #[test]
    fn faults_refusals_and_errors_are_problems() {
        let status = |rest: &str| format!(r#"[2,"1","StatusNotification",{{"connectorId":1,{rest}}}]"#);
        let judge = |text: &str| judge_told("StatusNotification", text);
        assert_eq!(judge(&status(r#""status":"Available","errorCode":"NoError""#)), Verdict::Fine);
        assert_eq!(judge(&status(r#""status":"Faulted","errorCode":"GroundFailure""#)), Verdict::Bad);
        assert_eq!(judge(&status(r#""status":"Charging","errorCode":"HighTemperature""#)), Verdict::Warn);
        assert_eq!(judge(&status(r#""connectorStatus":"Faulted""#)), Verdict::Bad);
        assert_eq!(judge_reply("Authorize", r#"[3,"1",{"idTagInfo":{"status":"Invalid"}}]"#), Verdict::Warn);
        assert_eq!(judge_reply("Authorize", r#"[3,"1",{"idTagInfo":{"status":"Accepted"}}]"#), Verdict::Fine);
        assert_eq!(judge_reply("MeterValues", "[3,\"1\",{}]"), Verdict::Fine);
        assert_eq!(judge_reply("MeterValues", r#"[4,"1","InternalError","",{}]"#), Verdict::Bad);
        assert_eq!(judge_outcome(r#"[3,"1",{"status": "Rejected"}]"#), Verdict::Bad);
        assert_eq!(judge_outcome(r#"[3,"1",{"status":"Accepted"}]"#), Verdict::Fine);
        assert_eq!(judge_outcome(r#"[3,"1",{"configurationKey":[]}]"#), Verdict::Fine);
        let mixed = r#"[3,"1",{"setVariableResult":[{"attributeStatus":"Accepted"},{"attributeStatus":"UnknownVariable"}]}]"#;
        assert_eq!(judge_outcome(mixed), Verdict::Bad);
    }
}
