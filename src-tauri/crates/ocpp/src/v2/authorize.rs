//! Authorize: may this token charge? (2.0.1 part 2, C01–C02, 1.1)

use domain::ask::{Answer, Ask};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::manner::Telling;
use crate::message::json;
use crate::token::{IdTokenInfo, typed};
use crate::tolerant::{Notes, Scalar, fields};
use crate::violation::Violation;

#[derive(Deserialize)]
struct Wire<'a> {
    #[serde(borrow, default, rename = "idToken")]
    id_token: Scalar<'a>,
}

pub(crate) fn ask(payload: &RawValue, notes: &mut Notes<'_>) -> Result<Ask, Violation> {
    let wire: Wire<'_> = fields(payload)?;
    if wire.id_token.is_missing() {
        return Err(Violation::missing("idToken"));
    }
    let token = typed(wire.id_token, notes).unwrap_or_else(|| {
        notes.without("idToken");
        crate::token::card(Scalar::default())
    });
    Ok(Ask::Authorize(token))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WireReply {
    id_token_info: IdTokenInfo,
}

pub(crate) fn reply(answer: &Answer, telling: Telling) -> Result<String, Violation> {
    let Answer::Token(verdict) = answer else {
        return Err(Violation::wrong_answer("Authorize"));
    };
    Ok(json(&WireReply { id_token_info: IdTokenInfo::new(verdict, telling) }))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{AT, code, read, reply};
    use super::*;
    use domain::token::{IdToken, TokenKind, TokenStatus, TokenVerdict};

    #[test]
    fn golden_authorize_and_its_answer() {
        let token = IdToken { value: "1234".into(), kind: TokenKind::KeyCode };
        let json = r#"{"idToken":{"idToken":"1234","type":"KeyCode"}}"#;
        assert_eq!(read("Authorize", json), Ok(Ask::Authorize(token)));
        let verdict =
            TokenVerdict { status: TokenStatus::Invalid, expires_at: Some(AT), parent: Some("FLEET".into()) };
        assert_eq!(
            reply("Authorize", &Answer::Token(verdict)),
            r#"{"idTokenInfo":{"status":"Unknown","cacheExpiryDateTime":"2026-11-21T14:05:00.000Z"}}"#
        );
    }

    #[test]
    fn a_bare_tag_as_in_the_first_generation_is_accepted() {
        let ask = read("Authorize", r#"{"idToken":" 04A2 "}"#);
        assert!(
            matches!(ask, Ok(Ask::Authorize(token)) if token.value == "04A2" && token.kind == TokenKind::Card)
        );
    }

    #[test]
    fn a_missing_token_is_a_violation() {
        assert_eq!(code("Authorize", "{}"), "OccurrenceConstraintViolation");
    }
}
