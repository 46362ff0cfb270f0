//! Where at a station something happens.

/// A connector: the EVSE's number at the station and the connector's at the EVSE, both from 1.
/// OCPP 1.6's connector n is EVSE n, connector 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnectorRef {
    /// EVSE, from 1.
    pub evse: u16,
    /// Connector at that EVSE, from 1.
    pub connector: u16,
}

/// The whole station, or a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// The station as a whole.
    Station,
    /// One EVSE, with its connector where that was told.
    Evse(u16),
    /// One connector.
    Connector(ConnectorRef),
}

impl Place {
    /// The connector meant; an EVSE without a connector means its first.
    pub fn connector(self) -> Option<ConnectorRef> {
        match self {
            Self::Station => None,
            Self::Evse(evse) => Some(ConnectorRef { evse, connector: 1 }),
            Self::Connector(at) => Some(at),
        }
    }
}
