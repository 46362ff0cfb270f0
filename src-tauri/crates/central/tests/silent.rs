//! A charger that agrees and then says nothing: its link is real, the clock is the test's.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use central::{Centre, CentreConfig, Clock, Fact, FixedPorts, NewUpdate, library};
use domain::event::Event;
use domain::firmware::{FirmwareFile, Reason, State, When};
use domain::station::{Admission, StationKey};
use domain::time::{MINUTE, Timestamp};
use domain::world::Policy;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use store::{Choice, Store};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{WebSocketStream, client_async};

const DEADLINE: Duration = Duration::from_secs(20);

struct Bench {
    centre: Centre,
    store: Arc<Store>,
    clock: Arc<AtomicI64>,
    facts: mpsc::UnboundedReceiver<Fact>,
    socket: WebSocketStream<TcpStream>,
    /// Reminders that came.
    reminders: u32,
    _folder: tempfile::TempDir,
}

impl Bench {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(AtomicI64::new(1_800_000_000_000));
        let now: Clock = {
            let clock = Arc::clone(&clock);
            Arc::new(move || Timestamp(clock.load(Ordering::Relaxed)))
        };
        let (committed_in, committed) = mpsc::unbounded_channel();
        let told = move |facts| drop(committed_in.send(facts));
        let store = Arc::new(Store::open(folder.path(), now(), Choice::Ask, told).unwrap());
        let mut settings = store.read(|reader| reader.settings()).unwrap();
        settings.policy = Policy { accept_unknown: true, free_charging: true, ..settings.policy };
        let at = now();
        let saved =
            store.change(move |write| write.apply_site(Event::SettingsSaved(settings.clone()), at)).await;
        saved.unwrap().unwrap();
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let ports = FixedPorts { ip: any.ip(), http: Some(any), ftp: Some(any), passive: None };
        let (facts_in, facts) = mpsc::unbounded_channel();
        let centre =
            Centre::start(CentreConfig::at(any, ports), Arc::clone(&store), now, committed, facts_in)
                .unwrap();
        let mut request = format!("ws://{}/ocpp/CP-1", centre.address()).into_client_request().unwrap();
        request.headers_mut().insert("Sec-WebSocket-Protocol", "ocpp1.6".parse().unwrap());
        let stream = TcpStream::connect(centre.address()).await.unwrap();
        let (socket, _) = client_async(request, stream).await.unwrap();
        let mut bench = Self { centre, store, clock, facts, socket, reminders: 0, _folder: folder };
        bench
            .ask(
                "BootNotification",
                json!({ "chargePointVendor": "N", "chargePointModel": "M", "firmwareVersion": "1" }),
            )
            .await;
        bench
    }

    fn now(&self) -> Timestamp {
        Timestamp(self.clock.load(Ordering::Relaxed))
    }

    async fn hear(&mut self) -> Value {
        loop {
            let message = tokio::time::timeout(DEADLINE, self.socket.next()).await.expect("in time");
            if let Message::Text(text) = message.expect("the link goes on").unwrap() {
                return serde_json::from_str(text.as_str()).unwrap();
            }
        }
    }

    async fn say(&mut self, frame: Value) {
        self.socket.send(Message::text(frame.to_string())).await.unwrap();
    }

    async fn ask(&mut self, action: &str, payload: Value) {
        self.say(json!([2, "q", action, payload])).await;
        assert_eq!(self.hear().await[0], 3);
    }

    /// The next call of the centre is this one; it is answered.
    async fn obeys(&mut self, action: &str, answer: Value) -> Value {
        let call = self.hear().await;
        assert_eq!(call[2], action, "{call}");
        self.say(json!([3, call[1], answer])).await;
        call[3].clone()
    }

    /// Time passes, and a car comes and goes: whatever happens at a charger is a reason to look.
    async fn later(&mut self, ms: i64) {
        self.clock.fetch_add(ms, Ordering::Relaxed);
        let at = jiff_time(self.now());
        let start = json!({ "connectorId": 1, "idTag": "A", "meterStart": 0, "timestamp": at });
        self.say(json!([2, "s", "StartTransaction", start])).await;
        let mut answered = None;
        // A reminder may come before the answer.
        while answered.is_none() {
            let frame = self.hear().await;
            match frame[0].as_i64() {
                Some(3) => answered = frame[2]["transactionId"].as_i64(),
                _ => self.reminded(&frame).await,
            }
        }
        let stop = json!({ "transactionId": answered, "meterStop": 0, "timestamp": at });
        self.say(json!([2, "e", "StopTransaction", stop])).await;
        loop {
            let frame = self.hear().await;
            match frame[0].as_i64() {
                Some(3) => return,
                _ => self.reminded(&frame).await,
            }
        }
    }

    async fn reminded(&mut self, call: &Value) {
        if call[2] == "GetConfiguration" {
            return self.say(json!([3, call[1], { "configurationKey": [] }])).await;
        }
        assert_eq!(
            (&call[2], &call[3]),
            (&json!("TriggerMessage"), &json!({ "requestedMessage": "FirmwareStatusNotification" }))
        );
        self.say(json!([3, call[1], { "status": "Accepted" }])).await;
        self.reminders += 1;
    }

    /// The next move of the update that is told.
    async fn moves_to(&mut self, state: State) -> Option<Reason> {
        loop {
            let fact = tokio::time::timeout(DEADLINE, self.facts.recv()).await.expect("in time").unwrap();
            let Fact::Committed(facts) = fact else { continue };
            for fact in facts {
                if let Event::UpdateMoved(update) = fact.event
                    && update.state == state
                {
                    return update.reason;
                }
            }
        }
    }
}

fn jiff_time(at: Timestamp) -> String {
    // 2027-01-15T08:00:00Z is 1,800,000,000 s.
    let seconds = at.0 / 1000 - 1_800_000_000;
    format!("2027-01-15T{:02}:{:02}:{:02}Z", 8 + seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[tokio::test]
async fn a_silent_charger_is_reminded_and_its_update_stalls_until_it_speaks() {
    let mut bench = Bench::open().await;
    let mut reading = library::Reading::begin(&bench.store).unwrap();
    reading.take(b"firmware").unwrap();
    let read = reading.finish().unwrap();
    let now = bench.now();
    let added = bench.store.change(move |write| {
        let file = FirmwareFile {
            key: write.next_firmware()?,
            name: "n-m-2.bin".into(),
            vendor: String::new(),
            model: String::new(),
            version: "2.0".into(),
            sha256: read.sha256.clone(),
            size: read.size,
            notes: String::new(),
            certificate: String::new(),
            signature: String::new(),
            added_at: now,
        };
        write.apply_site(Event::FirmwareSaved(Box::new(file.clone())), now)?;
        Ok((file.key, write.admission(StationKey(1))?))
    });
    let (file, admission) = added.await.unwrap().unwrap();
    assert_eq!(admission, Some(Admission::Accepted));
    let new = NewUpdate {
        station: StationKey(1),
        file,
        when: When::Now,
        retries: None,
        retry_s: None,
        wanted: None,
        confirmed: false,
        by: "test".into(),
    };
    bench.centre.transfers().start_update(new).await.unwrap();
    bench.obeys("UpdateFirmware", json!({})).await;
    assert_eq!(bench.moves_to(State::Agreed).await, None);
    for reminders in 1..=3 {
        bench.later(5 * MINUTE).await;
        while bench.reminders < reminders {
            let call = bench.hear().await;
            bench.reminded(&call).await;
        }
    }
    bench.later(5 * MINUTE).await;
    assert_eq!(bench.moves_to(State::Stalled).await, Some(Reason::Silent));
    bench.ask("FirmwareStatusNotification", json!({ "status": "Downloading" })).await;
    assert_eq!(bench.moves_to(State::Downloading).await, None);
    bench.centre.stop().await;
    tokio::task::spawn_blocking(move || bench.store.close()).await.unwrap();
}
