//! Charging from boot to unplugging, started at the charger or from afar.

use serde_json::json;

use super::bench::{BOOT, Bench, NAME};
use acceptance::{Site, ago};

fn start() -> serde_json::Value {
    json!({ "do": "start", "evse": 1, "connector": 1, "token": "CARD" })
}

#[tokio::test]
async fn tc_001_a_cold_boot_is_accepted_and_statuses_and_heartbeats_are_answered() {
    let site = Site::open().await;
    let mut charger = site.connect(NAME, "ocpp1.6").await;
    let answer = charger.ask("BootNotification", BOOT).await;
    assert_eq!(answer["status"], "Accepted");
    assert!(answer["interval"].as_i64().is_some_and(|seconds| seconds > 0), "{answer}");
    let mut bench = Bench { site, charger };
    for connector in 0..=2 {
        bench.status(connector, "Available").await;
    }
    for _ in 0..3 {
        assert!(bench.charger.ask("Heartbeat", "{}").await["currentTime"].is_string());
    }
    let shown = bench.shows("available").await;
    assert_eq!(shown["vendor"], "Norvolt");
    bench.over().await;
}

#[tokio::test]
async fn tc_003_a_charge_with_the_cable_first() {
    let mut bench = Bench::open().await;
    bench.status(1, "Preparing").await;
    bench.shows("pluggedIn").await;
    assert_eq!(bench.authorize("CARD").await["status"], "Accepted");
    let answer = bench.start("CARD").await;
    assert_eq!(answer["idTagInfo"]["status"], "Accepted");
    bench.status(1, "Charging").await;
    let shown = bench.shows("charging").await;
    assert_eq!(shown["connectors"][0]["session"]["token"], "CARD");
    bench.over().await;
}

#[tokio::test]
async fn tc_004_1_a_charge_with_the_card_first() {
    let mut bench = Bench::open().await;
    assert_eq!(bench.authorize("CARD").await["status"], "Accepted");
    bench.status(1, "Preparing").await;
    assert_eq!(bench.start("CARD").await["idTagInfo"]["status"], "Accepted");
    bench.status(1, "Charging").await;
    bench.shows("charging").await;
    bench.over().await;
}

#[tokio::test]
async fn tc_004_2_a_card_without_a_cable_leaves_no_session_open() {
    let mut bench = Bench::open().await;
    assert_eq!(bench.authorize("CARD").await["status"], "Accepted");
    bench.status(1, "Preparing").await;
    bench.shows("pluggedIn").await;
    bench.status(1, "Available").await;
    let shown = bench.shows("available").await;
    assert!(shown["connectors"][0]["session"].is_null());
    assert!(bench.site.operator.sessions().await.is_empty());
    bench.over().await;
}

#[tokio::test]
async fn tc_005_1_unplugging_the_car_ends_the_session() {
    let mut bench = Bench::open().await;
    let number = bench.charging("CARD").await;
    bench.status(1, "SuspendedEV").await;
    bench.shows("carPaused").await;
    bench.stop(number, "EVDisconnected").await;
    bench.status(1, "Finishing").await;
    bench.shows("done").await;
    bench.status(1, "Available").await;
    bench.shows("available").await;
    bench.booked("EVDisconnected").await;
    bench.over().await;
}

#[tokio::test]
async fn tc_007_a_start_from_the_chargers_own_memory_is_accepted() {
    let mut bench = Bench::with_cards(&[("CARD", "accepted")]).await;
    bench.status(1, "Preparing").await;
    assert_eq!(bench.start("CARD").await["idTagInfo"]["status"], "Accepted");
    bench.status(1, "Charging").await;
    bench.shows("charging").await;
    bench.over().await;
}

/// A start from afar that is accepted and begins.
async fn started_from_afar(bench: &mut Bench) {
    let (order, asked) = bench.asked(start(), "RemoteStartTransaction", r#"{"status":"Accepted"}"#).await;
    assert_eq!(asked, json!({ "connectorId": 1, "idTag": "CARD" }));
    bench.is(order, "accepted").await;
    assert_eq!(bench.authorize("CARD").await["status"], "Accepted");
    bench.status(1, "Preparing").await;
    assert_eq!(bench.start("CARD").await["idTagInfo"]["status"], "Accepted");
    bench.is(order, "tookEffect").await;
    bench.status(1, "Charging").await;
    bench.shows("charging").await;
}

#[tokio::test]
async fn tc_010_a_start_from_afar_with_the_cable_in_place() {
    let mut bench = Bench::open().await;
    bench.status(1, "Preparing").await;
    started_from_afar(&mut bench).await;
    bench.over().await;
}

#[tokio::test]
async fn tc_011_1_a_start_from_afar_with_the_cable_later() {
    let mut bench = Bench::open().await;
    started_from_afar(&mut bench).await;
    bench.over().await;
}

#[tokio::test]
async fn tc_011_2_a_start_from_afar_without_a_cable_is_shown_as_not_plugged_in() {
    let mut bench = Bench::open().await;
    let (order, _) = bench.asked(start(), "RemoteStartTransaction", r#"{"status":"Accepted"}"#).await;
    bench.is(order, "accepted").await;
    bench.status(1, "Preparing").await;
    bench.status(1, "Available").await;
    assert_eq!(bench.is(order, "timedOut").await, "notPluggedIn");
    assert!(bench.site.operator.sessions().await.is_empty());
    bench.over().await;
}

#[tokio::test]
async fn tc_012_a_stop_from_afar_names_the_session() {
    let mut bench = Bench::open().await;
    let number = bench.charging("CARD").await;
    let session = bench.session().await["id"].clone();
    let stop = json!({ "do": "stop", "session": session });
    let (order, asked) = bench.asked(stop, "RemoteStopTransaction", r#"{"status":"Accepted"}"#).await;
    assert_eq!(asked, json!({ "transactionId": number }));
    bench.stop(number, "Remote").await;
    bench.is(order, "tookEffect").await;
    bench.status(1, "Finishing").await;
    bench.status(1, "Available").await;
    bench.booked("Remote").await;
    bench.over().await;
}

#[tokio::test]
async fn tc_024_a_failed_lock_is_shown_as_a_fault() {
    let mut bench = Bench::open().await;
    bench.status(1, "Preparing").await;
    bench.report(1, "Faulted", "ConnectorLockFailure").await;
    let shown = bench.shows("faulted").await;
    assert_eq!(shown["connectors"][0]["error"], "ConnectorLockFailure");
    bench.over().await;
}

#[tokio::test]
async fn tc_026_a_refused_start_from_afar_is_shown_and_creates_nothing() {
    let mut bench = Bench::open().await;
    bench.told(start(), "RemoteStartTransaction", "Rejected", "refused").await;
    assert!(bench.site.operator.sessions().await.is_empty());
    bench.over().await;
}

#[tokio::test]
async fn tc_028_a_refused_stop_from_afar_is_shown_and_ends_nothing() {
    let mut bench = Bench::open().await;
    bench.charging("CARD").await;
    let session = bench.session().await["id"].clone();
    let stop = json!({ "do": "stop", "session": session });
    bench.told(stop, "RemoteStopTransaction", "Rejected", "refused").await;
    assert!(bench.session().await["endedAt"].is_null());
    bench.over().await;
}

#[tokio::test]
async fn tc_032_1_a_power_failure_during_a_charge_is_booked_after_the_boot() {
    let mut bench = Bench::open().await;
    let number = bench.charging("CARD").await;
    bench.charger = bench.site.connect(NAME, "ocpp1.6").await;
    assert_eq!(bench.charger.ask("BootNotification", BOOT).await["status"], "Accepted");
    bench.status(1, "Finishing").await;
    bench.stop(number, "PowerLoss").await;
    bench.booked("PowerLoss").await;
    bench.over().await;
}

#[tokio::test]
async fn tc_037_1_a_start_told_later_with_a_valid_card_is_accepted() {
    let mut bench = Bench::with_cards(&[("CARD", "accepted")]).await;
    let answer = bench.start_with("CARD", json!({ "timestamp": ago(7200) })).await;
    assert_eq!(answer["idTagInfo"]["status"], "Accepted");
    let session = bench.session().await;
    assert!(session["flags"].as_array().expect("a list").contains(&"offline".into()), "{session}");
    bench.over().await;
}

#[tokio::test]
async fn tc_037_3_a_start_told_later_with_an_unknown_card_is_on_record_and_invalid() {
    let mut bench = Bench::with_cards(&[("CARD", "accepted")]).await;
    let answer = bench.start_with("STRANGER", json!({ "timestamp": ago(7200) })).await;
    assert_eq!(answer["idTagInfo"]["status"], "Invalid");
    bench.stop(answer["transactionId"].as_i64().expect("a number"), "DeAuthorized").await;
    bench.booked("DeAuthorized").await;
    bench.over().await;
}

#[tokio::test]
async fn tc_039_a_whole_session_told_later_is_booked_with_its_own_times() {
    let mut bench = Bench::with_cards(&[("CARD", "accepted")]).await;
    let answer = bench.start_with("CARD", json!({ "timestamp": "2026-01-05T03:00:00Z" })).await;
    assert_eq!(answer["idTagInfo"]["status"], "Accepted");
    let stop = json!({
        "transactionId": answer["transactionId"], "meterStop": 8000, "timestamp": "2026-01-05T08:00:00Z",
        "idTag": "CARD", "reason": "Local",
    });
    let answer = bench.charger.ask("StopTransaction", &stop.to_string()).await;
    assert_eq!(answer["idTagInfo"]["status"], "Accepted");
    let session = bench.session().await;
    assert_eq!((&session["energyWh"], &session["durationS"]), (&7000.into(), &18_000.into()));
    bench.over().await;
}
