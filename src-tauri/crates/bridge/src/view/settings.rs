//! Settings of the site, and where chargers reach it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Site-wide settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SettingsView {
    /// The site's name.
    pub site_name: String,
    /// IANA time zone, for example `Europe/Dublin`.
    pub zone: String,
    /// BCP 47 locale for numbers and dates, for example `en-IE`.
    pub locale: String,
    /// Unknown chargers are let in at once (a trial or a test).
    pub accept_unknown: bool,
    /// Every card may charge.
    pub free_charging: bool,
    /// An unknown card is refused at first, and the operator is asked.
    #[serde(default)]
    pub ask_unknown: bool,
    /// A card may charge at one connector at a time.
    #[serde(default)]
    pub one_session_per_token: bool,
    /// Site limit in watts, drawn on the load rail; `null` when not set.
    #[ts(type = "number | null")]
    pub site_limit_w: Option<i64>,
    /// How large the trace of all messages may get on disk, in MiB: 8 to 4096.
    pub trace_mib: u32,
    /// How long messages are kept in the trace, in days: 1 to 365.
    pub trace_days: u32,
    /// The port on which chargers fetch and send files over HTTP: 1024 to 65500. An option of the command line counts
    /// before it.
    pub files_port: u16,
    /// The same for FTP; its data goes over the eight ports after it.
    pub ftp_port: u16,
}

/// Where chargers reach us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConnectView {
    /// The port for chargers.
    pub port: u16,
    /// The port for chargers that encrypt; `null` where nothing is set up for that.
    pub secure_port: Option<u16>,
    /// Network addresses of this computer on which chargers can reach it, best first.
    pub networks: Vec<Network>,
    /// Simulated chargers are running.
    pub demo: bool,
    /// Our version.
    pub version: String,
    /// The data folder.
    pub data_dir: String,
}

/// One network address of this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Network {
    /// The card's name, for example `eth0`.
    pub name: String,
    /// Cable, Wi-Fi or other, guessed from the name: `cable`, `wifi`, `other`.
    pub medium: String,
    /// Its address.
    pub address: String,
    /// What to type into the charger, without its name: `ws://192.168.1.20:9310/ocpp/`.
    pub url: String,
    /// A QR code of `url`, as SVG.
    pub qr: String,
}
