//! GetLocalListVersion: which local token list has the station? (1.6 section 5.10, 6.27)

use serde::Serialize;

use crate::message::OutgoingCall;

#[derive(Serialize)]
struct Wire {}

pub(super) fn call() -> OutgoingCall {
    OutgoingCall::new("GetLocalListVersion", &Wire {})
}

#[cfg(test)]
mod tests {
    use super::super::testing::order;
    use domain::order::Command;

    #[test]
    fn golden_list_version() {
        assert_eq!(order(&Command::ReadListVersion).as_deref(), Some("GetLocalListVersion {}"));
    }
}
