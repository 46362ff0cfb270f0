//! The handshake: names, protocols, passwords.

use acceptance::{Door, Refused, Site};
use serde_json::json;

#[tokio::test]
async fn a_name_with_a_blank_and_an_umlaut_is_the_same_charger_however_it_is_encoded() {
    // R16-04
    let site = Site::open().await;
    for path in ["/ocpp/S%C3%A4ule%201", "/some/where/else/S%c3%a4ule%201/", "/S%C3%A4ule%201?x=1"] {
        let mut charger = site.knock(Door::at(path).offering("ocpp1.6")).await.expect("let in");
        charger.ask("Heartbeat", "{}").await;
        site.operator.station("Säule 1").await;
    }
    assert_eq!(site.operator.snapshot().await["stations"].as_array().map(Vec::len), Some(1));
    assert_eq!(site.knock(Door::at("/").offering("ocpp1.6")).await.err(), Some(Refused(404)));
    site.stop().await;
}

#[tokio::test]
async fn the_version_is_chosen_in_the_chargers_order_tc_088() {
    let site = Site::open().await;
    for (offered, chosen) in [
        ("ocpp1.6", "ocpp1.6"),
        ("ocpp1.5, ocpp1.6", "ocpp1.6"),
        ("ocpp2.0.1, ocpp1.6", "ocpp2.0.1"),
        ("ocpp1.6, ocpp2.0.1", "ocpp1.6"),
        ("ocpp2.1,ocpp2.0.1", "ocpp2.1"),
    ] {
        let charger = site.knock(Door::new("CP-1").offering(offered)).await.expect("let in");
        assert_eq!(charger.protocol.as_deref(), Some(chosen), "{offered}");
    }
    site.stop().await;
}

#[tokio::test]
async fn without_an_offer_it_is_taken_as_1_6_and_noted() {
    let site = Site::open().await;
    let mut charger = site.knock(Door::new("CP-1")).await.expect("let in");
    assert_eq!(charger.protocol, None);
    charger.ask("BootNotification", r#"{"chargePointVendor":"Old","chargePointModel":"One"}"#).await;
    let shown = site
        .operator
        .station_when("CP-1", "a note", |station| {
            station["notes"].as_array().is_some_and(|notes| !notes.is_empty())
        })
        .await;
    assert_eq!(shown["protocol"], "1.6");
    site.stop().await;
}

#[tokio::test]
async fn without_a_common_version_the_upgrade_is_answered_bare_and_then_closed() {
    // R16-05, TC_B_58: the client library itself objects to the missing header, which shows that it is missing.
    let site = Site::open().await;
    let knock = site.knock(Door::new("CP-1").offering("ocpp1.2, soap")).await;
    assert_eq!(knock.err(), Some(Refused(101)));
    let shown = site.operator.snapshot().await;
    assert_eq!(shown["handshakes"][0]["what"], "noCommonProtocol");
    site.stop().await;
}

#[tokio::test]
async fn a_charger_with_a_password_must_show_its_name_and_that_password() {
    // R16-01, R16-02, TC_A_02, TC_A_03
    let site = Site::open().await;
    drop(site.charger16("CP-1").await);
    let station = site.operator.station_id("CP-1").await;
    let password = "correct-horse-battery";
    site.operator.ask(json!({ "ask": "setPassword", "station": station, "password": password })).await;
    let door = || Door::new("CP-1").offering("ocpp1.6");
    assert_eq!(site.knock(door()).await.err(), Some(Refused(401)));
    assert_eq!(site.knock(door().as_user("CP-1", "wrong-horse-battery")).await.err(), Some(Refused(401)));
    assert_eq!(site.knock(door().as_user("CP-2", password)).await.err(), Some(Refused(401)));
    let mut charger = site.knock(door().as_user("CP-1", password)).await.expect("let in");
    charger.ask("Heartbeat", "{}").await;
    let shown = site.operator.snapshot().await;
    let wrong =
        shown["handshakes"].as_array().expect("a list").iter().filter(|h| h["what"] == "wrongPassword");
    assert_eq!(wrong.count(), 3);
    site.operator.ask(json!({ "ask": "setPassword", "station": station, "password": null })).await;
    site.knock(door()).await.expect("let in without");
    site.stop().await;
}
