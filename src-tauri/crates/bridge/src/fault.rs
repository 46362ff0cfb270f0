//! Why a request was not done, as a closed set of codes. The words belong to the interface.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A request that was not done: a code, and the facts that its sentence needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Fault {
    /// What went wrong.
    pub code: FaultCode,
    /// Facts for the sentence, for example `field` or `path`.
    pub params: BTreeMap<String, String>,
}

/// Every fault that a screen reacts to in its own way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum FaultCode {
    /// The request was not readable, or a field holds what it may not (`field`, `reason`).
    Invalid,
    /// What the request names is not there (`what`).
    NotFound,
    /// The charger is not connected (`bay`).
    NotConnected,
    /// The charger has not been accepted yet.
    NotAccepted,
    /// The charger's protocol has no such order.
    NotSupported,
    /// The firmware is for another model (`file`, `charger`): ask again with the operator's confirmation.
    OtherModel,
    /// The firmware's signature is not good (`reason`: `certificate`, `expired`, `key`, `signature`).
    BadSignature,
    /// It cannot be done as things stand (`reason`: `running`, `installing`, `over`, `inUse`, `noTransport`).
    Conflict,
    /// The file is larger than allowed (`most`, in bytes).
    TooLarge,
    /// A mail was not sent (`reason`: a word of the closed list, `detail`: what the server said).
    MailNotSent,
    /// Something else holds the name or number asked for (`field`, `value`).
    Taken,
    /// The disk is full; nothing was changed.
    StorageFull,
    /// The data folder cannot be written; nothing was changed.
    StorageReadOnly,
    /// The store is busy or closing; ask again.
    StorageBusy,
    /// The caller has not signed in.
    NotSignedIn,
    /// A defect of ours; `reason` is for the log.
    Internal,
}

impl Fault {
    /// A fault without parameters.
    pub fn new(code: FaultCode) -> Self {
        Self { code, params: BTreeMap::new() }
    }

    /// The same fault with one more fact for its sentence.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl ToString) -> Self {
        self.params.insert(key.to_owned(), value.to_string());
        self
    }
}
