//! Statements, and reports as tables.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// By whom charging is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum RecipientKind {
    /// Each driver.
    Driver,
    /// Each cost centre.
    CostCentre,
}

/// A statement that was issued. Never changed; a correction is another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StatementView {
    /// Our number for it.
    pub id: u32,
    /// The number on it; without gaps.
    pub number: String,
    /// Who.
    pub kind: RecipientKind,
    /// The driver or cost centre.
    pub recipient: u32,
    /// The name on it.
    pub recipient_name: String,
    /// Where it is sent; empty = nowhere.
    pub email: String,
    /// Sessions that ended at or after.
    #[ts(type = "number")]
    pub from: i64,
    /// Sessions that ended before.
    #[ts(type = "number")]
    pub to: i64,
    /// When it was issued.
    #[ts(type = "number")]
    pub issued_at: i64,
    /// To be paid until.
    #[ts(type = "number")]
    pub due_at: i64,
    /// How many sessions.
    pub sessions: u32,
    /// Their energy.
    #[ts(type = "number")]
    pub energy_wh: i64,
    /// ISO 4217.
    pub currency: String,
    /// What is to be paid, with tax.
    pub total: String,
    /// The number of the statement that it corrects.
    pub corrects: Option<String>,
    /// What is left to pay beyond the corrected one; negative = to be given back.
    pub difference: Option<String>,
    /// The number of the statement that corrects it.
    pub corrected_by: Option<String>,
    /// When it was paid.
    #[ts(type = "number | null")]
    pub paid_at: Option<i64>,
    /// Sessions on it were amended since.
    pub outdated: bool,
}

/// What a statement would hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlannedStatementView {
    /// The driver or cost centre; `null` = sessions of nobody, which no statement can hold.
    pub recipient: Option<u32>,
    /// Its name.
    pub recipient_name: String,
    /// Where it would be sent.
    pub email: String,
    /// How many sessions would stand on it.
    pub sessions: u32,
    /// Their energy.
    #[ts(type = "number")]
    pub energy_wh: i64,
    /// ISO 4217; empty without a priced session.
    pub currency: String,
    /// What it would come to.
    pub total: String,
    /// Sessions of that time that still run.
    pub open: u32,
    /// Sessions without a price.
    pub unpriced: u32,
    /// Sessions whose figures seem wrong.
    pub findings: u32,
    /// Sessions that stand on a statement already.
    pub stated: u32,
}

/// Statements that were written into a folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StatementFilesView {
    /// The folder.
    pub folder: String,
    /// The files' names.
    pub files: Vec<String>,
}

/// A report as a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ReportKind {
    /// One line a session.
    Sessions,
    /// Energy and cost by day.
    Days,
    /// By month.
    Months,
    /// By charger.
    Chargers,
    /// By driver.
    Drivers,
    /// By cost centre.
    CostCentres,
    /// Statements that are not paid.
    Unpaid,
    /// Cards that belong to nobody.
    LooseCards,
}

/// Which report of which sessions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReportQuery {
    /// Which.
    pub report: ReportKind,
    /// Sessions that began at or after.
    #[ts(type = "number | null")]
    #[serde(default)]
    pub from: Option<i64>,
    /// Sessions that began before.
    #[ts(type = "number | null")]
    #[serde(default)]
    pub to: Option<i64>,
    /// At this charger only.
    #[serde(default)]
    pub station: Option<u32>,
    /// Of this driver only.
    #[serde(default)]
    pub driver: Option<u32>,
    /// Of this cost centre only.
    #[serde(default)]
    pub cost_centre: Option<u32>,
}

/// A report to be looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReportView {
    /// Its columns.
    pub columns: Vec<ReportColumnView>,
    /// Its rows, at most 1,000, each with one text per column: numbers as plain decimals with a point, times in milliseconds
    /// since the Unix epoch.
    pub rows: Vec<Vec<String>>,
    /// The totals row, one text per column; empty without totals.
    pub totals: Vec<String>,
    /// There are more rows than these.
    pub more: bool,
}

/// A column of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReportColumnView {
    /// Its stable name.
    pub name: String,
    /// Its heading.
    pub heading: String,
    /// What it holds.
    pub kind: ReportColumnKind,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ReportColumnKind {
    /// Text.
    Text,
    /// A number.
    Number,
    /// Kilowatt-hours.
    Energy,
    /// Money; the currency stands in a column of its own.
    Money,
    /// A moment.
    Time,
    /// A day, as `2026-10-31`.
    Date,
    /// Whole seconds.
    Duration,
}
