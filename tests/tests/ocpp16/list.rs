//! The list of cards that a charger keeps for when it is alone.

use serde_json::{Value, json};

use super::bench::Bench;

const CARDS: &[(&str, &str)] =
    &[("A", "accepted"), ("B", "accepted"), ("C", "accepted"), ("D", "blocked"), ("E", "accepted")];

fn send(full: bool) -> Value {
    json!({ "do": "sendList", "full": full, "tokens": [] })
}

async fn version(number: i64) -> Value {
    let mut bench = Bench::open().await;
    let answer = format!(r#"{{"listVersion":{number}}}"#);
    let (order, asked) =
        bench.asked(json!({ "do": "readListVersion" }), "GetLocalListVersion", &answer).await;
    assert_eq!(asked, json!({}));
    let state = if number < 0 { "notSupported" } else { "tookEffect" };
    bench.is(order, state).await;
    let found = bench.history(order).await["finding"].clone();
    bench.over().await;
    found
}

#[tokio::test]
async fn tc_042_1_version_minus_one_means_that_it_keeps_no_list() {
    assert_eq!(version(-1).await, json!({ "told": "listVersion", "version": -1 }));
}

#[tokio::test]
async fn tc_042_2_version_zero_means_that_its_list_is_empty() {
    assert_eq!(version(0).await, json!({ "told": "listVersion", "version": 0 }));
}

#[tokio::test]
async fn tc_043_1_a_list_that_is_not_supported_is_shown() {
    let mut bench = Bench::with_cards(CARDS).await;
    bench.told(send(true), "SendLocalList", "NotSupported", "notSupported").await;
    bench.over().await;
}

#[tokio::test]
async fn tc_043_3_a_list_that_failed_is_shown() {
    let mut bench = Bench::with_cards(CARDS).await;
    bench.told(send(true), "SendLocalList", "Failed", "refused").await;
    bench.over().await;
}

/// Every entry says whether its card may charge.
fn all_have_verdicts(asked: &Value, tags: &[&str]) {
    let entries = asked["localAuthorizationList"].as_array().expect("a list");
    let named: Vec<&str> = entries.iter().filter_map(|entry| entry["idTag"].as_str()).collect();
    assert_eq!(named, tags);
    for entry in entries {
        let expected = if entry["idTag"] == "D" { "Blocked" } else { "Accepted" };
        assert_eq!(entry["idTagInfo"]["status"], expected, "{entry}");
    }
}

#[tokio::test]
async fn tc_043_4_a_whole_list_says_of_every_card_whether_it_may_charge() {
    let mut bench = Bench::with_cards(CARDS).await;
    let asked = bench.told(send(true), "SendLocalList", "Accepted", "tookEffect").await;
    assert_eq!((&asked["updateType"], &asked["listVersion"]), (&"Full".into(), &1.into()));
    all_have_verdicts(&asked, &["A", "B", "C", "D", "E"]);
    bench.over().await;
}

#[tokio::test]
async fn tc_043_5_changes_of_a_list_say_of_every_added_card_whether_it_may_charge() {
    let mut bench = Bench::with_cards(CARDS).await;
    bench.told(send(true), "SendLocalList", "Accepted", "tookEffect").await;
    let operator = &bench.site.operator;
    operator.ask(json!({ "ask": "saveToken", "value": "F", "label": "", "standing": "accepted" })).await;
    operator.ask(json!({ "ask": "removeToken", "value": "B" })).await;
    let asked = bench.told(send(false), "SendLocalList", "Accepted", "tookEffect").await;
    assert_eq!((&asked["updateType"], &asked["listVersion"]), (&"Differential".into(), &2.into()));
    let entries = asked["localAuthorizationList"].as_array().expect("a list");
    let of = |tag: &str| entries.iter().find(|entry| entry["idTag"] == tag).expect("it is there");
    assert_eq!(entries.len(), 2, "{asked}");
    assert_eq!(of("F")["idTagInfo"]["status"], "Accepted");
    assert_eq!(of("B").get("idTagInfo"), None, "a card without a verdict is taken off");
    bench.over().await;
}

#[tokio::test]
async fn r16_31_a_list_longer_than_the_charger_takes_goes_in_parts_with_rising_versions() {
    let mut bench = Bench::with_cards(CARDS).await;
    let limit = r#"{"configurationKey":[{"key":"SendLocalListMaxLength","readonly":true,"value":"2"}]}"#;
    let read = json!({ "do": "readSettings", "keys": ["SendLocalListMaxLength"] });
    let (order, _) = bench.asked(read, "GetConfiguration", limit).await;
    bench.is(order, "tookEffect").await;
    let order = bench.order(send(true)).await;
    let mut versions = Vec::new();
    for (update, tags) in [("Full", &["A", "B"][..]), ("Differential", &["C", "D"]), ("Differential", &["E"])]
    {
        let asked = bench.charger.obey("SendLocalList", r#"{"status":"Accepted"}"#).await;
        assert_eq!(asked["updateType"], update);
        all_have_verdicts(&asked, tags);
        versions.push(asked["listVersion"].as_i64().expect("a number"));
    }
    assert!(versions.is_sorted_by(|a, b| a < b) && versions[0] > 0, "{versions:?}");
    bench.is(order, "tookEffect").await;
    bench.over().await;
}

#[tokio::test]
async fn r16_32_after_a_version_mismatch_the_whole_list_follows() {
    let mut bench = Bench::with_cards(CARDS).await;
    bench.told(send(true), "SendLocalList", "Accepted", "tookEffect").await;
    bench
        .site
        .operator
        .ask(json!({ "ask": "saveToken", "value": "F", "label": "", "standing": "accepted" }))
        .await;
    let order = bench.order(send(false)).await;
    let first = bench.charger.obey("SendLocalList", r#"{"status":"VersionMismatch"}"#).await;
    assert_eq!(first["updateType"], "Differential");
    let second = bench.charger.obey("SendLocalList", r#"{"status":"Accepted"}"#).await;
    assert_eq!(second["updateType"], "Full");
    assert!(second["listVersion"].as_i64() > first["listVersion"].as_i64());
    all_have_verdicts(&second, &["A", "B", "C", "D", "E", "F"]);
    bench.is(order, "tookEffect").await;
    bench.over().await;
}
