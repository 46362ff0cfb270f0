//! Files: firmware out over HTTP and FTP, logs in, and a crowd, with what they cost in memory. The comparison is a bare copy
//! of the same file over loopback.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use acceptance::{Charger, Site, Url};
use serde_json::{Value, json};

use crate::say;

const MIB: usize = 1024 * 1024;
const OUT: usize = 200 * MIB;
/// A little less than a charger may send at most.
const IN: usize = 100 * MIB - 64 * 1024;
const CHUNK: usize = 64 * 1024;
const TIMES: usize = 3;
const CROWD: usize = 200;

/// A row for each way, one for the crowd, one for memory.
pub async fn rows() {
    let site = Site::open().await;
    let watch = Watch::of(site.pid());
    let before = watch.now_mib();
    let firmware: Vec<u8> =
        (0..OUT / 4).flat_map(|n| (n as u32).wrapping_mul(2_654_435_761).to_le_bytes()).collect();
    let file = site.operator.add_firmware("bench-files-2.4.0.bin", &firmware).await["id"].clone();
    let folder = tempfile::tempdir().expect("a folder");
    let copy = folder.path().join("firmware");
    std::fs::write(&copy, &firmware).expect("room on the disk");
    drop(firmware);
    let added = watch.peak_mib();
    let mut most = added;

    let bare = median(|| bare_out(&copy));
    for scheme in ["http", "ftp"] {
        let (charger, url) = told(&site, &file, scheme).await;
        let ours = median(|| if scheme == "ftp" { ftp(&url) } else { get(&url) });
        rate(&format!("firmware of 200 MiB out over {}", scheme.to_uppercase()), OUT, ours, bare);
        if scheme == "http" {
            most = crowd(&url, &watch);
        }
        drop(charger);
    }
    let content = vec![7; IN];
    let bare = median(|| bare_in(folder.path(), &content));
    let mut times = Vec::new();
    for number in 0..TIMES {
        let (charger, url) = asked(&site, number).await;
        times.push(put(&url, &content));
        drop(charger);
    }
    times.sort_unstable();
    rate("log of 100 MiB in over HTTP", IN, times[TIMES / 2], bare);
    let peak = watch.peak_mib().max(most);
    tokio::time::sleep(Duration::from_secs(2)).await;
    let after = watch.now_mib();
    say(&format!(
        "| resident memory: before / file added / peak of all transfers / after | {before:.1} / {added:.1} / {peak:.1} / {after:.1} MiB | – | {:.1}× |",
        peak / before
    ));
    drop(watch);
    site.stop().await;
}

fn rate(what: &str, bytes: usize, ours: Duration, bare: Duration) {
    let mib = |time: Duration| bytes as f64 / MIB as f64 / time.as_secs_f64();
    let (ours, bare) = (mib(ours), mib(bare));
    say(&format!(
        "| {what} | {ours:.0} MiB/s | {bare:.0} MiB/s (bare copy) | **{:.0} %** |",
        100.0 * ours / bare
    ));
}

fn median(mut run: impl FnMut() -> Duration) -> Duration {
    let mut times: Vec<Duration> = (0..TIMES).map(|_| run()).collect();
    times.sort_unstable();
    times[TIMES / 2]
}

async fn charger(site: &Site, name: &str) -> (Charger, u64) {
    let charger = site.charger16(name).await;
    (charger, site.operator.station_id(name).await)
}

/// A charger that is told to update itself, and where from.
async fn told(site: &Site, file: &Value, scheme: &str) -> (Charger, Url) {
    let (mut charger, station) = charger(site, &format!("FETCH-{scheme}")).await;
    let ask = json!({
        "ask": "startUpdate", "station": station, "file": file, "when": { "kind": "now" },
        "retries": null, "retryS": null, "scheme": scheme, "confirmed": true,
    });
    site.operator.ask(ask).await;
    let order = charger.obey("UpdateFirmware", "{}").await;
    (charger, Url::of(order["location"].as_str().expect("an address")))
}

/// A charger that is asked for its log, and where to.
async fn asked(site: &Site, number: usize) -> (Charger, Url) {
    let (mut charger, station) = charger(site, &format!("SEND-{number}")).await;
    let ask = json!({
        "ask": "askLog", "station": station, "kind": "diagnostics", "from": null, "to": null, "scheme": "http",
    });
    site.operator.ask(ask).await;
    let order = charger.obey("GetDiagnostics", r#"{"fileName":"bench.log"}"#).await;
    (charger, Url::of(order["location"].as_str().expect("an address")))
}

/// Reads to the end; gives how many bytes there were.
fn drain(stream: &mut impl Read) -> usize {
    let (mut chunk, mut bytes) = (vec![0; CHUNK], 0);
    loop {
        match stream.read(&mut chunk) {
            Ok(0) | Err(_) => return bytes,
            Ok(length) => bytes += length,
        }
    }
}

fn timed(work: impl FnOnce()) -> Duration {
    let began = Instant::now();
    work();
    began.elapsed()
}

fn get(url: &Url) -> Duration {
    timed(|| {
        let mut stream = TcpStream::connect(&url.host).expect("it listens");
        ask(&mut stream, url);
        assert!(drain(&mut stream) > OUT, "all of it");
    })
}

fn ask(stream: &mut TcpStream, url: &Url) {
    let head = format!("GET {} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", url.path);
    // One that is turned away at the door may not get to say it.
    drop(stream.write_all(head.as_bytes()));
}

fn put(url: &Url, content: &[u8]) -> Duration {
    timed(|| {
        let mut stream = TcpStream::connect(&url.host).expect("it listens");
        let length = content.len();
        let head = format!(
            "PUT {}bench.log HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n",
            url.path
        );
        stream.write_all(head.as_bytes()).expect("it listens");
        stream.write_all(content).expect("it takes all");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    })
}

fn ftp(url: &Url) -> Duration {
    timed(|| {
        let mut line = BufReader::new(TcpStream::connect(&url.host).expect("it listens"));
        let (name, password) = url.login.as_ref().expect("a login");
        answer(&mut line, "220");
        for (command, code) in
            [(format!("USER {name}"), "331"), (format!("PASS {password}"), "230"), ("TYPE I".into(), "200")]
        {
            command_says(&mut line, &command, code);
        }
        let passive = command_says(&mut line, "PASV", "227");
        let numbers: Vec<u16> = passive
            .split(['(', ')'])
            .nth(1)
            .expect("an address")
            .split(',')
            .map(|n| n.parse().expect("a number"))
            .collect();
        let port = numbers[4] * 256 + numbers[5];
        let mut data = TcpStream::connect(("127.0.0.1", port)).expect("it listens");
        command_says(&mut line, &format!("RETR {}", url.path), "150");
        assert_eq!(drain(&mut data), OUT);
        answer(&mut line, "226");
    })
}

fn command_says(line: &mut BufReader<TcpStream>, command: &str, code: &str) -> String {
    line.get_mut().write_all(format!("{command}\r\n").as_bytes()).expect("it listens");
    answer(line, code)
}

fn answer(line: &mut BufReader<TcpStream>, code: &str) -> String {
    let mut text = String::new();
    line.read_line(&mut text).expect("a line");
    assert!(text.starts_with(code), "{text}");
    text
}

/// Many at once: some are served, the others are told to come back. Gives the most memory that it took, in MiB.
fn crowd(url: &Url, watch: &Watch) -> f64 {
    let before = watch.now_mib();
    watch.forget();
    let all: Vec<JoinHandle<bool>> = (0..CROWD)
        .map(|_| {
            let url = url.clone();
            thread::spawn(move || {
                let Ok(mut stream) = TcpStream::connect(&url.host) else { return false };
                ask(&mut stream, &url);
                drain(&mut stream) > OUT
            })
        })
        .collect();
    let served = all.into_iter().map(JoinHandle::join).filter(|got| matches!(got, Ok(true))).count();
    let peak = watch.peak_mib();
    say(&format!(
        "| {CROWD} connections at once: served / told to come back; memory before / peak | {served} / {}; {before:.1} / {peak:.1} MiB | – | – |",
        CROWD - served
    ));
    peak
}

/// The same file over a bare connection: read and written in pieces.
fn bare_out(file: &Path) -> Duration {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("it has one");
    let file = PathBuf::from(file);
    let serving = thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("somebody");
        let (mut file, mut chunk) = (File::open(file).expect("it is there"), vec![0; CHUNK]);
        loop {
            match file.read(&mut chunk).expect("readable") {
                0 => return,
                length => stream.write_all(&chunk[..length]).expect("somebody reads"),
            }
        }
    });
    let time = timed(|| {
        let mut stream = TcpStream::connect(address).expect("it listens");
        assert_eq!(drain(&mut stream), OUT);
    });
    serving.join().expect("it ends well");
    time
}

/// The same bytes over a bare connection into a file that is safe on the disk.
fn bare_in(folder: &Path, content: &[u8]) -> Duration {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("it has one");
    let file = folder.join("in");
    let serving = thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("somebody");
        let (mut file, mut chunk) = (File::create(file).expect("room"), vec![0; CHUNK]);
        loop {
            match stream.read(&mut chunk).expect("readable") {
                0 => break,
                length => file.write_all(&chunk[..length]).expect("room"),
            }
        }
        file.sync_all().expect("a disk");
        stream.write_all(b"k").expect("somebody waits");
    });
    let time = timed(|| {
        let mut stream = TcpStream::connect(address).expect("it listens");
        stream.write_all(content).expect("it takes all");
        stream.shutdown(std::net::Shutdown::Write).expect("it is open");
        assert_eq!(drain(&mut stream), 1);
    });
    serving.join().expect("it ends well");
    time
}

/// Looks at a process's memory all the time.
struct Watch {
    pid: u32,
    peak_kib: Arc<AtomicU64>,
    over: Arc<AtomicBool>,
}

impl Watch {
    fn of(pid: u32) -> Self {
        let watch = Self { pid, peak_kib: Arc::default(), over: Arc::default() };
        let (peak, over) = (Arc::clone(&watch.peak_kib), Arc::clone(&watch.over));
        // On a thread of the runtime, while the transfers keep the first one busy.
        tokio::spawn(async move {
            while !over.load(Ordering::Relaxed) {
                peak.fetch_max(resident_kib(pid), Ordering::Relaxed);
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        });
        watch
    }

    fn now_mib(&self) -> f64 {
        resident_kib(self.pid) as f64 / 1024.0
    }

    fn peak_mib(&self) -> f64 {
        self.peak_kib.load(Ordering::Relaxed) as f64 / 1024.0
    }

    fn forget(&self) {
        self.peak_kib.store(0, Ordering::Relaxed);
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
    }
}

fn resident_kib(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or(0)
}
