//! Orders to chargers and their five states.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a screen may order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "do", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum CommandView {
    /// Start charging.
    Start {
        /// EVSE, from 1.
        evse: u16,
        /// Connector, from 1.
        connector: u16,
        /// For this card; `null` = the site's own operator card.
        token: Option<String>,
    },
    /// Stop a session.
    Stop {
        /// The session's number.
        session: u32,
    },
    /// Unlock the cable.
    Unlock {
        /// EVSE, from 1.
        evse: u16,
        /// Connector, from 1.
        connector: u16,
    },
    /// Restart the charger.
    Restart {
        /// At once, ending running charges; otherwise when idle (2.x), or gracefully (1.6 `Soft`).
        now: bool,
    },
    /// Put the charger or one connector in or out of service.
    Service {
        /// EVSE, from 1; `null` = the whole charger.
        evse: Option<u16>,
        /// Connector, from 1.
        connector: Option<u16>,
        /// In service, or out.
        operative: bool,
    },
    /// Ask the charger to send a message now.
    Trigger {
        /// Which.
        what: TriggerWhat,
        /// EVSE, from 1; `null` = whole charger.
        evse: Option<u16>,
    },
}

/// Messages that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum TriggerWhat {
    /// `BootNotification`
    Boot,
    /// `Heartbeat`
    Heartbeat,
    /// `StatusNotification`
    Status,
    /// `MeterValues`
    Meter,
}

/// Where an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum OrderState {
    /// Recorded; waits for its turn or for the charger.
    Asked,
    /// On the wire; the charger has not answered.
    Sent,
    /// The charger said yes; its effect was not seen yet.
    Accepted,
    /// The charger will do it later, for example after the running charge.
    Scheduled,
    /// The charger said no.
    Refused,
    /// The charger does not know this order.
    NotSupported,
    /// Seen to take effect.
    TookEffect,
    /// No answer, or no effect, in time.
    TimedOut,
}

/// One order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrderView {
    /// Its number.
    pub id: u32,
    /// The charger.
    pub station: u32,
    /// What was ordered.
    pub command: CommandView,
    /// Where it stands.
    pub state: OrderState,
    /// The charger's own word, for example `Rejected`, or why it timed out (`noAnswer`, `noEffect`, `notConnected`).
    pub detail: Option<String>,
    /// When it was asked.
    #[ts(type = "number")]
    pub asked_at: i64,
    /// When it last moved.
    #[ts(type = "number")]
    pub changed_at: i64,
    /// Through which door: `window` or `browser`.
    pub by: String,
}
