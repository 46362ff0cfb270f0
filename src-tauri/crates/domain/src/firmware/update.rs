//! The update of one station, from the wish to the new version: a value that moves by what happens.

mod heard;
mod look;
#[cfg(test)]
mod tests;

use crate::firmware::{FirmwareKey, RolloutKey};
use crate::order::{OrderKey, OrderState, Progress};
use crate::station::StationKey;
use crate::time::{HOUR, MINUTE, Timestamp};
use crate::travel::{Scheme, Travel};

/// Our number for an update; never reused. Also the number that goes with it where the protocol carries one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UpdateKey(pub u32);

/// When an update shall begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// At once.
    Now,
    /// As soon as nobody charges.
    Idle,
    /// At a time.
    At {
        /// Not before.
        at: Timestamp,
        /// Only if nobody charges then, else a day later.
        if_idle: bool,
    },
}

/// Where an update stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It waits for its time, for the station to be idle, or for the station to connect.
    Waiting,
    /// The station is being asked.
    Asking,
    /// It agreed.
    Agreed,
    /// It will fetch the file later.
    DownloadScheduled,
    /// It fetches the file.
    Downloading,
    /// It paused fetching.
    DownloadPaused,
    /// It has the file.
    Downloaded,
    /// It found the signature good.
    Verified,
    /// It will install later.
    InstallScheduled,
    /// It installs.
    Installing,
    /// It restarts.
    Rebooting,
    /// It runs the new version.
    Installed,
    /// It failed.
    Failed,
    /// The operator, or a newer update, ended it.
    Cancelled,
    /// Nothing was heard for too long. It goes on when the station speaks again.
    Stalled,
}

impl State {
    /// Whether nothing more will happen to it.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Installed | Self::Failed | Self::Cancelled)
    }

    /// Whether the station has it in hand.
    pub const fn is_under_way(self) -> bool {
        !self.is_over() && !matches!(self, Self::Waiting | Self::Asking)
    }
}

/// Why an update waits, failed, was cancelled or stalled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Its time has not come.
    Time,
    /// Somebody is charging.
    Busy,
    /// The station is not connected.
    Away,
    /// The station said no.
    Refused,
    /// The protocol, or the station, has no such order.
    NotSupported,
    /// The station could not fetch the file.
    Download,
    /// It could not install it.
    Install,
    /// It found the signature or the certificate bad.
    Signature,
    /// It takes files only in ways that we do not offer.
    Transport,
    /// The port for files cannot be opened.
    Port,
    /// The file is no longer in the library.
    File,
    /// The operator cancelled it.
    Operator,
    /// A newer update took its place.
    Replaced,
    /// The station said nothing for too long.
    Silent,
    /// The station did not come back.
    Gone,
    /// The station restarted with the version that it had before.
    SameVersion,
}

/// One step of an update.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub at: Timestamp,
    /// What.
    pub state: State,
    /// The station's word for it; empty = it was seen otherwise.
    pub word: String,
}

/// The update of one station.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    /// Our number.
    pub key: UpdateKey,
    /// The station.
    pub station: StationKey,
    /// The file.
    pub file: FirmwareKey,
    /// The rollout that it belongs to.
    pub rollout: Option<RolloutKey>,
    /// The version before.
    pub from_version: String,
    /// The version that the file installs; empty = not known.
    pub to_version: String,
    /// It goes with its maker's signature.
    pub signed: bool,
    /// When it shall begin.
    pub when: When,
    /// How often the station shall try again; `None` = its own habit.
    pub retries: Option<u32>,
    /// How long it shall wait between tries, in seconds.
    pub retry_s: Option<u32>,
    /// The way that the operator chose.
    pub wanted: Option<Scheme>,
    /// Where it stands.
    pub state: State,
    /// Why, where the state leaves that open.
    pub reason: Option<Reason>,
    /// The station's last word, or a detail of the reason.
    pub word: String,
    /// How it got here, oldest first.
    pub steps: Vec<Step>,
    /// The order that carries it.
    pub order: Option<OrderKey>,
    /// How often it was asked.
    pub asks: u32,
    /// How the file travels.
    pub travel: Option<Travel>,
    /// Bytes from the file's beginning that were handed to the station.
    pub served: u64,
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

/// How things stand around an update.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Around {
    /// The station is connected.
    pub connected: bool,
    /// Somebody charges at it.
    pub busy: bool,
    /// It takes a time at which to install with the order, so that it can fetch the file before.
    pub plans: bool,
}

/// What happens to an update.
#[derive(Debug)]
pub enum Happening<'a> {
    /// Time passed, or something around it changed.
    Looked(Around),
    /// The order is recorded and on its way.
    Asked {
        /// The order.
        order: OrderKey,
        /// How the file travels.
        travel: Travel,
    },
    /// The station cannot be asked.
    NotAsked(Reason, String),
    /// Its order moved on, with the station's word or the reason of a timeout.
    Ordered(OrderState, &'a str),
    /// The station told where it stands.
    Progressed(&'a Progress),
    /// The station booted with this version.
    Booted(&'a str),
    /// So many bytes from the file's beginning were handed out.
    Served(u64),
    /// The operator, or a newer update, ends it.
    Ended(Reason),
}

/// What is to be done about an update.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Ask the station.
    Ask,
    /// Ask the station to tell where it stands.
    Remind,
}

/// After so long without a word a station is asked to tell where it stands, in milliseconds.
pub const SILENCE: i64 = 5 * MINUTE;
/// So many reminders without a word, and the update has stalled.
pub const REMINDERS: u32 = 3;
/// A station that is away for so long, in milliseconds, did not come back.
pub const AWAY: i64 = HOUR;
/// How long after its time an update that waits for an idle station may begin, in milliseconds; then it is the next day's.
pub const WINDOW: i64 = 3 * HOUR;
/// A station that gives no answer is asked so often.
pub const ASKS: u32 = 3;

impl Update {
    /// Moves it by what happened at `now`; gives what is to be done.
    pub fn step(&mut self, what: Happening<'_>, now: Timestamp) -> Option<Act> {
        if self.state.is_over() {
            return None;
        }
        match what {
            Happening::Looked(around) => return self.look(around, now),
            Happening::Asked { order, travel } => {
                self.order = Some(order);
                self.travel = Some(travel);
                self.asks += 1;
                self.heard_at = now;
                self.enter(State::Asking, "", now);
            }
            Happening::NotAsked(reason, word) => self.end(State::Failed, reason, &word, now),
            Happening::Ordered(state, word) => self.ordered(state, word, now),
            Happening::Progressed(progress) => self.progressed(progress, now),
            Happening::Booted(version) => self.booted(version, now),
            Happening::Served(bytes) => self.served(bytes, now),
            Happening::Ended(reason) => self.end(State::Cancelled, reason, "", now),
        }
        None
    }

    /// Whether it may be cancelled: until the station has the file, since no protocol has a message that takes an
    /// update back.
    pub const fn can_cancel(&self) -> bool {
        match self.state {
            State::Waiting
            | State::Asking
            | State::Agreed
            | State::DownloadScheduled
            | State::Downloading
            | State::DownloadPaused
            | State::Stalled => true,
            State::Downloaded
            | State::Verified
            | State::InstallScheduled
            | State::Installing
            | State::Rebooting
            | State::Installed
            | State::Failed
            | State::Cancelled => false,
        }
    }

    /// When a station that carries times is to install: at the time that was chosen.
    pub fn install_at(&self, now: Timestamp) -> Option<Timestamp> {
        match self.when {
            When::At { at, .. } if now < at => Some(at),
            _ => None,
        }
    }

    /// It gets to a state by a station's word, or without one.
    fn enter(&mut self, state: State, word: &str, now: Timestamp) {
        if self.state != state || !word.is_empty() && self.word != word {
            let step = Step { at: now, state, word: word.to_owned() };
            match self.steps.last_mut().filter(|last| last.state == state && last.word.is_empty()) {
                Some(last) => last.word = step.word,
                None => self.steps.push(step),
            }
            self.changed_at = now;
        }
        self.state = state;
        self.reason = None;
        self.word = word.to_owned();
    }

    fn end(&mut self, state: State, reason: Reason, word: &str, now: Timestamp) {
        self.enter(state, word, now);
        self.reason = Some(reason);
        self.over_at = Some(now);
    }
}
