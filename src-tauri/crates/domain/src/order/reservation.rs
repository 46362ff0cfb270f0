//! Reservations: a connector kept for somebody (1.6 section 5.13; 2.x block H).

use crate::place::Place;
use crate::time::Timestamp;
use crate::token::IdToken;

/// Our number for a reservation; never reused. The same number at a station replaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReservationKey(pub u32);

/// A connector kept for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reservation {
    /// Our number.
    pub key: ReservationKey,
    /// Which connector; the station = any of its connectors.
    pub at: Place,
    /// For whom.
    pub token: IdToken,
    /// Or for everybody of this group.
    pub parent: Option<String>,
    /// Until when.
    pub until: Timestamp,
}

/// Where a reservation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReservationState {
    /// The station keeps the connector.
    Held,
    /// A session used it.
    Used,
    /// The operator cancelled it.
    Cancelled,
}
