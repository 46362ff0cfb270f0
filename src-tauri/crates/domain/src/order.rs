//! Orders to stations and their states: asked, sent, answered, seen to take effect, timed out.

mod belonging;
mod certificate;
mod command;
mod effect;
mod finding;
mod list;
mod profile;
mod reservation;
mod steps;
mod transfer;

pub use belonging::{Kinship, is_same_sort, kinship};
pub use certificate::{CertificateHash, RootKind};
pub use command::{Command, Secret, Trigger};
pub use effect::{Abandoned, effect_deadline, is_abandoned, is_effect, readies};
pub use finding::{Finding, Outcome, Setting};
pub use list::{ListEntry, TokenList, difference};
pub use profile::{ChargingProfile, Period, ProfileFilter, ProfileKind, Purpose, RateUnit, Schedule};
pub use reservation::{Reservation, ReservationKey, ReservationState};
pub use steps::{Limits, instead, steps};
pub use transfer::{FirmwareImage, LogKind, Progress, SignedImage, Stage, Transfer, Upload};

/// Our number for an order; also what ties a remote start to its session where the protocol carries it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrderKey(pub u32);

/// What a station answered to an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// Yes, will do; the effect is still to come. With the station's word.
    Accepted(String),
    /// Yes, and it is already done (an unlocked cable).
    Done(String),
    /// Later, for example after the running charge.
    Scheduled(String),
    /// No, with the station's word.
    Refused(String),
    /// It does not know such an order.
    NotSupported(String),
}

/// The word of a station that takes a transfer and gives up the one before it.
pub const REPLACES: &str = "AcceptedCanceled";

/// Where an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderState {
    /// Recorded.
    Asked,
    /// On the wire.
    Sent,
    /// Answered: yes.
    Accepted,
    /// Answered: later.
    Scheduled,
    /// Answered: no.
    Refused,
    /// Answered: unknown.
    NotSupported,
    /// Seen to take effect.
    TookEffect,
    /// No answer or no effect in time.
    TimedOut,
}

impl OrderState {
    /// Whether nothing more will happen to it.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Refused | Self::NotSupported | Self::TookEffect | Self::TimedOut)
    }
}

/// Why an order timed out, as a stable word.
pub mod timeout {
    /// The station was not connected.
    pub const NOT_CONNECTED: &str = "notConnected";
    /// The station did not answer.
    pub const NO_ANSWER: &str = "noAnswer";
    /// The station said yes and nothing was seen to happen.
    pub const NO_EFFECT: &str = "noEffect";
    /// The station said yes to a start, and nobody plugged a car in.
    pub const NOT_PLUGGED_IN: &str = "notPluggedIn";
    /// The program ended before the order did.
    pub const RESTARTED: &str = "restarted";
}

/// The state, and the word beside it, after a station's reply.
pub fn after_reply(reply: &Reply) -> (OrderState, String) {
    match reply {
        Reply::Accepted(word) => (OrderState::Accepted, word.clone()),
        Reply::Done(word) => (OrderState::TookEffect, word.clone()),
        Reply::Scheduled(word) => (OrderState::Scheduled, word.clone()),
        Reply::Refused(word) => (OrderState::Refused, word.clone()),
        Reply::NotSupported(word) => (OrderState::NotSupported, word.clone()),
    }
}
