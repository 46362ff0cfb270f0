//! Logs that a station is asked for: a value that moves by what happens, and the files that came of it.

#[cfg(test)]
mod tests;

use crate::order::{LogKind, OrderKey, OrderState, Progress, Stage, timeout};
use crate::station::StationKey;
use crate::time::{MINUTE, SECOND, Timestamp};
use crate::travel::{Scheme, Travel};

/// Our number for a request; never reused. Also the number that goes with it where the protocol carries one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogKey(pub u32);

/// Our number for a received file; never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReceivedKey(pub u32);

/// A file that a station sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedFile {
    /// Our number.
    pub key: ReceivedKey,
    /// The request that it answers.
    pub request: LogKey,
    /// Its name, made harmless; also its name in the request's folder.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// When it came.
    pub at: Timestamp,
    /// It was deleted here since.
    pub deleted: bool,
}

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogState {
    /// The station is being asked.
    Asking,
    /// It agreed.
    Agreed,
    /// It sends.
    Sending,
    /// The file is here.
    Received,
    /// It has nothing to send.
    Nothing,
    /// It failed.
    Failed,
    /// A newer request, or the operator, ended it.
    Cancelled,
    /// Nothing was heard for too long. It goes on when the station sends.
    Stalled,
}

impl LogState {
    /// Whether nothing more will happen to it.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Received | Self::Nothing | Self::Failed | Self::Cancelled)
    }
}

/// Why a request failed, was cancelled or stalled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogReason {
    /// The station is not connected.
    Away,
    /// It said no.
    Refused,
    /// The protocol, or the station, has no such order.
    NotSupported,
    /// It could not send.
    Upload,
    /// It says that it sent, and nothing arrived.
    NothingArrived,
    /// What it sent was refused here.
    TurnedAway,
    /// It takes only ways that we do not offer.
    Transport,
    /// The port for files cannot be opened.
    Port,
    /// The operator ended it.
    Operator,
    /// A newer request took its place.
    Replaced,
    /// The station said nothing for too long.
    Silent,
}

/// A request for a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogRequest {
    /// Our number.
    pub key: LogKey,
    /// The station.
    pub station: StationKey,
    /// Which log.
    pub kind: LogKind,
    /// From when on.
    pub from: Option<Timestamp>,
    /// Until when.
    pub to: Option<Timestamp>,
    /// The way that the operator chose.
    pub wanted: Option<Scheme>,
    /// Where it stands.
    pub state: LogState,
    /// Why, where the state leaves that open.
    pub reason: Option<LogReason>,
    /// The station's last word, or a detail of the reason.
    pub word: String,
    /// The name that the station gave to what it will send.
    pub announced: String,
    /// The order that carries it.
    pub order: Option<OrderKey>,
    /// How it travels.
    pub travel: Option<Travel>,
    /// Bytes that have come.
    pub received: u64,
    /// The station said that it sent all.
    pub told_sent: bool,
    /// Files that are here.
    pub files: u32,
    /// When the station last gave a sign of it.
    pub heard_at: Timestamp,
    /// Reminders since then.
    pub reminders: u32,
    /// Who asked for it.
    pub by: String,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When it last moved.
    pub changed_at: Timestamp,
    /// When it was over.
    pub over_at: Option<Timestamp>,
}

/// What happens to a request.
#[derive(Debug)]
pub enum LogHappening<'a> {
    /// Time passed; whether the station is connected.
    Looked(bool),
    /// The order is recorded and on its way.
    Asked {
        /// The order.
        order: OrderKey,
        /// How the file travels.
        travel: Travel,
    },
    /// The station cannot be asked.
    NotAsked(LogReason, String),
    /// Its order moved on, with the station's word or the reason of a timeout.
    Ordered(OrderState, &'a str),
    /// The station named the file that it will send.
    Announced(&'a str),
    /// The station told where it stands.
    Progressed(&'a Progress),
    /// So many bytes have come.
    Coming(u64),
    /// A file is here, whole.
    Kept,
    /// What came was refused here, with a sentence.
    TurnedAway(&'a str),
    /// The operator, or a newer request, ends it.
    Ended(LogReason),
}

/// After so long without a word or a byte the station is asked to tell where it stands, in milliseconds.
pub const SILENCE: i64 = 2 * MINUTE;
/// So many reminders without a word, and the request has stalled.
pub const REMINDERS: u32 = 3;
/// A file that is on its way may take so long after the station's word, and the word so long after the file, in
/// milliseconds: they travel on two connections.
pub const GRACE: i64 = 30 * SECOND;

impl LogRequest {
    /// Moves it by what happened at `now`; true when the station is to be asked where it stands.
    pub fn step(&mut self, what: LogHappening<'_>, now: Timestamp) -> bool {
        if self.state.is_over() {
            return false;
        }
        match what {
            LogHappening::Looked(connected) => return self.look(connected, now),
            LogHappening::Asked { order, travel } => {
                self.order = Some(order);
                self.travel = Some(travel);
                self.heard_at = now;
            }
            LogHappening::NotAsked(reason, word) => self.end(LogState::Failed, Some(reason), &word, now),
            LogHappening::Ordered(state, word) => self.ordered(state, word, now),
            LogHappening::Announced(name) => name.clone_into(&mut self.announced),
            LogHappening::Progressed(progress) => self.progressed(progress, now),
            LogHappening::Coming(bytes) => {
                self.received = self.received.max(bytes);
                self.heard(now);
                self.enter(LogState::Sending, None, now);
            }
            LogHappening::Kept => {
                self.files += 1;
                self.heard(now);
                if self.told_sent {
                    self.end(LogState::Received, None, "", now);
                } else {
                    self.enter(LogState::Sending, None, now);
                }
            }
            LogHappening::TurnedAway(why) => {
                self.end(LogState::Failed, Some(LogReason::TurnedAway), why, now)
            }
            LogHappening::Ended(reason) => self.end(LogState::Cancelled, Some(reason), "", now),
        }
        false
    }

    /// When to look again though nothing happens.
    pub fn next_look(&self) -> Option<Timestamp> {
        if self.state.is_over() || self.state == LogState::Stalled {
            return None;
        }
        Some(self.heard_at.plus(if self.told_sent || self.files > 0 { GRACE } else { self.patience() }))
    }

    fn patience(&self) -> i64 {
        SILENCE.saturating_mul(i64::from(self.reminders) + 1)
    }

    fn look(&mut self, connected: bool, now: Timestamp) -> bool {
        if self.next_look().is_none_or(|at| now < at) {
            return false;
        }
        if self.files > 0 {
            self.end(LogState::Received, None, "", now);
            return false;
        }
        if self.told_sent {
            self.end(LogState::Failed, Some(LogReason::NothingArrived), "", now);
            return false;
        }
        if self.reminders < REMINDERS {
            self.reminders += 1;
            self.changed_at = now;
            return connected;
        }
        self.enter(LogState::Stalled, Some(LogReason::Silent), now);
        false
    }

    fn ordered(&mut self, state: OrderState, word: &str, now: Timestamp) {
        if self.state != LogState::Asking {
            return;
        }
        match state {
            OrderState::Asked | OrderState::Sent => {}
            // Done with its answer: there is nothing to send.
            OrderState::TookEffect => self.end(LogState::Nothing, None, "", now),
            OrderState::Accepted | OrderState::Scheduled => {
                self.heard(now);
                self.enter(LogState::Agreed, None, now);
                word.clone_into(&mut self.word);
            }
            OrderState::Refused => self.end(LogState::Failed, Some(LogReason::Refused), word, now),
            OrderState::NotSupported => self.end(LogState::Failed, Some(LogReason::NotSupported), word, now),
            OrderState::TimedOut if word == timeout::NOT_CONNECTED => {
                self.end(LogState::Failed, Some(LogReason::Away), "", now);
            }
            // It may send all the same.
            OrderState::TimedOut => self.enter(LogState::Stalled, Some(LogReason::Silent), now),
        }
    }

    fn progressed(&mut self, progress: &Progress, now: Timestamp) {
        if progress.request.is_some_and(|request| request != self.key.0) {
            return;
        }
        self.heard(now);
        let word = progress.word.as_str();
        match progress.stage {
            Stage::Done if self.files > 0 => self.end(LogState::Received, None, word, now),
            Stage::Done => {
                self.told_sent = true;
                self.enter(LogState::Sending, None, now);
            }
            Stage::Cancelled => self.end(LogState::Cancelled, Some(LogReason::Replaced), word, now),
            stage if stage.is_over() && self.files == 0 => {
                self.end(LogState::Failed, Some(LogReason::Upload), word, now);
            }
            Stage::Idle if self.files == 0 => self.enter(LogState::Stalled, Some(LogReason::Silent), now),
            _ => self.enter(LogState::Sending, None, now),
        }
        word.clone_into(&mut self.word);
    }

    fn heard(&mut self, now: Timestamp) {
        self.heard_at = now;
        self.reminders = 0;
    }

    fn enter(&mut self, state: LogState, reason: Option<LogReason>, now: Timestamp) {
        self.state = state;
        self.reason = reason;
        self.changed_at = now;
    }

    fn end(&mut self, state: LogState, reason: Option<LogReason>, word: &str, now: Timestamp) {
        self.enter(state, reason, now);
        if !word.is_empty() {
            word.clone_into(&mut self.word);
        }
        self.over_at = Some(now);
    }
}
