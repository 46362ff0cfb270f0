//! The socket's side of a link: writing, signs of life, and how it ends.

use std::sync::atomic::Ordering;
use std::time::Duration;

use domain::quirk::Quirks;
use domain::time::{SECOND, Timestamp};
use futures_util::SinkExt;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::error::ProtocolError;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error, Message};

use super::{Ending, Link};
use crate::registry::Ticket;

/// A station is taken for gone when it said nothing for this many pings in a row.
const SILENT_PINGS: u32 = 3;
/// A station that is not pinged, or does not answer pings, is taken for gone after so many milliseconds of silence: it
/// owes us a heartbeat every five minutes.
const SILENT_HEARTBEATS: i64 = 3 * domain::station::HEARTBEAT_S as i64 * SECOND;
/// How often a station that is not pinged is looked after.
const NO_PING: Duration = Duration::from_secs(60);
/// How long a slow network may take for one write before the link is given up.
const WRITE_PATIENCE: Duration = Duration::from_secs(20);

/// How often a sign of life is looked for.
pub(super) fn tick(quirks: &Quirks) -> Duration {
    match quirks.ping_s {
        0 => NO_PING,
        seconds => Duration::from_secs(seconds.into()),
    }
}

impl Link {
    pub(super) async fn send(&mut self, text: String) -> Result<(), Ending> {
        self.inner.trace.said(self.id, self.station, &text, (self.inner.clock)());
        match tokio::time::timeout(WRITE_PATIENCE, self.socket.send(Message::text(text))).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err("the connection broke"),
            Err(_) => Err("the charger does not take what we send"),
        }
    }

    pub(super) async fn ping(&mut self, ticket: &Ticket) -> Result<(), Ending> {
        self.next_ping = Instant::now() + tick(&self.quirks);
        self.silent += 1;
        let must_answer = self.quirks.answers_pings && self.quirks.ping_s > 0;
        let heard = Timestamp(ticket.heard.load(Ordering::Relaxed));
        let gone = match must_answer {
            true => self.silent > SILENT_PINGS,
            false => (self.inner.clock)().since(heard) > SILENT_HEARTBEATS,
        };
        if gone {
            return Err("no sign of life");
        }
        if self.quirks.ping_s == 0 {
            return Ok(());
        }
        match tokio::time::timeout(WRITE_PATIENCE, self.socket.send(Message::Ping(Vec::new().into()))).await {
            Ok(Ok(())) => Ok(()),
            _ => Err("the connection broke"),
        }
    }

    pub(super) async fn goodbye(&mut self, code: CloseCode, reason: &'static str) {
        let frame = CloseFrame { code, reason: reason.into() };
        drop(tokio::time::timeout(Duration::from_secs(1), self.socket.close(Some(frame))).await);
    }

    pub(super) async fn broken(&mut self, error: Error) -> Ending {
        match error {
            Error::Capacity(_) => {
                self.note("It sent a message larger than 1 MiB; the connection was closed".to_owned());
                self.goodbye(CloseCode::Size, "message too big").await;
                "message too big"
            }
            // A cut cable, not a fault in what was said.
            Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => "the connection broke",
            Error::Protocol(_) | Error::Utf8(_) => {
                self.goodbye(CloseCode::Protocol, "not WebSocket as it should be").await;
                "broken WebSocket frame"
            }
            _ => "the connection broke",
        }
    }
}
