//! TriggerMessage: ask for a message now (1.6 section 5.17, 6.51).

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

/// Without a connector the station tells about all of them. `None` for what only the security extension has.
pub(super) fn call(what: Trigger, at: Place) -> Option<OutgoingCall> {
    let connector = Some(number(at)).filter(|number| *number > 0);
    let (requested_message, connector_id) = match what {
        Trigger::Boot => ("BootNotification", None),
        Trigger::Heartbeat => ("Heartbeat", None),
        Trigger::Status => ("StatusNotification", connector),
        Trigger::Meter => ("MeterValues", connector),
        Trigger::Diagnostics => ("DiagnosticsStatusNotification", None),
        Trigger::Firmware => ("FirmwareStatusNotification", None),
        Trigger::Log | Trigger::SignCertificate => return None,
    };
    Some(OutgoingCall::new("TriggerMessage", &Wire { requested_message, connector_id }))
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
        let meter = r#"TriggerMessage {"requestedMessage":"MeterValues","connectorId":2}"#;
        assert_eq!(trigger(Trigger::Meter, Place::Evse(2)), meter);
        let status = r#"TriggerMessage {"requestedMessage":"StatusNotification"}"#;
        assert_eq!(trigger(Trigger::Status, Place::Station), status);
        let firmware = r#"TriggerMessage {"requestedMessage":"FirmwareStatusNotification"}"#;
        assert_eq!(trigger(Trigger::Firmware, Place::Station), firmware);
    }

    #[test]
    fn diagnostics_are_asked_for_by_the_old_message_even_where_the_new_one_is_wanted() {
        for extended in [true, false] {
            let command = Command::Trigger { what: Trigger::Diagnostics, at: Place::Station, extended };
            let golden = r#"TriggerMessage {"requestedMessage":"DiagnosticsStatusNotification"}"#;
            assert_eq!(order(&command).as_deref(), Some(golden));
        }
    }
}
