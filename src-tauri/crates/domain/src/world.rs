//! What the rules may look up while they decide, inside the store's transaction.

use crate::energy::WattHours;
use crate::fault::{FaultKey, OpenFault};
use crate::place::ConnectorRef;
use crate::session::{Session, SessionKey, WireRef};
use crate::station::Admission;
use crate::time::Timestamp;
use crate::token::{IdToken, TokenRecord};

/// Site-wide rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Policy {
    /// Unknown stations are let in at once.
    pub accept_unknown: bool,
    /// Every token may charge.
    pub free_charging: bool,
    /// The operator is asked about a token that nobody knows; until then it is refused.
    pub ask_unknown: bool,
    /// A token may charge at one connector at a time.
    pub one_session_per_token: bool,
}

/// The site's settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The site's name.
    pub site_name: String,
    /// IANA time zone.
    pub zone: String,
    /// BCP 47 locale.
    pub locale: String,
    /// Site-wide rules.
    pub policy: Policy,
    /// Site limit in watts.
    pub site_limit_w: Option<i64>,
    /// How much of the trace of all messages is kept.
    pub trace: TraceKept,
    /// Where files for chargers are hosted.
    pub files: FilePorts,
}

/// Where files for chargers are hosted while one is on its way. Data of FTP goes over the [`FilePorts::DATA`] ports after
/// FTP's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FilePorts {
    /// The port for HTTP.
    pub http: u16,
    /// The port for FTP.
    pub ftp: u16,
}

impl FilePorts {
    /// Ports that may be chosen: those below belong to the system, and the last ones are needed for data.
    pub const RANGE: std::ops::RangeInclusive<u16> = 1024..=65_500;
    /// How many ports after FTP's own are for its data.
    pub const DATA: u16 = 8;

    /// Whether the two do not get into each other's way.
    pub fn are_apart(self) -> bool {
        !(self.ftp..=self.ftp.saturating_add(Self::DATA)).contains(&self.http)
    }
}

impl Default for FilePorts {
    fn default() -> Self {
        Self { http: 9312, ftp: 9321 }
    }
}

/// How much of the trace of all messages is kept: whichever limit is reached first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TraceKept {
    /// Size on disk in MiB.
    pub mib: u32,
    /// Age in days.
    pub days: u32,
}

impl TraceKept {
    /// Sizes that may be chosen, in MiB.
    pub const MIB: std::ops::RangeInclusive<u32> = 8..=4096;
    /// Ages that may be chosen, in days.
    pub const DAYS: std::ops::RangeInclusive<u32> = 1..=365;
}

impl Default for TraceKept {
    fn default() -> Self {
        Self { mib: 64, days: 30 }
    }
}

/// Read access to everything known, as it is inside the running transaction, for one station.
pub trait World {
    /// Why a look-up failed; deciding ends with it and nothing is stored.
    type Error;

    /// Site-wide rules.
    fn policy(&self) -> Policy;

    /// Whether this station belongs to the site.
    fn admission(&mut self) -> Result<Admission, Self::Error>;

    /// What is known about a token.
    fn token(&mut self, token: &IdToken) -> Result<Option<TokenRecord>, Self::Error>;

    /// The session of this name on the wire.
    fn session(&mut self, wire: &WireRef) -> Result<Option<Session>, Self::Error>;

    /// The newest open session at a connector.
    fn open_session_at(&mut self, at: ConnectorRef) -> Result<Option<Session>, Self::Error>;

    /// The newest session at a connector, open or ended.
    fn last_session_at(&mut self, at: ConnectorRef) -> Result<Option<Session>, Self::Error>;

    /// Whether a token has an open session anywhere on the site but at this connector of this station.
    fn charges_elsewhere(&mut self, token: &IdToken, at: Option<ConnectorRef>) -> Result<bool, Self::Error>;

    /// All open sessions of this station, newest first.
    fn open_sessions(&mut self) -> Result<Vec<Session>, Self::Error>;

    /// A session that was begun by exactly this message before.
    fn begun_by(
        &mut self,
        at: ConnectorRef,
        when: Timestamp,
        token: &IdToken,
        meter_start: Option<WattHours>,
    ) -> Result<Option<Session>, Self::Error>;

    /// A session that was ended by exactly this message before.
    fn ended_by(
        &mut self,
        when: Timestamp,
        meter_stop: Option<WattHours>,
    ) -> Result<Option<Session>, Self::Error>;

    /// Whether the numbered message of a session was stored before.
    fn has_number(&mut self, session: SessionKey, number: i64) -> Result<bool, Self::Error>;

    /// The faults of this station that are not over.
    fn open_faults(&mut self) -> Result<Vec<OpenFault>, Self::Error>;

    /// A number for a new fault; given out once it is stored.
    fn next_fault(&mut self) -> Result<FaultKey, Self::Error>;

    /// A number for a new session; given out once.
    fn next_session(&mut self) -> Result<SessionKey, Self::Error>;
}
