//! Who may charge.

use serde_json::json;

use super::bench::{Bench, NAME};
use acceptance::{Site, ago};

const CARDS: &[(&str, &str)] = &[("GOOD", "accepted"), ("BLOCKED", "blocked"), ("EXPIRED", "expired")];

/// A card is told this when it is shown and when it starts; the start is on record all the same.
async fn is_told(card: &str, status: &str) {
    let mut bench = Bench::with_cards(CARDS).await;
    assert_eq!(bench.authorize(card).await["status"], status);
    assert_eq!(bench.start(card).await["idTagInfo"]["status"], status);
    bench.session().await;
    bench.over().await;
}

#[tokio::test]
async fn tc_023_1_an_unknown_card_is_invalid() {
    is_told("STRANGER", "Invalid").await;
}

#[tokio::test]
async fn tc_023_2_an_expired_card_is_told_so() {
    is_told("EXPIRED", "Expired").await;
}

#[tokio::test]
async fn tc_023_3_a_blocked_card_is_told_so() {
    is_told("BLOCKED", "Blocked").await;
}

#[tokio::test]
async fn r16_14_a_card_that_charges_elsewhere_is_told_so_where_the_site_wants_it() {
    let site = Site::open().await;
    let mut settings = site.operator.snapshot().await["settings"].clone();
    settings["oneSessionPerToken"] = true.into();
    site.operator.ask(json!({ "ask": "saveSettings", "settings": settings })).await;
    let mut bench = Bench::at(site).await;
    let number = bench.charging("CARD").await;
    let second = json!({ "connectorId": 2 });
    let answer = bench.start_with("card", second.clone()).await;
    assert_eq!(answer["idTagInfo"]["status"], "ConcurrentTx");
    assert_eq!(bench.authorize("OTHER").await["status"], "Accepted");
    bench.stop(answer["transactionId"].as_i64().expect("a number"), "DeAuthorized").await;
    bench.stop(number, "Local").await;
    let answer = bench.start_with("CARD", json!({ "connectorId": 2, "timestamp": ago(0) })).await;
    assert_eq!(answer["idTagInfo"]["status"], "Accepted", "after the first one ended");
    bench.over().await;
}

#[tokio::test]
async fn r16_15_a_card_is_the_same_in_other_letters() {
    let mut bench = Bench::with_cards(CARDS).await;
    assert_eq!(bench.authorize("gOOd").await["status"], "Accepted");
    assert_eq!(bench.authorize("bLoCkEd").await["status"], "Blocked");
    bench.over().await;
}

#[tokio::test]
async fn r16_26_a_waiting_charger_starts_nothing_from_afar() {
    let site = Site::strict().await;
    let mut charger = site.connect(NAME, "ocpp1.6").await;
    let boot = charger.ask("BootNotification", super::bench::BOOT).await;
    assert_eq!(boot["status"], "Pending");
    let station = site.operator.station_id(NAME).await;
    let command = json!({ "do": "start", "evse": 1, "connector": 1, "token": "CARD" });
    let request = json!({ "ask": "order", "station": station, "command": command });
    let fault = site.operator.try_ask(request).await.expect_err("it waits");
    assert_eq!(fault["code"], "notAccepted");
    assert!(!charger.has_calls());
    site.stop().await;
}
