//! Frames: what is around a message on the wire (1.6-J 4.2, 2.0.1 part 4, 4.2).

use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer, IgnoredAny, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::dialect::Dialect;
use crate::tolerant::{Scalar, shown};
use crate::violation::{Violation, ViolationCode};

/// A frame from a station, borrowed from its text.
#[derive(Debug, Clone)]
pub enum Frame<'a> {
    /// It asks or tells something and waits for an answer.
    Call {
        /// Repeated in the answer.
        id: Cow<'a, str>,
        /// What it is about.
        action: Cow<'a, str>,
        /// The message.
        payload: &'a RawValue,
    },
    /// It answers a call of ours.
    Result {
        /// Our id.
        id: Cow<'a, str>,
        /// The answer.
        payload: &'a RawValue,
    },
    /// It could not answer a call of ours.
    Error {
        /// Our id.
        id: Cow<'a, str>,
        /// The error's code, as the station spells it.
        code: Cow<'a, str>,
        /// What it says about it; may be empty.
        description: Cow<'a, str>,
        /// Anything; may be missing, and some stations put a text here.
        details: Option<&'a RawValue>,
    },
}

/// A text that is no frame, or none that we know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Its id, when that could be read.
    pub id: Option<String>,
    /// The message type, when that could be read.
    pub kind: Option<i64>,
    /// What is wrong.
    pub violation: Violation,
}

impl Unreadable {
    fn new(id: Option<String>, kind: Option<i64>, code: ViolationCode, description: &str) -> Self {
        Self { id, kind, violation: Violation::new(code, description) }
    }

    /// The text to answer with; `None` when this version says nothing.
    ///
    /// An unknown message type is ignored in 1.6. In 2.1 types 5 and 6 exist and want no answer. A broken answer to a
    /// call of ours is never answered. An id that cannot be read is `-1`.
    pub fn reply(&self, dialect: Dialect) -> Option<String> {
        let silent = match (self.kind, dialect) {
            (Some(2) | None, _) => false,
            (Some(3 | 4), _) | (_, Dialect::V16) => true,
            (Some(5 | 6), Dialect::V21) => true,
            (Some(_), _) => false,
        };
        (!silent).then(|| self.violation.frame(dialect, self.id.as_deref().unwrap_or("-1")))
    }
}

/// The message type and the id at the beginning of a text that is no whole JSON: enough to know whose answer was cut off.
fn beginning(text: &str) -> (Option<i64>, Option<String>) {
    let inside = text.trim_start().strip_prefix('[').unwrap_or_default();
    let Some((kind, rest)) = inside.split_once(',') else { return (None, None) };
    let id = serde_json::Deserializer::from_str(rest).into_iter::<String>().next().and_then(Result::ok);
    (kind.trim().parse().ok(), id.filter(|id| !id.is_empty()))
}

/// Reads a frame. A `null` payload stays as it is and counts as an empty object when the message is read.
///
/// # Errors
/// [`Unreadable`], with the answer that each version gives to it. The type and the id are told as far as they can be
/// read, also when the rest was cut off.
pub fn parse(text: &str) -> Result<Frame<'_>, Unreadable> {
    let text = text.trim_start_matches('\u{feff}');
    let Parts(parts) = serde_json::from_str(text).map_err(|error| {
        let (kind, id) = beginning(text);
        Unreadable::new(id, kind, ViolationCode::RpcFramework, &format!("not a frame: {error}"))
    })?;
    let scalar = |index: usize| parts[index].map(Scalar::from).unwrap_or_default();
    let kind = scalar(0).integer();
    let id = scalar(1).text();
    let unreadable = |code, description: &str| {
        let id = Some(&id).filter(|id| !id.is_empty()).map(|id| id.clone().into_owned());
        Unreadable::new(id, kind, code, description)
    };
    match kind {
        _ if parts[0].is_none() => Err(unreadable(ViolationCode::RpcFramework, "an empty frame")),
        Some(2..=4) if id.is_empty() => {
            Err(unreadable(ViolationCode::RpcFramework, "the message id cannot be read"))
        }
        Some(2) => {
            let action = scalar(2).text();
            if action.is_empty() {
                return Err(unreadable(ViolationCode::Formation, "a call without action"));
            }
            Ok(Frame::Call { action, payload: parts[3].unwrap_or(RawValue::NULL), id })
        }
        Some(3) => Ok(Frame::Result { payload: parts[2].unwrap_or(RawValue::NULL), id }),
        Some(4) => {
            Ok(Frame::Error { code: scalar(2).text(), description: scalar(3).text(), details: parts[4], id })
        }
        Some(_) => Err(unreadable(ViolationCode::MessageType, "this message type is not known here")),
        None => Err(unreadable(ViolationCode::RpcFramework, "the message type cannot be read")),
    }
}

/// Up to five elements of a list as they are; more are ignored.
struct Parts<'a>([Option<&'a RawValue>; 5]);

impl<'de: 'a, 'a> Deserialize<'de> for Parts<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(PartsVisitor)
    }
}

struct PartsVisitor;

impl<'de> Visitor<'de> for PartsVisitor {
    type Value = Parts<'de>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list of message type, id and content")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut parts = [None; 5];
        for part in &mut parts {
            *part = seq.next_element::<&RawValue>()?;
            if part.is_none() {
                return Ok(Parts(parts));
            }
        }
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Parts(parts))
    }
}

/// A CALL as text; the payload is JSON.
pub fn call(id: &str, action: &str, payload: &str) -> String {
    format!("[2,{},{},{payload}]", quoted(id), quoted(action))
}

/// A CALLRESULT as text; the payload is JSON.
pub fn result(id: &str, payload: &str) -> String {
    format!("[3,{},{payload}]", quoted(id))
}

/// A CALLERROR as text. The description is cut to the 255 characters that both specifications allow.
pub fn error(id: &str, code: &str, description: &str) -> String {
    let description: String = description.chars().take(255).collect();
    format!("[4,{},{},{},{{}}]", quoted(id), quoted(code), quoted(&description))
}

/// A text as JSON.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("every text has a JSON form")
}

impl Frame<'_> {
    /// A short form for a log: type, id and action or code.
    pub fn summary(&self) -> String {
        match self {
            Self::Call { id, action, .. } => format!("call {} {}", shown(id), shown(action)),
            Self::Result { id, .. } => format!("result {}", shown(id)),
            Self::Error { id, code, .. } => format!("error {} {}", shown(id), shown(code)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> Unreadable {
        parse(text).unwrap_err()
    }

    #[test]
    fn of_a_frame_that_was_cut_off_the_beginning_is_read() {
        let cut = refused(r#"[3, "a\"1", {"configurationKey":[{"key":"#);
        assert_eq!((cut.kind, cut.id.as_deref()), (Some(3), Some("a\"1")));
        assert_eq!(cut.reply(Dialect::V16), None);
        let cut = refused(r#"[2,"7","StopTransaction",{"transac"#);
        assert!(cut.reply(Dialect::V16).unwrap().starts_with(r#"[4,"7","FormationViolation""#));
        for text in ["[3", "[3,", "[3,\"a", "3,\"a\"", "[3,7,{"] {
            assert_eq!(refused(text).id, None, "{text}");
        }
    }

    #[test]
    fn the_three_frames_are_read_and_written_alike() {
        let text = call("a-1", "Heartbeat", "{}");
        assert_eq!(text, r#"[2,"a-1","Heartbeat",{}]"#);
        let Frame::Call { id, action, payload } = parse(&text).unwrap() else { panic!() };
        assert_eq!((&*id, &*action, payload.get()), ("a-1", "Heartbeat", "{}"));

        let text = result("a-1", r#"{"status":"Accepted"}"#);
        let Frame::Result { id, payload } = parse(&text).unwrap() else { panic!() };
        assert_eq!((&*id, payload.get()), ("a-1", r#"{"status":"Accepted"}"#));

        let text = error("a \"1\"", "InternalError", "no\nway");
        assert_eq!(text, r#"[4,"a \"1\"","InternalError","no\nway",{}]"#);
        let Frame::Error { id, code, description, .. } = parse(&text).unwrap() else { panic!() };
        assert_eq!((&*id, &*code, &*description), ("a \"1\"", "InternalError", "no\nway"));
    }

    #[test]
    fn nesting_without_end_is_no_frame() {
        for depth in [1_000, 500_000] {
            let deep = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
            let refused = refused(&deep);
            assert!(refused.reply(Dialect::V16).unwrap().starts_with(r#"[4,"-1""#));
            assert!(parse(&format!(r#"[2,{deep},"Heartbeat",{{}}]"#)).is_err());
            assert!(matches!(parse(&format!(r#"[2,"7","Heartbeat",{deep}]"#)), Ok(Frame::Call { .. })));
        }
    }

    #[test]
    fn pretty_printing_null_payloads_and_short_errors_are_accepted() {
        let Frame::Call { payload, .. } = parse("[ 2,\n \"1\",\n \"Heartbeat\",\n null ]\n").unwrap() else {
            panic!()
        };
        assert_eq!(payload.get(), "null");
        assert!(matches!(parse(r#"[2,"1","Heartbeat"]"#), Ok(Frame::Call { .. })));
        assert!(matches!(parse(r#"["2",17,"Heartbeat",{}]"#), Ok(Frame::Call { id, .. }) if id == "17"));
        let Frame::Error { details, .. } = parse(r#"[4,"1","NotSupported","","a text"]"#).unwrap() else {
            panic!()
        };
        assert_eq!(details.unwrap().get(), r#""a text""#);
        assert!(matches!(parse(r#"[4,"1","NotSupported"]"#), Ok(Frame::Error { .. })));
    }

    #[test]
    fn garbage_is_answered_with_an_error_and_a_broken_answer_is_not() {
        for text in [
            "",
            "x",
            "{}",
            "[]",
            "[2",
            "42",
            "null",
            "[2,\"1\",\"A\",{}]x",
            "[2,null,\"A\",{}]",
            "[\"x\",\"1\"]",
        ] {
            let refused = refused(text);
            assert_eq!(refused.violation.code, ViolationCode::RpcFramework, "{text}");
            assert!(refused.reply(Dialect::V201).unwrap().contains("RpcFrameworkError"), "{text}");
        }
        assert!(refused("[").reply(Dialect::V21).unwrap().starts_with(r#"[4,"-1","RpcFrameworkError""#));
        assert!(refused("[").reply(Dialect::V16).unwrap().starts_with(r#"[4,"-1","FormationViolation""#));
        assert!(
            refused(r#"[2,"7"]"#).reply(Dialect::V201).unwrap().starts_with(r#"[4,"7","FormatViolation""#)
        );
        assert_eq!(refused("[3]").reply(Dialect::V201), None);
    }

    #[test]
    fn unknown_message_types_are_ignored_or_refused_by_version() {
        let strange = refused(r#"[9,"7","A",{}]"#);
        assert_eq!(strange.reply(Dialect::V16), None);
        assert!(strange.reply(Dialect::V201).unwrap().starts_with(r#"[4,"7","MessageTypeNotSupported""#));
        let send = refused(r#"[6,"7","NotifyPeriodicEventStream",{}]"#);
        assert!(send.reply(Dialect::V201).is_some());
        assert_eq!(send.reply(Dialect::V21), None);
    }
}
