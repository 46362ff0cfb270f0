//! The monthly report: which months are due, by the site's clocks.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::time::Timestamp;

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i16,
    month: i8,
}

/// Nobody's program was off for longer: a clock that jumped into another century writes no thousand files.
const MOST: usize = 120;

impl Month {
    /// The month in which a moment lies.
    pub fn of(at: Timestamp, zone: &TimeZone) -> Self {
        let at = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default().to_zoned(zone.clone());
        Self { year: at.year(), month: at.month() }
    }

    /// The month that a text such as `2026-10` names.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let (year, month) = (year.parse().ok()?, month.parse().ok()?);
        Date::new(year, month, 1).ok()?;
        (text.len() == 7).then_some(Self { year, month })
    }

    /// As a letter writes it: `October 2026`.
    pub fn words(self) -> String {
        let first = Date::new(self.year, self.month, 1);
        first.map_or_else(|_| self.to_string(), |first| first.strftime("%B %Y").to_string())
    }

    /// The one after it.
    pub fn next(self) -> Self {
        match self.month {
            12 => Self { year: self.year + 1, month: 1 },
            month => Self { month: month + 1, ..self },
        }
    }

    /// Its first moment, and the first that is no longer of it.
    pub fn span(self, zone: &TimeZone) -> (Timestamp, Timestamp) {
        (self.begin(zone), self.next().begin(zone))
    }

    fn begin(self, zone: &TimeZone) -> Timestamp {
        let first = Date::new(self.year, self.month, 1).and_then(|day| day.to_zoned(zone.clone()));
        // Years that no calendar holds never end.
        first.map_or(Timestamp(i64::MAX), |first| Timestamp(first.timestamp().as_millisecond()))
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// The months that are over and not yet done, oldest first, from the one in which the schedule was switched on.
pub fn months_due(since: Timestamp, done: &[Month], now: Timestamp, zone: &TimeZone) -> Vec<Month> {
    let mut due = Vec::new();
    let mut month = Month::of(since, zone);
    while due.len() < MOST && month.span(zone).1 <= now {
        if !done.contains(&month) {
            due.push(month);
        }
        month = month.next();
    }
    due
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone() -> TimeZone {
        TimeZone::get("Europe/Berlin").unwrap()
    }

    fn at(text: &str) -> Timestamp {
        Timestamp(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
    }

    fn listed(since: &str, done: &[&str], now: &str) -> Vec<String> {
        let done: Vec<Month> = done.iter().map(|month| Month::parse(month).unwrap()).collect();
        months_due(at(since), &done, at(now), &zone()).iter().map(Month::to_string).collect()
    }

    #[test]
    fn a_month_is_due_when_the_site_s_clocks_show_the_first_of_the_next() {
        let since = "2026-10-15T12:00:00Z";
        assert_eq!(listed(since, &[], "2026-10-31T22:59:59Z"), [""; 0]);
        // The clocks went back on the 25th: midnight is 23:00 UTC.
        assert_eq!(listed(since, &[], "2026-10-31T23:00:00Z"), ["2026-10"]);
    }

    #[test]
    fn missed_months_are_caught_up_oldest_first_and_done_ones_are_left_out() {
        let since = "2025-11-30T22:59:59Z";
        assert_eq!(listed(since, &[], "2026-02-10T00:00:00Z"), ["2025-11", "2025-12", "2026-01"]);
        assert_eq!(listed(since, &["2025-12"], "2026-02-10T00:00:00Z"), ["2025-11", "2026-01"]);
        assert_eq!(listed("2026-03-01T00:00:00Z", &[], "2026-02-10T00:00:00Z"), [""; 0]);
    }

    #[test]
    fn a_clock_in_another_century_asks_for_no_thousand_files() {
        assert_eq!(listed("1990-01-01T00:00:00Z", &[], "2990-01-01T00:00:00Z").len(), MOST);
    }

    #[test]
    fn months_are_read_as_they_are_written() {
        assert_eq!(Month::parse("2026-12").map(|month| month.next().to_string()), Some("2027-01".to_owned()));
        assert_eq!(Month::parse("2026-03").map(Month::words), Some("March 2026".to_owned()));
        for bad in ["2026-13", "2026", "26-1", "2026-1", "x-y", ""] {
            assert_eq!(Month::parse(bad), None, "{bad}");
        }
        let (from, to) = Month::parse("2026-03").unwrap().span(&zone());
        assert_eq!((from, to), (at("2026-02-28T23:00:00Z"), at("2026-03-31T22:00:00Z")));
    }
}
