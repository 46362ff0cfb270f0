//! RequestStopTransaction: stop a session by the station's name for it (2.0.1 part 2, F03, 1.44).

use domain::session::WireRef;
use serde::Serialize;

use crate::message::OutgoingCall;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    transaction_id: &'a str,
}

/// The most characters of a session's name. A station that made a longer one cannot be told about it.
const LENGTH: usize = 36;

/// `None` for a session with a number of ours.
pub(super) fn call(wire: &WireRef) -> Option<OutgoingCall> {
    match wire {
        WireRef::Station(transaction_id) => (transaction_id.chars().count() <= LENGTH)
            .then(|| OutgoingCall::new("RequestStopTransaction", &Wire { transaction_id })),
        WireRef::Central(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::order;
    use super::*;
    use domain::order::Command;
    use domain::session::SessionKey;

    #[test]
    fn golden_request_stop() {
        let stop = |wire| order(&Command::Stop { session: SessionKey(1), wire });
        let golden = r#"RequestStopTransaction {"transactionId":"tx-1"}"#;
        assert_eq!(stop(WireRef::Station("tx-1".into())).as_deref(), Some(golden));
        assert_eq!(stop(WireRef::Central(42)), None);
    }
}
