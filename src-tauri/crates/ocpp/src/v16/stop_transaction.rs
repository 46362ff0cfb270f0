//! StopTransaction: a session ended (1.6 section 4.10, 6.49). It carries money and is never refused.

use domain::ask::{Answer, Ask};
use domain::session::End;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::start_transaction::register;
use crate::manner::Telling;
use crate::message::json;
use crate::metering::{MeterValue, samples};
use crate::token::{IdTagInfo, card};
use crate::tolerant::{Many, Notes, Scalar, fields};
use crate::violation::Violation;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    #[serde(borrow, default)]
    transaction_id: Scalar<'a>,
    #[serde(borrow, default)]
    id_tag: Scalar<'a>,
    #[serde(borrow, default)]
    meter_stop: Scalar<'a>,
    #[serde(borrow, default)]
    timestamp: Scalar<'a>,
    #[serde(borrow, default)]
    reason: Scalar<'a>,
    #[serde(borrow, default)]
    transaction_data: Many<MeterValue<'a>>,
}

pub(super) fn ask(payload: &RawValue, notes: &mut Notes<'_>) -> Result<Ask, Violation> {
    let wire: Wire<'_> = fields(payload)?;
    let transaction = wire.transaction_id.integer();
    if transaction.is_none() {
        notes.without("transactionId");
    }
    Ok(Ask::End(End {
        transaction,
        token: Some(card(wire.id_tag)).filter(|token| !token.value.is_empty()),
        at: wire.timestamp.time("timestamp", notes),
        meter_stop: register(wire.meter_stop, "meterStop", notes),
        reason: wire.reason.cleaned().unwrap_or_else(|| "Local".to_owned()),
        samples: samples(&wire.transaction_data, notes),
    }))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WireReply<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id_tag_info: Option<IdTagInfo<'a>>,
}

pub(super) fn reply(answer: &Answer, telling: Telling) -> Result<String, Violation> {
    let verdict = match answer {
        Answer::Booked(verdict) => verdict.as_ref(),
        Answer::Done => None,
        _ => return Err(Violation::wrong_answer("StopTransaction")),
    };
    Ok(json(&WireReply { id_tag_info: verdict.map(|verdict| IdTagInfo::new(verdict, telling)) }))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{AT, code, noted, read, reply};
    use super::*;
    use domain::energy::WattHours;
    use domain::reading::Context;
    use domain::token::TokenVerdict;

    #[test]
    fn golden_stop_and_its_answer() {
        let json = r#"{"transactionId":42,"idTag":"04A2","meterStop":9000,"timestamp":"2026-11-21T14:05:00Z",
            "reason":"EVDisconnected","transactionData":[{"timestamp":"2026-11-21T14:05:00Z","sampledValue":[
            {"value":"9.0","unit":"kWh","context":"Transaction.End"}]}]}"#;
        let Ok(Ask::End(end)) = read("StopTransaction", json) else { panic!() };
        assert_eq!((end.transaction, end.meter_stop, end.at), (Some(42), Some(WattHours(9000)), Some(AT)));
        assert_eq!((&*end.reason, end.token.unwrap().value.as_str()), ("EVDisconnected", "04A2"));
        assert_eq!(
            (end.samples[0].readings[0].value, end.samples[0].readings[0].context),
            (9000, Context::End)
        );
        assert_eq!(reply("StopTransaction", &Answer::Booked(None)), "{}");
        assert_eq!(
            reply("StopTransaction", &Answer::Booked(Some(TokenVerdict::ACCEPTED))),
            r#"{"idTagInfo":{"status":"Accepted"}}"#
        );
    }

    #[test]
    fn lost_numbers_and_registers_are_taken() {
        let (ask, notes) = noted(
            "StopTransaction",
            r#"{"transactionId":-1,"meterStop":-1,"timestamp":"2026-11-21T14:05Z"}"#,
        );
        let Ok(Ask::End(end)) = ask else { panic!() };
        assert_eq!(
            (end.transaction, end.meter_stop, &*end.reason, end.token),
            (Some(-1), None, "Local", None)
        );
        assert_eq!(notes.len(), 1);
        let huge = read("StopTransaction", r#"{"transactionId":5000000000,"meterStop":1}"#);
        assert!(matches!(huge, Ok(Ask::End(end)) if end.transaction == Some(5_000_000_000)));
    }

    #[test]
    fn what_is_no_object_is_a_violation() {
        assert_eq!(code("StopTransaction", "true"), "FormationViolation");
    }
}
