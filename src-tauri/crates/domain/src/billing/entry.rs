//! The ledger's entries: the closing of a session, and each amendment after it. An entry is never changed.

use crate::billing::{Bill, Finding, TariffKey};
use crate::energy::WattHours;
use crate::people::{CostCentreKey, DriverKey};
use crate::session::SessionKey;
use crate::time::Timestamp;

/// The place of an entry in the ledger, without gaps from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryKey(pub u32);

/// An entry before it has its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The session.
    pub session: SessionKey,
    /// 0 = the first entry of its session.
    pub number: u32,
    /// When it was written.
    pub at: Timestamp,
    /// By whom.
    pub author: String,
    /// What was done.
    pub kind: EntryKind,
    /// Why, in the author's words.
    pub reason: String,
    /// What the station had told by then.
    pub told: Told,
    /// What counts from then on.
    pub figures: Counted,
    /// What is special about these figures.
    pub marks: Marks,
    /// What seems to be wrong with them.
    pub findings: Vec<Finding>,
    /// Who pays.
    pub payer: Payer,
    /// What it costs; `None` where no tariff counted.
    pub cost: Option<Cost>,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// The session was closed.
    Closed,
    /// A finding was mended.
    Repaired(Finding),
    /// Figures were typed in.
    Corrected,
    /// Another driver.
    Driver,
    /// A tariff was applied that counted already then.
    Priced,
    /// The station told something after the session was closed.
    Late,
    /// The last amendment was taken back.
    Undone,
}

/// A session as its station told it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Began.
    pub began: Timestamp,
    /// Ended; `None` = open again.
    pub ended: Option<Timestamp>,
    /// Register at the beginning.
    pub start: Option<WattHours>,
    /// Register at the end.
    pub stop: Option<WattHours>,
    /// The token.
    pub token: Option<String>,
}

/// The figures that count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counted {
    /// Ended.
    pub ended: Option<Timestamp>,
    /// Register at the beginning.
    pub start: Option<WattHours>,
    /// Register at the end, or the newest.
    pub stop: Option<WattHours>,
}

impl Counted {
    /// What was delivered; `None` when the register is not known at both ends.
    pub fn energy(&self) -> Option<WattHours> {
        Some(WattHours::delivered(self.start?, self.stop?))
    }
}

/// What is special about figures, as a set of bits that are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marks(pub u32);

impl Marks {
    /// A value was estimated.
    pub const ESTIMATED: Self = Self(1);
    /// A value was put right.
    pub const REPAIRED: Self = Self(1 << 1);
    /// Energy was divided by time at a border of prices.
    pub const DIVIDED: Self = Self(1 << 2);

    /// This set, with `other` where `condition` holds.
    #[must_use]
    pub const fn with_if(self, condition: bool, other: Self) -> Self {
        if condition { Self(self.0 | other.0) } else { self }
    }

    /// Whether all of `other` is in this set.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// Who pays, with the names of that time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Payer {
    /// Who charged.
    pub driver: Option<DriverKey>,
    /// The driver's name.
    pub driver_name: String,
    /// The cost centre.
    pub cost_centre: Option<CostCentreKey>,
    /// The cost centre's name.
    pub cost_centre_name: String,
}

/// What a session costs, and by which tariff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cost {
    /// The tariff.
    pub tariff: TariffKey,
    /// Its name at that time.
    pub tariff_name: String,
    /// The version that was valid at the beginning.
    pub version: u32,
    /// The bill.
    pub bill: Bill,
}
