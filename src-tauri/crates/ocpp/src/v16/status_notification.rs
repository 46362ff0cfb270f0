//! StatusNotification: the state of a connector or, as connector 0, of the station (1.6 section 4.9, 6.47).

use domain::ask::{Answer, Ask, StatusReport};
use domain::connector::{Availability, ChargingPhase, ConnectorStatus};
use domain::fault::{FaultSign, FaultSource};
use domain::place::Place;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::connector;
use crate::manner::Telling;
use crate::tolerant::{Notes, Scalar, fields};
use crate::violation::{Violation, ViolationCode};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    #[serde(borrow, default)]
    connector_id: Scalar<'a>,
    #[serde(borrow, default)]
    error_code: Scalar<'a>,
    #[serde(borrow, default)]
    info: Scalar<'a>,
    #[serde(borrow, default)]
    status: Scalar<'a>,
    #[serde(borrow, default)]
    timestamp: Scalar<'a>,
    #[serde(borrow, default)]
    vendor_error_code: Scalar<'a>,
}

pub(super) fn ask(payload: &RawValue, notes: &mut Notes<'_>) -> Result<Ask, Violation> {
    let wire: Wire<'_> = fields(payload)?;
    if wire.connector_id.is_empty() {
        return Err(Violation::missing("connectorId"));
    }
    if wire.connector_id.integer().is_none() {
        return Err(Violation::new(ViolationCode::Type, "connectorId is not a number"));
    }
    let Some(raw) = wire.status.cleaned() else {
        return Err(Violation::missing("status"));
    };
    let (availability, phase) = state(&raw, notes);
    let place = connector(wire.connector_id, notes).map_or(Place::Station, Place::Connector);
    let error = wire.error_code.cleaned().filter(|code| code != "NoError");
    let (vendor_code, info) = (wire.vendor_error_code.cleaned(), wire.info.cleaned());
    let off = availability == Availability::Faulted;
    // A word beside a state that works is a warning; a station may switch itself off without a word.
    let fault = (off || error.is_some()).then(|| {
        Box::new(FaultSign {
            place,
            source: FaultSource::Status,
            code: error.clone().unwrap_or_else(|| raw.clone()),
            vendor_code: vendor_code.clone(),
            info: info.clone(),
            off,
        })
    });
    let details: Vec<String> = [vendor_code, info].into_iter().flatten().collect();
    let info = (!details.is_empty()).then(|| details.join(": "));
    Ok(Ask::Status(StatusReport {
        place,
        status: ConnectorStatus { availability, phase, raw, error, info },
        fault,
        // The time is optional and often left out.
        at: wire.timestamp.cleaned().and_then(|_| wire.timestamp.time("timestamp", notes)),
    }))
}

/// The nine states of the first generation, in the two questions that matter.
fn state(word: &str, notes: &mut Notes<'_>) -> (Availability, ChargingPhase) {
    use Availability::{Faulted, Inoperative, Operative};
    match word {
        "Available" => (Operative, ChargingPhase::Free),
        // "Occupied" is older than 1.6 and still sent by some.
        "Preparing" | "Occupied" => (Operative, ChargingPhase::PluggedIn),
        "Charging" => (Operative, ChargingPhase::Charging),
        "SuspendedEVSE" => (Operative, ChargingPhase::HeldByStation),
        "SuspendedEV" => (Operative, ChargingPhase::HeldByCar),
        "Finishing" => (Operative, ChargingPhase::Finishing),
        "Reserved" => (Operative, ChargingPhase::Reserved),
        "Unavailable" => (Inoperative, ChargingPhase::Free),
        "Faulted" => (Faulted, ChargingPhase::Free),
        _ => {
            notes.unknown("status", word);
            (Operative, ChargingPhase::Free)
        }
    }
}

pub(crate) fn reply(answer: &Answer, _: Telling) -> Result<String, Violation> {
    let Answer::Done = answer else {
        return Err(Violation::wrong_answer("StatusNotification"));
    };
    Ok("{}".to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{AT, code, noted, read, reply};
    use super::*;
    use domain::place::ConnectorRef;

    fn report(json: &str) -> StatusReport {
        match read("StatusNotification", json) {
            Ok(Ask::Status(report)) => report,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn golden_status_and_its_answer() {
        let told = report(
            r#"{"connectorId":2,"status":"SuspendedEV","errorCode":"NoError","timestamp":"2026-11-21T14:05:00Z"}"#,
        );
        assert_eq!(told.place, Place::Connector(ConnectorRef { evse: 2, connector: 1 }));
        assert_eq!(
            told.status,
            ConnectorStatus {
                availability: Availability::Operative,
                phase: ChargingPhase::HeldByCar,
                raw: "SuspendedEV".into(),
                error: None,
                info: None
            }
        );
        assert_eq!((told.fault, told.at), (None, Some(AT)));
        assert_eq!(reply("StatusNotification", &Answer::Done), "{}");
    }

    #[test]
    fn connector_zero_is_the_station_and_an_error_keeps_its_words() {
        let told = report(
            r#"{"connectorId":0,"status":"Faulted","errorCode":"GroundFailure","vendorErrorCode":"E7","info":"leak"}"#,
        );
        assert_eq!(told.place, Place::Station);
        assert_eq!(told.status.availability, Availability::Faulted);
        assert_eq!(told.status.error.as_deref(), Some("GroundFailure"));
        assert_eq!(told.status.info.as_deref(), Some("E7: leak"));
        let fault = told.fault.unwrap();
        assert_eq!((&*fault.code, fault.vendor_code.as_deref()), ("GroundFailure", Some("E7")));
        assert_eq!((fault.info.as_deref(), fault.off), (Some("leak"), true));
    }

    #[test]
    fn a_word_beside_a_working_state_is_a_warning_and_no_word_beside_a_fault_is_one_too() {
        let warning = report(r#"{"connectorId":1,"status":"Available","errorCode":"ReaderFailure"}"#);
        assert!(warning.fault.is_some_and(|fault| fault.code == "ReaderFailure" && !fault.off));
        let silent = report(r#"{"connectorId":1,"status":"Faulted","errorCode":"NoError"}"#);
        assert!(silent.fault.is_some_and(|fault| fault.code == "Faulted" && fault.off));
    }

    #[test]
    fn an_unknown_status_and_the_word_null_are_accepted() {
        let json =
            r#"{"connectorId":"1","status":"Snoozing","errorCode":"LowTemper","info":"null","timestamp":""}"#;
        let (ask, notes) = noted("StatusNotification", json);
        let Ok(Ask::Status(told)) = ask else { panic!() };
        assert_eq!((&*told.status.raw, told.status.info), ("Snoozing", None));
        assert_eq!(told.status.error.as_deref(), Some("LowTemper"));
        assert_eq!(notes, ["Unknown status “Snoozing”"]);
    }

    #[test]
    fn without_status_or_place_it_is_a_violation() {
        assert_eq!(code("StatusNotification", r#"{"connectorId":1}"#), "OccurenceConstraintViolation");
        assert_eq!(code("StatusNotification", r#"{"status":"Available"}"#), "OccurenceConstraintViolation");
        assert_eq!(
            code("StatusNotification", r#"{"connectorId":"x","status":"Available"}"#),
            "TypeConstraintViolation"
        );
    }
}
