//! Those who mean no good at the ports for files: bounded, told so, and without effect on the next charger.

use std::time::Duration;

use acceptance::{Url, ftp_fetch, ftp_send, request};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::bench::{Bench, fetch};

const ALL: usize = usize::MAX >> 1;
/// How long anything may hold out at most: the bounds are ten seconds for a head and a login.
const PATIENCE: Duration = Duration::from_secs(14);
/// So much more memory is no sign of a leak, in KiB: 64 places with their buffers.
const ROOM: u64 = 96 * 1024;

fn resident_kib(bench: &Bench) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", bench.site.pid())).expect("it runs");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("a line");
    line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).expect("a number")
}

/// What comes until the other side ends it.
async fn to_the_end(stream: &mut TcpStream) -> String {
    let mut read = Vec::new();
    let ended = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut read)).await;
    assert!(ended.is_ok(), "nobody ended it: {}", String::from_utf8_lossy(&read));
    String::from_utf8_lossy(&read).into_owned()
}

async fn fetching(scheme: &str) -> (Bench, Url, Vec<u8>) {
    let mut bench = Bench::of(1).await;
    let (file, bytes) = bench.firmware(1_000_000).await;
    bench.update(0, file, json!({ "scheme": scheme })).await;
    let url = bench.told(0).await;
    assert_eq!(url.scheme, scheme);
    (bench, url, bytes)
}

/// Whether the charger with the right address is served.
async fn is_served(url: &Url, bytes: &[u8]) -> bool {
    match url.scheme.as_str() {
        "ftp" => ftp_fetch(url, 0, None).await == (226, bytes.to_vec()),
        _ => fetch(url, "").await.body == bytes,
    }
}

#[tokio::test]
async fn whoever_dawdles_is_put_out_after_ten_seconds() {
    let (http, url, bytes) = fetching("http").await;
    let (ftp, line, _) = fetching("ftp").await;
    let mut head = TcpStream::connect(&url.host).await.expect("it listens");
    head.write_all(format!("GET {} HTTP/1.1\r\nHost: x\r\n", url.path).as_bytes()).await.expect("open");
    let mut login = TcpStream::connect(&line.host).await.expect("it listens");
    login.write_all(b"USER somebody\r\n").await.expect("open");
    let (answer, talk) = tokio::join!(to_the_end(&mut head), to_the_end(&mut login));
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(talk.starts_with("220") && talk.contains("\n331") && !talk.contains("\n230"), "{talk}");
    assert!(is_served(&url, &bytes).await);
    http.over().await;
    ftp.over().await;
}

#[tokio::test]
async fn two_hundred_at_once_are_told_to_come_back_and_memory_stays() {
    for (scheme, busy) in [("http", "HTTP/1.1 503"), ("ftp", "421")] {
        let (bench, url, bytes) = fetching(scheme).await;
        let before = resident_kib(&bench);
        let mut crowd = Vec::new();
        for _ in 0..200 {
            crowd.push(TcpStream::connect(&url.host).await.expect("it listens"));
        }
        let mut told = 0;
        for stream in crowd.iter_mut().skip(64) {
            told += usize::from(to_the_end(stream).await.starts_with(busy));
        }
        assert_eq!(told, 136, "{scheme}");
        let grown = resident_kib(&bench).saturating_sub(before);
        assert!(grown < ROOM, "{grown} KiB");
        drop(crowd);
        // There is room again as soon as the others have gone.
        acceptance::eventually("room", async || {
            let mut stream = TcpStream::connect(&url.host).await.ok()?;
            stream.write_all(b"\r\n").await.ok()?;
            let mut first = [0; 3];
            let read = tokio::time::timeout(Duration::from_millis(200), stream.read(&mut first)).await;
            let refused =
                matches!(&read, Ok(Ok(_)) if busy.as_bytes().starts_with(&first) || first == *b"HTT");
            (!refused).then_some(())
        })
        .await;
        assert!(is_served(&url, &bytes).await, "{scheme}");
        bench.over().await;
    }
}

#[tokio::test]
async fn an_address_is_good_for_its_own_transfer_only() {
    let (mut bench, url, _) = fetching("http").await;
    // Another update keeps the port open for the second half of this.
    bench.chargers.push(bench.connect(1, "2.3.1").await);
    let (other, _) = bench.firmware(2_000).await;
    bench.update(1, other, json!({ "scheme": "http" })).await;
    let second = bench.told(1).await;
    let at = |path: String| Url { path, ..url.clone() };
    let (key, name) = url.path.trim_start_matches('/').split_once('/').expect("a key and a name");
    for path in [
        format!("/{key}/"),
        format!("/{key}/other.bin"),
        format!("/{key}/../forecourt.db"),
        format!("/{key}/..%2F..%2Fforecourt.db"),
        format!("/{}/{name}", key.to_uppercase().chars().rev().collect::<String>()),
    ] {
        let refused = request("GET", &at(path.clone()), "", b"", ALL).await.status;
        assert!(matches!(refused, 404 | 405), "{path}: {refused}");
    }
    assert_eq!(request("PUT", &url, "", b"mine", ALL).await.status, 404);
    assert_eq!(fetch(&url, "").await.status, 200);
    for status in ["Downloading", "Downloaded", "Installing", "Installed"] {
        bench.says(0, status).await;
    }
    bench.update_is(0, "installed").await;
    // What is over is no longer good, and the other one still is.
    assert_eq!(fetch(&url, "").await.status, 404);
    assert_eq!(fetch(&second, "").await.status, 200);
    bench.over().await;
}

#[tokio::test]
async fn a_log_by_ftp_is_bounded_and_its_login_good_for_that_only() {
    let mut bench = Bench::of(1).await;
    let url = bench.asked_for_log(json!({ "scheme": "ftp" })).await;
    let wrong = Url { login: Some(("anonymous".into(), "guest".into())), ..url.clone() };
    assert_eq!(ftp_send(&wrong, "x", b"x").await, 530);
    assert_eq!(
        ftp_fetch(&Url { path: "/etc/passwd".into(), ..url.clone() }, 0, None).await,
        (550, Vec::new())
    );
    let before = resident_kib(&bench);
    assert_eq!(ftp_send(&url, "flood.log", &vec![7; 101 * 1024 * 1024]).await, 552);
    let grown = resident_kib(&bench).saturating_sub(before);
    assert!(grown < ROOM, "{grown} KiB");
    bench.over().await;
}
