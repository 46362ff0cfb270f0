//! Heartbeat: the station is there and wants the time (1.6 section 4.6, 6.29).

use domain::ask::{Answer, Ask};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::manner::Telling;
use crate::message::json;
use crate::tolerant::{Notes, fields};
use crate::violation::Violation;

#[derive(Deserialize)]
struct Wire {}

pub(crate) fn ask(payload: &RawValue, _: &mut Notes<'_>) -> Result<Ask, Violation> {
    let Wire {} = fields(payload)?;
    Ok(Ask::Heartbeat)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WireReply {
    current_time: String,
}

pub(crate) fn reply(answer: &Answer, telling: Telling) -> Result<String, Violation> {
    let Answer::Done = answer else {
        return Err(Violation::wrong_answer("Heartbeat"));
    };
    Ok(json(&WireReply { current_time: telling.now() }))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{code, read, reply};
    use super::*;

    #[test]
    fn golden_heartbeat_and_its_answer() {
        assert_eq!(read("Heartbeat", "{}"), Ok(Ask::Heartbeat));
        assert_eq!(reply("Heartbeat", &Answer::Done), r#"{"currentTime":"2026-11-21T14:05:00.000Z"}"#);
    }

    #[test]
    fn null_and_an_empty_list_are_accepted_for_an_empty_object() {
        assert_eq!(read("Heartbeat", "null"), Ok(Ask::Heartbeat));
        assert_eq!(read("Heartbeat", "[]"), Ok(Ask::Heartbeat));
        assert_eq!(read("Heartbeat", r#"{"uptime":7}"#), Ok(Ask::Heartbeat));
    }

    #[test]
    fn a_number_is_a_violation() {
        assert_eq!(code("Heartbeat", "7"), "FormationViolation");
    }
}
