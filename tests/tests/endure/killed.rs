//! `kill -9` at any moment under load: what was acknowledged is there, and once.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::Duration;

use acceptance::{Charger, Door, Site, eventually, now_ms};
use jiff::Timestamp;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rusqlite::{Connection, OpenFlags};
use serde_json::Value;
use tokio::sync::watch;

const ROUNDS: u32 = 50;
const CHARGERS: u32 = 4;
/// What one session adds to the meter: the next begins where it ended, as a real meter does.
const LOAD_WH: i64 = 100;
const READINGS: i64 = 6;

/// What one charger of the load did: sessions by the register they began with, which is unique.
struct Played {
    identity: String,
    /// Acknowledged beginnings: register at the start, the centre's number (1.6) or 0.
    begun: Vec<(i64, i64)>,
    /// Register at the start and acknowledged end register.
    ended: HashMap<i64, i64>,
    /// Register at the start and how many readings were acknowledged.
    readings: HashMap<i64, i64>,
}

/// A charger that repeats what was not acknowledged, for as long as it takes.
struct Load {
    to: SocketAddr,
    identity: String,
    protocol: &'static str,
    link: Option<Charger>,
}

impl Load {
    async fn tell(&mut self, action: &str, payload: &str) -> Value {
        loop {
            if self.link.is_none() {
                let knock =
                    Charger::connect(self.to, Door::new(&self.identity).offering(self.protocol)).await;
                match knock {
                    Ok(charger) => self.link = Some(charger),
                    Err(_) => {
                        tokio::time::sleep(Duration::from_millis(3)).await;
                        continue;
                    }
                }
            }
            let charger = self.link.as_mut().expect("just connected");
            match charger.ask_or_lose(action, payload).await {
                Some(answer) => return answer,
                None => self.link = None,
            }
        }
    }

    async fn play(mut self, first_register: i64, over: watch::Receiver<bool>) -> Played {
        let mut played = Played {
            identity: self.identity.clone(),
            begun: Vec::new(),
            ended: HashMap::new(),
            readings: HashMap::new(),
        };
        let mut register = first_register;
        while !*over.borrow() {
            if self.protocol == "ocpp1.6" {
                self.session16(register, &mut played).await;
            } else {
                self.session201(register, &mut played).await;
            }
            register += LOAD_WH;
        }
        played
    }

    async fn session16(&mut self, register: i64, played: &mut Played) {
        let at = now();
        let start =
            format!(r#"{{"connectorId":1,"idTag":"CARD","meterStart":{register},"timestamp":"{at}"}}"#);
        let number = self.tell("StartTransaction", &start).await["transactionId"].as_i64().expect("a number");
        played.begun.push((register, number));
        for reading in 1..=READINGS {
            let values = format!(
                r#"{{"connectorId":1,"transactionId":{number},"meterValue":[{{"timestamp":"{}","sampledValue":[{{"value":"{}"}}]}}]}}"#,
                now(),
                register + reading
            );
            self.tell("MeterValues", &values).await;
            *played.readings.entry(register).or_default() += 1;
        }
        let stop = format!(
            r#"{{"transactionId":{number},"meterStop":{},"timestamp":"{}"}}"#,
            register + LOAD_WH,
            now()
        );
        self.tell("StopTransaction", &stop).await;
        played.ended.insert(register, register + LOAD_WH);
    }

    async fn session201(&mut self, register: i64, played: &mut Played) {
        let name = format!("{}-{register}", self.identity);
        let event = |kind: &str, number: i64, value: i64, more: &str| {
            let at = now();
            format!(
                r#"{{"eventType":"{kind}","timestamp":"{at}","triggerReason":"Trigger","seqNo":{number},"transactionInfo":{{"transactionId":"{name}"}},"meterValue":[{{"timestamp":"{at}","sampledValue":[{{"value":{value}}}]}}]{more}}}"#
            )
        };
        let who = r#","evse":{"id":1,"connectorId":1},"idToken":{"idToken":"CARD","type":"ISO14443"}"#;
        self.tell("TransactionEvent", &event("Started", 0, register, who)).await;
        played.begun.push((register, 0));
        for reading in 1..=READINGS {
            self.tell("TransactionEvent", &event("Updated", reading, register + reading, "")).await;
            *played.readings.entry(register).or_default() += 1;
        }
        self.tell("TransactionEvent", &event("Ended", READINGS + 1, register + LOAD_WH, "")).await;
        played.ended.insert(register, register + LOAD_WH);
    }
}

fn now() -> String {
    format!("{:.3}", Timestamp::from_millisecond(now_ms()).expect("now is a time"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_kills_under_load_lose_nothing_acknowledged_and_count_nothing_twice() {
    let mut site = Site::open().await;
    for protocol in ["ocpp1.6", "ocpp2.0.1"] {
        for number in 0..CHARGERS {
            site.connect(&format!("{protocol}-{number}"), protocol).await.ask("Heartbeat", "{}").await;
        }
    }
    let (stop, over) = watch::channel(false);
    let mut loads = Vec::new();
    for protocol in ["ocpp1.6", "ocpp2.0.1"] {
        for number in 0..CHARGERS {
            let load = Load { to: site.ocpp, identity: format!("{protocol}-{number}"), protocol, link: None };
            loads.push(tokio::spawn(load.play(i64::from(number) * 100_000_000, over.clone())));
        }
    }
    let mut moments = ChaCha8Rng::seed_from_u64(9);
    for _ in 0..ROUNDS {
        // Not a wait for anything: the moment of the kill is random.
        tokio::time::sleep(Duration::from_micros(moments.random_range(5_000..300_000))).await;
        site.crash().await;
    }
    stop.send_replace(true);
    let mut all = Vec::new();
    for load in loads {
        all.push(load.await.expect("the load plays to its end"));
    }
    // A reading that was stored, not answered and repeated is one reading: that is settled when a session is packed.
    let db = open(&site.database());
    let loose = || -> Option<i64> {
        db.query_row("SELECT count(*) FROM session WHERE loose = 1", [], |row| row.get(0)).ok()
    };
    let mut left = i64::MAX;
    while left > 0 {
        left = eventually("more sessions at rest", async || loose().filter(|now| *now < left)).await;
    }
    drop(db);
    let folder = site.stop().await;
    let db = open(&folder.path().join("forecourt.db"));
    let check: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("a check");
    assert_eq!(check, "ok");
    let sessions: usize = all.iter().map(|played| played.begun.len()).sum();
    assert!(sessions > 50, "a load worth the name: {sessions} sessions");
    all.iter().for_each(|played| audit(&db, played));
    println!("{ROUNDS} kills, {sessions} sessions, {} messages acknowledged", sessions * 8);
}

fn open(path: &std::path::Path) -> Connection {
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the database can be read")
}

/// Compares what a charger was promised with what is in the file.
fn audit(db: &Connection, played: &Played) {
    let sql = "SELECT s.id, s.meter_start, s.meter_stop, s.flags, s.numbers,
               (SELECT coalesce(sum(c.count), 0) FROM chunk c WHERE c.session = s.id)
               + (SELECT count(DISTINCT e.samples) FROM entry e WHERE e.session = s.id)
               FROM session s JOIN station t ON t.id = s.station WHERE t.identity = ?1";
    let mut rows = db.prepare(sql).expect("the schema is known");
    let mut kept: HashMap<i64, (i64, Option<i64>, i64, i64, i64)> = HashMap::new();
    let found = rows.query_map([&played.identity], |row| {
        Ok((row.get(1)?, (row.get(0)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?)))
    });
    for row in found.expect("a query") {
        let (start, rest) = row.expect("a row");
        assert!(kept.insert(start, rest).is_none(), "{}: session {start} twice", played.identity);
    }
    assert_eq!(kept.len(), played.begun.len(), "{}: as many sessions as were begun", played.identity);
    for (start, number) in &played.begun {
        let (id, stop, flags, numbers, samples) =
            kept.get(start).unwrap_or_else(|| panic!("{}: session {start} is lost", played.identity));
        if *number > 0 {
            assert_eq!(id, number, "{}: session {start} has another number", played.identity);
        }
        assert_eq!(stop.as_ref(), played.ended.get(start), "{}: end of {start}", played.identity);
        assert_eq!(*flags, 0, "{}: session {start} is an ordinary one", played.identity);
        let told = played.readings.get(start).copied().unwrap_or(0);
        if *number == 0 {
            assert_eq!(*numbers, READINGS + 2, "{}: numbered messages of {start}", played.identity);
            assert_eq!(*samples, told + 2, "{}: readings of {start}", played.identity);
        } else {
            assert_eq!(*samples, told, "{}: readings of {start}", played.identity);
        }
    }
}
