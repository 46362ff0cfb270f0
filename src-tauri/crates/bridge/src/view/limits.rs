//! What orders carry and what their answers tell: limits over time, certificates, settings.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What limits are measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub enum RateUnitView {
    /// Amperes per phase.
    A,
    /// Watts over all phases.
    W,
}

/// What a profile is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ProfilePurpose {
    /// The limit of the whole charger.
    Station,
    /// The limit of every session that has none of its own.
    Default,
    /// The limit of the running session.
    Session,
}

/// How a profile's times are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ProfileKindView {
    /// From a moment on.
    Absolute,
    /// From the session's start on.
    Relative,
    /// Every day.
    Daily,
    /// Every week.
    Weekly,
}

/// Limits over time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProfileView {
    /// Its number; in a request `null` = a new one.
    pub id: Option<u32>,
    /// Higher wins within a purpose.
    pub stack_level: u32,
    /// What for.
    pub purpose: ProfilePurpose,
    /// How its times are meant.
    pub kind: ProfileKindView,
    /// The session, for the purpose `session`; `null` inside a start.
    pub session: Option<u32>,
    /// Not before, in milliseconds since the Unix epoch.
    #[ts(type = "number | null")]
    pub valid_from: Option<i64>,
    /// Not after.
    #[ts(type = "number | null")]
    pub valid_to: Option<i64>,
    /// The limits.
    pub schedule: ScheduleView,
}

/// Limits from moment to moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScheduleView {
    /// From when, in milliseconds since the Unix epoch; `null` where the kind says it.
    #[ts(type = "number | null")]
    pub start: Option<i64>,
    /// For how long, in seconds; `null` = until replaced.
    pub duration_s: Option<u32>,
    /// What the limits are measured in.
    pub unit: RateUnitView,
    /// At least one; the first at second 0.
    pub periods: Vec<PeriodView>,
}

/// A limit from a moment on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PeriodView {
    /// Seconds after the start.
    pub start_s: u32,
    /// The limit in tenths of the unit.
    pub limit_tenths: u32,
    /// Over how many phases; `null` = 3.
    pub phases: Option<u8>,
}

/// What a root certificate is trusted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum RootKindView {
    /// To be this central system.
    Central,
    /// To sign firmware.
    Manufacturer,
}

/// A certificate as the charger names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CertificateHashView {
    /// For example `SHA256`.
    pub algorithm: String,
    /// Hash of the issuer's name, hex.
    pub issuer_name: String,
    /// Hash of the issuer's key, hex.
    pub issuer_key: String,
    /// Serial number, hex.
    pub serial: String,
}

/// What an answer told beside yes or no.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "told", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum FindingView {
    /// Settings.
    Settings {
        /// What is known.
        known: Vec<SettingView>,
        /// What the charger does not know.
        unknown: Vec<String>,
    },
    /// The version of the card list: 0 = empty, -1 = it has none.
    ListVersion {
        /// The version.
        #[ts(type = "number")]
        version: i64,
    },
    /// The limits that result from all profiles.
    Schedule {
        /// `null` when it told none.
        schedule: Option<ScheduleView>,
    },
    /// Certificates that it trusts.
    Certificates {
        /// Each as it is to be named for deletion.
        list: Vec<CertificateHashView>,
    },
    /// The file that it is going to send.
    File {
        /// `null` = it has nothing to send.
        name: Option<String>,
    },
    /// A maker's own answer.
    Data {
        /// Its content.
        data: String,
    },
}

/// A setting of a charger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SettingView {
    /// Its name, as the charger spells it.
    pub key: String,
    /// Its value; `null` when the charger keeps it to itself.
    pub value: Option<String>,
    /// It cannot be changed.
    pub read_only: bool,
}
