//! The program is killed while files travel.

use acceptance::{Site, Url, eventually, request, sha256};
use serde_json::json;

use super::bench::{Bench, fetch};

/// A port that nobody listens on.
fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

/// Waits until the port for files is open again: a charger tries again, too.
async fn open(url: &Url) {
    eventually("the port for files", async || tokio::net::TcpStream::connect(&url.host).await.ok()).await;
}

#[tokio::test]
async fn an_update_goes_on_where_it_was_at_the_same_address() {
    let files = format!("127.0.0.1:{}", free_port());
    let options = ["--accept-unknown", "--free-charging", "--files", &files];
    let mut bench = Bench::at(Site::start(&options).await, 1).await;
    let (file, bytes) = bench.firmware(5_000_000).await;
    bench.update(0, file, json!({})).await;
    let url = bench.told(0).await;
    bench.says(0, "Downloading").await;
    let first = request("GET", &url, "", b"", 2_000_000).await;
    bench.update_is(0, "downloading").await;
    bench.site.crash().await;
    open(&url).await;
    let rest = fetch(&url, &format!("Range: bytes={}-\r\n", first.body.len())).await;
    assert_eq!(rest.status, 206);
    assert_eq!(sha256(&[first.body, rest.body].concat()), sha256(&bytes));
    let charger = bench.connect(0, "2.3.1").await;
    bench.chargers[0] = charger;
    bench.says(0, "Downloaded").await;
    bench.says(0, "Installing").await;
    bench.site.crash().await;
    bench.reboot(0, "2.4.0").await;
    let update = bench.update_is(0, "installed").await;
    assert_eq!(update["served"], 5_000_000);
    let steps: Vec<&str> = update["steps"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|step| step["state"].as_str())
        .collect();
    assert_eq!(steps, ["asking", "agreed", "downloading", "downloaded", "installing", "installed"]);
    assert!(!bench.chargers[0].has_calls(), "it is not asked a second time");
    bench.over().await;
}

#[tokio::test]
async fn an_update_that_waits_for_its_charger_still_does_after_a_restart() {
    let mut bench = Bench::of(1).await;
    let (file, _) = bench.firmware(1000).await;
    drop(bench.chargers.remove(0));
    bench.site.operator.station_when("CP-1", "gone", |station| station["online"] == false).await;
    bench.update(0, file, json!({ "when": { "kind": "idle" } })).await;
    bench.site.crash().await;
    let charger = bench.connect(0, "2.3.1").await;
    bench.chargers.push(charger);
    bench.updates_well(0).await;
    bench.over().await;
}

#[tokio::test]
async fn a_log_still_arrives_after_a_restart() {
    let files = format!("127.0.0.1:{}", free_port());
    let options = ["--accept-unknown", "--free-charging", "--files", &files];
    let mut bench = Bench::at(Site::start(&options).await, 1).await;
    let url = bench.asked_for_log(json!({})).await;
    bench.site.crash().await;
    open(&url).await;
    assert_eq!(request("PUT", &url.to("diag.log"), "", b"line", usize::MAX >> 1).await.status, 201);
    let charger = bench.connect(0, "2.3.1").await;
    bench.chargers[0] = charger;
    bench.chargers[0].ask("DiagnosticsStatusNotification", r#"{"status":"Uploaded"}"#).await;
    let log = bench.log_is("received").await;
    assert_eq!(log["files"][0]["name"], "diag.log");
    bench.over().await;
}
