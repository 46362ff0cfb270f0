//! StatusNotification: the state of a connector (2.0.1 part 2, G01, 1.50).

use domain::ask::{Ask, StatusReport};
use domain::connector::{Availability, ChargingPhase, ConnectorStatus};
use domain::fault::{FaultSign, FaultSource};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::place;
use crate::tolerant::{Notes, Scalar, fields};
use crate::violation::Violation;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    #[serde(borrow, default)]
    timestamp: Scalar<'a>,
    #[serde(borrow, default)]
    connector_status: Scalar<'a>,
    #[serde(borrow, default)]
    evse_id: Scalar<'a>,
    #[serde(borrow, default)]
    connector_id: Scalar<'a>,
}

pub(crate) fn ask(payload: &RawValue, notes: &mut Notes<'_>) -> Result<Ask, Violation> {
    let wire: Wire<'_> = fields(payload)?;
    if wire.evse_id.is_empty() {
        return Err(Violation::missing("evseId"));
    }
    let Some(raw) = wire.connector_status.cleaned() else {
        return Err(Violation::missing("connectorStatus"));
    };
    let (availability, phase) = state(&raw, notes);
    let place = place(wire.evse_id, wire.connector_id, notes);
    // What is wrong is told by NotifyEvent.
    let fault = (availability == Availability::Faulted).then(|| {
        Box::new(FaultSign {
            place,
            source: FaultSource::Status,
            code: "Faulted".to_owned(),
            vendor_code: None,
            info: None,
            off: true,
        })
    });
    Ok(Ask::Status(StatusReport {
        place,
        status: ConnectorStatus { availability, phase, raw, error: None, info: None },
        fault,
        at: wire.timestamp.time("timestamp", notes),
    }))
}

/// The five states of the second generation; how the charge goes is told by TransactionEvent.
fn state(word: &str, notes: &mut Notes<'_>) -> (Availability, ChargingPhase) {
    match word {
        "Available" => (Availability::Operative, ChargingPhase::Free),
        "Occupied" => (Availability::Operative, ChargingPhase::PluggedIn),
        "Reserved" => (Availability::Operative, ChargingPhase::Reserved),
        "Unavailable" => (Availability::Inoperative, ChargingPhase::Free),
        "Faulted" => (Availability::Faulted, ChargingPhase::Free),
        _ => {
            notes.unknown("status", word);
            (Availability::Operative, ChargingPhase::Free)
        }
    }
}

pub(crate) use crate::v16::status_notification::reply;

#[cfg(test)]
mod tests {
    use super::super::testing::{AT, code, noted, read, reply};
    use super::*;
    use domain::ask::Answer;
    use domain::place::{ConnectorRef, Place};

    fn report(json: &str) -> StatusReport {
        match read("StatusNotification", json) {
            Ok(Ask::Status(report)) => report,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn golden_status_and_its_answer() {
        let told = report(
            r#"{"timestamp":"2026-11-21T14:05:00Z","connectorStatus":"Occupied","evseId":2,"connectorId":1}"#,
        );
        assert_eq!(told.place, Place::Connector(ConnectorRef { evse: 2, connector: 1 }));
        assert_eq!((told.status.phase, &*told.status.raw), (ChargingPhase::PluggedIn, "Occupied"));
        assert_eq!((told.status.error, told.at), (None, Some(AT)));
        assert_eq!(reply("StatusNotification", &Answer::Done), "{}");
    }

    #[test]
    fn zeros_are_the_station_and_unknown_words_are_accepted() {
        let (ask, notes) =
            noted("StatusNotification", r#"{"connectorStatus":"Charging","evseId":0,"connectorId":0}"#);
        let Ok(Ask::Status(told)) = ask else { panic!() };
        assert_eq!((told.place, &*told.status.raw, told.at), (Place::Station, "Charging", None));
        assert_eq!(notes.len(), 2);
        let evse = report(r#"{"connectorStatus":"Faulted","evseId":"3"}"#);
        assert_eq!(evse.place, Place::Evse(3));
        assert!(evse.fault.is_some_and(|fault| fault.off && fault.code == "Faulted"));
    }

    #[test]
    fn without_status_or_place_it_is_a_violation() {
        assert_eq!(code("StatusNotification", r#"{"evseId":1}"#), "OccurrenceConstraintViolation");
        assert_eq!(
            code("StatusNotification", r#"{"connectorStatus":"Available"}"#),
            "OccurrenceConstraintViolation"
        );
    }
}
