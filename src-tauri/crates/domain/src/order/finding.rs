//! What a station's answer tells beside yes or no.

use crate::order::CertificateHash;
use crate::order::Schedule;

/// A setting of a station.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Its name, as the station spells it.
    pub key: String,
    /// Its value; `None` when the station does not tell (a password).
    pub value: Option<String>,
    /// Whether it refuses to be changed.
    pub read_only: bool,
}

/// What a station's answer tells beside yes or no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// Its settings.
    Settings {
        /// What was asked for and is known.
        known: Vec<Setting>,
        /// What was asked for and is not.
        unknown: Vec<String>,
    },
    /// The version of its local list: 0 = empty, -1 = it has none.
    ListVersion(i64),
    /// The limits that result from all profiles; `None` when it did not tell any.
    Schedule(Option<Schedule>),
    /// Certificates that it trusts.
    Certificates(Vec<CertificateHash>),
    /// The name of the file that it is going to send; `None` = it has nothing to send.
    File(Option<String>),
    /// A vendor's own answer.
    Data(String),
}

/// A station's answer to an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Yes or no.
    pub reply: crate::order::Reply,
    /// What it told.
    pub finding: Option<Finding>,
}

impl From<crate::order::Reply> for Outcome {
    fn from(reply: crate::order::Reply) -> Self {
        Self { reply, finding: None }
    }
}
