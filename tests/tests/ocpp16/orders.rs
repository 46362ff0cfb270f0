//! Orders of one call and one word: restart, unlock, availability, cache, triggers, data.

use std::collections::BTreeSet;

use serde_json::json;

use super::bench::Bench;

fn restart(now: bool) -> serde_json::Value {
    json!({ "do": "restart", "now": now })
}

fn unlock(connector: u16) -> serde_json::Value {
    json!({ "do": "unlock", "evse": connector, "connector": 1 })
}

async fn restarted(now: bool, kind: &str) {
    let mut bench = Bench::open().await;
    let (order, asked) = bench.asked(restart(now), "Reset", r#"{"status":"Accepted"}"#).await;
    assert_eq!(asked, json!({ "type": kind }));
    bench.is(order, "accepted").await;
    bench.reboot().await;
    bench.is(order, "tookEffect").await;
    bench.over().await;
}

#[tokio::test]
async fn tc_013_a_hard_reset_takes_effect_with_the_boot() {
    restarted(true, "Hard").await;
}

#[tokio::test]
async fn tc_014_a_soft_reset_takes_effect_with_the_boot() {
    restarted(false, "Soft").await;
}

#[tokio::test]
async fn tc_017_1_unlocking_a_free_connector() {
    let mut bench = Bench::open().await;
    let asked = bench.told(unlock(1), "UnlockConnector", "Unlocked", "tookEffect").await;
    assert_eq!(asked, json!({ "connectorId": 1 }));
    bench.over().await;
}

#[tokio::test]
async fn tc_017_2_unlocking_where_there_is_no_lock_is_shown_as_not_supported() {
    let mut bench = Bench::open().await;
    bench.told(unlock(1), "UnlockConnector", "NotSupported", "notSupported").await;
    bench.over().await;
}

#[tokio::test]
async fn tc_018_1_unlocking_during_a_charge_ends_it() {
    let mut bench = Bench::open().await;
    let number = bench.charging("CARD").await;
    bench.told(unlock(1), "UnlockConnector", "Unlocked", "tookEffect").await;
    bench.status(1, "Finishing").await;
    bench.stop(number, "UnlockCommand").await;
    bench.booked("UnlockCommand").await;
    bench.over().await;
}

#[tokio::test]
async fn tc_030_a_lock_that_is_stuck_is_shown() {
    let mut bench = Bench::open().await;
    bench.told(unlock(1), "UnlockConnector", "UnlockFailed", "refused").await;
    bench.over().await;
}

#[tokio::test]
async fn tc_031_unlocking_an_unknown_connector_is_shown_as_not_supported() {
    let mut bench = Bench::open().await;
    let asked = bench.told(unlock(7), "UnlockConnector", "NotSupported", "notSupported").await;
    assert_eq!(asked, json!({ "connectorId": 7 }));
    bench.over().await;
}

#[tokio::test]
async fn tc_054_messages_can_be_asked_for_and_not_implemented_is_tolerated() {
    let mut bench = Bench::open().await;
    let idle = r#"{"status":"Idle"}"#;
    let meter = r#"{"connectorId":1,"meterValue":[{"timestamp":"2026-11-21T10:00:00Z","sampledValue":[{"value":"1000"}]}]}"#;
    let status = r#"{"connectorId":1,"errorCode":"NoError","status":"Available"}"#;
    for (what, evse, asked, action, payload) in [
        (
            "meter",
            Some(1),
            json!({ "requestedMessage": "MeterValues", "connectorId": 1 }),
            "MeterValues",
            meter,
        ),
        ("heartbeat", None, json!({ "requestedMessage": "Heartbeat" }), "Heartbeat", "{}"),
        (
            "status",
            Some(1),
            json!({ "requestedMessage": "StatusNotification", "connectorId": 1 }),
            "StatusNotification",
            status,
        ),
        (
            "diagnostics",
            None,
            json!({ "requestedMessage": "DiagnosticsStatusNotification" }),
            "DiagnosticsStatusNotification",
            idle,
        ),
        (
            "firmware",
            None,
            json!({ "requestedMessage": "FirmwareStatusNotification" }),
            "FirmwareStatusNotification",
            idle,
        ),
    ] {
        let trigger = json!({ "do": "trigger", "what": what, "evse": evse });
        let (order, sent) = bench.asked(trigger.clone(), "TriggerMessage", r#"{"status":"Accepted"}"#).await;
        assert_eq!(sent, asked);
        bench.is(order, "accepted").await;
        bench.charger.ask(action, payload).await;
        bench.is(order, "tookEffect").await;
        bench.told(trigger, "TriggerMessage", "NotImplemented", "notSupported").await;
    }
    bench.over().await;
}

#[tokio::test]
async fn tc_055_a_message_of_a_connector_that_is_not_there_is_asked_for_and_refused() {
    let mut bench = Bench::open().await;
    let trigger = json!({ "do": "trigger", "what": "status", "evse": 9 });
    let asked = bench.told(trigger, "TriggerMessage", "Rejected", "refused").await;
    assert_eq!(asked, json!({ "requestedMessage": "StatusNotification", "connectorId": 9 }));
    bench.over().await;
}

#[tokio::test]
async fn tc_061_the_chargers_memory_of_cards_is_cleared() {
    let mut bench = Bench::open().await;
    let clear = json!({ "do": "clearCache" });
    assert_eq!(bench.told(clear.clone(), "ClearCache", "Accepted", "tookEffect").await, json!({}));
    bench.told(clear, "ClearCache", "Rejected", "refused").await;
    bench.over().await;
}

#[tokio::test]
async fn tc_064_data_of_an_unknown_maker_is_not_accepted() {
    let mut bench = Bench::open().await;
    let answer = bench
        .charger
        .ask("DataTransfer", r#"{"vendorId":"nobody.we.know","messageId":"hello","data":"world"}"#)
        .await;
    assert_eq!(answer, json!({ "status": "UnknownVendorId" }));
    bench.over().await;
}

#[tokio::test]
async fn r16_16_three_quick_orders_go_out_one_at_a_time_and_in_order() {
    let mut bench = Bench::open().await;
    let mut orders = Vec::new();
    for what in ["heartbeat", "status", "boot"] {
        orders.push(bench.order(json!({ "do": "trigger", "what": what, "evse": 1 })).await);
    }
    let mut ids = BTreeSet::new();
    for (order, asked) in orders.into_iter().zip(["Heartbeat", "StatusNotification", "BootNotification"]) {
        let call = bench.charger.wanted("TriggerMessage").await;
        assert_eq!(call.payload["requestedMessage"], asked);
        // Time for a second one to slip out, if it could: an exchange of our own.
        bench.charger.ask("DataTransfer", r#"{"vendorId":"x"}"#).await;
        assert!(!bench.charger.has_calls(), "one at a time");
        bench.charger.answer(&call, r#"{"status":"Rejected"}"#).await;
        bench.is(order, "refused").await;
        assert!(call.id.len() <= 36 && ids.insert(call.id), "ids are short and never used twice");
    }
    bench.over().await;
}

#[tokio::test]
async fn r16_17_an_order_without_an_answer_times_out_and_the_next_goes_out() {
    let mut bench = Bench::open().await;
    bench.switch("call-timeout", "1").await;
    let silent = bench.order(restart(true)).await;
    let next = bench.order(unlock(1)).await;
    let reset = bench.charger.wanted("Reset").await;
    // It arrives when the time of the first is up.
    let call = bench.charger.wanted("UnlockConnector").await;
    assert_eq!(bench.is(silent, "timedOut").await, "noAnswer");
    bench.charger.answer(&reset, r#"{"status":"Accepted"}"#).await;
    bench.charger.answer(&call, r#"{"status":"Unlocked"}"#).await;
    bench.is(next, "tookEffect").await;
    bench.is(silent, "timedOut").await;
    bench.over().await;
}

#[tokio::test]
async fn r16_18_a_charger_is_answered_while_we_wait_for_its_answer() {
    let mut bench = Bench::open().await;
    let order = bench.order(restart(false)).await;
    let reset = bench.charger.wanted("Reset").await;
    assert!(bench.charger.ask("Heartbeat", "{}").await["currentTime"].is_string());
    bench.charger.answer(&reset, r#"{"status":"Accepted"}"#).await;
    bench.is(order, "accepted").await;
    bench.over().await;
}

#[tokio::test]
async fn r16_38_what_a_charger_cannot_do_is_known_the_next_time() {
    let mut bench = Bench::open().await;
    let trigger = json!({ "do": "trigger", "what": "meter", "evse": 1 });
    bench.told(trigger, "TriggerMessage", "NotImplemented", "notSupported").await;
    let order = bench.order(json!({ "do": "clearCache" })).await;
    let call = bench.charger.wanted("ClearCache").await;
    bench.charger.say(format!(r#"[4,"{}","NotSupported","no such thing",{{}}]"#, call.id)).await;
    bench.is(order, "notSupported").await;
    bench
        .told(json!({ "do": "trigger", "what": "heartbeat" }), "TriggerMessage", "Rejected", "refused")
        .await;
    assert_eq!(bench.configuration().await["lacks"], json!(["clearCache", "trigger.meter"]));
    bench.over().await;
}
