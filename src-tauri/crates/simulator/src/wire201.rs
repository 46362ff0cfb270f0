//! The second generation's words: OCPP 2.0.1.

use serde_json::{Value, json};

use crate::bay::{Phase, Why};
use crate::blueprint::{Blueprint, Generation};
use crate::message::{Message, Order, Session, What};
use crate::meter::Reading;
use crate::work::{log_message, update_message};

/// A message as action and payload.
pub fn write(message: &Message, charger: &Blueprint) -> (&'static str, Value) {
    let at = format!("{:.3}", message.at);
    match &message.what {
        What::Boot => (
            "BootNotification",
            json!({
                "reason": "PowerUp",
                "chargingStation": {
                    "vendorName": charger.vendor, "model": charger.model,
                    "serialNumber": charger.serial, "firmwareVersion": charger.firmware,
                },
            }),
        ),
        What::Heartbeat => ("Heartbeat", json!({})),
        What::Phase(bay, phase) => (
            "StatusNotification",
            json!({
                "evseId": bay.map_or(0, |bay| bay + 1), "connectorId": bay.map_or(0, |_| 1),
                "connectorStatus": status(*phase), "timestamp": at,
            }),
        ),
        What::Card(_, card) => ("Authorize", json!({ "idToken": { "idToken": card, "type": "ISO14443" } })),
        What::Meter(bay, reading) => {
            ("MeterValues", json!({ "evseId": bay + 1, "meterValue": [values(reading, "Trigger")] }))
        }
        What::Clock(bay, _, reading) => {
            ("MeterValues", json!({ "evseId": bay + 1, "meterValue": [values(reading, "Sample.Clock")] }))
        }
        What::Firmware(word, request) => update_message(word, *request, Generation::Second),
        What::Log(word, request) => log_message(word, *request),
        What::Idle(action) => (action, json!({ "status": "Idle" })),
        What::Begin(session, reading) => {
            let trigger = if session.order.is_some() { "RemoteStart" } else { "Authorized" };
            let mut payload = event(message, session, 0, "Started", trigger, "Charging");
            payload["evse"] = json!({ "id": session.bay + 1, "connectorId": 1 });
            payload["idToken"] = json!({ "idToken": session.card, "type": session.kind });
            payload["meterValue"] = json!([values(reading, "Transaction.Begin")]);
            if let Some(order) = session.order {
                payload["transactionInfo"]["remoteStartId"] = order.into();
            }
            ("TransactionEvent", payload)
        }
        What::Sample(session, number, reading) => {
            let state = if reading.power > 0.0 { "Charging" } else { "SuspendedEV" };
            let mut payload = event(message, session, *number, "Updated", "MeterValuePeriodic", state);
            payload["meterValue"] = json!([values(reading, "Sample.Periodic")]);
            ("TransactionEvent", payload)
        }
        What::Turn(session, number, phase, reading) => {
            let state = match phase {
                Phase::Suspended => "SuspendedEV",
                Phase::Held => "SuspendedEVSE",
                _ => "Charging",
            };
            let mut payload = event(message, session, *number, "Updated", "ChargingStateChanged", state);
            payload["meterValue"] = json!([values(reading, "Other")]);
            ("TransactionEvent", payload)
        }
        What::End(session, number, why, reading) => {
            let (trigger, reason) = words(*why);
            let state = if *why == Why::Unplugged { "Idle" } else { "EVConnected" };
            let mut payload = event(message, session, *number, "Ended", trigger, state);
            payload["transactionInfo"]["stoppedReason"] = reason.into();
            payload["meterValue"] = json!([values(reading, "Transaction.End")]);
            ("TransactionEvent", payload)
        }
    }
}

fn event(message: &Message, session: &Session, number: u32, kind: &str, trigger: &str, state: &str) -> Value {
    let mut event = json!({
        "eventType": kind, "timestamp": format!("{:.3}", message.at), "triggerReason": trigger, "seqNo": number,
        "transactionInfo": { "transactionId": session.name, "chargingState": state },
    });
    if message.offline {
        event["offline"] = true.into();
    }
    event
}

/// The five states of a connector; how the charge goes is told by the session's messages.
pub fn status(phase: Phase) -> &'static str {
    match phase {
        Phase::Available => "Available",
        Phase::Preparing | Phase::Charging | Phase::Suspended | Phase::Held | Phase::Finishing => "Occupied",
        Phase::Reserved => "Reserved",
        Phase::Unavailable => "Unavailable",
    }
}

fn words(why: Why) -> (&'static str, &'static str) {
    match why {
        Why::Local => ("StopAuthorized", "Local"),
        Why::Remote => ("RemoteStop", "Remote"),
        Why::Unplugged => ("EVDeparted", "EVDisconnected"),
        Why::Restart { .. } => ("ResetCommand", "ImmediateReset"),
        Why::Unlocked => ("UnlockCommand", "Other"),
        Why::Refused => ("Deauthorized", "DeAuthorized"),
    }
}

fn values(reading: &Reading, context: &str) -> Value {
    let rounded = |value: f64, digits: f64| (value * digits).round() / digits;
    let mut list = vec![
        sampled("Energy.Active.Import.Register", "Wh", json!(reading.register), None),
        sampled("Power.Active.Import", "W", json!(reading.power.round()), None),
    ];
    let phase = |index: usize| (reading.lines.len() > 1).then(|| ["L1", "L2", "L3"][index % 3]);
    for (index, (amps, volts)) in reading.lines.iter().enumerate() {
        list.push(sampled("Current.Import", "A", json!(rounded(*amps, 100.0)), phase(index)));
        list.push(sampled("Voltage", "V", json!(rounded(*volts, 10.0)), phase(index)));
    }
    list.push(sampled("Current.Offered", "A", json!(rounded(reading.offered, 10.0)), None));
    if let Some(soc) = reading.soc {
        list.push(sampled("SoC", "Percent", json!(soc.round()), None));
    }
    for value in &mut list {
        value["context"] = context.into();
    }
    json!({ "timestamp": format!("{:.3}", reading.at), "sampledValue": list })
}

fn sampled(measurand: &str, unit: &str, value: Value, phase: Option<&str>) -> Value {
    let mut sampled = json!({ "value": value, "measurand": measurand, "unitOfMeasure": { "unit": unit } });
    if let Some(phase) = phase {
        sampled["phase"] = phase.into();
    }
    sampled
}

/// An order in this generation's words; `None` for anything else.
pub fn read(action: &str, payload: &Value) -> Option<Order> {
    let index = |value: &Value| value.as_u64().and_then(|n| usize::try_from(n).ok()?.checked_sub(1));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Some(match action {
        "RequestStartTransaction" => Order::Start {
            bay: index(&payload["evseId"]),
            card: text(&payload["idToken"]["idToken"]),
            kind: text(&payload["idToken"]["type"]),
            order: payload["remoteStartId"].as_i64(),
        },
        "RequestStopTransaction" => Order::Stop(text(&payload["transactionId"])),
        "Reset" => Order::Restart { hard: payload["type"] == "Immediate" },
        "UnlockConnector" => Order::Unlock(index(&payload["evseId"]).unwrap_or(usize::MAX)),
        "ChangeAvailability" => Order::Service {
            bay: index(&payload["evse"]["id"]),
            operative: payload["operationalStatus"] == "Operative",
        },
        "TriggerMessage" => {
            Order::Trigger { what: text(&payload["requestedMessage"]), bay: index(&payload["evse"]["id"]) }
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blueprint::fleet;
    use jiff::Timestamp;

    #[test]
    fn the_first_message_of_a_session_repeats_the_orders_number() {
        let session = Session {
            id: 1,
            bay: 1,
            card: "forecourt".into(),
            kind: "Central".into(),
            name: "DEMO-02-1".into(),
            order: Some(7),
            reservation: None,
            began: Timestamp::UNIX_EPOCH,
        };
        let reading = Reading {
            at: Timestamp::UNIX_EPOCH,
            register: 900,
            power: 0.0,
            lines: vec![(0.0, 400.0)],
            offered: 150.0,
            soc: Some(41.4),
        };
        let message = Message {
            at: Timestamp::UNIX_EPOCH,
            offline: true,
            what: What::Begin(session, reading),
            tries: 0,
        };
        let charger = fleet(2).nth(1).expect("two");
        let (action, payload) = write(&message, &charger);
        assert_eq!(action, "TransactionEvent");
        assert_eq!(payload["transactionInfo"]["remoteStartId"], 7);
        assert_eq!((&payload["triggerReason"], &payload["offline"]), (&json!("RemoteStart"), &json!(true)));
        assert_eq!(payload["evse"], json!({ "id": 2, "connectorId": 1 }));
        assert_eq!(payload["meterValue"][0]["sampledValue"][5]["value"], 41.0);
    }

    #[test]
    fn orders_are_understood_and_anything_else_is_not() {
        let service = read(
            "ChangeAvailability",
            &json!({ "operationalStatus": "Inoperative", "evse": { "id": 2, "connectorId": 1 } }),
        );
        assert_eq!(service, Some(Order::Service { bay: Some(1), operative: false }));
        assert_eq!(read("GetBaseReport", &json!({})), None);
    }
}
