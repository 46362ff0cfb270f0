//! The support bundle: whole, readable, and without anything that is secret.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use acceptance::{Door, Operator, Site, eventually, now_ms};
use serde_json::{Value, json};

const PASSWORD: &str = "correct-horse-battery-staple";
const KEY: &str = "00aa11bb22cc33dd44ee55ff66";
const CARD: &str = "04A1B2C9D8E7F6";
const GROUP: &str = "FLEET-7788-99";
const HOUR: i64 = 3_600_000;

/// What is asked for: the last hour.
fn wanted(station: u64) -> (i64, i64, String) {
    let (from, to) = (now_ms() - HOUR, now_ms() + HOUR);
    (from, to, format!("/api/export/support.zip?station={station}&from={from}&to={to}"))
}

/// The bundle's entries by name.
async fn bundle(operator: &Operator, path: &str) -> BTreeMap<String, String> {
    let (status, bytes) = operator.send_bytes("GET", path, b"").await;
    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&bytes));
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a whole zip");
    let mut entries = BTreeMap::new();
    for index in 0..zip.len() {
        let mut entry = zip.by_index(index).expect("an entry");
        let mut text = String::new();
        entry.read_to_string(&mut text).expect("text");
        entries.insert(entry.name().to_owned(), text);
    }
    entries
}

async fn told(operator: &Operator, identity: &str, order: Value) -> u64 {
    operator.order(identity, order).await
}

#[tokio::test]
async fn the_bundle_holds_what_the_maker_needs_and_no_secret() {
    let site = Site::open().await;
    let operator = &site.operator;
    operator
        .ask(json!({ "ask": "saveToken", "value": CARD, "label": "", "standing": "accepted", "parent": GROUP }))
        .await;
    drop(site.charger16("CP-1").await);
    let station = operator.station_id("CP-1").await;
    operator.ask(json!({ "ask": "setPassword", "station": station, "password": PASSWORD })).await;
    let door = Door::new("CP-1").offering("ocpp1.6").as_user("CP-1", PASSWORD);
    let mut charger = site.knock(door).await.expect("it shows its password");
    let boot = r#"{"chargePointVendor":"Norvolt","chargePointModel":"Wall 11","firmwareVersion":"1.2"}"#;
    charger.ask("BootNotification", boot).await;

    let set = json!({ "do": "changeSetting", "key": "AuthorizationKey", "value": KEY });
    let order = told(operator, "CP-1", set).await;
    charger.obey("ChangeConfiguration", r#"{"status":"Rejected"}"#).await;
    operator.order_is(order, "refused").await;
    let read = told(operator, "CP-1", json!({ "do": "readSettings", "keys": [] })).await;
    let settings = json!({ "configurationKey": [
        { "key": "AuthorizationKey", "readonly": false, "value": KEY },
        { "key": "HeartbeatInterval", "readonly": false, "value": "300" },
        { "key": "LogServer", "readonly": false, "value": format!("ftp://me:{PASSWORD}@host/x") },
    ] });
    charger.obey("GetConfiguration", &settings.to_string()).await;
    operator.order_is(read, "tookEffect").await;
    charger.ask("Authorize", &json!({ "idTag": CARD }).to_string()).await;
    let fault = json!({
        "connectorId": 1, "errorCode": "GroundFailure", "status": "Faulted",
        "info": format!("card {} was there", CARD.to_lowercase()),
    });
    charger.ask("StatusNotification", &fault.to_string()).await;
    charger.ask("FirmwareStatusNotification", r#"{"status":"Installed"}"#).await;

    let (from, to, path) = wanted(station);
    // Lines of the trace are stored in blocks, a moment after they were seen.
    let entries = eventually("the last message in the bundle", async || {
        let entries = bundle(operator, &path).await;
        entries["messages.jsonl"].contains("FirmwareStatusNotification").then_some(entries)
    });
    let entries = entries.await;
    let names: Vec<&str> = entries.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "README.txt",
            "connections.jsonl",
            "faults.json",
            "firmware.json",
            "identity.json",
            "messages.jsonl",
            "settings.json"
        ]
    );
    for (name, text) in &entries {
        let folded = text.to_lowercase();
        for secret in [PASSWORD, KEY, CARD, GROUP] {
            assert!(!folded.contains(&secret.to_lowercase()), "{secret} in {name}: {text}");
        }
    }
    let identity: Value = serde_json::from_str(&entries["identity.json"]).expect("JSON");
    assert_eq!(
        (&identity["charger"]["identity"], &identity["charger"]["vendor"]),
        (&"CP-1".into(), &"Norvolt".into())
    );
    assert!(identity["forecourt"]["version"].is_string());
    assert!(entries["settings.json"].contains("HeartbeatInterval"));
    assert!(entries["faults.json"].contains("GroundFailure") && entries["faults.json"].contains("leaking"));
    assert!(entries["firmware.json"].contains("Installed"));
    let messages: Vec<Value> =
        entries["messages.jsonl"].lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let of = |action: &str| messages.iter().find(|line| line["action"] == action);
    assert!(of("BootNotification").is_some());
    assert_eq!(of("Authorize").expect("its line")["call"][3]["idTag"], "••••E7F6");
    assert!(!entries["connections.jsonl"].is_empty());

    let preview = operator
        .ask(json!({ "ask": "supportBundle", "station": station, "from": from, "to": to, "raw": false }))
        .await;
    assert_eq!(preview["name"], "support-CP-1.zip");
    let shown = preview["entries"].as_array().expect("a list");
    assert_eq!(shown.len(), entries.len());
    for entry in shown.iter().filter(|entry| entry["about"] == false && entry["part"] != "identity") {
        let name = entry["name"].as_str().expect("a name");
        assert_eq!(entry["bytes"], entries[name].len(), "{name} is as long as was said");
    }
    site.stop().await;
}

#[tokio::test]
async fn a_bundle_of_nothing_is_refused_with_a_reason() {
    let site = Site::open().await;
    let get = async |path: &str| site.operator.send("GET", path, "").await;
    let (_, _, path) = wanted(99);
    let (status, fault) = get(&path).await;
    assert_ne!(status, 200);
    assert!(fault.contains("notFound"), "{fault}");
    let (_, fault) = get("/api/export/support.zip?station=1").await;
    assert!(fault.contains("invalid"), "{fault}");
    let (status, _) = site.operator.nobody().send("GET", &path, "").await;
    assert_eq!(status, 401);
    site.stop().await;
}
