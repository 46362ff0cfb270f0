//! How a charger knocks at the centre's door.

use std::time::Duration;

use base64::Engine;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, http};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use crate::charger::Charger;
use crate::quirk::Life;

/// A connection to the centre.
pub(crate) type Socket = WebSocketStream<TcpStream>;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// How a charger knocks.
pub(crate) struct Door {
    url: String,
    subprotocol: Option<&'static str>,
    origin: Option<&'static str>,
    login: Option<String>,
    /// Without the header that everybody sends.
    bare: bool,
    /// With a request that makes no sense before the proper one.
    malformed: bool,
}

impl Door {
    /// As this charger does.
    pub fn of(charger: &Charger, url: &str) -> Self {
        let has = |life| charger.quirks.has(life);
        let (base, name) = url.rsplit_once('/').unwrap_or(("", url));
        let name = if has(Life::SmallLetters) { name.to_lowercase() } else { name.to_owned() };
        let twice = if has(Life::NameTwice) { format!("{name}/{name}") } else { name };
        let slashes = if has(Life::ManySlashes) { "///" } else { "/" };
        let end = if has(Life::TrailingSlash) { "/" } else { "" };
        let named = !has(Life::NoSubprotocol);
        let shown = |password: &[u8]| match has(Life::HexPassword) {
            true => password.iter().map(|byte| format!("{byte:02X}")).collect::<String>().into_bytes(),
            false => password.to_vec(),
        };
        let password = charger.first.password.as_deref();
        Self {
            url: format!("{base}{slashes}{twice}{end}"),
            subprotocol: named.then(|| charger.blueprint.generation.subprotocol()),
            origin: has(Life::FileOrigin).then_some("file://"),
            login: password.map(|password| login(&charger.blueprint.identity, &shown(password))),
            bare: has(Life::NoConnectionHeader),
            malformed: has(Life::MalformedFirst) && !charger.connected_before,
        }
    }

    /// Connects.
    pub async fn knock(&self) -> Result<Socket, Error> {
        timeout(PATIENCE, self.connect()).await.unwrap_or(Err(Error::ConnectionClosed))
    }

    async fn connect(&self) -> Result<Socket, Error> {
        let mut request = self.url.as_str().into_client_request()?;
        let headers = [("Sec-WebSocket-Protocol", self.subprotocol), ("Origin", self.origin)];
        for (name, value) in headers {
            if let Some(value) = value {
                request.headers_mut().insert(name, HeaderValue::from_static(value));
            }
        }
        if let Some(login) = &self.login {
            let login = HeaderValue::from_str(login).expect("base64 is made of letters, digits and signs");
            request.headers_mut().insert("Authorization", login);
        }
        let config = WebSocketConfig::default().read_buffer_size(4096).write_buffer_size(0);
        let uri = request.uri();
        let place = (uri.host().unwrap_or("127.0.0.1").to_owned(), uri.port_u16().unwrap_or(80));
        if self.malformed {
            TcpStream::connect(&place).await?.write_all(b"GET ocpp HTTP\r\n\r\n").await?;
        }
        let stream = TcpStream::connect(&place).await?;
        stream.set_nodelay(true)?;
        if self.bare {
            return by_hand(stream, &request, config).await;
        }
        Ok(client_async_with_config(request, stream, Some(config)).await?.0)
    }
}

/// Shakes hands without the Connection header, which the library would insist on.
async fn by_hand(mut stream: TcpStream, request: &Request, config: WebSocketConfig) -> Result<Socket, Error> {
    let mut head = format!("GET {} HTTP/1.1\r\n", request.uri().path());
    for (name, value) in request.headers().iter().filter(|(name, _)| **name != http::header::CONNECTION) {
        head += &format!("{name}: {}\r\n", value.to_str().unwrap_or_default());
    }
    stream.write_all(format!("{head}\r\n").as_bytes()).await?;
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\n") {
        answer.push(stream.read_u8().await?);
    }
    if !answer.starts_with(b"HTTP/1.1 101") {
        return Err(Error::ConnectionClosed);
    }
    Ok(WebSocketStream::from_raw_socket(stream, Role::Client, Some(config)).await)
}

/// HTTP basic authentication with bytes that need not be text (1.6 security white paper, A00).
fn login(identity: &str, password: &[u8]) -> String {
    let both = [identity.as_bytes(), b":", password].concat();
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(both))
}
