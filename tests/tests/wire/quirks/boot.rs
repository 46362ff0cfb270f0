//! b. Boot, clock, configuration.

use acceptance::{Site, now_ms};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{NAME, alive, back_again, boot, charger_of, is_noted, odd, peculiarities, profile, set, switch};

/// The charger's own time without a zone, so many hours ahead of ours.
fn local(hours: i64) -> String {
    let at = Timestamp::from_millisecond(now_ms()).expect("a time") + SignedDuration::from_hours(hours);
    format!("{at:.0}").trim_end_matches('Z').to_owned()
}

async fn restart(site: &Site) -> u64 {
    site.operator.order(NAME, json!({ "do": "restart", "now": true })).await
}

#[tokio::test]
async fn quirk_21_nothing_is_sent_before_the_boot_was_answered() {
    let site = Site::open().await;
    let mut charger = site.connect(NAME, "ocpp1.6").await;
    let order = restart(&site).await;
    assert!(charger.ask("BootNotification", &boot("Norvolt", "x", "1")).await["status"] == "Accepted");
    assert!(!charger.has_calls(), "the answer to the boot came first");
    charger.obey("Reset", r#"{"status":"Accepted"}"#).await;
    site.operator.order_is(order, "accepted").await;
    site.stop().await;
}

#[tokio::test]
async fn quirk_21_a_wallbox_is_waited_for_longer_than_others() {
    let site = Site::open().await;
    let charger = charger_of(&site, "Wallbox Chargers", "PUP1-0-1-2", "6.6.4").await;
    assert_eq!(switch(&site, "hold").await, ("60".into(), "profile".into()));
    drop(charger);
    site.stop().await;
}

#[tokio::test]
async fn quirk_22_a_stranger_that_does_not_boot_is_asked_to_and_served_all_the_same() {
    let site = Site::open().await;
    drop(site.connect(NAME, "ocpp1.6").await);
    set(&site, "hold", "1").await;
    let mut charger = back_again(&site).await;
    alive(&mut charger).await;
    let asked = charger.obey("TriggerMessage", r#"{"status":"Rejected"}"#).await;
    assert_eq!(asked, json!({ "requestedMessage": "BootNotification" }));
    alive(&mut charger).await;
    // It may be ordered about although it never booted.
    let order = restart(&site).await;
    charger.obey("Reset", r#"{"status":"Accepted"}"#).await;
    site.operator.order_is(order, "accepted").await;
    site.stop().await;
}

#[tokio::test]
async fn quirk_23_an_empty_vendor_is_accepted() {
    let site = Site::open().await;
    let charger = charger_of(&site, "", "SCharger-22KT-S0", "1.0").await;
    let shown = site.operator.station(NAME).await;
    assert_eq!((&shown["vendor"], &shown["model"]), (&json!(""), &json!("SCharger-22KT-S0")));
    assert_eq!(switch(&site, "rate-unit").await, ("watts".into(), "profile".into()));
    drop(charger);
    site.stop().await;
}

#[tokio::test]
async fn quirk_24_a_model_longer_than_the_schema_allows_is_accepted_and_cut() {
    let site = Site::open().await;
    let charger = charger_of(&site, "United Chargers", &"Grizzl-E ".repeat(40), "1").await;
    let model = site.operator.station(NAME).await["model"].as_str().expect("a text").to_owned();
    assert!(model.starts_with("Grizzl-E Grizzl-E") && model.len() == 100, "{model}");
    drop(charger);
    site.stop().await;
}

#[tokio::test]
async fn quirk_25_a_slow_charger_gets_the_time_that_it_needs() {
    let site = Site::open().await;
    let mut charger = odd(&site, "call-timeout = 1").await;
    let order = restart(&site).await;
    let call = charger.wanted("Reset").await;
    assert_eq!(site.operator.order_is(order, "timedOut").await, "noAnswer");
    charger.answer(&call, r#"{"status":"Accepted"}"#).await;
    is_noted(&site, "after the time was up").await;
    charger.ask("BootNotification", &boot("Mennekes", "AMTRON 4Business", "1")).await;
    assert_eq!(switch(&site, "call-timeout").await, ("120".into(), "profile".into()));
    assert!(peculiarities(&site).await["profiles"].to_string().contains("15 minutes"));
    site.stop().await;
}

#[tokio::test]
async fn quirk_26_a_charger_that_needs_fractions_of_a_second_gets_them() {
    let site = Site::open().await;
    let mut charger = site.connect(NAME, "ocpp1.6").await;
    for action in ["BootNotification", "Heartbeat"] {
        let answer = charger.ask(action, &boot("Ampure", "NEXT 2", "3.1")).await;
        let time = answer["currentTime"].as_str().expect("a time");
        assert!(time.len() == "2026-11-21T14:05:00.000Z".len() && time.contains('.'), "{time}");
    }
    site.stop().await;
}

#[tokio::test]
async fn quirk_27_everybody_else_gets_whole_seconds_in_utc() {
    let site = Site::open().await;
    let mut charger = site.charger16(NAME).await;
    let answer = charger.ask("Heartbeat", "{}").await;
    let time = answer["currentTime"].as_str().expect("a time");
    assert!(time.len() == "2026-11-21T14:05:00Z".len() && time.ends_with('Z'), "{time}");
    site.stop().await;
}

/// When connector 1 changed its state, as seconds before now.
async fn age(site: &Site) -> i64 {
    let known = |station: &Value| station["connectors"][0]["since"].is_i64();
    let shown = site.operator.station_when(NAME, "a connector", known).await;
    (now_ms() - shown["connectors"][0]["since"].as_i64().expect("a time")) / 1000
}

#[tokio::test]
async fn quirk_28_the_zone_of_a_local_time_is_found_out_by_its_arrival() {
    let site = Site::open().await;
    let mut charger = charger_of(&site, "Growatt", "THOR 11AS", "1").await;
    let payload = json!({
        "connectorId": 1, "status": "Available", "errorCode": "NoError", "timestamp": local(8),
    });
    charger.ask("StatusNotification", &payload.to_string()).await;
    assert!((-5..60).contains(&age(&site).await));
    is_noted(&site, "no time zone; taken as UTC+08:00").await;
    site.stop().await;
}

#[tokio::test]
async fn quirk_28_the_operator_can_say_the_zone() {
    let site = Site::open().await;
    let mut charger = odd(&site, "zone = 120").await;
    let payload = json!({
        "connectorId": 1, "status": "Available", "errorCode": "NoError", "timestamp": local(1),
    });
    charger.ask("StatusNotification", &payload.to_string()).await;
    assert!((3590..3660).contains(&age(&site).await), "an hour late, not in another zone");
    site.stop().await;
}

#[tokio::test]
async fn quirk_31_a_charger_that_falls_over_its_own_list_is_not_read_by_itself() {
    let site = Site::open().await;
    let mut charger = charger_of(&site, "ABB", "TAC-W22-T-R-C-0", "1.8.21").await;
    assert_eq!(switch(&site, "read-configuration").await, ("no".into(), "profile".into()));
    let list = charger.obey("ChangeConfiguration", r#"{"status":"Accepted"}"#).await;
    assert_eq!(list["key"], "MeterValuesSampledData");
    // One that came later has been asked for its settings meanwhile; this one never is.
    let mut other = site.charger16("CP-2").await;
    other.wanted("GetConfiguration").await;
    alive(&mut charger).await;
    assert!(!charger.has_calls());
    site.stop().await;
}

#[tokio::test]
async fn quirk_32_calls_keep_their_distance() {
    let site = Site::open().await;
    let mut charger = odd(&site, "call-spacing = 1500, read-configuration = false").await;
    for _ in 0..2 {
        restart(&site).await;
    }
    charger.obey("Reset", r#"{"status":"Rejected"}"#).await;
    let first = now_ms();
    charger.obey("Reset", r#"{"status":"Rejected"}"#).await;
    assert!(now_ms() - first > 1300, "{} ms", now_ms() - first);
    charger.ask("BootNotification", &boot("United Chargers", "Grizzl-E Smart", "5")).await;
    assert_eq!(switch(&site, "call-spacing").await, ("3000".into(), "profile".into()));
    site.stop().await;
}

#[tokio::test]
async fn quirk_33_a_charger_that_cannot_be_asked_to_boot_is_waited_for() {
    let site = Site::strict().await;
    let mut charger = site.connect(NAME, "ocpp1.6").await;
    let answer = charger.ask("BootNotification", &boot("StarCharge", "Mercury", "1")).await;
    assert_eq!(answer["status"], "Pending");
    site.operator.admit(NAME, 1).await;
    let answer = charger.ask("BootNotification", &boot("StarCharge", "Mercury", "1")).await;
    assert_eq!((&answer["status"], charger.has_calls()), (&json!("Accepted"), false));
    site.stop().await;
}

#[tokio::test]
async fn quirk_35_an_error_in_answer_means_not_supported_and_the_link_stays() {
    let site = Site::open().await;
    let mut charger = charger_of(&site, "Fronius", "Wattpilot", "40").await;
    super::drain(&mut charger).await;
    for code in ["NotSupported", "NotImplemented"] {
        let order = site.operator.order(NAME, json!({ "do": "unlock", "evse": 1, "connector": 1 })).await;
        let call = charger.wanted("UnlockConnector").await;
        charger.say(format!(r#"[4,"{}","{code}","",{{}}]"#, call.id)).await;
        assert_eq!(site.operator.order_is(order, "notSupported").await, code);
    }
    alive(&mut charger).await;
    site.stop().await;
}

#[tokio::test]
async fn quirk_37_a_truncated_answer_ends_its_call_and_not_the_link() {
    let site = Site::open().await;
    let mut charger = site.charger16(NAME).await;
    super::drain(&mut charger).await;
    let order = restart(&site).await;
    let call = charger.wanted("Reset").await;
    charger.say(format!(r#"[3,"{}",{{"status":"Acc"#, call.id)).await;
    site.operator.order_is(order, "notSupported").await;
    is_noted(&site, "no OCPP message").await;
    alive(&mut charger).await;
    site.stop().await;
}

#[tokio::test]
async fn quirk_38_json_over_many_lines_is_json() {
    let site = Site::open().await;
    let mut charger = site.charger16(NAME).await;
    charger.say("[\r\n  2,\r\n\t\"pretty\",\r\n  \"Heartbeat\",\r\n  {\r\n  }\r\n]\r\n").await;
    assert!(charger.reply("pretty").await.expect("an answer")["currentTime"].is_string());
    site.stop().await;
}

#[tokio::test]
async fn quirk_39_where_an_elvi_keeps_its_real_list_is_shown_as_advice() {
    assert!(super::advice("EV-BOX", "ELVI", "1").await.contains("evb_SupportedMeasurands"));
}

#[tokio::test]
async fn quirk_40_a_key_that_a_charger_needs_is_set_once_after_its_boot() {
    let site = Site::open().await;
    let make = |firmware: &str| boot("Phoenix Contact", "CHARX SEC-3000", firmware);
    profile(&site, "read-configuration = false");
    let mut charger = site.connect(NAME, "ocpp1.6").await;
    charger.ask("BootNotification", &make("1.4")).await;
    let key = json!({ "key": "FreeMode", "value": "true" });
    let found = super::obey_among(&mut charger, "ChangeConfiguration", r#"{"status":"Accepted"}"#).await;
    assert_eq!(found, key);
    // The next boot needs nothing; new firmware may have forgotten it.
    charger.ask("BootNotification", &make("1.4")).await;
    restart(&site).await;
    super::obey_among(&mut charger, "Reset", r#"{"status":"Accepted"}"#).await;
    charger.ask("BootNotification", &make("1.5")).await;
    assert_eq!(super::obey_among(&mut charger, "ChangeConfiguration", r#"{"status":"Accepted"}"#).await, key);
    site.stop().await;
}

#[tokio::test]
async fn quirk_41_nobody_is_taken_in_or_out_of_service_unasked() {
    let site = Site::open().await;
    let mut charger = charger_of(&site, "EN+", "Caro", "1").await;
    let status = r#"{"connectorId":1,"status":"Available","errorCode":"NoError"}"#;
    charger.ask("StatusNotification", status).await;
    restart(&site).await;
    // Whatever else comes first, it is no change of availability.
    super::obey_among(&mut charger, "Reset", r#"{"status":"Accepted"}"#).await;
    site.stop().await;
}

#[tokio::test]
async fn quirk_42_later_is_a_yes_and_a_single_connector_is_asked_when_the_whole_charger_refuses() {
    let site = Site::open().await;
    let mut charger = site.charger16(NAME).await;
    super::drain(&mut charger).await;
    let status = |word: &str| format!(r#"{{"connectorId":1,"status":"{word}","errorCode":"NoError"}}"#);
    charger.ask("StatusNotification", &status("Available")).await;
    let order = json!({ "do": "service", "evse": null, "connector": null, "operative": false });
    let order = site.operator.order(NAME, order).await;
    let first = charger.obey("ChangeAvailability", r#"{"status":"Rejected"}"#).await;
    assert_eq!(first["connectorId"], 0);
    let second = charger.obey("ChangeAvailability", r#"{"status":"Scheduled"}"#).await;
    assert_eq!(second["connectorId"], 1);
    assert_eq!(site.operator.order_is(order, "scheduled").await, "Scheduled");
    charger.ask("StatusNotification", &status("Unavailable")).await;
    site.operator.order_is(order, "tookEffect").await;
    site.stop().await;
}

#[tokio::test]
async fn the_operators_word_comes_after_a_profile_and_can_be_taken_back() {
    let site = Site::open().await;
    let charger = odd(&site, "call-timeout = 77").await;
    assert_eq!(switch(&site, "call-timeout").await, ("77".into(), "profile".into()));
    set(&site, "call-timeout", "88").await;
    assert_eq!(switch(&site, "call-timeout").await, ("88".into(), "operator".into()));
    let station = site.operator.station_id(NAME).await;
    let back = json!({ "ask": "setSwitch", "station": station, "switch": "call-timeout", "value": null });
    site.operator.ask(back).await;
    assert_eq!(switch(&site, "call-timeout").await, ("77".into(), "profile".into()));
    for (switch, value) in [("call-timeout", "soon"), ("warp", "9")] {
        let wrong = json!({ "ask": "setSwitch", "station": station, "switch": switch, "value": value });
        assert_eq!(site.operator.try_ask(wrong).await.expect_err("no")["code"], "invalid");
    }
    drop(charger);
    site.stop().await;
}

#[tokio::test]
async fn a_broken_file_of_profiles_is_told_in_plain_words_and_harms_nothing() {
    let site = Site::open().await;
    profile(&site, "call-timeout = ");
    let mut charger = charger_of(&site, "Oddly", "One", "1").await;
    let shown = peculiarities(&site).await;
    let problem = shown["problems"][0].as_str().expect("a sentence");
    assert!(problem.starts_with("oddly.toml cannot be used: line 5"), "{problem}");
    assert_eq!(switch(&site, "call-timeout").await, ("30".into(), "default".into()));
    alive(&mut charger).await;
    site.stop().await;
}

/// The operator reads all settings; the charger answers this.
async fn told_settings(site: &Site, charger: &mut acceptance::Charger, answer: &str) {
    let order = site.operator.order(NAME, json!({ "do": "readSettings", "keys": [] })).await;
    charger.obey("GetConfiguration", answer).await;
    site.operator.order_is(order, "tookEffect").await;
}

#[tokio::test]
async fn quirk_34_a_list_longer_than_the_charger_says_is_not_sent_and_never_tried_piece_by_piece() {
    let site = Site::open().await;
    let mut charger = site.charger16(NAME).await;
    super::drain(&mut charger).await;
    let told =
        r#"{"configurationKey":[{"key":"MeterValuesSampledDataMaxLength","readonly":true,"value":"2"}]}"#;
    told_settings(&site, &mut charger, told).await;
    let change =
        |value: &str| json!({ "do": "changeSetting", "key": "MeterValuesSampledData", "value": value });
    let order = site.operator.order(NAME, change("Voltage,Current.Import,Power.Active.Import")).await;
    let why = site.operator.order_is(order, "refused").await;
    assert_eq!(why, "It takes 2 entries at most (MeterValuesSampledDataMaxLength)");
    let order = site.operator.order(NAME, change("Voltage,Current.Import")).await;
    let sent = charger.obey("ChangeConfiguration", r#"{"status":"Rejected"}"#).await;
    assert_eq!(sent["value"], "Voltage,Current.Import");
    // A refused list stays as it was: nothing is set instead of it.
    site.operator.order_is(order, "refused").await;
    alive(&mut charger).await;
    assert!(!charger.has_calls());
    site.stop().await;
}

#[tokio::test]
async fn quirk_36_quotes_blanks_letter_case_and_synonyms_in_settings_are_understood() {
    let site = Site::open().await;
    let mut charger = site.charger16(NAME).await;
    super::drain(&mut charger).await;
    let told = json!({ "configurationKey": [
        { "key": "getconfigurationmaxkeys", "readonly": true, "value": "\" 2 \"" },
        { "key": "chargingscheduleallowedchargingrateunit", "readonly": true, "value": "\"W\"" },
        { "key": "MeterValuesSampledData", "readonly": false, "value": "\"Voltage\" \"SoC\"" },
    ] });
    told_settings(&site, &mut charger, &told.to_string()).await;
    // Two at a time, and watts.
    site.operator.order(NAME, json!({ "do": "readSettings", "keys": ["A", "B", "C"] })).await;
    let first = charger.obey("GetConfiguration", r#"{"unknownKey":["A","B"]}"#).await;
    assert_eq!(first["key"], json!(["A", "B"]));
    charger.obey("GetConfiguration", r#"{"unknownKey":["C"]}"#).await;
    let profile = json!({ "id": null, "stackLevel": 0, "purpose": "default", "kind": "relative", "session": null,
        "validFrom": null, "validTo": null, "schedule": { "start": null, "durationS": null, "unit": "A",
        "periods": [{ "startS": 0, "limitTenths": 100, "phases": 1 }] } });
    site.operator.order(NAME, json!({ "do": "setProfile", "evse": 1, "profile": profile })).await;
    let sent = charger.obey("SetChargingProfile", r#"{"status":"Accepted"}"#).await;
    let schedule = &sent["csChargingProfiles"]["chargingSchedule"];
    assert_eq!(
        (&schedule["chargingRateUnit"], &schedule["chargingSchedulePeriod"][0]["limit"]),
        (&json!("W"), &json!(2300.0))
    );
    site.stop().await;
}

#[tokio::test]
async fn quirk_37_settings_that_are_cut_off_are_not_supported_and_the_link_stays() {
    let site = Site::open().await;
    let mut charger = charger_of(&site, "Oddly", "Grizzly", "5.4").await;
    super::drain(&mut charger).await;
    let order = site.operator.order(NAME, json!({ "do": "readSettings", "keys": [] })).await;
    let call = charger.wanted("GetConfiguration").await;
    charger.say(format!(r#"[3,"{}",{{"configurationKey":[{{"key":"HeartbeatIn"#, call.id)).await;
    assert_eq!(site.operator.order_is(order, "notSupported").await, "unreadable answer");
    alive(&mut charger).await;
    site.stop().await;
}
