//! Power of the whole site over a day, one opaque layer for each bay, the first bay at the bottom.

use plotters::style::{FontStyle, RGBColor};

use super::axis;
use super::canvas::{Frame, Plot, Side, picture};
use super::look::{Look, css};
use super::session::{TOP, bottom, left_margin};
use super::thin::{Run, runs, value_at};
use super::time::TimeAxis;
use super::{Drawing, Sample, Series};

/// What the bays drew together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SitePower {
    /// Left edge, milliseconds since 1970 UTC.
    pub from: i64,
    /// Right edge.
    pub to: i64,
    /// From bottom to top.
    pub bays: Vec<Bay>,
    /// What the site may draw, kW, and its name, for example `Site limit 43.5 kW`.
    pub limit: Option<(f64, String)>,
    /// The present, and the word for it; what comes after is shaded.
    pub now: Option<(i64, String)>,
    /// Two values further apart than this many milliseconds are not joined; 0: always joined.
    pub longest_gap: i64,
}

/// One layer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bay {
    /// Its number, which gives it its tone.
    pub bay: u16,
    /// Its name for people.
    pub label: String,
    /// kW.
    pub power: Vec<Sample>,
}

pub(super) fn draw(chart: &SitePower, look: &Look) -> Drawing {
    let bare = TimeAxis::bare(chart.from, chart.to);
    let (from, to) = (bare.from, bare.to);
    // Bays are measured at different instants; all are read at the same ones to be put on each other.
    let most = look.width as usize * 2;
    let bays: Vec<Vec<Run>> =
        chart.bays.iter().map(|bay| runs(&bay.power, from, to, chart.longest_gap, most)).collect();
    let empty = bays.iter().all(Vec::is_empty);
    let instants = instants(&bays, from, to, most);
    let values: Vec<Vec<Option<f64>>> = bays
        .iter()
        .map(|runs| instants.iter().map(|at| value_at(runs, *at).map(|kw| kw.max(0.0))).collect())
        .collect();
    let layers = stacked(&values, instants.len());

    let highest = layers.last().into_iter().flatten().copied().fold(0.0, f64::max);
    let highest = chart.limit.iter().map(|(limit, _)| *limit).fold(highest, f64::max);
    let height = (f64::from(look.height) - TOP - bottom(look)).max(12.0).floor();
    let axis = axis::fit(0.0, highest, height);
    let palette = look.palette();
    let mut panels = Vec::new();
    let svg = picture(look, |canvas| {
        let left = left_margin(canvas, look, &axis);
        let width = (f64::from(look.width) - left - 1.0).max(1.0);
        let time = TimeAxis::new(from, to, &look.zone, canvas.label_room(width));
        let frame = Frame { x: left, y: TOP, width, height };
        let mut plot = canvas.plot(frame, &time, &axis);
        if let Some((now, word)) = chart.now.as_ref().filter(|(now, _)| *now < to) {
            let begin = (*now).max(from);
            plot.rectangle((begin, axis.max), (to, axis.min), palette.future, 0.4);
            let right = plot.x(begin) + 5.0;
            if right + canvas.text_width(word) < frame.x + frame.width && *now > from {
                let y = frame.y + frame.height - f64::from(look.text);
                canvas.text(word, (right, y), Side::Right, palette.label, FontStyle::Normal);
            }
        }
        for number in 0..chart.bays.len() {
            let lower = number.checked_sub(1).map(|below| layers[below].as_slice());
            let tone = palette.bay(chart.bays[number].bay);
            layer(&mut plot, &instants, lower, &layers[number], tone);
            seam(&mut plot, &instants, lower, &layers[number], palette.background);
        }
        plot.base_line(palette.axis);
        if let Some((limit, name)) = &chart.limit {
            canvas.dashed(&plot, &[(from, *limit), (to, *limit)]);
            let at = (frame.x + frame.width, plot.y(*limit) + f64::from(look.text));
            canvas.text(name, at, Side::Left, palette.limit_label, FontStyle::Normal);
        }
        canvas.time_labels(&plot, &time);
        let series = chart.bays.iter().zip(&values).map(|(bay, values)| Series {
            key: format!("bay-{}", bay.bay),
            label: bay.label.clone(),
            bay: Some(bay.bay),
            color: css(palette.bay(bay.bay)),
            points: instants.iter().copied().zip(values.iter().copied()).collect(),
        });
        panels.push(frame.panel("power", "kW", &axis, series.collect()));
    });
    Drawing { svg, from, to, empty, panels }
}

/// Every instant at which some bay was measured; when that is more than the width can show, evenly spread ones.
fn instants(bays: &[Vec<Run>], from: i64, to: i64, most: usize) -> Vec<i64> {
    let runs = || bays.iter().flatten();
    let mut instants: Vec<i64> = runs().flatten().map(|(at, _)| *at).collect();
    // Just outside of every run the bay draws nothing; without these, its layer would slope to the next reading.
    instants.extend(runs().flat_map(|run| {
        let (first, last) = (run[0].0, run[run.len() - 1].0);
        [first - 1, last + 1]
    }));
    instants.retain(|at| (from..=to).contains(at));
    instants.sort_unstable();
    instants.dedup();
    if instants.len() > most * 2 {
        let step = ((to - from) / i64::try_from(most).unwrap_or(1)).max(1);
        instants = (from..=to).step_by(usize::try_from(step).unwrap_or(1)).collect();
    }
    instants
}

/// For each bay the upper edge of its layer: itself and all below it.
fn stacked(values: &[Vec<Option<f64>>], instants: usize) -> Vec<Vec<f64>> {
    let mut sum = vec![0.0; instants];
    let add = |values: &Vec<Option<f64>>| {
        for (sum, value) in sum.iter_mut().zip(values) {
            *sum += value.unwrap_or(0.0);
        }
        sum.clone()
    };
    values.iter().map(add).collect()
}

/// The layer itself, in each stretch where it is thicker than nothing.
fn layer(plot: &mut Plot<'_>, instants: &[i64], lower: Option<&[f64]>, upper: &[f64], color: RGBColor) {
    for stretch in stretches(lower, upper) {
        let above = stretch.clone().map(|n| (instants[n], upper[n]));
        let below = stretch.rev().map(|n| (instants[n], lower.map_or(0.0, |lower| lower[n])));
        plot.shape(above.chain(below).collect(), color);
    }
}

/// A line in the background's colour on top of each layer keeps neighbours apart without colour.
fn seam(plot: &mut Plot<'_>, instants: &[i64], lower: Option<&[f64]>, upper: &[f64], color: RGBColor) {
    for stretch in stretches(lower, upper) {
        let edge: Vec<(i64, f64)> = stretch.map(|n| (instants[n], upper[n])).collect();
        plot.line(&edge, color, 1.0);
    }
}

/// Where a layer has a thickness, with the point before and after at which it has none.
fn stretches(lower: Option<&[f64]>, upper: &[f64]) -> Vec<std::ops::Range<usize>> {
    let thick = |n: usize| upper[n] - lower.map_or(0.0, |lower| lower[n]) > 0.0;
    let mut stretches = Vec::new();
    let mut begin = None;
    for n in 0..upper.len() {
        match (thick(n), begin) {
            (true, None) => begin = Some(n.saturating_sub(1)),
            (false, Some(first)) => {
                stretches.push(first..n + 1);
                begin = None;
            }
            _ => {}
        }
    }
    stretches.extend(begin.map(|first| first..upper.len()));
    stretches
}

#[cfg(test)]
mod tests {
    use super::{instants, stacked, stretches};

    #[test]
    fn layers_lie_on_each_other_and_a_gap_counts_as_nothing() {
        let layers = stacked(&[vec![Some(1.0), None], vec![Some(2.0), Some(3.0)]], 2);
        assert_eq!(layers, [[1.0, 0.0], [3.0, 3.0]]);
    }

    #[test]
    fn a_layer_is_drawn_only_where_it_is_thicker_than_nothing() {
        assert_eq!(stretches(None, &[0.0, 0.0, 1.0, 2.0, 0.0, 0.0, 1.0]), [1..5, 5..7]);
        assert!(stretches(Some(&[1.0, 1.0]), &[1.0, 1.0]).is_empty());
        assert!(stretches(None, &[]).is_empty());
    }

    #[test]
    fn a_layer_ends_where_its_bay_was_last_heard() {
        let bays = [vec![vec![(10, 1.0), (20, 1.0)]], vec![vec![(0, 1.0), (100, 1.0)]]];
        assert_eq!(instants(&bays, 0, 100, 50), [0, 9, 10, 20, 21, 100]);
        assert!(instants(&bays, 0, 100, 2).len() <= 3);
    }
}
