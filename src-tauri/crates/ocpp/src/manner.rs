//! How one station is heard and spoken to, where its peculiarities matter on the wire.

use domain::quirk::Quirks;
use domain::time::Timestamp;

use crate::tolerant::stamp;

/// How a station's messages are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hearing {
    /// When the message arrived; `None` when that is not known.
    pub received: Option<Timestamp>,
    /// What its times without a zone mean, in minutes east of Greenwich; `None` = judged by their arrival.
    pub zone_min: Option<i32>,
    /// What its energy values are multiplied by.
    pub energy_factor: u32,
}

impl Default for Hearing {
    fn default() -> Self {
        Self { received: None, zone_min: None, energy_factor: 1 }
    }
}

impl Hearing {
    /// How a station with these peculiarities is heard at a moment.
    pub fn of(quirks: &Quirks, received: Timestamp) -> Self {
        Self { received: Some(received), zone_min: quirks.zone_min, energy_factor: quirks.energy_factor }
    }
}

/// How a station is told something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Telling {
    /// Our time.
    pub now: Timestamp,
    /// Whether times carry milliseconds. Without them they are understood by everybody but a few.
    pub fractions: bool,
}

impl Telling {
    /// How a station with these peculiarities is told something at a moment.
    pub fn of(quirks: &Quirks, now: Timestamp) -> Self {
        Self { now, fractions: quirks.fractions }
    }

    /// Our time as it is written to this station.
    pub(crate) fn now(self) -> String {
        self.stamp(self.now)
    }

    /// A time as it is written to this station.
    pub(crate) fn stamp(self, at: Timestamp) -> String {
        stamp(at, self.fractions)
    }
}
