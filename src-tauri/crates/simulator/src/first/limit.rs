//! All charging profiles of a charger together: which of them counts, and what comes out (1.6 section 3.13.2).

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::profile::{Profile, Purpose, Unit};
use crate::message::Word;
use crate::outlet::VOLTS;

/// The least current that a car charges with, in amperes (IEC 61851-1).
pub(crate) const LEAST: f64 = 6.0;

/// What a bay may deliver.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Cap {
    /// Amperes per phase.
    pub amps: f64,
    /// Watts in all.
    pub watts: f64,
}

impl Cap {
    /// No limit but the hardware's.
    pub const NONE: Self = Self { amps: f64::INFINITY, watts: f64::INFINITY };

    fn and(self, unit: Unit, limit: f64) -> Self {
        match unit {
            Unit::Amperes => Self { amps: self.amps.min(limit), ..self },
            Unit::Watts => Self { watts: self.watts.min(limit), ..self },
        }
    }

    /// In watts, over so many phases.
    pub fn watts(self, phases: usize) -> f64 {
        self.watts.min(self.amps * VOLTS * phases.max(1) as f64)
    }

    /// In amperes per phase, over so many phases.
    pub fn amps(self, phases: usize) -> f64 {
        self.amps.min(self.watts / (VOLTS * phases.max(1) as f64))
    }
}

/// The charge that runs at a bay.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Running {
    /// The centre's number for it, once that is known.
    pub number: Option<i64>,
    /// When it began.
    pub began: Timestamp,
}

/// All profiles.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Limits(Vec<Profile>);

impl Limits {
    /// Takes a profile; one of the same number, or of the same purpose, level and connector, is replaced.
    pub fn set(&mut self, profile: Profile, most: usize) -> Word {
        let replaces = |other: &Profile| {
            let alike = (other.purpose, other.level, other.connector)
                == (profile.purpose, profile.level, profile.connector);
            other.id == profile.id || alike
        };
        let left = self.0.iter().filter(|other| !replaces(other)).count();
        if left >= most {
            return "Rejected";
        }
        self.0.retain(|other| !replaces(other));
        self.0.push(profile);
        "Accepted"
    }

    /// Takes profiles away, by number or by everything else that is named.
    pub fn clear(&mut self, filter: &Value) -> Word {
        let purpose = filter["chargingProfilePurpose"].as_str();
        let is = |profile: &Profile| match filter["id"].as_i64() {
            Some(id) => profile.id == id,
            None => {
                let connector = filter["connectorId"].as_u64();
                connector.is_none_or(|connector| profile.connector as u64 == connector)
                    && filter["stackLevel"].as_i64().is_none_or(|level| profile.level == level)
                    && purpose.is_none_or(|purpose| purpose_word(profile.purpose) == purpose)
            }
        };
        let before = self.0.len();
        self.0.retain(|profile| !is(profile));
        if self.0.len() < before { "Accepted" } else { "Unknown" }
    }

    /// A charge is over: what was for it alone is gone.
    pub fn over(&mut self, connector: usize) {
        self.0.retain(|profile| profile.purpose != Purpose::Session || profile.connector != connector);
    }

    /// It started anew: only what is for a running charge is gone.
    pub fn restarted(&mut self) {
        self.0.retain(|profile| profile.purpose != Purpose::Session);
    }

    /// What counts at a connector at a moment; so many bays share what the whole charger may take.
    pub fn cap(&self, connector: usize, running: Option<Running>, sharing: usize, now: Timestamp) -> Cap {
        let began = running.map(|running| running.began);
        let best = |purpose: Purpose| {
            let fits = |profile: &&Profile| {
                let here = profile.connector == 0 || profile.connector == connector;
                let mine = profile.transaction.is_none()
                    || running.is_some_and(|running| running.number == profile.transaction);
                profile.purpose == purpose && here && mine
            };
            let speaking = self.0.iter().filter(fits).filter_map(|p| Some((p, p.at(now, began)?)));
            speaking
                .max_by_key(|(profile, _)| (profile.level, profile.connector))
                .map(|(profile, limit)| (profile.unit, limit))
        };
        let mut cap = Cap::NONE;
        if let Some((unit, limit)) = best(Purpose::Station) {
            cap = cap.and(unit, limit / sharing.max(1) as f64);
        }
        let own = running.and_then(|_| best(Purpose::Session)).or_else(|| best(Purpose::EverySession));
        match own.filter(|_| connector > 0) {
            Some((unit, limit)) => cap.and(unit, limit),
            None => cap,
        }
    }

    /// The limits over the next seconds at a connector with this hardware, as the centre wants to hear them.
    pub fn composite(
        &self,
        connector: usize,
        running: Option<Running>,
        hardware: (f64, usize),
        seconds: i64,
        unit: Unit,
        now: Timestamp,
    ) -> Value {
        let until = now.checked_add(SignedDuration::from_secs(seconds.clamp(0, 604_800))).unwrap_or(now);
        let began = running.map(|running| running.began);
        let mut turns: Vec<Timestamp> = self.0.iter().flat_map(|p| p.turns(now, until, began)).collect();
        turns.push(now);
        turns.sort_unstable();
        turns.dedup();
        let (amps, phases) = hardware;
        let mut periods: Vec<(i64, f64)> = Vec::new();
        for turn in turns {
            let cap = self.cap(connector, running, 1, turn).and(Unit::Amperes, amps);
            let limit = match unit {
                Unit::Amperes => cap.amps(phases),
                Unit::Watts => cap.watts(phases),
            };
            let limit = (limit * 10.0).round() / 10.0;
            if periods.last().is_none_or(|(_, last)| (last - limit).abs() > 0.05) {
                periods.push((turn.duration_since(now).as_secs(), limit));
            }
        }
        let period = |(start, limit): &(i64, f64)| json!({ "startPeriod": start, "limit": limit });
        json!({
            "duration": seconds,
            "startSchedule": format!("{now:.0}"),
            "chargingRateUnit": if unit == Unit::Amperes { "A" } else { "W" },
            "chargingSchedulePeriod": periods.iter().map(period).collect::<Vec<_>>(),
        })
    }
}

fn purpose_word(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Station => "ChargePointMaxProfile",
        Purpose::EverySession => "TxDefaultProfile",
        Purpose::Session => "TxProfile",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::first::profile::Kind;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + seconds).expect("a time")
    }

    fn profile(id: i64, purpose: &str, level: i64, connector: usize, periods: &[(i64, f64)]) -> Profile {
        let period = |(start, limit): &(i64, f64)| json!({ "startPeriod": start, "limit": limit });
        let value = json!({
            "chargingProfileId": id, "stackLevel": level, "chargingProfilePurpose": purpose,
            "chargingProfileKind": "Absolute",
            "chargingSchedule": { "chargingRateUnit": "A",
                "chargingSchedulePeriod": periods.iter().map(period).collect::<Vec<_>>() },
        });
        Profile::read(&value, connector, at(0)).expect("a profile")
    }

    /// Whole amperes; none without a limit.
    fn amps(limits: &Limits, running: Option<Running>, seconds: i64) -> Option<i64> {
        let amps = limits.cap(1, running, 1, at(seconds)).amps(3);
        amps.is_finite().then_some(amps as i64)
    }

    #[test]
    fn the_highest_level_wins_the_session_beats_the_default_and_the_station_bounds_both() {
        let mut limits = Limits::default();
        let running = Some(Running { number: Some(7), began: at(0) });
        assert_eq!(limits.set(profile(1, "TxDefaultProfile", 0, 0, &[(0, 13.0)]), 10), "Accepted");
        limits.set(profile(2, "TxDefaultProfile", 1, 0, &[(0, 10.0)]), 10);
        assert_eq!(amps(&limits, running, 5), Some(10));
        limits.set(profile(3, "TxProfile", 0, 1, &[(0, 16.0), (60, 8.0)]), 10);
        assert_eq!((amps(&limits, running, 5), amps(&limits, running, 60)), (Some(16), Some(8)));
        assert_eq!(amps(&limits, None, 5), Some(10));
        limits.set(profile(4, "ChargePointMaxProfile", 0, 0, &[(0, 12.0)]), 10);
        assert_eq!(amps(&limits, running, 5), Some(12));
        limits.over(1);
        assert_eq!(limits.clear(&json!({ "stackLevel": 1 })), "Accepted");
        assert_eq!(amps(&limits, running, 5), Some(12));
        assert_eq!(limits.clear(&json!({ "id": 4 })), "Accepted");
        assert_eq!((amps(&limits, running, 5), limits.clear(&json!({ "id": 4 }))), (Some(13), "Unknown"));
        assert_eq!((limits.clear(&json!({})), amps(&limits, running, 5)), ("Accepted", None));
    }

    #[test]
    fn the_schedule_that_results_names_each_change() {
        let mut limits = Limits::default();
        limits.set(profile(1, "TxDefaultProfile", 0, 1, &[(0, 16.0), (600, 6.0), (1200, 20.0)]), 10);
        let schedule = limits.composite(1, None, (16.0, 3), 3600, Unit::Amperes, at(0));
        let periods = json!([
            { "startPeriod": 0, "limit": 16.0 }, { "startPeriod": 600, "limit": 6.0 },
            { "startPeriod": 1200, "limit": 16.0 },
        ]);
        assert_eq!(schedule["chargingSchedulePeriod"], periods);
        let watts = limits.composite(1, None, (16.0, 3), 60, Unit::Watts, at(0));
        assert_eq!(watts["chargingSchedulePeriod"][0]["limit"], 11_040.0);
    }

    #[test]
    fn recurring_and_relative_schedules_count_from_their_own_beginning() {
        let daily = Profile { kind: Kind::Recurring(86_400), duration: Some(3600), ..plain() };
        assert_eq!(daily.at(at(86_400 * 3 + 10), None), Some(16.0));
        assert_eq!(daily.at(at(86_400 * 3 + 3600), None), None);
        let relative = Profile { kind: Kind::Relative, ..plain() };
        assert_eq!(relative.at(at(100), None), None);
        assert_eq!(relative.at(at(100), Some(at(30))), Some(8.0));
        let later = Profile { valid: (Some(at(50)), None), ..plain() };
        assert_eq!((later.at(at(49), None), later.at(at(50), None)), (None, Some(16.0)));
    }

    fn plain() -> Profile {
        profile(1, "TxDefaultProfile", 0, 1, &[(0, 16.0), (60, 8.0)])
    }
}
