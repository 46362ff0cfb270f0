//! Energy as bars beside each other, each with layers from bottom to top, for paper.

use plotters::style::RGBColor;

use super::axis;
use super::canvas::{Canvas, Frame, Plot, picture};
use super::look::{Look, css};
use super::session::{TOP, bottom, left_margin};
use super::time::TimeAxis;

/// One bar.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bar {
    /// Stands below it, where there is room.
    pub label: String,
    /// The label stands before others when there is no room for all.
    pub round: bool,
    /// Wh of each layer, from bottom to top.
    pub layers: Vec<i64>,
}

impl Bar {
    fn total(&self) -> f64 {
        self.layers.iter().map(|wh| kwh(*wh)).sum()
    }
}

fn kwh(wh: i64) -> f64 {
    wh.max(0) as f64 / 1000.0
}

/// The bay tone of each layer: neighbours differ much.
const TONES: [u16; 12] = [4, 1, 9, 6, 2, 12, 7, 3, 10, 5, 8, 11];

/// The colour of a layer as `#RRGGBB`, for a legend.
pub fn layer_color(layer: usize, look: &Look) -> String {
    css(tone(layer, look))
}

fn tone(layer: usize, look: &Look) -> RGBColor {
    look.palette().bay(TONES[layer % TONES.len()])
}

/// What a bar's place on the axis is wide, in units of the axis.
const SLOT: i64 = 1000;

/// A picture of bars. What stands below them is set by whoever sets the page: scripts whose letters change with their
/// neighbours are not drawn rightly by renderers of SVG.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// `<svg …>…</svg>`, with kWh on the axis.
    pub svg: String,
    /// The labels, each with the middle of its line in CSS pixels.
    pub labels: Vec<(f64, f64, String)>,
}

/// Draws bars.
pub fn bars(bars: &[Bar], look: &Look) -> Drawn {
    let height = (f64::from(look.height) - TOP - bottom(look)).max(12.0).floor();
    let axis = axis::fit(0.0, bars.iter().map(Bar::total).fold(0.0, f64::max), height);
    let slots = i64::try_from(bars.len().max(1)).unwrap_or(i64::MAX / SLOT);
    let time = TimeAxis::bare(0, slots * SLOT);
    let mut labels = Vec::new();
    let svg = picture(look, |canvas| {
        let left = left_margin(canvas, look, &axis);
        let frame = Frame { x: left, y: TOP, width: (f64::from(look.width) - left - 1.0).max(1.0), height };
        let mut plot = canvas.plot(frame, &time, &axis);
        for (at, bar) in (0..).zip(bars) {
            paint(&mut plot, at * SLOT, bar, look);
        }
        plot.base_line(look.palette().axis);
        labels = label(canvas, &plot, bars, look);
    });
    Drawn { svg, labels }
}

/// A bar takes two thirds of its place, and no more than 48 pixels.
fn paint(plot: &mut Plot<'_>, begin: i64, bar: &Bar, look: &Look) {
    let pixel = (plot.to - plot.from) as f64 / plot.frame.width;
    let half = (SLOT as f64 / 3.0).min(24.0 * pixel) as i64;
    let (left, right) = (begin + SLOT / 2 - half, begin + SLOT / 2 + half);
    let mut height = 0.0;
    for (layer, wh) in bar.layers.iter().enumerate().filter(|(_, wh)| **wh > 0) {
        plot.rectangle((left, height), (right, height + kwh(*wh)), tone(layer, look), 1.0);
        if height > 0.0 {
            plot.line(&[(left, height), (right, height)], look.palette().background, 1.0);
        }
        height += kwh(*wh);
    }
}

/// The first, the last and the round ones; the others where all fit.
fn label(canvas: &Canvas<'_, '_>, plot: &Plot<'_>, bars: &[Bar], look: &Look) -> Vec<(f64, f64, String)> {
    let y = plot.frame.y + plot.frame.height + f64::from(look.text) * 0.7 + 6.0;
    let slot = plot.frame.width / bars.len().max(1) as f64;
    let widest = bars.iter().map(|bar| canvas.text_width(&bar.label)).fold(0.0, f64::max);
    let any_round = bars.iter().any(|bar| bar.round);
    // Names that do not fit are cut, so that each bar still has one; of days some are left out.
    let cut = !any_round && widest + 8.0 > slot && slot > 40.0;
    let roomy = if any_round { canvas.text_width("30 Oct") } else { widest };
    let all = cut || roomy + 8.0 <= slot;
    let mut taken: Vec<(f64, f64)> = Vec::new();
    let mut labels = Vec::new();
    let mut write = |number: usize| {
        let text =
            if cut { fitting(canvas, &bars[number].label, slot - 8.0) } else { bars[number].label.clone() };
        let width = canvas.text_width(&text);
        let edge = plot.frame.x + plot.frame.width - width;
        let middle = plot.frame.x + (number as f64 + 0.5) * slot;
        let left = (middle - width / 2.0).clamp(plot.frame.x.min(edge), edge.max(plot.frame.x));
        if taken.iter().any(|(a, b)| left < b + 6.0 && left + width > a - 6.0) {
            return;
        }
        taken.push((left, left + width));
        labels.push((left + width / 2.0, y, text));
    };
    let numbers = || 0..bars.len();
    numbers().take(1).for_each(&mut write);
    numbers().next_back().into_iter().for_each(&mut write);
    numbers().filter(|number| bars[*number].round).for_each(&mut write);
    numbers().filter(|_| all || !any_round).for_each(&mut write);
    labels
}

fn fitting(canvas: &Canvas<'_, '_>, text: &str, room: f64) -> String {
    if canvas.text_width(text) <= room {
        return text.to_owned();
    }
    let letters = (room / canvas.text_width("n")) as usize;
    let cut: String = text.chars().take(letters.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::{Bar, Drawn, bars, layer_color};
    use crate::chart::{Look, Theme};

    fn days() -> Vec<Bar> {
        let bar = |day: i64| Bar {
            label: day.to_string(),
            round: day % 5 == 0,
            layers: vec![if day % 3 == 0 { 0 } else { day * 1000 }, (30 - day) * 400],
        };
        (1..=30).map(bar).collect()
    }

    #[test]
    fn a_month_has_a_bar_a_day_with_its_layers_and_labels_the_round_days() {
        let look = Look::new(682, 130, Theme::Light, "UTC");
        let Drawn { svg, labels } = bars(&days(), &look);
        assert_eq!(svg.matches("<rect ").count(), 20 + 29);
        let mut days: Vec<i32> = labels.iter().map(|(_, _, day)| day.parse().unwrap()).collect();
        days.sort_unstable();
        assert_eq!(days, [1, 5, 10, 15, 20, 25, 30]);
        assert_eq!(layer_color(0, &look), "#6EABE0");
        assert_eq!(layer_color(1, &look), "#113D70");
    }

    #[test]
    fn a_chart_on_paper_is_the_golden_file() {
        let bar = |label: &str, layers: &[i64]| Bar {
            label: label.to_owned(),
            round: false,
            layers: layers.to_vec(),
        };
        let mut look = Look::new(300, 120, Theme::Light, "UTC");
        look.decimal = ',';
        let Drawn { svg, .. } =
            bars(&[bar("Jul", &[400, 100]), bar("Aug", &[0, 300]), bar("Sep", &[250, 0])], &look);
        if std::env::var_os("UPDATE_GENERATED").is_some() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/chart/golden/bars.svg");
            std::fs::write(path, &svg).unwrap();
        } else {
            assert_eq!(svg, include_str!("golden/bars.svg"));
        }
    }

    #[test]
    fn long_names_are_cut_and_nothing_at_all_is_survived() {
        let look = Look::new(400, 130, Theme::Light, "UTC");
        let bar = |name: &str| Bar { label: name.to_owned(), round: false, layers: vec![5000] };
        let Drawn { labels, .. } =
            bars(&[bar("Car park at the very end <east>"), bar("B"), bar("C"), bar("D")], &look);
        assert!(labels[0].2.starts_with("Car park at") && labels[0].2.ends_with('…'), "{labels:?}");
        assert_eq!(labels.len(), 4);
        assert!(bars(&[], &look).svg.starts_with("<svg "));
    }
}
