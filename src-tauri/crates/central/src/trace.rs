//! The trace of all frames: links drop what they hear and say into a collector, which costs them a copy; a task of its
//! own makes lines of it, hides secrets and stores them. Nothing here ever holds up a charger.

mod book;
mod recorder;

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::station::StationKey;
use domain::time::{MINUTE, Timestamp};
use serde_json::json;
use tokio::sync::Notify;

use crate::handshake::{Handshake, HandshakeOutcome};

pub use recorder::Recorder;

/// A frame in which of every id token only the last four characters are left; for files that leave the house.
pub fn without_tokens(frame: &str) -> std::borrow::Cow<'_, str> {
    ocpp::mask::tokens(frame)
}

/// What a connection's line is about.
pub mod word {
    /// A charger connected.
    pub const CONNECTED: &str = "connected";
    /// A charger's connection ended.
    pub const ENDED: &str = "ended";
    /// Somebody was turned away at the chargers' port.
    pub const TURNED_AWAY: &str = "turnedAway";
    /// So much came in that not all of it was recorded.
    pub const UNRECORDED: &str = "unrecorded";
}

/// What was collected, by kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    /// A frame of the charger.
    Heard,
    /// A frame of ours.
    Said,
    /// Something about the connection: its word, and how it looks.
    Link(&'static str, store::trace::Verdict),
    /// The time for an answer to what we asked is up.
    GaveUp,
    /// The link is over: nothing more comes of it.
    Over,
}

/// One thing collected; its text lies in the chunk up to `end`.
#[derive(Debug)]
struct Head {
    link: u64,
    station: Option<StationKey>,
    at: Timestamp,
    what: What,
    end: usize,
}

/// Things collected, in order.
#[derive(Debug, Default)]
struct Chunk {
    heads: Vec<Head>,
    text: String,
}

impl Chunk {
    fn each(&self) -> impl Iterator<Item = (&Head, &str)> {
        let starts = std::iter::once(0).chain(self.heads.iter().map(|head| head.end));
        self.heads.iter().zip(starts).map(|(head, start)| (head, &self.text[start..head.end]))
    }
}

#[derive(Default)]
struct Inbox {
    chunks: VecDeque<Chunk>,
    lost: u64,
}

/// A chunk is handed on at this size, in bytes.
const CHUNK: usize = 256 * 1024;
/// More chunks than this do not wait: the oldest is dropped, and its lines are counted as lost.
const CHUNKS: usize = 64;

/// The collector.
#[derive(Default)]
pub struct Trace {
    inbox: Mutex<Inbox>,
    /// Something lies here.
    some: Notify,
    /// A chunk is full.
    much: Notify,
    lost: AtomicU64,
    lately: Mutex<VecDeque<(Timestamp, u32)>>,
}

/// How the recording goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TraceRate {
    /// Lines in the last minute.
    pub per_minute: u32,
    /// Frames that could not be recorded since the program started.
    pub lost: u64,
}

impl Trace {
    /// A charger said this.
    pub fn heard(&self, link: u64, station: StationKey, text: &str, at: Timestamp) {
        self.collect(link, Some(station), at, What::Heard, text);
    }

    /// We said this to a charger.
    pub fn said(&self, link: u64, station: StationKey, text: &str, at: Timestamp) {
        self.collect(link, Some(station), at, What::Said, text);
    }

    /// A charger connected.
    pub fn connected(
        &self,
        link: u64,
        station: StationKey,
        address: &str,
        protocol: &str,
        assumed: bool,
        at: Timestamp,
    ) {
        let text = json!({ "address": address, "protocol": protocol, "assumed": assumed }).to_string();
        let verdict = if assumed { store::trace::Verdict::Warn } else { store::trace::Verdict::Fine };
        self.collect(link, Some(station), at, What::Link(word::CONNECTED, verdict), &text);
    }

    /// The time for an answer to what we asked on a link is up.
    pub fn gave_up(&self, link: u64, at: Timestamp) {
        self.collect(link, None, at, What::GaveUp, "");
    }

    /// A charger's connection ended.
    pub fn ended(&self, link: u64, station: StationKey, why: &str, heard: Timestamp, at: Timestamp) {
        use store::trace::Verdict::{Bad, Fine, Warn};
        let (code, verdict) = match why {
            "the charger said goodbye" => ("goodbye", Fine),
            "closed by us" | "the store is closing" => ("closedByUs", Fine),
            "the charger closed" | "the connection broke" => ("broken", Warn),
            "no sign of life" => ("silent", Warn),
            "the charger does not take what we send" => ("stuck", Warn),
            "message too big" => ("tooBig", Bad),
            "broken WebSocket frame" => ("notWebSocket", Bad),
            _ => ("other", Warn),
        };
        let text = json!({ "why": code, "detail": why, "lastHeardMs": at.since(heard).max(0) }).to_string();
        self.collect(link, Some(station), at, What::Link(word::ENDED, verdict), &text);
        self.collect(link, Some(station), at, What::Over, "");
    }

    /// Somebody was turned away. `sent` is what they sent, without what logs in; `answered` what they were told.
    pub fn turned_away(&self, knock: &Handshake, station: Option<StationKey>, sent: &str, answered: &str) {
        use store::trace::Verdict::{Bad, Warn};
        let (code, verdict) = match knock.outcome {
            HandshakeOutcome::Connected | HandshakeOutcome::Waiting | HandshakeOutcome::Assumed16 => return,
            HandshakeOutcome::Refused => ("refused", Bad),
            HandshakeOutcome::WrongPassword => ("wrongPassword", Bad),
            HandshakeOutcome::NoIdentity => ("noIdentity", Bad),
            HandshakeOutcome::NoCommonProtocol => ("noCommonProtocol", Bad),
            HandshakeOutcome::Browser => ("browser", Warn),
            HandshakeOutcome::TlsOnPlainPort => ("tlsOnPlainPort", Bad),
            HandshakeOutcome::PlainOnTlsPort => ("plainOnTlsPort", Bad),
            HandshakeOutcome::TlsFailed => ("tlsFailed", Bad),
            HandshakeOutcome::WrongCertificate => ("wrongCertificate", Bad),
            HandshakeOutcome::Garbage => ("garbage", Warn),
            HandshakeOutcome::Silent => ("silent", Warn),
        };
        let text = json!({
            "why": code, "from": knock.from.ip().to_string(), "port": knock.from.port(), "identity": knock.identity,
            "offered": knock.offered, "sent": sent, "answered": answered.trim_end().replace("\r\n", "\n"),
        });
        self.collect(u64::MAX, station, knock.at, What::Link(word::TURNED_AWAY, verdict), &text.to_string());
    }

    /// How the recording goes.
    pub fn rate(&self, now: Timestamp) -> TraceRate {
        let lately = self.lately.lock().unwrap_or_else(PoisonError::into_inner);
        let recent = lately.iter().filter(|(at, _)| now.since(*at) < MINUTE);
        TraceRate {
            per_minute: recent.map(|(_, lines)| lines).sum(),
            lost: self.lost.load(Ordering::Relaxed),
        }
    }

    fn counted(&self, lines: u32, lost: u64, now: Timestamp) {
        self.lost.fetch_add(lost, Ordering::Relaxed);
        let mut lately = self.lately.lock().unwrap_or_else(PoisonError::into_inner);
        lately.retain(|(at, _)| now.since(*at) < MINUTE);
        match lately.back_mut() {
            // Under load this comes many times a second.
            Some((at, count)) if now.since(*at) < 1000 => *count += lines,
            _ => lately.push_back((now, lines)),
        }
    }

    fn collect(&self, link: u64, station: Option<StationKey>, at: Timestamp, what: What, text: &str) {
        let mut inbox = self.inbox();
        let first = inbox.chunks.is_empty();
        let full = inbox
            .chunks
            .back()
            .is_none_or(|chunk| chunk.text.len() >= CHUNK || chunk.heads.len() >= CHUNK / 64);
        if full {
            inbox.chunks.push_back(Chunk::default());
            if inbox.chunks.len() > CHUNKS
                && let Some(dropped) = inbox.chunks.pop_front()
            {
                inbox.lost += dropped.heads.len() as u64;
            }
        }
        let waiting = inbox.chunks.len();
        let chunk = inbox.chunks.back_mut().expect("one was put there if there was none");
        chunk.text.push_str(text);
        chunk.heads.push(Head { link, station, at, what, end: chunk.text.len() });
        drop(inbox);
        if first {
            self.some.notify_one();
        } else if full && waiting == 2 {
            self.much.notify_one();
        }
    }

    fn take(&self) -> Inbox {
        std::mem::take(&mut self.inbox())
    }

    fn inbox(&self) -> MutexGuard<'_, Inbox> {
        self.inbox.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn when_nobody_takes_them_the_oldest_are_dropped_and_counted() {
        let trace = Trace::default();
        let frame = "x".repeat(CHUNK);
        for _ in 0..CHUNKS + 3 {
            trace.heard(1, StationKey(1), &frame, Timestamp(0));
        }
        let inbox = trace.take();
        assert_eq!((inbox.chunks.len(), inbox.lost), (CHUNKS, 3));
        assert!(trace.take().chunks.is_empty());
    }

    #[test]
    fn the_rate_is_that_of_the_last_minute() {
        let trace = Trace::default();
        trace.counted(5, 0, Timestamp(0));
        trace.counted(7, 2, Timestamp(30_000));
        assert_eq!(trace.rate(Timestamp(30_000)), TraceRate { per_minute: 12, lost: 2 });
        assert_eq!(trace.rate(Timestamp(60_000)).per_minute, 7);
    }
}
