//! Where a stay is cut: at every moment at which another price may begin to count.

use std::collections::BTreeSet;

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp as Moment};

use crate::billing::{Stay, TariffVersion};
use crate::time::Timestamp;

/// The moments of a stay at which something changes, from its beginning to its end, both included.
pub fn cuts(stay: &Stay, versions: &[TariffVersion], zone: &TimeZone) -> Vec<Timestamp> {
    let (from, to) = (stay.began, stay.left);
    let mut cuts = BTreeSet::from([from, to, stay.charged_until]);
    for version in versions {
        cuts.extend([version.valid_from, stay.charged_until.plus(version.grace)]);
    }
    let mut minutes: BTreeSet<u16> = versions
        .iter()
        .flat_map(|version| &version.elements)
        .filter_map(|e| e.window.minutes)
        .flat_map(|(a, b)| [a, b])
        .collect();
    // Days and seasons begin at midnight.
    minutes.insert(0);
    if let (Some(first), Some(last)) = (moment(from), moment(to)) {
        cuts.extend(clock_cuts(first, last, &minutes, zone));
    }
    cuts.into_iter().filter(|at| (from..=to).contains(at)).collect()
}

/// When the clocks show one of these minutes of a day, each as often as they do, and when they are changed.
fn clock_cuts(first: Moment, last: Moment, minutes: &BTreeSet<u16>, zone: &TimeZone) -> Vec<Timestamp> {
    let mut cuts = Vec::new();
    let day = SignedDuration::from_hours(24);
    for change in zone.following(first.saturating_sub(day).unwrap_or(first)) {
        if change.timestamp() > last {
            break;
        }
        cuts.push(Timestamp(change.timestamp().as_millisecond()));
    }
    let mut date = zone.to_datetime(first).date();
    let end = zone.to_datetime(last).date();
    while date <= end {
        for minute in minutes {
            let (hour, minute) =
                (i8::try_from(minute / 60 % 24).unwrap_or(0), i8::try_from(minute % 60).unwrap_or(0));
            let Ok(time) = Time::new(hour, minute, 0, 0) else { continue };
            let ambiguous = zone.to_ambiguous_timestamp(date.to_datetime(time));
            // A time that comes twice is two moments; one that is skipped is the moment of the change.
            for found in [ambiguous.earlier(), ambiguous.later()].into_iter().flatten() {
                cuts.push(Timestamp(found.as_millisecond()));
            }
        }
        match date.tomorrow() {
            Ok(next) => date = next,
            Err(_) => break,
        }
    }
    cuts
}

/// A moment as the calendar's; `None` beyond its years.
pub fn moment(at: Timestamp) -> Option<Moment> {
    Moment::from_millisecond(at.0).ok()
}
