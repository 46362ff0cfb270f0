//! Power, current and battery of one connector, one above the other on one time axis.

use plotters::style::{FontStyle, RGBColor};

use super::axis::{self, Axis};
use super::canvas::{Canvas, Frame, Plot, Side, picture};
use super::look::{Look, Palette, css};
use super::thin::{Run, joined, runs};
use super::time::TimeAxis;
use super::{Drawing, Panel, Sample, Series};

/// What a charger tells while it charges. A panel without a value is left out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Session {
    /// Left edge, milliseconds since 1970 UTC.
    pub from: i64,
    /// Right edge.
    pub to: i64,
    /// kW.
    pub power: Vec<Sample>,
    /// A, of all phases or of the one that carries most.
    pub current: Vec<Sample>,
    /// Percent.
    pub battery: Vec<Sample>,
    /// The power that is allowed from each instant on, kW; `None` is no limit.
    pub limit: Vec<Sample>,
    /// The name of the newest limit, for example `Allowed 32.5 kW`.
    pub limit_label: String,
    /// Two values further apart than this many milliseconds are not joined; 0: always joined.
    pub longest_gap: i64,
}

struct Lane {
    key: &'static str,
    unit: &'static str,
    color: RGBColor,
    runs: Vec<Run>,
    /// How much of the height it takes beside the others.
    share: f64,
}

const LANE_GAP: f64 = 22.0;

pub(super) fn draw(chart: &Session, look: &Look) -> Drawing {
    let bare = TimeAxis::bare(chart.from, chart.to);
    let (from, to) = (bare.from, bare.to);
    let palette = look.palette();
    let most = look.width as usize * 2;
    let line = |samples: &[Sample]| runs(samples, from, to, chart.longest_gap, most);
    let limit = stepped(&chart.limit, from, to);
    let lanes = [
        ("power", "kW", palette.power, line(&chart.power), 148.0),
        ("current", "A", palette.current, line(&chart.current), 66.0),
        ("battery", "%", palette.battery, line(&chart.battery), 66.0),
    ]
    .map(|(key, unit, color, runs, share)| Lane { key, unit, color, runs, share });
    let empty = lanes.iter().all(|lane| lane.runs.is_empty());
    // With nothing at all, the axes of the power lane still say which time is looked at.
    let lanes: Vec<Lane> = lanes
        .into_iter()
        .filter(|lane| !lane.runs.is_empty() || (lane.key == "power" && (empty || !limit.is_empty())))
        .collect();

    let frames = frames(&lanes, look);
    let axes: Vec<Axis> =
        lanes.iter().zip(&frames).map(|(lane, height)| fit(lane, &limit, *height)).collect();
    let mut panels = Vec::new();
    let svg = picture(look, |canvas| {
        let left = axes.iter().map(|axis| left_margin(canvas, look, axis)).fold(0.0, f64::max);
        let width = (f64::from(look.width) - left - 1.0).max(1.0);
        let time = TimeAxis::new(from, to, &look.zone, canvas.label_room(width));
        let mut y = TOP;
        for (number, (lane, axis)) in lanes.iter().zip(&axes).enumerate() {
            let frame = Frame { x: left, y, width, height: frames[number] };
            let mut plot = canvas.plot(frame, &time, axis);
            paint(&mut plot, lane, palette);
            if lane.key == "power" {
                paint_limit(canvas, &plot, &limit, &chart.limit_label, look);
            }
            if number + 1 == lanes.len() {
                canvas.time_labels(&plot, &time);
            }
            panels.push(panel(lane, axis, frame, &limit, look));
            y += frame.height + LANE_GAP;
        }
    });
    Drawing { svg, from, to, empty, panels }
}

/// Half a label stands above the topmost grid line.
/// The half pixel puts lines of one pixel onto pixels.
pub(super) const TOP: f64 = 9.5;

/// Room for the time labels.
pub(super) fn bottom(look: &Look) -> f64 {
    f64::from(look.text) + 11.0
}

/// Room for the value labels, the same for all lanes so that their times line up.
pub(super) fn left_margin(canvas: &Canvas<'_, '_>, look: &Look, axis: &Axis) -> f64 {
    let widest = axis.labels.iter().map(|value| canvas.text_width(&look.number(*value, axis.step)));
    widest.fold(18.0, f64::max).ceil() + 9.0
}

fn frames(lanes: &[Lane], look: &Look) -> Vec<f64> {
    let gaps = LANE_GAP * lanes.len().saturating_sub(1) as f64;
    let free = (f64::from(look.height) - TOP - bottom(look) - gaps).max(12.0 * lanes.len() as f64);
    let shares: f64 = lanes.iter().map(|lane| lane.share).sum();
    lanes.iter().map(|lane| (free * lane.share / shares).floor()).collect()
}

fn fit(lane: &Lane, limit: &[Run], height: f64) -> Axis {
    if lane.key == "battery" {
        return axis::percent(height);
    }
    let limits = if lane.key == "power" { limit } else { &[] };
    let values = || lane.runs.iter().chain(limits).flatten().map(|(_, value)| *value);
    axis::fit(values().fold(0.0, f64::min), values().fold(0.0, f64::max), height)
}

fn paint(plot: &mut Plot<'_>, lane: &Lane, palette: &Palette) {
    if lane.key == "power" {
        for run in &lane.runs {
            plot.area(run, palette.power, 0.13);
        }
    }
    plot.base_line(palette.axis);
    for run in &lane.runs {
        plot.line(run, lane.color, 2.0);
    }
}

fn paint_limit(canvas: &mut Canvas<'_, '_>, plot: &Plot<'_>, limit: &[Run], label: &str, look: &Look) {
    for run in limit {
        canvas.dashed(plot, run);
    }
    if let Some((at, value)) = limit.last().and_then(|run| run.last()) {
        name_limit(canvas, plot, (*at, *value), label, look);
    }
}

/// The limit's name at its right end: above it, because a charging car follows the line from below,
/// or under it where there is no room above.
fn name_limit(canvas: &Canvas<'_, '_>, plot: &Plot<'_>, end: (i64, f64), label: &str, look: &Look) {
    let above = plot.y(end.1) - f64::from(look.text) * 0.9;
    let below = plot.y(end.1) + f64::from(look.text);
    let y = if above < plot.frame.y + 6.0 { below } else { above };
    let x = plot.x(end.0).max(plot.frame.x + canvas.text_width(label));
    canvas.text(label, (x, y), Side::Left, look.palette().limit_label, FontStyle::Normal);
}

/// A limit holds until the next one: steps, from edge to edge.
fn stepped(limit: &[Sample], from: i64, to: i64) -> Vec<Run> {
    let mut limit: Vec<Sample> = limit.to_vec();
    limit.sort_by_key(|(at, _)| *at);
    let mut steps: Vec<Run> = Vec::new();
    let mut run = Run::new();
    for (number, (begin, value)) in limit.iter().enumerate() {
        let end = limit.get(number + 1).map_or(to, |(next, _)| *next).min(to);
        let begin = (*begin).max(from);
        match value {
            Some(value) if end > begin && value.is_finite() => run.extend([(begin, *value), (end, *value)]),
            Some(_) => {}
            None => steps.push(std::mem::take(&mut run)),
        }
    }
    steps.push(run);
    steps.retain(|run| !run.is_empty());
    steps
}

fn panel(lane: &Lane, axis: &Axis, frame: Frame, limit: &[Run], look: &Look) -> Panel {
    let series = |key: &str, color, runs: &[Run]| Series {
        key: key.to_owned(),
        label: String::new(),
        bay: None,
        color: css(color),
        points: joined(runs),
    };
    let mut all = vec![series(lane.key, lane.color, &lane.runs)];
    if lane.key == "power" && !limit.is_empty() {
        all.push(series("limit", look.palette().limit, limit));
    }
    frame.panel(lane.key, lane.unit, axis, all)
}
