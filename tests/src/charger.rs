//! A charger whose frames are written by hand.

use std::collections::VecDeque;
use std::net::SocketAddr;

use base64::Engine;
use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderValue, Request};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::time::within;

/// How a charger knocks.
#[derive(Debug, Clone)]
pub struct Door {
    path: String,
    protocols: Option<String>,
    login: Option<(String, Vec<u8>)>,
    headers: Vec<(&'static str, &'static str)>,
}

impl Door {
    /// By an identity, written as it shall stand in the path; offers nothing.
    pub fn new(identity: &str) -> Self {
        Self::at(&format!("/ocpp/{identity}"))
    }

    /// By a whole path.
    pub fn at(path: &str) -> Self {
        Self { path: path.to_owned(), protocols: None, login: None, headers: Vec::new() }
    }

    /// Offers sub-protocols, separated by commas.
    #[must_use]
    pub fn offering(mut self, protocols: &str) -> Self {
        self.protocols = Some(protocols.to_owned());
        self
    }

    /// Shows a name and a password.
    #[must_use]
    pub fn as_user(self, name: &str, password: &str) -> Self {
        self.as_user_with_bytes(name, password.as_bytes())
    }

    /// Shows a name and a password that need not be text.
    #[must_use]
    pub fn as_user_with_bytes(mut self, name: &str, password: &[u8]) -> Self {
        self.login = Some((name.to_owned(), password.to_vec()));
        self
    }

    fn request(self, to: SocketAddr) -> Request<()> {
        let mut request = format!("ws://{to}{}", self.path).into_client_request().expect("a request");
        let headers = request.headers_mut();
        if let Some(protocols) = &self.protocols {
            headers.insert("Sec-WebSocket-Protocol", HeaderValue::from_str(protocols).expect("a header"));
        }
        if let Some((name, password)) = &self.login {
            let both = [name.as_bytes(), b":", password].concat();
            let both = base64::engine::general_purpose::STANDARD.encode(both);
            headers
                .insert("Authorization", HeaderValue::from_str(&format!("Basic {both}")).expect("a header"));
        }
        for (name, value) in self.headers {
            headers.insert(name, HeaderValue::from_static(value));
        }
        request
    }

    /// Sends one more header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }
}

/// A charger was turned away with this HTTP status; 0 = the connection just ended.
#[derive(Debug, PartialEq, Eq)]
pub struct Refused(pub u16);

/// Something the centre wants of a charger.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// To be repeated in the answer.
    pub id: String,
    /// What.
    pub action: String,
    /// With these.
    pub payload: Value,
}

/// Bytes both ways.
pub trait Bytes: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Bytes for T {}

/// The line between a charger and the centre.
pub type Wire = Box<dyn Bytes>;

/// A connected charger.
pub struct Charger {
    socket: WebSocketStream<Wire>,
    calls: VecDeque<Call>,
    next: u32,
    /// The sub-protocol that the centre chose.
    pub protocol: Option<String>,
}

impl Charger {
    /// Connects.
    ///
    /// # Errors
    /// When it is turned away.
    pub async fn connect(to: SocketAddr, door: Door) -> Result<Self, Refused> {
        let Ok(stream) = TcpStream::connect(to).await else { return Err(Refused(0)) };
        stream.set_nodelay(true).expect("a socket");
        Self::over(Box::new(stream), to, door).await
    }

    /// Connects over a line that is open already.
    ///
    /// # Errors
    /// When it is turned away.
    pub async fn over(stream: Wire, to: SocketAddr, door: Door) -> Result<Self, Refused> {
        let request = door.request(to);
        let chosen = |response: &tokio_tungstenite::tungstenite::http::Response<Option<Vec<u8>>>| {
            let header = response.headers().get("Sec-WebSocket-Protocol")?;
            Some(header.to_str().expect("text").to_owned())
        };
        match within("an answer to the knock", client_async(request, stream)).await {
            Ok((socket, response)) => {
                Ok(Self { socket, calls: VecDeque::new(), next: 1, protocol: chosen(&response) })
            }
            Err(Error::Http(response)) => Err(Refused(response.status().as_u16())),
            // The library refuses an upgrade without the header; the upgrade itself was answered.
            Err(Error::Protocol(
                tokio_tungstenite::tungstenite::error::ProtocolError::SecWebSocketSubProtocolError(_),
            )) => Err(Refused(101)),
            Err(_) => Err(Refused(0)),
        }
    }

    /// Sends a text.
    pub async fn say(&mut self, text: impl Into<String>) {
        self.try_say(text).await.expect("the centre listens");
    }

    /// Sends a text, if the centre still listens.
    ///
    /// # Errors
    /// When it does not.
    pub async fn try_say(&mut self, text: impl Into<String>) -> Result<(), Error> {
        self.socket.send(Message::text(text.into())).await
    }

    /// Sends bytes as a binary message.
    pub async fn say_bytes(&mut self, bytes: &[u8]) {
        self.socket.send(Message::binary(bytes.to_vec())).await.expect("the centre listens");
    }

    /// The next text; `None` when the connection ended.
    pub async fn hear(&mut self) -> Option<String> {
        within("a word of the centre", self.next_text()).await.ok()
    }

    /// Waits for a ping of the centre. The library answers it when the charger next says or hears something.
    pub async fn pinged(&mut self) {
        within("a ping", async {
            loop {
                match self.socket.next().await {
                    Some(Ok(Message::Ping(_))) => return,
                    Some(Ok(Message::Text(text))) => {
                        self.calls.push_back(call(&serde_json::from_str(text.as_str()).expect("JSON")));
                    }
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => panic!("the connection ended"),
                }
            }
        })
        .await;
    }

    /// The close code with which the centre ends the connection; 0 = it ended without one.
    pub async fn closed(&mut self) -> u16 {
        within("the end of the connection", async {
            loop {
                match self.next_text().await {
                    Ok(_) => {}
                    Err(code) => return code,
                }
            }
        })
        .await
    }

    async fn next_text(&mut self) -> Result<String, u16> {
        loop {
            match self.socket.next().await {
                Some(Ok(Message::Text(text))) => return Ok(text.as_str().to_owned()),
                Some(Ok(Message::Close(frame))) => return Err(frame.map_or(0, |frame| frame.code.into())),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(0),
            }
        }
    }

    /// Sends a call and gives the answer's payload.
    pub async fn ask(&mut self, action: &str, payload: &str) -> Value {
        match self.try_ask(action, payload).await {
            Ok(answer) => answer,
            Err(code) => panic!("{action} was answered with {code}"),
        }
    }

    /// Sends a call.
    ///
    /// # Errors
    /// The code of the error in answer to it.
    pub async fn try_ask(&mut self, action: &str, payload: &str) -> Result<Value, String> {
        let id = format!("c-{}", self.next);
        self.next += 1;
        self.say(format!(r#"[2,"{id}","{action}",{payload}]"#)).await;
        self.reply(&id).await
    }

    /// Sends a call; `None` when the connection ended before the answer came.
    pub async fn ask_or_lose(&mut self, action: &str, payload: &str) -> Option<Value> {
        let id = format!("c-{}", self.next);
        self.next += 1;
        self.try_say(format!(r#"[2,"{id}","{action}",{payload}]"#)).await.ok()?;
        loop {
            let text = self.hear().await?;
            let frame: Value = serde_json::from_str(&text).expect("the centre speaks JSON");
            if frame[0] == 2 {
                self.calls.push_back(call(&frame));
                continue;
            }
            assert_eq!((&frame[0], &frame[1]), (&3.into(), &id.into()), "{text}");
            return Some(frame[2].clone());
        }
    }

    /// The reply to a call of this id. Calls of the centre that come in between are kept.
    ///
    /// # Errors
    /// The code of the error in answer to it.
    pub async fn reply(&mut self, id: &str) -> Result<Value, String> {
        loop {
            let text = self.hear().await.expect("the centre answers before it goes");
            let frame: Value = serde_json::from_str(&text).expect("the centre speaks JSON");
            match (frame[0].as_i64(), frame[1].as_str()) {
                (Some(2), _) => self.calls.push_back(call(&frame)),
                (Some(3), Some(of)) if of == id => return Ok(frame[2].clone()),
                (Some(4), Some(of)) if of == id => return Err(frame[2].as_str().expect("a code").to_owned()),
                _ => panic!("an answer to nothing: {text}"),
            }
        }
    }

    /// The next call of the centre, which must be this one. Some seconds after a boot the centre reads the settings of a
    /// charger that it does not know yet: where a test waits for something else, this charger has none to tell.
    pub async fn wanted(&mut self, action: &str) -> Call {
        let mut call = self.next_call().await;
        while call.action == "GetConfiguration" && action != "GetConfiguration" {
            self.answer(&call, "{}").await;
            call = self.next_call().await;
        }
        assert_eq!(call.action, action);
        call
    }

    /// The next call of the centre, whatever it is.
    pub async fn next_call(&mut self) -> Call {
        match self.calls.pop_front() {
            Some(call) => call,
            None => {
                let text = self.hear().await.expect("the centre wants something");
                call(&serde_json::from_str(&text).expect("the centre speaks JSON"))
            }
        }
    }

    /// Answers a call of the centre.
    pub async fn answer(&mut self, call: &Call, payload: &str) {
        self.say(format!(r#"[3,"{}",{payload}]"#, call.id)).await;
    }

    /// Waits for a call of the centre and answers it.
    pub async fn obey(&mut self, action: &str, payload: &str) -> Value {
        let call = self.wanted(action).await;
        self.answer(&call, payload).await;
        call.payload
    }

    /// Does not know what the centre wants, and says so with a code.
    pub async fn decline(&mut self, action: &str, code: &str) {
        let call = self.wanted(action).await;
        self.say(format!(r#"[4,"{}","{code}","",{{}}]"#, call.id)).await;
    }

    /// Whether calls of the centre came in that nobody asked for.
    pub fn has_calls(&self) -> bool {
        !self.calls.is_empty()
    }
}

fn call(frame: &Value) -> Call {
    assert_eq!(frame[0], 2, "a call: {frame}");
    Call {
        id: frame[1].as_str().expect("an id").to_owned(),
        action: frame[2].as_str().expect("an action").to_owned(),
        payload: frame[3].clone(),
    }
}
