//! Stations: who they are and whether the site lets them in.

use crate::time::{SECOND, Timestamp};

/// Our number for a station; never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StationKey(pub u32);

/// Whether the operator let a station in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// It knocked and waits.
    Pending,
    /// It belongs to the site.
    Accepted,
    /// The operator turned it away.
    Refused,
}

/// What a station says of itself when it boots. Anything may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Boot {
    /// Maker.
    pub vendor: String,
    /// Model.
    pub model: String,
    /// Serial number.
    pub serial: String,
    /// Firmware version.
    pub firmware: String,
    /// Everything else it said, as pairs of the field's name and value (SIM, meter, reason).
    pub more: Vec<(String, String)>,
}

/// The answer to a boot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BootAnswer {
    /// Let in, kept waiting, or turned away.
    pub admission: Admission,
    /// Accepted: the heartbeat interval. Otherwise: how long to wait before the next boot. In seconds.
    pub interval_s: u32,
}

/// How often an accepted station shall send a heartbeat, in seconds. Contact is watched by pings of ours; this only sets clocks.
pub const HEARTBEAT_S: u32 = 300;
/// How soon a waiting station asks again, in seconds.
pub const PENDING_RETRY_S: u32 = 15;
/// How soon a refused station may ask again, in seconds.
pub const REFUSED_RETRY_S: u32 = 600;

/// The answer to a boot by the station's admission.
pub fn answer_boot(admission: Admission) -> BootAnswer {
    let interval_s = match admission {
        Admission::Accepted => HEARTBEAT_S,
        Admission::Pending => PENDING_RETRY_S,
        Admission::Refused => REFUSED_RETRY_S,
    };
    BootAnswer { admission, interval_s }
}

/// A station is worth a word to the operator after this much silence, in milliseconds.
pub const SILENCE: i64 = 90 * SECOND;

/// A protocol of the family, as negotiated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// The first generation.
    V16,
    /// The second.
    V201,
    /// Its successor.
    V21,
}

impl Protocol {
    /// Its number, as people say it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::V16 => "1.6",
            Self::V201 => "2.0.1",
            Self::V21 => "2.1",
        }
    }

    /// The protocol of a number.
    pub fn from_label(label: &str) -> Option<Self> {
        [Self::V16, Self::V201, Self::V21].into_iter().find(|p| p.label() == label)
    }
}

/// A connection, for the station's row: where from, since when, speaking what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Network address.
    pub address: String,
    /// What it speaks.
    pub protocol: Protocol,
    /// Since when.
    pub at: Timestamp,
}
