//! Signed meter values from the wire to the file that the public transparency software reads.
//!
//! `signed.json` was made by `tests/interop/sign_ocmf.py`: the signer is not ours.

use acceptance::{Charger, Site, eventually};
use serde_json::{Value, json};

fn vector(part: &str) -> String {
    let vector: Value = serde_json::from_str(include_str!("signed.json")).expect("JSON");
    vector[part].as_str().expect("text").to_owned()
}

fn base64(text: &str) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(text)
}

/// A value of the first generation: the container of the OCA note as a text.
fn value16(data: &str, context: &str, key: Option<&str>) -> Value {
    let mut container = json!({
        "signedMeterData": base64(data), "signingMethod": "ECDSA-secp256r1-SHA256", "encodingMethod": "OCMF",
    });
    if let Some(key) = key {
        container["publicKey"] = key.into();
    }
    json!({ "timestamp": "2026-11-21T13:05:00Z", "sampledValue": [{
        "value": container.to_string(), "context": context, "format": "SignedData",
        "measurand": "Energy.Active.Import.Register", "unit": "Wh",
    }] })
}

/// A whole session of the first generation; its number.
async fn session16(charger: &mut Charger, begin: &str, end: &str, key: Option<&str>) -> i64 {
    let start =
        r#"{"connectorId":1,"idTag":"04A1B2C9","meterStart":1203500,"timestamp":"2026-11-21T13:05:00Z"}"#;
    let id = charger.ask("StartTransaction", start).await["transactionId"].as_i64().expect("a number");
    let values = json!({ "connectorId": 1, "transactionId": id, "meterValue": [value16(begin, "Transaction.Begin", key)] });
    charger.ask("MeterValues", &values.to_string()).await;
    let stop = json!({
        "transactionId": id, "meterStop": 1_217_845, "timestamp": "2026-11-21T14:35:00Z", "reason": "Local",
        // Many tell the beginning again.
        "transactionData": [value16(begin, "Transaction.Begin", key), value16(end, "Transaction.End", key)],
    });
    charger.ask("StopTransaction", &stop.to_string()).await;
    id
}

async fn evidence(site: &Site, session: i64) -> Value {
    site.operator.ask(json!({ "ask": "evidence", "session": session })).await
}

async fn file(site: &Site, name: &str, session: i64) -> String {
    let (status, text) =
        site.operator.send("GET", &format!("/api/export/{name}?session={session}"), "").await;
    assert_eq!(status, 200, "{text}");
    text
}

#[tokio::test]
async fn what_the_meter_signed_is_genuine_and_leaves_the_house_to_the_byte() {
    let site = Site::open().await;
    let mut charger = site.charger16("CP-1").await;
    let (begin, end, key) = (vector("begin"), vector("end"), vector("key"));
    let id = session16(&mut charger, &begin, &end, Some(&key)).await;
    let found = evidence(&site, id).await;
    assert_eq!(found["check"], json!({ "verdict": "valid", "why": null }), "{found}");
    assert_eq!((&found["frames"], &found["energyWh"]), (&json!(3), &json!(14_345)));
    let values = found["values"].as_array().expect("a list");
    assert_eq!(values.len(), 2);
    assert_eq!((&values[0]["data"], &values[1]["data"]), (&json!(begin), &json!(end)));
    assert_eq!(values[0]["readings"][0]["reading"], "1203.5000 kWh");
    assert_eq!((&values[0]["keyFrom"], &values[1]["meter"]), (&json!("value"), &json!("1ACM0001")));

    let xml = file(&site, "evidence.xml", id).await;
    let escaped = |text: &str| {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
    };
    let value = |context: &str, data: &str| {
        format!(
            "  <value transactionId=\"{id}\" context=\"{context}\">\n    <publicKey encoding=\"hex\">{key}</publicKey>\n    \
             <signedData format=\"OCMF\" encoding=\"plain\">{}</signedData>\n  </value>\n",
            escaped(data)
        )
    };
    let golden = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<values>\n{}{}</values>\n",
        value("Transaction.Begin", &begin),
        value("Transaction.End", &end)
    );
    assert_eq!(xml, golden);
    assert_eq!(golden, include_str!("evidence.xml"), "the golden file");

    let messages = file(&site, "frames.jsonl", id).await;
    let lines: Vec<Value> = messages.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let actions: Vec<&str> = lines.iter().filter_map(|line| line["frame"][2].as_str()).collect();
    assert_eq!(actions, ["StartTransaction", "MeterValues", "StopTransaction"]);
    assert!(lines[0]["received"].as_str().expect("a time").ends_with('Z'));
    site.stop().await;
}

#[tokio::test]
async fn one_changed_byte_is_found() {
    let site = Site::open().await;
    let mut charger = site.charger16("CP-1").await;
    let end = vector("end").replacen("1217.8450", "1217.8451", 1);
    let id = session16(&mut charger, &vector("begin"), &end, Some(&vector("key"))).await;
    let found = evidence(&site, id).await;
    assert_eq!(found["check"], json!({ "verdict": "invalid", "why": "signature" }));
    assert_eq!(found["values"][0]["check"]["verdict"], "valid");
    site.stop().await;
}

#[tokio::test]
async fn without_a_key_it_is_open_until_the_charger_s_setting_is_known() {
    let site = Site::open().await;
    let mut charger = site.charger16("CP-1").await;
    let id = session16(&mut charger, &vector("begin"), &vector("end"), None).await;
    assert_eq!(evidence(&site, id).await["check"], json!({ "verdict": "keyUnknown", "why": null }));
    assert!(!file(&site, "evidence.xml", id).await.contains("publicKey"));
    let order = site.operator.order("CP-1", json!({ "do": "readSettings", "keys": [] })).await;
    let key = format!("oca:base16:asn1:{}", vector("key"));
    let settings =
        json!({ "configurationKey": [{ "key": "MeterPublicKey1", "readonly": true, "value": key }] });
    charger.obey("GetConfiguration", &settings.to_string()).await;
    site.operator.order_is(order, "tookEffect").await;
    let found = evidence(&site, id).await;
    assert_eq!(found["check"]["verdict"], "valid");
    assert_eq!(found["values"][0]["keySetting"], "MeterPublicKey1");
    assert!(file(&site, "evidence.xml", id).await.contains("<publicKey encoding=\"hex\">3059"));
    site.stop().await;
}

#[tokio::test]
async fn a_session_of_the_second_generation_and_one_without_signatures() {
    let site = Site::open().await;
    let mut charger = site.charger201("CP-2").await;
    let tell = |kind: &str, number: u32, register: f64, signed: Option<&str>| {
        let mut value = json!({ "value": register, "context": format!("Transaction.{}", if number == 0 { "Begin" } else { "End" }) });
        if let Some(data) = signed {
            value["signedMeterValue"] = json!({
                "signedMeterData": base64(data), "signingMethod": "", "encodingMethod": "OCMF",
                "publicKey": base64(&format!("oca:base16:asn1:{}", vector("key"))),
            });
        }
        json!({
            "eventType": kind, "timestamp": "2026-11-21T13:05:00Z", "triggerReason": "Authorized", "seqNo": number,
            "transactionInfo": { "transactionId": if signed.is_some() { "tx-1" } else { "tx-2" } },
            "evse": { "id": 1, "connectorId": 1 }, "idToken": { "idToken": "04A1B2C9", "type": "ISO14443" },
            "meterValue": [{ "timestamp": "2026-11-21T13:05:00Z", "sampledValue": [value] }],
        })
        .to_string()
    };
    for event in [
        tell("Started", 0, 1_203_500.0, Some(&vector("begin"))),
        tell("Ended", 1, 1_217_845.0, Some(&vector("end"))),
        tell("Started", 0, 1_217_845.0, None),
    ] {
        charger.ask("TransactionEvent", &event).await;
    }
    let sessions = site.operator.sessions().await;
    let id = |name: &str| {
        let session = sessions.iter().find(|session| session["transactionId"] == name);
        session.and_then(|session| session["id"].as_i64()).expect("it is there")
    };
    assert_eq!(evidence(&site, id("tx-1")).await["check"]["verdict"], "valid");
    let bare = evidence(&site, id("tx-2")).await;
    assert_eq!((&bare["check"], &bare["frames"]), (&Value::Null, &json!(1)));
    let (status, _) =
        site.operator.send("GET", &format!("/api/export/evidence.xml?session={}", id("tx-2")), "").await;
    assert_eq!(status, 404);
    site.stop().await;
}

#[tokio::test]
async fn simulated_meters_sign_and_one_of_them_lies() {
    let site = Site::start(&[
        "--accept-unknown",
        "--free-charging",
        "--demo",
        "3",
        "--demo-quirk",
        "signs-meter-values,signs-meter-values,signs-falsely",
    ])
    .await;
    for (name, verdict) in [("DEMO-01", "valid"), ("DEMO-02", "valid"), ("DEMO-03", "invalid")] {
        let free = |station: &Value| {
            let connector = &station["connectors"][0];
            station["online"] == true && connector["state"].is_string()
        };
        site.operator.station_when(name, "the simulated charger", free).await;
        let over = eventually("a session that is over", async || {
            let sessions = site.operator.sessions().await;
            let of = |session: &&Value| session["identity"] == name;
            if let Some(over) = sessions.iter().filter(of).find(|session| !session["endedAt"].is_null()) {
                return Some(over["id"].as_i64().expect("a number"));
            }
            // It takes the first that comes: a car of its own, or ours.
            match sessions.iter().find(of) {
                Some(open) => {
                    let stop = json!({ "do": "stop", "session": open["id"] });
                    let station = site.operator.station_id(name).await;
                    drop(
                        site.operator
                            .try_ask(json!({ "ask": "order", "station": station, "command": stop }))
                            .await,
                    );
                }
                None => {
                    let start = json!({ "do": "start", "evse": 1, "connector": 1, "token": "04A1B2C9" });
                    let station = site.operator.station_id(name).await;
                    drop(
                        site.operator
                            .try_ask(json!({ "ask": "order", "station": station, "command": start }))
                            .await,
                    );
                }
            }
            None
        })
        .await;
        let found = evidence(&site, over).await;
        assert_eq!(found["check"]["verdict"], verdict, "{name} {found}");
        assert_eq!(found["values"].as_array().map(Vec::len), Some(2), "{found}");
    }
    site.stop().await;
}
