//! Charts: the drawing, and the geometry that lets a screen add a cursor and zoom.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which chart, of what time, for which screen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChartQuery {
    /// What is drawn.
    pub chart: ChartKind,
    /// From; `null` = the natural beginning (the session's, the day's).
    #[ts(type = "number | null")]
    pub from: Option<i64>,
    /// To; `null` = the natural end.
    #[ts(type = "number | null")]
    pub to: Option<i64>,
    /// Width in CSS pixels, 120 to 4000.
    pub width: u32,
    /// Height in CSS pixels, 60 to 2000.
    pub height: u32,
    /// Palette.
    pub theme: Theme,
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum ChartKind {
    /// Power, current and battery of one session.
    Session {
        /// The session's number.
        session: u32,
    },
    /// Power, current and battery of one connector over a period.
    Connector {
        /// The charger.
        station: u32,
        /// EVSE, from 1.
        evse: u16,
        /// Connector, from 1.
        connector: u16,
    },
    /// Power of the whole site, stacked by bay; natural range: today.
    SitePower,
    /// Energy by local day, stacked by bay; natural range: the last 30 days.
    EnergyByDay,
}

/// Palette.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// A drawn chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChartView {
    /// The drawing.
    pub svg: String,
    /// Its panels, top to bottom, sharing one time axis.
    pub panels: Vec<PanelView>,
    /// Begin of the drawn range.
    #[ts(type = "number")]
    pub from: i64,
    /// End of the drawn range.
    #[ts(type = "number")]
    pub to: i64,
    /// Nothing was measured in this range.
    pub empty: bool,
}

/// One panel: where its plot lies in the drawing, and what is in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PanelView {
    /// `power`, `current`, `battery` or `energy`.
    pub key: String,
    /// `kW`, `A`, `%` or `kWh`.
    pub unit: String,
    /// Left edge of the plot, px.
    pub x: f64,
    /// Top edge, px.
    pub y: f64,
    /// Width, px.
    pub width: f64,
    /// Height, px.
    pub height: f64,
    /// Value at the bottom edge.
    pub min: f64,
    /// Value at the top edge.
    pub max: f64,
    /// Its series, bottom to top.
    pub series: Vec<SeriesView>,
}

/// One series as drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SeriesView {
    /// Stable key.
    pub key: String,
    /// What it is called, for example `Bay 2`.
    pub label: String,
    /// Bay number when the series is a bay's.
    pub bay: Option<u16>,
    /// CSS colour.
    pub color: String,
    /// Pairs of time (ms) and value in the panel's unit, not stacked; `null` value = gap.
    #[ts(type = "Array<[number, number | null]>")]
    pub points: Vec<(i64, Option<f64>)>,
}
