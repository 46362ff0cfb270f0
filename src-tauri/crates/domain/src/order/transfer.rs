//! Files that a station fetches or sends: firmware, diagnostics, logs.

use crate::time::Timestamp;

/// Firmware to fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirmwareImage {
    /// Our number for it, where the protocol carries one.
    pub request: u32,
    /// Where it lies.
    pub location: String,
    /// Not to be fetched before.
    pub retrieve_at: Timestamp,
    /// Not to be installed before, where the protocol carries it; `None` = as soon as it is fetched.
    pub install_at: Option<Timestamp>,
    /// How often to try again; `None` = the station's own habit.
    pub retries: Option<u32>,
    /// How long to wait between tries, in seconds.
    pub retry_s: Option<u32>,
}

/// Firmware to fetch with its maker's signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedImage {
    /// Where and when to fetch it.
    pub image: FirmwareImage,
    /// The certificate that signed it, PEM.
    pub certificate: String,
    /// The signature, base64.
    pub signature: String,
}

/// Something to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Where to.
    pub location: String,
    /// From when on.
    pub from: Option<Timestamp>,
    /// Until when.
    pub to: Option<Timestamp>,
    /// How often to try again.
    pub retries: Option<u32>,
    /// How long to wait between tries, in seconds.
    pub retry_s: Option<u32>,
}

/// Which log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogKind {
    /// What it did.
    Diagnostics,
    /// What concerns its security.
    Security,
}

/// What a station tells about a transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Of what.
    pub of: Transfer,
    /// Our number for it, where the protocol carries it.
    pub request: Option<u32>,
    /// Where it stands.
    pub stage: Stage,
    /// The station's word, for example `Downloading`.
    pub word: String,
}

/// What is transferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transfer {
    /// Firmware.
    Firmware,
    /// Firmware with a signature.
    SignedFirmware,
    /// Diagnostics.
    Diagnostics,
    /// A log.
    Log,
}

/// Where a transfer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Nothing is going on.
    Idle,
    /// It will be fetched later.
    Scheduled,
    /// Firmware is being fetched.
    Downloading,
    /// Fetching rests for a while.
    Paused,
    /// Firmware was fetched.
    Downloaded,
    /// Its signature was found to be right.
    Verified,
    /// It will be installed later.
    InstallScheduled,
    /// It is being installed.
    Installing,
    /// The station restarts into it.
    Rebooting,
    /// A file is being sent.
    Sending,
    /// It goes on, by a word that we do not know.
    Running,
    /// It is done.
    Done,
    /// It could not be fetched.
    Unfetched,
    /// Its signature or certificate was found to be wrong.
    Distrusted,
    /// It failed otherwise.
    Failed,
    /// Another one took its place.
    Cancelled,
}

impl Stage {
    /// Whether nothing more will happen to the transfer.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Unfetched | Self::Distrusted | Self::Failed | Self::Cancelled)
    }
}
