//! ChangeAvailability: take in or out of service; without an EVSE the whole station (2.0.1 part 2, G03–G04, 1.7).

use domain::place::Place;
use serde::Serialize;

use super::Evse;
use crate::message::OutgoingCall;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    operational_status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    evse: Option<Evse>,
}

pub(super) fn call(at: Place, operative: bool) -> OutgoingCall {
    let operational_status = if operative { "Operative" } else { "Inoperative" };
    OutgoingCall::new("ChangeAvailability", &Wire { operational_status, evse: Evse::of(at) })
}

#[cfg(test)]
mod tests {
    use super::super::testing::order;
    use super::*;
    use domain::order::Command;
    use domain::place::ConnectorRef;

    #[test]
    fn golden_change_availability() {
        let service = |at, operative| order(&Command::Service { at, operative }).unwrap();
        assert_eq!(
            service(Place::Station, false),
            r#"ChangeAvailability {"operationalStatus":"Inoperative"}"#
        );
        assert_eq!(
            service(Place::Evse(2), true),
            r#"ChangeAvailability {"operationalStatus":"Operative","evse":{"id":2}}"#
        );
        assert_eq!(
            service(Place::Connector(ConnectorRef { evse: 2, connector: 1 }), true),
            r#"ChangeAvailability {"operationalStatus":"Operative","evse":{"id":2,"connectorId":1}}"#
        );
    }
}
