//! What a station did wrong, in words that become a CALLERROR.

use crate::dialect::Dialect;

/// The kind of a violation, spelled by [`ViolationCode::word`] as each version wants it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViolationCode {
    /// The payload, or the frame, is not built as it should be.
    Formation,
    /// A message type that does not exist in this version.
    MessageType,
    /// Not a frame at all: its id cannot be read.
    RpcFramework,
    /// We have never heard of the action.
    NotImplemented,
    /// We know the action and do not do it.
    NotSupported,
    /// Our own fault.
    Internal,
    /// Not now: the station has not been accepted.
    Security,
    /// A field has a value that means nothing.
    Property,
    /// A field is missing.
    Occurrence,
    /// A field is of the wrong type.
    Type,
}

impl ViolationCode {
    /// The word on the wire (1.6-J 4.2.3 with its famous spelling; 2.0.1 part 4, 4.3).
    pub const fn word(self, dialect: Dialect) -> &'static str {
        let first = matches!(dialect, Dialect::V16);
        match self {
            Self::Formation if first => "FormationViolation",
            Self::Formation => "FormatViolation",
            Self::MessageType if first => "GenericError",
            Self::MessageType => "MessageTypeNotSupported",
            Self::RpcFramework if first => "FormationViolation",
            Self::RpcFramework => "RpcFrameworkError",
            Self::NotImplemented => "NotImplemented",
            Self::NotSupported => "NotSupported",
            Self::Internal => "InternalError",
            Self::Security => "SecurityError",
            Self::Property => "PropertyConstraintViolation",
            Self::Occurrence if first => "OccurenceConstraintViolation",
            Self::Occurrence => "OccurrenceConstraintViolation",
            Self::Type => "TypeConstraintViolation",
        }
    }
}

/// Why a message is answered with an error, or cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code:?}: {description}")]
pub struct Violation {
    /// What kind.
    pub code: ViolationCode,
    /// For a person who reads the charger's log.
    pub description: String,
}

impl Violation {
    /// A violation with a sentence about it.
    pub fn new(code: ViolationCode, description: impl Into<String>) -> Self {
        Self { code, description: description.into() }
    }

    /// A field without which nothing can be done is missing.
    pub fn missing(field: &str) -> Self {
        Self::new(ViolationCode::Occurrence, format!("{field} is missing"))
    }

    /// We have never heard of this action.
    pub fn unknown_action(action: &str) -> Self {
        Self::new(
            ViolationCode::NotImplemented,
            format!("{} is not known here", crate::tolerant::shown(action)),
        )
    }

    /// Our own answer does not fit the message: a mistake of ours, never of the station.
    pub(crate) fn wrong_answer(action: &str) -> Self {
        Self::new(ViolationCode::Internal, format!("no answer to {action}"))
    }

    /// The whole CALLERROR as text.
    pub fn frame(&self, dialect: Dialect, id: &str) -> String {
        crate::frame::error(id, self.code.word(dialect), &self.description)
    }
}
