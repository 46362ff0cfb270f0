//! A year of a site: 12 chargers, 20,000 sessions, ten million values, played over the wire with times of the past.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::client::{self, Story};
use crate::say;
use crate::server::Server;

const CHARGERS: usize = 12;
const SESSIONS: usize = 20_000;
/// Readings a session, eight values each: ten million values in all.
const READINGS: usize = 62;
const YEAR: i64 = 365 * 24 * 3600;

/// Start, size and reports with nothing and with a year in the database.
pub async fn rows() {
    let (empty, year) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let cold = start_time(empty.path());
    play(year.path()).await;
    let with_year = start_time(year.path());
    say(&format!(
        "| start to `ready`, empty / a year | {} / {} ms | – | {:.1}× |",
        cold.as_millis(),
        with_year.as_millis(),
        with_year.as_secs_f64() / cold.as_secs_f64()
    ));
    at_rest(&year.path().join("forecourt.db"));
    let forecourt = Server::forecourt(year.path());
    let (csv, rows) = timed(|| http(&forecourt, "GET", "/api/export/sessions.csv", "").lines().count());
    say(&format!("| CSV of {} sessions | {} ms | – | – |", rows.saturating_sub(9), csv.as_millis()));
    let noon = now() - YEAR / 2;
    let chart = format!(
        r#"{{"ask":"chart","query":{{"chart":{{"kind":"sitePower"}},"from":{},"to":{},"width":1000,"height":260,"theme":"light"}}}}"#,
        noon * 1000,
        (noon + 24 * 3600) * 1000
    );
    let (drawn, bytes) = timed(|| http(&forecourt, "POST", "/api", &chart).len());
    say(&format!(
        "| SVG chart of a day, {CHARGERS} chargers ({} KiB) | {} ms | – | – |",
        bytes / 1024,
        drawn.as_millis()
    ));
    forecourt.stop();
}

/// The median of five starts.
fn start_time(data: &Path) -> Duration {
    let mut times: Vec<Duration> = (0..5)
        .map(|_| {
            let server = Server::forecourt(data);
            let time = server.ready_after;
            server.stop();
            time
        })
        .collect();
    times.sort_unstable();
    times[2]
}

/// Plays the year and waits until everything is packed.
async fn play(data: &Path) {
    let forecourt = Server::forecourt(data);
    let began = Instant::now();
    let messages = SESSIONS / CHARGERS * (READINGS + 4);
    let pause = jiff::SignedDuration::from_secs(YEAR / i64::try_from(messages).expect("a small number"));
    let start = jiff::Timestamp::from_second(now() - YEAR).expect("a time");
    let mut tasks = Vec::new();
    for number in 0..CHARGERS {
        let mut socket = client::connect(&forecourt.address, &format!("YEAR-{number}")).await;
        tasks.push(tokio::spawn(async move {
            let mut story = Story::at(number, start, pause, READINGS);
            for _ in 0..messages {
                let answer = client::answered(&mut socket, story.next()).await;
                story.heard(answer.to_text().unwrap_or_default());
            }
        }));
    }
    for task in tasks {
        task.await.expect("no charger panics");
    }
    let played = began.elapsed();
    let path = data.join("forecourt.db");
    while number(&path, "SELECT count(*) FROM session WHERE loose = 1 AND ended_at IS NOT NULL") > 0.0 {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    say(&format!(
        "| a year played over the wire, then packed | {:.0} s + {:.0} s | – | – |",
        played.as_secs_f64(),
        (began.elapsed() - played).as_secs_f64()
    ));
    forecourt.stop();
}

/// What the year takes on disk.
fn at_rest(path: &Path) {
    let values = number(path, "SELECT sum(count) FROM chunk");
    let bytes = number(path, "SELECT sum(length(vals) + coalesce(length(times), 0) + 12) FROM chunk");
    let frames = number(path, "SELECT sum(length(data)) FROM evidence");
    let whole = std::fs::metadata(path).map_or(0.0, |file| file.len() as f64);
    let mib = 1024.0 * 1024.0;
    say(&format!(
        "| bytes per sampled value at rest ({:.1} million) | {:.2} | – | – |",
        values / 1e6,
        bytes / values
    ));
    say(&format!(
        "| the whole file, of it raw frames | {:.0} / {:.0} MiB | – | – |",
        whole / mib,
        frames / mib
    ));
}

fn number(path: &Path, sql: &str) -> f64 {
    let db = rusqlite::Connection::open(path).expect("the database opens");
    db.busy_timeout(Duration::from_secs(10)).expect("a setting");
    db.query_row(sql, [], |row| row.get::<_, Option<f64>>(0)).expect("a number").unwrap_or(0.0)
}

/// The median time of five runs, and what the last one gave.
pub fn timed<T>(mut run: impl FnMut() -> T) -> (Duration, T) {
    let mut runs: Vec<(Duration, T)> = (0..5)
        .map(|_| {
            let began = Instant::now();
            let value = run();
            (began.elapsed(), value)
        })
        .collect();
    runs.sort_by_key(|(time, _)| *time);
    runs.swap_remove(2)
}

/// One request, answered whole: head and body as text.
fn http(server: &Server, method: &str, path: &str, body: &str) -> String {
    String::from_utf8_lossy(&http_bytes(server, method, path, body)).into_owned()
}

/// One request, answered whole: head and body.
pub fn http_bytes(server: &Server, method: &str, path: &str, body: &str) -> Vec<u8> {
    let (web, token) = server.web.as_ref().expect("Forecourt has an operator's door");
    let mut stream = TcpStream::connect(web).expect("it listens");
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {web}\r\nAuthorization: Bearer {token}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("it answers");
    assert!(answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer));
    answer
}

#[allow(clippy::disallowed_methods, reason = "a benchmark lives in the present")]
fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}
