//! What a session's stored messages prove.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What checking says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum EvidenceVerdict {
    /// Genuine.
    Valid,
    /// Not genuine, or not what it should be.
    Invalid,
    /// No key is known to check it with.
    KeyUnknown,
    /// Cannot be checked here.
    NotCheckable,
}

/// Why it is not valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum EvidenceWhy {
    /// Invalid: the signature does not match.
    Signature,
    /// Invalid: the key that came along is not the one in the charger's setting.
    OtherKey,
    /// Invalid: the values are of different meters.
    OtherMeter,
    /// Invalid: pages of the meter's book are missing or repeated.
    Pages,
    /// Invalid: beginning and end are not in this order.
    Order,
    /// Invalid: the meter was not well.
    Status,
    /// Invalid: the meter marked an error.
    Errors,
    /// Invalid: the register ran backwards.
    Backwards,
    /// Not checkable: the format is not understood here.
    Form,
    /// Not checkable: damaged or incomplete.
    Unreadable,
    /// Not checkable: signatures of this kind cannot be checked here.
    Method,
    /// Not checkable: the key cannot be read.
    Key,
    /// Not checkable: no signed value of the beginning.
    NoBegin,
    /// Not checkable: no signed value of the end.
    NoEnd,
}

/// What checking says, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EvidenceCheck {
    /// What.
    pub verdict: EvidenceVerdict,
    /// Why; `null` unless invalid or not checkable.
    pub why: Option<EvidenceWhy>,
}

/// Where the key came from that was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum EvidenceKeyFrom {
    /// It came with the value itself: that shows only that the value was not changed since.
    Value,
    /// A setting of the charger holds it.
    Setting,
    /// It came with the value, and a setting of the charger holds the same.
    Both,
}

/// What a signed reading marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum EvidenceMark {
    /// The beginning of the session.
    Begin,
    /// Something on the way.
    Between,
    /// Its end.
    End,
}

/// One reading of a signed value, as the meter wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EvidenceReadingView {
    /// What it marks.
    pub mark: Option<EvidenceMark>,
    /// Its time in the meter's own notation.
    pub at: String,
    /// Value and unit.
    pub reading: String,
    /// Which register (OBIS).
    pub register: String,
}

/// One signed value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SignedValueView {
    /// When it was received.
    #[ts(type = "number")]
    pub received: i64,
    /// When it was taken, by the charger's clock.
    #[ts(type = "number | null")]
    pub at: Option<i64>,
    /// On which occasion, the charger's word; may be empty.
    pub context: String,
    /// How it was signed; may be empty.
    pub method: String,
    /// The meter's serial number; empty when it cannot be read.
    pub meter: String,
    /// The page of the meter's book.
    #[ts(type = "number | null")]
    pub page: Option<u64>,
    /// Its readings; empty when they cannot be read.
    pub readings: Vec<EvidenceReadingView>,
    /// The signed document to the byte.
    pub data: String,
    /// About its signature alone.
    pub check: EvidenceCheck,
    /// Where the key came from.
    pub key_from: Option<EvidenceKeyFrom>,
    /// The setting that holds the key.
    pub key_setting: Option<String>,
    /// The key, as it came.
    pub key: Option<String>,
}

/// What a session's stored messages prove.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EvidenceView {
    /// How many messages are stored.
    pub frames: u32,
    /// Signed values in their order.
    pub values: Vec<SignedValueView>,
    /// All of them together; `null` when there is none.
    pub check: Option<EvidenceCheck>,
    /// By the signed readings, from the beginning to the end, in watt-hours.
    #[ts(type = "number | null")]
    pub energy_wh: Option<i64>,
}
