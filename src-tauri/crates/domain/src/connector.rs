//! What a connector is doing.

/// Whether a connector can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Availability {
    /// It works.
    Operative,
    /// Taken out of service.
    Inoperative,
    /// It switched itself off.
    Faulted,
}

/// Where a charge stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChargingPhase {
    /// Nobody is there.
    Free,
    /// Kept for somebody.
    Reserved,
    /// A car is plugged in; nothing flows yet.
    PluggedIn,
    /// Electricity flows.
    Charging,
    /// The station holds back.
    HeldByStation,
    /// The car holds back.
    HeldByCar,
    /// The session ended; the cable is still in.
    Finishing,
}

/// A connector's state, with the station's own words beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectorStatus {
    /// Can it be used?
    pub availability: Availability,
    /// Where does its charge stand?
    pub phase: ChargingPhase,
    /// The station's word, for example `SuspendedEV`.
    pub raw: String,
    /// The station's error word; `None` without an error.
    pub error: Option<String>,
    /// What the station adds: vendor code, info text.
    pub info: Option<String>,
}
