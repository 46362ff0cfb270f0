//! NotifyReport: a part of the station's inventory (2.0.1 part 2, B07–B08, 1.41). Kept and acknowledged.

use domain::ask::{Answer, Ask};
use serde_json::value::RawValue;

use super::notice;
use crate::manner::Telling;
use crate::tolerant::Notes;
use crate::violation::Violation;

pub(crate) fn ask(payload: &RawValue, notes: &mut Notes<'_>) -> Result<Ask, Violation> {
    notice::ask("NotifyReport", payload, notes)
}

pub(crate) fn reply(answer: &Answer, _: Telling) -> Result<String, Violation> {
    notice::reply("NotifyReport", answer)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{AT, code, read, reply};
    use super::*;

    #[test]
    fn golden_notice_and_its_answer() {
        let json = r#"{"requestId":1,"generatedAt":"2026-11-21T14:05:00Z","seqNo":0,"reportData":[]}"#;
        let Ok(Ask::Notice(notice)) = read("NotifyReport", json) else { panic!() };
        assert_eq!((&*notice.kind, &*notice.content, notice.at), ("NotifyReport", json, Some(AT)));
        assert_eq!(reply("NotifyReport", &Answer::Done), "{}");
    }

    #[test]
    fn a_notice_without_a_time_is_kept() {
        let ask = read("NotifyReport", r#"{"generatedAt":"","tbc":"false"}"#);
        assert!(matches!(ask, Ok(Ask::Notice(notice)) if notice.at.is_none()));
    }

    #[test]
    fn what_is_no_object_is_a_violation() {
        assert_eq!(code("NotifyReport", "1"), "FormatViolation");
    }
}
