//! Chargers and their connectors as a screen shows them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Whether the operator let the charger in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Admission {
    /// It knocked and waits for the operator.
    Pending,
    /// It belongs to the site.
    Accepted,
    /// The operator turned it away.
    Refused,
}

/// What a connector is doing, in the interface's ten words (no contact is shown by `online: false`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ConnectorState {
    /// Not heard of yet.
    Unknown,
    /// Free.
    Available,
    /// A car is plugged in, nothing flows yet.
    PluggedIn,
    /// Electricity flows.
    Charging,
    /// The charger holds back.
    WaitingForPower,
    /// The car holds back.
    CarPaused,
    /// The session ended, the cable is still in.
    Done,
    /// Kept for somebody.
    Reserved,
    /// Taken out of service.
    OutOfService,
    /// The charger switched itself off.
    Faulted,
}

/// One charger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StationView {
    /// Our number for it.
    pub id: u32,
    /// The name it calls itself in its address.
    pub identity: String,
    /// The operator's name for it; empty until accepted.
    pub name: String,
    /// Bay number, 1 to 99; `null` until accepted.
    pub bay: Option<u16>,
    /// Whether it belongs to the site.
    pub admission: Admission,
    /// Whether it is connected now.
    pub online: bool,
    /// Since when it is connected, or since when it is gone.
    #[ts(type = "number | null")]
    pub since: Option<i64>,
    /// When it last said anything.
    #[ts(type = "number | null")]
    pub last_heard: Option<i64>,
    /// The network address it came from last.
    pub address: Option<String>,
    /// `1.6`, `2.0.1` or `2.1`.
    pub protocol: Option<String>,
    /// It must show a password.
    pub has_password: bool,
    /// Maker, as the charger says.
    pub vendor: String,
    /// Model, as the charger says.
    pub model: String,
    /// Serial number, as the charger says.
    pub serial: String,
    /// Firmware version, as the charger says.
    pub firmware: String,
    /// Whether the whole charger is out of service, faulted or fine.
    pub state: ConnectorState,
    /// Its connectors, by EVSE then connector.
    pub connectors: Vec<ConnectorView>,
    /// Sessions ever recorded at it.
    pub sessions: u32,
    /// Oddities noted once per charger, as short English sentences for the technician.
    pub notes: Vec<String>,
}

/// One connector.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConnectorView {
    /// EVSE number, from 1. In OCPP 1.6 the connector's number.
    pub evse: u16,
    /// Connector at that EVSE, from 1.
    pub connector: u16,
    /// What it is doing.
    pub state: ConnectorState,
    /// The charger's own word for it, for example `SuspendedEV`.
    pub raw_state: String,
    /// Since when.
    #[ts(type = "number | null")]
    pub since: Option<i64>,
    /// The charger's error word, for example `GroundFailure`; `null` without an error.
    pub error: Option<String>,
    /// What the charger adds to it.
    pub info: Option<String>,
    /// The newest readings; `null` when there were none lately.
    pub live: Option<LiveView>,
    /// The open session.
    pub session: Option<OpenSessionView>,
    /// Power of the open session's last hour, oldest first: pairs of time (ms) and watts, at most 60.
    #[ts(type = "Array<[number, number]>")]
    pub spark: Vec<(i64, i64)>,
}

/// The newest readings of a connector.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LiveView {
    /// When the charger measured.
    #[ts(type = "number")]
    pub at: i64,
    /// Power in watts.
    #[ts(type = "number | null")]
    pub power_w: Option<i64>,
    /// Current of the strongest phase, in milliamperes.
    #[ts(type = "number | null")]
    pub current_ma: Option<i64>,
    /// Battery, in thousandths.
    pub soc_permille: Option<u16>,
}

/// The open session at a connector.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OpenSessionView {
    /// The session's number.
    pub id: u32,
    /// The card that began it.
    pub token: Option<String>,
    /// When it began, by the charger's clock.
    #[ts(type = "number")]
    pub started_at: i64,
    /// Delivered so far.
    #[ts(type = "number | null")]
    pub energy_wh: Option<i64>,
}

/// One knock on the chargers' port.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HandshakeView {
    /// Its number, growing.
    pub id: u32,
    /// When.
    #[ts(type = "number")]
    pub at: i64,
    /// Who, as address and port.
    pub from: String,
    /// What became of it.
    pub what: HandshakeWhat,
    /// The name it called itself, or what it asked for.
    pub identity: Option<String>,
    /// Sub-protocols it offered.
    pub offered: Vec<String>,
    /// A detail for the technician.
    pub detail: Option<String>,
}

/// What became of a knock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum HandshakeWhat {
    /// A charger of the site connected.
    Connected,
    /// An unknown charger connected and waits to be accepted.
    Waiting,
    /// It connected without naming a sub-protocol; taken as OCPP 1.6.
    AssumedOcpp16,
    /// Turned away: the operator refused this charger.
    Refused,
    /// Turned away: wrong or missing password.
    WrongPassword,
    /// Turned away: the address has no charger name at its end.
    NoIdentity,
    /// Turned away: it speaks no protocol that we speak.
    NoCommonProtocol,
    /// A web browser looked in.
    Browser,
    /// It tried to speak TLS on the plain port.
    TlsOnPlainPort,
    /// It spoke plainly on the port for encrypted connections.
    PlainOnTlsPort,
    /// It could not agree with us on the encryption.
    TlsFailed,
    /// Turned away: its certificate bears another name.
    WrongCertificate,
    /// It sent something that is no request.
    Garbage,
    /// It connected and said nothing.
    Silent,
}
