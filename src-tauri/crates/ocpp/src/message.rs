//! One line of a version's table: a message from the station, how it is read and how it is answered.

use domain::ask::{Answer, Ask};
use serde_json::value::RawValue;

use crate::manner::Telling;
use crate::tolerant::Notes;
use crate::violation::Violation;

/// Reads a payload.
pub(crate) type Read = fn(&RawValue, &mut Notes<'_>) -> Result<Ask, Violation>;
/// Writes the payload of an answer.
pub(crate) type Reply = fn(&Answer, Telling) -> Result<String, Violation>;

/// A message from the station that this version knows.
#[derive(Clone, Copy)]
pub struct Message {
    /// Its name on the wire.
    pub action: &'static str,
    pub(crate) read: Read,
    pub(crate) reply: Reply,
}

impl Message {
    pub(crate) const fn new(action: &'static str, read: Read, reply: Reply) -> Self {
        Self { action, read, reply }
    }
}

impl std::fmt::Debug for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.action)
    }
}

/// A call to the station, without its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingCall {
    /// The action.
    pub action: &'static str,
    /// Its payload as JSON.
    pub payload: String,
}

impl OutgoingCall {
    /// A call with this payload.
    pub(crate) fn new<T: serde::Serialize>(action: &'static str, payload: &T) -> Self {
        Self { action, payload: json(payload) }
    }
}

/// One of our own wire types as JSON text.
pub(crate) fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("our own wire types have text keys and plain values")
}
