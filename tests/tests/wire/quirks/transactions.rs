//! c. Transactions.

use acceptance::{Charger, Site, ago};
use serde_json::{Value, json};

use super::{NAME, advice, alive, begun, boot, charger_of, drain, ended, is_noted};

/// The sessions, when there are so many and each has an end.
async fn booked(site: &Site) -> Vec<Value> {
    let sessions = site.operator.sessions().await;
    assert!(sessions.iter().all(|session| session["endedAt"].is_i64()), "{sessions:?}");
    sessions
}

fn flags(session: &Value) -> String {
    session["flags"].to_string()
}

async fn charger(site: &Site) -> Charger {
    let mut charger = site.charger16(NAME).await;
    drain(&mut charger).await;
    charger
}

async fn stop(charger: &mut Charger, payload: Value) -> Value {
    charger.ask("StopTransaction", &payload.to_string()).await
}

/// A register and its time.
async fn measured(charger: &mut Charger, transaction: i64, wh: i64, at: &str) {
    let values = json!({ "connectorId": 1, "transactionId": transaction, "meterValue": [
        { "timestamp": at, "sampledValue": [{ "value": wh.to_string() }] } ] });
    assert_eq!(charger.ask("MeterValues", &values.to_string()).await, json!({}));
}

#[tokio::test]
async fn quirk_48_a_stop_without_a_tag_is_answered_as_often_as_it_comes() {
    let site = Site::open().await;
    let mut charger = charger(&site).await;
    let number = begun(&mut charger, "T", 1000, &ago(600)).await;
    let payload = json!({ "transactionId": number, "meterStop": 5000, "timestamp": ago(60) });
    for _ in 0..5 {
        assert_eq!(stop(&mut charger, payload.clone()).await, json!({}));
    }
    let sessions = booked(&site).await;
    assert_eq!((sessions.len(), &sessions[0]["energyWh"]), (1, &json!(4000)));
    site.stop().await;
}

#[tokio::test]
async fn quirk_49_a_stop_of_minus_one_keeps_its_energy() {
    let site = Site::open().await;
    let mut charger = charger_of(&site, "Hager", "Witty Park", "1").await;
    drain(&mut charger).await;
    begun(&mut charger, "T", 1000, &ago(600)).await;
    stop(&mut charger, json!({ "transactionId": -1, "meterStop": 4000, "timestamp": ago(60) })).await;
    let sessions = booked(&site).await;
    assert_eq!((sessions.len(), &sessions[0]["energyWh"]), (1, &json!(3000)));
    assert!(flags(&sessions[0]).contains("repaired"));
    site.stop().await;
}

#[tokio::test]
async fn quirk_50_51_53_values_with_a_lost_or_foreign_number_belong_to_the_session_at_their_connector() {
    let site = Site::open().await;
    let mut charger = charger(&site).await;
    let number = begun(&mut charger, "T", 1000, &ago(600)).await;
    for (transaction, wh, at) in
        [(-1, 1500, 500), (-77, 2000, 400), (0, 2500, 300), (number + 4711, 3000, 200)]
    {
        measured(&mut charger, transaction, wh, &ago(at)).await;
    }
    let open = site.operator.sessions().await;
    assert_eq!((open.len(), &open[0]["energyWh"]), (1, &json!(2000)));
    is_noted(&site, "the number of another session").await;
    stop(&mut charger, json!({ "transactionId": -77, "meterStop": 4000, "timestamp": ago(60) })).await;
    assert_eq!(booked(&site).await[0]["energyWh"], 3000);
    site.stop().await;
}

#[tokio::test]
async fn quirk_52_a_number_beyond_32_bits_is_taken() {
    let site = Site::open().await;
    let mut charger = charger(&site).await;
    measured(&mut charger, 5_000_000_000, 900, &ago(300)).await;
    let payload = json!({ "transactionId": 5_000_000_000_i64, "meterStop": 1000, "timestamp": ago(60) });
    assert_eq!(stop(&mut charger, payload).await, json!({}));
    assert_eq!(booked(&site).await[0]["transactionId"], "5000000000");
    site.stop().await;
}

#[tokio::test]
async fn quirk_54_a_stop_of_a_session_that_was_never_told_makes_an_orphan() {
    let site = Site::open().await;
    let mut charger = charger(&site).await;
    let payload = json!({ "transactionId": 815, "meterStop": 7000, "timestamp": ago(60), "idTag": "T" });
    assert_eq!(stop(&mut charger, payload).await["idTagInfo"]["status"], "Accepted");
    let sessions = booked(&site).await;
    assert!(flags(&sessions[0]).contains("orphan"), "{sessions:?}");
    site.stop().await;
}

#[tokio::test]
async fn quirk_55_the_same_start_told_again_is_the_same_session() {
    let site = Site::open().await;
    let mut charger = charger(&site).await;
    let at = ago(600);
    let first = begun(&mut charger, "T", 1000, &at).await;
    assert_eq!(begun(&mut charger, "T", 1000, &at).await, first);
    let same = json!({ "connectorId": 1, "idTag": "T", "meterStart": 1000, "timestamp": at });
    charger.say(format!(r#"[2,"c-1","StartTransaction",{same}]"#)).await;
    assert_eq!(charger.reply("c-1").await.expect("answered")["transactionId"], first);
    assert_eq!(site.operator.sessions().await.len(), 1);
    site.stop().await;
}

#[tokio::test]
async fn quirk_56_values_after_the_stop_revive_nothing() {
    let site = Site::open().await;
    let mut charger = charger(&site).await;
    let number = begun(&mut charger, "T", 1000, &ago(600)).await;
    ended(&mut charger, number, 3000, &ago(60)).await;
    measured(&mut charger, number, 3001, &ago(30)).await;
    let sessions = booked(&site).await;
    assert_eq!((sessions.len(), &sessions[0]["energyWh"]), (1, &json!(2000)));
    site.stop().await;
}

#[tokio::test]
async fn quirk_57_a_boot_closes_what_a_power_cut_left_open_with_its_last_reading() {
    let site = Site::open().await;
    let mut charger = charger(&site).await;
    let number = begun(&mut charger, "T", 1000, &ago(600)).await;
    measured(&mut charger, number, 2600, &ago(300)).await;
    drop(charger);
    let mut charger = site.connect(NAME, "ocpp1.6").await;
    charger.ask("BootNotification", &boot("Norvolt", "Wall 11", "1.2")).await;
    let sessions = booked(&site).await;
    assert_eq!(sessions[0]["energyWh"], 1600);
    let flags = flags(&sessions[0]);
    assert!(flags.contains("interrupted") && flags.contains("estimated"), "{flags}");
    site.stop().await;
}

#[tokio::test]
async fn quirk_58_a_stop_alone_brings_its_session_along() {
    let site = Site::open().await;
    let mut charger = charger(&site).await;
    let value = |at: i64, wh: i64, context: &str| json!({ "timestamp": ago(at), "sampledValue": [{ "value": wh.to_string(), "context": context }] });
    let history = [value(3600, 1000, "Transaction.Begin"), value(1800, 2000, "Sample.Periodic")];
    let payload = json!({
        "transactionId": -1, "meterStop": 4000, "timestamp": ago(600), "transactionData": history,
    });
    stop(&mut charger, payload).await;
    let sessions = booked(&site).await;
    assert_eq!((&sessions[0]["energyWh"], &sessions[0]["meterStartWh"]), (&json!(3000), &json!(1000)));
    assert!(sessions[0]["durationS"].as_i64().expect("a number") >= 2900);
    site.stop().await;
}

#[tokio::test]
async fn quirk_59_a_register_of_minus_one_gives_way_to_the_last_reading() {
    let site = Site::open().await;
    let mut charger = charger(&site).await;
    let number = begun(&mut charger, "T", 1000, &ago(600)).await;
    measured(&mut charger, number, 2500, &ago(120)).await;
    stop(&mut charger, json!({ "transactionId": number, "meterStop": -1, "timestamp": ago(60) })).await;
    let sessions = booked(&site).await;
    assert_eq!(sessions[0]["energyWh"], 1500);
    assert!(flags(&sessions[0]).contains("estimated"));
    site.stop().await;
}

#[tokio::test]
async fn quirk_61_a_register_that_begins_at_nought_with_every_session_is_no_fault() {
    let site = Site::open().await;
    let mut charger = charger_of(&site, "Vestel", "EVC04", "1").await;
    drain(&mut charger).await;
    for (from, to) in [(3000, 2000), (1500, 500)] {
        let number = begun(&mut charger, "T", 0, &ago(from)).await;
        measured(&mut charger, number, 1200, &ago((from + to) / 2)).await;
        ended(&mut charger, number, 2400, &ago(to)).await;
    }
    for session in booked(&site).await {
        assert_eq!((&session["energyWh"], flags(&session).as_str()), (&json!(2400), r#"["offline"]"#));
    }
    site.stop().await;
}

#[tokio::test]
async fn quirk_62_63_what_a_charger_refuses_after_a_charge_or_in_autostart_is_shown_as_advice() {
    for (vendor, model) in [("Schneider Electric", "EVlink"), ("Autel", "MaxiCharger"), ("Ocular", "LTE")] {
        assert!(advice(vendor, model, "1").await.contains("until the cable was pulled"), "{vendor}");
    }
    assert!(advice("EV-BOX", "ELVI", "1").await.contains("autostart"));
}

#[tokio::test]
async fn quirk_64_an_error_with_anything_as_its_details_is_an_error() {
    let site = Site::open().await;
    let mut charger = charger(&site).await;
    for details in ["\"some text\"", "[1,2]", "null", "7"] {
        let order = site.operator.order(NAME, json!({ "do": "restart", "now": true })).await;
        let call = charger.wanted("Reset").await;
        charger.say(format!(r#"[4,"{}","InternalError","broken",{details}]"#, call.id)).await;
        assert_eq!(site.operator.order_is(order, "refused").await, "InternalError: broken");
    }
    alive(&mut charger).await;
    site.stop().await;
}
