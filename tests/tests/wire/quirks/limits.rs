//! e. Charging profiles, firmware, files.

use acceptance::{Charger, Site, ago, eventually, now_ms};
use serde_json::{Value, json};

use super::{NAME, advice, alive, begun, charger_of, drain, ended, obey_among, odd, switch};

/// Limits in amperes from now on, as an operator orders them.
fn limits(purpose: &str, kind: &str, amps: &[u32]) -> Value {
    let period = |(index, amps): (usize, &u32)| json!({ "startS": index * 600, "limitTenths": amps * 10, "phases": null });
    json!({
        "id": null, "stackLevel": 3, "purpose": purpose, "kind": kind, "session": null, "validFrom": null, "validTo": null,
        "schedule": { "start": if kind == "absolute" { json!(now_ms()) } else { Value::Null }, "durationS": null,
            "unit": "A", "periods": amps.iter().enumerate().map(period).collect::<Vec<_>>() },
    })
}

async fn set(site: &Site, evse: Option<u16>, profile: Value) -> u64 {
    site.operator.order(NAME, json!({ "do": "setProfile", "evse": evse, "profile": profile })).await
}

/// What a charger of this make is sent when its first connector is limited to 16 A for every charge.
async fn sent_to(vendor: &str, model: &str, firmware: &str) -> Value {
    let site = Site::open().await;
    let mut charger = charger_of(&site, vendor, model, firmware).await;
    let order = set(&site, Some(1), limits("default", "absolute", &[16])).await;
    let sent = obey_among(&mut charger, "SetChargingProfile", r#"{"status":"Accepted"}"#).await;
    site.operator.order_is(order, "tookEffect").await;
    site.stop().await;
    sent
}

fn limit(sent: &Value) -> &Value {
    &sent["csChargingProfiles"]["chargingSchedule"]["chargingSchedulePeriod"][0]["limit"]
}

#[tokio::test]
async fn quirk_82_a_charger_that_refuses_its_own_highest_level_gets_the_lowest() {
    let sent = sent_to("ABB", "TAC-W22-T-R-C-0", "1.8.32").await;
    assert_eq!(sent["csChargingProfiles"]["stackLevel"], 0);
    let sent = sent_to("Norvolt", "Wall 11", "1").await;
    assert_eq!(sent["csChargingProfiles"]["stackLevel"], 3, "everybody else gets what was ordered");
}

#[tokio::test]
async fn quirk_83_times_count_from_the_beginning_of_the_charge_or_have_a_start_of_their_own() {
    let sent = sent_to("Wallbox Chargers", "CPB1-0-2-4", "6.7.1").await["csChargingProfiles"].take();
    assert_eq!(sent["chargingProfileKind"], "Relative");
    assert_eq!(sent["chargingSchedule"].get("startSchedule"), None);
    let site = Site::open().await;
    let mut charger = charger_of(&site, "Autel", "MaxiCharger", "1").await;
    set(&site, None, limits("station", "relative", &[16])).await;
    let sent = obey_among(&mut charger, "SetChargingProfile", r#"{"status":"Accepted"}"#).await;
    let sent = &sent["csChargingProfiles"];
    assert_eq!(sent["chargingProfileKind"], "Absolute");
    assert!(sent["chargingSchedule"]["startSchedule"].is_string());
    site.stop().await;
}

#[tokio::test]
async fn quirk_84_amperes_become_watts_for_a_charger_that_knows_nothing_else() {
    let sent = sent_to("", "SCharger-22KT-S0", "1").await;
    assert_eq!(sent["csChargingProfiles"]["chargingSchedule"]["chargingRateUnit"], "W");
    assert_eq!(limit(&sent), 11_040.0);
}

#[tokio::test]
async fn quirk_85_a_purpose_that_is_refused_gives_way_to_the_next_and_one_that_is_unknown_is_not_sent() {
    let site = Site::open().await;
    let mut charger = charger_of(&site, "EV-BOX", "ELVI", "1").await;
    drain(&mut charger).await;
    let number = begun(&mut charger, "T", 1000, &ago(60)).await;
    let mut running = limits("session", "relative", &[10]);
    running["session"] = site.operator.sessions().await[0]["id"].clone();
    let order = set(&site, Some(1), running).await;
    let first =
        charger.obey("SetChargingProfile", r#"{"status":"Rejected"}"#).await["csChargingProfiles"].take();
    assert_eq!(
        (&first["chargingProfilePurpose"], &first["transactionId"]),
        (&json!("TxProfile"), &json!(number))
    );
    let next =
        charger.obey("SetChargingProfile", r#"{"status":"Accepted"}"#).await["csChargingProfiles"].take();
    assert_eq!(
        (&next["chargingProfilePurpose"], next.get("transactionId")),
        (&json!("TxDefaultProfile"), None)
    );
    site.operator.order_is(order, "tookEffect").await;
    set(&site, None, limits("station", "absolute", &[10])).await;
    let whole = charger.obey("SetChargingProfile", r#"{"status":"Accepted"}"#).await;
    assert_eq!(whole["csChargingProfiles"]["chargingProfilePurpose"], "TxDefaultProfile");
    site.stop().await;
}

#[tokio::test]
async fn quirk_85_for_everybody_else_a_refusal_stands() {
    let site = Site::open().await;
    let mut charger = site.charger16(NAME).await;
    let order = set(&site, Some(1), limits("default", "absolute", &[10])).await;
    obey_among(&mut charger, "SetChargingProfile", r#"{"status":"Rejected"}"#).await;
    site.operator.order_is(order, "refused").await;
    alive(&mut charger).await;
    assert!(!charger.has_calls(), "a limit of the whole charger is nothing to fall back to");
    site.stop().await;
}

#[tokio::test]
async fn quirk_86_where_limits_must_be_allowed_at_the_charger_first_is_shown_as_advice() {
    assert!(advice("Schneider Electric", "EVlink Wallbox", "3.4").await.contains("external energy manager"));
}

#[tokio::test]
async fn quirk_87_what_cannot_be_cleared_at_level_0_is_set_and_cleared_at_level_1() {
    let site = Site::open().await;
    let mut charger = charger_of(&site, "go-e", "go-eCharger V3", "55.5").await;
    set(&site, Some(1), limits("default", "absolute", &[10])).await;
    let sent = obey_among(&mut charger, "SetChargingProfile", r#"{"status":"Accepted"}"#).await;
    assert_eq!(sent["csChargingProfiles"]["stackLevel"], 1);
    let clear = json!({ "do": "clearProfiles", "id": null, "evse": null, "purpose": null, "stackLevel": 0 });
    site.operator.order(NAME, clear).await;
    let cleared = obey_among(&mut charger, "ClearChargingProfile", r#"{"status":"Accepted"}"#).await;
    assert_eq!(cleared["stackLevel"], 1);
    site.stop().await;
}

#[tokio::test]
async fn quirk_88_and_69_a_schedule_without_periods_and_an_odd_start_are_answers() {
    let site = Site::open().await;
    let mut charger = site.charger16(NAME).await;
    drain(&mut charger).await;
    let read = json!({ "do": "readSchedule", "evse": 1, "durationS": 600, "unit": null });
    for (answer, state) in [
        (
            r#"{"status":"Accepted","connectorId":1,"scheduleStart":"0","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[]}}"#,
            "tookEffect",
        ),
        (r#"{"status":"Rejected","scheduleStart":"0"}"#, "refused"),
    ] {
        let order = site.operator.order(NAME, read.clone()).await;
        charger.obey("GetCompositeSchedule", answer).await;
        site.operator.order_is(order, state).await;
    }
    site.stop().await;
}

#[tokio::test]
async fn quirk_89_a_limit_is_lowered_to_a_step_that_the_charger_knows() {
    assert_eq!(limit(&sent_to("NEcharge", "Wallbox", "1").await), 16.0);
    let site = Site::open().await;
    let mut charger = charger_of(&site, "NEcharge", "Wallbox", "1").await;
    set(&site, Some(1), limits("default", "absolute", &[12, 7, 5])).await;
    let sent = obey_among(&mut charger, "SetChargingProfile", r#"{"status":"Accepted"}"#).await;
    let periods = sent["csChargingProfiles"]["chargingSchedule"]["chargingSchedulePeriod"].clone();
    let steps: Vec<&Value> =
        periods.as_array().expect("a list").iter().map(|period| &period["limit"]).collect();
    assert_eq!(steps, [&json!(10.0), &json!(6.0), &json!(0.0)]);
    site.stop().await;
    let sent = sent_to("United Chargers", "Grizzl-E Mini Connect", "1").await;
    assert_eq!(limit(&sent), 16.0);
}

/// A reading of the current at connector 1.
async fn draws(charger: &mut Charger, amps: u32) {
    let values = json!({ "connectorId": 1, "meterValue": [{ "timestamp": ago(0), "sampledValue": [
        { "value": amps.to_string(), "measurand": "Current.Import", "unit": "A", "phase": "L1" } ] }] });
    charger.ask("MeterValues", &values.to_string()).await;
}

#[tokio::test]
async fn quirk_90_a_limit_that_is_accepted_and_not_kept_is_told() {
    let site = Site::open().await;
    let mut charger = charger_of(&site, "United Chargers", "Grizzl-E Smart", "03.09").await;
    set(&site, Some(1), limits("default", "absolute", &[6])).await;
    obey_among(&mut charger, "SetChargingProfile", r#"{"status":"Accepted"}"#).await;
    draws(&mut charger, 16).await;
    let noted = async || site.operator.station(NAME).await["notes"].to_string().contains("above it");
    assert!(!noted().await, "a car needs time to follow");
    eventually("a note", async || {
        draws(&mut charger, 16).await;
        noted().await.then_some(())
    })
    .await;
    site.stop().await;
    assert!(advice("United Chargers", "Grizzl-E Smart", "03.09").await.contains("before you rely on it"));
}

#[tokio::test]
async fn quirk_91_a_schedule_from_now_on_begins_a_minute_ago_and_turns_when_it_should() {
    let site = Site::open().await;
    let mut charger = site.charger16(NAME).await;
    set(&site, Some(1), limits("default", "absolute", &[16, 10])).await;
    let sent = obey_among(&mut charger, "SetChargingProfile", r#"{"status":"Accepted"}"#).await;
    let schedule = &sent["csChargingProfiles"]["chargingSchedule"];
    let start: jiff::Timestamp = schedule["startSchedule"].as_str().expect("a time").parse().expect("a time");
    let since = now_ms() / 1000 - start.as_second();
    assert!((58..=90).contains(&since), "{since} s ago");
    assert_eq!(schedule["chargingSchedulePeriod"][1]["startPeriod"], 660);
    site.stop().await;
    let site = Site::open().await;
    let charger = odd(&site, "schedule-ago = 300").await;
    assert_eq!(switch(&site, "schedule-ago").await, ("300".into(), "profile".into()));
    drop(charger);
    site.stop().await;
}

#[tokio::test]
async fn quirk_92_no_limit_of_the_whole_charger_is_ever_written_without_an_order() {
    let site = Site::open().await;
    let mut charger = site.charger16(NAME).await;
    for (from, to) in [(3000, 2000), (1500, 500)] {
        let number = begun(&mut charger, "T", 1000, &ago(from)).await;
        draws(&mut charger, 16).await;
        ended(&mut charger, number, 2000, &ago(to)).await;
    }
    // It is asked for its settings and for nothing else.
    obey_among(&mut charger, "GetConfiguration", r#"{"configurationKey":[]}"#).await;
    alive(&mut charger).await;
    assert!(!charger.has_calls());
    site.stop().await;
}

async fn diagnostics_to(site: &Site, location: &str) -> u64 {
    let order = json!({ "do": "sendFile", "what": "diagnostics", "location": location, "from": null, "to": null,
        "retries": null, "retryS": null });
    site.operator.order(NAME, order).await
}

#[tokio::test]
async fn quirk_93_94_95_an_address_that_a_charger_cannot_reach_is_never_sent() {
    for (vendor, model, reaches, fails, words) in [
        ("Compleo", "eBox professional", "ftp://host/x", "https://host/x", "FTP"),
        ("EV-BOX", "ELVI", "ftp://user:word@host/x", "http://host/x", "FTP"),
        ("OpenEVSE", "openevse_wifi", "http://host/x", "https://host/x", "plain HTTP"),
    ] {
        let site = Site::open().await;
        let mut charger = charger_of(&site, vendor, model, "5").await;
        let refused = diagnostics_to(&site, fails).await;
        let why = format!("It moves files by {words} only");
        assert_eq!(site.operator.order_is(refused, "refused").await, why.as_str(), "{vendor}");
        diagnostics_to(&site, reaches).await;
        let sent = obey_among(&mut charger, "GetDiagnostics", "{}").await;
        assert_eq!(sent["location"], reaches);
        site.stop().await;
    }
}

#[tokio::test]
async fn quirk_96_a_burst_of_old_messages_is_answered_and_counts_by_its_own_times() {
    let site = Site::open().await;
    let mut charger = site.charger16(NAME).await;
    drain(&mut charger).await;
    let number = begun(&mut charger, "T", 1000, &ago(7200)).await;
    drop(charger);
    let mut charger = super::back_again(&site).await;
    // The newest first, each of them twice, and none of them in error.
    for minute in (1..60).rev() {
        let at = ago(7200 - minute * 60);
        let values = json!({ "connectorId": 1, "transactionId": number, "meterValue": [
            { "timestamp": at, "sampledValue": [{ "value": (1000 + minute * 100).to_string() }] } ] });
        for _ in 0..2 {
            assert_eq!(charger.ask("MeterValues", &values.to_string()).await, json!({}));
        }
    }
    let open = &site.operator.sessions().await[0];
    assert_eq!(open["energyWh"], 5900, "the newest by its own time counts");
    for _ in 0..3 {
        ended(&mut charger, number, 7000, &ago(3600)).await;
    }
    let sessions = site.operator.sessions().await;
    assert_eq!((sessions.len(), &sessions[0]["energyWh"]), (1, &json!(6000)));
    site.stop().await;
}
