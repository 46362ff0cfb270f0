//! What no charger should send, and what happens to the others meanwhile.

use acceptance::{Charger, Site, within};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

async fn alive(charger: &mut Charger) {
    assert!(charger.ask("Heartbeat", "{}").await["currentTime"].is_string());
}

#[tokio::test]
async fn malformed_texts_are_answered_or_ignored_and_the_connection_stays() {
    // R16-20, R16-22
    let site = Site::open().await;
    let mut first = site.charger16("CP-1").await;
    let mut second = site.charger201("CP-2").await;
    let texts =
        ["{", "", "nonsense", "[]", "[2]", "[2,\"a\"]", "42", "null", "{\"a\":1}", "[\"x\",\"y\",\"z\"]"];
    for charger in [&mut first, &mut second] {
        for text in texts {
            charger.say(text).await;
        }
        // Whatever was answered, it were errors; then comes the answer to an honest call.
        charger.say(r#"[2,"honest","Heartbeat",{}]"#).await;
        loop {
            let text = charger.hear().await.expect("the connection stays");
            if text.starts_with(r#"[3,"honest""#) {
                break;
            }
            assert!(text.starts_with("[4,"), "{text}");
        }
    }
    assert!(second.try_ask("StatusNotification", "[]").await.is_err());
    assert!(second.try_ask("StatusNotification", r#"{"evseId":{}}"#).await.is_err());
    assert!(first.try_ask("Authorize", "{}").await.is_err());
    alive(&mut first).await;
    alive(&mut second).await;
    site.stop().await;
}

#[tokio::test]
async fn answers_to_nothing_are_dropped_and_the_connection_stays() {
    // R16-19
    let site = Site::open().await;
    let mut charger = site.charger16("CP-1").await;
    charger.say(r#"[3,"never-asked",{"status":"Accepted"}]"#).await;
    charger.say(r#"[4,"never-asked","GenericError","",{}]"#).await;
    charger.say(r#"[3,"",{}]"#).await;
    alive(&mut charger).await;
    site.stop().await;
}

#[tokio::test]
async fn a_message_that_is_too_big_closes_its_connection_with_1009_and_no_other() {
    // R16-40
    let site = Site::open().await;
    let mut other = site.charger16("CP-2").await;
    let mut charger = site.charger16("CP-1").await;
    let huge = format!(r#"[2,"x","DataTransfer",{{"vendorId":"{}"}}]"#, "x".repeat(2 * 1024 * 1024));
    drop(charger.try_say(huge).await);
    assert_eq!(charger.closed().await, 1009);
    alive(&mut other).await;
    alive(&mut site.charger16("CP-1").await).await;
    site.stop().await;
}

#[tokio::test]
async fn binary_messages_are_noted_and_ignored() {
    let site = Site::open().await;
    let mut charger = site.charger16("CP-1").await;
    charger.say_bytes(&[0, 159, 146, 150]).await;
    alive(&mut charger).await;
    site.operator
        .station_when("CP-1", "a note", |station| station["notes"].to_string().contains("binary"))
        .await;
    site.stop().await;
}

#[tokio::test]
async fn garbage_and_tls_at_the_door_are_turned_away_and_shown() {
    let site = Site::open().await;
    let mut other = site.charger16("CP-1").await;
    let tls_hello = [0x16, 0x03, 0x01, 0x00, 0x05, 0x01, 0x00, 0x00, 0x01, 0x03];
    for (bytes, expected, what) in [
        (&tls_hello[..], &b"\x15\x03"[..], "tlsOnPlainPort"),
        (&b"\x00\x01\x02garbage\r\n\r\n"[..], &b"HTTP/1.1 400"[..], "garbage"),
        (
            &b"GET / HTTP/1.1\r\nHost: x\r\nUser-Agent: Mozilla/5.0\r\n\r\n"[..],
            &b"HTTP/1.1 426"[..],
            "browser",
        ),
    ] {
        let mut stream = TcpStream::connect(site.ocpp).await.expect("the port is open");
        stream.write_all(bytes).await.expect("it listens");
        let mut answer = Vec::new();
        // A reset after the answer is as good as an end.
        drop(within("an end", stream.read_to_end(&mut answer)).await);
        assert!(answer.starts_with(expected), "{what}: {:?}", String::from_utf8_lossy(&answer));
        let snapshot = site.operator.snapshot().await;
        assert_eq!(snapshot["handshakes"][0]["what"], what);
    }
    alive(&mut other).await;
    site.stop().await;
}

#[tokio::test]
async fn ten_thousand_half_open_connections_do_not_disturb_a_charger() {
    let limit = rlimit::increase_nofile_limit(12_000).expect("a limit");
    let site = Site::open().await;
    let mut charger = site.charger16("CP-1").await;
    // Where the system grants fewer handles, the same number comes in several waves.
    let wave = usize::try_from(limit).unwrap_or(usize::MAX).saturating_sub(200).min(2_500);
    let mut opened = 0;
    let mut held = Vec::new();
    while opened < 10_000 {
        if held.len() + wave > usize::try_from(limit).unwrap_or(usize::MAX).saturating_sub(200) {
            held.clear();
        }
        for _ in 0..wave {
            let mut stream = TcpStream::connect(site.ocpp).await.expect("the port is open");
            if opened % 2 == 0 {
                drop(stream.write_all(b"GET /ocpp/HALF HTTP/1.1\r\n").await);
            }
            held.push(stream);
            opened += 1;
        }
        alive(&mut charger).await;
        drop(site.charger16("CP-2").await);
    }
    alive(&mut charger).await;
    drop(held);
    site.stop().await;
}
