//! TriggerMessage: ask for a message now (2.0.1 part 2, F06, 1.61).

use domain::order::Trigger;
use domain::place::Place;
use serde::Serialize;

use super::Evse;
use crate::message::OutgoingCall;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    requested_message: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    evse: Option<Evse>,
}

/// A status is that of a connector, so it is asked for with one (F06.FR.12). `None` for what we could not read yet.
pub(super) fn call(what: Trigger, at: Place) -> Option<OutgoingCall> {
    let (requested_message, evse) = match what {
        Trigger::Boot => ("BootNotification", None),
        Trigger::Heartbeat => ("Heartbeat", None),
        Trigger::Status => ("StatusNotification", at.connector().map(Place::Connector).and_then(Evse::of)),
        Trigger::Meter => ("MeterValues", at.connector().map(|at| Place::Evse(at.evse)).and_then(Evse::of)),
        Trigger::Diagnostics | Trigger::Log => ("LogStatusNotification", None),
        Trigger::Firmware => ("FirmwareStatusNotification", None),
        Trigger::SignCertificate => return None,
    };
    Some(OutgoingCall::new("TriggerMessage", &Wire { requested_message, evse }))
}

#[cfg(test)]
mod tests {
    use super::super::testing::order;
    use super::*;
    use domain::order::Command;

    #[test]
    fn golden_trigger() {
        let trigger = |what, at| order(&Command::Trigger { what, at, extended: false }).unwrap();
        let boot = r#"TriggerMessage {"requestedMessage":"BootNotification"}"#;
        assert_eq!(trigger(Trigger::Boot, Place::Evse(1)), boot);
        let status =
            r#"TriggerMessage {"requestedMessage":"StatusNotification","evse":{"id":2,"connectorId":1}}"#;
        assert_eq!(trigger(Trigger::Status, Place::Evse(2)), status);
        let meter = r#"TriggerMessage {"requestedMessage":"MeterValues","evse":{"id":2}}"#;
        assert_eq!(trigger(Trigger::Meter, Place::Evse(2)), meter);
        let log = r#"TriggerMessage {"requestedMessage":"LogStatusNotification"}"#;
        assert_eq!(trigger(Trigger::Diagnostics, Place::Station), log);
        assert_eq!(trigger(Trigger::Log, Place::Evse(2)), log);
        let firmware = r#"TriggerMessage {"requestedMessage":"FirmwareStatusNotification"}"#;
        assert_eq!(trigger(Trigger::Firmware, Place::Station), firmware);
        let all = r#"TriggerMessage {"requestedMessage":"MeterValues"}"#;
        assert_eq!(trigger(Trigger::Meter, Place::Station), all);
    }
}
