//! StartTransaction: a session began and wants a number (1.6 section 4.8, 6.45).
//!
//! It carries money, so whatever it lacks it is taken: a refusal would only make the station repeat it.

use domain::ask::{Answer, Ask};
use domain::energy::WattHours;
use domain::order::ReservationKey;
use domain::place::ConnectorRef;
use domain::session::Begin;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::connector;
use crate::manner::Telling;
use crate::message::json;
use crate::token::{IdTagInfo, card};
use crate::tolerant::{Notes, Scalar, fields};
use crate::violation::Violation;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    #[serde(borrow, default)]
    connector_id: Scalar<'a>,
    #[serde(borrow, default)]
    id_tag: Scalar<'a>,
    #[serde(borrow, default)]
    meter_start: Scalar<'a>,
    #[serde(borrow, default)]
    timestamp: Scalar<'a>,
    #[serde(borrow, default)]
    reservation_id: Scalar<'a>,
}

/// Without a connector it is connector 1: most stations have only that one.
pub(super) fn ask(payload: &RawValue, notes: &mut Notes<'_>) -> Result<Ask, Violation> {
    let wire: Wire<'_> = fields(payload)?;
    let at_connector = connector(wire.connector_id, notes).unwrap_or_else(|| {
        notes.add("StartTransaction names no connector; taken as connector 1");
        ConnectorRef { evse: 1, connector: 1 }
    });
    let token = card(wire.id_tag);
    if token.value.is_empty() {
        notes.without("idTag");
    }
    Ok(Ask::Begin(Begin {
        at_connector,
        token,
        at: wire.timestamp.time("timestamp", notes),
        meter_start: register(wire.meter_start, "meterStart", notes),
        // Some stations say 0 or -1 for none.
        reservation: wire
            .reservation_id
            .integer()
            .filter(|id| *id > 0)
            .and_then(|id| u32::try_from(id).ok())
            .map(ReservationKey),
    }))
}

/// A register in Wh; some stations say -1 when they do not know.
pub(super) fn register(value: Scalar<'_>, field: &str, notes: &mut Notes<'_>) -> Option<WattHours> {
    let known = value.integer().filter(|wh| *wh >= 0).map(WattHours);
    if known.is_none() {
        notes.without(field);
    }
    known
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WireReply<'a> {
    transaction_id: i32,
    id_tag_info: IdTagInfo<'a>,
}

pub(super) fn reply(answer: &Answer, telling: Telling) -> Result<String, Violation> {
    let Answer::Begun { transaction, token } = answer else {
        return Err(Violation::wrong_answer("StartTransaction"));
    };
    Ok(json(&WireReply { transaction_id: *transaction, id_tag_info: IdTagInfo::new(token, telling) }))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{AT, code, noted, read, reply};
    use super::*;
    use domain::token::{IdToken, TokenKind, TokenVerdict};

    #[test]
    fn golden_start_and_its_answer() {
        let json =
            r#"{"connectorId":2,"idTag":"04A2","meterStart":1500,"timestamp":"2026-11-21T15:05:00+01:00"}"#;
        let begin = Begin {
            at_connector: ConnectorRef { evse: 2, connector: 1 },
            token: IdToken { value: "04A2".into(), kind: TokenKind::Card },
            at: Some(AT),
            meter_start: Some(WattHours(1500)),
            reservation: None,
        };
        assert_eq!(read("StartTransaction", json), Ok(Ask::Begin(begin)));
        let answer = Answer::Begun { transaction: 42, token: TokenVerdict::ACCEPTED };
        assert_eq!(
            reply("StartTransaction", &answer),
            r#"{"transactionId":42,"idTagInfo":{"status":"Accepted"}}"#
        );
    }

    #[test]
    fn a_start_that_lacks_everything_is_still_taken() {
        let (ask, notes) = noted("StartTransaction", r#"{"meterStart":-1,"timestamp":"soon"}"#);
        let Ok(Ask::Begin(begin)) = ask else { panic!() };
        assert_eq!((begin.at_connector.evse, begin.at, begin.meter_start), (1, None, None));
        assert_eq!(notes.len(), 5, "{notes:?}");
    }

    #[test]
    fn numbers_as_text_are_accepted() {
        let ask = read("StartTransaction", r#"{"connectorId":"3","idTag":4711,"meterStart":" 1500.4 "}"#);
        let Ok(Ask::Begin(begin)) = ask else { panic!() };
        assert_eq!(
            (begin.at_connector.evse, &*begin.token.value, begin.meter_start),
            (3, "4711", Some(WattHours(1500)))
        );
    }

    #[test]
    fn a_reservation_is_named_unless_its_number_means_none() {
        let reservation = |id: &str| match read("StartTransaction", &format!(r#"{{"reservationId":{id}}}"#)) {
            Ok(Ask::Begin(begin)) => begin.reservation,
            other => panic!("{other:?}"),
        };
        assert_eq!(reservation("12"), Some(ReservationKey(12)));
        assert_eq!(reservation("\"12\""), Some(ReservationKey(12)));
        for none in ["0", "-1", "null", "\"\"", "5000000000"] {
            assert_eq!(reservation(none), None, "{none}");
        }
    }

    #[test]
    fn what_is_no_object_is_a_violation() {
        assert_eq!(code("StartTransaction", "[1,2]"), "FormationViolation");
    }
}
