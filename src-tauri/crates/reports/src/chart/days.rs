//! Energy of each local day as bars.

use jiff::ToSpan;
use plotters::style::FontStyle;

use super::axis;
use super::canvas::{Canvas, Frame, Plot, Side, picture};
use super::look::{Look, css};
use super::session::{TOP, bottom, left_margin};
use super::time::{TimeAxis, day_label, local};
use super::{Drawing, Series};

/// What was delivered day by day.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EnergyByDay {
    /// In order of time. Days without a bar may be left out.
    pub days: Vec<Day>,
    /// First day to show: any instant of it, milliseconds since 1970 UTC.
    pub from: i64,
    /// End of the last day to show: any instant of it, or the midnight that ends it.
    pub to: i64,
}

/// One bar.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Day {
    /// Any instant of the local day.
    pub at: i64,
    /// Wh of each bay, from bottom to top. One entry with bay 0 is drawn in the tone of all bays together.
    pub energy: Vec<(u16, i64)>,
}

/// A bar with its place on the time axis.
struct Bar {
    begin: i64,
    end: i64,
    parts: Vec<(u16, f64)>,
}

impl Bar {
    fn total(&self) -> f64 {
        self.parts.iter().map(|(_, kwh)| kwh).sum()
    }
}

pub(super) fn draw(chart: &EnergyByDay, look: &Look) -> Drawing {
    let calendar = calendar(chart.from, chart.to, look);
    let from = calendar.first().map_or(chart.from, |(begin, _)| *begin);
    let to = calendar.last().map_or(chart.to, |(_, end)| *end);
    let bare = TimeAxis::bare(from, to);
    let (from, to) = (bare.from, bare.to);
    let bars: Vec<Bar> = calendar.iter().map(|day| bar(chart, *day)).collect();
    let empty = bars.iter().all(|bar| bar.total() <= 0.0);

    let height = (f64::from(look.height) - TOP - bottom(look)).max(12.0).floor();
    // A little more than the highest bar, for the sum that stands on it.
    let highest = bars.iter().map(Bar::total).fold(0.0, f64::max) * 1.08;
    let axis = axis::fit(0.0, highest, height);
    let mut panels = Vec::new();
    let svg = picture(look, |canvas| {
        let left = left_margin(canvas, look, &axis);
        let frame = Frame { x: left, y: TOP, width: (f64::from(look.width) - left - 1.0).max(1.0), height };
        let mut plot = canvas.plot(frame, &bare, &axis);
        for bar in &bars {
            paint(&mut plot, bar, look);
        }
        plot.base_line(look.palette().axis);
        name_newest(canvas, &plot, &bars, look);
        name_days(canvas, &plot, &bars, look);
        panels.push(frame.panel("energy", "kWh", &axis, series(&bars, look)));
    });
    Drawing { svg, from, to, empty, panels }
}

/// Begin and end of each local day, at most ten years of them.
fn calendar(from: i64, to: i64, look: &Look) -> Vec<(i64, i64)> {
    const MOST: usize = 3660;
    let mut days = Vec::new();
    let Some(mut day) = local(from, &look.zone).and_then(|at| at.start_of_day().ok()) else {
        return days;
    };
    while days.len() < MOST {
        let begin = day.timestamp().as_millisecond();
        let next = day.checked_add(1.day()).and_then(|next| next.start_of_day());
        let Ok(next) = next else { break };
        if begin >= to && !days.is_empty() {
            break;
        }
        days.push((begin, next.timestamp().as_millisecond()));
        day = next;
    }
    days
}

fn bar(chart: &EnergyByDay, (begin, end): (i64, i64)) -> Bar {
    let mut parts: Vec<(u16, f64)> = Vec::new();
    for (bay, wh) in
        chart.days.iter().filter(|day| (begin..end).contains(&day.at)).flat_map(|day| &day.energy)
    {
        let kwh = (*wh).max(0) as f64 / 1000.0;
        match parts.iter_mut().find(|(known, _)| known == bay) {
            Some((_, sum)) => *sum += kwh,
            None => parts.push((*bay, kwh)),
        }
    }
    parts.sort_by_key(|(bay, _)| *bay);
    Bar { begin, end, parts }
}

fn paint(plot: &mut Plot<'_>, bar: &Bar, look: &Look) {
    let palette = look.palette();
    let (left, right) = sides(plot, bar);
    let mut height = 0.0;
    for (number, (bay, kwh)) in bar.parts.iter().filter(|(_, kwh)| *kwh > 0.0).enumerate() {
        let color = if *bay == 0 { palette.single } else { palette.bay(*bay) };
        plot.rectangle((left, height), (right, height + kwh), color, 1.0);
        if number > 0 {
            plot.line(&[(left, height), (right, height)], palette.background, 1.0);
        }
        height += kwh;
    }
}

/// A bar takes two thirds of its day, and no more than 48 pixels.
fn sides(plot: &Plot<'_>, bar: &Bar) -> (i64, i64) {
    let day = (bar.end - bar.begin) as f64;
    let pixel = (plot.to - plot.from) as f64 / plot.frame.width;
    let half = (day / 3.0).min(24.0 * pixel);
    let middle = (bar.begin + bar.end) as f64 / 2.0;
    ((middle - half) as i64, (middle + half) as i64)
}

/// The newest bar carries its sum, where that fits.
fn name_newest(canvas: &Canvas<'_, '_>, plot: &Plot<'_>, bars: &[Bar], look: &Look) {
    let Some(bar) = bars.iter().rfind(|bar| bar.total() > 0.0) else {
        return;
    };
    let kwh = bar.total();
    let text = look.number(kwh, if kwh < 10.0 { 0.1 } else { 1.0 });
    let half = canvas.text_width(&text) / 2.0;
    // Wider than its day, it would stand in a neighbour's bar.
    if half * 2.0 > plot.frame.width / bars.len() as f64 {
        return;
    }
    let x = plot.x(i64::midpoint(bar.begin, bar.end)).min(plot.frame.x + plot.frame.width - half);
    let y = (plot.y(kwh) - f64::from(look.text) * 0.8).max(f64::from(look.text) * 0.6);
    canvas.text(&text, (x, y), Side::Middle, look.palette().ink, FontStyle::Bold);
}

/// The first day, every fifth and the last; where a month begins, its name.
fn name_days(canvas: &Canvas<'_, '_>, plot: &Plot<'_>, bars: &[Bar], look: &Look) {
    let y = plot.frame.y + plot.frame.height + f64::from(look.text) * 0.7 + 6.0;
    let slot = plot.frame.width / bars.len().max(1) as f64;
    let all_fit = slot >= canvas.text_width("30 Oct") + 8.0;
    let mut taken: Vec<(f64, f64)> = Vec::new();
    let mut write = |number: usize| {
        let bar = &bars[number];
        let Some(day) = local(bar.begin, &look.zone).map(|at| at.date()) else {
            return;
        };
        let text = if number == 0 || day.day() == 1 { day_label(day) } else { day.day().to_string() };
        let width = canvas.text_width(&text);
        let edge = plot.frame.x + plot.frame.width - width;
        let left = (plot.x(i64::midpoint(bar.begin, bar.end)) - width / 2.0)
            .clamp(plot.frame.x.min(edge), edge.max(plot.frame.x));
        if taken.iter().any(|(a, b)| left < b + 8.0 && left + width > a - 8.0) {
            return;
        }
        taken.push((left, left + width));
        canvas.text(&text, (left + width / 2.0, y), Side::Middle, look.palette().label, FontStyle::Normal);
    };
    let day = |number: usize| local(bars[number].begin, &look.zone).map_or(0, |at| at.date().day());
    // The most telling ones first: the others take what room is left.
    let numbers = || 0..bars.len();
    numbers().take(1).for_each(&mut write);
    numbers().skip(1).filter(|n| day(*n) == 1).for_each(&mut write);
    numbers().next_back().into_iter().for_each(&mut write);
    numbers().filter(|n| all_fit || day(*n) % 5 == 0).for_each(&mut write);
}

fn series(bars: &[Bar], look: &Look) -> Vec<Series> {
    let mut bays: Vec<u16> = bars.iter().flat_map(|bar| bar.parts.iter().map(|(bay, _)| *bay)).collect();
    bays.sort_unstable();
    bays.dedup();
    let palette = look.palette();
    let of = |bay: u16| {
        let kwh = |bar: &Bar| bar.parts.iter().find(|(known, _)| *known == bay).map(|(_, kwh)| *kwh);
        Series {
            key: if bay == 0 { "energy".to_owned() } else { format!("bay-{bay}") },
            label: String::new(),
            bay: (bay > 0).then_some(bay),
            color: css(if bay == 0 { palette.single } else { palette.bay(bay) }),
            points: bars.iter().map(|bar| (bar.begin, kwh(bar))).collect(),
        }
    };
    bays.into_iter().map(of).collect()
}
