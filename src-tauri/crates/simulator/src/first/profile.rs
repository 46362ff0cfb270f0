//! One charging profile: what it says at a moment (1.6 section 3.13).

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

/// For what a profile is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The whole charger.
    Station,
    /// Every charge to come.
    EverySession,
    /// The running charge.
    Session,
}

/// How its times count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// From a point in time.
    Absolute,
    /// Every so many seconds from a point in time on.
    Recurring(i64),
    /// From the beginning of the charge.
    Relative,
}

/// The unit of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Amperes per phase.
    Amperes,
    /// Watts in all.
    Watts,
}

/// A charging profile.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Profile {
    /// The centre's number.
    pub id: i64,
    /// 0 = the whole charger.
    pub connector: usize,
    /// The higher one wins.
    pub level: i64,
    /// For what.
    pub purpose: Purpose,
    /// How its times count.
    pub kind: Kind,
    /// The centre's number of the session that it is for.
    pub transaction: Option<i64>,
    /// From when to when.
    pub valid: (Option<Timestamp>, Option<Timestamp>),
    /// What an absolute schedule counts from.
    pub start: Option<Timestamp>,
    /// For how long, in seconds.
    pub duration: Option<i64>,
    /// The limits' unit.
    pub unit: Unit,
    /// Seconds from the start, and the limit from then on; rising.
    pub periods: Vec<(i64, f64)>,
}

impl Profile {
    /// As the centre sent it; `None` when it makes no sense.
    pub fn read(value: &Value, connector: usize, now: Timestamp) -> Option<Self> {
        let time = |value: &Value| value.as_str().and_then(|text| text.parse::<Timestamp>().ok());
        let schedule = &value["chargingSchedule"];
        let start = time(&schedule["startSchedule"]);
        let purpose = match value["chargingProfilePurpose"].as_str()? {
            "ChargePointMaxProfile" => Purpose::Station,
            "TxDefaultProfile" => Purpose::EverySession,
            "TxProfile" => Purpose::Session,
            _ => return None,
        };
        let kind = match (value["chargingProfileKind"].as_str()?, value["recurrencyKind"].as_str()) {
            ("Absolute", _) => Kind::Absolute,
            ("Relative", _) => Kind::Relative,
            ("Recurring", Some("Weekly")) => Kind::Recurring(7 * 86_400),
            ("Recurring", _) => Kind::Recurring(86_400),
            _ => return None,
        };
        let periods = schedule["chargingSchedulePeriod"].as_array()?.iter();
        let periods = periods.map(|period| {
            let limit = period["limit"].as_f64().filter(|limit| *limit >= 0.0)?;
            Some((period["startPeriod"].as_i64()?, limit))
        });
        let periods: Vec<(i64, f64)> = periods.collect::<Option<_>>()?;
        let rises = periods.first()?.0 == 0 && periods.is_sorted_by(|one, next| one.0 < next.0);
        rises.then(|| Self {
            id: value["chargingProfileId"].as_i64().unwrap_or(0),
            connector,
            level: value["stackLevel"].as_i64().unwrap_or(0),
            purpose,
            kind,
            transaction: value["transactionId"].as_i64(),
            valid: (time(&value["validFrom"]), time(&value["validTo"])),
            // Without a point in time it counts from now (1.6 section 7.13).
            start: Some(start.unwrap_or(now)),
            duration: schedule["duration"].as_i64(),
            unit: if schedule["chargingRateUnit"] == "W" { Unit::Watts } else { Unit::Amperes },
            periods,
        })
    }

    /// Its limit at a moment, for a charge that began then; `None` when it says nothing.
    pub fn at(&self, now: Timestamp, began: Option<Timestamp>) -> Option<f64> {
        let valid = self.valid.0.is_none_or(|from| from <= now) && self.valid.1.is_none_or(|to| to > now);
        let since = now.duration_since(self.origin(began)?).as_secs();
        let since = match self.kind {
            Kind::Recurring(every) if since >= 0 => since % every,
            _ => since,
        };
        if !valid || self.duration.is_some_and(|duration| since >= duration) {
            return None;
        }
        Some(self.periods.iter().rev().find(|(start, _)| *start <= since)?.1)
    }

    /// Moments between two others at which its limit may change.
    pub fn turns(&self, from: Timestamp, to: Timestamp, began: Option<Timestamp>) -> Vec<Timestamp> {
        let Some(origin) = self.origin(began) else { return Vec::new() };
        let rounds = match self.kind {
            Kind::Recurring(every) => {
                let first = from.duration_since(origin).as_secs().max(0) / every;
                let last = to.duration_since(origin).as_secs().max(0) / every;
                (first..=last).map(|round| round * every).collect()
            }
            Kind::Absolute | Kind::Relative => vec![0],
        };
        let steps: Vec<i64> = self.periods.iter().map(|(start, _)| *start).chain(self.duration).collect();
        let at = |seconds: i64| origin.checked_add(SignedDuration::from_secs(seconds)).ok();
        let turns =
            rounds.into_iter().flat_map(|round| steps.iter().filter_map(move |step| at(round + step)));
        let edges = [self.valid.0, self.valid.1].into_iter().flatten();
        turns.chain(edges).filter(|turn| (from..to).contains(turn)).collect()
    }

    fn origin(&self, began: Option<Timestamp>) -> Option<Timestamp> {
        if self.kind == Kind::Relative { began } else { self.start }
    }
}
