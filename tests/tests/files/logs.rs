//! Logs that chargers send, by every way and in every bad manner.

use acceptance::{Url, eventually, ftp_send, request};
use serde_json::{Value, json};

use super::bench::{Bench, noise};

impl Bench {
    /// Charger 1 is asked for its log and agrees; gives the address.
    pub async fn asked_for_log(&mut self, more: Value) -> Url {
        let station = self.station(0).await;
        let mut ask = json!({ "ask": "askLog", "station": station, "kind": "diagnostics", "from": null, "to": null, "scheme": null });
        for (field, value) in more.as_object().expect("fields") {
            ask[field] = value.clone();
        }
        self.site.operator.ask(ask).await;
        let asked = self.chargers[0].obey("GetDiagnostics", r#"{"fileName":"diag.zip"}"#).await;
        Url::of(asked["location"].as_str().expect("an address"))
    }

    pub async fn log_is(&self, state: &str) -> Value {
        let station = self.station(0).await;
        let what = format!("a log that is {state}");
        eventually(&what, async || {
            let logs = self.site.operator.ask(json!({ "ask": "logs", "station": station })).await;
            logs["requests"].as_array().expect("a list").iter().find(|log| log["state"] == state).cloned()
        })
        .await
    }

    async fn log_says(&mut self, status: &str) {
        let payload = json!({ "status": status }).to_string();
        assert_eq!(self.chargers[0].ask("DiagnosticsStatusNotification", &payload).await, json!({}));
    }

    /// What was received, as the operator downloads it.
    async fn downloaded(&self, log: &Value) -> Vec<u8> {
        let path = format!("/api/received/{}", log["files"][0]["id"]);
        let (status, body) = self.site.operator.send_bytes("GET", &path, b"").await;
        assert_eq!(status, 200);
        body
    }
}

const ALL: usize = usize::MAX >> 1;

#[tokio::test]
async fn a_log_arrives_by_put_post_form_and_ftp() {
    let bytes = noise(3_000_000);
    for way in ["put", "post", "form", "ftp"] {
        let mut bench = Bench::of(1).await;
        let scheme = if way == "ftp" { json!("ftp") } else { Value::Null };
        let url = bench.asked_for_log(json!({ "scheme": scheme })).await;
        bench.log_says("Uploading").await;
        bench.log_is("sending").await;
        match way {
            "put" => assert_eq!(request("PUT", &url.to("diag.zip"), "", &bytes, ALL).await.status, 201),
            "post" => assert_eq!(request("POST", &url, "", &bytes, ALL).await.status, 201),
            "form" => {
                let head =
                    "--frontier\r\nContent-Disposition: form-data; name=\"f\"; filename=\"diag.zip\"\r\n\r\n";
                let body = [head.as_bytes(), &bytes, b"\r\n--frontier--\r\n"].concat();
                let kind = "Content-Type: multipart/form-data; boundary=frontier\r\n";
                assert_eq!(request("POST", &url, kind, &body, ALL).await.status, 201);
            }
            _ => assert_eq!(ftp_send(&url, "diag.zip", &bytes).await, 226),
        }
        bench.log_says("Uploaded").await;
        let log = bench.log_is("received").await;
        assert_eq!((&log["received"], &log["announced"]), (&json!(bytes.len()), &json!("diag.zip")), "{way}");
        assert_eq!(bench.downloaded(&log).await, bytes, "{way}");
        bench.over().await;
    }
}

#[tokio::test]
async fn what_is_not_allowed_is_refused_and_nothing_of_it_stays() {
    let mut bench = Bench::of(1).await;
    let url = bench.asked_for_log(json!({})).await;
    let at = |path: &str| Url { path: path.to_owned(), ..url.clone() };
    for path in ["/", "/guess/diag.zip", "/../../etc/passwd", "/0123456789abcdef0123456789abcdef/a"] {
        let refused = request("PUT", &at(path), "", b"x", ALL).await;
        assert_eq!(refused.status, 404, "{path}");
    }
    // No listing, no fetching of what is to be sent.
    assert_eq!(request("GET", &url, "", b"", ALL).await.status, 405);
    // A name that climbs is only a name.
    let climbing = url.to("..%2F..%2Fescape.log");
    assert_eq!(request("PUT", &climbing, "", b"line", ALL).await.status, 201);
    bench.log_says("Uploaded").await;
    let log = bench.log_is("received").await;
    assert_eq!(log["files"][0]["name"], "escape.log");
    // Its time is over with the file.
    let again = tokio::net::TcpStream::connect(&url.host).await;
    assert!(again.is_err(), "the port is closed");
    bench.over().await;
}

#[tokio::test]
async fn an_endless_upload_is_cut_and_said() {
    let mut bench = Bench::of(1).await;
    let url = bench.asked_for_log(json!({})).await;
    let flood = vec![b'a'; 101 * 1024 * 1024];
    let refused = request("PUT", &url.to("flood.log"), "", &flood, ALL).await;
    assert!(matches!(refused.status, 413 | 0), "{}", refused.status);
    let log = bench.log_is("failed").await;
    assert_eq!((&log["reason"], &log["files"]), (&json!("turnedAway"), &json!([])));
    assert_eq!(log["word"], "the file is larger than allowed");
    let folder = bench.site.folder().join("files/received").join(log["id"].to_string());
    let left = std::fs::read_dir(folder).map(Iterator::count).unwrap_or_default();
    assert_eq!(left, 0);
    bench.over().await;
}

#[tokio::test]
async fn there_may_be_nothing_to_send_and_a_charger_may_refuse_or_be_away() {
    let mut bench = Bench::of(1).await;
    let station = bench.station(0).await;
    let ask = json!({ "ask": "askLog", "station": station, "kind": "diagnostics", "from": null, "to": null, "scheme": null });
    bench.site.operator.ask(ask.clone()).await;
    bench.chargers[0].obey("GetDiagnostics", "{}").await;
    bench.log_is("nothing").await;
    let security = json!({ "ask": "askLog", "station": station, "kind": "security", "from": null, "to": null, "scheme": null });
    bench.site.operator.ask(security).await;
    bench.chargers[0].obey("GetLog", r#"{"status":"Rejected"}"#).await;
    assert_eq!(bench.log_is("failed").await["reason"], "refused");
    drop(bench.chargers.remove(0));
    bench.site.operator.station_when("CP-1", "gone", |station| station["online"] == false).await;
    let away = bench.site.operator.ask(ask).await;
    assert_eq!((&away["state"], &away["reason"]), (&json!("failed"), &json!("away")));
    bench.over().await;
}

#[tokio::test]
async fn a_received_text_is_looked_into_and_deleted() {
    let mut bench = Bench::of(1).await;
    let url = bench.asked_for_log(json!({})).await;
    request("PUT", &url.to("diag.log"), "", b"one\ntwo\n", ALL).await;
    bench.log_says("Uploaded").await;
    let log = bench.log_is("received").await;
    let file = &log["files"][0]["id"];
    let look = bench.site.operator.ask(json!({ "ask": "lookInto", "file": file, "entry": null })).await;
    assert_eq!(look, json!({ "kind": "text", "lines": ["one", "two"], "more": false }));
    bench.site.operator.ask(json!({ "ask": "removeReceived", "file": file })).await;
    assert_eq!(bench.log_is("received").await["files"][0]["deleted"], true);
    let gone = bench.site.operator.try_ask(json!({ "ask": "lookInto", "file": file, "entry": null })).await;
    assert_eq!(gone.expect_err("gone")["code"], "notFound");
    bench.over().await;
}
