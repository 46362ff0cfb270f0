//! What comes over the wire that should not, and what is lost on the way.

use acceptance::Site;
use serde_json::{Value, json};

use super::bench::{BOOT, Bench, NAME};

const STATUS: &str = r#"{"connectorId":1,"errorCode":"NoError","status":"Available"}"#;

/// Whether a note that holds these words is shown.
async fn is_noted(site: &Site, words: &str) {
    let noted = |station: &Value| station["notes"].to_string().contains(words);
    site.operator.station_when(NAME, words, noted).await;
}

#[tokio::test]
async fn r16_19_answers_to_nothing_are_noted_and_the_connection_stays() {
    let mut bench = Bench::open().await;
    bench.charger.say(r#"[3,"never-asked",{"status":"Accepted"}]"#).await;
    bench.charger.say(r#"[4,"never-asked","GenericError","",{}]"#).await;
    is_noted(&bench.site, "a call that we never made").await;
    bench.over().await;
}

#[tokio::test]
async fn r16_20_broken_texts_are_answered_with_a_formation_violation_or_not_at_all() {
    let mut bench = Bench::open().await;
    for text in
        ["{", "", "nonsense", "[]", "[2]", "[2,\"a\"]", "[2,\"a\",\"Heartbeat\"", "42", "null", "[7,\"x\"]"]
    {
        bench.charger.say(text).await;
    }
    bench.charger.say(r#"[2,"honest","Heartbeat",{}]"#).await;
    loop {
        let text = bench.charger.hear().await.expect("the connection stays");
        if text.starts_with(r#"[3,"honest""#) {
            break;
        }
        let answer: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(answer[0], 4, "{text}");
        assert!(["FormationViolation", "ProtocolError"].iter().any(|code| answer[2] == *code), "{text}");
    }
    bench.over().await;
}

#[tokio::test]
async fn r16_21_an_unknown_action_is_not_implemented() {
    let mut bench = Bench::open().await;
    assert_eq!(bench.charger.try_ask("FlyToTheMoon", "{}").await, Err("NotImplemented".to_owned()));
    bench.over().await;
}

#[tokio::test]
async fn r16_22_a_missing_field_is_an_error_but_never_of_what_can_be_booked() {
    let mut bench = Bench::open().await;
    let code = bench.charger.try_ask("Authorize", "{}").await.expect_err("it has no card");
    assert!(
        ["OccurenceConstraintViolation", "FormationViolation", "ProtocolError"].contains(&code.as_str()),
        "{code}"
    );
    let start = r#"{"connectorId":1,"meterStart":1000,"timestamp":"2026-01-05T10:00:00Z"}"#;
    let answer = bench.charger.ask("StartTransaction", start).await;
    let number = answer["transactionId"].as_i64().expect("a number");
    bench.charger.ask("MeterValues", r#"{"connectorId":1}"#).await;
    let stop = json!({ "transactionId": number, "timestamp": "2026-01-05T11:00:00Z" });
    bench.charger.ask("StopTransaction", &stop.to_string()).await;
    assert!(bench.session().await["endedAt"].is_i64());
    bench.over().await;
}

#[tokio::test]
async fn r16_25_before_it_is_accepted_a_charger_hears_security_error() {
    let site = Site::strict().await;
    let mut charger = site.connect(NAME, "ocpp1.6").await;
    assert_eq!(charger.ask("BootNotification", BOOT).await["status"], "Pending");
    let tag = r#"{"idTag":"CARD"}"#;
    for (action, payload) in [("StatusNotification", STATUS), ("Heartbeat", "{}"), ("Authorize", tag)] {
        assert_eq!(charger.try_ask(action, payload).await, Err("SecurityError".to_owned()), "{action}");
    }
    site.operator.admit(NAME, 1).await;
    charger.obey("TriggerMessage", r#"{"status":"Accepted"}"#).await;
    assert_eq!(charger.ask("BootNotification", BOOT).await["status"], "Accepted");
    assert_eq!(charger.ask("StatusNotification", STATUS).await, json!({}));
    site.stop().await;
}

#[tokio::test]
async fn r16_27_a_charger_that_comes_back_without_a_boot_is_heard() {
    let mut bench = Bench::open().await;
    bench.charger = bench.site.connect(NAME, "ocpp1.6").await;
    bench.status(1, "Preparing").await;
    bench.shows("pluggedIn").await;
    bench.over().await;
}

#[tokio::test]
async fn r16_28_the_newest_connection_of_a_charger_wins() {
    let mut bench = Bench::open().await;
    let new = bench.site.connect(NAME, "ocpp1.6").await;
    bench.charger.closed().await;
    bench.charger = new;
    assert_eq!(bench.site.operator.station(NAME).await["online"], true);
    bench.over().await;
}

#[tokio::test]
async fn r16_29_a_charger_that_fell_silent_is_found_out_by_pings_and_shown_offline() {
    let bench = Bench::open().await;
    bench.switch("ping", "1").await;
    // Nobody reads the charger's end any more, so no ping is answered; the socket itself stays open.
    let seen = |station: &Value| station["online"] == false;
    bench.site.operator.station_when(NAME, "it is offline", seen).await;
    drop(bench.charger);
    bench.site.stop().await;
}

#[tokio::test]
async fn r16_40_a_frame_that_is_too_large_is_closed_with_1009_and_the_program_lives() {
    let mut bench = Bench::open().await;
    let mut other = bench.site.charger16("CP-2").await;
    let huge = format!(r#"[2,"x","DataTransfer",{{"vendorId":"{}"}}]"#, "x".repeat(2 * 1024 * 1024));
    drop(bench.charger.try_say(huge).await);
    assert_eq!(bench.charger.closed().await, 1009);
    other.ask("Heartbeat", "{}").await;
    bench.reboot().await;
    bench.over().await;
}
