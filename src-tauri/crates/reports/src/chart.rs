//! Charts as SVG, with the geometry that lets a screen lay a cursor and a zoom over them.

mod axis;
mod bars;
mod canvas;
mod days;
mod look;
mod session;
mod site;
mod thin;
mod time;

pub use bars::{Bar as Column, Drawn, bars, layer_color};
pub use days::{Day, EnergyByDay};
pub use look::{Look, Theme};
pub use session::Session;
pub use site::{Bay, SitePower};

/// A measured value: time in milliseconds since 1970 UTC, and the value in the unit of its panel.
/// `None` says that nothing is known from here on, so no line is drawn to the next value.
pub type Sample = (i64, Option<f64>);

/// What is drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Chart {
    /// Power, current and battery of one connector, one above the other.
    Session(Session),
    /// Power of the whole site, stacked by bay.
    SitePower(SitePower),
    /// Energy of each local day.
    EnergyByDay(EnergyByDay),
}

/// A drawn chart and what lies where in it. All lengths are in CSS pixels from the top left corner.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// The picture, complete: `<svg …>…</svg>`.
    pub svg: String,
    /// Time at the left edge of every plot.
    pub from: i64,
    /// Time at the right edge of every plot.
    pub to: i64,
    /// Nothing was measured in this range; the picture holds axes only.
    pub empty: bool,
    /// From top to bottom.
    pub panels: Vec<Panel>,
}

/// One plot of a drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// `power`, `current`, `battery` or `energy`.
    pub key: &'static str,
    /// `kW`, `A`, `%` or `kWh`.
    pub unit: &'static str,
    /// Left edge of the plot itself, without its labels.
    pub x: f64,
    /// Top edge of the plot itself.
    pub y: f64,
    /// Width of the plot itself.
    pub width: f64,
    /// Height of the plot itself.
    pub height: f64,
    /// Value at the bottom edge.
    pub min: f64,
    /// Value at the top edge.
    pub max: f64,
    /// From bottom to top.
    pub series: Vec<Series>,
}

/// A series as it was drawn, thinned to what the width can show.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Stable name: `power`, `current`, `battery`, `limit`, `energy`, or `bay-2`.
    pub key: String,
    /// The name for people, where the caller gave one; else empty.
    pub label: String,
    /// The bay whose series this is.
    pub bay: Option<u16>,
    /// `#RRGGBB`, or `none` where it is not a colour of its own.
    pub color: String,
    /// Times and values, not stacked; `None` is a gap.
    pub points: Vec<Sample>,
}

/// Draws a chart. Sizes too small to draw in are raised to the smallest possible; a range that is
/// empty or backwards becomes one minute.
pub fn render(chart: &Chart, look: &Look) -> Drawing {
    match chart {
        Chart::Session(chart) => session::draw(chart, look),
        Chart::SitePower(chart) => site::draw(chart, look),
        Chart::EnergyByDay(chart) => days::draw(chart, look),
    }
}

#[cfg(test)]
mod tests;
