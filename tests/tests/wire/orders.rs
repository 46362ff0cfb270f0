//! Orders of the operator and the states they go through.

use acceptance::{Charger, Site, ago};
use serde_json::{Value, json};

async fn with_connector16(site: &Site) -> Charger {
    let mut charger = site.charger16("CP-1").await;
    charger
        .ask("StatusNotification", r#"{"connectorId":1,"errorCode":"NoError","status":"Available"}"#)
        .await;
    charger
}

async fn with_connector201(site: &Site) -> Charger {
    let mut charger = site.charger201("CP-1").await;
    let status =
        format!(r#"{{"timestamp":"{}","connectorStatus":"Available","evseId":1,"connectorId":1}}"#, ago(1));
    charger.ask("StatusNotification", &status).await;
    charger
}

fn start() -> Value {
    json!({ "do": "start", "evse": 1, "connector": 1, "token": "CARD" })
}

#[tokio::test]
async fn in_1_6_a_start_and_a_stop_are_asked_sent_accepted_and_take_effect() {
    // TC_010, TC_012
    let site = Site::open().await;
    let mut charger = with_connector16(&site).await;
    let order = site.operator.order("CP-1", start()).await;
    let call = charger.wanted("RemoteStartTransaction").await;
    assert_eq!(call.payload, json!({ "connectorId": 1, "idTag": "CARD" }));
    site.operator.order_is(order, "sent").await;
    charger.answer(&call, r#"{"status":"Accepted"}"#).await;
    site.operator.order_is(order, "accepted").await;
    let begin = format!(r#"{{"connectorId":1,"idTag":"CARD","meterStart":10,"timestamp":"{}"}}"#, ago(1));
    let id = charger.ask("StartTransaction", &begin).await["transactionId"].as_i64().expect("a number");
    site.operator.order_is(order, "tookEffect").await;

    let session = site.operator.sessions().await[0]["id"].clone();
    let order = site.operator.order("CP-1", json!({ "do": "stop", "session": session })).await;
    let asked = charger.obey("RemoteStopTransaction", r#"{"status":"Accepted"}"#).await;
    assert_eq!(asked, json!({ "transactionId": id }));
    site.operator.order_is(order, "accepted").await;
    let end =
        format!(r#"{{"transactionId":{id},"meterStop":20,"timestamp":"{}","reason":"Remote"}}"#, ago(0));
    charger.ask("StopTransaction", &end).await;
    site.operator.order_is(order, "tookEffect").await;
    site.stop().await;
}

#[tokio::test]
async fn in_2_0_1_a_start_and_a_stop_are_asked_sent_accepted_and_take_effect() {
    // TC_F_01, TC_E_21
    let site = Site::open().await;
    let mut charger = with_connector201(&site).await;
    let order = site.operator.order("CP-1", start()).await;
    let call = charger.wanted("RequestStartTransaction").await;
    site.operator.order_is(order, "sent").await;
    charger.answer(&call, r#"{"status":"Accepted"}"#).await;
    site.operator.order_is(order, "accepted").await;
    let remote = call.payload["remoteStartId"].as_i64().expect("a number");
    let at = ago(1);
    let begin = format!(
        r#"{{"eventType":"Started","timestamp":"{at}","triggerReason":"RemoteStart","seqNo":0,"transactionInfo":{{"transactionId":"tx-9","remoteStartId":{remote}}},"evse":{{"id":1,"connectorId":1}},"idToken":{{"idToken":"CARD","type":"ISO14443"}}}}"#
    );
    charger.ask("TransactionEvent", &begin).await;
    site.operator.order_is(order, "tookEffect").await;

    let session = site.operator.sessions().await[0]["id"].clone();
    let order = site.operator.order("CP-1", json!({ "do": "stop", "session": session })).await;
    let asked = charger.obey("RequestStopTransaction", r#"{"status":"Accepted"}"#).await;
    assert_eq!(asked, json!({ "transactionId": "tx-9" }));
    site.operator.order_is(order, "accepted").await;
    let end = format!(
        r#"{{"eventType":"Ended","timestamp":"{at}","triggerReason":"RemoteStop","seqNo":1,"transactionInfo":{{"transactionId":"tx-9","stoppedReason":"Remote"}}}}"#
    );
    charger.ask("TransactionEvent", &end).await;
    site.operator.order_is(order, "tookEffect").await;
    site.stop().await;
}

#[tokio::test]
async fn a_restart_takes_effect_when_the_charger_boots() {
    // TC_013, TC_014, TC_B_20, TC_B_22
    let site = Site::open().await;
    let mut first = site.charger16("CP-1").await;
    let mut second = site.charger201("CP-2").await;
    for (identity, now, kind) in [
        ("CP-1", true, "Hard"),
        ("CP-1", false, "Soft"),
        ("CP-2", true, "Immediate"),
        ("CP-2", false, "OnIdle"),
    ] {
        let charger = if identity == "CP-1" { &mut first } else { &mut second };
        let order = site.operator.order(identity, json!({ "do": "restart", "now": now })).await;
        assert_eq!(charger.obey("Reset", r#"{"status":"Accepted"}"#).await, json!({ "type": kind }));
        site.operator.order_is(order, "accepted").await;
        *charger =
            if identity == "CP-1" { site.charger16("CP-1").await } else { site.charger201("CP-2").await };
        site.operator.order_is(order, "tookEffect").await;
    }
    site.stop().await;
}

#[tokio::test]
async fn unlocking_is_done_refused_or_not_supported() {
    // TC_017_1, TC_017_2, TC_030, TC_F_06
    let site = Site::open().await;
    let mut first = site.charger16("CP-1").await;
    let mut second = site.charger201("CP-2").await;
    let unlock = || json!({ "do": "unlock", "evse": 1, "connector": 1 });
    for (word, state) in
        [("Unlocked", "tookEffect"), ("UnlockFailed", "refused"), ("NotSupported", "notSupported")]
    {
        let order = site.operator.order("CP-1", unlock()).await;
        first.obey("UnlockConnector", &format!(r#"{{"status":"{word}"}}"#)).await;
        assert_eq!(site.operator.order_is(order, state).await, word);
    }
    for (word, state) in [("Unlocked", "tookEffect"), ("OngoingAuthorizedTransaction", "refused")] {
        let order = site.operator.order("CP-2", unlock()).await;
        let asked = second.obey("UnlockConnector", &format!(r#"{{"status":"{word}"}}"#)).await;
        assert_eq!(asked, json!({ "evseId": 1, "connectorId": 1 }));
        assert_eq!(site.operator.order_is(order, state).await, word);
    }
    site.stop().await;
}

#[tokio::test]
async fn out_of_service_takes_effect_when_the_connector_says_so_also_after_a_session() {
    // TC_G_03, TC_G_11
    let site = Site::open().await;
    let mut first = with_connector16(&site).await;
    let order = site
        .operator
        .order("CP-1", json!({ "do": "service", "evse": 1, "connector": 1, "operative": false }))
        .await;
    let asked = first.obey("ChangeAvailability", r#"{"status":"Scheduled"}"#).await;
    assert_eq!(asked, json!({ "connectorId": 1, "type": "Inoperative" }));
    site.operator.order_is(order, "scheduled").await;
    first
        .ask("StatusNotification", r#"{"connectorId":1,"errorCode":"NoError","status":"Unavailable"}"#)
        .await;
    site.operator.order_is(order, "tookEffect").await;

    let mut second = site.charger201("CP-2").await;
    let order = site.operator.order("CP-2", json!({ "do": "service", "operative": false })).await;
    let asked = second.obey("ChangeAvailability", r#"{"status":"Accepted"}"#).await;
    assert_eq!(asked, json!({ "operationalStatus": "Inoperative" }));
    let status =
        format!(r#"{{"timestamp":"{}","connectorStatus":"Unavailable","evseId":1,"connectorId":1}}"#, ago(0));
    second.ask("StatusNotification", &status).await;
    site.operator.order_is(order, "tookEffect").await;
    site.stop().await;
}

#[tokio::test]
async fn a_trigger_takes_effect_when_the_message_comes() {
    // TC_054, TC_F_11, TC_F_20
    let site = Site::open().await;
    let mut first = with_connector16(&site).await;
    let mut second = site.charger201("CP-2").await;
    for (identity, charger) in [("CP-1", &mut first), ("CP-2", &mut second)] {
        let order = site.operator.order(identity, json!({ "do": "trigger", "what": "heartbeat" })).await;
        let asked = charger.obey("TriggerMessage", r#"{"status":"Accepted"}"#).await;
        assert_eq!(asked["requestedMessage"], "Heartbeat");
        site.operator.order_is(order, "accepted").await;
        charger.ask("Heartbeat", "{}").await;
        site.operator.order_is(order, "tookEffect").await;
        let order =
            site.operator.order(identity, json!({ "do": "trigger", "what": "meter", "evse": 1 })).await;
        charger.obey("TriggerMessage", r#"{"status":"NotImplemented"}"#).await;
        site.operator.order_is(order, "notSupported").await;
    }
    site.stop().await;
}

#[tokio::test]
async fn a_refusal_is_shown_with_the_chargers_word_and_creates_nothing() {
    // TC_026, TC_028
    let site = Site::open().await;
    let mut charger = with_connector16(&site).await;
    let order = site.operator.order("CP-1", start()).await;
    charger.obey("RemoteStartTransaction", r#"{"status":"Rejected"}"#).await;
    assert_eq!(site.operator.order_is(order, "refused").await, "Rejected");
    let order = site.operator.order("CP-1", start()).await;
    let call = charger.wanted("RemoteStartTransaction").await;
    charger.say(format!(r#"[4,"{}","NotSupported","",{{}}]"#, call.id)).await;
    site.operator.order_is(order, "notSupported").await;
    assert!(site.operator.sessions().await.is_empty());
    site.stop().await;
}

#[tokio::test]
async fn an_order_to_a_charger_that_is_not_there_says_so() {
    let site = Site::open().await;
    drop(site.charger16("CP-1").await);
    site.operator.station_when("CP-1", "it is gone", |station| station["online"] == false).await;
    let station = site.operator.station_id("CP-1").await;
    let request = json!({ "ask": "order", "station": station, "command": { "do": "restart", "now": true } });
    match site.operator.try_ask(request).await {
        Ok(order) => {
            let order = order["id"].as_u64().expect("a number");
            assert_eq!(site.operator.order_is(order, "timedOut").await, "notConnected");
        }
        Err(fault) => assert_eq!(fault["code"], "notConnected"),
    }
    site.stop().await;
}

#[tokio::test]
async fn three_quick_orders_go_out_one_at_a_time_and_in_order() {
    // R16-16
    let site = Site::open().await;
    let mut charger = with_connector16(&site).await;
    let mut orders = Vec::new();
    for what in ["heartbeat", "status", "boot"] {
        orders.push(site.operator.order("CP-1", json!({ "do": "trigger", "what": what, "evse": 1 })).await);
    }
    for (order, asked) in orders.into_iter().zip(["Heartbeat", "StatusNotification", "BootNotification"]) {
        let call = charger.wanted("TriggerMessage").await;
        assert_eq!(call.payload["requestedMessage"], asked);
        // Time for a second one to slip out, if it could: an exchange of our own.
        charger.ask("DataTransfer", r#"{"vendorId":"x"}"#).await;
        assert!(!charger.has_calls(), "one at a time");
        charger.answer(&call, r#"{"status":"Rejected"}"#).await;
        site.operator.order_is(order, "refused").await;
    }
    site.stop().await;
}

#[tokio::test]
async fn an_order_without_an_answer_times_out_the_next_goes_out_and_a_late_answer_harms_nothing() {
    // R16-17; the call's time is thirty seconds.
    let site = Site::open().await;
    let mut charger = with_connector16(&site).await;
    let silent = site.operator.order("CP-1", json!({ "do": "restart", "now": true })).await;
    let next = site.operator.order("CP-1", json!({ "do": "unlock", "evse": 1, "connector": 1 })).await;
    let reset = charger.wanted("Reset").await;
    let mut unlock = None;
    // Each heartbeat is an exchange, so this loop cannot spin; it ends when the next order arrives.
    for _ in 0..200_000 {
        charger.ask("Heartbeat", "{}").await;
        if charger.has_calls() {
            unlock = Some(charger.wanted("UnlockConnector").await);
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(site.operator.order_is(silent, "timedOut").await, "noAnswer");
    charger.answer(&reset, r#"{"status":"Accepted"}"#).await;
    charger.answer(&unlock.expect("the next order"), r#"{"status":"Unlocked"}"#).await;
    site.operator.order_is(next, "tookEffect").await;
    site.operator.order_is(silent, "timedOut").await;
    site.stop().await;
}
