//! GetCompositeSchedule: the limits that result from all profiles; connector 0 is the grid connection
//! (1.6 section 5.7, 6.21).

use domain::order::RateUnit;
use domain::place::Place;
use serde::Serialize;

use super::number;
use super::profile::unit_word;
use crate::message::OutgoingCall;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    connector_id: u16,
    duration: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    charging_rate_unit: Option<&'static str>,
}

pub(super) fn call(at: Place, duration_s: u32, unit: Option<RateUnit>) -> OutgoingCall {
    let charging_rate_unit = unit.map(unit_word);
    OutgoingCall::new(
        "GetCompositeSchedule",
        &Wire { connector_id: number(at), duration: duration_s, charging_rate_unit },
    )
}

#[cfg(test)]
mod tests {
    use super::super::testing::order;
    use super::*;
    use domain::order::Command;

    #[test]
    fn golden_get_composite_schedule() {
        let read = |at, unit| {
            order(&Command::ReadSchedule { at, duration_s: 86_400, unit }).expect("it can be said")
        };
        assert_eq!(read(Place::Station, None), r#"GetCompositeSchedule {"connectorId":0,"duration":86400}"#);
        assert_eq!(
            read(Place::Evse(2), Some(RateUnit::Watts)),
            r#"GetCompositeSchedule {"connectorId":2,"duration":86400,"chargingRateUnit":"W"}"#
        );
    }
}
