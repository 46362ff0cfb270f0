//! What chargers say is wrong with them: kept with its beginning and end, and explained.

use acceptance::{Operator, Site, eventually};
use serde_json::{Value, json};

async fn faults(operator: &Operator, identity: &str) -> Value {
    let station = operator.station_id(identity).await;
    operator.ask(json!({ "ask": "faults", "station": station })).await
}

fn count(list: &Value) -> usize {
    list.as_array().expect("a list").len()
}

#[tokio::test]
async fn a_fault_of_a_charger_is_told_in_plain_words_from_its_beginning_to_its_end() {
    let site = Site::open().await;
    let mut charger = site.charger16("CP-1").await;
    let status = |status: &str, error: &str, more: &str| {
        format!(r#"{{"connectorId":1,"errorCode":"{error}","status":"{status}"{more}}}"#)
    };
    charger.ask("StatusNotification", &status("Available", "NoError", "")).await;
    let none = faults(&site.operator, "CP-1").await;
    assert_eq!((count(&none["open"]), count(&none["past"]), count(&none["months"])), (0, 0, 12));

    let leak = status("Faulted", "GroundFailure", r#","info":"RCM trip 7.1 mA","vendorErrorCode":"E7""#);
    charger.ask("StatusNotification", &leak).await;
    charger.ask("StatusNotification", &leak).await;
    let now = faults(&site.operator, "CP-1").await;
    let fault = &now["open"][0];
    assert_eq!(
        (count(&now["open"]), &fault["code"], &fault["off"]),
        (1, &"GroundFailure".into(), &true.into())
    );
    assert_eq!((&fault["evse"], &fault["vendorCode"]), (&1.into(), &"E7".into()));
    assert_eq!((&fault["info"], &fault["ended"]), (&"RCM trip 7.1 mA".into(), &Value::Null));
    let told = &fault["explanation"];
    assert!(told["title"].as_str().is_some_and(|title| title.contains("leaking to earth")), "{told}");
    assert!(told["next"].as_str().is_some_and(|next| next.ends_with('.')));

    charger.ask("StatusNotification", &status("Available", "NoError", "")).await;
    let after = faults(&site.operator, "CP-1").await;
    assert_eq!((count(&after["open"]), count(&after["past"])), (0, 1));
    assert!(after["past"][0]["ended"].as_i64() >= after["past"][0]["began"].as_i64());
    assert_eq!(after["months"][11]["count"], 1);
    site.stop().await;
}

#[tokio::test]
async fn alerts_of_the_second_generation_are_faults_until_they_are_cleared() {
    let site = Site::open().await;
    let mut charger = site.charger201("CP-2").await;
    let event = |cleared: bool| {
        json!({ "generatedAt": "2026-11-21T10:00:00Z", "seqNo": 0, "eventData": [{
            "eventId": 1, "timestamp": "2026-11-21T10:00:00Z", "trigger": "Alerting", "actualValue": "true",
            "cleared": cleared, "eventNotificationType": "HardWiredMonitor", "techCode": "T-9",
            "component": { "name": "RCD", "evse": { "id": 1 } }, "variable": { "name": "Tripped" },
        }] })
        .to_string()
    };
    assert_eq!(charger.ask("NotifyEvent", &event(false)).await, json!({}));
    let now = faults(&site.operator, "CP-2").await;
    let fault = &now["open"][0];
    assert_eq!((&fault["code"], &fault["vendorCode"]), (&"RCD.Tripped".into(), &"T-9".into()));
    assert!(fault["explanation"]["cause"].as_str().is_some_and(|cause| cause.contains("residual current")));
    charger.ask("NotifyEvent", &event(true)).await;
    assert_eq!(count(&faults(&site.operator, "CP-2").await["open"]), 0);
    site.stop().await;
}

#[tokio::test]
async fn an_owner_s_own_explanation_is_used_at_once_and_a_broken_file_is_told() {
    let site = Site::open().await;
    let mut charger = site.charger16("CP-1").await;
    let odd = r#"{"connectorId":1,"errorCode":"OtherError","status":"Faulted","vendorErrorCode":"NV-31"}"#;
    charger.ask("StatusNotification", odd).await;
    let folder = faults(&site.operator, "CP-1").await["folder"].as_str().expect("a path").to_owned();
    std::fs::create_dir_all(&folder).expect("a folder");
    let mine = "[[fault]]\nvendor-code = \"NV-*\"\ntitle = \"The fan is full of leaves\"\n\
                cause = \"Autumn.\"\nnext = \"Sweep.\"\n";
    std::fs::write(format!("{folder}/mine.toml"), mine).expect("written");
    std::fs::write(format!("{folder}/other.toml"), "[[fault]]\nwhat = 1\n").expect("written");
    let told = eventually("the owner's words", async || {
        let told = faults(&site.operator, "CP-1").await;
        (told["open"][0]["explanation"]["title"] == "The fan is full of leaves").then_some(told)
    });
    let told = told.await;
    assert!(told["problems"][0].as_str().is_some_and(|problem| problem.contains("other.toml")), "{told}");
    site.stop().await;
}
