//! c. Identity: tags as chargers bear and send them.

use acceptance::{Site, ago};
use serde_json::json;

use super::{NAME, advice, begun, charger_of, drain, ended, odd, profile, set};

/// The operator starts a charge with a tag; gives the tag that the charger was told.
async fn started_with(site: &Site, charger: &mut acceptance::Charger, tag: &str) -> String {
    let order = json!({ "do": "start", "evse": 1, "connector": 1, "token": tag });
    site.operator.order(NAME, order).await;
    let told = charger.obey("RemoteStartTransaction", r#"{"status":"Accepted"}"#).await;
    told["idTag"].as_str().expect("a tag").to_owned()
}

async fn accepted(site: &Site, tag: &str) {
    let card = json!({ "ask": "saveToken", "value": tag, "label": "A card", "standing": "accepted", "expiresAt": null });
    site.operator.ask(card).await;
}

/// Whether a card may charge.
async fn standing(charger: &mut acceptance::Charger, tag: &str) -> String {
    let answer = charger.ask("Authorize", &json!({ "idTag": tag }).to_string()).await;
    answer["idTagInfo"]["status"].as_str().expect("a word").to_owned()
}

const ACCEPTING: &[&str] = &["--accept-unknown"];

#[tokio::test]
async fn quirk_43_tags_go_out_short_and_come_in_long_and_with_junk() {
    let site = Site::start(ACCEPTING).await;
    let mut charger = charger_of(&site, "Ocular", "BS-EV22", "1").await;
    drain(&mut charger).await;
    accepted(&site, "0123456789ABCDEFGHIJ").await;
    assert_eq!(started_with(&site, &mut charger, "0123456789ABCDEFGHIJ").await, "0123456789ABCDEF");
    assert_eq!(standing(&mut charger, "0123456789ABCDEF\u{1}\u{2}").await, "Accepted");
    assert_eq!(standing(&mut charger, &"X".repeat(60)).await, "Invalid");
    site.stop().await;
}

#[tokio::test]
async fn quirk_44_a_suffix_is_cut_off_and_a_stranger_is_never_called_invalid() {
    let site = Site::start(ACCEPTING).await;
    let mut charger = charger_of(&site, "Keba AG", "P30 x", "1").await;
    drain(&mut charger).await;
    accepted(&site, "04A2B3").await;
    assert_eq!(standing(&mut charger, "04A2B3_17593812").await, "Accepted");
    assert_eq!(standing(&mut charger, "FFFF_17593812").await, "Expired");
    let number = begun(&mut charger, "04A2B3_17593812", 1000, &ago(60)).await;
    ended(&mut charger, number, 2000, &ago(10)).await;
    assert_eq!(site.operator.sessions().await[0]["token"], "04A2B3");
    site.stop().await;
}

#[tokio::test]
async fn quirk_45_the_sum_of_a_group_is_not_counted_twice() {
    let site = Site::open().await;
    let mut charger = charger_of(&site, "Keba AG", "P30 x", "1").await;
    drain(&mut charger).await;
    assert_eq!(super::switch(&site, "limit-whole").await, ("yes".into(), "profile".into()));
    let number = begun(&mut charger, "T", 1000, &ago(600)).await;
    for connector in [1, 0] {
        let values = json!({ "connectorId": connector, "meterValue": [{ "timestamp": ago(20), "sampledValue": [
            { "value": "7000", "measurand": "Power.Active.Import", "unit": "W" } ] }] });
        charger.ask("MeterValues", &values.to_string()).await;
    }
    let shown = site
        .operator
        .station_when(NAME, "its power", |s| s["connectors"].to_string().contains("\"powerW\":7000"))
        .await;
    assert_eq!(shown["connectors"].as_array().map(Vec::len), Some(1), "connector 0 is no connector");
    assert_eq!(shown["connectors"][0]["session"]["id"].as_i64(), Some(number));
    assert!(advice("Keba AG", "P30 x", "1").await.contains("connector 0 is their sum"));
    site.stop().await;
}

#[tokio::test]
async fn quirk_46_a_tag_goes_out_in_hex_and_comes_back_as_the_card_that_it_stands_for() {
    let site = Site::start(ACCEPTING).await;
    let mut charger = charger_of(&site, "Alfen BV", "Eve Single Pro", "6").await;
    drain(&mut charger).await;
    accepted(&site, "Desk").await;
    assert_eq!(started_with(&site, &mut charger, "Desk").await, "4465736B");
    assert_eq!(standing(&mut charger, "4465736b").await, "Accepted");
    begun(&mut charger, "4465736B", 1000, &ago(1)).await;
    assert_eq!(site.operator.sessions().await[0]["token"], "Desk");
    site.stop().await;
}

#[tokio::test]
async fn quirk_47_a_charger_that_knows_one_tag_is_started_with_that_and_may_charge() {
    let site = Site::start(ACCEPTING).await;
    let mut charger = odd(&site, "remote-tag = 'ONLY-ONE', read-configuration = false").await;
    accepted(&site, "04A2B3").await;
    assert_eq!(started_with(&site, &mut charger, "04A2B3").await, "ONLY-ONE");
    begun(&mut charger, "ONLY-ONE", 1000, &ago(1)).await;
    assert_eq!(site.operator.sessions().await[0]["token"], "04A2B3");
    // After a restart nobody knows any more for whom it was; the tag is still ours.
    drop(charger);
    profile(&site, "remote-tag = 'ONLY-ONE', read-configuration = false");
    let mut charger = super::back_again(&site).await;
    assert_eq!(standing(&mut charger, "only-one").await, "Accepted");
    set(&site, "remote-tag", "").await;
    assert!(advice("United Chargers", "Grizzl-E Mini Connect", "1").await.contains("only one tag"));
    site.stop().await;
}
