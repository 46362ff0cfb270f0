//! What a charger says and what it is told, with its peculiarities taken out.

use super::Quirks;
use crate::ask::{Answer, Ask};
use crate::token::{IdToken, TokenKind, TokenStatus, TokenVerdict};

/// A message of a charger without what its switches say to take away: tags lose their suffix, and a tag that we gave
/// it ourselves is known as such.
#[must_use]
pub fn heard(mut ask: Ask, quirks: &Quirks) -> Ask {
    match &mut ask {
        Ask::Authorize(token) => plain(token, quirks),
        Ask::Begin(begin) => plain(&mut begin.token, quirks),
        Ask::End(end) => end.token.iter_mut().for_each(|token| plain(token, quirks)),
        _ => {}
    }
    ask
}

fn plain(token: &mut IdToken, quirks: &Quirks) {
    if let Some(suffix) = &quirks.tag_suffix
        && let Some((tag, _)) = token.value.split_once(suffix.as_str())
        && !tag.is_empty()
    {
        token.value = tag.to_owned();
    }
    if quirks.remote_tag.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(&token.value)) {
        token.kind = TokenKind::Central;
    }
}

/// An answer as this charger bears it: a tag that nobody knows is called expired where the word invalid would make the
/// charger block the card for good.
#[must_use]
pub fn softened(mut answer: Answer, quirks: &Quirks) -> Answer {
    if quirks.says_invalid {
        return answer;
    }
    let verdict: Option<&mut TokenVerdict> = match &mut answer {
        Answer::Token(verdict) | Answer::Begun { token: verdict, .. } => Some(verdict),
        Answer::Booked(verdict) => verdict.as_mut(),
        _ => None,
    };
    if let Some(verdict) = verdict.filter(|verdict| verdict.status == TokenStatus::Invalid) {
        verdict.status = TokenStatus::Expired;
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(value: &str) -> IdToken {
        IdToken { value: value.into(), kind: TokenKind::Card }
    }

    #[test]
    fn a_suffix_is_cut_off_and_nothing_else() {
        let quirks = Quirks { tag_suffix: Some("_".into()), ..Quirks::default() };
        let read = |tag: &str| match heard(Ask::Authorize(card(tag)), &quirks) {
            Ask::Authorize(token) => token.value,
            other => panic!("{other:?}"),
        };
        assert_eq!(read("04A2_17593812"), "04A2");
        assert_eq!((&*read("04A2"), &*read("_1")), ("04A2", "_1"));
    }

    #[test]
    fn the_tag_that_we_gave_it_may_charge() {
        let quirks = Quirks { remote_tag: Some("ONE".into()), ..Quirks::default() };
        let Ask::Authorize(token) = heard(Ask::Authorize(card("one")), &quirks) else { panic!() };
        assert_eq!(token.kind, TokenKind::Central);
    }

    #[test]
    fn invalid_becomes_expired_only_where_the_word_does_harm() {
        let invalid = Answer::Token(TokenVerdict { status: TokenStatus::Invalid, ..TokenVerdict::ACCEPTED });
        assert_eq!(softened(invalid.clone(), &Quirks::default()), invalid);
        let quirks = Quirks { says_invalid: false, ..Quirks::default() };
        let Answer::Token(verdict) = softened(invalid, &quirks) else { panic!() };
        assert_eq!(verdict.status, TokenStatus::Expired);
        assert_eq!(softened(Answer::Done, &quirks), Answer::Done);
    }
}
