//! From samples to lines: sorted, cut to the range, broken at gaps, thinned to what the width can show.

use minmaxlttb::{LttbBuilder, LttbMethod, Point};

use super::Sample;

/// A piece of a line without a gap.
pub(super) type Run = Vec<(i64, f64)>;

/// Prepares a series for drawing.
///
/// A gap is where a value is missing, or where two values lie further apart than `longest_gap`
/// milliseconds (0: never). `most` is how many points the width can show.
pub(super) fn runs(samples: &[Sample], from: i64, to: i64, longest_gap: i64, most: usize) -> Vec<Run> {
    let mut samples: Vec<Sample> =
        samples.iter().copied().filter(|(_, value)| value.is_none_or(f64::is_finite)).collect();
    // Readings that were told late come last; a second one for the same instant replaces the first.
    samples.sort_by_key(|(at, _)| *at);
    let mut runs: Vec<Run> = Vec::new();
    let mut run = Run::new();
    for (at, value) in samples {
        let last = run.last().map(|(last, _)| *last);
        let too_far = last.is_some_and(|last| longest_gap > 0 && at - last > longest_gap);
        if value.is_none() || too_far {
            runs.push(std::mem::take(&mut run));
        }
        let Some(value) = value else { continue };
        if last == Some(at) && !too_far {
            run.pop();
        }
        run.push((at, value));
    }
    runs.push(run);
    let runs: Vec<Run> = runs.iter().map(|run| cut(run, from, to)).filter(|run| !run.is_empty()).collect();
    let all: usize = runs.iter().map(Vec::len).sum();
    if all <= most {
        return runs;
    }
    runs.into_iter().map(|run| thin(&run, (run.len() * most / all).max(3))).collect()
}

/// What lies inside the range, with a point on each edge that the line crosses.
fn cut(run: &[(i64, f64)], from: i64, to: i64) -> Run {
    let begin = run.partition_point(|(at, _)| *at < from);
    let end = run.partition_point(|(at, _)| *at <= to);
    let mut inside = Run::with_capacity(end.saturating_sub(begin) + 2);
    if begin > 0 && begin < run.len() && run[begin].0 > from {
        inside.push((from, between(run[begin - 1], run[begin], from)));
    }
    inside.extend_from_slice(&run[begin..end.max(begin)]);
    if end > 0 && end < run.len() && run[end - 1].0 < to {
        inside.push((to, between(run[end - 1], run[end], to)));
    }
    inside
}

/// The value at `at` on the straight line between two points.
fn between(a: (i64, f64), b: (i64, f64), at: i64) -> f64 {
    if b.0 == a.0 {
        return b.1;
    }
    a.1 + (b.1 - a.1) * ((at - a.0) as f64 / (b.0 - a.0) as f64)
}

/// The value of a series at an instant; `None` in a gap.
pub(super) fn value_at(runs: &[Run], at: i64) -> Option<f64> {
    let run = &runs[runs.partition_point(|run| run.last().is_some_and(|(last, _)| *last < at))..];
    let run = run.first()?;
    let next = run.partition_point(|(time, _)| *time < at);
    match (next.checked_sub(1).map(|last| run[last]), run.get(next)) {
        (_, Some(&point)) if point.0 == at => Some(point.1),
        (Some(a), Some(&b)) => Some(between(a, b, at)),
        _ => None,
    }
}

/// Keeps the shape and the peaks in at most `most` points.
fn thin(run: &[(i64, f64)], most: usize) -> Run {
    if run.len() <= most {
        return run.to_vec();
    }
    // Counted from the first instant: with 1970 as zero, the areas it compares would drown in rounding.
    let zero = run[0].0;
    let points: Vec<Point> = run.iter().map(|(at, value)| Point::new((at - zero) as f64, *value)).collect();
    let thinner = LttbBuilder::new().threshold(most).method(LttbMethod::MinMax).ratio(4).build();
    match thinner.downsample(&points) {
        Ok(points) => points.iter().map(|point| (zero + point.x() as i64, point.y())).collect(),
        // Readings too uneven for it: every n-th, and the last.
        Err(_) => {
            let every = run.len().div_ceil(most);
            run.iter().step_by(every).chain(run.last()).copied().collect()
        }
    }
}

/// Runs as one series, with a gap between each two.
pub(super) fn joined(runs: &[Run]) -> Vec<Sample> {
    let mut samples = Vec::with_capacity(runs.iter().map(|run| run.len() + 1).sum());
    for run in runs {
        if let (Some((last, _)), Some((next, _))) = (samples.last().copied(), run.first()) {
            let last: i64 = last;
            samples.push((last + (next - last) / 2, None));
        }
        samples.extend(run.iter().map(|(at, value)| (*at, Some(*value))));
    }
    samples
}

#[cfg(test)]
mod tests {
    use super::{joined, runs, value_at};

    #[test]
    fn a_missing_value_and_a_long_silence_break_the_line() {
        let samples = [(0, Some(1.0)), (10, Some(2.0)), (15, None), (20, Some(3.0)), (90, Some(4.0))];
        let found = runs(&samples, 0, 100, 50, 100);
        assert_eq!(found, [vec![(0, 1.0), (10, 2.0)], vec![(20, 3.0)], vec![(90, 4.0)]]);
        assert_eq!(runs(&samples, 0, 100, 0, 100).len(), 2);
        assert_eq!(joined(&found).iter().filter(|(_, value)| value.is_none()).count(), 2);
    }

    #[test]
    fn late_readings_find_their_place_and_a_second_one_replaces_the_first() {
        let samples = [(20, Some(3.0)), (0, Some(1.0)), (20, Some(5.0)), (10, Some(f64::NAN))];
        assert_eq!(runs(&samples, 0, 100, 0, 100), [vec![(0, 1.0), (20, 5.0)]]);
    }

    #[test]
    fn a_line_that_crosses_the_edge_is_cut_there() {
        let samples = [(0, Some(0.0)), (100, Some(10.0))];
        assert_eq!(runs(&samples, 25, 75, 0, 100), [vec![(25, 2.5), (75, 7.5)]]);
        assert_eq!(runs(&samples, 200, 300, 0, 100), Vec::<Vec<(i64, f64)>>::new());
        assert_eq!(runs(&[], 0, 1, 0, 100), Vec::<Vec<(i64, f64)>>::new());
    }

    #[test]
    fn thinning_keeps_the_ends_and_the_peak() {
        let samples: Vec<_> = (0..100_000)
            .map(|n| {
                (
                    1_790_000_000_000 + n * 1000,
                    Some(if n == 54_321 { 99.0 } else { f64::from((n % 7) as i32) }),
                )
            })
            .collect();
        let runs = runs(&samples, 0, i64::MAX, 0, 1200);
        assert!(runs[0].len() <= 1200);
        assert_eq!(runs[0].first().map(|point| point.0), Some(1_790_000_000_000));
        assert_eq!(runs[0].last().map(|point| point.0), Some(1_790_000_000_000 + 99_999_000));
        assert!(runs[0].iter().any(|(_, value)| *value > 98.0));
    }

    #[test]
    fn a_value_is_read_between_points_but_not_in_a_gap() {
        let runs = [vec![(0, 0.0), (10, 10.0)], vec![(50, 1.0), (60, 1.0)]];
        assert_eq!(value_at(&runs, 5), Some(5.0));
        assert_eq!(value_at(&runs, 10), Some(10.0));
        assert_eq!(value_at(&runs, 30), None);
        assert_eq!(value_at(&runs, 60), Some(1.0));
        assert_eq!(value_at(&runs, 61), None);
    }
}
