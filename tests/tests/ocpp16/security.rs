//! Passwords, certificates and who is let in.

use acceptance::{Door, Refused, Site};
use serde_json::{Value, json};

use super::bench::{Bench, NAME};

const PEM: &str = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
const PASSWORD: &str = "correct-horse-batter";

fn door() -> Door {
    Door::new(NAME).offering("ocpp1.6")
}

fn change_password() -> Value {
    json!({ "do": "changePassword", "password": PASSWORD })
}

#[tokio::test]
async fn tc_073_a_new_password_is_sent_and_counts_from_the_next_connection_on() {
    let mut bench = Bench::open().await;
    let (order, asked) =
        bench.asked(change_password(), "ChangeConfiguration", r#"{"status":"Accepted"}"#).await;
    assert_eq!(asked["key"], "AuthorizationKey");
    let digits: String = PASSWORD.bytes().map(|byte| format!("{byte:02x}")).collect();
    let sent = asked["value"].as_str().expect("a text");
    assert!(sent == PASSWORD || sent.eq_ignore_ascii_case(&digits), "the key or its digits");
    bench.is(order, "tookEffect").await;
    bench.charger = bench.site.knock(door().as_user(NAME, PASSWORD)).await.expect("let in");
    bench.boot().await;
    assert_eq!(bench.site.knock(door().as_user(NAME, "wrong-horse-battery")).await.err(), Some(Refused(401)));
    assert_eq!(bench.site.knock(door()).await.err(), Some(Refused(401)), "it had none before");
    bench.over().await;
}

#[tokio::test]
async fn tc_073_a_password_that_was_refused_or_not_taken_over_yet_changes_nothing() {
    let old = "an-older-password-16";
    let mut bench = Bench::open().await;
    let station = bench.site.operator.station_id(NAME).await;
    bench.site.operator.ask(json!({ "ask": "setPassword", "station": station, "password": old })).await;
    bench.told(change_password(), "ChangeConfiguration", "Rejected", "refused").await;
    assert_eq!(bench.site.knock(door().as_user(NAME, PASSWORD)).await.err(), Some(Refused(401)));
    bench.charger = bench.site.knock(door().as_user(NAME, old)).await.expect("the old one counts");
    bench.boot().await;
    // It takes the new one, but its answer is lost: both count until it shows the new one.
    bench.order(change_password()).await;
    bench.charger.wanted("ChangeConfiguration").await;
    bench.charger = bench.site.knock(door().as_user(NAME, old)).await.expect("the old one still counts");
    bench.charger = bench.site.knock(door().as_user(NAME, PASSWORD)).await.expect("the new one counts");
    assert_eq!(bench.site.knock(door().as_user(NAME, old)).await.err(), Some(Refused(401)));
    bench.charger = bench.site.knock(door().as_user(NAME, PASSWORD)).await.expect("and goes on to");
    bench.over().await;
}

#[tokio::test]
async fn tc_074_a_charger_is_asked_for_a_certificate_request_and_gets_its_certificate() {
    let mut bench = Bench::open().await;
    let trigger = json!({ "do": "trigger", "what": "signCertificate", "evse": null, "extended": true });
    let (order, asked) = bench.asked(trigger, "ExtendedTriggerMessage", r#"{"status":"Accepted"}"#).await;
    assert_eq!(asked, json!({ "requestedMessage": "SignChargePointCertificate" }));
    bench.is(order, "accepted").await;
    let csr =
        json!({ "csr": "-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----\n" });
    let answer = bench.charger.ask("SignCertificate", &csr.to_string()).await;
    assert_eq!(answer, json!({ "status": "Accepted" }));
    bench.is(order, "tookEffect").await;
    let deliver = json!({ "do": "deliverCertificate", "chain": PEM });
    let asked = bench.told(deliver, "CertificateSigned", "Accepted", "tookEffect").await;
    assert_eq!(asked, json!({ "certificateChain": PEM }));
    bench.reboot().await;
    bench.over().await;
}

fn certificate() -> Value {
    json!({ "hashAlgorithm": "SHA256", "issuerNameHash": "ab12", "issuerKeyHash": "cd34", "serialNumber": "5f" })
}

/// A root certificate of this kind is installed, and then listed among its kind.
async fn installed_and_listed(kind: &str, word: &str) {
    let mut bench = Bench::open().await;
    let install = json!({ "do": "installCertificate", "kind": kind, "pem": PEM });
    let asked = bench.told(install, "InstallCertificate", "Accepted", "tookEffect").await;
    assert_eq!(asked, json!({ "certificateType": word, "certificate": PEM }));
    let list = json!({ "do": "listCertificates", "kind": kind });
    let answer = json!({ "status": "Accepted", "certificateHashData": [certificate()] }).to_string();
    let (order, asked) = bench.asked(list, "GetInstalledCertificateIds", &answer).await;
    assert_eq!(asked, json!({ "certificateType": word }));
    bench.is(order, "tookEffect").await;
    let found = bench.history(order).await["finding"].clone();
    let expected =
        json!({ "algorithm": "SHA256", "issuerName": "ab12", "issuerKey": "cd34", "serial": "5f" });
    assert_eq!(found["list"], json!([expected]));
    bench.over().await;
}

#[tokio::test]
async fn tc_075_1_a_root_certificate_of_the_maker_is_installed_and_listed() {
    installed_and_listed("manufacturer", "ManufacturerRootCertificate").await;
}

#[tokio::test]
async fn tc_075_2_a_root_certificate_of_ours_is_installed_and_listed() {
    installed_and_listed("central", "CentralSystemRootCertificate").await;
}

#[tokio::test]
async fn tc_076_a_certificate_is_deleted_by_exactly_what_the_charger_called_it() {
    let mut bench = Bench::open().await;
    let hash = json!({ "algorithm": "SHA256", "issuerName": "ab12", "issuerKey": "cd34", "serial": "5f" });
    let delete = json!({ "do": "deleteCertificate", "hash": hash });
    let asked = bench.told(delete.clone(), "DeleteCertificate", "Accepted", "tookEffect").await;
    assert_eq!(asked, json!({ "certificateHashData": certificate() }));
    bench.told(delete, "DeleteCertificate", "NotFound", "refused").await;
    bench.over().await;
}

/// The charger tells a security event: answered, and shown.
async fn event_is_shown(bench: &mut Bench, kind: &str) {
    let payload =
        json!({ "type": kind, "timestamp": "2026-11-21T10:00:00Z", "techInfo": "chain" }).to_string();
    assert_eq!(bench.charger.ask("SecurityEventNotification", &payload).await, json!({}));
    let told = |station: &Value| station["notes"].to_string().contains(kind);
    bench.site.operator.station_when(NAME, "the event", told).await;
}

#[tokio::test]
async fn tc_077_a_charger_that_refuses_its_certificate_is_shown() {
    let mut bench = Bench::open().await;
    let deliver = json!({ "do": "deliverCertificate", "chain": PEM });
    bench.told(deliver, "CertificateSigned", "Rejected", "refused").await;
    event_is_shown(&mut bench, "InvalidChargePointCertificate").await;
    bench.over().await;
}

#[tokio::test]
async fn tc_078_a_charger_that_refuses_a_root_certificate_is_shown() {
    let mut bench = Bench::open().await;
    let install = json!({ "do": "installCertificate", "kind": "central", "pem": PEM });
    bench.told(install, "InstallCertificate", "Rejected", "refused").await;
    event_is_shown(&mut bench, "InvalidCentralSystemCertificate").await;
    bench.over().await;
}

#[tokio::test]
async fn tc_083_after_the_security_profile_was_raised_only_the_new_one_is_let_in() {
    let mut bench = Bench::open().await;
    bench.told(change_password(), "ChangeConfiguration", "Accepted", "tookEffect").await;
    let raise = json!({ "do": "changeSetting", "key": "SecurityProfile", "value": "1" });
    let asked = bench.told(raise, "ChangeConfiguration", "Accepted", "tookEffect").await;
    assert_eq!(asked, json!({ "key": "SecurityProfile", "value": "1" }));
    bench.charger = bench.site.knock(door().as_user(NAME, PASSWORD)).await.expect("let in");
    bench.boot().await;
    assert_eq!(bench.site.knock(door()).await.err(), Some(Refused(401)), "no way back");
    bench.over().await;
}

#[tokio::test]
async fn tc_085_the_right_password_is_let_in_and_a_wrong_one_is_not() {
    let bench = Bench::open().await;
    let station = bench.site.operator.station_id(NAME).await;
    bench.site.operator.ask(json!({ "ask": "setPassword", "station": station, "password": PASSWORD })).await;
    assert_eq!(bench.site.knock(door().as_user(NAME, "wrong-horse-battery")).await.err(), Some(Refused(401)));
    let mut charger = bench.site.knock(door().as_user(NAME, PASSWORD)).await.expect("let in");
    assert_eq!(charger.ask("BootNotification", super::bench::BOOT).await["status"], "Accepted");
    bench.site.stop().await;
}

#[tokio::test]
async fn tc_088_the_version_is_chosen_among_several_offers() {
    let site = Site::open().await;
    for (offered, chosen) in [
        ("ocpp1.6", "ocpp1.6"),
        ("ocpp1.5, ocpp1.6", "ocpp1.6"),
        ("ocpp1.6, ocpp1.5", "ocpp1.6"),
        ("ocpp1.6, ocpp2.0.1", "ocpp1.6"),
        ("ocpp1.6,unheard", "ocpp1.6"),
    ] {
        let charger = site.knock(Door::new(NAME).offering(offered)).await.expect("let in");
        assert_eq!(charger.protocol.as_deref(), Some(chosen), "{offered}");
    }
    site.stop().await;
}

async fn with_password() -> Site {
    let site = Site::open().await;
    drop(site.charger16(NAME).await);
    let station = site.operator.station_id(NAME).await;
    site.operator.ask(json!({ "ask": "setPassword", "station": station, "password": PASSWORD })).await;
    site
}

#[tokio::test]
async fn r16_01_a_wrong_password_is_turned_away_with_401_and_leaves_no_session() {
    let site = with_password().await;
    for door in [door(), door().as_user(NAME, "wrong-horse-battery")] {
        assert_eq!(site.knock(door).await.err(), Some(Refused(401)));
    }
    assert!(site.operator.sessions().await.is_empty());
    assert_eq!(site.operator.snapshot().await["handshakes"][0]["what"], "wrongPassword");
    site.stop().await;
}

#[tokio::test]
async fn r16_02_another_name_than_in_the_address_is_turned_away_with_401() {
    let site = with_password().await;
    assert_eq!(site.knock(door().as_user("CP-2", PASSWORD)).await.err(), Some(Refused(401)));
    site.knock(door().as_user(NAME, PASSWORD)).await.expect("let in under its own name");
    site.stop().await;
}

#[tokio::test]
async fn r16_03_an_unknown_charger_asks_to_join_and_a_refused_one_gets_404() {
    let site = Site::strict().await;
    let mut charger = site.connect(NAME, "ocpp1.6").await;
    assert_eq!(charger.ask("BootNotification", super::bench::BOOT).await["status"], "Pending");
    let station = site.operator.station(NAME).await;
    assert_eq!(station["admission"], "pending");
    site.operator.ask(json!({ "ask": "refuseStation", "station": station["id"] })).await;
    charger.closed().await;
    assert_eq!(site.knock(door()).await.err(), Some(Refused(404)));
    site.stop().await;
}

#[tokio::test]
async fn r16_04_a_name_with_a_blank_and_an_umlaut_is_the_same_charger_however_it_is_encoded() {
    let site = Site::open().await;
    for path in ["/ocpp/S%C3%A4ule%201", "/some/where/else/S%c3%a4ule%201/", "/S%C3%A4ule%201?x=1"] {
        let mut charger = site.knock(Door::at(path).offering("ocpp1.6")).await.expect("let in");
        charger.ask("Heartbeat", "{}").await;
        site.operator.station("Säule 1").await;
    }
    assert_eq!(site.operator.snapshot().await["stations"].as_array().map(Vec::len), Some(1));
    site.stop().await;
}

#[tokio::test]
async fn r16_05_without_a_common_version_the_upgrade_is_answered_bare_and_then_closed() {
    // The client library itself objects to the missing header, which shows that it is missing.
    let site = Site::open().await;
    let knock = site.knock(Door::new(NAME).offering("ocpp1.2, soap")).await;
    assert_eq!(knock.err(), Some(Refused(101)));
    assert_eq!(site.operator.snapshot().await["handshakes"][0]["what"], "noCommonProtocol");
    site.stop().await;
}
