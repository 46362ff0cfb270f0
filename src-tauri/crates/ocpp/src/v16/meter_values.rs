//! MeterValues: readings in or outside of a session (1.6 section 4.7, 6.31). Never refused.

use domain::ask::{Answer, Ask};
use domain::session::Measurements;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::connector;
use crate::manner::Telling;
use crate::metering::{MeterValue, samples};
use crate::tolerant::{Many, Notes, Scalar, fields};
use crate::violation::Violation;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    #[serde(borrow, default)]
    connector_id: Scalar<'a>,
    #[serde(borrow, default)]
    transaction_id: Scalar<'a>,
    #[serde(borrow, default)]
    meter_value: Many<MeterValue<'a>>,
}

/// Connector 0 is the station's main meter.
pub(super) fn ask(payload: &RawValue, notes: &mut Notes<'_>) -> Result<Ask, Violation> {
    let wire: Wire<'_> = fields(payload)?;
    Ok(Ask::Measure(Measurements {
        at_connector: connector(wire.connector_id, notes),
        transaction: wire.transaction_id.integer(),
        samples: samples(&wire.meter_value, notes),
    }))
}

pub(crate) fn reply(answer: &Answer, _: Telling) -> Result<String, Violation> {
    let (Answer::Done | Answer::Booked(_)) = answer else {
        return Err(Violation::wrong_answer("MeterValues"));
    };
    Ok("{}".to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{AT, code, noted, read, reply};
    use super::*;
    use domain::reading::{Measurand, Series};

    fn measured(json: &str) -> Measurements {
        match read("MeterValues", json) {
            Ok(Ask::Measure(measured)) => measured,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn golden_meter_values_and_their_answer() {
        let told = measured(
            r#"{"connectorId":1,"transactionId":42,"meterValue":[{"timestamp":"2026-11-21T14:05:00Z","sampledValue":[
                {"value":"1234","measurand":"Energy.Active.Import.Register","unit":"Wh"},
                {"value":"7.36","measurand":"Power.Active.Import","unit":"kW","context":"Sample.Periodic"}]}]}"#,
        );
        assert_eq!((told.at_connector.unwrap().evse, told.transaction), (1, Some(42)));
        let [sample] = &*told.samples else { panic!() };
        assert_eq!(sample.at, Some(AT));
        assert_eq!((sample.readings[0].series, sample.readings[0].value), (Series::ENERGY, 1234));
        assert_eq!(
            (sample.readings[1].series.measurand, sample.readings[1].value),
            (Measurand::PowerImport, 7360)
        );
        assert_eq!(reply("MeterValues", &Answer::Done), "{}");
    }

    #[test]
    fn an_object_for_the_list_and_values_as_numbers_are_accepted() {
        let told = measured(
            r#"{"connectorId":0,"transactionId":-1,"meterValue":{"timestamp":"2026-11-21T14:05:00Z",
                "sampledValue":[{"value":1234,"measurand":"","unit":" Wh "},{"value":""}]}}"#,
        );
        assert_eq!((told.at_connector, told.transaction), (None, Some(-1)));
        assert_eq!(told.samples[0].readings.len(), 1);
    }

    #[test]
    fn values_without_a_place_or_a_list_are_taken() {
        let (ask, notes) = noted("MeterValues", "{}");
        assert!(matches!(ask, Ok(Ask::Measure(told)) if told.samples.is_empty()));
        assert_eq!(notes, ["connectorId is missing or cannot be read"]);
    }

    #[test]
    fn what_is_no_object_is_a_violation() {
        assert_eq!(code("MeterValues", "\"x\""), "FormationViolation");
    }
}
