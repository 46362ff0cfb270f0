//! d. Meter values and status.

use acceptance::{Charger, Site, ago, now_ms};
use serde_json::{Value, json};

use super::{NAME, advice, alive, begun, charger_of, drain, ended, is_noted, odd, set};

async fn charger(site: &Site) -> Charger {
    let mut charger = site.charger16(NAME).await;
    drain(&mut charger).await;
    charger
}

/// Sends readings of connector 1 as they are written.
async fn values(charger: &mut Charger, meter_value: &str) {
    let payload = format!(r#"{{"connectorId":1,"meterValue":{meter_value}}}"#);
    assert_eq!(charger.ask("MeterValues", &payload).await, json!({}));
}

/// One sampled value, ten seconds ago.
fn sampled(value: &str) -> String {
    format!(r#"[{{"timestamp":"{}","sampledValue":[{value}]}}]"#, ago(10))
}

/// What connector 1 shows, once it shows this.
async fn live(site: &Site, field: &str, wanted: impl Into<Value>) {
    let wanted = wanted.into();
    let shows = |station: &Value| station["connectors"][0]["live"][field] == wanted;
    site.operator.station_when(NAME, &format!("{field} {wanted}"), shows).await;
}

/// The energy of the one session so far.
async fn energy(site: &Site) -> Value {
    site.operator.sessions().await[0]["energyWh"].clone()
}

async fn available(charger: &mut Charger) {
    charger
        .ask("StatusNotification", r#"{"connectorId":1,"status":"Available","errorCode":"NoError"}"#)
        .await;
}

#[tokio::test]
async fn quirk_29_30_a_clock_that_was_never_set_and_an_empty_time_count_from_their_arrival() {
    let site = Site::open().await;
    let mut charger = charger(&site).await;
    begun(&mut charger, "T", 1000, "1970-01-01T00:00:07Z").await;
    for (at, watts) in [("1970-01-01T00:02:00Z", 3000), ("", 4000), ("2014-01-01T00:00:00Z", 5000)] {
        let value = format!(r#"{{"value":"{watts}","measurand":"Power.Active.Import","unit":"W"}}"#);
        values(&mut charger, &format!(r#"[{{"timestamp":"{at}","sampledValue":[{value}]}}]"#)).await;
        live(&site, "powerW", watts).await;
    }
    let session = site.operator.sessions().await[0].clone();
    assert!(now_ms() - session["startedAt"].as_i64().expect("a time") < 60_000);
    assert!(session["flags"].to_string().contains("clock"));
    is_noted(&site, "meterValue.timestamp").await;
    site.stop().await;
}

#[tokio::test]
async fn quirk_65_kilowatt_hours_that_are_called_watt_hours_are_multiplied() {
    let site = Site::open().await;
    let mut charger = charger_of(&site, "OpenEVSE", "WiFi", "4.2.0").await;
    drain(&mut charger).await;
    begun(&mut charger, "T", 12_000, &ago(600)).await;
    values(&mut charger, &sampled(r#"{"value":"13.5","unit":"Wh"}"#)).await;
    assert_eq!(energy(&site).await, 1500);
    site.stop().await;
}

#[tokio::test]
async fn quirk_67_the_measurand_counts_and_not_the_unit() {
    let site = Site::open().await;
    let mut charger = charger_of(&site, "Teison", "Smart MINI", "1").await;
    drain(&mut charger).await;
    available(&mut charger).await;
    values(&mut charger, &sampled(r#"{"value":"7200","measurand":"Power.Active.Import","unit":"Wh"}"#)).await;
    live(&site, "powerW", 7200).await;
    site.stop().await;
}

#[tokio::test]
async fn quirk_68_an_object_stands_for_a_list_of_one() {
    let site = Site::open().await;
    let mut charger = charger(&site).await;
    begun(&mut charger, "T", 1000, &ago(600)).await;
    values(&mut charger, &format!(r#"{{"timestamp":"{}","sampledValue":{{"value":"1800"}}}}"#, ago(10)))
        .await;
    assert_eq!(energy(&site).await, 800);
    site.stop().await;
}

#[tokio::test]
async fn quirk_69_70_empty_values_and_empty_lists_are_passed_over() {
    let site = Site::open().await;
    let mut charger = charger(&site).await;
    begun(&mut charger, "T", 1000, &ago(600)).await;
    for empty in ["[]", "null", r#"[{"timestamp":"2026-11-21T14:05:00Z","sampledValue":[]}]"#, "{}"] {
        values(&mut charger, empty).await;
    }
    values(&mut charger, &sampled(r#"{"value":""},{"value":"1700"},{"value":" ","measurand":"Voltage"}"#))
        .await;
    assert_eq!(energy(&site).await, 700);
    site.stop().await;
}

#[tokio::test]
async fn quirk_71_74_77_units_of_every_spelling_padded_numbers_and_no_context_are_read() {
    let site = Site::open().await;
    let mut charger = charger(&site).await;
    available(&mut charger).await;
    let odd = [
        r#"{"value":" 21.5 ","measurand":"Temperature","unit":"Celcius"}"#,
        r#"{"value":"21.5","measurand":"Temperature","unit":"Celsius","phase":"L1"}"#,
        r#"{"value":"50","measurand":"Frequency","unit":"Hz"}"#,
        r#"{"value":"  7.2  ","measurand":"Power.Active.Import","unit":"kW"}"#,
        r#"{"value":"16.0 ","measurand":"Current.Import","unit":"A"}"#,
    ];
    values(&mut charger, &sampled(&odd.join(","))).await;
    live(&site, "powerW", 7200).await;
    live(&site, "currentMa", 16_000).await;
    let notes = site.operator.station(NAME).await["notes"].to_string();
    assert!(!notes.contains("value"), "nothing to remark: {notes}");
    site.stop().await;
}

#[tokio::test]
async fn quirk_72_phases_of_every_spelling_are_read_and_a_lone_neutral_counts_for_nothing() {
    let site = Site::open().await;
    let mut charger = charger(&site).await;
    available(&mut charger).await;
    let phases = [("L1-N", "15.0"), ("L2-N", "16.0"), ("L3-N", "14.0"), ("N", "0.0")];
    let values_of = |(phase, value): &(&str, &str)| {
        format!(r#"{{"value":"{value}","measurand":"Current.Import","unit":"A","phase":"{phase}"}}"#)
    };
    let list: Vec<String> = phases.iter().map(values_of).collect();
    values(&mut charger, &sampled(&list.join(","))).await;
    live(&site, "currentMa", 16_000).await;
    site.stop().await;
}

#[tokio::test]
async fn quirk_73_a_register_by_phases_is_their_sum_and_one_phase_stands_for_all() {
    let site = Site::open().await;
    let mut charger = charger(&site).await;
    begun(&mut charger, "T", 3000, &ago(600)).await;
    let of = |phase: &str, wh: i64| format!(r#"{{"value":"{wh}","phase":"{phase}"}}"#);
    let all = [of("L1", 1500), of("L2", 1500), of("L3", 1000)].join(",");
    values(&mut charger, &sampled(&all)).await;
    assert_eq!(energy(&site).await, 1000);
    values(&mut charger, &format!(r#"[{{"timestamp":"{}","sampledValue":[{}]}}]"#, ago(5), of("L1", 4500)))
        .await;
    assert_eq!(energy(&site).await, 1500);
    site.stop().await;
}

#[tokio::test]
async fn quirk_75_a_charger_that_sends_nothing_by_itself_is_asked_while_it_charges() {
    let site = Site::open().await;
    let mut charger = odd(&site, "ask-readings = 1, read-configuration = false").await;
    let number = begun(&mut charger, "T", 1000, &ago(60)).await;
    for _ in 0..2 {
        let asked = charger.obey("TriggerMessage", r#"{"status":"Accepted"}"#).await;
        assert_eq!(asked, json!({ "requestedMessage": "MeterValues", "connectorId": 1 }));
    }
    ended(&mut charger, number, 1000, &ago(0)).await;
    set(&site, "ask-readings", "60").await;
    drop(charger);
    let charger = charger_of(&site, "Wallbox Chargers", "PLP1-0-2-4", "5.5").await;
    assert_eq!(super::switch(&site, "ask-readings").await, ("60".into(), "operator".into()));
    drop(charger);
    site.stop().await;
}

#[tokio::test]
async fn quirk_76_readings_every_five_minutes_are_fresh_enough() {
    let site = Site::open().await;
    let mut charger = charger_of(&site, "ABL", "eMH2", "1").await;
    drain(&mut charger).await;
    available(&mut charger).await;
    let value = r#"{"value":"11000","measurand":"Power.Active.Import","unit":"W"}"#;
    values(&mut charger, &format!(r#"[{{"timestamp":"{}","sampledValue":[{value}]}}]"#, ago(310))).await;
    live(&site, "powerW", 11_000).await;
    assert!(advice("ABL", "eMH2", "1").await.contains("five minutes"));
    site.stop().await;
}

#[tokio::test]
async fn quirk_78_79_80_odd_errors_and_missing_fields_never_hide_the_state() {
    let site = Site::open().await;
    let mut charger = charger_of(&site, "Zaptec", "Go", "1").await;
    drain(&mut charger).await;
    let shown = |state: &'static str, error: Value, info: Value| {
        let site = &site;
        async move {
            let told = |station: &Value| {
                let connector = &station["connectors"][0];
                connector["rawState"] == state && connector["error"] == error && connector["info"] == info
            };
            site.operator.station_when(NAME, state, told).await;
        }
    };
    charger
        .ask("StatusNotification", r#"{"connectorId":1,"status":"Charging","errorCode":"RcdTripped"}"#)
        .await;
    shown("Charging", "RcdTripped".into(), Value::Null).await;
    let abb = r#"{"connectorId":1,"status":"SuspendedEV","errorCode":"NoError","info":"null"}"#;
    charger.ask("StatusNotification", abb).await;
    shown("SuspendedEV", Value::Null, Value::Null).await;
    let zaptec = r#"{"connectorId":1,"status":"Available","errorCode":"ReaderFailure","info":"RFID"}"#;
    charger.ask("StatusNotification", zaptec).await;
    shown("Available", "ReaderFailure".into(), "RFID".into()).await;
    assert_eq!(site.operator.station(NAME).await["connectors"][0]["state"], "available");
    alive(&mut charger).await;
    site.stop().await;
}
