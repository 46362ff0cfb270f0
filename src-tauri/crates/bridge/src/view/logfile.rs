//! Logs that chargers are asked for, and files that they sent, as a screen shows them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::TransferScheme;

/// A charger's logs, and how it sends them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LogsView {
    /// What it was asked for, newest first, at most 50.
    pub requests: Vec<LogRequestView>,
    /// How files travel between it and us.
    pub path: FilePathView,
    /// Received files are deleted after so many days, or when all of them are larger than `most`.
    pub days: u32,
    /// The most bytes of received files, all chargers together.
    #[ts(type = "number")]
    pub most: u64,
}

/// How files travel between a charger and us.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FilePathView {
    /// What it says that it supports, in its own words; empty = it did not say.
    pub offered: Vec<String>,
    /// What will be used; `null` = nothing that both know.
    pub scheme: Option<TransferScheme>,
    /// Our address, as the charger reaches us; empty while it is not connected.
    pub address: String,
    /// The port for files over HTTP.
    pub http_port: u16,
    /// The port for files over FTP.
    pub ftp_port: u16,
    /// The first and the last port for FTP's data.
    pub ftp_data_ports: (u16, u16),
    /// The command that opens the ports in this computer's firewall, one line each; empty where there is none to open.
    pub firewall: Vec<String>,
}

/// Which log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum LogKindView {
    /// What it did.
    Diagnostics,
    /// What concerns its security.
    Security,
}

/// Where a request for a log stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum LogState {
    /// The charger is being asked.
    Asking,
    /// It agreed.
    Agreed,
    /// It sends.
    Sending,
    /// The file is here.
    Received,
    /// It has nothing to send.
    Nothing,
    /// It failed.
    Failed,
    /// A newer request, or the operator, ended it.
    Cancelled,
    /// Nothing was heard for too long. It goes on by itself when the charger sends.
    Stalled,
}

/// Why a request for a log failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum LogReason {
    /// The charger is not connected.
    Away,
    /// The charger said no; `word` is its word.
    Refused,
    /// The charger, or its protocol, has no such order.
    NotSupported,
    /// The charger could not send; `word` is its word.
    Upload,
    /// The charger says that it sent, but nothing arrived here.
    NothingArrived,
    /// What it sent was refused here; `word` says why.
    TurnedAway,
    /// The charger takes files only in ways that Forecourt does not offer; `word` names them.
    Transport,
    /// The port for files cannot be opened; `word` says why.
    Port,
    /// The operator cancelled it.
    Operator,
    /// A newer request took its place.
    Replaced,
    /// The charger said nothing for too long.
    Silent,
}

/// A request for a log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LogRequestView {
    /// Its number.
    pub id: u32,
    /// The charger.
    pub station: u32,
    /// Which log.
    pub kind: LogKindView,
    /// From when on, in milliseconds since the Unix epoch.
    #[ts(type = "number | null")]
    pub from: Option<i64>,
    /// Until when.
    #[ts(type = "number | null")]
    pub to: Option<i64>,
    /// Where it stands.
    pub state: LogState,
    /// Why, where the state leaves that open.
    pub reason: Option<LogReason>,
    /// The charger's last word, or a detail of the reason; empty = none.
    pub word: String,
    /// Bytes that have come.
    #[ts(type = "number")]
    pub received: u64,
    /// The name that the charger gave to what it will send; empty = none.
    pub announced: String,
    /// What arrived.
    pub files: Vec<ReceivedFileView>,
    /// How it travels; `null` until that was decided.
    pub scheme: Option<TransferScheme>,
    /// When it was asked for, in milliseconds since the Unix epoch.
    #[ts(type = "number")]
    pub asked_at: i64,
    /// When it last moved.
    #[ts(type = "number")]
    pub changed_at: i64,
    /// When it was over; `null` while it goes on.
    #[ts(type = "number | null")]
    pub over_at: Option<i64>,
}

/// A file that a charger sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReceivedFileView {
    /// Its number.
    pub id: u32,
    /// Its name, made harmless.
    pub name: String,
    /// Its size in bytes.
    #[ts(type = "number")]
    pub size: u64,
    /// When it came, in milliseconds since the Unix epoch.
    #[ts(type = "number")]
    pub at: i64,
    /// It was deleted here since.
    pub deleted: bool,
}

/// A look into a received file, without trusting it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum LookView {
    /// It reads as text.
    Text {
        /// Its last lines, oldest first, at most 2,000, each at most 2,000 characters; control characters are shown as
        /// `·`.
        lines: Vec<String>,
        /// Lines before these were left out.
        more: bool,
    },
    /// It is an archive.
    Archive {
        /// What is in it, at most 1,000 entries.
        entries: Vec<LookEntryView>,
        /// More entries were left out.
        more: bool,
    },
    /// It is neither.
    Other,
}

/// One entry of an archive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LookEntryView {
    /// Its name as it stands in the archive.
    pub name: String,
    /// Its size in bytes, as the archive says.
    #[ts(type = "number")]
    pub size: u64,
    /// Its number in the archive, to look into it.
    pub index: u32,
}
