//! A charger's settings, snapshots of them, and its reservations.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::limits::SettingView;

/// All that is known of a charger's settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConfigurationView {
    /// When they were read last; `null` = never.
    #[ts(type = "number | null")]
    pub read_at: Option<i64>,
    /// By name.
    pub entries: Vec<ConfigurationEntry>,
    /// Newest first.
    pub snapshots: Vec<SnapshotView>,
    /// Connectors that are kept for somebody, newest first.
    pub reservations: Vec<ReservationView>,
    /// Orders that it said it cannot do when it was asked last, by their `do`; triggers with the message after a point:
    /// `trigger.meter`. Not to be offered as if they worked.
    pub lacks: Vec<String>,
}

/// One setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConfigurationEntry {
    /// Its name, as the charger spells it.
    pub key: String,
    /// Its value; `null` when the charger keeps it to itself.
    pub value: Option<String>,
    /// It cannot be changed.
    pub read_only: bool,
    /// When the charger told it.
    #[ts(type = "number")]
    pub read_at: i64,
    /// Its value before our last change.
    pub previous: Option<String>,
    /// What it will be after the next restart.
    pub after_restart: Option<String>,
}

/// All settings at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SnapshotView {
    /// Its number.
    pub id: u32,
    /// When.
    #[ts(type = "number")]
    pub at: i64,
    /// With which firmware.
    pub firmware: String,
    /// The settings.
    pub settings: Vec<SettingView>,
}

/// A connector that is or was kept for somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReservationView {
    /// Its number.
    pub id: u32,
    /// Which EVSE; `null` = any.
    pub evse: Option<u16>,
    /// For which card.
    pub token: String,
    /// Or for every card of this group.
    pub parent: Option<String>,
    /// Until when.
    #[ts(type = "number")]
    pub until: i64,
    /// Where it stands.
    pub state: ReservationStateView,
}

/// Where a reservation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ReservationStateView {
    /// The charger keeps the connector.
    Held,
    /// A session used it.
    Used,
    /// It was cancelled.
    Cancelled,
    /// Its time is over.
    Expired,
}
