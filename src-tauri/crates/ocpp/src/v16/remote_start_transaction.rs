//! RemoteStartTransaction: start charging at a connector (1.6 section 5.11, 6.33).

use domain::place::ConnectorRef;
use domain::token::IdToken;
use serde::Serialize;

use crate::message::OutgoingCall;

/// What a tag may hold; a longer one would start the session of somebody else.
const TAG_LENGTH: usize = 20;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    connector_id: u16,
    id_tag: &'a str,
}

/// `None` for a token that does not fit into a tag.
pub(super) fn call(at: ConnectorRef, token: &IdToken) -> Option<OutgoingCall> {
    let fits = token.value.chars().count() <= TAG_LENGTH;
    fits.then(|| {
        OutgoingCall::new("RemoteStartTransaction", &Wire { connector_id: at.evse, id_tag: &token.value })
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::order;
    use super::*;
    use domain::order::Command;
    use domain::token::TokenKind;

    fn start(value: &str) -> Command {
        let token = IdToken { value: value.into(), kind: TokenKind::Card };
        Command::Start { at: ConnectorRef { evse: 2, connector: 1 }, token }
    }

    #[test]
    fn golden_remote_start() {
        let golden = r#"RemoteStartTransaction {"connectorId":2,"idTag":"04A2"}"#;
        assert_eq!(order(&start("04A2")).as_deref(), Some(golden));
    }

    #[test]
    fn a_token_that_does_not_fit_is_never_cut() {
        assert_eq!(order(&start("012345678901234567890")), None);
    }
}
