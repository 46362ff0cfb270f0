//! What happened at a connector, as far as it costs something.

use crate::energy::WattHours;
use crate::time::Timestamp;

/// The register at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// When.
    pub at: Timestamp,
    /// What it showed.
    pub register: WattHours,
}

/// A session and what followed it until the car was gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stay {
    /// When it began.
    pub began: Timestamp,
    /// When charging ended, or now.
    pub charged_until: Timestamp,
    /// When the car was gone; the same as the end of charging where nobody knows. Never before it.
    pub left: Timestamp,
    /// The register over time, rising in both; the first at or before the beginning, the last at or after the end.
    pub readings: Vec<Reading>,
}

impl Stay {
    /// The register at a moment, and whether it was read just then. Between two readings it is divided by time, to the
    /// watt-hour below; outside of them it stands.
    pub fn register(&self, at: Timestamp) -> (WattHours, bool) {
        let after = self.readings.partition_point(|reading| reading.at <= at);
        let before = after.checked_sub(1).and_then(|index| self.readings.get(index));
        let (before, after) = match (before, self.readings.get(after)) {
            (Some(before), _) if before.at == at => return (before.register, true),
            (Some(before), Some(after)) => (before, after),
            (Some(last), None) => return (last.register, true),
            (None, Some(first)) => return (first.register, true),
            (None, None) => return (WattHours(0), true),
        };
        let flowed = i128::from(WattHours::delivered(before.register, after.register).0);
        let (gone, whole) = (i128::from(at.since(before.at)), i128::from(after.at.since(before.at)));
        let part = i64::try_from(flowed * gone / whole.max(1)).unwrap_or(i64::MAX);
        (WattHours(before.register.0.saturating_add(part)), flowed == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::MINUTE;

    #[test]
    fn between_readings_energy_is_divided_by_time() {
        let at = |minute: i64| Timestamp(minute * MINUTE);
        let reading = |minute, register| Reading { at: at(minute), register: WattHours(register) };
        let stay = Stay {
            began: at(0),
            charged_until: at(30),
            left: at(30),
            readings: vec![reading(0, 1000), reading(10, 2001), reading(20, 2001)],
        };
        assert_eq!(stay.register(at(0)), (WattHours(1000), true));
        assert_eq!(stay.register(at(5)), (WattHours(1500), false));
        assert_eq!(stay.register(at(10)), (WattHours(2001), true));
        assert_eq!(stay.register(at(15)), (WattHours(2001), true));
        assert_eq!(stay.register(at(99)), (WattHours(2001), true));
        assert_eq!(stay.register(at(-5)), (WattHours(1000), true));
    }
}
