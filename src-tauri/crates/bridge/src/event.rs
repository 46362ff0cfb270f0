//! Numbered events: what changed, as whole views, so that applying one twice does no harm.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::view::{
    BooksView, FirmwareFileView, HandshakeView, LogRequestView, OrderView, RolloutView, SessionView,
    SettingsView, SiteToday, StatementView, StationView, TokenView, UpdateView,
};

/// One change, numbered without gaps. A reader that misses a number asks for a snapshot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// Its number; one more than the event before.
    #[ts(type = "number")]
    pub seq: u64,
    /// When it was told, in milliseconds since the Unix epoch.
    #[ts(type = "number")]
    pub at: i64,
    /// What changed.
    pub change: Change,
}

/// What changed: the whole new view of the thing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", content = "view", rename_all = "camelCase")]
pub enum Change {
    /// A charger: facts, state, live values.
    Station(Box<StationView>),
    /// A session began, went on or ended.
    Session(Box<SessionView>),
    /// An order moved to its next state.
    Order(OrderView),
    /// Somebody knocked on the chargers' port.
    Handshake(HandshakeView),
    /// A card was added, changed or seen for the first time.
    Token(TokenView),
    /// Drivers, cost centres or tariffs changed.
    Books(Box<BooksView>),
    /// A statement was issued, paid or outdated.
    Statement(Box<StatementView>),
    /// The settings changed.
    Settings(SettingsView),
    /// The day's figures.
    Today(SiteToday),
    /// A firmware file was added or changed, or used.
    Firmware(FirmwareFileView),
    /// A firmware file was deleted.
    FirmwareGone {
        /// Its number.
        file: u32,
    },
    /// An update moved on.
    Update(Box<UpdateView>),
    /// A rollout moved on.
    Rollout(RolloutView),
    /// A request for a log moved on, or its files changed.
    Log(LogRequestView),
    /// A charger was removed from the list.
    StationGone {
        /// Its id.
        station: u32,
    },
}
