//! What a station can be told to do.

use crate::order::TokenList;
use crate::order::{CertificateHash, RootKind};
use crate::order::{ChargingProfile, ProfileFilter, RateUnit};
use crate::order::{FirmwareImage, LogKind, SignedImage, Upload};
use crate::order::{Reservation, ReservationKey};
use crate::place::{ConnectorRef, Place};
use crate::session::{SessionKey, WireRef};
use crate::token::IdToken;

/// What a station can be told to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Start charging at a connector for a token.
    Start {
        /// Where.
        at: ConnectorRef,
        /// For whom.
        token: IdToken,
        /// Within these limits, from the first moment on.
        profile: Option<Box<ChargingProfile>>,
    },
    /// Stop a session.
    Stop {
        /// Which.
        session: SessionKey,
        /// Its reference on the wire.
        wire: WireRef,
    },
    /// Unlock a connector's cable.
    Unlock {
        /// Where.
        at: ConnectorRef,
    },
    /// Restart.
    Restart {
        /// At once; otherwise gracefully or when idle, whichever the protocol has.
        now: bool,
    },
    /// Take in or out of service.
    Service {
        /// The whole station, an EVSE or one connector.
        at: Place,
        /// In service?
        operative: bool,
    },
    /// Ask for a message now.
    Trigger {
        /// Which.
        what: Trigger,
        /// Where.
        at: Place,
        /// By the security extension's own message, where the protocol has two.
        extended: bool,
    },
    /// Read settings.
    ReadSettings {
        /// Which; empty = all.
        keys: Vec<String>,
    },
    /// Change a setting.
    ChangeSetting {
        /// Which, as the station spells it.
        key: String,
        /// To what.
        value: String,
    },
    /// Change the password that the station shows when it connects.
    ChangePassword {
        /// The new one. Secret: never stored, logged or shown.
        password: Secret,
    },
    /// Forget the tokens that it remembers by itself.
    ClearCache,
    /// Ask for the version of its local token list.
    ReadListVersion,
    /// Replace or amend its local token list.
    SendList(TokenList),
    /// Keep a connector for somebody.
    Reserve(Reservation),
    /// Keep it no longer.
    CancelReservation {
        /// Which.
        reservation: ReservationKey,
    },
    /// Set limits over time.
    SetProfile {
        /// The station or a connector.
        at: Place,
        /// The limits.
        profile: ChargingProfile,
    },
    /// Take limits away.
    ClearProfiles(ProfileFilter),
    /// Ask for the limits that result from all profiles together.
    ReadSchedule {
        /// The station (its grid connection) or a connector.
        at: Place,
        /// For how long from now, in seconds.
        duration_s: u32,
        /// In which unit; `None` = the station chooses.
        unit: Option<RateUnit>,
    },
    /// Send a vendor's own message.
    SendData {
        /// The vendor's name for itself.
        vendor: String,
        /// Which of its messages.
        message: Option<String>,
        /// Its content.
        data: Option<String>,
    },
    /// Fetch and install firmware.
    UpdateFirmware(FirmwareImage),
    /// Fetch, check and install firmware that its maker signed.
    UpdateSignedFirmware(SignedImage),
    /// Send diagnostics to an address.
    SendDiagnostics(Upload),
    /// Send a log to an address (security extension, 2.x).
    SendLog {
        /// Our number for it.
        request: u32,
        /// Which.
        kind: LogKind,
        /// Where to and which part.
        upload: Upload,
    },
    /// Trust a root certificate.
    InstallCertificate {
        /// For what.
        kind: RootKind,
        /// PEM.
        pem: String,
    },
    /// List the root certificates that it trusts.
    ListCertificates {
        /// Of which kind.
        kind: RootKind,
    },
    /// Trust a root certificate no longer.
    DeleteCertificate(CertificateHash),
    /// Hand over the station's own certificate that it asked for.
    DeliverCertificate {
        /// PEM, the station's own first.
        chain: String,
    },
}

/// Something that must never be seen: shown as dots wherever it would be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("•••")
    }
}

/// Messages that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// Who are you?
    Boot,
    /// Are you there?
    Heartbeat,
    /// What are you doing?
    Status,
    /// What does your meter say?
    Meter,
    /// How far is the diagnostics' upload?
    Diagnostics,
    /// How far is the firmware's update?
    Firmware,
    /// How far is the log's upload?
    Log,
    /// Ask us for a new certificate of your own.
    SignCertificate,
}

impl Command {
    /// Whether a station may be told this while it waits to be let in: only what the operator needs to decide and to
    /// set it up (1.6 section 4.2: no remote start or stop while Pending).
    pub const fn fits_a_waiting_station(&self) -> bool {
        matches!(
            self,
            Self::ReadSettings { .. }
                | Self::ChangeSetting { .. }
                | Self::ChangePassword { .. }
                | Self::Trigger { .. }
        )
    }

    /// Whether an answer alone shows that it was done: nothing follows that could be seen.
    pub const fn is_done_when_accepted(&self) -> bool {
        match self {
            Self::Start { .. }
            | Self::Stop { .. }
            | Self::Restart { .. }
            | Self::Service { .. }
            | Self::Trigger { .. }
            | Self::UpdateFirmware(_)
            | Self::UpdateSignedFirmware(_)
            | Self::SendDiagnostics(_)
            | Self::SendLog { .. } => false,
            Self::Unlock { .. }
            | Self::ReadSettings { .. }
            | Self::ChangeSetting { .. }
            | Self::ChangePassword { .. }
            | Self::ClearCache
            | Self::ReadListVersion
            | Self::SendList(_)
            | Self::Reserve(_)
            | Self::CancelReservation { .. }
            | Self::SetProfile { .. }
            | Self::ClearProfiles(_)
            | Self::ReadSchedule { .. }
            | Self::SendData { .. }
            | Self::InstallCertificate { .. }
            | Self::ListCertificates { .. }
            | Self::DeleteCertificate(_)
            | Self::DeliverCertificate { .. } => true,
        }
    }
}
