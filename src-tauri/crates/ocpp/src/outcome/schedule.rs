//! The answer to GetCompositeSchedule (1.6 section 6.22).

use domain::order::{Command, Finding, Outcome, Period, RateUnit, Schedule};
use domain::time::Timestamp;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{by_status, with_finding};
use crate::tolerant::{Many, Notes, Scalar, fields};
use crate::violation::Violation;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    #[serde(borrow, default)]
    schedule_start: Scalar<'a>,
    #[serde(borrow, default)]
    charging_schedule: Many<ScheduleWire<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ScheduleWire<'a> {
    #[serde(borrow, default)]
    duration: Scalar<'a>,
    #[serde(borrow, default)]
    start_schedule: Scalar<'a>,
    #[serde(borrow, default)]
    charging_rate_unit: Scalar<'a>,
    #[serde(borrow, default)]
    charging_schedule_period: Many<PeriodWire<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PeriodWire<'a> {
    #[serde(borrow, default)]
    start_period: Scalar<'a>,
    #[serde(borrow, default)]
    limit: Scalar<'a>,
    #[serde(borrow, default)]
    number_phases: Scalar<'a>,
}

/// Without periods nothing was told: some stations say so when no profile applies. `asked` is the unit asked for, for
/// a station that does not repeat it.
pub(super) fn read(
    command: &Command,
    asked: Option<RateUnit>,
    payload: &RawValue,
) -> Result<Outcome, Violation> {
    let wire: Wire<'_> = fields(payload)?;
    let reply = by_status(command, payload)?;
    let told =
        || wire.charging_schedule.0.first().and_then(|told| schedule(told, wire.schedule_start, asked));
    Ok(with_finding(reply, || Some(Finding::Schedule(told()))))
}

fn schedule(told: &ScheduleWire<'_>, start: Scalar<'_>, asked: Option<RateUnit>) -> Option<Schedule> {
    let mut periods: Vec<Period> = told.charging_schedule_period.0.iter().filter_map(period).collect();
    periods.sort_by_key(|period| period.start_s);
    let unit = match told.charging_rate_unit.text().trim() {
        "W" | "w" => RateUnit::Watts,
        "A" | "a" => RateUnit::Amperes,
        _ => asked.unwrap_or(RateUnit::Amperes),
    };
    // The moment that the answer names counts; the schedule inside may repeat it.
    let start = moment(start).or_else(|| moment(told.start_schedule));
    let duration_s = told.duration.integer().and_then(|seconds| u32::try_from(seconds).ok());
    (!periods.is_empty()).then_some(Schedule { start, duration_s, unit, periods })
}

/// `None` for a period without a limit, or with a negative one.
fn period(told: &PeriodWire<'_>) -> Option<Period> {
    let start = told.start_period.integer().unwrap_or(0);
    let limit = told.limit.scaled(1).filter(|tenths| *tenths >= 0)?;
    Some(Period {
        start_s: u32::try_from(start.max(0)).unwrap_or(u32::MAX),
        limit_tenths: u32::try_from(limit).unwrap_or(u32::MAX),
        phases: told.number_phases.integer().and_then(|phases| u8::try_from(phases).ok()),
    })
}

fn moment(told: Scalar<'_>) -> Option<Timestamp> {
    told.time("scheduleStart", &mut Notes::hearing(&mut Vec::new(), crate::manner::Hearing::default()))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{answered, refuses_what_cannot_be_read};
    use super::*;
    use domain::order::Reply;
    use domain::place::Place;

    const READ: Command =
        Command::ReadSchedule { at: Place::Station, duration_s: 3600, unit: Some(RateUnit::Watts) };

    fn told(json: &str) -> Option<Schedule> {
        let outcome = answered(&READ, json);
        assert_eq!(outcome.reply, Reply::Done("Accepted".into()), "{json}");
        match outcome.finding {
            Some(Finding::Schedule(schedule)) => schedule,
            other => panic!("{json}: {other:?}"),
        }
    }

    #[test]
    fn a_schedule_is_read_to_the_tenth() {
        let schedule = told(
            r#"{"status":"Accepted","connectorId":1,"scheduleStart":"2026-11-21T14:05:00Z","chargingSchedule":{
                "duration":3600,"chargingRateUnit":"A","chargingSchedulePeriod":[
                {"startPeriod":0,"limit":16.1,"numberPhases":3},{"startPeriod":1800,"limit":6}]}}"#,
        );
        let golden = Schedule {
            start: Some(Timestamp(1_795_269_900_000)),
            duration_s: Some(3600),
            unit: RateUnit::Amperes,
            periods: vec![
                Period { start_s: 0, limit_tenths: 161, phases: Some(3) },
                Period { start_s: 1800, limit_tenths: 60, phases: None },
            ],
        };
        assert_eq!(schedule, Some(golden));
    }

    #[test]
    fn sloppy_schedules_are_read_as_far_as_they_go() {
        let schedule = told(
            r#"{"status":"Accepted","scheduleStart":"0","chargingSchedule":{"duration":-1,"startSchedule":"soon",
                "chargingSchedulePeriod":[{"startPeriod":"60","limit":"11000"},{"limit":"1e30"},{"limit":-1},
                {"startPeriod":"0","limit":null},{"limit":5000}]}}"#,
        )
        .unwrap();
        assert_eq!((schedule.start, schedule.duration_s, schedule.unit), (None, None, RateUnit::Watts));
        let periods: Vec<_> = schedule.periods.iter().map(|p| (p.start_s, p.limit_tenths)).collect();
        assert_eq!(periods, [(0, 50_000), (60, 110_000)]);
    }

    #[test]
    fn a_station_without_limits_has_answered() {
        for schedule in
            ["", r#","chargingSchedule":null"#, r#","chargingSchedule":{"chargingSchedulePeriod":[]}"#]
        {
            assert_eq!(told(&format!(r#"{{"status":"Accepted"{schedule}}}"#)), None);
        }
        assert_eq!(answered(&READ, r#"{"status":"Rejected"}"#), Reply::Refused("Rejected".into()).into());
        refuses_what_cannot_be_read(&READ);
    }
}
