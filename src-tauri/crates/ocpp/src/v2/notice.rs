//! Messages that are kept as they are: inventories, events, security events.

use domain::ask::{Answer, Ask, Notice};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::tolerant::{Notes, Scalar, fields, shown};
use crate::violation::Violation;

#[derive(Deserialize)]
struct Wire<'a> {
    #[serde(borrow, default, rename = "generatedAt")]
    generated: Scalar<'a>,
    #[serde(borrow, default)]
    timestamp: Scalar<'a>,
    #[serde(borrow, default, rename = "type")]
    kind: Scalar<'a>,
}

/// Security events that happen every day and need nobody's eye (1.6 security white paper, A04; 2.0.1 part 2, appendix 1).
const EVERYDAY: [&str; 4] = ["StartupOfTheDevice", "ResetOrReboot", "SettingSystemTime", "FirmwareUpdated"];

/// A security event: kept whole, and its name noted where somebody should look.
pub(crate) fn security_event(payload: &RawValue, notes: &mut Notes<'_>) -> Result<Ask, Violation> {
    let wire: Wire<'_> = fields(payload)?;
    let kind = wire.kind.clean();
    if !kind.is_empty() && !EVERYDAY.contains(&kind.as_str()) {
        notes.add(&format!("Security event “{}”", shown(&kind)));
    }
    ask("SecurityEventNotification", payload, notes)
}

/// The whole message, with the time in it.
pub(crate) fn ask(action: &str, payload: &RawValue, notes: &mut Notes<'_>) -> Result<Ask, Violation> {
    let wire: Wire<'_> = fields(payload)?;
    let (field, said) = match wire.generated.is_missing() {
        true => ("timestamp", wire.timestamp),
        false => ("generatedAt", wire.generated),
    };
    let at = said.time(field, notes);
    Ok(Ask::Notice(Notice {
        kind: action.to_owned(),
        content: payload.get().to_owned(),
        faults: Vec::new(),
        at,
    }))
}

pub(crate) fn reply(action: &str, answer: &Answer) -> Result<String, Violation> {
    let Answer::Done = answer else {
        return Err(Violation::wrong_answer(action));
    };
    Ok("{}".to_owned())
}
