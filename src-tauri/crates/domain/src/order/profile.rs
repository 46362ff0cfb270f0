//! Charging profiles: limits over time (1.6 section 3.13, 7.7–7.13; 2.x block K).

use crate::order::OrderKey;
use crate::place::Place;
use crate::session::WireRef;
use crate::time::Timestamp;

/// What a limit is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateUnit {
    /// Amperes per phase.
    Amperes,
    /// Watts over all phases.
    Watts,
}

/// What a profile is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The limit of the whole station.
    Station,
    /// The limit of every session that has none of its own.
    Default,
    /// The limit of one session.
    Session,
}

/// How a profile's times are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProfileKind {
    /// From a moment on.
    Absolute,
    /// From the session's start on.
    Relative,
    /// Every day, from a moment on.
    Daily,
    /// Every week, from a moment on.
    Weekly,
}

/// A limit from a moment on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// Seconds after the schedule's start.
    pub start_s: u32,
    /// The limit in tenths of the schedule's unit: the protocol carries one decimal at most.
    pub limit_tenths: u32,
    /// Over how many phases; `None` = 3.
    pub phases: Option<u8>,
}

/// Limits over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// From when; `None` where the kind says it.
    pub start: Option<Timestamp>,
    /// For how long, in seconds; `None` = until replaced.
    pub duration_s: Option<u32>,
    /// What the limits are measured in.
    pub unit: RateUnit,
    /// At least one; the first at second 0.
    pub periods: Vec<Period>,
}

/// A schedule with its place among others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChargingProfile {
    /// Our number for it; the same number replaces.
    pub id: u32,
    /// Higher wins within a purpose.
    pub stack_level: u32,
    /// What for.
    pub purpose: Purpose,
    /// How its times are meant.
    pub kind: ProfileKind,
    /// The session, for [`Purpose::Session`]; `None` inside a remote start.
    pub session: Option<WireRef>,
    /// Not before.
    pub valid_from: Option<Timestamp>,
    /// Not after.
    pub valid_to: Option<Timestamp>,
    /// The limits.
    pub schedule: Schedule,
}

impl ChargingProfile {
    /// A number for the profile of an order. High, so that it never meets a number of the station's own.
    pub const fn id_of(order: OrderKey) -> u32 {
        1_000_000 + order.0 % 1_000_000
    }
}

/// Which profiles: by number alone, or by what all of the others say. Nothing said = all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ProfileFilter {
    /// This one.
    pub id: Option<u32>,
    /// Here.
    pub at: Option<Place>,
    /// Of this purpose.
    pub purpose: Option<Purpose>,
    /// At this level.
    pub stack_level: Option<u32>,
}
