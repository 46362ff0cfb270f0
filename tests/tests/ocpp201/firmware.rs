//! Firmware (L): every step and every end is answered, and shown to the operator.

use acceptance::now_ms;
use serde_json::{Value, json};

use super::bench::{Bench, NAME};

const LOCATION: &str = "https://192.168.1.20:9312/f/post-1.3.bin";
const CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
const TOLD: &str = "FirmwareStatusNotification";
const HOUR: i64 = 3_600_000;

/// An update with its maker's signature.
fn signed() -> Value {
    json!({
        "do": "updateFirmware", "location": LOCATION, "retrieveAt": null, "retries": 2, "retryS": 30,
        "signature": { "certificate": CERTIFICATE, "signature": "c2lnbmF0dXJl", "installAt": null },
    })
}

/// To the second, as chargers are told.
fn in_an_hour() -> i64 {
    now_ms() / 1000 * 1000 + HOUR
}

fn milliseconds(text: &Value) -> i64 {
    let at: jiff::Timestamp = text.as_str().expect("a time").parse().expect("a time");
    at.as_millisecond()
}

/// The update goes through these steps; the charger restarts after `InstallRebooting`.
async fn steps(bench: &mut Bench, asked: &Value, steps: &[&str]) {
    for step in steps {
        bench.tell(TOLD, step, asked).await;
        if *step == "InstallRebooting" {
            bench.reboot("1.3").await;
        }
    }
}

/// An update that is accepted, goes through these steps and ends like this.
async fn ends(way: &[&str], state: &str, detail: &str, event: Option<&str>) {
    let mut bench = Bench::open().await;
    let (order, asked) = bench.asked(signed(), "UpdateFirmware", "Accepted").await;
    bench.is(order, "accepted").await;
    steps(&mut bench, &asked, way).await;
    if let Some(event) = event {
        bench.event(event).await;
    }
    assert_eq!(bench.is(order, state).await, detail);
    bench.over().await;
}

#[tokio::test]
async fn tc_l_01_signed_firmware_is_fetched_checked_and_installed_with_a_restart() {
    let mut bench = Bench::open().await;
    let (order, asked) = bench.asked(signed(), "UpdateFirmware", "Accepted").await;
    let firmware = &asked["firmware"];
    assert!(asked["requestId"].as_i64() > Some(0), "{asked}");
    assert_eq!(firmware["location"], LOCATION);
    assert_eq!((&asked["retries"], &asked["retryInterval"]), (&2.into(), &30.into()));
    assert_eq!(firmware["signingCertificate"], CERTIFICATE);
    assert_eq!(firmware["signature"], "c2lnbmF0dXJl");
    assert!((milliseconds(&firmware["retrieveDateTime"]) - now_ms()).abs() < HOUR, "now");
    assert_eq!(firmware["installDateTime"], Value::Null);
    bench.is(order, "accepted").await;
    let way = ["Downloading", "Downloaded", "SignatureVerified", "Installing", "InstallRebooting"];
    steps(&mut bench, &asked, &way).await;
    bench.event("FirmwareUpdated").await;
    steps(&mut bench, &asked, &["Installed"]).await;
    bench.is(order, "tookEffect").await;
    assert_eq!(bench.site.operator.station(NAME).await["firmware"], "1.3");
    bench.over().await;
}

#[tokio::test]
async fn tc_l_02_firmware_is_installed_at_the_time_that_was_said() {
    let mut bench = Bench::open().await;
    let later = in_an_hour();
    let mut order = signed();
    order["signature"]["installAt"] = json!(later);
    let (order, asked) = bench.asked(order, "UpdateFirmware", "Accepted").await;
    assert_eq!(milliseconds(&asked["firmware"]["installDateTime"]), later);
    bench.is(order, "accepted").await;
    let way =
        ["Downloading", "Downloaded", "SignatureVerified", "InstallScheduled", "Installing", "Installed"];
    steps(&mut bench, &asked, &way).await;
    bench.is(order, "tookEffect").await;
    bench.over().await;
}

#[tokio::test]
async fn tc_l_03_firmware_is_fetched_at_the_time_that_was_said() {
    let mut bench = Bench::open().await;
    let later = in_an_hour();
    let mut order = signed();
    order["retrieveAt"] = json!(later);
    let (order, asked) = bench.asked(order, "UpdateFirmware", "Accepted").await;
    assert_eq!(milliseconds(&asked["firmware"]["retrieveDateTime"]), later);
    bench.is(order, "accepted").await;
    let way =
        ["DownloadScheduled", "Downloading", "Downloaded", "SignatureVerified", "Installing", "Installed"];
    steps(&mut bench, &asked, &way).await;
    bench.is(order, "tookEffect").await;
    bench.over().await;
}

/// The charger does not like the certificate and says so at once.
async fn refused(word: &str) {
    let mut bench = Bench::open().await;
    let (order, _) = bench.asked(signed(), "UpdateFirmware", word).await;
    bench.event("InvalidFirmwareSigningCertificate").await;
    assert_eq!(bench.is(order, "refused").await, word);
    bench.over().await;
}

#[tokio::test]
async fn tc_l_04_a_revoked_certificate_is_shown_as_such() {
    refused("RevokedCertificate").await;
}

#[tokio::test]
async fn tc_l_05_an_invalid_certificate_is_shown_as_such() {
    refused("InvalidCertificate").await;
}

#[tokio::test]
async fn tc_l_06_a_wrong_signature_is_shown_as_such() {
    let way = ["Downloading", "Downloaded", "InvalidSignature"];
    ends(&way, "refused", "InvalidSignature", Some("InvalidFirmwareSignature")).await;
}

#[tokio::test]
async fn tc_l_07_firmware_that_cannot_be_fetched_is_shown() {
    ends(&["Downloading", "DownloadFailed"], "refused", "DownloadFailed", None).await;
}

#[tokio::test]
async fn tc_l_08_firmware_that_cannot_be_verified_is_shown() {
    let way = ["Downloading", "Downloaded", "SignatureVerified", "Installing", "InstallVerificationFailed"];
    ends(&way, "refused", "InstallVerificationFailed", None).await;
}

#[tokio::test]
async fn tc_l_09_firmware_that_cannot_be_installed_is_shown() {
    let way = ["Downloading", "Downloaded", "SignatureVerified", "Installing", "InstallationFailed"];
    ends(&way, "refused", "InstallationFailed", None).await;
}

#[tokio::test]
async fn tc_l_10_a_second_update_that_is_taken_ends_the_first() {
    let mut bench = Bench::open().await;
    let (first, one) = bench.asked(signed(), "UpdateFirmware", "Accepted").await;
    bench.is(first, "accepted").await;
    steps(&mut bench, &one, &["Downloading"]).await;
    let (second, two) = bench.asked(signed(), "UpdateFirmware", "AcceptedCanceled").await;
    assert_ne!(one["requestId"], two["requestId"]);
    assert_eq!(bench.is(second, "accepted").await, "AcceptedCanceled");
    assert_eq!(bench.is(first, "refused").await, "AcceptedCanceled");
    steps(&mut bench, &two, &["Downloading", "Downloaded", "SignatureVerified", "Installing", "Installed"])
        .await;
    bench.is(second, "tookEffect").await;
    bench.over().await;
}

#[tokio::test]
async fn tc_l_11_a_second_update_that_is_refused_leaves_the_first() {
    let mut bench = Bench::open().await;
    let (first, one) = bench.asked(signed(), "UpdateFirmware", "Accepted").await;
    bench.is(first, "accepted").await;
    steps(&mut bench, &one, &["Downloading", "Downloaded", "SignatureVerified", "Installing"]).await;
    let (second, _) = bench.asked(signed(), "UpdateFirmware", "Rejected").await;
    assert_eq!(bench.is(second, "refused").await, "Rejected");
    steps(&mut bench, &one, &["Installed"]).await;
    bench.is(first, "tookEffect").await;
    bench.over().await;
}
