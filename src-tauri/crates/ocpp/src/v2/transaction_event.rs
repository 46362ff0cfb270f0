//! TransactionEvent: a session began, went on or ended (2.0.1 part 2, E01–E15, 1.60).
//!
//! It carries money: only a message that names no session at all is refused.

use domain::ask::{Answer, Ask};
use domain::connector::ChargingPhase;
use domain::order::OrderKey;
use domain::place::ConnectorRef;
use domain::session::{Stage, TransactionFact};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::number;
use crate::manner::Telling;
use crate::message::json;
use crate::metering::{MeterValue, samples};
use crate::token::{IdTokenInfo, typed};
use crate::tolerant::{Many, Notes, Scalar, fields};
use crate::violation::Violation;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    #[serde(borrow, default)]
    event_type: Scalar<'a>,
    #[serde(borrow, default)]
    timestamp: Scalar<'a>,
    #[serde(borrow, default)]
    seq_no: Scalar<'a>,
    #[serde(borrow, default)]
    offline: Scalar<'a>,
    #[serde(borrow, default)]
    transaction_info: Scalar<'a>,
    #[serde(borrow, default)]
    evse: Scalar<'a>,
    #[serde(borrow, default)]
    id_token: Scalar<'a>,
    #[serde(borrow, default)]
    meter_value: Many<MeterValue<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Info<'a> {
    #[serde(borrow, default)]
    transaction_id: Scalar<'a>,
    #[serde(borrow, default)]
    charging_state: Scalar<'a>,
    #[serde(borrow, default)]
    stopped_reason: Scalar<'a>,
    #[serde(borrow, default)]
    remote_start_id: Scalar<'a>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Evse<'a> {
    #[serde(borrow, default)]
    id: Scalar<'a>,
    #[serde(borrow, default)]
    connector_id: Scalar<'a>,
}

pub(crate) fn ask(payload: &RawValue, notes: &mut Notes<'_>) -> Result<Ask, Violation> {
    let wire: Wire<'_> = fields(payload)?;
    let info: Info<'_> = wire.transaction_info.object().unwrap_or_default();
    if info.transaction_id.is_missing() {
        return Err(Violation::missing("transactionInfo.transactionId"));
    }
    let transaction = info.transaction_id.clean();
    if transaction.is_empty() {
        notes.without("transactionInfo.transactionId");
    }
    let stage = stage(&wire.event_type.text(), notes);
    let at = wire.timestamp.time("timestamp", notes);
    let reason = info.stopped_reason.cleaned();
    Ok(Ask::Transaction(Box::new(TransactionFact {
        transaction,
        stage,
        number: wire.seq_no.integer().unwrap_or_else(|| {
            notes.without("seqNo");
            number_from_time(stage, at)
        }),
        at,
        offline: wire.offline.truth(),
        at_connector: connector(wire.evse, notes),
        token: typed(wire.id_token, notes),
        order: info.remote_start_id.integer().and_then(|id| u32::try_from(id).ok()).map(OrderKey),
        phase: phase(&info.charging_state.text(), notes),
        raw_phase: info.charging_state.cleaned(),
        reason: reason.unwrap_or_else(
            || {
                if stage == Stage::Ended { "Local".to_owned() } else { String::new() }
            },
        ),
        samples: samples(&wire.meter_value, notes),
    })))
}

fn stage(word: &str, notes: &mut Notes<'_>) -> Stage {
    match word.trim() {
        "Started" => Stage::Began,
        "Updated" => Stage::Progressed,
        "Ended" => Stage::Ended,
        word => {
            notes.unknown("eventType", word);
            Stage::Progressed
        }
    }
}

/// A message without a number still needs one that tells it from the others and keeps their order, since each number
/// is booked once.
fn number_from_time(stage: Stage, at: Option<Timestamp>) -> i64 {
    match (stage, at) {
        (Stage::Began, _) => 0,
        (Stage::Progressed, Some(at)) => at.0,
        (Stage::Progressed, None) => 1,
        // The end may have the same time as the last message before it.
        (Stage::Ended, Some(at)) => at.0.saturating_add(1),
        (Stage::Ended, None) => i64::from(i32::MAX),
    }
}

fn phase(word: &str, notes: &mut Notes<'_>) -> Option<ChargingPhase> {
    Some(match word.trim() {
        "" => return None,
        "Charging" => ChargingPhase::Charging,
        "EVConnected" => ChargingPhase::PluggedIn,
        "SuspendedEV" => ChargingPhase::HeldByCar,
        "SuspendedEVSE" => ChargingPhase::HeldByStation,
        "Idle" => ChargingPhase::Free,
        word => {
            notes.unknown("chargingState", word);
            return None;
        }
    })
}

/// An EVSE without a connector means its first; EVSE 0 means nothing.
fn connector(evse: Scalar<'_>, notes: &mut Notes<'_>) -> Option<ConnectorRef> {
    let wire: Evse<'_> = evse.object().unwrap_or_default();
    let evse = number(wire.id, "evse.id", notes);
    let connector = number(wire.connector_id, "evse.connectorId", notes).max(1);
    (evse > 0).then_some(ConnectorRef { evse, connector })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WireReply {
    /// In the currency of the site, tax included (2.0.1 part 2, I02 and I03).
    #[serde(skip_serializing_if = "Option::is_none")]
    total_cost: Option<serde_json::Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token_info: Option<IdTokenInfo>,
}

pub(crate) fn reply(answer: &Answer, telling: Telling) -> Result<String, Violation> {
    let verdict = match answer {
        Answer::Booked(verdict) | Answer::Priced { token: verdict, .. } => verdict.as_ref(),
        Answer::Done => None,
        _ => return Err(Violation::wrong_answer("TransactionEvent")),
    };
    let total_cost = match answer {
        Answer::Priced { minor, digits, .. } => domain::billing::decimal(*minor, *digits).parse().ok(),
        _ => None,
    };
    Ok(json(&WireReply {
        total_cost,
        id_token_info: verdict.map(|verdict| IdTokenInfo::new(verdict, telling)),
    }))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{AT, code, noted, read, reply};
    use super::*;
    use domain::token::{IdToken, TokenKind, TokenVerdict};

    fn fact(json: &str) -> TransactionFact {
        match read("TransactionEvent", json) {
            Ok(Ask::Transaction(fact)) => *fact,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn golden_start_and_its_answer() {
        let told = fact(
            r#"{"eventType":"Started","timestamp":"2026-11-21T14:05:00Z","triggerReason":"RemoteStart","seqNo":0,
            "transactionInfo":{"transactionId":"tx-1","chargingState":"EVConnected","remoteStartId":7},
            "evse":{"id":2,"connectorId":1},"idToken":{"idToken":"04A2","type":"ISO14443"},
            "meterValue":[{"timestamp":"2026-11-21T14:05:00Z","sampledValue":[{"value":1500,"context":"Transaction.Begin"}]}]}"#,
        );
        assert_eq!(
            (&*told.transaction, told.stage, told.number, told.at),
            ("tx-1", Stage::Began, 0, Some(AT))
        );
        assert_eq!(told.at_connector, Some(ConnectorRef { evse: 2, connector: 1 }));
        assert_eq!(told.token, Some(IdToken { value: "04A2".into(), kind: TokenKind::Card }));
        assert_eq!((told.order, told.phase), (Some(OrderKey(7)), Some(ChargingPhase::PluggedIn)));
        assert_eq!((told.offline, &*told.reason, told.samples[0].readings[0].value), (false, "", 1500));
        assert_eq!(reply("TransactionEvent", &Answer::Booked(None)), "{}");
        let priced = Answer::Priced { token: None, minor: 1038, digits: 2 };
        assert_eq!(reply("TransactionEvent", &priced), r#"{"totalCost":10.38}"#);
        assert_eq!(
            reply("TransactionEvent", &Answer::Booked(Some(TokenVerdict::ACCEPTED))),
            r#"{"idTokenInfo":{"status":"Accepted"}}"#
        );
    }

    #[test]
    fn golden_end() {
        let told = fact(
            r#"{"eventType":"Ended","timestamp":"2026-11-21T14:05:00Z","triggerReason":"EVDeparted","seqNo":3,
            "offline":true,"transactionInfo":{"transactionId":"tx-1"}}"#,
        );
        assert_eq!((told.stage, told.number, told.offline, &*told.reason), (Stage::Ended, 3, true, "Local"));
        assert_eq!((told.at_connector, told.token, told.phase), (None, None, None));
    }

    #[test]
    fn a_message_that_lacks_nearly_everything_is_taken() {
        let json = r#"{"eventType":"Paused","timestamp":"2026-11-21T14:05:00Z","evse":{"id":"3"},"idToken":null,
            "transactionInfo":{"transactionId":4711,"chargingState":"Dreaming"}}"#;
        let (ask, notes) = noted("TransactionEvent", json);
        let Ok(Ask::Transaction(told)) = ask else { panic!() };
        assert_eq!((&*told.transaction, told.stage, told.number), ("4711", Stage::Progressed, AT.0));
        assert_eq!(told.at_connector, Some(ConnectorRef { evse: 3, connector: 1 }));
        assert_eq!((told.phase, told.raw_phase.as_deref()), (None, Some("Dreaming")));
        assert_eq!(notes.len(), 3, "{notes:?}");
    }

    #[test]
    fn a_message_that_names_no_session_is_a_violation() {
        let json = r#"{"eventType":"Started","seqNo":0,"transactionInfo":{}}"#;
        assert_eq!(code("TransactionEvent", json), "OccurrenceConstraintViolation");
    }
}
