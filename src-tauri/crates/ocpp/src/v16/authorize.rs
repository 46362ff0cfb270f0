//! Authorize: may this token charge? (1.6 section 4.1, 6.1)

use domain::ask::{Answer, Ask};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::manner::Telling;
use crate::message::json;
use crate::token::{IdTagInfo, card};
use crate::tolerant::{Notes, Scalar, fields};
use crate::violation::Violation;

#[derive(Deserialize)]
struct Wire<'a> {
    #[serde(borrow, default, rename = "idTag")]
    id_tag: Scalar<'a>,
}

pub(super) fn ask(payload: &RawValue, notes: &mut Notes<'_>) -> Result<Ask, Violation> {
    let wire: Wire<'_> = fields(payload)?;
    if wire.id_tag.is_missing() {
        return Err(Violation::missing("idTag"));
    }
    let token = card(wire.id_tag);
    if token.value.is_empty() {
        notes.without("idTag");
    }
    Ok(Ask::Authorize(token))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WireReply<'a> {
    id_tag_info: IdTagInfo<'a>,
}

pub(super) fn reply(answer: &Answer, telling: Telling) -> Result<String, Violation> {
    let Answer::Token(verdict) = answer else {
        return Err(Violation::wrong_answer("Authorize"));
    };
    Ok(json(&WireReply { id_tag_info: IdTagInfo::new(verdict, telling) }))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{AT, code, read, reply};
    use super::*;
    use domain::token::{IdToken, TokenKind, TokenStatus, TokenVerdict};

    #[test]
    fn golden_authorize_and_its_answer() {
        let token = IdToken { value: "04A2B3".into(), kind: TokenKind::Card };
        assert_eq!(read("Authorize", r#"{"idTag":"04A2B3"}"#), Ok(Ask::Authorize(token)));
        let verdict =
            TokenVerdict { status: TokenStatus::Blocked, expires_at: Some(AT), parent: Some("FLEET".into()) };
        assert_eq!(
            reply("Authorize", &Answer::Token(verdict)),
            r#"{"idTagInfo":{"status":"Blocked","expiryDate":"2026-11-21T14:05:00.000Z","parentIdTag":"FLEET"}}"#
        );
        assert_eq!(
            reply("Authorize", &Answer::Token(TokenVerdict::ACCEPTED)),
            r#"{"idTagInfo":{"status":"Accepted"}}"#
        );
    }

    #[test]
    fn an_overlong_tag_with_junk_bytes_is_accepted() {
        let ask = read("Authorize", r#"{"idTag":"ABCDEFGHIJKLMNOPQRST\u0000\u0007"}"#);
        assert!(matches!(ask, Ok(Ask::Authorize(token)) if token.value == "ABCDEFGHIJKLMNOPQRST"));
    }

    #[test]
    fn a_missing_tag_is_a_violation() {
        assert_eq!(code("Authorize", "{}"), "OccurenceConstraintViolation");
    }
}
