//! Firmware, diagnostics and logs: the messages and their states. Where the files lie is told by whoever orders.

use serde_json::{Value, json};

use super::bench::Bench;

const FIRMWARE: &str = "http://192.168.1.20:9311/f/wall11-1.3.bin";
const FOLDER: &str = "ftp://192.168.1.20:9321/up/1/";

fn update() -> Value {
    json!({ "do": "updateFirmware", "location": FIRMWARE, "retries": 2, "retryS": 30 })
}

/// An update that is told and goes through these states.
async fn updated(states: &[&str], state: &str) -> Value {
    let mut bench = Bench::open().await;
    let (order, asked) = bench.asked(update(), "UpdateFirmware", "{}").await;
    assert_eq!(asked["location"], FIRMWARE);
    assert!(asked["retrieveDate"].as_str().is_some_and(|at| at.ends_with('Z')), "{asked}");
    assert_eq!((&asked["retries"], &asked["retryInterval"]), (&2.into(), &30.into()));
    bench.is(order, "accepted").await;
    for status in states {
        let payload = format!(r#"{{"status":"{status}"}}"#);
        assert_eq!(bench.charger.ask("FirmwareStatusNotification", &payload).await, json!({}));
        if *status == "Installing" {
            bench.reboot().await;
        }
    }
    let detail = bench.is(order, state).await;
    bench.over().await;
    detail
}

#[tokio::test]
async fn tc_044_1_firmware_is_fetched_and_installed() {
    updated(&["Downloading", "Downloaded", "Installing", "Installed"], "tookEffect").await;
}

#[tokio::test]
async fn tc_044_2_firmware_that_cannot_be_fetched_is_shown() {
    assert_eq!(updated(&["Downloading", "DownloadFailed"], "refused").await, "DownloadFailed");
}

#[tokio::test]
async fn tc_044_3_firmware_that_cannot_be_installed_is_shown() {
    let states = ["Downloading", "Downloaded", "Installing", "InstallationFailed"];
    assert_eq!(updated(&states, "refused").await, "InstallationFailed");
}

/// Diagnostics that are asked for and end like this.
async fn sent(end: &str, state: &str) {
    let mut bench = Bench::open().await;
    let send = json!({ "do": "sendFile", "location": FOLDER, "what": "diagnostics", "from": 1_795_000_000_000_i64, "to": 1_795_003_600_000_i64 });
    let (order, asked) = bench.asked(send, "GetDiagnostics", r#"{"fileName":"diag.zip"}"#).await;
    assert_eq!(asked["location"], FOLDER);
    assert_eq!(asked["startTime"], "2026-11-18T11:06:40Z");
    assert_eq!(asked["stopTime"], "2026-11-18T12:06:40Z");
    bench.is(order, "accepted").await;
    assert_eq!(bench.history(order).await["finding"], json!({ "told": "file", "name": "diag.zip" }));
    for status in ["Uploading", end] {
        let payload = format!(r#"{{"status":"{status}"}}"#);
        assert_eq!(bench.charger.ask("DiagnosticsStatusNotification", &payload).await, json!({}));
    }
    bench.is(order, state).await;
    bench.over().await;
}

#[tokio::test]
async fn tc_045_1_diagnostics_are_sent() {
    sent("Uploaded", "tookEffect").await;
}

#[tokio::test]
async fn tc_045_2_diagnostics_that_cannot_be_sent_are_shown() {
    sent("UploadFailed", "refused").await;
}

#[tokio::test]
async fn tc_079_the_security_log_is_sent() {
    let mut bench = Bench::open().await;
    let send = json!({ "do": "sendFile", "location": FOLDER, "what": "securityLog" });
    let (order, asked) =
        bench.asked(send, "GetLog", r#"{"status":"Accepted","filename":"security.log"}"#).await;
    assert_eq!((&asked["logType"], &asked["log"]["remoteLocation"]), (&"SecurityLog".into(), &FOLDER.into()));
    bench.is(order, "accepted").await;
    for status in ["Uploading", "Uploaded"] {
        let payload = json!({ "status": status, "requestId": asked["requestId"] }).to_string();
        assert_eq!(bench.charger.ask("LogStatusNotification", &payload).await, json!({}));
    }
    bench.is(order, "tookEffect").await;
    bench.over().await;
}

const CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

fn signed() -> Value {
    let mut order = update();
    order["signature"] =
        json!({ "certificate": CERTIFICATE, "signature": "c2lnbmF0dXJl", "installAt": null });
    order
}

async fn event(bench: &mut Bench, kind: &str) {
    let payload = json!({ "type": kind, "timestamp": "2026-11-21T10:00:00Z" }).to_string();
    assert_eq!(bench.charger.ask("SecurityEventNotification", &payload).await, json!({}));
}

#[tokio::test]
async fn tc_080_signed_firmware_is_fetched_checked_and_installed() {
    let mut bench = Bench::open().await;
    let (order, asked) = bench.asked(signed(), "SignedUpdateFirmware", r#"{"status":"Accepted"}"#).await;
    let firmware = &asked["firmware"];
    assert_eq!(firmware["location"], FIRMWARE);
    assert_eq!(
        (&firmware["signingCertificate"], &firmware["signature"]),
        (&CERTIFICATE.into(), &"c2lnbmF0dXJl".into())
    );
    bench.is(order, "accepted").await;
    let tell = |status: &str| json!({ "status": status, "requestId": asked["requestId"] }).to_string();
    for status in ["Downloading", "Downloaded", "SignatureVerified", "Installing", "InstallRebooting"] {
        let answer = bench.charger.ask("SignedFirmwareStatusNotification", &tell(status)).await;
        assert_eq!(answer, json!({}));
    }
    bench.reboot().await;
    event(&mut bench, "FirmwareUpdated").await;
    bench.charger.ask("SignedFirmwareStatusNotification", &tell("Installed")).await;
    bench.is(order, "tookEffect").await;
    bench.over().await;
}

#[tokio::test]
async fn tc_081_firmware_with_a_wrong_signature_is_shown_as_such() {
    let mut bench = Bench::open().await;
    let (order, asked) = bench.asked(signed(), "SignedUpdateFirmware", r#"{"status":"Accepted"}"#).await;
    bench.is(order, "accepted").await;
    for status in ["Downloading", "Downloaded", "InvalidSignature"] {
        let payload = json!({ "status": status, "requestId": asked["requestId"] }).to_string();
        bench.charger.ask("SignedFirmwareStatusNotification", &payload).await;
    }
    event(&mut bench, "InvalidFirmwareSignature").await;
    assert_eq!(bench.is(order, "refused").await, "InvalidSignature");
    bench.over().await;
}
