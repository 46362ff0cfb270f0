//! Sessions as a screen shows them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::BillFindingKind;

/// What is special about a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SessionFlag {
    /// A value was estimated.
    Estimated,
    /// Told after the fact: the charger was offline.
    Offline,
    /// Put together by Forecourt from incomplete messages.
    Repaired,
    /// It never ended properly.
    Interrupted,
    /// Only its end was told.
    Orphan,
    /// Messages are missing between its first and last.
    Gap,
    /// The charger's clock was wrong.
    Clock,
    /// The card was refused.
    Refused,
    /// The charger told the same thing twice, differently.
    Conflict,
    /// The meter ran backwards.
    Register,
    /// The meter moved between the session before and this one.
    Jump,
}

/// One session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionView {
    /// Its number.
    pub id: u32,
    /// The charger.
    pub station: u32,
    /// The charger's name.
    pub station_name: String,
    /// The charger's own name.
    pub identity: String,
    /// Bay number.
    pub bay: Option<u16>,
    /// EVSE, 0 when never told.
    pub evse: u16,
    /// Connector, 0 when never told.
    pub connector: u16,
    /// Transaction id on the wire.
    pub transaction_id: String,
    /// Card.
    pub token: Option<String>,
    /// Began, by the charger's clock.
    #[ts(type = "number")]
    pub started_at: i64,
    /// Ended, by the charger's clock; `null` while open.
    #[ts(type = "number | null")]
    pub ended_at: Option<i64>,
    /// When we were told of the beginning.
    #[ts(type = "number")]
    pub started_received: i64,
    /// When we were told of the end.
    #[ts(type = "number | null")]
    pub ended_received: Option<i64>,
    /// Whole seconds between beginning and end (or now); never negative.
    #[ts(type = "number")]
    pub duration_s: i64,
    /// Meter at the beginning.
    #[ts(type = "number | null")]
    pub meter_start_wh: Option<i64>,
    /// Meter at the end, or the newest reading.
    #[ts(type = "number | null")]
    pub meter_stop_wh: Option<i64>,
    /// Delivered (so far).
    #[ts(type = "number | null")]
    pub energy_wh: Option<i64>,
    /// Why it ended, the charger's word.
    pub reason: Option<String>,
    /// What is special about it.
    pub flags: Vec<SessionFlag>,
    /// `1.6`, `2.0.1` or `2.1`.
    pub protocol: String,
    /// Who charged.
    pub driver: Option<u32>,
    /// The driver's name when it was closed, or now.
    pub driver_name: Option<String>,
    /// The cost centre's name.
    pub cost_centre_name: Option<String>,
    /// What it costs (so far), as decimal text; `null` without a tariff.
    pub cost: Option<String>,
    /// ISO 4217.
    pub currency: Option<String>,
    /// The cost is frozen.
    pub closed: bool,
    /// It was amended after it was closed.
    pub amended: bool,
    /// What seems to be wrong with its figures.
    pub findings: Vec<BillFindingKind>,
    /// The number of the statement that it stands on.
    pub statement: Option<String>,
}

/// Which sessions, newest first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct SessionQuery {
    /// Began at or after.
    #[ts(type = "number | null")]
    pub from: Option<i64>,
    /// Began before.
    #[ts(type = "number | null")]
    pub to: Option<i64>,
    /// At this charger only.
    pub station: Option<u32>,
    /// Of this driver only.
    pub driver: Option<u32>,
    /// Of this cost centre only.
    pub cost_centre: Option<u32>,
    /// Only those whose figures seem wrong.
    pub wrong: bool,
    /// Card, charger name or session number contains this.
    pub text: Option<String>,
    /// How many, at most 500; 0 means 100.
    pub limit: u32,
    /// How many to skip.
    pub offset: u32,
}

/// One page of sessions with the totals of the whole selection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionPage {
    /// The sessions, newest first.
    pub sessions: Vec<SessionView>,
    /// Over everything selected, not this page alone.
    pub totals: SessionTotals,
}

/// Totals of a selection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionTotals {
    /// How many.
    pub sessions: u32,
    /// Of these, still open.
    pub open: u32,
    /// Energy of all of them.
    #[ts(type = "number")]
    pub energy_wh: i64,
    /// What they cost, by currency.
    pub costs: Vec<MoneyView>,
}

/// An amount of money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MoneyView {
    /// Decimal text with a point.
    pub amount: String,
    /// ISO 4217.
    pub currency: String,
}
