//! Messages that are kept as they are: inventories, events, security events.

use domain::ask::{Answer, Ask, Notice};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::tolerant::{Notes, Scalar, fields};
use crate::violation::Violation;

#[derive(Deserialize)]
struct Wire<'a> {
    #[serde(borrow, default, rename = "generatedAt")]
    generated: Scalar<'a>,
    #[serde(borrow, default)]
    timestamp: Scalar<'a>,
}

/// The whole message, with the time in it.
pub(crate) fn ask(action: &str, payload: &RawValue, notes: &mut Notes<'_>) -> Result<Ask, Violation> {
    let wire: Wire<'_> = fields(payload)?;
    let (field, said) = match wire.generated.is_missing() {
        true => ("timestamp", wire.timestamp),
        false => ("generatedAt", wire.generated),
    };
    let at = said.time(field, notes);
    Ok(Ask::Notice(Notice { kind: action.to_owned(), content: payload.get().to_owned(), at }))
}

pub(crate) fn reply(action: &str, answer: &Answer) -> Result<String, Violation> {
    let Answer::Done = answer else {
        return Err(Violation::wrong_answer(action));
    };
    Ok("{}".to_owned())
}
