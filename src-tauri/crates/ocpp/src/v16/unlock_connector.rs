//! UnlockConnector: let go of a cable (1.6 section 5.18, 6.53).

use domain::place::ConnectorRef;
use serde::Serialize;

use crate::message::OutgoingCall;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    connector_id: u16,
}

pub(super) fn call(at: ConnectorRef) -> OutgoingCall {
    OutgoingCall::new("UnlockConnector", &Wire { connector_id: at.evse })
}

#[cfg(test)]
mod tests {
    use super::super::testing::order;
    use super::*;
    use domain::order::Command;

    #[test]
    fn golden_unlock() {
        let unlock = Command::Unlock { at: ConnectorRef { evse: 2, connector: 1 } };
        assert_eq!(order(&unlock).as_deref(), Some(r#"UnlockConnector {"connectorId":2}"#));
    }
}
