//! `GET /api/events?since=N`: a WebSocket of numbered events, one JSON text frame each.

use std::time::Duration;

use axum::body::Body;
use axum::extract::{Query, Request, State};
use axum::http::header::{CONNECTION, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, UPGRADE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use bridge::Told;
use bridge::fault::{Fault, FaultCode};
use futures_util::{SinkExt, StreamExt};
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

use crate::api;
use crate::server::Door;
use crate::sign_in::is_operator;

/// Where to go on.
#[derive(Deserialize)]
pub struct Since {
    since: u64,
}

/// How often a quiet reader is pinged, so that one that is gone is noticed.
const PING: Duration = Duration::from_secs(20);

/// Opens the stream.
pub async fn open(State(door): State<Door>, Query(since): Query<Since>, mut request: Request) -> Response {
    if !is_operator(request.headers(), &door.token) {
        return api::fault(Fault::new(FaultCode::NotSignedIn));
    }
    let Some(key) = request.headers().get(SEC_WEBSOCKET_KEY) else {
        return (StatusCode::UPGRADE_REQUIRED, "This address is a WebSocket.").into_response();
    };
    let accept = derive_accept_key(key.as_bytes());
    let upgrade = hyper::upgrade::on(&mut request);
    tokio::spawn(async move {
        if let Ok(upgraded) = upgrade.await {
            let config = WebSocketConfig::default().read_buffer_size(4096).max_message_size(Some(64 * 1024));
            let socket =
                WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Server, Some(config)).await;
            tell(door, since.since, socket).await;
        }
    });
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let headers = response.headers_mut();
    headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
    if let Ok(accept) = HeaderValue::from_str(&accept) {
        headers.insert(SEC_WEBSOCKET_ACCEPT, accept);
    }
    response
}

type Socket = WebSocketStream<TokioIo<hyper::upgrade::Upgraded>>;

async fn tell(door: Door, since: u64, mut socket: Socket) {
    let mut events = door.console.subscribe(since);
    let mut closing = door.closing.clone();
    let mut ping = tokio::time::interval(PING);
    loop {
        let sent = tokio::select! {
            told = events.next() => match told {
                Told::Event(event) => match serde_json::to_string(&event) {
                    Ok(text) => socket.send(Message::text(text)).await,
                    Err(error) => {
                        tracing::error!(%error, "an event could not be written as JSON");
                        break;
                    }
                },
                Told::Gap => {
                    drop(socket.send(Message::text(r#"{"gap":true}"#)).await);
                    break;
                }
                Told::Closed => break,
            },
            heard = socket.next() => match heard {
                Some(Ok(message)) if !message.is_close() => Ok(()),
                _ => return,
            },
            _ = ping.tick() => socket.send(Message::Ping(Vec::new().into())).await,
            _ = closing.changed() => break,
        };
        if sent.is_err() {
            return;
        }
    }
    drop(socket.close(None).await);
}
