//! The time axis: labels at round local times, on the nights of a clock change too.

use std::ops::Range;

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};
use plotters::coord::ranged1d::{DefaultFormatting, KeyPointHint, Ranged};

/// A time axis between two instants, in milliseconds since 1970 UTC.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TimeAxis {
    pub from: i64,
    pub to: i64,
    /// Instants with a label.
    pub labels: Vec<(i64, String)>,
}

/// The distance of two labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Seconds(i64),
    /// Days, counted from the first of January so that they stay when the range moves.
    Days(i64),
    Months,
}

const STEPS: &[(i64, Step)] = &[
    (5, Step::Seconds(5)),
    (10, Step::Seconds(10)),
    (30, Step::Seconds(30)),
    (60, Step::Seconds(60)),
    (120, Step::Seconds(120)),
    (300, Step::Seconds(300)),
    (600, Step::Seconds(600)),
    (900, Step::Seconds(900)),
    (1_800, Step::Seconds(1_800)),
    (3_600, Step::Seconds(3_600)),
    (7_200, Step::Seconds(7_200)),
    (10_800, Step::Seconds(10_800)),
    (21_600, Step::Seconds(21_600)),
    (43_200, Step::Seconds(43_200)),
    (86_400, Step::Days(1)),
    (2 * 86_400, Step::Days(2)),
    (7 * 86_400, Step::Days(7)),
    (14 * 86_400, Step::Days(14)),
];

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl TimeAxis {
    /// An axis with at most `room` labels.
    pub fn new(from: i64, to: i64, zone: &TimeZone, room: usize) -> Self {
        let (from, to) = range(from, to);
        let seconds = (to - from) / 1000;
        let room = i64::try_from(room.max(1)).unwrap_or(i64::MAX);
        let wide_enough = |(step, _): &&(i64, Step)| seconds / step <= room;
        let step = STEPS.iter().find(wide_enough).map_or(Step::Months, |(_, step)| *step);
        Self { from, to, labels: labels(from, to, zone, step) }
    }

    /// An axis without labels of its own.
    pub fn bare(from: i64, to: i64) -> Self {
        let (from, to) = range(from, to);
        Self { from, to, labels: Vec::new() }
    }
}

/// A range that can be drawn: inside what a calendar can hold, and not empty.
fn range(from: i64, to: i64) -> (i64, i64) {
    /// The years 1 to 9998.
    const DRAWABLE: (i64, i64) = (-62_135_596_800_000, 253_370_764_800_000);
    let from = from.clamp(DRAWABLE.0, DRAWABLE.1);
    let to = to.clamp(DRAWABLE.0, DRAWABLE.1 + 60_000);
    if to > from { (from, to) } else { (from, from + 60_000) }
}

fn labels(from: i64, to: i64, zone: &TimeZone, step: Step) -> Vec<(i64, String)> {
    let (Some(first), Some(last)) = (local(from, zone), local(to, zone)) else {
        return Vec::new();
    };
    // A step within the day is read as a clock time; midnight tells the day when there are several.
    let several_days = first.date() != last.date() && (to - from) > 86_400_000;
    let mut labels = Vec::new();
    let mut date = first.date();
    while date <= last.date() {
        match step {
            Step::Seconds(step) => {
                let midnight = if several_days { day_label(date) } else { clock(Time::midnight(), step) };
                // Only the seconds that can be seen are looked at: a step may be tiny and a day long.
                for second in (0..86_400).step_by(usize::try_from(step).unwrap_or(1)) {
                    let time = Time::midnight() + second.seconds();
                    let Some(at) = instant(date, time, zone) else {
                        continue;
                    };
                    let text = if second == 0 { midnight.clone() } else { clock(time, step) };
                    labels.push((at, text));
                }
            }
            Step::Days(step) => {
                if i64::from(date.day_of_year() - 1) % step == 0 {
                    labels.extend(start(date, zone).map(|at| (at, day_label(date))));
                }
            }
            Step::Months => {
                if date.day() == 1 {
                    let name = MONTHS[usize::from(date.month().unsigned_abs()) - 1];
                    let text = if date.month() == 1 { date.year().to_string() } else { name.to_owned() };
                    labels.extend(start(date, zone).map(|at| (at, text)));
                }
            }
        }
        let Ok(next) = date.tomorrow() else { break };
        date = next;
    }
    labels.retain(|(at, _)| (from..to).contains(at));
    if step == Step::Months {
        thin_out(&mut labels, 12);
    }
    labels
}

/// Keeps every n-th label of a range of many years.
fn thin_out(labels: &mut Vec<(i64, String)>, most: usize) {
    let every = labels.len().div_ceil(most).max(1);
    let mut number = 0;
    labels.retain(|_| {
        number += 1;
        (number - 1) % every == 0
    });
}

/// The instant of a local time; `None` where the clocks jump over it. Of a time that comes twice, the first.
fn instant(date: Date, time: Time, zone: &TimeZone) -> Option<i64> {
    let asked = date.to_datetime(time);
    let found = zone.to_ambiguous_zoned(asked).compatible().ok()?;
    (found.datetime() == asked).then(|| found.timestamp().as_millisecond())
}

/// When a local day begins, which is not midnight where the clocks jump at midnight.
fn start(date: Date, zone: &TimeZone) -> Option<i64> {
    Some(date.to_zoned(zone.clone()).ok()?.start_of_day().ok()?.timestamp().as_millisecond())
}

/// Local date and time of an instant.
pub(super) fn local(at: i64, zone: &TimeZone) -> Option<Zoned> {
    Some(Timestamp::from_millisecond(at).ok()?.to_zoned(zone.clone()))
}

fn clock(time: Time, step: i64) -> String {
    if step < 60 {
        format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
    } else {
        format!("{:02}:{:02}", time.hour(), time.minute())
    }
}

/// `14 Oct`.
pub(super) fn day_label(date: Date) -> String {
    format!("{} {}", date.day(), MONTHS[usize::from(date.month().unsigned_abs()) - 1])
}

impl Ranged for TimeAxis {
    type FormatOption = DefaultFormatting;
    type ValueType = i64;

    fn map(&self, value: &i64, limit: (i32, i32)) -> i32 {
        let share = (value - self.from) as f64 / (self.to - self.from) as f64;
        limit.0 + (f64::from(limit.1 - limit.0) * share).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<i64> {
        self.labels.iter().take(hint.max_num_points()).map(|(at, _)| *at).collect()
    }

    fn range(&self) -> Range<i64> {
        self.from..self.to
    }
}

#[cfg(test)]
mod tests {
    use super::TimeAxis;
    use jiff::tz::TimeZone;

    const HOUR: i64 = 3_600_000;

    fn at(text: &str) -> i64 {
        text.parse::<jiff::Zoned>().unwrap().timestamp().as_millisecond()
    }

    fn labels(from: i64, to: i64, room: usize) -> Vec<String> {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        TimeAxis::new(from, to, &zone, room).labels.into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn a_day_is_labelled_every_three_hours() {
        let from = at("2026-10-14T00:00+02:00[Europe/Berlin]");
        assert_eq!(
            labels(from, from + 24 * HOUR, 9),
            ["00:00", "03:00", "06:00", "09:00", "12:00", "15:00", "18:00", "21:00"]
        );
    }

    #[test]
    fn half_an_hour_is_labelled_every_five_minutes_and_a_minute_every_ten_seconds() {
        let from = at("2026-10-14T14:02+02:00[Europe/Berlin]");
        assert_eq!(labels(from, from + HOUR / 2, 7), ["14:05", "14:10", "14:15", "14:20", "14:25", "14:30"]);
        assert_eq!(labels(from, from + 30_000, 4), ["14:02:00", "14:02:10", "14:02:20"]);
    }

    #[test]
    fn the_hour_that_comes_twice_is_written_once() {
        let from = at("2026-10-25T00:00+02:00[Europe/Berlin]");
        let labels = labels(from, from + 6 * HOUR, 7);
        assert_eq!(labels, ["00:00", "01:00", "02:00", "03:00", "04:00"]);
    }

    #[test]
    fn the_hour_that_does_not_exist_is_not_written() {
        let from = at("2026-03-29T00:00+01:00[Europe/Berlin]");
        assert_eq!(labels(from, from + 4 * HOUR, 5), ["00:00", "01:00", "03:00", "04:00"]);
    }
    #[test]
    fn several_days_tell_the_date_at_midnight() {
        let from = at("2026-10-14T00:00+02:00[Europe/Berlin]");
        assert_eq!(labels(from, from + 36 * HOUR, 4), ["14 Oct", "12:00", "15 Oct"]);
        assert_eq!(
            labels(from, from + 7 * 24 * HOUR, 8),
            ["14 Oct", "15 Oct", "16 Oct", "17 Oct", "18 Oct", "19 Oct", "20 Oct"]
        );
    }

    #[test]
    fn a_day_without_midnight_begins_later() {
        // In Beirut the clocks jump from 00:00 to 01:00.
        let zone = TimeZone::get("Asia/Beirut").unwrap();
        let from = at("2026-03-27T12:00+02:00[Asia/Beirut]");
        let axis = TimeAxis::new(from, from + 5 * 24 * HOUR, &zone, 5);
        let begin = at("2026-03-29T01:00+03:00[Asia/Beirut]");
        assert!(axis.labels.contains(&(begin, "29 Mar".to_owned())), "{:?}", axis.labels);
    }

    #[test]
    fn a_year_is_labelled_by_month_and_nonsense_is_survived() {
        let from = at("2026-01-01T00:00+01:00[Europe/Berlin]");
        let year = labels(from, from + 365 * 24 * HOUR, 13);
        assert_eq!(year.first().map(String::as_str), Some("2026"));
        assert!(year.contains(&"Jul".to_owned()));
        assert!(labels(from, from, 5).len() <= 13);
        assert!(labels(i64::MIN, i64::MAX, 5).len() <= 13);
    }
}
