//! What the task is asked to do.

use domain::firmware::{FirmwareKey, RolloutKey, UpdateKey, When};
use domain::logs::LogKey;
use domain::order::LogKind;
use domain::station::StationKey;
use domain::time::Timestamp;
use domain::travel::Scheme;
use tokio::sync::oneshot;

/// An update to begin.
#[derive(Debug, Clone)]
pub struct NewUpdate {
    /// The station.
    pub station: StationKey,
    /// The file.
    pub file: FirmwareKey,
    /// When.
    pub when: When,
    /// How often the station shall try again.
    pub retries: Option<u32>,
    /// How long it shall wait between tries, in seconds.
    pub retry_s: Option<u32>,
    /// The way that the operator chose.
    pub wanted: Option<Scheme>,
    /// The operator knows that the file is for another model.
    pub confirmed: bool,
    /// Who asks.
    pub by: String,
}

/// A rollout to begin.
#[derive(Debug, Clone)]
pub struct NewRollout {
    /// The file.
    pub file: FirmwareKey,
    /// The stations in their order.
    pub stations: Vec<StationKey>,
    /// When each of them may be updated.
    pub when: When,
    /// The operator knows that the file is for another model than some of them.
    pub confirmed: bool,
    /// Who asks.
    pub by: String,
}

/// A log to ask for.
#[derive(Debug, Clone)]
pub struct NewLog {
    /// The station.
    pub station: StationKey,
    /// Which.
    pub kind: LogKind,
    /// From when on.
    pub from: Option<Timestamp>,
    /// Until when.
    pub to: Option<Timestamp>,
    /// The way that the operator chose.
    pub wanted: Option<Scheme>,
    /// Who asks.
    pub by: String,
}

/// Why something was not begun or not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TransferError {
    /// There is no such station, file, update, rollout or request: which.
    Unknown(&'static str),
    /// The station has not been accepted.
    NotAccepted,
    /// The file is for another model than this charger's.
    OtherModel {
        /// For what the file is.
        file: String,
        /// What the charger is.
        charger: String,
    },
    /// It cannot be done as things stand: why, as a stable word.
    Conflict(&'static str),
    /// Nothing could be read or written.
    Store(store::Error),
}

impl From<store::Error> for TransferError {
    fn from(error: store::Error) -> Self {
        Self::Store(error)
    }
}

/// Where the answer goes.
pub(super) type Answer<T> = oneshot::Sender<Result<T, TransferError>>;

/// What the task is asked to do.
#[derive(Debug)]
pub(super) enum Errand {
    StartUpdate(NewUpdate, Answer<UpdateKey>),
    CancelUpdate(UpdateKey, Answer<()>),
    StartRollout(NewRollout, Answer<RolloutKey>),
    DecideRollout(RolloutKey, bool, Answer<()>),
    AskLog(NewLog, Answer<LogKey>),
    CancelLog(LogKey, Answer<()>),
}
