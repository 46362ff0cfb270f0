//! A limit that was accepted, and whether the charger keeps to it: some accept every limit and go on as before.

use crate::order::{ChargingProfile, ProfileKind, RateUnit};
use crate::place::{ConnectorRef, Place};
use crate::reading::{Location, Measurand, Phase};
use crate::session::Measurements;
use crate::time::{SECOND, Timestamp};

/// How long a car may take to follow, in milliseconds.
const GRACE: i64 = 10 * SECOND;
/// So many readings in a row above the limit are no accident.
const TOO_OFTEN: u32 = 3;

/// A limit that counts now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    at: Option<ConnectorRef>,
    unit: RateUnit,
    /// In thousandths of the unit.
    limit: i64,
    from: Timestamp,
    until: Option<Timestamp>,
    above: u32,
}

impl Promise {
    /// The promise that lies in an accepted profile: its limit from now to its next change. `None` when it does not
    /// count from now on.
    pub fn of(at: Place, profile: &ChargingProfile, now: Timestamp) -> Option<Self> {
        let schedule = &profile.schedule;
        let start = match profile.kind {
            ProfileKind::Absolute => schedule.start.unwrap_or(now),
            ProfileKind::Relative => now,
            ProfileKind::Daily | ProfileKind::Weekly => return None,
        };
        let first = schedule.periods.first()?;
        let ends = schedule.periods.get(1).map(|next| next.start_s).or(schedule.duration_s);
        let until = ends.map(|seconds| start.plus(i64::from(seconds) * SECOND));
        let counts = start <= now && until.is_none_or(|until| until > now);
        counts.then(|| Self {
            at: at.connector(),
            unit: schedule.unit,
            limit: i64::from(first.limit_tenths) * 100,
            from: now.plus(GRACE),
            until,
            above: 0,
        })
    }

    /// Readings came. True when it was broken too often in a row, once.
    pub fn is_broken_by(&mut self, report: &Measurements, now: Timestamp) -> bool {
        let elsewhere = self.at.is_some() && report.at_connector != self.at;
        if now < self.from || self.until.is_some_and(|until| until <= now) || elsewhere {
            return false;
        }
        let (measurand, thousandths, margin) = match self.unit {
            RateUnit::Amperes => (Measurand::CurrentImport, 1, 1_000),
            RateUnit::Watts => (Measurand::PowerImport, 1_000, 500_000),
        };
        let readings = report.samples.iter().flat_map(|sample| &sample.readings);
        let measured = readings
            .filter(|reading| {
                let series = reading.series;
                series.measurand == measurand
                    && series.location == Location::Outlet
                    && series.phase != Phase::N
            })
            .map(|reading| reading.value * thousandths)
            .max();
        let Some(measured) = measured else { return false };
        self.above = if measured > self.limit + self.limit / 10 + margin { self.above + 1 } else { 0 };
        self.above == TOO_OFTEN
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::{Period, Purpose, Schedule};
    use crate::reading::{Context, Reading, Sample, Series};

    const NOON: Timestamp = Timestamp(1_800_000_000_000);

    fn promise(amps: u32, duration_s: Option<u32>) -> Promise {
        let schedule = Schedule {
            start: None,
            duration_s,
            unit: RateUnit::Amperes,
            periods: vec![Period { start_s: 0, limit_tenths: amps * 10, phases: None }],
        };
        let profile = ChargingProfile {
            id: 1,
            stack_level: 0,
            purpose: Purpose::Default,
            kind: ProfileKind::Absolute,
            session: None,
            valid_from: None,
            valid_to: None,
            schedule,
        };
        Promise::of(Place::Evse(1), &profile, NOON).unwrap()
    }

    fn current(milliamperes: i64) -> Measurements {
        let series =
            Series { measurand: Measurand::CurrentImport, phase: Phase::L1, location: Location::Outlet };
        let reading = Reading { series, context: Context::Periodic, value: milliamperes };
        let sample = Sample { at: None, readings: vec![reading] };
        Measurements {
            at_connector: Some(ConnectorRef { evse: 1, connector: 1 }),
            transaction: None,
            samples: vec![sample],
        }
    }

    #[test]
    fn three_readings_in_a_row_above_the_limit_break_it_once() {
        let mut limit = promise(6, None);
        let late = NOON.plus(60 * SECOND);
        assert!(!limit.is_broken_by(&current(16_000), NOON.plus(5 * SECOND)), "a car needs time");
        let broken: Vec<bool> = [16_000, 6_100, 16_000, 16_000, 16_000, 16_000]
            .map(|now| limit.is_broken_by(&current(now), late))
            .to_vec();
        assert_eq!(broken, [false, false, false, false, true, false]);
    }

    #[test]
    fn a_limit_that_is_over_binds_nobody() {
        let mut limit = promise(6, Some(120));
        let later = NOON.plus(121 * SECOND);
        assert!((0..5).all(|_| !limit.is_broken_by(&current(32_000), later)));
    }
}
