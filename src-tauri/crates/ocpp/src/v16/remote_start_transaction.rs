//! RemoteStartTransaction: start charging at a connector, also within limits (1.6 section 5.11, 6.33).

use domain::order::ChargingProfile;
use domain::place::ConnectorRef;
use domain::token::IdToken;
use serde::Serialize;

use super::profile::ProfileWire;
use crate::manner::Telling;
use crate::message::OutgoingCall;
use crate::token::fits_a_tag;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    connector_id: u16,
    id_tag: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    charging_profile: Option<ProfileWire>,
}

/// `None` for a token that does not fit into a tag. The session has no number yet, so its profile carries none.
pub(super) fn call(
    at: ConnectorRef,
    token: &IdToken,
    profile: Option<&ChargingProfile>,
    telling: Telling,
) -> Option<OutgoingCall> {
    let charging_profile = profile.map(|profile| ProfileWire::new(profile, None, telling));
    let wire = Wire { connector_id: at.evse, id_tag: &token.value, charging_profile };
    fits_a_tag(&token.value).then(|| OutgoingCall::new("RemoteStartTransaction", &wire))
}

#[cfg(test)]
mod tests {
    use super::super::testing::order;
    use super::*;
    use domain::order::{Command, Period, ProfileKind, Purpose, RateUnit, Schedule};
    use domain::session::WireRef;
    use domain::token::TokenKind;

    fn start(value: &str) -> Command {
        let token = IdToken { value: value.into(), kind: TokenKind::Card };
        Command::Start { at: ConnectorRef { evse: 2, connector: 1 }, token, profile: None }
    }

    #[test]
    fn golden_remote_start() {
        let golden = r#"RemoteStartTransaction {"connectorId":2,"idTag":"04A2"}"#;
        assert_eq!(order(&start("04A2")).as_deref(), Some(golden));
    }

    #[test]
    fn golden_remote_start_within_limits() {
        let schedule = Schedule {
            start: None,
            duration_s: None,
            unit: RateUnit::Amperes,
            periods: vec![Period { start_s: 0, limit_tenths: 60, phases: None }],
        };
        let limits = ChargingProfile {
            id: 9,
            stack_level: 0,
            purpose: Purpose::Session,
            kind: ProfileKind::Relative,
            session: Some(WireRef::Central(42)),
            valid_from: None,
            valid_to: None,
            schedule,
        };
        let mut command = start("04A2");
        if let Command::Start { profile, .. } = &mut command {
            *profile = Some(Box::new(limits));
        }
        assert_eq!(
            order(&command).unwrap(),
            r#"RemoteStartTransaction {"connectorId":2,"idTag":"04A2","chargingProfile":{"chargingProfileId":9,"stackLevel":0,"chargingProfilePurpose":"TxProfile","chargingProfileKind":"Relative","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":6.0}]}}}"#
        );
    }

    #[test]
    fn a_token_that_does_not_fit_is_never_cut() {
        assert_eq!(order(&start("012345678901234567890")), None);
    }
}
