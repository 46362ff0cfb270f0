//! RequestStartTransaction: start charging at an EVSE (2.0.1 part 2, F01–F02, 1.43).
//! The order's number travels as `remoteStartId` and comes back in the session's first message.

use domain::order::OrderKey;
use domain::place::ConnectorRef;
use domain::token::IdToken;
use serde::Serialize;

use crate::message::OutgoingCall;
use crate::token::kind_word;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    evse_id: u16,
    remote_start_id: u32,
    id_token: Token<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Token<'a> {
    id_token: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
}

/// `None` for a token that does not fit.
pub(super) fn call(
    key: OrderKey,
    at: ConnectorRef,
    token: &IdToken,
    token_length: usize,
) -> Option<OutgoingCall> {
    let fits = token.value.chars().count() <= token_length;
    let id_token = Token { id_token: &token.value, kind: kind_word(token.kind) };
    let wire = Wire { evse_id: at.evse, remote_start_id: key.0, id_token };
    fits.then(|| OutgoingCall::new("RequestStartTransaction", &wire))
}

#[cfg(test)]
mod tests {
    use super::super::testing::order;
    use super::*;
    use domain::order::Command;
    use domain::token::TokenKind;

    fn start(value: &str, kind: TokenKind) -> Command {
        Command::Start {
            at: ConnectorRef { evse: 2, connector: 1 },
            token: IdToken { value: value.into(), kind },
            profile: None,
        }
    }

    #[test]
    fn golden_request_start() {
        assert_eq!(
            order(&start("forecourt", TokenKind::Central)).as_deref(),
            Some(
                r#"RequestStartTransaction {"evseId":2,"remoteStartId":7,"idToken":{"idToken":"forecourt","type":"Central"}}"#
            )
        );
    }

    #[test]
    fn a_token_that_does_not_fit_is_never_cut() {
        assert_eq!(order(&start(&"x".repeat(37), TokenKind::Card)), None);
    }
}
