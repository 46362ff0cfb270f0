//! SendLocalList: replace or amend the local token list (1.6 section 5.15, 6.41).

use domain::order::TokenList;
use serde::Serialize;

use crate::manner::Telling;
use crate::message::OutgoingCall;
use crate::token::{IdTagInfo, fits_a_tag};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    list_version: i64,
    local_authorization_list: Vec<Entry<'a>>,
    update_type: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'a> {
    id_tag: &'a str,
    /// Left out, it takes the tag off the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    id_tag_info: Option<IdTagInfo<'a>>,
}

/// Tokens that do not fit into a tag are left out: no station of this version can read such a card.
pub(super) fn call(list: &TokenList, telling: Telling) -> OutgoingCall {
    let entries = list.entries.iter().filter(|entry| fits_a_tag(&entry.token));
    let local_authorization_list = entries
        .map(|entry| Entry {
            id_tag: &entry.token,
            id_tag_info: entry.verdict.as_ref().map(|verdict| IdTagInfo::new(verdict, telling)),
        })
        .collect();
    let update_type = if list.full { "Full" } else { "Differential" };
    OutgoingCall::new(
        "SendLocalList",
        &Wire { list_version: list.version, local_authorization_list, update_type },
    )
}

#[cfg(test)]
mod tests {
    use super::super::testing::{AT, order};
    use super::*;
    use domain::order::{Command, ListEntry};
    use domain::token::{TokenStatus, TokenVerdict};

    fn entry(token: &str, verdict: Option<TokenVerdict>) -> ListEntry {
        ListEntry { token: token.into(), verdict }
    }

    #[test]
    fn golden_whole_list() {
        let verdict = TokenVerdict {
            status: TokenStatus::Accepted,
            expires_at: Some(AT),
            parent: Some("FLEET".into()),
        };
        let list = TokenList::full(5, vec![entry("04A2", Some(verdict))]);
        assert_eq!(
            order(&Command::SendList(list)).unwrap(),
            r#"SendLocalList {"listVersion":5,"localAuthorizationList":[{"idTag":"04A2","idTagInfo":{"status":"Accepted","expiryDate":"2026-11-21T14:05:00.000Z","parentIdTag":"FLEET"}}],"updateType":"Full"}"#
        );
    }

    #[test]
    fn golden_changes_with_a_tag_taken_off() {
        let blocked = TokenVerdict { status: TokenStatus::Blocked, ..TokenVerdict::ACCEPTED };
        let list = TokenList {
            version: 6,
            full: false,
            entries: vec![
                entry("04A2", None),
                entry("04B3", Some(blocked)),
                entry("012345678901234567890", Some(TokenVerdict::ACCEPTED)),
            ],
            whole: Vec::new(),
        };
        assert_eq!(
            order(&Command::SendList(list)).unwrap(),
            r#"SendLocalList {"listVersion":6,"localAuthorizationList":[{"idTag":"04A2"},{"idTag":"04B3","idTagInfo":{"status":"Blocked"}}],"updateType":"Differential"}"#
        );
    }
}
