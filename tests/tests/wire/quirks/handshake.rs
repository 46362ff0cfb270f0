//! a. Handshake, address, transport.

use acceptance::{Charger, Door, Site, eventually, within};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{NAME, advice, alive, back_again, charger_of, odd, peculiarities, profile, set, switch};

/// The answer's first line to a request that is written by hand.
async fn knock(site: &Site, head: &str) -> (TcpStream, String) {
    let mut stream = TcpStream::connect(site.ocpp).await.expect("the port is open");
    stream.write_all(head.as_bytes()).await.expect("it listens");
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\n") {
        let byte = within("an answer", stream.read_u8()).await.expect("a whole head");
        answer.push(byte);
    }
    let answer = String::from_utf8(answer).expect("text");
    (stream, answer.lines().next().unwrap_or_default().to_owned())
}

async fn outcome(site: &Site) -> String {
    let told = async || site.operator.snapshot().await["handshakes"][0]["what"].as_str().map(str::to_owned);
    eventually("an attempt to connect", told).await
}

/// A request to upgrade with these headers beside those that everybody sends.
fn head_of(headers: &str) -> String {
    format!(
        "GET /ocpp/CP-1 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{headers}\r\n"
    )
}

const SWITCHED: &str = "HTTP/1.1 101 Switching Protocols";

#[tokio::test]
async fn quirk_01_without_a_subprotocol_it_is_taken_as_1_6() {
    let site = Site::open().await;
    let mut charger = site.knock(Door::new(NAME)).await.expect("it is let in");
    assert_eq!(charger.protocol, None);
    alive(&mut charger).await;
    assert_eq!(site.operator.station(NAME).await["protocol"], "1.6");
    site.stop().await;
}

#[tokio::test]
async fn quirk_02_an_empty_subprotocol_is_taken_as_1_6_and_the_attempt_is_shown() {
    let site = Site::open().await;
    let head = head_of("Connection: Upgrade\r\nSec-WebSocket-Protocol: \r\n");
    let (_stream, answer) = knock(&site, &head).await;
    assert_eq!((answer.as_str(), outcome(&site).await.as_str()), (SWITCHED, "assumedOcpp16"));
    site.stop().await;
}

#[tokio::test]
async fn quirk_03_an_upgrade_without_the_connection_header_is_accepted() {
    let site = Site::open().await;
    let (_stream, answer) = knock(&site, &head_of("Sec-WebSocket-Protocol: ocpp1.6\r\n")).await;
    assert_eq!((answer.as_str(), outcome(&site).await.as_str()), (SWITCHED, "connected"));
    site.stop().await;
}

#[tokio::test]
async fn quirk_04_the_origin_of_a_file_is_nobodys_business() {
    let site = Site::open().await;
    let door = Door::new(NAME).offering("ocpp1.6").with("Origin", "file://");
    alive(&mut site.knock(door).await.expect("let in")).await;
    site.stop().await;
}

#[tokio::test]
async fn quirk_05_06_07_08_slashes_prefixes_a_repeated_name_and_letter_case_lead_to_the_same_charger() {
    let site = Site::open().await;
    charger_of(&site, "Norvolt", "Wall 11", "1").await;
    let paths =
        ["///CP-1", "/ocpp/CP-1/", "/CP-1", "/ocpp/CP-1/CP-1", "/a/b/c/CP-1", "/ocpp/cp-1", "//Cp-1//"];
    for path in paths {
        let mut charger = site.knock(Door::at(path).offering("ocpp1.6")).await.expect(path);
        alive(&mut charger).await;
    }
    let stations = site.operator.snapshot().await["stations"].clone();
    assert_eq!(stations.as_array().map(Vec::len), Some(1));
    assert_eq!(stations[0]["identity"], NAME, "as it was spelled first");
    site.stop().await;
}

#[tokio::test]
async fn quirk_09_a_malformed_request_is_no_attack_and_the_address_is_offered_without_scheme() {
    let site = Site::open().await;
    for _ in 0..20 {
        let mut stream = TcpStream::connect(site.ocpp).await.expect("the port is open");
        stream.write_all(b"\x00\x01garbage\r\n\r\n").await.expect("it listens");
        let mut answer = Vec::new();
        drop(within("an answer", stream.read_to_end(&mut answer)).await);
    }
    alive(&mut site.connect(NAME, "ocpp1.6").await).await;
    assert!(advice("Ocular", "LTE Plus", "3").await.contains("host:port/path"));
    site.stop().await;
}

#[tokio::test]
async fn quirk_10_what_the_teison_app_does_not_tell_is_shown_as_advice() {
    let shown = advice("Teison", "Smart MINI", "1").await;
    assert!(shown.contains("socpp1.6") && shown.contains("Bluetooth"), "{shown}");
}

#[tokio::test]
async fn quirk_11_a_short_probe_with_1_6_leaves_nothing_behind() {
    let site = Site::open().await;
    drop(site.connect(NAME, "ocpp1.6").await);
    let mut charger = site.charger201(NAME).await;
    alive(&mut charger).await;
    assert_eq!(site.operator.station(NAME).await["protocol"], "2.0.1");
    site.stop().await;
}

#[tokio::test]
async fn quirk_12_the_long_silence_of_a_foxess_is_shown_as_advice() {
    assert!(advice("FoxESS", "A011", "1").await.contains("20 minutes"));
}

#[tokio::test]
async fn quirk_13_a_charger_that_never_answers_pings_stays_connected() {
    let site = Site::open().await;
    profile(&site, "ping = 1, answers-pings = false");
    let mut deaf = site.connect("CP-2", "ocpp1.6").await;
    deaf.ask("BootNotification", &super::boot("Oddly", "One", "1")).await;
    let ordinary = odd(&site, "ping = 1").await;
    // Neither reads the other's pings; the profile of the first counted when it booted.
    let gone = |station: &serde_json::Value| station["online"] == false;
    site.operator.station_when(NAME, "the ordinary one is taken for gone", gone).await;
    assert_eq!(site.operator.station("CP-2").await["online"], true);
    alive(&mut deaf).await;
    drop(ordinary);
    site.stop().await;
}

#[tokio::test]
async fn quirk_14_pings_come_as_often_as_the_charger_needs_them() {
    let site = Site::open().await;
    let mut wallbox = charger_of(&site, "Wallbox Chargers", "CPB1-0-2-4", "6.7.1").await;
    assert_eq!(switch(&site, "ping").await, ("15".into(), "profile".into()));
    set(&site, "ping", "1").await;
    wallbox.pinged().await;
    wallbox.pinged().await;
    site.stop().await;
}

#[tokio::test]
async fn quirk_15_whatever_a_charger_says_counts_as_a_sign_of_life() {
    let site = Site::open().await;
    profile(&site, "ping = 1");
    let mut silent = site.connect("CP-2", "ocpp1.6").await;
    silent.ask("BootNotification", &super::boot("Oddly", "One", "1")).await;
    let mut charger = odd(&site, "ping = 1").await;
    // It speaks and never reads: no ping is answered. The other one does neither.
    eventually("the silent one is taken for gone", async || {
        charger.say(r#"[2,"1","Heartbeat",{}]"#).await;
        let snapshot = site.operator.snapshot().await;
        let stations = snapshot["stations"].as_array().expect("a list").clone();
        stations.iter().find(|s| s["identity"] == "CP-2" && s["online"] == false).cloned()
    })
    .await;
    assert_eq!(site.operator.station(NAME).await["online"], true);
    drop(silent);
    site.stop().await;
}

#[tokio::test]
async fn quirk_16_a_reserved_bit_ends_the_connection_and_the_newest_one_wins() {
    let site = Site::open().await;
    let head = head_of("Connection: Upgrade\r\nSec-WebSocket-Protocol: ocpp1.6\r\n");
    let (mut stream, answer) = knock(&site, &head).await;
    assert_eq!(answer, SWITCHED);
    // A masked text frame with the bit for compression, which was never agreed.
    stream.write_all(&[0xC1, 0x82, 0, 0, 0, 0, b'{', b'}']).await.expect("it listens");
    let mut rest = Vec::new();
    drop(within("the end of the connection", stream.read_to_end(&mut rest)).await);
    assert_eq!(rest.get(2..4), Some(&1002_u16.to_be_bytes()[..]), "closed as a protocol error");

    let mut first = back_again(&site).await;
    alive(&mut first).await;
    let mut second = back_again(&site).await;
    first.closed().await;
    alive(&mut second).await;
    site.stop().await;
}

#[tokio::test]
async fn quirk_17_18_19_what_depends_on_the_link_and_on_certificates_is_shown_as_advice() {
    assert!(advice("go-e", "Charger V4", "60").await.contains("restarts each time"));
    let autel = advice("Autel", "MaxiCharger", "1").await;
    assert!(autel.contains("wss://") && autel.contains("expire"), "{autel}");
    assert!(advice("SmartEVSE", "3", "1").await.contains("expire"));
    assert!(advice("Alfen BV", "Eve Single", "6").await.contains("expire"));
}

#[tokio::test]
async fn quirk_20_a_key_is_known_as_hex_digits_and_as_the_bytes_that_they_stand_for() {
    let site = Site::open().await;
    drop(site.charger16(NAME).await);
    let station = site.operator.station_id(NAME).await;
    let password = "c0ffee00c0ffee00c0ffee00c0ffeeff";
    site.operator.ask(json!({ "ask": "setPassword", "station": station, "password": password })).await;
    let bytes: Vec<u8> =
        [0xc0, 0xff, 0xee, 0].repeat(3).into_iter().chain([0xc0, 0xff, 0xee, 0xff]).collect();
    for sent in [password.as_bytes(), &bytes] {
        let door = Door::new(NAME).offering("ocpp1.6").as_user_with_bytes(NAME, sent);
        alive(&mut Charger::connect(site.ocpp, door).await.expect("let in")).await;
    }
    let wrong = Door::new(NAME).offering("ocpp1.6").as_user_with_bytes(NAME, b"not this one, no");
    assert!(site.knock(wrong).await.is_err());
    assert!(peculiarities(&site).await["switches"].is_array());
    site.stop().await;
}
