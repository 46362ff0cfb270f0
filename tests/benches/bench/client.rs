//! Chargers in closed loop: each sends its next message as soon as the last one was answered. The same for both servers.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

pub type Socket = WebSocketStream<TcpStream>;

/// What a run came to.
pub struct Run {
    /// Answered messages a second.
    pub rate: f64,
    /// Half of the answers came within this.
    pub p50: Duration,
    /// All but one in a hundred came within this.
    pub p99: Duration,
}

/// Connects a charger; the first message is its boot.
pub async fn connect(address: &str, name: &str) -> Socket {
    let mut request = format!("ws://{address}/ocpp/{name}").into_client_request().expect("a good address");
    request.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_static("ocpp1.6"));
    let stream = TcpStream::connect(address).await.expect("the server listens");
    stream.set_nodelay(true).expect("a TCP socket");
    let config = WebSocketConfig::default().read_buffer_size(4096).write_buffer_size(0);
    let connected = tokio_tungstenite::client_async_with_config(request, stream, Some(config)).await;
    let (mut socket, _) = connected.expect("the server takes chargers");
    let boot = r#"[2,"boot","BootNotification",{"chargePointVendor":"Bench","chargePointModel":"Loop"}]"#;
    answered(&mut socket, boot.to_owned()).await;
    socket
}

/// Sends a message and waits for the answer to it.
pub async fn answered(socket: &mut Socket, text: String) -> Message {
    socket.send(Message::text(text)).await.expect("the server reads");
    loop {
        let message = socket.next().await.expect("the server stays").expect("a good frame");
        // Once, ten seconds after its boot, a charger is asked for its settings; the echo asks for nothing.
        let text = message.to_text().unwrap_or_default();
        if let Some(id) =
            text.strip_prefix("[2,\"").and_then(|rest| rest.strip_suffix(",\"GetConfiguration\",{}]"))
        {
            socket.send(Message::text(format!("[3,\"{id},{{}}]"))).await.expect("the server reads");
        } else if message.is_text() {
            return message;
        }
    }
}

/// Runs `chargers` against a server for a while and counts what was answered.
pub async fn run(address: &str, chargers: usize, warm: Duration, counted: Duration, first: usize) -> Run {
    let (counting, over) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let mut tasks = Vec::with_capacity(chargers);
    for number in first..first + chargers {
        let socket = connect(address, &format!("BENCH-{number}")).await;
        tasks.push(tokio::spawn(charger(socket, number, Arc::clone(&counting), Arc::clone(&over))));
    }
    tokio::time::sleep(warm).await;
    counting.store(true, Ordering::Relaxed);
    let began = Instant::now();
    tokio::time::sleep(counted).await;
    over.store(true, Ordering::Relaxed);
    let took = began.elapsed();
    let mut delays = Vec::new();
    for task in tasks {
        delays.extend(task.await.expect("no charger panics"));
    }
    delays.sort_unstable();
    let at = |part: f64| delays.get((delays.len() as f64 * part) as usize).copied().unwrap_or_default();
    let micros = |us: u32| Duration::from_micros(u64::from(us));
    Run { rate: delays.len() as f64 / took.as_secs_f64(), p50: micros(at(0.5)), p99: micros(at(0.99)) }
}

/// One charger: session after session; gives the delays of its counted messages in microseconds.
async fn charger(
    mut socket: Socket,
    number: usize,
    counting: Arc<AtomicBool>,
    over: Arc<AtomicBool>,
) -> Vec<u32> {
    let mut story = Story::new(number);
    let mut delays = Vec::with_capacity(4096);
    while !over.load(Ordering::Relaxed) {
        let text = story.next();
        let sent = Instant::now();
        let answer = answered(&mut socket, text).await;
        if counting.load(Ordering::Relaxed) {
            delays.push(u32::try_from(sent.elapsed().as_micros()).unwrap_or(u32::MAX));
        }
        story.heard(answer.to_text().unwrap_or_default());
    }
    drop(socket.close(None).await);
    delays
}

/// The messages of a charger, one session after the other: status, start, twenty times eight values, heartbeat, stop.
pub struct Story {
    step: usize,
    count: u64,
    session: u64,
    register: u64,
    transaction: String,
    number: usize,
    began: jiff::Timestamp,
    /// Between two messages, by the charger's clock.
    pause: jiff::SignedDuration,
    meter_values: usize,
}

impl Story {
    #[allow(clippy::disallowed_methods, reason = "a charger has a clock of its own")]
    fn new(number: usize) -> Self {
        Self::at(number, jiff::Timestamp::now(), jiff::SignedDuration::from_millis(1), 20)
    }

    /// A charger that began at some time and sends a message in every `pause`, with so many readings a session.
    pub fn at(
        number: usize,
        began: jiff::Timestamp,
        pause: jiff::SignedDuration,
        meter_values: usize,
    ) -> Self {
        let transaction = "1".to_owned();
        Self {
            step: 0,
            count: 0,
            session: 0,
            register: 1_000_000,
            transaction,
            number,
            began,
            pause,
            meter_values,
        }
    }

    /// The next message.
    pub fn next(&mut self) -> String {
        self.count += 1;
        let (id, step) = (self.count, self.step);
        self.step = (self.step + 1) % (self.meter_values + 4);
        let at = self.began + self.pause * i32::try_from(self.count).unwrap_or(i32::MAX);
        match step {
            0 => format!(
                r#"[2,"{id}","StatusNotification",{{"connectorId":1,"errorCode":"NoError","status":"Charging","timestamp":"{at:.3}"}}]"#
            ),
            1 => {
                self.session += 1;
                let (register, tag) = (self.register, self.number % 97);
                format!(
                    r#"[2,"{id}","StartTransaction",{{"connectorId":1,"idTag":"TAG{tag}","meterStart":{register},"timestamp":"{at:.3}"}}]"#
                )
            }
            step if step < self.meter_values + 2 => self.readings(id, at),
            step if step == self.meter_values + 2 => format!(r#"[2,"{id}","Heartbeat",{{}}]"#),
            _ => {
                let (register, transaction) = (self.register, &self.transaction);
                format!(
                    r#"[2,"{id}","StopTransaction",{{"transactionId":{transaction},"meterStop":{register},"timestamp":"{at:.3}","reason":"EVDisconnected"}}]"#
                )
            }
        }
    }

    fn readings(&mut self, id: u64, at: jiff::Timestamp) -> String {
        self.register += 30;
        let (wobble, register, transaction) = (self.count * 7919 % 100, self.register, &self.transaction);
        let current = |phase: &str, base: u64| {
            let whole = 15 + base;
            format!(
                r#"{{"value":"{whole}.{wobble:02}","context":"Sample.Periodic","measurand":"Current.Import","phase":"{phase}","unit":"A"}}"#
            )
        };
        let voltage = |phase: &str| {
            format!(
                r#"{{"value":"23{phase}.{wobble:02}","context":"Sample.Periodic","measurand":"Voltage","phase":"L{phase}","unit":"V"}}"#
            )
        };
        format!(
            r#"[2,"{id}","MeterValues",{{"connectorId":1,"transactionId":{transaction},"meterValue":[{{"timestamp":"{at:.3}","sampledValue":[{{"value":"{register}","context":"Sample.Periodic","measurand":"Energy.Active.Import.Register","unit":"Wh"}},{{"value":"110{wobble:02}","context":"Sample.Periodic","measurand":"Power.Active.Import","unit":"W"}},{},{},{},{},{},{}]}}]}}]"#,
            current("L1", 0),
            current("L2", 1),
            current("L3", 0),
            voltage("1"),
            voltage("2"),
            voltage("3"),
        )
    }

    /// Remembers the number of the session that was begun. A server that only repeats leaves it as it is.
    pub fn heard(&mut self, text: &str) {
        if text.starts_with("[3")
            && let Some((_, rest)) = text.split_once("\"transactionId\":")
        {
            self.transaction = rest.chars().take_while(char::is_ascii_digit).collect();
        }
    }
}
