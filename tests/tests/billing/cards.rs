//! Drivers, their cards, and what a file of them changes.

use acceptance::{Site, eventually, now_ms};
use serde_json::json;

use crate::till::driver;

async fn status(charger: &mut acceptance::Charger, card: &str) -> String {
    let answer = charger.ask("Authorize", &json!({ "idTag": card }).to_string()).await;
    answer["idTagInfo"]["status"].as_str().expect("a word").to_owned()
}

#[tokio::test]
async fn a_card_held_to_a_charger_is_learned_with_one_click_and_starts_to_charge() {
    let site = Site::start(&["--accept-unknown"]).await;
    let mut charger = site.charger16("CP-1").await;
    let state = json!({ "connectorId": 1, "errorCode": "NoError", "status": "Preparing" });
    charger.ask("StatusNotification", &state.to_string()).await;
    assert_eq!(status(&mut charger, "NEWCARD").await, "Invalid");
    eventually("the card is shown to the operator", async || {
        let snapshot = site.operator.snapshot().await;
        let cards = snapshot["tokens"].as_array().expect("a list").clone();
        cards.into_iter().find(|card| card["value"] == "NEWCARD" && card["standing"] == "unknown")
    })
    .await;
    let view = json!({ "id": null, "name": "Aoife Byrne", "costCentre": null, "stations": null, "post": {} });
    let aoife = site.operator.ask(json!({ "ask": "saveDriver", "driver": view })).await["id"].clone();
    let give = json!({ "ask": "giveToken", "value": "NEWCARD", "driver": aoife, "start": true });
    let given = site.operator.ask(give).await;
    assert_eq!((&given["standing"], &given["driver"]), (&json!("accepted"), &aoife));
    let started = charger.obey("RemoteStartTransaction", r#"{"status":"Accepted"}"#).await;
    assert_eq!((&started["idTag"], &started["connectorId"]), (&json!("NEWCARD"), &json!(1)));
    assert_eq!(status(&mut charger, "newcard").await, "Accepted");
    site.stop().await;
}

#[tokio::test]
async fn a_driver_may_charge_at_some_chargers_only_and_a_card_from_its_first_day_on() {
    let site = Site::start(&["--accept-unknown"]).await;
    let mut first = site.charger16("CP-1").await;
    let mut second = site.charger201("CP-2").await;
    let driver_id = driver(&site.operator, "Tomás Keane", "TOMAS", None).await;
    let here = site.operator.station_id("CP-1").await;
    let view =
        json!({ "id": driver_id, "name": "Tomás Keane", "costCentre": null, "stations": [here], "post": {} });
    site.operator.ask(json!({ "ask": "saveDriver", "driver": view })).await;
    assert_eq!(status(&mut first, "TOMAS").await, "Accepted");
    let token = r#"{"idToken":{"idToken":"TOMAS","type":"ISO14443"}}"#;
    let answer = second.ask("Authorize", token).await;
    assert_eq!(answer["idTokenInfo"]["status"], "NotAtThisLocation");
    let tomorrow = now_ms() + 86_400_000;
    let card = json!({ "ask": "saveToken", "value": "TOMAS", "label": "fob", "standing": "accepted",
                       "expiresAt": null, "driver": driver_id, "validFrom": tomorrow });
    site.operator.ask(card).await;
    assert_eq!(status(&mut first, "TOMAS").await, "Blocked");
    assert_eq!(second.ask("Authorize", token).await["idTokenInfo"]["status"], "NotAtThisTime");
    // A driver who leaves takes nothing along: the cards are blocked.
    site.operator.ask(json!({ "ask": "removeDriver", "driver": driver_id })).await;
    let card = json!({ "ask": "snapshot" });
    let cards = site.operator.ask(card).await["tokens"].clone();
    assert_eq!(cards[0]["standing"], "blocked", "{cards}");
    site.stop().await;
}

#[tokio::test]
async fn a_file_of_people_shows_what_it_changes_before_it_does() {
    let site = Site::start(&["--accept-unknown"]).await;
    driver(&site.operator, "Aoife Byrne", "04A2", None).await;
    let read = async |text: &str, apply: bool| {
        site.operator.try_ask(json!({ "ask": "readPeople", "text": text, "apply": apply })).await
    };
    let bad = "token,driver,cost_centre,valid_to\n04A2,Aoife Byrne,Staff,\n04B1,Dr Obi,Staff,soon\n";
    let look = read(bad, false).await.expect("a look");
    assert_eq!((look["changed"].as_u64(), look["wrong"].as_u64()), (Some(1), Some(1)), "{look}");
    assert_eq!(look["lines"][0]["fields"], json!(["costCentre"]));
    assert_eq!((&look["lines"][1]["line"], &look["lines"][1]["fields"]), (&json!(3), &json!(["date"])));
    read(bad, true).await.expect_err("nothing is changed while a line is wrong");
    let books = site.operator.ask(json!({ "ask": "books" })).await;
    assert_eq!(books["costCentres"], json!([]));
    let good = "token;driver;cost_centre;valid_to\n04A2;Aoife Byrne;Staff;\n04B1;Dr Obi;Staff;2031-12-31\n";
    let done = read(good, true).await.expect("it is read");
    assert_eq!((done["new"].as_u64(), done["changed"].as_u64()), (Some(1), Some(1)));
    let again = read(good, false).await.expect("a look");
    assert_eq!((again["same"].as_u64(), again["changed"].as_u64()), (Some(2), Some(0)), "{again}");
    let books = site.operator.ask(json!({ "ask": "books" })).await;
    assert_eq!(books["drivers"].as_array().map(Vec::len), Some(2));
    assert_eq!(books["costCentres"].as_array().map(Vec::len), Some(1));
    site.stop().await;
}
