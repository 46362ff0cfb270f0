//! Cards and other id tokens.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Whether a token may charge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum TokenStanding {
    /// It may.
    Accepted,
    /// It may not.
    Blocked,
    /// It may no longer.
    Expired,
    /// Never added; seen at a charger and refused.
    Unknown,
}

/// One card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TokenView {
    /// What the reader reads.
    pub value: String,
    /// The operator's label for it.
    pub label: String,
    /// Whether it may charge.
    pub standing: TokenStanding,
    /// Whose it is.
    pub driver: Option<u32>,
    /// Not valid before; `null` = at once.
    #[ts(type = "number | null")]
    pub valid_from: Option<i64>,
    /// Not valid after; `null` = for ever.
    #[ts(type = "number | null")]
    pub expires_at: Option<i64>,
    /// The group that it belongs to.
    pub parent: Option<String>,
    /// When it was last shown to a charger.
    #[ts(type = "number | null")]
    pub last_seen_at: Option<i64>,
    /// At which charger.
    pub last_seen_station: Option<u32>,
    /// How often it was shown and refused.
    pub refused: u32,
}
