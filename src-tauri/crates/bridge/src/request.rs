//! The one request table. A request is a JSON object whose `ask` names it; its answer's type stands in the same line.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::view::{
    ChartQuery, ChartView, CommandView, ConfigurationView, ConnectView, Done, FaultsView, OrderResult,
    OrderView, PeculiaritiesView, SessionPage, SessionQuery, SessionView, SettingsView, Snapshot,
    TokenStanding, TokenView, TraceLineView, TracePage, TraceQuery,
};

/// Declares [`Request`] and, for TypeScript, the map from a request's name to its answer's type.
macro_rules! table {
    ($($(#[$doc:meta])* $name:ident $({ $($(#[$fdoc:meta])* $field:ident: $kind:ty),* $(,)? })? => $answer:ty;)*) => {
        /// Everything that a screen may ask, by name.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
        #[serde(tag = "ask", rename_all = "camelCase", rename_all_fields = "camelCase")]
        pub enum Request { $($(#[$doc])* $name $({ $($(#[$fdoc])* $field: $kind),* })?,)* }

        /// The answer's type of every request. Never built: it exists to be translated to TypeScript.
        #[allow(non_snake_case, reason = "the fields repeat the requests' names, which TypeScript sees in camel case")]
        #[derive(TS)]
        #[ts(rename_all = "camelCase")]
        pub struct Answers { $(
            /// The answer of the request of this name.
            pub $name: $answer,
        )* }
    };
}

table! {
    /// Everything a screen needs to begin with.
    Snapshot => Snapshot;
    /// Where chargers reach us, read afresh.
    Connect => ConnectView;
    /// Let a waiting charger in.
    AdmitStation {
        /// The charger.
        station: u32,
        /// The operator's name for it, 1 to 60 characters.
        name: String,
        /// Bay number, 1 to 99, not taken.
        bay: u16,
    } => Done;
    /// Turn a charger away, now and later.
    RefuseStation {
        /// The charger.
        station: u32,
    } => Done;
    /// Rename a charger or give it another bay.
    EditStation {
        /// The charger.
        station: u32,
        /// Its name, 1 to 60 characters.
        name: String,
        /// Bay number, 1 to 99, not taken.
        bay: u16,
    } => Done;
    /// Set or remove the password a charger must show (security profile 1).
    SetPassword {
        /// The charger.
        station: u32,
        /// 16 to 40 characters; `null` removes it.
        password: Option<String>,
    } => Done;
    /// Order something of a charger. Answers as soon as the order is recorded; its states come as events.
    Order {
        /// The charger.
        station: u32,
        /// What.
        command: CommandView,
    } => OrderView;
    /// The orders of a charger, newest first, at most 100.
    Orders {
        /// The charger.
        station: u32,
    } => Vec<OrderView>;
    /// Order the same of several chargers; each has its own result.
    OrderAll {
        /// The chargers, at most 200.
        stations: Vec<u32>,
        /// What.
        command: CommandView,
    } => Vec<OrderResult>;
    /// All that is known of a charger's settings.
    Configuration {
        /// The charger.
        station: u32,
    } => ConfigurationView;
    /// What is peculiar about a charger: profiles that fit it, its switches and who set them, notes.
    Peculiarities {
        /// The charger.
        station: u32,
    } => PeculiaritiesView;
    /// What is and was wrong with a charger, and what it means.
    Faults {
        /// The charger.
        station: u32,
    } => FaultsView;
    /// Set a switch of a charger, or take the operator's word on it back.
    SetSwitch {
        /// The charger.
        station: u32,
        /// The switch's name.
        switch: String,
        /// Its value; `null` = as without the operator's word.
        value: Option<String>,
    } => PeculiaritiesView;
    /// Sessions by filter, newest first, with totals.
    Sessions {
        /// Which.
        query: SessionQuery,
    } => SessionPage;
    /// One session.
    Session {
        /// Its number.
        session: u32,
    } => SessionView;
    /// A drawn chart with its geometry.
    Chart {
        /// Which.
        query: ChartQuery,
    } => ChartView;
    /// Add a card or change what it may do.
    SaveToken {
        /// What the reader reads.
        value: String,
        /// The operator's label for it.
        label: String,
        /// `accepted`, `blocked` or `expired`.
        standing: TokenStanding,
        /// Not valid after, in milliseconds since the Unix epoch.
        #[ts(type = "number | null")]
        expires_at: Option<i64>,
        /// The group that it belongs to (`parentIdTag`): its cards may stop each other's charges.
        #[serde(default)]
        parent: Option<String>,
    } => TokenView;
    /// Forget a card.
    RemoveToken {
        /// What the reader reads.
        value: String,
    } => Done;
    /// Lines of the trace of all messages: a page going back, or what is new since the last look.
    Trace {
        /// Which.
        query: TraceQuery,
    } => TracePage;
    /// One line of the trace, whole.
    TraceLine {
        /// Its number.
        #[ts(type = "number")]
        number: i64,
    } => TraceLineView;
    /// Change the settings.
    SaveSettings {
        /// All of them.
        settings: SettingsView,
    } => SettingsView;
}
