//! ExtendedTriggerMessage: ask for a message now, also for those of the security extension
//! (1.6 security white paper, F06).

use domain::order::Trigger;
use domain::place::Place;
use serde::Serialize;

use super::number;
use crate::message::OutgoingCall;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    requested_message: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    connector_id: Option<u16>,
}

/// `None` for diagnostics: the extension has logs in their place.
pub(super) fn call(what: Trigger, at: Place) -> Option<OutgoingCall> {
    let connector = Some(number(at)).filter(|number| *number > 0);
    let (requested_message, connector_id) = match what {
        Trigger::Boot => ("BootNotification", None),
        Trigger::Heartbeat => ("Heartbeat", None),
        Trigger::Status => ("StatusNotification", connector),
        Trigger::Meter => ("MeterValues", connector),
        Trigger::Firmware => ("FirmwareStatusNotification", None),
        Trigger::Log => ("LogStatusNotification", None),
        Trigger::SignCertificate => ("SignChargePointCertificate", None),
        Trigger::Diagnostics => return None,
    };
    Some(OutgoingCall::new("ExtendedTriggerMessage", &Wire { requested_message, connector_id }))
}

#[cfg(test)]
mod tests {
    use super::super::testing::order;
    use super::*;
    use domain::order::Command;

    #[test]
    fn golden_extended_trigger() {
        let trigger = |what, at, extended| order(&Command::Trigger { what, at, extended }).unwrap();
        assert_eq!(
            trigger(Trigger::Log, Place::Station, false),
            r#"ExtendedTriggerMessage {"requestedMessage":"LogStatusNotification"}"#
        );
        assert_eq!(
            trigger(Trigger::SignCertificate, Place::Evse(1), false),
            r#"ExtendedTriggerMessage {"requestedMessage":"SignChargePointCertificate"}"#
        );
        assert_eq!(
            trigger(Trigger::Status, Place::Evse(2), true),
            r#"ExtendedTriggerMessage {"requestedMessage":"StatusNotification","connectorId":2}"#
        );
        assert_eq!(
            trigger(Trigger::Firmware, Place::Station, true),
            r#"ExtendedTriggerMessage {"requestedMessage":"FirmwareStatusNotification"}"#
        );
    }
}
