//! Reset: restart, at once or after what is running (1.6 section 5.14, 6.39).

use serde::Serialize;

use crate::message::OutgoingCall;

#[derive(Serialize)]
struct Wire {
    #[serde(rename = "type")]
    kind: &'static str,
}

pub(super) fn call(now: bool) -> OutgoingCall {
    OutgoingCall::new("Reset", &Wire { kind: if now { "Hard" } else { "Soft" } })
}

#[cfg(test)]
mod tests {
    use super::super::testing::order;
    use domain::order::Command;

    #[test]
    fn golden_reset() {
        assert_eq!(order(&Command::Restart { now: true }).as_deref(), Some(r#"Reset {"type":"Hard"}"#));
        assert_eq!(order(&Command::Restart { now: false }).as_deref(), Some(r#"Reset {"type":"Soft"}"#));
    }
}
