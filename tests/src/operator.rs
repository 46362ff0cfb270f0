//! The operator, at the browser's door.

use std::net::SocketAddr;

use futures_util::StreamExt;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::csv::Csv;
use crate::time::{eventually, within};

/// The operator with their token.
#[derive(Debug, Clone)]
pub struct Operator {
    /// Where the browser's door is.
    pub web: SocketAddr,
    token: String,
}

impl Operator {
    pub(crate) fn new(web: SocketAddr, token: String) -> Self {
        Self { web, token }
    }

    /// The same without a token.
    pub fn nobody(&self) -> Self {
        Self { web: self.web, token: String::new() }
    }

    /// Asks something.
    ///
    /// # Errors
    /// The fault.
    pub async fn try_ask(&self, request: Value) -> Result<Value, Value> {
        let (status, body) = self.send("POST", "/api", &request.to_string()).await;
        let answer: Value =
            serde_json::from_str(&body).unwrap_or_else(|_| panic!("no JSON: {status} {body}"));
        if status == 200 { Ok(answer) } else { Err(answer) }
    }

    /// Asks something that is possible.
    pub async fn ask(&self, request: Value) -> Value {
        let shown = request.to_string();
        self.try_ask(request).await.unwrap_or_else(|fault| panic!("{shown} was answered with {fault}"))
    }

    /// Everything a screen begins with.
    pub async fn snapshot(&self) -> Value {
        self.ask(json!({ "ask": "snapshot" })).await
    }

    /// A charger, by its identity.
    pub async fn station(&self, identity: &str) -> Value {
        let what = format!("charger {identity}");
        let found = eventually(&what, async || self.find_station(identity).await);
        found.await
    }

    async fn find_station(&self, identity: &str) -> Option<Value> {
        let snapshot = self.snapshot().await;
        let stations = snapshot["stations"].as_array().expect("a list");
        stations.iter().find(|station| station["identity"] == identity).cloned()
    }

    /// A charger's number.
    pub async fn station_id(&self, identity: &str) -> u64 {
        self.station(identity).await["id"].as_u64().expect("a number")
    }

    /// Waits until a charger looks as wanted.
    pub async fn station_when(&self, identity: &str, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        eventually(what, async || self.find_station(identity).await.filter(|station| wanted(station))).await
    }

    /// All sessions, oldest first.
    pub async fn sessions(&self) -> Vec<Value> {
        let page = self.ask(json!({ "ask": "sessions", "query": { "limit": 500, "offset": 0 } })).await;
        let mut sessions = page["sessions"].as_array().expect("a list").clone();
        sessions.sort_by_key(|session| session["id"].as_u64());
        sessions
    }

    /// Lets a waiting charger in.
    pub async fn admit(&self, identity: &str, bay: u16) {
        let station = self.station_id(identity).await;
        self.ask(json!({ "ask": "admitStation", "station": station, "name": identity, "bay": bay })).await;
    }

    /// Orders something; gives the order's number.
    pub async fn order(&self, identity: &str, command: Value) -> u64 {
        let station = self.station_id(identity).await;
        let order = self.ask(json!({ "ask": "order", "station": station, "command": command })).await;
        order["id"].as_u64().expect("a number")
    }

    /// Waits until an order is in a state; gives its detail.
    pub async fn order_is(&self, order: u64, state: &str) -> Value {
        let what = format!("order {order} {state}");
        let found = eventually(&what, async || {
            let snapshot = self.snapshot().await;
            let orders = snapshot["orders"].as_array().expect("a list");
            orders.iter().find(|view| view["id"] == order && view["state"] == state).cloned()
        });
        found.await["detail"].clone()
    }

    /// The sessions as a file for programs.
    pub async fn csv(&self) -> Csv {
        let (status, body) = self.send("GET", "/api/export/sessions.csv?flavour=machine", "").await;
        assert_eq!(status, 200, "{body}");
        Csv::read(&body)
    }

    /// The numbered events after a number.
    pub async fn events(&self, since: u64) -> Events {
        let address = format!("ws://{}/api/events?since={since}", self.web);
        let mut request = address.into_client_request().expect("a request");
        let bearer = HeaderValue::from_str(&format!("Bearer {}", self.token)).expect("a header");
        request.headers_mut().insert("Authorization", bearer);
        let stream = TcpStream::connect(self.web).await.expect("the door is open");
        let (socket, _) = within("the events", client_async(request, stream)).await.expect("they are let in");
        Events(socket)
    }

    /// A plain request; gives status and body.
    pub async fn send(&self, method: &str, path: &str, body: &str) -> (u16, String) {
        let (status, body) = self.send_bytes(method, path, body.as_bytes()).await;
        (status, String::from_utf8(body).expect("text"))
    }

    /// A plain request with any body; gives status and body.
    pub async fn send_bytes(&self, method: &str, path: &str, body: &[u8]) -> (u16, Vec<u8>) {
        let mut stream = TcpStream::connect(self.web).await.expect("the door is open");
        let head = format!(
            "{method} {path} HTTP/1.0\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            self.web,
            self.token,
            body.len()
        );
        stream.write_all(head.as_bytes()).await.expect("it listens");
        // Whoever is refused early does not get to say everything.
        drop(stream.write_all(body).await);
        let mut answer = Vec::new();
        within("an answer at the operator's door", stream.read_to_end(&mut answer))
            .await
            .expect("it answers");
        let (status, _, body) = crate::fetch::split(&answer);
        (status, body.to_vec())
    }

    /// Adds a firmware file to the library; gives what the library knows of it.
    pub async fn add_firmware(&self, name: &str, bytes: &[u8]) -> Value {
        let (status, body) = self.send_bytes("PUT", &format!("/api/firmware/{name}"), bytes).await;
        let answer = serde_json::from_slice(&body).expect("JSON");
        assert_eq!(status, 201, "{answer}");
        answer
    }
}

/// The stream of numbered events.
pub struct Events(WebSocketStream<TcpStream>);

impl Events {
    /// The next one.
    pub async fn next(&mut self) -> Value {
        loop {
            let message = within("an event", self.0.next()).await.expect("they go on").expect("unbroken");
            if let Ok(text) = message.to_text()
                && message.is_text()
            {
                return serde_json::from_str(text).expect("JSON");
            }
        }
    }
}
