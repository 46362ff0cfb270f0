//! SecurityEventNotification: something that matters to security (1.6 security white paper, A04). Kept and
//! acknowledged.

use domain::ask::{Answer, Ask};
use serde_json::value::RawValue;

use crate::manner::Telling;
use crate::tolerant::Notes;
use crate::v2::notice;
use crate::violation::Violation;

pub(super) fn ask(payload: &RawValue, notes: &mut Notes<'_>) -> Result<Ask, Violation> {
    notice::security_event(payload, notes)
}

pub(super) fn reply(answer: &Answer, _: Telling) -> Result<String, Violation> {
    notice::reply("SecurityEventNotification", answer)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{AT, code, read, reply};
    use super::*;

    #[test]
    fn golden_security_event_and_its_answer() {
        let json = r#"{"type":"StartupOfTheDevice","timestamp":"2026-11-21T14:05:00Z","techInfo":"x"}"#;
        let Ok(Ask::Notice(notice)) = read("SecurityEventNotification", json) else { panic!() };
        assert_eq!(
            (&*notice.kind, &*notice.content, notice.at),
            ("SecurityEventNotification", json, Some(AT))
        );
        assert_eq!(reply("SecurityEventNotification", &Answer::Done), "{}");
    }

    #[test]
    fn what_is_no_object_is_a_violation() {
        assert_eq!(code("SecurityEventNotification", "1"), "FormationViolation");
    }
}
