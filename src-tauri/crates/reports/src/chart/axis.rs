//! The value axis: how far it reaches and which values are written beside it.

/// A value axis with its labels.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Axis {
    pub min: f64,
    pub max: f64,
    pub step: f64,
    pub labels: Vec<f64>,
}

/// Where the top may lie on a label, and where it may not be a round number.
const ROUND_TOPS: &[f64] = &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];
const ROUND_STEPS: &[f64] = &[1.0, 2.0, 5.0, 10.0];

/// An axis that holds `lowest` to `highest`, with one label in about 38 pixels, at most five.
pub(super) fn fit(lowest: f64, highest: f64, height: f64) -> Axis {
    let labels = (height / 38.0).floor().clamp(2.0, 5.0);
    let highest = if highest.is_finite() && highest > 0.0 { highest } else { 0.0 };
    let lowest = if lowest.is_finite() && lowest < 0.0 { lowest } else { 0.0 };
    let span = if highest - lowest > 0.0 { highest - lowest } else { 10.0 };

    let step = round_up(span / (labels - 1.0), ROUND_TOPS);
    let top = (highest.max(lowest + span) / step).ceil() * step;
    if lowest < 0.0 {
        return axis((lowest / step).floor() * step, top, step);
    }
    if top <= 1.35 * span {
        return axis(0.0, top, step);
    }
    // A round top would leave a third of the plot empty, so the top lies between two labels.
    axis(0.0, span * 1.1, round_up(span * 1.1 / labels, ROUND_STEPS))
}

/// An axis of percent.
pub(super) fn percent(height: f64) -> Axis {
    axis(0.0, 100.0, if height < 100.0 { 100.0 } else { 50.0 })
}

fn axis(min: f64, max: f64, step: f64) -> Axis {
    // Counted in whole steps, so that rounding neither loses the last label nor writes 0.30000000000000004.
    let (first, last) = ((min / step).round() as i64, (max / step + 1e-9).floor() as i64);
    Axis { min, max, step, labels: (first..=last).map(|n| n as f64 * step).collect() }
}

/// The smallest round number that is not below `value`.
fn round_up(value: f64, round: &[f64]) -> f64 {
    let power = 10f64.powf(value.log10().floor());
    let digits = value / power;
    round.iter().find(|round| digits <= **round + 1e-9).map_or(power * 10.0, |round| round * power)
}

#[cfg(test)]
mod tests {
    use super::{fit, percent};

    #[test]
    fn an_axis_reaches_past_its_values_with_few_round_labels() {
        for (highest, height, max, labels) in [
            (32.5, 148.0, 40.0, &[0.0, 20.0, 40.0][..]),
            (81.0, 66.0, 100.0, &[0.0, 100.0]),
            (43.5, 190.0, 47.85, &[0.0, 10.0, 20.0, 30.0, 40.0]),
            (11.0, 120.0, 12.0, &[0.0, 6.0, 12.0]),
            (192.0, 160.0, 240.0, &[0.0, 80.0, 160.0, 240.0]),
            (0.0, 80.0, 10.0, &[0.0, 10.0]),
            (f64::NAN, 80.0, 10.0, &[0.0, 10.0]),
            (0.3, 120.0, 0.4, &[0.0, 0.2, 0.4]),
        ] {
            let axis = fit(0.0, highest, height);
            assert!((axis.max - max).abs() < 1e-9, "{highest}: {axis:?}");
            assert_eq!(axis.labels.len(), labels.len(), "{highest}: {axis:?}");
            for (is, should) in axis.labels.iter().zip(labels) {
                assert!((is - should).abs() < 1e-9, "{highest}: {axis:?}");
            }
        }
    }

    #[test]
    fn there_are_never_more_than_five_labels_and_no_value_is_cut_off() {
        for n in 1..4000 {
            let highest = f64::from(n) * 0.37;
            for height in [20.0, 66.0, 148.0, 190.0, 600.0] {
                let axis = fit(0.0, highest, height);
                assert!(axis.labels.len() <= 5, "{highest} {height} {axis:?}");
                assert!(axis.labels.len() >= 2, "{highest} {height} {axis:?}");
                assert!(axis.max >= highest, "{highest} {height} {axis:?}");
            }
        }
    }

    #[test]
    fn power_that_flows_back_has_room_below_zero() {
        let axis = fit(-7.0, 11.0, 190.0);
        assert!(axis.min <= -7.0 && axis.max >= 11.0 && axis.labels.contains(&0.0), "{axis:?}");
        assert_eq!(percent(66.0).labels, [0.0, 100.0]);
    }
}
