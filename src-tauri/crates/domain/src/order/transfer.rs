//! Files that a station fetches or sends: firmware, diagnostics, logs.

use crate::time::Timestamp;

/// Firmware to fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirmwareImage {
    /// Where it lies.
    pub location: String,
    /// Not to be fetched before.
    pub retrieve_at: Timestamp,
    /// How often to try again; `None` = the station's own habit.
    pub retries: Option<u32>,
    /// How long to wait between tries, in seconds.
    pub retry_s: Option<u32>,
}

/// Firmware to fetch with its maker's signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedImage {
    /// Our number for it.
    pub request: u32,
    /// Where and when to fetch it.
    pub image: FirmwareImage,
    /// Not to be installed before.
    pub install_at: Option<Timestamp>,
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
    /// It goes on.
    Running,
    /// It is done.
    Done,
    /// It failed.
    Failed,
}
