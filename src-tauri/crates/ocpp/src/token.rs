//! Id tokens on the wire: 1.6's bare tag, 2.x's typed token, and our verdict about either.

use domain::token::{IdToken, TokenKind, TokenStatus, TokenVerdict};
use serde::{Deserialize, Serialize};

use crate::manner::Telling;
use crate::tolerant::{Notes, Scalar};

/// 1.6's tag: always a card.
pub(crate) fn card(tag: Scalar<'_>) -> IdToken {
    IdToken { value: tag.clean(), kind: TokenKind::Card }
}

#[derive(Default, Deserialize)]
struct Typed<'a> {
    #[serde(borrow, default, rename = "idToken")]
    value: Scalar<'a>,
    #[serde(borrow, default, rename = "type")]
    kind: Scalar<'a>,
}

/// 2.x's typed token (2.0.1 part 2, 2.28); `None` when there is none. A bare text is taken as a card.
pub(crate) fn typed(token: Scalar<'_>, notes: &mut Notes<'_>) -> Option<IdToken> {
    let Some(wire) = token.object::<Typed<'_>>() else {
        return token.cleaned().map(|value| {
            notes.add("idToken is a text; taken as a card");
            IdToken { value, kind: TokenKind::Card }
        });
    };
    let kind = match wire.kind.word() {
        None => TokenKind::Card,
        Some(word) if word.eq_ignore_ascii_case("NoAuthorization") => TokenKind::NoAuthorization,
        Some(word) if word.eq_ignore_ascii_case("ISO14443") || word.eq_ignore_ascii_case("ISO15693") => {
            TokenKind::Card
        }
        Some(word) if word.eq_ignore_ascii_case("Central") => TokenKind::Central,
        Some(word) if word.eq_ignore_ascii_case("KeyCode") => TokenKind::KeyCode,
        Some(_) => TokenKind::Other,
    };
    let value = wire.value.clean();
    (kind == TokenKind::NoAuthorization || !value.is_empty()).then_some(IdToken { value, kind })
}

/// The word for a kind in 2.x. A card's kind of reader is not kept: ISO 14443 is by far the most common.
pub(crate) const fn kind_word(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Card => "ISO14443",
        TokenKind::KeyCode => "KeyCode",
        TokenKind::Central => "Central",
        TokenKind::NoAuthorization => "NoAuthorization",
        TokenKind::Other => "Local",
    }
}

/// Whether a text fits into 1.6's tag. A longer one is never cut: it would be the tag of somebody else.
pub(crate) fn fits_a_tag(text: &str) -> bool {
    const TAG_LENGTH: usize = 20;
    text.chars().count() <= TAG_LENGTH
}

/// 1.6's verdict (1.6 section 7.27).
#[derive(Serialize)]
pub(crate) struct IdTagInfo<'a> {
    status: &'static str,
    #[serde(rename = "expiryDate", skip_serializing_if = "Option::is_none")]
    expires: Option<String>,
    #[serde(rename = "parentIdTag", skip_serializing_if = "Option::is_none")]
    parent: Option<&'a str>,
}

impl<'a> IdTagInfo<'a> {
    /// A group whose name is no tag stays with us: cut, it would be another group.
    pub fn new(verdict: &'a TokenVerdict, telling: Telling) -> Self {
        let status = match verdict.status {
            TokenStatus::Accepted => "Accepted",
            TokenStatus::Blocked => "Blocked",
            TokenStatus::Expired => "Expired",
            TokenStatus::Invalid => "Invalid",
            TokenStatus::ConcurrentTx => "ConcurrentTx",
            // 1.6 has no words for a place or a time.
            TokenStatus::NotHere | TokenStatus::NotYet => "Blocked",
        };
        let parent = verdict.parent.as_deref().filter(|parent| fits_a_tag(parent));
        Self { status, expires: verdict.expires_at.map(|at| telling.stamp(at)), parent }
    }
}

/// 2.x's verdict (2.0.1 part 2, 2.29). A token that nobody knows is `Unknown` there.
#[derive(Serialize)]
pub(crate) struct IdTokenInfo {
    status: &'static str,
    #[serde(rename = "cacheExpiryDateTime", skip_serializing_if = "Option::is_none")]
    expires: Option<String>,
}

impl IdTokenInfo {
    pub fn new(verdict: &TokenVerdict, telling: Telling) -> Self {
        let status = match verdict.status {
            TokenStatus::Accepted => "Accepted",
            TokenStatus::Blocked => "Blocked",
            TokenStatus::Expired => "Expired",
            TokenStatus::Invalid => "Unknown",
            TokenStatus::ConcurrentTx => "ConcurrentTx",
            TokenStatus::NotHere => "NotAtThisLocation",
            TokenStatus::NotYet => "NotAtThisTime",
        };
        Self { status, expires: verdict.expires_at.map(|at| telling.stamp(at)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> (Option<IdToken>, Vec<String>) {
        let mut notes = Vec::new();
        let token = typed(serde_json::from_str(json).unwrap(), &mut Notes::new(&mut notes));
        (token, notes)
    }

    #[test]
    fn tags_lose_control_characters_and_blanks() {
        let tag = card(serde_json::from_str(r#"" 04A2B\u0001\u0000 ""#).unwrap());
        assert_eq!(tag.value, "04A2B");
    }

    #[test]
    fn a_verdict_names_the_group_unless_its_name_is_no_tag() {
        let verdict = |parent: &str| TokenVerdict {
            status: TokenStatus::ConcurrentTx,
            expires_at: None,
            parent: Some(parent.into()),
        };
        let json =
            |verdict: &TokenVerdict| crate::message::json(&IdTagInfo::new(verdict, Telling::default()));
        assert_eq!(json(&verdict("FLEET")), r#"{"status":"ConcurrentTx","parentIdTag":"FLEET"}"#);
        assert_eq!(json(&verdict(&"x".repeat(21))), r#"{"status":"ConcurrentTx"}"#);
        let second = crate::message::json(&IdTokenInfo::new(&verdict("FLEET"), Telling::default()));
        assert_eq!(second, r#"{"status":"ConcurrentTx"}"#);
    }

    #[test]
    fn typed_tokens_keep_the_kinds_that_matter() {
        let kind = |word: &str| read(&format!(r#"{{"idToken":"x","type":"{word}"}}"#)).0.unwrap().kind;
        assert_eq!(kind("ISO15693"), TokenKind::Card);
        assert_eq!(kind("keycode"), TokenKind::KeyCode);
        assert_eq!(kind("eMAID"), TokenKind::Other);
        assert_eq!(kind("Central"), TokenKind::Central);
        let none = read(r#"{"idToken":"","type":"NoAuthorization"}"#).0.unwrap();
        assert_eq!((&*none.value, none.kind), ("", TokenKind::NoAuthorization));
    }

    #[test]
    fn a_bare_text_is_a_card_and_nothing_is_nothing() {
        let (token, notes) = read(r#""04A2""#);
        assert_eq!((token.unwrap().value.as_str(), notes.len()), ("04A2", 1));
        assert!(read("null").0.is_none() && read("{}").0.is_none());
    }
}
