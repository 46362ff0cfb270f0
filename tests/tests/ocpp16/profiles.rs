//! Limits over time.

use serde_json::{Value, json};

use super::bench::Bench;

/// 6 A, from the first second on.
fn limits(purpose: &str, kind: &str, more: Value) -> Value {
    let mut profile = json!({
        "stackLevel": 0, "purpose": purpose, "kind": kind, "validFrom": null, "validTo": null,
        "schedule": {
            "start": null, "durationS": 86_400, "unit": "A",
            "periods": [{ "startS": 0, "limitTenths": 60, "phases": null }],
        },
    });
    let fields = more.as_object().expect("fields").clone();
    profile.as_object_mut().expect("fields").extend(fields);
    profile
}

fn set(evse: Option<u16>, profile: Value) -> Value {
    json!({ "do": "setProfile", "evse": evse, "profile": profile })
}

#[tokio::test]
async fn tc_056_limits_for_every_charge_with_times_unit_and_no_phases_unless_told() {
    let mut bench = Bench::open().await;
    let mut profile = limits(
        "default",
        "absolute",
        json!({ "validFrom": 1_795_000_000_000_i64, "validTo": 1_795_086_400_000_i64 }),
    );
    profile["schedule"]["start"] = 1_795_000_000_000_i64.into();
    let asked = bench.told(set(Some(1), profile), "SetChargingProfile", "Accepted", "tookEffect").await;
    assert_eq!(asked["connectorId"], 1);
    let sent = &asked["csChargingProfiles"];
    assert_eq!(sent["chargingProfilePurpose"], "TxDefaultProfile");
    assert_eq!(sent["chargingProfileKind"], "Absolute");
    assert_eq!(sent["validFrom"], "2026-11-18T11:06:40Z");
    assert_eq!(sent["validTo"], "2026-11-19T11:06:40Z");
    assert_eq!(sent.get("transactionId"), None);
    let schedule = &sent["chargingSchedule"];
    assert_eq!(schedule["startSchedule"], "2026-11-18T11:06:40Z");
    assert_eq!((&schedule["duration"], &schedule["chargingRateUnit"]), (&86_400.into(), &"A".into()));
    assert_eq!(schedule["chargingSchedulePeriod"], json!([{ "startPeriod": 0, "limit": 6.0 }]));
    bench.over().await;
}

#[tokio::test]
async fn tc_057_limits_for_the_running_charge_name_it() {
    let mut bench = Bench::open().await;
    let number = bench.charging("CARD").await;
    let session = bench.session().await["id"].clone();
    let profile = limits("session", "relative", json!({ "session": session }));
    let asked = bench.told(set(Some(1), profile), "SetChargingProfile", "Accepted", "tookEffect").await;
    let sent = &asked["csChargingProfiles"];
    assert_eq!(
        (&sent["chargingProfilePurpose"], &sent["transactionId"]),
        (&"TxProfile".into(), &number.into())
    );
    bench.over().await;
}

#[tokio::test]
async fn tc_059_a_start_from_afar_within_limits() {
    let mut bench = Bench::open().await;
    let profile = limits("session", "relative", json!({}));
    let start = json!({ "do": "start", "evse": 1, "connector": 1, "token": "CARD", "profile": profile });
    let (order, asked) = bench.asked(start, "RemoteStartTransaction", r#"{"status":"Accepted"}"#).await;
    let sent = &asked["chargingProfile"];
    assert_eq!(sent["chargingProfilePurpose"], "TxProfile");
    assert_eq!(sent["chargingProfileKind"], "Relative");
    assert_eq!(sent.get("transactionId"), None);
    assert_eq!(sent["chargingSchedule"]["chargingSchedulePeriod"][0]["startPeriod"], 0);
    bench.start("CARD").await;
    bench.is(order, "tookEffect").await;
    bench.over().await;
}

#[tokio::test]
async fn tc_066_the_resulting_schedule_is_asked_for_and_shown() {
    let mut bench = Bench::open().await;
    let answer = r#"{"status":"Accepted","connectorId":1,"scheduleStart":"2026-11-21T10:00:00Z","chargingSchedule":{"duration":300,"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":10.5},{"startPeriod":120,"limit":6,"numberPhases":1}]}}"#;
    let read = json!({ "do": "readSchedule", "evse": 1, "durationS": 300, "unit": "A" });
    let (order, asked) = bench.asked(read.clone(), "GetCompositeSchedule", answer).await;
    assert_eq!(asked, json!({ "connectorId": 1, "duration": 300, "chargingRateUnit": "A" }));
    bench.is(order, "tookEffect").await;
    let found = bench.history(order).await["finding"].clone();
    assert_eq!(found["told"], "schedule");
    let periods = &found["schedule"]["periods"];
    assert_eq!((&periods[0]["limitTenths"], &periods[1]["startS"]), (&105.into(), &120.into()), "{found}");
    bench.told(read, "GetCompositeSchedule", "Rejected", "refused").await;
    bench.over().await;
}

#[tokio::test]
async fn tc_067_limits_are_cleared_by_number_by_kind_and_all() {
    let mut bench = Bench::open().await;
    let mut ids = Vec::new();
    for (level, purpose, evse) in [(0, "station", None), (1, "default", Some(1)), (2, "default", Some(1))] {
        let profile = limits(purpose, "absolute", json!({ "stackLevel": level, "id": 100 + level }));
        let asked = bench.told(set(evse, profile), "SetChargingProfile", "Accepted", "tookEffect").await;
        let sent = &asked["csChargingProfiles"];
        assert_eq!(sent["stackLevel"], level);
        ids.push(sent["chargingProfileId"].clone());
    }
    let clear = |more: Value| {
        let mut order =
            json!({ "do": "clearProfiles", "id": null, "evse": null, "purpose": null, "stackLevel": null });
        order.as_object_mut().expect("fields").extend(more.as_object().expect("fields").clone());
        order
    };
    for (filter, fields) in [
        (json!({ "id": ids[2] }), json!({ "id": ids[2] })),
        (
            json!({ "evse": 1, "purpose": "default", "stackLevel": 1 }),
            json!({ "connectorId": 1, "chargingProfilePurpose": "TxDefaultProfile", "stackLevel": 1 }),
        ),
        (json!({}), json!({})),
    ] {
        let asked = bench.told(clear(filter), "ClearChargingProfile", "Accepted", "tookEffect").await;
        assert_eq!(asked, fields);
    }
    bench.told(clear(json!({})), "ClearChargingProfile", "Unknown", "refused").await;
    bench.over().await;
}
