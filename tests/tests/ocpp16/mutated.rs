//! Ten thousand frames that no charger should send, in an order that the seed decides.

use std::collections::BTreeSet;
use std::path::Path;

use acceptance::{Charger, Site, ago};
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::Value;

/// So many frames are sent.
const FRAMES: usize = 10_000;
/// So many go out before the answers are read.
const BURST: usize = 50;
/// The program may grow by this much meanwhile, in KiB: caches fill, a log is written.
const GROWTH_KIB: u64 = 48 * 1024;

/// Frames to begin with, by name.
fn seeds() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds/ocpp16");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the seeds are there")
        .map(|file| file.expect("a file").path())
        .collect();
    files.sort();
    files.iter().map(|file| std::fs::read_to_string(file).expect("text")).collect()
}

/// A frame that is like one of these.
fn mutated(dice: &mut ChaCha8Rng, seeds: &[String], number: usize) -> String {
    let mut text = seeds.choose(dice).expect("a seed").clone();
    if dice.random_bool(0.2) {
        // As it stands, with an id and a tag of its own: the honest frames in between.
        return text.replacen("\"04A1B2C3\"", &format!("\"T{}\"", number % 7), 1);
    }
    for _ in 0..dice.random_range(1..=4) {
        text = once(dice, seeds, text);
    }
    text.truncate((0..=text.len().min(200_000)).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0));
    text
}

/// A place between two characters.
fn place(dice: &mut ChaCha8Rng, text: &str) -> usize {
    let places: Vec<usize> = text.char_indices().map(|(place, _)| place).chain([text.len()]).collect();
    *places.choose(dice).expect("a place")
}

fn once(dice: &mut ChaCha8Rng, seeds: &[String], text: String) -> String {
    const WORDS: &[&str] = &[
        "null",
        "-1",
        "0",
        "1e999",
        "99999999999999999999",
        "1.5",
        "\"\"",
        "true",
        "[]",
        "{}",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"9999-12-31T23:59:59Z\"",
        "\"-0001-01-01\"",
        "\"1,5 \"",
        "[[[[[[[[",
        "{\"a\":",
        "\"💥\"",
        "\"0x7f\"",
        "NaN",
    ];
    let at = place(dice, &text);
    match dice.random_range(0..10) {
        // Cut off.
        0 => text[..at].to_owned(),
        // A word put in.
        1 => format!("{}{}{}", &text[..at], WORDS.choose(dice).expect("a word"), &text[at..]),
        // A value exchanged.
        2 | 3 => match text[at..].find([':', ',']) {
            None => text,
            Some(found) => {
                let from = at + found + 1;
                let to = text[from..].find([',', '}', ']']).map_or(text.len(), |end| from + end);
                format!("{}{}{}", &text[..from], WORDS.choose(dice).expect("a word"), &text[to..])
            }
        },
        // A character exchanged.
        4 | 5 => {
            let other = char::from_u32(dice.random_range(0..0x250)).unwrap_or('?');
            let rest = text[at..].chars().skip(1);
            text[..at].chars().chain([other]).chain(rest).collect()
        }
        // A piece told twice.
        6 => {
            let other = place(dice, &text);
            let (from, to) = (at.min(other), at.max(other));
            format!("{}{}", &text[..to], &text[from..])
        }
        // Two frames grown together.
        7 => {
            let other = seeds.choose(dice).expect("a seed");
            let cut = place(dice, other);
            format!("{}{}", &text[..at], &other[cut..])
        }
        // Deep, or long.
        8 => {
            let many = 1 << dice.random_range(4..13);
            let piece = ["[", "{\"a\":", "x", "\\", "\"", " "].choose(dice).expect("a piece").repeat(many);
            format!("{}{piece}{}", &text[..at], &text[at..])
        }
        // A name misspelled.
        _ => text.replacen(char::from(dice.random_range(b'a'..=b'z')), "Q", 1),
    }
}

/// Reads answers until that of this heartbeat; gives the numbers of sessions that were promised.
async fn promised(charger: &mut Charger, id: &str) -> Vec<i64> {
    let mut numbers = Vec::new();
    loop {
        let text = charger.hear().await.expect("the connection stays, whatever was said");
        let frame: Value = serde_json::from_str(&text).expect("the centre speaks JSON");
        numbers.extend(frame[2]["transactionId"].as_i64());
        if frame[0] == 3 && frame[1] == id {
            return numbers;
        }
        if frame[0] == 2 {
            let call = frame[1].as_str().expect("an id");
            charger.say(format!(r#"[4,"{call}","NotImplemented","",{{}}]"#)).await;
        }
    }
}

/// What the program holds in memory, in KiB.
fn resident(site: &Site) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", site.pid())).expect("it runs");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("a line");
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).expect("a number")
}

#[tokio::test]
async fn ten_thousand_mutated_frames_break_nothing_and_lose_no_session() {
    let seed = std::env::var("FORECOURT_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(16);
    println!("FORECOURT_SEED={seed}");
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let seeds = seeds();
    let site = Site::open().await;
    // An honest charger whose session runs all the while.
    let mut honest = site.charger16("HONEST").await;
    let start = format!(r#"{{"connectorId":1,"idTag":"CARD","meterStart":1000,"timestamp":"{}"}}"#, ago(60));
    let number = honest.ask("StartTransaction", &start).await["transactionId"].as_i64().expect("a number");
    let mut charger = site.charger16("CP-1").await;
    let mut kept = BTreeSet::new();
    let mut before = 0;
    for burst in 0..FRAMES / BURST {
        for number in 0..BURST {
            let text = mutated(&mut dice, &seeds, burst * BURST + number);
            charger.say(text).await;
        }
        let id = format!("alive-{burst}");
        charger.say(format!(r#"[2,"{id}","Heartbeat",{{}}]"#)).await;
        kept.extend(promised(&mut charger, &id).await);
        if burst == FRAMES / BURST / 10 {
            before = resident(&site);
        }
    }
    let grown = resident(&site).saturating_sub(before);
    println!("{FRAMES} frames, {} sessions promised, {grown} KiB more", kept.len());
    assert!(grown < GROWTH_KIB, "it grew by {grown} KiB");
    assert!(kept.len() > 5, "some of them were honest: {}", kept.len());
    let stop = format!(r#"{{"transactionId":{number},"meterStop":3500,"timestamp":"{}"}}"#, ago(0));
    honest.ask("StopTransaction", &stop).await;
    let folder = site.stop().await;
    let db =
        rusqlite::Connection::open(folder.path().join("forecourt.db")).expect("the database can be read");
    let check: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("a check");
    assert_eq!(check, "ok");
    let mut rows = db.prepare("SELECT id FROM session").expect("the schema is known");
    let stored: BTreeSet<i64> =
        rows.query_map([], |row| row.get(0)).expect("rows").map(|id| id.expect("a number")).collect();
    let lost: Vec<_> = kept.difference(&stored).collect();
    assert!(lost.is_empty(), "promised and not stored: {lost:?}");
    let energy: i64 = db
        .query_row("SELECT meter_stop - meter_start FROM session WHERE id = ?1", [number], |row| row.get(0))
        .expect("the honest session");
    assert_eq!(energy, 2500);
}
