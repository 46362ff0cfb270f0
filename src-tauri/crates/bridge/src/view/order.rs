//! Orders to chargers and their five states.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::limits::{
    CertificateHashView, FindingView, ProfilePurpose, ProfileView, RateUnitView, RootKindView,
};

/// What a screen may order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "do", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum CommandView {
    /// Start charging.
    Start {
        /// EVSE, from 1.
        evse: u16,
        /// Connector, from 1.
        connector: u16,
        /// For this card; `null` = the site's own operator card.
        token: Option<String>,
        /// Within these limits from the first moment on.
        #[serde(default)]
        profile: Option<ProfileView>,
    },
    /// Stop a session.
    Stop {
        /// The session's number.
        session: u32,
    },
    /// Unlock the cable.
    Unlock {
        /// EVSE, from 1.
        evse: u16,
        /// Connector, from 1.
        connector: u16,
    },
    /// Restart the charger.
    Restart {
        /// At once, ending running charges; otherwise when idle (2.x), or gracefully (1.6 `Soft`).
        now: bool,
    },
    /// Put the charger or one connector in or out of service.
    Service {
        /// EVSE, from 1; `null` = the whole charger.
        evse: Option<u16>,
        /// Connector, from 1.
        connector: Option<u16>,
        /// In service, or out.
        operative: bool,
    },
    /// Ask the charger to send a message now.
    Trigger {
        /// Which.
        what: TriggerWhat,
        /// EVSE, from 1; `null` = whole charger.
        evse: Option<u16>,
        /// With the security extension's own message (1.6 `ExtendedTriggerMessage`).
        #[serde(default)]
        extended: bool,
    },
    /// Read settings.
    ReadSettings {
        /// Which; empty = all.
        keys: Vec<String>,
    },
    /// Change a setting.
    ChangeSetting {
        /// Which, as the charger spells it.
        key: String,
        /// To what, at most 500 characters.
        value: String,
    },
    /// Give the charger a new password, and expect that one from its next connection on.
    ChangePassword {
        /// 16 to 20 characters (1.6). Never told back: an order in the history has it empty.
        password: String,
    },
    /// Make it forget the cards that it remembers by itself.
    ClearCache,
    /// Ask for the version of its card list.
    ReadListVersion,
    /// Send our cards to its card list.
    SendList {
        /// All of them; otherwise what changed since the list that it holds.
        full: bool,
        /// The version that was sent; in a request `null`.
        #[serde(default)]
        #[ts(type = "number | null")]
        version: Option<i64>,
        /// The cards that were sent; in a request empty.
        #[serde(default)]
        tokens: Vec<String>,
    },
    /// Keep a connector for a card.
    Reserve {
        /// EVSE, from 1; `null` = any connector.
        evse: Option<u16>,
        /// For this card.
        token: String,
        /// Or for every card of this group.
        #[serde(default)]
        parent: Option<String>,
        /// Until when, in milliseconds since the Unix epoch.
        #[ts(type = "number")]
        until: i64,
    },
    /// Keep it no longer.
    CancelReservation {
        /// Its number.
        reservation: u32,
    },
    /// Set limits over time.
    SetProfile {
        /// EVSE, from 1; `null` = the whole charger.
        evse: Option<u16>,
        /// The limits.
        profile: ProfileView,
    },
    /// Take limits away: one by its number, or all that fit what is given; nothing given = all.
    ClearProfiles {
        /// This one.
        id: Option<u32>,
        /// EVSE; 0 = the whole charger.
        evse: Option<u16>,
        /// Of this purpose.
        purpose: Option<ProfilePurpose>,
        /// At this level.
        stack_level: Option<u32>,
    },
    /// Ask for the limits that result from all profiles.
    ReadSchedule {
        /// EVSE, from 1; `null` = the whole charger.
        evse: Option<u16>,
        /// For how long from now, in seconds.
        duration_s: u32,
        /// In which unit; `null` = the charger chooses.
        unit: Option<RateUnitView>,
    },
    /// Send a maker's own message.
    SendData {
        /// The maker's name for itself.
        vendor: String,
        /// Which of its messages.
        message: Option<String>,
        /// Its content.
        data: Option<String>,
    },
    /// Trust a root certificate.
    InstallCertificate {
        /// For what.
        kind: RootKindView,
        /// PEM, at most 5,500 characters.
        pem: String,
    },
    /// List the root certificates that it trusts.
    ListCertificates {
        /// Of which kind.
        kind: RootKindView,
    },
    /// Trust a root certificate no longer.
    DeleteCertificate {
        /// Exactly as the charger listed it.
        hash: CertificateHashView,
    },
    /// Hand over the charger's own certificate that it asked for.
    DeliverCertificate {
        /// PEM, the charger's own first, at most 10,000 characters.
        chain: String,
    },
    /// Make it fetch and install firmware.
    UpdateFirmware {
        /// Where it lies: `http`, `https`, `ftp`, `ftps` or `sftp`.
        location: String,
        /// Not to be fetched before, in milliseconds since the Unix epoch; `null` = at once.
        #[ts(type = "number | null")]
        retrieve_at: Option<i64>,
        /// How often to try again; `null` = the charger's own habit.
        retries: Option<u32>,
        /// How long to wait between tries, in seconds.
        retry_s: Option<u32>,
        /// With its maker's signature (1.6 `SignedUpdateFirmware`).
        signature: Option<FirmwareSignatureView>,
    },
    /// Make it send diagnostics or a log.
    SendFile {
        /// Where to: `http`, `https`, `ftp`, `ftps` or `sftp`.
        location: String,
        /// Which.
        what: FileWhat,
        /// From when on, in milliseconds since the Unix epoch.
        #[ts(type = "number | null")]
        from: Option<i64>,
        /// Until when.
        #[ts(type = "number | null")]
        to: Option<i64>,
        /// How often to try again; `null` = the charger's own habit.
        retries: Option<u32>,
        /// How long to wait between tries, in seconds.
        retry_s: Option<u32>,
    },
}

/// What proves that firmware is its maker's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FirmwareSignatureView {
    /// The certificate that signed it, PEM, at most 5,500 characters.
    pub certificate: String,
    /// The signature, base64, at most 800 characters.
    pub signature: String,
    /// Not to be installed before, in milliseconds since the Unix epoch; `null` = at once.
    #[ts(type = "number | null")]
    pub install_at: Option<i64>,
}

/// Files that a charger sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum FileWhat {
    /// `GetDiagnostics`
    Diagnostics,
    /// `GetLog` with `DiagnosticsLog`
    Log,
    /// `GetLog` with `SecurityLog`
    SecurityLog,
}

/// Messages that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum TriggerWhat {
    /// `BootNotification`
    Boot,
    /// `Heartbeat`
    Heartbeat,
    /// `StatusNotification`
    Status,
    /// `MeterValues`
    Meter,
    /// `DiagnosticsStatusNotification`
    Diagnostics,
    /// `FirmwareStatusNotification`
    Firmware,
    /// `LogStatusNotification`
    Log,
    /// `SignChargePointCertificate`
    SignCertificate,
}

/// Where an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum OrderState {
    /// Recorded; waits for its turn or for the charger.
    Asked,
    /// On the wire; the charger has not answered.
    Sent,
    /// The charger said yes; its effect was not seen yet.
    Accepted,
    /// The charger will do it later, for example after the running charge.
    Scheduled,
    /// The charger said no.
    Refused,
    /// The charger does not know this order.
    NotSupported,
    /// Seen to take effect.
    TookEffect,
    /// No answer, or no effect, in time.
    TimedOut,
}

/// One order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrderView {
    /// Its number.
    pub id: u32,
    /// The charger.
    pub station: u32,
    /// What was ordered.
    pub command: CommandView,
    /// Where it stands.
    pub state: OrderState,
    /// The charger's own word, for example `Rejected`, or why it timed out (`noAnswer`, `noEffect`, `notConnected`,
    /// `notPluggedIn`, `restarted`).
    pub detail: Option<String>,
    /// What the charger told beside yes or no.
    pub finding: Option<FindingView>,
    /// When it was asked.
    #[ts(type = "number")]
    pub asked_at: i64,
    /// When it last moved.
    #[ts(type = "number")]
    pub changed_at: i64,
    /// Through which door: `window` or `browser`; `automation` = Forecourt by itself.
    pub by: String,
}

/// What became of one charger's part of an order to several.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrderResult {
    /// The charger.
    pub station: u32,
    /// Its order; `null` when it could not be given.
    pub order: Option<OrderView>,
    /// Why not.
    pub fault: Option<crate::fault::Fault>,
}
