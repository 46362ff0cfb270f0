//! NotifyEvent: something happened to a component (2.0.1 part 2, N07, 1.39). Kept and acknowledged.

use domain::ask::{Answer, Ask};
use serde_json::value::RawValue;

use super::notice;
use crate::manner::Telling;
use crate::tolerant::Notes;
use crate::violation::Violation;

pub(crate) fn ask(payload: &RawValue, notes: &mut Notes<'_>) -> Result<Ask, Violation> {
    notice::ask("NotifyEvent", payload, notes)
}

pub(crate) fn reply(answer: &Answer, _: Telling) -> Result<String, Violation> {
    notice::reply("NotifyEvent", answer)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{AT, code, read, reply};
    use super::*;

    #[test]
    fn golden_notice_and_its_answer() {
        let json = r#"{"generatedAt":"2026-11-21T14:05:00Z","seqNo":0,"eventData":[{"eventId":1}]}"#;
        let Ok(Ask::Notice(notice)) = read("NotifyEvent", json) else { panic!() };
        assert_eq!((&*notice.kind, &*notice.content, notice.at), ("NotifyEvent", json, Some(AT)));
        assert_eq!(reply("NotifyEvent", &Answer::Done), "{}");
    }

    #[test]
    fn a_notice_without_a_time_is_kept() {
        let ask = read("NotifyEvent", r#"{"generatedAt":"","tbc":"false"}"#);
        assert!(matches!(ask, Ok(Ask::Notice(notice)) if notice.at.is_none()));
    }

    #[test]
    fn what_is_no_object_is_a_violation() {
        assert_eq!(code("NotifyEvent", "1"), "FormatViolation");
    }
}
