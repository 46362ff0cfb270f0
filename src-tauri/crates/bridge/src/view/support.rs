//! What goes into a support bundle.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a support bundle of this stretch of time holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SupportView {
    /// The name of the file.
    pub name: String,
    /// Its entries, in their order.
    pub entries: Vec<SupportEntryView>,
}

/// An entry of a support bundle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SupportEntryView {
    /// Its name in the bundle.
    pub name: String,
    /// What it is.
    pub part: SupportPart,
    /// How many things are in it: settings, faults, messages.
    #[ts(type = "number")]
    pub count: u64,
    /// Its size before compression, in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Count and size are estimates.
    pub about: bool,
}

/// What an entry of a support bundle is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SupportPart {
    /// What is in the bundle.
    Readme,
    /// Who the charger is, and our version.
    Identity,
    /// Updates of its firmware.
    Firmware,
    /// Its settings.
    Settings,
    /// What was wrong with it.
    Faults,
    /// When it connected and went.
    Connections,
    /// Its messages, without secrets.
    Messages,
    /// A log that it sent, as text and without what we know to be secret.
    Log,
    /// A log exactly as it sent it.
    RawLog,
    /// A log that stays out, because nothing can be taken out of it.
    Withheld,
}
