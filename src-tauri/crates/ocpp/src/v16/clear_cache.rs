//! ClearCache: forget the tokens that the station remembers by itself (1.6 section 5.4, 6.11).

use serde::Serialize;

use crate::message::OutgoingCall;

#[derive(Serialize)]
struct Wire {}

pub(super) fn call() -> OutgoingCall {
    OutgoingCall::new("ClearCache", &Wire {})
}

#[cfg(test)]
mod tests {
    use super::super::testing::order;
    use domain::order::Command;

    #[test]
    fn golden_clear_cache() {
        assert_eq!(order(&Command::ClearCache).as_deref(), Some("ClearCache {}"));
    }
}
