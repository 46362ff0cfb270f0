//! What a charger does beside charging: it updates itself and sends its logs. Pure like the charger; what has to travel over
//! the network beside its connection is an errand for `carry`.

mod diary;
mod log;
mod pack;
#[cfg(test)]
mod tests;
mod update;

use std::collections::VecDeque;

use jiff::Timestamp;
use serde_json::Value;

use crate::charger::Charger;

pub(crate) use diary::Diary;
pub(crate) use log::{Sending, message as log_message};
pub(crate) use update::{Update, message as update_message};

/// Something to be carried over the network.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Errand {
    /// Fetch a file.
    Fetch {
        /// For which job.
        job: u32,
        /// Where from.
        url: String,
        /// What goes wrong.
        mishap: Mishap,
    },
    /// Send a file.
    Send {
        /// For which job.
        job: u32,
        /// Where to.
        url: String,
        /// Its name.
        name: String,
        /// The file.
        content: Vec<u8>,
        /// How, over HTTP.
        how: How,
    },
    /// What was begun for a job is no longer wanted.
    Stop(u32),
}

/// What goes wrong while a file is fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mishap {
    /// Nothing.
    None,
    /// The connection is lost half way, once.
    Drops,
    /// It gives up half way.
    GivesUp,
}

/// How a file is sent over HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    /// PUT.
    Put,
    /// POST of the file itself.
    Post,
    /// POST of a form with the file in it.
    Form,
}

/// A file of firmware that was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Image {
    /// Its version, as far as it can be told.
    pub version: Option<String>,
    /// It is what it says it is.
    pub intact: bool,
}

/// How an errand ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The file is here, or why not.
    Fetched(u32, Result<Image, String>),
    /// The file was sent, or why not.
    Sent(u32, Result<(), String>),
}

/// All of it.
#[derive(Debug, Default)]
pub(crate) struct Work {
    job: u32,
    pub update: Option<Update>,
    pub sending: Option<Sending>,
    pub errands: VecDeque<Errand>,
    pub diary: Diary,
    /// It took an order to update itself and has been silent about it since.
    pub mute: bool,
}

impl Work {
    /// A number that no job had before.
    fn next_job(&mut self) -> u32 {
        self.job += 1;
        self.job
    }
}

/// How often and how soon something is tried again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Again {
    left: u64,
    seconds: f64,
}

impl Again {
    /// When nothing is said of the time between tries, in seconds.
    const USUAL: f64 = 5.0;

    fn read(payload: &Value) -> Self {
        let seconds = payload["retryInterval"].as_f64().unwrap_or(Self::USUAL);
        Self { left: payload["retries"].as_u64().unwrap_or(0), seconds }
    }

    /// In how many seconds it is tried again, if it is.
    fn next(&mut self) -> Option<f64> {
        self.left = self.left.checked_sub(1)?;
        Some(self.seconds)
    }
}

fn time(value: &Value) -> Option<Timestamp> {
    value.as_str()?.parse().ok()
}

impl Charger {
    /// The next errand.
    pub(crate) fn errand(&mut self) -> Option<Errand> {
        self.work.errands.pop_front()
    }

    /// An errand has ended.
    pub(crate) fn carried(&mut self, outcome: Outcome, now: Timestamp) {
        match outcome {
            Outcome::Fetched(job, image) => self.fetched(job, image, now),
            Outcome::Sent(job, sent) => self.sent(job, sent, now),
        }
    }

    /// Lets seconds of the real world go by for its jobs.
    pub(crate) fn work_on(&mut self, seconds: f64, now: Timestamp) {
        self.update_on(seconds, now);
        self.send_on(seconds, now);
    }
}
