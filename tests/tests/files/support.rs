//! Logs that a charger sent, in a support bundle.

use std::io::{Cursor, Read};

use acceptance::{now_ms, request};
use serde_json::{Value, json};

use super::bench::Bench;

const ALL: usize = usize::MAX >> 1;
const CARD: &str = "04A1B2C9D8E7F6";
const KEY: &str = "00aa11bb22cc33dd44ee55ff66";

impl Bench {
    /// Charger 1 sends a log of this name.
    async fn sends(&mut self, name: &str, bytes: &[u8]) {
        let url = self.asked_for_log(json!({})).await;
        assert_eq!(request("PUT", &url.to(name), "", bytes, ALL).await.status, 201);
        self.chargers[0].ask("DiagnosticsStatusNotification", r#"{"status":"Uploaded"}"#).await;
        self.log_is("received").await;
    }

    /// The logs in the bundle, and the preview's entries for logs.
    async fn bundled(&self, raw: bool) -> (Vec<(String, Vec<u8>)>, Vec<Value>) {
        let (station, now) = (self.station(0).await, now_ms());
        let (from, to) = (now - 3_600_000, now + 3_600_000);
        let path = format!("/api/export/support.zip?station={station}&from={from}&to={to}&raw={raw}");
        let (status, bytes) = self.site.operator.send_bytes("GET", &path, b"").await;
        assert_eq!(status, 200);
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a whole zip");
        let mut logs = Vec::new();
        for index in 0..zip.len() {
            let mut entry = zip.by_index(index).expect("an entry");
            let mut content = Vec::new();
            entry.read_to_end(&mut content).expect("whole");
            if entry.name().starts_with("logs/") {
                logs.push((entry.name().to_owned(), content));
            }
        }
        let ask = json!({ "ask": "supportBundle", "station": station, "from": from, "to": to, "raw": raw });
        let preview = self.site.operator.ask(ask).await;
        let entries = preview["entries"].as_array().expect("a list").iter();
        let told =
            entries.filter(|entry| entry["name"].as_str().is_some_and(|name| name.starts_with("logs/")));
        (logs, told.cloned().collect())
    }
}

#[tokio::test]
async fn texts_go_without_secrets_and_archives_only_when_the_operator_says_so() {
    let mut bench = Bench::of(1).await;
    let card = json!({ "ask": "saveToken", "value": CARD, "label": "", "standing": "accepted" });
    bench.site.operator.ask(card).await;
    let text = format!(
        "12:00 started\n12:01 tag {} accepted\n12:02 AuthorizationKey={KEY}\n\
         12:03 > [2,\"7\",\"Authorize\",{{\"idTag\":\"77FFEEDD\"}}]\n",
        CARD.to_lowercase()
    );
    bench.sends("diag.log", text.as_bytes()).await;
    let archive = [b"PK\x03\x04".as_slice(), CARD.as_bytes(), &[0, 1, 2]].concat();
    bench.sends("diag.zip", &archive).await;

    let (logs, told) = bench.bundled(false).await;
    assert_eq!(logs.len(), 1, "{logs:?}");
    let masked = String::from_utf8_lossy(&logs[0].1);
    assert!(logs[0].0.ends_with("-diag.log") && masked.contains("12:00 started"), "{masked}");
    for secret in [CARD.to_lowercase().as_str(), CARD, KEY, "77FFEEDD"] {
        assert!(!masked.contains(secret), "{secret}: {masked}");
    }
    assert!(masked.contains("tag ••••e7f6 accepted") && masked.contains("••••EEDD"), "{masked}");
    let parts: Vec<&Value> = told.iter().map(|entry| &entry["part"]).collect();
    assert_eq!(parts, ["withheld", "log"]);

    let (logs, told) = bench.bundled(true).await;
    let contents: Vec<&[u8]> = logs.iter().map(|(_, content)| content.as_slice()).collect();
    assert_eq!(contents, [archive.as_slice(), text.as_bytes()]);
    assert!(told.iter().all(|entry| entry["part"] == "rawLog"));
    bench.over().await;
}
