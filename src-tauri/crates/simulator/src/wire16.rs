//! The first generation's words: OCPP 1.6.

use serde_json::{Value, json};

use crate::bay::{Phase, Why};
use crate::blueprint::{Blueprint, Generation};
use crate::first::Settings;
use crate::message::{Message, Order, What};
use crate::meter::Reading;
use crate::work::{log_message, update_message};

/// A message as action and payload; `None` where 1.6 has no word for it. `number` is the centre's number of the session.
pub fn write(
    message: &Message,
    charger: &Blueprint,
    number: Option<i64>,
    settings: &Settings,
) -> Option<(&'static str, Value)> {
    let measured = |reading, context| values(reading, context, settings);
    let at = format!("{:.3}", message.at);
    Some(match &message.what {
        What::Boot => (
            "BootNotification",
            json!({
                "chargePointVendor": charger.vendor, "chargePointModel": charger.model,
                "chargePointSerialNumber": charger.serial, "firmwareVersion": charger.firmware,
                "meterType": "EM-340",
            }),
        ),
        What::Heartbeat => ("Heartbeat", json!({})),
        What::Phase(bay, phase) => (
            "StatusNotification",
            json!({
                "connectorId": bay.map_or(0, |bay| bay + 1), "errorCode": "NoError",
                "status": status(*phase), "timestamp": at,
            }),
        ),
        What::Card(_, card) => ("Authorize", json!({ "idTag": card })),
        What::Meter(bay, reading) => {
            ("MeterValues", json!({ "connectorId": bay + 1, "meterValue": [measured(reading, "Trigger")?] }))
        }
        What::Clock(bay, _, reading) => {
            let value = measured(reading, "Sample.Clock")?;
            let mut payload = json!({ "connectorId": bay + 1, "meterValue": [value] });
            if let Some(number) = number {
                payload["transactionId"] = number.into();
            }
            ("MeterValues", payload)
        }
        What::Firmware(word, request) => update_message(word, *request, Generation::First),
        What::Log(word, request) => log_message(word, *request),
        What::Idle(action) => (action, json!({ "status": "Idle" })),
        What::Begin(session, reading) => {
            let mut payload = json!({
                "connectorId": session.bay + 1, "idTag": session.card, "meterStart": reading.register, "timestamp": at,
            });
            if let Some(reservation) = session.reservation {
                payload["reservationId"] = reservation.into();
            }
            ("StartTransaction", payload)
        }
        What::Sample(session, _, reading) => {
            let mut payload = json!({ "connectorId": session.bay + 1, "meterValue": [measured(reading, "Sample.Periodic")?] });
            if let Some(number) = number {
                payload["transactionId"] = number.into();
            }
            ("MeterValues", payload)
        }
        What::Turn(..) => return None,
        What::End(session, _, why, reading) => {
            let mut payload = json!({
                "transactionId": number.unwrap_or(-1), "meterStop": reading.register, "timestamp": at,
                "reason": reason(*why),
            });
            if *why == Why::Local {
                payload["idTag"] = session.card.as_str().into();
            }
            ("StopTransaction", payload)
        }
    })
}

fn status(phase: Phase) -> &'static str {
    match phase {
        Phase::Available => "Available",
        Phase::Preparing => "Preparing",
        Phase::Charging => "Charging",
        Phase::Suspended => "SuspendedEV",
        Phase::Held => "SuspendedEVSE",
        Phase::Reserved => "Reserved",
        Phase::Finishing => "Finishing",
        Phase::Unavailable => "Unavailable",
    }
}

fn reason(why: Why) -> &'static str {
    match why {
        Why::Local => "Local",
        Why::Remote => "Remote",
        Why::Unplugged => "EVDisconnected",
        Why::Restart { hard: true } => "HardReset",
        Why::Restart { hard: false } => "SoftReset",
        Why::Unlocked => "UnlockCommand",
        Why::Refused => "DeAuthorized",
    }
}

/// A reading with what the settings want measured; `None` when that is nothing.
fn values(reading: &Reading, context: &str, settings: &Settings) -> Option<Value> {
    let key = if context == "Sample.Clock" { "MeterValuesAlignedData" } else { "MeterValuesSampledData" };
    let mut list = vec![
        sampled("Energy.Active.Import.Register", "Wh", reading.register.to_string(), None),
        sampled("Power.Active.Import", "W", format!("{:.0}", reading.power), None),
    ];
    let phase = |index: usize| (reading.lines.len() > 1).then(|| ["L1", "L2", "L3"][index % 3]);
    for (index, (amps, volts)) in reading.lines.iter().enumerate() {
        list.push(sampled("Current.Import", "A", format!("{amps:.2}"), phase(index)));
        list.push(sampled("Voltage", "V", format!("{volts:.1}"), phase(index)));
    }
    list.push(sampled("Current.Offered", "A", format!("{:.1}", reading.offered), None));
    if let Some(soc) = reading.soc {
        list.push(sampled("SoC", "Percent", format!("{soc:.0}"), None));
    }
    list.retain(|value| value["measurand"].as_str().is_some_and(|measurand| settings.has(key, measurand)));
    for value in &mut list {
        value["context"] = context.into();
    }
    (!list.is_empty()).then(|| json!({ "timestamp": format!("{:.3}", reading.at), "sampledValue": list }))
}

fn sampled(measurand: &str, unit: &str, value: String, phase: Option<&str>) -> Value {
    let mut sampled = json!({ "value": value, "measurand": measurand, "unit": unit });
    if let Some(phase) = phase {
        sampled["phase"] = phase.into();
    }
    sampled
}

/// An order in this generation's words; `None` for anything else.
pub fn read(action: &str, payload: &Value) -> Option<Order> {
    let connector = || payload["connectorId"].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    let bay = || connector().checked_sub(1);
    let text = |name: &str| payload[name].as_str().unwrap_or_default().to_owned();
    Some(match action {
        "RemoteStartTransaction" => {
            Order::Start { bay: bay(), card: text("idTag"), kind: String::new(), order: None }
        }
        "RemoteStopTransaction" => Order::Stop(payload["transactionId"].to_string()),
        "Reset" => Order::Restart { hard: payload["type"] == "Hard" },
        "UnlockConnector" => Order::Unlock(bay().unwrap_or(usize::MAX)),
        "ChangeAvailability" => Order::Service { bay: bay(), operative: payload["type"] == "Operative" },
        "TriggerMessage" => Order::Trigger { what: text("requestedMessage"), bay: bay() },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blueprint::fleet;
    use jiff::Timestamp;

    #[test]
    fn a_stop_without_a_number_says_minus_one_and_its_time_is_iso() {
        let charger = fleet(1).next().expect("one");
        let session = crate::message::Session {
            id: 1,
            bay: 0,
            card: "04A1".into(),
            kind: String::new(),
            name: String::new(),
            order: None,
            reservation: Some(3),
            began: Timestamp::UNIX_EPOCH,
        };
        let reading = Reading {
            at: Timestamp::UNIX_EPOCH,
            register: 900,
            power: 0.0,
            lines: Vec::new(),
            offered: 16.0,
            soc: None,
        };
        let what = What::End(session, 3, Why::Remote, reading);
        let message = Message { at: Timestamp::UNIX_EPOCH, offline: false, what, tries: 0 };
        let (action, payload) =
            write(&message, &charger, None, &Settings::of(&charger, 10)).expect("1.6 can say that");
        assert_eq!(action, "StopTransaction");
        let expected = json!({
            "transactionId": -1, "meterStop": 900, "timestamp": "1970-01-01T00:00:00.000Z", "reason": "Remote",
        });
        assert_eq!(payload, expected);
    }

    #[test]
    fn orders_are_understood_and_anything_else_is_not() {
        let start = read("RemoteStartTransaction", &json!({ "connectorId": 2, "idTag": "A" }));
        let expected = Order::Start { bay: Some(1), card: "A".into(), kind: String::new(), order: None };
        assert_eq!(start, Some(expected));
        assert_eq!(
            read("RemoteStopTransaction", &json!({ "transactionId": 17 })),
            Some(Order::Stop("17".into()))
        );
        assert_eq!(read("SetChargingProfile", &json!({})), None);
    }
}
