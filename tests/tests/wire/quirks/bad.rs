//! Bad input: what cannot be read is kept as it came, answered as well as can be, told once a charger, and never breaks
//! the link.

use acceptance::{Site, ago, eventually};
use serde_json::{Value, json};

use super::{NAME, alive, back_again, begun, drain, ended, is_noted};

async fn notes(site: &Site, words: &str) -> usize {
    let shown = site.operator.station(NAME).await;
    let notes = shown["notes"].as_array().expect("a list").clone();
    notes.iter().filter(|note| note.to_string().contains(words)).count()
}

#[tokio::test]
async fn bad_answers_end_their_order_and_are_told_once_a_charger() {
    let site = Site::open().await;
    let mut charger = site.charger16(NAME).await;
    drain(&mut charger).await;
    for round in 0..2 {
        for broken in [r#"{"status":"Acc"#, r#"{"status":"Accepted","#, "{{{{", r#"{"status""#] {
            let order = site.operator.order(NAME, json!({ "do": "restart", "now": true })).await;
            let call = charger.wanted("Reset").await;
            charger.say(format!(r#"[3,"{}",{broken}"#, call.id)).await;
            assert_eq!(site.operator.order_is(order, "notSupported").await, "unreadable answer", "{broken}");
        }
        charger.say(format!(r#"[3,"never-asked-{round}",{{"status":"Accepted"}}]"#)).await;
        charger.say(format!(r#"[4,"never-asked-{round}","GenericError","","a text"]"#)).await;
        alive(&mut charger).await;
        charger = back_again(&site).await;
    }
    is_noted(&site, "a call that we never made").await;
    assert_eq!(notes(&site, "a call that we never made").await, 1);
    assert!(notes(&site, "no OCPP message").await <= 4, "where it broke off is no news");
    site.stop().await;
}

#[tokio::test]
async fn bad_frames_are_kept_as_they_came() {
    let site = Site::open().await;
    let mut charger = site.charger16(NAME).await;
    let broken = r#"[2,"x-1","StatusNotification",{"connectorId":1,"status":"Avail"#;
    charger.say(broken).await;
    assert_eq!(charger.reply("x-1").await, Err("FormationViolation".to_owned()));
    let kept = eventually("the frame", async || {
        let page = site.operator.ask(json!({ "ask": "trace", "query": { "problems": true } })).await;
        let lines = page["lines"].as_array().expect("a list").clone();
        lines.into_iter().find(|line| line["call"] == broken)
    });
    kept.await;
    alive(&mut charger).await;
    site.stop().await;
}

#[tokio::test]
async fn bad_meter_values_are_read_as_far_as_they_go_and_the_session_keeps_its_energy() {
    let site = Site::open().await;
    let mut charger = site.charger16(NAME).await;
    drain(&mut charger).await;
    let number = begun(&mut charger, "T", 1000, &ago(600)).await;
    let at = ago(300);
    for values in [
        // An object in place of the list, padded numbers, a unit of either spelling, an empty list, and nonsense.
        format!(
            r#"{{"timestamp":"{at}","sampledValue":[{{"value":"  2500  "}},{{"value":"31.5","measurand":"Temperature","unit":"Celcius"}}]}}"#
        ),
        format!(r#"[{{"timestamp":"{at}","sampledValue":[]}}]"#),
        format!(r#"[{{"timestamp":"{at}","sampledValue":{{"value":"2600","unit":"Wh"}}}}]"#),
        format!(r#"[{{"timestamp":"{at}","sampledValue":[{{"value":"a lot"}},{{"value":null}},{{}},7]}}]"#),
        format!(r#"[{{"timestamp":"{at}","sampledValue":[{{"value":"99999999999999999999999999"}}]}}]"#),
        "[]".to_owned(),
        "null".to_owned(),
    ] {
        let payload = format!(r#"{{"connectorId":1,"transactionId":{number},"meterValue":{values}}}"#);
        assert_eq!(charger.ask("MeterValues", &payload).await, json!({}), "{values}");
    }
    assert_eq!(site.operator.sessions().await[0]["energyWh"], 1600);
    ended(&mut charger, number, 3000, &ago(60)).await;
    assert_eq!(site.operator.sessions().await[0]["energyWh"], 2000);
    site.stop().await;
}

#[tokio::test]
async fn bad_nesting_and_endless_texts_are_answered_and_the_link_stays() {
    let site = Site::open().await;
    let mut charger = site.charger16(NAME).await;
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for (action, field) in
        [("DataTransfer", "data"), ("MeterValues", "meterValue"), ("BootNotification", "meterType")]
    {
        charger
            .say(format!(r#"[2,"{action}","{action}",{{"connectorId":1,"vendorId":"x","{field}":{deep}}}]"#))
            .await;
        // Read as far as it goes, or refused: either is an answer.
        drop(charger.reply(action).await);
    }
    charger.say(&deep).await;
    assert_eq!(charger.reply("-1").await, Err("FormationViolation".to_owned()));
    let long = "x".repeat(400_000);
    let answer = charger.ask("DataTransfer", &json!({ "vendorId": "x", "data": long }).to_string()).await;
    assert_eq!(answer["status"], "UnknownVendorId");
    let status = json!({ "connectorId": 1, "status": "Available", "errorCode": "NoError", "info": long,
        "vendorErrorCode": long, "timestamp": ago(1) });
    charger.ask("StatusNotification", &status.to_string()).await;
    charger.say(format!(r#"[4,"never-asked","{long}","{long}",{{}}]"#)).await;
    alive(&mut charger).await;
    let shown = site.operator.station(NAME).await.to_string();
    assert!(shown.len() < 20_000, "{} bytes are shown", shown.len());
    site.stop().await;
}

#[tokio::test]
async fn bad_manners_of_one_charger_do_not_reach_another() {
    let site = Site::open().await;
    let mut loud = site.charger16("CP-2").await;
    let mut quiet = site.charger16(NAME).await;
    // Ten thousand calls and as much nonsense without waiting for an answer.
    let flood = tokio::spawn(async move {
        for number in 0..10_000 {
            loud.say(format!(r#"[2,"f-{number}","Heartbeat",{{}}]"#)).await;
            loud.say(format!("nonsense {number}")).await;
            // What was answered meanwhile is read now and then, as a charger would.
            if number % 100 == 99 {
                let (mut results, last) = (0, format!(r#"[3,"f-{number}""#));
                while results < 1 {
                    let text = loud.hear().await.expect("the link stays");
                    results += usize::from(text.starts_with(&last));
                }
            }
        }
        loud
    });
    while !flood.is_finished() {
        alive(&mut quiet).await;
    }
    let mut loud = flood.await.expect("it got through");
    loud.say(r#"[2,"honest","Heartbeat",{}]"#).await;
    while !loud.hear().await.expect("the link stays").starts_with(r#"[3,"honest""#) {}
    let shown = site.operator.station("CP-2").await;
    assert!(shown["notes"].as_array().is_some_and(|notes| notes.len() <= 64), "the same is told once");
    alive(&mut quiet).await;
    site.stop().await;
}

#[tokio::test]
async fn bad_words_never_fill_the_notes_without_end() {
    let site = Site::open().await;
    for round in 0..4 {
        let mut charger = site.charger16(NAME).await;
        for number in 0..60 {
            let payload =
                format!(r#"{{"connectorId":1,"status":"Odd{round}x{number}","errorCode":"NoError"}}"#);
            drop(charger.try_ask("StatusNotification", &payload).await);
        }
        alive(&mut charger).await;
    }
    let shown: Value = site.operator.station(NAME).await;
    assert!(shown["notes"].as_array().is_some_and(|notes| notes.len() <= 100), "{}", shown["notes"]);
    site.stop().await;
}
