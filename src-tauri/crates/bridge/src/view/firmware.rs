//! Firmware files and updates as a screen shows them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The library of firmware, and the rollouts of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FirmwareLibraryView {
    /// The files, newest first.
    pub files: Vec<FirmwareFileView>,
    /// Rollouts, newest first, at most 50.
    pub rollouts: Vec<RolloutView>,
    /// The largest file that may be added, in bytes.
    #[ts(type = "number")]
    pub most: u64,
}

/// A firmware file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FirmwareFileView {
    /// Its number.
    pub id: u32,
    /// The file's name, made harmless.
    pub name: String,
    /// For chargers of this vendor; empty = not known.
    pub vendor: String,
    /// For this model; empty = not known.
    pub model: String,
    /// The version that it installs; empty = not known.
    pub version: String,
    /// SHA-256 of its bytes, 64 hexadecimal digits.
    pub sha256: String,
    /// Its size in bytes.
    #[ts(type = "number")]
    pub size: u64,
    /// The operator's notes.
    pub notes: String,
    /// The maker's certificate, PEM; empty = it is not signed.
    pub certificate: String,
    /// The maker's signature, base64; empty = it is not signed.
    pub signature: String,
    /// When it was added, in milliseconds since the Unix epoch.
    #[ts(type = "number")]
    pub added_at: i64,
    /// Where it was used, newest first.
    pub used: Vec<FirmwareUseView>,
}

/// One use of a firmware file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FirmwareUseView {
    /// The charger.
    pub station: u32,
    /// The update.
    pub update: u32,
    /// How it went.
    pub state: UpdateState,
    /// When it last moved, in milliseconds since the Unix epoch.
    #[ts(type = "number")]
    pub at: i64,
}

/// Where an update stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum UpdateState {
    /// It waits for its time, for the charger to be idle, or for the charger to connect.
    Waiting,
    /// The charger is being asked.
    Asking,
    /// The charger agreed.
    Agreed,
    /// The charger will fetch the file later.
    DownloadScheduled,
    /// It fetches the file.
    Downloading,
    /// It paused fetching.
    DownloadPaused,
    /// It has the file.
    Downloaded,
    /// It found the signature good.
    Verified,
    /// It will install later.
    InstallScheduled,
    /// It installs.
    Installing,
    /// It restarts.
    Rebooting,
    /// It runs the new version.
    Installed,
    /// It failed.
    Failed,
    /// The operator, or a newer update, ended it.
    Cancelled,
    /// Nothing was heard for too long. It goes on by itself when the charger speaks again.
    Stalled,
}

/// Why an update waits, failed, was cancelled or stalled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum UpdateReason {
    /// Waits: its time has not come.
    Time,
    /// Waits: somebody is charging.
    Busy,
    /// Waits: the charger is not connected.
    Away,
    /// The charger said no; `word` is its word.
    Refused,
    /// The charger's protocol, or the charger, has no such order.
    NotSupported,
    /// The charger could not fetch the file.
    Download,
    /// The charger could not install it.
    Install,
    /// The charger found the signature or the certificate bad.
    Signature,
    /// The charger takes files only in ways that Forecourt does not offer; `word` names them.
    Transport,
    /// The port for files cannot be opened; `word` says why.
    Port,
    /// The file is no longer in the library, or cannot be read.
    File,
    /// The operator cancelled it.
    Operator,
    /// A newer update took its place.
    Replaced,
    /// The charger said nothing for too long.
    Silent,
    /// The charger did not come back.
    Gone,
    /// The charger restarted with the version that it had before.
    SameVersion,
}

/// When an update shall begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum UpdateWhen {
    /// At once, also while somebody charges.
    Now,
    /// As soon as nobody charges.
    Idle,
    /// At a time.
    At {
        /// When, in milliseconds since the Unix epoch.
        #[ts(type = "number")]
        at: i64,
        /// Only if nobody charges then, else a day later.
        if_idle: bool,
    },
}

/// How a file travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum TransferScheme {
    /// Over HTTP.
    Http,
    /// Over FTP.
    Ftp,
}

/// An update of one charger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UpdateView {
    /// Its number.
    pub id: u32,
    /// The charger.
    pub station: u32,
    /// The file in the library.
    pub file: u32,
    /// Its name.
    pub file_name: String,
    /// Its size in bytes.
    #[ts(type = "number")]
    pub file_size: u64,
    /// SHA-256 of its bytes, 64 hexadecimal digits.
    pub sha256: String,
    /// The version before.
    pub from_version: String,
    /// The version that the file installs; empty = not known.
    pub to_version: String,
    /// When it shall begin.
    pub when: UpdateWhen,
    /// Where it stands.
    pub state: UpdateState,
    /// Why, where the state leaves that open.
    pub reason: Option<UpdateReason>,
    /// The charger's last word, or a detail of the reason; empty = none.
    pub word: String,
    /// How it got here, oldest first.
    pub steps: Vec<UpdateStepView>,
    /// Bytes of the file that were handed to the charger, at most its size.
    #[ts(type = "number")]
    pub served: u64,
    /// How it travels; `null` until that was decided.
    pub scheme: Option<TransferScheme>,
    /// From where the charger fetches it, without the secret part; empty until it was asked.
    pub address: String,
    /// How often the charger was reminded to tell where it stands since it last did.
    pub reminders: u32,
    /// The rollout that it belongs to.
    pub rollout: Option<u32>,
    /// Who asked for it: `operator`, or the rollout.
    pub by: String,
    /// When it was asked for, in milliseconds since the Unix epoch.
    #[ts(type = "number")]
    pub asked_at: i64,
    /// When it last moved.
    #[ts(type = "number")]
    pub changed_at: i64,
    /// When it was over; `null` while it goes on.
    #[ts(type = "number | null")]
    pub over_at: Option<i64>,
    /// Whether it may still be cancelled.
    pub can_cancel: bool,
}

/// One step of an update.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UpdateStepView {
    /// When, in milliseconds since the Unix epoch.
    #[ts(type = "number")]
    pub at: i64,
    /// What.
    pub state: UpdateState,
    /// The charger's word for it; empty = it was seen otherwise.
    pub word: String,
}

/// Where a rollout stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum RolloutState {
    /// The first charger is updated.
    First,
    /// The first charger is done and shall charge again before the others follow, unless the operator says go.
    Proving,
    /// The others follow, one after the other.
    Following,
    /// All are done.
    Done,
    /// Ended at the first failure, or by the operator. The rest were not touched.
    Stopped,
}

/// One firmware for several chargers: one first, the others after it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RolloutView {
    /// Its number.
    pub id: u32,
    /// The file.
    pub file: u32,
    /// Its name.
    pub file_name: String,
    /// The version that it installs; empty = not known.
    pub to_version: String,
    /// Where it stands.
    pub state: RolloutState,
    /// The chargers in their order.
    pub chargers: Vec<RolloutChargerView>,
    /// The charger at which it stopped; `null` when the operator stopped it or it did not stop.
    pub stopped_at: Option<u32>,
    /// When it was asked for, in milliseconds since the Unix epoch.
    #[ts(type = "number")]
    pub asked_at: i64,
    /// When it was over.
    #[ts(type = "number | null")]
    pub over_at: Option<i64>,
}

/// A charger of a rollout.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RolloutChargerView {
    /// The charger.
    pub station: u32,
    /// Its update; `null` = not touched.
    pub update: Option<u32>,
    /// Where that stands.
    pub state: Option<UpdateState>,
}
