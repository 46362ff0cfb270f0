//! The simulated chargers, which really fetch, check, install and send.

use acceptance::{Site, eventually, sha256};
use serde_json::{Value, json};

use super::bench::noise;

const MIB: usize = 1024 * 1024;

struct Demo {
    site: Site,
}

fn name(number: usize) -> String {
    format!("DEMO-{number:02}")
}

/// Firmware as simulated chargers know it: a line about the rest, and the rest.
fn image(version: &str, size: usize) -> Vec<u8> {
    let rest = noise(size);
    let line = json!({ "version": version, "sha256": sha256(&rest) }).to_string();
    let line = line.replacen('{', "{\"forecourt-sim\":1,", 1);
    [line.as_bytes(), b"\n", &rest].concat()
}

impl Demo {
    async fn of(chargers: usize, quirks: &str) -> Self {
        let count = chargers.to_string();
        let mut options = vec!["--demo", &count];
        if !quirks.is_empty() {
            options.extend(["--demo-quirk", quirks]);
        }
        let site = Site::start(&options).await;
        for number in 1..=chargers {
            let ready = |station: &Value| station["online"] == true && station["firmware"].is_string();
            site.operator.station_when(&name(number), "the simulated charger", ready).await;
        }
        Self { site }
    }

    async fn firmware(&self, bytes: &[u8]) -> u64 {
        let file = self.site.operator.add_firmware("demo-9.0.0.bin", bytes).await;
        file["id"].as_u64().expect("a number")
    }

    async fn update(&self, number: usize, file: u64, scheme: &str) {
        let station = self.site.operator.station_id(&name(number)).await;
        let ask = json!({
            "ask": "startUpdate", "station": station, "file": file, "when": { "kind": "now" },
            "retries": null, "retryS": null, "scheme": scheme, "confirmed": true,
        });
        self.site.operator.ask(ask).await;
    }

    async fn update_is(&self, number: usize, state: &str) -> Value {
        let station = self.site.operator.station_id(&name(number)).await;
        eventually(&format!("an update of {} that is {state}", name(number)), async || {
            let updates = self.site.operator.ask(json!({ "ask": "updates", "station": station })).await;
            updates.as_array().expect("a list").iter().find(|update| update["state"] == state).cloned()
        })
        .await
    }

    async fn has_firmware(&self, number: usize, version: &str) {
        let there = |station: &Value| station["firmware"] == version;
        self.site.operator.station_when(&name(number), version, there).await;
    }

    /// A log of a charger, asked for and received.
    async fn log(&self, number: usize, kind: &str, scheme: &str) -> Vec<u8> {
        let station = self.site.operator.station_id(&name(number)).await;
        let ask = json!({
            "ask": "askLog", "station": station, "kind": kind, "from": null, "to": null, "scheme": scheme,
        });
        let id = self.site.operator.ask(ask).await["id"].clone();
        let log = eventually(&format!("the log of {}", name(number)), async || {
            let logs = self.site.operator.ask(json!({ "ask": "logs", "station": station })).await;
            let requests = logs["requests"].as_array().expect("a list").clone();
            requests.into_iter().find(|log| log["id"] == id && log["state"] == "received")
        })
        .await;
        assert_eq!(log["files"][0]["name"], log["announced"]);
        let path = format!("/api/received/{}", log["files"][0]["id"]);
        let (status, body) = self.site.operator.send_bytes("GET", &path, b"").await;
        assert_eq!(status, 200);
        body
    }
}

#[tokio::test]
async fn firmware_of_200_mib_is_fetched_over_http_and_ftp_with_a_cut_and_runs_after_the_restart() {
    let demo = Demo::of(2, "1:firmware-drops,2:firmware-drops").await;
    let bytes = image("9.0.0", 200 * MIB);
    let file = demo.firmware(&bytes).await;
    // One generation this way, the other that way.
    demo.update(1, file, "http").await;
    demo.update(2, file, "ftp").await;
    for state in ["installing", "installed"] {
        demo.update_is(1, state).await;
    }
    for (number, scheme) in [(1, "http"), (2, "ftp")] {
        let update = demo.update_is(number, "installed").await;
        assert_eq!((&update["scheme"], &update["toVersion"]), (&json!(scheme), &json!("9.0.0")));
        assert_eq!(update["served"], json!(bytes.len()), "all of it, each byte counted once");
        demo.has_firmware(number, "9.0.0").await;
    }
    demo.site.stop().await;
}

#[tokio::test]
async fn a_file_whose_sum_is_wrong_is_not_installed() {
    let demo = Demo::of(2, "").await;
    let mut bytes = image("9.0.0", MIB);
    *bytes.last_mut().expect("some") ^= 1;
    let file = demo.firmware(&bytes).await;
    for (number, word) in [(1, "InstallationFailed"), (2, "InstallVerificationFailed")] {
        demo.update(number, file, "http").await;
        let update = demo.update_is(number, "failed").await;
        assert_eq!(update["word"], word);
    }
    demo.site.stop().await;
}

#[tokio::test]
async fn of_six_simulated_chargers_the_third_fails_and_the_rest_keep_their_firmware() {
    let demo = Demo::of(6, "3:firmware-fails-install").await;
    let file = demo.firmware(&image("9.0.0", MIB)).await;
    let mut stations = Vec::new();
    for number in 1..=6 {
        stations.push(demo.site.operator.station_id(&name(number)).await);
    }
    let ask = json!({ "ask": "startRollout", "file": file, "stations": stations, "when": { "kind": "now" }, "confirmed": true });
    let rollout = demo.site.operator.ask(ask).await["id"].clone();
    let is = async |state: &str| {
        eventually(&format!("a rollout that is {state}"), async || {
            let library = demo.site.operator.ask(json!({ "ask": "firmware" })).await;
            let rollouts = library["rollouts"].as_array().expect("a list").clone();
            rollouts.into_iter().find(|view| view["id"] == rollout && view["state"] == state)
        })
        .await
    };
    demo.update_is(1, "installed").await;
    // The first may charge again by itself before the operator says so.
    drop(demo.site.operator.try_ask(json!({ "ask": "continueRollout", "rollout": rollout })).await);
    let stopped = is("stopped").await;
    let states: Vec<&Value> =
        stopped["chargers"].as_array().expect("a list").iter().map(|charger| &charger["state"]).collect();
    let (done, failed, none) = (json!("installed"), json!("failed"), Value::Null);
    assert_eq!(states, [&done, &done, &failed, &none, &none, &none]);
    for number in 4..=6 {
        let station = demo.site.operator.station(&name(number)).await;
        assert_ne!(station["firmware"], "9.0.0", "{}", name(number));
        assert_eq!(station["online"], true);
    }
    demo.site.stop().await;
}

#[tokio::test]
async fn logs_of_what_they_really_did_arrive_by_every_way() {
    let demo = Demo::of(4, "1:log-by-post,3:log-by-form").await;
    for (number, scheme) in [(1, "http"), (2, "http"), (3, "http"), (4, "ftp")] {
        let log = demo.log(number, "diagnostics", scheme).await;
        assert!(log.starts_with(b"PK"), "a zip");
        let text = String::from_utf8_lossy(&log);
        assert!(text.contains("said BootNotification") && text.contains(&name(number)), "{text}");
    }
    for (number, scheme) in [(1, "ftp"), (2, "http")] {
        let text = String::from_utf8(demo.log(number, "security", scheme).await).expect("text");
        assert!(text.contains("ConnectedToCsms"), "{text}");
    }
    demo.site.stop().await;
}
