//! What a session costs, and how that was put right.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{TariffComponent, WindowView};

/// The cost of a session with everything that was ever said about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionBillView {
    /// The session.
    pub session: u32,
    /// What counts now.
    pub now: BillFiguresView,
    /// It is frozen: the session is over, and what it costs changes by amendments only.
    pub frozen: bool,
    /// What seems to be wrong with its figures.
    pub findings: Vec<BillFindingView>,
    /// How it came to be, oldest first: the closing, and each amendment.
    pub history: Vec<BillEntryView>,
    /// The number of the statement that it stands on.
    pub statement: Option<String>,
}

/// Figures and cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BillFiguresView {
    /// Ended; `null` while it runs.
    #[ts(type = "number | null")]
    pub ended_at: Option<i64>,
    /// Meter at the beginning.
    #[ts(type = "number | null")]
    pub meter_start_wh: Option<i64>,
    /// Meter at the end, or the newest.
    #[ts(type = "number | null")]
    pub meter_stop_wh: Option<i64>,
    /// Energy.
    #[ts(type = "number | null")]
    pub energy_wh: Option<i64>,
    /// Who charged.
    pub driver: Option<u32>,
    /// The driver's name at that time.
    pub driver_name: String,
    /// The cost centre's name at that time.
    pub cost_centre_name: String,
    /// What it costs; `null` without a tariff.
    pub bill: Option<BillView>,
}

/// What a session costs, line by line. Amounts are decimal text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BillView {
    /// ISO 4217.
    pub currency: String,
    /// The tariff's number.
    pub tariff: u32,
    /// The tariff's name.
    pub tariff_name: String,
    /// The version that was valid at its beginning.
    pub version: u32,
    /// Prices and lines hold the tax already.
    pub tax_included: bool,
    /// The lines.
    pub lines: Vec<BillLineView>,
    /// By rates, the lowest first.
    pub taxes: Vec<BillTaxView>,
    /// Without tax.
    pub net: String,
    /// The tax.
    pub vat: String,
    /// With tax.
    pub total: String,
    /// A value was estimated.
    pub estimated: bool,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BillLineView {
    /// For what; `null` = lifts to the least or lowers to the most.
    pub component: Option<TariffComponent>,
    /// When its price counts.
    pub window: WindowView,
    /// Watt-hours, milliseconds, or how many times.
    #[ts(type = "number")]
    pub quantity: i64,
    /// The price of a kWh, an hour, or each.
    pub price: String,
    /// VAT in percent.
    pub vat: String,
    /// What it costs, in the terms of the price.
    pub amount: String,
    /// A part of it was divided by time, since no reading was taken at a border.
    pub estimated: bool,
}

/// What has one rate of tax.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BillTaxView {
    /// Percent.
    pub vat: String,
    /// Without tax.
    pub net: String,
    /// The tax.
    pub tax: String,
}

/// Something that seems to be wrong, with what it would be mended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BillFindingView {
    /// What.
    pub kind: BillFindingKind,
    /// The figures as they would be.
    pub after: BillFiguresView,
    /// The other session, for one that was told twice.
    pub other: Option<u32>,
}

/// What may be wrong with a session's figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum BillFindingKind {
    /// Nobody told its end.
    MissingStop,
    /// It began at zero though the meter stood elsewhere.
    ZeroBaseline,
    /// The meter fell while it ran.
    RegisterReset,
    /// Kilowatt-hours were told as watt-hours.
    TooSmall,
    /// Watt-hours were told as kilowatt-hours.
    TooLarge,
    /// The same session was told twice.
    Duplicate,
    /// Figures were typed in, and the charger told others afterwards.
    ToldOtherwise,
}

/// The closing of a session or an amendment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BillEntryView {
    /// 0 = the closing.
    pub number: u32,
    /// When.
    #[ts(type = "number")]
    pub at: i64,
    /// Who: `desktop`, `browser`, or `automation`.
    pub author: String,
    /// What was done.
    pub kind: BillEntryKind,
    /// Why, in the author's words.
    pub reason: String,
    /// The figures from then on.
    pub figures: BillFiguresView,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum BillEntryKind {
    /// The session was closed.
    Closed,
    /// A finding was mended.
    Repaired,
    /// Figures were typed in.
    Corrected,
    /// Another driver.
    Driver,
    /// A tariff was applied that counted already then.
    Priced,
    /// The charger told something after it was closed.
    Late,
    /// The last amendment was taken back.
    Undone,
}

/// What to change about a closed session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum AmendView {
    /// Mend a finding.
    Repair {
        /// Which.
        finding: BillFindingKind,
    },
    /// Give it to another driver, or to none.
    Driver {
        /// Who charged.
        driver: Option<u32>,
    },
    /// Type figures in.
    Figures {
        /// Ended, in milliseconds since the Unix epoch.
        #[ts(type = "number")]
        ended_at: i64,
        /// Meter at the beginning.
        #[ts(type = "number")]
        meter_start_wh: i64,
        /// Meter at the end.
        #[ts(type = "number")]
        meter_stop_wh: i64,
    },
    /// Price it by the tariff that counts now for its time.
    Price,
    /// Take the last amendment back.
    Undo,
}

/// Whether the chain of closed sessions and amendments holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LedgerView {
    /// How many entries were looked at.
    pub entries: u32,
    /// The hash of the newest entry, hexadecimal; empty without any.
    pub head: String,
    /// Where it breaks first; `null` = it holds.
    pub broken: Option<LedgerBreakView>,
    /// When it was looked at.
    #[ts(type = "number")]
    pub at: i64,
}

/// Where the chain breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LedgerBreakView {
    /// The session.
    pub session: u32,
    /// The entry of that session: 0 = its closing.
    pub entry: u32,
    /// `content`: the entry is not what was written; `order`: entries are missing or moved; `session`: the session's figures are
    /// not those that were closed.
    pub why: String,
}

/// How many sessions were priced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PricedView {
    /// So many.
    pub sessions: u32,
}
