//! Points in time.

/// A point in time: milliseconds since the Unix epoch, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(pub i64);

/// One second in milliseconds.
pub const SECOND: i64 = 1_000;
/// One minute in milliseconds.
pub const MINUTE: i64 = 60 * SECOND;
/// One hour in milliseconds.
pub const HOUR: i64 = 60 * MINUTE;
/// What lies between a time and the same time a day later on most days, in milliseconds.
pub const DAY: i64 = 24 * HOUR;

/// Before this no charger spoke to us: 2020-01-01. Earlier times come from clocks that were never set.
const FIRST_BELIEVABLE: Timestamp = Timestamp(1_577_836_800_000);

impl Timestamp {
    /// Milliseconds from `earlier` to this; negative when `earlier` is later.
    pub fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// This, `ms` milliseconds later.
    #[must_use]
    pub fn plus(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }
}

/// A station's time made usable: what it said, or the time of receipt when it said nothing believable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StationTime {
    /// When it happened.
    pub at: Timestamp,
    /// The station's clock was missing, never set, or ahead of ours by more than five minutes.
    pub doubtful: bool,
    /// It happened well before we heard of it.
    pub late: bool,
}

impl StationTime {
    /// Judges the time that a station gave (`None` = none or unreadable) for something received at `received`.
    ///
    /// A time in our future is kept: the difference between two times of the same clock is still right.
    pub fn judge(said: Option<Timestamp>, received: Timestamp) -> Self {
        match said {
            Some(at) if at >= FIRST_BELIEVABLE => {
                Self { at, doubtful: at.since(received) > 5 * MINUTE, late: received.since(at) > 5 * MINUTE }
            }
            _ => Self { at: received, doubtful: true, late: false },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_800_000_000_000);

    #[test]
    fn a_clock_that_was_never_set_is_replaced_by_the_time_of_receipt() {
        let judged = StationTime::judge(Some(Timestamp(0)), NOW);
        assert_eq!(judged, StationTime { at: NOW, doubtful: true, late: false });
        assert_eq!(StationTime::judge(None, NOW), judged);
    }

    #[test]
    fn a_clock_ahead_is_kept_and_doubted_and_a_late_message_is_late() {
        let ahead = StationTime::judge(Some(NOW.plus(3 * 24 * 60 * MINUTE)), NOW);
        assert!(ahead.doubtful && !ahead.late);
        let late = StationTime::judge(Some(NOW.plus(-6 * MINUTE)), NOW);
        assert!(late.late && !late.doubtful);
        let live = StationTime::judge(Some(NOW.plus(-SECOND)), NOW);
        assert!(!live.late && !live.doubtful);
    }
}
