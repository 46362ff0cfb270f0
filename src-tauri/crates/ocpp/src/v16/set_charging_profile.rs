//! SetChargingProfile: limits over time; connector 0 is the whole station (1.6 section 5.16, 6.43).

use domain::order::ChargingProfile;
use domain::place::Place;
use domain::session::WireRef;
use serde::Serialize;

use super::number;
use super::profile::ProfileWire;
use crate::manner::Telling;
use crate::message::OutgoingCall;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    connector_id: u16,
    cs_charging_profiles: ProfileWire,
}

/// `None` for a session that a station named itself.
pub(super) fn call(at: Place, profile: &ChargingProfile, telling: Telling) -> Option<OutgoingCall> {
    let transaction = match &profile.session {
        None => None,
        Some(WireRef::Central(number)) => Some(*number),
        Some(WireRef::Station(_)) => return None,
    };
    let cs_charging_profiles = ProfileWire::new(profile, transaction, telling);
    Some(OutgoingCall::new("SetChargingProfile", &Wire { connector_id: number(at), cs_charging_profiles }))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{AT, order};
    use super::*;
    use domain::order::{Command, Period, ProfileKind, Purpose, RateUnit, Schedule};

    fn profile(kind: ProfileKind, purpose: Purpose, session: Option<WireRef>) -> ChargingProfile {
        let first = Period { start_s: 0, limit_tenths: 160, phases: None };
        let second = Period { start_s: 3600, limit_tenths: 65, phases: Some(1) };
        let schedule =
            Schedule { start: None, duration_s: None, unit: RateUnit::Amperes, periods: vec![first, second] };
        ChargingProfile {
            id: 9,
            stack_level: 2,
            purpose,
            kind,
            session,
            valid_from: None,
            valid_to: None,
            schedule,
        }
    }

    #[test]
    fn golden_profile_of_a_session() {
        let profile = profile(ProfileKind::Relative, Purpose::Session, Some(WireRef::Central(42)));
        assert_eq!(
            order(&Command::SetProfile { at: Place::Evse(2), profile }).unwrap(),
            r#"SetChargingProfile {"connectorId":2,"csChargingProfiles":{"chargingProfileId":9,"transactionId":42,"stackLevel":2,"chargingProfilePurpose":"TxProfile","chargingProfileKind":"Relative","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":16.0},{"startPeriod":3600,"limit":6.5,"numberPhases":1}]}}}"#
        );
    }

    #[test]
    fn golden_daily_profile_of_the_station() {
        let mut profile = profile(ProfileKind::Daily, Purpose::Station, None);
        profile.valid_from = Some(AT);
        profile.valid_to = Some(AT.plus(60_000));
        profile.schedule = Schedule {
            start: Some(AT),
            duration_s: Some(86_400),
            unit: RateUnit::Watts,
            periods: vec![Period { start_s: 0, limit_tenths: 110_000, phases: None }],
        };
        assert_eq!(
            order(&Command::SetProfile { at: Place::Station, profile }).unwrap(),
            r#"SetChargingProfile {"connectorId":0,"csChargingProfiles":{"chargingProfileId":9,"stackLevel":2,"chargingProfilePurpose":"ChargePointMaxProfile","chargingProfileKind":"Recurring","recurrencyKind":"Daily","validFrom":"2026-11-21T14:05:00.000Z","validTo":"2026-11-21T14:06:00.000Z","chargingSchedule":{"duration":86400,"startSchedule":"2026-11-21T14:05:00.000Z","chargingRateUnit":"W","chargingSchedulePeriod":[{"startPeriod":0,"limit":11000.0}]}}}"#
        );
    }

    #[test]
    fn a_session_that_the_station_named_has_no_number() {
        let session = Some(WireRef::Station("a".into()));
        let profile = profile(ProfileKind::Weekly, Purpose::Session, session);
        assert_eq!(order(&Command::SetProfile { at: Place::Evse(1), profile }), None);
    }
}
