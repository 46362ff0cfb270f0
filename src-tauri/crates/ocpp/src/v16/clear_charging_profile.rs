//! ClearChargingProfile: take limits away; nothing said = all (1.6 section 5.5, 6.13).

use domain::order::ProfileFilter;
use serde::Serialize;

use super::number;
use super::profile::purpose_word;
use crate::message::OutgoingCall;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    connector_id: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    charging_profile_purpose: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stack_level: Option<u32>,
}

pub(super) fn call(filter: &ProfileFilter) -> OutgoingCall {
    let wire = Wire {
        id: filter.id,
        connector_id: filter.at.map(number),
        charging_profile_purpose: filter.purpose.map(purpose_word),
        stack_level: filter.stack_level,
    };
    OutgoingCall::new("ClearChargingProfile", &wire)
}

#[cfg(test)]
mod tests {
    use super::super::testing::order;
    use super::*;
    use domain::order::{Command, Purpose};
    use domain::place::Place;

    #[test]
    fn golden_clear_charging_profile() {
        let clear = |filter| order(&Command::ClearProfiles(filter)).unwrap();
        assert_eq!(clear(ProfileFilter::default()), "ClearChargingProfile {}");
        let one = ProfileFilter { id: Some(9), ..ProfileFilter::default() };
        assert_eq!(clear(one), r#"ClearChargingProfile {"id":9}"#);
        let some = ProfileFilter {
            id: None,
            at: Some(Place::Station),
            purpose: Some(Purpose::Default),
            stack_level: Some(0),
        };
        assert_eq!(
            clear(some),
            r#"ClearChargingProfile {"connectorId":0,"chargingProfilePurpose":"TxDefaultProfile","stackLevel":0}"#
        );
    }
}
