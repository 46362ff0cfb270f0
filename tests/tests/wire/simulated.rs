//! The simulated charger, ordered about as a technician would.

use acceptance::{Site, eventually};
use serde_json::{Value, json};

const NAME: &str = "DEMO-01";

async fn demo() -> Site {
    let site = Site::start(&["--accept-unknown", "--free-charging", "--demo", "1"]).await;
    let ready = |station: &Value| station["online"] == true && station["connectors"][0]["state"].is_string();
    site.operator.station_when(NAME, "the simulated charger", ready).await;
    site
}

async fn ordered(site: &Site, command: Value, state: &str) -> Value {
    let order = site.operator.order(NAME, command).await;
    site.operator.order_is(order, state).await
}

async fn configuration(site: &Site) -> Value {
    let station = site.operator.station_id(NAME).await;
    site.operator.ask(json!({ "ask": "configuration", "station": station })).await
}

/// Waits until a setting looks as wanted.
async fn setting(site: &Site, key: &str, wanted: impl Fn(&Value) -> bool) {
    eventually(key, async || {
        let shown = configuration(site).await;
        let entries = shown["entries"].as_array().expect("a list").clone();
        entries.into_iter().find(|entry| entry["key"] == key && wanted(entry))
    })
    .await;
}

#[tokio::test]
async fn a_setting_that_needs_a_restart_counts_after_it() {
    let site = demo().await;
    ordered(&site, json!({ "do": "readSettings", "keys": [] }), "tookEffect").await;
    setting(&site, "MeterValueSampleInterval", |entry| entry["value"] == "1" && entry["readOnly"] == false)
        .await;
    setting(&site, "NumberOfConnectors", |entry| entry["readOnly"] == true).await;
    let change =
        |value: &str| json!({ "do": "changeSetting", "key": "MeterValueSampleInterval", "value": value });
    ordered(&site, change("often"), "refused").await;
    ordered(&site, json!({ "do": "changeSetting", "key": "Warp", "value": "9" }), "notSupported").await;
    assert_eq!(ordered(&site, change("3"), "scheduled").await, "RebootRequired");
    setting(&site, "MeterValueSampleInterval", |entry| entry["value"] == "1" && entry["afterRestart"] == "3")
        .await;
    ordered(&site, json!({ "do": "restart", "now": true }), "tookEffect").await;
    ordered(&site, json!({ "do": "readSettings", "keys": ["MeterValueSampleInterval"] }), "tookEffect").await;
    setting(&site, "MeterValueSampleInterval", |entry| {
        entry["value"] == "3" && entry["afterRestart"].is_null()
    })
    .await;
    site.stop().await;
}

#[tokio::test]
async fn a_new_password_is_used_from_the_next_connection_on() {
    let site = demo().await;
    let since = site.operator.station(NAME).await["since"].clone();
    ordered(&site, json!({ "do": "changePassword", "password": "correct-horse-42" }), "tookEffect").await;
    let again = |station: &Value| station["online"] == true && station["since"] != since;
    site.operator.station_when(NAME, "it called again", again).await;
    ordered(&site, json!({ "do": "trigger", "what": "heartbeat", "evse": null }), "tookEffect").await;
    site.stop().await;
}

#[tokio::test]
async fn every_peculiarity_by_name_is_let_in_and_stays() {
    let names: Vec<&str> = crate::quirks::rows::played().into_iter().collect();
    let (count, list) = (names.len().to_string(), names.join(","));
    let site =
        Site::start(&["--accept-unknown", "--free-charging", "--demo", &count, "--demo-quirk", &list]).await;
    // Those that fall over at once come again and again; each of them is known and was heard.
    let heard = |station: &Value| station["protocol"] == "1.6" && !station["lastHeard"].is_null();
    eventually("all of them", async || {
        let snapshot = site.operator.snapshot().await;
        let stations = snapshot["stations"].as_array().expect("a list");
        (stations.iter().filter(|station| heard(station)).count() == names.len()).then_some(())
    })
    .await;
    let snapshot = site.operator.snapshot().await;
    let stations = snapshot["stations"].as_array().expect("a list");
    let online = stations.iter().filter(|station| station["online"] == true).count();
    assert_eq!(stations.len(), names.len(), "nobody appears twice");
    assert!(online + 10 > names.len(), "{online} of {} are there", names.len());
    site.stop().await;
}
