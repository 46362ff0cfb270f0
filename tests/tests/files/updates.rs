//! Updates of one charger.

use acceptance::{Url, ftp_fetch, request, sha256};
use base64::Engine;
use serde_json::{Value, json};

use super::bench::{Bench, fetch};

const MIB: usize = 1024 * 1024;

#[tokio::test]
async fn firmware_of_200_mib_is_fetched_over_http_with_a_cut_in_the_middle() {
    let mut bench = Bench::of(1).await;
    let (file, bytes) = bench.firmware(200 * MIB).await;
    bench.update(0, file, json!({})).await;
    let url = bench.told(0).await;
    assert_eq!(url.scheme, "http");
    assert!(url.path.ends_with("/norvolt-dc40-2.4.0.bin"), "{}", url.path);
    bench.says(0, "Downloading").await;
    let first = request("GET", &url, "", b"", 70 * MIB).await;
    assert_eq!(first.status, 200);
    let tag = first.head.lines().find_map(|line| line.strip_prefix("etag: ")).expect("a tag").to_owned();
    let begun = bench.update_is(0, "downloading").await;
    assert!(begun["served"].as_u64().is_some_and(|served| served < bytes.len() as u64), "{begun}");
    let headers = format!("Range: bytes={}-\r\nIf-Range: {tag}\r\n", first.body.len());
    let rest = fetch(&url, &headers).await;
    assert_eq!(rest.status, 206);
    let whole = [first.body, rest.body].concat();
    assert_eq!(sha256(&whole), sha256(&bytes));
    for status in ["Downloaded", "Installing"] {
        bench.says(0, status).await;
    }
    bench.reboot(0, "2.4.0").await;
    let update = bench.update_is(0, "installed").await;
    assert_eq!((&update["served"], &update["fileSize"]), (&json!(200 * MIB), &json!(200 * MIB)));
    let steps: Vec<&str> = update["steps"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|step| step["state"].as_str())
        .collect();
    assert_eq!(steps, ["asking", "agreed", "downloading", "downloaded", "installing", "installed"]);
    assert_eq!((&update["fromVersion"], &update["toVersion"]), (&json!("2.3.1"), &json!("2.4.0")));
    bench.over().await;
}

#[tokio::test]
async fn firmware_is_fetched_over_ftp_with_a_cut_in_the_middle() {
    let mut bench = Bench::of(1).await;
    let (file, bytes) = bench.firmware(20 * MIB).await;
    bench.update(0, file, json!({ "scheme": "ftp" })).await;
    let url = bench.told(0).await;
    assert_eq!(url.scheme, "ftp");
    bench.says(0, "Downloading").await;
    let (_, mut whole) = ftp_fetch(&url, 0, Some(7 * MIB)).await;
    let (code, rest) = ftp_fetch(&url, whole.len(), None).await;
    assert_eq!(code, 226);
    whole.extend(rest);
    assert_eq!(sha256(&whole), sha256(&bytes));
    bench.says(0, "Downloaded").await;
    bench.says(0, "Installing").await;
    bench.says(0, "Installed").await;
    let update = bench.update_is(0, "installed").await;
    assert_eq!((&update["served"], &update["scheme"]), (&json!(20 * MIB), &json!("ftp")));
    let login = url.login.expect("a login");
    let shown = update["address"].as_str().expect("an address");
    assert!(!shown.contains(&login.0) && !shown.contains(&login.1), "{shown}");
    bench.over().await;
}

#[tokio::test]
async fn a_charger_that_never_says_a_word_is_done_when_it_boots_with_the_new_version() {
    let mut bench = Bench::of(1).await;
    let (file, _) = bench.firmware(1000).await;
    bench.update(0, file, json!({})).await;
    let url = bench.told(0).await;
    assert_eq!(fetch(&url, "").await.status, 200);
    bench.update_is(0, "downloading").await;
    bench.reboot(0, "v2.4.0").await;
    let update = bench.update_is(0, "installed").await;
    assert!(update["overAt"].is_i64(), "{update}");
    // What it was given is no longer good, and the port is closed.
    assert!(tokio::net::TcpStream::connect(&url.host).await.is_err());
    bench.over().await;
}

#[tokio::test]
async fn a_failure_is_said_with_the_chargers_word_and_the_next_update_may_follow() {
    let mut bench = Bench::of(1).await;
    let (file, _) = bench.firmware(1000).await;
    bench.update(0, file, json!({})).await;
    bench.told(0).await;
    bench.says(0, "Downloading").await;
    let again = bench.try_update(0, file, json!({})).await.expect_err("one at a time");
    assert_eq!((&again["code"], &again["params"]["reason"]), (&json!("conflict"), &json!("running")));
    bench.says(0, "DownloadFailed").await;
    let update = bench.update_is(0, "failed").await;
    assert_eq!((&update["reason"], &update["word"]), (&json!("download"), &json!("DownloadFailed")));
    bench.update(0, file, json!({})).await;
    bench.updates_well(0).await;
    bench.over().await;
}

#[tokio::test]
async fn firmware_for_another_model_is_refused_until_it_is_confirmed() {
    let mut bench = Bench::of(1).await;
    let file = bench.site.operator.add_firmware("acme-ac22-1.0.bin", b"other").await;
    let id = file["id"].as_u64().expect("a number");
    let fault = bench.try_update(0, id, json!({})).await.expect_err("another model");
    assert_eq!(fault["code"], "otherModel");
    assert_eq!(fault["params"], json!({ "file": "acme ac22", "charger": "Norvolt DC40" }));
    bench.update(0, id, json!({ "confirmed": true })).await;
    bench.told(0).await;
    bench.over().await;
}

#[tokio::test]
async fn an_update_is_cancelled_by_taking_the_file_away() {
    let mut bench = Bench::of(2).await;
    let (file, _) = bench.firmware(1000).await;
    let update = bench.update(0, file, json!({})).await;
    let url = bench.told(0).await;
    // Another charger's update keeps the port open.
    bench.update(1, file, json!({})).await;
    bench.told(1).await;
    bench.update_is(0, "agreed").await;
    let cancelled = bench.site.operator.ask(json!({ "ask": "cancelUpdate", "update": update })).await;
    assert_eq!((&cancelled["state"], &cancelled["reason"]), (&json!("cancelled"), &json!("operator")));
    assert_eq!(fetch(&url, "").await.status, 404);
    let again = bench.site.operator.try_ask(json!({ "ask": "cancelUpdate", "update": update })).await;
    assert_eq!(again.expect_err("over")["params"]["reason"], "over");
    bench.over().await;
}

#[tokio::test]
async fn an_update_for_an_idle_charger_waits_for_the_end_of_the_charge() {
    let mut bench = Bench::of(1).await;
    let (file, _) = bench.firmware(1000).await;
    let start = r#"{"connectorId":1,"idTag":"A","meterStart":0,"timestamp":"2026-11-21T10:00:00Z"}"#;
    let session = bench.chargers[0].ask("StartTransaction", start).await["transactionId"].clone();
    bench.update(0, file, json!({ "when": { "kind": "idle" } })).await;
    let waiting = bench.update_is(0, "waiting").await;
    assert_eq!(waiting["reason"], "busy");
    let stop = json!({ "transactionId": session, "meterStop": 1000, "timestamp": "2026-11-21T10:30:00Z" });
    bench.chargers[0].ask("StopTransaction", &stop.to_string()).await;
    bench.updates_well(0).await;
    bench.over().await;
}

#[tokio::test]
async fn a_charger_that_is_away_is_updated_when_it_comes_back() {
    let mut bench = Bench::of(1).await;
    let (file, _) = bench.firmware(1000).await;
    drop(bench.chargers.remove(0));
    bench.site.operator.station_when("CP-1", "gone", |station| station["online"] == false).await;
    bench.update(0, file, json!({})).await;
    assert_eq!(bench.update_is(0, "waiting").await["reason"], "away");
    let charger = bench.connect(0, "2.3.1").await;
    bench.chargers.push(charger);
    bench.updates_well(0).await;
    bench.over().await;
}

#[tokio::test]
async fn the_way_is_what_the_charger_says_that_it_supports() {
    let mut bench = Bench::of(1).await;
    let (file, _) = bench.firmware(1000).await;
    let read = bench.site.operator.order("CP-1", json!({ "do": "readSettings", "keys": [] })).await;
    let known = r#"{"configurationKey":[{"key":"SupportedFileTransferProtocols","readonly":true,"value":"FTP,SFTP"}]}"#;
    bench.chargers[0].obey("GetConfiguration", known).await;
    bench.site.operator.order_is(read, "tookEffect").await;
    bench.update(0, file, json!({})).await;
    assert_eq!(bench.told(0).await.scheme, "ftp");
    bench.over().await;
}

#[tokio::test]
async fn a_file_in_use_is_kept_and_an_unused_one_can_be_deleted() {
    let mut bench = Bench::of(1).await;
    let (file, bytes) = bench.firmware(1000).await;
    // The same bytes again are the same file.
    assert_eq!(bench.site.operator.add_firmware("other-name.bin", &bytes).await["id"], file);
    bench.update(0, file, json!({})).await;
    let remove = json!({ "ask": "removeFirmware", "file": file });
    let fault = bench.site.operator.try_ask(remove.clone()).await.expect_err("in use");
    assert_eq!(fault["params"]["reason"], "inUse");
    bench.updates_well(0).await;
    let library = bench.site.operator.ask(json!({ "ask": "firmware" })).await;
    assert_eq!(library["files"][0]["used"][0]["state"], "installed");
    bench.site.operator.ask(remove).await;
    let library = bench.site.operator.ask(json!({ "ask": "firmware" })).await;
    assert_eq!(library["files"], json!([]));
    assert_eq!(bench.update_is(0, "installed").await["fileName"], "norvolt-dc40-2.4.0.bin");
    let left = std::fs::read_dir(bench.site.folder().join("files/firmware")).expect("a folder").count();
    assert_eq!(left, 0);
    bench.over().await;
}

/// A certificate and its signature over bytes.
fn signed(bytes: &[u8]) -> (String, String) {
    use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair};
    let key = rcgen::KeyPair::generate().expect("a key");
    let params = rcgen::CertificateParams::new(Vec::new()).expect("a certificate");
    let pem = params.self_signed(&key).expect("a certificate").pem();
    let pair =
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &key.serialize_der()).expect("a key");
    let signature = pair.sign(&aws_lc_rs::rand::SystemRandom::new(), bytes).expect("a signature");
    (pem, base64::engine::general_purpose::STANDARD.encode(signature.as_ref()))
}

impl Bench {
    async fn sign(&self, file: u64, certificate: &str, signature: &str) -> Result<Value, Value> {
        let edit = json!({
            "ask": "editFirmware", "file": file, "vendor": "Norvolt", "model": "DC40", "version": "2.4.0", "notes": "",
            "certificate": certificate, "signature": signature,
        });
        self.site.operator.try_ask(edit).await
    }
}

#[tokio::test]
async fn a_signature_is_checked_before_it_is_kept_and_goes_out_with_the_file() {
    let mut bench = Bench::of(1).await;
    let (file, bytes) = bench.firmware(1000).await;
    let (pem, signature) = signed(&bytes);
    let (_, other) = signed(&bytes);
    let refused = bench.sign(file, &pem, &other).await.expect_err("of another key");
    assert_eq!(
        (&refused["code"], &refused["params"]["reason"]),
        (&json!("badSignature"), &json!("signature"))
    );
    bench.sign(file, &pem, &signature).await.expect("a good one");
    let update = bench.update(0, file, json!({})).await;
    let asked = bench.chargers[0].obey("SignedUpdateFirmware", r#"{"status":"Accepted"}"#).await;
    assert_eq!(asked["requestId"], update);
    assert_eq!(asked["firmware"]["signingCertificate"], pem.trim());
    assert_eq!(asked["firmware"]["signature"], signature);
    let url = Url::of(asked["firmware"]["location"].as_str().expect("an address"));
    assert_eq!(sha256(&fetch(&url, "").await.body), sha256(&bytes));
    for status in ["Downloading", "Downloaded", "SignatureVerified", "Installing"] {
        let payload = json!({ "status": status, "requestId": update }).to_string();
        bench.chargers[0].ask("SignedFirmwareStatusNotification", &payload).await;
    }
    bench.reboot(0, "2.4.0").await;
    bench.update_is(0, "installed").await;
    bench.over().await;
}

#[tokio::test]
async fn a_signature_that_the_charger_finds_bad_is_said_and_one_without_the_extension_gets_the_plain_order() {
    let mut bench = Bench::of(1).await;
    let (file, bytes) = bench.firmware(1000).await;
    let (pem, signature) = signed(&bytes);
    bench.sign(file, &pem, &signature).await.expect("a good one");
    let update = bench.update(0, file, json!({})).await;
    bench.chargers[0].obey("SignedUpdateFirmware", r#"{"status":"Accepted"}"#).await;
    let payload = json!({ "status": "InvalidSignature", "requestId": update }).to_string();
    bench.chargers[0].ask("SignedFirmwareStatusNotification", &payload).await;
    let failed = bench.update_is(0, "failed").await;
    assert_eq!((&failed["reason"], &failed["word"]), (&json!("signature"), &json!("InvalidSignature")));
    bench.update(0, file, json!({})).await;
    bench.chargers[0].decline("SignedUpdateFirmware", "NotImplemented").await;
    bench.updates_well(0).await;
    bench.over().await;
}
