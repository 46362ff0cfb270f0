//! The same cases with a file of the library, which the charger really fetches: the operator sees every step.

use acceptance::{Url, eventually, request};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rcgen::SigningKey;
use serde_json::{Value, json};

use super::bench::{Bench, NAME};

const TOLD: &str = "FirmwareStatusNotification";
const FIRMWARE: &[u8] = b"not quite a firmware";

/// A certificate that signed the firmware, and the signature.
fn signed() -> (String, String) {
    let key = rcgen::KeyPair::generate().expect("a key");
    let params = rcgen::CertificateParams::new(Vec::new()).expect("names");
    let certificate = params.self_signed(&key).expect("a certificate");
    (certificate.pem(), STANDARD.encode(key.sign(FIRMWARE).expect("a signature")))
}

impl Bench {
    /// Adds signed firmware 1.3 to the library and updates the charger with it; gives what the charger is asked.
    async fn updated(&mut self, answer: &str) -> Value {
        let operator = &self.site.operator;
        let file = operator.add_firmware("hallden-post-1.3.bin", FIRMWARE).await["id"].clone();
        let (certificate, signature) = signed();
        operator
            .ask(json!({
                "ask": "editFirmware", "file": file, "vendor": "Hallden", "model": "Post", "version": "1.3",
                "notes": "", "certificate": certificate, "signature": signature,
            }))
            .await;
        self.started(&file, json!({ "kind": "now" })).await;
        let asked = self.charger.obey("UpdateFirmware", &json!({ "status": answer }).to_string()).await;
        assert_eq!(asked["firmware"]["signingCertificate"], certificate.trim());
        assert_eq!(asked["firmware"]["signature"], signature);
        asked
    }

    /// Begins an update.
    async fn started(&self, file: &Value, when: Value) {
        let station = self.site.operator.station_id(NAME).await;
        let start = json!({
            "ask": "startUpdate", "station": station, "file": file, "when": when,
            "retries": null, "retryS": null, "scheme": null, "confirmed": false,
        });
        self.site.operator.ask(start).await;
    }

    /// Waits until the newest update is in a state; gives it.
    async fn update_is(&self, state: &str) -> Value {
        let station = self.site.operator.station_id(NAME).await;
        eventually(&format!("an update that is {state}"), async || {
            let updates = self.site.operator.ask(json!({ "ask": "updates", "station": station })).await;
            Some(updates[0].clone()).filter(|update| update["state"] == state)
        })
        .await
    }

    /// The charger fetches the file, as a whole.
    async fn fetches(&self, asked: &Value) {
        let url = Url::of(asked["firmware"]["location"].as_str().expect("an address"));
        let got = request("GET", &url, "", b"", usize::MAX >> 1).await;
        assert_eq!((got.status, got.body.as_slice()), (200, FIRMWARE));
    }
}

#[tokio::test]
async fn tc_l_01_the_operator_sees_every_step_of_a_signed_update() {
    let mut bench = Bench::open().await;
    let asked = bench.updated("Accepted").await;
    bench.update_is("agreed").await;
    bench.fetches(&asked).await;
    let way = [
        ("Downloading", "downloading"),
        ("Downloaded", "downloaded"),
        ("SignatureVerified", "verified"),
        ("Installing", "installing"),
        ("InstallRebooting", "rebooting"),
    ];
    for (word, state) in way {
        bench.tell(TOLD, word, &asked).await;
        bench.update_is(state).await;
    }
    bench.reboot("1.3").await;
    bench.event("FirmwareUpdated").await;
    bench.tell(TOLD, "Installed", &asked).await;
    let update = bench.update_is("installed").await;
    assert_eq!(update["served"], FIRMWARE.len());
    bench.over().await;
}

#[tokio::test]
async fn tc_l_02_an_update_that_will_be_installed_later_is_shown_so() {
    let mut bench = Bench::open().await;
    let asked = bench.updated("Accepted").await;
    for (word, state) in [("Downloaded", "downloaded"), ("InstallScheduled", "installScheduled")] {
        bench.tell(TOLD, word, &asked).await;
        bench.update_is(state).await;
    }
    bench.tell(TOLD, "Installed", &asked).await;
    bench.update_is("installed").await;
    bench.over().await;
}

#[tokio::test]
async fn tc_l_03_an_update_that_will_be_fetched_later_is_shown_so() {
    let mut bench = Bench::open().await;
    let asked = bench.updated("Accepted").await;
    bench.tell(TOLD, "DownloadScheduled", &asked).await;
    bench.update_is("downloadScheduled").await;
    bench.tell(TOLD, "Installed", &asked).await;
    bench.update_is("installed").await;
    bench.over().await;
}

#[tokio::test]
async fn tc_l_04_a_revoked_certificate_ends_the_update_with_that_word() {
    let mut bench = Bench::open().await;
    bench.updated("RevokedCertificate").await;
    let update = bench.update_is("failed").await;
    assert_eq!(update["word"], "RevokedCertificate");
    bench.over().await;
}

#[tokio::test]
async fn tc_l_05_an_invalid_certificate_ends_the_update_with_that_word() {
    let mut bench = Bench::open().await;
    bench.updated("InvalidCertificate").await;
    let update = bench.update_is("failed").await;
    assert_eq!(update["word"], "InvalidCertificate");
    bench.over().await;
}

/// The update fails by this word, for this reason.
async fn fails(word: &str, reason: &str) {
    let mut bench = Bench::open().await;
    let asked = bench.updated("Accepted").await;
    bench.tell(TOLD, "Downloading", &asked).await;
    bench.tell(TOLD, word, &asked).await;
    let update = bench.update_is("failed").await;
    assert_eq!((&update["reason"], &update["word"]), (&reason.into(), &word.into()));
    bench.over().await;
}

#[tokio::test]
async fn tc_l_06_a_wrong_signature_ends_the_update() {
    fails("InvalidSignature", "signature").await;
}

#[tokio::test]
async fn tc_l_07_a_failed_download_ends_the_update() {
    fails("DownloadFailed", "download").await;
}

#[tokio::test]
async fn tc_l_08_a_failed_check_ends_the_update() {
    fails("InstallVerificationFailed", "install").await;
}

#[tokio::test]
async fn tc_l_09_a_failed_installation_ends_the_update() {
    fails("InstallationFailed", "install").await;
}

#[tokio::test]
async fn tc_l_02_a_time_to_install_goes_to_the_charger_which_fetches_at_once() {
    let mut bench = Bench::open().await;
    let file = bench.site.operator.add_firmware("hallden-post-1.3.bin", FIRMWARE).await["id"].clone();
    let at = acceptance::now_ms() + 3_600_000;
    bench.started(&file, json!({ "kind": "at", "at": at, "ifIdle": false })).await;
    let asked = bench.charger.obey("UpdateFirmware", r#"{"status":"Accepted"}"#).await;
    assert!(asked["firmware"]["installDateTime"].is_string(), "{asked}");
    bench.fetches(&asked).await;
    bench.tell(TOLD, "InstallScheduled", &asked).await;
    bench.update_is("installScheduled").await;
    bench.over().await;
}

#[tokio::test]
async fn tc_l_10_a_newer_update_that_is_taken_cancels_the_one_before() {
    let mut bench = Bench::open().await;
    let one = bench.updated("Accepted").await;
    bench.tell(TOLD, "Downloading", &one).await;
    bench.update_is("downloading").await;
    let file = bench.site.operator.add_firmware("hallden-post-1.4.bin", b"another").await["id"].clone();
    bench.started(&file, json!({ "kind": "now" })).await;
    let two = bench.charger.obey("UpdateFirmware", r#"{"status":"AcceptedCanceled"}"#).await;
    assert_ne!(one["requestId"], two["requestId"]);
    bench.tell(TOLD, "Downloading", &two).await;
    assert_eq!(bench.update_is("downloading").await["toVersion"], "1.4");
    let station = bench.site.operator.station_id(NAME).await;
    let updates = bench.site.operator.ask(json!({ "ask": "updates", "station": station })).await;
    assert_eq!((&updates[1]["state"], &updates[1]["reason"]), (&json!("cancelled"), &json!("replaced")));
    bench.over().await;
}

#[tokio::test]
async fn tc_l_11_a_newer_update_that_is_refused_leaves_the_one_before() {
    let mut bench = Bench::open().await;
    let one = bench.updated("Accepted").await;
    for word in ["Downloading", "Downloaded", "Installing"] {
        bench.tell(TOLD, word, &one).await;
    }
    let file = bench.site.operator.add_firmware("hallden-post-1.4.bin", b"another").await["id"].clone();
    bench.started(&file, json!({ "kind": "now" })).await;
    bench.charger.obey("UpdateFirmware", r#"{"status":"Rejected"}"#).await;
    assert_eq!(bench.update_is("failed").await["reason"], "refused");
    bench.tell(TOLD, "Installed", &one).await;
    let station = bench.site.operator.station_id(NAME).await;
    eventually("the first is installed", async || {
        let updates = bench.site.operator.ask(json!({ "ask": "updates", "station": station })).await;
        (updates[1]["state"] == "installed").then_some(())
    })
    .await;
    bench.over().await;
}
