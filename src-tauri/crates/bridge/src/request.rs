//! The one request table. A request is a JSON object whose `ask` names it; its answer's type stands in the same line.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::view::{
    ChartQuery, ChartView, CommandView, ConfigurationView, ConnectView, Done, FaultsView, FirmwareFileView,
    FirmwareLibraryView, LogKindView, LogRequestView, LogsView, LookView, OrderResult, OrderView,
    PeculiaritiesView, RolloutView, SessionPage, SessionQuery, SessionView, SettingsView, Snapshot,
    SupportView, TokenStanding, TokenView, TraceLineView, TracePage, TraceQuery, TransferScheme, UpdateView,
    UpdateWhen,
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
    /// What a support bundle of a charger would hold. The file itself comes by the doors' own way for files.
    SupportBundle {
        /// The charger.
        station: u32,
        /// Messages seen at or after, in milliseconds since the Unix epoch.
        #[ts(type = "number")]
        from: i64,
        /// Messages seen before.
        #[ts(type = "number")]
        to: i64,
        /// Logs exactly as the charger sent them.
        raw: bool,
    } => SupportView;
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
    /// The library of firmware, and the rollouts of it. Files are added through the doors' own way for files.
    Firmware => FirmwareLibraryView;
    /// Change what is known about a firmware file.
    EditFirmware {
        /// The file.
        file: u32,
        /// For chargers of this vendor, at most 100 characters.
        vendor: String,
        /// For this model, at most 100 characters.
        model: String,
        /// The version that it installs, at most 100 characters.
        version: String,
        /// Notes, at most 2,000 characters.
        notes: String,
        /// The maker's certificate, PEM; empty with an empty signature.
        certificate: String,
        /// The maker's signature over the file's SHA-256, base64; checked before it is kept.
        signature: String,
    } => FirmwareFileView;
    /// Delete a firmware file. Refused while an update needs it.
    RemoveFirmware {
        /// The file.
        file: u32,
    } => Done;
    /// The updates of a charger, newest first, at most 100.
    Updates {
        /// The charger.
        station: u32,
    } => Vec<UpdateView>;
    /// Update a charger. Its steps come as events.
    StartUpdate {
        /// The charger.
        station: u32,
        /// The firmware file.
        file: u32,
        /// When.
        when: UpdateWhen,
        /// How often the charger shall try again; `null` = its own habit.
        retries: Option<u32>,
        /// How long it shall wait between tries, in seconds.
        retry_s: Option<u32>,
        /// How the file shall travel; `null` = as the charger says.
        scheme: Option<TransferScheme>,
        /// The operator has seen that the file is for another model.
        confirmed: bool,
    } => UpdateView;
    /// End an update that is not yet installing.
    CancelUpdate {
        /// The update.
        update: u32,
    } => UpdateView;
    /// Update several chargers: the first one first, the others only after it has charged again or the operator says go.
    StartRollout {
        /// The firmware file.
        file: u32,
        /// The chargers in their order, 2 to 200.
        stations: Vec<u32>,
        /// When each of them may be updated.
        when: UpdateWhen,
        /// The operator has seen that the file is for another model than some of them.
        confirmed: bool,
    } => RolloutView;
    /// The first charger is good enough: go on with the others.
    ContinueRollout {
        /// The rollout.
        rollout: u32,
    } => RolloutView;
    /// Touch no further charger. An update that is under way is cancelled if it still can be.
    StopRollout {
        /// The rollout.
        rollout: u32,
    } => RolloutView;
    /// A charger's logs, and how it sends them.
    Logs {
        /// The charger.
        station: u32,
    } => LogsView;
    /// Ask a charger for its log.
    AskLog {
        /// The charger.
        station: u32,
        /// Which.
        kind: LogKindView,
        /// From when on, in milliseconds since the Unix epoch.
        #[ts(type = "number | null")]
        from: Option<i64>,
        /// Until when.
        #[ts(type = "number | null")]
        to: Option<i64>,
        /// How it shall travel; `null` = as the charger says.
        scheme: Option<TransferScheme>,
    } => LogRequestView;
    /// Wait no longer for a log.
    CancelLog {
        /// The request.
        request: u32,
    } => LogRequestView;
    /// Delete a file that a charger sent.
    RemoveReceived {
        /// The file.
        file: u32,
    } => Done;
    /// Look into a file that a charger sent, or into a text in an archive.
    LookInto {
        /// The file.
        file: u32,
        /// The entry of the archive; `null` = the file itself.
        entry: Option<u32>,
    } => LookView;
    /// Change the settings.
    SaveSettings {
        /// All of them.
        settings: SettingsView,
    } => SettingsView;
}
