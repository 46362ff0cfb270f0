//! Charge points that others wrote: the PyPI package `ocpp`, for both generations.

use std::path::Path;
use std::process::Stdio;

use acceptance::{Site, eventually, python, sha256, within};
use serde_json::json;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

struct ChargePoint {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl ChargePoint {
    fn start(site: &Site, script: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("interop").join(script);
        let mut command = Command::new(python());
        command.arg(path).arg(format!("ws://{}/ocpp/PY-1", site.ocpp));
        command.stdout(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().expect("Python runs");
        let lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        Self { child, lines }
    }

    async fn says(&mut self, word: &str) {
        let line = within(word, self.lines.next_line()).await.expect("readable");
        assert_eq!(line.as_deref(), Some(word));
    }

    async fn ends_well(mut self) {
        let status = within("its end", self.child.wait()).await.expect("it can be waited for");
        assert!(status.success(), "{status}");
    }
}

/// The same journey for both: a session of its own, one that the operator starts and stops, a restart.
async fn journey(script: &str, version: &str) {
    let site = Site::start(&["--accept-unknown"]).await;
    let card = json!({ "ask": "saveToken", "value": "04A1B2C3", "label": "", "standing": "accepted", "expiresAt": null });
    site.operator.ask(card).await;
    let mut point = ChargePoint::start(&site, script);
    point.says("booted").await;
    point.says("authorized").await;
    point.says("session over").await;
    let command = json!({ "do": "start", "evse": 1, "connector": 1, "token": "04A1B2C3" });
    let start = site.operator.order("PY-1", command).await;
    point.says("remote start").await;
    site.operator.order_is(start, "tookEffect").await;
    let open =
        site.operator.sessions().await.into_iter().find(|s| s["endedAt"].is_null()).expect("an open one");
    let stop = site.operator.order("PY-1", json!({ "do": "stop", "session": open["id"] })).await;
    point.says("remote stop").await;
    site.operator.order_is(stop, "tookEffect").await;
    let restart = site.operator.order("PY-1", json!({ "do": "restart", "now": true })).await;
    point.says("reset").await;
    point.says("booted").await;
    site.operator.order_is(restart, "tookEffect").await;
    point.ends_well().await;

    let csv = site.operator.csv().await;
    assert_eq!(csv.rows.len(), 2);
    let names = [
        "station",
        "id_token",
        "started_at",
        "ended_at",
        "duration_seconds",
        "energy_wh",
        "stop_reason",
        "ocpp_version",
    ];
    assert_eq!(
        csv.rows[0].cells(names),
        [
            "PY-1",
            "04A1B2C3",
            "2026-01-05T10:00:00+00:00",
            "2026-01-05T11:30:00+00:00",
            "5400",
            "14885",
            "EVDisconnected",
            version
        ]
    );
    let names = ["id_token", "meter_start_wh", "meter_stop_wh", "energy_wh", "stop_reason"];
    assert_eq!(csv.rows[1].cells(names), ["04A1B2C3", "1035285", "1036285", "1000", "Remote"]);
    site.stop().await;
}

#[tokio::test]
async fn a_charge_point_of_the_python_package_runs_its_whole_day_with_1_6() {
    journey("charge_point_16.py", "1.6").await;
}

#[tokio::test]
async fn a_charge_point_of_the_python_package_runs_its_whole_day_with_2_0_1() {
    journey("charge_point_201.py", "2.0.1").await;
}

/// Updated and asked for its log: the file travels this way, and is whole on the other side.
async fn files(script: &str, scheme: &str) {
    let site = Site::start(&["--accept-unknown"]).await;
    let mut point = ChargePoint::start(&site, script);
    point.says("booted").await;
    let firmware: Vec<u8> = (0..8_000_000_u32).flat_map(u32::to_le_bytes).collect();
    let file = site.operator.add_firmware("mobility-python-2.4.0.bin", &firmware).await;
    let station = site.operator.station_id("PY-1").await;
    let update = json!({
        "ask": "startUpdate", "station": station, "file": file["id"], "when": { "kind": "now" },
        "retries": null, "retryS": null, "scheme": scheme, "confirmed": true,
    });
    site.operator.ask(update).await;
    point.says(&sha256(&firmware)).await;
    point.says("updated").await;
    let installed = eventually("the update", async || {
        let updates = site.operator.ask(json!({ "ask": "updates", "station": station })).await;
        updates.as_array().expect("a list").iter().find(|update| update["state"] == "installed").cloned()
    })
    .await;
    assert_eq!((&installed["scheme"], &installed["served"]), (&json!(scheme), &json!(firmware.len())));
    let log = json!({
        "ask": "askLog", "station": station, "kind": "diagnostics", "from": null, "to": null, "scheme": scheme,
    });
    site.operator.ask(log).await;
    point.says("sent").await;
    let log = eventually("the log", async || {
        let logs = site.operator.ask(json!({ "ask": "logs", "station": station })).await;
        logs["requests"].as_array().expect("a list").iter().find(|log| log["state"] == "received").cloned()
    })
    .await;
    let path = format!("/api/received/{}", log["files"][0]["id"]);
    let (status, body) = site.operator.send_bytes("GET", &path, b"").await;
    assert_eq!((status, body), (200, b"a line of a log\n".repeat(50_000)));
    point.ends_well().await;
    site.stop().await;
}

#[tokio::test]
async fn a_charge_point_of_the_python_package_fetches_firmware_and_sends_its_log_with_1_6() {
    files("files_16.py", "http").await;
    files("files_16.py", "ftp").await;
}

#[tokio::test]
async fn a_charge_point_of_the_python_package_fetches_firmware_and_sends_its_log_with_2_0_1() {
    files("files_201.py", "http").await;
    files("files_201.py", "ftp").await;
}
