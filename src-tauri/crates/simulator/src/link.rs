//! The network: connects a charger, carries its texts, and comes back after the connection broke.

use std::time::Duration;

use base64::Engine;
use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, interval, timeout};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use crate::charger::Charger;
use crate::plan::Clock;
use crate::quirk::Life;

type Socket = WebSocketStream<TcpStream>;

/// How often life goes on.
const TICK: Duration = Duration::from_millis(200);
/// Longest wait before the next attempt to connect.
const LONGEST: Duration = Duration::from_secs(10);
/// How long a restart takes.
const RESTART: Duration = Duration::from_secs(2);

/// Lives a charger's life. Never returns.
pub async fn live(mut charger: Charger, url: String, clock: Clock) {
    let mut wait = Duration::from_millis(200);
    loop {
        match connect(&Door::of(&charger, &url)).await {
            Ok(mut socket) => {
                if tricks(&mut charger, &mut socket).await {
                    continue;
                }
                wait = Duration::from_millis(500);
                charger.connected(clock());
                let end = serve(&mut charger, socket, &clock).await;
                charger.disconnected();
                tracing::debug!(url, ?end, "a simulated charger lost its connection");
                if charger.hangs_up() {
                    pass(&mut charger, RESTART, &clock).await;
                    charger.restarted();
                    continue;
                }
            }
            Err(error) => tracing::debug!(url, %error, "a simulated charger found nobody"),
        }
        pass(&mut charger, wait, &clock).await;
        wait = (wait * 2).min(LONGEST);
    }
}

/// How a charger knocks.
struct Door {
    url: String,
    subprotocol: Option<&'static str>,
    origin: Option<&'static str>,
    login: Option<String>,
}

impl Door {
    fn of(charger: &Charger, url: &str) -> Self {
        let has = |life| charger.quirks.has(life);
        let (base, name) = url.rsplit_once('/').unwrap_or(("", url));
        let name = if has(Life::SmallLetters) { name.to_lowercase() } else { name.to_owned() };
        let twice = if has(Life::NameTwice) { format!("{name}/{name}") } else { name };
        let slashes = if has(Life::ManySlashes) { "///" } else { "/" };
        let end = if has(Life::TrailingSlash) { "/" } else { "" };
        let named = !has(Life::NoSubprotocol);
        Self {
            url: format!("{base}{slashes}{twice}{end}"),
            subprotocol: named.then(|| charger.blueprint.generation.subprotocol()),
            origin: has(Life::FileOrigin).then_some("file://"),
            login: charger
                .first
                .password
                .as_deref()
                .map(|password| login(&charger.blueprint.identity, password)),
        }
    }
}

/// HTTP basic authentication with bytes that need not be text (1.6 security white paper, A00).
fn login(identity: &str, password: &[u8]) -> String {
    let both = [identity.as_bytes(), b":", password].concat();
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(both))
}

/// What only happens on its first connection; true when that is over again.
async fn tricks(charger: &mut Charger, socket: &mut Socket) -> bool {
    let bit = charger.quirks.has(Life::CompressedBit);
    if std::mem::replace(&mut charger.connected_before, true)
        || !(bit || charger.quirks.has(Life::ProbesFirst))
    {
        return false;
    }
    if bit {
        let mut frame = Frame::message("[]", OpCode::Data(Data::Text), true);
        frame.header_mut().rsv1 = true;
        drop(socket.send(Message::Frame(frame)).await);
    }
    drop(socket.close(None).await);
    true
}

async fn connect(door: &Door) -> Result<Socket, Error> {
    let mut request = door.url.as_str().into_client_request()?;
    let headers = [("Sec-WebSocket-Protocol", door.subprotocol), ("Origin", door.origin)];
    for (name, value) in headers {
        if let Some(value) = value {
            request.headers_mut().insert(name, HeaderValue::from_static(value));
        }
    }
    if let Some(login) = &door.login {
        let login = HeaderValue::from_str(login).expect("base64 is made of letters, digits and signs");
        request.headers_mut().insert("Authorization", login);
    }
    let config = WebSocketConfig::default().read_buffer_size(4096).write_buffer_size(0);
    let place =
        (request.uri().host().unwrap_or("127.0.0.1").to_owned(), request.uri().port_u16().unwrap_or(80));
    let connecting = async {
        let stream = TcpStream::connect(place).await?;
        stream.set_nodelay(true)?;
        Ok(client_async_with_config(request, stream, Some(config)).await?.0)
    };
    timeout(Duration::from_secs(10), connecting).await.unwrap_or(Err(Error::ConnectionClosed))
}

/// Speaks until the connection ends, or the charger hangs up.
async fn serve(charger: &mut Charger, mut socket: Socket, clock: &Clock) -> Result<(), Error> {
    let mut ticks = interval(TICK);
    let mut last = Instant::now();
    loop {
        while let Some(text) = charger.next(clock()) {
            socket.send(Message::text(text)).await?;
        }
        if charger.hangs_up() {
            return socket.close(None).await;
        }
        tokio::select! {
            _ = ticks.tick() => charger.tick(lap(&mut last), clock()),
            heard = socket.next() => match heard {
                Some(Ok(Message::Text(text))) => {
                    if let Some(answer) = charger.hear(text.as_str(), clock()) {
                        socket.send(Message::text(answer)).await?;
                    }
                }
                Some(Ok(Message::Close(_))) | None => return Ok(()),
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(error),
            },
        }
    }
}

/// Lets time pass without a connection.
async fn pass(charger: &mut Charger, wait: Duration, clock: &Clock) {
    let mut last = Instant::now();
    let until = last + wait;
    while Instant::now() < until {
        tokio::time::sleep(TICK.min(until - Instant::now())).await;
        charger.tick(lap(&mut last), clock());
    }
}

fn lap(last: &mut Instant) -> f64 {
    let now = Instant::now();
    std::mem::replace(last, now).elapsed().as_secs_f64()
}
