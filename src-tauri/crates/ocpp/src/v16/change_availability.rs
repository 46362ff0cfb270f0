//! ChangeAvailability: take in or out of service; connector 0 is the whole station (1.6 section 5.2, 6.7).

use domain::place::Place;
use serde::Serialize;

use super::number;
use crate::message::OutgoingCall;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    connector_id: u16,
    #[serde(rename = "type")]
    kind: &'static str,
}

pub(super) fn call(at: Place, operative: bool) -> OutgoingCall {
    let kind = if operative { "Operative" } else { "Inoperative" };
    OutgoingCall::new("ChangeAvailability", &Wire { connector_id: number(at), kind })
}

#[cfg(test)]
mod tests {
    use super::super::testing::order;
    use super::*;
    use domain::order::Command;

    #[test]
    fn golden_change_availability() {
        let service = |at, operative| order(&Command::Service { at, operative }).unwrap();
        assert_eq!(
            service(Place::Station, false),
            r#"ChangeAvailability {"connectorId":0,"type":"Inoperative"}"#
        );
        assert_eq!(
            service(Place::Evse(2), true),
            r#"ChangeAvailability {"connectorId":2,"type":"Operative"}"#
        );
    }
}
