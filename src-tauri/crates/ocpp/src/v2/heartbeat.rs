//! Heartbeat: the station is there and wants the time (2.0.1 part 2, G02, 1.29), as in the first generation.

pub(crate) use crate::v16::heartbeat::{ask, reply};

#[cfg(test)]
mod tests {
    use super::super::testing::{code, read, reply};
    use domain::ask::{Answer, Ask};

    #[test]
    fn golden_heartbeat_and_its_answer() {
        assert_eq!(read("Heartbeat", "{}"), Ok(Ask::Heartbeat));
        assert_eq!(reply("Heartbeat", &Answer::Done), r#"{"currentTime":"2026-11-21T14:05:00.000Z"}"#);
    }

    #[test]
    fn null_is_accepted_and_a_text_is_a_violation() {
        assert_eq!(read("Heartbeat", "null"), Ok(Ask::Heartbeat));
        assert_eq!(code("Heartbeat", "\"now\""), "FormatViolation");
    }
}
