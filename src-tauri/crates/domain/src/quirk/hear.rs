//! What a charger says and what it is told, with its peculiarities taken out.

use super::Quirks;
use crate::ask::{Answer, Ask};
use crate::token::{IdToken, TokenKind, TokenStatus, TokenVerdict};

/// Tags as they were written for a charger, and the tokens that they stand for: newest last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lent(Vec<(String, IdToken)>);

/// How many tags a charger may have in use at a time.
const LENT: usize = 16;

impl Lent {
    /// A token as it is written for this charger; remembered when that is not the token's own value.
    pub fn written(&mut self, token: &IdToken, quirks: &Quirks) -> IdToken {
        let value = quirks.outgoing_tag(&token.value);
        if value == token.value {
            return token.clone();
        }
        self.0.retain(|(tag, _)| *tag != value);
        if self.0.len() == LENT {
            self.0.remove(0);
        }
        self.0.push((value.clone(), token.clone()));
        IdToken { value, kind: token.kind }
    }

    fn token(&self, tag: &str) -> Option<&IdToken> {
        self.0.iter().rev().find(|(lent, _)| lent.eq_ignore_ascii_case(tag)).map(|(_, token)| token)
    }
}

/// A message of a charger without what its switches say to take away: tags lose their suffix, and a tag that we wrote
/// for it is the token that it stands for.
#[must_use]
pub fn heard(mut ask: Ask, quirks: &Quirks, lent: &Lent) -> Ask {
    match &mut ask {
        Ask::Authorize(token) => plain(token, quirks, lent),
        Ask::Begin(begin) => plain(&mut begin.token, quirks, lent),
        Ask::End(end) => end.token.iter_mut().for_each(|token| plain(token, quirks, lent)),
        _ => {}
    }
    ask
}

fn plain(token: &mut IdToken, quirks: &Quirks, lent: &Lent) {
    if let Some(suffix) = &quirks.tag_suffix
        && let Some((tag, _)) = token.value.split_once(suffix.as_str())
        && !tag.is_empty()
    {
        token.value = tag.to_owned();
    }
    if let Some(own) = lent.token(&token.value) {
        *token = own.clone();
    } else if quirks.remote_tag.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(&token.value)) {
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
        Answer::Booked(verdict) | Answer::Priced { token: verdict, .. } => verdict.as_mut(),
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
        let read = |tag: &str| match heard(Ask::Authorize(card(tag)), &quirks, &Lent::default()) {
            Ask::Authorize(token) => token.value,
            other => panic!("{other:?}"),
        };
        assert_eq!(read("04A2_17593812"), "04A2");
        assert_eq!((&*read("04A2"), &*read("_1")), ("04A2", "_1"));
    }

    #[test]
    fn a_tag_that_we_wrote_for_it_is_the_token_that_it_stands_for() {
        let quirks = Quirks { remote_tag: Some("ONE".into()), ..Quirks::default() };
        let heard = |lent: &Lent| match heard(Ask::Authorize(card("one")), &quirks, lent) {
            Ask::Authorize(token) => token,
            other => panic!("{other:?}"),
        };
        let mut lent = Lent::default();
        assert_eq!(heard(&lent).kind, TokenKind::Central, "ours, though nobody knows for whom");
        assert_eq!(lent.written(&card("04A2"), &quirks).value, "ONE");
        assert_eq!(heard(&lent), card("04A2"));
        (0..100).for_each(|number| drop(lent.written(&card(&number.to_string()), &Quirks::default())));
        assert_eq!(lent.0.len(), 1, "a tag that needs no change is not remembered");
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
