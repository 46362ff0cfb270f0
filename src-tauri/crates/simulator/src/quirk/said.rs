//! What it says, put differently.

use serde_json::{Value, json};

use super::{Change, Memory, Quirk};

/// A quirk that changes a message.
macro_rules! said {
    ($name:literal, [$($row:literal),+], $said:expr) => {
        Quirk { name: $name, rows: &[$($row),+], changes: &[Change::Said($said)] }
    };
    ($name:literal, [$($row:literal),+], $said:expr, $vendor:literal, $model:literal, $firmware:literal) => {
        Quirk {
            name: $name,
            rows: &[$($row),+],
            changes: &[Change::Said($said), Change::Make($vendor, $model, $firmware)],
        }
    };
}

pub(super) const QUIRKS: &[Quirk] = &[
    said!("empty-vendor", [23], |_, action, payload| {
        if action == "BootNotification" {
            payload["chargePointVendor"] = "".into();
            payload["chargePointModel"] = "SCharger-22KT-S0".into();
        }
    }),
    said!("long-model", [24], |_, action, payload| {
        if action == "BootNotification" {
            payload["chargePointModel"] = "Grizzl-E Smart Connect 40A ".repeat(10).into();
        }
    }),
    said!(
        "local-time",
        [28],
        |_, _, payload| {
            times(payload, |at| {
                jiff::tz::offset(8).to_datetime(at).strftime("%Y-%m-%dT%H:%M:%S").to_string()
            });
        },
        "Growatt",
        "THOR 11AS",
        "1.0"
    ),
    said!("clock-1970", [29], |_, _, payload| {
        times(payload, |at| format!("1970-01-01T00:00:{:02}Z", at.as_second() % 60));
    }),
    said!("empty-timestamp", [30], |_, action, payload| {
        if action == "MeterValues" {
            payload["meterValue"][0]["timestamp"] = "".into();
        }
    }),
    said!(
        "tag-with-junk",
        [43],
        |_, _, payload| {
            if let Some(tag) = payload["idTag"].as_str().filter(|tag| tag.len() >= 20) {
                payload["idTag"] = format!("{}\u{1}\u{7f}", &tag[..18]).into();
            }
        },
        "Ocular",
        "BS-EV22",
        "1.0"
    ),
    said!(
        "tag-suffix",
        [44],
        |_, _, payload| {
            if let Some(tag) = payload["idTag"].as_str() {
                payload["idTag"] = format!("{tag}_17593812").into();
            }
        },
        "Keba AG",
        "P30 x",
        "1.18"
    ),
    said!(
        "group-sum",
        [45],
        |_, action, payload| {
            if action == "MeterValues" && payload["transactionId"].is_null() {
                payload["connectorId"] = 0.into();
            }
        },
        "Keba AG",
        "P30 x",
        "1.18"
    ),
    said!("stop-without-tag", [48], |_, action, payload| {
        if action == "StopTransaction" {
            drop(payload.as_object_mut().and_then(|payload| payload.remove("idTag")));
        }
    }),
    said!("stop-id-minus-one", [49, 50], |_, action, payload| number(action, payload, "StopTransaction", -1)),
    said!("values-id-minus-one", [50], |_, action, payload| number(action, payload, "MeterValues", -1)),
    said!("values-id-zero", [51], |_, action, payload| number(action, payload, "MeterValues", 0)),
    said!("huge-transaction-id", [52], |_, action, payload| {
        number(action, payload, "MeterValues", 5_000_000_000);
    }),
    said!("foreign-transaction-id", [53], |_, action, payload| number(
        action,
        payload,
        "MeterValues",
        998_877
    )),
    said!("meter-stop-minus-one", [59], |_, action, payload| {
        if action == "StopTransaction" {
            payload["meterStop"] = (-1).into();
        }
    }),
    said!("register-by-session", [61], by_session, "Vestel", "EVC04", "3.47"),
    said!(
        "kwh-as-wh",
        [65],
        |_, _, payload| {
            values(payload, |value| {
                if let Some(wh) = energy(value) {
                    value["value"] = format!("{:.3}", wh as f64 / 1000.0).into();
                }
            });
        },
        "OpenEVSE",
        "openevse_wifi",
        "4.2.0"
    ),
    said!("power-in-wh", [67], |_, _, payload| {
        values(payload, |value| {
            if value["measurand"] == "Power.Active.Import" {
                value["unit"] = "Wh".into();
            }
        });
    }),
    said!("meter-value-object", [68], |_, action, payload| {
        if action == "MeterValues" {
            payload["meterValue"] = payload["meterValue"][0].take();
        }
    }),
    said!("empty-values", [69], |_, _, payload| values(payload, |value| {
        if value["measurand"] == "Voltage" {
            value["value"] = "".into();
        }
    })),
    said!("empty-sampled-value", [70], |_, action, payload| {
        if action == "MeterValues" && payload["transactionId"].is_null() {
            payload["meterValue"][0]["sampledValue"] = json!([]);
        }
    }),
    said!("celsius", [71], |_, action, payload| {
        if action == "MeterValues"
            && let Some(list) = payload["meterValue"][0]["sampledValue"].as_array_mut()
        {
            list.push(json!({ "value": "31.5", "measurand": "Temperature", "unit": "Celsius" }));
            list.push(json!({ "value": "50.01", "measurand": "Frequency", "unit": "Hz" }));
        }
    }),
    said!("phases-to-neutral", [72], |_, action, payload| {
        values(payload, |value| {
            if let Some(phase) = value["phase"].as_str() {
                value["phase"] = format!("{phase}-N").into();
            }
        });
        if action == "MeterValues"
            && let Some(list) = payload["meterValue"][0]["sampledValue"].as_array_mut()
        {
            list.push(json!({ "value": "0.0", "measurand": "Current.Import", "unit": "A", "phase": "N" }));
        }
    }),
    said!("energy-by-phase", [73], |_, _, payload| values(payload, |value| {
        if energy(value).is_some() {
            value["phase"] = "L1".into();
        }
    })),
    said!("padded-numbers", [74], |_, _, payload| values(payload, |value| {
        if let Some(text) = value["value"].as_str() {
            value["value"] = format!("  {text}   ").into();
        }
    })),
    said!("no-context", [77], |_, _, payload| values(payload, |value| {
        drop(value.as_object_mut().and_then(|value| value.remove("context")));
    })),
    said!("odd-error-code", [78], |_, action, payload| {
        if action == "StatusNotification" {
            payload["errorCode"] = "RcdSelfTest".into();
        }
    }),
    said!("bare-status", [79], |_, action, payload| {
        if action == "StatusNotification" {
            payload["info"] = "null".into();
            drop(payload.as_object_mut().and_then(|payload| payload.remove("timestamp")));
        }
    }),
    said!("error-beside-status", [80], |_, action, payload| {
        if action == "StatusNotification" {
            payload["errorCode"] = "ReaderFailure".into();
        }
    }),
    said!("slow-clock", [91], |_, _, payload| {
        times(payload, |at| format!("{:.0}", at - jiff::SignedDuration::from_secs(50)));
    }),
];

/// Registers count from the beginning of each session.
fn by_session(memory: &mut Memory, action: &str, payload: &mut Value) {
    let connector = payload["connectorId"].as_i64().unwrap_or(1);
    if let Some(start) = payload["meterStart"].as_i64() {
        memory.begun.insert(connector, start);
        payload["meterStart"] = 0.into();
    }
    let begun = memory.begun.get(&connector).copied().unwrap_or(0);
    if let Some(stop) = payload["meterStop"].as_i64() {
        payload["meterStop"] = (stop - begun).max(0).into();
    }
    if action == "MeterValues" {
        values(payload, |value| {
            if let Some(wh) = energy(value) {
                value["value"] = (wh - begun).max(0).to_string().into();
            }
        });
    }
}

/// Changes the number of the session in one kind of message.
fn number(action: &str, payload: &mut Value, of: &str, number: i64) {
    if action == of && !payload["transactionId"].is_null() {
        payload["transactionId"] = number.into();
    }
}

/// The watt-hours of a value that is an energy register.
fn energy(value: &Value) -> Option<i64> {
    let is_register = value["measurand"] == "Energy.Active.Import.Register";
    value["value"].as_str().filter(|_| is_register)?.parse().ok()
}

/// Changes every sampled value.
fn values(payload: &mut Value, change: impl Fn(&mut Value)) {
    let lists = payload["meterValue"].as_array_mut().into_iter().flatten();
    for list in lists {
        list["sampledValue"].as_array_mut().into_iter().flatten().for_each(&change);
    }
}

/// Changes every time.
fn times(payload: &mut Value, change: impl Fn(jiff::Timestamp) -> String + Copy) {
    let write = |value: &mut Value| {
        if let Some(at) = value.as_str().and_then(|text| text.parse().ok()) {
            *value = change(at).into();
        }
    };
    if payload.get("timestamp").is_some() {
        write(&mut payload["timestamp"]);
    }
    for value in payload["meterValue"].as_array_mut().into_iter().flatten() {
        write(&mut value["timestamp"]);
    }
}
