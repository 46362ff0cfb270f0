//! Settings: read, changed, waiting for a restart.

use serde_json::{Value, json};

use super::bench::Bench;

fn change(key: &str, value: &str) -> Value {
    json!({ "do": "changeSetting", "key": key, "value": value })
}

fn entry<'a>(configuration: &'a Value, key: &str) -> &'a Value {
    let entries = configuration["entries"].as_array().expect("a list");
    entries.iter().find(|entry| entry["key"] == key).expect("it is known")
}

#[tokio::test]
async fn tc_019_1_all_settings_are_read_without_naming_any() {
    let mut bench = Bench::open().await;
    let all = r#"{"configurationKey":[{"key":"HeartbeatInterval","readonly":false,"value":"300"},{"key":"NumberOfConnectors","readonly":true,"value":"2"}]}"#;
    let (order, asked) =
        bench.asked(json!({ "do": "readSettings", "keys": [] }), "GetConfiguration", all).await;
    assert_eq!(asked, json!({}));
    bench.is(order, "tookEffect").await;
    let known = bench.configuration().await;
    assert_eq!(entry(&known, "HeartbeatInterval")["value"], "300");
    assert_eq!(entry(&known, "NumberOfConnectors")["readOnly"], true);
    bench.over().await;
}

#[tokio::test]
async fn tc_019_2_one_setting_is_read_by_its_name() {
    let mut bench = Bench::open().await;
    let one = r#"{"configurationKey":[{"key":"SupportedFeatureProfiles","readonly":true,"value":"Core"}]}"#;
    let read = json!({ "do": "readSettings", "keys": ["SupportedFeatureProfiles"] });
    let (order, asked) = bench.asked(read, "GetConfiguration", one).await;
    assert_eq!(asked, json!({ "key": ["SupportedFeatureProfiles"] }));
    bench.is(order, "tookEffect").await;
    assert_eq!(entry(&bench.configuration().await, "SupportedFeatureProfiles")["value"], "Core");
    bench.over().await;
}

#[tokio::test]
async fn tc_021_a_setting_is_changed_with_its_exact_name_and_value() {
    let mut bench = Bench::open().await;
    let set = change("MeterValueSampleInterval", "60");
    let asked = bench.told(set, "ChangeConfiguration", "Accepted", "tookEffect").await;
    assert_eq!(asked, json!({ "key": "MeterValueSampleInterval", "value": "60" }));
    bench.over().await;
}

#[tokio::test]
async fn tc_040_1_a_setting_that_the_charger_lacks_is_shown_as_not_supported() {
    let mut bench = Bench::open().await;
    bench.told(change("Unheard", "1"), "ChangeConfiguration", "NotSupported", "notSupported").await;
    bench.over().await;
}

#[tokio::test]
async fn tc_040_2_a_senseless_value_is_sent_and_its_refusal_shown() {
    let mut bench = Bench::open().await;
    let set = change("MeterValueSampleInterval", "-1");
    let asked = bench.told(set, "ChangeConfiguration", "Rejected", "refused").await;
    assert_eq!(asked["value"], "-1");
    bench.over().await;
}

#[tokio::test]
async fn r16_30_seven_settings_are_read_in_three_calls_where_three_fit() {
    let mut bench = Bench::open().await;
    let limit = r#"{"configurationKey":[{"key":"GetConfigurationMaxKeys","readonly":true,"value":"3"}]}"#;
    let read = json!({ "do": "readSettings", "keys": ["GetConfigurationMaxKeys"] });
    let (order, _) = bench.asked(read, "GetConfiguration", limit).await;
    bench.is(order, "tookEffect").await;
    let keys = ["A", "B", "C", "D", "E", "F", "G"];
    let order = bench.order(json!({ "do": "readSettings", "keys": keys })).await;
    for part in keys.chunks(3) {
        let told: Vec<Value> = part
            .iter()
            .filter(|key| **key != "D")
            .map(|key| json!({ "key": key, "readonly": false, "value": format!("of {key}") }))
            .collect();
        let unknown: Vec<&str> = part.iter().filter(|key| **key == "D").copied().collect();
        let answer = json!({ "configurationKey": told, "unknownKey": unknown });
        let asked = bench.charger.obey("GetConfiguration", &answer.to_string()).await;
        assert_eq!(asked, json!({ "key": part }));
    }
    bench.is(order, "tookEffect").await;
    let found = bench.history(order).await["finding"].clone();
    assert_eq!(found["known"].as_array().map(Vec::len), Some(6), "{found}");
    assert_eq!(found["unknown"], json!(["D"]));
    bench.over().await;
}

#[tokio::test]
async fn r16_37_a_setting_that_counts_after_a_restart_is_shown_so_until_then() {
    let mut bench = Bench::open().await;
    let set = change("MeterValueSampleInterval", "60");
    let (order, _) = bench.asked(set, "ChangeConfiguration", r#"{"status":"RebootRequired"}"#).await;
    assert_eq!(bench.is(order, "scheduled").await, "RebootRequired");
    let known = bench.configuration().await;
    assert_eq!(entry(&known, "MeterValueSampleInterval")["afterRestart"], "60");
    bench.reboot().await;
    bench.is(order, "tookEffect").await;
    let known = bench.configuration().await;
    assert!(entry(&known, "MeterValueSampleInterval")["afterRestart"].is_null());
    assert_eq!(entry(&known, "MeterValueSampleInterval")["value"], "60");
    bench.over().await;
}
