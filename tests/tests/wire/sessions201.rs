//! Sessions of the second generation.

use acceptance::{Charger, Site};
use serde_json::Value;

/// A message of session `tx-1`, with a register and whatever else.
fn event(kind: &str, number: u32, at: &str, register: f64, more: &str) -> String {
    let info = if kind == "Ended" { r#","stoppedReason":"EVDisconnected""# } else { "" };
    let context = match kind {
        "Started" => "Transaction.Begin",
        "Ended" => "Transaction.End",
        _ => "Sample.Periodic",
    };
    format!(
        r#"{{"eventType":"{kind}","timestamp":"2026-01-05T{at}Z","triggerReason":"MeterValuePeriodic","seqNo":{number},"transactionInfo":{{"transactionId":"tx-1"{info}}},"meterValue":[{{"timestamp":"2026-01-05T{at}Z","sampledValue":[{{"value":{register},"context":"{context}","measurand":"Energy.Active.Import.Register","unitOfMeasure":{{"unit":"Wh"}}}}]}}]{more}}}"#
    )
}

const WHERE_AND_WHO: &str =
    r#","evse":{"id":2,"connectorId":1},"idToken":{"idToken":"04A1B2C3","type":"ISO14443"}"#;

async fn tell(charger: &mut Charger, event: &str) -> Value {
    charger.ask("TransactionEvent", event).await
}

fn has(session: &Value, flag: &str) -> bool {
    session["flags"].as_array().expect("a list").iter().any(|known| known == flag)
}

#[tokio::test]
async fn a_session_is_in_the_csv_with_its_exact_energy_and_times() {
    let site = Site::open().await;
    let mut charger = site.charger201("CP-1").await;
    let answer = tell(&mut charger, &event("Started", 0, "10:00:00", 1000.0, WHERE_AND_WHO)).await;
    assert_eq!(answer["idTokenInfo"]["status"], "Accepted");
    tell(&mut charger, &event("Updated", 1, "10:30:00", 4000.5, "")).await;
    tell(&mut charger, &event("Ended", 2, "11:00:00", 8250.0, "")).await;
    let csv = site.operator.csv().await;
    let names =
        ["evse", "connector", "transaction_id", "id_token", "energy_wh", "stop_reason", "ocpp_version"];
    assert_eq!(csv.only().cells(names), ["2", "1", "tx-1", "04A1B2C3", "7250", "EVDisconnected", "2.0.1"]);
    let names = ["started_at", "ended_at", "duration_seconds", "meter_start_wh", "meter_stop_wh"];
    assert_eq!(
        csv.only().cells(names),
        ["2026-01-05T10:00:00+00:00", "2026-01-05T11:00:00+00:00", "3600", "1000", "8250"]
    );
    site.stop().await;
}

#[tokio::test]
async fn events_out_of_order_are_complete_only_when_all_have_come() {
    // R201-01
    let site = Site::open().await;
    let mut charger = site.charger201("CP-1").await;
    tell(&mut charger, &event("Started", 0, "10:00:00", 1000.0, WHERE_AND_WHO)).await;
    tell(&mut charger, &event("Ended", 2, "11:00:00", 8000.0, "")).await;
    let session = &site.operator.sessions().await[0];
    assert!(has(session, "gap"), "{session}");
    tell(&mut charger, &event("Updated", 1, "10:30:00", 4000.0, "")).await;
    let sessions = site.operator.sessions().await;
    assert_eq!((sessions.len(), &sessions[0]["energyWh"]), (1, &7000.into()));
    assert!(!has(&sessions[0], "gap"), "{}", sessions[0]);
    site.stop().await;
}

#[tokio::test]
async fn the_end_before_the_beginning_makes_one_session() {
    let site = Site::open().await;
    let mut charger = site.charger201("CP-1").await;
    tell(&mut charger, &event("Ended", 2, "11:00:00", 8000.0, "")).await;
    tell(&mut charger, &event("Started", 0, "10:00:00", 1000.0, WHERE_AND_WHO)).await;
    tell(&mut charger, &event("Updated", 1, "10:30:00", 4000.0, "")).await;
    let sessions = site.operator.sessions().await;
    assert_eq!(sessions.len(), 1);
    let session = &sessions[0];
    assert_eq!((&session["energyWh"], &session["durationS"]), (&7000.into(), &3600.into()), "{session}");
    assert!(session["token"] == "04A1B2C3" && session["evse"] == 2, "{session}");
    assert!(!has(session, "gap") && !has(session, "orphan"), "{session}");
    site.stop().await;
}

#[tokio::test]
async fn a_duplicate_event_is_answered_and_stored_once_also_after_a_restart() {
    // R201-03
    let mut site = Site::open().await;
    let mut charger = site.charger201("CP-1").await;
    let all = [
        event("Started", 0, "10:00:00", 1000.0, WHERE_AND_WHO),
        event("Updated", 1, "10:30:00", 4000.0, ""),
        event("Ended", 2, "11:00:00", 8000.0, ""),
    ];
    for _ in 0..2 {
        for event in &all {
            tell(&mut charger, event).await;
        }
    }
    site.crash().await;
    let mut charger = site.connect("CP-1", "ocpp2.0.1").await;
    for event in &all {
        tell(&mut charger, event).await;
    }
    let sessions = site.operator.sessions().await;
    assert_eq!((sessions.len(), &sessions[0]["energyWh"]), (1, &7000.into()));
    assert!(!has(&sessions[0], "gap"));
    site.stop().await;
}

#[tokio::test]
async fn place_and_card_that_come_later_are_merged() {
    // R201-05
    let site = Site::open().await;
    let mut charger = site.charger201("CP-1").await;
    tell(&mut charger, &event("Started", 0, "10:00:00", 1000.0, "")).await;
    let answer = tell(&mut charger, &event("Updated", 1, "10:01:00", 1000.0, WHERE_AND_WHO)).await;
    assert_eq!(answer["idTokenInfo"]["status"], "Accepted");
    let session = &site.operator.sessions().await[0];
    assert_eq!((&session["evse"], &session["token"]), (&2.into(), &"04A1B2C3".into()));
    site.stop().await;
}

#[tokio::test]
async fn a_multiplier_is_applied() {
    // R201-21
    let site = Site::open().await;
    let mut charger = site.charger201("CP-1").await;
    let scaled = |register: f64, unit: &str, multiplier: i8, text: &str| {
        text.replace(r#""unit":"Wh""#, &format!(r#""unit":"{unit}","multiplier":{multiplier}"#))
            .replace(r#""value":0"#, &format!(r#""value":{register}"#))
    };
    let first = scaled(12.5, "Wh", 2, &event("Started", 0, "10:00:00", 0.0, WHERE_AND_WHO));
    let last = scaled(82.5, "kWh", -1, &event("Ended", 1, "11:00:00", 0.0, ""));
    tell(&mut charger, &first).await;
    tell(&mut charger, &last).await;
    let csv = site.operator.csv().await;
    assert_eq!(csv.only().cells(["meter_start_wh", "meter_stop_wh", "energy_wh"]), ["1250", "8250", "7000"]);
    site.stop().await;
}

#[tokio::test]
async fn strange_message_types_and_ids_have_the_answers_of_the_specification() {
    // R201-16, R201-17
    let site = Site::open().await;
    let mut charger = site.charger201("CP-1").await;
    charger.say(r#"[7,"x-1","Whatever",{}]"#).await;
    assert_eq!(charger.reply("x-1").await, Err("MessageTypeNotSupported".to_owned()));
    charger.say(r#"[2,{"no":"id"},"Heartbeat",{}]"#).await;
    assert_eq!(charger.reply("-1").await, Err("RpcFrameworkError".to_owned()));
    charger.ask("Heartbeat", "{}").await;
    site.stop().await;
}

#[tokio::test]
async fn reports_events_and_vendors_messages_are_acknowledged() {
    // TC_P_02, TC_P_03, TC_N_21
    let site = Site::open().await;
    let mut charger = site.charger201("CP-1").await;
    let at = "2026-01-05T10:00:00Z";
    charger
        .ask("NotifyReport", &format!(r#"{{"requestId":1,"generatedAt":"{at}","seqNo":0,"tbc":false}}"#))
        .await;
    charger
        .ask("SecurityEventNotification", &format!(r#"{{"type":"StartupOfTheDevice","timestamp":"{at}"}}"#))
        .await;
    let event = format!(
        r#"{{"generatedAt":"{at}","seqNo":0,"eventData":[{{"eventId":1,"timestamp":"{at}","trigger":"Alerting","actualValue":"true","eventNotificationType":"HardWiredNotification","component":{{"name":"EVSE"}},"variable":{{"name":"Problem"}}}}]}}"#
    );
    charger.ask("NotifyEvent", &event).await;
    let answer = charger.ask("DataTransfer", r#"{"vendorId":"com.example"}"#).await;
    assert_eq!(answer["status"], "UnknownVendorId");
    charger.ask("Heartbeat", r#"{"customData":{"vendorId":"com.example","x":1}}"#).await;
    site.stop().await;
}
