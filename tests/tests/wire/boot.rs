//! Who may speak, and when.

use acceptance::{Site, eventually};

const BOOT16: &str =
    r#"{"chargePointVendor":"Norvolt","chargePointModel":"Wall 11","chargePointSerialNumber":"S-77"}"#;
const BOOT201: &str = r#"{"reason":"PowerUp","chargingStation":{"vendorName":"Hallden","model":"Post"}}"#;
const STATUS16: &str = r#"{"connectorId":1,"errorCode":"NoError","status":"Available"}"#;
const STATUS201: &str =
    r#"{"timestamp":"2026-01-01T10:00:00Z","connectorStatus":"Available","evseId":1,"connectorId":1}"#;

#[tokio::test]
async fn an_unknown_charger_waits_is_shown_and_gets_in_when_the_operator_says_so() {
    let site = Site::strict().await;
    for (identity, protocol, boot, status) in
        [("CP-16", "ocpp1.6", BOOT16, STATUS16), ("CP-201", "ocpp2.0.1", BOOT201, STATUS201)]
    {
        let mut charger = site.connect(identity, protocol).await;
        let answer = charger.ask("BootNotification", boot).await;
        assert_eq!(answer["status"], "Pending");
        assert!(answer["interval"].as_i64() > Some(0) && answer["currentTime"].is_string());
        // R16-25, TC_B_30: nothing else is answered before it is accepted.
        assert_eq!(charger.try_ask("StatusNotification", status).await, Err("SecurityError".to_owned()));
        assert_eq!(charger.try_ask("Heartbeat", "{}").await, Err("SecurityError".to_owned()));

        let shown = site.operator.station(identity).await;
        assert_eq!((&shown["admission"], &shown["online"]), (&"pending".into(), &true.into()));
        assert!(shown["address"].as_str().is_some_and(|address| address.starts_with("127.0.0.1")));
        assert!(!shown["vendor"].as_str().expect("text").is_empty());

        // R16-26: no order before it is accepted.
        let order = serde_json::json!({ "ask": "order", "station": shown["id"], "command": { "do": "restart", "now": true } });
        let fault = site.operator.try_ask(order).await.expect_err("not yet");
        assert_eq!(fault["code"], "notAccepted");

        site.operator.admit(identity, if protocol == "ocpp1.6" { 1 } else { 2 }).await;
        // It is asked to boot at once, so that the operator need not wait for its interval.
        charger.obey("TriggerMessage", r#"{"status":"Accepted"}"#).await;
        assert_eq!(charger.ask("BootNotification", boot).await["status"], "Accepted");
        charger.ask("StatusNotification", status).await;
        site.operator
            .station_when(identity, "its connector", |station| {
                station["connectors"][0]["state"] == "available" && station["name"] == identity
            })
            .await;
    }
    site.stop().await;
}

#[tokio::test]
async fn a_refused_charger_is_turned_away_and_stays_away() {
    let site = Site::strict().await;
    let mut charger = site.charger16("CP-1").await;
    let station = site.operator.station_id("CP-1").await;
    site.operator.ask(serde_json::json!({ "ask": "refuseStation", "station": station })).await;
    eventually("404 at the door", async || {
        let knock = site.knock(acceptance::Door::new("CP-1").offering("ocpp1.6")).await;
        knock.err().filter(|refused| *refused == acceptance::Refused(404))
    })
    .await;
    drop(charger.try_say("[]").await);
    site.stop().await;
}

#[tokio::test]
async fn an_unknown_action_is_not_implemented_in_both_generations() {
    // R16-21
    let site = Site::open().await;
    let mut first = site.charger16("CP-1").await;
    let mut second = site.charger201("CP-2").await;
    for charger in [&mut first, &mut second] {
        assert_eq!(charger.try_ask("FlyToTheMoon", "{}").await, Err("NotImplemented".to_owned()));
    }
    site.stop().await;
}

#[tokio::test]
async fn a_charger_that_reconnects_without_a_boot_is_heard() {
    // R16-27
    let site = Site::open().await;
    drop(site.charger16("CP-1").await);
    let mut charger = site.connect("CP-1", "ocpp1.6").await;
    charger.ask("StatusNotification", STATUS16).await;
    assert!(charger.ask("Heartbeat", "{}").await["currentTime"].is_string());
    site.stop().await;
}

#[tokio::test]
async fn the_newest_connection_of_a_charger_wins() {
    // R16-28
    let site = Site::open().await;
    let mut old = site.charger16("CP-1").await;
    let mut new = site.charger16("CP-1").await;
    old.closed().await;
    new.ask("Heartbeat", "{}").await;
    assert_eq!(site.operator.station("CP-1").await["online"], true);
    site.stop().await;
}

#[tokio::test]
async fn the_operator_sees_a_charger_come_and_go_in_numbered_events() {
    let site = Site::open().await;
    let seq = site.operator.snapshot().await["seq"].as_u64().expect("a number");
    let mut events = site.operator.events(seq).await;
    let mut charger = site.charger16("CP-1").await;
    charger.ask("StatusNotification", STATUS16).await;
    let mut charger = Some(charger);
    let mut expected = seq;
    let mut online = Vec::new();
    loop {
        let event = events.next().await;
        expected += 1;
        assert_eq!(event["seq"], expected, "no gap: {event}");
        if event["change"]["kind"] == "station" {
            let now = event["change"]["view"]["online"] == true;
            online.push(now);
            if now {
                charger.take();
            } else if online.contains(&true) {
                break;
            }
        }
    }
    site.stop().await;
}

#[tokio::test]
async fn without_the_token_nothing_is_answered() {
    let site = Site::open().await;
    let nobody = site.operator.nobody();
    for (method, path, body) in
        [("POST", "/api", r#"{"ask":"snapshot"}"#), ("GET", "/api/export/sessions.csv", "")]
    {
        assert_eq!(nobody.send(method, path, body).await.0, 401);
    }
    site.stop().await;
}
