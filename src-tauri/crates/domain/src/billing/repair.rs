//! What is wrong with a session's figures, and what they would be if it were mended. Nothing is changed here: a finding is
//! a proposal that somebody takes or leaves.

use crate::billing::Reading;
use crate::energy::WattHours;
use crate::time::{HOUR, MINUTE, Timestamp};

/// The figures of a session as they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// When it began.
    pub began: Timestamp,
    /// When it ended; `None` = it has no end.
    pub ended: Option<Timestamp>,
    /// The register at its beginning.
    pub start: Option<WattHours>,
    /// The register at its end.
    pub stop: Option<WattHours>,
    /// Readings of the register on the way, by time.
    pub readings: Vec<Reading>,
    /// The most power that was measured on the way, in watts.
    pub most_power_w: Option<i64>,
    /// The station never told its end: it was closed by what followed.
    pub closed_by_us: bool,
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// Its end was never told.
    MissingStop,
    /// Its register begins at zero though the meter did not.
    ZeroBaseline,
    /// The register fell on the way.
    RegisterReset,
    /// The register counts kilowatt-hours where watt-hours are meant.
    TooSmall,
    /// The register counts a thousandth of a watt-hour.
    TooLarge,
    /// Another session says the same: it was told twice.
    Duplicate,
    /// Figures were typed in, and the station told others afterwards.
    ToldOtherwise,
}

/// The figures as they would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mended {
    /// When it ended.
    pub ended: Timestamp,
    /// The register at its beginning.
    pub start: WattHours,
    /// The register at its end.
    pub stop: WattHours,
}

/// No connector delivers more, in watts.
const MOST_POWER_W: i64 = 1_000_000;
/// Less energy than this says nothing about its unit, in watt-hours of what would be meant.
const TELLING_WH: i64 = 500;

impl Figures {
    /// What is wrong with it, and how it would be mended; the surest finding first. Empty for a session that is as it
    /// should be, or that goes on.
    pub fn findings(&self) -> Vec<(Finding, Mended)> {
        let tries = [
            (Finding::ZeroBaseline, self.zero_baseline()),
            (Finding::RegisterReset, self.register_reset()),
            (Finding::TooSmall, self.too_small()),
            (Finding::TooLarge, self.too_large()),
            (Finding::MissingStop, self.missing_stop()),
        ];
        tries.into_iter().filter_map(|(finding, mended)| Some((finding, mended?))).collect()
    }

    fn last(&self) -> Option<Reading> {
        self.readings.last().copied()
    }

    /// The end as far as it is known.
    fn end(&self) -> Option<(Timestamp, WattHours)> {
        let last = self.last();
        let at = self.ended.or(last.map(|last| last.at))?;
        Some((at, self.stop.or(last.map(|last| last.register))?))
    }

    /// Whether so much energy can have flowed in the time, with a little for clocks.
    fn is_possible(&self, wh: i64, ended: Timestamp) -> bool {
        let ms = ended.since(self.began).max(MINUTE);
        i128::from(wh) * i128::from(HOUR) <= i128::from(MOST_POWER_W) * i128::from(ms)
    }

    /// The first reading is the baseline of a session that began at zero and would have delivered what no connector can.
    fn zero_baseline(&self) -> Option<Mended> {
        let (ended, stop) = self.end()?;
        let first = self.readings.first().filter(|first| first.register.0 > 0)?;
        let zero = self.start.is_none_or(|start| start.0 == 0);
        let far = !self.is_possible(stop.0, ended) && self.is_possible(stop.0 - first.register.0, ended);
        (zero && far && stop >= first.register).then_some(Mended { ended, start: first.register, stop })
    }

    /// What flowed before the register fell and what flowed after it, as a register that went on.
    fn register_reset(&self) -> Option<Mended> {
        let (ended, stop) = self.end()?;
        let start = self.start?;
        let way: Vec<i64> = std::iter::once(start.0)
            .chain(self.readings.iter().map(|reading| reading.register.0))
            .chain(std::iter::once(stop.0))
            .collect();
        let falls = way.windows(2).any(|pair| pair[1] < pair[0]);
        // After a fall the meter began at zero: all that it shows has flowed since.
        let flowed: i64 =
            way.windows(2).map(|pair| if pair[1] < pair[0] { pair[1] } else { pair[1] - pair[0] }).sum();
        let possible = self.is_possible(flowed, ended);
        (falls && flowed >= 0 && possible).then(|| Mended {
            ended,
            start,
            stop: WattHours(start.0.saturating_add(flowed)),
        })
    }

    /// The power that was measured would have delivered a thousand times as much.
    fn too_small(&self) -> Option<Mended> {
        let (ended, start, stop) = self.ends()?;
        let power = self.most_power_w.filter(|power| *power > 0)?;
        let (wh, ms) = (stop.0 - start.0, ended.since(self.began).max(1));
        let by_power = i128::from(power) * i128::from(ms) / i128::from(HOUR);
        let (larger, least) = (i128::from(wh) * 1000, i128::from(TELLING_WH));
        // The car need not have taken the most power all the time: a twentieth of it is enough to tell.
        let fits = larger >= least && larger <= by_power * 5 / 4 && i128::from(wh) * 20 < by_power;
        let thousandfold = |register: WattHours| WattHours(register.0.saturating_mul(1000));
        (wh > 0 && fits).then(|| Mended { ended, start: thousandfold(start), stop: thousandfold(stop) })
    }

    /// No connector delivers as much, and a thousandth of it would fit.
    fn too_large(&self) -> Option<Mended> {
        let (ended, start, stop) = self.ends()?;
        let wh = stop.0 - start.0;
        let begins_at_zero = start.0 == 0 && self.readings.first().is_some_and(|first| first.register.0 > 0);
        let fits =
            !self.is_possible(wh, ended) && self.is_possible(wh / 1000, ended) && wh / 1000 >= TELLING_WH;
        let thousandth = |register: WattHours| WattHours(register.0 / 1000);
        (fits && !(begins_at_zero && self.zero_baseline().is_some())).then(|| Mended {
            ended,
            start: thousandth(start),
            stop: thousandth(stop),
        })
    }

    /// It ended when it was last heard of, with what the register showed then.
    fn missing_stop(&self) -> Option<Mended> {
        if !self.closed_by_us || self.stop.is_some() {
            return None;
        }
        let last = self.last()?;
        let start = self.start.unwrap_or(last.register);
        (last.register >= start).then_some(Mended { ended: last.at, start, stop: last.register })
    }

    fn ends(&self) -> Option<(Timestamp, WattHours, WattHours)> {
        let (ended, stop) = self.end()?;
        let start = self.start?;
        (stop > start).then_some((ended, start, stop))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEGAN: Timestamp = Timestamp(1_800_000_000_000);

    fn figures(start: Option<i64>, stop: Option<i64>, readings: &[(i64, i64)]) -> Figures {
        let reading = |(minute, register): &(i64, i64)| Reading {
            at: BEGAN.plus(minute * MINUTE),
            register: WattHours(*register),
        };
        Figures {
            began: BEGAN,
            ended: Some(BEGAN.plus(HOUR)),
            start: start.map(WattHours),
            stop: stop.map(WattHours),
            readings: readings.iter().map(reading).collect(),
            most_power_w: None,
            closed_by_us: false,
        }
    }

    fn found(figures: &Figures) -> Vec<(Finding, i64)> {
        let energy = |mended: Mended| mended.stop.0 - mended.start.0;
        figures.findings().into_iter().map(|(finding, mended)| (finding, energy(mended))).collect()
    }

    #[test]
    fn a_session_as_it_should_be_has_no_findings() {
        assert_eq!(found(&figures(Some(5_000_000), Some(5_011_000), &[(0, 5_000_000), (30, 5_006_000)])), []);
        // A fast charger for an hour.
        assert_eq!(found(&figures(Some(0), Some(350_000), &[(30, 170_000)])), []);
        // Nothing flowed.
        assert_eq!(found(&figures(Some(100), Some(100), &[])), []);
    }

    #[test]
    fn a_register_that_begins_at_zero_begins_with_the_first_reading() {
        let zero = figures(Some(0), Some(5_011_000), &[(1, 5_000_200), (30, 5_006_000)]);
        assert_eq!(found(&zero), [(Finding::ZeroBaseline, 10_800)]);
        // A new meter that really began at zero is none.
        assert_eq!(found(&figures(Some(0), Some(11_000), &[(1, 200)])), []);
    }

    #[test]
    fn what_flowed_before_and_after_a_reset_is_summed() {
        let reset = figures(Some(5_000), Some(3_000), &[(20, 9_000), (40, 1_000)]);
        assert_eq!(found(&reset), [(Finding::RegisterReset, 4_000 + 1_000 + 2_000)]);
    }

    #[test]
    fn kilowatt_hours_for_watt_hours_are_seen_by_the_power() {
        let small = Figures { most_power_w: Some(11_000), ..figures(Some(5_000), Some(5_010), &[]) };
        assert_eq!(found(&small), [(Finding::TooSmall, 10_000)]);
        // A car that took next to nothing.
        let full = Figures { most_power_w: Some(300), ..figures(Some(5_000), Some(5_010), &[]) };
        assert_eq!(found(&full), []);
        let large = figures(Some(5_000_000), Some(15_000_000), &[]);
        assert_eq!(found(&large), [(Finding::TooLarge, 10_000)]);
    }

    #[test]
    fn a_session_without_an_end_ends_with_its_last_reading() {
        let open = Figures { closed_by_us: true, ..figures(Some(1000), None, &[(10, 2000), (40, 7000)]) };
        let [(Finding::MissingStop, mended)] = open.findings()[..] else { panic!("{:?}", open.findings()) };
        assert_eq!((mended.ended, mended.stop), (BEGAN.plus(40 * MINUTE), WattHours(7000)));
        // One that goes on is left alone.
        let live = Figures { ended: None, ..figures(Some(1000), None, &[(10, 2000)]) };
        assert_eq!(found(&live), []);
    }
}
