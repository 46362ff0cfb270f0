//! Sessions of the first generation, to the watt-hour and the second.

use acceptance::{Charger, Site, ago};
use serde_json::Value;

fn start(card: &str, connector: u8, meter: i64, at: &str) -> String {
    format!(r#"{{"connectorId":{connector},"idTag":"{card}","meterStart":{meter},"timestamp":"{at}"}}"#)
}

fn stop(transaction: i64, meter: i64, at: &str) -> String {
    format!(r#"{{"transactionId":{transaction},"meterStop":{meter},"timestamp":"{at}","reason":"Local"}}"#)
}

fn meter(transaction: i64, at: &str, values: &str) -> String {
    format!(
        r#"{{"connectorId":1,"transactionId":{transaction},"meterValue":[{{"timestamp":"{at}","sampledValue":[{values}]}}]}}"#
    )
}

async fn begun(charger: &mut Charger, payload: &str) -> i64 {
    let answer = charger.ask("StartTransaction", payload).await;
    answer["transactionId"].as_i64().filter(|id| *id > 0).expect("a positive number")
}

fn has(session: &Value, flag: &str) -> bool {
    session["flags"].as_array().expect("a list").iter().any(|known| known == flag)
}

#[tokio::test]
async fn a_session_is_in_the_csv_with_its_exact_energy_and_times() {
    let site = Site::open().await;
    let mut charger = site.charger16("CP-1").await;
    charger.ask("Authorize", r#"{"idTag":"04A1B2C3"}"#).await;
    let id = begun(&mut charger, &start("04A1B2C3", 1, 1_020_400, "2026-01-05T14:05:00Z")).await;
    let values = r#"{"value":"1028000"},{"value":"11000","measurand":"Power.Active.Import","unit":"W"}"#;
    charger.ask("MeterValues", &meter(id, "2026-01-05T14:45:00.000Z", values)).await;
    let end = format!(
        r#"{{"transactionId":{id},"idTag":"04A1B2C3","meterStop":1035285,"timestamp":"2026-01-05T16:29:05+01:00","reason":"EVDisconnected"}}"#
    );
    assert_eq!(charger.ask("StopTransaction", &end).await["idTagInfo"]["status"], "Accepted");
    let csv = site.operator.csv().await;
    let names =
        ["station", "connector", "id_token", "meter_start_wh", "meter_stop_wh", "energy_wh", "energy_kwh"];
    assert_eq!(csv.only().cells(names), ["CP-1", "1", "04A1B2C3", "1020400", "1035285", "14885", "14.885"]);
    let names = ["started_at", "ended_at", "duration_seconds", "stop_reason", "ocpp_version"];
    assert_eq!(
        csv.only().cells(names),
        ["2026-01-05T14:05:00+00:00", "2026-01-05T15:29:05+00:00", "5045", "EVDisconnected", "1.6"]
    );
    site.stop().await;
}

#[tokio::test]
async fn r16_06_r16_36_a_repeated_start_gets_the_same_number_also_after_a_kill() {
    // In the middle the answer was lost because the program was killed.
    let mut site = Site::open().await;
    let mut charger = site.charger16("CP-1").await;
    let payload = start("A", 1, 500, &ago(60));
    let first = begun(&mut charger, &payload).await;
    assert_eq!(begun(&mut charger, &payload).await, first);
    site.crash().await;
    let mut charger = site.connect("CP-1", "ocpp1.6").await;
    assert_eq!(begun(&mut charger, &payload).await, first);
    assert_eq!(site.operator.sessions().await.len(), 1);
    site.stop().await;
}

#[tokio::test]
async fn r16_07_a_repeated_stop_is_answered_and_booked_once_and_a_differing_one_is_flagged() {
    let site = Site::open().await;
    let mut charger = site.charger16("CP-1").await;
    let id = begun(&mut charger, &start("A", 1, 500, &ago(600))).await;
    let payload = stop(id, 1500, &ago(60));
    charger.ask("StopTransaction", &payload).await;
    charger.ask("StopTransaction", &payload).await;
    let sessions = site.operator.sessions().await;
    assert_eq!((sessions.len(), &sessions[0]["energyWh"]), (1, &1000.into()));
    assert!(!has(&sessions[0], "conflict"));
    charger.ask("StopTransaction", &stop(id, 9999, &ago(30))).await;
    let sessions = site.operator.sessions().await;
    assert_eq!(sessions[0]["energyWh"], 1000, "the first one counts");
    assert!(has(&sessions[0], "conflict"));
    site.stop().await;
}

#[tokio::test]
async fn r16_08_a_stop_without_its_number_finds_the_open_session_it_fits() {
    let site = Site::open().await;
    for (identity, lost) in [("CP-1", -1), ("CP-2", 0)] {
        let mut charger = site.charger16(identity).await;
        begun(&mut charger, &start("A", 1, 500, &ago(600))).await;
        charger.ask("StopTransaction", &stop(lost, 1500, &ago(60))).await;
    }
    let sessions = site.operator.sessions().await;
    assert_eq!(sessions.len(), 2);
    for session in sessions {
        assert!(
            session["endedAt"].is_i64() && session["energyWh"] == 1000 && has(&session, "repaired"),
            "{session}"
        );
    }
    site.stop().await;
}

#[tokio::test]
async fn r16_09_a_stop_of_an_unknown_session_is_kept_as_an_orphan() {
    let site = Site::open().await;
    let mut charger = site.charger16("CP-1").await;
    let orphan = stop(424_242, 1500, &ago(60));
    charger.ask("StopTransaction", &orphan).await;
    charger.ask("StopTransaction", &orphan).await;
    let sessions = site.operator.sessions().await;
    assert_eq!(sessions.len(), 1);
    assert!(has(&sessions[0], "orphan"), "{}", sessions[0]);
    site.stop().await;
}

#[tokio::test]
async fn r16_10_readings_after_the_end_are_answered_and_change_no_bill() {
    let site = Site::open().await;
    let mut charger = site.charger16("CP-1").await;
    let id = begun(&mut charger, &start("A", 1, 500, &ago(600))).await;
    charger.ask("StopTransaction", &stop(id, 1500, &ago(60))).await;
    charger.ask("MeterValues", &meter(id, &ago(50), r#"{"value":"8000"}"#)).await;
    let sessions = site.operator.sessions().await;
    assert_eq!((sessions.len(), &sessions[0]["energyWh"]), (1, &1000.into()));
    site.stop().await;
}

#[tokio::test]
async fn r16_11_a_second_start_on_a_connector_closes_the_first_session_as_interrupted() {
    let site = Site::open().await;
    let mut charger = site.charger16("CP-1").await;
    let id = begun(&mut charger, &start("A", 1, 500, &ago(600))).await;
    charger.ask("MeterValues", &meter(id, &ago(300), r#"{"value":"700"}"#)).await;
    begun(&mut charger, &start("B", 1, 800, &ago(60))).await;
    let sessions = site.operator.sessions().await;
    assert_eq!(sessions.len(), 2);
    assert!(has(&sessions[0], "interrupted") && sessions[0]["energyWh"] == 200, "{}", sessions[0]);
    assert!(sessions[1]["endedAt"].is_null());
    site.stop().await;
}

#[tokio::test]
async fn r16_13_a_clock_that_is_days_off_is_flagged_and_no_duration_is_negative() {
    let site = Site::open().await;
    let mut charger = site.charger16("CP-1").await;
    let id = begun(&mut charger, &start("A", 1, 500, &ago(-3 * 86_400))).await;
    charger.ask("StopTransaction", &stop(id, 1500, &ago(10))).await;
    let never_set = begun(&mut charger, &start("A", 2, 500, "1970-01-01T00:00:07Z")).await;
    charger.ask("StopTransaction", &stop(never_set, 600, "1970-01-01T01:00:07Z")).await;
    for session in site.operator.sessions().await {
        assert!(has(&session, "clock") && session["durationS"].as_i64() >= Some(0), "{session}");
    }
    for row in site.operator.csv().await.rows {
        assert!(!row.cell("duration_seconds").starts_with('-'));
    }
    site.stop().await;
}

#[tokio::test]
async fn r16_12_a_session_told_after_the_fact_starts_nothing_live() {
    let site = Site::open().await;
    let mut charger = site.charger16("CP-1").await;
    let order = serde_json::json!({ "do": "start", "evse": 1, "connector": 1, "token": "A" });
    let order = site.operator.order("CP-1", order).await;
    charger.obey("RemoteStartTransaction", r#"{"status":"Accepted"}"#).await;
    site.operator.order_is(order, "accepted").await;
    let id = begun(&mut charger, &start("A", 1, 500, "2026-01-05T03:00:00Z")).await;
    charger.ask("StopTransaction", &stop(id, 7500, "2026-01-05T08:00:00Z")).await;
    let session = &site.operator.sessions().await[0];
    assert!(has(session, "offline"));
    assert_eq!((&session["energyWh"], &session["durationS"]), (&7000.into(), &18_000.into()));
    assert!(session["startedReceived"].as_i64() > session["endedAt"].as_i64(), "both clocks are kept");
    site.operator.order_is(order, "accepted").await;
    assert!(!charger.has_calls(), "nothing is sent because of it");
    site.stop().await;
}

#[tokio::test]
async fn r16_23_r16_24_r16_39_extra_fields_strange_words_and_sloppy_numbers_are_noted() {
    let site = Site::open().await;
    let mut charger = site.charger16("CP-1").await;
    let sloppy = r#"{"connectorId":"1","idTag":"A","meterStart":"500","timestamp":"2026-01-05 10:00:00","mood":"fine"}"#;
    let id = begun(&mut charger, sloppy).await;
    for (value, at) in
        [(r#"{"value":"1234.5 "}"#, "10:10:00"), (r#"{"value":"1,5","unit":"kWh"}"#, "10:20:00")]
    {
        charger.ask("MeterValues", &meter(id, &format!("2026-01-05T{at}Z"), value)).await;
    }
    for unit in ["Celsius", "Celcius"] {
        let value = format!(
            r#"{{"value":"21.5","measurand":"Temperature","unit":"{unit}"}},{{"value":"1","measurand":"Vibes","context":"Whim","unit":"Oomph"}}"#
        );
        charger.ask("MeterValues", &meter(id, "2026-01-05T10:30:00Z", &value)).await;
    }
    let strange = r#"{"connectorId":1,"errorCode":"Tired","status":"Dreaming","vendorErrorCode":null}"#;
    charger.ask("StatusNotification", strange).await;
    let session = &site.operator.sessions().await[0];
    assert_eq!(session["meterStartWh"], 500);
    assert_eq!(session["meterStopWh"], 1500, "1,5 kWh");
    site.operator
        .station_when("CP-1", "notes", |station| {
            station["notes"].as_array().is_some_and(|notes| notes.len() >= 2)
        })
        .await;
    site.stop().await;
}

#[tokio::test]
async fn r16_33_a_stop_with_five_thousand_samples_is_taken() {
    let site = Site::open().await;
    let mut charger = site.charger16("CP-1").await;
    let id = begun(&mut charger, &start("A", 1, 0, "2026-01-05T10:00:00Z")).await;
    let sample = |n: i64| {
        let (minute, second) = (n / 60 % 60, n % 60);
        format!(
            r#"{{"timestamp":"2026-01-05T1{}:{minute:02}:{second:02}Z","sampledValue":[{{"value":"{n}"}}]}}"#,
            n / 3600
        )
    };
    let data: Vec<String> = (0..5000).map(sample).collect();
    let payload = format!(
        r#"{{"transactionId":{id},"meterStop":5000,"timestamp":"2026-01-05T12:00:00Z","transactionData":[{}]}}"#,
        data.join(",")
    );
    charger.ask("StopTransaction", &payload).await;
    let session = &site.operator.sessions().await[0];
    assert_eq!((&session["energyWh"], &session["reason"]), (&5000.into(), &"Local".into()));
    site.stop().await;
}

#[tokio::test]
async fn r16_34_r16_35_kilowatt_hours_are_watt_hours_and_a_falling_register_delivers_nothing() {
    let site = Site::open().await;
    let mut charger = site.charger16("CP-1").await;
    let id = begun(&mut charger, &start("A", 1, 500, &ago(600))).await;
    charger.ask("MeterValues", &meter(id, &ago(500), r#"{"value":"0.9","unit":"kWh"}"#)).await;
    assert_eq!(site.operator.sessions().await[0]["energyWh"], 400);
    charger.ask("MeterValues", &meter(id, &ago(400), r#"{"value":"1200","unit":"Wh"}"#)).await;
    assert_eq!(site.operator.sessions().await[0]["energyWh"], 700);
    charger.ask("StopTransaction", &stop(id, 100, &ago(10))).await;
    let session = &site.operator.sessions().await[0];
    assert_eq!(session["energyWh"], 0);
    assert!(has(session, "register"), "{session}");
    site.stop().await;
}
