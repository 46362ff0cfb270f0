//! What it answers, put differently.

use serde_json::{Value, json};

use super::{Change, Memory, Quirk, Reply};

/// A quirk that answers in its own way.
macro_rules! answered {
    ($name:literal, [$($row:literal),+], $answered:expr) => {
        Quirk { name: $name, rows: &[$($row),+], changes: &[Change::Answered($answered)] }
    };
    ($name:literal, [$($row:literal),+], $answered:expr, $vendor:literal, $model:literal, $firmware:literal) => {
        Quirk {
            name: $name,
            rows: &[$($row),+],
            changes: &[Change::Answered($answered), Change::Make($vendor, $model, $firmware)],
        }
    };
}

pub(super) const QUIRKS: &[Quirk] = &[
    answered!(
        "restarts-when-read",
        [31],
        |_, action, _| { (action == "GetConfiguration").then_some(Reply::Restart) },
        "ABB",
        "TAC-W22-T-R-C-0",
        "1.8.21"
    ),
    answered!(
        "restarts-after-a-burst",
        [32],
        |memory, _, _| { memory.since_call.is_some_and(|since| since < 2.0).then_some(Reply::Restart) },
        "BG",
        "SyncEV Wall Charger",
        "2.0"
    ),
    answered!(
        "silent-after-boot-trigger",
        [33],
        |memory, action, payload| {
            memory.asked_to_boot |=
                action == "TriggerMessage" && payload["requestedMessage"] == "BootNotification";
            memory.asked_to_boot.then_some(Reply::Silence)
        },
        "StarCharge",
        "Mercury",
        "1.0"
    ),
    answered!("rejects-long-lists", [34], |_, action, payload| {
        let items = payload["value"].as_str().unwrap_or_default().split(',').count();
        (action == "ChangeConfiguration" && items > 9).then(|| status("Rejected"))
    }),
    answered!(
        "supports-nothing",
        [35],
        |_, _, _| { Some(Reply::Error("NotSupported", "", json!({}))) },
        "Fronius",
        "Wattpilot",
        "40.0"
    ),
    answered!("odd-configuration", [36], |_, action, _| (action == "GetConfiguration").then(odd_keys)),
    answered!(
        "own-list-of-measurands",
        [39],
        |_, action, payload| {
            let has = |field: &str, word: &str| payload[field].to_string().contains(word);
            let list = json!({ "key": "evb_SupportedMeasurands", "readonly": true,
                "value": "Energy.Active.Import.Register,Current.Import" });
            match action {
                "GetConfiguration" if has("key", "evb_SupportedMeasurands") => {
                    Some(Reply::Result(json!({ "configurationKey": [list], "unknownKey": [] })))
                }
                "ChangeConfiguration" if has("key", "MeterValuesSampledData") && has("value", "Voltage") => {
                    Some(status("Rejected"))
                }
                _ => None,
            }
        },
        "EV-BOX",
        "ELVI",
        "1.0"
    ),
    answered!(
        "needs-free-mode",
        [40],
        |memory, action, payload| {
            let free = set_key(memory, action, payload, "FreeMode") == "true";
            (action == "RemoteStartTransaction" && !free)
                .then(|| status("Rejected"))
                .or_else(|| (action == "ChangeConfiguration").then(|| status("Accepted")))
        },
        "Phoenix Contact",
        "CHARX SEC-3000",
        "1.4"
    ),
    answered!(
        "upset-by-availability",
        [41],
        |memory, action, _| {
            (action == "ChangeAvailability" && !memory.told_state).then_some(Reply::Restart)
        },
        "EN+",
        "Caro",
        "1.0"
    ),
    answered!("refuses-connector-0", [42], |_, action, payload| {
        (action == "ChangeAvailability" && payload["connectorId"] == 0).then(|| status("Rejected"))
    }),
    answered!(
        "hex-tags-only",
        [46],
        |_, action, payload| {
            let hex = payload["idTag"].as_str().is_some_and(|tag| tag.bytes().all(|b| b.is_ascii_hexdigit()));
            (action == "RemoteStartTransaction" && !hex).then(|| status("Rejected"))
        },
        "Alfen BV",
        "Eve Single Pro",
        "6.4"
    ),
    answered!(
        "one-tag-only",
        [47],
        |_, action, payload| {
            (action == "RemoteStartTransaction" && payload["idTag"] != "ONLY-ONE").then(|| status("Rejected"))
        },
        "United Chargers",
        "Grizzl-E Mini Connect",
        "1.0"
    ),
    answered!(
        "refuses-start-when-finishing",
        [62],
        |memory, action, _| {
            (action == "RemoteStartTransaction" && memory.state == "Finishing").then(|| status("Rejected"))
        },
        "Schneider Electric",
        "EVlink Wallbox",
        "3.4"
    ),
    answered!(
        "refuses-stop",
        [63],
        |_, action, _| { (action == "RemoteStopTransaction").then(|| status("Rejected")) },
        "EV-BOX",
        "ELVI",
        "1.0"
    ),
    answered!("string-error-details", [64], |_, _, _| {
        Some(Reply::Error("InternalError", "something went wrong", json!("a text, not an object")))
    }),
    answered!(
        "rejects-its-highest-level",
        [82],
        |_, action, payload| { profile(action, payload, |profile| profile["stackLevel"] != 0) },
        "ABB",
        "TAC-W22-T-R-C-0",
        "1.8.32"
    ),
    answered!(
        "relative-only",
        [83],
        |_, action, payload| {
            profile(action, payload, |profile| profile["chargingProfileKind"] != "Relative")
        },
        "Wallbox Chargers",
        "CPB1-0-2-4",
        "6.7.1"
    ),
    answered!(
        "watts-only",
        [84],
        |_, action, payload| {
            profile(action, payload, |profile| profile["chargingSchedule"]["chargingRateUnit"] != "W")
        },
        "",
        "SCharger-22KT-S0",
        "1.0"
    ),
    answered!(
        "no-station-limits",
        [85],
        |_, action, payload| {
            profile(action, payload, |profile| profile["chargingProfilePurpose"] == "ChargePointMaxProfile")
        },
        "EV-BOX",
        "ELVI",
        "1.0"
    ),
    answered!(
        "refuses-all-limits",
        [86],
        |_, action, payload| { profile(action, payload, |_| true) },
        "Schneider Electric",
        "EVlink Wallbox",
        "3.4"
    ),
    answered!(
        "keeps-level-0",
        [87],
        |_, action, payload| {
            (action == "ClearChargingProfile" && payload["stackLevel"] == 0).then(|| status("Unknown"))
        },
        "go-e",
        "go-eCharger V3",
        "55.5"
    ),
    answered!("empty-schedule", [69, 88], |_, action, _| {
        let schedule = json!({ "chargingRateUnit": "A", "chargingSchedulePeriod": [] });
        let start = json!({ "status": "Accepted", "connectorId": 1, "scheduleStart": "0", "chargingSchedule": schedule });
        (action == "GetCompositeSchedule").then_some(Reply::Result(start))
    }),
    answered!(
        "coarse-steps",
        [89],
        |_, action, payload| {
            let known = |limit: &Value| [6.0, 8.0, 10.0, 13.0, 16.0].contains(&limit.as_f64().unwrap_or(0.0));
            profile(action, payload, |profile| {
                !known(&profile["chargingSchedule"]["chargingSchedulePeriod"][0]["limit"])
            })
        },
        "NEcharge",
        "Wallbox",
        "1.0"
    ),
    answered!(
        "ignores-limits",
        [90],
        |_, action, payload| { profile(action, payload, |_| false) },
        "United Chargers",
        "Grizzl-E Smart",
        "03.09"
    ),
    answered!(
        "files-by-ftp-only",
        [93, 94],
        |_, action, payload| {
            let ftp = payload["location"].as_str().is_some_and(|location| location.starts_with("ftp://"));
            let moves = matches!(action, "GetDiagnostics" | "UpdateFirmware");
            (moves && !ftp).then(|| Reply::Error("GenericError", "unknown protocol", json!({})))
        },
        "EV-BOX",
        "ELVI",
        "1.0"
    ),
    answered!(
        "files-by-http-only",
        [95],
        |_, action, payload| {
            let http = payload["location"].as_str().is_some_and(|location| location.starts_with("http://"));
            let moves = matches!(action, "GetDiagnostics" | "UpdateFirmware");
            (moves && !http).then(|| Reply::Error("GenericError", "unknown protocol", json!({})))
        },
        "OpenEVSE",
        "openevse_wifi",
        "5.0"
    ),
];

fn status(word: &'static str) -> Reply {
    Reply::Result(json!({ "status": word }))
}

/// The answer to a charging profile.
fn profile(action: &str, payload: &Value, refused: impl Fn(&Value) -> bool) -> Option<Reply> {
    let word = if refused(&payload["csChargingProfiles"]) { "Rejected" } else { "Accepted" };
    (action == "SetChargingProfile").then(|| status(word))
}

/// Sets a key where it is told to; gives the value of one.
fn set_key(memory: &mut Memory, action: &str, payload: &Value, key: &str) -> String {
    if let ("ChangeConfiguration", Some(key), Some(value)) =
        (action, payload["key"].as_str(), payload["value"].as_str())
    {
        memory.keys.insert(key.to_owned(), value.to_owned());
    }
    memory.keys.get(key).cloned().unwrap_or_default()
}

/// Keys in letters of any case, values in quotes, synonyms.
fn odd_keys() -> Reply {
    let key = |key: &str, value: &str| json!({ "key": key, "readonly": false, "value": value });
    Reply::Result(json!({ "configurationKey": [
        key("metervaluesampleinterval", " 60 "),
        key("MeterValuesSampledData", "\"Energy.Active.Import.Register\" \"Power.Active.Import\""),
        key("ChargingScheduleAllowedChargingRateUnit", "Power"),
    ], "unknownKey": [] }))
}
