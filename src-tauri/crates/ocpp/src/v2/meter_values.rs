//! MeterValues: readings outside of a session (2.0.1 part 2, J01, 1.32). Never refused.

use domain::ask::Ask;
use domain::place::ConnectorRef;
use domain::session::Measurements;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::number;
use crate::metering::{MeterValue, samples};
use crate::tolerant::{Many, Notes, Scalar, fields};
use crate::violation::Violation;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    #[serde(borrow, default)]
    evse_id: Scalar<'a>,
    #[serde(borrow, default)]
    meter_value: Many<MeterValue<'a>>,
}

/// EVSE 0 is the station's main meter; an EVSE's readings count for its first connector.
pub(crate) fn ask(payload: &RawValue, notes: &mut Notes<'_>) -> Result<Ask, Violation> {
    let wire: Wire<'_> = fields(payload)?;
    let evse = number(wire.evse_id, "evseId", notes);
    Ok(Ask::Measure(Measurements {
        at_connector: (evse > 0).then_some(ConnectorRef { evse, connector: 1 }),
        transaction: None,
        samples: samples(&wire.meter_value, notes),
    }))
}

pub(crate) use crate::v16::meter_values::reply;

#[cfg(test)]
mod tests {
    use super::super::testing::{AT, code, read, reply};
    use super::*;
    use domain::ask::Answer;

    fn measured(json: &str) -> Measurements {
        match read("MeterValues", json) {
            Ok(Ask::Measure(measured)) => measured,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn golden_meter_values_and_their_answer() {
        let told = measured(
            r#"{"evseId":1,"meterValue":[{"timestamp":"2026-11-21T14:05:00Z","sampledValue":[
                {"value":1.2345,"unitOfMeasure":{"unit":"kWh"}},
                {"value":736,"measurand":"Power.Active.Import","unitOfMeasure":{"unit":"W","multiplier":1}}]}]}"#,
        );
        assert_eq!(told.at_connector, Some(ConnectorRef { evse: 1, connector: 1 }));
        let [sample] = &*told.samples else { panic!() };
        assert_eq!((sample.at, sample.readings[0].value, sample.readings[1].value), (Some(AT), 1235, 7360));
        assert_eq!(reply("MeterValues", &Answer::Done), "{}");
    }

    #[test]
    fn the_main_meter_and_values_as_text_are_accepted() {
        let told =
            measured(r#"{"evseId":0,"meterValue":{"sampledValue":{"value":"17.5","unitOfMeasure":"kWh"}}}"#);
        assert_eq!((told.at_connector, told.samples[0].readings[0].value), (None, 17_500));
    }

    #[test]
    fn what_is_no_object_is_a_violation() {
        assert_eq!(code("MeterValues", "[7]"), "FormatViolation");
    }
}
