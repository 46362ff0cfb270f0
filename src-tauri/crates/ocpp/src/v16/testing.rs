//! Shared by the tests of the message files.

use domain::ask::{Answer, Ask};
use domain::order::{Command, OrderKey};
use domain::time::Timestamp;
use serde_json::value::RawValue;

use crate::dialect::Dialect;
use crate::manner::{Hearing, Telling};
use crate::violation::Violation;

/// 2026-11-21T14:05:00Z.
pub const AT: Timestamp = Timestamp(1_795_269_900_000);

pub fn read(action: &str, json: &str) -> Result<Ask, Violation> {
    noted(action, json).0
}

pub fn noted(action: &str, json: &str) -> (Result<Ask, Violation>, Vec<String>) {
    let mut notes = Vec::new();
    let payload = RawValue::from_string(json.to_owned()).unwrap();
    let ask = Dialect::V16.read(action, &payload, Hearing::default(), &mut notes);
    (ask, notes)
}

pub fn code(action: &str, json: &str) -> &'static str {
    read(action, json).unwrap_err().code.word(Dialect::V16)
}

pub fn reply(action: &str, answer: &Answer) -> String {
    Dialect::V16.reply(action, answer, Telling { now: AT, fractions: true }).unwrap()
}

/// The order as `Action payload`.
pub fn order(command: &Command) -> Option<String> {
    let call = Dialect::V16.order(OrderKey(7), command, Telling { now: AT, fractions: true })?;
    Some(format!("{} {}", call.action, call.payload))
}
