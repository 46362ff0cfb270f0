//! Faults of a charger: what is wrong, what was, how often, and what each means.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A charger's faults.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FaultsView {
    /// What is wrong now, newest first.
    pub open: Vec<FaultView>,
    /// What was, newest first, at most 200.
    pub past: Vec<FaultView>,
    /// How many began in each of the last twelve months, the present one last, in the site's time zone.
    pub months: Vec<FaultMonthView>,
    /// Files of explanations that could not be used, as short English sentences for the technician.
    pub problems: Vec<String>,
    /// The folder in which files of explanations are looked for.
    pub folder: String,
}

/// A fault.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FaultView {
    /// Our number for it.
    pub id: u32,
    /// When it began.
    #[ts(type = "number")]
    pub began: i64,
    /// When it was over; `null` = it is not.
    #[ts(type = "number | null")]
    pub ended: Option<i64>,
    /// Which EVSE; `null` = the charger as a whole.
    pub evse: Option<u16>,
    /// Which connector of it; `null` = all of the EVSE.
    pub connector: Option<u16>,
    /// The protocol's word: an error code, or `Component.Variable`.
    pub code: String,
    /// The maker's own word.
    pub vendor_code: Option<String>,
    /// What the charger added.
    pub info: Option<String>,
    /// It switched itself off; otherwise it was a warning.
    pub off: bool,
    /// What it means; `null` = the manual does not know it.
    pub explanation: Option<ExplanationView>,
}

/// What a fault means.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExplanationView {
    /// What happened, in a few words.
    pub title: String,
    /// Why that may be.
    pub cause: String,
    /// What to do next.
    pub next: String,
}

/// Faults of a month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FaultMonthView {
    /// Its first moment.
    #[ts(type = "number")]
    pub from: i64,
    /// How many began in it.
    pub count: u32,
}
