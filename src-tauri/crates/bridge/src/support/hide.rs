//! What must not leave the house: known card numbers, wherever in a text they stand, and lines that speak of a secret.

use std::borrow::Cow;

use aho_corasick::{AhoCorasick, MatchKind};
use domain::secret;

/// Shorter numbers are found by the names of their fields only: in running text they are too common.
const SHORTEST: usize = 6;

/// Finds known card numbers.
pub struct Hider(Option<AhoCorasick>);

impl Hider {
    /// One that knows these card numbers. Letter case does not count.
    pub fn new(cards: impl IntoIterator<Item = String>) -> Self {
        let cards = cards.into_iter().filter(|card| card.chars().count() >= SHORTEST);
        let mut builder = AhoCorasick::builder();
        builder.ascii_case_insensitive(true).match_kind(MatchKind::LeftmostLongest);
        Self(builder.build(cards).ok())
    }

    /// A text without known card numbers: the last four characters are left.
    pub fn cards<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let Some(finder) = &self.0 else { return Cow::Borrowed(text) };
        if !finder.is_match(text) {
            return Cow::Borrowed(text);
        }
        let mut hidden = String::with_capacity(text.len());
        finder.replace_all_with(text, &mut hidden, |_, card, out| {
            let kept = card.char_indices().rev().nth(3).map_or("", |(at, _)| &card[at..]);
            out.push_str("••••");
            out.push_str(kept);
            true
        });
        Cow::Owned(hidden)
    }

    /// A frame of the trace: fields that hold a card, and known card numbers anywhere else.
    pub fn frame<'a>(&self, frame: &'a str) -> Cow<'a, str> {
        match central::trace::without_tokens(frame) {
            Cow::Borrowed(text) => self.cards(text),
            Cow::Owned(text) => Cow::Owned(self.cards(&text).into_owned()),
        }
    }

    /// A line of a log that a charger wrote: hidden whole when it speaks of a secret. A frame may stand at its end.
    pub fn line<'a>(&self, line: &'a str) -> Cow<'a, str> {
        let Cow::Borrowed(text) = secret::text(line) else {
            return Cow::Owned(self.cards(&secret::text(line)).into_owned());
        };
        let whole = self.frame(text);
        if whole == text || is_json(text) {
            return whole;
        }
        let starts = text.match_indices(['[', '{']).map(|(at, _)| at).take(8);
        let frame = starts.into_iter().find(|at| is_json(&text[*at..]));
        frame
            .map_or(whole, |at| Cow::Owned(format!("{}{}", self.cards(&text[..at]), self.frame(&text[at..]))))
    }
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_cards_are_found_in_any_text_and_case() {
        let hider = Hider::new(["04A1B2C9".to_owned(), "7".to_owned(), "04A1B2C9EF".to_owned()]);
        assert_eq!(hider.cards("card 04a1b2c9 at 7"), "card ••••b2c9 at 7");
        assert_eq!(hider.cards("04A1B2C9EF"), "••••C9EF", "the longest counts");
        assert_eq!(hider.cards("nothing"), "nothing");
        assert_eq!(
            hider.frame(r#"[2,"1","Authorize",{"idTag":"77FFEE"}]"#),
            r#"[2,"1","Authorize",{"idTag":"••••"}]"#
        );
        assert_eq!(hider.line("12:00 AuthorizationKey=00ff"), secret::HIDDEN);
        assert_eq!(
            hider.line(r#"12:02 [ocpp] > [2,"1","Authorize",{"idTag":"77FFEEDD"}]"#),
            r#"12:02 [ocpp] > [2,"1","Authorize",{"idTag":"••••EEDD"}]"#
        );
        assert!(!hider.line(r#"12:03 {"idTag":"77FFEEDD"#).contains("77FF"));
        assert_eq!(hider.line("12:01 tag 04A1B2C9 ok"), "12:01 tag ••••B2C9 ok");
        assert_eq!(Hider::new([]).cards("x"), "x");
    }
}
