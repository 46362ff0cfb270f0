//! SecurityEventNotification: something that matters to security (2.0.1 part 2, A04, 1.46). Kept and acknowledged.

use domain::ask::{Answer, Ask};
use serde_json::value::RawValue;

use super::notice;
use crate::manner::Telling;
use crate::tolerant::Notes;
use crate::violation::Violation;

pub(crate) fn ask(payload: &RawValue, notes: &mut Notes<'_>) -> Result<Ask, Violation> {
    notice::security_event(payload, notes)
}

pub(crate) fn reply(answer: &Answer, _: Telling) -> Result<String, Violation> {
    notice::reply("SecurityEventNotification", answer)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{AT, code, read, reply};
    use super::*;

    #[test]
    fn golden_notice_and_its_answer() {
        let json = r#"{"type":"StartupOfTheDevice","timestamp":"2026-11-21T14:05:00Z"}"#;
        let Ok(Ask::Notice(notice)) = read("SecurityEventNotification", json) else { panic!() };
        assert_eq!(
            (&*notice.kind, &*notice.content, notice.at),
            ("SecurityEventNotification", json, Some(AT))
        );
        assert_eq!(reply("SecurityEventNotification", &Answer::Done), "{}");
    }

    #[test]
    fn a_notice_without_a_time_is_kept() {
        let ask = read("SecurityEventNotification", r#"{"timestamp":"","tbc":"false"}"#);
        assert!(matches!(ask, Ok(Ask::Notice(notice)) if notice.at.is_none()));
    }

    #[test]
    fn what_is_no_object_is_a_violation() {
        assert_eq!(code("SecurityEventNotification", "1"), "FormatViolation");
    }
}
