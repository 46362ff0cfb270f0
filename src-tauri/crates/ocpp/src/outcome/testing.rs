//! Shared by the tests of the answers.

use domain::order::{Command, Outcome, Reply};
use serde_json::value::RawValue;

pub fn answered(command: &Command, json: &str) -> Outcome {
    super::read(command, Ok(&RawValue::from_string(json.into()).unwrap()))
}

/// Answers that mean nothing are refusals and nothing more.
pub fn refuses_what_cannot_be_read(command: &Command) {
    for json in ["\"x\"", "[1]", "7", "true"] {
        let outcome = answered(command, json);
        assert!(matches!(outcome.reply, Reply::Refused(_)), "{json}: {outcome:?}");
        assert_eq!(outcome.finding, None, "{json}");
    }
}
