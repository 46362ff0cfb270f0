//! Tariffs: what is charged for, at which price, when.

use jiff::civil::{Date, DateTime, Weekday};

use crate::billing::{Currency, Price, TaxRate};
use crate::time::Timestamp;

/// What is charged for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Component {
    /// Energy, per kilowatt-hour.
    Energy,
    /// Time while charging, per hour.
    Charging,
    /// Time parked after the end of charging, per hour, once the grace time is over.
    Parked,
    /// Each session.
    Session,
}

/// A price, and when it counts. Of the elements for one component the first one that counts at a moment is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// For what.
    pub component: Component,
    /// How much.
    pub price: Price,
    /// The tax on it.
    pub tax: TaxRate,
    /// When.
    pub window: Window,
}

/// When a price counts, by the site's clocks. The default is always.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Window {
    /// From this minute of the day on until before that one; a window over midnight begins later than it ends. `None` =
    /// all day.
    pub minutes: Option<(u16, u16)>,
    /// On these days; Monday is the lowest bit. 0 = on all. A window over midnight belongs to the day on which it began.
    pub weekdays: u8,
    /// In this part of the year.
    pub season: Option<Season>,
}

/// A part of the year, both days included; one over New Year begins later than it ends. Month and day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Season {
    /// Its first day.
    pub first: (u8, u8),
    /// Its last day.
    pub last: (u8, u8),
}

/// A tariff as it is valid from a moment on. Never changed; a change is a new version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TariffVersion {
    /// Its number among all versions.
    pub number: u32,
    /// Valid from.
    pub valid_from: Timestamp,
    /// The currency.
    pub currency: Currency,
    /// The prices hold the tax already.
    pub tax_included: bool,
    /// What is charged for.
    pub elements: Vec<Element>,
    /// Energy that each session has free, in watt-hours.
    pub free_wh: i64,
    /// How long a car may stay after the end of charging for nothing, in milliseconds.
    pub grace: i64,
    /// The least that a session costs, in smallest units, in the terms of the prices (with or without tax).
    pub least: Option<i64>,
    /// The most that a session costs.
    pub most: Option<i64>,
}

impl Window {
    /// Whether it holds what a clock on the wall shows.
    pub fn holds(&self, at: DateTime) -> bool {
        let minute = u16::try_from(i32::from(at.hour()) * 60 + i32::from(at.minute())).unwrap_or(0);
        // The day that a moment after midnight belongs to, in a window that began the day before.
        let day = match self.minutes {
            Some((from, to)) if from < to => (from..to).contains(&minute).then(|| at.date()),
            Some((from, _)) if minute >= from => Some(at.date()),
            Some((_, to)) if minute < to => at.date().yesterday().ok(),
            Some(_) => None,
            None => Some(at.date()),
        };
        day.is_some_and(|day| self.on(day))
    }

    fn on(&self, day: Date) -> bool {
        let weekday = day.weekday().to_monday_zero_offset();
        let of_week =
            self.weekdays == 0 || u32::from(self.weekdays) >> u32::try_from(weekday).unwrap_or(0) & 1 == 1;
        of_week && self.season.is_none_or(|season| season.holds(day))
    }

    /// Weekdays as their bits.
    pub fn days(days: &[Weekday]) -> u8 {
        days.iter()
            .fold(0, |bits, day| bits | 1_u8 << u32::try_from(day.to_monday_zero_offset()).unwrap_or(0))
    }
}

impl Season {
    fn holds(self, day: Date) -> bool {
        let month_and_day = (day.month().unsigned_abs(), day.day().unsigned_abs());
        if self.first <= self.last {
            (self.first..=self.last).contains(&month_and_day)
        } else {
            month_and_day >= self.first || month_and_day <= self.last
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_night_belongs_to_the_day_on_which_it_began() {
        // 2026-11-20 is a Friday.
        let night =
            Window { minutes: Some((1320, 360)), weekdays: Window::days(&[Weekday::Friday]), season: None };
        let at = |day, hour, minute| date(2026, 11, day).at(hour, minute, 0, 0);
        for (moment, holds) in [
            (at(20, 21, 59), false),
            (at(20, 22, 0), true),
            (at(21, 5, 59), true),
            (at(21, 6, 0), false),
            (at(20, 5, 0), false),
            (at(21, 23, 0), false),
        ] {
            assert_eq!(night.holds(moment), holds, "{moment}");
        }
    }

    #[test]
    fn a_season_may_go_over_new_year() {
        let winter = Window { season: Some(Season { first: (11, 1), last: (2, 28) }), ..Window::default() };
        for (day, holds) in [
            (date(2026, 10, 31), false),
            (date(2026, 11, 1), true),
            (date(2027, 2, 28), true),
            (date(2027, 3, 1), false),
        ] {
            assert_eq!(winter.holds(day.at(12, 0, 0, 0)), holds, "{day}");
        }
        assert!(Window::default().holds(date(2026, 7, 1).at(0, 0, 0, 0)));
    }
}
