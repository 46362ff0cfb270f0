//! Reset: restart, at once or when nobody charges (2.0.1 part 2, B11–B12, 1.45).

use serde::Serialize;

use crate::message::OutgoingCall;

#[derive(Serialize)]
struct Wire {
    #[serde(rename = "type")]
    kind: &'static str,
}

pub(super) fn call(now: bool) -> OutgoingCall {
    OutgoingCall::new("Reset", &Wire { kind: if now { "Immediate" } else { "OnIdle" } })
}

#[cfg(test)]
mod tests {
    use super::super::testing::order;
    use domain::order::Command;

    #[test]
    fn golden_reset() {
        assert_eq!(order(&Command::Restart { now: true }).as_deref(), Some(r#"Reset {"type":"Immediate"}"#));
        assert_eq!(order(&Command::Restart { now: false }).as_deref(), Some(r#"Reset {"type":"OnIdle"}"#));
    }
}
