//! Sessions: what a station's transaction messages mean, whatever their order, repetition or clock.

mod begin;
mod end;
mod fact;
pub(crate) mod interrupt;
mod measure;

pub use begin::begin;
pub use end::end;
pub use fact::transaction;
pub use interrupt::INTERRUPTED;
pub use measure::measure;

use crate::energy::WattHours;
use crate::order::OrderKey;
use crate::place::ConnectorRef;
use crate::reading::Sample;
use crate::time::Timestamp;
use crate::token::IdToken;

/// Our number for a session; never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionKey(pub u32);

/// How a session is called on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum WireRef {
    /// A number handed out by us.
    Central(i64),
    /// A name made by the station.
    Station(String),
}

/// What is special about a session, as a set of bits that are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flags(pub u32);

impl Flags {
    /// A value was estimated from the last reading.
    pub const ESTIMATED: Self = Self(1);
    /// Told after the fact.
    pub const OFFLINE: Self = Self(1 << 1);
    /// Put together by us from incomplete messages.
    pub const REPAIRED: Self = Self(1 << 2);
    /// It never ended properly: another began at its connector.
    pub const INTERRUPTED: Self = Self(1 << 3);
    /// Only its end, or its middle, was told.
    pub const ORPHAN: Self = Self(1 << 4);
    /// Numbered messages are missing: not final for billing.
    pub const GAP: Self = Self(1 << 5);
    /// The station's clock was missing, unset or ahead.
    pub const CLOCK: Self = Self(1 << 6);
    /// The token was refused.
    pub const REFUSED: Self = Self(1 << 7);
    /// The same thing was told twice, differently; the first counts.
    pub const CONFLICT: Self = Self(1 << 8);
    /// The meter ran backwards.
    pub const REGISTER: Self = Self(1 << 9);
    /// The meter moved between the session before and this one.
    pub const JUMP: Self = Self(1 << 10);

    /// Both sets together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// This set, with `other` where `condition` holds.
    #[must_use]
    pub const fn with_if(self, condition: bool, other: Self) -> Self {
        if condition { self.with(other) } else { self }
    }

    /// This set without `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether all of `other` is in this set.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// A session as the rules see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Our number.
    pub key: SessionKey,
    /// Its name on the wire.
    pub wire: WireRef,
    /// Where; `None` until told.
    pub at_connector: Option<ConnectorRef>,
    /// For whom; `None` until told.
    pub token: Option<IdToken>,
    /// Began, by the station's clock.
    pub began_at: Timestamp,
    /// When we were told of the beginning.
    pub began_received: Timestamp,
    /// Register at the beginning.
    pub meter_start: Option<WattHours>,
    /// When the newest register value was read, by the station's clock.
    pub last_at: Option<Timestamp>,
    /// The newest register value.
    pub last_meter: Option<WattHours>,
    /// Its end.
    pub end: Option<SessionEnd>,
    /// What is special about it.
    pub flags: Flags,
    /// The numbers of its messages, where the protocol numbers them.
    pub numbers: Numbers,
}

/// How a session ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionEnd {
    /// When, by the station's clock.
    pub at: Timestamp,
    /// The time exactly as the station said it, zero without one: what identifies a repeated message.
    pub said: Timestamp,
    /// When we were told.
    pub received: Timestamp,
    /// Register at the end.
    pub meter_stop: Option<WattHours>,
    /// The station's word for why.
    pub reason: String,
}

/// Which numbered messages of a session arrived: a session is complete when none between first and last is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Numbers {
    /// Lowest number seen.
    pub first: Option<i64>,
    /// Highest number seen.
    pub last: Option<i64>,
    /// How many different numbers were seen.
    pub count: i64,
    /// The beginning was told.
    pub began: bool,
}

impl Numbers {
    /// These numbers and one more, which must not have been seen before.
    #[must_use]
    pub fn and(self, number: i64, began: bool) -> Self {
        Self {
            first: Some(self.first.map_or(number, |first| first.min(number))),
            last: Some(self.last.map_or(number, |last| last.max(number))),
            count: self.count + 1,
            began: self.began || began,
        }
    }

    /// Whether a message is missing between the first and the last, or the beginning itself.
    pub fn has_gap(self) -> bool {
        match (self.first, self.last) {
            (Some(first), Some(last)) => !self.began || last - first + 1 != self.count,
            _ => false,
        }
    }
}

impl Session {
    /// What was delivered, so far or in all; `None` when the register is not known at both ends.
    pub fn energy(&self) -> Option<WattHours> {
        let stop = self.end.as_ref().and_then(|end| end.meter_stop).or(self.last_meter)?;
        Some(WattHours::delivered(self.meter_start?, stop))
    }

    /// Whether it still runs.
    pub fn is_open(&self) -> bool {
        self.end.is_none()
    }
}

/// A session was begun: OCPP 1.6 hands over everything at once and waits for our number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begin {
    /// Where.
    pub at_connector: ConnectorRef,
    /// For whom.
    pub token: IdToken,
    /// When, by the station's clock.
    pub at: Option<Timestamp>,
    /// Register, Wh.
    pub meter_start: Option<WattHours>,
    /// The reservation that it uses up.
    pub reservation: Option<crate::order::ReservationKey>,
}

/// A session was ended (OCPP 1.6): only the number says which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// The number; `None`, zero, negative or never handed out when the station lost it.
    pub transaction: Option<i64>,
    /// Who ended it, where a token did.
    pub token: Option<IdToken>,
    /// When, by the station's clock.
    pub at: Option<Timestamp>,
    /// Register, Wh; `None` when missing or negative.
    pub meter_stop: Option<WattHours>,
    /// The station's word for why.
    pub reason: String,
    /// Readings that came along.
    pub samples: Vec<Sample>,
}

/// Readings outside or inside a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measurements {
    /// Where; `None` = the station's main meter.
    pub at_connector: Option<ConnectorRef>,
    /// The number of the session, when the station gave one.
    pub transaction: Option<i64>,
    /// The readings.
    pub samples: Vec<Sample>,
}

/// Which part of its life a transaction message tells of (OCPP 2.x).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It began.
    Began,
    /// It goes on.
    Progressed,
    /// It ended.
    Ended,
}

/// One message about a session from a station that names its sessions itself (OCPP 2.x).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionFact {
    /// The station's name for it.
    pub transaction: String,
    /// Which part of its life.
    pub stage: Stage,
    /// The message's number.
    pub number: i64,
    /// When, by the station's clock.
    pub at: Option<Timestamp>,
    /// The station says that it was offline then.
    pub offline: bool,
    /// Where, when told.
    pub at_connector: Option<ConnectorRef>,
    /// Who, when told.
    pub token: Option<IdToken>,
    /// The order that this answers (our remote start's number).
    pub order: Option<OrderKey>,
    /// Where the charge stands, when told.
    pub phase: Option<crate::connector::ChargingPhase>,
    /// The station's word for that phase.
    pub raw_phase: Option<String>,
    /// The station's word for why it ended; empty when it did not say.
    pub reason: String,
    /// Readings that came along.
    pub samples: Vec<Sample>,
}

#[cfg(test)]
mod tests;
