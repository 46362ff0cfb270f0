//! A field's value as JSON text, read as whatever is wanted of it.

use std::borrow::Cow;

use domain::time::Timestamp;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::{Notes, scaled, time};

/// The longest text that is stored, in characters. The longest that the specifications allow for what is kept so has 512.
const LONGEST: usize = 1_000;

/// A field of any JSON type: reading it never fails, asking it for something may give nothing.
/// `null`, a missing field and an empty text are the same.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Scalar<'a>(&'a str);

impl<'de: 'a, 'a> Deserialize<'de> for Scalar<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&'de RawValue>::deserialize(deserializer).map(|raw| Self(raw.get()))
    }
}

impl<'a> From<&'a RawValue> for Scalar<'a> {
    fn from(raw: &'a RawValue) -> Self {
        Self(raw.get())
    }
}

impl<'a> Scalar<'a> {
    /// The text between the quotes, or a number or truth value as written; empty for nothing, lists and objects.
    pub fn text(self) -> Cow<'a, str> {
        let raw = self.0;
        match raw.as_bytes().first() {
            Some(b'"') => {
                let inner = &raw[1..raw.len() - 1];
                if !inner.as_bytes().contains(&b'\\') {
                    return Cow::Borrowed(inner);
                }
                // Half a surrogate pair is the one thing that a parsed frame can hold and no text can.
                Cow::Owned(serde_json::from_str(raw).unwrap_or_else(|_| inner.to_owned()))
            }
            None | Some(b'n' | b'{' | b'[') => Cow::Borrowed(""),
            Some(_) => Cow::Borrowed(raw),
        }
    }

    /// The text without blanks around it; nothing when that is empty.
    pub fn word(self) -> Option<Cow<'a, str>> {
        match self.text() {
            Cow::Borrowed(text) => Some(Cow::Borrowed(text.trim())),
            Cow::Owned(text) => Some(Cow::Owned(text.trim().to_owned())),
        }
        .filter(|text| !text.is_empty())
    }

    /// The text for storage: without control characters and blanks around it, and of a length that somebody may read.
    pub fn clean(self) -> String {
        let text: String = self.text().chars().filter(|c| !c.is_control()).take(LONGEST).collect();
        match text.trim() {
            trimmed if trimmed.len() == text.len() => text,
            trimmed => trimmed.to_owned(),
        }
    }

    /// As [`Scalar::clean`]; nothing when empty or the word "null", which some chargers send as text.
    pub fn cleaned(self) -> Option<String> {
        Some(self.clean()).filter(|text| !text.is_empty() && text != "null")
    }

    /// The text as it is, a list or an object as JSON; nothing when the field is missing.
    pub fn told(self) -> Option<String> {
        match self.0.as_bytes().first() {
            Some(b'[' | b'{') => Some(self.0.to_owned()),
            _ => (!self.is_missing()).then(|| self.text().into_owned()),
        }
    }

    /// What is in a list; a single thing is a list of one, nothing an empty list.
    pub fn items(self) -> Vec<Self> {
        match self.0.starts_with('[') {
            true => serde_json::from_str(self.0).unwrap_or_default(),
            false => Some(self).into_iter().filter(|item| !item.is_empty()).collect(),
        }
    }

    /// A whole number; a fraction is rounded.
    pub fn integer(self) -> Option<i64> {
        self.scaled(0)
    }

    /// The decimal number times ten to the power of `power`, rounded half away from zero; exact, without floats.
    pub fn scaled(self, power: i32) -> Option<i64> {
        scaled(&self.text(), power)
    }

    /// A truth value, also as text or number.
    pub fn truth(self) -> bool {
        matches!(self.text().trim(), "true" | "True" | "TRUE" | "1")
    }

    /// A point in time.
    pub fn time(self, field: &str, notes: &mut Notes<'_>) -> Option<Timestamp> {
        time(&self.text(), field, notes)
    }

    /// Whether the field is not there at all, or `null`.
    pub fn is_missing(self) -> bool {
        matches!(self.0, "" | "null")
    }

    /// Whether there is nothing.
    pub fn is_empty(self) -> bool {
        matches!(self.0, "" | "null" | "\"\"")
    }

    /// The object in this field.
    pub fn object<T: Deserialize<'a>>(self) -> Option<T> {
        self.0.starts_with('{').then(|| serde_json::from_str(self.0).ok())?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scalar(json: &str) -> Scalar<'_> {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn numbers_as_text_and_text_as_numbers_are_the_same() {
        for json in ["42", "\"42\"", "\" 42 \"", "42.0", "\"+42\"", "4.2e1"] {
            assert_eq!(scalar(json).integer(), Some(42), "{json}");
        }
        assert_eq!(scalar("17").clean(), "17");
        assert!(scalar("\"1\"").truth() && scalar("true").truth() && !scalar("null").truth());
    }

    #[test]
    fn nothing_breaks_a_scalar() {
        for json in
            ["null", "{}", "[1]", "\"\"", "1e999", "\"\\ud800\"", "\"a\\u0000b\"", "99999999999999999999"]
        {
            let value = scalar(json);
            let _ = (value.text(), value.integer(), value.clean(), value.truth());
        }
        assert_eq!(scalar("\"\\u0000ab\\t \"").clean(), "ab");
        assert_eq!(scalar("\"null\"").cleaned(), None);
    }
}
