//! What only the first generation does: settings, cards, reservations, limits.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::blueprint::Generation;
use crate::charger_tests::{NOW, Rig};

fn rig() -> Rig {
    Rig::new(Generation::First)
}

fn change(rig: &mut Rig, key: &str, value: &str) -> Value {
    rig.order("ChangeConfiguration", json!({ "key": key, "value": value }))
}

fn value(rig: &mut Rig, key: &str) -> Value {
    rig.answer("GetConfiguration", json!({ "key": [key] }))[2]["configurationKey"][0]["value"].clone()
}

fn charging() -> Rig {
    let mut rig = rig();
    rig.order("RemoteStartTransaction", json!({ "connectorId": 1, "idTag": "A" }));
    rig.pass(40);
    rig
}

/// How many readings come in so many seconds.
fn readings(rig: &mut Rig, seconds: u32) -> usize {
    let before = rig.all("MeterValues").len();
    rig.pass(seconds);
    rig.all("MeterValues").len() - before
}

#[test]
fn readings_come_as_often_as_configured_once_it_has_restarted() {
    let mut rig = charging();
    assert_eq!(readings(&mut rig, 60), 6);
    assert_eq!(change(&mut rig, "MeterValueSampleInterval", "30"), "RebootRequired");
    assert_eq!((value(&mut rig, "MeterValueSampleInterval"), readings(&mut rig, 60)), (json!("10"), 6));
    assert_eq!(rig.order("Reset", json!({ "type": "Soft" })), "Accepted");
    rig.settle();
    rig.restart();
    assert_eq!(value(&mut rig, "MeterValueSampleInterval"), "30");
    rig.order("RemoteStartTransaction", json!({ "connectorId": 1, "idTag": "A" }));
    rig.pass(30);
    assert_eq!(readings(&mut rig, 60), 2);
}

#[test]
fn it_measures_what_is_configured_and_nothing_else() {
    let mut rig = charging();
    assert_eq!(change(&mut rig, "MeterValuesSampledData", "Power.Active.Import"), "Accepted");
    rig.pass(20);
    let values = rig.all("MeterValues").last().expect("some")["meterValue"][0]["sampledValue"].clone();
    assert_eq!(
        (values.as_array().expect("a list").len(), &values[0]["measurand"]),
        (1, &json!("Power.Active.Import"))
    );
    change(&mut rig, "MeterValuesSampledData", "");
    rig.pass(20);
    assert_eq!(readings(&mut rig, 60), 0);
}

#[test]
fn the_centre_sets_its_heartbeat_and_so_does_the_key() {
    let mut rig = rig();
    assert_eq!(value(&mut rig, "HeartbeatInterval"), "300");
    assert_eq!(change(&mut rig, "HeartbeatInterval", "10"), "Accepted");
    rig.pass(31);
    assert_eq!(rig.all("Heartbeat").len(), 3);
}

#[test]
fn more_keys_than_it_tells_at_once_are_an_error() {
    let answer = rig().answer("GetConfiguration", json!({ "key": vec!["HeartbeatInterval"; 21] }));
    assert_eq!((&answer[0], &answer[2]), (&json!(4), &json!("OccurenceConstraintViolation")));
}

#[test]
fn a_new_password_is_used_after_it_called_again_without_a_boot() {
    let mut rig = rig();
    let digits = "41".repeat(16);
    assert_eq!(change(&mut rig, "AuthorizationKey", &digits), "Accepted");
    rig.restart();
    assert_eq!(rig.charger.first.password.as_deref(), Some(&b"AAAAAAAAAAAAAAAA"[..]));
    assert_eq!(rig.all("BootNotification").len(), 1);
}

fn reserve(rig: &mut Rig, card: &str, until: Timestamp) -> Value {
    let payload = json!({ "connectorId": 1, "idTag": card, "parentIdTag": "FLEET", "reservationId": 5,
        "expiryDate": until.to_string() });
    rig.order("ReserveNow", payload)
}

fn status(rig: &mut Rig) -> Value {
    rig.settle();
    rig.all("StatusNotification").last().expect("some")["status"].clone()
}

#[test]
fn a_reservation_is_for_one_card_or_its_group_and_is_used_up_by_the_start() {
    let mut rig = rig();
    let until = NOW + SignedDuration::from_mins(30);
    assert_eq!(reserve(&mut rig, "A", until), "Accepted");
    assert_eq!(status(&mut rig), "Reserved");
    assert_eq!(rig.order("RemoteStartTransaction", json!({ "connectorId": 1, "idTag": "B" })), "Rejected");
    let list = json!({ "listVersion": 1, "updateType": "Full", "localAuthorizationList": [
        { "idTag": "B", "idTagInfo": { "status": "Accepted", "parentIdTag": "FLEET" } }] });
    assert_eq!(rig.order("SendLocalList", list), "Accepted");
    assert_eq!(rig.answer("GetLocalListVersion", json!({}))[2]["listVersion"], 1);
    assert_eq!(rig.order("RemoteStartTransaction", json!({ "connectorId": 1, "idTag": "B" })), "Accepted");
    rig.pass(20);
    assert_eq!(rig.all("StartTransaction")[0]["reservationId"], 5);
    assert_eq!(rig.order("CancelReservation", json!({ "reservationId": 5 })), "Rejected");
    assert_eq!(reserve(&mut rig, "A", until), "Occupied");
}

#[test]
fn a_reservation_ends_by_order_and_by_itself() {
    let mut rig = rig();
    let until = NOW + SignedDuration::from_mins(30);
    reserve(&mut rig, "A", until);
    assert_eq!(rig.order("CancelReservation", json!({ "reservationId": 5 })), "Accepted");
    assert_eq!(status(&mut rig), "Available");
    reserve(&mut rig, "A", until);
    assert_eq!(status(&mut rig), "Reserved");
    rig.charger.tick(1.0, until);
    assert_eq!(status(&mut rig), "Available");
    rig.order("ChangeAvailability", json!({ "connectorId": 1, "type": "Inoperative" }));
    assert_eq!(reserve(&mut rig, "A", until), "Unavailable");
}

fn profile(purpose: &str, limit: f64) -> Value {
    json!({ "chargingProfileId": 1, "stackLevel": 0, "chargingProfilePurpose": purpose, "chargingProfileKind": "Relative",
        "chargingSchedule": { "chargingRateUnit": "A", "chargingSchedulePeriod": [{ "startPeriod": 0, "limit": limit }] } })
}

fn power(rig: &mut Rig) -> f64 {
    rig.pass(60);
    let values = rig.all("MeterValues").last().expect("some")["meterValue"][0]["sampledValue"].clone();
    let power = values.as_array().expect("a list").iter().find(|v| v["measurand"] == "Power.Active.Import");
    power.expect("a power")["value"].as_str().expect("a text").parse().expect("a number")
}

#[test]
fn a_limit_lowers_the_power_and_below_six_amperes_nothing_flows() {
    let mut rig = charging();
    let full = power(&mut rig);
    let set = |rig: &mut Rig, limit: f64| {
        let payload = json!({ "connectorId": 1, "csChargingProfiles": profile("TxProfile", limit) });
        rig.order("SetChargingProfile", payload)
    };
    assert_eq!(set(&mut rig, 6.0), "Accepted");
    let least = power(&mut rig);
    assert!(full > 3_000.0 && least < full / 2.0 && least > 1_000.0, "{full} {least}");
    let schedule = rig.answer("GetCompositeSchedule", json!({ "connectorId": 1, "duration": 60 }));
    assert_eq!(
        schedule[2]["chargingSchedule"]["chargingSchedulePeriod"],
        json!([{ "startPeriod": 0, "limit": 6.0 }])
    );
    set(&mut rig, 0.0);
    assert!(power(&mut rig) < 1.0);
    assert_eq!(status(&mut rig), "SuspendedEVSE");
    assert_eq!(rig.order("ClearChargingProfile", json!({ "id": 1 })), "Accepted");
    assert!(power(&mut rig) > full * 0.9);
}

#[test]
fn a_limit_that_does_not_fit_is_refused() {
    let mut rig = rig();
    let set = |rig: &mut Rig, connector: u32, profile: Value| {
        rig.order("SetChargingProfile", json!({ "connectorId": connector, "csChargingProfiles": profile }))
    };
    assert_eq!(set(&mut rig, 1, profile("TxProfile", 6.0)), "Rejected", "nothing charges");
    assert_eq!(set(&mut rig, 1, profile("ChargePointMaxProfile", 6.0)), "Rejected");
    let mut high = profile("TxDefaultProfile", 6.0);
    high["stackLevel"] = 9.into();
    assert_eq!(set(&mut rig, 0, high), "Rejected");
    assert_eq!(set(&mut rig, 0, profile("TxDefaultProfile", 6.0)), "Accepted");
}

#[test]
fn a_start_brings_its_limits_along() {
    let mut rig = rig();
    let start = json!({ "connectorId": 1, "idTag": "A", "chargingProfile": profile("TxProfile", 8.0) });
    assert_eq!(rig.order("RemoteStartTransaction", start), "Accepted");
    rig.pass(60);
    let values = rig.all("MeterValues").last().expect("some")["meterValue"][0]["sampledValue"].to_string();
    assert!(values.contains(r#""measurand":"Current.Offered","unit":"A","value":"8.0""#), "{values}");
}

#[test]
fn everything_else_has_its_word() {
    let mut rig = rig();
    for (action, payload, word) in [
        ("ClearCache", json!({}), "Accepted"),
        ("DataTransfer", json!({ "vendorId": "Norvolt", "messageId": "Ping" }), "Accepted"),
        ("DataTransfer", json!({ "vendorId": "Norvolt", "messageId": "Warp" }), "UnknownMessageId"),
        ("DataTransfer", json!({ "vendorId": "Nobody" }), "UnknownVendorId"),
        ("GetLog", json!({ "logType": "SecurityLog", "requestId": 1 }), "Rejected"),
        (
            "GetInstalledCertificateIds",
            json!({ "certificateType": "CentralSystemRootCertificate" }),
            "NotFound",
        ),
        ("TriggerMessage", json!({ "requestedMessage": "Heartbeat" }), "Accepted"),
        ("TriggerMessage", json!({ "requestedMessage": "FirmwareStatusNotification" }), "Accepted"),
        ("TriggerMessage", json!({ "requestedMessage": "DiagnosticsStatusNotification" }), "Accepted"),
        ("ExtendedTriggerMessage", json!({ "requestedMessage": "LogStatusNotification" }), "Accepted"),
        (
            "ExtendedTriggerMessage",
            json!({ "requestedMessage": "MeterValues", "connectorId": 1 }),
            "Accepted",
        ),
        (
            "ExtendedTriggerMessage",
            json!({ "requestedMessage": "SignChargePointCertificate" }),
            "NotImplemented",
        ),
        ("CostUpdated", json!({}), "NotImplemented"),
    ] {
        assert_eq!(rig.order(action, payload.clone()), word, "{action} {payload}");
    }
    rig.settle();
    for told in [
        "Heartbeat",
        "FirmwareStatusNotification",
        "DiagnosticsStatusNotification",
        "LogStatusNotification",
        "MeterValues",
    ] {
        assert_eq!(rig.all(told).len(), 1, "{told}");
    }
}

#[test]
fn meters_are_told_at_whole_intervals_of_the_clock() {
    let mut rig = rig();
    assert_eq!(change(&mut rig, "ClockAlignedDataInterval", "60"), "RebootRequired");
    rig.order("Reset", json!({ "type": "Hard" }));
    rig.restart();
    for second in 50..130 {
        rig.charger.tick(1.0, NOW + SignedDuration::from_secs(second));
        rig.settle();
    }
    let told = rig.all("MeterValues");
    assert_eq!(
        (told.len(), &told[0]["meterValue"][0]["sampledValue"][0]["context"]),
        (2, &json!("Sample.Clock"))
    );
}

#[test]
fn a_card_of_its_own_list_need_not_be_asked_for() {
    let mut rig = rig();
    let list = json!({ "listVersion": 1, "updateType": "Full", "localAuthorizationList": [
        { "idTag": "B", "idTagInfo": { "status": "Accepted" } }, { "idTag": "C", "idTagInfo": { "status": "Blocked" } }] });
    rig.order("SendLocalList", list);
    let asks = |rig: &Rig, card: &str, reachable| rig.charger.knows_card(card, reachable, NOW);
    assert_eq!((asks(&rig, "b", true), asks(&rig, "B", false)), (None, Some(true)));
    assert_eq!((asks(&rig, "C", false), asks(&rig, "X", false)), (Some(false), Some(true)));
    change(&mut rig, "LocalPreAuthorize", "true");
    change(&mut rig, "AllowOfflineTxForUnknownId", "false");
    assert_eq!((asks(&rig, "B", true), asks(&rig, "C", true)), (Some(true), None));
    assert_eq!(asks(&rig, "X", false), Some(false));
}
