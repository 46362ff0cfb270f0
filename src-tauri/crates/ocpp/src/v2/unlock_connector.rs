//! UnlockConnector: let go of a cable (2.0.1 part 2, F05, 1.63).

use domain::place::ConnectorRef;
use serde::Serialize;

use crate::message::OutgoingCall;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    evse_id: u16,
    connector_id: u16,
}

pub(super) fn call(at: ConnectorRef) -> OutgoingCall {
    OutgoingCall::new("UnlockConnector", &Wire { evse_id: at.evse, connector_id: at.connector })
}

#[cfg(test)]
mod tests {
    use super::super::testing::order;
    use super::*;
    use domain::order::Command;

    #[test]
    fn golden_unlock() {
        let unlock = Command::Unlock { at: ConnectorRef { evse: 2, connector: 1 } };
        assert_eq!(order(&unlock).as_deref(), Some(r#"UnlockConnector {"evseId":2,"connectorId":1}"#));
    }
}
