//! RemoteStopTransaction: stop a session by our number (1.6 section 5.12, 6.35).

use domain::session::WireRef;
use serde::Serialize;

use crate::message::OutgoingCall;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    transaction_id: i64,
}

/// `None` for a session that a station named itself.
pub(super) fn call(wire: &WireRef) -> Option<OutgoingCall> {
    match wire {
        WireRef::Central(transaction_id) => {
            Some(OutgoingCall::new("RemoteStopTransaction", &Wire { transaction_id: *transaction_id }))
        }
        WireRef::Station(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::order;
    use super::*;
    use domain::order::Command;
    use domain::session::SessionKey;

    #[test]
    fn golden_remote_stop() {
        let stop = |wire| order(&Command::Stop { session: SessionKey(1), wire });
        assert_eq!(
            stop(WireRef::Central(42)).as_deref(),
            Some(r#"RemoteStopTransaction {"transactionId":42}"#)
        );
        assert_eq!(stop(WireRef::Station("a".into())), None);
    }
}
