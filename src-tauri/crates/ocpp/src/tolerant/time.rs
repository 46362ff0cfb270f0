//! Times as chargers write them, and as we do.

use domain::time::{MINUTE, SECOND, Timestamp};
use jiff::civil::Date;

use super::Notes;
use crate::manner::Hearing;

/// Reads a time: ISO 8601 with any zone and fraction, and what chargers make of it (no zone, which is taken as UTC,
/// a blank instead of `T`, unpadded fields, slashes, `24:00:00`, the word UTC, seconds since 1970). Unreadable or
/// missing times are nothing; each oddity is noted under the field's name.
pub(crate) fn time(text: &str, field: &str, notes: &mut Notes<'_>) -> Option<Timestamp> {
    let text = text.trim();
    let parsed =
        if let Some(parsed) = parse(text) { Some(parsed) } else { text.parse().ok().map(|at| (at, true)) };
    match parsed {
        Some((at, true)) => Some(Timestamp(at.as_millisecond())),
        Some((at, false)) => Some(local(Timestamp(at.as_millisecond()), field, notes)),
        None => {
            notes.without(field);
            None
        }
    }
}

/// A time without a zone, brought to UTC: by the zone that is known for the station; else by the zone in which it would
/// be the moment of its arrival; else it is UTC.
fn local(at: Timestamp, field: &str, notes: &mut Notes<'_>) -> Timestamp {
    let Hearing { received, zone_min, .. } = notes.hearing;
    let ahead = match zone_min {
        Some(zone) => zone,
        None => received.and_then(|received| zone_at(at, received)).unwrap_or(0),
    };
    if ahead == 0 {
        notes.add(&format!("{field} has no time zone; taken as UTC"));
    } else {
        let (sign, minutes) = (if ahead < 0 { '-' } else { '+' }, ahead.abs());
        notes.add(&format!(
            "{field} has no time zone; taken as UTC{sign}{:02}:{:02}",
            minutes / 60,
            minutes % 60
        ));
    }
    at.plus(-i64::from(ahead) * MINUTE)
}

/// The zone whose clock shows `local` at `received`, in minutes east of Greenwich; `None` when there is no such zone, as
/// for a message that was kept for a while. Zones lie half an hour apart; a clock may be a minute and a half wrong.
fn zone_at(local: Timestamp, received: Timestamp) -> Option<i32> {
    const STEP: i64 = 30 * MINUTE;
    let ahead = local.since(received);
    let zone = (ahead + STEP / 2).div_euclid(STEP) * STEP;
    let fits = (ahead - zone).abs() <= 90 * SECOND && (-12 * 60 * MINUTE..=14 * 60 * MINUTE).contains(&zone);
    fits.then(|| i32::try_from(zone / MINUTE).ok()).flatten()
}

/// The time, and whether it said its zone.
fn parse(text: &str) -> Option<(jiff::Timestamp, bool)> {
    if text.len() >= 9 && text.bytes().all(|b| b.is_ascii_digit()) {
        return since_1970(text);
    }
    let mut rest = Rest(text.as_bytes());
    let year = rest.number(4)?;
    rest.one_of(b"-/.")?;
    let month = rest.number(2)?;
    rest.one_of(b"-/.")?;
    let day = rest.number(2)?;
    let date =
        Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    if rest.0.is_empty() {
        return at_midnight(date, 0, false);
    }
    rest.one_of(b"Tt_ ")?;
    rest.blanks();
    let hour = rest.number(2)?;
    rest.one_of(b":")?;
    let minute = rest.number(2)?;
    let mut ms = 0;
    if rest.one_of(b":").is_some() {
        ms = rest.number(2)? * 1000;
        if rest.one_of(b".,").is_some() {
            ms += rest.fraction();
        }
    }
    if hour > 24 || minute > 59 || ms >= 61_000 {
        return None;
    }
    let of_day = (hour * 60 + minute) * 60_000 + ms.min(59_999);
    let (offset, zoned) = rest.offset()?;
    at_midnight(date, of_day - offset * 60_000, zoned)
}

fn at_midnight(date: Date, ms: i64, zoned: bool) -> Option<(jiff::Timestamp, bool)> {
    let midnight = date.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp();
    Some((jiff::Timestamp::from_millisecond(midnight.as_millisecond() + ms).ok()?, zoned))
}

/// Ten digits are seconds, thirteen milliseconds.
fn since_1970(text: &str) -> Option<(jiff::Timestamp, bool)> {
    let number: i64 = text.parse().ok()?;
    let ms = match text.len() {
        9..=10 => number.checked_mul(1000)?,
        12..=13 => number,
        _ => return None,
    };
    Some((jiff::Timestamp::from_millisecond(ms).ok()?, true))
}

struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    /// A number of one to `most` digits.
    fn number(&mut self, most: usize) -> Option<i64> {
        let digits = self.0.iter().take(most).take_while(|b| b.is_ascii_digit()).count();
        let (number, rest) = self.0.split_at(digits);
        self.0 = rest;
        (digits > 0).then(|| number.iter().fold(0, |sum, b| sum * 10 + i64::from(b - b'0')))
    }

    fn one_of(&mut self, bytes: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        bytes.contains(first).then(|| {
            self.0 = rest;
            *first
        })
    }

    fn blanks(&mut self) {
        while self.one_of(b" ").is_some() {}
    }

    /// Milliseconds of a fraction of any length; more digits are cut off.
    fn fraction(&mut self) -> i64 {
        let digits = self.0.iter().take_while(|b| b.is_ascii_digit()).count();
        let (fraction, rest) = self.0.split_at(digits);
        self.0 = rest;
        (0..3).fold(0, |ms, place| ms * 10 + fraction.get(place).map_or(0, |b| i64::from(b - b'0')))
    }

    /// Minutes east of Greenwich, and whether they were told.
    fn offset(&mut self) -> Option<(i64, bool)> {
        self.blanks();
        let sign = match self.0 {
            [] => return Some((0, false)),
            b"Z" | b"z" | b"UTC" | b"GMT" | b"utc" => return Some((0, true)),
            [b'+', ..] => 1,
            [b'-', ..] => -1,
            _ => return None,
        };
        self.0 = &self.0[1..];
        let hours = self.number(2)?;
        let _ = self.one_of(b":");
        let minutes = if self.0.is_empty() { 0 } else { self.number(2)? };
        (self.0.is_empty() && hours <= 18 && minutes < 60).then_some((sign * (hours * 60 + minutes), true))
    }
}

/// A time as we write it: UTC with `Z`, in whole seconds or with milliseconds. Times before 1970 or after 9999 are
/// brought to those ends.
pub(crate) fn stamp(at: Timestamp, fractions: bool) -> String {
    let ms = at.0.clamp(0, jiff::Timestamp::MAX.as_second() * 1000);
    let at = jiff::Timestamp::from_millisecond(ms).expect("it lies within the years 1970 to 9999");
    if fractions { format!("{at:.3}") } else { format!("{at:.0}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<i64>, usize) {
        let mut notes = Vec::new();
        let at = time(text, "timestamp", &mut Notes::new(&mut notes));
        (at.map(|at| at.0), notes.len())
    }

    const AT: i64 = 1_795_269_900_000;

    #[test]
    fn every_spelling_of_the_same_moment_is_read() {
        for text in [
            "2026-11-21T14:05:00Z",
            "2026-11-21T14:05:00.000Z",
            "2026-11-21t14:05:00.000000000000z",
            "2026-11-21T15:05:00+01:00",
            "2026-11-21T15:05:00+0100",
            "2026-11-21T15:05+01",
            "2026-11-21T09:35:00,0-04:30",
            "2026-11-21 14:05:00 Z",
            "2026-11-21 14:05:00 UTC",
            " 2026/11/21 14:5:0Z ",
            "20261121T140500Z",
            "1795269900",
            "1795269900000",
        ] {
            assert_eq!(read(text), (Some(AT), 0), "{text}");
        }
    }

    #[test]
    fn a_time_without_zone_is_utc_and_noted() {
        assert_eq!(read("2026-11-21T14:05:00"), (Some(AT), 1));
        assert_eq!(read("2026-11-21 14:05"), (Some(AT), 1));
        assert_eq!(read("2026-11-21"), (Some(AT - (14 * 60 + 5) * 60_000), 1));
    }

    #[test]
    fn a_time_without_zone_is_judged_by_its_arrival_or_by_the_zone_of_the_station() {
        let heard = |text: &str, received: i64, zone_min| {
            let hearing = Hearing { received: Some(Timestamp(received)), zone_min, ..Hearing::default() };
            let mut notes = Vec::new();
            let at = time(text, "timestamp", &mut Notes::hearing(&mut notes, hearing));
            (at.map(|at| at.0), notes.remove(0))
        };
        let east = heard("2026-11-21T22:05:00", AT + 20_000, None);
        assert_eq!(east, (Some(AT), "timestamp has no time zone; taken as UTC+08:00".into()));
        let west = heard("2026-11-21T10:35:00", AT - 5_000, None);
        assert_eq!(west, (Some(AT), "timestamp has no time zone; taken as UTC-03:30".into()));
        assert_eq!(heard("2026-11-21T14:05:00", AT + 5_000, None).0, Some(AT));
        assert_eq!(heard("2026-11-21T14:05:00", AT + 47 * MINUTE, None).0, Some(AT), "kept for a while");
        assert_eq!(heard("2026-11-21T15:05:00", AT + 47 * MINUTE, Some(60)).0, Some(AT), "the zone is known");
    }

    #[test]
    fn the_end_of_the_day_and_leap_seconds_are_read() {
        assert_eq!(read("2026-11-21T24:00:00Z"), read("2026-11-22T00:00:00Z"));
        assert_eq!(read("2026-11-21T23:59:60Z"), read("2026-11-21T23:59:59.999Z"));
    }

    #[test]
    fn what_is_no_time_is_nothing_and_noted() {
        for text in [
            "",
            "null",
            "yesterday",
            "2026-13-01T00:00:00Z",
            "2026-02-30T00:00:00Z",
            "2026-11-21T25:00:00Z",
            "42",
        ] {
            assert_eq!(read(text), (None, 1), "{text}");
        }
    }

    #[test]
    fn times_are_written_in_utc_in_whole_seconds_or_with_milliseconds() {
        assert_eq!(stamp(Timestamp(AT + 999), false), "2026-11-21T14:05:00Z");
        assert_eq!(stamp(Timestamp(AT), true), "2026-11-21T14:05:00.000Z");
        assert_eq!(stamp(Timestamp(AT + 7), true), "2026-11-21T14:05:00.007Z");
        assert_eq!(stamp(Timestamp(i64::MIN), true), "1970-01-01T00:00:00.000Z");
        assert!(stamp(Timestamp(i64::MAX), true).starts_with("9999-12-30T"));
    }
}
