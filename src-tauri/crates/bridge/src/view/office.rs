//! The site's mail account, and the report that is written by itself each month.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How the connection to the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum MailProtection {
    /// Encrypted from the first byte on.
    Tls,
    /// Encrypted before anything that matters is said.
    StartTls,
    /// Not at all: only inside this network.
    None,
}

/// The mail account. Its password is never told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MailView {
    /// The server; empty = mail is not set up.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: MailProtection,
    /// Who logs in; may be empty.
    pub user: String,
    /// The sender's address.
    pub from: String,
    /// A password is kept. Not looked at when it is saved.
    #[serde(default)]
    pub has_password: bool,
}

/// The schedule of the monthly report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MonthlyPlan {
    /// It is switched on.
    pub on: bool,
    /// The folder for the files.
    pub folder: String,
    /// Write CSV.
    pub csv: bool,
    /// Write XLSX.
    pub xlsx: bool,
    /// Write PDF.
    pub pdf: bool,
    /// Who gets the files by mail; empty = nobody.
    pub mail_to: Vec<String>,
}

/// The schedule, and how it went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MonthlyView {
    /// The schedule.
    pub plan: MonthlyPlan,
    /// The last runs, newest month first, at most 12.
    pub runs: Vec<MonthlyRunView>,
    /// Mail is set up.
    pub mail: bool,
}

/// One run of the monthly report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MonthlyRunView {
    /// Of which month, as `2026-10`.
    pub month: String,
    /// When all of its files were there.
    #[ts(type = "number | null")]
    pub written_at: Option<i64>,
    /// When it was mailed.
    #[ts(type = "number | null")]
    pub mailed_at: Option<i64>,
    /// What went wrong last: `folderMissing`, `diskFull`, `notAllowed`, `notWritten`, `report`, or a reason of mail:
    /// `address`, `hostUnknown`, `notPrivate`, `refused`, `broken`, `login`, `certificate`, `rejected`, `tooLarge`.
    pub error: Option<String>,
}
