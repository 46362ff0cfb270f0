//! Logs (N): asked for, sent, refused, and given up for another one.

use acceptance::eventually;
use serde_json::{Value, json};

use super::bench::{Bench, NAME};

const FOLDER: &str = "ftp://192.168.1.20:9321/up/1/";
const TOLD: &str = "LogStatusNotification";

fn send(what: &str) -> Value {
    json!({
        "do": "sendFile", "location": FOLDER, "what": what, "from": 1_795_000_000_000_i64,
        "to": 1_795_003_600_000_i64, "retries": null, "retryS": null,
    })
}

/// A log that is asked for and sent.
async fn sent(what: &str, kind: &str) {
    let mut bench = Bench::open().await;
    let (order, asked) = bench.asked(send(what), "GetLog", "Accepted").await;
    assert_eq!((&asked["logType"], &asked["log"]["remoteLocation"]), (&kind.into(), &FOLDER.into()));
    assert!(asked["requestId"].as_i64() > Some(0), "{asked}");
    assert_eq!(asked["log"]["oldestTimestamp"], "2026-11-18T11:06:40Z");
    assert_eq!(asked["log"]["latestTimestamp"], "2026-11-18T12:06:40Z");
    bench.is(order, "accepted").await;
    for status in ["Uploading", "Uploaded"] {
        bench.tell(TOLD, status, &asked).await;
    }
    bench.is(order, "tookEffect").await;
    bench.over().await;
}

#[tokio::test]
async fn tc_n_25_the_diagnostics_log_is_sent() {
    sent("log", "DiagnosticsLog").await;
}

#[tokio::test]
async fn tc_n_25_diagnostics_are_that_log_too() {
    sent("diagnostics", "DiagnosticsLog").await;
}

#[tokio::test]
async fn tc_n_35_the_security_log_is_sent() {
    sent("securityLog", "SecurityLog").await;
}

#[tokio::test]
async fn tc_n_34_a_log_that_is_refused_is_shown() {
    let mut bench = Bench::open().await;
    let (order, _) = bench.asked(send("log"), "GetLog", "Rejected").await;
    assert_eq!(bench.is(order, "refused").await, "Rejected");
    bench.over().await;
}

#[tokio::test]
async fn tc_n_36_a_second_log_ends_the_first_and_each_has_its_own_number() {
    let mut bench = Bench::open().await;
    let (first, one) = bench.asked(send("log"), "GetLog", "Accepted").await;
    bench.is(first, "accepted").await;
    bench.tell(TOLD, "Uploading", &one).await;
    let (second, two) = bench.asked(send("log"), "GetLog", "AcceptedCanceled").await;
    assert_ne!(one["requestId"], two["requestId"]);
    assert_eq!(bench.is(second, "accepted").await, "AcceptedCanceled");
    // The end of the first says nothing about the second.
    bench.tell(TOLD, "AcceptedCanceled", &one).await;
    assert_eq!(bench.is(first, "refused").await, "AcceptedCanceled");
    bench.tell(TOLD, "Uploading", &two).await;
    bench.is(second, "accepted").await;
    bench.tell(TOLD, "Uploaded", &two).await;
    bench.is(second, "tookEffect").await;
    bench.over().await;
}

#[tokio::test]
async fn a_log_that_cannot_be_sent_is_shown_with_the_charger_s_word() {
    let mut bench = Bench::open().await;
    let (order, asked) = bench.asked(send("log"), "GetLog", "Accepted").await;
    bench.is(order, "accepted").await;
    for status in ["Uploading", "PermissionDenied"] {
        bench.tell(TOLD, status, &asked).await;
    }
    assert_eq!(bench.is(order, "refused").await, "PermissionDenied");
    bench.over().await;
}

#[tokio::test]
async fn the_way_of_files_is_what_the_charger_says_that_it_supports() {
    let mut bench = Bench::open().await;
    let known = json!({ "getVariableResult": [{
        "attributeStatus": "Accepted", "attributeValue": "FTP,SFTP",
        "component": { "name": "OCPPCommCtrlr" }, "variable": { "name": "FileTransferProtocols" },
    }] });
    let asked = bench.charger.obey("GetVariables", &known.to_string()).await;
    let wanted = json!([{
        "component": { "name": "OCPPCommCtrlr" }, "variable": { "name": "FileTransferProtocols" },
    }]);
    assert_eq!(asked["getVariableData"], wanted);
    let station = bench.site.operator.station_id(NAME).await;
    let ask = json!({ "ask": "askLog", "station": station, "kind": "diagnostics", "from": null, "to": null, "scheme": null });
    eventually("what it said is known", async || {
        let logs = bench.site.operator.ask(json!({ "ask": "logs", "station": station })).await;
        (logs["path"]["offered"] == json!(["FTP", "SFTP"])).then_some(())
    })
    .await;
    bench.site.operator.ask(ask).await;
    let asked = bench.charger.obey("GetLog", r#"{"status":"Rejected"}"#).await;
    assert!(asked["log"]["remoteLocation"].as_str().is_some_and(|at| at.starts_with("ftp://")), "{asked}");
    bench.over().await;
}
