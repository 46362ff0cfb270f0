//! Goes through a JSON text and tells where in it each value stands.

use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Pieces of the text, as byte positions, without the quotes.
pub type Spans = Vec<(usize, usize)>;

/// No honest frame is nested deeper.
const DEEPEST: usize = 48;

/// A value that may be of interest.
pub enum Value<'a> {
    /// An object.
    Members(Vec<Member<'a>>),
    /// A text.
    Text(Text<'a>),
}

/// A text between its quotes, escapes as written.
pub struct Text<'a> {
    pub raw: &'a str,
    pub start: usize,
}

/// A member of an object.
pub struct Member<'a> {
    pub name: Cow<'a, str>,
    value: &'a str,
    start: usize,
}

impl Member<'_> {
    /// Its value, when that is a text.
    pub fn text(&self) -> Option<String> {
        serde_json::from_str(self.value).ok()
    }

    /// The text of a member of its value.
    pub fn member(&self, name: &str) -> Option<String> {
        let Members(members) = serde_json::from_str(self.value).ok()?;
        let (_, raw) = members.into_iter().find(|(of, _)| of.eq_ignore_ascii_case(name))?;
        serde_json::from_str(raw.get()).ok()
    }

    /// Where its own text stands; numbers are meant too, other values are not.
    pub fn own_text(&self, spans: &mut Spans) {
        match self.value.as_bytes().first() {
            Some(b'"') => spans.push((self.start + 1, self.start + self.value.len() - 1)),
            Some(b'-' | b'0'..=b'9') => spans.push((self.start, self.start + self.value.len())),
            _ => {}
        }
    }

    /// Where all texts and numbers inside its value stand.
    pub fn strings(&self, spans: &mut Spans) {
        self.own_text(spans);
        let inside = walk(self.value, &mut |value| match value {
            Value::Members(members) => {
                for member in members {
                    let mut own = Spans::new();
                    member.own_text(&mut own);
                    spans.extend(own.into_iter().map(|(a, b)| (a + self.start, b + self.start)));
                }
            }
            Value::Text(text) => {
                spans.push((text.start + self.start, text.start + self.start + text.raw.len()));
            }
        });
        debug_assert!(inside.is_some(), "it was read once already");
    }
}

/// Shows every object and every text of a JSON text to `see`, parents first; `None` when it is no JSON or nested
/// beyond reason.
pub fn walk<'a>(text: &'a str, see: &mut dyn FnMut(&Value<'a>)) -> Option<()> {
    let trimmed = text.trim_start_matches('\u{feff}');
    let raw: &'a RawValue = serde_json::from_str(trimmed).ok()?;
    inside(text, raw.get(), DEEPEST, see)
}

fn inside<'a>(whole: &'a str, raw: &'a str, depth: usize, see: &mut dyn FnMut(&Value<'a>)) -> Option<()> {
    // Both are parts of one text, so the difference of their addresses is a position in it.
    let position = |part: &str| part.as_ptr() as usize - whole.as_ptr() as usize;
    match raw.as_bytes().first() {
        Some(b'{') if depth > 0 => {
            let Members(members) = serde_json::from_str(raw).ok()?;
            let values: Vec<&'a str> = members.iter().map(|(_, value)| value.get()).collect();
            let member = |(name, value): (Cow<'a, str>, &'a RawValue)| Member {
                name,
                value: value.get(),
                start: position(value.get()),
            };
            see(&Value::Members(members.into_iter().map(member).collect()));
            values.into_iter().try_for_each(|value| inside(whole, value, depth - 1, see))
        }
        Some(b'[') if depth > 0 => {
            let elements: Vec<&'a RawValue> = serde_json::from_str(raw).ok()?;
            elements.into_iter().try_for_each(|value| inside(whole, value.get(), depth - 1, see))
        }
        Some(b'{' | b'[') => None,
        Some(b'"') => {
            see(&Value::Text(Text { raw: &raw[1..raw.len() - 1], start: position(raw) + 1 }));
            Some(())
        }
        _ => Some(()),
    }
}

/// The members of an object, in order, repeated names included.
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some((name, value)) = map.next_entry::<Cow<'de, str>, &'de RawValue>()? {
            members.push((name, value));
        }
        Ok(Members(members))
    }
}
