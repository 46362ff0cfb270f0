//! A payload as a message's wire type.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::violation::{Violation, ViolationCode};

/// Deeper than any message of the protocol; what lies below is left as it is.
const DEEPEST: usize = 16;

/// The fields of a payload, borrowed. `null`, an empty list and an empty text stand for an empty object.
pub(crate) fn fields<'a, T: Deserialize<'a>>(payload: &'a RawValue) -> Result<T, Violation> {
    let text = match payload.get() {
        text if text.starts_with('{') => text,
        "null" | "\"\"" => "{}",
        list if list.starts_with('[') && list[1..list.len() - 1].trim().is_empty() => "{}",
        _ => {
            return Err(Violation::new(ViolationCode::Formation, "the payload is not an object"));
        }
    };
    serde_json::from_str(text).map_err(|error| Violation::new(ViolationCode::Formation, error.to_string()))
}

/// The same JSON with every field told once, the last value counting; `None` when there was nothing to put in order.
pub(crate) fn tidied(payload: &RawValue) -> Option<Box<RawValue>> {
    let tidy = tidy(payload.get(), 0);
    (tidy.len() != payload.get().len()).then(|| RawValue::from_string(tidy).ok())?
}

fn tidy(json: &str, depth: usize) -> String {
    let within = depth < DEEPEST;
    if within && let Ok(map) = serde_json::from_str::<BTreeMap<String, &RawValue>>(json) {
        let field = |(name, value): (&String, &&RawValue)| {
            let name = serde_json::Value::from(name.as_str());
            format!("{name}:{}", tidy(value.get(), depth + 1))
        };
        let fields: Vec<String> = map.iter().map(field).collect();
        return format!("{{{}}}", fields.join(","));
    }
    if within && let Ok(list) = serde_json::from_str::<Vec<&RawValue>>(json) {
        let items: Vec<String> = list.iter().map(|item| tidy(item.get(), depth + 1)).collect();
        return format!("[{}]", items.join(","));
    }
    json.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tolerant::Scalar;

    #[derive(Debug, Deserialize)]
    struct Wire<'a> {
        #[serde(borrow, default)]
        a: Scalar<'a>,
    }

    fn raw(json: &str) -> Box<RawValue> {
        RawValue::from_string(json.to_owned()).unwrap()
    }

    #[test]
    fn an_empty_list_is_an_empty_object_and_a_word_is_a_violation() {
        for empty in ["{}", "null", "[]", "[ ]", "\"\""] {
            assert!(fields::<Wire<'_>>(&raw(empty)).unwrap().a.is_empty(), "{empty}");
        }
        assert_eq!(fields::<Wire<'_>>(&raw("\"x\"")).unwrap_err().code, ViolationCode::Formation);
        assert_eq!(fields::<Wire<'_>>(&raw("[1]")).unwrap_err().code, ViolationCode::Formation);
    }

    #[test]
    fn a_field_told_twice_counts_once_and_keeps_its_digits() {
        let twice = raw(r#"{"b":{"x":[1,{"y":1,"y":0.10000000000000000001}]},"a":1,"a":2}"#);
        assert!(fields::<Wire<'_>>(&twice).is_err());
        let once = tidied(&twice).unwrap();
        assert_eq!(once.get(), r#"{"a":2,"b":{"x":[1,{"y":0.10000000000000000001}]}}"#);
        assert_eq!(fields::<Wire<'_>>(&once).unwrap().a.integer(), Some(2));
        assert!(tidied(&raw(r#"{"a":[]}"#)).is_none());
    }
}
