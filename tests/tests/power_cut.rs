//! The plug is pulled at a random moment, fifty times: what was acknowledged is there, and nothing is there twice.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use acceptance::{Charger, Door, Site};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rusqlite::Connection;
use serde_json::Value;
use tokio::task::JoinHandle;
use tokio::time::{Duration, sleep};

const ROUNDS: usize = 50;
const CHARGERS: usize = 8;
const SEED: u64 = 20_261_121;

/// What a charger's book says was acknowledged.
#[derive(Default)]
struct Book {
    /// Register values that were acknowledged, by the session's beginning (in ms): each is unique in the whole test.
    readings: BTreeMap<i64, Vec<i64>>,
    /// Beginnings that were acknowledged, with their register.
    begun: BTreeMap<i64, i64>,
    /// Ends that were acknowledged, with their register.
    ended: BTreeMap<i64, i64>,
    /// The message that was not acknowledged when the plug was pulled: it is repeated, as real chargers do.
    owed: Option<Owed>,
    /// The session that runs: its beginning and its name on the wire.
    running: Option<(i64, String)>,
    register: i64,
    clock: i64,
    number: u64,
}

/// A transaction message, ready to be sent again.
#[derive(Clone)]
struct Owed {
    step: Step,
    session: i64,
    register: i64,
    action: &'static str,
    payload: String,
}

#[derive(Clone, Copy, PartialEq)]
enum Step {
    Begin,
    Measure,
    End,
}

/// One charger of either generation.
struct Worker {
    identity: String,
    second_generation: bool,
    book: Book,
    chance: ChaCha8Rng,
}

impl Worker {
    fn new(index: usize) -> Self {
        let index_seed = SEED + u64::try_from(index).expect("small");
        let base = i64::try_from(index).expect("small");
        let book = Book {
            register: base * 1_000_000_000,
            clock: acceptance::now_ms() - 1_000_000,
            ..Book::default()
        };
        Self {
            identity: format!("CUT-{index}"),
            second_generation: index % 2 == 1,
            book,
            chance: ChaCha8Rng::seed_from_u64(index_seed),
        }
    }

    /// Works until the connection breaks or `over` is set.
    async fn work(mut self, site: std::net::SocketAddr, over: Arc<AtomicBool>) -> Self {
        let protocol = if self.second_generation { "ocpp2.0.1" } else { "ocpp1.6" };
        let Ok(mut charger) = Charger::connect(site, Door::new(&self.identity).offering(protocol)).await
        else {
            return self;
        };
        while !over.load(Ordering::Relaxed) {
            let message = self.book.owed.clone().unwrap_or_else(|| self.next_message());
            self.book.owed = Some(message.clone());
            let id = format!("{}-{}", self.identity, self.book.number);
            self.book.number += 1;
            let text = format!(r#"[2,"{id}","{}",{}]"#, message.action, message.payload);
            let Some(answer) = exchange(&mut charger, text).await else { return self };
            self.acknowledged(&message, &answer);
        }
        self
    }

    fn next_message(&mut self) -> Owed {
        self.book.clock += 7;
        let (at, clock) = (iso(self.book.clock), self.book.clock);
        let step = match &self.book.running {
            None => Step::Begin,
            Some(_) if self.chance.random_ratio(1, 6) => Step::End,
            Some(_) => Step::Measure,
        };
        self.book.register += 1;
        let register = self.book.register;
        let (session, wire) =
            self.book.running.clone().unwrap_or((clock, format!("{}-{clock}", self.identity)));
        let (action, payload) = if self.second_generation {
            let number = match step {
                Step::Begin => 0,
                Step::Measure | Step::End => self.book.readings.get(&session).map_or(0, Vec::len) + 1,
            };
            ("TransactionEvent", event(step, &wire, number, &at, register))
        } else {
            first_generation(step, &wire, &at, register)
        };
        Owed { step, session, register, action, payload }
    }

    fn acknowledged(&mut self, message: &Owed, answer: &Value) {
        let book = &mut self.book;
        book.owed = None;
        match message.step {
            Step::Begin => {
                let wire = match answer["transactionId"].as_i64() {
                    Some(number) => number.to_string(),
                    None => format!("{}-{}", self.identity, message.session),
                };
                book.begun.insert(message.session, message.register);
                book.running = Some((message.session, wire));
            }
            Step::Measure => book.readings.entry(message.session).or_default().push(message.register),
            Step::End => {
                book.ended.insert(message.session, message.register);
                book.running = None;
            }
        }
    }
}

/// Sends a call and waits for its answer; `None` when the connection broke first.
async fn exchange(charger: &mut Charger, text: String) -> Option<Value> {
    charger.try_say(text).await.ok()?;
    let frame: Value = serde_json::from_str(&charger.hear().await?).expect("the centre speaks JSON");
    assert_eq!(frame[0], 3, "a transaction message is always answered well: {frame}");
    Some(frame[2].clone())
}

fn first_generation(step: Step, wire: &str, at: &str, register: i64) -> (&'static str, String) {
    match step {
        Step::Begin => (
            "StartTransaction",
            format!(r#"{{"connectorId":1,"idTag":"TAG","meterStart":{register},"timestamp":"{at}"}}"#),
        ),
        Step::Measure => (
            "MeterValues",
            format!(
                r#"{{"connectorId":1,"transactionId":{wire},"meterValue":[{{"timestamp":"{at}","sampledValue":[{{"value":"{register}"}}]}}]}}"#
            ),
        ),
        Step::End => (
            "StopTransaction",
            format!(r#"{{"transactionId":{wire},"meterStop":{register},"timestamp":"{at}"}}"#),
        ),
    }
}

fn event(step: Step, wire: &str, number: usize, at: &str, register: i64) -> String {
    let (kind, more) = match step {
        Step::Begin => {
            ("Started", r#","evse":{"id":1,"connectorId":1},"idToken":{"idToken":"TAG","type":"Central"}"#)
        }
        Step::Measure => ("Updated", ""),
        Step::End => ("Ended", ""),
    };
    format!(
        r#"{{"eventType":"{kind}","timestamp":"{at}","triggerReason":"MeterValuePeriodic","seqNo":{number},"transactionInfo":{{"transactionId":"{wire}"}},"meterValue":[{{"timestamp":"{at}","sampledValue":[{{"value":{register}}}]}}]{more}}}"#
    )
}

fn iso(ms: i64) -> String {
    jiff::Timestamp::from_millisecond(ms).expect("a time").to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_survives_fifty_power_cuts_and_nothing_is_booked_twice() {
    let mut chance = ChaCha8Rng::seed_from_u64(SEED);
    let mut site = Site::open().await;
    let mut workers: Vec<Worker> = (0..CHARGERS).map(Worker::new).collect();
    for worker in &workers {
        let _booted = if worker.second_generation {
            site.charger201(&worker.identity).await
        } else {
            site.charger16(&worker.identity).await
        };
    }
    for _ in 0..ROUNDS {
        let over = Arc::new(AtomicBool::new(false));
        let at = site.ocpp;
        let tasks: Vec<JoinHandle<Worker>> =
            workers.into_iter().map(|worker| tokio::spawn(worker.work(at, Arc::clone(&over)))).collect();
        // The moment of the cut is the point of the test; nothing is waited for here.
        sleep(Duration::from_micros(chance.random_range(20_000..250_000))).await;
        site.crash().await;
        over.store(true, Ordering::Relaxed);
        workers = Vec::with_capacity(CHARGERS);
        for task in tasks {
            workers.push(task.await.expect("no charger panics"));
        }
    }
    let folder = site.stop().await;
    let db = Connection::open(folder.path().join("forecourt.db")).expect("the database opens");
    let sound: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("a word");
    assert_eq!(sound, "ok");
    let mut acknowledged = 0;
    for worker in &workers {
        acknowledged += compare(&db, worker);
    }
    assert!(acknowledged > ROUNDS * CHARGERS, "too little was going on: {acknowledged}");
}

/// Holds a charger's book against the database; gives how many messages were acknowledged.
fn compare(db: &Connection, worker: &Worker) -> usize {
    let (name, book) = (&worker.identity, &worker.book);
    let mut rows = db
        .prepare(
            "SELECT s.id, s.began_at, s.meter_start, s.meter_stop, s.ended_at IS NOT NULL FROM session s
             JOIN station t ON t.id = s.station WHERE t.identity = ?1",
        )
        .expect("a statement");
    type Row = (i64, i64, Option<i64>, Option<i64>, bool);
    let stored: Vec<Row> = rows
        .query_map([name], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))
        .expect("rows")
        .collect::<Result<_, _>>()
        .expect("rows");
    let mut sessions = BTreeMap::new();
    for (id, began, start, stop, ended) in stored {
        assert!(
            sessions.insert(began, (id, start, stop, ended)).is_none(),
            "{name}: the session of {began} is there twice"
        );
    }
    for (began, register) in &book.begun {
        let (_, start, ..) =
            sessions.get(began).unwrap_or_else(|| panic!("{name}: the session of {began} is lost"));
        assert_eq!(*start, Some(*register), "{name}: the beginning of {began}");
    }
    for (began, register) in &book.ended {
        let (_, _, stop, ended) = sessions[began];
        assert!(ended, "{name}: the end of {began} is lost");
        assert_eq!(stop, Some(*register), "{name}: the end of {began}");
    }
    // At most one session may be there that was begun and whose answer was cut off.
    assert!(sessions.len() <= book.begun.len() + 1, "{name}: sessions that nobody began");
    for (began, registers) in &book.readings {
        let frames = frames(db, sessions[began].0);
        for register in registers {
            let told = [format!("\"value\":\"{register}\""), format!("\"value\":{register}}}")];
            let times: usize = told.iter().map(|told| frames.matches(told.as_str()).count()).sum();
            assert!(times >= 1, "{name}: the reading {register} of {began} is lost");
            // 1.6 readings have no number: a repeat is kept as a second piece of evidence and bills nothing. 2.0.1 has.
            assert!(
                times == 1 || !worker.second_generation,
                "{name}: the reading {register} is there {times} times"
            );
        }
    }
    book.begun.len() + book.ended.len() + book.readings.values().map(Vec::len).sum::<usize>()
}

/// A session's frames, loose and packed.
fn frames(db: &Connection, session: i64) -> String {
    let mut rows = db.prepare_cached("SELECT frame FROM entry WHERE session = ?1").expect("a statement");
    let loose = rows.query_map([session], |row| row.get::<_, Option<String>>(0)).expect("rows");
    let mut text: String = loose.filter_map(|row| row.expect("a row")).collect();
    let packed: Result<Vec<u8>, _> =
        db.query_row("SELECT data FROM evidence WHERE session = ?1", [session], |row| row.get(0));
    if let Ok(data) = packed {
        let lines = zstd::stream::decode_all(data.as_slice()).expect("whole");
        text.push_str(&String::from_utf8(lines).expect("text"));
    }
    text
}
