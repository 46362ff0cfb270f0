//! Tariffs. Prices and amounts are decimal text with a point: `0.4200`; never numbers that a screen could round.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A tariff with all its versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TariffView {
    /// Number.
    pub id: u32,
    /// Name, 1 to 60 characters.
    pub name: String,
    /// Its versions, oldest first; never changed.
    pub versions: Vec<TariffVersionView>,
}

/// Which tariff counts where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TariffUseView {
    /// The tariff.
    pub tariff: u32,
    /// At this charger; `null` = at all.
    pub station: Option<u32>,
    /// For this cost centre's drivers; `null` = for all.
    pub cost_centre: Option<u32>,
}

/// A tariff as it is valid from a moment on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TariffVersionView {
    /// Its number, from 1; given by the core.
    pub number: u32,
    /// Valid from, in milliseconds since the Unix epoch.
    #[ts(type = "number")]
    pub valid_from: i64,
    /// ISO 4217, for example `EUR`.
    pub currency: String,
    /// Digits of its smallest unit; given by the core.
    pub digits: u8,
    /// Prices hold the tax already.
    pub tax_included: bool,
    /// What is charged for. Of those for one component the first that counts at a moment is taken.
    pub elements: Vec<TariffElementView>,
    /// Energy that each session has free, in watt-hours.
    #[ts(type = "number")]
    pub free_wh: i64,
    /// How long a car may stay after the end of charging for nothing, in minutes.
    pub grace_min: u32,
    /// The least that a session costs; `null` = no least.
    pub least: Option<String>,
    /// The most.
    pub most: Option<String>,
    /// When it was made; given by the core.
    #[ts(type = "number")]
    pub made_at: i64,
}

/// A price and when it counts, by the site's clocks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TariffElementView {
    /// For what.
    pub component: TariffComponent,
    /// Per kWh, per hour, or each: at most six digits after the point.
    pub price: String,
    /// VAT in percent, at most two digits after the point.
    pub vat: String,
    /// When.
    pub window: WindowView,
}

/// What is charged for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum TariffComponent {
    /// Energy, per kWh.
    Energy,
    /// Time while charging, per hour.
    Charging,
    /// Time parked after the end of charging, per hour.
    Parked,
    /// Each session.
    Session,
}

/// When a price counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct WindowView {
    /// From this minute of the day on; `null` = all day. A window over midnight begins later than it ends.
    pub from_minute: Option<u16>,
    /// Until before this minute.
    pub to_minute: Option<u16>,
    /// On these days, 1 = Monday to 7 = Sunday; empty = on all.
    pub weekdays: Vec<u8>,
    /// First day of the season as month and day; `null` = all year.
    pub season_from: Option<[u8; 2]>,
    /// Its last day.
    pub season_to: Option<[u8; 2]>,
}

/// What a tariff would have made of the sessions of a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TariffPreviewView {
    /// How many sessions.
    pub sessions: u32,
    /// Their energy.
    #[ts(type = "number")]
    pub energy_wh: i64,
    /// What they cost, where that is in the same currency.
    pub was: String,
    /// What they would have cost.
    pub would: String,
    /// The currency.
    pub currency: String,
    /// Those whose cost would change most, at most ten.
    pub examples: Vec<PreviewSessionView>,
}

/// One session under another tariff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PreviewSessionView {
    /// The session.
    pub session: u32,
    /// When it began.
    #[ts(type = "number")]
    pub started_at: i64,
    /// Its energy.
    #[ts(type = "number")]
    pub energy_wh: i64,
    /// What it cost; `null` = nothing was charged for.
    pub was: Option<String>,
    /// What it would have cost.
    pub would: String,
}
