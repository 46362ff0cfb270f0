//! A charging profile on the wire (1.6 section 7.8, 7.13, 7.14).

use domain::order::{ChargingProfile, Period, ProfileKind, Purpose, RateUnit, Schedule};
use serde::Serialize;

use crate::manner::Telling;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ProfileWire {
    charging_profile_id: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    transaction_id: Option<i64>,
    stack_level: u32,
    charging_profile_purpose: &'static str,
    charging_profile_kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    recurrency_kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_to: Option<String>,
    charging_schedule: ScheduleWire,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ScheduleWire {
    #[serde(skip_serializing_if = "Option::is_none")]
    duration: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_schedule: Option<String>,
    charging_rate_unit: &'static str,
    charging_schedule_period: Vec<PeriodWire>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PeriodWire {
    start_period: u32,
    limit: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    number_phases: Option<u8>,
}

impl ProfileWire {
    /// The profile for the session with this number, if any.
    pub fn new(profile: &ChargingProfile, transaction_id: Option<i64>, telling: Telling) -> Self {
        let (charging_profile_kind, recurrency_kind) = match profile.kind {
            ProfileKind::Absolute => ("Absolute", None),
            ProfileKind::Relative => ("Relative", None),
            ProfileKind::Daily => ("Recurring", Some("Daily")),
            ProfileKind::Weekly => ("Recurring", Some("Weekly")),
        };
        Self {
            charging_profile_id: profile.id,
            transaction_id,
            stack_level: profile.stack_level,
            charging_profile_purpose: purpose_word(profile.purpose),
            charging_profile_kind,
            recurrency_kind,
            valid_from: profile.valid_from.map(|at| telling.stamp(at)),
            valid_to: profile.valid_to.map(|at| telling.stamp(at)),
            charging_schedule: ScheduleWire::new(&profile.schedule, telling),
        }
    }
}

impl ScheduleWire {
    fn new(schedule: &Schedule, telling: Telling) -> Self {
        Self {
            duration: schedule.duration_s,
            start_schedule: schedule.start.map(|at| telling.stamp(at)),
            charging_rate_unit: unit_word(schedule.unit),
            charging_schedule_period: schedule.periods.iter().map(PeriodWire::from).collect(),
        }
    }
}

impl From<&Period> for PeriodWire {
    fn from(period: &Period) -> Self {
        Self {
            start_period: period.start_s,
            // The nearest float to a number of tenths is written with exactly one decimal.
            limit: f64::from(period.limit_tenths) / 10.0,
            number_phases: period.phases,
        }
    }
}

/// The word for a purpose (1.6 section 7.9).
pub(super) const fn purpose_word(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Station => "ChargePointMaxProfile",
        Purpose::Default => "TxDefaultProfile",
        Purpose::Session => "TxProfile",
    }
}

/// The word for a unit (1.6 section 7.12).
pub(super) const fn unit_word(unit: RateUnit) -> &'static str {
    match unit {
        RateUnit::Amperes => "A",
        RateUnit::Watts => "W",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_written_with_exactly_one_decimal() {
        let limit = |limit_tenths| {
            let period = Period { start_s: 0, limit_tenths, phases: None };
            crate::message::json(&PeriodWire::from(&period))
        };
        for tenths in (0..200_000).step_by(7).chain([0, 1, 10, 160, 161, u32::MAX - 1, u32::MAX]) {
            let golden = format!(r#"{{"startPeriod":0,"limit":{}.{}}}"#, tenths / 10, tenths % 10);
            assert_eq!(limit(tenths), golden);
        }
    }
}
