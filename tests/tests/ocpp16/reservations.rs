//! Connectors that are kept for somebody.

use acceptance::{eventually, now_ms};
use serde_json::{Value, json};

use super::bench::Bench;

fn reserve(evse: Option<u16>, until: i64) -> Value {
    json!({ "do": "reserve", "evse": evse, "token": "CARD", "parent": null, "until": until })
}

fn in_an_hour() -> i64 {
    now_ms() + 3_600_000
}

/// How the reservations stand.
async fn states(bench: &Bench) -> Vec<String> {
    let known = bench.configuration().await;
    let reservations = known["reservations"].as_array().expect("a list");
    reservations.iter().map(|one| one["state"].as_str().expect("a word").to_owned()).collect()
}

#[tokio::test]
async fn tc_046_a_reservation_is_used_up_by_the_charge_it_was_made_for() {
    let mut bench = Bench::open().await;
    let asked = bench.told(reserve(Some(1), in_an_hour()), "ReserveNow", "Accepted", "tookEffect").await;
    assert_eq!((&asked["connectorId"], &asked["idTag"]), (&1.into(), &"CARD".into()));
    assert!(asked["expiryDate"].as_str().is_some_and(|at| at.ends_with('Z')), "{asked}");
    bench.status(1, "Reserved").await;
    bench.shows("reserved").await;
    assert_eq!(states(&bench).await, ["held"]);
    bench.status(1, "Preparing").await;
    bench.start_with("CARD", json!({ "reservationId": asked["reservationId"] })).await;
    assert_eq!(states(&bench).await, ["used"]);
    bench.over().await;
}

#[tokio::test]
async fn tc_047_a_reservation_ends_when_its_time_is_up() {
    let mut bench = Bench::open().await;
    let until = now_ms() + 1500;
    let asked = bench.told(reserve(Some(1), until), "ReserveNow", "Accepted", "tookEffect").await;
    let expiry: jiff::Timestamp = asked["expiryDate"].as_str().expect("a text").parse().expect("a time");
    assert_eq!(expiry.as_second(), until / 1000, "to the second");
    bench.status(1, "Reserved").await;
    assert_eq!(states(&bench).await, ["held"]);
    eventually("its end", async || (states(&bench).await == ["expired"]).then_some(())).await;
    bench.status(1, "Available").await;
    bench.shows("available").await;
    bench.over().await;
}

/// A reservation that the charger cannot keep: its word is shown, and none is kept here.
async fn not_kept(before: &str, word: &str) {
    let mut bench = Bench::open().await;
    bench.status(1, before).await;
    bench.told(reserve(Some(1), in_an_hour()), "ReserveNow", word, "refused").await;
    assert!(states(&bench).await.is_empty());
    bench.over().await;
}

#[tokio::test]
async fn tc_048_1_no_reservation_at_a_faulted_connector() {
    not_kept("Faulted", "Faulted").await;
}

#[tokio::test]
async fn tc_048_2_no_reservation_at_an_occupied_connector() {
    not_kept("Preparing", "Occupied").await;
}

#[tokio::test]
async fn tc_048_3_no_reservation_at_a_connector_out_of_service() {
    let mut bench = Bench::open().await;
    let service = json!({ "do": "service", "evse": 1, "connector": 1, "operative": false });
    let (order, asked) = bench.asked(service, "ChangeAvailability", r#"{"status":"Accepted"}"#).await;
    assert_eq!(asked, json!({ "connectorId": 1, "type": "Inoperative" }));
    bench.status(1, "Unavailable").await;
    bench.is(order, "tookEffect").await;
    bench.shows("outOfService").await;
    bench.told(reserve(Some(1), in_an_hour()), "ReserveNow", "Unavailable", "refused").await;
    assert!(states(&bench).await.is_empty());
    bench.over().await;
}

#[tokio::test]
async fn tc_048_4_no_reservation_where_the_charger_will_not() {
    not_kept("Available", "Rejected").await;
}

#[tokio::test]
async fn tc_049_any_connector_can_be_reserved() {
    let mut bench = Bench::open().await;
    let asked = bench.told(reserve(None, in_an_hour()), "ReserveNow", "Accepted", "tookEffect").await;
    assert_eq!(asked["connectorId"], 0);
    assert_eq!(states(&bench).await, ["held"]);
    bench.over().await;
}

#[tokio::test]
async fn tc_051_a_reservation_is_cancelled_by_its_number() {
    let mut bench = Bench::open().await;
    let asked = bench.told(reserve(Some(1), in_an_hour()), "ReserveNow", "Accepted", "tookEffect").await;
    let number = asked["reservationId"].clone();
    let cancel = json!({ "do": "cancelReservation", "reservation": number });
    let asked = bench.told(cancel, "CancelReservation", "Accepted", "tookEffect").await;
    assert_eq!(asked, json!({ "reservationId": number }));
    assert_eq!(states(&bench).await, ["cancelled"]);
    bench.over().await;
}

#[tokio::test]
async fn tc_052_cancelling_an_unknown_reservation_is_refused_and_shown() {
    let mut bench = Bench::open().await;
    let cancel = json!({ "do": "cancelReservation", "reservation": 4711 });
    let asked = bench.told(cancel, "CancelReservation", "Rejected", "refused").await;
    assert_eq!(asked, json!({ "reservationId": 4711 }));
    bench.over().await;
}

#[tokio::test]
async fn tc_053_a_reservation_for_a_group_can_be_used_by_a_card_of_it() {
    let mut bench = Bench::with_cards(&[]).await;
    for card in ["CARD", "SIBLING"] {
        let save = json!({ "ask": "saveToken", "value": card, "label": "", "standing": "accepted", "parent": "FAMILY" });
        bench.site.operator.ask(save).await;
    }
    let mut order = reserve(Some(1), in_an_hour());
    order["parent"] = "FAMILY".into();
    let asked = bench.told(order, "ReserveNow", "Accepted", "tookEffect").await;
    assert_eq!(asked["parentIdTag"], "FAMILY");
    bench.status(1, "Reserved").await;
    let verdict = bench.authorize("SIBLING").await;
    assert_eq!((&verdict["status"], &verdict["parentIdTag"]), (&"Accepted".into(), &"FAMILY".into()));
    bench.status(1, "Preparing").await;
    bench.start_with("SIBLING", json!({ "reservationId": asked["reservationId"] })).await;
    assert_eq!(states(&bench).await, ["used"]);
    bench.over().await;
}
